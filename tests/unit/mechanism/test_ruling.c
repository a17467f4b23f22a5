/* What a chair rules on a point of order, and the appeal against it. */
#include "mechanism/ruling.h"

#include <string.h>

#include "support/harness.h"
#include "support/rig.h"

static const char charter[] =
    "charter \"test\" title \"Rulings\";\nlanguages en, fr;\n"
    "body council {\n    members all;\n    chair rotation;\n    rules silence, majority, most, quorate;\n}\n"
    "body group {\n    members named;\n    chair rotation;\n    rules majority;\n}\n"
    "rule silence {\n    allow Y L N A;\n    default L;\n    pass n(N) = 0;\n    clock at least 10s;\n"
    "    close all within 60s;\n}\n"
    "rule majority {\n    allow Y N A;\n    quorum n(C) >= 2;\n    pass n(Y) > n(N);\n}\n"
    "rule most {\n    allow Y N A;\n    pass 2*n(Y) > n(*);\n}\n"
    "rule quorate {\n    allow Y N A;\n    quorum n(C) >= 2;\n    pass n(Y) > n(N);\n}\n"
    "%s";

static struct rig r;

static void begin(const char *motion, enum rig_stage stage)
{
    const char *text = arena_printf(harness_arena(), charter, motion);
    rig_open(&r, &(struct rig_options){.folder = harness_folder(), .charter = text});
    rig_to(&r, stage);
}

static void give(const char *about)
{
    check_text(
        rig_say(&r, "A01", "ruling.give", "{'article':'Rule 30','body':'council',%s'text':'No.'}", about),
        "ok");
}

static struct ruling now(void)
{
    struct ruling *list = NULL;
    const size_t count = ruling_list(r.state, &r.arena, &list);
    check_that(count > 0);
    return list[count - 1];
}

static const char *appeal(const char *who)
{
    return rig_say(&r, who, "ruling.appeal", "{'duration':60000,'ruling':$g}");
}

/* A01 to A04 take these positions, - none, and the vote ends. */
static void decide(const char *positions)
{
    for (size_t i = 0; positions[i] != 0; i++) {
        if (positions[i] != '-') {
            check_text(rig_say(&r, arena_printf(&r.arena, "A%02zu", i + 1), "vote.cast",
                               "{'position':'%c','vote':$v}", positions[i]),
                       "ok");
        }
    }
    rig_until(&r, r.time_ms + 61000);
}

TEST(a_ruling_stands_with_its_chair_its_matter_and_its_place_on_the_record)
{
    begin("motion overrule by majority;\n", RIG_MATTER);
    give("");
    give("'matter':$m,");
    struct ruling *list = NULL;
    check_eq(ruling_list(r.state, &r.arena, &list), 2);
    check_eq(list[0].number, 1);
    check_that(hash_is_zero(&list[0].matter));
    check_eq(list[1].number, 2);
    check_that(hash_equal(&list[1].matter, &r.matter));
    check_bytes(list[1].chair, BYTES("A01"));
    check_bytes(list[1].body, BYTES("council"));
    check_that(list[1].given > list[0].given);
    check_eq(list[1].time_ms, r.time_ms);
    check_eq(list[1].how, RULING_GIVEN);
    rig_close(&r);
}

TEST(any_member_appeals_and_the_ruling_stands_unless_it_is_overruled)
{
    static const struct {
        const char *positions;
        enum ruling_how how;
    } rows[] = {
        {"NYY-", RULING_OVERRULED},
        {"NY--", RULING_UPHELD}, /* a tie upholds */
        {"NNY-", RULING_UPHELD},
        {"AAYN", RULING_UPHELD},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        begin("motion overrule by majority;\n", RIG_FOUNDED);
        give("");
        check_text(appeal("A02"), "ok");
        decide(rows[i].positions);
        const struct ruling x = now();
        check_eq(x.how, rows[i].how);
        check_that(!hash_is_zero(&x.vote) && x.decided > x.given && x.decided_ms > x.time_ms);
        check_text(appeal("A03"), "ruling_final");
        rig_close(&r);
    }
}

TEST(the_rule_and_the_body_of_an_appeal_are_those_that_the_charter_names)
{
    begin("motion overrule by most in council;\n", RIG_FOUNDED);
    check_text(rig_say(&r, "A01", "ruling.give", "{'body':'group','text':'No.'}"), "ok");
    check_text(appeal("A02"), "ok"); /* who sits in the group appeals, and the council decides */
    struct vote *votes = NULL;
    check_eq(vote_list(r.state, &r.arena, &votes), 1);
    check_bytes(votes[0].body, BYTES("council"));
    check_bytes(votes[0].rule, BYTES("most"));
    decide("-YY-"); /* more than half of all are not for it */
    check_eq(now().how, RULING_UPHELD);
    rig_close(&r);
}

TEST(an_appeal_without_a_quorum_has_decided_nothing)
{
    begin("motion overrule by majority;\n", RIG_FOUNDED);
    give("");
    check_text(appeal("A02"), "ok");
    decide("-Y--");
    check_eq(now().how, RULING_GIVEN);
    check_text(appeal("A03"), "ok");
    decide("-YY-");
    check_eq(now().how, RULING_OVERRULED);
    rig_close(&r);
}

TEST(while_an_appeal_runs_nothing_else_about_the_matter_begins)
{
    begin("motion overrule by majority;\n", RIG_VERSION);
    give("'matter':$m,");
    check_text(appeal("A02"), "ok");
    check_text(rig_silence(&r), "motion_running");
    decide("-YY-");
    check_eq(now().how, RULING_OVERRULED);
    check_text(rig_silence(&r), "ok");
    rig_close(&r);
}

TEST(the_chair_too_may_put_its_ruling_to_the_vote)
{
    begin("motion overrule by majority;\n", RIG_FOUNDED);
    give("");
    check_text(rig_say(&r, "A01", "vote.open",
                       "{'body':'council','duration':60000,'motion':'overrule','rule':'majority',"
                       "'target':$g}"),
               "ok");
    decide("NNN-");
    check_eq(now().how, RULING_UPHELD);
    rig_close(&r);
}

TEST(rulings_are_read_again_from_the_record_alone)
{
    const struct rig_options options = {
        .folder = harness_folder(),
        .file = "rulings.db",
        .charter = arena_printf(harness_arena(), charter, "motion overrule by majority;\n")};
    rig_open(&r, &options);
    give("");
    check_text(appeal("A02"), "ok");
    decide("NYY-");
    const struct hash before = rig_digest(&r);
    rig_close(&r);
    rig_open(&r, &options);
    const struct hash after = rig_digest(&r);
    check_that(hash_equal(&before, &after));
    check_eq(now().how, RULING_OVERRULED);
    rig_close(&r);
}
