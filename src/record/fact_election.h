/* record/fact_election.h: what was counted in a round of an election.
 *   round    {"ballots":[{"marks":[N..],"member":CODE,"said":INDEX}..],
 *             "bodies":[{"body":TEXT,"members":[CODE..]}..] (where the rule is over several),
 *             "candidates":[{"marks":N,"name":TEXT,"result":TEXT}..],"charter":HEX,"election":HEX,
 *             "kind":"round","left":N,"over":BOOL,"round":N,"rule":HEX,"time":MS}
 *            marks of a ballot: places in `candidates`, from 0; said 0: no ballot that counts. result:
 *            elected, dropped (the last one leaves), tie, or why the rule does not let it pass; left: seats
 *            still to be filled; over: there is no further round. */
#ifndef RECORD_FACT_ELECTION_H
#define RECORD_FACT_ELECTION_H

#include "base/arena.h"
#include "base/bytes.h"
#include "base/error.h"
#include "crypto/hash.h"
#include "record/fact.h"

enum { FACT_ROUND_BYTES_MAX = 128 * 1024 };

struct fact_round {
    size_t body_count; /* 0: the rule is over none */
    const struct fact_body *bodies;
    struct hash charter;
    struct hash election;
    int64_t left;
    bool over;
    int64_t round;
    struct hash rule;
    int64_t time_ms;
    size_t ballot_count;
    const struct fact_round_ballot {
        struct bytes member;
        int64_t said;
        size_t mark_count;
        const int64_t *marks;
    } *ballots; /* ascending by member */
    size_t candidate_count;
    const struct fact_round_candidate {
        struct bytes name;
        int64_t marks;
        struct bytes result;
    } *candidates; /* that stood, in the order of their nomination */
};

void fact_write_round(struct buffer *b, const struct fact_round *f);
#endif
