#include <stdlib.h>
#include <string.h>

#include "analysis/quote_inner.h"
#include "base/check.h"
#include "base/limits.h"

static uint64_t hash_of_key(struct bytes key)
{
    uint64_t h = 0xcbf29ce484222325u; /* FNV-1a */
    for (size_t i = 0; i < key.len; i++) {
        h = (h ^ key.data[i]) * 0x100000001b3u;
    }
    return h ^ (h >> 29);
}

static struct word_slot *slot_of(const struct word_table *t, struct bytes key)
{
    size_t i = hash_of_key(key) & (t->capacity - 1);
    while (t->slots[i].number != 0 && !bytes_equal(t->slots[i].key, key)) {
        i = (i + 1) & (t->capacity - 1);
    }
    return &t->slots[i];
}

static void table_grow(struct word_table *t)
{
    const struct word_table old = *t;
    t->capacity = old.capacity == 0 ? 1024 : 2 * old.capacity;
    t->slots = calloc(t->capacity, sizeof t->slots[0]);
    check(t->slots != NULL);
    for (size_t i = 0; i < old.capacity; i++) {
        if (old.slots[i].number != 0) {
            *slot_of(t, old.slots[i].key) = old.slots[i];
        }
    }
    free(old.slots);
}

static uint32_t table_get(const struct word_table *t, struct bytes key)
{
    return t->capacity == 0 ? 0 : slot_of(t, key)->number;
}

static void table_put(struct word_table *t, struct bytes key, uint32_t number)
{
    if (2 * (t->count + 1) > t->capacity) {
        table_grow(t);
    }
    *slot_of(t, key) = (struct word_slot){key, number};
    t->count++;
}

/* A 0 that ends a text: no run of words goes over it. */
static void add_end(struct quote_corpus *c)
{
    const uint32_t none = 0;
    const struct quote_place nowhere = {0, 0};
    buffer_add(&c->numbers, &none, sizeof none);
    buffer_add(&c->places, &nowhere, sizeof nowhere);
}

struct quote_corpus *quote_corpus_new(void)
{
    struct quote_corpus *c = calloc(1, sizeof *c);
    check(c != NULL);
    c->words_max = QUOTE_CORPUS_WORDS_MAX;
    buffer_init(&c->kinds, SIZE_MAX);
    buffer_init(&c->numbers, SIZE_MAX);
    buffer_init(&c->places, SIZE_MAX);
    buffer_init(&c->texts, SIZE_MAX);
    buffer_add_u8(&c->kinds, WORD_SIGN); /* number 0 */
    add_end(c);                          /* no text begins at place 0 */
    return c;
}

void quote_corpus_bound(struct quote_corpus *c, size_t words_max)
{
    check(words_max <= QUOTE_CORPUS_WORDS_MAX);
    c->words_max = words_max;
}

static void forget_index(struct quote_corpus *c)
{
    for (size_t i = 0; i < GRAMS_COUNT; i++) {
        free(c->grams[i].starts);
        free(c->grams[i].places);
        c->grams[i] = (struct gram_index){.words = 0};
    }
}

void quote_corpus_free(struct quote_corpus *c)
{
    if (c == NULL) {
        return;
    }
    forget_index(c);
    free(c->raw.slots);
    free(c->folded.slots);
    buffer_done(&c->kinds);
    buffer_done(&c->numbers);
    buffer_done(&c->places);
    buffer_done(&c->texts);
    arena_done(&c->arena);
    free(c);
}

uint32_t corpus_number(const struct quote_corpus *c, struct bytes word, struct buffer *scratch)
{
    uint32_t number = table_get(&c->raw, word);
    if (number == 0) {
        word_fold(word, FOLD_ALL, scratch);
        number = table_get(&c->folded, buffer_view(scratch));
    }
    return number == 0 ? WORD_UNKNOWN : number;
}

static uint32_t give_number(struct quote_corpus *c, struct bytes word, enum word_kind kind,
                            struct buffer *scratch)
{
    uint32_t number = table_get(&c->raw, word);
    if (number != 0) {
        return number;
    }
    word_fold(word, FOLD_ALL, scratch);
    number = table_get(&c->folded, buffer_view(scratch));
    if (number == 0) {
        number = (uint32_t)c->folded.count + 1;
        table_put(&c->folded, arena_copy(&c->arena, buffer_view(scratch)), number);
        buffer_add_u8(&c->kinds, (uint8_t)kind);
    }
    table_put(&c->raw, word, number);
    return number;
}

