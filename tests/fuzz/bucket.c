/* Rows of a bucket and changes to them: what is changed is as the changes say, the rest is as it was, in
 * order. The input is two bytes of length, so many bytes of rows, then changes: a byte (odd: put), a byte of
 * length, a key, and for what is put a byte of length and a value; a change that does not ascend is passed
 * over. The rows are also read as a page of either kind. */
#include <stddef.h>
#include <stdint.h>

#include "base/check.h"
#include "store/page.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { CHANGES_MAX = 64 };

static size_t take_changes(struct cursor c, struct bucket_change *out)
{
    size_t count = 0;
    while (count < CHANGES_MAX) {
        struct bucket_change change = {.present = (cursor_u8(&c) & 1) != 0};
        change.key = cursor_take(&c, cursor_u8(&c));
        if (change.present) {
            change.value = cursor_take(&c, cursor_u8(&c));
        }
        if (c.failed) {
            break;
        }
        if (count == 0 || bytes_compare(out[count - 1].key, change.key) < 0) {
            out[count++] = change;
        }
    }
    return count;
}

static const struct bucket_change *change_of(const struct bucket_change *changes, size_t count,
                                             struct bytes key)
{
    for (size_t i = 0; i < count; i++) {
        if (bytes_equal(changes[i].key, key)) {
            return &changes[i];
        }
    }
    return NULL;
}

static size_t count_rows(struct bytes rows)
{
    struct cursor c = cursor_of(rows);
    struct bytes key;
    struct bytes value;
    size_t count = 0;
    while (bucket_next(&c, &key, &value)) {
        count++;
    }
    return count;
}

static void check_merged(struct bytes rows, const struct bucket_change *changes, size_t count,
                         struct bytes merged)
{
    struct cursor c = cursor_of(rows);
    struct bytes key;
    struct bytes value;
    struct bytes found;
    size_t expected = 0;
    check(bucket_holds(merged));
    while (bucket_next(&c, &key, &value)) {
        if (change_of(changes, count, key) == NULL) {
            check(bucket_find(merged, key, &found) && bytes_equal(found, value));
            expected++;
        }
    }
    for (size_t i = 0; i < count; i++) {
        const bool there = bucket_find(merged, changes[i].key, &found);
        check(there == changes[i].present && (!there || bytes_equal(found, changes[i].value)));
        expected += there;
    }
    check(count_rows(merged) == expected);
}

static void check_page(struct bytes body, struct bytes key)
{
    struct buffer scratch;
    struct hash h;
    struct bytes next;
    struct bytes rows;
    struct page_child child;
    buffer_init(&scratch, SIZE_MAX / 2);
    check(page_hash(0, body, &scratch, &h));
    check(!page_parse(0, body, &next, &rows) || next.len + rows.len + 4 == body.len);
    const bool node = page_hash(1, body, &scratch, &h);
    if (page_choose(body, key, false, &child, &next)) {
        check(bytes_compare(child.first, key) <= 0 && (next.len == 0 || bytes_compare(next, key) > 0));
    } else {
        check(!node || !bucket_next(&(struct cursor){body, false}, &next, &rows) ||
              bytes_compare(next, key) > 0);
    }
    buffer_done(&scratch);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct cursor c = cursor_of(bytes_of(data, size));
    const size_t len = (size_t)cursor_u8(&c) << 8 | cursor_u8(&c);
    struct bytes rows = cursor_take(&c, len < c.rest.len ? len : c.rest.len);
    struct bucket_change changes[CHANGES_MAX];
    const size_t count = take_changes(c, changes);
    struct cursor walk = cursor_of(rows);
    struct bytes key;
    struct bytes value;
    while (bucket_next(&walk, &key, &value)) {
        continue;
    }
    struct buffer merged;
    buffer_init(&merged, SIZE_MAX / 2);
    check(bucket_merge(rows, changes, count, &merged) == !walk.failed);
    check(!bucket_holds(rows) || !walk.failed);
    if (bucket_holds(rows)) {
        check_merged(rows, changes, count, buffer_view(&merged));
    }
    check_page(rows, count > 0 ? changes[0].key : BYTES("k"));
    buffer_done(&merged);
    return 0;
}
