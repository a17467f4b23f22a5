#include "unit/charter/votes.h"

/* Rules in the shapes of real bodies (named for the reader), each at its boundary. */
static const char limited[] = "allow Y N R; pass n(N) = 0 & n(Y) >= 2; bind Y bound, R free;";
static const char cfsp[] =
    "allow Y L N A Q; quorum 2*n(C) > n(*); "
    "pass n(N) = 0 & !(3*n(Q) >= n(*) & 3*n(Q|BIG) >= n(*|BIG)); bind Y L A bound, Q committed;";
static const char substantive[] = "force PARTY = A; pass n(Y) >= 9 & n(N|P5) = 0;";
static const char general[] = "out ART19; quorum 2*n(C) > n(*); pass 3*n(Y) >= 2*n(V);";
static const char osce[] = "allow Y L N A; default L; pass n(N) = 0 & n(C) > 0;";
static const char minus_one[] = "allow Y L N A; out STATE; pass n(N) = 0 & n(C) > 0;";
static const char peace[] =
    "out PARTY; quorum 3*n(C) >= 2*n(*); pass n(N) = 0 & n(Y) > 0 | 3*n(Y) >= 2*n(V) & n(Y) > 0;";
static const char ecowas[] = "quorum 3*n(C) >= 2*n(*); pass 3*n(Y) >= 2*n(C);";
static const char rio[] = "out INTERESTED; quorum 3*n(C) >= 2*n(*); pass 3*n(Y) >= 2*n(*);";
static const char arab[] = "out AGGRESSOR; pass n(N) + n(A) + n(X) = 0;";
static const char gulf[] = "quorum 3*n(C) >= 2*n(*); pass n(N) = 0 & n(Y) > 0;";
static const char waiver[] = "quorum 2*n(C) > n(*); pass 4*n(Y) >= 3*n(*);";
static const char reverse[] = "allow Y L N A; default L; pass n(!N) > 0;";
static const char tacit[] =
    "allow Y L N; default L; pass !(3*n(N) > n(*) | 2*n(N|BIG) >= n(*|BIG) & n(*|BIG) > 0); bind N free;";
static const char iso[] = "pass 3*n(Y|P) >= 2*n(V|P) & 4*n(N) <= n(V) & n(Y|P) > 0;";
static const char iesg[] =
    "allow Y L N A R; out RECUSED; reason N; pass n(Y) >= 1 & n(N) = 0 & 3*(n(Y)+n(L)) >= 2*n(*);";
static const char lazy[] = "allow Y L N; default L; reason N; pass n(N) = 0;";
static const char nato[] =
    "allow Y L N; default L; reason N; pass n(N) = 0 & n(Y) + n(L) > 0; clock at least 1h set by secretary; "
    "close all within 1h;";
static const char sco[] = "allow Y L N R; pass n(N) = 0 & n(Y) + n(L) > 0; bind Y L bound, R free;";
static const char acceptors[] = "pass 2*n(Y) > n(*); bind Y bound, !Y free;";
static const char deferred[] =
    "quorum 3*n(C) >= 2*n(*); pass n(N) = 0 & n(Y) > 0 | 3*n(Y) >= 2*n(V) & n(V) > 0;";
