#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/prng.h"
#include "record/filter.h"
#include "record/lookup.h"
#include "support/harness.h"

__attribute__((constructor)) static void be_quiet(void)
{
    log_set_level((enum log_level)0); /* these tests damage files many times */
}

static struct database *open_database(const char *name)
{
    struct database *db = NULL;
    const struct database_options o = {.create = true, .schema = LOOKUP_SCHEMA, .version = 1};
    check_ok(database_open(&db, arena_printf(harness_arena(), "%s/%s", harness_folder(), name), &o));
    return db;
}

static void run_sql(struct database *db, const char *sql)
{
    struct statement *s = NULL;
    check_ok(statement_prepare(db, &s, sql));
    check_ok(statement_run(s));
    statement_free(s);
}

static int64_t ask(struct database *db, const char *sql)
{
    struct statement *s = NULL;
    bool row = false;
    check_ok(statement_prepare(db, &s, sql));
    check_ok(statement_step(s, &row));
    check_that(row);
    const int64_t n = statement_integer(s, 0);
    statement_free(s);
    return n;
}

static struct hash id_of(uint64_t n)
{
    return hash_of(bytes_of(&n, sizeof n));
}

TEST(a_filter_never_denies_what_it_has_and_denies_most_of_the_rest)
{
    static const uint64_t counts[] = {1, 32768, 262144};
    for (size_t k = 0; k < sizeof counts / sizeof counts[0]; k++) {
        const size_t bytes = filter_bytes(counts[k]);
        uint8_t *bits = calloc(bytes, 1);
        check_that(bits != NULL);
        struct prng p;
        prng_seed(&p, harness_seed());
        for (uint64_t i = 0; i < counts[k]; i++) {
            filter_add(bits, bytes, prng_next(&p));
        }
        prng_seed(&p, harness_seed());
        for (uint64_t i = 0; i < counts[k]; i++) {
            check_that(filter_may_have(bits, bytes, prng_next(&p)));
        }
        uint64_t taken = 0;
        for (int i = 0; i < 100000; i++) {
            taken += filter_may_have(bits, bytes, prng_next(&p));
        }
        harness_note("%llu ids: %llu of 100000 not denied", (unsigned long long)counts[k],
                     (unsigned long long)taken);
        check_that(taken < 500);
        free(bits);
    }
}

TEST(a_filter_has_two_bytes_an_id_within_its_bounds)
{
    check_eq(FILTER_BYTES_MIN, 65536);
    check_eq(FILTER_BYTES_MAX, 2097152);
    check_eq(filter_bytes(0), FILTER_BYTES_MIN);
    check_eq(filter_bytes(32768), FILTER_BYTES_MIN);
    check_eq(filter_bytes(32769), 2 * FILTER_BYTES_MIN);
    check_eq(filter_bytes(1048576), FILTER_BYTES_MAX);
    check_eq(filter_bytes(1048577), FILTER_BYTES_MAX);
    check_eq(filter_bytes(UINT64_MAX), FILTER_BYTES_MAX);
}

/* Ids with few different prefixes, so that many entries share one. */
static struct hash close_id(struct prng *p)
{
    struct hash h = id_of(prng_below(p, 40));
    h.bytes[20] = (uint8_t)prng_next(p); /* behind the prefix */
    return h;
}

struct known {
    struct hash ids[4000];
    uint64_t count;
};

/* All entries that may have an id, by the lookup and by comparing. */
static void check_candidates(struct lookup *l, const struct known *k, const struct hash *id)
{
    uint64_t from = 0;
    for (uint64_t i = 0; i < k->count; i++) {
        if (memcmp(k->ids[i].bytes, id->bytes, 8) == 0) {
            uint64_t found = UINT64_MAX;
            check_ok(lookup_next(l, id, from, &found));
            check_eq(found, i);
            from = i + 1;
        }
    }
    uint64_t found;
    check_eq(lookup_next(l, id, from, &found), ERROR_NOT_FOUND);
}

static void reload(struct lookup *l, const struct known *k)
{
    uint64_t begin = 0;
    check_ok(lookup_reload(l, &begin));
    check_that(begin <= k->count);
    for (uint64_t i = begin; i < k->count; i++) {
        lookup_add(l, &k->ids[i], i);
    }
}

