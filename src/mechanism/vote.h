/* mechanism/vote.h: members take positions on a motion, in the open or sealed, in the system or called by
 * their chair on paper; a rule of the charter decides when the deadline passes or all have spoken.
 *
 * docs/protocol/vote.md numbers what holds. The acts are in vote.c and vote_ballot.c, the close in
 * vote_close.c, rows in vote_rows.c, motions in motion.h. */
#ifndef MECHANISM_VOTE_H
#define MECHANISM_VOTE_H

#include "charter/evaluate.h"
#include "mechanism/acts.h"
#include "mechanism/asked.h"
#include "mechanism/body.h"
#include "mechanism/context.h"
#include "mechanism/silence.h"

/* The machine gives this tag to members whose position carries a reason. */
#define VOTE_TAG_REASONED "REASONED"

enum vote_stage {
    VOTE_RUNNING,
    VOTE_ENDING, /* closed by the chair: the close phase of this block speaks of it */
    VOTE_ENDED,
};

struct vote {
    struct hash id;      /* of the act that opened it */
    int64_t number;      /* from 1, in the order of opening */
    struct bytes body;
    struct bytes motion; /* its word */
    struct bytes target; /* what it is about, in words; empty: none */
    struct hash matter;  /* zero: none */
    struct hash root;    /* zero: none */
    struct bytes rule;
    int64_t law;         /* version of the charter that decides */
    struct hash presence;     /* the snapshot of who is present; zero: the rule does not ask */
    int64_t opened;           /* index of the entry */
    int64_t opened_ms;
    int64_t deadline_ms;
    int64_t sealed_until_ms;  /* positions are given sealed before, and opened after; 0: they are open */
    enum vote_stage stage;
    int64_t ended;            /* index of the close fact */
    enum outcome outcome;     /* pending until it ends */
    enum reason_code reason;
    size_t seat_count;
    const struct asked_seat *seats; /* ascending by member: who sat there at the opening */
};

/* What is known of one seat. */
struct cast {
    char letter;        /* its own position; 0: none, or a split */
    struct bytes split; /* "Y=2,N=1"; empty: none */
    bool reasoned;
    int64_t taken;      /* index of the entry; 0: it has taken none */
    struct hash seal;   /* commitment */
    int64_t sealed;     /* index of the entry; 0: none */
    char called;        /* by the chair; 0: not called */
    int64_t rolled;     /* index of the entry of the roll call */
    int64_t confirmed;  /* index of the entry by which the member confirmed it; 0: it has not */
};

/* Who was present, as the chair has it. */
struct presence {
    struct hash id; /* of the act */
    struct bytes body;
    int64_t recorded; /* index of the entry */
    int64_t time_ms;
    size_t count;
    const struct presence_seat {
        struct bytes member;
        int64_t contradicted; /* index of the entry; 0: not */
    } *seats; /* ascending by member */
};

bool vote_get(struct state *s, const struct hash *id, struct arena *a, struct vote *out);
bool vote_get_numbered(struct state *s, int64_t number, struct arena *a, struct vote *out);
/* All votes, and those that have not ended, in order of opening. */
size_t vote_list(struct state *s, struct arena *a, struct vote **out);
size_t vote_open_list(struct state *s, struct arena *a, struct vote **out);
/* What is known of a member in a vote; all zero if nothing is. */
struct cast cast_get(struct state *s, const struct hash *vote, struct bytes member);
bool presence_get(struct state *s, const struct hash *id, struct arena *a, struct presence *out);
/* The newest of a body. */
bool presence_last(struct state *s, struct bytes body, struct arena *a, struct presence *out);
/* Whether a vote has rejected the text with this root. */
bool vote_has_rejected(struct state *s, const struct hash *root);
/* Of a member, the bodies of the rule in which it sat at the opening and sits; 0: it has no vote. */
unsigned vote_sits(struct context *c, const struct vote *x, struct bytes member);
/* The bodies whose members decide: those that the rule is over, or the one in which the vote is. */
struct asked vote_bodies(struct context *c, const struct vote *x);

