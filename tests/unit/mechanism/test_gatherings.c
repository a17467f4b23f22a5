/* Sessions, speeches, platforms and pledges in any order, on days further and further on: what must hold
 * holds after each act, and the record alone gives the same state once more. */
#include <string.h>

#include "base/prng.h"
#include "mechanism/civil.h"
#include "mechanism/commitment.h"
#include "mechanism/platform.h"
#include "mechanism/session.h"
#include "support/harness.h"
#include "support/rig.h"
#include "support/talk.h"
#include "unit/mechanism/sessions.h"

static struct rig r;
static enum error failed;

/* Appealing is by the rule of the motion. */
static const char charter[] =
    "charter \"test\" title \"Gatherings\";\nlanguages en, fr;\n"
    "body council {\n    members all;\n    chair rotation;\n    rules silence, majority;\n}\n"
    "body group {\n    members named;\n    chair rotation;\n    rules silence;\n}\n"
    "rule silence {\n    allow Y L N A;\n    default L;\n    pass n(N) = 0;\n    clock at least 10s;\n"
    "    close all within 60s;\n}\n"
    "rule majority {\n    allow Y N A;\n    pass n(Y) > n(N);\n}\n"
    "motion overrule by majority;\n";

struct any {
    const char *kind;
    const char *body; /* %d: a small number, twice at most; %s: a day */
    enum { BY_ANYBODY, BY_CHAIR } who;
};

static const struct any acts[] = {
    {"session.open",
     "{'body':'council','from':'2026-01-01','place':'x','reference':'s%d','title':'T','to':'2029-12-31'}",
     BY_CHAIR},
    {"session.agenda", "{'session':$w,'title':'T%d'}", BY_ANYBODY},
    {"session.arrange", "{'item':%d,'place':%d,'session':$w}", BY_CHAIR},
    {"session.credential", "{'may':'speak','office':'Envoy %d','session':$w}", BY_ANYBODY},
    {"session.accept", "{'accepted':true,'credential':%d,'session':$w}", BY_CHAIR},
    {"session.inscribe", "{'office':'Envoy %d','session':$w}", BY_ANYBODY},
    {"session.order", "{'place':%d,'session':$w,'speaker':%d}", BY_CHAIR},
    {"session.floor", "{'session':$w,'speaker':%d}", BY_CHAIR},
    {"session.yield", "{'session':$w,'speaker':%d}", BY_CHAIR},
    {"session.point", "{'session':$w,'text':'x%d'}", BY_ANYBODY},
    {"session.rule", "{'point':%d,'session':$w,'text':'x','upheld':true}", BY_CHAIR},
    {"ruling.appeal", "{'duration':60000,'ruling':$g}", BY_ANYBODY},
    {"vote.cast", "{'position':'Y','vote':$v}", BY_ANYBODY},
    {"session.minutes", "{'language':'en','part':%d,'session':$w,'text':'x'}", BY_CHAIR},
    {"session.circulate", "{'session':$w,'until':'%s'}", BY_CHAIR},
    {"session.approve", "{'approves':true,'digest':$i,'session':$w}", BY_ANYBODY},
    {"session.approve", "{'approves':false,'digest':$i,'reason':'x','session':$w}", BY_ANYBODY},
    {"session.follow", "{'member':'A0%d','session':$w,'text':'x','until':'%s'}", BY_CHAIR},
    {"session.done", "{'evidence':'x','session':$w,'task':%d}", BY_CHAIR},
    {"session.close", "{'session':$w}", BY_CHAIR},
    {"platform.mandate",
     "{'body':'council','matter':$m,'member':'A0%d','office':'Envoy','until':'%s'}", BY_CHAIR},
    {"platform.revoke", "{'mandate':$j,'reason':'x'}", BY_CHAIR},
    {"speech.file", "{'date':'2026-02-01','language':'en','mandate':$j,'text':'x','title':'T%d'}",
     BY_ANYBODY},
    {"speech.correct", "{'reason':'x','speech':$k,'text':'y%d'}", BY_ANYBODY},
    {"commitment.pledge", "{'due':'%s','quantity':4,'title':'T','unit':'t'}", BY_ANYBODY},
    {"commitment.report", "{'commitment':%d,'day':'2026-01-01','quantity':2,'text':'x'}", BY_ANYBODY},
    {"commitment.confirm", "{'commitment':%d,'report':%d}", BY_ANYBODY},
    {"commitment.confirm", "{'commitment':%d,'report':%d}", BY_CHAIR},
    {"commitment.dispute", "{'commitment':%d,'reason':'x','report':%d}", BY_ANYBODY},
    {"commitment.revise", "{'commitment':%d,'due':'%s','reason':'x'}", BY_ANYBODY},
    {"commitment.revise", "{'commitment':%d,'quantity':%d,'reason':'x'}", BY_ANYBODY},
    {"commitment.withdraw", "{'commitment':%d,'reason':'x'}", BY_ANYBODY},
};

