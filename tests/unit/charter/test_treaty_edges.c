/* Clauses and deposits at the edges of what they can say. */
#include "charter/treaty_bench.h"
#include "unit/charter/treaty_fixture.h"

/* Each breaks off where the next word is another than the one that must come. */
static const struct {
    const char *text;
    const char *says;
} broken[] = {
    {"counting only 5;", "kinds of instruments"},
    {"not before 2001-02-29;", "not a day"},
    {"not before 2 sheep;", "a unit"},
    {"not before 2 years opening;", "\"after\""},
    {"not before 2 years after signature;", "\"opening\""},
    {"not before treaty 5;", "the other treaty's id"},
    {"not before treaty \"x\" in peace;", "\"force\""},
    {"not before treaty \"x\" in force noon;", "a date"},
    {"organisations 5;", "the code of an organisation"},
    {"official noon \"why\";", "a date"},
    {"withdrawal soon;", "how long it takes"},
    {"reservations some;", "\"none\""},
    {"group 5;", "a group"},
    {"group a from noon;", "a date"},
    {"group a 0;", "how many they are"},
    {"group a from 2001-01-01;", "\"{\""},
    {"table 5;", "a table"},
    {"table a {fra 5};", "the code of a party, or *"},
    {"table a sha256 5;", "the hash of the table"},
    {"opened noon;", "a date"},
    {"enters first month;", "\"of\""},
    {"enters first of 6 weeks;", "\"month\""},
    {"enters first of week;", "\"month\""},
    {"enters first of month after 5 sheep;", "a unit"},
    {"enters days soon;", "how many of them"},
    {"enters on noon;", "a date"},
    {"enters on 2001-01-01 else soon;", "a number of days or months after"},
    {"when all of {5};", "the code of a party"},
    {"when all of other 5;", "a group's name"},
    {"when all of FRA;", "a group's name"},
    {"when 5 instruments with 5;", "a table"},
    {"when 5 instruments from FRA;", "a group's name"},
    {"when 5 instruments with a for 3;", "\"at\""},
    {"when 5 instruments with a at most 3;", "\"least\""},
    {"when 5 instruments with a at least sheep;", "what each of them must have"},
    {"when at least sheep of a;", "a share"},
    {"when 2/3 from a;", "\"of\""},
    {"when 2/3 of FRA;", "a group's name"},
    {"when 2/3 of signatories to a;", "\";\""},
    {"when 2/3 of other a to a;", "\";\""},
    {"when all of {FRA} <> {USA};", "this is no sign of a charter"},
    {"when all of {FRA} 2001-02-30;", "not a day"},
    {"when at most 5 instruments;", "\"least\""},
    {"when more then 5;", "\"than\""},
    {"when more than sheep;", "a share"},
    {"when more than half from a;", "\"of\""},
    {"when 1 instrument or 0 instruments;", "how many there must be"},
    {"when 1 instrument and 0 instruments;", "how many there must be"},
    {"when\n0 instruments;", "how many there must be"},
    {"each at once; enters at once; treaty \"T\";", "in the place of"},
    {"each at once; late at once; treaty \"T\";", "in the place of"},
    {"when 2/3/4 of signatories;", "a date is YYYY-MM-DD"},
    {"when 2/3.5 of signatories;", "a date is YYYY-MM-DD"},
    {"when 55%.5 of signatories;", "numbers are whole"},
    {"when 2/9999999 of signatories;", "more than nothing"},
    {"when 9999999/3 of signatories;", "more than nothing"},
    {"when 9999999.5% of signatories;", "more than nothing"},
};

TEST(a_statement_that_breaks_off_is_told_by_what_must_come)
{
    for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++) {
        struct charter_diags diags;
        const struct charter_source source = {BYTES("test"), bytes_of_text(broken[i].text)};
        const struct treaty *t = NULL;
        check_eq(treaty_parse(harness_arena(), &source, &t, &diags), ERROR_MALFORMED);
        harness_note("%s: %s", broken[i].text, diags.items[0].diag.message);
        check_that(strstr(diags.items[0].diag.message, broken[i].says) != NULL);
    }
}

