/* base/mutation.h: the obligations of docs/protocol/silence.md (o), and sentences of voice.md (v), that the
 * simulator takes away, one at a time, to see that its checkers notice. In every other build they cannot be
 * taken away: mutated() is false at compile time. */
#ifndef BASE_MUTATION_H
#define BASE_MUTATION_H

#include <stdbool.h>

/* name, what is taken away */
#define MUTATION_TABLE(X)                                                                                    \
    X(none, "nothing")                                                                                       \
    X(o1_header, "acts carry the time of the block that orders them, not of the next")                       \
    X(o2_order, "deadlines and closes come before the acts of the block")                                    \
    X(o3_pending, "objections that are ordered and not interpreted do not hold a close back")                \
    X(o3_key, "an objection by a key that is not authorised holds a close back")                             \
    X(o4_tick, "a tick before the deadline is used up")                                                      \
    X(o5_gap, "gaps are not given back")                                                                     \
    X(o5_after_fire, "a deadline that has fired moves again")                                                \
    X(o6_durable, "a receipt is given before the objection is durable")                                      \
    X(o7_record, "an all-clear is signed before the record has passed the deadline")                         \
    X(o7_clock, "an all-clear is signed before the signer's own clock is past D + delta")                    \
    X(o8_held, "an all-clear is signed while a held objection has no result")                                \
    X(o9_cleared, "receipts are given after the all-clear")                                                  \
    X(o10_set, "the clearing set follows later changes")                                                     \
    X(o11_all, "`close all` is content with n-f")                                                            \
    X(o11_extra, "n-f closes before D + E")                                                                  \
    X(o12_availability, "T runs from opening")                                                               \
    X(o13_not_reached, "a member that was not reached counts L")                                             \
    X(o14_stage, "an objection needs an open silence")                                                       \
    X(o15_sequence, "sequence numbers supersede objections")                                                 \
    X(o16_org, "an all-clear of another organisation is taken")                                              \
    X(o16_epoch, "an all-clear of another epoch is taken")                                                   \
    X(o16_realm, "an all-clear of another realm is taken")                                                   \
    X(o16_silence, "an all-clear for another silence is taken")                                              \
    X(o16_root, "an all-clear is taken whatever text root it names")                                         \
    X(o16_deadline, "an all-clear is taken whatever deadline it names")                                      \
    X(o16_log, "an all-clear is taken whatever size and root it names")                                      \
    X(o16_receipt_org, "a receipt of another organisation is taken")                                         \
    X(o16_receipt_epoch, "a receipt of another epoch is taken")                                              \
    X(o16_receipt_realm, "a receipt of another realm is taken")                                              \
    X(o16_receipt_root, "a receipt is taken whatever text root it names")                                    \
    X(o16_receipt_id, "a receipt is taken whatever objection it names")                                      \
    X(v8_deadline, "a round of a ceremony goes on behind its deadline")                                      \
    X(v15_blame, "evidence names the first member, whosever share is bad")                                   \
    X(v22_couple, "a couple of nonces stays after it has served")                                            \
    X(v22_mark, "a share is given before it is on the disk that its couple is spent")                        \
    X(v23_share, "a confirmation leaves before the share is on the disk")

enum mutation {
#define X(name, text) MUTATION_##name,
    MUTATION_TABLE(X)
#undef X
    MUTATION_COUNT
};

static inline bool mutated_by(enum mutation in_force, enum mutation m)
{
#ifdef UNIVOCAL_MUTATIONS
    return in_force == m;
#else
    (void)in_force;
    (void)m;
    return false;
#endif
}
#endif
