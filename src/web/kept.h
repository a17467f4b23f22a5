/* web/kept.h: answers that the front keeps, so that many readers of one page are one reader of the record
 * (ADR 52).
 *
 * An answer is kept under the whole request that the gate wrote for it, and given again only while nothing
 * was committed since it was asked for, and for WEB_KEPT_MS_MAX at most, because some pages say how long
 * something still runs. That nothing was committed is seen without a database: the index of SQLite's
 * write-ahead log (record.db-shm, blobs.db-shm) begins with a header that every commit changes
 * (https://www.sqlite.org/walformat.html). It is compared, and never understood. */
#ifndef WEB_KEPT_H
#define WEB_KEPT_H

#include "base/bytes.h"

enum { KEPT_FILES = 2, KEPT_HEADER_BYTES = 48 };

/* How the databases stood. */
struct kept_mark {
    bool known; /* false: nothing is equal to it */
    uint8_t headers[KEPT_FILES][KEPT_HEADER_BYTES];
};

/* Descriptors of the indexes, for reading; -1: it is not there, and nothing is kept. */
struct kept_mark kept_look(const int files[KEPT_FILES]);

struct kept;
struct kept *kept_new(void);
void kept_free(struct kept *k); /* takes NULL */
/* The answer to this request, which holds until the next kept_store; empty: none that is still true. */
struct bytes kept_find(const struct kept *k, struct bytes request, const struct kept_mark *now,
                       int64_t now_ms);
/* Keeps copies, in the place of the oldest one. `asked`: how the databases stood before the worker looked.
 * What is longer than WEB_KEPT_BYTES_MAX is not kept. */
void kept_store(struct kept *k, struct bytes request, const struct kept_mark *asked, int64_t asked_ms,
                struct bytes answer);
#endif
