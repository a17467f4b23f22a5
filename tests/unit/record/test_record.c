#include <stdio.h>
#include <string.h>

#include "base/prng.h"
#include "record/record.h"
#include "support/harness.h"

enum { SIZE = 600 };

static struct database *open_database(const char *name)
{
    struct database *db = NULL;
    const struct database_options o = {.create = true, .schema = record_schema, .version = 1};
    check_ok(database_open(&db, arena_printf(harness_arena(), "%s/%s", harness_folder(), name), &o));
    return db;
}

static struct bytes carried_of(uint64_t index)
{
    const size_t len = index * 37 % 700;
    uint8_t *data = arena_take(harness_arena(), len, 1);
    memset(data, (int)index, len);
    return bytes_of(data, len);
}

static struct entry entry_of(uint64_t index)
{
    struct entry e = {.index = index, .type = index % 3 == 0 ? ENTRY_FACT : ENTRY_ACT, .height = index / 2};
    e.time_ms = (int64_t)index * 1000;
    e.id = hash_of(bytes_of(&index, sizeof index));
    e.envelope = hash_of(carried_of(index));
    (void)snprintf(e.result, sizeof e.result, "%s", index % 5 == 0 ? "expired" : "ok");
    return e;
}

static void append(struct record *r, uint64_t count)
{
    for (uint64_t i = 0; i < count; i++) {
        const struct entry e = entry_of(record_size(r));
        check_ok(record_append(r, &e, carried_of(e.index)));
    }
}

/* A record of so many entries, written in blocks of seven, with a bound for its ids that makes runs of them.
 */
static struct record *open_record(struct database *db, uint64_t size)
{
    struct record *r = NULL;
    check_ok(record_open(&r, db));
    record_bound(r, 20);
    while (record_size(r) < size) {
        check_ok(database_begin(db));
        append(r, size - record_size(r) < 7 ? size - record_size(r) : 7);
        check_ok(database_commit(db));
    }
    return r;
}

static void run_sql(struct database *db, const char *sql, int64_t n)
{
    struct statement *s = NULL;
    check_ok(statement_prepare(db, &s, sql));
    statement_bind_integer(s, 1, n);
    check_ok(statement_run(s));
    statement_free(s);
}

static void check_entry(const struct entry *a, const struct entry *b)
{
    struct buffer x;
    struct buffer y;
    buffer_init(&x, ENTRY_BYTES_MAX);
    buffer_init(&y, ENTRY_BYTES_MAX);
    entry_write(&x, a);
    entry_write(&y, b);
    check_bytes(buffer_view(&x), buffer_view(&y));
    buffer_done(&x);
    buffer_done(&y);
}

static void check_verifies(struct record *r)
{
    struct buffer findings;
    buffer_init(&findings, 100000);
    check_ok(record_verify(r, &findings));
    check_eq(findings.len, 0);
    buffer_done(&findings);
}

TEST(what_is_appended_can_be_read_and_found)
{
    struct database *db = open_database("record.db");
    struct record *r = open_record(db, SIZE);
    for (uint64_t i = 0; i < SIZE; i++) {
        struct entry e;
        struct bytes carried;
        uint64_t index = UINT64_MAX;
        const struct entry expected = entry_of(i);
        harness_note("entry %llu", (unsigned long long)i);
        check_ok(record_read(r, i, harness_arena(), &e, &carried));
        check_entry(&e, &expected);
        check_bytes(carried, carried_of(i));
        check_ok(record_read(r, i, NULL, &e, NULL));
        check_ok(record_find(r, &expected.id, &index));
        check_eq(index, i);
    }
    struct entry e = {.index = 4711};
    uint64_t index = 4711;
    const struct hash nobody = {{1}};
    check_eq(record_read(r, SIZE, harness_arena(), &e, NULL), ERROR_NOT_FOUND);
    check_eq(record_read(r, UINT64_MAX, harness_arena(), &e, NULL), ERROR_NOT_FOUND);
    check_eq(record_find(r, &nobody, &index), ERROR_NOT_FOUND);
    check_eq(e.index, 4711);
    check_eq(index, 4711);
    check_verifies(r);
    record_close(r);
    record_close(NULL);
    database_close(db);
}

