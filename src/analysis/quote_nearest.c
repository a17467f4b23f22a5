/* The source that is nearest to words that no source has: runs of four words, or of two, that both have
 * say where to look; then each piece of the quotation is aligned with the fewest changes of words. */
#include <stdlib.h>
#include <string.h>

#include "analysis/quote_inner.h"
#include "base/check.h"
#include "base/limits.h"

enum {
    HITS_MAX = 1024, /* runs of words that are followed, rarest first */
    BUCKET_MAX = 64, /* places of one run */
    SPREAD = 16,     /* words by which places of one piece may be shifted against each other */
    TEXTS_MAX = 4,   /* that are aligned */
    BAND = 64,       /* words by which the alignment may be shifted */
    SAME_WORDS_MIN = 3,
};

/* A run of words of a piece that stands in a text. `shift` is where the piece would begin. */
struct hit {
    size_t text;
    size_t piece;
    int64_t shift;
};

struct candidate {
    size_t text;
    size_t score;
};

/* A run of words to follow. */
struct run {
    size_t piece;
    size_t offset;
    size_t count; /* of places */
    const uint32_t *places;
};

static int by_rarity(const void *a, const void *b)
{
    const struct run *x = a;
    const struct run *y = b;
    if (x->count != y->count) {
        return x->count < y->count ? -1 : 1;
    }
    return x->piece != y->piece ? (x->piece < y->piece ? -1 : 1)
                                : (x->offset > y->offset) - (x->offset < y->offset);
}

static int by_text(const void *a, const void *b)
{
    const struct hit *x = a;
    const struct hit *y = b;
    if (x->text != y->text) {
        return x->text < y->text ? -1 : 1;
    }
    return x->piece != y->piece ? (x->piece < y->piece ? -1 : 1)
                                : (x->shift > y->shift) - (x->shift < y->shift);
}

static void list_runs(const struct gram_index *g, const struct quote_reading *r, struct buffer *out)
{
    for (size_t i = 0; i < r->count; i++) {
        const struct quote_piece *p = &r->pieces[i];
        for (size_t k = 0; k + g->words <= p->count; k++) {
            uint32_t numbers[4] = {0};
            bool known = true;
            for (size_t n = 0; n < g->words; n++) {
                numbers[n] = p->words[k + n].number;
                known = known && numbers[n] != WORD_UNKNOWN;
            }
            struct run run = {.piece = i, .offset = k};
            run.count = known ? corpus_bucket(g, numbers, &run.places) : 0;
            if (run.count > 0) {
                buffer_add(out, &run, sizeof run);
            }
        }
    }
}

static bool stands_at(const struct quote_corpus *c, const struct quote_word *words, size_t count,
                      uint32_t place)
{
    const uint32_t *numbers = corpus_numbers(c);
    for (size_t i = 0; i < count; i++) {
        if (numbers[place + i] != words[i].number) {
            return false;
        }
    }
    return true;
}

/* Appends hits of runs of that length, and sorts all of them. */
static void add_hits(const struct quote_corpus *c, const struct gram_index *g, const struct quote_reading *r,
                     struct buffer *hits)
{
    struct buffer runs;
    buffer_init(&runs, SIZE_MAX);
    list_runs(g, r, &runs);
    struct run *list = (struct run *)(void *)runs.data;
    const size_t count = runs.len / sizeof list[0];
    if (count > 0) {
        qsort(list, count, sizeof list[0], by_rarity);
    }
    for (size_t i = 0; i < count && hits->len / sizeof(struct hit) < HITS_MAX; i++) {
        for (size_t k = 0; k < list[i].count && k < BUCKET_MAX; k++) {
            const uint32_t place = list[i].places[k];
            const struct quote_word *words = r->pieces[list[i].piece].words + list[i].offset;
            if (stands_at(c, words, g->words, place)) {
                const struct hit hit = {corpus_text_of(c, place), list[i].piece,
                                        (int64_t)place - (int64_t)list[i].offset};
                buffer_add(hits, &hit, sizeof hit);
            }
        }
    }
    buffer_done(&runs);
    if (hits->len > 0) {
        qsort(hits->data, hits->len / sizeof(struct hit), sizeof(struct hit), by_text);
    }
}

