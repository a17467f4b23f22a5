/* Help to a member, from the request to its end. Rejections are in causes_assistance.c. */
#include "mechanism/assistance.h"

#include <string.h>

#include "base/prng.h"
#include "mechanism/civil.h"
#include "support/harness.h"
#include "support/rig.h"
#include "support/talk.h"
#include "unit/mechanism/causes.h"
#include "unit/mechanism/helps.h"

#define DAY_MS CIVIL_DAY_MS

static struct rig r;
static enum error failed;

static void say(const char *who, const char *kind, const char *body)
{
    check_text(rig_say(&r, who, kind, "%s", body), "ok");
}

static void begin(void)
{
    rig_open(&r, &(struct rig_options){.folder = harness_folder()});
}

static struct assistance now(void)
{
    struct assistance x;
    check_that(assistance_get(r.state, 1, &x));
    return x;
}

static struct assistance_need need(int64_t number)
{
    struct assistance_need n;
    check_that(assistance_need_get(r.state, 1, number, &n));
    return n;
}

static struct assistance_offer offer(int64_t number)
{
    struct assistance_offer o;
    check_that(assistance_offer_get(r.state, 1, number, &o));
    return o;
}

static struct assistance_time time_of(enum assistance_step step)
{
    struct context c = rig_context(&r, &failed);
    const struct assistance x = now();
    const struct assistance_time t = assistance_time(&c, &x, step);
    check_ok(failed);
    return t;
}

/* The scenario clock goes to the beginning of a day; what comes until then comes. */
static void go_to(const char *day)
{
    check_text(rig_say(&r, "A01", "clock.set", "{'to':'%s'}", day), "ok");
    rig_block(&r, 1000);
}

static void mandate(void)
{
    begin();
    rig_to(&r, RIG_ADOPTED);
    say("A02", "assistance.request", REQUEST);
    say("A02", "assistance.consult", CONSULT);
    say("A01", "assistance.mandate", MANDATE("2026-01-01", "2026-06-30"));
}

TEST(a_request_says_what_happened_where_and_what_is_needed_by_when)
{
    begin();
    say("A02", "assistance.request", REQUEST);
    const struct assistance x = now();
    check_eq(x.kind, ASSISTANCE_DISASTER);
    check_eq(x.stage, ASSISTANCE_REQUESTED);
    check_bytes(x.member, BYTES("A02"));
    check_bytes(x.places, BYTES("Alder Bay\nBirch Head"));
    check_bytes(x.what, BYTES("The river has left its bed."));
    check_eq(x.needs, 2);
    check_bytes(need(2).item, BYTES("Water"));
    check_bytes(need(2).unit, BYTES("litres"));
    check_eq(need(2).quantity, 5000);
    check_bytes(need(1).by, BYTES("2026-02-01"));
    rig_close(&r);
}

/* So many needs, the first of so much in a unit so long, in so many places. */
static const char *ask(size_t needs, int64_t quantity, int unit, size_t places)
{
    struct buffer b;
    buffer_init(&b, ACT_BYTES_MAX);
    buffer_add_text(&b, "{'kind':'disaster','needs':[");
    for (size_t i = 0; i < needs; i++) {
        buffer_printf(&b, "%s{'by':'2026-02-01','item':'Thing %zu','quantity':%lld,'unit':'%0*d'}",
                      i == 0 ? "" : ",", i, (long long)quantity, unit, 0);
    }
    buffer_add_text(&b, "],'places':[");
    for (size_t i = 0; i < places; i++) {
        buffer_printf(&b, "%s'Place %03zu'", i == 0 ? "" : ",", i);
    }
    buffer_add_text(&b, "],'title':'T','what':'x'}");
    const char *result = rig_say(&r, "A02", "assistance.request", "%s", buffer_text(&b));
    buffer_done(&b);
    return result;
}

TEST(a_request_is_taken_up_to_each_limit_and_not_beyond)
{
    begin();
    check_text(ask(NEEDS_MAX, QUANTITY_MAX, UNIT_BYTES_MAX, PLACES_MAX), "ok");
    check_eq(need(NEEDS_MAX).quantity, QUANTITY_MAX);
    check_text(ask(NEEDS_MAX + 1, 1, 1, 1), "wrong_body");
    check_text(ask(1, QUANTITY_MAX + 1, 1, 1), "wrong_body");
    check_text(ask(1, 1, UNIT_BYTES_MAX + 1, 1), "wrong_body");
    check_text(ask(1, 1, 1, PLACES_MAX + 1), "wrong_body");
    check_text(rig_say(&r, "A01", "assistance.target", "{'kind':'disaster','step':'end','time':%lld}",
                       ASSISTANCE_TARGET_MS_MAX),
               "ok");
    check_text(rig_say(&r, "A01", "assistance.target", "{'kind':'disaster','step':'end','time':%lld}",
                       ASSISTANCE_TARGET_MS_MAX + 1),
               "wrong_body");
    rig_close(&r);
}

