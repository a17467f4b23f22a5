/* charter/evaluate.h: the one evaluator: positions and a rule in, an outcome with reasons out. Pure, exact
 * integers, no limit of time: linear in members and in the size of the rule.
 *
 * The order: members without a position take the rule's default; those with a tag that is `out` are not
 * counted; `force` gives others their position; then quorum, then pass. docs/formats/charter.md numbers all
 * of it. Who decides by one rule over one electorate again and again prepares a ballot (charter/ballot.h). */
#ifndef CHARTER_EVALUATE_H
#define CHARTER_EVALUATE_H

#include "charter/charter.h"
#include "language/language.h"

struct explanation;

/* One member of the electorate, or `n` members that took the same position and are not known by name. */
struct elector {
    struct bytes code;        /* empty: not known by name */
    int64_t n;                /* 1 for a named member */
    char position;            /* a letter of POSITIONS, or 0: none given, the rule's default applies */
    size_t tag_count;
    const struct bytes *tags; /* "P5", "PARTY", ..., beside those that the charter's groups give */
    const int64_t *weights;   /* one for each of the charter's attributes, or NULL; -1: lacks one */
    unsigned in; /* of a rule over several bodies: a bit for each electorate, by its place among those */
                 /* given, in which it counts with its one position; 0: in the one that lists it, alone */
};

struct electorate {
    struct bytes name; /* of the body, for rules over several; may be empty */
    size_t count;
    const struct elector *electors; /* distinct codes */
};

#define OUTCOME_TABLE(X) X(adopted) X(rejected) X(no_quorum) X(deferred) X(referred) X(lapsed) X(pending)
enum outcome {
#define X(name) OUTCOME_##name,
    OUTCOME_TABLE(X)
#undef X
};
#define REASON_TABLE(X)                                                                            \
    X(carried) X(consensus) X(assent) X(short_of_votes) X(veto) X(objected) X(blocked) X(tie)      \
    X(no_quorum) X(not_reached) X(open)
enum reason_code {
#define X(name) REASON_##name,
    REASON_TABLE(X)
#undef X
};
const char *outcome_word(enum outcome o);
const char *reason_word(enum reason_code r);

struct decision_atom { /* one comparison of the rule with its numbers */
    bool of_quorum;     /* else of pass */
    struct bytes text;  /* as in the charter, "n(Y) >= 9"; behind a ! if the rule asks for its denial */
    int64_t left, right;
    bool holds;         /* what the text says */
    const struct explanation *how; /* what decision_atom_words tells it from */
    const struct atom *atom;
    bool needed;
};

struct decision_effect {
    struct bytes code;
    char position;      /* as counted, after default, out (R) and force */
    enum effect effect; /* EFFECT_FREE unless adopted */
};

/* What adoption means as to a part of the decision: what it means for the whole, refined by what the rule
 * binds `as to` this part. */
struct decision_part {
    struct bytes about;
    const struct decision_effect *effects; /* effect_count of them, of the same members */
};

struct decision_body { /* of a rule over several bodies: who is counted in one of them */
    struct bytes name;
    int64_t heads[7]; /* by index in POSITIONS; a member of two bodies is in both */
    int64_t out;
};

struct decision_stage { /* a rule that did not adopt, before the one behind its `else` was asked at once */
    const struct charter_rule *rule;
    enum reason_code reason_code;
};

/* What does not pass is rejected unless the rule has an `else`: then it is what that says, referred, deferred
 * or lapsed, and deferred also where another stage comes after a time; the reason stays that of not passing.
 * A lack of quorum is no_quorum whatever stands behind `else`. The reason not_reached is a procedure's. */
struct decision {
    enum outcome outcome;
    enum reason_code reason_code;
    const struct charter_rule *rule; /* the stage that decided; its `else` says what follows */
    size_t stage_count;              /* before it */
    const struct decision_stage *stages;
    const struct explanation *how;   /* what decision_reason tells it from */
    enum outcome stands;          /* as it stands; other than `outcome` only if that is pending */
    enum reason_code stands_reason;
    int64_t heads[7];             /* members counted, by index in POSITIONS */
    int64_t out;                  /* members not counted */
    size_t body_count;            /* with explain: the bodies that the rule is over, in its order */
    const struct decision_body *bodies;
    size_t atom_count;            /* with explain: of quorum, then of pass */
    const struct decision_atom *atoms;
    size_t pivotal_count;         /* with explain: named members who alone, by going to a position that the */
    const struct bytes *pivotal;  /* rule allows, would turn what the outcome is as it stands */
    size_t effect_count;          /* with explain: for named members, in the order of the electorate */
    const struct decision_effect *effects;
    size_t part_count; /* with explain: parts that the rule binds `as to`, in its order */
    const struct decision_part *parts;
};

struct evaluate_options {
    bool open;    /* the vote still runs: an outcome that members at X could turn is pending */
    bool explain; /* atoms, pivotal, effects, parts */
    struct bytes date; /* YYYY-MM-DD on which the charter's groups are read; empty: as they are now */
};

/* `rule` is one of the charter's. ERROR_MALFORMED with diag (may be NULL): a position that the rule does not
 * allow, a table that lacks a member, a number too large. */
MUST_USE enum error evaluate(struct arena *a, const struct charter *c, const struct charter_rule *rule,
                             const struct electorate *electorates, size_t electorate_count,
                             const struct evaluate_options *options, struct decision *out,
                             struct diag *diag);

/* Why, for people: free text that names members where they are known. Of what evaluate has filled in, and in
 * the arena that it was given. */
struct bytes decision_reason(const struct decision *d, enum language l);
/* "9 for needed, 11 given" */
struct bytes decision_atom_words(const struct decision_atom *atom, enum language l);

/* Whether the rule counts by a tag that the charter itself gives to nobody: who decides says who has it. */
bool evaluate_asks_tag(const struct charter_rule *rule, struct bytes tag);
/* Whether the rule does not count a member with that tag. */
bool evaluate_puts_out(const struct charter_rule *rule, struct bytes tag);
#endif
