/* node/replay.h: the machine over the entries of a record once more, block after block. Every result, fact,
 * outcome and effect must come out as it stands; what the state was after any block can be looked at. */
#ifndef NODE_REPLAY_H
#define NODE_REPLAY_H

#include "base/env.h"
#include "mechanism/machine.h"

struct replay {
    struct database *scratch; /* of the state, and of what is needed to find entries */
    struct record *record;    /* as long as it was then; reads the original */
    struct state *state;
    struct machine *machine;
    uint64_t before; /* size of the record before the last block that was replayed */
    uint64_t blocks; /* so far, without the founding */
    struct replay_walk *walk;
};

/* Begins before the founding. `path`: of a new file for the state, in which with `keep` the record is written
 * too; NULL: in memory. `db` is only read, and must outlive the replay. After an error it is to be closed
 * too. */
MUST_USE enum error replay_open(struct replay *r, const struct env *env, struct database *db,
                                const char *path, bool keep);
/* One block, at first the founding. *more false: the record has ended, nothing was done. ERROR_CORRUPT:
 * replay_finding says in words what differs. After an error it is only to be closed. */
MUST_USE enum error replay_step(struct replay *r, bool *more);
const char *replay_finding(const struct replay *r);
/* Between two steps: nothing of `db` is held. */
void replay_rest(struct replay *r);
/* Everything into the file. */
MUST_USE enum error replay_flush(struct replay *r);
void replay_close(struct replay *r); /* takes a zeroed one */
#endif
