/* A whole database as one moment of it, into a file of its own. */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/check.h"
#include "base/log.h"
#include "store/database_inner.h"

enum { STEP_PAGES = 1024 }; /* between two words of progress: 4 MiB */

static enum error error_of_copy(int code)
{
    switch (code & 0xff) {
    case SQLITE_DONE:
    case SQLITE_OK:
        return OK;
    case SQLITE_FULL:
        return ERROR_FULL;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return ERROR_CORRUPT;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return ERROR_BUSY;
    default:
        return ERROR_IO;
    }
}

static int copy_pages(sqlite3_backup *b, database_progress *progress, void *ctx)
{
    int code = SQLITE_OK;
    while (code == SQLITE_OK) {
        code = sqlite3_backup_step(b, STEP_PAGES);
        if (progress != NULL && code == SQLITE_OK) {
            const int all = sqlite3_backup_pagecount(b);
            progress(ctx, (uint64_t)(all - sqlite3_backup_remaining(b)), (uint64_t)all);
        }
    }
    return code;
}

/* The copy stands alone: no log beside it, so that a disk that cannot be written serves to read it. */
static int copy_into(struct database *from, sqlite3 *to, database_progress *progress, void *ctx)
{
    sqlite3_backup *b = sqlite3_backup_init(to, "main", from->handle, "main");
    if (b == NULL) {
        return sqlite3_errcode(to);
    }
    const int stepped = copy_pages(b, progress, ctx);
    const int finished = sqlite3_backup_finish(b);
    if (stepped != SQLITE_DONE || finished != SQLITE_OK) {
        return stepped != SQLITE_DONE ? stepped : finished;
    }
    return sqlite3_exec(to, "PRAGMA journal_mode=DELETE", NULL, NULL, NULL);
}

enum error database_copy(struct database *db, const char *path, database_progress *progress, void *ctx)
{
    sqlite3 *to = NULL;
    check(db->read_only);
    if (access(path, F_OK) == 0) {
        return ERROR_EXISTS;
    }
    const int made = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (made < 0) {
        return ERROR_IO;
    }
    (void)close(made);
    int code = sqlite3_open_v2(path, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    check(to != NULL);
    if (code == SQLITE_OK) {
        code = sqlite3_exec(to, "PRAGMA synchronous=FULL", NULL, NULL, NULL);
    }
    code = code == SQLITE_OK ? copy_into(db, to, progress, ctx) : code;
    const enum error e = error_of_copy(code);
    if (e != OK) {
        log_event(LOG_ERROR, "database_copy_failed", "file=%s code=%d message=%s", path, code,
                  sqlite3_errmsg(to));
    }
    (void)sqlite3_close(to);
    if (e != OK) {
        database_remove(path, NULL);
    }
    return e;
}
