/* The vectors are those that the product makes, byte for byte; and it reads them. */
#include <string.h>

#include "interop/bundle_check.h"
#include "mechanism/acts.h"
#include "mechanism/matter.h"
#include "record/entry.h"
#include "record/tree.h"
#include "support/harness.h"
#include "unit/codec/vectors.h"
#include "unit/vectors/written.h"

TEST(the_vectors_are_what_the_product_writes)
{
    for (size_t i = 0; i < written_count; i++) {
        const char *path = arena_printf(harness_arena(), "tests/vectors/%s.json", written[i].name);
        harness_note("%s: write-vectors makes it again", path);
        check_that(bytes_equal(harness_file(path), written[i].write(harness_arena(), harness_folder())));
    }
}

TEST(the_acts_of_the_vectors_are_read)
{
    const struct json *rows = vectors_open("tests/vectors/act-kinds.json");
    check_eq(rows->count, act_kind_count());
    for (size_t i = 0; i < rows->count; i++) {
        const struct json *row = vector_row(rows, i);
        struct act a;
        check_eq(act_decode(harness_arena(), vector_hex(row, "envelope"), &a, NULL), ACCEPTED);
        check_bytes(a.payload, vector_hex(row, "payload"));
        check_bytes(hash_view(&a.id), vector_hex(row, "id"));
        check_bytes(a.frame.subject, vector_text(row, "subject"));
        check_that(act_signatures_hold(&a));
    }
}

TEST(the_entries_of_the_vectors_are_read)
{
    const struct json *top = NULL;
    check_ok(json_parse(harness_arena(), harness_file("tests/vectors/record.json"), 1 << 20, &top, NULL));
    const struct json *entries = json_get_array(top, "entries");
    struct tree t;
    tree_init(&t);
    for (size_t i = 0; i < entries->count; i++) {
        struct entry e;
        const struct json *row = &entries->items[i];
        harness_note("entry %zu", i);
        check_ok(entry_read(vector_hex(row, "entry"), &e));
        check_eq(e.index, i);
        const struct hash leaf = entry_leaf(&e);
        check_bytes(hash_view(&leaf), vector_hex(row, "leaf"));
        tree_add(&t, &leaf);
        const struct hash root = tree_root(&t);
        check_bytes(hash_view(&root), vector_hex(row, "root"));
    }
    check_that(entries->count > 40);
}

TEST(the_bundle_of_the_vectors_is_what_the_product_makes_and_holds)
{
    struct bundle b;
    struct bundle_report report;
    const char *name = written_bundle(harness_arena(), harness_folder(), &b);
    for (int i = 0; i < BUNDLE_FILES; i++) {
        const char *path = arena_printf(harness_arena(), "tests/vectors/bundle/%s/%s", name,
                                        bundle_file_name((enum bundle_file)i));
        harness_note("%s", path);
        check_that(bytes_equal(harness_file(path), b.content[i]));
    }
    bundle_verify(harness_arena(), &b, name, NULL, &report);
    check_eq(report.result, BUNDLE_GOOD);
}