static const char board[] = "quorum 3*n(C) >= 2*n(*); pass 2*n(Y) > n(V);";
static const char trade[] = "allow Y L N A; quorum 2*n(C) > n(*); pass n(N) = 0;";
static const char release[] = "pass n(Y) >= 3 & n(Y) > n(N);";
static const struct {
    const char *clauses;
    const char *votes;
    const char *outcome;
} shapes[] = {
    {limited, "2Y 4R", "adopted carried"},
    {limited, "1Y 5R", "rejected short_of_votes"},
    {limited, "5Y 1N", "rejected objected"},
    {cfsp, "24Y 3Q", "adopted consensus"},
    {cfsp, "18Y 6Q 3Q|BIG", "rejected blocked"},
    {cfsp, "16Y 2Y|BIG 9Q", "adopted consensus"},
    {cfsp, "17Y 1Y|BIG 8Q 1Q|BIG", "rejected blocked"},
    {cfsp, "26Y 1N", "rejected objected"},
    {cfsp, "13Y 14-", "no_quorum no_quorum"},
    {cfsp, "14A 13X", "adopted consensus"},
    {substantive, "4Y|P5 7Y 1N|P5 3A", "rejected veto"},
    {substantive, "5Y|P5 4Y 6N", "adopted carried"},
    {substantive, "5Y|P5 3Y 7A", "rejected short_of_votes"},
    {substantive, "4Y|P5 1N|P5 4Y 6A", "rejected short_of_votes"},
    {substantive, "4Y|P5 1X|P5 5Y 5N", "adopted carried"},
    {substantive, "4Y|P5 1A|P5 5Y 5N", "adopted carried"},
    {substantive, "4Y|P5 5Y 1N|P5|PARTY 5A", "adopted carried"},
    {general, "141Y 5N 35A 12-", "adopted carried"},
    {general, "6Y 3N", "adopted carried"},
    {general, "5Y 3N 1A", "rejected short_of_votes"},
    {general, "96Y 97-", "no_quorum no_quorum"},
    {general, "96Y 96- 1-|ART19", "no_quorum no_quorum"},
    {general, "97Y 96-", "adopted carried"},
    {general, "97Y 96- 1Y|ART19", "adopted carried"},
    {osce, "56- 1N", "rejected objected"},
    {osce, "57-", "adopted assent"},
    {osce, "56- 1A", "adopted consensus"},
    {minus_one, "56Y 1N|STATE", "adopted consensus"},
    {minus_one, "55Y 1N 1N|STATE", "rejected objected"},
    {peace, "15Y", "adopted carried"},
    {peace, "10Y 5N", "adopted carried"},
    {peace, "9Y 6N", "rejected short_of_votes"},
    {peace, "9Y 5N 1Y|PARTY", "rejected short_of_votes"},
    {peace, "9Y 6-", "no_quorum no_quorum"},
    {ecowas, "6Y 3A", "adopted carried"},
    {ecowas, "5Y 4A", "rejected short_of_votes"},
    {rio, "14Y 1N 6A", "adopted carried"},
    {rio, "13Y 2N 6A", "rejected short_of_votes"},
    {rio, "12Y 6A 2N|INTERESTED", "adopted carried"},
    {arab, "21Y", "adopted consensus"},
    {arab, "20Y 1N", "rejected objected"},
    {arab, "20Y 1A", "rejected short_of_votes"},
    {arab, "20Y 1N|AGGRESSOR", "adopted consensus"},
    {gulf, "4Y 2X", "adopted carried"},
    {gulf, "4Y 1N 1X", "rejected objected"},
    {gulf, "3Y 3X", "no_quorum no_quorum"},
    {waiver, "125Y 41A", "adopted carried"},
    {waiver, "124Y 42A", "rejected short_of_votes"},
    {reverse, "163N 1-", "adopted consensus"},
    {reverse, "164-", "adopted assent"},
    {reverse, "164N", "rejected objected"},
    {tacit, "2N 4-", "adopted consensus"},
    {tacit, "3N 4-", "rejected blocked"},
    {tacit, "1N|BIG 1-|BIG 10-", "rejected blocked"},
    {tacit, "12-", "adopted assent"},
    {iso, "10Y|P 5N|P 5Y", "adopted carried"},
    {iso, "9Y|P 6N|P 20Y", "rejected short_of_votes"},
    {iso, "10Y|P 3N|P 3N 2A", "rejected blocked"},
    {iesg, "1Y 9L 5A", "adopted carried"},
    {iesg, "10L 5A", "rejected short_of_votes"},
    {iesg, "10Y 1N 4A", "rejected objected"},
    {iesg, "9Y 1N 5A", "rejected short_of_votes"},
    {iesg, "1Y 8L 6A", "rejected short_of_votes"},
    {iesg, "1Y 9L 4A 1A|RECUSED", "adopted carried"},
    {lazy, "5-", "adopted assent"},
    {lazy, "4- 1Y", "adopted consensus"},
    {lazy, "4- 1N", "rejected objected"},
    {nato, "32-", "adopted assent"},
    {nato, "31- 1Y", "adopted consensus"},
    {nato, "29- 3N", "rejected objected"},
    {nato, "32X", "rejected short_of_votes"},
    {sco, "8Y 1L 1R", "adopted consensus"},
    {sco, "8Y 1N 1R", "rejected objected"},
    {acceptors, "12Y 10N", "adopted carried"},
    {acceptors, "11Y 11N", "rejected short_of_votes"},
    {deferred, "21Y 1A", "adopted carried"},
    {deferred, "14Y 7N 1A", "adopted carried"},
    {deferred, "13Y 7N 2A", "rejected short_of_votes"},
    {deferred, "14Y 8-", "no_quorum no_quorum"},
    {board, "27Y 3N 5A", "adopted carried"},
    {board, "12Y 12N 11A", "rejected tie"},
    {board, "12Y 11N 12-", "no_quorum no_quorum"},
    {board, "12Y 11N 1A 11-", "adopted carried"},
    {trade, "80L 4A 82-", "adopted consensus"},
    {trade, "80L 3A 83-", "no_quorum no_quorum"},
    {trade, "163L 1N", "rejected objected"},
    {release, "3Y 2N", "adopted carried"},
    {release, "3Y 3N", "rejected tie"},
    {release, "2Y", "rejected short_of_votes"},
    {release, "2Y 2N", "rejected short_of_votes"},
};