TEST(roots_and_proofs_at_every_size_are_those_of_the_tree_in_memory)
{
    struct database *db = open_database("record.db");
    struct record *r = open_record(db, SIZE);
    struct hash *roots = ARENA_ARRAY(harness_arena(), struct hash, SIZE + 1);
    struct hash *leaves = ARENA_ARRAY(harness_arena(), struct hash, SIZE);
    struct tree t;
    struct prng p;
    prng_seed(&p, harness_seed());
    tree_init(&t);
    roots[0] = tree_root(&t);
    for (uint64_t i = 0; i < SIZE; i++) {
        const struct entry e = entry_of(i);
        leaves[i] = entry_leaf(&e);
        tree_add(&t, &leaves[i]);
        roots[i + 1] = tree_root(&t);
    }
    for (uint64_t size = 0; size <= SIZE; size++) {
        harness_note("size %llu", (unsigned long long)size);
        struct hash root;
        struct proof proof;
        check_ok(record_root_at(r, size, &root));
        check_that(hash_equal(&root, &roots[size]));
        const uint64_t old = prng_below(&p, size + 1);
        check_ok(record_prove_growth(r, old, size, &proof));
        check_that(proof_of_growth_holds(&proof, old, &roots[old], size, &roots[size]));
        if (size > 0) {
            const uint64_t index = prng_below(&p, size);
            check_ok(record_prove_leaf(r, index, size, &proof));
            check_that(proof_of_leaf_holds(&proof, &leaves[index], index, size, &roots[size]));
            check_eq(record_prove_leaf(r, size, size, &proof), ERROR_NOT_FOUND);
        }
    }
    struct hash root = record_root(r);
    struct proof proof;
    check_that(hash_equal(&root, &roots[SIZE]));
    check_eq(record_root_at(r, SIZE + 1, &root), ERROR_NOT_FOUND);
    check_eq(record_prove_leaf(r, 0, SIZE + 1, &proof), ERROR_NOT_FOUND);
    check_eq(record_prove_growth(r, 0, SIZE + 1, &proof), ERROR_NOT_FOUND);
    check_eq(record_prove_growth(r, 2, 1, &proof), ERROR_NOT_FOUND);
    record_close(r);
    database_close(db);
}

/* Every leaf of one size, and every step between a few. */
TEST(every_leaf_and_every_growth_of_a_record_with_tiles_is_proved)
{
    struct database *db = open_database("record.db");
    struct record *r = open_record(db, SIZE);
    const struct hash root = record_root(r);
    struct proof proof;
    for (uint64_t i = 0; i < SIZE; i++) {
        const struct entry e = entry_of(i);
        const struct hash leaf = entry_leaf(&e);
        struct hash old;
        check_ok(record_prove_leaf(r, i, SIZE, &proof));
        check_that(proof_of_leaf_holds(&proof, &leaf, i, SIZE, &root));
        check_ok(record_root_at(r, i, &old));
        check_ok(record_prove_growth(r, i, SIZE, &proof));
        check_that(proof_of_growth_holds(&proof, i, &old, SIZE, &root));
    }
    record_close(r);
    database_close(db);
}

TEST(a_record_that_is_opened_again_goes_on_where_it_was)
{
    struct database *db = open_database("record.db");
    struct tree t;
    tree_init(&t);
    for (uint64_t size = 0; size <= SIZE; size += 1 + size / 9) {
        harness_note("size %llu", (unsigned long long)size);
        struct record *r = open_record(db, size);
        while (t.size < size) {
            const struct entry e = entry_of(t.size);
            const struct hash leaf = entry_leaf(&e);
            tree_add(&t, &leaf);
        }
        const struct hash root = record_root(r);
        const struct hash expected = tree_root(&t);
        check_eq(record_size(r), size);
        check_that(hash_equal(&root, &expected));
        record_close(r);
    }
    database_close(db);
}

