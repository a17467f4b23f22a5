/* What stands at the edge of the language: numbers beyond 64 bits, texts that say little, names that are not
 * there, and the smaller questions that other layers ask. */
#include "charter/ballot.h"
#include "charter/clause.h"
#include "charter/difference.h"
#include "charter/reason.h"
#include "unit/charter/votes.h"

#define HUGE_NUMBER (INT64_MAX / 2 + 1)

TEST(a_sum_that_leaves_64_bits_is_none)
{
    static const struct {
        int64_t a, b; /* members for and against */
        int64_t factor, other;
        bool fits;
    } rows[] = {
        {1, 2, 3, 4, true},
        {HUGE_NUMBER, HUGE_NUMBER - 1, 1, 0, true},
        {HUGE_NUMBER, HUGE_NUMBER, 1, 0, false}, /* the members together */
        {HUGE_NUMBER, 0, 2, 0, false},           /* times the factor */
        {HUGE_NUMBER, 0, 1, HUGE_NUMBER, false}, /* and the number beside them */
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct term terms[] = {{rows[i].factor, 0, SET_VOTING}, {rows[i].other, -1, 0}};
        const struct term zero[] = {{0, -1, 0}};
        struct tally t = {0};
        int64_t value = -7;
        t.n[0][POSITION_Y] = rows[i].a;
        t.n[0][POSITION_N] = rows[i].b;
        const struct sum s = {2, terms};
        harness_note("row %zu", i);
        check_eq(sum_value(&s, &t, &value), rows[i].fits);
        check_eq(value == -7, !rows[i].fits);
        /* A condition around it is none either, on whichever side it stands and whatever stands before. */
        const struct sum nothing = {1, zero};
        const struct atom atoms[] = {
            {nothing, nothing, COMPARE_EQ}, {s, nothing, COMPARE_GE}, {nothing, s, COMPARE_LT}};
        const struct node leaves[] = {
            {NODE_ATOM, 0, 0, NULL}, {NODE_ATOM, 1, 0, NULL}, {NODE_ATOM, 2, 0, NULL}};
        for (size_t k = 1; k < 3; k++) {
            const struct node *children[] = {&leaves[0], &leaves[k]};
            const struct node any = {NODE_OR, 0, 2, children};
            const struct expression e = {&any, 3, atoms};
            bool holds = false;
            check_eq(expression_holds(&e, &t, &holds), rows[i].fits);
            check_eq(holds, rows[i].fits);
        }
    }
    bool holds = false;
    const struct tally none = {0};
    check_that(expression_holds(NULL, &none, &holds) && holds);
}

/* Two crowds of `n` at one position, each member of the weight; whether a rule can be applied to them. */
static bool is_prepared(const char *pass, int64_t n, int64_t weight, const char **message)
{
    const struct charter *c = NULL;
    const struct charter_rule *r =
        rule_of("attributes pop, votes;", arena_printf(harness_arena(), "pass %s;", pass), &c);
    const int64_t weights[] = {weight, 1};
    const struct elector electors[] = {{.n = n, .position = 'Y', .weights = weights},
                                       {.n = n, .position = 'N', .weights = weights}};
    const struct electorate e = {.count = 2, .electors = electors};
    struct ballot *b = NULL;
    struct diag diag = {0};
    const enum error error = ballot_prepare(harness_arena(), r, &e, 1, BYTES(""), &b, &diag);
    *message = arena_text(harness_arena(), bytes_of_text(diag.message));
    check_that(error == OK || error == ERROR_MALFORMED);
    check_eq(error == OK, ballot_prepare(harness_arena(), r, &e, 1, BYTES(""), &b, NULL) == OK);
    return error == OK;
}

