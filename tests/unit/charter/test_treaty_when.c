#include "unit/charter/treaty_fixture.h"

#define AT_ONCE " enters at once;"

TEST(deposits_of_one_day_count_together_in_any_order)
{
    static const char *const when = "when 3 instruments;" AT_ONCE;
    check_force(apply(when, "A1,,2001-01-01,r,\nA2,,2001-01-01,r,\nA3,,2001-01-01,r,\nA4,,2001-01-01,r,\n",
                      NULL),
                "2001-01-01", "2001-01-01");
    check_force(apply(when, "A1,,2003-01-01,r,\nA2,,2001-01-01,r,\nA3,,2002-01-01,r,\nA4,,2004-01-01,r,\n",
                      NULL),
                "2003-01-01", "2003-01-01");
    const struct applied *x = apply(when, "A1,,2003-01-01,r,\nA2,2000-01-01,,,\n", NULL);
    check_force(x, "-", "-");
    check_text(missing(x), "2 more instruments: 3 instruments");
    check_eq(x->force.standings[0].have, 1);
    check_eq(x->force.standings[0].need, 3);
    check_text(missing(apply(when, "", NULL)), "3 more instruments: 3 instruments");
}

TEST(the_day_before_nothing_is_in_force)
{
    static const char *const when = "when 2 instruments; enters 30 days after;";
    static const char *const rows = "A1,,2001-01-01,r,\nA2,,2001-06-01,r,\nA3,,2001-09-01,r,\n";
    check_force(apply(when, rows, "2001-05-31"), "-", "-");
    check_force(apply(when, rows, "2001-06-01"), "2001-06-01", "2001-07-01");
    check_eq(apply(when, rows, "2001-08-31")->force.late_count, 0);
    check_eq(apply(when, rows, "2001-09-01")->force.late_count, 1);
    check_eq(apply(when, rows, NULL)->force.late_count, 1);
}

TEST(a_party_counts_once)
{
    static const char *const when = "when 2 instruments;" AT_ONCE;
    check_force(apply(when, "A1,,2001-01-01,r,\nA1,,2002-01-01,a,\n", NULL), "-", "-");
    check_force(apply(when, "A1,,2001-01-01,r,\nA1,,2001-01-01,r,\nA2,,2003-01-01,r,\n", NULL), "2003-01-01",
                "2003-01-01");
    /* What was dissolved and who succeeds it are two codes, and a succession brings no instrument. */
    check_force(apply(when, "YUG,,2001-01-01,r,\nHRV,,2002-01-01,d,\nSVN,,2002-01-01,d,\n", NULL), "-", "-");
    check_force(apply(when, "YUG,,2001-01-01,r,\nHRV,,2002-01-01,d,\nHRV,,2003-01-01,a,\n", NULL),
                "2003-01-01",
                "2003-01-01");
}