TEST(the_path_is_the_same_whatever_has_happened)
{
    static const char *const requests[] = {REQUEST_OF("aggression", NEEDS), REQUEST_OF("disaster", NEEDS),
                                           REQUEST_OF("network", NEEDS)};
    for (size_t i = 0; i < ASSISTANCE_KINDS; i++) {
        begin();
        rig_to(&r, RIG_ADOPTED);
        say("A02", "assistance.request", requests[i]);
        check_eq(now().kind, (enum assistance_kind)i);
        say("A01", "assistance.consult", CONSULT);
        check_eq(now().stage, ASSISTANCE_CONSULTED);
        say("A01", "assistance.mandate", MANDATE("2026-01-01", "2026-06-30"));
        check_eq(now().stage, ASSISTANCE_MANDATED);
        say("A03", "assistance.offer", OFFER("1", "90", "2026-01-31"));
        say("A02", "assistance.accept", ACCEPT("1", "60"));
        say("A03", "assistance.deliver", DELIVER("1", "60", "2026-01-01"));
        say("A02", "assistance.receive", RECEIVE("1", "60", ""));
        say("A01", "assistance.sign", SIGN("2026-01-01"));
        say("A02", "assistance.end", "{'request':1,'summary':'All is well.'}");
        check_eq(now().stage, ASSISTANCE_ENDED);
        check_bytes(now().summary, BYTES("All is well."));
        check_bytes(now().ended_by, BYTES("A02"));
        for (enum assistance_step step = 0; step < ASSISTANCE_STEPS; step++) {
            check_that(time_of(step).entry > 0);
        }
        rig_close(&r);
    }
}


/* Under a charter that names the court for it, by the rule `silence`. */
static const char named[] =
    "charter \"named\";\nlanguages en, fr;\nmotion assist by silence in court;\n"
    "body council {\n    members all;\n    chair rotation;\n    rules silence, urgent;\n}\n"
    "body court {\n    members all;\n    chair A01;\n    rules silence, urgent;\n}\n"
    "rule silence {\n    allow Y L N;\n    default L;\n    pass n(N) = 0;\n    clock at least 10s;\n"
    "    close all within 60s;\n}\n"
    "rule urgent {\n    allow Y L N;\n    default L;\n    pass n(N) = 0;\n    clock at least 10s;\n"
    "    close all within 60s;\n}\n";

