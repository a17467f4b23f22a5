#include "unit/charter/treaty_fixture.h"

TEST(a_clause_is_a_list_of_statements_in_any_order)
{
    const struct treaty *t = clause_of(BYTES("late 2 months after; # a remark\r\n"
                                             "enters 30th day after;\nwhen 35 instruments;\n"
                                             "withdrawal 6 months; unverified \"the number\";\n"
                                             "source \"a book\"; article \"84\"; id \"1-2\";\n"
                                             "organisations EUN, ASN; opened 2001-02-03; treaty \"Name\";"));
    check_bytes(t->title, BYTES("Name"));
    check_bytes(t->id, BYTES("1-2"));
    check_bytes(t->article, BYTES("84"));
    check_bytes(t->source, BYTES("a book"));
    check_that(!t->mark.verified);
    check_eq(t->organisation_count, 2);
    check_eq(t->withdrawal_months, 6);
    check_eq(t->enters.form, TREATY_DAYS);
    check_eq(t->enters.n, 30);
    check_eq(t->late.form, TREATY_MONTHS);
    check_eq(t->late.n, 2);
    check_text(shown(t->opened), "2001-02-03");
    check_text(shown(treaty_withdrawal_day(t, day("2001-08-31"))), "2002-02-28");
    check_eq(clause("each at once;")->withdrawal_months, 12);
}

#define WHEN_ENTERS "when 1 instrument; enters at once; "
static const struct {
    const char *text;
    int column;
    const char *says;
} mistakes[] = {
    {"", 1, "the condition is missing"},
    {"when 1 instrument;", 19, "the date is missing"},
    {"enters at once;", 16, "the condition is missing"},
    {WHEN_ENTERS, 36, "the name is missing"},
    {WHEN_ENTERS "each at once;", 49, "stands in the place of"},
    {WHEN_ENTERS "when 2 instruments;", 36, "said twice"},
    {"whan 1 instrument;", 1, "is \"when\" meant?"},
    {"when 0 instruments;", 6, "from 1 to"},
    {"when 1 sheep;", 8, "expected what there must be so many of"},
    {"when instruments;", 6, "expected a number, a share or"},
    {"when 1 instrument", 18, "expected \";\""},
    {"when 0/3 of signatories;", 6, "more than nothing"},
    {"when 4/3 of signatories;", 6, "more than nothing"},
    {"when 101% of signatories;", 6, "more than nothing"},
    {"when 2/0 of signatories;", 6, "more than nothing"},
    {"when 33.3333% of signatories;", 6, "more than nothing"},
    {"when 2.5 of signatories;", 6, "numbers are whole"},
    {"when all of nobody; enters at once; treaty \"T\";", 13, "there is no group of this name"},
    {"when 5 instruments with nothing at least 5; enters at once; treaty \"T\";", 25,
     "there is no table of this name"},
    {"group a {FRA}; when 2/3 of a to a; enters at once; treaty \"T\";", 33, "there is no table"},
    {"when all of {FRA, DEU, FRA};", 24, "named twice"},
    {"when all of {FRA|DEU, DEU};", 23, "named twice"},
    {"when all of {fra};", 14, "expected the code of a party"},
    {"when all of {A|B|C|D|E};", 22, "at most 4 codes"},
    {"when (1 instrument;", 19, "expected \")\""},
    {"enters 3;", 9, "expected a unit"},
    {"enters 3 clear months;", 8, "only days are counted clear"},
    {"enters 101 years after;", 8, "more than a hundred years"},
    {"enters 36601 days after;", 8, "from 1 to 36600"},
    {"enters first of 0 month after;", 17, "from 1 to"},
    {"enters soon;", 8, "expected a number of days or months after, or"},
    {"enters on 2001-02-29;", 11, "this is not a day"},
    {"not before 2 years after opening; " WHEN_ENTERS "treaty \"T\";", 12, "opened DATE;"},
    {"not after 2001-01-01;", 5, "expected what is not"},
    {"not before noon;", 12, "expected a date, a time after opening, or"},
    {"counting accessions;", 10, "expected how the kinds are meant"},
    {"counting only gifts;", 15, "expected kinds of instruments"},
    {"organisations eun;", 15, "expected the code of an organisation"},
    {"group signatories {FRA};", 7, "a meaning of its own"},
    {"table other;", 7, "a meaning of its own"},
    {"group a {FRA}; group a {DEU};", 22, "this group is there already"},
    {"table a; table a;", 16, "this table is there already"},
    {"table a; group a {DEU};", 16, "a table has this name already"},
    {"group a {FRA}; table a;", 22, "a group has this name already"},
    {"table a {FRA 1, FRA 2};", 17, "named twice"},
    {"table a {* x};", 12, "expected what the party has"},
    {"table a {5 FRA};", 10, "or * for all of them together"},
    {"table a sha256 \"12\";", 16, "64 digits"},
    {"official 2001-01-01;", 20, "expected the reason"},
    {"withdrawal 90 days;", 12, "months or years"},
    {"not counting EUN;", 14, "expected kinds"},
    {"treaty \"\";", 8, "not empty"},
};

