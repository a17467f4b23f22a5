#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sim/disk.h"
#include "store/database.h"
#include "support/harness.h"

static const char schema[] = "CREATE TABLE t(id INTEGER PRIMARY KEY, v BLOB NOT NULL) STRICT;";

static const char *path_of(const char *name)
{
    return arena_printf(harness_arena(), "%s/%s", harness_folder(), name);
}

static struct database *open_writer(const char *name)
{
    struct database *db = NULL;
    const struct database_options o = {.create = true, .schema = schema, .version = 3};
    check_ok(database_open(&db, path_of(name), &o));
    return db;
}

static struct database *open_on(const struct disk *d)
{
    struct database *db = NULL;
    const struct database_options o = {.vfs = disk_vfs(d), .create = true, .schema = schema, .version = 3};
    check_ok(database_open(&db, "x.db", &o));
    return db;
}

static enum error open_reader(struct database **out, const char *name)
{
    const struct database_options o = {.read_only = true, .version = 3};
    return database_open(out, path_of(name), &o);
}

static enum error run(struct database *db, const char *sql)
{
    struct statement *s = NULL;
    enum error e = statement_prepare(db, &s, sql);
    e = e == OK ? statement_run(s) : e;
    statement_free(s);
    return e;
}

static enum error insert(struct database *db, int64_t id, size_t len)
{
    struct statement *s = NULL;
    enum error e = statement_prepare(db, &s, "INSERT INTO t(id, v) VALUES(?1, ?2)");
    if (e == OK) {
        statement_bind_integer(s, 1, id);
        statement_bind_bytes(s, 2, bytes_of(arena_take(harness_arena(), len, 1), len));
        e = statement_run(s);
    }
    statement_free(s);
    return e;
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

static int64_t count(struct database *db)
{
    return ask(db, "SELECT count(*) FROM t");
}

static bool is_there(const char *path)
{
    struct stat s;
    return stat(path, &s) == 0;
}

TEST(a_new_file_gets_its_tables_and_version_once)
{
    struct database *db = open_writer("x.db");
    check_ok(insert(db, 1, 10));
    database_close(db);
    database_close(NULL);
    db = open_writer("x.db");
    check_eq(count(db), 1);
    check_eq(ask(db, "PRAGMA user_version"), 3);
    database_close(db);
}

TEST(the_settings_hold_on_every_handle)
{
    static const struct {
        const char *sql;
        int64_t value;
    } rows[] = {
        {"PRAGMA synchronous", 2},     {"PRAGMA mmap_size", 0},          {"PRAGMA trusted_schema", 0},
        {"PRAGMA cell_size_check", 1}, {"PRAGMA temp_store", 2},         {"PRAGMA secure_delete", 1},
        {"PRAGMA cache_size", -2048},  {"PRAGMA wal_autocheckpoint", 0},
    };
    struct database *db = open_writer("x.db");
    struct database *reader = NULL;
    check_ok(open_reader(&reader, "x.db"));
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        harness_note("%s", rows[i].sql);
        check_eq(ask(db, rows[i].sql), rows[i].value);
        check_eq(ask(reader, rows[i].sql), rows[i].value);
    }
    struct statement *s = NULL;
    bool row = false;
    check_ok(statement_prepare(db, &s, "PRAGMA journal_mode"));
    check_ok(statement_step(s, &row));
    check_bytes(statement_bytes(s, 0), BYTES("wal"));
    database_close(reader);
    database_close(db);
}

TEST(the_file_cannot_bring_anything_that_runs)
{
    struct database *db = open_writer("x.db");
    /* defensive: the tables of SQLite itself are not written, whatever is asked for */
    check_ok(run(db, "PRAGMA writable_schema = ON"));
    check_that(run(db, "UPDATE sqlite_schema SET sql = NULL") != OK);
    check_that(run(db, "ATTACH DATABASE 'other.db' AS other") != OK);
    check_ok(run(db, "CREATE TRIGGER tr AFTER INSERT ON t BEGIN DELETE FROM t; END"));
    check_ok(insert(db, 1, 1));
    check_eq(count(db), 1); /* it did not run */
    check_ok(run(db, "CREATE VIEW vw AS SELECT * FROM t"));
    check_that(run(db, "SELECT * FROM vw") != OK);
    check_that(run(db, "SELECT \"not a column\" FROM t") != OK); /* no name turns into a text */
    check_that(run(db, "SELECT load_extension('x')") != OK);
    database_close(db);
}

