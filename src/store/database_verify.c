/* Pages of a damaged file may name each other so that a walk over a table meets the same rows again and
 * again, without an error and as good as without an end. So SQLite gets as many steps as the file can be
 * worth: a row has some bytes, and checking it takes some steps. */
#include "base/check.h"
#include "store/database_inner.h"

enum { STEPS_EACH = 4096, STEPS_A_BYTE = 16, STEPS_MIN = 1000000 };

struct steps {
    int64_t taken;
    int64_t max;
};

static int take_steps(void *ctx)
{
    struct steps *s = ctx;
    s->taken += STEPS_EACH;
    return s->taken > s->max;
}

static int64_t pragma(struct database *db, const char *sql)
{
    struct statement *s = NULL;
    bool row = false;
    int64_t value = 0;
    if (statement_prepare(db, &s, sql) == OK && statement_step(s, &row) == OK && row) {
        value = statement_integer(s, 0);
    }
    statement_free(s);
    return value;
}

static enum error check_pages(struct database *db, struct buffer *findings, bool *clean)
{
    struct statement *s = NULL;
    enum error e = statement_prepare(db, &s, "PRAGMA integrity_check");
    bool row = false;
    *clean = false;
    for (e = e == OK ? statement_step(s, &row) : e; e == OK && row; e = statement_step(s, &row)) {
        const struct bytes line = statement_bytes(s, 0);
        *clean = bytes_equal_text(line, "ok");
        if (!*clean) {
            buffer_add_bytes(findings, line);
            buffer_add_u8(findings, '\n');
        }
    }
    if (e == ERROR_CORRUPT) {
        buffer_printf(findings, "%s\n", sqlite3_errmsg(db->handle));
    }
    statement_free(s);
    return e;
}

enum error database_check_integrity(struct database *db, struct buffer *findings)
{
    struct steps steps = {.taken = 0, .max = STEPS_MIN};
    bool clean = false;
    /* The file has as many pages as SQLite finds it to have, whatever its first page says. */
    steps.max += pragma(db, "PRAGMA page_count") * pragma(db, "PRAGMA page_size") * STEPS_A_BYTE;
    sqlite3_progress_handler(db->handle, STEPS_EACH, take_steps, &steps);
    enum error e = check_pages(db, findings, &clean);
    sqlite3_progress_handler(db->handle, 0, NULL, NULL);
    if (e == ERROR_IO && steps.taken > steps.max) {
        buffer_add_text(findings, "its pages name each other in circles\n");
        e = ERROR_CORRUPT;
    }
    return e != OK ? e : clean ? OK : ERROR_CORRUPT;
}
