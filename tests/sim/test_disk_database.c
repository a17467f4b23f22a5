/* SQLite on the simulated disk: a machine that goes down in any operation of a script of transactions comes
 * up with every transaction that was acknowledged, and no half of one that was not. */
#include <string.h>

#include "base/log.h"
#include "base/prng.h"
#include "sim/disk.h"
#include "store/database.h"
#include "support/harness.h"

enum { TRANSACTIONS = 24, KEPT = 5, SUBSETS = 8 };

static const char path[] = "data/record.db";
static const struct database_options options = {
    .create = true,
    .schema = "CREATE TABLE part(tx INTEGER NOT NULL, n INTEGER NOT NULL, v BLOB NOT NULL, PRIMARY KEY(tx, "
              "n)) STRICT,"
              " WITHOUT ROWID; CREATE TABLE last(id INTEGER PRIMARY KEY, tx INTEGER NOT NULL) STRICT;"
              " INSERT INTO last VALUES(1, 0)",
    .version = 1,
};

__attribute__((constructor)) static void be_quiet(void)
{
    log_set_level((enum log_level)0);
}

static struct database_options options_on(const struct disk *d)
{
    struct database_options o = options;
    o.vfs = disk_vfs(d);
    return o;
}

static size_t part_count(int64_t tx)
{
    return 1 + (size_t)(tx * 7 % 13);
}

static size_t part_len(int64_t tx, size_t n)
{
    return (size_t)(tx * 131 + (int64_t)n * 977) % 3000;
}

static enum error run(struct database *db, const char *sql, int64_t a, int64_t b, struct bytes v)
{
    struct statement *s = NULL;
    enum error e = statement_prepare(db, &s, sql);
    if (e != OK) {
        return e;
    }
    statement_bind_integer(s, 1, a);
    if (v.data != NULL) {
        statement_bind_integer(s, 2, b);
        statement_bind_bytes(s, 3, v);
    }
    e = statement_run(s);
    statement_free(s);
    return e;
}

static enum error run_transaction(struct database *db, int64_t tx)
{
    static uint8_t data[3000];
    memset(data, (int)tx, sizeof data);
    enum error e = database_begin(db);
    for (size_t n = 0; e == OK && n < part_count(tx); n++) {
        e = run(db, "INSERT INTO part VALUES(?1, ?2, ?3)", tx, (int64_t)n, bytes_of(data, part_len(tx, n)));
    }
    e = e == OK ? run(db, "DELETE FROM part WHERE tx = ?1", tx - KEPT, 0, bytes_of(NULL, 0)) : e;
    e = e == OK ? run(db, "UPDATE last SET tx = ?1", tx, 0, bytes_of(NULL, 0)) : e;
    e = e == OK ? database_commit(db) : e;
    if (e != OK) {
        database_rollback(db);
    }
    return e;
}

/* Whether the database holds exactly what is there after a number of transactions from `low` to `high`, and
 * which. */
static int64_t check_content(struct database *db, int64_t low, int64_t high)
{
    struct buffer findings;
    buffer_init(&findings, 10000);
    const enum error sound = database_check_integrity(db, &findings);
    check_text(buffer_text(&findings), "");
    check_ok(sound);
    buffer_done(&findings);
    struct statement *s = NULL;
    bool row = false;
    check_ok(statement_prepare(db, &s, "SELECT tx FROM last"));
    check_ok(statement_step(s, &row));
    check_that(row);
    const int64_t last = statement_integer(s, 0);
    statement_free(s);
    check_that(last >= low && last <= high);
    check_ok(statement_prepare(db, &s, "SELECT tx, n, v FROM part ORDER BY tx, n"));
    for (int64_t tx = last > KEPT ? last - KEPT + 1 : 1; tx <= last; tx++) {
        for (size_t n = 0; n < part_count(tx); n++) {
            check_ok(statement_step(s, &row));
            check_that(row);
            check_eq(statement_integer(s, 0), tx);
            check_eq(statement_integer(s, 1), n);
            const struct bytes v = statement_bytes(s, 2);
            check_eq(v.len, part_len(tx, n));
            check_that(v.len == 0 ||
                       (v.data[0] == (uint8_t)tx && memcmp(v.data, v.data + 1, v.len - 1) == 0));
        }
    }
    check_ok(statement_step(s, &row));
    check_that(!row);
    statement_free(s);
    return last;
}

/* The script under way, and what has become of crashes in it. */
struct trial {
    struct disk *disk;
    struct disk *other; /* where what is left is looked at */
    int64_t acknowledged;
    int64_t begun;
    uint64_t crashes;
    uint64_t unacknowledged; /* that were there afterwards */
    uint64_t every;          /* operations of which one is tried */
    bool again;              /* also go down while recovering */
};

static void check_rest(struct trial *t)
{
    const struct database_options o = options_on(t->other);
    struct database *db = NULL;
    check_ok(database_open(&db, path, &o));
    const int64_t last = check_content(db, t->acknowledged, t->begun);
    t->unacknowledged += last > t->acknowledged;
    database_close(db);
}

