/* charter/linear.h: a rule over one electorate as plain linear comparisons, for those who ask about many
 * choices of positions at once: what power it gives, what would turn an outcome.
 *
 * Members that count alike, whatever position they take, form a group. Each comparison of the rule, and of
 * the rules that it falls through to at once, is a difference of two sides: a number for what nobody can
 * change, and for each member what its position adds. The positions are what members take; the default, what
 * is forced and what is void are already in what they add. No number leaves 64 bits (charter/ballot.h). */
#ifndef CHARTER_LINEAR_H
#define CHARTER_LINEAR_H

#include "charter/ballot.h"

struct linear_range {
    int64_t low;
    int64_t high;
};

struct linear_stage { /* a rule, and where its comparisons stand among all */
    const struct charter_rule *rule;
    const struct ballot *ballot;
    size_t quorum_first;
    size_t pass_first;
};

struct linear_group {
    int64_t n;    /* members */
    size_t first; /* one of its voters */
};

struct linear {
    size_t voter_count;
    const struct elector **electors; /* by voter, in the order of the electorates */
    const size_t *group_of;          /* by voter; group_count: out or forced at every stage, or nobody */
    const bool *out;                 /* by voter: not counted at the first stage */
    size_t group_count;
    struct linear_group *groups;
    size_t atom_count;
    const struct atom **atoms;
    int64_t *base;
    int64_t (*adds)[POSITION_COUNT]; /* [atom * group_count + group], by index of the position taken */
    int standard;                    /* position of who takes none: the same at every stage */
    uint16_t positions;              /* that may be taken: of `allow`, X and the default */
    size_t stage_count;
    struct linear_stage stages[CHARTER_STAGES_MAX];
};

/* As ballot_prepare. Where votes are split each elector moves with all its units. ERROR_TOO_LARGE with diag:
 * more than 250,000 comparisons times electors. */
MUST_USE enum error linear_prepare(struct arena *a, const struct charter_rule *rule,
                                   const struct electorate *electorates, size_t count, struct bytes date,
                                   const struct linear **out, struct diag *diag);

#define OUTCOME_BIT(outcome) (1u << (outcome))
/* The outcomes that there can be, as a bit set, where each difference lies in its range: at least those that
 * there are, and exactly the one where every range is a single number. */
unsigned linear_outcomes(const struct linear *l, const struct linear_range *ranges);
/* The one outcome where each difference is that number. */
enum outcome linear_outcome(const struct linear *l, const int64_t *differences);
#endif
