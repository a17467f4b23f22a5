/* The regimes of the qualified majority: their votes, their days and their boundaries. */
#include "cli/explanation.h"
#include "unit/cli/csv.h"
#include "unit/cli/union.h"

static const struct {
    const char *table;
    const char *from; /* as in qmv_weights.csv */
    int64_t members;
    int64_t votes;
    const char *pass; /* the votes that the rules of its days ask for */
} regimes[] = {
    {"votes-1958", "1958-01-01", 6, 17, "votes(Y) >= 12"},
    {"votes-1973", "1973-01-01", 9, 58, "votes(Y) >= 41"},
    {"votes-1981", "1981-01-01", 10, 63, "votes(Y) >= 45"},
    {"votes-1986", "1986-01-01", 12, 76, "votes(Y) >= 54"},
    {"votes-1995", "1995-01-01", 15, 87, "votes(Y) >= 62"},
    {"votes-2004", "2004-05-01", 25, 124, "votes(Y) >= 88"},
    {"votes-nice-2004", "2004-11-01", 25, 321, "votes(Y) >= 232"},
    {"votes-nice-2007", "2007-01-01", 27, 345, "votes(Y) >= 255"},
    {"votes-nice-2013", "2013-07-01", 28, 352, "votes(Y) >= 260"},
};

TEST(the_votes_of_each_regime_add_up_to_its_total)
{
    const struct charter *c = preset_of("eu-council");
    for (size_t i = 0; i < sizeof regimes / sizeof regimes[0]; i++) {
        const struct table t = union_rows(regimes[i].table);
        const struct charter_table *named = charter_table(c, bytes_of_text(regimes[i].table));
        int64_t votes = 0;
        harness_note("%s", regimes[i].table);
        for (size_t k = 0; k < t.count; k++) {
            votes += t.rows[k].value;
        }
        check_eq(t.count, regimes[i].members);
        check_eq(votes, regimes[i].votes);
        check_that(named != NULL && hash_equal(&t.hash, &named->hash));
        check_that(is_text(named->from, regimes[i].from));
        for (size_t k = 0; k < 2; k++) {
            const struct charter_rule *r =
                charter_rule(c, k == 0 ? BYTES("on_proposal") : BYTES("other"), named->from);
            check_that(strncmp(condition_of(r), regimes[i].pass, strlen(regimes[i].pass)) == 0);
        }
    }
}

TEST(the_votes_of_each_regime_are_those_of_the_data)
{
    for (size_t i = 0; i < sizeof regimes / sizeof regimes[0]; i++) {
        struct csv c = csv_open("eu_council/qmv_weights.csv");
        const struct table t = union_rows(regimes[i].table);
        size_t rows = 0;
        while (csv_next(&c)) {
            if (is_text(csv_field(&c, "from"), regimes[i].from)) {
                harness_note("%s %s", regimes[i].table, csv_text(&c, "code"));
                check_eq(table_value(&t, csv_field(&c, "code")), strtol(csv_text(&c, "votes"), NULL, 10));
                rows++;
            }
        }
        check_eq(rows, t.count);
    }
}

static const char *const populations[] = {
    "population-2004", "population-2006", "population-2007", "population-2008",
    "population-2009", "population-2010", "population-2011", "population-2012",
    "population-2013", "population-2014", "population-2017", "population-2020",
};

TEST(every_population_is_that_of_2017_and_says_so)
{
    const struct charter *c = preset_of("eu-council");
    const struct table known = union_rows("population-2017");
    int64_t total = 0;
    for (size_t i = 0; i < known.count; i++) {
        total += known.rows[i].value;
    }
    check_eq(total, 510860699);
    for (size_t i = 0; i < sizeof populations / sizeof populations[0]; i++) {
        const struct charter_table *named = charter_table(c, bytes_of_text(populations[i]));
        const struct table t = union_rows(populations[i]);
        harness_note("%s", populations[i]);
        check_that(named != NULL && !named->mark.verified);
        check_that(strstr(arena_text(harness_arena(), named->mark.unverified), "2017") != NULL);
        check_that(strstr(arena_text(harness_arena(), named->mark.unverified), "stand") != NULL);
        for (size_t k = 0; k < t.count; k++) {
            check_eq(t.rows[k].value, table_value(&known, t.rows[k].code));
        }
    }
}

TEST(the_population_of_2017_is_that_of_the_data)
{
    struct csv c = csv_open("eu_council/qmv_population.csv");
    const struct table t = union_rows("population-2017");
    size_t rows = 0;
    while (csv_next(&c)) {
        if (is_text(csv_field(&c, "valid_from"), "2017-01-01")) {
            check_eq(table_value(&t, csv_field(&c, "code")), strtol(csv_text(&c, "population"), NULL, 10));
            rows++;
        }
    }
    check_eq(rows, t.count);
}