/* A second crash, in any operation of recovering, of a further transaction and of closing. */
static void recover_and_crash(struct trial *t, uint64_t seed)
{
    const struct database_options o = options_on(t->other);
    for (int round = 0; round < 3; round++) {
        struct database *db = NULL;
        struct prng p;
        prng_seed(&p, seed + (uint64_t)round);
        disk_plan(t->other, &(struct disk_plan){.crash_at = 1 + prng_below(&p, 12)});
        if (database_open(&db, path, &o) == OK) {
            t->acknowledged = check_content(db, t->acknowledged, t->begun);
            t->begun = t->acknowledged + 1;
            t->acknowledged += run_transaction(db, t->begun) == OK;
            database_close(db);
        }
        if (!disk_is_down(t->other)) {
            disk_crash(t->other);
        }
        disk_restart(t->other, DISK_LOSE_SOME, prng_next(&p));
        t->crashes++;
    }
}

static void crash_here(void *ctx)
{
    struct trial *t = ctx;
    if (disk_operations(t->disk) % t->every != 0) {
        return;
    }
    struct disk_image *image = disk_snapshot(t->disk);
    const struct trial before = *t;
    for (uint64_t i = 0; i < 2 + SUBSETS; i++) {
        const enum disk_loss loss = i == 0 ? DISK_LOSE_NOTHING : i == 1 ? DISK_LOSE_ALL : DISK_LOSE_SOME;
        const uint64_t seed = disk_operations(t->disk) * 100 + i;
        harness_note("seed %llu, operation %llu, variant %llu", (unsigned long long)harness_seed(),
                     (unsigned long long)disk_operations(t->disk), (unsigned long long)i);
        disk_restore(t->other, image);
        disk_crash(t->other);
        disk_restart(t->other, loss, seed + harness_seed());
        t->crashes++;
        if (t->again) {
            recover_and_crash(t, seed);
        }
        check_rest(t);
        t->acknowledged = before.acknowledged;
        t->begun = before.begun;
    }
    disk_image_free(image);
}

static void run_script(struct trial *t)
{
    const struct database_options o = options_on(t->disk);
    struct database *db = NULL;
    check_ok(database_open(&db, path, &o));
    for (int64_t tx = 1; tx <= TRANSACTIONS; tx++) {
        t->begun = tx;
        check_ok(run_transaction(db, tx));
        t->acknowledged = tx;
        if (tx % 5 == 0) {
            check_ok(database_checkpoint(db, 0));
        }
        if (tx % 11 == 0) {
            database_close(db);
            check_ok(database_open(&db, path, &o));
        }
    }
    database_close(db);
}

static void try_script(bool again)
{
    struct trial t = {.every = again ? 4 : 1, .again = again};
    t.disk = disk_new(harness_seed());
    t.other = disk_new(harness_seed() + 1);
    disk_watch(t.disk, crash_here, &t);
    run_script(&t);
    harness_note("%llu crashes", (unsigned long long)t.crashes);
    check_that(disk_operations(t.disk) > 400);
    check_that(t.crashes >= (2 + SUBSETS) * (disk_operations(t.disk) / t.every));
    check_that(again || t.unacknowledged > 20); /* both ends of a transaction in flight were met */
    disk_free(t.disk);
    disk_free(t.other);
}

TEST(a_crash_in_any_operation_loses_nothing_acknowledged_and_keeps_no_half)
{
    try_script(false);
}

TEST(a_second_crash_during_recovery_changes_nothing)
{
    try_script(true);
}

TEST(a_disk_that_lies_about_syncs_is_found_out)
{
    bool lost = false;
    for (uint64_t seed = 0; seed < 20 && !lost; seed++) {
        struct disk *d = disk_new(seed);
        const struct database_options o = options_on(d);
        struct database *db = NULL;
        check_ok(database_open(&db, path, &o));
        disk_plan(d, &(struct disk_plan){.sync_lies = true});
        for (int64_t tx = 1; tx <= 10; tx++) {
            check_ok(run_transaction(db, tx));
        }
        disk_crash(d);
        database_close(db);
        disk_restart(d, DISK_LOSE_SOME, seed);
        const enum error e = database_open(&db, path, &o);
        struct statement *s = NULL;
        bool row = false;
        lost = e != OK || statement_prepare(db, &s, "SELECT tx FROM last") != OK ||
               statement_step(s, &row) != OK || statement_integer(s, 0) < 10;
        database_close(e == OK ? db : NULL);
        disk_free(d);
    }
    check_that(lost); /* so the checks above can fail */
}

TEST(the_same_seed_gives_the_same_files)
{
    struct hash hashes[2];
    for (int i = 0; i < 2; i++) {
        struct disk *d = disk_new(77);
        struct trial t = {.disk = d};
        run_script(&t);
        hashes[i] = disk_hash(d);
        disk_free(d);
    }
    check_text(hash_hex(&hashes[0]).text, hash_hex(&hashes[1]).text);
}
