/* Whether a source has exactly these words: the pieces of the reading one after another, in one text. */
#include "analysis/quote_inner.h"
#include "base/check.h"
#include "base/limits.h"

enum {
    LOOKS_MAX = 256, /* places whose differences are looked at: the best of them is told */
};

static unsigned compare_gap(struct bytes ours, struct bytes theirs)
{
    if (bytes_equal(ours, theirs)) {
        return 0;
    }
    const bool marked = words_gap_is_marked(ours) || words_gap_is_marked(theirs);
    return marked ? (unsigned)FOLD_INVISIBLE : (unsigned)QUOTE_NOTE_SPACES;
}

unsigned quote_compare(const struct quote_corpus *c, const struct quote_text *t,
                       const struct quote_word *words, size_t count, uint32_t place)
{
    unsigned notes = 0;
    for (size_t i = 0; i < count; i++) {
        const uint32_t at = place + (uint32_t)i;
        const struct bytes theirs = corpus_word(c, t, at);
        if (!bytes_equal(words[i].text, theirs)) {
            const unsigned folds = word_folds_needed(words[i].text, theirs);
            notes |= folds == 0 ? QUOTE_NOTE_FORM : folds;
        }
        if (i > 0 && t->parts[corpus_part_of(t, at)] == at) {
            notes |= QUOTE_NOTE_ACROSS;
        } else if (i > 0) {
            notes |= compare_gap(words[i].gap, corpus_gap(c, t, at));
        }
    }
    return notes;
}

/* Where pieces stand in a text. */
struct chain {
    const uint32_t *places; /* of each piece */
    const struct quote_text *text;
};

/* A piece at a place, after one of those of the piece before. */
struct link {
    uint32_t place;
    size_t before;
};

/* The words of a piece, wherever they stand in one text. */
static size_t places_in(const struct quote_corpus *c, const struct quote_text *t, const struct quote_piece *p,
                        struct arena *a, struct link **out)
{
    const uint32_t *all = corpus_numbers(c);
    struct link *list = ARENA_ARRAY(a, struct link, t->end - t->first + 1);
    size_t found = 0;
    for (uint32_t at = t->first; at + p->count <= t->end; at++) {
        size_t same = 0;
        while (same < p->count && all[at + same] == p->words[same].number) {
            same++;
        }
        if (same == p->count) {
            list[found++] = (struct link){at, 0};
        }
    }
    *out = list;
    return found;
}

/* Keeps those that may follow one of `before`: behind the first of them, or close behind any. Both lists
 * ascend, and so do the ends of `before`, which are of one length. */
static size_t follow(const struct link *before, size_t before_count, size_t before_len,
                     const struct quote_piece *p, struct link *list, size_t count)
{
    size_t kept = 0;
    size_t k = 0; /* the last that ends at or before this place */
    for (size_t i = 0; i < count; i++) {
        const size_t place = list[i].place;
        if (before_count == 0 || before[0].place + before_len > place) {
            continue;
        }
        while (k + 1 < before_count && before[k + 1].place + before_len <= place) {
            k++;
        }
        if (p->ellipsis || place - (before[k].place + before_len) <= QUOTE_INSERTED_MAX) {
            list[kept++] = (struct link){list[i].place, p->ellipsis ? 0 : k};
        }
    }
    return kept;
}

/* The last piece may be empty: what stands in brackets at the end. */
static size_t full_pieces(const struct quote_reading *r)
{
    return r->count > 0 && r->pieces[r->count - 1].count == 0 ? r->count - 1 : r->count;
}

static bool chain_in(const struct quote_corpus *c, const struct quote_reading *r, const struct quote_text *t,
                     struct arena *a, struct chain *out)
{
    const size_t pieces = full_pieces(r);
    struct link **lists = ARENA_ARRAY(a, struct link *, pieces + 1);
    uint32_t *places = ARENA_ARRAY(a, uint32_t, pieces + 1);
    size_t before = 0;
    for (size_t i = 0; i < pieces; i++) {
        size_t count = places_in(c, t, &r->pieces[i], a, &lists[i]);
        if (i > 0) {
            count = follow(lists[i - 1], before, r->pieces[i - 1].count, &r->pieces[i], lists[i], count);
        }
        if (count == 0) {
            return false;
        }
        before = count;
    }
    size_t index = 0;
    for (size_t i = pieces; i > 0; i--) {
        places[i - 1] = lists[i - 1][index].place;
        index = lists[i - 1][index].before;
    }
    *out = (struct chain){places, t};
    return true;
}

