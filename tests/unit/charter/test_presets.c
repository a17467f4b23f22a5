#include "unit/charter/votes.h"

/* The vectors of real bodies, by the presets: single facts with the record of their meeting as source. */
#define FEBRUARY "ALB=Y ARE=A BRA=Y CHN=A FRA=Y GAB=Y GBR=Y GHA=Y IND=A IRL=Y KEN=Y MEX=Y NOR=Y RUS=N USA=Y"

static const struct {
    const char *preset;
    const char *rule;
    const char *date;
    const char *votes;
    const char *outcome;
} known[] = {
    {"unsc", "substantive", "2022-02-25", FEBRUARY, "rejected veto"},  /* S/2022/155, S/PV.8979 */
    {"unsc", "procedural", "2022-02-27", FEBRUARY, "adopted carried"}, /* S/RES/2623, S/PV.8980 */
    {"unsc", "substantive", "1950-06-25", "9Y YUG=A RUS=X", "adopted carried"}, /* S/RES/82 */
    {"unsc", "substantive", "1965-12-31", "7Y 4A", "adopted carried"},
    {"unsc", "substantive", "1966-01-01", "7Y 8A", "rejected short_of_votes"},
    {"unsc", "substantive", "1966-01-01", "8Y USA=Y 6N", "adopted carried"},
    {"unsc", "procedural", "1965-12-31", "6Y RUS=N USA=Y 3N", "adopted carried"},
    {"unsc", "consensus", "", "15L", "adopted consensus"},
    {"unsc", "consensus", "", "14L 1N", "rejected objected"},
    {"unsc", "substantive", "2000-01-01", "9Y RUS=N|PARTY 5A", "adopted carried"},
    {"unsc", "judges", "", "8Y USA=N|P5 6N", "adopted carried"}, /* no veto */
    {"unsc", "judges", "1965-12-31", "6Y 5N", "adopted carried"},
    {"unsc", "judges", "", "7Y 8A", "rejected short_of_votes"},
    {"unsc", "silence", "", "15-", "adopted assent"},
    {"unsc", "silence", "", "14- 1N", "deferred objected"},
    {"decisions", "two_thirds", "", "141Y 5N 35A 12X", "adopted carried"}, /* ES-11/1 */
    {"decisions", "simple", "", "123Y 19N 29A", "adopted carried"},        /* A/75/L.7/Rev.1 */
    {"decisions", "simple", "", "9Y 9N", "rejected tie"},
    {"decisions", "simple", "", "9X", "rejected short_of_votes"},
    {"decisions", "two_thirds", "", "6Y 3N", "adopted carried"},
    {"decisions", "two_thirds", "", "9X", "rejected short_of_votes"},
    {"decisions", "three_quarters", "", "3Y 1N", "adopted carried"},
    {"decisions", "three_quarters", "", "8Y 3N", "rejected short_of_votes"},
    {"decisions", "two_thirds_all", "", "14Y 1N 6A", "adopted carried"},
    {"decisions", "unanimity", "", "13Y JPN=N", "rejected objected"},
    {"decisions", "unanimity", "", "14Y", "adopted carried"},
    {"decisions", "consensus", "", "56Y 1N", "rejected objected"},
    {"decisions", "consensus", "", "57X", "rejected short_of_votes"},
    {"decisions", "consensus_minus_parties", "", "56Y 1N|PARTY", "adopted consensus"},
    {"decisions", "consensus_minus_parties", "", "55Y 1N 1N|PARTY", "rejected objected"},
    {"decisions", "silence", "", "193-", "adopted assent"},
    {"decisions", "silence", "", "188- 5N", "rejected objected"},
    {"csto", "decision", "", "5Y 1A", "adopted consensus"},
    {"csto", "decision", "", "5Y 1N", "rejected objected"},
    {"csto", "decision", "", "5Y 1X", "no_quorum no_quorum"},
    {"csto", "decision", "", "5Y 1N|SUSPENDED", "adopted consensus"},
    {"csto", "procedural", "", "4Y 2N", "adopted carried"},
    {"csto", "procedural", "", "3Y 3N", "rejected tie"},
    {"csto", "limited", "", "2Y 4R", "adopted carried"},
    {"csto", "limited", "", "1Y 5R", "rejected short_of_votes"},
    {"csto", "limited", "", "5Y 1N", "rejected objected"},
    {"exercise", "silence", "", "6-", "adopted assent"},
    {"exercise", "silence", "", "4- 1X 1Y", "adopted consensus"},
    {"exercise", "silence", "", "5- 1N", "rejected objected"},
    {"exercise", "silence", "", "6X", "rejected short_of_votes"},
};

TEST(the_presets_decide_known_cases)
{
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        const struct charter *c = preset_of(known[i].preset);
        const struct charter_rule *r =
            charter_rule(c, bytes_of_text(known[i].rule), bytes_of_text(known[i].date));
        const struct electorate e = votes_of(known[i].votes);
        const struct evaluate_options options = {.explain = true, .date = bytes_of_text(known[i].date)};
        struct decision d;
        struct diag diag = {0};
        check_that(r != NULL);
        const enum error error = evaluate(harness_arena(), c, r, &e, 1, &options, &d, &diag);
        harness_note("%s %s %s: %s", known[i].preset, known[i].rule, known[i].votes, diag.message);
        check_ok(error);
        check_text(outcome_of(&d), known[i].outcome);
    }
}

TEST(the_veto_of_february_2022_is_named_and_alone_pivotal)
{
    const struct charter *c = preset_of("unsc");
    const struct charter_rule *r = charter_rule(c, BYTES("substantive"), BYTES("2022-02-25"));
    const struct decision d = decision_of(
        c, r, "ALB=Y ARE=A BRA=Y CHN=A FRA=Y GAB=Y GBR=Y GHA=Y IND=A IRL=Y KEN=Y MEX=Y NOR=Y RUS=N USA=Y",
        false);
    check_eq(d.pivotal_count, 1);
    check_that(is_text(d.pivotal[0], "RUS"));
    check_that(is_text(decision_reason(&d, LANGUAGE_EN),
                       "vetoed by RUS: none may be against among P5, 1 is; 11 for, 1 against, 3 abstaining"));
}

TEST(a_preset_names_its_bodies_and_what_nobody_has_checked)
{
    static const char *const names[] = {"unsc", "decisions", "csto", "eu-council", "exercise"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const struct charter *c = preset_of(names[i]);
        harness_note("%s", names[i]);
        check_that(is_text(c->name, names[i]));
        check_eq(c->fictional, strcmp(names[i], "exercise") == 0);
        check_that(c->rule_count > 0 && c->title.len > 0);
        for (size_t k = 0; k < c->body_count; k++) {
            check_that(charter_rule(c, c->bodies[k].rules[0], BYTES("")) != NULL);
        }
    }
    const struct charter *exercise = preset_of("exercise");
    const struct charter_body *council = charter_body(exercise, BYTES("council"));
    check_that(is_text(council->rules[0], "silence") && council->everyone);
    const struct charter_rule *silence = charter_rule(exercise, BYTES("silence"), BYTES(""));
    check_eq(silence->clock_min_ms, 10000);
    check_eq(silence->close, CHARTER_CLOSE_ALL);
    check_that(silence->rung.len > 0 && silence->mark.verified);
    const struct charter_rule *decision = charter_rule(exercise, BYTES("decision"), BYTES(""));
    check_that(!decision->mark.verified);
}