TEST(after_a_rollback_the_record_is_as_it_was)
{
    struct database *db = open_database("record.db");
    struct record *r = open_record(db, 250);
    const struct hash before = record_root(r);
    for (uint64_t more = 1; more < 40; more += 3) {
        check_ok(database_begin(db));
        append(r, more);
        const struct entry lost = entry_of(record_size(r) - 1);
        uint64_t index;
        check_ok(record_find(r, &lost.id, &index));
        database_rollback(db);
        check_ok(record_discard(r));
        const struct hash after = record_root(r);
        check_eq(record_size(r), 250);
        check_that(hash_equal(&before, &after));
        check_eq(record_find(r, &lost.id, &index), ERROR_NOT_FOUND);
    }
    check_ok(database_begin(db));
    append(r, 10);
    check_ok(database_commit(db));
    check_eq(record_size(r), 260);
    check_verifies(r);
    record_close(r);
    database_close(db);
}

TEST(an_id_stands_in_the_record_once)
{
    struct database *db = open_database("record.db");
    struct record *r = open_record(db, 100);
    check_ok(database_begin(db));
    for (uint64_t i = 0; i < 100; i += 9) {
        struct entry e = entry_of(100);
        e.id = entry_of(i).id;
        check_eq(record_append(r, &e, carried_of(100)), ERROR_EXISTS);
        check_eq(record_size(r), 100);
    }
    append(r, 1);
    const struct entry again = entry_of(100);
    struct entry e = again;
    e.index = 101;
    check_eq(record_append(r, &e, carried_of(100)), ERROR_EXISTS);
    uint64_t index;
    e.id.bytes[31] ^= 1; /* the same prefix, and another id */
    check_eq(record_find(r, &e.id, &index), ERROR_NOT_FOUND);
    check_ok(record_append(r, &e, carried_of(100)));
    check_ok(record_find(r, &e.id, &index));
    check_eq(index, 101);
    check_ok(record_find(r, &again.id, &index));
    check_eq(index, 100);
    check_ok(database_commit(db));
    record_close(r);
    database_close(db);
}

TEST(entries_are_appended_one_after_another)
{
    struct database *db = open_database("record.db");
    struct record *r = open_record(db, 3);
    const struct entry e = entry_of(4);
    check_dies(record_append(r, &e, carried_of(4)) == OK);
    record_close(r);
    database_close(db);
}

static void check_damage(const char *sql, int64_t n, enum error open, enum error read, uint64_t index)
{
    static int number;
    struct database *db = open_database(arena_printf(harness_arena(), "damaged-%d.db", number++));
    struct record *r = open_record(db, SIZE);
    struct entry e = {.index = 4711};
    struct bytes carried;
    harness_note("%s", sql);
    record_close(r);
    check_ok(database_begin(db));
    run_sql(db, sql, n);
    check_ok(database_commit(db));
    r = NULL;
    check_eq(record_open(&r, db), open);
    if (r != NULL) {
        struct buffer findings;
        buffer_init(&findings, 100000);
        check_eq(record_read(r, index, harness_arena(), &e, &carried), read);
        check_that(read == OK || e.index == 4711);
        check_eq(record_verify(r, &findings), ERROR_CORRUPT);
        check_that(findings.len > 0);
        buffer_done(&findings);
    }
    record_close(r);
    database_close(db);
}

