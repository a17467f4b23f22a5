#include <stdio.h>
#include <string.h>

#include "base/prng.h"
#include "record/entry.h"
#include "record/tree.h"
#include "support/harness.h"
#include "unit/codec/vectors.h"

static struct bytes written(const struct entry *e)
{
    struct buffer b;
    buffer_init(&b, ENTRY_BYTES_MAX);
    entry_write(&b, e);
    check_that(!b.overflow);
    const struct bytes copy = arena_copy(harness_arena(), buffer_view(&b));
    buffer_done(&b);
    return copy;
}

static void check_hash(const struct hash *h, const struct json *entry, const char *key)
{
    check_bytes(bytes_of_text(hash_hex(h).text), vector_text(entry, key));
}

static void check_number(int64_t n, const struct json *entry, const char *key)
{
    int64_t expected = -1;
    check_that(json_get_integer(entry, key, &expected));
    check_eq(n, expected);
}

TEST(entries_have_one_form_and_no_other_is_read)
{
    const struct json *rows = vectors_open("tests/vectors/entry.json");
    for (size_t i = 0; i < rows->count; i++) {
        const struct json *row = vector_row(rows, i);
        const struct bytes text = vector_hex(row, "text");
        struct entry e = {.index = 4711};
        check_eq(entry_read(text, &e), vector_result(row));
        if (vector_result(row) != OK) {
            check_eq(e.index, 4711);
            continue;
        }
        const struct json *entry = json_get_object(row, "entry");
        check_hash(&e.effects, entry, "effects");
        check_hash(&e.envelope, entry, "envelope");
        check_hash(&e.id, entry, "id");
        check_number((int64_t)e.height, entry, "height");
        check_number((int64_t)e.index, entry, "index");
        check_number(e.time_ms, entry, "time");
        check_bytes(bytes_of_text(e.result), vector_text(entry, "result"));
        check_bytes(bytes_of_text(e.type == ENTRY_ACT ? "act" : "fact"), vector_text(entry, "type"));
        check_bytes(written(&e), text);
        const struct hash leaf = entry_leaf(&e);
        check_bytes(bytes_of_text(hash_hex(&leaf).text), vector_text(row, "leaf"));
    }
}

static struct entry random_entry(struct prng *p)
{
    struct entry e = {.type = prng_chance(p, 500) ? ENTRY_ACT : ENTRY_FACT};
    e.index = prng_below(p, INTEGER_MAX) >> prng_below(p, 53);
    e.height = prng_below(p, INTEGER_MAX) >> prng_below(p, 53);
    e.time_ms = (int64_t)(prng_below(p, INTEGER_MAX) >> prng_below(p, 53));
    prng_fill(p, e.id.bytes, HASH_BYTES);
    prng_fill(p, e.envelope.bytes, HASH_BYTES);
    prng_fill(p, e.effects.bytes, HASH_BYTES);
    const size_t len = 1 + prng_below(p, RESULT_BYTES_MAX - 1);
    for (size_t i = 0; i < len; i++) {
        e.result[i] = "abcdefghijklmnopqrstuvwxyz_"[prng_below(p, 27)];
    }
    return e;
}

TEST(what_is_written_is_read_again_and_no_changed_bit_goes_unnoticed)
{
    struct prng p;
    prng_seed(&p, harness_seed());
    for (int round = 0; round < 40; round++) {
        const struct entry e = random_entry(&p);
        const struct bytes text = written(&e);
        struct entry again;
        check_ok(entry_read(text, &again));
        check_bytes(written(&again), text);
        for (size_t bit = 0; bit < 8 * text.len; bit++) {
            uint8_t *changed = (uint8_t *)arena_text(harness_arena(), text);
            changed[bit / 8] ^= (uint8_t)(1u << bit % 8);
            if (entry_read(bytes_of(changed, text.len), &again) == OK) { /* another entry, then */
                check_bytes(written(&again), bytes_of(changed, text.len));
            }
        }
        for (size_t len = 0; len < text.len; len++) {
            check_eq(entry_read(bytes_of(text.data, len), &again), ERROR_MALFORMED);
        }
    }
}

TEST(the_longest_entry_fits_into_its_limit)
{
    check_eq(ENTRY_BYTES_MAX, 2048);
    check_eq(RESULT_BYTES_MAX, 48);
    struct entry e = {
        .index = INTEGER_MAX, .height = INTEGER_MAX, .time_ms = INTEGER_MAX, .type = ENTRY_FACT};
    memset(e.result, 'r', RESULT_BYTES_MAX - 1);
    check_that(written(&e).len <= ENTRY_BYTES_MAX);
    check_eq(written(&e).len, 376);
}
