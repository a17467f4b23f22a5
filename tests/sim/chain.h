/* tests/sim/chain.h: an engine in place of a real one: blocks of acts in an order that the simulation
 * chooses, over the real machine, with delay 0 (as the embedded engine) or 1 (as an engine whose block
 * carries the time of the one before).
 *
 * One founded organisation serves many runs: a run happens in one transaction that is rolled back at its end.
 */
#ifndef SIM_CHAIN_H
#define SIM_CHAIN_H

#include "mechanism/machine.h"
#include "record/checkpoint.h"
#include "store/database.h"
#include "support/org.h"

enum { CHAIN_BLOCK_ACTS = 128 };

struct chain_note { /* the record as it was at the end of a block */
    struct checkpoint checkpoint;
    int64_t made_ms;   /* real time */
    struct bytes note; /* signed when somebody needs it */
};

struct chain {
    struct org org;
    struct arena founding;
    char folder[64];
    struct database *db;
    struct record *record;
    struct state *state;
    struct machine *machine;
    /* of the run */
    struct arena run;
    int delay;
    bool signatures; /* check them too */
    uint64_t height;
    int64_t official_ms; /* of the last block that was interpreted and left a trace */
    int64_t header_ms;   /* of the last block */
    size_t pending_count;
    struct act pending[CHAIN_BLOCK_ACTS];
    size_t note_count;
    size_t note_capacity;
    struct chain_note *notes;
};

/* Founds; `quorum`: the silence closes by n-f. */
void chain_open(struct chain *c, size_t members, bool quorum);
void chain_close(struct chain *c);

/* `start_ms`: real and official time of the beginning, after the founding. */
void chain_begin(struct chain *c, int delay, enum mutation m, int64_t start_ms, bool signatures);
void chain_end(struct chain *c);

/* Whether an act would be ordered, as an honest node checks it before. */
bool chain_takes(struct chain *c, struct bytes envelope, struct act *out);
/* Orders acts that chain_takes took, and interprets: at once with delay 0, those of the block before with
 * delay 1. `header_ms` is raised if it is not later than the last. `now_ms` is real time. */
void chain_block(struct chain *c, const struct act *acts, size_t count, int64_t header_ms, int64_t now_ms,
                 bool pulse);
/* The newest end of a block that was made at or before that time. */
struct chain_note *chain_view(struct chain *c, int64_t made_ms);
/* Its note, signed by the log. */
struct bytes chain_sign(struct chain *c, struct chain_note *n);
#endif
