/* Changes of the state as they lie beside its pages, under sums that hold, as somebody may write them who can
 * reckon: they are read, or refused. What was read scans in order, is found sound by the audit, and has the
 * digest of the same rows written at once. The input is rows: two bytes of length, so many bytes. */
#include <stddef.h>
#include <stdint.h>

#include "base/check.h"
#include "crypto/hash.h"
#include "store/settled.h"
#include "store/state.h"
#include "support/world.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { ROWS_MAX = 8, INPUT_BYTES_MAX = 8192 };

static struct database *open_database(const struct world *w, const char *path)
{
    struct database *db = NULL;
    const struct database_options options = {
        .vfs = w->env.vfs, .create = true, .scratch = true, .schema = state_schema, .version = 1};
    check(database_open(&db, path, &options) == OK);
    check(database_begin(db) == OK);
    return db;
}

static void write_rows(struct database *db, struct bytes input)
{
    struct cursor c = cursor_of(input);
    struct statement *s = NULL;
    struct hash sum = {{0}};
    check(statement_prepare(db, &s, "INSERT INTO pending(seq, sum, changes) VALUES(?1, ?2, ?3)") == OK);
    for (int64_t seq = 1; seq <= ROWS_MAX; seq++) {
        const size_t high = cursor_u8(&c);
        const struct bytes changes = cursor_take(&c, high << 8 | cursor_u8(&c));
        if (c.failed) {
            break;
        }
        const struct bytes parts[] = {BYTES("univocal state pending 1\n"), hash_view(&sum), changes};
        sum = hash_of_parts(parts, 3);
        statement_bind_integer(s, 1, seq);
        statement_bind_bytes(s, 2, hash_view(&sum));
        statement_bind_bytes(s, 3, changes);
        check(statement_run(s) == OK);
    }
    statement_free(s);
}

/* Every row, ascending, with copies that last. */
static size_t scan(struct settled *s, struct arena *a, struct bucket_change *out, size_t max)
{
    size_t count = 0;
    bool more = true;
    check(settled_scan_begin(s, bytes_of(NULL, 0)) == OK);
    for (;;) {
        struct bytes key;
        struct bytes value;
        check(settled_scan_next(s, &key, &value, &more) == OK);
        if (!more) {
            return count;
        }
        check(count < max && (count == 0 || bytes_compare(out[count - 1].key, key) < 0));
        out[count++] = (struct bucket_change){arena_copy(a, key), arena_copy(a, value), true};
    }
}

static void check_same(const struct world *w, struct settled *s)
{
    static struct bucket_change rows[INPUT_BYTES_MAX / 5];
    struct arena a = {0};
    struct settled *once = NULL;
    struct hash digest;
    struct hash again;
    struct buffer findings;
    buffer_init(&findings, 10000);
    const size_t count = scan(s, &a, rows, sizeof rows / sizeof rows[0]);
    check(settled_digest(s, &digest) == OK);
    check(settled_verify(s, &findings) == OK && findings.len == 0);
    struct database *db = open_database(w, "once.db");
    check(settled_open(&once, db, true) == OK);
    check(count == 0 || settled_apply(once, rows, count) == OK);
    check(settled_digest(once, &again) == OK);
    check(hash_equal(&digest, &again));
    settled_close(once);
    database_close(db);
    buffer_done(&findings);
    arena_done(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > INPUT_BYTES_MAX) {
        return 0;
    }
    struct world *w = world_new(1);
    struct settled *s = NULL;
    struct database *db = open_database(w, "pending.db");
    write_rows(db, bytes_of(data, size));
    const enum error e = settled_open(&s, db, true);
    check(e == OK || e == ERROR_CORRUPT);
    if (e == OK) {
        check_same(w, s);
    }
    settled_close(s);
    database_close(db);
    world_free(w);
    return 0;
}
