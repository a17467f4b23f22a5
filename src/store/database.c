#include "store/database.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/check.h"
#include "base/limits.h"
#include "base/log.h"
#include "store/database_inner.h"

enum { CACHE_KIB = 2048, BUSY_WAIT_MS = 2000, SQL_BYTES_MAX = 64 * 1024 };

static enum error error_of(int code, int system_errno)
{
    switch (code & 0xff) {
    case SQLITE_OK:
        return OK;
    case SQLITE_FULL:
        return ERROR_FULL;
    case SQLITE_IOERR:
        if (code == SQLITE_IOERR_CORRUPTFS) {
            return ERROR_CORRUPT;
        }
        /* Whatever the reason: what was written before may be there or not. */
        if (code == SQLITE_IOERR_FSYNC || code == SQLITE_IOERR_DIR_FSYNC) {
            return ERROR_IO;
        }
        return system_errno == ENOSPC || system_errno == EDQUOT ? ERROR_FULL : ERROR_IO;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_SCHEMA:
    case SQLITE_ERROR:
    case SQLITE_FORMAT:
        return ERROR_CORRUPT;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
        return ERROR_BUSY;
    case SQLITE_CONSTRAINT:
        return code == SQLITE_CONSTRAINT_PRIMARYKEY || code == SQLITE_CONSTRAINT_UNIQUE ||
                       code == SQLITE_CONSTRAINT_ROWID
                   ? ERROR_EXISTS
                   : ERROR_CORRUPT;
    case SQLITE_TOOBIG:
        return ERROR_TOO_LARGE;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
        return ERROR_DENIED;
    case SQLITE_CANTOPEN:
        return system_errno == ENOENT ? ERROR_NOT_FOUND : ERROR_IO;
    default:
        return ERROR_IO;
    }
}

/* The one place where an error of SQLite becomes one of ours. */
static enum error fail(struct database *db, int code, const char *what)
{
    check((code & 0xff) != SQLITE_NOMEM && (code & 0xff) != SQLITE_MISUSE);
    const int system_errno = sqlite3_system_errno(db->handle);
    const enum error e = error_of(code, system_errno);
    db->last_code = code;
    if (e == OK) {
        return OK;
    }
    const char *name = sqlite3_db_filename(db->handle, "main");
    const enum log_level level = e == ERROR_BUSY || e == ERROR_NOT_FOUND ? LOG_NOTICE : LOG_ERROR;
    log_event(level, "database_error", "error=%s doing=%s code=%d errno=%d file=%s message=%s", error_name(e),
              what, code, system_errno, name == NULL ? "" : name, sqlite3_errmsg(db->handle));
    if (db->error == OK) {
        db->error = e;
    }
    return e;
}

enum error database_error(const struct database *db)
{
    return db->error;
}

static enum error run_sql(struct database *db, const char *sql, const char *what)
{
    return fail(db, sqlite3_exec(db->handle, sql, NULL, NULL, NULL), what);
}

/* Runs one pragma and returns the integer of its first row. */
static enum error ask_integer(struct database *db, const char *sql, int64_t *out)
{
    sqlite3_stmt *s = NULL;
    int code = sqlite3_prepare_v2(db->handle, sql, -1, &s, NULL);
    if (code == SQLITE_OK) {
        code = sqlite3_step(s);
        if (code == SQLITE_ROW) {
            *out = sqlite3_column_int64(s, 0);
            code = SQLITE_OK;
        } else if (code == SQLITE_DONE) {
            code = SQLITE_CORRUPT;
        }
    }
    const enum error e = fail(db, code, sql);
    sqlite3_finalize(s);
    return e;
}

static int remember_frames(void *ctx, sqlite3 *handle, const char *name, int frames)
{
    struct database *db = ctx;
    (void)handle;
    (void)name;
    db->frames = frames;
    return SQLITE_OK;
}

/* The platform's locks hold for a transaction; ours holds as long as the writer lives, because what it keeps
 * in memory would not notice another writer. */