/* Who is against; the other members of that day are for. */
static const struct {
    const char *date;
    const char *members; /* the table that lists them */
    const char *against;
    const char *outcome;  /* by on_proposal */
    const char *other;    /* by other */
    const char *unasked;  /* where nobody asks for the population; "": no such rule that day */
} votes[] = {
    /* 12 votes by three, 12 by four, 11 */
    {"1958-01-01", "votes-1958", "BEL NLD LUX", "adopted", "rejected", ""},
    {"1972-12-31", "votes-1958", "DEU LUX", "adopted", "adopted", ""},
    {"1972-12-31", "votes-1958", "DEU BEL", "rejected", "rejected", ""},
    {"1973-01-01", "votes-1973", "DEU BEL LUX", "adopted", "adopted", ""},
    {"1973-01-01", "votes-1973", "DEU BEL DNK", "rejected", "rejected", ""},
    {"1980-12-31", "votes-1973", "BEL NLD DNK IRL", "adopted", "rejected", ""},
    {"1981-01-01", "votes-1981", "DEU BEL DNK", "adopted", "adopted", ""},
    {"1981-01-01", "votes-1981", "DEU BEL GRC", "rejected", "rejected", ""},
    {"1985-12-31", "votes-1981", "GRC NLD DNK IRL LUX", "adopted", "rejected", ""},
    {"1986-01-01", "votes-1986", "DEU BEL GRC LUX", "adopted", "adopted", ""},
    {"1986-01-01", "votes-1986", "DEU BEL GRC DNK", "rejected", "rejected", ""},
    {"1994-12-31", "votes-1986", "GRC NLD PRT IRL LUX", "adopted", "rejected", ""},
    {"1995-01-01", "votes-1995", "DEU BEL GRC NLD", "adopted", "adopted", ""},
    {"1995-01-01", "votes-1995", "DEU FRA AUT LUX", "rejected", "rejected", ""},
    {"2004-04-30", "votes-1995", "PRT AUT SWE DNK FIN IRL LUX", "adopted", "rejected", ""},
    {"2004-05-01", "votes-2004", "DEU FRA GBR AUT LUX", "adopted", "adopted", ""},
    {"2004-05-01", "votes-2004", "DEU FRA GBR CZE LUX", "rejected", "rejected", ""},
    {"2004-10-31", "votes-2004", "EST FIN IRL LTU LVA SVK SVN DNK CYP LUX MLT", "adopted", "rejected", ""},
    /* 232 votes with and without 62 % of population, 231; 17 members are two thirds, 13 are most */
    {"2004-11-01", "votes-nice-2004", "POL ESP NLD BEL AUT", "adopted", "adopted", "adopted"},
    {"2004-11-01", "votes-nice-2004", "DEU FRA ESP CYP", "rejected", "rejected", "adopted"},
    {"2004-11-01", "votes-nice-2004", "DEU FRA GBR MLT", "rejected", "rejected", "rejected"},
    {"2006-12-31", "votes-nice-2004", "EST LUX LVA SVN CYP MLT DNK FIN IRL", "adopted", "rejected",
     "adopted"},
    {"2006-12-31", "votes-nice-2004", "EST LUX LVA SVN CYP MLT DNK FIN IRL LTU SVK AUT SWE", "rejected",
     "rejected", "rejected"},
    {"2007-01-01", "votes-nice-2007", "ESP POL ROU BEL AUT", "adopted", "adopted", "adopted"},
    {"2007-01-01", "votes-nice-2007", "DEU FRA GBR MLT", "rejected", "rejected", "adopted"},
    {"2013-06-30", "votes-nice-2007", "DEU FRA GBR LUX", "rejected", "rejected", "rejected"},
    {"2013-07-01", "votes-nice-2013", "ESP POL ROU BEL CZE", "adopted", "adopted", "adopted"},
    {"2014-10-31", "votes-nice-2013", "ESP POL ROU BEL NLD", "rejected", "rejected", "rejected"},
    /* Three of any size cannot block; 16 of 28 are 55 %, 21 are 72 % */
    {"2014-11-01", "votes-nice-2013", "DEU FRA GBR", "adopted", "adopted", ""},
    {"2014-11-01", "votes-nice-2013", "DEU FRA GBR MLT", "rejected", "rejected", ""},
    {"2014-11-01", "votes-nice-2013", "MLT LUX CYP EST SVN LVA LTU", "adopted", "adopted", ""},
    {"2014-11-01", "votes-nice-2013", "MLT LUX CYP EST SVN LVA LTU HRV", "adopted", "rejected", ""},
    {"2020-01-31", "population-2017", "MLT LUX CYP EST SVN LVA LTU HRV IRL SVK FIN DNK", "adopted",
     "rejected", ""},
    {"2020-01-31", "population-2017", "MLT LUX CYP EST SVN LVA LTU HRV IRL SVK FIN DNK BGR", "rejected",
     "rejected", ""},
    /* 15 of 27 are 55 %, 20 are 72 % */
    {"2020-02-01", "population-2020", "MLT LUX CYP EST SVN LVA LTU", "adopted", "adopted", ""},
    {"2020-02-01", "population-2020", "MLT LUX CYP EST SVN LVA LTU HRV IRL SVK FIN DNK", "adopted",
     "rejected", ""},
    {"2026-01-01", "population-2020", "MLT LUX CYP EST SVN LVA LTU HRV IRL SVK FIN DNK BGR", "rejected",
     "rejected", ""},
    {"2026-01-01", "population-2020", "DEU FRA ITA", "adopted", "adopted", ""},
    {"2026-01-01", "population-2020", "DEU FRA ITA MLT", "rejected", "rejected", ""},
};

