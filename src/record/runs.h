/* record/runs.h: the older ids on disk, in sorted runs. A run covers the entries from one index to another;
 * its ids lie in parts by their leading bits, so that a question reads one part a run. Eight runs of one
 * tier become one of the next, so that there are few, and an id is written a few times in all. */
#ifndef RECORD_RUNS_H
#define RECORD_RUNS_H

#include <stddef.h>

#include "base/bytes.h"
#include "base/error.h"
#include "store/database.h"

/* Runs use rows from 0 on; those below belong to record/lookup.c. */
#define RUNS_SCHEMA "CREATE TABLE lookup(part INTEGER PRIMARY KEY, ids BLOB NOT NULL) STRICT;"

struct runs;

struct run_id {
    uint64_t prefix; /* the first 8 bytes of an id */
    uint64_t index;  /* of its entry */
};
/* Ascending by prefix, then by index: the order of a run, for qsort. */
int run_id_compare(const void *a, const void *b);

struct runs *runs_new(struct database *db);
void runs_free(struct runs *r); /* takes NULL */

/* The list of runs as bytes, and from bytes. ERROR_CORRUPT. */
void runs_write_list(const struct runs *r, struct buffer *out);
MUST_USE enum error runs_read_list(struct runs *r, struct bytes list);
/* Behind the last entry that a run covers. */
uint64_t runs_end(const struct runs *r);

/* One more run, of the ids of all entries from runs_end on, in order. */
MUST_USE enum error runs_add(struct runs *r, const struct run_id *ids, size_t count);
/* The first entry from `from` on with this prefix. ERROR_NOT_FOUND, ERROR_CORRUPT. */
MUST_USE enum error runs_find(struct runs *r, uint64_t prefix, uint64_t from, uint64_t *index);

/* Calls `each` with every prefix, in no order. */
MUST_USE enum error runs_each(struct runs *r, void (*each)(void *ctx, uint64_t prefix), void *ctx);
#endif
