/* Rules over several bodies, with members that sit in more than one of them. */
#include "charter/charter.h"
#include "charter/evaluate.h"
#include "support/harness.h"

enum { MEMBERS = 5 };

/* Who sits where: A and B in the first body, C and D in both, E in the second. */
static const unsigned sits[MEMBERS] = {1, 1, 3, 3, 2};
static const char *const codes[MEMBERS] = {"A", "B", "C", "D", "E"};
static const char letters[] = "YNAX";

static const struct charter *law(const char *clauses)
{
    const char *text = arena_printf(harness_arena(),
                                    "charter \"joint\" title \"Two bodies\";\n"
                                    "rule r { over first, second; %s }\n"
                                    "body first { members named; chair rotation; rules r; }\n"
                                    "body second { members named; chair rotation; rules r; }\n",
                                    clauses);
    const struct charter_source source = {BYTES("joint"), bytes_of_text(text)};
    const struct charter *c = NULL;
    struct charter_diags diags = {0};
    const enum error e = charter_parse(harness_arena(), &source, 1, &c, &diags);
    harness_note("%s", diags.count > 0 ? diags.items[0].diag.message : "");
    check_ok(e);
    return c;
}

static struct decision decide(const struct charter *c, const char *votes, bool open)
{
    struct elector electors[MEMBERS];
    const struct evaluate_options options = {.open = open, .explain = true};
    struct decision d;
    struct diag diag;
    for (size_t i = 0; i < MEMBERS; i++) {
        electors[i] =
            (struct elector){.code = bytes_of_text(codes[i]), .n = 1, .position = votes[i], .in = sits[i]};
    }
    const struct electorate both[] = {{BYTES("first"), MEMBERS, electors}, {BYTES("second"), 0, NULL}};
    const struct charter_rule *rule = charter_rule(c, BYTES("r"), BYTES(""));
    check_ok(evaluate(harness_arena(), c, rule, both, 2, &options, &d, &diag));
    return d;
}

/* More than half of each body for it, and fewer than two of the second against. */
static bool adopts(const char *votes)
{
    int yes[2] = {0, 0};
    int all[2] = {0, 0};
    int no = 0;
    for (size_t i = 0; i < MEMBERS; i++) {
        for (int k = 0; k < 2; k++) {
            all[k] += (int)(sits[i] >> k & 1U);
            yes[k] += votes[i] == 'Y' ? (int)(sits[i] >> k & 1U) : 0;
        }
        no += votes[i] == 'N' && (sits[i] & 2) != 0;
    }
    return 2 * yes[0] > all[0] && 2 * yes[1] > all[1] && no < 2;
}

static const char half[] =
    "pass 2*n(Y in first) > n(* in first) & 2*n(Y in second) > n(* in second) & n(N in second) < 2;";

static void votes_of(int number, char votes[MEMBERS + 1])
{
    for (size_t i = 0; i < MEMBERS; i++) {
        votes[i] = letters[number % 4];
        number /= 4;
    }
    votes[MEMBERS] = 0;
}

/* Whether those at X could make another outcome, from the i-th on. */
static bool turns(char *votes, const char *given, size_t i, bool outcome)
{
    if (i == MEMBERS) {
        return adopts(votes) != outcome;
    }
    if (given[i] != 'X') {
        return turns(votes, given, i + 1, outcome);
    }
    bool found = false;
    for (size_t k = 0; k < 4 && !found; k++) {
        votes[i] = letters[k];
        found = turns(votes, given, i + 1, outcome);
    }
    votes[i] = 'X';
    return found;
}

static bool is_pivotal(const char *given, size_t i)
{
    char votes[MEMBERS + 1];
    bool found = false;
    for (size_t k = 0; k < MEMBERS + 1; k++) {
        votes[k] = given[k];
    }
    for (size_t k = 0; k < 3; k++) { /* nobody goes to X: that is not of `allow` */
        votes[i] = letters[k];
        found |= adopts(votes) != adopts(given);
    }
    return found;
}

static bool is_told(const struct decision *d, const char *code)
{
    size_t times = 0;
    for (size_t i = 0; i < d->pivotal_count; i++) {
        times += bytes_equal_text(d->pivotal[i], code);
    }
    check_that(times <= 1);
    return times == 1;
}

TEST(an_open_joint_vote_and_who_is_pivotal_agree_with_every_choice)
{
    const struct charter *c = law(half);
    char votes[MEMBERS + 1];
    char copy[MEMBERS + 1];
    for (int number = 0; number < 1024; number++) {
        votes_of(number, votes);
        votes_of(number, copy);
        harness_note("%s", votes);
        const struct decision closed = decide(c, votes, false);
        const struct decision open = decide(c, votes, true);
        const bool adopted = adopts(votes);
        check_that((closed.outcome == OUTCOME_adopted) == adopted);
        check_that((open.outcome == OUTCOME_pending) == turns(copy, votes, 0, adopted));
        for (size_t i = 0; i < MEMBERS; i++) {
            check_that(is_told(&closed, codes[i]) == is_pivotal(votes, i));
        }
    }
}

TEST(a_member_of_two_bodies_counts_in_each_with_its_one_position)
{
    const struct charter *c = law(half);
    const struct decision d = decide(c, "YNYXN", false);
    check_eq(d.body_count, 2);
    check_bytes(d.bodies[0].name, BYTES("first"));
    check_bytes(d.bodies[1].name, BYTES("second"));
    check_eq(d.bodies[0].heads[position_index('Y')], 2);
    check_eq(d.bodies[0].heads[position_index('N')], 1);
    check_eq(d.bodies[0].heads[position_index('X')], 1);
    check_eq(d.bodies[1].heads[position_index('Y')], 1);
    check_eq(d.bodies[1].heads[position_index('N')], 1);
    check_eq(d.bodies[1].heads[position_index('X')], 1);
    check_eq(d.heads[position_index('Y')], 2); /* C is one member */
    check_eq(d.heads[position_index('N')], 2);
    check_eq(d.effect_count, MEMBERS);
    check_eq(d.atoms[0].left, 4);
    check_eq(d.atoms[0].right, 4);
    check_eq(d.atoms[1].left, 2);
    check_eq(d.atoms[1].right, 3);
    check_eq(d.atoms[2].left, 1);
}

TEST(a_member_that_is_not_counted_is_told_in_each_of_its_bodies)
{
    const struct charter *c = law("allow Y N; out SUSPENDED; pass n(Y in first) > n(N in second);");
    const struct bytes suspended[] = {BYTES("SUSPENDED")};
    struct elector electors[MEMBERS];
    const struct evaluate_options options = {.explain = true};
    struct decision d;
    struct diag diag;
    for (size_t i = 0; i < MEMBERS; i++) {
        electors[i] =
            (struct elector){.code = bytes_of_text(codes[i]), .n = 1, .position = 'Y', .in = sits[i]};
    }
    electors[2].tag_count = 1;
    electors[2].tags = suspended;
    const struct electorate both[] = {{BYTES("first"), MEMBERS, electors}, {BYTES("second"), 0, NULL}};
    const struct charter_rule *rule = charter_rule(c, BYTES("r"), BYTES(""));
    check_ok(evaluate(harness_arena(), c, rule, both, 2, &options, &d, &diag));
    check_eq(d.body_count, 2);
    check_eq(d.bodies[0].out, 1);
    check_eq(d.bodies[1].out, 1);
}