static void try_ids(const char *name, struct hash (*make)(struct prng *p), size_t recent_max)
{
    struct database *db = open_database(name);
    struct lookup *l = NULL;
    struct known *k = ARENA_NEW(harness_arena(), struct known);
    struct prng p;
    prng_seed(&p, harness_seed());
    check_ok(lookup_open(&l, db));
    lookup_bound(l, recent_max);
    reload(l, k);
    check_ok(database_begin(db));
    for (int step = 0; step < 4000; step++) {
        harness_note("seed %llu, step %d", (unsigned long long)harness_seed(), step);
        k->ids[k->count] = make(&p);
        lookup_add(l, &k->ids[k->count], k->count);
        k->count++;
        check_ok(lookup_write_out(l));
        if (step % 97 == 0) {
            const struct hash probe = make(&p);
            check_candidates(l, k, &probe);
            check_candidates(l, k, &k->ids[prng_below(&p, k->count)]);
        }
        if (step % 400 == 399) {
            check_ok(database_commit(db));
            if (step % 800 == 799) {
                lookup_close(l);
                check_ok(lookup_open(&l, db));
                lookup_bound(l, recent_max);
            }
            reload(l, k);
            check_ok(database_begin(db));
        }
    }
    for (uint64_t i = 0; i < k->count; i += 13) {
        check_candidates(l, k, &k->ids[i]);
    }
    check_ok(database_commit(db));
    lookup_close(l);
    lookup_close(NULL);
    database_close(db);
}

static struct hash any_id(struct prng *p)
{
    return id_of(prng_next(p));
}

TEST(every_entry_is_found_by_its_id_through_memory_runs_and_merges)
{
    try_ids("one.db", any_id, 1);
    try_ids("seven.db", any_id, 7);
    try_ids("many.db", any_id, 600);
    try_ids("none.db", any_id, LOOKUP_RECENT_MAX);
}

TEST(ids_that_begin_alike_are_all_found_in_the_order_of_their_entries)
{
    try_ids("one.db", close_id, 1);
    try_ids("thirty.db", close_id, 30);
}

TEST(eight_runs_become_one_and_parts_hold_a_page)
{
    struct database *db = open_database("runs.db");
    struct lookup *l = NULL;
    uint64_t begin = 0;
    check_ok(lookup_open(&l, db));
    lookup_bound(l, 1024);
    check_ok(lookup_reload(l, &begin));
    check_ok(database_begin(db));
    for (uint64_t i = 0; i < 64 * 1024; i++) {
        const struct hash id = id_of(i);
        lookup_add(l, &id, i);
        check_ok(lookup_write_out(l));
        if (i + 1 == 7 * 1024) { /* seven runs of four parts */
            check_eq(ask(db, "SELECT count(*) FROM lookup WHERE part >= 0"), 28);
        } else if (i + 1 == 8 * 1024) { /* one of 32 */
            check_eq(ask(db, "SELECT count(*) FROM lookup WHERE part >= 0"), 32);
        } else if (i + 1 == 9 * 1024) {
            check_eq(ask(db, "SELECT count(*) FROM lookup WHERE part >= 0"), 36);
        }
    }
    check_eq(ask(db, "SELECT count(*) FROM lookup WHERE part >= 0"), 256); /* eight times eight: one */
    check_that(ask(db, "SELECT max(length(ids)) FROM lookup WHERE part >= 0") < 4060);
    check_ok(database_commit(db));
    lookup_close(l);
    database_close(db);
}

TEST(the_newest_stay_in_memory_up_to_their_bound)
{
    check_eq(LOOKUP_RECENT_MAX, 32768);
    struct database *db = open_database("recent.db");
    struct lookup *l = NULL;
    uint64_t begin = 0;
    check_ok(lookup_open(&l, db));
    check_ok(lookup_reload(l, &begin));
    check_ok(database_begin(db));
    for (uint64_t i = 0; i < LOOKUP_RECENT_MAX; i++) {
        const struct hash id = id_of(i);
        check_eq(ask(db, "SELECT count(*) FROM lookup"), 0);
        lookup_add(l, &id, i);
        check_ok(lookup_write_out(l));
    }
    check_that(ask(db, "SELECT count(*) FROM lookup") > 0);
    check_ok(database_commit(db));
    check_ok(lookup_reload(l, &begin));
    check_eq(begin, LOOKUP_RECENT_MAX);
    lookup_close(l);
    database_close(db);
}

