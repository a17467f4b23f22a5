/* What a member adds to each count: by tags, tables and units, by what it is forced to, and alike others. */
#include "charter/ballot.h"
#include "unit/charter/votes.h"

static struct ballot *ballot_of(const struct charter_rule *r, const struct electorate *e)
{
    struct ballot *b = NULL;
    struct diag diag = {0};
    if (ballot_prepare(harness_arena(), r, e, 1, BYTES(""), &b, &diag) != OK) {
        harness_note("%s", diag.message);
        check_that(false);
    }
    return b;
}

TEST(members_that_count_alike_are_one_kind)
{
    static const struct {
        const char *clauses;
        const char *votes;
        size_t kinds;
    } rows[] = {
        {"pass n(Y) > 0;", "A=Y B=N C=- 4A", 1},
        {"pass n(Y|P5) > 0;", "A=Y B=N|P5 C=- D=Y|P5 E=Y", 2},
        {"pass n(Y|P5) > n(N|X9);", "A=Y|X9 B=N|P5 C=Y|P5|X9 D=Y|X9 E=Y|P5 F=Y", 4},
        {"pass pop(Y) > 0;", "A=Y*2 B=Y*3 C=Y*2 D=Y*3 E=Y*2", 2},
        {"pass n(Y) > pop(Y);", "A=Y*2 B=Y*3 C=Y*2 D=Y*3", 2},
        /* What is void for some parts them too, and so does nothing that no count asks for. */
        {"void N with P5; pass n(Y) > n(N);", "A=Y B=N|P5 C=N D=Y|P5 E=Y|X9", 2},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct charter *c = NULL;
        const struct charter_rule *r = rule_of("attributes pop;", rows[i].clauses, &c);
        const struct electorate e = votes_of(rows[i].votes);
        harness_note("%s of %s", rows[i].votes, rows[i].clauses);
        check_eq(ballot_of(r, &e)->kind_count, rows[i].kinds);
    }
}