/* SHA-256 of "univocal sealed position 1", LF, salt, vote, block(member), block(position): a letter or a
 * split. */
struct hash vote_commitment(const struct hash *salt, const struct hash *vote, struct bytes member,
                            struct bytes position);

/* Of "Y=2,N=1": how many units stand at each position, by index in POSITIONS. False: it is none. */
bool split_read(struct bytes text, int64_t parts[7]);

/* Acts */
enum rejection vote_open(struct context *c, const struct act *a);
enum rejection vote_present(struct context *c, const struct act *a);
enum rejection vote_contradict(struct context *c, const struct act *a);
enum rejection vote_cast(struct context *c, const struct act *a);
enum rejection vote_seal(struct context *c, const struct act *a);
enum rejection vote_reveal(struct context *c, const struct act *a);
enum rejection vote_roll(struct context *c, const struct act *a);
enum rejection vote_confirm(struct context *c, const struct act *a);
enum rejection vote_close(struct context *c, const struct act *a);

/* Phases of a block, called by the machine. */
void vote_give_back(struct context *c, int64_t previous_ms, int64_t excess_ms);
size_t vote_close_all(struct context *c, const struct block_sink *sink);
/* The next deadline, and the pulse that open votes ask for; 0: there is none. */
int64_t vote_next_ms(struct state *s, struct arena *a);
int64_t vote_pulse_ms(struct state *s, struct arena *a);

/* The charter that decides, and of it the version of its rule that was in force when it opened. */
const struct charter *vote_law(struct context *c, const struct vote *x);
const struct charter_rule *vote_rule(struct context *c, const struct vote *x);

/* Where a seat stands, for the close and for those who explain it. */
struct standing {
    struct bytes member;
    struct cast cast;
    bool spoken;     /* it has a position of its own, or has confirmed what was called */
    unsigned sits;   /* the bodies in which it sits still, by their place; who has left does not count */
    enum { PRESENCE_NOT_ASKED, PRESENT, NOT_PRESENT, CONTRADICTED } presence;
    char position;   /* that counts; of a split the part with the most units */
    struct bytes split;
    bool reasoned;
    int64_t said;    /* index of the entry of what it said; 0: nothing */
};
size_t vote_standings(struct context *c, const struct vote *x, struct standing **out);
/* What its rule is asked: who counts in which body, with the positions as they stand. */
struct vote_case {
    const struct charter *law;
    const struct charter_rule *rule;
    size_t count;
    struct electorate electorates[CHARTER_OVER_MAX];
    struct bytes date; /* on which groups are read */
};
void vote_case(struct context *c, const struct vote *x, struct vote_case *out);
/* What its rule says of it, explained: as it stands, `pending` while others could still turn it.
 * ERROR_MALFORMED with diag: the rule cannot be applied to it. */
MUST_USE enum error vote_decide(struct context *c, const struct vote *x, struct decision *out,
                                struct diag *diag);

/* For the files of this mechanism, and for motions. */
struct motion;
/* Everything of the question is read: the rest of the opening, and the vote runs. The act has a duration, and
 * may have tags. */
enum rejection vote_begin(struct context *c, const struct act *a, const struct motion *motion,
                          const struct charter_rule *rule, struct vote *x);
/* Whether a motion runs that says how the matter goes on: until it ends nothing else about it begins. */
bool vote_is_about(struct context *c, const struct hash *matter);
void vote_put(struct state *s, const struct vote *x);
int64_t vote_count(struct state *s); /* of all so far */
void vote_count_put(struct state *s, int64_t count);
void cast_put(struct state *s, const struct hash *vote, struct bytes member, const struct cast *x);
void presence_put(struct state *s, const struct presence *x);
void presence_name(struct state *s, const struct presence *x); /* it is the newest of its body */
void vote_mark_rejected(struct state *s, const struct hash *root);
/* What a member has of an attribute by the charter itself on the day of the opening; -1: nothing. */
int64_t vote_value(struct context *c, const struct vote *x, struct bytes member, struct bytes attribute);
#endif
