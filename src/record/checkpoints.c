#include "record/checkpoints.h"

#include <stdlib.h>

#include "base/check.h"

const char checkpoints_schema[] =
    "CREATE TABLE checkpoint(size INTEGER PRIMARY KEY, note BLOB NOT NULL) STRICT;";

struct checkpoints {
    struct statement *put;
    struct statement *from;
    struct statement *last;
};

enum error checkpoints_open(struct checkpoints **out, struct database *db, bool writable)
{
    struct checkpoints *c = calloc(1, sizeof *c);
    check(c != NULL);
    enum error e = statement_prepare(
        db, &c->from, "SELECT size, note FROM checkpoint WHERE size >= ?1 ORDER BY size LIMIT 1");
    e = e == OK
            ? statement_prepare(db, &c->last, "SELECT size, note FROM checkpoint ORDER BY size DESC LIMIT 1")
            : e;
    if (writable && e == OK) {
        e = statement_prepare(db, &c->put,
                              "INSERT INTO checkpoint(size, note) VALUES(?1, ?2)"
                              " ON CONFLICT(size) DO UPDATE SET note = ?2");
    }
    if (e != OK) {
        checkpoints_close(c);
        return e;
    }
    *out = c;
    return OK;
}

void checkpoints_close(struct checkpoints *c)
{
    if (c != NULL) {
        statement_free(c->put);
        statement_free(c->from);
        statement_free(c->last);
        free(c);
    }
}

enum error checkpoints_put(struct checkpoints *c, uint64_t size, struct bytes note)
{
    check(c->put != NULL && size <= INT64_MAX);
    statement_bind_integer(c->put, 1, (int64_t)size);
    statement_bind_bytes(c->put, 2, note);
    return statement_run(c->put);
}

static enum error take(struct statement *s, struct arena *a, uint64_t *size, struct bytes *note)
{
    bool row = false;
    const enum error e = statement_step(s, &row);
    if (e != OK || !row) {
        return e != OK ? e : ERROR_NOT_FOUND;
    }
    const int64_t stored = statement_integer(s, 0);
    if (stored < 0) {
        statement_reset(s);
        return ERROR_CORRUPT;
    }
    *size = (uint64_t)stored;
    *note = arena_copy(a, statement_bytes(s, 1));
    statement_reset(s);
    return OK;
}

enum error checkpoints_from(struct checkpoints *c, uint64_t size, struct arena *a, uint64_t *found,
                            struct bytes *note)
{
    check(size <= INT64_MAX);
    statement_bind_integer(c->from, 1, (int64_t)size);
    return take(c->from, a, found, note);
}

enum error checkpoints_last(struct checkpoints *c, struct arena *a, uint64_t *size, struct bytes *note)
{
    return take(c->last, a, size, note);
}
