#include <string.h>

#include "store/settled.h"
#include "store/state.h"
#include "support/harness.h"
#include "unit/store/model.h"

static void check_digest(struct settled *s, const struct model *m)
{
    struct hash digest;
    const struct hash expected = model_digest(m);
    check_ok(settled_digest(s, &digest));
    check_text(hash_hex(&digest).text, hash_hex(&expected).text);
}

static void check_scan(struct settled *s, const struct model *m, struct bytes prefix)
{
    struct bytes key;
    struct bytes value;
    bool more = true;
    size_t at = model_place(m, prefix);
    check_ok(settled_scan_begin(s, prefix));
    for (;; at++) {
        check_ok(settled_scan_next(s, &key, &value, &more));
        if (!more) {
            break;
        }
        check_that(at < m->count);
        check_bytes(key, m->rows[at].key);
        check_bytes(value, m->rows[at].value);
        struct bytes got;
        check_ok(settled_get(s, m->rows[0].key, &got)); /* takes nothing from the scan */
    }
    check_that(at == m->count || !bytes_start_with(m->rows[at].key, prefix));
}

/* One block: changes, their place in the model, a commit. */
static void run_block(struct database *db, struct settled *s, struct model *m, struct prng *p,
                      uint64_t spread)
{
    struct bucket_change changes[40];
    struct model batch;
    model_init(&batch);
    for (uint64_t i = 1 + prng_below(p, 39); i > 0; i--) {
        model_put(&batch, model_key(p, spread), model_value(p, 60));
    }
    for (size_t i = 0; i < batch.count; i++) {
        const struct model_row *row = &batch.rows[i];
        changes[i] = (struct bucket_change){row->key, row->value, prng_chance(p, 750)};
        if (changes[i].present) {
            model_put(m, row->key, row->value);
        } else {
            model_delete(m, row->key);
        }
    }
    check_ok(database_begin(db));
    check_ok(settled_apply(s, changes, batch.count));
    check_ok(database_commit(db));
    model_done(&batch);
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

static void run_sql(struct database *db, const char *sql)
{
    struct statement *s = NULL;
    check_ok(statement_prepare(db, &s, sql));
    check_ok(statement_run(s));
    statement_free(s);
}

TEST(blocks_writings_out_and_restarts_leave_what_a_sorted_list_has)
{
    struct prng p;
    prng_seed(&p, harness_seed());
    struct model m;
    model_init(&m);
    struct database *db = model_database("settled.db");
    struct settled *s = NULL;
    check_ok(settled_open(&s, db, true));
    settled_bound(s, 20000, 8000);
    int64_t written_out = 0;
    for (int block = 0; block < 250; block++) {
        harness_note("seed %llu, block %d", (unsigned long long)harness_seed(), block);
        run_block(db, s, &m, &p, 3000);
        written_out += ask(db, "SELECT count(*) FROM pending") == 1;
        if (prng_chance(&p, 100)) {
            settled_close(s);
            check_ok(settled_open(&s, db, true));
            settled_bound(s, 20000, 8000);
            check_digest(s, &m);
        }
        if (prng_chance(&p, 100)) {
            struct bytes prefix = model_key(&p, 3000);
            prefix.len = prng_below(&p, prefix.len + 1);
            check_scan(s, &m, prefix);
        }
    }
    check_that(written_out > 10);
    check_scan(s, &m, bytes_of(NULL, 0));
    struct buffer findings;
    buffer_init(&findings, 10000);
    check_ok(settled_verify(s, &findings));
    check_eq(findings.len, 0);
    buffer_done(&findings);
    settled_close(s);
    settled_close(NULL);
    database_close(db);
    model_done(&m);
}

TEST(pages_are_written_out_when_either_bound_is_passed)
{
    static const struct {
        const char *name;
        size_t memory_max;
        size_t pending_max;
        bool written_out;
    } rows[] = {
        {"neither", SETTLED_MEMORY_BYTES_MAX, 110, false},
        {"one byte of changes too many", SETTLED_MEMORY_BYTES_MAX, 109, true},
        {"memory", 1, SETTLED_PENDING_BYTES_MAX, true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        harness_note("%s", rows[i].name);
        struct database *db = model_database(arena_printf(harness_arena(), "settled-%zu.db", i));
        struct settled *s = NULL;
        check_ok(settled_open(&s, db, true));
        settled_bound(s, rows[i].memory_max, rows[i].pending_max);
        uint8_t value[100] = {0};
        const struct bucket_change c = {BYTES("k"), bytes_of(value, sizeof value),
                                        true}; /* 1 + 4 + 1 + 4 + 100 */
        check_ok(database_begin(db));
        check_ok(settled_apply(s, &c, 1));
        check_ok(database_commit(db));
        check_eq(ask(db, "SELECT count(*) FROM page") > 0, rows[i].written_out);
        check_eq(ask(db, "SELECT length(changes) FROM pending"), rows[i].written_out ? 0 : 110);
        settled_close(s);
        database_close(db);
    }
}

TEST(the_bounds_of_memory_and_pending_changes_hold)
{
    check_eq(SETTLED_MEMORY_BYTES_MAX, 2 * 1024 * 1024);
    check_eq(SETTLED_PENDING_BYTES_MAX, 2 * 1024 * 1024);
    struct database *db = model_database("settled.db");
    struct settled *s = NULL;
    check_ok(settled_open(&s, db, true));
    settled_bound(s, SIZE_MAX, SETTLED_PENDING_BYTES_MAX);
    uint8_t *value = arena_take(harness_arena(), 1, STATE_VALUE_BYTES_MAX);
    int64_t most = 0;
    for (uint8_t i = 0; i < 40; i++) {
        const struct bucket_change c = {bytes_of(&i, 1), bytes_of(value, 60000), true};
        check_ok(database_begin(db));
        check_ok(settled_apply(s, &c, 1));
        check_ok(database_commit(db));
        const int64_t bytes = ask(db, "SELECT total(length(changes)) FROM pending");
        most = bytes > most ? bytes : most;
    }
    check_that(most <= SETTLED_PENDING_BYTES_MAX && most > SETTLED_PENDING_BYTES_MAX - 60010);
    settled_bound(s, SETTLED_MEMORY_BYTES_MAX, SIZE_MAX);
    most = 0;
    for (uint8_t i = 0; i < 120; i++) {
        const uint8_t key[2] = {1, i};
        const struct bucket_change c = {bytes_of(key, 2), bytes_of(value, 60000), true};
        check_ok(database_begin(db));
        check_ok(settled_apply(s, &c, 1));
        check_ok(database_commit(db));
        const int64_t bytes = ask(db, "SELECT total(length(changes)) FROM pending");
        most = bytes > most ? bytes : most;
    }
    check_that(most <= SETTLED_MEMORY_BYTES_MAX && most > SETTLED_MEMORY_BYTES_MAX / 2);
    settled_close(s);
    database_close(db);
}

TEST(after_a_rollback_memory_is_what_the_file_says)
{
    struct prng p;
    prng_seed(&p, harness_seed());
    struct model m;
    struct model lost;
    model_init(&m);
    model_init(&lost);
    struct database *db = model_database("settled.db");
    struct settled *s = NULL;
    check_ok(settled_open(&s, db, true));
    settled_bound(s, 30000, 9000);
    for (int block = 0; block < 120; block++) {
        run_block(db, s, &m, &p, 500);
        if (block % 3 == 0) {
            const struct bucket_change c[] = {{BYTES("a"), BYTES("lost"), true},
                                              {BYTES("b"), BYTES("lost"), true}};
            check_ok(database_begin(db));
            check_ok(settled_apply(s, c, 2));
            database_rollback(db);
            check_ok(settled_reload(s));
            check_digest(s, &m);
        } else {
            check_ok(settled_reload(s)); /* nothing to do */
        }
    }
    check_digest(s, &m);
    settled_close(s);
    database_close(db);
    model_done(&m);
    model_done(&lost);
}

TEST(a_reader_sees_the_moment_of_its_snapshot)
{
    struct prng p;
    prng_seed(&p, harness_seed());
    struct model m;
    struct model then;
    model_init(&m);
    model_init(&then);
    struct database *db = model_database("settled.db");
    struct settled *s = NULL;
    check_ok(settled_open(&s, db, true));
    settled_bound(s, 20000, 8000);
    run_block(db, s, &m, &p, 500);
    struct database *reader = NULL;
    struct settled *r = NULL;
    const struct database_options options = {.read_only = true, .version = 1};
    check_ok(
        database_open(&reader, arena_printf(harness_arena(), "%s/settled.db", harness_folder()), &options));
    check_ok(database_snapshot(reader));
    check_ok(settled_open(&r, reader, false));
    for (int round = 0; round < 20; round++) {
        check_ok(database_snapshot(reader));
        check_ok(settled_reload(r));
        model_copy(&then, &m);
        for (int block = 0; block < 6; block++) {
            run_block(db, s, &m, &p, 500);
        }
        check_scan(r, &then, bytes_of(NULL, 0));
        check_digest(r, &then);
    }
    settled_close(r);
    database_close(reader);
    settled_close(s);
    database_close(db);
    model_done(&m);
    model_done(&then);
}

/* What is done to the file between two starts, and whether the next start may notice nothing. */
TEST(a_damaged_file_is_refused_at_the_start)
{
    static const struct {
        const char *name;
        const char *sql;
        bool early; /* before anything was written out */
    } rows[] = {
        {"a change of another value", /* v4 for v2 */
         "UPDATE pending SET changes = x'01000000056b65792032000000027634' WHERE seq = 3", true},
        {"a sum of another", "UPDATE pending SET sum = zeroblob(32) WHERE seq = 2", true},
        {"a sum that is too short", "UPDATE pending SET sum = substr(sum, 1, 31) WHERE seq = 2", true},
        {"the first block missing", "DELETE FROM pending WHERE seq = 1", true},
        {"a block in the middle missing", "DELETE FROM pending WHERE seq = 2", true},
        {"no changes where there must be some", "UPDATE pending SET changes = x'' WHERE seq = 2", true},
        {"a first block without changes and nothing on disk",
         "UPDATE pending SET changes = x'' WHERE seq = 1", true},
        {"pages, and no word of them", "INSERT INTO page(number, body) VALUES(1, x'00')", true},
        {"the row of the writing out missing", "DELETE FROM pending WHERE length(changes) = 0", false},
        {"all of pending missing", "DELETE FROM pending", false},
        {"all pages missing", "DELETE FROM page", false},
        {"the digest another", "UPDATE pending SET sum = zeroblob(32) WHERE length(changes) = 0", false},
        {"the pages older than the changes", "UPDATE page SET body = zeroblob(4)", false},
        {"a number that cannot be", "UPDATE pending SET seq = 9223372036854775807 WHERE seq = 3", true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        harness_note("%s", rows[i].name);
        struct database *db = model_database(arena_printf(harness_arena(), "settled-%zu.db", i));
        struct settled *s = NULL;
        check_ok(settled_open(&s, db, true));
        settled_bound(s, SIZE_MAX, rows[i].early ? SIZE_MAX : 80);
        for (int block = 0; block < 12; block++) {
            const char *key = arena_printf(harness_arena(), "key %d", block);
            const char *value = arena_printf(harness_arena(), "v%d", block);
            const struct bucket_change c = {bytes_of_text(key), bytes_of_text(value), true};
            check_ok(database_begin(db));
            check_ok(settled_apply(s, &c, 1));
            check_ok(database_commit(db));
        }
        check_that(rows[i].early || ask(db, "SELECT count(*) FROM pending") > 1);
        settled_close(s);
        check_ok(settled_open(&s, db, true));
        settled_close(s);
        run_sql(db, rows[i].sql);
        check_eq(settled_open(&s, db, true), ERROR_CORRUPT);
        database_close(db);
    }
}

TEST(a_bucket_that_has_lost_a_successor_ends_a_scan_with_an_error)
{
    struct prng p;
    prng_seed(&p, harness_seed());
    struct model m;
    model_init(&m);
    struct database *db = model_database("settled.db");
    struct settled *s = NULL;
    check_ok(settled_open(&s, db, true));
    settled_bound(s, 1, SIZE_MAX);
    for (int block = 0; block < 20; block++) {
        run_block(db, s, &m, &p, 3000);
    }
    settled_close(s);
    run_sql(db, "DELETE FROM page WHERE number = (SELECT max(number) FROM page)");
    check_ok(settled_open(&s, db, true));
    struct bytes key;
    struct bytes value;
    bool more = true;
    enum error e = settled_scan_begin(s, bytes_of(NULL, 0));
    size_t count = 0;
    while (e == OK && more) {
        e = settled_scan_next(s, &key, &value, &more);
        count++;
    }
    check_eq(e, ERROR_CORRUPT);
    check_that(count < m.count);
    struct buffer findings;
    buffer_init(&findings, 10000);
    check_eq(settled_verify(s, &findings), ERROR_CORRUPT);
    check_that(findings.len > 0);
    buffer_done(&findings);
    settled_close(s);
    database_close(db);
    model_done(&m);
}

TEST(a_state_is_open_only_with_its_tables)
{
    static const char *const tables[] = {"DROP TABLE page", "DROP TABLE pending"};
    for (size_t i = 0; i < 2; i++) {
        struct database *db = model_database(arena_printf(harness_arena(), "settled-%zu.db", i));
        struct settled *s = NULL;
        run_sql(db, tables[i]);
        check_eq(settled_open(&s, db, true), ERROR_CORRUPT);
        check_that(s == NULL);
        database_close(db);
    }
}