TEST(rules_in_the_shapes_of_real_bodies_decide_at_their_boundary)
{
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        const struct charter *c = NULL;
        const struct charter_rule *r = rule_of("", shapes[i].clauses, &c);
        const struct decision d = decision_of(c, r, shapes[i].votes, false);
        harness_note("%s of %s", shapes[i].votes, shapes[i].clauses);
        check_text(outcome_of(&d), shapes[i].outcome);
        check_eq(d.stands, d.outcome);
        check_eq(d.stands_reason, d.reason_code);
        check_that(decision_reason(&d, LANGUAGE_EN).len > 0);
    }
}

/* The shape of the qualified majority with a blocking minority of four, over five large and small members. */
TEST(a_qualified_majority_weighs_and_needs_four_to_block)
{
    static const int64_t weights[][1] = {{83}, {67}, {60}, {46}, {38}, {19}, {17}, {11}, {11},
                                         {10}, {10}, {10}, {9},  {8},  {7},  {6},  {5},  {5},
                                         {4},  {4},  {3},  {2},  {2},  {1},  {1},  {1},  {1}};
    static const struct {
        const char *positions; /* the others are for */
        const char *outcome;
    } rows[] = {
        {"", "adopted carried"},
        {"NNN", "adopted carried"}, /* more than 35 % of the population, and three cannot block */
        {"NNNYYYYYYYYYYYYYYYYYYYYYYYN", "rejected blocked"},
        {"NNNYYYYYYYYYYYYYYYYYYYYYYYA", "rejected blocked"},
        {"YYYYYYYYYYYYYYYNNNNNNNNNNNN", "adopted carried"},
        {"YYYYYYYYYYYYYYNNNNNNNNNNNNN", "rejected short_of_votes"},
        {"NNNNNNNNNNNNNNNNNNNNNNNNNNN", "rejected short_of_votes"},
    };
    const struct charter *c = NULL;
    const struct charter_rule *r =
        rule_of("attributes pop;",
                "pass 100*n(Y) >= 55*n(*) & n(Y) >= 15 & 100*pop(Y) >= 65*pop(*) | n(!Y) < 4;", &c);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct elector electors[27] = {0};
        const struct electorate e = {.count = 27, .electors = electors};
        const struct evaluate_options options = {.explain = true};
        struct decision d;
        for (size_t k = 0; k < 27; k++) {
            const char *code = arena_printf(harness_arena(), "M%zu", k);
            electors[k] = (struct elector){.code = bytes_of_text(code), .n = 1, .weights = weights[k]};
            electors[k].position = k < strlen(rows[i].positions) ? rows[i].positions[k] : 'Y';
        }
        check_ok(evaluate(harness_arena(), c, r, &e, 1, &options, &d, NULL));
        harness_note("%s", rows[i].positions);
        check_text(outcome_of(&d), rows[i].outcome);
    }
}