static void fill(struct database *db, size_t recent_max, uint64_t count)
{
    struct lookup *l = NULL;
    uint64_t begin = 0;
    check_ok(lookup_open(&l, db));
    lookup_bound(l, recent_max);
    check_ok(lookup_reload(l, &begin));
    check_ok(database_begin(db));
    for (uint64_t i = 0; i < count; i++) {
        const struct hash id = id_of(i);
        lookup_add(l, &id, i);
        check_ok(lookup_write_out(l));
    }
    check_ok(database_commit(db));
    lookup_close(l);
}

TEST(a_list_or_filter_that_is_damaged_is_refused_at_the_start)
{
    static const char *const damages[] = {
        "UPDATE lookup SET ids = zeroblob(length(ids)) WHERE part = -1",
        "UPDATE lookup SET ids = substr(ids, 1, length(ids) - 1) WHERE part = -1",
        "UPDATE lookup SET ids = substr(ids, 1, 32) WHERE part = -1",
        "UPDATE lookup SET ids = x'00' WHERE part = -1",
        "UPDATE lookup SET ids = zeroblob(length(ids)) WHERE part = -2",
        "UPDATE lookup SET ids = zeroblob(32767) WHERE part = -3",
        "DELETE FROM lookup WHERE part = -2",
        "DELETE FROM lookup WHERE part = -3",
    };
    for (size_t i = 0; i < sizeof damages / sizeof damages[0]; i++) {
        harness_note("%s", damages[i]);
        struct database *db = open_database(arena_printf(harness_arena(), "list-%zu.db", i));
        struct lookup *l = NULL;
        uint64_t begin = 4711;
        fill(db, 50, 1000);
        check_ok(lookup_open(&l, db));
        check_ok(lookup_reload(l, &begin));
        check_eq(begin, 1000);
        run_sql(db, damages[i]);
        check_eq(lookup_reload(l, &begin), ERROR_CORRUPT);
        check_eq(begin, 1000);
        lookup_close(l);
        database_close(db);
    }
}

TEST(a_damaged_part_of_a_run_is_an_error_and_not_an_answer)
{
    static const char *const damages[] = {
        "UPDATE lookup SET ids = zeroblob(length(ids)) WHERE part >= 0",
        "UPDATE lookup SET ids = substr(ids, 1, length(ids) - 12) WHERE part >= 0",
        "UPDATE lookup SET ids = substr(ids, 1, 7) WHERE part >= 0",
        "UPDATE lookup SET ids = x'' WHERE part >= 0",
        "DELETE FROM lookup WHERE part >= 0",
    };
    for (size_t i = 0; i < sizeof damages / sizeof damages[0]; i++) {
        harness_note("%s", damages[i]);
        struct database *db = open_database(arena_printf(harness_arena(), "part-%zu.db", i));
        struct lookup *l = NULL;
        uint64_t begin = 0;
        uint64_t index = 0;
        fill(db, 50, 350); /* seven runs: the eighth merges */
        check_ok(lookup_open(&l, db));
        lookup_bound(l, 50);
        check_ok(lookup_reload(l, &begin));
        const struct hash id = id_of(20);
        check_ok(lookup_next(l, &id, 0, &index));
        check_ok(lookup_verify(l));
        run_sql(db, damages[i]);
        check_eq(lookup_verify(l), ERROR_CORRUPT);
        check_eq(lookup_next(l, &id, 0, &index), ERROR_CORRUPT);
        check_ok(database_begin(db));
        enum error e = OK;
        for (uint64_t n = 350; n < 400; n++) {
            const struct hash next = id_of(n);
            lookup_add(l, &next, n);
            e = lookup_write_out(l);
        }
        check_eq(e, ERROR_CORRUPT);
        database_rollback(db);
        lookup_close(l);
        database_close(db);
    }
}

TEST(a_lookup_is_open_only_with_its_table)
{
    struct database *db = open_database("none.db");
    struct lookup *l = NULL;
    run_sql(db, "DROP TABLE lookup");
    check_eq(lookup_open(&l, db), ERROR_CORRUPT);
    check_that(l == NULL);
    database_close(db);
}

TEST(entries_are_added_one_after_another)
{
    struct database *db = open_database("gap.db");
    struct lookup *l = NULL;
    uint64_t begin = 0;
    const struct hash id = id_of(1);
    check_ok(lookup_open(&l, db));
    check_ok(lookup_reload(l, &begin));
    check_dies((lookup_add(l, &id, 1), 0));
    lookup_add(l, &id, 0);
    check_dies((lookup_add(l, &id, 0), 0));
    lookup_close(l);
    database_close(db);
}
