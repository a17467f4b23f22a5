#include "unit/store/model.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/log.h"
#include "store/state.h"
#include "support/harness.h"

/* These tests cause thousands of errors that are told once each. */
__attribute__((constructor)) static void be_quiet(void)
{
    log_set_level((enum log_level)0);
}

void model_init(struct model *m)
{
    *m = (struct model){.count = 0};
    arena_init(&m->arena);
}

void model_done(struct model *m)
{
    arena_done(&m->arena);
    free(m->rows);
    *m = (struct model){.count = 0};
}

static void reserve(struct model *m, size_t count)
{
    if (count > m->capacity) {
        m->capacity = 2 * count;
        m->rows = realloc(m->rows, m->capacity * sizeof *m->rows);
        check(m->rows != NULL);
    }
}

void model_copy(struct model *to, const struct model *from)
{
    arena_clear(&to->arena);
    to->count = 0;
    reserve(to, from->count);
    for (size_t i = 0; i < from->count; i++) {
        to->rows[i] = (struct model_row){arena_copy(&to->arena, from->rows[i].key),
                                         arena_copy(&to->arena, from->rows[i].value)};
    }
    to->count = from->count;
}

size_t model_place(const struct model *m, struct bytes key)
{
    size_t at = 0;
    size_t count = m->count;
    while (count > 0) {
        const size_t half = count / 2;
        if (bytes_compare(m->rows[at + half].key, key) < 0) {
            at += half + 1;
            count -= half + 1;
        } else {
            count = half;
        }
    }
    return at;
}

const struct model_row *model_find(const struct model *m, struct bytes key)
{
    const size_t at = model_place(m, key);
    return at < m->count && bytes_equal(m->rows[at].key, key) ? &m->rows[at] : NULL;
}

void model_put(struct model *m, struct bytes key, struct bytes value)
{
    const size_t at = model_place(m, key);
    if (at == m->count || !bytes_equal(m->rows[at].key, key)) {
        reserve(m, m->count + 1);
        memmove(m->rows + at + 1, m->rows + at, (m->count - at) * sizeof *m->rows);
        m->count++;
        m->rows[at].key = arena_copy(&m->arena, key);
    }
    m->rows[at].value = arena_copy(&m->arena, value);
}

void model_delete(struct model *m, struct bytes key)
{
    const size_t at = model_place(m, key);
    if (at < m->count && bytes_equal(m->rows[at].key, key)) {
        m->count--;
        memmove(m->rows + at, m->rows + at + 1, (m->count - at) * sizeof *m->rows);
    }
}

/* A bucket or a node that is done, as its parent sees it. */
struct piece {
    struct bytes first;
    struct hash hash;
};

static size_t rank_of(struct bytes key)
{
    const struct hash h = hash_of(key);
    const size_t zeros = strspn(hash_hex(&h).text, "0");
    return zeros > 5 ? 5 : zeros;
}

static size_t cut_buckets(const struct model *m, struct piece *out)
{
    size_t count = 0;
    size_t at = 0;
    struct bytes first = {NULL, 0};
    for (bool more = true; more;) {
        size_t end = at;
        while (end < m->count && (m->rows[end].key.len == 0 || bytes_equal(m->rows[end].key, first) ||
                                  rank_of(m->rows[end].key) == 0)) {
            end++;
        }
        more = end < m->count;
        struct buffer b;
        buffer_init(&b, SIZE_MAX / 2);
        buffer_add_text(&b, "univocal state bucket 1\n");
        buffer_add_block(&b, more ? m->rows[end].key : bytes_of(NULL, 0));
        for (size_t i = at; i < end; i++) {
            buffer_add_block(&b, m->rows[i].key);
            buffer_add_block(&b, m->rows[i].value);
        }
        out[count++] = (struct piece){first, hash_of(buffer_view(&b))};
        buffer_done(&b);
        if (more) {
            first = m->rows[end].key;
            at = end;
        }
    }
    return count;
}

static size_t cut_nodes(const struct piece *in, size_t count, size_t level, struct piece *out)
{
    size_t made = 0;
    for (size_t at = 0; at < count;) {
        struct buffer b;
        buffer_init(&b, SIZE_MAX / 2);
        buffer_add_text(&b, "univocal state node 1\n");
        const struct bytes first = in[at].first;
        do {
            buffer_add_block(&b, in[at].first);
            buffer_add(&b, in[at].hash.bytes, HASH_BYTES);
            at++;
        } while (at < count && rank_of(in[at].first) <= level);
        out[made++] = (struct piece){first, hash_of(buffer_view(&b))};
        buffer_done(&b);
    }
    return made;
}

struct hash model_digest(const struct model *m)
{
    struct piece *pieces = calloc(m->count + 1, sizeof *pieces);
    struct piece *above = calloc(m->count + 1, sizeof *above);
    check(pieces != NULL && above != NULL);
    size_t count = cut_buckets(m, pieces);
    for (size_t level = 1; level <= 5; level++) {
        count = cut_nodes(pieces, count, level, above);
        struct piece *spare = pieces;
        pieces = above;
        above = spare;
    }
    check(count == 1);
    const struct hash digest = pieces[0].hash;
    free(pieces);
    free(above);
    return digest;
}

struct bytes model_key(struct prng *p, uint64_t spread)
{
    const uint64_t which = prng_below(p, spread);
    struct prng own;
    prng_seed(&own, which);
    uint8_t key[STATE_KEY_BYTES_MAX];
    size_t len = 1 + prng_below(&own, 12);
    if (which == 0) {
        len = 0;
    } else if (which == 1) {
        len = sizeof key;
    } else if (which % 4 == 0) {
        len = 33;
    }
    for (size_t i = 0; i < len; i++) {
        key[i] = len == 33 ? (uint8_t)prng_next(&own) : (uint8_t)("ab\xff\0z"[prng_below(&own, 5)]);
    }
    if (len > 0) {
        key[0] = (uint8_t)('a' + which % 5);
    }
    return arena_copy(harness_arena(), bytes_of(key, len));
}

struct bytes model_value(struct prng *p, size_t len_max)
{
    const size_t len = prng_below(p, len_max + 1);
    uint8_t *data = arena_take(harness_arena(), len, 1);
    prng_fill(p, data, len);
    return bytes_of(data, len);
}

struct database *model_database(const char *name)
{
    struct database *db = NULL;
    const struct database_options options = {.create = true, .schema = state_schema, .version = 1};
    check_ok(database_open(&db, arena_printf(harness_arena(), "%s/%s", harness_folder(), name), &options));
    return db;
}
