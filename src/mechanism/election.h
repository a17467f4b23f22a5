/* mechanism/election.h: persons are elected: to an office, to the seats of a body, to its chair. Candidates
 * are nominated; in each round a member marks as many as there are seats left at most, in the open or sealed;
 * the rule's `pass` is asked of each candidate.
 *
 * docs/protocol/election.md numbers what holds. The acts are in election.c and election_ballot.c, the count
 * and the end in election_close.c, rows in election_rows.c, what is held by it in office.h. */
#ifndef MECHANISM_ELECTION_H
#define MECHANISM_ELECTION_H

#include "charter/evaluate.h"
#include "mechanism/acts.h"
#include "mechanism/asked.h"
#include "mechanism/context.h"
#include "mechanism/office.h"
#include "mechanism/silence.h"

enum election_stage {
    ELECTION_BETWEEN, /* before the first round, or between two */
    ELECTION_RUNNING, /* a round is open */
    ELECTION_ENDING,  /* and closed by the chair: the close phase of this block counts it */
    ELECTION_ENDED,
};

enum candidate_stage { CANDIDATE_STANDS, CANDIDATE_ELECTED, CANDIDATE_WITHDRAWN, CANDIDATE_DROPPED };
const char *candidate_word(enum candidate_stage stage);

struct candidate {
    struct bytes name; /* a member's code, or a person */
    struct bytes by;   /* the member that nominated it */
    int64_t nominated; /* index of the entry */
    enum candidate_stage stage;
    int64_t last;      /* the last round in which it stood; 0 while it stands, or in none */
};

struct election {
    struct hash id;     /* of the act that opened it */
    int64_t number;     /* from 1 */
    struct bytes body;  /* that elects */
    enum post_kind kind;
    struct bytes name;  /* of the office, or of the body whose seats or chair it is */
    struct bytes rule;
    int64_t law;        /* version of the charter */
    int64_t opened;     /* index of the entry */
    int64_t opened_ms;
    enum election_stage stage;
    int64_t seats;      /* to be filled */
    int64_t left;       /* not filled yet */
    int64_t round;      /* that runs or ran last; 0: none yet */
    struct hash round_id; /* of the act that opened it; zero: none */
    int64_t round_ms;
    int64_t deadline_ms;
    int64_t sealed_until_ms; /* 0: ballots are open */
    int64_t ended;      /* index of the fact that ended it, or of the act; 0: not yet */
    size_t candidate_count;
    const struct candidate *candidates; /* in the order of nomination */
    size_t voter_count;
    const struct asked_seat *voters; /* ascending by member: who sat there when the round was opened */
};

/* A member's ballot of one round. */
struct paper {
    int64_t taken;  /* index of the entry; 0: none that counts */
    struct hash seal;
    int64_t sealed; /* index of the entry; 0: none */
    size_t count;   /* 0: blank */
    const struct bytes *marks; /* ascending */
};

bool election_get(struct state *s, const struct hash *id, struct arena *a, struct election *out);
bool election_get_numbered(struct state *s, int64_t number, struct arena *a, struct election *out);
size_t election_list(struct state *s, struct arena *a, struct election **out);
/* Of which a round is open or to be counted in this block. */
size_t election_open_list(struct state *s, struct arena *a, struct election **out);
struct paper paper_get(struct state *s, const struct hash *round, struct bytes member, struct arena *a);
const struct candidate *election_candidate(const struct election *x, struct bytes name);
/* The bodies whose members elect: those that the rule is over, or the one in which the election is. */
struct asked election_bodies(struct context *c, const struct election *x);
/* Of a member, those of them in which it sat when the round was opened and sits; 0: it has no ballot. */
unsigned election_sits(struct context *c, const struct election *x, struct bytes member);
/* Whether a candidate stood in the round that runs or ran last. */
bool candidate_stood(const struct election *x, const struct candidate *one);
/* The names one after another, each behind a line feed but the first; sealed as vote_commitment says, with
 * the id of the round in place of a vote. */
struct hash election_commitment(const struct hash *salt, const struct hash *round, struct bytes member,
                                const struct bytes *marks, size_t count);

const struct charter *election_law(struct context *c, const struct election *x);
const struct charter_rule *election_rule(struct context *c, const struct election *x);
int64_t election_rounds(const struct charter_rule *rule);

/* The count of the round that runs or ran last: by candidate, in their order. */
struct election_count {
    bool stood;
    bool passes;    /* by the rule */
    bool elected;   /* and among those with the most votes, for as many seats as were left */
    bool tied;      /* with others for the last seats: none of them has one */
    int64_t marks;  /* members counted that marked it */
    struct decision decision; /* of one that stood */
};
/* ERROR_MALFORMED with diag: the rule cannot be applied to who sits there. */
MUST_USE enum error election_counts(struct context *c, const struct election *x, int64_t seats,
                                    struct election_count **out, struct diag *diag);
/* How many seats the last round had to fill. */
int64_t election_seats_of_round(const struct election *x);

/* Acts */
enum rejection election_open(struct context *c, const struct act *a);
enum rejection election_nominate(struct context *c, const struct act *a);
enum rejection election_withdraw(struct context *c, const struct act *a);
enum rejection election_round(struct context *c, const struct act *a);
enum rejection election_close(struct context *c, const struct act *a);
enum rejection election_mark(struct context *c, const struct act *a);
enum rejection election_seal(struct context *c, const struct act *a);
enum rejection election_reveal(struct context *c, const struct act *a);

/* Phases of a block. */
void election_give_back(struct context *c, int64_t previous_ms, int64_t excess_ms);
size_t election_close_all(struct context *c, const struct block_sink *sink);
int64_t election_next_ms(struct state *s, struct arena *a);
int64_t election_pulse_ms(struct state *s, struct arena *a);

/* For the files of this mechanism. */
void election_put(struct state *s, const struct election *x);
void paper_put(struct state *s, const struct hash *round, struct bytes member, const struct paper *x);
/* It is over: who was elected holds what he was elected to. */
void election_end(struct context *c, struct election *x);
#endif
