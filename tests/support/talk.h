/* tests/support/talk.h: what a crowd of members, delegates and nodes might send, sense and nonsense, from a
 * small grammar; and what must hold of the machine whatever they sent. Choices come from bytes as long as
 * there are any, then from a seed: so a fuzzer steers it, and a seed repeats it. */
#ifndef SUPPORT_TALK_H
#define SUPPORT_TALK_H

#include "base/prng.h"
#include "support/rig.h"

/* A charter with votes of every sort, stages, elections and an amending rule, for rigs that talk. */
extern const char talk_charter[];

enum { TALK_ITEMS_MAX = 64, TALK_VOTES_MAX = 512 };

/* Hashes that have been seen, the oldest forgotten first. */
struct talk_list {
    size_t count;
    struct hash items[TALK_ITEMS_MAX];
};

struct talk {
    struct rig *rig;
    struct bytes choices;
    struct prng prng;
    struct talk_list matters;
    struct talk_list roots; /* of versions and alternatives */
    struct talk_list silences;
    struct talk_list objections;
    struct bytes envelopes[TALK_ITEMS_MAX]; /* sent before: some are sent again */
    size_t envelope_count;
    uint64_t sent;
    uint64_t accepted; /* with the result ok */
    /* What was true after the last block. */
    struct talk_silence {
        struct hash id;
        enum silence_stage stage;
        int64_t deadline_ms;
        int64_t extra_ms;
        int64_t nodes;
    } seen[TALK_ITEMS_MAX];
    size_t seen_count;
    struct talk_vote {
        int64_t number;
        int64_t law;
        int64_t deadline_ms;
        int64_t ended;
    } votes[TALK_VOTES_MAX];
    struct hash laws[TALK_VOTES_MAX]; /* by matter, in order of opening */
    int64_t in_force;
    uint64_t voted;     /* votes that have ended */
    uint64_t elections; /* candidates elected */
    unsigned motions;   /* that were adopted, a bit each in the order of motion.h */
    struct hash laid;   /* the charter whose text was laid down last, and by which member; 0: none yet */
    int laid_by;
    bool wide; /* the charter knows votes, elections and amendments */
};

void talk_init(struct talk *t, struct rig *r, struct bytes choices, uint64_t seed);
/* A number below bound. */
uint32_t talk_choose(struct talk *t, uint32_t bound);
bool talk_is_over(const struct talk *t); /* no byte is left */

/* Orders one act, or something that is refused for one. Only acts to which time means nothing, if so. */
void talk_order(struct talk *t, bool timeless);
/* A block after some time: often a second, at times a gap. Ends the process by a failed check if something
 * does not hold that must. */
void talk_block(struct talk *t);
/* What is known from the last block of the rig, for blocks that others made. */
void talk_listen(struct talk *t);
/* The invariants of the state, after a block. */
void talk_check(struct talk *t);

/* The same of help to members alone, of any rig. */
void talk_check_help(struct rig *r);

/* The record of a rig once more, from its entries alone, on another rig of the same organisation. False: an
 * entry or the digest is not the same. */
bool talk_replay(struct rig *from, struct rig *to);
/* The state in words, without times and places in the record. */
struct bytes talk_describe(struct rig *r);
#endif