/* Fills in what a body leaves open. */
static const char *filled(struct prng *p, const char *body, const char *day)
{
    struct buffer b;
    buffer_init(&b, 4096);
    for (; *body != 0; body++) {
        if (body[0] == '%' && body[1] == 'd') {
            buffer_printf(&b, "%d", prng_chance(p, 500) ? 1 : (int)prng_between(p, 1, 4));
            body++;
        } else if (body[0] == '%') {
            buffer_add_text(&b, day);
            body++;
        } else {
            buffer_add_u8(&b, (uint8_t)*body);
        }
    }
    const char *text = arena_text(&r.arena, buffer_view(&b));
    buffer_done(&b);
    return text;
}

static void check_deadline(enum civil_kind kind, const struct hash *id, int64_t number, bool waits,
                           struct bytes last)
{
    int64_t day = 0;
    struct context c = rig_context(&r, &failed);
    check_eq(civil_deadline_get(r.state, kind, id, number, &day), waits);
    if (waits) {
        check_eq(day, civil_parse(last) + 1);
        check_that(day > civil_today(&c)); /* what is due has come */
    }
}

static void check_pledges(void)
{
    struct commitment *list = NULL;
    struct context c = rig_context(&r, &failed);
    const size_t count = commitment_list(r.state, &r.arena, &list);
    for (size_t i = 0; i < count; i++) {
        const struct commitment *x = &list[i];
        struct commitment_report *reports = NULL;
        int64_t confirmed = 0;
        const size_t report_count = commitment_reports(r.state, x->number, &r.arena, &reports);
        check_eq(report_count, x->reports);
        for (size_t k = 0; k < report_count; k++) {
            confirmed += reports[k].stage == REPORT_CONFIRMED ? reports[k].quantity : 0;
            check_that(!bytes_equal(reports[k].by, x->member));
        }
        check_eq(confirmed, x->confirmed);
        check_that(x->stage == COMMITMENT_WITHDRAWN ||
                   (x->stage == COMMITMENT_FULFILLED) == (confirmed >= x->quantity));
        const bool late = civil_parse(x->due) < civil_today(&c);
        check_that(x->stage != COMMITMENT_OPEN || x->overdue == late);
        check_that(x->stage != COMMITMENT_FULFILLED || !x->overdue);
        check_deadline(CIVIL_COMMITMENT, &x->id, x->number, x->stage == COMMITMENT_OPEN && !late, x->due);
    }
}