TEST(words_have_more_than_one_form)
{
    const struct treaty *t = clause("each 1st day after; counting also organisation; reservations none;"
                                    "opened 2001-01-01; not before 30 days after opening;");
    check_that(t->organisations_count && t->no_reservations);
    check_eq(t->enters.n, 1);
    check_text(shown(t->floors[0].day), "2001-01-31");
    check_that(!clause("each at once;")->no_reservations);
    check_eq(clause("each 2nd day after;")->enters.n, 2);
    check_eq(clause("each 3rd day after;")->enters.n, 3);
    check_eq(clause("each first of 6 months after;")->enters.n, 6);
    check_eq(clause("each first of 6th month after;")->enters.n, 6);
    const struct treaty *only = clause("each at once; counting only organisations;");
    check_that(only->organisations_count);
    check_eq(only->kinds, clause("each at once;")->kinds);
}

TEST(lists_may_end_with_a_comma)
{
    const struct treaty *t =
        clause("table t {FRA 1, DEU 2,}; group a {FRA,}; when all of {DEU,}; enters at once;");
    check_eq(t->group_count, 1);
    check_eq(t->groups[0].seat_count, 1);
    check_eq(t->tables[0].count, 2);
    check_eq(t->when->set.seat_count, 1);
}

TEST(a_table_may_be_frozen_by_its_hash)
{
    const struct hash h = hash_of(BYTES("a table"));
    const struct treaty *t =
        clause(arena_printf(harness_arena(), "table t sha256 \"%s\"; each at once;", hash_hex(&h).text));
    check_that(t->tables[0].frozen && hash_equal(&t->tables[0].hash, &h));
}

TEST(the_others_of_a_list_are_those_whom_nothing_names)
{
    struct applied *x = apply("when all of {FRA} and 1 other instrument from {FRA, DEU}; enters at once;",
                              "FRA,,2001-01-01,r,\n", NULL);
    check_force(x, "-", "-");
    check_text(missing(x), "1 more instrument: 1 other instrument from {FRA, DEU}");
    x = apply("when all of {FRA} and 1 other instrument from {FRA, DEU}; enters at once;",
              "FRA,,2001-01-01,r,\nDEU,,2002-01-01,r,\nGBR,,2001-06-01,r,\n", NULL);
    check_force(x, "2002-01-01", "2002-01-01");
}

TEST(a_table_is_a_group_of_those_who_stand_in_it)
{
    struct applied *x = apply_to(clause("table t; when all of {FRA} and 1/2 of other t; enters at once;"),
                                 "FRA,,2001-01-01,r,\nDEU,,2002-01-01,r,\n", NULL);
    add_table(x, "t", "code,from,value\nDEU,,1\nDEU,2001-01-01,2\nFRA,,1\nGBR,,7\n");
    apply_again(x);
    check_force(x, "2002-01-01", "2002-01-01"); /* one of the other two */
    x = apply_to(clause("table t; when all of {FRA} and 2/2 of other t; enters at once;"),
                 "FRA,,2001-01-01,r,\nDEU,,2002-01-01,r,\n", NULL);
    add_table(x, "t", "code,from,value\nDEU,,1\nDEU,2001-01-01,2\nFRA,,1\nGBR,,7\n");
    apply_again(x);
    check_force(x, "-", "-");
}

TEST(a_share_of_a_table_counts_each_party_once_with_its_value_of_the_day)
{
    struct applied *x =
        apply_to(clause("table t; when 60% of t; enters at once;"), "DEU,,2000-01-01,r,\n", NULL);
    add_table(x, "t", "code,from,value\nDEU,,1\nDEU,2001-01-01,8\nFRA,,4\n");
    apply_again(x);
    check_force(x, "2001-01-01", "2001-01-01"); /* 1 of 5, then 8 of 12 */
    check_eq(x->force.standings[0].have, 8 * TREATY_VALUE_SCALE);
}

TEST(organisations_are_signatories_where_the_clause_counts_them)
{
    const char *rows = "FRA,2000-01-01,2001-01-01,r,\nEUN,2000-01-01,,,\n";
    struct applied *x = apply("when all of signatories; enters at once;", rows, NULL);
    check_force(x, "2001-01-01", "2001-01-01");
    x = apply("counting also organisations; when all of signatories; enters at once;", rows, NULL);
    check_force(x, "-", "-");
    check_text(missing(x), "EUN");
}

TEST(two_who_fill_one_seat_count_once)
{
    struct applied *x = apply("when 2 instruments from {CHN|TWN, FRA}; enters at once;",
                              "CHN,,2001-01-01,r,\nTWN,,2001-02-01,r,\n", NULL);
    check_force(x, "-", "-");
    check_eq(x->force.standings[0].have, 1);
}