static unsigned compare_chain(const struct quote_corpus *c, const struct quote_reading *r,
                              const struct chain *x)
{
    unsigned notes = r->notes;
    for (size_t i = 0; i < full_pieces(r); i++) {
        const struct quote_piece *p = &r->pieces[i];
        notes |= quote_compare(c, x->text, p->words, p->count, x->places[i]);
        notes |= i > 0 && p->ellipsis ? QUOTE_NOTE_LEFT_OUT : 0;
    }
    return notes;
}

static size_t count_bits(unsigned bits)
{
    return (size_t)__builtin_popcount(bits);
}

/* What the organisation says stands before what its archive holds, and that before members' own words;
 * then what differs in fewer ways, then what is still said. */
static bool is_better(const struct quote_source *a, unsigned a_notes, const struct quote_source *b,
                      unsigned b_notes)
{
    if (a->kind != b->kind) {
        return a->kind < b->kind;
    }
    if (count_bits(a_notes) != count_bits(b_notes)) {
        return count_bits(a_notes) < count_bits(b_notes);
    }
    return !a->withdrawn && b->withdrawn;
}

struct finder {
    const struct quote_corpus *corpus;
    const struct quote_reading *reading;
    struct arena *arena;
    struct quote_answer *answer;
    struct chain best;
    size_t looks;
    uint32_t group; /* of the last that was found */
    size_t listed;
    const struct quote_text *list[QUOTE_ALSO_MAX + 1]; /* the first of each group */
};

static void found(struct finder *f, const struct chain *x)
{
    struct quote_answer *q = f->answer;
    if (q->sources == 0 || x->text->group != f->group) {
        f->group = x->text->group;
        q->sources++;
        if (f->listed <= QUOTE_ALSO_MAX) {
            f->list[f->listed++] = x->text;
        }
    }
    if (f->looks++ >= LOOKS_MAX) {
        return;
    }
    const unsigned notes = compare_chain(f->corpus, f->reading, x);
    if (q->source == NULL || is_better(&x->text->source, notes, q->source, q->notes)) {
        q->source = &x->text->source;
        q->notes = notes;
        f->best = *x;
    }
}

static void find_run(struct finder *f, const struct buffer *places)
{
    const uint32_t *list = (const uint32_t *)(const void *)places->data;
    size_t text = 0;
    for (size_t i = 0; i < places->len / sizeof list[0]; i++) {
        if (i == 0 || list[i] >= corpus_text(f->corpus, text)->end) {
            text = corpus_text_of(f->corpus, list[i]);
        }
        found(f, &(struct chain){&list[i], corpus_text(f->corpus, text)});
    }
}

/* In each text that has the piece, all of them. */
static void find_chains(struct finder *f, const struct buffer *places)
{
    const uint32_t *list = (const uint32_t *)(const void *)places->data;
    uint32_t end = 0; /* of the text that was looked at last */
    for (size_t i = 0; i < places->len / sizeof list[0]; i++) {
        if (list[i] >= end) {
            struct chain x;
            const struct quote_text *t = corpus_text(f->corpus, corpus_text_of(f->corpus, list[i]));
            end = t->end;
            if (chain_in(f->corpus, f->reading, t, f->arena, &x)) {
                found(f, &x);
            }
        }
    }
}

