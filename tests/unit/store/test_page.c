#include <string.h>

#include "store/page.h"
#include "store/state.h"
#include "support/harness.h"

static struct page_child child_of(const char *first, uint64_t number)
{
    struct page_child c = {.first = bytes_of_text(first), .number = number};
    c.hash = hash_of(c.first);
    return c;
}

/* A node of children that begin with these keys; the first begins with the empty key. */
static void write_node(struct buffer *b, const char *const *firsts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct page_child c = child_of(firsts[i], 100 + i);
        uint8_t value[PAGE_CHILD_BYTES];
        page_child_write(&c, value);
        buffer_add_block(b, c.first);
        buffer_add_block(b, bytes_of(value, sizeof value));
    }
}

TEST(the_children_of_a_node_are_read_as_they_were_written)
{
    static const char *const firsts[] = {"", "birch", "cedar"};
    struct buffer b;
    buffer_init(&b, 1000);
    write_node(&b, firsts, 3);
    struct cursor c = cursor_of(buffer_view(&b));
    struct page_child child;
    for (size_t i = 0; i < 3; i++) {
        const struct page_child expected = child_of(firsts[i], 100 + i);
        check_that(page_child_next(&c, &child));
        check_bytes(child.first, expected.first);
        check_that(hash_equal(&child.hash, &expected.hash));
        check_eq(child.number, expected.number);
    }
    check_that(!page_child_next(&c, &child));
    check_that(!c.failed);
    buffer_done(&b);
}

TEST(the_child_that_has_a_key_is_the_last_that_begins_at_it_or_before)
{
    static const char *const firsts[] = {"", "birch", "cedar"};
    static const struct {
        const char *key;
        bool below;
        const char *first; /* NULL: none */
        const char *following;
    } rows[] = {
        {"", false, "", "birch"},
        {"alder", false, "", "birch"},
        {"birch", false, "birch", "cedar"},
        {"birches", false, "birch", "cedar"},
        {"cedar", false, "cedar", ""},
        {"elm", false, "cedar", ""},
        {"", true, NULL, ""},
        {"alder", true, "", "birch"},
        {"birch", true, "", "birch"},
        {"birches", true, "birch", "cedar"},
        {"cedar", true, "birch", "cedar"},
        {"elm", true, "cedar", ""},
    };
    struct buffer b;
    buffer_init(&b, 1000);
    write_node(&b, firsts, 3);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        harness_note("row %zu: %s", i, rows[i].key);
        struct page_child child;
        struct bytes following;
        const bool found =
            page_choose(buffer_view(&b), bytes_of_text(rows[i].key), rows[i].below, &child, &following);
        check_eq(found, rows[i].first != NULL);
        if (found) {
            check_bytes(child.first, bytes_of_text(rows[i].first));
            check_bytes(following, bytes_of_text(rows[i].following));
            const struct hash h = hash_of(child.first);
            check_that(hash_equal(&child.hash, &h));
        }
    }
    buffer_done(&b);
}

TEST(a_node_that_is_damaged_has_no_child_and_no_hash)
{
    static const char *const firsts[] = {"", "birch"};
    struct buffer b;
    struct buffer scratch;
    buffer_init(&b, 1000);
    buffer_init(&scratch, 1000);
    write_node(&b, firsts, 2);
    struct hash whole;
    struct hash h;
    check_that(page_hash(1, buffer_view(&b), &scratch, &whole));
    for (size_t len = 0; len < b.len; len++) {
        harness_note("%zu of %zu bytes", len, b.len);
        const struct bytes cut = bytes_of(b.data, len);
        struct page_child child;
        struct bytes following;
        const size_t first_child = 4 + 4 + PAGE_CHILD_BYTES;
        check_eq(page_hash(1, cut, &scratch, &h), len == 0 || len == first_child);
        check_that(len != first_child || !hash_equal(&h, &whole));
        check_eq(page_choose(cut, BYTES("zebra"), false, &child, &following), len == first_child);
    }
    buffer_clear(&b);
    buffer_add_block(&b, BYTES(""));
    buffer_add_block(&b, BYTES("a value that is no child: 41 bytes of text"));
    check_that(!page_hash(1, buffer_view(&b), &scratch, &h));
    buffer_done(&b);
    buffer_done(&scratch);
}

TEST(the_hash_of_a_node_covers_keys_and_hashes_and_not_numbers)
{
    struct buffer b;
    struct buffer scratch;
    buffer_init(&b, 1000);
    buffer_init(&scratch, 1000);
    struct page_child c = child_of("birch", 7);
    uint8_t value[PAGE_CHILD_BYTES];
    struct hash hashes[4];
    for (int i = 0; i < 4; i++) {
        c.number = i == 1 ? 8 : 7;
        c.hash.bytes[5] ^= i == 2;
        c.first = i == 3 ? BYTES("birci") : BYTES("birch");
        page_child_write(&c, value);
        buffer_clear(&b);
        buffer_add_block(&b, c.first);
        buffer_add_block(&b, bytes_of(value, sizeof value));
        check_that(page_hash(3, buffer_view(&b), &scratch, &hashes[i]));
        c = child_of("birch", 7);
    }
    check_that(hash_equal(&hashes[0], &hashes[1]));
    check_that(!hash_equal(&hashes[0], &hashes[2]));
    check_that(!hash_equal(&hashes[0], &hashes[3]));
    buffer_done(&b);
    buffer_done(&scratch);
}

TEST(a_bucket_is_the_key_of_the_next_and_rows)
{
    struct bytes next;
    struct bytes rows;
    check_that(page_parse(0, BYTES("\0\0\0\2abrows"), &next, &rows));
    check_bytes(next, BYTES("ab"));
    check_bytes(rows, BYTES("rows"));
    check_that(page_parse(0, BYTES("\0\0\0\0"), &next, &rows));
    check_eq(next.len, 0);
    check_eq(rows.len, 0);
    check_that(page_parse(1, BYTES("\0\0\0\2abrows"), &next, &rows));
    check_bytes(rows, BYTES("\0\0\0\2abrows"));
    check_that(!page_parse(0, BYTES("\0\0\0\3ab"), &next, &rows));
    check_that(!page_parse(0, BYTES("\0\0\0"), &next, &rows));
}

TEST(a_bucket_and_a_node_of_the_same_bytes_have_different_hashes)
{
    struct buffer scratch;
    buffer_init(&scratch, 1000);
    struct hash bucket;
    struct hash node;
    const struct hash expected = hash_of(BYTES("univocal state bucket 1\n"));
    check_that(page_hash(0, bytes_of(NULL, 0), &scratch, &bucket));
    check_that(page_hash(1, bytes_of(NULL, 0), &scratch, &node));
    check_that(hash_equal(&bucket, &expected));
    check_that(!hash_equal(&bucket, &node));
    buffer_done(&scratch);
}
