/* Pledges, reports and their judgement. Rejections are in causes_commitment.c. */
#include "mechanism/commitment.h"

#include "base/limits.h"
#include "mechanism/civil.h"
#include "support/harness.h"
#include "support/rig.h"

static struct rig r;
static enum error failed;

static void begin(void)
{
    rig_open(&r, &(struct rig_options){.folder = harness_folder()});
}

static void say(const char *who, const char *kind, const char *body)
{
    check_text(rig_say(&r, who, kind, "%s", body), "ok");
}

static struct commitment now(int64_t number)
{
    struct commitment x;
    check_that(commitment_get(r.state, number, &x));
    return x;
}

static void pledge(void)
{
    say("A02", "commitment.pledge",
        "{'conditions':'If the ports are open.','due':'2026-03-01','from':'2026-02-01',"
        "'places':['Alderton','Birchton'],'quantity':10,'title':'Boats for relief','unit':'boats'}");
}

static void report(int quantity)
{
    check_text(rig_say(&r, "A02", "commitment.report",
                       "{'commitment':1,'day':'2026-01-01','quantity':%d,'text':'They left.'}", quantity),
               "ok");
}

static void judge(const char *who, const char *how, int number)
{
    check_text(rig_say(&r, who, how, "{'commitment':1,'reason':'x','report':%d}", number), "ok");
}

static void to_day(const char *day)
{
    check_text(rig_say(&r, "A01", "clock.set", "{'to':'%s'}", day), "ok");
    rig_block(&r, 1);
}

TEST(a_pledge_says_how_much_of_what_where_when_and_on_which_conditions)
{
    begin();
    pledge();
    const struct commitment x = now(1);
    check_bytes(x.member, BYTES("A02"));
    check_bytes(x.title, BYTES("Boats for relief"));
    check_eq(x.quantity, 10);
    check_bytes(x.unit, BYTES("boats"));
    check_bytes(x.places, BYTES("Alderton\nBirchton"));
    check_bytes(x.from, BYTES("2026-02-01"));
    check_bytes(x.due, BYTES("2026-03-01"));
    check_bytes(x.conditions, BYTES("If the ports are open."));
    check_bytes(hash_view(&x.id), hash_view(&r.id));
    check_eq(x.stage, COMMITMENT_OPEN);
    check_that(!x.overdue && hash_is_zero(&x.matter) && x.statement == 0);
    say("A03", "commitment.pledge", "{'due':'2026-01-01','quantity':1000000000000,'title':'T','unit':'t'}");
    struct commitment *list = NULL;
    check_eq(commitment_list(r.state, &r.arena, &list), 2);
    check_eq(list[1].number, 2);
    check_eq(list[1].quantity, QUANTITY_MAX);
    check_text(rig_say(&r, "A03", "commitment.pledge",
                       "{'due':'2026-01-01','quantity':1000000000001,'title':'T','unit':'t'}"),
               "wrong_body");
    rig_close(&r);
}

static const char *pledge_in(size_t places, size_t unit_bytes)
{
    struct buffer b;
    buffer_init(&b, ACT_BYTES_MAX);
    buffer_add_text(&b, "{'due':'2026-03-01','places':[");
    for (size_t i = 0; i < places; i++) {
        buffer_printf(&b, "%s'Port %03zu'", i == 0 ? "" : ",", i);
    }
    buffer_printf(&b, "],'quantity':1,'title':'T','unit':'%0*d'}", (int)unit_bytes, 0);
    const char *result = rig_say(&r, "A02", "commitment.pledge", "%s", buffer_text(&b));
    buffer_done(&b);
    return result;
}

TEST(a_pledge_has_so_many_places_and_so_long_a_unit_and_no_more)
{
    begin();
    check_text(pledge_in(PLACES_MAX + 1, 1), "wrong_body");
    check_text(pledge_in(1, UNIT_BYTES_MAX + 1), "wrong_body");
    check_text(pledge_in(PLACES_MAX, UNIT_BYTES_MAX), "ok");
    check_eq(now(1).unit.len, UNIT_BYTES_MAX);
    rig_close(&r);
}

TEST(a_pledge_follows_a_matter_or_a_statement_and_the_chair_of_its_body_has_the_last_word)
{
    begin();
    rig_to(&r, RIG_OPENED);
    say("A02", "commitment.pledge",
        "{'due':'2026-03-01','matter':$m,'quantity':1,'title':'T','unit':'t'}");
    say("A02", "commitment.pledge",
        "{'due':'2026-03-01','quantity':1,'statement':1,'title':'T','unit':'t'}");
    struct commitment x = now(1);
    struct context c = rig_context(&r, &failed);
    check_bytes(hash_view(&x.matter), hash_view(&r.matter));
    check_bytes(commitment_chair(&c, &x), BYTES("A01"));
    x = now(2);
    check_eq(x.statement, 1);
    check_bytes(commitment_chair(&c, &x), BYTES("A01"));
    rig_close(&r);
}

