/* mechanism/voice.h: the organisation's key, which no member holds: the ceremony that makes it, and what came
 * of it (docs/protocol/voice.md).
 *
 * The members decide on a ceremony by asking for it, all of them. It has three rounds with a deadline each:
 * every node joins with a key for receiving shares, every node deals, every node confirms that it has its
 * share of the same key as all others. What one round lacks at its deadline makes the ceremony void; whom it
 * lacked is said, and another one is a decision of the members. */
#ifndef MECHANISM_VOICE_H
#define MECHANISM_VOICE_H

#include "crypto/sharing.h"
#include "mechanism/acts.h"
#include "mechanism/context.h"
#include "mechanism/silence.h"

enum ceremony_stage { CEREMONY_JOINING, CEREMONY_DEALING, CEREMONY_CONFIRMING, CEREMONY_DONE, CEREMONY_VOID };
const char *ceremony_stage_word(enum ceremony_stage s);

struct ceremony_seat { /* its identifier is its place, from 1 */
    struct bytes member;
    int64_t joined; /* indexes of the entries, 0: not yet */
    int64_t dealt;
    int64_t confirmed;
    struct public_key node; /* that takes part for the member, from its joining on */
    struct point key;       /* for receiving shares */
};

struct voice_ceremony {
    struct hash id; /* of the last act that asked for it */
    int64_t opened; /* index of that entry */
    int64_t opened_ms;
    int64_t duration_ms; /* of each round */
    int64_t deadline_ms; /* of the round at hand */
    enum ceremony_stage stage;
    int64_t announced; /* indexes of the facts that began its rounds: ceremony, */
    int64_t joined;    /* parties, */
    int64_t dealt;     /* transcript; 0: not yet */
    int64_t threshold;
    int64_t ended;         /* index of the fact that ended it */
    struct public_key key; /* from confirming on */
    struct hash transcript;
    size_t seat_count;
    const struct ceremony_seat *seats; /* ascending by member */
};

/* A key that speaks, or is being confirmed. */
struct voice {
    struct hash ceremony;
    struct hash transcript;
    struct public_key key;
    int64_t threshold;
    int64_t since; /* index of its fact; 0: not confirmed by all yet */
    size_t seat_count;
    const struct voice_seat { /* identifiers are places, from 1 */
        struct bytes member;
        struct public_key node;
        struct point share; /* the member's verification share */
    } *seats;
};

/* The key that speaks. False: none. Seats live in the arena. */
bool voice_get(struct state *s, struct arena *a, struct voice *out);
bool voice_ceremony_get(struct state *s, const struct hash *id, struct arena *a, struct voice_ceremony *out);
/* The newest ceremony, whatever became of it. */
bool voice_ceremony_last(struct state *s, struct arena *a, struct voice_ceremony *out);
/* How long the rounds should be that a member asks for; false: it does not ask. */
bool voice_asks(struct state *s, struct bytes member, int64_t *duration_ms);

/* How many members make a signature, of so many: what the charter says, else two thirds and one more. */
int64_t voice_threshold(const struct charter *c, size_t members);
/* Whether the organisation's key speaks for a text that so many members carry. */
bool voice_carries(struct context *c, size_t speaking_for_count);

/* The parties as crypto/dealing.h has them; all have joined. */
void voice_parties(const struct voice_ceremony *x, struct ceremony *out);

enum rejection voice_open(struct context *c, const struct act *a);
enum rejection voice_join(struct context *c, const struct act *a);
enum rejection voice_deal(struct context *c, const struct act *a);
enum rejection voice_confirm(struct context *c, const struct act *a);

/* At the end of a block: rounds that are over. */
void voice_advance(struct context *c, const struct block_sink *sink);
void voice_give_back(struct context *c, int64_t excess_ms);
/* The deadline of the ceremony at work, and its pulse; 0: there is none. */
int64_t voice_next_ms(struct state *s, struct arena *a);
int64_t voice_pulse_ms(struct state *s, struct arena *a);

/* For the files of this mechanism. */
void voice_put(struct state *s, const struct voice *v);
/* The key that is being confirmed. */
bool voice_promised(struct state *s, struct arena *a, struct voice *out);
void voice_promised_delete(struct state *s); /* if there is one */
void voice_ceremony_put(struct state *s, const struct voice_ceremony *x);
void voice_ask_put(struct state *s, struct bytes member, int64_t duration_ms); /* 0: does not ask any more */
#endif
