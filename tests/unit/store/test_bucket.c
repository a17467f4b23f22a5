#include <string.h>

#include "store/bucket.h"
#include "store/state.h"
#include "support/harness.h"
#include "unit/store/model.h"

TEST(the_rank_of_a_key_is_the_number_of_zero_digits_its_hash_begins_with)
{
    static const struct {
        const char *key;
        unsigned rank;
    } rows[] = {
        {"", 0},         {"key 0", 0},     {"key 2", 1},      {"key 159", 2},
        {"key 7869", 3}, {"key 42907", 4}, {"key 176589", 5}, {"key 3448887", 5}, /* six digits */
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        harness_note("%s", rows[i].key);
        check_eq(bucket_rank(bytes_of_text(rows[i].key)), rows[i].rank);
    }
}

/* Rows as text: "k=v k2=v2", with an empty key or value where nothing stands. */
static struct bytes rows_of(const char *text)
{
    struct buffer b;
    buffer_init(&b, 10000);
    while (*text != 0) {
        const size_t key = strcspn(text, "=");
        const size_t value = strcspn(text + key + 1, " ");
        buffer_add_block(&b, bytes_of(text, key));
        buffer_add_block(&b, bytes_of(text + key + 1, value));
        text += key + 1 + value;
        text += *text == ' ';
    }
    const struct bytes copy = arena_copy(harness_arena(), buffer_view(&b));
    buffer_done(&b);
    return copy;
}

TEST(rows_are_read_in_order_and_found_by_their_keys)
{
    const struct bytes rows = rows_of("=empty a= b=2 bb=22");
    static const char *const keys[] = {"", "a", "b", "bb"};
    static const char *const values[] = {"empty", "", "2", "22"};
    struct cursor c = cursor_of(rows);
    struct bytes key;
    struct bytes value;
    for (size_t i = 0; i < 4; i++) {
        check_that(bucket_next(&c, &key, &value));
        check_bytes(key, bytes_of_text(keys[i]));
        check_bytes(value, bytes_of_text(values[i]));
        check_that(bucket_find(rows, bytes_of_text(keys[i]), &value));
        check_bytes(value, bytes_of_text(values[i]));
    }
    check_that(!bucket_next(&c, &key, &value));
    check_that(!c.failed);
    value = BYTES("untouched");
    check_that(!bucket_find(rows, BYTES("c"), &value));
    check_that(!bucket_find(bytes_of(NULL, 0), BYTES("a"), &value));
    check_bytes(value, BYTES("untouched"));
}

TEST(a_merge_puts_changes_in_their_places)
{
    static const struct {
        const char *name;
        const char *before;
        const char *put;
        const char *deleted;
        const char *after;
    } rows[] = {
        {"nothing into nothing", "", "", "", ""},
        {"into nothing", "", "b=1", "", "b=1"},
        {"before all", "b=1", "a=2", "", "a=2 b=1"},
        {"behind all", "b=1", "c=2", "", "b=1 c=2"},
        {"between", "a=1 c=3", "b=2", "", "a=1 b=2 c=3"},
        {"in place of one", "a=1 b=2 c=3", "b=9", "", "a=1 b=9 c=3"},
        {"the empty key", "a=1", "=0", "", "=0 a=1"},
        {"a key that begins another", "aa=2", "a=1", "", "a=1 aa=2"},
        {"deleting the only one", "a=1", "", "a", ""},
        {"deleting the first and the last", "a=1 b=2 c=3", "", "a c", "b=2"},
        {"deleting what is not there", "b=2", "", "a c", "b=2"},
        {"deleting out of nothing", "", "", "a", ""},
        {"all at once", "a=1 b=2 c=3", "b=9 d=4", "a e", "b=9 c=3 d=4"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        harness_note("%s", rows[i].name);
        struct bucket_change changes[8];
        size_t count = 0;
        struct cursor c = cursor_of(rows_of(rows[i].put));
        struct bytes key;
        struct bytes value;
        while (bucket_next(&c, &key, &value)) {
            changes[count++] = (struct bucket_change){key, value, true};
        }
        for (const char *d = rows[i].deleted; *d != 0; d += 1 + (d[1] == ' ')) {
            changes[count++] = (struct bucket_change){bytes_of(d, 1), bytes_of(NULL, 0), false};
        }
        for (size_t a = 0; a + 1 < count; a++) {
            for (size_t b = a + 1; b < count; b++) {
                if (bytes_compare(changes[b].key, changes[a].key) < 0) {
                    const struct bucket_change spare = changes[a];
                    changes[a] = changes[b];
                    changes[b] = spare;
                }
            }
        }
        struct buffer out;
        buffer_init(&out, 1000);
        check_that(bucket_merge(rows_of(rows[i].before), changes, count, &out));
        check_bytes(buffer_view(&out), rows_of(rows[i].after));
        check_that(bucket_holds(buffer_view(&out)));
        buffer_done(&out);
    }
}

TEST(rows_hold_if_they_ascend_and_end_where_they_say)
{
    check_that(bucket_holds(bytes_of(NULL, 0)));
    check_that(bucket_holds(rows_of("=1 a=1 aa= b=2")));
    check_that(!bucket_holds(rows_of("b=1 a=2")));
    check_that(!bucket_holds(rows_of("a=1 a=1")));
    check_that(!bucket_holds(rows_of("a=1 =1")));
    const struct bytes good = rows_of("alder=1 birch=22 cedar=");
    const size_t ends[] = {0, 4 + 5 + 4 + 1, 4 + 5 + 4 + 1 + 4 + 5 + 4 + 2, good.len};
    for (size_t len = 0; len <= good.len; len++) {
        harness_note("%zu of %zu bytes", len, good.len);
        bool whole = false;
        for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
            whole = whole || len == ends[i];
        }
        const struct bytes cut = bytes_of(good.data, len);
        struct buffer out;
        buffer_init(&out, 1000);
        check_eq(bucket_holds(cut), whole);
        check_eq(bucket_merge(cut, NULL, 0, &out), whole);
        buffer_done(&out);
    }
}