static uint32_t corpus_end(const struct quote_corpus *c)
{
    return (uint32_t)(c->numbers.len / sizeof(uint32_t));
}

static bool are_of_one(const struct quote_source *a, const struct quote_source *b)
{
    return a->kind == b->kind && a->number == b->number && bytes_equal(a->id, b->id) &&
           bytes_equal(a->member, b->member);
}

static struct quote_source copy_source(struct arena *a, const struct quote_source *s)
{
    struct quote_source x = *s;
    struct quote_part *parts = ARENA_ARRAY(a, struct quote_part, s->part_count + 1);
    for (size_t i = 0; i < s->part_count; i++) {
        parts[i] = (struct quote_part){arena_copy(a, s->parts[i].name), arena_copy(a, s->parts[i].text)};
    }
    x.parts = parts;
    x.id = arena_copy(a, s->id);
    x.member = arena_copy(a, s->member);
    x.language = arena_copy(a, s->language);
    x.title = arena_copy(a, s->title);
    x.date = arena_copy(a, s->date);
    return x;
}

/* Puts the words of the parts behind all others; false: too many. */
static bool add_words(struct quote_corpus *c, const struct quote_source *s, uint32_t *parts)
{
    struct buffer words;
    struct buffer scratch;
    buffer_init(&words, SIZE_MAX);
    buffer_init(&scratch, SIZE_MAX);
    bool fits = true;
    for (size_t i = 0; i < s->part_count && fits; i++) {
        buffer_clear(&words);
        words_split(s->parts[i].text, &words);
        const struct word *list = (const struct word *)(const void *)words.data;
        const size_t count = words.len / sizeof list[0];
        parts[i] = corpus_end(c);
        fits = count < c->words_max && parts[i] + count < c->words_max;
        for (size_t k = 0; k < count && fits; k++) {
            const struct bytes word = bytes_of(s->parts[i].text.data + list[k].start, list[k].len);
            const uint32_t number = give_number(c, word, list[k].kind, &scratch);
            const struct quote_place place = {list[k].start, list[k].len};
            buffer_add(&c->numbers, &number, sizeof number);
            buffer_add(&c->places, &place, sizeof place);
        }
    }
    buffer_done(&scratch);
    buffer_done(&words);
    return fits;
}

bool quote_corpus_add(struct quote_corpus *c, const struct quote_source *s)
{
    struct quote_text t = {.source = copy_source(&c->arena, s), .first = corpus_end(c)};
    uint32_t *parts = ARENA_ARRAY(&c->arena, uint32_t, s->part_count + 1);
    const size_t count = quote_corpus_count(c);
    forget_index(c);
    if (!add_words(c, &t.source, parts)) {
        c->numbers.len = t.first * sizeof(uint32_t);
        c->places.len = t.first * sizeof(struct quote_place);
        return false;
    }
    t.end = corpus_end(c);
    parts[s->part_count] = t.end;
    t.parts = parts;
    t.added = (uint32_t)count;
    buffer_add(&c->texts, &t, sizeof t);
    add_end(c);
    return true;
}

size_t quote_corpus_count(const struct quote_corpus *c)
{
    return c->texts.len / sizeof(struct quote_text);
}

const struct quote_source *quote_corpus_at(const struct quote_corpus *c, size_t index)
{
    check(index < quote_corpus_count(c));
    return &corpus_text(c, index)->source;
}

static size_t bucket_of(const struct gram_index *g, const uint32_t *numbers)
{
    uint64_t h = 0;
    for (size_t i = 0; i < g->words; i++) {
        h = (h ^ numbers[i]) * 0x9e3779b97f4a7c15u;
        h ^= h >> 32;
    }
    return h & g->mask;
}

/* Whether a run of so many words begins here. */
static bool begins(const uint32_t *numbers, size_t place, size_t count, size_t words)
{
    if (place + words > count) {
        return false;
    }
    for (size_t i = 0; i < words; i++) {
        if (numbers[place + i] == 0) {
            return false;
        }
    }
    return true;
}

