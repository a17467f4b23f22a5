/* record/lookup.h: from the id of an act or fact to the entries that may have it.
 *
 * Ids fall anywhere, so a row for each would be a page written anywhere in the file for each act. The newest
 * stay in memory, made again from the entries at start, and go to disk many at a time, in sorted runs
 * (record/runs.h), with the first 8 bytes of each: whoever asks compares the whole id with that of the
 * entry. A filter spares most questions to the disk, for most acts are new. */
#ifndef RECORD_LOOKUP_H
#define RECORD_LOOKUP_H

#include "base/error.h"
#include "crypto/hash.h"
#include "record/runs.h"

struct lookup;

/* So many stay in memory: 12 bytes each and as much again. */
#define LOOKUP_RECENT_MAX 32768

/* Row -1: SHA-256("univocal lookup 1" LF | list of runs | filter), then the list of runs. Rows -2, -3 ...:
 * the filter, in parts of LOOKUP_FILTER_PART bytes. */
#define LOOKUP_FILTER_PART (32 * 1024)
#define LOOKUP_SCHEMA      RUNS_SCHEMA

MUST_USE enum error lookup_open(struct lookup **out, struct database *db);
void lookup_close(struct lookup *l); /* takes NULL */
/* Another bound than LOOKUP_RECENT_MAX, for tests. */
void lookup_bound(struct lookup *l, size_t recent_max);

/* Forgets what is in memory. The caller adds all entries from *begin on again. ERROR_CORRUPT. */
MUST_USE enum error lookup_reload(struct lookup *l, uint64_t *begin);
void lookup_add(struct lookup *l, const struct hash *id, uint64_t index);
/* Moves what is in memory to disk if it is as much as may stay; in the transaction of the last that was
 * added. */
MUST_USE enum error lookup_write_out(struct lookup *l);

/* Reads everything that is on disk: no part is gone, and there are as many ids as entries that the runs
 * cover. ERROR_CORRUPT. For audits. */
MUST_USE enum error lookup_verify(struct lookup *l);

/* The first entry from `from` on that may have this id. ERROR_NOT_FOUND. */
MUST_USE enum error lookup_next(struct lookup *l, const struct hash *id, uint64_t from, uint64_t *index);
#endif