TEST(a_rule_whose_numbers_could_leave_53_bits_is_not_applied)
{
    static const int64_t most = 9007199254740991; /* 2^53 - 1 */
    static const struct {
        const char *pass;
        int64_t n, weight;
        bool good;
    } rows[] = {
        {"pop(Y) > 0", 1, most / 2, true},
        {"pop(Y) > 0", 1, most / 2 + 1, false},
        {"0 < pop(Y)", 1, most / 2 + 1, false}, /* on the right */
        {"2*pop(Y) > 0", 1, most / 4, true},
        {"2*pop(Y) > 0", 1, most / 4 + 1, false},
        {"pop(Y) - pop(N) > 0", 1, most / 4, true}, /* a minus takes nothing away from the bound */
        {"pop(Y) - pop(N) > 0", 1, most / 4 + 1, false},
        {"pop(Y) + 1 > 0", 1, most / 2, true},
        {"pop(Y) + 2 > 0", 1, most / 2, false},
        {"pop(Y) > 0", CHARTER_NUMBER_MAX, most, false},  /* a crowd beyond 64 bits, */
        {"pop(Y) > 0", 1023, most, false},                /* both crowds together, */
        {"1000000000*pop(Y) > 0", 1000, most / 2, false}, /* times a number, */
        {"500*pop(Y) + 500*pop(N) > 0", 1, most, false},  /* and a sum of such */
        {"n(Y) > 0 & pop(Y) > 0", 1, most / 2 + 1, false}, /* in the second comparison */
        {"n(Y) > 0; quorum pop(*) > 0", 1, most / 2 + 1, false}, /* of the quorum */
        {"n(Y) > 0", CHARTER_NUMBER_MAX, 1, true},
        {"n(Y) > 0", CHARTER_NUMBER_MAX + 1, 1, false},
        {"n(Y) > 0", 0, 1, true},
        {"n(Y) > 0", -1, 1, false},
        {"pop(Y) > 0", 1, 0, true},
        {"pop(Y) > 0", 1, -1, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *message = NULL;
        harness_note("row %zu: %s", i, rows[i].pass);
        check_eq(is_prepared(rows[i].pass, rows[i].n, rows[i].weight, &message), rows[i].good);
        check_eq(message[0] == 0, rows[i].good);
    }
}

TEST(an_electorate_that_is_not_the_rules_is_refused)
{
    const struct charter *c = NULL;
    const struct charter_rule *two = rule_of("", "over a, b; pass n(Y in a) > 0 & n(Y in b) > 0;", &c);
    const struct charter *d = NULL;
    const struct charter_rule *one = rule_of("", "pass n(Y) > 0;", &d);
    const struct elector elector = {.code = BYTES("A"), .n = 1, .position = 'Y'};
    const struct elector twice = {.code = BYTES("A"), .n = 2, .position = 'Y'};
    const struct electorate a = {BYTES("a"), 1, &elector};
    const struct electorate b = {BYTES("b"), 1, &elector};
    const struct electorate crowd = {BYTES(""), 1, &twice};
    const struct electorate pairs[][2] = {{a, b}, {b, a}, {a, a}, {b, b}, {a, crowd}};
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        struct ballot *ballot = NULL;
        struct diag diag = {0};
        const enum error e = ballot_prepare(harness_arena(), two, pairs[i], 2, BYTES(""), &ballot, &diag);
        harness_note("pair %zu: %s", i, diag.message);
        check_eq(e, i < 2 ? OK : ERROR_MALFORMED);
        check_eq(diag.line, 0);
        check_eq(diag.column, 0);
    }
    struct ballot *ballot = NULL;
    check_eq(ballot_prepare(harness_arena(), two, &a, 1, BYTES(""), &ballot, NULL), ERROR_MALFORMED);
    check_eq(ballot_prepare(harness_arena(), two, NULL, 0, BYTES(""), &ballot, NULL), ERROR_MALFORMED);
    check_eq(ballot_prepare(harness_arena(), one, NULL, 0, BYTES(""), &ballot, NULL), ERROR_MALFORMED);
    check_eq(ballot_prepare(harness_arena(), one, pairs[0], 2, BYTES(""), &ballot, NULL), ERROR_MALFORMED);
    /* A name is one member. */
    check_eq(ballot_prepare(harness_arena(), one, &crowd, 1, BYTES(""), &ballot, NULL), ERROR_MALFORMED);
    check_ok(ballot_prepare(harness_arena(), one, &a, 1, BYTES(""), &ballot, NULL));
}