TEST(a_cache_has_the_size_that_was_asked_for)
{
    struct database *db = NULL;
    const struct database_options o = {.create = true, .cache_kib = 512};
    check_ok(database_open(&db, path_of("x.db"), &o));
    check_eq(ask(db, "PRAGMA cache_size"), -512);
    database_close(db);
}

TEST(a_version_that_is_not_known_is_refused)
{
    struct database *db = open_writer("x.db");
    struct database *other = NULL;
    database_close(db);
    const struct database_options newer = {.create = true, .schema = schema, .version = 4};
    check_eq(database_open(&other, path_of("x.db"), &newer), ERROR_UNSUPPORTED);
    const struct database_options reader = {.read_only = true, .version = 2};
    check_eq(database_open(&other, path_of("x.db"), &reader), ERROR_UNSUPPORTED);
    const struct database_options any = {.read_only = true};
    check_ok(database_open(&other, path_of("x.db"), &any));
    database_close(other);
}

TEST(a_file_of_somebody_else_is_left_alone)
{
    struct database *db = NULL;
    const struct database_options theirs = {.create = true};
    check_ok(database_open(&db, path_of("x.db"), &theirs));
    check_ok(run(db, "CREATE TABLE foreign_words(word TEXT)"));
    database_close(db);
    const struct database_options ours = {.create = true, .schema = schema, .version = 3};
    check_eq(database_open(&db, path_of("x.db"), &ours), ERROR_UNSUPPORTED);
    check_ok(database_open(&db, path_of("x.db"), &theirs));
    check_eq(ask(db, "SELECT count(*) FROM sqlite_schema"), 1);
    database_close(db);
}

static void write_file(const char *path, struct bytes content)
{
    FILE *f = fopen(path, "wb");
    check_that(f != NULL);
    check_eq(fwrite(content.data, 1, content.len, f), content.len);
    check_eq(fclose(f), 0);
}

TEST(what_is_wrong_with_a_file_is_said_by_name)
{
    struct database *db = NULL;
    const struct database_options old = {.schema = schema, .version = 3};
    const struct database_options new = {.create = true, .schema = schema, .version = 3};
    const struct database_options reader = {.read_only = true, .version = 3};
    check_eq(database_open(&db, path_of("nobody.db"), &old), ERROR_NOT_FOUND);
    check_eq(database_open(&db, path_of("nobody.db"), &reader), ERROR_NOT_FOUND);
    check_eq(database_open(&db, path_of("no/folder/x.db"), &new), ERROR_NOT_FOUND);
    static const char *const no_paths[] = {"", ":memory:", "file:x.db", "file::memory:?cache=shared"};
    for (size_t i = 0; i < sizeof no_paths / sizeof no_paths[0]; i++) {
        check_eq(database_open(&db, no_paths[i], &new), ERROR_MALFORMED);
    }
    write_file(path_of("text.db"),
               BYTES("this is a text and no database; it is longer than a header of one, which has"
                     " a hundred bytes, so that nobody takes it for an empty one"));
    check_eq(database_open(&db, path_of("text.db"), &old), ERROR_CORRUPT);
    char *long_path = arena_take(harness_arena(), 5000, 1);
    memset(long_path, 'x', 4999);
    check_eq(database_open(&db, long_path, &new), ERROR_TOO_LARGE);
    check_that(db == NULL);
}