/* The shift round which most hits of one text and piece lie; the count of those. */
static size_t densest(const struct hit *hits, size_t count, int64_t *shift)
{
    size_t best = 0;
    size_t first = 0;
    for (size_t i = 0; i < count; i++) {
        while (hits[i].shift - hits[first].shift > SPREAD) {
            first++;
        }
        if (i - first + 1 > best) {
            best = i - first + 1;
            *shift = hits[first + (i - first) / 2].shift;
        }
    }
    return best;
}

/* How many hits from the first on are of its text, or of its text and piece. */
static size_t length_of(const struct hit *hits, size_t count, bool piece)
{
    size_t n = 0;
    while (n < count && hits[n].text == hits[0].text && (!piece || hits[n].piece == hits[0].piece)) {
        n++;
    }
    return n;
}

static size_t score_of(const struct hit *hits, size_t count)
{
    size_t score = 0;
    int64_t shift = 0;
    for (size_t i = 0; i < count;) {
        const size_t len = length_of(hits + i, count - i, true);
        score += densest(hits + i, len, &shift);
        i += len;
    }
    return score;
}

/* The texts with most hits; among equals the first. */
static size_t best_texts(const struct hit *hits, size_t count, struct candidate out[TEXTS_MAX])
{
    size_t kept = 0;
    for (size_t i = 0; i < count;) {
        const size_t len = length_of(hits + i, count - i, false);
        const struct candidate x = {hits[i].text, score_of(hits + i, len)};
        size_t at = kept;
        while (at > 0 && out[at - 1].score < x.score) {
            at--;
        }
        if (at < TEXTS_MAX) {
            const size_t end = kept < TEXTS_MAX ? kept : TEXTS_MAX - 1;
            memmove(&out[at + 1], &out[at], (end - at) * sizeof out[0]);
            out[at] = x;
            kept = end + 1;
        }
        i += len;
    }
    return kept;
}

enum step { STEP_NONE, STEP_SAME, STEP_OTHER, STEP_NEW, STEP_GONE };

/* A piece laid against a text. Place j of row i is shift + i + j - band. */
struct alignment {
    const struct quote_corpus *corpus;
    const struct quote_text *text;
    const struct quote_piece *piece;
    int64_t shift;
    int64_t band;  /* at most BAND; no more than a few words beyond what the piece has */
    int64_t width; /* of a row: 2 * band + 1 */
    uint8_t *steps;
    int64_t place; /* behind its last word */
};

/* What an alignment costs: its changes, and among as many the one with more of the same words. */
enum { WIDTH_MAX = 2 * BAND + 1, CHANGE = 1 << 15, FAR = 1 << 30 };

static bool is_in_text(const struct alignment *x, int64_t place)
{
    return place >= x->text->first && place < x->text->end;
}

/* Row i from the row before: the fewest changes, with a change of a word before one more or one less. */
static void align_row(const struct alignment *x, size_t i, const int *before, int *now)
{
    uint8_t *steps = x->steps + i * (size_t)x->width;
    const uint32_t number = x->piece->words[i - 1].number;
    for (int64_t j = 0; j < x->width; j++) {
        const int64_t place = x->shift + (int64_t)i + j - x->band; /* behind the last word of the text */
        now[j] = FAR;
        steps[j] = STEP_NONE;
        if (place < x->text->first || place > x->text->end) {
            continue;
        }
        if (before[j] < FAR && is_in_text(x, place - 1)) {
            const bool same = corpus_numbers(x->corpus)[place - 1] == number;
            now[j] = before[j] + (same ? -1 : CHANGE);
            steps[j] = same ? STEP_SAME : STEP_OTHER;
        }
        if (j + 1 < x->width && before[j + 1] + CHANGE < now[j]) {
            now[j] = before[j + 1] + CHANGE;
            steps[j] = STEP_NEW;
        }
        if (j > 0 && now[j - 1] + CHANGE < now[j]) {
            now[j] = now[j - 1] + CHANGE;
            steps[j] = STEP_GONE;
        }
    }
}