TEST(what_is_no_clause_is_told_with_its_place)
{
    for (size_t i = 0; i < sizeof mistakes / sizeof mistakes[0]; i++) {
        struct charter_diags diags;
        const struct charter_source source = {BYTES("test"), bytes_of_text(mistakes[i].text)};
        const struct treaty *t = NULL;
        harness_note("%s", mistakes[i].text);
        check_eq(treaty_parse(harness_arena(), &source, &t, &diags), ERROR_MALFORMED);
        check_that(t == NULL && diags.count > 0);
        harness_note("%s: %s", mistakes[i].text, diags.items[0].diag.message);
        check_that(strstr(diags.items[0].diag.message, mistakes[i].says) != NULL);
        check_eq(diags.items[0].diag.column, mistakes[i].column);
    }
}

TEST(errors_of_a_clause_are_told_together)
{
    struct charter_diags diags;
    const struct charter_source source = {
        BYTES("test"), BYTES("when 0 instruments;\nenters soon;\ngroup x {a};\nlate 30 days "
              "after;\nnonsense;\n")};
    const struct treaty *t = NULL;
    check_eq(treaty_parse(harness_arena(), &source, &t, &diags), ERROR_MALFORMED);
    check_eq(diags.count, 4);
    check_eq(diags.items[0].diag.line, 1);
    check_eq(diags.items[1].diag.line, 2);
    check_eq(diags.items[2].diag.line, 3);
    check_eq(diags.items[3].diag.line, 5);
}

/* so many times a text, with its number in it, between two others */
static struct bytes times(const char *before, const char *each, const char *between, size_t count,
                          const char *after)
{
    struct buffer b;
    buffer_init(&b, 1 << 20);
    buffer_add_text(&b, before);
    for (size_t i = 0; i < count; i++) {
        buffer_add_text(&b, i == 0 ? "" : between);
        for (const char *c = each; *c != 0; c++) {
            if (*c == '@') {
                buffer_printf(&b, "%zu", i);
            } else {
                buffer_add_u8(&b, (uint8_t)*c);
            }
        }
    }
    buffer_add_text(&b, after);
    const struct bytes text = arena_copy(harness_arena(), buffer_view(&b));
    buffer_done(&b);
    return text;
}

TEST(each_limit_of_a_clause_holds_at_it_and_not_beyond)
{
    static const struct {
        const char *before;
        const char *each;
        const char *between;
        size_t max;
        const char *after;
        const char *says;
    } rows[] = {
        {"group g {", "P@", ",", TREATY_SEATS_MAX, "};", "at most 256 names"},
        {"table g {", "P@ 5", ",", TREATY_SEATS_MAX, "};", "at most 256 names"},
        {"organisations ", "P@", ",", TREATY_SEATS_MAX, ";", "at most 256 names"},
        {"", "group g@ 5;", "", TREATY_GROUPS_MAX, "", "at most 32 groups"},
        {"", "table g@;", "", TREATY_GROUPS_MAX, "", "at most 32 tables"},
        {"", "not before 2001-01-01;", "", TREATY_FLOORS_MAX, "", "at most 8 of these"},
    };
    struct charter_diags diags;
    const struct treaty *t = NULL;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        for (size_t beyond = 0; beyond < 2; beyond++) {
            const char *head = arena_printf(harness_arena(), "treaty \"T\"; each at once;%s", rows[i].before);
            const struct charter_source source = {
                BYTES("test"), times(head, rows[i].each, rows[i].between, rows[i].max + beyond,
                                     rows[i].after)};
            const enum error e = treaty_parse(harness_arena(), &source, &t, &diags);
            harness_note("%s %zu: %s", rows[i].each, beyond, e == OK ? "" : diags.items[0].diag.message);
            check_eq(e, beyond == 0 ? OK : ERROR_MALFORMED);
            check_that(e == OK || strstr(diags.items[0].diag.message, rows[i].says) != NULL);
        }
    }
}