static enum error take_lock(struct database *db, const char *path)
{
    char name[PATH_MAX];
    const int len = snprintf(name, sizeof name, "%s-lock", path);
    if (len < 0 || (size_t)len >= sizeof name) {
        return ERROR_TOO_LARGE;
    }
    db->lock = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (db->lock < 0) {
        const int failed = errno;
        log_event(LOG_ERROR, "database_lock_failed", "file=%s errno=%d", name, failed);
        return failed == ENOSPC                      ? ERROR_FULL
               : failed == ENOENT                    ? ERROR_NOT_FOUND
               : failed == EACCES || failed == EROFS ? ERROR_DENIED
                                                     : ERROR_IO;
    }
    if (flock(db->lock, LOCK_EX | LOCK_NB) != 0) {
        const int failed = errno;
        log_event(LOG_NOTICE, "database_busy", "file=%s errno=%d", name, failed);
        return failed == EWOULDBLOCK ? ERROR_BUSY : ERROR_IO;
    }
    return OK;
}

static void restrain(struct database *db)
{
    static const struct {
        int option;
        int value;
    } rows[] = {
        {SQLITE_DBCONFIG_DEFENSIVE, 1},        {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
        {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},   {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
        {SQLITE_DBCONFIG_DQS_DML, 0},          {SQLITE_DBCONFIG_DQS_DDL, 0},
        {SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1}, {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        check(sqlite3_db_config(db->handle, rows[i].option, rows[i].value, NULL) == SQLITE_OK);
    }
    (void)sqlite3_limit(db->handle, SQLITE_LIMIT_ATTACHED, 0);
    (void)sqlite3_limit(db->handle, SQLITE_LIMIT_SQL_LENGTH, SQL_BYTES_MAX);
    (void)sqlite3_limit(db->handle, SQLITE_LIMIT_LENGTH, DATABASE_VALUE_BYTES_MAX);
    (void)sqlite3_limit(db->handle, SQLITE_LIMIT_WORKER_THREADS, 0);
    (void)sqlite3_extended_result_codes(db->handle, 1);
    (void)sqlite3_busy_timeout(db->handle, BUSY_WAIT_MS);
}

/* Write-ahead log, or it is no database of ours. In memory there is none. */
static enum error set_journal(struct database *db, const char *path)
{
    const char *wanted = path == NULL ? "memory" : "wal";
    sqlite3_stmt *s = NULL;
    int code = sqlite3_prepare_v2(db->handle, "PRAGMA journal_mode=WAL", -1, &s, NULL);
    code = code == SQLITE_OK ? sqlite3_step(s) : code;
    const bool wal = code == SQLITE_ROW && strcmp((const char *)sqlite3_column_text(s, 0), wanted) == 0;
    enum error e = fail(db, code == SQLITE_ROW || code == SQLITE_DONE ? SQLITE_OK : code, "journal_mode");
    sqlite3_finalize(s);
    if (e == OK && !wal) {
        log_event(LOG_ERROR, "database_without_log", "the file system or the file has no write-ahead log");
        e = ERROR_UNSUPPORTED;
    }
    return e;
}

static enum error set_pragmas(struct database *db, const struct database_options *options, bool durable)
{
    char sql[256];
    const int len = snprintf(sql, sizeof sql,
                             "PRAGMA mmap_size=0; PRAGMA cell_size_check=ON; PRAGMA temp_store=MEMORY;"
                             "PRAGMA secure_delete=ON; PRAGMA cache_size=-%lld; PRAGMA synchronous=%s; "
                             "PRAGMA wal_autocheckpoint=0;",
                             (long long)(options->cache_kib > 0 ? options->cache_kib : CACHE_KIB),
                             durable ? "FULL" : "OFF");
    check(len > 0 && (size_t)len < sizeof sql);
    return run_sql(db, sql, "pragmas");
}

/* Nothing there yet: the tables and the version, all or nothing. A file of somebody else's is left alone. */
static enum error make_schema(struct database *db, const struct database_options *options)
{
    int64_t tables = 0;
    const enum error asked = ask_integer(db, "SELECT count(*) FROM sqlite_schema", &tables);
    if (asked != OK || tables > 0) {
        log_event(LOG_ERROR, "database_foreign", "the file has %lld tables and no version",
                  (long long)tables);
        return asked != OK ? asked : ERROR_UNSUPPORTED;
    }
    char version[64];
    const int len = snprintf(version, sizeof version, "PRAGMA user_version=%d", options->version);
    check(len > 0 && (size_t)len < sizeof version);
    enum error e = run_sql(db, "BEGIN IMMEDIATE", "begin");
    e = e == OK ? run_sql(db, options->schema, "schema") : e;
    e = e == OK ? run_sql(db, version, "user_version") : e;
    e = e == OK ? run_sql(db, "COMMIT", "commit") : e;
    if (e != OK) {
        database_rollback(db);
    }
    return e;
}

static enum error settle_version(struct database *db, const struct database_options *options)
{
    int64_t version = 0;
    enum error e = ask_integer(db, "PRAGMA user_version", &version);
    if (e == OK && version == 0 && options->schema != NULL && !db->read_only) {
        e = make_schema(db, options);
        version = options->version;
    }
    if (e == OK && options->version != 0 && version != options->version) {
        log_event(LOG_ERROR, "database_version", "found=%lld known=%d", (long long)version, options->version);
        e = ERROR_UNSUPPORTED;
    }
    return e;
}

/* A commit that failed late, or a process that was killed, may have left a whole transaction in the log that
 * was never synced. Opening finds it there and answers from it: so it is made durable first, or a loss of
 * power would take back what was acknowledged. */
static enum error sync_log(struct database *db)
{
    sqlite3_file *log = NULL;
    const int asked = sqlite3_file_control(db->handle, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
    if (asked != SQLITE_OK || log == NULL || log->pMethods == NULL) {
        return fail(db, asked, "the log");
    }
    return fail(db, log->pMethods->xSync(log, SQLITE_SYNC_NORMAL), "sync of the log");
}

static enum error open_handle(struct database *db, const char *path, const struct database_options *options)
{
    const bool durable = path != NULL && !options->scratch;
    enum error e = !db->read_only && path != NULL && options->vfs == NULL ? take_lock(db, path) : OK;
    if (e != OK) {
        return e;
    }
    const int access = db->read_only ? SQLITE_OPEN_READONLY
                                     : SQLITE_OPEN_READWRITE | (options->create ? SQLITE_OPEN_CREATE : 0);
    const int code = sqlite3_open_v2(path == NULL ? ":memory:" : path, &db->handle,
                                     access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE,
                                     path == NULL ? NULL : options->vfs);
    check(db->handle != NULL);
    e = fail(db, code, "open");
    if (e != OK) {
        return e;
    }
    restrain(db);
    e = set_pragmas(db, options, durable);
    if (!db->read_only) {
        e = e == OK ? set_journal(db, path) : e;
        (void)sqlite3_wal_hook(db->handle, remember_frames, db); /* also turns the automatic checkpoint off */
    }
    e = e == OK ? settle_version(db, options) : e;
    if (!db->read_only) {
        e = e == OK && durable ? sync_log(db) : e;
        e = e == OK ? statement_prepare(db, &db->begin, "BEGIN IMMEDIATE") : e;
        e = e == OK ? statement_prepare(db, &db->commit, "COMMIT") : e;
    }
    return e;
}

void database_start(void)
{
    static bool done;
    if (!done) {
        done = true;
        (void)sqlite3_config(SQLITE_CONFIG_SINGLETHREAD); /* no process of ours has a second thread */
        (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
        check(sqlite3_initialize() == SQLITE_OK);
    }
}

enum error database_open(struct database **out, const char *path, const struct database_options *options)
{
    if (path != NULL && (strncmp(path, "file:", 5) == 0 || path[0] == 0 ||
                         path[0] == ':')) { /* SQLite reads more than a path there */
        log_event(LOG_ERROR, "database_path", "not a path: %s", path);
        return ERROR_MALFORMED;
    }
    check(options->version >= 0);
    database_start();
    struct database *db = calloc(1, sizeof *db);
    check(db != NULL);
    db->read_only = options->read_only;
    db->lock = -1;
    const enum error e = open_handle(db, path, options);
    if (e != OK) {
        db->broken = true; /* nothing of ours stands in its log */
        database_close(db);
        return e;
    }
    *out = db;
    return OK;
}

void database_close(struct database *db)
{
    if (db == NULL) {
        return;
    }
    for (struct statement *s = db->statements, *next = NULL; s != NULL; s = next) {
        next = s->next;
        statement_free(s);
    }
    if (!db->read_only && !db->broken) {
        database_rollback(db);
        const int code = sqlite3_wal_checkpoint_v2(db->handle, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
        (void)fail(db, code == SQLITE_BUSY ? SQLITE_OK : code,
                   "checkpoint"); /* busy: a reader; the log stays */
    }
    check(sqlite3_close(db->handle) == SQLITE_OK);
    if (db->lock >= 0) {
        (void)close(db->lock);
    }
    free(db);
}

void database_remove(const char *path, const char *vfs)
{
    static const char *const endings[] = {"", "-wal", "-shm", "-lock"};
    sqlite3_vfs *disk = sqlite3_vfs_find(vfs);
    check(disk != NULL);
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        char name[PATH_MAX];
        const int len = snprintf(name, sizeof name, "%s%s", path, endings[i]);
        if (len > 0 && (size_t)len < sizeof name) {
            (void)disk->xDelete(disk, name, 0);
        }
    }
}

enum error database_begin(struct database *db)
{
    check(!db->read_only && !db->begun);
    if (db->broken) {
        log_event(LOG_ERROR, "database_broken", "an earlier commit failed: open it again");
        return ERROR_IO;
    }
    db->error = OK;
    const enum error e = statement_run(db->begin);
    db->begun = e == OK;
    return e;
}

/* A write that was refused for want of space came before the sync, and SQLite has taken back what it had
 * written; any other failure leaves open what is on disk. */
enum error database_commit(struct database *db)
{
    check(!db->read_only && !db->broken && db->begun);
    const enum error e = statement_run(db->commit);
    db->broken = e != OK && !(e == ERROR_FULL && db->last_code == SQLITE_FULL);
    db->begun = e == OK ? false : db->begun;
    return e;
}

void database_rollback(struct database *db)
{
    for (struct statement *s = db->statements; s != NULL; s = s->next) {
        statement_reset(s);
    }
    db->begun = false;
    if (sqlite3_get_autocommit(db->handle) == 0) {
        const enum error e = run_sql(db, "ROLLBACK", "rollback");
        db->broken = db->broken || e != OK;
    }
}

enum error database_snapshot(struct database *db)
{
    check(db->read_only);
    database_rollback(db);
    db->error = OK;
    enum error e = run_sql(db, "BEGIN", "begin");
    int64_t version = 0; /* the moment is taken by the first read, not by BEGIN */
    e = e == OK ? ask_integer(db, "PRAGMA schema_version", &version) : e;
    if (e != OK) {
        database_rollback(db);
    }
    return e;
}

enum error database_checkpoint(struct database *db, int frames_min)
{
    check(!db->read_only && sqlite3_get_autocommit(db->handle) != 0);
    if (db->broken) {
        return ERROR_IO;
    }
    if (db->frames <= frames_min) {
        return OK;
    }
    /* Passive: what readers still need stays in the log, and the next call takes it. */
    const int code = sqlite3_wal_checkpoint_v2(db->handle, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
    if (code == SQLITE_BUSY) {
        return OK;
    }
    const enum error e = fail(db, code, "checkpoint");
    if (e == OK) {
        db->frames = 0;
    } else if (code != SQLITE_FULL) {
        /* After a failed sync the system may have forgotten what it did not write; asking again would answer
         * yes. A write that was refused for want of space is met before the sync, and the log still has
         * everything. */
        db->broken = true;
    }
    return e;
}

/* Words that are no SQL are a bug of ours; a table or column that is gone or another is the file's fault. */
static bool is_mistake(int code, const char *message)
{
    return (code & 0xff) == SQLITE_ERROR &&
           (strstr(message, "syntax error") != NULL || strncmp(message, "incomplete input", 16) == 0 ||
            strncmp(message, "unrecognized token", 18) == 0 || strncmp(message, "no such function", 16) == 0);
}

enum error statement_prepare(struct database *db, struct statement **out, const char *sql)
{
    struct statement *s = calloc(1, sizeof *s);
    check(s != NULL);
    const int code = sqlite3_prepare_v3(db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &s->handle, NULL);
    if (code != SQLITE_OK) {
        check(!is_mistake(code, sqlite3_errmsg(db->handle)));
        const enum error e = fail(db, code, "prepare");
        free(s);
        return e;
    }
    s->db = db;
    s->next = db->statements;
    if (s->next != NULL) {
        s->next->previous = s;
    }
    db->statements = s;
    *out = s;
    return OK;
}

enum error statement_need(struct database *db, struct statement **s, const char *sql)
{
    return *s != NULL ? OK : statement_prepare(db, s, sql);
}

void statement_free(struct statement *s)
{
    if (s == NULL) {
        return;
    }
    sqlite3_finalize(s->handle);
    if (s->previous != NULL) {
        s->previous->next = s->next;
    } else {
        s->db->statements = s->next;
    }
    if (s->next != NULL) {
        s->next->previous = s->previous;
    }
    free(s);
}

void statement_reset(struct statement *s)
{
    if (s->stepping) {
        (void)sqlite3_reset(s->handle); /* repeats the error of the last step, which was told */
        s->stepping = false;
    }
}

void statement_bind_integer(struct statement *s, int index, int64_t value)
{
    statement_reset(s);
    check(sqlite3_bind_int64(s->handle, index, value) == SQLITE_OK);
}

/* A pointer even if there is nothing: NULL would bind a null. */
static const void *some(struct bytes value)
{
    return value.len == 0 ? "" : (const void *)value.data;
}

void statement_bind_bytes(struct statement *s, int index, struct bytes value)
{
    statement_reset(s);
    check(sqlite3_bind_blob64(s->handle, index, some(value), value.len, SQLITE_STATIC) == SQLITE_OK);
}

void statement_bind_text(struct statement *s, int index, struct bytes value)
{
    statement_reset(s);
    check(sqlite3_bind_text64(s->handle, index, some(value), value.len, SQLITE_STATIC, SQLITE_UTF8) ==
          SQLITE_OK);
}

void statement_bind_null(struct statement *s, int index)
{
    statement_reset(s);
    check(sqlite3_bind_null(s->handle, index) == SQLITE_OK);
}

/* SQLite ends a transaction by itself after some errors; what comes then must not stand alone. */
static bool is_ended(const struct database *db)
{
    return db->begun && sqlite3_get_autocommit(db->handle) != 0;
}

enum error statement_step(struct statement *s, bool *row)
{
    if (is_ended(s->db)) {
        *row = false;
        return s->db->error == OK ? ERROR_IO : s->db->error;
    }
    const int code = sqlite3_step(s->handle);
    *row = code == SQLITE_ROW;
    s->stepping = true;
    if (*row) {
        return OK;
    }
    const enum error e = fail(s->db, code == SQLITE_DONE ? SQLITE_OK : code, "step");
    statement_reset(s);
    return e;
}

enum error statement_run(struct statement *s)
{
    bool row = true;
    enum error e = OK;
    while (e == OK && row) {
        e = statement_step(s, &row);
    }
    return e;
}

int64_t statement_integer(struct statement *s, int column)
{
    check(s->stepping);
    return sqlite3_column_int64(s->handle, column);
}

struct bytes statement_bytes(struct statement *s, int column)
{
    check(s->stepping);
    const void *data = sqlite3_column_blob(s->handle, column);
    return bytes_of(data, data == NULL ? 0 : (size_t)sqlite3_column_bytes(s->handle, column));
}