TEST(the_instruments_of_one_party_stand_by_their_days)
{
    struct applied *x = apply("when 1 instrument from {FRA}; enters at once;",
                              "FRA,,2003-01-01,r,\nFRA,,2001-01-01,r,2002-01-01\n", NULL);
    check_force(x, "2001-01-01", "2001-01-01");
    check_eq(x->force.first_count, 1);
    x = apply("when 1 instrument from {FRA}; enters 2 years after;",
              "FRA,,2003-01-01,r,\nFRA,,2001-01-01,r,2002-01-01\n", NULL);
    check_force(x, "2003-01-01", "2005-01-01"); /* the first was withdrawn before it took effect */
    /* Of one day, those that are withdrawn too: in whatever order they are written. */
    x = apply("when 1 instrument from {FRA}; enters at once; not counting accessions;",
              "FRA,,2001-01-01,a,\nFRA,,2001-01-01,r,2002-01-01\nFRA,,2001-01-01,r,2001-06-01\n", NULL);
    check_force(x, "2001-01-01", "2001-01-01");
    check_eq(x->force.first_count, 1);
}

/* 12 times 10^15 in thousandths is more than 64 bits hold. */
TEST(sums_beyond_64_bits_are_told_as_the_largest)
{
    static const char *const codes[] = {"AA", "BB", "CC", "DD", "EE", "FF",
                                        "GG", "HH", "II", "JJ", "KK", "LL"};
    const char *rows = "";
    const char *table = "code,value\n";
    for (size_t i = 0; i < 12; i++) {
        rows = arena_printf(harness_arena(), "%s%s,,2001-01-01,r,\n", rows, codes[i]);
        table = arena_printf(harness_arena(), "%s%s,1000000000000000\n", table, codes[i]);
    }
    struct applied *x =
        apply_to(clause("table t; when all of {AA} and 100% of t; enters at once;"), rows, NULL);
    add_table(x, "t", table);
    apply_again(x);
    check_force(x, "2001-01-01", "2001-01-01");
    check_that(x->force.standings[1].have == INT64_MAX && x->force.standings[1].need == INT64_MAX);
}

TEST(a_clause_says_which_table_it_lacks)
{
    const struct treaty *t = clause("table t; table u {FRA 1}; when 1/2 of t; enters at once;");
    const struct treaty_facts none = {.on = TREATY_NO_DAY};
    check_bytes(treaty_lacks_table(t, &none), BYTES("t"));
    check_that(treaty_table(t, &none, BYTES("u")) == &t->tables[1]);
}

TEST(a_ratio_that_is_not_reached_is_told_in_the_first_tables_unit)
{
    struct applied *x = apply_to(clause("table a; table b; when 50% of a to b; enters at once;"),
                                 "FRA,,2001-01-01,r,\n", NULL);
    add_table(x, "a", "code,value\nFRA,1\n");
    add_table(x, "b", "code,value\nFRA,5\n");
    apply_again(x);
    check_force(x, "-", "-");
    check_text(missing(x), "1.500 more of a (1 of 2.500 needed)");
}

TEST(a_fixed_day_alone_lets_nobody_in_later)
{
    const char *rows =
        "FRA,,2001-01-01,r,\nDEU,,2003-01-01,r,\nAUT,,2003-01-01,r,\nGBR,,2004-01-01,r,2004-06-01\n";
    struct applied *x = apply("when 1 instrument; enters on 2002-01-01;", rows, NULL);
    check_force(x, "2001-01-01", "2002-01-01");
    check_text(missing(x), "");
    check_eq(x->force.first_count, 1);
    check_eq(x->force.late_count, 3);
    check_bytes(x->force.late[0].code, BYTES("AUT")); /* of one day by their codes */
    check_bytes(x->force.late[1].code, BYTES("DEU"));
    x = apply("when 1 instrument; enters on 2002-01-01; late on 2002-06-01;", rows, NULL);
    check_eq(x->force.late_count, 2); /* GBR was gone before anything bound it */
    check_text(shown(x->force.late[0].in_force), "-");
    x = apply("when 2 instruments; enters on 2002-01-01;", rows, NULL);
    check_force(x, "2003-01-01", "-");
    check_text(missing(x), "a new day: the one that was fixed has passed");
    check_eq(x->force.late_count, 0); /* GBR was gone, and nobody else came later */
}