TEST(damaged_rows_are_errors_and_an_audit_finds_them)
{
    /* Of the last entries the frontier of the tree and the newest ids are made again, so these are met at
     * the start. */
    check_damage("UPDATE entry SET body = CAST(substr(CAST(body AS TEXT), 1, 50) AS BLOB) WHERE idx = ?1",
                 300, OK, ERROR_CORRUPT, 300);
    check_damage("UPDATE entry SET body = (SELECT body FROM entry WHERE idx = 299) WHERE idx = ?1", 300, OK,
                 ERROR_CORRUPT, 300);
    check_damage("UPDATE entry SET body = CAST(replace(CAST(body AS TEXT), 'expired', 'revoked') AS BLOB)"
                 " WHERE idx = ?1",
                 300, OK, OK, 300);
    check_damage("UPDATE entry SET carried = x'00' WHERE idx = ?1", 300, OK, ERROR_CORRUPT, 300);
    check_damage("UPDATE entry SET carried = (SELECT carried FROM entry WHERE idx = 299) WHERE idx = ?1", 300,
                 OK, ERROR_CORRUPT, 300);
    check_damage("DELETE FROM entry WHERE idx = ?1", 300, OK, ERROR_CORRUPT, 300);
    check_damage("DELETE FROM entry WHERE idx = ?1", 598, ERROR_CORRUPT, OK, 0);
    check_damage("UPDATE entry SET body = x'7b7d' WHERE idx = ?1", 599, OK, ERROR_CORRUPT, 599);
    check_damage("DELETE FROM entry WHERE idx > ?1", 400, ERROR_CORRUPT, OK, 0); /* runs know of more */
    check_damage("UPDATE tile SET hash = zeroblob(32) WHERE idx = ?1", INT64_C(1) << 56, OK, OK, 5);
    check_damage("UPDATE tile SET hash = zeroblob(31) WHERE idx = ?1", INT64_C(1) << 56 | 1, ERROR_CORRUPT,
                 OK, 0);
    check_damage("DELETE FROM tile WHERE idx = ?1", INT64_C(1) << 56, ERROR_CORRUPT, OK, 0);
}

TEST(without_their_list_the_ids_are_made_again_from_the_entries)
{
    struct database *db = open_database("record.db");
    struct record *r = open_record(db, SIZE);
    record_close(r);
    run_sql(db, "DELETE FROM lookup WHERE part = ?1", -1);
    r = open_record(db, SIZE);
    check_verifies(r);
    record_close(r);
    r = open_record(db, SIZE + 50); /* and written out again, over what was left */
    check_verifies(r);
    record_close(r);
    r = open_record(db, SIZE + 50);
    check_verifies(r);
    record_close(r);
    database_close(db);
}

TEST(a_tile_that_is_damaged_is_met_by_the_proofs_that_need_it)
{
    struct database *db = open_database("record.db");
    struct record *r = open_record(db, SIZE);
    struct proof proof;
    struct hash root;
    run_sql(db, "UPDATE tile SET hash = zeroblob(31) WHERE idx = ?1", INT64_C(1) << 56);
    check_eq(record_prove_leaf(r, 300, SIZE, &proof), ERROR_CORRUPT);
    check_eq(record_prove_growth(r, 300, SIZE, &proof), ERROR_CORRUPT);
    check_eq(record_root_at(r, 300, &root), ERROR_CORRUPT);
    check_ok(record_root_at(r, 200, &root));
    record_close(r);
    database_close(db);
}

TEST(a_run_that_names_another_entry_is_damage)
{
    struct database *db = open_database("record.db");
    struct record *r = open_record(db, 100);
    const struct entry e = entry_of(5);
    uint64_t index;
    run_sql(db, "DELETE FROM entry WHERE idx = ?1", 5);
    check_eq(record_find(r, &e.id, &index), ERROR_CORRUPT);
    record_close(r);
    database_close(db);
}

TEST(a_record_is_open_only_with_its_tables)
{
    static const char *const tables[] = {"DROP TABLE entry", "DROP TABLE lookup", "DROP TABLE tile"};
    for (size_t i = 0; i < 3; i++) {
        struct database *db = open_database(arena_printf(harness_arena(), "tables-%zu.db", i));
        struct record *r = open_record(db, 300);
        struct statement *s = NULL;
        record_close(r);
        r = NULL;
        check_ok(statement_prepare(db, &s, tables[i]));
        check_ok(statement_run(s));
        statement_free(s);
        check_eq(record_open(&r, db), ERROR_CORRUPT);
        check_that(r == NULL);
        database_close(db);
    }
}