TEST(a_condition_has_limits_of_length_and_depth_and_a_clause_of_bytes)
{
    struct charter_diags diags;
    const struct treaty *t = NULL;
    for (size_t beyond = 0; beyond < 2; beyond++) {
        const enum error expected = beyond == 0 ? OK : ERROR_MALFORMED;
        struct charter_source source = {BYTES("test"), times("treaty \"T\"; enters at once; when ",
                                                             "1 instrument",
                                                             " and ", TREATY_TESTS_MAX + beyond, ";")};
        check_eq(treaty_parse(harness_arena(), &source, &t, &diags), expected);
        struct bytes open = times("treaty \"T\"; enters at once; when ", "(", "", TREATY_DEPTH_MAX + beyond,
                                  "1 instrument");
        source.text = times(arena_text(harness_arena(), open), ")", "", TREATY_DEPTH_MAX + beyond, ";");
        check_eq(treaty_parse(harness_arena(), &source, &t, &diags), expected);
        const struct bytes least = BYTES("treaty \"T\"; each at once;");
        source.text = times("treaty \"T\"; each at once;", "\n", "", TREATY_BYTES_MAX + beyond - least.len,
                            "");
        check_eq(treaty_parse(harness_arena(), &source, &t, &diags), expected);
    }
    const struct charter_source nul = {BYTES("test"), BYTES("treaty \"T\"; each at\0once;")};
    check_eq(treaty_parse(harness_arena(), &nul, &t, &diags), ERROR_MALFORMED);
    const struct charter_source bad = {BYTES("test"), BYTES("treaty \"\xff\"; each at once;")};
    check_eq(treaty_parse(harness_arena(), &bad, &t, &diags), ERROR_MALFORMED);
}

