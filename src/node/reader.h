/* node/reader.h: an organisation's record and state for reading, beside a core that writes. One moment is
 * seen from opening to closing; no lock is held that a writer would wait for. */
#ifndef NODE_READER_H
#define NODE_READER_H

#include "base/env.h"
#include "mechanism/machine.h"
#include "node/blobs.h"
#include "record/checkpoints.h"

struct reader {
    struct database *db;
    struct record *record;
    struct state *state;
    struct machine *machine;
    struct checkpoints *checkpoints;
    struct blobs *blobs; /* NULL: there are none to be read */
};

/* ERROR_NOT_FOUND: no organisation was founded in this folder. */
MUST_USE enum error reader_open(struct reader *r, const struct env *env, const char *folder);
/* Between two readings: ends the moment, so that nothing is held; only reader_renew and reader_close may
 * follow. */
void reader_rest(struct reader *r);
/* A new moment, of the last commit, through the same handle: what was read before is valid no more, but for
 * the organisation. After an error it is to be closed. */
MUST_USE enum error reader_renew(struct reader *r);
/* The first error of the disk since then: what was not found may be there all the same, and what was shown is
 * not all. To be asked before anything is concluded from what is lacking. */
enum error reader_error(const struct reader *r);
void reader_close(struct reader *r); /* takes a zeroed one */
#endif