/* 1,000 signatories are missing in each of ten conditions: no more are listed than there is room for. */
TEST(what_is_missing_is_listed_up_to_a_limit)
{
    struct buffer b;
    buffer_init(&b, 200000);
    for (int i = 0; i < DEPOSITS_ROWS_MAX; i++) {
        buffer_printf(&b, "P%d,2001-01-01,,,\n", i);
    }
    struct applied *x =
        apply("when all of signatories and all of signatories and all of signatories and all of "
              "signatories and all of signatories and all of signatories and all of signatories "
              "and all of signatories and all of signatories and all of signatories; "
              "enters at once;",
              buffer_text(&b), NULL);
    buffer_done(&b);
    check_eq(x->force.standing_count, 10);
    check_eq(x->force.missing_count,
             TREATY_TESTS_MAX + TREATY_FLOORS_MAX + TREATY_TESTS_MAX * TREATY_SEATS_MAX + DEPOSITS_ROWS_MAX);
}

TEST(kinds_of_instruments_have_a_letter_and_a_word)
{
    for (int k = 0; k < TREATY_KIND_COUNT; k++) {
        enum treaty_kind by_letter;
        enum treaty_kind by_word;
        check_that(treaty_kind_read(bytes_of_text(treaty_kind_letter((enum treaty_kind)k)), &by_letter));
        check_that(treaty_kind_read(bytes_of_text(treaty_kind_word((enum treaty_kind)k)), &by_word));
        check_that((int)by_letter == k && (int)by_word == k);
    }
    enum treaty_kind kind = TREATY_RATIFICATION;
    check_that(treaty_kind_read(BYTES("d1"), &kind) && kind == TREATY_SUCCESSION);
    check_that(!treaty_kind_read(BYTES("xx"), &kind));
    check_that(!treaty_kind_read(BYTES("dxx"), &kind));
}

TEST(a_file_of_several_treaties_is_none_without_the_name_of_one)
{
    struct deposits d = {.row_count = 77};
    struct deposits_diags diags;
    const struct bytes text = BYTES("treaty,code,deposited,action\n1-1,A1,2001-01-01,r\n1-2,A1,2002-01-01,r\n"
                                    "1-3,A1,2002-01-01,r\n");
    check_eq(deposits_read(harness_arena(), text, BYTES(""), &d, &diags), ERROR_NOT_FOUND);
    check_eq(diags.count, 0);
}

/* `each` stands in every line, below a head. */
static struct bytes lines(const char *head, const char *each, int count)
{
    struct buffer b;
    buffer_init(&b, 100000);
    buffer_add_text(&b, head);
    for (int i = 0; i < count; i++) {
        buffer_add_text(&b, each);
    }
    const struct bytes text = arena_copy(harness_arena(), buffer_view(&b));
    buffer_done(&b);
    return text;
}

TEST(of_many_mistakes_the_first_are_told)
{
    struct deposits d = {.row_count = 77};
    struct deposits_diags diags;
    struct treaty_table table = {.count = 77};
    const int many = DEPOSITS_DIAGS_MAX + 5;
    check_eq(
        deposits_read(harness_arena(), lines("code,deposited,action\n", "A\n", many), BYTES(""), &d, &diags),
        ERROR_MALFORMED);
    check_eq(diags.count, DEPOSITS_DIAGS_MAX);
    check_eq(deposits_read_table(harness_arena(), lines("code,value\n", "A,x\n", many), &table, &diags),
             ERROR_MALFORMED);
    check_eq(diags.count, DEPOSITS_DIAGS_MAX);
    check_eq(deposits_read_table(harness_arena(), lines("code,value\n", "A,1\n", many), &table, &diags),
             ERROR_MALFORMED);
    check_eq(diags.count, DEPOSITS_DIAGS_MAX);
    check_eq(deposits_read_table(harness_arena(), BYTES("code,value\nA,1.-5\n"), &table, &diags),
             ERROR_MALFORMED);
    check_eq(d.row_count, 77);
    check_eq(table.count, 77);
}

TEST(who_is_supposed_to_deposit_before_it_signed_has_not_signed)
{
    struct deposits d = deposits_of(BYTES("code,signed,deposited,action\nFRA,2002-01-01,,\n"), "");
    check_that(deposits_suppose(harness_arena(), &d, BYTES("FRA"), day("2001-01-01")));
    check_text(shown(d.rows[0].signed_on), "-");
    check_that(deposits_suppose(harness_arena(), &d, BYTES("FRA"), day("2003-01-01")));
    check_text(shown(d.rows[0].deposited), "2003-01-01");
}
