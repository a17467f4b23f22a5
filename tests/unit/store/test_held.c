#include <string.h>

#include "store/held.h"
#include "support/harness.h"

static void put(struct held *h, const char *first, const char *rows)
{
    const struct bytes next = {NULL, 0};
    held_put(h, bytes_of_text(first), strlen(first) + 1, false, &next, bytes_of_text(rows));
}

static const char *name_of(const struct held_page *p)
{
    return p == NULL ? "none" : arena_text(harness_arena(), p->first);
}

TEST(held_pages_are_found_by_the_keys_they_begin_with)
{
    static const struct {
        const char *key;
        const char *found;
        const char *floor;
        const char *below;
        const char *behind;
    } rows[] = {
        {"", "", "", "none", "birch"},
        {"alder", "none", "", "", "birch"},
        {"birch", "birch", "birch", "", "elm"},
        {"cedar", "cedar", "birch", "birch", "elm"}, /* removed */
        {"damson", "none", "birch", "birch", "elm"},
        {"elm", "elm", "elm", "birch", "none"},
        {"fir", "none", "elm", "elm", "none"},
    };
    struct held h = {.count = 0};
    put(&h, "cedar", "c");
    put(&h, "", "0");
    put(&h, "elm", "e");
    put(&h, "birch", "b");
    held_remove(&h, BYTES("cedar"), 99, false);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct bytes key = bytes_of_text(rows[i].key);
        harness_note("row %zu: %s", i, rows[i].key);
        check_text(name_of(held_find(&h, key)), rows[i].found);
        check_text(name_of(held_floor(&h, key, false)), rows[i].floor);
        check_text(name_of(held_floor(&h, key, true)), rows[i].below);
        check_text(name_of(held_behind(&h, key)), rows[i].behind);
    }
    held_clear(&h);
    check_that(held_floor(&h, BYTES("elm"), false) == NULL);
    check_eq(h.bytes, 0);
}

TEST(a_page_that_was_removed_and_comes_back_keeps_its_number)
{
    struct held h = {.count = 0};
    held_remove(&h, BYTES("elm"), 7, false);
    const struct bytes next = BYTES("fir");
    held_put(&h, BYTES("elm"), 8, true, &next, BYTES("rows"));
    const struct held_page *p = held_find(&h, BYTES("elm"));
    check_eq(p->number, 7);
    check_that(!p->fresh && !p->removed && p->unsettled);
    check_bytes(p->body, BYTES("\0\0\0\3firrows"));
    held_put(&h, BYTES("elm"), 9, true, NULL, BYTES("others"));
    check_bytes(p->body, BYTES("others"));
    check_eq(p->number, 7);
    held_clear(&h);
}

TEST(the_memory_of_held_pages_is_counted)
{
    struct held h = {.count = 0};
    put(&h, "a", "");
    const size_t empty = h.bytes;
    check_that(empty > 0);
    uint8_t *big = arena_take(harness_arena(), 100000, 1);
    const struct bytes next = {NULL, 0};
    held_put(&h, BYTES("a"), 1, false, &next, bytes_of(big, 100000));
    check_that(h.bytes >= empty + 100000 && h.bytes < empty + 120000);
    held_remove(&h, BYTES("a"), 1, false);
    check_that(h.bytes <= empty);
    held_clear(&h);
}