static bool holds_code(const char *list, struct bytes code)
{
    return strstr(list, arena_text(harness_arena(), code)) != NULL;
}

/* A case with everybody's position, or with those against only and the number of the others. */
static const char *case_of(const char *rule, const char *date, const struct table *members,
                           const char *against, const char *outcome, bool named)
{
    struct buffer b;
    int64_t rest = 0;
    buffer_init(&b, 1 << 16);
    buffer_printf(&b, "{\"rule\":\"%s\",\"date\":\"%s\",\"%s", rule, date,
                  named ? "positions\":{" : "counts\":[");
    for (size_t i = 0, given = 0; i < members->count; i++) {
        const struct bytes code = members->rows[i].code;
        const bool is_against = holds_code(against, code);
        const char *comma = given == 0 ? "" : ",";
        rest += is_against ? 0 : 1;
        given += named || is_against ? 1 : 0;
        if (named) {
            buffer_printf(&b, "%s\"%.*s\":\"%c\"", comma, (int)code.len, (const char *)code.data,
                          is_against ? 'N' : 'Y');
        } else if (is_against) {
            buffer_printf(&b, "%s{\"pos\":\"N\",\"n\":1,\"ids\":[\"%.*s\"]}", comma, (int)code.len,
                          (const char *)code.data);
        }
    }
    if (named) {
        buffer_add_text(&b, "}}");
    } else {
        buffer_printf(&b, ",{\"pos\":\"Y\",\"n\":%d}]}", (int)rest);
    }
    const char *text = arena_text(harness_arena(), buffer_view(&b));
    buffer_done(&b);
    harness_note("%s: %s", outcome, text);
    return text;
}

static void check_outcome(struct decider *d, const char *line, const char *outcome)
{
    bool good = false;
    const char *answer = answer_of(d, line, &good);
    harness_note("%s\n%s", line, answer);
    check_that(good);
    check_that(strstr(answer, arena_printf(harness_arena(), "\"outcome\":\"%s\"", outcome)) != NULL);
}

TEST(each_regime_decides_at_its_boundaries_on_its_first_and_last_days)
{
    struct decider *d = union_decider(preset_of("eu-council"));
    for (size_t i = 0; i < sizeof votes / sizeof votes[0]; i++) {
        const struct table members = union_rows(votes[i].members);
        for (size_t named = 0; named < 2; named++) {
            const char *line = case_of("on_proposal", votes[i].date, &members, votes[i].against,
                                       votes[i].outcome, named == 1);
            check_outcome(d, line, votes[i].outcome);
            line = case_of("other", votes[i].date, &members, votes[i].against, votes[i].other, named == 1);
            check_outcome(d, line, votes[i].other);
            if (votes[i].unasked[0] != 0) {
                line = case_of("on_proposal_unasked", votes[i].date, &members, votes[i].against,
                               votes[i].unasked, named == 1);
                check_outcome(d, line, votes[i].unasked);
            }
        }
    }
    decider_free(d);
}

TEST(until_march_2017_a_member_may_ask_for_the_votes_of_nice)
{
    static const struct {
        const char *rule;
        const char *date;
        const char *against;
        const char *part; /* of the answer */
    } rows[] = {
        {"on_proposal_nice", "2014-11-01", "DEU FRA GBR", "\"rejected\""}, /* by Lisbon it is adopted */
        {"on_proposal_nice", "2017-03-31", "ESP POL ROU BEL CZE", "\"adopted\""},
        {"other_nice", "2017-03-31", "ESP POL ROU BEL NLD", "\"rejected\""},
        {"on_proposal_nice", "2014-10-31", "DEU", "is not in force on 2014-10-31"},
        {"on_proposal_nice", "2017-04-01", "DEU", "is not in force on 2017-04-01"},
        {"on_proposal_unasked", "2014-11-01", "DEU", "is not in force on 2014-11-01"},
        {"on_proposal", "1957-12-31", "DEU", "is not in force on 1957-12-31"},
    };
    struct decider *d = union_decider(preset_of("eu-council"));
    const struct table members = union_rows("votes-nice-2013");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        bool good = false;
        const char *answer = answer_of(
            d, case_of(rows[i].rule, rows[i].date, &members, rows[i].against, rows[i].part, true), &good);
        harness_note("%s", answer);
        check_that(strstr(answer, rows[i].part) != NULL);
    }
    decider_free(d);
}

