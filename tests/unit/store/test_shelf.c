#include <string.h>

#include "store/page.h"
#include "store/shelf.h"
#include "support/harness.h"
#include "unit/store/model.h"

/* A bucket without a next, whose rows are `len` bytes that follow from the seed. */
static struct bytes body_of(uint64_t seed, size_t len)
{
    struct prng p;
    uint8_t *data = arena_take(harness_arena(), 4 + len, 1);
    prng_seed(&p, seed);
    prng_fill(&p, data + 4, len);
    return bytes_of(data, 4 + len);
}

static struct hash hash_of_body(struct bytes body)
{
    struct hash h;
    struct buffer scratch;
    buffer_init(&scratch, 1000);
    check_that(page_hash(0, body, &scratch, &h));
    buffer_done(&scratch);
    return h;
}

static void run_sql(struct database *db, const char *sql)
{
    struct statement *s = NULL;
    check_ok(statement_prepare(db, &s, sql));
    check_ok(statement_run(s));
    statement_free(s);
}

TEST(a_page_is_read_as_it_was_written_and_no_other)
{
    struct database *db = model_database("shelf.db");
    struct shelf *s = NULL;
    uint64_t n = 99;
    struct bytes body = BYTES("untouched");
    s = shelf_new(db);
    check_ok(shelf_count(s, &n));
    check_eq(n, 0);
    check_ok(shelf_last(s, &n));
    check_eq(n, 0);
    const struct bytes one = body_of(1, 100);
    const struct bytes two = body_of(2, 9000);
    const struct hash hash_one = hash_of_body(one);
    const struct hash hash_two = hash_of_body(two);
    check_eq(shelf_read(s, 0, 1, &hash_one, &body), ERROR_CORRUPT);
    check_bytes(body, BYTES("untouched"));
    check_ok(shelf_write(s, 0, 1, &hash_one, one));
    check_ok(shelf_write(s, 0, 9, &hash_two, two));
    check_ok(shelf_read(s, 0, 1, &hash_one, &body));
    check_bytes(body, one);
    check_ok(shelf_read(s, 0, 9, &hash_two, &body));
    check_bytes(body, two);
    check_eq(shelf_read(s, 0, 9, &hash_one, &body), ERROR_CORRUPT);
    check_eq(shelf_read(s, 0, 2, &hash_one, &body), ERROR_CORRUPT);
    check_eq(shelf_read(s, 0, UINT64_MAX, &hash_one, &body), ERROR_CORRUPT);
    check_ok(shelf_count(s, &n));
    check_eq(n, 2);
    check_ok(shelf_last(s, &n));
    check_eq(n, 9);
    check_ok(shelf_delete(s, 9));
    check_ok(shelf_count(s, &n));
    check_eq(n, 1);
    shelf_free(s);
    shelf_free(NULL);
    database_close(db);
}

TEST(a_page_in_memory_is_not_taken_for_what_the_disk_has_now)
{
    struct database *db = model_database("shelf.db");
    struct shelf *s = NULL;
    struct bytes body;
    s = shelf_new(db);
    const struct bytes old = body_of(1, 50);
    const struct bytes new = body_of(2, 60);
    const struct hash hash_old = hash_of_body(old);
    const struct hash hash_new = hash_of_body(new);
    check_ok(shelf_write(s, 0, 1, &hash_old, old));
    check_ok(shelf_read(s, 0, 1, &hash_old, &body));
    check_ok(shelf_write(s, 0, 1, &hash_new, new));
    check_ok(shelf_read(s, 0, 1, &hash_new, &body));
    check_bytes(body, new);
    check_eq(shelf_read(s, 0, 1, &hash_old, &body), ERROR_CORRUPT);
    struct buffer raw;
    buffer_init(&raw, 1000);
    check_ok(shelf_read_raw(s, 1, &raw));
    check_bytes(buffer_view(&raw), new);
    check_ok(shelf_read_raw(s, 2, &raw));
    check_eq(raw.len, 0);
    buffer_done(&raw);
    shelf_free(s);
    database_close(db);
}

/* Numbers are not hashed, so a node can be another and have the same hash. */
TEST(a_node_that_names_its_children_by_other_numbers_is_read_anew)
{
    for (unsigned level = 1; level <= PAGE_LEVEL_TOP; level++) {
        struct database *db = model_database(arena_printf(harness_arena(), "shelf-%u.db", level));
        struct shelf *s = NULL;
        struct buffer b;
        struct buffer scratch;
        struct hash hash = {{0}};
        buffer_init(&b, 1000);
        buffer_init(&scratch, 1000);
        s = shelf_new(db);
        for (uint64_t number = 8; number < 11; number++) {
            const struct page_child child = {BYTES(""), {{7}}, number};
            uint8_t value[PAGE_CHILD_BYTES];
            struct bytes body;
            page_child_write(&child, value);
            buffer_clear(&b);
            buffer_add_block(&b, child.first);
            buffer_add_block(&b, bytes_of(value, sizeof value));
            check_that(page_hash(level, buffer_view(&b), &scratch, &hash));
            check_ok(shelf_write(s, level, 1, &hash, buffer_view(&b)));
            check_ok(shelf_read(s, level, 1, &hash, &body));
            check_bytes(body, buffer_view(&b));
        }
        struct bytes body;
        check_ok(shelf_delete(s, 1));
        check_eq(shelf_read(s, level, 1, &hash, &body), ERROR_CORRUPT);
        buffer_done(&b);
        buffer_done(&scratch);
        shelf_free(s);
        database_close(db);
    }
}