TEST(a_bad_letter_is_told_with_what_it_is)
{
    const struct charter *c = NULL;
    const struct charter_rule *r = rule_of("", "pass n(Y) > 0;", &c);
    static const struct {
        char letter;
        const char *message;
    } rows[] = {
        {'L', "the rule does not allow this position"},
        {'R', "the rule does not allow this position"},
        {'Z', "there is no such position: one of YLNAQXR"},
        {'y', "there is no such position: one of YLNAQXR"},
        {'\x80', "there is no such position: one of YLNAQXR"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct elector electors[] = {{.code = BYTES("A"), .n = 1, .position = 'Y'},
                                           {.code = BYTES("B"), .n = 1, .position = rows[i].letter}};
        const struct electorate e = {.count = 2, .electors = electors};
        const struct evaluate_options options = {.explain = false};
        struct decision d;
        struct diag diag = {.line = 7, .column = 7};
        check_eq(evaluate(harness_arena(), c, r, &e, 1, &options, &d, &diag), ERROR_MALFORMED);
        check_text(diag.message, rows[i].message);
        check_eq(diag.line, 0);
        check_eq(diag.column, 0);
        check_eq(diag.found[0], rows[i].letter < 0 ? '?' : rows[i].letter);
        check_eq(evaluate(harness_arena(), c, r, &e, 1, &options, &d, NULL), ERROR_MALFORMED);
    }
}

TEST(the_first_position_too_is_one_that_a_rule_may_not_allow)
{
    const struct charter *c = NULL;
    const struct charter_rule *r = rule_of("", "allow N A; pass n(N) > 0;", &c);
    const struct electorate e = votes_of("A=N B=Y");
    const struct evaluate_options options = {.explain = false};
    struct decision d;
    struct diag diag = {0};
    check_eq(evaluate(harness_arena(), c, r, &e, 1, &options, &d, &diag), ERROR_MALFORMED);
    check_text(diag.message, "the rule does not allow this position");
    check_text(diag.found, "Y");
}

TEST(a_position_has_a_letter_and_a_word)
{
    static const char *const words[] = {
        "for",    "lets pass",      "against", "abstains", "abstains with a declaration",
        "absent", "not taking part"};
    for (int i = 0; i < POSITION_COUNT; i++) {
        check_eq(position_index(POSITIONS[i]), i);
        check_text(position_word(POSITIONS[i]), words[i]);
    }
    check_eq(position_index(0), -1);
    check_eq(position_index('y'), -1);
    check_text(position_word('?'), "no position");
    check_text(position_word(0), "no position");
}

TEST(a_rule_says_what_it_is_over_what_it_minds_and_weighs)
{
    const struct charter *c =
        charter_of("charter \"c\";\nattributes pop, votes, tons;\n"
                   "rule r { over a, b; out GONE; pass votes(Y|P5 in a) > 3 & pop(Y in b) > 1; "
                   "else stage s; }\n"
                   "rule s { over a, b; pass n(Y in a) > 0; else stage r2 after 3d; }\n"
                   "rule r2 { over a, b; pass n(Y in a) > 0; }\nrule one { pass n(Y) > 0; }\n");
    const struct charter_rule *r = charter_rule(c, BYTES("r"), BYTES(""));
    const struct charter_rule *s = charter_rule(c, BYTES("s"), BYTES(""));
    const struct bytes *over = NULL;
    check_eq(charter_rule_over(r, &over), 2);
    check_bytes(over[0], BYTES("a"));
    check_bytes(over[1], BYTES("b"));
    check_eq(charter_rule_over(charter_rule(c, BYTES("one"), BYTES("")), &over), 0);
    check_that(charter_rule_minds(r, BYTES("GONE")) && charter_rule_minds(r, BYTES("P5")));
    check_that(!charter_rule_minds(r, BYTES("P")) && !charter_rule_minds(s, BYTES("P5")));
    check_that(charter_rule_weighs(r, 0) && charter_rule_weighs(r, 1) && !charter_rule_weighs(r, 2));
    check_that(!charter_rule_weighs(s, 0));
    check_that(charter_stage(c, r, BYTES("")) == s);
    check_that(charter_stage(c, s, BYTES("")) == NULL);
}

TEST(a_text_names_what_it_extends)
{
    static const struct {
        const char *text;
        const char *name; /* NULL: none */
    } rows[] = {
        {"charter \"a\";\nextends \"b\";\n", "b"},
        {"charter \"a\";\nextends \"b\";\nrule broken", "b"},
        {"charter \"a\";\n", NULL},
        {"charter \"a\";\nextends b;\n", NULL},
        {"extends", NULL},
        {"", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct charter_source source = {BYTES("a"), bytes_of_text(rows[i].text)};
        struct bytes name = BYTES("nothing");
        harness_note("%s", rows[i].text);
        check_eq(charter_extends(harness_arena(), &source, &name), rows[i].name != NULL);
        check_bytes(name, bytes_of_text(rows[i].name == NULL ? "nothing" : rows[i].name));
    }
}

#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"
#define ONES  "1111111111111111111111111111111111111111111111111111111111111111"

TEST(tables_groups_and_rules_are_found_behind_others)
{
    const struct charter *c =
        charter_of("charter \"c\";\nattributes pop, votes;\n"
                   "table a of votes { sha256 \"" ZEROS "\"; }\n"
                   "table b of pop from 2000-01-01 until 2009-12-31 { sha256 \"" ZEROS "\"; }\n"
                   "table c of pop until 1999-12-31 { sha256 \"" ONES "\"; }\n"
                   "group G { X; } group H { Y until 2000-01-01; X from 2001-01-01; Y from 2002-01-01; }\n"
                   "rule r until 1999-12-31 { pass n(Y|H) > 1; } rule s { pass n(Y) > 2; }\n"
                   "rule r from 2005-01-01 { pass n(Y|H) > 3; } rule r from 2000-01-01 until 2004-12-31 "
                   "{ pass n(Y|H) > 2; }\n");
    check_that(charter_table(c, BYTES("c")) == &c->tables[2] && charter_table(c, BYTES("d")) == NULL);
    check_that(charter_table_of(c, BYTES("pop"), BYTES("")) == &c->tables[1]);
    check_that(charter_table_of(c, BYTES("pop"), BYTES("1999-12-31")) == &c->tables[2]);
    check_that(charter_table_of(c, BYTES("pop"), BYTES("2010-01-01")) == NULL);
    check_that(charter_table_of(c, BYTES("votes"), BYTES("2010-01-01")) == &c->tables[0]);
    const struct charter_group *h = charter_group(c, BYTES("H"));
    check_that(h == &c->groups[1] && charter_group(c, BYTES("I")) == NULL);
    check_that(group_has(h, BYTES("X"), BYTES("2001-01-01")) &&
               !group_has(h, BYTES("X"), BYTES("2000-12-31")));
    check_that(group_has(h, BYTES("Y"), BYTES("2000-01-01")) &&
               !group_has(h, BYTES("Y"), BYTES("2000-01-02")));
    check_that(group_has(h, BYTES("Y"), BYTES("")) && !group_has(h, BYTES("Z"), BYTES("")));
    check_text(condition_of(charter_rule(c, BYTES("r"), BYTES(""))), "n(Y|H) > 3");
    check_text(condition_of(charter_rule(c, BYTES("r"), BYTES("2004-12-31"))), "n(Y|H) > 2");
    check_text(condition_of(charter_rule(c, BYTES("r"), BYTES("1999-12-31"))), "n(Y|H) > 1");
    check_that(charter_rule(c, BYTES("q"), BYTES("")) == NULL);
}

TEST(periods_meet_where_they_share_a_day)
{
    static const struct {
        const char *from_a, *until_a, *from_b, *until_b;
        bool meet;
    } rows[] = {
        {"", "", "", "", true},
        {"2000-01-01", "2000-12-31", "2001-01-01", "", false},
        {"2000-01-01", "2001-01-01", "2001-01-01", "", true},
        {"2001-01-01", "", "2000-01-01", "2000-12-31", false},
        {"2001-01-01", "", "2000-01-01", "2001-01-01", true},
        {"2001-01-01", "", "", "2000-12-31", false},
        {"", "2000-12-31", "2001-01-01", "", false},
        {"", "2000-12-31", "", "", true},
        {"2001-01-01", "2001-12-31", "2001-03-01", "2001-04-01", true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        harness_note("row %zu", i);
        check_eq(period_meets(bytes_of_text(rows[i].from_a), bytes_of_text(rows[i].until_a),
                              bytes_of_text(rows[i].from_b), bytes_of_text(rows[i].until_b)),
                 rows[i].meet);
    }
    check_that(period_holds(BYTES(""), BYTES(""), BYTES("")) &&
               period_holds(BYTES("2999-01-01"), BYTES(""), BYTES("")));
    check_that(!period_holds(BYTES(""), BYTES("2999-01-01"), BYTES("")));
}

TEST(of_several_forced_positions_the_first_counts)
{
    const struct charter *c = NULL;
    const struct charter_rule *r =
        rule_of("", "force PARTY = A, GUEST = N; pass n(Y) > 0 & n(A) = 1 & n(N) = 2;", &c);
    const struct decision d = decision_of(c, r, "A=Y|GUEST|PARTY B=Y|GUEST C=Y|GUEST D=Y", false);
    check_text(outcome_of(&d), "adopted carried");
}

TEST(units_of_those_who_are_not_counted_are_not_needed)
{
    const struct charter *c = NULL;
    const struct charter_rule *r =
        rule_of("attributes pop;", "split by pop; pass pop(Y|P5) > pop(N|P5) & pop(*|P5) = 7;", &c);
    const int64_t units[][1] = {{4}, {3}, {7}};
    const struct bytes tag[] = {BYTES("P5")};
    const struct elector electors[] = {
        {.code = BYTES("A"), .n = 1, .position = 'Y', .tag_count = 1, .tags = tag, .weights = units[0]},
        {.code = BYTES("A"), .n = 1, .position = 'N', .tag_count = 1, .tags = tag, .weights = units[1]},
        {.code = BYTES("B"), .n = 1, .position = 'N', .weights = units[2]}};
    const struct electorate e = {.count = 3, .electors = electors};
    const struct evaluate_options options = {.explain = true};
    struct decision d;
    struct diag diag = {0};
    if (evaluate(harness_arena(), c, r, &e, 1, &options, &d, &diag) != OK) {
        harness_note("%s", diag.message);
        check_that(false);
    }
    check_text(outcome_of(&d), "adopted carried");
}

TEST(what_is_never_more_than_itself_is_no_tie)
{
    const struct charter *c = NULL;
    const struct charter_rule *r = rule_of("", "pass n(Y) > n(Y);", &c);
    const struct decision d = decision_of(c, r, "A=Y B=N", false);
    check_text(outcome_of(&d), "rejected short_of_votes");
}

TEST(a_line_is_told_of_by_its_first_word_alone)
{
    static const struct {
        const char *line;
        const char *words;
    } rows[] = {
        {"    default X;", "who takes no position is absent"},
        {"default X;", "who takes no position is absent"},
        {"    default", ""},
        {"    defaults X;", ""},
        {"    ", ""},
        {"", ""},
    };
    const struct charter *c = NULL;
    const struct charter_rule *r = rule_of("", "pass n(Y) > 0;", &c);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct buffer b;
        buffer_init(&b, 1 << 10);
        clause_words(&b, r, bytes_of_text(rows[i].line));
        harness_note("%s", rows[i].line);
        check_bytes(buffer_view(&b), bytes_of_text(rows[i].words));
        buffer_done(&b);
    }
}

TEST(what_is_said_again_of_what_is_extended_takes_its_place_or_adds_nothing)
{
    const struct charter_source sources[] = {
        {BYTES("own"), BYTES("charter \"own\";\nextends \"base\";\nattributes votes, pop, tons;\n"
                             "table t of pop from 2000-01-01 { sha256 \"" ONES "\"; }\n"
                             "table v of votes { sha256 \"" ONES "\"; }\n")},
        {BYTES("base"), BYTES("charter \"base\";\nattributes pop, votes;\n"
                              "table s of pop until 1999-12-31 { sha256 \"" ZEROS "\"; }\n"
                              "table t of pop from 2000-01-01 { sha256 \"" ZEROS "\"; }\n")},
    };
    const struct charter *c = NULL;
    struct charter_diags diags = {0};
    check_ok(charter_parse(harness_arena(), sources, 2, &c, &diags));
    check_eq(c->attribute_count, 3);
    check_bytes(c->attributes[0], BYTES("pop"));
    check_bytes(c->attributes[2], BYTES("tons"));
    check_eq(c->table_count, 3);
    check_text(hash_hex(&c->tables[1].hash).text, ONES);
    check_bytes(c->tables[1].name, BYTES("t"));
}

TEST(a_rule_asks_for_a_tag_that_no_group_gives)
{
    const struct charter *c = NULL;
    const struct charter_rule *r =
        rule_of("group P5 { A; }", "out GONE; pass n(Y|P5) > 0 & n(N|PARTY) = 0;", &c);
    check_that(evaluate_asks_tag(r, BYTES("PARTY")) && evaluate_asks_tag(r, BYTES("GONE")));
    check_that(!evaluate_asks_tag(r, BYTES("P5")) && !evaluate_asks_tag(r, BYTES("OTHER")));
}

TEST(versions_and_what_is_said_no_more_are_told_apart)
{
    const struct charter *before = charter_of("charter \"c\";\nlanguages ru, en;\n"
                                              "rule r from 2000-01-01 until 2001-12-31 { pass n(Y) > 0; }\n");
    const struct charter *after = charter_of("charter \"c\";\nrule r from 2000-01-01 { pass n(Y) > 0; }\n");
    const struct difference_list list = difference_of(harness_arena(), before, after);
    struct buffer b;
    buffer_init(&b, 1 << 16);
    for (size_t i = 0; i < list.count; i++) {
        difference_write_one(&b, harness_arena(), &list.items[i]);
    }
    const char *text = arena_text(harness_arena(), buffer_view(&b));
    buffer_done(&b);
    check_eq(list.count, 3);
    check_that(strstr(text, "languages: removed\n  - languages ru, en;\n") != NULL);
    check_that(strstr(text, "rule r from 2000-01-01: added\n") != NULL);
    check_that(strstr(text, "rule r from 2000-01-01 until 2001-12-31: removed\n") != NULL);
}

TEST(a_tag_is_looked_for_in_its_own_place_and_a_code_may_have_one_letter)
{
    static const struct {
        const char *clauses;
        const char *votes;
        const char *outcome;
    } rows[] = {
        /* What is void, for whom, behind tags of other clauses. */
        {"void N without SURE; pass n(Y) > n(N) & n(N|P5) = 0;", "1Y 2N|SURE", "rejected short_of_votes"},
        {"void N without SURE; pass n(Y) > n(N) & n(N|P5) = 0;", "1Y 2N", "adopted carried"},
        {"out GONE; void N without SURE; pass n(Y) > n(N);", "1Y 2N|SURE", "rejected short_of_votes"},
        {"out GONE; void N without SURE; pass n(Y) > n(N);", "1Y 2N", "adopted carried"},
        /* A member of the group whose code is a letter, and one with no code at all. */
        {"pass n(Y) > 0 & n(N|P5) = 0;", "A=N 5Y", "rejected veto"},
        {"pass n(Y) > 0 & n(N|P5) = 0;", "B=N 5Y", "adopted carried"},
        {"pass n(Y) > 0 & n(N|P5) = 0;", "1N 5Y", "adopted carried"},
        /* Units are those of members whom the last count leaves out, too. */
        {"split by pop; pass pop(Y) >= 3 & pop(N|P5) = 0;", "B=Y*5", "adopted carried"},
        {"split by pop; pass pop(Y) >= 3 & pop(N|P5) = 0;", "A=Y*2 B=Y*1", "adopted carried"},
        {"split by pop; pass pop(Y) >= 3 & pop(N|P5) = 0;", "A=Y*1 B=Y*1", "rejected short_of_votes"},
        {"split by pop; pass pop(Y) = 2;", "A=-*3", "pending open"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct charter *c = NULL;
        const struct charter_rule *r = rule_of("attributes pop;\ngroup P5 { A; }", rows[i].clauses, &c);
        const struct decision d = decision_of(c, r, rows[i].votes, strchr(rows[i].votes, '-') != NULL);
        harness_note("%s of %s", rows[i].votes, rows[i].clauses);
        check_text(outcome_of(&d), rows[i].outcome);
    }
}