TEST(each_form_of_date)
{
    static const struct {
        const char *form;
        const char *from;
        const char *to;
    } rows[] = {
        {"at once", "2004-02-29", "2004-02-29"},
        {"30 days after", "1979-12-28", "1980-01-27"},
        {"30th day after", "1979-12-28", "1980-01-27"},
        {"1 day", "1999-12-31", "2000-01-01"},
        {"days 0", "1999-12-31", "1999-12-31"},
        {"days 90", "1950-10-14", "1951-01-12"},
        {"30 clear days after", "2019-04-29", "2019-05-30"},
        {"30 days after", "2019-04-29", "2019-05-29"},
        {"2 weeks after", "2000-02-15", "2000-02-29"},
        {"12 months after", "1993-11-16", "1994-11-16"},
        {"months 3", "2001-11-12", "2002-02-12"},
        {"1 year after", "2004-02-29", "2005-02-28"},
        {"first of month after", "1993-10-12", "1993-11-01"},
        {"first day of the month after", "1993-12-01", "1994-01-01"},
        {"first of 6th month after", "1998-09-16", "1999-03-01"},
        {"month_first 6", "2010-02-16", "2010-08-01"},
        {"first day of the month after 60 days", "2002-04-11", "2002-07-01"},
        {"rome 60", "2003-02-10", "2003-05-01"},
        {"rome 60", "2002-07-01", "2002-09-01"},
        {"rome 1", "2001-01-31", "2001-03-01"},
        {"first of month after 3 months", "2003-03-14", "2003-07-01"},
        {"cmw 3", "2003-03-01", "2003-07-01"},
        {"cmw 1", "2001-01-31", "2001-03-01"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        harness_note("%s", rows[i].form);
        const struct treaty *t =
            clause(arena_printf(harness_arena(), "when 1 instrument; enters %s;", rows[i].form));
        check_text(shown(treaty_term_day(&t->enters, day(rows[i].from))), rows[i].to);
    }
}

TEST(months_keep_the_day_or_take_the_last)
{
    const struct treaty_term month = {TREATY_MONTHS, 1, TREATY_NO_DAY, false};
    const struct treaty_term many = {TREATY_MONTHS, 48, TREATY_NO_DAY, false};
    check_text(shown(treaty_term_day(&month, day("2001-01-31"))), "2001-02-28");
    check_text(shown(treaty_term_day(&month, day("2004-01-31"))), "2004-02-29");
    check_text(shown(treaty_term_day(&month, day("1900-01-29"))), "1900-02-28");
    check_text(shown(treaty_term_day(&month, day("2001-03-31"))), "2001-04-30");
    check_text(shown(treaty_term_day(&month, day("2001-12-15"))), "2002-01-15");
    check_text(shown(treaty_term_day(&many, day("2096-02-29"))), "2100-02-28");
}

TEST(a_day_beyond_9999_is_none)
{
    const struct treaty_term days = {TREATY_DAYS, 1, TREATY_NO_DAY, false};
    check_text(shown(treaty_term_day(&days, day("9999-12-30"))), "9999-12-31");
    check_that(treaty_term_day(&days, day("9999-12-31")) == TREATY_NO_DAY);
    const struct applied *x = apply("each 100 years after;", "FRA,,9950-01-01,r,\n", NULL);
    check_force(x, "9950-01-01", "-");
}

TEST(a_fixed_day_or_else_a_rule)
{
    static const char *const fixed = "when 1 instrument; enters on 1993-01-01 else first of month after;";
    check_force(apply(fixed, "FRA,,1992-12-31,r,\n", NULL), "1992-12-31", "1993-01-01");
    check_force(apply(fixed, "FRA,,1993-01-01,r,\n", NULL), "1993-01-01", "1993-01-01");
    check_force(apply(fixed, "FRA,,1993-10-12,r,\n", NULL), "1993-10-12", "1993-11-01");
    const struct applied *x = apply("when 1 instrument; enters on 1993-01-01;", "FRA,,1993-01-02,r,\n", NULL);
    check_force(x, "1993-01-02", "-");
    check_text(missing(x), "a new day: the one that was fixed has passed");
    /* The fixed day is for those who were in time: who comes later has the form behind it. */
    x = apply("when 1 instrument; enters on 1993-01-01 else 5 days after;",
              "FRA,,1992-12-20,r,\nDEU,,1992-12-24,r,\nITA,,1992-12-30,r,\n", NULL);
    check_eq(x->force.late_count, 2);
    check_text(shown(x->force.late[0].in_force), "1993-01-01");
    check_text(shown(x->force.late[1].in_force), "1993-01-04");
}

TEST(nothing_is_in_force_before_its_floors)
{
    static const char *const rows = "FRA,,2001-01-01,r,\n";
    check_force(apply("when 1 instrument; enters 5 days after; not before 2001-02-01;", rows, NULL),
                "2001-01-01",
                "2001-02-01");
    check_force(apply("when 1 instrument; enters 5 days after; not before 2001-01-06;", rows, NULL),
                "2001-01-01",
                "2001-01-06");
    check_force(apply("opened 1999-06-01; each 5 days after; not before 2 years after opening;", rows, NULL),
                "2001-01-01", "2001-06-01");
    check_force(apply("each at once; not before treaty \"9\" in force 2002-03-04;", rows, NULL), "2001-01-01",
                "2002-03-04");
    struct applied *x = apply("each at once; not before treaty \"9\"; not before treaty \"10\";", rows, NULL);
    check_force(x, "2001-01-01", "-");
    check_text(missing(x), "treaty 9 in force; treaty 10 in force");
    x->others[0] = (struct treaty_other){BYTES("10"), day("2003-01-01")};
    x->others[1] = (struct treaty_other){BYTES("9"), day("2000-01-01")};
    x->facts.other_count = 2;
    apply_again(x);
    check_force(x, "2001-01-01", "2003-01-01");
    x->treaty = clause("each at once; not before treaty \"9\" in force 2002-03-04;");
    apply_again(x);
    check_force(x, "2001-01-01", "2001-01-01");
}

TEST(an_official_day_prevails_with_its_reason)
{
    static const char *const official =
        "when 2 instruments; enters 30 days after; official 2019-05-30 \"so it was announced\";";
    const struct applied *x = apply(official, "A1,,2019-04-01,r,\nA2,,2019-04-29,r,\n", NULL);
    check_force(x, "2019-04-29", "2019-05-30");
    check_text(shown(x->force.computed), "2019-05-29");
    check_bytes(x->treaty->official_reason, BYTES("so it was announced"));
    check_force(apply(official, "A1,,2019-04-01,r,\n", NULL), "-", "-");
}

TEST(who_comes_later_is_bound_by_the_own_deposit)
{
    const struct applied *x = apply("when 2 instruments; enters 90 days after; late 30 days after;",
                                    "D4,,2001-06-01,d,\nA1,,2000-01-01,r,\n"
                                    "A2,,2001-01-01,a,\nA3,,2001-01-01,A,\n"
                                    "B1,,2001-01-02,a,\nB2,,2001-08-01,AA,\n"
                                    "E9,2000-01-01,,,\nD5,,2000-05-05,d,\n",
                                    NULL);
    check_force(x, "2001-01-01", "2001-04-01");
    check_eq(x->force.first_count, 4); /* with the successor, who brings no instrument of its own */
    check_bytes(x->force.first[3], BYTES("D5"));
    check_eq(x->force.late_count, 3);
    check_bytes(x->force.late[0].code, BYTES("B1"));
    check_text(shown(x->force.late[0].in_force), "2001-04-01"); /* not before the treaty itself */
    check_bytes(x->force.late[1].code, BYTES("D4"));
    check_text(shown(x->force.late[1].in_force), "2001-06-01"); /* a successor, at once */
    check_bytes(x->force.late[2].code, BYTES("B2"));
    check_text(shown(x->force.late[2].in_force), "2001-08-31");
}