TEST(defaults_come_first_then_out_then_force)
{
    const struct charter *c = NULL;
    const struct charter_rule *r =
        rule_of("", "allow Y L N A; default L; out GONE; force PARTY = A; pass n(N) = 0;", &c);
    const struct decision d = decision_of(c, r, "A1=- A2=Y A3=N|PARTY A4=N|GONE A5=N|GONE|PARTY A6=X", false);
    static const char *const positions = "LYARRX";
    check_text(outcome_of(&d), "adopted consensus");
    check_eq(d.effect_count, 6);
    for (size_t i = 0; i < 6; i++) {
        check_eq(d.effects[i].position, positions[i]);
    }
    static const int64_t heads[] = {1, 1, 0, 1, 0, 1, 0};
    for (size_t i = 0; i < 7; i++) {
        check_eq(d.heads[i], heads[i]);
    }
    check_eq(d.out, 2);
}

TEST(effects_are_those_of_the_position_and_nobody_is_bound_by_what_fails)
{
    const struct charter *c = NULL;
    const struct charter_rule *r =
        rule_of("", "allow Y N A Q; pass n(Y) > n(N); bind * bound, Q committed, N free;", &c);
    struct decision d = decision_of(c, r, "A1=Y A2=Y A3=N A4=Q A5=A A6=X", false);
    static const int effects[] = {EFFECT_BOUND,     EFFECT_BOUND, EFFECT_FREE,
                                  EFFECT_COMMITTED, EFFECT_BOUND, EFFECT_BOUND};
    for (size_t i = 0; i < 6; i++) {
        check_eq(d.effects[i].effect, effects[i]);
    }
    d = decision_of(c, r, "A1=Y A2=N A3=N A4=Q", false);
    for (size_t i = 0; i < 4; i++) {
        check_eq(d.effects[i].effect, EFFECT_FREE);
    }
}

