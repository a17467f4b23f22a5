/* mechanism/silence.h: tacit consent: an exact text, an audience, a clock, objections, all-clears and the
 * close.
 *
 * docs/protocol/silence.md numbers the obligations O1 to O16; the code names them where it keeps them. */
#ifndef MECHANISM_SILENCE_H
#define MECHANISM_SILENCE_H

#include "charter/evaluate.h"
#include "mechanism/acts.h"
#include "mechanism/context.h"

enum silence_stage {
    SILENCE_WAITING, /* for availability at n-f nodes: the clock does not run */
    SILENCE_RUNNING,
    SILENCE_FIRED,   /* the deadline has passed: all-clears are gathered */
    SILENCE_BROKEN,
    SILENCE_CLOSED,
    SILENCE_LAPSED,
};
const char *silence_stage_word(enum silence_stage s);

struct silence_seat {
    struct bytes member;
    struct public_key node; /* that clears for it, frozen at opening */
    unsigned marks;         /* that the machine gave it then: mechanism/status.h */
};

struct silence {
    struct hash id; /* of the act that opened it */
    struct hash matter;
    struct hash root;
    struct bytes rule;
    int64_t number;      /* from 1, in the order of opening */
    int64_t opened;      /* index of the entry */
    int64_t opened_ms;
    int64_t duration_ms; /* T */
    int64_t delta_ms;
    int64_t extra_ms;    /* E, at least two delta, with what was added after the deadline fired */
    int64_t deadline_ms; /* D; 0 while waiting */
    int64_t window_ms;   /* until when availability must be recorded */
    enum silence_stage stage;
    int64_t fired;       /* index of the deadline fact */
    int64_t ended;       /* index of the close fact */
    int64_t extensions;
    bool quorum;         /* close n-f after E; else close all */
    int64_t nodes;       /* n: distinct clearing nodes */
    int64_t faulty;      /* f */
    size_t seat_count;
    const struct silence_seat *seats; /* ascending by member */
};

struct objection {
    struct hash id;
    struct bytes member;
    struct public_key key;
    int64_t raised; /* index of the entry */
    bool withdrawn;
};

struct organisation_counters { /* row of the organisation */
    int64_t silences;
    int64_t statements;
};
struct organisation_counters counters_get(struct state *s);

bool silence_get(struct state *s, const struct hash *id, struct arena *a, struct silence *out);
size_t silence_open_list(struct state *s, struct arena *a,
                         struct silence **out); /* waiting, running, fired */
size_t silence_list(struct state *s, struct arena *a, struct silence **out); /* all, in order of opening */
size_t objection_list(struct state *s, const struct hash *root, struct arena *a, struct objection **out);
bool objection_get(struct state *s, const struct hash *id, struct hash *root, struct objection *out);
bool silence_is_available(struct state *s, const struct hash *root, const struct public_key *node);
bool silence_is_clear(struct state *s, const struct hash *silence, const struct public_key *node);
/* Distinct nodes of the frozen set that have recorded availability; all-clears. */
int64_t silence_available_count(struct state *s, const struct silence *x, struct arena *a);
int64_t silence_clear_count(struct state *s, const struct silence *x, struct arena *a);
/* Pulse in force: the shortest of the open silences, else PULSE_MS_MAX (O5). */
int64_t silence_pulse_ms(struct state *s, struct arena *a);
/* The next official time at which something fires or lapses; 0: none. */
int64_t silence_next_ms(struct state *s, struct arena *a);

/* Phases of a block (O2), called by the machine. */
struct block_sink { /* takes a fact; effects are those since state_mark */
    void *ctx;
    void (*emit)(void *ctx, struct bytes body);
    void (*prepare)(void *ctx); /* before the writes of a fact: makes c->index right */
};
void silence_give_back(struct context *c, int64_t excess_ms);
void silence_fire_deadlines(struct context *c, const struct block_sink *sink);
/* `pending`: objections that are ordered and not interpreted yet (O3). */
struct pending_objection {
    struct hash id;
    struct hash root;
    struct bytes member;
    struct public_key key;
};
/* Gives the number of silences that ended. */
size_t silence_close_all(struct context *c, const struct block_sink *sink,
                         const struct pending_objection *pending, size_t pending_count);

enum rejection silence_open(struct context *c, const struct act *a);
enum rejection silence_extend(struct context *c, const struct act *a);
enum rejection silence_not_received(struct context *c, const struct act *a);
enum rejection silence_object(struct context *c, const struct act *a);
enum rejection silence_withdraw(struct context *c, const struct act *a);
enum rejection silence_availability(struct context *c, const struct act *a);
enum rejection silence_all_clear(struct context *c, const struct act *a);
enum rejection silence_tick(struct context *c, const struct act *a);
/* Whether a tick is refused only because it is not time yet (O4): then it leaves no entry. */
bool silence_tick_is_early(struct context *c, const struct act *a);

/* Its rule by the charter under which its matter was opened, as it was when the silence opened: nothing later
 * changes what was put to the members. */
const struct charter_rule *silence_rule(struct context *c, const struct silence *x);

/* Those of its seats that still sit in the body, with the positions as they stand: 0 where the rule's default
 * applies, X where a member was not reached (O10, O13). For the close, and for those who explain it. */
size_t silence_electorate(struct context *c, const struct silence *x, struct elector **out);
/* What its rule says of it at c->time_ms, explained; groups are those of that day. ERROR_MALFORMED with diag:
 * the rule cannot be applied to it. */
MUST_USE enum error silence_decide(struct context *c, const struct silence *x, struct decision *out,
                                   struct diag *diag);
/* Whether it could, if every member were reached: a rule over several bodies, or by a table, cannot count its
 * seats, and it is better to know that before the silence than at its end. */
bool silence_can_be_decided(struct context *c, const struct silence *x);

/* For the files of this mechanism. */
void silence_put(struct state *s, const struct silence *x);
void counters_put(struct state *s, const struct organisation_counters *o);
bool silence_is_open(const struct silence *x);
const struct silence_seat *silence_seat_of(const struct silence *x, struct bytes member);
/* Whether its objection breaks the silence: it sat at the opening, and its rule counts it. */
bool silence_may_break(struct context *c, const struct silence *x, struct bytes member);
/* Whether the key may speak an objection to break this silence: authorised now, or when it opened. */
bool objector_is_authorised(struct context *c, const struct public_key *key, struct bytes member,
                            const struct silence *x, int64_t enrolled_before);
#endif