TEST(what_another_member_confirms_counts_and_fulfils)
{
    begin();
    pledge();
    report(4);
    check_eq(now(1).confirmed, 0);
    judge("A03", "commitment.confirm", 1);
    check_eq(now(1).confirmed, 4);
    check_eq(now(1).stage, COMMITMENT_OPEN);
    say("A02", "commitment.report",
        "{'commitment':1,'day':'2026-01-01',"
        "'evidence':'1111111111111111111111111111111111111111111111111111111111111111',"
        "'quantity':6,'text':'The rest.'}");
    judge("A04", "commitment.confirm", 2);
    check_eq(now(1).confirmed, 10);
    check_eq(now(1).stage, COMMITMENT_FULFILLED);
    struct commitment_report *list = NULL;
    check_eq(commitment_reports(r.state, 1, &r.arena, &list), 2);
    check_bytes(list[0].by, BYTES("A03"));
    check_that(hash_is_zero(&list[0].evidence) && !hash_is_zero(&list[1].evidence));
    check_that(list[1].said > list[1].entry && !list[1].ruled);
    rig_close(&r);
}

TEST(a_report_may_be_disputed_and_the_word_of_the_chair_stands)
{
    begin();
    pledge();
    report(10);
    judge("A03", "commitment.confirm", 1);
    check_eq(now(1).stage, COMMITMENT_FULFILLED);
    judge("A04", "commitment.dispute", 1); /* what was confirmed is taken away again */
    check_eq(now(1).confirmed, 0);
    check_eq(now(1).stage, COMMITMENT_OPEN);
    check_text(rig_say(&r, "A03", "commitment.confirm", "{'commitment':1,'report':1}"), "not_chair");
    judge("A04", "commitment.confirm", 1); /* who disputed it may be convinced */
    check_eq(now(1).stage, COMMITMENT_FULFILLED);
    judge("A01", "commitment.dispute", 1);
    check_eq(now(1).confirmed, 0);
    check_text(rig_say(&r, "A04", "commitment.confirm", "{'commitment':1,'report':1}"), "not_chair");
    judge("A01", "commitment.confirm", 1); /* the chair may correct itself */
    check_eq(now(1).stage, COMMITMENT_FULFILLED);
    struct commitment_report x;
    check_that(commitment_report_get(r.state, 1, 1, &x));
    check_that(x.ruled);
    check_bytes(x.by, BYTES("A01"));
    rig_close(&r);
}

TEST(a_pledge_is_overdue_from_the_day_after_its_last_until_it_is_fulfilled)
{
    int64_t day = 0;
    begin();
    pledge();
    const struct hash id = now(1).id;
    check_that(civil_deadline_get(r.state, CIVIL_COMMITMENT, &id, 1, &day));
    check_eq(day, civil_parse(BYTES("2026-03-02")));
    to_day("2026-03-01");
    check_that(!now(1).overdue);
    to_day("2026-03-02");
    check_that(now(1).overdue);
    check_eq(rig_count_facts(&r, "civil.deadline"), 1);
    check_that(!civil_deadline_get(r.state, CIVIL_COMMITMENT, &id, 1, &day));
    report(10);
    check_that(now(1).overdue);
    judge("A03", "commitment.confirm", 1);
    check_that(!now(1).overdue);
    judge("A04", "commitment.dispute", 1); /* open again, and its last day is over */
    check_that(now(1).overdue);
    check_eq(rig_count_facts(&r, "civil.deadline"), 2);
    rig_close(&r);
}

TEST(what_is_fulfilled_or_withdrawn_in_time_is_never_overdue)
{
    begin();
    pledge();
    report(12);
    judge("A03", "commitment.confirm", 1);
    say("A03", "commitment.pledge", "{'due':'2026-03-01','quantity':1,'title':'T','unit':'t'}");
    say("A03", "commitment.withdraw", "{'commitment':2,'reason':'The ship is lost.'}");
    to_day("2026-06-01");
    check_that(!now(1).overdue && !now(2).overdue);
    check_eq(now(2).stage, COMMITMENT_WITHDRAWN);
    check_bytes(now(2).reason, BYTES("The ship is lost."));
    check_eq(rig_count_facts(&r, "civil.deadline"), 0);
    rig_close(&r);
}

TEST(a_revision_says_why_and_what_stood_before_stays)
{
    struct commitment_revision *list = NULL;
    begin();
    pledge();
    to_day("2026-03-02");
    check_that(now(1).overdue);
    say("A02", "commitment.revise", "{'commitment':1,'quantity':8,'reason':'Two are lost.'}");
    check_that(now(1).overdue); /* its last day is what it was */
    say("A02", "commitment.revise", "{'commitment':1,'due':'2026-04-01','reason':'Ice.'}");
    check_that(!now(1).overdue);
    check_eq(now(1).quantity, 8);
    check_eq(commitment_revisions(r.state, 1, &r.arena, &list), 2);
    check_eq(list[0].quantity, 10);
    check_bytes(list[0].reason, BYTES("Two are lost."));
    check_bytes(list[1].due, BYTES("2026-03-01"));
    to_day("2026-04-02");
    check_that(now(1).overdue);
    report(8);
    judge("A03", "commitment.confirm", 1);
    say("A02", "commitment.revise", "{'commitment':1,'due':'2026-05-01','quantity':9,'reason':'One more.'}");
    check_eq(now(1).stage, COMMITMENT_OPEN);
    check_that(!now(1).overdue);
    rig_close(&r);
}

TEST(a_report_of_a_withdrawn_pledge_is_still_judged)
{
    begin();
    pledge();
    report(3);
    say("A02", "commitment.withdraw", "{'commitment':1,'reason':'x'}");
    judge("A03", "commitment.confirm", 1);
    check_eq(now(1).confirmed, 3);
    check_eq(now(1).stage, COMMITMENT_WITHDRAWN);
    rig_close(&r);
}