/* Lays the piece against the text where it costs the fewest changes; before and behind it the text is
 * free. */
static void align(struct alignment *x, struct arena *a)
{
    int rows[2][WIDTH_MAX];
    x->band = x->piece->count + 8 < BAND ? (int64_t)x->piece->count + 8 : BAND;
    x->width = 2 * x->band + 1;
    x->steps = ARENA_ARRAY(a, uint8_t, (x->piece->count + 1) * (size_t)x->width);
    for (int64_t j = 0; j < x->width; j++) {
        const int64_t place = x->shift + j - x->band;
        rows[0][j] = place >= x->text->first && place <= x->text->end ? 0 : FAR;
    }
    for (size_t i = 1; i <= x->piece->count; i++) {
        align_row(x, i, rows[(i - 1) % 2], rows[i % 2]);
    }
    const int *last = rows[x->piece->count % 2];
    int64_t best = 0;
    for (int64_t j = 1; j < x->width; j++) {
        best = last[j] <= last[best] ? j : best;
    }
    x->place = x->shift + (int64_t)x->piece->count + best - x->band;
}

/* What is written of one piece: runs of one kind are one change. */
struct writer {
    const struct quote_corpus *corpus;
    const struct quote_text *text;
    struct quote_changes changes;
    struct quote_answer *answer;
    size_t same;    /* words of letters */
    uint32_t begin; /* of the first piece that was laid; 0: none yet */
    uint32_t end;   /* behind the last word of the piece before; 0: none */
    bool begun;     /* some of the piece at hand is written */
};

static struct bytes words_between(const struct quote_piece *p, size_t from, size_t to, struct arena *a)
{
    struct buffer b;
    buffer_init(&b, SIZE_MAX);
    for (size_t i = from; i < to; i++) {
        buffer_add_text(&b, i > from && p->words[i].gap.len > 0 ? " " : "");
        buffer_add_bytes(&b, p->words[i].text);
    }
    const struct bytes text = arena_copy(a, buffer_view(&b));
    buffer_done(&b);
    return text;
}

/* Words [from, to) of the piece that the text lacks: one change with those before them. */
static void add_new(struct writer *w, const struct quote_piece *p, size_t from, size_t to)
{
    struct quote_change *list = (struct quote_change *)(void *)w->changes.list.data;
    const size_t count = w->changes.list.len / sizeof list[0];
    const struct bytes text = words_between(p, from, to, w->changes.arena);
    if (w->begun && count > 0 && text.len > 0 && list[count - 1].kind == QUOTE_NEW) {
        const struct bytes before = list[count - 1].text;
        list[count - 1].text = bytes_of_text(
            arena_printf(w->changes.arena, "%.*s%s%.*s", (int)before.len, (const char *)before.data,
                         p->words[from].gap.len > 0 ? " " : "", (int)text.len, (const char *)text.data));
        return;
    }
    quote_change_add(&w->changes, QUOTE_NEW, text);
    w->begun = w->begun || text.len > 0;
}

static void write_new(struct writer *w, const struct quote_piece *p, size_t from, size_t to)
{
    add_new(w, p, from, to);
    w->answer->changed += to - from;
}

/* Words [i, k) of the piece against places [from, to) of the text. */
static void write_stretch(struct writer *w, const struct quote_piece *p, bool same, size_t i, size_t k,
                          uint32_t from, uint32_t to)
{
    struct arena *a = w->changes.arena;
    if (same) {
        w->answer->notes |= quote_compare(w->corpus, w->text, p->words + i, k - i, from);
        for (uint32_t at = from; at < to; at++) {
            w->same += corpus_is_letters(w->corpus, at);
        }
        quote_change_add(&w->changes, QUOTE_SAME, corpus_slice(w->corpus, w->text, from, to, a));
        w->begun = true;
        return;
    }
    const size_t gone = to - from;
    w->answer->changed += gone > k - i ? gone : k - i;
    quote_change_add(&w->changes, QUOTE_GONE, corpus_slice(w->corpus, w->text, from, to, a));
    add_new(w, p, i, k);
}

