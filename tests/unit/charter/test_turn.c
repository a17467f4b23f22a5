#include "charter/turn.h"
#include "unit/charter/votes.h"

/* Open votes of many: too many for trying out, so each answer is one that a person can check. */
TEST(many_that_count_alike_are_answered_at_their_boundary)
{
    static const struct {
        const char *clauses;
        const char *votes;
        const char *outcome;
    } rows[] = {
        {"pass n(Y) >= 9;", "8Y 6N 1-", "pending open"},
        {"pass n(Y) >= 9;", "8Y 7N", "rejected short_of_votes"},
        {"pass n(Y) >= 9;", "7Y 7N 1-", "rejected short_of_votes"},
        {"pass n(Y) >= 9;", "9Y 6-", "adopted carried"},
        {"pass n(Y) >= 9 & n(N|P5) = 0;", "9Y 5- 1-|P5", "pending open"},
        {"pass n(Y) >= 9 & n(N|P5) = 0;", "9Y 5- 1A|P5", "adopted carried"},
        {"pass n(Y) >= 9 & n(N|P5) = 0;", "9Y 5- 1N|P5", "rejected veto"},
        {"out ART19; quorum 2*n(C) > n(*); pass 3*n(Y) >= 2*n(V);", "100Y 49N 44-", "pending open"},
        {"out ART19; quorum 2*n(C) > n(*); pass 3*n(Y) >= 2*n(V);", "100Y 10N 40-", "adopted carried"},
        {"out ART19; quorum 2*n(C) > n(*); pass 3*n(Y) >= 2*n(V);", "100Y 10N 41-", "pending open"},
        {"out ART19; quorum 2*n(C) > n(*); pass 3*n(Y) >= 2*n(V);", "60Y 30N 103-", "pending open"},
        {"out ART19; quorum 2*n(C) > n(*); pass 3*n(Y) >= 2*n(V);", "2Y 100N 91-", "rejected short_of_votes"},
        {"pass n(Y) = 500000000;", "1000000000-", "pending open"},
        {"pass 2*n(Y) = 999999999;", "1000000000-", "rejected short_of_votes"},
        {"pass n(Y) - n(N) = 3 & n(A) > 100000;", "1000000-", "pending open"},
        {"pass n(Y) >= 600000 & n(N) >= 400001;", "1000000-", "rejected short_of_votes"},
        {"pass n(Y) >= 600000 & n(N) >= 400000;", "1000000-", "pending open"},
        {"pass n(Y) + n(N) + n(A) > 1000000;", "1000000-", "rejected short_of_votes"},
        {"force PARTY = X; pass n(Y) > 0;", "5-|PARTY", "rejected short_of_votes"},
        {"out PARTY; pass n(Y) > 0;", "5-|PARTY", "rejected short_of_votes"},
        {"allow N A; pass n(Y) > 0 | n(N) > 9;", "9-", "rejected short_of_votes"},
        {"allow N A; pass n(Y) > 0 | n(N) > 9;", "10-", "pending open"},
        {"allow Y N; default L; pass n(N) = 0;", "5-", "adopted assent"},
        {"allow Y N; default L; pass n(N) = 0;", "5- 1X", "pending open"},
        {"allow Y; default L; pass n(L) >= 6;", "5- 1X", "pending open"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct charter *c = NULL;
        const struct charter_rule *r = rule_of("", rows[i].clauses, &c);
        const struct decision d = decision_of(c, r, rows[i].votes, true);
        harness_note("%s of %s", rows[i].votes, rows[i].clauses);
        check_text(outcome_of(&d), rows[i].outcome);
    }
}

/* 27 members that all weigh differently. */
static struct decision weighed_decision(const char *pass, size_t absent)
{
    const struct charter *c = NULL;
    const struct charter_rule *r = rule_of("attributes pop;", pass, &c);
    struct elector *electors = ARENA_ARRAY(harness_arena(), struct elector, 27);
    int64_t *weights = ARENA_ARRAY(harness_arena(), int64_t, 27);
    for (size_t i = 0; i < 27; i++) {
        weights[i] = (int64_t)(3 * i * i + 7 * i + 11) * 2; /* even, so that no sum is odd */
        electors[i] = (struct elector){.n = 1, .position = i < absent ? 'X' : 'Y', .weights = &weights[i]};
    }
    const struct electorate e = {.count = 27, .electors = electors};
    const struct evaluate_options options = {.open = true};
    struct decision d;
    check_ok(evaluate(harness_arena(), c, r, &e, 1, &options, &d, NULL));
    return d;
}

TEST(rules_where_being_for_helps_are_answered_whatever_the_weights)
{
    static const char qualified[] =
        "pass 100*n(Y) >= 55*n(*) & n(Y) >= 15 & 100*pop(Y) >= 65*pop(*) | n(!Y) < 4;";
    check_eq(weighed_decision(qualified, 27).outcome, OUTCOME_pending);
    check_eq(weighed_decision(qualified, 3).outcome, OUTCOME_adopted);
    check_eq(weighed_decision("pass 100*pop(Y) >= 65*pop(*) & n(N) = 0;", 27).outcome, OUTCOME_pending);
    check_eq(weighed_decision("pass 3*pop(Y) > 3*pop(*);", 27).outcome, OUTCOME_rejected);
}

TEST(a_search_that_is_given_up_calls_the_outcome_open)
{
    /* Whether some sum of 27 even weights is a given odd number takes as many tries as there are sums. */
    check_eq(TURN_WORK_MAX, 10000000);
    const struct decision d = weighed_decision("pass pop(Y) = 9999;", 27);
    check_eq(d.stands, OUTCOME_rejected);
    check_eq(d.outcome, OUTCOME_pending);
    /* With few members the same question is answered. */
    check_eq(weighed_decision("pass pop(Y) = 9999;", 5).outcome, OUTCOME_rejected);
}
