/* store/database_inner.h: what database.c and database_verify.c share, and nobody else. */
#ifndef STORE_DATABASE_INNER_H
#define STORE_DATABASE_INNER_H

#include <sqlite3.h>

#include "store/database.h"

struct database {
    sqlite3 *handle;
    bool read_only;
    bool broken;      /* a commit or sync failed: what is on disk is known only to one who opens it again */
    bool begun;       /* a transaction of the writer */
    enum error error; /* first since the last begin */
    int last_code;    /* SQLite's, of the last call */
    int frames;       /* of the log, at the last commit */
    int lock;         /* file descriptor of the side file; -1: none */
    struct statement *statements; /* all that live */
    struct statement *begin;
    struct statement *commit;
};

struct statement {
    sqlite3_stmt *handle;
    struct database *db;
    struct statement *next;
    struct statement *previous;
    bool stepping; /* stands on a row */
};
#endif