static void index_grams(const struct quote_corpus *c, struct gram_index *g, size_t words)
{
    const uint32_t *numbers = corpus_numbers(c);
    const size_t count = corpus_end(c);
    size_t buckets = 1024;
    /* So few that the starts stay near the processor; who asks compares the words anyway. */
    while (buckets < count / 4) {
        buckets *= 2;
    }
    *g = (struct gram_index){.words = words, .mask = buckets - 1};
    g->starts = calloc(buckets + 2, sizeof g->starts[0]);
    g->places = calloc(count + 1, sizeof g->places[0]);
    /* The bucket of each place, from 1; 0: none begins there. */
    uint32_t *of = calloc(count + 1, sizeof of[0]);
    check(g->starts != NULL && g->places != NULL && of != NULL);
    /* Counted two behind, so that filling leaves each bucket's start where it is looked for. */
    for (size_t i = 0; i < count; i++) {
        if (begins(numbers, i, count, words)) {
            of[i] = (uint32_t)bucket_of(g, numbers + i) + 1;
            g->starts[of[i] + 1]++;
        }
    }
    for (size_t i = 2; i < buckets + 2; i++) {
        g->starts[i] += g->starts[i - 1];
    }
    for (size_t i = 0; i < count; i++) {
        if (of[i] > 0) {
            g->places[g->starts[of[i]]++] = (uint32_t)i;
        }
    }
    free(of);
}

static int rank_of(const struct quote_source *s)
{
    return s->kind == QUOTE_ARCHIVE ? 1 : s->kind == QUOTE_SPEECH ? 2 : 0;
}