/* The steps from first to last. Returns their count, and the place of the first. */
static size_t walk_back(const struct alignment *x, uint8_t *steps, int64_t *first)
{
    size_t i = x->piece->count;
    int64_t place = x->place;
    size_t count = 0;
    while (i > 0) {
        const int64_t j = place - x->shift - (int64_t)i + x->band;
        const uint8_t step = x->steps[i * (size_t)x->width + (size_t)j];
        check(step != STEP_NONE);
        steps[count++] = step;
        i -= step != STEP_GONE;
        place -= step != STEP_NEW;
    }
    for (size_t k = 0; k < count / 2; k++) {
        const uint8_t step = steps[k];
        steps[k] = steps[count - 1 - k];
        steps[count - 1 - k] = step;
    }
    *first = place;
    return count;
}

static void write_piece(struct writer *w, const struct alignment *x, const uint8_t *steps, size_t count,
                        uint32_t place)
{
    size_t i = 0;
    for (size_t k = 0; k < count;) {
        const bool same = steps[k] == STEP_SAME;
        const size_t word = i;
        const uint32_t from = place;
        while (k < count && (steps[k] == STEP_SAME) == same) {
            i += steps[k] != STEP_GONE;
            place += steps[k] != STEP_NEW;
            k++;
        }
        write_stretch(w, x->piece, same, word, i, from, place);
    }
    w->end = place;
}

/* What stands in the source between two pieces. */
static void write_joint(struct writer *w, const struct quote_piece *p, uint32_t place)
{
    if (w->end > 0 && place < w->end) {
        w->answer->notes |= QUOTE_NOTE_ORDER;
    } else if (w->end > 0 && place > w->end) {
        const bool gone = !p->ellipsis && place - w->end > QUOTE_INSERTED_MAX;
        w->answer->changed += gone ? place - w->end : 0;
        w->answer->notes |= p->ellipsis ? QUOTE_NOTE_LEFT_OUT : 0;
        quote_change_add(&w->changes, p->ellipsis ? QUOTE_LEFT_OUT : QUOTE_GONE,
                         corpus_slice(w->corpus, w->text, w->end, place, w->changes.arena));
    }
    if (p->insertion) {
        quote_change_add(&w->changes, QUOTE_INSERTED, p->inserted);
    }
}

/* The words [*from, *to) of the piece that can stand in the text at that shift: what stands farther out than
 * the alignment reaches, before its first word or behind its last, is new. */
static struct quote_piece within(const struct quote_text *t, const struct quote_piece *p, int64_t shift,
                                 size_t *from, size_t *to)
{
    struct quote_piece part = *p;
    const int64_t reach = (int64_t)t->end - shift + BAND;
    *from = shift + BAND < (int64_t)t->first ? (size_t)((int64_t)t->first - shift - BAND) : 0;
    *to = (int64_t)p->count < reach ? p->count : (size_t)reach;
    check(*from < *to); /* the word of a hit is one of them */
    part.words += *from;
    part.count = *to - *from;
    return part;
}

/* A piece against the text, at the shift that its hits say; without hits all of it is new. */
static void lay_piece(struct writer *w, const struct quote_piece *p, const struct hit *hits, size_t count)
{
    struct alignment x = {.corpus = w->corpus, .text = w->text, .piece = p};
    struct arena scratch = {0};
    w->begun = false;
    if (p->count == 0 || count == 0 || densest(hits, count, &x.shift) == 0) {
        write_joint(w, p, w->end);
        write_new(w, p, 0, p->count);
        return;
    }
    size_t from = 0;
    size_t to = 0;
    const struct quote_piece part = within(w->text, p, x.shift, &from, &to);
    x.piece = &part;
    x.shift += (int64_t)from;
    align(&x, &scratch);
    uint8_t *steps = ARENA_ARRAY(&scratch, uint8_t, p->count * 2 + (size_t)WIDTH_MAX * 2);
    int64_t first = 0;
    const size_t step_count = walk_back(&x, steps, &first);
    write_joint(w, p, (uint32_t)first);
    write_new(w, p, 0, from);
    w->begin = w->begin == 0 ? (uint32_t)first : w->begin;
    write_piece(w, &x, steps, step_count, (uint32_t)first);
    write_new(w, p, to, p->count);
    arena_done(&scratch);
}