TEST(what_was_read_stays_until_the_next_but_one_read_however_large)
{
    struct database *db = model_database("shelf.db");
    struct shelf *s = NULL;
    s = shelf_new(db);
    enum { PAGES = 6 };
    struct bytes bodies[PAGES];
    struct hash hashes[PAGES];
    for (size_t i = 0; i < PAGES; i++) {
        bodies[i] = body_of(i, SHELF_LOW_BYTES_MAX + i);
        hashes[i] = hash_of_body(bodies[i]);
        check_ok(shelf_write(s, 0, i + 1, &hashes[i], bodies[i]));
    }
    struct bytes before = {NULL, 0};
    for (size_t i = 0; i < PAGES; i++) {
        struct bytes body;
        check_ok(shelf_read(s, 0, i + 1, &hashes[i], &body));
        check_bytes(body, bodies[i]);
        check_bytes(before, i == 0 ? bytes_of(NULL, 0) : bodies[i - 1]);
        before = body;
    }
    shelf_free(s);
    database_close(db);
}

/* Many more pages than fit, asked for in any order. */
TEST(the_pages_in_memory_are_always_those_on_disk)
{
    struct database *db = model_database("shelf.db");
    struct shelf *s = NULL;
    struct prng p;
    prng_seed(&p, harness_seed());
    enum { PAGES = 400 };
    static struct bytes bodies[PAGES];
    static struct hash hashes[PAGES];
    s = shelf_new(db);
    check_ok(database_begin(db));
    for (size_t i = 0; i < PAGES; i++) {
        bodies[i] = body_of(i, prng_below(&p, 8000));
        hashes[i] = hash_of_body(bodies[i]);
        check_ok(shelf_write(s, 0, i + 1, &hashes[i], bodies[i]));
    }
    for (int round = 0; round < 20000; round++) {
        const size_t i = prng_below(&p, prng_chance(&p, 700) ? 30 : PAGES);
        struct bytes body;
        if (prng_chance(&p, 10)) {
            bodies[i] = body_of(prng_next(&p), prng_below(&p, 8000));
            hashes[i] = hash_of_body(bodies[i]);
            check_ok(shelf_write(s, 0, i + 1, &hashes[i], bodies[i]));
        }
        check_ok(shelf_read(s, 0, i + 1, &hashes[i], &body));
        check_bytes(body, bodies[i]);
    }
    check_ok(database_commit(db));
    shelf_free(s);
    database_close(db);
}

TEST(every_damaged_bit_of_a_page_is_noticed)
{
    struct database *db = model_database("shelf.db");
    const struct bytes body = body_of(3, 60);
    const struct hash hash = hash_of_body(body);
    struct bytes found;
    for (size_t bit = 0; bit < 8 * body.len; bit++) {
        uint8_t *damaged = arena_take(harness_arena(), body.len, 1);
        memcpy(damaged, body.data, body.len);
        damaged[bit / 8] ^= (uint8_t)(1u << bit % 8);
        struct shelf *s = NULL;
        s = shelf_new(db);
        check_ok(database_begin(db));
        check_ok(shelf_write(s, 0, 1, &hash, bytes_of(damaged, body.len)));
        check_eq(shelf_read(s, 0, 1, &hash, &found), ERROR_CORRUPT);
        database_rollback(db);
        shelf_free(s);
    }
    database_close(db);
}

TEST(a_shelf_without_its_table_is_a_damaged_file)
{
    struct database *db = model_database("shelf.db");
    struct shelf *s = shelf_new(db);
    const struct hash hash = {{0}};
    struct bytes body;
    uint64_t n;
    run_sql(db, "DROP TABLE page");
    check_eq(shelf_read(s, 0, 1, &hash, &body), ERROR_CORRUPT);
    check_eq(shelf_write(s, 0, 1, &hash, BYTES("a")), ERROR_CORRUPT);
    check_eq(shelf_delete(s, 1), ERROR_CORRUPT);
    check_eq(shelf_count(s, &n), ERROR_CORRUPT);
    check_eq(shelf_last(s, &n), ERROR_CORRUPT);
    shelf_free(s);
    database_close(db);
}