TEST(who_is_pivotal_turns_the_outcome_alone)
{
    static const struct {
        const char *clauses;
        const char *votes;
        const char *pivotal;
    } rows[] = {
        {"pass n(Y) >= 3;", "A=Y B=Y C=Y D=N", "A B C"},
        {"pass n(Y) >= 3;", "A=Y B=Y C=Y D=Y", ""},
        {"pass n(Y) >= 3;", "A=Y B=Y C=N D=A E=X", "C D E"},
        {"pass n(Y) >= 3 & n(N|P5) = 0;", "A=Y B=Y C=Y D=Y E=N|P5", "E"},
        {"pass n(Y) >= 3 & n(N|P5) = 0;", "A=Y B=Y C=Y D=Y|P5 E=N", "D"},
        {"pass n(N) = 0;", "A=Y B=A C=X", "A B C"},
        {"pass n(N) = 0;", "A=Y B=N C=Y", "B"},
        {"pass n(N) = 0;", "A=Y B=N C=N", ""},
        {"quorum 2*n(C) > n(*); pass n(Y) > n(N);", "A=Y B=X C=X", "B C"},
        {"out P; force Q = A; pass n(Y) >= 1;", "A=N|P B=N|Q C=N", "C"},
        {"allow Y; pass n(N) = 0;", "A=Y B=Y", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct charter *c = NULL;
        const struct charter_rule *r = rule_of("", rows[i].clauses, &c);
        const struct decision d = decision_of(c, r, rows[i].votes, false);
        struct buffer b;
        buffer_init(&b, 1000);
        for (size_t k = 0; k < d.pivotal_count; k++) {
            buffer_add_text(&b, k == 0 ? "" : " ");
            buffer_add_bytes(&b, d.pivotal[k]);
        }
        harness_note("%s of %s", rows[i].votes, rows[i].clauses);
        check_text(buffer_text(&b), rows[i].pivotal);
        buffer_done(&b);
    }
}

TEST(what_cannot_be_evaluated_is_an_error_and_never_a_zero)
{
    static const int64_t lacking[] = {-1, 5};
    static const int64_t large[] = {INTEGER_MAX, 5};
    const struct elector named = {.code = BYTES("A"), .n = 1, .position = 'Y'};
    struct elector unknown = named;
    struct elector forbidden = named;
    struct elector nothing = named;
    struct elector out = named;
    struct elector weighty = named;
    struct elector many = {.n = CHARTER_NUMBER_MAX, .position = 'Y'};
    struct elector too_many = {.n = CHARTER_NUMBER_MAX + 1, .position = 'Y'};
    struct elector twice = named;
    const struct bytes gone[] = {BYTES("GONE")};
    unknown.position = 'Z';
    forbidden.position = 'Q';
    nothing.weights = lacking;
    out.weights = lacking;
    out.tags = gone;
    out.tag_count = 1;
    weighty.weights = large;
    twice.n = 2;
    static const char heads[] = "pass n(Y) > 0;";
    static const char weighs[] = "out GONE; pass pop(Y) > 0 | n(Y) = 0;";
    static const char doubles[] = "pass 2*pop(Y) > 0;";
    static const char factor[] = "pass 10000000*n(Y) > 0;";
    const struct {
        const char *clauses;
        const struct elector *elector;
        const char *message; /* NULL: good */
        const char *found;
    } rows[] = {
        {heads, &named, NULL, ""},
        {heads, &unknown, "there is no such position: one of YLNAQXR", "Z"},
        {heads, &forbidden, "the rule does not allow this position", "Q"},
        {heads, &many, NULL, ""},
        {heads, &too_many, "a named member is one, and a group without names has 0 to 1000000000", ""},
        {heads, &twice, "a named member is one, and a group without names has 0 to 1000000000", "A"},
        {weighs, &named, "the rule weighs by a table that lacks this member", "A"},
        {weighs, &nothing, "the rule weighs by a table that lacks this member", "A"},
        {weighs, &many, "the rule weighs by a table that lacks this member", "pop"},
        {weighs, &out, NULL, ""},
        {weighs, &weighty, NULL, ""},
        {doubles, &weighty, "the numbers are too large for this rule", "r"},
        {factor, &named, NULL, ""},
        {factor, &many, "the numbers are too large for this rule", "r"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct charter *c = NULL;
        const struct charter_rule *r = rule_of("attributes pop, votes;", rows[i].clauses, &c);
        const struct electorate e = {.count = 1, .electors = rows[i].elector};
        const struct evaluate_options options = {.explain = true};
        const struct decision untouched = {.outcome = OUTCOME_lapsed};
        struct decision d = untouched;
        struct diag diag = {0};
        const enum error error = evaluate(harness_arena(), c, r, &e, 1, &options, &d, &diag);
        harness_note("row %zu: %s", i, diag.message);
        check_eq(error, rows[i].message == NULL ? OK : ERROR_MALFORMED);
        check_eq(d.outcome == OUTCOME_lapsed, rows[i].message != NULL);
        check_text(diag.message, rows[i].message == NULL ? "" : rows[i].message);
        check_text(diag.found, rows[i].found);
        check_eq(evaluate(harness_arena(), c, r, &e, 1, &options, &d, NULL), error);
    }
}

TEST(electorates_are_those_that_the_rule_is_over)
{
    const struct charter *c = NULL;
    const struct charter_rule *one = rule_of("", "pass n(Y) > 0;", &c);
    const struct charter *d = NULL;
    const struct charter_rule *two =
        rule_of("", "over a, b; pass 2*n(Y in a) > n(* in a) & 2*n(Y in b) > n(* in b);", &d);
    const struct evaluate_options options = {.explain = true};
    struct electorate e[] = {votes_of("97Y 96X"), votes_of("8Y 7N"), votes_of("1Y")};
    struct decision out;
    struct diag diag = {0};
    e[0].name = BYTES("a");
    e[1].name = BYTES("b");
    e[2].name = BYTES("b");
    check_eq(evaluate(harness_arena(), c, one, e, 2, &options, &out, &diag), ERROR_MALFORMED);
    check_text(diag.message, "the electorates are not those that the rule is over");
    check_eq(evaluate(harness_arena(), c, one, e, 0, &options, &out, &diag), ERROR_MALFORMED);
    check_ok(evaluate(harness_arena(), c, one, e, 1, &options, &out, &diag));
    check_eq(evaluate(harness_arena(), d, two, e, 1, &options, &out, &diag), ERROR_MALFORMED);
    check_eq(evaluate(harness_arena(), d, two, e, 3, &options, &out, &diag), ERROR_MALFORMED);
    check_eq(evaluate(harness_arena(), d, two, e + 1, 2, &options, &out, &diag), ERROR_MALFORMED);
    check_text(diag.message, "this electorate is given twice");
    check_ok(evaluate(harness_arena(), d, two, e, 2, &options, &out, &diag));
    check_text(outcome_of(&out), "adopted carried");
    e[1] = votes_of("7Y 8N");
    e[1].name = BYTES("b");
    check_ok(evaluate(harness_arena(), d, two, e, 2, &options, &out, &diag));
    check_text(outcome_of(&out), "rejected short_of_votes");
    check_eq(out.atoms[1].left, 14);
    check_eq(out.atoms[1].right, 15);
    check_text(arena_text(harness_arena(), out.atoms[1].text), "2*n(Y in b) > n(* in b)");
}

TEST(groups_are_read_as_of_the_day)
{
    const struct charter *c = preset_of("unsc");
    const struct electorate e = votes_of("CHN=N USA=Y FRA=Y GBR=Y RUS=Y 10Y");
    const struct electorate f = votes_of("TWN=N USA=Y FRA=Y GBR=Y RUS=Y 10Y");
    static const struct {
        const char *date;
        const char *china;
        const char *taiwan;
    } rows[] = {
        {"1971-10-24", "adopted carried", "rejected veto"},
        {"1971-10-25", "rejected veto", "adopted carried"},
        {"", "rejected veto", "adopted carried"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct bytes date = bytes_of_text(rows[i].date);
        const struct charter_rule *r = charter_rule(c, BYTES("substantive"), date);
        const struct evaluate_options options = {.date = date};
        struct decision d;
        harness_note("%s", rows[i].date);
        check_ok(evaluate(harness_arena(), c, r, &e, 1, &options, &d, NULL));
        check_text(outcome_of(&d), rows[i].china);
        check_ok(evaluate(harness_arena(), c, r, &f, 1, &options, &d, NULL));
        check_text(outcome_of(&d), rows[i].taiwan);
    }
}

TEST(a_rule_says_which_tags_it_puts_out)
{
    const struct charter *c = NULL;
    const struct charter_rule *rule = rule_of("", "out PARTY; pass n(Y) > n(N|P5);", &c);
    check_that(evaluate_puts_out(rule, BYTES("PARTY")));
    check_that(!evaluate_puts_out(rule, BYTES("P5")));
    check_that(!evaluate_puts_out(rule, BYTES("OTHER")));
    const struct charter_rule *more = rule_of("", "out PARTY, GUEST; pass n(Y|P5) > 0;", &c);
    check_that(evaluate_puts_out(more, BYTES("PARTY")) && evaluate_puts_out(more, BYTES("GUEST")));
    check_that(!evaluate_puts_out(more, BYTES("P5")));
}
