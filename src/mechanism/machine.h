/* mechanism/machine.h: the deterministic state machine: blocks of acts in, entries and state out.
 *
 * Both engines drive it the same way. A block is interpreted with the official time that its engine gives it:
 * at once (embedded, delay 0) or when the header of the next block is known (delay 1); then the acts of that
 * next block are `pending` (O1, O3). The order inside a block is fixed (O2): gap, acts, deadlines, closes,
 * lapses, charters that come into force, civil deadlines.
 *
 * An error is never a rejection: after one the caller rolls back, and starts again from the disk. */
#ifndef MECHANISM_MACHINE_H
#define MECHANISM_MACHINE_H

#include "mechanism/acts.h"
#include "mechanism/context.h"
#include "mechanism/founding.h"

struct machine;

/* Uses an open record and state, which the caller keeps. An empty record: the machine waits for
 * machine_found. */
MUST_USE enum error machine_open(struct machine **out, struct record *r, struct state *s);
void machine_close(struct machine *m); /* takes NULL */

bool machine_is_founded(const struct machine *m);
const struct organisation *machine_organisation(const struct machine *m);

/* Entry 0. Inside a transaction of the caller, like machine_interpret. */
MUST_USE enum error machine_found(struct machine *m, struct bytes document, struct diag *diag);

/* The stateless check (contracts section 2) against the record up to the last committed block: form,
 * organisation, realm, protocol, epoch, keys, signatures. What is accepted here is fit to be ordered. */
enum rejection machine_check(struct machine *m, struct arena *a, struct bytes envelope, struct act *out,
                             struct diag *diag);
/* The same without the signatures, for acts whose signatures were checked before. */
enum rejection machine_check_form(struct machine *m, struct arena *a, struct bytes envelope, struct act *out,
                                  struct diag *diag);

/* The part of the check that later blocks can change: keys and the number of signatures. An engine asks again
 * when it orders an act that was checked before the last committed block, so that an audit comes to the same
 * answer. */
enum rejection machine_check_keys(struct machine *m, const struct act *a);

struct machine_block {
    uint64_t height;
    int64_t previous_ms; /* official time of the block before */
    int64_t time_ms;     /* greater than previous_ms */
    bool pulse;          /* establish a block fact even if nothing else happens */
    uint64_t act_height; /* of the block that ordered the acts: height - delay */
    size_t act_count;
    const struct act *acts;    /* accepted by machine_check */
    size_t pending_count;
    const struct act *pending; /* ordered in `height`, to be interpreted with the next block */
};

struct machine_result {
    bool recorded;   /* false: its id is in the record already, or it is a tick before its time */
    uint64_t
        index; /* of its entry, the earlier one if not recorded now; of an early tick the record's size */
    char result[RESULT_BYTES_MAX];
};

/* Interprets; results may be NULL, else one for each act. Appends entries and writes state, all uncommitted:
 * the caller flushes the state and commits. */
MUST_USE enum error machine_interpret(struct machine *m, const struct machine_block *block,
                                      struct machine_result *results);

/* How many silences and votes have ended since the machine was opened: tells whether a block held a close. */
uint64_t machine_closes(const struct machine *m);

/* For the simulator. */
void machine_set_mutation(struct machine *m, enum mutation mutation);
enum mutation machine_mutation(const struct machine *m);

/* Official time and height of the last block that left a trace, from the record. */
MUST_USE enum error machine_last_block(struct machine *m, uint64_t *height, int64_t *time_ms);
#endif
