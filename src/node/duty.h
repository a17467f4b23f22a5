/* node/duty.h: what a member's signer should be asked for now, read off the state: that it holds a text, that
 * a deadline has passed, all-clear, the opening of what was adopted, its part in the organisation's key. Pure
 * but for the blobs; core asks, and so does the simulator. */
#ifndef NODE_DUTY_H
#define NODE_DUTY_H

#include "base/arena.h"
#include "mechanism/machine.h"
#include "mechanism/silence.h"
#include "node/blobs.h"
#include "node/signer_wire.h"

/* What is known, and how far the log has signed it. */
struct duty_view {
    const struct organisation *org;
    struct state *state;
    struct record *record;
    struct blobs *blobs;
    struct bytes note;            /* the newest checkpoint; empty: none yet */
    struct checkpoint checkpoint; /* what it says */
    int64_t wall_ms;              /* own clock: signers judge by theirs */
};

struct duty_signer {
    struct public_key key;
    struct checkpoint last; /* that this signer saw last */
    struct hash transcript; /* of the sharing that it has a share of; zero: none */
    uint32_t couples;       /* nonces in its memory */
    size_t held_count;      /* objections that it is known to hold */
    const struct duty_held {
        struct hash root;
        struct hash id;
    } *held; /* ascending by root, then id */
};

enum duty {
    DUTY_NONE,
    DUTY_ASK,        /* *request is what to ask for */
    DUTY_LATER,      /* at *when_ms of the own clock */
    DUTY_CHECKPOINT, /* once the log has signed a checkpoint of at least *size */
    DUTY_UNRECORDED, /* an objection that the signer holds is not in the record */
    DUTY_WORDS,      /* once the words of *commitment are here */
};
struct duty_answer {
    enum duty duty;
    struct signer_request request; /* lives in the arena */
    int64_t when_ms;
    uint64_t size;
    struct hash commitment;
    enum error error; /* of the disk; then duty is DUTY_NONE */
};

/* Ticks and all-clears of one open silence. */
struct duty_answer duty_of_silence(const struct duty_view *v, const struct duty_signer *s,
                                   const struct silence *x, struct arena *a);
/* That the node holds a text or an alternative. DUTY_NONE: it has said so, or there is no such text. */
struct duty_answer duty_of_root(const struct duty_view *v, const struct duty_signer *s,
                                const struct hash *root, struct arena *a);
/* The next part of an adopted text that is not on the record. */
struct duty_answer duty_of_opening(const struct duty_view *v, const struct duty_signer *s,
                                   const struct hash *matter, struct arena *a);

/* What a ceremony that is under way asks of it. */
struct duty_answer duty_of_ceremony(const struct duty_view *v, const struct duty_signer *s, struct arena *a);
/* A share for a session that asks it, or nonces for those to come. */
struct duty_answer duty_of_voice(const struct duty_view *v, const struct duty_signer *s, struct arena *a);

/* The row of the signers in which they tick and open: the place of the key among the distinct nodes of a
 * silence; the count of nodes if it is none of them. */
size_t duty_rank(const struct silence *x, const struct public_key *key);
enum { DUTY_STEP_MS = 2000 }; /* between one rank and the next */
#endif