static bool lay(const struct quote_corpus *c, struct arena *a, const struct quote_reading *r, size_t text,
                const struct hit *hits, size_t count, struct quote_answer *out)
{
    struct writer w = {.corpus = c, .text = corpus_text(c, text), .changes = {.arena = a}, .answer = out};
    *out = (struct quote_answer){.result = QUOTE_ALTERED, .words = r->words, .notes = r->notes};
    buffer_init(&w.changes.list, SIZE_MAX);
    for (size_t i = 0; i < r->count; i++) {
        size_t from = 0;
        while (from < count && hits[from].piece != i) {
            from++;
        }
        lay_piece(&w, &r->pieces[i], hits + from,
                  from < count ? length_of(hits + from, count - from, true) : 0);
    }
    out->source = &w.text->source;
    out->text = text;
    out->notes |= quote_pieces_are_long(r) ? 0 : QUOTE_NOTE_PIECES;
    out->first_part = corpus_part_of(w.text, w.begin);
    out->last_part = w.end == 0 ? 0 : corpus_part_of(w.text, w.end - 1);
    out->change_count = w.changes.list.len / sizeof(struct quote_change);
    out->changes =
        (const struct quote_change *)(const void *)arena_copy(a, buffer_view(&w.changes.list)).data;
    buffer_done(&w.changes.list);
    return w.same >= SAME_WORDS_MIN && 2 * w.same >= r->words;
}

/* With as few changes, the organisation's words come before a member's. */
static bool is_nearer(const struct quote_answer *a, const struct quote_answer *b)
{
    return a->changed != b->changed ? a->changed < b->changed : a->source->kind < b->source->kind;
}

/* The fewest changes that a text with so many hits can have: each takes away at most as many runs as it is
 * in. */
static size_t least_changes(const struct quote_reading *r, size_t words, size_t score)
{
    size_t runs = 0;
    for (size_t i = 0; i < r->count; i++) {
        runs += r->pieces[i].count >= words ? r->pieces[i].count - words + 1 : 0;
    }
    return runs > score ? (runs - score + words - 1) / words : 0;
}

static bool nearest_of(const struct quote_corpus *c, struct arena *a, const struct quote_reading *r,
                       size_t words, const struct buffer *found, struct quote_answer *out)
{
    const struct hit *hits = (const struct hit *)(const void *)found->data;
    const size_t count = found->len / sizeof hits[0];
    struct candidate texts[TEXTS_MAX];
    const size_t text_count = best_texts(hits, count, texts);
    bool any = false;
    for (size_t i = 0; i < text_count; i++) {
        struct quote_answer near;
        size_t from = 0;
        if (any && out->changed < least_changes(r, words, texts[i].score)) {
            break; /* scores descend */
        }
        while (hits[from].text != texts[i].text) {
            from++;
        }
        if (lay(c, a, r, texts[i].text, hits + from, length_of(hits + from, count - from, false), &near) &&
            (!any || is_nearer(&near, out))) {
            *out = near;
            any = true;
        }
    }
    return any;
}

bool quote_nearest(const struct quote_corpus *c, struct arena *a, const struct quote_reading *r,
                   struct quote_answer *out)
{
    struct buffer hits;
    buffer_init(&hits, SIZE_MAX);
    if (r->words < QUOTE_WORDS_MIN) {
        return false;
    }
    add_hits(c, &c->grams[2], r, &hits);
    bool near = nearest_of(c, a, r, c->grams[2].words, &hits, out);
    if (!near) {
        buffer_clear(&hits);
        add_hits(c, &c->grams[1], r, &hits);
        near = nearest_of(c, a, r, c->grams[1].words, &hits, out);
    }
    buffer_done(&hits);
    return near;
}
