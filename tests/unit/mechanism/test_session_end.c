/* What a session leaves: minutes, outcomes, what is to follow. Rejections are in causes_session.c. */
#include "mechanism/session.h"
#include "support/harness.h"
#include "support/rig.h"
#include "unit/mechanism/sessions.h"

static struct rig r;

static void say(const char *who, const char *kind, const char *body)
{
    check_text(rig_say(&r, who, kind, "%s", body), "ok");
}

static void to_day(const char *day)
{
    check_text(rig_say(&r, "A01", "clock.set", "{'to':'%s'}", day), "ok");
    rig_block(&r, 1);
}

static void begin(void)
{
    rig_open(&r, &(struct rig_options){.folder = harness_folder()});
    say("A01", "session.open", SESSION_BODY("council", "s1"));
}

static struct session now(void)
{
    struct session *list = NULL;
    const size_t count = session_list(r.state, &r.arena, &list);
    check_that(count > 0);
    return list[count - 1];
}

static struct minutes newest(void)
{
    struct minutes *list = NULL;
    const struct session x = now();
    const size_t count = session_minutes_list(r.state, &x.id, &r.arena, &list);
    check_that(count > 0 && list[count - 1].number == x.minutes);
    return list[count - 1];
}

static void lay(const char *words)
{
    check_text(rig_say(&r, "A01", "session.minutes",
                       "{'language':'en','part':1,'session':$w,'text':'%s'}", words),
               "ok");
}

TEST(minutes_that_every_seat_approves_are_approved_at_once)
{
    begin();
    say("A01", "session.close", "{'session':$w}");
    lay("We met.");
    say("A01", "session.minutes", "{'language':'en','part':1,'session':$w,'text':'We met in Alderton.'}");
    say("A01", "session.minutes", "{'language':'fr','part':1,'session':$w,'text':'Nous nous vîmes.'}");
    check_eq(newest().stage, MINUTES_DRAFT);
    struct hash now_digest = newest().digest;
    check_that(hash_is_zero(&now_digest));
    say("A01", "session.circulate", "{'session':$w,'until':'2026-02-01'}");
    struct minutes_part parts[2] = {
        {.language = BYTES("en"), .digest = hash_of(BYTES("We met in Alderton."))},
        {.language = BYTES("fr"), .digest = hash_of(BYTES("Nous nous vîmes."))},
    };
    const struct hash digest = session_minutes_digest(parts, 2);
    now_digest = newest().digest;
    check_bytes(hash_view(&now_digest), hash_view(&digest));
    for (int i = 1; i <= 4; i++) {
        check_eq(newest().stage, MINUTES_CIRCULATED);
        check_text(rig_say(&r, arena_printf(&r.arena, "A0%d", i), "session.approve",
                           "{'approves':true,'digest':$i,'session':$w}"),
                   "ok");
    }
    check_eq(newest().stage, MINUTES_APPROVED);
    to_day("2026-03-01"); /* nothing is waited for any more */
    check_eq(rig_count_facts(&r, "civil.deadline"), 0);
    check_that(!newest().tacit);
    rig_close(&r);
}

TEST(minutes_that_a_member_objects_to_are_laid_down_again_as_another_version)
{
    struct minutes_answer *answers = NULL;
    struct minutes_part *parts = NULL;
    begin();
    lay("We met.");
    say("A01", "session.circulate", "{'session':$w,'until':'2026-02-01'}");
    say("A02", "session.approve", "{'approves':true,'digest':$i,'session':$w}");
    say("A03", "session.approve", "{'approves':false,'digest':$i,'reason':'We spoke.','session':$w}");
    check_eq(newest().stage, MINUTES_OBJECTED);
    const struct session x = now();
    check_eq(session_minutes_answers(r.state, &x.id, 1, &r.arena, &answers), 2);
    check_that(answers[0].approves && !answers[1].approves);
    check_bytes(answers[1].reason, BYTES("We spoke."));
    lay("We met and spoke.");
    check_eq(newest().number, 2);
    check_eq(newest().stage, MINUTES_DRAFT);
    check_eq(session_minutes_parts(r.state, &x.id, 1, &r.arena, &parts), 1);
    check_eq(session_minutes_parts(r.state, &x.id, 2, &r.arena, &parts), 1);
    rig_close(&r);
}

TEST(minutes_that_nobody_objects_to_in_time_are_approved)
{
    begin();
    lay("We met.");
    say("A01", "session.circulate", "{'session':$w,'until':'2026-01-03'}");
    say("A02", "session.approve", "{'approves':true,'digest':$i,'session':$w}");
    say("A02", "session.approve", "{'approves':false,'digest':$i,'reason':'No.','session':$w}");
    check_eq(newest().stage, MINUTES_OBJECTED); /* it may think again until then */
    lay("We met.");
    say("A01", "session.circulate", "{'session':$w,'until':'2026-01-03'}");
    to_day("2026-01-03");
    check_eq(newest().stage, MINUTES_CIRCULATED); /* the day on which it may still object */
    to_day("2026-01-04");
    check_eq(newest().stage, MINUTES_APPROVED);
    check_eq(rig_count_facts(&r, "civil.deadline"), 1); /* what was objected to waits for nothing */
    check_that(newest().tacit);
    rig_close(&r);
}

TEST(an_outcome_document_names_a_statement_a_matter_or_a_file)
{
    struct session_outcome *list = NULL;
    rig_open(&r, &(struct rig_options){.folder = harness_folder()});
    rig_to(&r, RIG_OPENED);
    say("A01", "session.open", SESSION_BODY("council", "s1"));
    say("A01", "session.outcome", "{'session':$w,'statement':1,'title':'The statement'}");
    say("A01", "session.outcome", "{'matter':$m,'session':$w,'title':'Its text'}");
    say("A01", "session.outcome", "{'digest':" ONES ",'session':$w,'symbol':'AA/9','title':'Annex'}");
    const struct session x = now();
    check_eq(session_outcomes(r.state, &x.id, &r.arena, &list), 3);
    check_eq(list[0].statement, 1);
    check_bytes(hash_view(&list[1].matter), hash_view(&r.matter));
    check_bytes(list[2].symbol, BYTES("AA/9"));
    rig_close(&r);
}

TEST(what_is_to_follow_is_done_with_evidence_and_overdue_stays_told)
{
    struct session_task *list = NULL;
    begin();
    say("A01", "session.follow",
        "{'member':'A02','office':'Envoy','session':$w,'text':'Report.','until':'2026-01-03'}");
    say("A01", "session.follow", "{'member':'A03','session':$w,'text':'Count.','until':'2026-01-03'}");
    say("A02", "session.done", "{'evidence':'AA/10','session':$w,'task':1}");
    const struct session x = now();
    to_day("2026-01-04");
    check_eq(rig_count_facts(&r, "civil.deadline"), 1);
    check_eq(session_tasks(r.state, &x.id, &r.arena, &list), 2);
    check_eq(list[0].stage, TASK_DONE);
    check_that(!list[0].overdue);
    check_bytes(list[0].evidence, BYTES("AA/10"));
    check_bytes(list[0].done, BYTES("2026-01-01"));
    check_that(list[1].overdue);
    say("A01", "session.done", "{'evidence':'AA/11','session':$w,'task':2}");
    (void)session_tasks(r.state, &x.id, &r.arena, &list);
    check_that(list[1].overdue && list[1].stage == TASK_DONE);
    rig_close(&r);
}