TEST(damage_inside_a_file_is_found)
{
    struct database *db = open_writer("x.db");
    check_ok(database_begin(db));
    for (int64_t i = 0; i < 200; i++) {
        check_ok(insert(db, i, 1000));
    }
    check_ok(database_commit(db));
    struct buffer findings;
    buffer_init(&findings, 100000);
    check_ok(database_check_integrity(db, &findings));
    check_eq(findings.len, 0);
    database_close(db);
    const int file = open(path_of("x.db"), O_RDWR);
    uint8_t garbage[4096];
    memset(garbage, 0xa5, sizeof garbage);
    check_eq(pwrite(file, garbage, sizeof garbage, (off_t)4096 * 10), sizeof garbage);
    check_eq(close(file), 0);
    db = open_writer("x.db");
    check_eq(database_check_integrity(db, &findings), ERROR_CORRUPT);
    check_that(findings.len > 0);
    check_eq(run(db, "SELECT sum(length(v)) FROM t"), ERROR_CORRUPT);
    check_eq(database_error(db), ERROR_CORRUPT);
    buffer_done(&findings);
    database_close(db);
}

TEST(tables_and_columns_that_are_gone_are_damage_and_bad_sql_is_a_bug)
{
    struct database *db = open_writer("x.db");
    struct statement *s = NULL;
    check_eq(statement_prepare(db, &s, "SELECT v FROM gone"), ERROR_CORRUPT);
    check_eq(statement_prepare(db, &s, "SELECT gone FROM t"), ERROR_CORRUPT);
    check_eq(statement_prepare(db, &s, "INSERT INTO t(gone) VALUES(1)"), ERROR_CORRUPT);
    check_eq(statement_prepare(db, &s, "INSERT INTO t(id, v) VALUES(1, x'') ON CONFLICT(v) DO NOTHING"),
             ERROR_CORRUPT);
    check_that(s == NULL);
    check_dies(statement_prepare(db, &s, "SELEC v FROM t") == OK);
    check_dies(statement_prepare(db, &s, "SELECT v FROM") == OK);
    check_dies(statement_prepare(db, &s, "SELECT no_such(v) FROM t") == OK);
    database_close(db);
}

TEST(there_is_one_writer_and_it_holds_the_lock_until_it_closes)
{
    struct database *db = open_writer("x.db");
    struct database *second = NULL;
    const struct database_options o = {.create = true, .schema = schema, .version = 3};
    check_eq(database_open(&second, path_of("x.db"), &o), ERROR_BUSY);
    check_that(second == NULL);
    check_ok(insert(db, 1, 1)); /* undisturbed */
    database_close(db);
    check_ok(database_open(&second, path_of("x.db"), &o));
    check_eq(count(second), 1);
    database_close(second);
}

TEST(the_lock_is_no_link_to_elsewhere)
{
    struct database *db = NULL;
    const struct database_options o = {.create = true, .schema = schema, .version = 3};
    check_eq(symlink("/dev/null", path_of("x.db-lock")), 0);
    check_eq(database_open(&db, path_of("x.db"), &o), ERROR_IO);
    check_that(!is_there(path_of("x.db")));
}

TEST(readers_read_and_nothing_else)
{
    struct database *db = open_writer("x.db");
    struct database *reader = NULL;
    check_ok(insert(db, 1, 10));
    check_ok(open_reader(&reader, "x.db"));
    check_eq(count(reader), 1);
    check_eq(insert(reader, 2, 10), ERROR_DENIED);
    check_dies(database_begin(reader) == OK);
    check_dies(database_checkpoint(reader, 0) == OK);
    check_dies(database_snapshot(db) == OK);
    database_close(reader);
    database_close(db);
}

TEST(a_snapshot_is_one_moment_until_the_next)
{
    struct database *db = open_writer("x.db");
    struct database *reader = NULL;
    check_ok(insert(db, 1, 10));
    check_ok(open_reader(&reader, "x.db"));
    check_ok(database_snapshot(reader));
    check_ok(insert(db, 2, 10));
    check_eq(count(reader), 1); /* though it first looks now */
    check_ok(database_checkpoint(db, 0));
    check_ok(insert(db, 3, 10));
    check_eq(count(reader), 1);
    check_ok(database_snapshot(reader));
    check_eq(count(reader), 3);
    database_rollback(reader);
    check_ok(insert(db, 4, 10));
    check_eq(count(reader), 4);
    database_close(reader);
    database_close(db);
}