static int compare_numbers(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

/* The order of texts: quote.h. */
static int by_order(const void *a, const void *b)
{
    const struct quote_text *x = a;
    const struct quote_text *y = b;
    int order = rank_of(&x->source) - rank_of(&y->source);
    order = order != 0 ? order : compare_numbers(x->source.number, y->source.number);
    order = order != 0 ? order : bytes_compare(x->source.id, y->source.id);
    order = order != 0 ? order : compare_numbers(x->source.place, y->source.place);
    if (order == 0 && x->source.kind == QUOTE_ARCHIVE) {
        order = bytes_compare(x->source.language, y->source.language);
    }
    return order != 0 ? order : compare_numbers(x->added, y->added);
}

/* Puts the words in the order of their texts. */
static void lay_out(struct quote_corpus *c, struct quote_text *list, size_t count)
{
    struct buffer numbers = c->numbers;
    struct buffer places = c->places;
    buffer_init(&c->numbers, SIZE_MAX);
    buffer_init(&c->places, SIZE_MAX);
    add_end(c);
    for (size_t i = 0; i < count; i++) {
        struct quote_text *t = &list[i];
        const uint32_t first = corpus_end(c);
        const size_t words = t->end - t->first;
        buffer_add(&c->numbers, numbers.data + t->first * sizeof(uint32_t), words * sizeof(uint32_t));
        buffer_add(&c->places, places.data + t->first * sizeof(struct quote_place),
                   words * sizeof(struct quote_place));
        add_end(c);
        for (size_t k = 0; k <= t->source.part_count; k++) {
            t->parts[k] = t->parts[k] - t->first + first;
        }
        t->end = first + (uint32_t)words;
        t->first = first;
    }
    buffer_done(&numbers);
    buffer_done(&places);
}

static void order_texts(struct quote_corpus *c)
{
    struct quote_text *list = (struct quote_text *)(void *)c->texts.data;
    const size_t count = quote_corpus_count(c);
    bool ordered = true;
    for (size_t i = 1; i < count; i++) {
        ordered = ordered && by_order(&list[i - 1], &list[i]) < 0;
    }
    if (!ordered) {
        qsort(list, count, sizeof list[0], by_order);
        lay_out(c, list, count);
    }
    for (size_t i = 0; i < count; i++) {
        const bool same = i > 0 && are_of_one(&list[i - 1].source, &list[i].source);
        list[i].group = i == 0 ? 0 : list[i - 1].group + (same ? 0 : 1);
    }
}

void quote_corpus_stands(struct quote_corpus *c, size_t index, bool voice, bool withdrawn, int64_t replaced)
{
    struct quote_text *list = (struct quote_text *)(void *)c->texts.data;
    check(index < quote_corpus_count(c));
    list[index].source.voice = voice;
    list[index].source.withdrawn = withdrawn;
    list[index].source.replaced = replaced;
}

void quote_corpus_index(struct quote_corpus *c)
{
    static const size_t words[GRAMS_COUNT] = {1, 2, 4};
    forget_index(c);
    order_texts(c);
    for (size_t i = 0; i < GRAMS_COUNT; i++) {
        index_grams(c, &c->grams[i], words[i]);
    }
}

size_t corpus_bucket(const struct gram_index *g, const uint32_t *numbers, const uint32_t **places)
{
    const size_t bucket = bucket_of(g, numbers);
    *places = g->places + g->starts[bucket];
    return g->starts[bucket + 1] - g->starts[bucket];
}

size_t corpus_text_of(const struct quote_corpus *c, uint32_t place)
{
    size_t low = 0;
    size_t high = quote_corpus_count(c);
    while (high - low > 1) {
        const size_t middle = low + (high - low) / 2;
        if (corpus_text(c, middle)->first <= place) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

size_t corpus_part_of(const struct quote_text *t, uint32_t place)
{
    size_t low = 0;
    size_t high = t->source.part_count;
    while (high - low > 1) {
        const size_t middle = low + (high - low) / 2;
        if (t->parts[middle] <= place) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

static struct quote_place place_at(const struct quote_corpus *c, uint32_t place)
{
    return ((const struct quote_place *)(const void *)c->places.data)[place];
}

struct bytes corpus_word(const struct quote_corpus *c, const struct quote_text *t, uint32_t place)
{
    const struct quote_place p = place_at(c, place);
    return bytes_of(t->source.parts[corpus_part_of(t, place)].text.data + p.start, p.len);
}

struct bytes corpus_gap(const struct quote_corpus *c, const struct quote_text *t, uint32_t place)
{
    const size_t part = corpus_part_of(t, place);
    const struct quote_place p = place_at(c, place);
    uint32_t from = 0;
    if (place > t->parts[part]) {
        const struct quote_place before = place_at(c, place - 1);
        from = before.start + before.len;
    }
    return bytes_of(t->source.parts[part].text.data + from, p.start - from);
}

bool corpus_is_letters(const struct quote_corpus *c, uint32_t place)
{
    return c->kinds.data[corpus_numbers(c)[place]] == WORD_LETTERS;
}

struct bytes corpus_slice(const struct quote_corpus *c, const struct quote_text *t, uint32_t from,
                          uint32_t to, struct arena *a)
{
    struct buffer b;
    struct bytes slice = BYTES("");
    buffer_init(&b, SIZE_MAX);
    while (from < to) {
        const size_t part = corpus_part_of(t, from);
        const uint32_t end = to < t->parts[part + 1] ? to : t->parts[part + 1];
        const struct quote_place first = place_at(c, from);
        const struct quote_place last = place_at(c, end - 1);
        slice = bytes_of(t->source.parts[part].text.data + first.start, last.start + last.len - first.start);
        if (b.len > 0 || end < to) {
            buffer_add_text(&b, b.len > 0 ? "\n" : "");
            buffer_add_bytes(&b, slice);
        }
        from = end;
    }
    if (b.len > 0) {
        slice = arena_copy(a, buffer_view(&b));
    }
    buffer_done(&b);
    return slice;
}

void corpus_occurrences(const struct quote_corpus *c, const struct quote_word *words, size_t count,
                        struct buffer *out)
{
    const struct gram_index *g = &c->grams[count >= 4 ? 2 : count >= 2 ? 1 : 0];
    const uint32_t *best = NULL;
    size_t best_count = SIZE_MAX;
    size_t offset = 0;
    if (count == 0) {
        return;
    }
    for (size_t i = 0; i + g->words <= count; i++) {
        uint32_t numbers[4];
        const uint32_t *places = NULL;
        for (size_t k = 0; k < g->words; k++) {
            numbers[k] = words[i + k].number;
        }
        const size_t found = corpus_bucket(g, numbers, &places);
        if (found < best_count) {
            best_count = found;
            best = places;
            offset = i;
        }
    }
    const uint32_t *all = corpus_numbers(c);
    const size_t end = corpus_end(c);
    check(best != NULL || best_count == 0);
    for (size_t i = 0; i < best_count; i++) {
        if (best[i] < offset || best[i] - offset + count > end) {
            continue;
        }
        const uint32_t place = best[i] - (uint32_t)offset;
        size_t same = 0;
        while (same < count && all[place + same] == words[same].number) {
            same++;
        }
        if (same == count) {
            buffer_add(out, &place, sizeof place);
        }
    }
}