TEST(each_kind_counts_or_does_not)
{
    static const char *const rows =
        "A1,,2001-01-01,r,\nA2,,2001-01-02,A,\nA3,,2001-01-03,AA,\nA4,,2001-01-04,a,\n"
                                    "A5,,2001-01-05,d,\nA6,,2001-01-06,s,\nA7,,2001-01-07,accession,\n"
                                    "A8,,2001-01-08,d1,\n";
    static const struct {
        const char *statements;
        int count;
    } cases[] = {
        {"", 6},
        {"counting also successions;", 8},
        {"counting only ratifications;", 1},
        {"counting only ratifications, acceptances, approvals;", 3},
        {"counting only accession and definitive;", -1},
        {"counting only accessions and signatures;", 3},
        {"counting only successions;", 2},
        {"not counting accessions;", 4},
        {"not counting accessions, signatures, successions;", 3},
        {"counting only confirmations;", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct charter_diags diags;
        const char *text =
            arena_printf(harness_arena(), "treaty \"T\"; when 9 instruments; enters at once; %s",
                         cases[i].statements);
        const struct charter_source source = {BYTES("test"), bytes_of_text(text)};
        const struct treaty *t = NULL;
        harness_note("%s", text);
        if (cases[i].count < 0) {
            check_eq(treaty_parse(harness_arena(), &source, &t, &diags), ERROR_MALFORMED);
            continue;
        }
        check_ok(treaty_parse(harness_arena(), &source, &t, &diags));
        struct applied *x = apply_to(t, rows, NULL);
        apply_again(x);
        check_eq(x->force.standings[0].have, cases[i].count);
    }
}

TEST(organisations_count_only_if_the_clause_says_so)
{
    static const char *const rows =
        "A1,,2001-01-01,r,\nEUN,,2001-01-02,AA,\nORG,,2001-01-03,c,\nASN,,2001-01-04,r,\n";
    check_eq(apply("when 9 instruments; enters at once;", rows, NULL)->force.standings[0].have, 2);
    check_eq(apply("when 9 instruments; enters at once; not counting organisations;", rows, NULL)
                 ->force.standings[0].have,
             2);
    check_eq(apply("when 9 instruments; enters at once; organisations ASN;", rows,
                   NULL)->force.standings[0].have, 2);
    check_eq(
        apply("when 9 instruments; enters at once; organisations ASN, EUN;", rows,
              NULL)->force.standings[0].have, 1);
    check_eq(apply("when 9 instruments; enters at once; counting also organisations;", rows, NULL)
                 ->force.standings[0].have,
             4);
    check_eq(apply("when 9 instruments; enters at once; counting only ratifications, organisations;", rows,
                   NULL)
                 ->force.standings[0].have,
             2);
}

TEST(shares_of_a_set_are_rounded_up)
{
    static const struct {
        const char *when;
        int need;
    } rows[] = {
        {"two-thirds of 124", 83},     {"2/3 of 135", 90},          {"2/3 of 53", 36},
        {"at least 2/3 of 53", 36},    {"2/3 of 54", 36},           {"more than 2/3 of 54", 37},
        {"majority of 10", 6},         {"majority of 11", 6},       {"half of 11", 6},
        {"all of 7", 7},               {"three-quarters of 8", 6},  {"three-fourths of 9", 7},
        {"one-third of 10", 4},        {"one-quarter of 10", 3},    {"one-fourth of 12", 3},
        {"33.3% of 1000", 333},        {"33.34% of 1000", 334},     {"100% of 5", 5},
        {"2/3 of {A, B, C, D}", 3},    {"majority of g", 3},        {"more than 50% of g", 3},
        {"majority of n", 26},         {"majority of t", 2},        {"all of t", 3},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        harness_note("%s", rows[i].when);
        struct applied *x = apply_to(clause(arena_printf(harness_arena(),
                                                         "group g {A, B, C, D, E|F}; group n 50; table t; "
                                                         "when %s and 1 instrument with t at least 1;"
                                                         AT_ONCE,
                                                         rows[i].when)),
                                     "A,,2001-01-01,r,\n", NULL);
        add_table(x, "t", "code,value\n*,9\nA,1\nB,1\nC,2\n");
        const struct treaty_test *test = x->treaty->when->left;
        apply_again(x);
        if (test->kind == TREATY_SHARE) {
            check_eq(x->force.standings[0].need, 4501); /* a table's share is of its values, not of heads */
        } else {
            check_eq(x->force.standings[0].need, rows[i].need);
        }
    }
    check_force(apply("when majority of signatories;" AT_ONCE, "A,,2001-01-01,a,\n", NULL), "-", "-");
}

TEST(signatories_are_those_who_have_signed_by_that_day)
{
    static const char *const rows =
        "A1,2000-01-01,2001-01-01,r,\nA2,2000-01-01,,,\nA3,2000-01-01,2001-03-01,r,\n"
                                    "A4,,2001-01-01,a,\nA5,,2001-04-01,s,\nA6,2001-02-01,2001-02-01,r,\n";
    /* of three, then of four, then with the definitive signature of five */
    check_force(apply("when majority of signatories;" AT_ONCE, rows, NULL), "2001-03-01", "2001-03-01");
    check_force(apply("when 4 instruments from signatories;" AT_ONCE, rows, NULL), "2001-04-01",
                "2001-04-01");
    const struct applied *x = apply("when all signatories;" AT_ONCE, rows, NULL);
    check_force(x, "-", "-");
    check_text(missing(x), "A2");
    check_text(missing(apply("when all of signatories;" AT_ONCE, "A4,,2001-01-01,a,\n", NULL)),
               "1 more instrument: all of signatories");
}

TEST(others_are_those_whom_no_all_of_names)
{
    static const char *const rows = "A1,2000-01-01,2001-01-01,r,\nA2,2000-01-01,2001-02-01,r,\n"
                                    "B1,2000-01-01,2001-03-01,r,\nB2,2000-01-01,2001-04-01,r,\n"
                                    "B3,2000-01-01,2001-05-01,r,\nB4,2000-01-01,,,\nC1,,2000-05-05,a,\n";
    check_force(apply("when all of {A1, A2} and 3 other instruments;" AT_ONCE, rows, NULL), "2001-04-01",
                "2001-04-01");
    check_force(apply("when all of {A1, A2} and majority of other signatories;" AT_ONCE, rows, NULL),
                "2001-05-01",
                "2001-05-01");
    check_force(apply("group g {A1, A2, B1, B2}; when all of {A1, A2} and all other g;" AT_ONCE, rows, NULL),
                "-",
                "-");
    const struct applied *x =
        apply("group g {A1, A2, B1, B2}; when all of {A1, A2} and 100% of other g;" AT_ONCE, rows, NULL);
    check_force(x, "2001-04-01", "2001-04-01");
    check_eq(x->force.standings[1].need, 2);
}

TEST(a_seat_is_filled_by_any_of_its_codes)
{
    static const char *const when = "when all of {CHN|TWN, FRA};" AT_ONCE;
    check_force(apply(when, "TWN,,1966-07-08,r,\nFRA,,1967-01-01,r,\n", NULL), "1967-01-01", "1967-01-01");
    check_force(apply(when, "CHN,,1966-07-08,r,\nTWN,,1967-07-08,r,\nFRA,,1967-01-01,r,\n", NULL),
                "1967-01-01",
                "1967-01-01");
    const struct applied *x = apply(when, "FRA,,1967-01-01,r,\n", NULL);
    check_force(x, "-", "-");
    check_text(missing(x), "CHN|TWN");
}

TEST(a_group_has_versions_by_date)
{
    static const char *const when = "group m {A1, A2}; group m from 2001-06-01 {A1, A2, A3};"
                                    "group m from 2003-01-01 2; when all of m;" AT_ONCE;
    check_force(apply(when, "A1,,2001-01-01,r,\nA2,,2001-02-01,r,\n", NULL), "2001-02-01", "2001-02-01");
    check_force(apply(when, "A1,,2001-01-01,r,\nA2,,2001-07-01,r,\n", "2002-12-31"), "-", "-");
    check_force(apply(when, "A1,,2001-01-01,r,\nA2,,2001-07-01,r,\n", NULL), "2003-01-01", "2003-01-01");
    check_force(apply("group m from 2001-06-01 {A1}; when all of m;" AT_ONCE, "A1,,2001-01-01,r,\n", NULL),
                "2001-06-01", "2001-06-01");
}

TEST(conditions_are_joined_by_and_and_or)
{
    static const char *const rows =
        "A1,,2001-01-01,r,\nA2,,2001-02-01,r,\nA3,,2001-03-01,r,\nA4,,2001-04-01,r,\n";
    static const struct {
        const char *when;
        const char *met;
    } cases[] = {
        {"3 instruments and all of {A4}", "2001-04-01"},
        {"3 instruments or all of {A2}", "2001-02-01"},
        {"all of {A9} and 1 instrument or 2 instruments", "2001-02-01"},
        {"all of {A9} and (1 instrument or 2 instruments)", "-"},
        {"(1 instrument or all of {A9}) and 2 instruments", "2001-02-01"},
        {"3 instruments from {A2, A3, A4}", "2001-04-01"},
        {"1 instrument from {A9}", "-"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        harness_note("%s", cases[i].when);
        const struct applied *x =
            apply(arena_printf(harness_arena(), "when %s;" AT_ONCE, cases[i].when), rows, NULL);
        check_text(shown(x->force.met), cases[i].met);
    }
}

TEST(a_share_of_a_table_is_exact)
{
    static const char *const rows =
        "A1,,2001-01-01,r,\nA2,,2001-02-01,r,\nA3,,2001-03-01,r,\nX1,,2001-01-15,r,\n";
    static const struct {
        const char *share;
        const char *table;
        const char *met;
    } cases[] = {
        {"55%", "code,value\nA1,50\nA2,5\nA3,45\n", "2001-02-01"},
        {"more than 55%", "code,value\nA1,50\nA2,5\nA3,45\n", "2001-03-01"},
        {"55%", "code,value\nA1,50\nA2,4.999\nA3,45.001\n", "2001-03-01"},
        {"2/3", "code,value\nA1,1\nA2,1\nA3,1\n", "2001-02-01"},
        {"40%", "code,value\nA1,39\nA2,1\nA3,5\n*,100\n", "2001-02-01"},
        {"100%", "code,value\nA1,1\nA2,1\nA3,1\n*,4\n", "-"},
        {"1/1000000", "code,value\nA1,0\nA2,0.001\nA3,999.999\n", "2001-02-01"},
        {"50%", "code,value\nA1,1000000000000000\nA2,1000000000000000\nA3,1000000000000000\n", "2001-02-01"},
        {"50%", "code,value\nA1,0\nA2,0\n", "-"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        harness_note("%zu: %s", i, cases[i].share);
        struct applied *x = apply_to(
            clause(arena_printf(harness_arena(), "table t; when %s of t;" AT_ONCE, cases[i].share)), rows,
                NULL);
        add_table(x, "t", cases[i].table);
        apply_again(x);
        check_text(shown(x->force.met), cases[i].met);
    }
    const struct applied *x =
        apply("table t {A1 50, A2 5, * 100, A3 45}; when 55% of t;" AT_ONCE, rows, "2001-01-31");
    check_text(missing(x), "5 more of t (50 of 55 needed)");
    check_force(apply("table t {A1 50, A2 5, A3 45}; when 55% of t;" AT_ONCE, rows, NULL), "2001-02-01",
                "2001-02-01");
}

TEST(the_parties_share_of_one_table_is_compared_with_another)
{
    struct applied *x = apply_to(clause("table volume; table fleet; when 3% of volume to fleet;" AT_ONCE),
                                 "A1,,2001-01-01,r,\nA2,,2001-02-01,r,\n", NULL);
    add_table(x, "volume", "code,value\nA1,2\nA2,10\n");
    add_table(x, "fleet", "code,value\nA1,100\nA2,200\n");
    apply_again(x);
    /* Three hundredths of what the parties have of the one; they have 2 of 100, then 12 of 300. */
    check_text(shown(x->force.met), "2001-02-01");
    check_eq(x->force.standings[0].need, 9000);
}

TEST(only_parties_with_so_much_count)
{
    struct applied *x = apply_to(clause("table fleet; when 3 instruments and 2 instruments with fleet at "
                                        "least 100;"
                                        AT_ONCE),
                                 "A1,,2001-01-01,r,\nA2,,2001-02-01,r,\n"
                                 "A3,,2001-03-01,r,\nA4,,2001-04-01,r,\n", NULL);
    add_table(x, "fleet", "code,value\nA1,100\nA2,99.999\nA4,1000\n");
    apply_again(x);
    check_force(x, "2001-04-01", "2001-04-01");
}

TEST(a_moving_table_is_taken_as_of_the_day_or_of_the_deposit)
{
    static const char *const rows = "A1,,2001-01-01,r,\nA2,,2003-01-01,r,\n";
    static const char *const table =
        "code,from,fleet\n*,,100\nA1,,45\nA1,2002-01-01,20\nA1,2004-01-01,50\nA2,,20\n*,2002-01-01,110\n";
    struct applied *x = apply_to(clause("table fleet; when 50% of fleet;" AT_ONCE), rows, NULL);
    add_table(x, "fleet", table);
    apply_again(x);
    check_force(x, "2004-01-01", "2004-01-01"); /* 45/100, 20/110, 40/110, 70/110 */
    x = apply_to(clause("table fleet at deposit; when 50% of fleet;" AT_ONCE), rows, NULL);
    add_table(x, "fleet", table);
    apply_again(x);
    check_force(x, "2003-01-01", "2003-01-01"); /* 45 + 20 of 110 */
}

TEST(a_withdrawal_before_entry_into_force_is_counted_again)
{
    static const char *const when = "when 2 instruments; enters 30 days after;";
    /* After the condition was met, before the day: met again by the next. */
    const struct applied *x = apply(
        when, "A1,,2001-01-01,r,2001-02-10\nA2,,2001-02-01,r,\nA3,,2001-05-01,r,\nA4,,2001-06-01,r,\n", NULL);
    check_force(x, "2001-05-01", "2001-05-31");
    check_eq(x->force.first_count, 2);
    /* What was known on the day before the withdrawal. */
    check_force(apply(when, "A1,,2001-01-01,r,2001-02-10\nA2,,2001-02-01,r,\n", "2001-02-09"), "2001-02-01",
                "2001-03-03");
    /* On the day itself it is in force, and stays. */
    check_force(apply(when, "A1,,2001-01-01,r,2001-03-03\nA2,,2001-02-01,r,\n", NULL), "2001-02-01",
                "2001-03-03");
    check_force(apply(when, "A1,,2001-01-01,r,2001-03-02\nA2,,2001-02-01,r,\n", NULL), "-", "-");
    /* There are enough without it. */
    check_force(apply(when, "A1,,2001-01-01,r,2001-02-10\nA2,,2001-02-01,r,\nA3,,2001-02-01,r,\n", NULL),
                "2001-02-01",
                "2001-03-03");
    /* It comes back. */
    x = apply(when, "A1,,2001-01-01,r,2001-01-15\nA2,,2001-02-01,r,\nA1,,2001-03-01,r,\n", NULL);
    check_force(x, "2001-03-01", "2001-03-31");
    check_eq(x->force.first_count, 2);
    /* While it waits for another treaty it is not in force either. */
    check_force(apply("when 2 instruments; enters at once; not before treaty \"9\";",
                      "A1,,2001-01-01,r,2005-01-01\nA2,,2001-02-01,r,\n", NULL),
                "-", "-");
    /* Whoever comes later and leaves before the own day was never bound. */
    x = apply("when 1 instrument; enters at once; late 30 days after;",
              "A1,,2001-01-01,r,\nA2,,2001-02-01,r,2001-02-20\nA3,,2001-02-01,r,2001-03-20\n", NULL);
    check_eq(x->force.late_count, 1);
    check_bytes(x->force.late[0].code, BYTES("A3"));
    check_text(shown(x->force.late[0].withdrawn), "2001-03-20");
}

TEST(what_if_a_party_deposits)
{
    struct applied *x = apply("when 2 instruments; enters 30 days after;",
                              "A1,2000-01-01,2001-01-01,r,\nA2,2000-01-01,,,\nA3,2000-01-01,2009-01-01,r,\n",
                                  "2008-01-01");
    check_force(x, "-", "-");
    check_that(deposits_suppose(harness_arena(), &x->deposits, BYTES("A2"), day("2007-12-01")));
    apply_again(x);
    check_force(x, "2007-12-01", "2007-12-31");
    check_that(deposits_suppose(harness_arena(), &x->deposits, BYTES("A3"), day("2002-01-01")));
    check_that(deposits_suppose(harness_arena(), &x->deposits, BYTES("NEW"), day("2001-06-01")));
    apply_again(x);
    check_force(x, "2001-06-01", "2001-07-01");
    check_eq(x->force.late_count, 2);
    check_eq(x->deposits.row_count, 4);
}