TEST(a_member_of_another_day_has_no_votes)
{
    bool good = true;
    struct decider *d = union_decider(preset_of("eu-council"));
    const struct table members = union_rows("population-2017");
    static const char *const days[] = {"2020-02-01", "2013-06-30", "2006-12-31", "2004-10-31", "1994-12-31"};
    static const char *const who[] = {"GBR", "HRV", "BGR", "BGR", "AUT"};
    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++) {
        const char *answer = answer_of(d, case_of("on_proposal", days[i], &members, "", "", true), &good);
        harness_note("%s: %s", days[i], answer);
        check_that(!good && strstr(answer, arena_printf(harness_arena(), "lacks this member: %s", who[i])));
    }
    decider_free(d);
}

TEST(abstention_and_absence_do_not_block_unanimity_and_are_not_in_favour_elsewhere)
{
    static const struct {
        const char *line;
        const char *outcome;
    } rows[] = {
        {"\"rule\":\"unanimity\",\"counts\":[{\"pos\":\"Y\",\"n\":26},{\"pos\":\"X\",\"n\":1}]", "adopted"},
        {"\"rule\":\"unanimity\",\"counts\":[{\"pos\":\"Y\",\"n\":20},{\"pos\":\"A\",\"n\":7}]", "adopted"},
        {"\"rule\":\"unanimity\",\"counts\":[{\"pos\":\"Y\",\"n\":26},{\"pos\":\"N\",\"n\":1}]", "rejected"},
        {"\"rule\":\"unanimity\",\"counts\":[{\"pos\":\"A\",\"n\":27}]", "rejected"},
        {"\"rule\":\"unanimity\",\"counts\":[{\"pos\":\"Y\",\"n\":13},{\"pos\":\"X\",\"n\":14}]",
         "no_quorum"},
        {"\"rule\":\"unanimity\",\"positions\":{\"FRA\":\"Y\"},\"electorate\":27,\"open\":true", "pending"},
        {"\"rule\":\"majority\",\"counts\":[{\"pos\":\"Y\",\"n\":13},{\"pos\":\"A\",\"n\":14}]", "rejected"},
        {"\"rule\":\"majority\",\"counts\":[{\"pos\":\"Y\",\"n\":14},{\"pos\":\"N\",\"n\":13}]", "adopted"},
        {"\"rule\":\"unanimity\",\"date\":\"1966-01-01\",\"counts\":[{\"pos\":\"Y\",\"n\":2},"
         "{\"pos\":\"X\",\"n\":4}]",
         "adopted"},
    };
    struct decider *d = union_decider(preset_of("eu-council"));
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        check_outcome(d, arena_printf(harness_arena(), "{%s}", rows[i].line), rows[i].outcome);
    }
    decider_free(d);
}

/* Whoever reads a decision sees by which numbers it was made, and that they stand in for others. */
TEST(a_decision_names_its_tables_and_what_stands_in)
{
    const struct charter *c = preset_of("eu-council");
    const struct table members = union_rows("votes-nice-2013");
    const char *line = case_of("on_proposal", "2014-06-27", &members, "GBR HUN", "adopted", true);
    struct decider *d = union_decider(c);
    struct decide_case read;
    struct decision decision;
    struct decide_fault fault = {0};
    struct buffer b;
    check_that(decider_case(d, harness_arena(), bytes_of_text(line), &read, &decision, &fault));
    check_eq(read.table_count, 2);
    const struct explanation_view view = {.charter = c,
                                          .rule = read.rule,
                                          .decision = &decision,
                                          .table_count = read.table_count,
                                          .tables = read.tables};
    buffer_init(&b, 1 << 16);
    explanation_write(&b, &view);
    harness_note("%s", buffer_text(&b));
    check_that(strstr(buffer_text(&b), "table       votes-nice-2013: Votes of 28 members") != NULL);
    check_that(strstr(buffer_text(&b), "table       population-2014: Population of 28") != NULL);
    check_that(strstr(buffer_text(&b), "UNVERIFIED  the figures of 2017 stand in for those of 2014") != NULL);
    buffer_done(&b);
    decider_free(d);
}