TEST(a_rollback_takes_everything_back_and_resets_what_was_under_way)
{
    struct database *db = open_writer("x.db");
    struct statement *s = NULL;
    bool row = false;
    database_rollback(db); /* no transaction: nothing */
    check_ok(insert(db, 1, 10));
    check_ok(insert(db, 2, 10));
    check_ok(database_begin(db));
    check_ok(insert(db, 3, 10));
    check_ok(statement_prepare(db, &s, "SELECT id FROM t ORDER BY id"));
    check_ok(statement_step(s, &row));
    check_eq(statement_integer(s, 0), 1);
    database_rollback(db);
    check_eq(count(db), 2);
    check_ok(statement_step(s, &row));
    check_eq(statement_integer(s, 0), 1); /* from its beginning */
    check_ok(database_begin(db));
    check_dies(database_begin(db) == OK);
    database_rollback(db);
    check_dies(database_commit(db) == OK);
    database_close(db); /* frees s */
}

TEST(statements_bind_and_read_what_they_are_given)
{
    struct database *db = open_writer("x.db");
    struct statement *s = NULL;
    bool row = false;
    check_ok(run(db, "CREATE TABLE u(i INTEGER, b BLOB, t TEXT) STRICT"));
    check_ok(statement_prepare(db, &s, "INSERT INTO u VALUES(?1, ?2, ?3)"));
    statement_bind_integer(s, 1, INT64_MIN);
    statement_bind_bytes(s, 2, BYTES("\0\xff"));
    statement_bind_text(s, 3, BYTES("\xc3\xa9"));
    check_ok(statement_run(s));
    statement_bind_integer(s, 1, INT64_MAX);
    statement_bind_bytes(s, 2, bytes_of(NULL, 0)); /* empty, and not null */
    statement_bind_null(s, 3);
    check_ok(statement_run(s));
    statement_free(s);
    statement_free(NULL);
    check_ok(statement_prepare(db, &s, "SELECT i, b, t, b IS NULL, t IS NULL FROM u ORDER BY i"));
    check_ok(statement_step(s, &row));
    check_eq(statement_integer(s, 0), INT64_MIN);
    check_bytes(statement_bytes(s, 1), BYTES("\0\xff"));
    check_bytes(statement_bytes(s, 2), BYTES("\xc3\xa9"));
    check_ok(statement_step(s, &row));
    check_eq(statement_integer(s, 0), INT64_MAX);
    check_eq(statement_bytes(s, 1).len, 0);
    check_eq(statement_integer(s, 3), 0);
    check_eq(statement_integer(s, 4), 1);
    check_ok(statement_step(s, &row));
    check_that(!row);
    check_dies(statement_integer(s, 0));
    check_ok(statement_step(s, &row)); /* it may be stepped again */
    check_that(row);
    statement_free(s);
    check_eq(insert(db, 1, 1), OK);
    check_eq(insert(db, 1, 1), ERROR_EXISTS);
    check_eq(run(db, "INSERT INTO t(id, v) VALUES(2, NULL)"),
             ERROR_CORRUPT); /* the table is not what it was */
    database_close(db);
}

TEST(a_statement_is_prepared_when_it_is_needed_and_once)
{
    struct database *db = open_writer("x.db");
    struct statement *s = NULL;
    check_ok(statement_need(db, &s, "SELECT v FROM t"));
    const struct statement *first = s;
    check_ok(statement_need(db, &s, "SELECT v FROM t"));
    check_that(s == first);
    struct statement *gone = NULL;
    check_eq(statement_need(db, &gone, "SELECT v FROM gone"), ERROR_CORRUPT);
    check_that(gone == NULL);
    database_close(db);
}