/* One row with a key and a value of these lengths, claimed by the lengths in front of them. */
static struct bytes one_row(size_t key_len, size_t value_len)
{
    struct buffer b;
    buffer_init(&b, 1 << 20);
    uint8_t *zeros = arena_take(harness_arena(), key_len + value_len, 1);
    buffer_add_block(&b, bytes_of(zeros, key_len));
    buffer_add_block(&b, bytes_of(zeros, value_len));
    const struct bytes copy = arena_copy(harness_arena(), buffer_view(&b));
    buffer_done(&b);
    return copy;
}

TEST(keys_and_values_have_at_most_their_lengths)
{
    check_eq(STATE_KEY_BYTES_MAX, 512);
    check_eq(STATE_VALUE_BYTES_MAX, 256 * 1024);
    check_that(bucket_holds(one_row(STATE_KEY_BYTES_MAX, 0)));
    check_that(!bucket_holds(one_row(STATE_KEY_BYTES_MAX + 1, 0)));
    check_that(bucket_holds(one_row(0, STATE_VALUE_BYTES_MAX)));
    check_that(!bucket_holds(one_row(0, STATE_VALUE_BYTES_MAX + 1)));
}

TEST(bytes_that_are_no_rows_fail_once_and_stay_failed)
{
    struct cursor c = cursor_of(BYTES("\0\0\0\1a\0\0\0\2b"));
    struct bytes key;
    struct bytes value;
    check_that(!bucket_next(&c, &key, &value));
    check_that(c.failed);
    check_that(!bucket_next(&c, &key, &value));
    check_that(!bucket_find(BYTES("\0\0\0\1a\0\0\0\2b"), BYTES("a"), &value));
}

TEST(merges_one_after_another_are_what_a_sorted_list_says)
{
    struct prng p;
    prng_seed(&p, harness_seed());
    struct model m;
    model_init(&m);
    struct buffer rows;
    struct buffer next;
    buffer_init(&rows, SIZE_MAX / 2);
    buffer_init(&next, SIZE_MAX / 2);
    for (int round = 0; round < 300; round++) {
        struct bucket_change changes[12];
        size_t count = 0;
        struct model batch;
        model_init(&batch);
        for (uint64_t i = prng_below(&p, 12); i > 0; i--) {
            model_put(&batch, model_key(&p, 60), model_value(&p, 20));
        }
        for (; count < batch.count; count++) {
            const bool present = prng_chance(&p, 600);
            changes[count] = (struct bucket_change){batch.rows[count].key, batch.rows[count].value, present};
            if (present) {
                model_put(&m, changes[count].key, changes[count].value);
            } else {
                model_delete(&m, changes[count].key);
            }
        }
        buffer_clear(&next);
        check_that(bucket_merge(buffer_view(&rows), changes, count, &next));
        buffer_clear(&rows);
        buffer_add_bytes(&rows, buffer_view(&next));
        struct cursor c = cursor_of(buffer_view(&rows));
        struct bytes key;
        struct bytes value;
        size_t at = 0;
        for (; bucket_next(&c, &key, &value); at++) {
            check_that(at < m.count);
            check_bytes(key, m.rows[at].key);
            check_bytes(value, m.rows[at].value);
        }
        check_eq(at, m.count);
        model_done(&batch);
    }
    buffer_done(&rows);
    buffer_done(&next);
    model_done(&m);
}
