/* store/database.h: SQLite, and the only place that knows it.
 *
 * One writer connection, which alone checkpoints the write-ahead log (SQLite 3.40.1 carries the WAL-reset
 * fault); readers open read-only and never checkpoint. synchronous=FULL, no mmap, defensive, no triggers or
 * views that are not ours. Every error of SQLite is logged here once, in its own words. A failed commit or
 * sync is fatal for the handle, which from then on gives ERROR_IO: the caller closes it and starts again from
 * the file. Not so a commit for which there is no space (ERROR_FULL): nothing of it is on disk, and after a
 * rollback the handle goes on. */
#ifndef STORE_DATABASE_H
#define STORE_DATABASE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/error.h"

struct database;
struct statement;

struct database_options {
    const char *vfs; /* NULL: the platform's */
    bool read_only;
    bool create;        /* make the file if it is not there */
    bool scratch;       /* nothing in it must outlive the process: no waiting for the disk */
    int64_t cache_kib;  /* 0: 2048 */
    const char *schema; /* SQL of STRICT tables, run in one transaction when user_version is 0 */
    int version;        /* user_version after the schema; another one found: ERROR_UNSUPPORTED */
};

/* Settings of SQLite for the whole process: one thread, no counting of memory. database_open sees to it;
 * whoever uses SQLite before calls it first. */
void database_start(void);

/* `path` NULL: in memory, `vfs` says nothing and `scratch` is implied. */
MUST_USE enum error database_open(struct database **out, const char *path,
                                  const struct database_options *options);
void database_close(struct database *db); /* the writer checkpoints and truncates the log first; takes NULL */

/* Removes a database that nobody has open, with its log and its lock; one that is not there: nothing. */
void database_remove(const char *path, const char *vfs);

/* BEGIN IMMEDIATE. After an error of a statement in it a transaction can only be rolled back. */
MUST_USE enum error database_begin(struct database *db);
MUST_USE enum error database_commit(struct database *db); /* durable when OK; ERROR_FULL, ERROR_IO */
void database_rollback(struct database *db);              /* no transaction: nothing */
/* A long read sees one moment: begins a read transaction on a reader. */
MUST_USE enum error database_snapshot(struct database *db);
/* Copies what a reader sees, one moment of it if it has a snapshot, into a new file of the platform, durably;
 * `progress`, which may be NULL, is told pages on the way. ERROR_EXISTS: something is there. After an error
 * nothing is. */
typedef void database_progress(void *ctx, uint64_t done, uint64_t all);
MUST_USE enum error database_copy(struct database *db, const char *path, database_progress *progress,
                                  void *ctx);
/* Writer, outside a transaction: moves the log into the file if it has grown beyond `frames_min` pages. */
MUST_USE enum error database_checkpoint(struct database *db, int frames_min);
/* PRAGMA integrity_check; appends what it found, a line each. OK: nothing found. ERROR_CORRUPT. It ends after
 * a time that grows with the file, whatever is in it. */
MUST_USE enum error database_check_integrity(struct database *db, struct buffer *findings);
/* The first error since the last begin, so that a chain of calls may be checked once. */
enum error database_error(const struct database *db);

/* A statement lives as long as its database unless freed. `sql` must be a literal. A mistake in it is a bug;
 * a missing table or column in a damaged file is ERROR_CORRUPT. */
MUST_USE enum error statement_prepare(struct database *db, struct statement **out, const char *sql);
/* Prepares *s unless that was done before: for statements that many never need. */
MUST_USE enum error statement_need(struct database *db, struct statement **s, const char *sql);
void statement_free(struct statement *s);                                      /* takes NULL */
void statement_bind_integer(struct statement *s, int index, int64_t value);    /* index from 1 */
void statement_bind_bytes(struct statement *s, int index, struct bytes value); /* blob; copied not: keep it */
void statement_bind_text(struct statement *s, int index, struct bytes value);
void statement_bind_null(struct statement *s, int index);
/* Next row: OK with *row true or false; after false or an error it is reset and may be bound again. */
MUST_USE enum error statement_step(struct statement *s, bool *row);
/* To its end, ignoring rows; resets. */
MUST_USE enum error statement_run(struct statement *s);
void statement_reset(struct statement *s);
int64_t statement_integer(struct statement *s, int column);    /* column from 0 */
struct bytes statement_bytes(struct statement *s, int column); /* until the next step or reset */
#endif