TEST(the_log_is_moved_into_the_file_when_it_has_grown)
{
    struct database *db = open_writer("x.db");
    struct stat before;
    struct stat after;
    check_ok(insert(db, 1, 100000));
    check_eq(stat(path_of("x.db"), &before), 0);
    check_ok(database_checkpoint(db, 100));
    check_eq(stat(path_of("x.db"), &after), 0);
    check_eq(before.st_size, after.st_size);
    check_ok(database_checkpoint(db, 10));
    check_eq(stat(path_of("x.db"), &after), 0);
    check_that(after.st_size > before.st_size + 90000);
    database_close(db);
    check_eq(stat(path_of("x.db-wal"), &after), 0);
    check_eq(after.st_size, 0);
}

TEST(a_full_disk_refuses_a_transaction_and_takes_it_once_there_is_room)
{
    for (uint64_t room = 0; room < 40000; room += 1900) {
        harness_note("%llu bytes of room", (unsigned long long)room);
        struct disk *d = disk_new(room);
        struct database *db = open_on(d);
        check_ok(insert(db, 1, 1000));
        disk_plan(d, &(struct disk_plan){.bytes_max = disk_bytes(d) + room});
        int64_t done = 1;
        enum error e = OK;
        for (int64_t id = 2; e == OK; id++) {
            e = database_begin(db);
            e = e == OK ? insert(db, id, 5000) : e;
            e = e == OK ? database_commit(db) : e;
            done = e == OK ? id : done;
        }
        check_eq(e, ERROR_FULL);
        check_eq(database_error(db), ERROR_FULL);
        database_rollback(db);
        check_eq(count(db), done);
        disk_plan(d, &(struct disk_plan){.bytes_max = 0});
        check_ok(database_begin(db));
        check_ok(insert(db, done + 1, 5000));
        check_ok(database_commit(db));
        disk_crash(d);
        database_close(db);
        disk_restart(d, DISK_LOSE_SOME, room);
        db = open_on(d);
        check_eq(count(db), done + 1);
        struct buffer findings;
        buffer_init(&findings, 1000);
        check_ok(database_check_integrity(db, &findings));
        buffer_done(&findings);
        database_close(db);
        disk_free(d);
    }
}

TEST(a_full_disk_during_a_checkpoint_leaves_everything_in_the_log)
{
    struct disk *d = disk_new(1);
    struct database *db = open_on(d);
    for (int64_t id = 1; id < 20; id++) {
        check_ok(insert(db, id, 5000));
    }
    disk_plan(d, &(struct disk_plan){.bytes_max = disk_bytes(d) + 5000});
    check_eq(database_checkpoint(db, 0), ERROR_FULL);
    check_eq(count(db), 19);
    disk_plan(d, &(struct disk_plan){.bytes_max = 0});
    check_ok(database_checkpoint(db, 0));
    check_ok(insert(db, 20, 5000));
    check_eq(count(db), 20);
    database_close(db);
    disk_free(d);
}

TEST(a_failed_sync_is_fatal_for_the_handle)
{
    for (int what = 0; what < 2; what++) {
        struct disk *d = disk_new(1);
        struct database *db = open_on(d);
        check_ok(insert(db, 1, 1000));
        disk_plan(d, &(struct disk_plan){.fail_at = 1, .fail_kinds = DISK_SYNC});
        if (what == 0) {
            check_ok(database_begin(db));
            check_ok(insert(db, 2, 1000));
            check_eq(database_commit(db), ERROR_IO);
            database_rollback(db);
        } else {
            check_eq(database_checkpoint(db, 0), ERROR_IO);
        }
        check_eq(database_begin(db), ERROR_IO); /* though the disk would say yes now */
        check_eq(database_checkpoint(db, 0), ERROR_IO);
        database_close(db);
        db = open_on(d);
        check_that(count(db) >= 1);
        check_ok(database_begin(db));
        check_ok(insert(db, 3, 1000));
        check_ok(database_commit(db));
        database_close(db);
        disk_free(d);
    }
}

