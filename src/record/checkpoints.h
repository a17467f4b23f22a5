/* record/checkpoints.h: the checkpoints that the log's signer has signed, kept beside the record: evidence,
 * outside the state digest. Putting one belongs in a transaction. */
#ifndef RECORD_CHECKPOINTS_H
#define RECORD_CHECKPOINTS_H

#include "base/arena.h"
#include "base/bytes.h"
#include "base/error.h"
#include "store/database.h"

struct checkpoints;

extern const char checkpoints_schema[];

MUST_USE enum error checkpoints_open(struct checkpoints **out, struct database *db, bool writable);
void checkpoints_close(struct checkpoints *c); /* takes NULL */

/* The note for a size; a later one for the same size takes its place. */
MUST_USE enum error checkpoints_put(struct checkpoints *c, uint64_t size, struct bytes note);
/* The smallest of at least this size. ERROR_NOT_FOUND. */
MUST_USE enum error checkpoints_from(struct checkpoints *c, uint64_t size, struct arena *a, uint64_t *found,
                                     struct bytes *note);
/* The largest. ERROR_NOT_FOUND. */
MUST_USE enum error checkpoints_last(struct checkpoints *c, struct arena *a, uint64_t *size,
                                     struct bytes *note);
#endif