static void check_sessions(void)
{
    struct session *list = NULL;
    const size_t count = session_list(r.state, &r.arena, &list);
    for (size_t i = 0; i < count; i++) {
        const struct hash *id = &list[i].id;
        struct minutes *minutes = NULL;
        struct session_task *tasks = NULL;
        struct speaker *speakers = NULL;
        struct agenda_item *items = NULL;
        size_t n = session_minutes_list(r.state, id, &r.arena, &minutes);
        for (size_t k = 0; k < n; k++) {
            check_deadline(CIVIL_MINUTES, id, minutes[k].number, minutes[k].stage == MINUTES_CIRCULATED,
                           minutes[k].until);
        }
        n = session_tasks(r.state, id, &r.arena, &tasks);
        for (size_t k = 0; k < n; k++) {
            check_deadline(CIVIL_TASK, id, tasks[k].number,
                           tasks[k].stage == TASK_OPEN && !tasks[k].overdue, tasks[k].until);
        }
        n = session_speakers(r.state, id, &r.arena, &speakers);
        for (size_t k = 0; k < n; k++) {
            check_eq(speakers[k].place, (int64_t)k + 1);
            check_eq(speakers[k].stage == SPEAKER_SPEAKS, list[i].floor == speakers[k].number);
        }
        n = session_agenda(r.state, id, &r.arena, &items);
        for (size_t k = 0; k < n; k++) {
            check_eq(items[k].place, (int64_t)k + 1);
        }
    }
}

static void check_mandates(void)
{
    struct mandate *list = NULL;
    const size_t count = mandate_list(r.state, &r.arena, &list);
    for (size_t i = 0; i < count; i++) {
        check_deadline(CIVIL_MANDATE, &list[i].id, 0, list[i].stage == MANDATE_GIVEN, list[i].until);
    }
}

enum { TALK_ACTS = 400, TALKS = 12 };

static unsigned seen; /* a bit for each row of acts that was accepted */

static int talk_once(uint64_t seed)
{
    struct prng p;
    int accepted = 0;
    int64_t day = civil_parse(BYTES("2026-01-02"));
    prng_seed(&p, 1000 * harness_seed() + seed);
    for (int i = 0; i < TALK_ACTS; i++) {
        const size_t which = (size_t)prng_below(&p, sizeof acts / sizeof acts[0]);
        const struct civil_day until = civil_day_at(day + prng_between(&p, -1, 40));
        const char *who = acts[which].who == BY_CHAIR && prng_chance(&p, 900)
                              ? "A01"
                              : arena_printf(&r.arena, "A0%d", (int)prng_between(&p, 1, 4));
        const char *result = rig_say(&r, who, acts[which].kind, "%s",
                                     filled(&p, acts[which].body, until.text));
        accepted += strcmp(result, "ok") == 0;
        seen |= strcmp(result, "ok") == 0 ? 1U << which : 0;
        if (prng_chance(&p, 150)) {
            day += prng_between(&p, 1, 25);
            check_text(rig_say(&r, "A01", "clock.set", "{'to':'%s'}", civil_day_at(day).text), "ok");
            rig_block(&r, prng_chance(&p, 500) ? 1 : 70000);
        }
        check_pledges();
        check_sessions();
        check_mandates();
    }
    return accepted;
}

TEST(gatherings_and_pledges_of_any_talk_keep_what_must_hold_and_are_the_same_again)
{
    static struct rig again;
    int accepted = 0;
    seen = 0;
    for (uint64_t seed = 1; seed <= TALKS; seed++) {
        const struct rig_options options = {
            .folder = harness_folder(), .charter = charter, .seed = seed, .delay = seed % 4 == 0};
        harness_note("seed %llu", (unsigned long long)seed);
        rig_open(&r, &options);
        rig_to(&r, RIG_MATTER);
        accepted += talk_once(seed);
        rig_open(&again, &options);
        check_that(talk_replay(&r, &again));
        rig_close(&again);
        rig_close(&r);
    }
    check_ok(failed);
    harness_note("%d accepted of %d, kinds %08x", accepted, TALKS * TALK_ACTS, seen);
    check_that(accepted > TALKS * TALK_ACTS / 6);
    check_eq(seen, 0xffffffffU >> (32 - sizeof acts / sizeof acts[0])); /* each of them now and then */
}