static void write_changes(struct finder *f)
{
    const struct quote_reading *r = f->reading;
    const struct quote_text *t = f->best.text;
    struct quote_changes changes = {.arena = f->arena};
    uint32_t end = 0;
    buffer_init(&changes.list, SIZE_MAX);
    for (size_t i = 0; i < r->count; i++) {
        const struct quote_piece *p = &r->pieces[i];
        const uint32_t place = p->count > 0 ? f->best.places[i] : end;
        if (i > 0 && place > end) {
            quote_change_add(&changes, p->ellipsis ? QUOTE_LEFT_OUT : QUOTE_GONE,
                             corpus_slice(f->corpus, t, end, place, f->arena));
        }
        if (p->insertion) {
            quote_change_add(&changes, QUOTE_INSERTED, p->inserted);
        }
        end = place + (uint32_t)p->count;
        quote_change_add(&changes, QUOTE_SAME, corpus_slice(f->corpus, t, place, end, f->arena));
    }
    f->answer->change_count = changes.list.len / sizeof(struct quote_change);
    f->answer->changes =
        (const struct quote_change *)(const void *)arena_copy(f->arena, buffer_view(&changes.list)).data;
    buffer_done(&changes.list);
}

bool quote_pieces_are_long(const struct quote_reading *r)
{
    const size_t pieces = full_pieces(r);
    for (size_t i = 0; i < pieces; i++) {
        const bool joined = (i > 0 && r->pieces[i].ellipsis) || (i + 1 < pieces && r->pieces[i + 1].ellipsis);
        size_t letters = 0;
        for (size_t k = 0; k < r->pieces[i].count; k++) {
            letters += r->pieces[i].words[k].kind == WORD_LETTERS;
        }
        if (joined && letters < QUOTE_PIECE_WORDS_MIN) {
            return false;
        }
    }
    return true;
}

/* The piece that stands in the fewest places. */
static void rarest_piece(const struct finder *f, struct buffer *out)
{
    struct buffer places;
    buffer_init(&places, SIZE_MAX);
    for (size_t i = 0; i < full_pieces(f->reading); i++) {
        const struct quote_piece *p = &f->reading->pieces[i];
        buffer_clear(&places);
        corpus_occurrences(f->corpus, p->words, p->count, &places);
        if (i == 0 || places.len < out->len) {
            buffer_clear(out);
            buffer_add_bytes(out, buffer_view(&places));
        }
    }
    buffer_done(&places);
}

static void tell(struct finder *f)
{
    struct quote_answer *q = f->answer;
    const struct quote_text *t = f->best.text;
    const size_t pieces = full_pieces(f->reading);
    q->result = q->source->member.len > 0 ? QUOTE_MEMBER : QUOTE_EXACT;
    q->words = f->reading->words;
    q->notes |= q->words < QUOTE_WORDS_MIN ? QUOTE_NOTE_SHORT : 0;
    q->text = (size_t)(t - corpus_text(f->corpus, 0));
    q->first_part = corpus_part_of(t, f->best.places[0]);
    q->last_part =
        corpus_part_of(t, f->best.places[pieces - 1] + (uint32_t)f->reading->pieces[pieces - 1].count - 1);
    q->notes |= q->first_part != q->last_part ? QUOTE_NOTE_ACROSS : 0;
    for (size_t i = 0; i < f->listed && q->also_count < QUOTE_ALSO_MAX; i++) {
        if (f->list[i]->group != t->group) {
            q->also[q->also_count++] = &f->list[i]->source;
        }
    }
    if (f->reading->count > 1 || f->reading->pieces[0].insertion) {
        write_changes(f);
    }
}

bool quote_find(const struct quote_corpus *c, struct arena *a, const struct quote_reading *r,
                struct quote_answer *out)
{
    struct buffer places;
    struct finder f = {.corpus = c, .reading = r, .arena = a, .answer = out};
    *out = (struct quote_answer){.result = QUOTE_NONE};
    if (r->words == 0 || (r->notes & QUOTE_NOTE_JOINTS) != 0 || !quote_pieces_are_long(r)) {
        return false;
    }
    buffer_init(&places, SIZE_MAX);
    rarest_piece(&f, &places);
    if (full_pieces(r) == 1) {
        find_run(&f, &places);
    } else {
        find_chains(&f, &places);
    }
    if (out->source != NULL) {
        tell(&f);
    }
    buffer_done(&places); /* the best chain of a run stands in it */
    return out->source != NULL;
}