TEST(the_charter_names_the_body_and_the_rule_by_which_help_is_decided)
{
    static const struct {
        const char *body;
        const char *rule;
        const char *result;
    } rows[] = {
        {"council", "silence", "wrong_rule"},
        {"court", "urgent", "wrong_rule"},
        {"court", "silence", "ok"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        rig_open(&r, &(struct rig_options){.folder = harness_folder(),
                                           .charter = named,
                                           .body = rows[i].body,
                                           .rule = rows[i].rule});
        say("A02", "assistance.request", REQUEST);
        rig_to(&r, RIG_MATTER);
        check_text(rig_say(&r, "A02", "assistance.consult", "%s", CONSULT), rows[i].result);
        rig_close(&r);
    }
}

TEST(what_lapsed_is_consulted_on_anew_and_the_first_consultation_counts)
{
    begin();
    rig_to(&r, RIG_MATTER);
    say("A02", "assistance.request", REQUEST);
    say("A02", "assistance.consult", CONSULT);
    const int64_t first = time_of(STEP_CONSULTATION).entry;
    struct matter m = rig_matter_now(&r);
    m.stage = MATTER_LAPSED;
    matter_put(r.state, &m);
    rig_forget(&r);
    rig_to(&r, RIG_MATTER);
    say("A02", "assistance.consult", CONSULT);
    const struct assistance x = now();
    check_bytes(hash_view(&x.matter), hash_view(&r.matter));
    check_eq(time_of(STEP_CONSULTATION).entry, first);
    rig_close(&r);
}

TEST(a_step_has_the_target_that_was_set_before_the_request_and_the_time_that_it_took)
{
    begin();
    say("A01", "assistance.target", "{'kind':'disaster','step':'consultation','time':3600000}");
    say("A01", "assistance.target", "{'kind':'network','step':'decision','time':1000}");
    rig_to(&r, RIG_MATTER);
    say("A02", "assistance.request", REQUEST);
    say("A01", "assistance.target", "{'kind':'disaster','step':'consultation','time':1}");
    check_eq(time_of(STEP_CONSULTATION).target_ms, 3600000);
    check_eq(time_of(STEP_CONSULTATION).entry, 0);
    check_eq(time_of(STEP_DECISION).target_ms, 0);
    go_to("2026-01-03");
    say("A02", "assistance.consult", CONSULT);
    /* By the civil clock, which a drill lets go faster: two days, less what had passed of the first. */
    const int64_t took = time_of(STEP_CONSULTATION).time_ms - now().time_ms;
    check_that(took > DAY_MS && took <= 2 * DAY_MS);
    rig_to(&r, RIG_ADOPTED);
    struct context c = rig_context(&r, &failed);
    check_eq(time_of(STEP_DECISION).time_ms, civil_ms(r.state, c.org, r.time_ms));
    check_that(time_of(STEP_DECISION).entry > time_of(STEP_CONSULTATION).entry);
    check_eq(assistance_target(r.state, ASSISTANCE_NETWORK, STEP_DECISION), 1000);
    rig_close(&r);
}

TEST(an_offer_is_accepted_in_parts_until_it_or_the_need_is_covered)
{
    mandate();
    say("A03", "assistance.offer", OFFER("1", "90", "2026-01-31"));
    say("A04", "assistance.offer", OFFER("1", "90", "2026-01-31"));
    say("A02", "assistance.accept", ACCEPT("1", "30"));
    check_eq(offer(1).stage, OFFER_OPEN);
    say("A02", "assistance.accept", ACCEPT("1", "60"));
    check_eq(offer(1).stage, OFFER_TAKEN);
    check_eq(need(1).accepted, 90);
    check_text(rig_say(&r, "A02", "assistance.accept", ACCEPT("2", "11")), "beyond_need");
    say("A02", "assistance.accept", ACCEPT("2", "10"));
    check_eq(need(1).accepted, 100);
    check_eq(offer(2).stage, OFFER_OPEN); /* 80 of it are left, and not needed */
    say("A02", "assistance.decline", WITHDRAW("2"));
    check_eq(offer(2).stage, OFFER_DECLINED);
    check_eq(offer(2).accepted, 10);
    check_eq(need(1).accepted, 100);
    rig_close(&r);
}

TEST(what_is_withdrawn_and_not_delivered_is_needed_again)
{
    mandate();
    say("A03", "assistance.offer", OFFER("1", "90", "2026-01-31"));
    say("A04", "assistance.offer", OFFER("1", "90", "2026-01-31"));
    say("A02", "assistance.accept", ACCEPT("1", "90"));
    say("A03", "assistance.deliver", DELIVER("1", "40", "2026-01-01"));
    say("A03", "assistance.withdraw", WITHDRAW("1"));
    check_eq(offer(1).stage, OFFER_WITHDRAWN);
    check_eq(offer(1).accepted, 40);
    check_eq(need(1).accepted, 40);
    say("A02", "assistance.accept", ACCEPT("2", "60"));
    check_eq(need(1).accepted, 100);
    rig_close(&r);
}

TEST(an_offer_expires_when_its_last_day_is_over_and_what_was_accepted_of_it_stays)
{
    mandate();
    say("A03", "assistance.offer", OFFER("1", "90", "2026-01-31"));
    say("A04", "assistance.offer", OFFER("2", "90", "2026-01-31"));
    say("A02", "assistance.accept", ACCEPT("1", "30"));
    say("A02", "assistance.accept", ACCEPT("2", "90"));
    go_to("2026-01-31");
    check_eq(offer(1).stage, OFFER_OPEN);
    go_to("2026-02-01");
    check_eq(offer(1).stage, OFFER_EXPIRED);
    check_eq(offer(2).stage, OFFER_TAKEN);
    check_eq(need(1).accepted, 30);
    check_text(rig_say(&r, "A02", "assistance.accept", ACCEPT("1", "1")), "offer_over");
    say("A03", "assistance.deliver", DELIVER("1", "30", "2026-02-01"));
    rig_close(&r);
}

TEST(a_need_that_is_not_covered_in_time_is_late_until_it_is_or_has_another_day)
{
    mandate();
    go_to("2026-02-02");
    check_that(need(1).late);
    check_that(!need(2).late);
    say("A02", "assistance.revise", REVISE("1", "90", "'by':'2026-02-20',"));
    check_that(!need(1).late);
    check_eq(need(1).quantity, 90);
    check_eq(need(1).revisions, 1);
    check_bytes(need(1).by, BYTES("2026-02-20"));
    go_to("2026-02-21");
    check_that(need(1).late);
    say("A03", "assistance.offer", OFFER("1", "90", "2026-02-21"));
    say("A02", "assistance.accept", ACCEPT("1", "90"));
    say("A03", "assistance.deliver", DELIVER("1", "90", "2026-02-21"));
    check_that(!need(1).late);
    rig_close(&r);
}

TEST(a_mandate_ends_on_its_day_and_another_decision_gives_another)
{
    struct assistance_mandate *list = NULL;
    mandate();
    say("A03", "assistance.offer", OFFER("1", "90", "2026-12-31"));
    say("A02", "assistance.accept", ACCEPT("1", "30"));
    go_to("2026-07-01");
    check_eq(now().stage, ASSISTANCE_OVER);
    check_text(rig_say(&r, "A03", "assistance.offer", OFFER("1", "1", "2026-12-31")), "wrong_stage");
    check_text(rig_say(&r, "A02", "assistance.accept", ACCEPT("1", "1")), "wrong_stage");
    check_text(rig_say(&r, "A03", "assistance.deliver", DELIVER("1", "1", "2026-07-01")), "wrong_dates");
    say("A03", "assistance.deliver", DELIVER("1", "1", "2026-06-30"));
    rig_forget(&r);
    rig_to(&r, RIG_ADOPTED);
    say("A01", "assistance.mandate", MANDATE_BY("$m", "2026-07-02", "2026-12-31"));
    check_eq(now().stage, ASSISTANCE_MANDATED);
    check_eq(assistance_mandates(r.state, 1, &r.arena, &list), 2);
    check_that(list[0].over && !list[1].over);
    check_bytes(hash_view(&list[1].matter), hash_view(&r.matter));
    say("A02", "assistance.accept", ACCEPT("1", "1"));
    rig_close(&r);
}

TEST(a_mandate_that_another_replaces_does_not_end_the_other)
{
    mandate();
    rig_forget(&r);
    rig_to(&r, RIG_ADOPTED);
    say("A01", "assistance.mandate", MANDATE_BY("$m", "2026-01-01", "2026-08-31"));
    go_to("2026-07-15");
    check_eq(now().stage, ASSISTANCE_MANDATED);
    go_to("2026-09-01");
    check_eq(now().stage, ASSISTANCE_OVER);
    rig_close(&r);
}

TEST(the_chair_ends_what_is_over_or_what_a_decision_ends)
{
    mandate();
    rig_forget(&r);
    rig_to(&r, RIG_ADOPTED);
    say("A01", "assistance.end", "{'matter':$m,'request':1,'summary':'By decision.'}");
    check_bytes(now().ended_by, BYTES("A01"));
    rig_close(&r);
    mandate();
    say("A03", "assistance.offer", OFFER("1", "90", "2026-12-31"));
    go_to("2026-07-01");
    say("A01", "assistance.end", "{'request':1,'summary':'The mandate is over.'}");
    check_eq(now().stage, ASSISTANCE_ENDED);
    check_eq(offer(1).stage, OFFER_EXPIRED);
    const uint64_t facts = rig_count_facts(&r, "civil.deadline");
    go_to("2027-06-01"); /* nothing of it comes any more */
    check_eq(rig_count_facts(&r, "civil.deadline"), facts);
    rig_close(&r);
}

TEST(less_may_be_received_than_was_delivered_and_then_the_rest_is_delivered_again)
{
    struct assistance_delivery *list = NULL;
    mandate();
    say("A03", "assistance.offer", OFFER("1", "60", "2026-01-31"));
    say("A02", "assistance.accept", ACCEPT("1", "60"));
    say("A03", "assistance.deliver", DELIVER("1", "60", "2026-01-01"));
    say("A02", "assistance.receive", RECEIVE("1", "50", ",'reason':'Ten were torn.'"));
    check_eq(need(1).delivered, 50);
    check_eq(offer(1).delivered, 50);
    say("A02", "assistance.receive", RECEIVE("1", "55", ",'reason':'Five were torn.'"));
    check_eq(need(1).delivered, 55);
    say("A03", "assistance.deliver", DELIVER("1", "5", "2026-01-01"));
    check_eq(need(1).delivered, 60);
    check_eq(assistance_deliveries(r.state, 1, &r.arena, &list), 2);
    check_bytes(list[0].reason, BYTES("Five were torn."));
    check_that(list[0].said > 0 && list[1].said == 0);
    rig_close(&r);
}

TEST(who_asks_who_offers_and_the_chair_report)
{
    struct assistance_report *list = NULL;
    mandate();
    say("A03", "assistance.offer", OFFER("1", "60", "2026-01-31"));
    say("A01", "assistance.report", "{'request':1,'text':'The chair.'}");
    say("A02", "assistance.report", "{'request':1,'text':'The one in need.'}");
    say("A03", "assistance.report", "{'evidence':" ZEROS ",'request':1,'text':'A helper.'}");
    check_eq(assistance_reports(r.state, 1, &r.arena, &list), 3);
    check_bytes(list[2].member, BYTES("A03"));
    rig_close(&r);
}

static unsigned below(struct prng *p, unsigned bound)
{
    return (unsigned)prng_below(p, bound);
}

static void order_random(struct prng *p, int day)
{
    static const char *const helpers[] = {"A03", "A04", "A01", "A02"};
    const char *who = helpers[below(p, 4)];
    const unsigned number = 1 + below(p, 12);
    const unsigned quantity = below(p, 60);
    const int date = day > 9 ? day - (int)below(p, 4) : day;
    switch (below(p, 9)) {
    case 0:
    case 1:
        rig_order(&r, who, "assistance.offer", "{'need':%u,'quantity':%u,'request':1,'until':'2026-01-%02d'}",
                  1 + below(p, 2), quantity, date + (int)below(p, 4));
        return;
    case 2:
    case 3:
        rig_order(&r, "A02", "assistance.accept", "{'offer':%u,'quantity':%u,'request':1}", number, quantity);
        return;
    case 4:
        rig_order(&r, who, "assistance.withdraw", WITHDRAW("%u"), number);
        return;
    case 5:
        rig_order(&r, who, "assistance.deliver",
                  "{'day':'2026-01-%02d','offer':%u,'quantity':%u,'request':1,'text':'x'}", date, number,
                  quantity / 4);
        return;
    case 6:
        rig_order(&r, "A02", "assistance.receive",
                  "{'delivery':%u,'quantity':%u,'reason':'x','request':1}", number, quantity / 4);
        return;
    case 7:
        rig_order(&r, "A02", "assistance.revise", "{'need':%u,'quantity':%u,'reason':'x','request':1}",
                  1 + below(p, 2), 4 * quantity);
        return;
    default:
        rig_order(&r, "A02", "assistance.decline", WITHDRAW("%u"), number);
        return;
    }
}

TEST(an_accepted_quantity_never_exceeds_the_need_whatever_comes_in_whatever_order)
{
    enum { RUNS = 12, BLOCKS = 60, LAST_DAY = 27 };
    int64_t accepted = 0;
    uint64_t refused = 0;
    uint64_t expired = 0;
    for (uint64_t run = 0; run < RUNS; run++) {
        struct rig again;
        struct prng p;
        int day = 1;
        const struct rig_options options = {
            .folder = harness_folder(), .delay = (unsigned)(run % 2), .unsigned_acts = true};
        harness_note("SEED=%llu, run %llu", (unsigned long long)harness_seed(), (unsigned long long)run);
        prng_seed(&p, harness_seed() * 1000 + run);
        rig_open(&r, &options);
        rig_to(&r, RIG_ADOPTED);
        say("A02", "assistance.request", REQUEST);
        say("A01", "assistance.mandate", MANDATE_BY("$m", "2026-01-01", "2026-06-30"));
        for (int block = 0; block < BLOCKS; block++) {
            for (unsigned i = 0; i < 8; i++) { /* many in one block, of several members */
                order_random(&p, day);
            }
            if (day < LAST_DAY && below(&p, 2) == 0) {
                check_text(rig_order(&r, "A01", "clock.set", "{'to':'2026-01-%02d'}", ++day), "ok");
            }
            rig_block(&r, 1000);
            for (size_t i = 0; i < r.result_count; i++) {
                refused += strcmp(rig_result(&r, i), "beyond_need") == 0;
            }
            talk_check_help(&r);
        }
        struct assistance_offer *offers = NULL;
        const size_t count = assistance_offers(r.state, 1, &r.arena, &offers);
        for (size_t i = 0; i < count; i++) {
            accepted += offers[i].accepted;
            expired += offers[i].stage == OFFER_EXPIRED;
        }
        rig_open(&again, &options);
        check_that(talk_replay(&r, &again));
        rig_close(&again);
        rig_close(&r);
    }
    /* It gets somewhere, and to the limit. */
    check_that(accepted > 0 && refused > 0 && expired > 0);
}