TEST(what_counts_in_one_place_counts_in_no_other)
{
    static const struct {
        const char *clauses;
        const char *votes;
        const char *outcome;
    } rows[] = {
        /* Units, of an attribute of one letter too, in every count. */
        {"split by pop; pass pop(Y) >= 3 & pop(Y|P5) = 2;", "A=Y*2|P5 B=Y*1", "adopted carried"},
        {"split by pop; pass pop(Y|P5) = 2 & pop(Y) = 5;", "A=Y*2|P5 B=Y*3", "adopted carried"},
        {"split by q; pass q(Y) = 2;", "A=-*3", "pending open"},
        {"pass q(Y) = 2;", "A=-*3", "rejected short_of_votes"},
        {"split by q; pass q(Y) = 5;", "A=Y*2 A=N*3 B=Y*3", "adopted carried"},
        /* The first tag that forces, whatever it forces to. */
        {"force PARTY = Y, GUEST = N; pass n(Y) = 1;", "A=A|PARTY|GUEST", "adopted carried"},
        {"force PARTY = N, GUEST = Y; pass n(Y) = 1;", "A=A|PARTY|GUEST", "rejected short_of_votes"},
        {"force PARTY = N, GUEST = Y; pass n(Y) = 1;", "A=A|GUEST B=N", "adopted carried"},
        /* What anybody is forced to may be taken. */
        {"force PARTY = Q, GUEST = R; pass n(Y) = n(Q) & n(R) = 1;", "A=R B=Q C=Y", "adopted carried"},
        /* Forced to what is void for it. */
        {"force PARTY = N; void N with PARTY; pass n(N) = 0;", "A=Y|PARTY B=Y", "adopted consensus"},
        {"force PARTY = Y; void Y with PARTY; pass n(Y) = 1;", "A=Y|PARTY B=Y", "adopted carried"},
        {"force PARTY = Y; void Y with GUEST; pass n(Y) = 2;", "A=N|PARTY B=Y C=Y|GUEST", "adopted carried"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct charter *c = NULL;
        const char *parts = strstr(rows[i].clauses, "q(") != NULL ? "attributes q;" : "attributes pop;";
        const struct charter_rule *r = rule_of(parts, rows[i].clauses, &c);
        const struct decision d = decision_of(c, r, rows[i].votes, strchr(rows[i].votes, '-') != NULL);
        harness_note("%s of %s", rows[i].votes, rows[i].clauses);
        check_text(outcome_of(&d), rows[i].outcome);
    }
}

TEST(who_is_forced_is_told_at_that_position)
{
    static const char letters[] = "YLNAQR";
    for (size_t i = 0; letters[i] != 0; i++) {
        const char *clauses = arena_printf(harness_arena(), "force PARTY = %c; pass n(%c) = 1;", letters[i],
                                           letters[i]);
        const struct charter *c = NULL;
        const struct charter_rule *r = rule_of("", clauses, &c);
        const struct decision d = decision_of(c, r, letters[i] == 'N' ? "A=Y|PARTY" : "A=N|PARTY", false);
        harness_note("%s", clauses);
        check_eq(d.outcome, OUTCOME_adopted);
        check_eq(d.heads[i < 5 ? i : POSITION_R], 1);
        check_eq(d.effects[0].position, letters[i]);
    }
}

TEST(who_vetoes_is_named_and_nobody_beside_them)
{
    static const struct {
        const char *clauses;
        const char *reason;
    } rows[] = {
        {"pass n(N|P5) = 0 & n(Y) > 0;",
         "vetoed by A: none may be against among P5, 1 is; 5 for, 2 against"},
        {"pass n(Y) > 0 & n(N|P5) = 0;",
         "vetoed by A: none may be against among P5, 1 is; 5 for, 2 against"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct charter *c = NULL;
        const struct charter_rule *r = rule_of("", rows[i].clauses, &c);
        const struct decision d = decision_of(c, r, "B=N A=N|P5 5Y", false);
        check_text(arena_text(harness_arena(), decision_reason(&d, LANGUAGE_EN)), rows[i].reason);
    }
}

TEST(what_is_given_of_a_member_goes_before_what_the_charter_lists)
{
    const struct charter *c = charter_of("charter \"c\";\nattributes pop;\nmember A { pop 7; }\n"
                                         "member B { pop 5; }\nrule r { pass pop(Y) >= 0; }\n");
    const struct charter_rule *r = charter_rule(c, BYTES("r"), BYTES(""));
    static const struct {
        int64_t given[2];
        int64_t sum;
    } rows[] = {{{-1, -1}, 12}, {{0, -1}, 5}, {{1, 0}, 1}, {{-1, 0}, 7}, {{3, 4}, 7}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct elector electors[] = {
            {.code = BYTES("A"), .n = 1, .position = 'Y', .weights = &rows[i].given[0]},
            {.code = BYTES("B"), .n = 1, .position = 'Y', .weights = &rows[i].given[1]}};
        const struct electorate e = {.count = 2, .electors = electors};
        const struct evaluate_options options = {.explain = true};
        struct decision d;
        harness_note("row %zu", i);
        check_ok(evaluate(harness_arena(), c, r, &e, 1, &options, &d, NULL));
        check_eq(d.atoms[0].left, rows[i].sum);
    }
}

/* A tag of one body, where another body is counted without it. */
TEST(over_several_bodies_a_count_is_of_its_own_body)
{
    const struct charter *c = NULL;
    const struct charter_rule *r =
        rule_of("", "over a, b; pass n(Y|P5 in a) = 1 & n(Y in b) = 2 & n(Y in a) = 2;", &c);
    struct electorate e[] = {votes_of("A=Y|P5 B=Y"), votes_of("C=Y D=Y|P5")};
    const struct evaluate_options options = {.explain = true};
    struct decision d;
    e[0].name = BYTES("a");
    e[1].name = BYTES("b");
    check_ok(evaluate(harness_arena(), c, r, e, 2, &options, &d, NULL));
    check_text(outcome_of(&d), "adopted carried");
    check_eq(d.pivotal_count, 4);
    struct diag diag = {0};
    e[0].name = BYTES("x");
    check_eq(evaluate(harness_arena(), c, r, e, 2, &options, &d, &diag), ERROR_MALFORMED);
    check_text(diag.message, "the electorates are not those that the rule is over");
    check_text(diag.found, "x");
}

TEST(units_beyond_64_bits_are_refused)
{
    static const struct {
        int64_t n, weight;
        const char *message;
    } rows[] = {
        {1, 9007199254740991, ""},
        {1, 9007199254740992, "the numbers are too large for this rule"},
        {CHARTER_NUMBER_MAX, 1LL << 40, "the numbers are too large for this rule"},
        {CHARTER_NUMBER_MAX, 9000000, ""},
        {CHARTER_NUMBER_MAX, 9100000, "the numbers are too large for this rule"},
    };
    const struct charter *c = NULL;
    const struct charter_rule *r =
        rule_of("attributes pop;", "split by pop; pass pop(Y) > 0 & pop(N|P5) = 0;", &c);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct elector elector = {.n = rows[i].n, .position = 'Y', .weights = &rows[i].weight};
        const struct electorate e = {.count = 1, .electors = &elector};
        struct ballot *b = NULL;
        struct diag diag = {0};
        harness_note("row %zu", i);
        check_eq(ballot_prepare(harness_arena(), r, &e, 1, BYTES(""), &b, &diag),
                 rows[i].message[0] == 0 ? OK : ERROR_MALFORMED);
        check_text(diag.message, rows[i].message);
    }
}