/* SQLite ends a transaction by itself when a write fails in the middle of it. */
TEST(after_a_failed_write_the_rest_of_a_transaction_does_not_stand_alone)
{
    struct disk *d = disk_new(1);
    struct database *db = NULL;
    const struct database_options o = {
        .vfs = disk_vfs(d), .create = true, .schema = schema, .version = 3, .cache_kib = 16};
    check_ok(database_open(&db, "x.db", &o));
    check_ok(database_begin(db));
    disk_plan(d, &(struct disk_plan){.fail_at = 1, .fail_kinds = DISK_WRITE});
    enum error e = OK;
    int64_t id = 1;
    for (; e == OK && id < 100; id++) {
        e = insert(db, id, 4000); /* more than the cache holds: it goes to the log before the commit */
    }
    check_eq(e, ERROR_IO);
    check_eq(insert(db, 1000, 1), ERROR_IO);
    check_eq(database_error(db), ERROR_IO);
    database_rollback(db);
    check_eq(count(db), 0);
    database_close(db);
    disk_free(d);
}

TEST(every_call_that_fails_is_said_and_loses_nothing)
{
    for (uint64_t at = 1; at < 200; at++) {
        harness_note("call %llu", (unsigned long long)at);
        struct disk *d = disk_new(at);
        struct database *db = open_on(d);
        check_ok(insert(db, 1, 1000));
        disk_plan(d, &(struct disk_plan){.fail_at = at, .fail_kinds = DISK_ANY, .fail_on = at % 2 == 0});
        bool failed = false;
        int64_t done = 1;
        for (int64_t id = 2; id < 12 && !failed; id++) {
            enum error e = database_begin(db);
            e = e == OK ? insert(db, id, 3000) : e;
            e = e == OK ? database_commit(db) : e;
            done = e == OK ? id : done;
            e = e == OK ? database_checkpoint(db, 3) : e;
            failed = e != OK;
            check_that(e == OK || e == ERROR_IO);
        }
        database_close(db);
        disk_crash(d);
        disk_restart(d, failed ? DISK_LOSE_SOME : DISK_LOSE_ALL, at);
        db = open_on(d);
        const int64_t there = count(db);
        check_that(there == done || (failed && there == done + 1));
        database_close(db);
        disk_free(d);
    }
}

static void note_pages(void *ctx, uint64_t done, uint64_t all)
{
    uint64_t *told = ctx;
    check_that(done <= all && done > *told);
    *told = done;
}

TEST(a_copy_is_what_the_reader_sees_whatever_is_written_meanwhile)
{
    struct database *db = open_writer("x.db");
    struct database *reader = NULL;
    struct database *copy = NULL;
    uint64_t told = 0;
    for (int64_t id = 0; id < 100; id++) {
        check_ok(insert(db, id, 60000));
    }
    check_ok(open_reader(&reader, "x.db"));
    check_ok(database_snapshot(reader));
    check_ok(insert(db, 100, 1000));
    check_ok(database_copy(reader, path_of("copy.db"), note_pages, &told));
    check_that(told >= 1024);
    check_eq(database_copy(reader, path_of("copy.db"), NULL, NULL), ERROR_EXISTS);
    check_ok(insert(db, 101, 1000));
    database_close(reader);
    check_ok(open_reader(&copy, "copy.db"));
    check_eq(count(copy), 100);
    database_close(copy);
    check_eq(access(path_of("copy.db-wal"), F_OK), -1); /* it stands alone */
    database_close(db);
}

TEST(a_copy_that_cannot_be_made_leaves_nothing)
{
    struct database *db = open_writer("x.db");
    struct database *reader = NULL;
    check_ok(insert(db, 1, 1000));
    check_ok(open_reader(&reader, "x.db"));
    check_eq(database_copy(reader, path_of("nowhere/copy.db"), NULL, NULL), ERROR_IO);
    check_eq(mkdir(path_of("folder"), 0700), 0);
    check_eq(database_copy(reader, path_of("folder"), NULL, NULL), ERROR_EXISTS);
    database_close(reader);
    database_close(db);
}
