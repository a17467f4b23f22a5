/* What the acts of help are refused for. */
#include "mechanism/assistance.h"
#include "support/harness.h"
#include "unit/mechanism/causes.h"
#include "unit/mechanism/helps.h"

static void must(const char *result)
{
    check_text(result, "ok");
}

static void requested(struct rig *r)
{
    must(rig_say(r, "A02", "assistance.request", "%s", REQUEST));
}

static void consulted(struct rig *r)
{
    requested(r);
    must(rig_say(r, "A02", "assistance.consult", "%s", CONSULT));
}

static void mandated(struct rig *r)
{
    consulted(r);
    must(rig_say(r, "A01", "assistance.mandate", "%s", MANDATE("2026-01-01", "2026-06-30")));
}

static void offered(struct rig *r)
{
    mandated(r);
    must(rig_say(r, "A03", "assistance.offer", "%s", OFFER("1", "90", "2026-01-31")));
}

static void accepted(struct rig *r)
{
    offered(r);
    must(rig_say(r, "A02", "assistance.accept", "%s", ACCEPT("1", "60")));
}

static void nearly_covered(struct rig *r)
{
    accepted(r);
    must(rig_say(r, "A04", "assistance.offer", "%s", OFFER("1", "90", "2026-01-31")));
}

static void delivered(struct rig *r)
{
    accepted(r);
    must(rig_say(r, "A03", "assistance.deliver", "%s", DELIVER("1", "60", "2026-01-01")));
}

/* Less was received, and the rest was delivered once more. */
static void delivered_again(struct rig *r)
{
    delivered(r);
    must(rig_say(r, "A02", "assistance.receive", "%s", RECEIVE("1", "50", ",'reason':'Ten were torn.'")));
    must(rig_say(r, "A03", "assistance.deliver", "%s", DELIVER("1", "10", "2026-01-01")));
}

static void withdrawn(struct rig *r)
{
    offered(r);
    must(rig_say(r, "A03", "assistance.withdraw", "%s", WITHDRAW("1")));
}

static void taken_and_delivered(struct rig *r)
{
    mandated(r);
    must(rig_say(r, "A03", "assistance.offer", "%s", OFFER("1", "60", "2026-01-31")));
    must(rig_say(r, "A02", "assistance.accept", "%s", ACCEPT("1", "60")));
    must(rig_say(r, "A03", "assistance.deliver", "%s", DELIVER("1", "60", "2026-01-01")));
}

static void ended(struct rig *r)
{
    accepted(r);
    must(rig_say(r, "A03", "assistance.deliver", "%s", DELIVER("1", "50", "2026-01-01")));
    must(rig_say(r, "A02", "assistance.end", "%s", "{'request':1,'summary':'It is over.'}"));
}

static void lapse(struct rig *r)
{
    struct matter m = rig_matter_now(r);
    requested(r);
    m.stage = MATTER_LAPSED;
    matter_put(r->state, &m);
}

/* A count of the request that stands at its limit. */
static void at_limit(struct rig *r, void (*prepare)(struct rig *r), void (*set)(struct assistance *x))
{
    struct assistance x;
    prepare(r);
    check_that(assistance_get(r->state, 1, &x));
    set(&x);
    assistance_put(r->state, &x);
}

static void set_offers(struct assistance *x)
{
    x->offers = ASSISTANCE_OFFERS_MAX;
}

static void set_deliveries(struct assistance *x)
{
    x->deliveries = ASSISTANCE_DELIVERIES_MAX;
}

static void set_mandates(struct assistance *x)
{
    x->mandates = ASSISTANCE_MANDATES_MAX;
}

static void set_reports(struct assistance *x)
{
    x->reports = ASSISTANCE_REPORTS_MAX;
}

static void set_notices(struct assistance *x)
{
    x->notices = ASSISTANCE_NOTICES_MAX;
}

static void full_offers(struct rig *r)
{
    at_limit(r, mandated, set_offers);
}

static void full_deliveries(struct rig *r)
{
    at_limit(r, accepted, set_deliveries);
}

static void full_mandates(struct rig *r)
{
    at_limit(r, consulted, set_mandates);
}

static void full_reports(struct rig *r)
{
    at_limit(r, requested, set_reports);
}

static void full_notices(struct rig *r)
{
    at_limit(r, requested, set_notices);
}

#define OF_GROUP .of = "group"
#define TENTS(quantity, by) "[{'by':'" by "','item':'Tents','quantity':" quantity ",'unit':'pieces'}]"
#define END(more)           "{" more "'request':1,'summary':'x'}"
#define TARGET(kind, step, time) "{'kind':'" kind "','step':'" step "','time':" time "}"
#define REPORT                   "{'request':1,'text':'x'}"

/* Without a matter, with an open one, with an adopted one. */
#define F(k, res, w, ...) ROW("assistance." k, res, RIG_FOUNDED, w, __VA_ARGS__)
#define M(k, res, w, ...) ROW("assistance." k, res, RIG_MATTER, w, __VA_ARGS__)
#define A(k, res, w, ...) ROW("assistance." k, res, RIG_ADOPTED, w, __VA_ARGS__)

const struct cause assistance_causes[] = {
    F("accept", "unknown_request", "A02", ACCEPT("1", "1")),
    A("accept", "not_owner", "A03", ACCEPT("1", "1"), .prepare = offered),
    A("accept", "wrong_stage", "A02", ACCEPT("1", "1"), .prepare = ended),
    A("accept", "unknown_offer", "A02", ACCEPT("2", "1"), .prepare = offered),
    A("accept", "offer_over", "A02", ACCEPT("1", "1"), .prepare = withdrawn),
    A("accept", "wrong_quantity", "A02", ACCEPT("1", "0"), .prepare = offered),
    A("accept", "beyond_offer", "A02", ACCEPT("1", "91"), .prepare = offered),
    A("accept", "beyond_offer", "A02", ACCEPT("1", "31"), .prepare = accepted),
    A("accept", "beyond_need", "A02", ACCEPT("2", "41"), .prepare = nearly_covered),
    F("consult", "unknown_request", "A02", "{'matter':" ZEROS ",'request':1}"),
    M("consult", "not_owner", "A03", CONSULT, .prepare = requested),
    M("consult", "wrong_stage", "A02", CONSULT, .prepare = consulted),
    M("consult", "wrong_stage", "A02", CONSULT, .prepare = lapse),
    A("consult", "wrong_stage", "A02", CONSULT, .prepare = mandated),
    F("consult", "unknown_matter", "A02", "{'matter':" ZEROS ",'request':1}", .prepare = requested),
    M("consult", "wrong_rule", "A02", CONSULT, .prepare = requested, OF_GROUP),
    F("decline", "unknown_request", "A02", WITHDRAW("1")),
    A("decline", "not_owner", "A03", WITHDRAW("1"), .prepare = offered),
    A("decline", "wrong_stage", "A02", WITHDRAW("1"), .prepare = ended),
    A("decline", "unknown_offer", "A02", WITHDRAW("2"), .prepare = offered),
    A("decline", "offer_over", "A02", WITHDRAW("1"), .prepare = withdrawn),
    F("deliver", "unknown_request", "A03", DELIVER("1", "1", "2026-01-01")),
    A("deliver", "unknown_offer", "A03", DELIVER("2", "1", "2026-01-01"), .prepare = accepted),
    A("deliver", "not_owner", "A04", DELIVER("1", "1", "2026-01-01"), .prepare = accepted),
    A("deliver", "wrong_stage", "A03", DELIVER("1", "1", "2026-01-01"), .prepare = ended),
    A("deliver", "wrong_quantity", "A03", DELIVER("1", "0", "2026-01-01"), .prepare = accepted),
    A("deliver", "beyond_offer", "A03", DELIVER("1", "61", "2026-01-01"), .prepare = accepted),
    A("deliver", "wrong_dates", "A03", DELIVER("1", "1", "2026-01-02"), .prepare = accepted),
    A("deliver", "wrong_dates", "A03", DELIVER("1", "1", "2025-12-31"), .prepare = accepted),
    A("deliver", "limit", "A03", DELIVER("1", "1", "2026-01-01"), .prepare = full_deliveries),
    F("end", "unknown_request", "A02", END("")),
    A("end", "wrong_stage", "A02", END(""), .prepare = ended),
    A("end", "not_owner", "A03", END(""), .prepare = mandated),
    M("end", "not_adopted", "A01", END(""), .prepare = requested),
    M("end", "not_adopted", "A01", END("'matter':$m,"), .prepare = requested),
    F("end", "unknown_matter", "A01", END("'matter':" ZEROS ","), .prepare = requested),
    A("end", "wrong_rule", "A01", END("'matter':$m,"), .prepare = requested, OF_GROUP),
    A("end", "exists", "A01", END("'matter':$m,"), .prepare = mandated),
    F("mandate", "unknown_request", "A01", MANDATE("2026-01-01", "2026-06-30")),
    A("mandate", "wrong_stage", "A01", MANDATE("2026-01-01", "2026-06-30"), .prepare = ended),
    A("mandate", "not_chair", "A02", MANDATE("2026-01-01", "2026-06-30"), .prepare = consulted),
    F("mandate", "unknown_matter", "A01", MANDATE("2026-01-01", "2026-06-30"), .prepare = requested),
    A("mandate", "wrong_rule", "A01", MANDATE_BY("$m", "2026-01-01", "2026-06-30"), .prepare = requested,
      OF_GROUP),
    M("mandate", "not_adopted", "A01", MANDATE("2026-01-01", "2026-06-30"), .prepare = consulted),
    A("mandate", "exists", "A01", MANDATE("2026-01-01", "2026-06-30"), .prepare = mandated),
    A("mandate", "wrong_dates", "A01", MANDATE("2026-06-30", "2026-06-29"), .prepare = consulted),
    A("mandate", "wrong_dates", "A01", MANDATE("2025-12-01", "2025-12-31"), .prepare = consulted),
    A("mandate", "limit", "A01", MANDATE("2026-01-01", "2026-06-30"), .prepare = full_mandates),
    F("offer", "unknown_request", "A03", OFFER("1", "1", "2026-01-31")),
    M("offer", "wrong_stage", "A03", OFFER("1", "1", "2026-01-31"), .prepare = consulted),
    A("offer", "own_request", "A02", OFFER("1", "1", "2026-01-31"), .prepare = mandated),
    A("offer", "unknown_need", "A03", OFFER("3", "1", "2026-01-31"), .prepare = mandated),
    A("offer", "wrong_quantity", "A03", OFFER("1", "0", "2026-01-31"), .prepare = mandated),
    A("offer", "wrong_dates", "A03", OFFER("1", "1", "2025-12-31"), .prepare = mandated),
    A("offer", "limit", "A03", OFFER("1", "1", "2026-01-31"), .prepare = full_offers),
    F("receive", "unknown_request", "A02", RECEIVE("1", "1", "")),
    A("receive", "not_owner", "A03", RECEIVE("1", "60", ""), .prepare = delivered),
    A("receive", "wrong_stage", "A02", RECEIVE("1", "50", ""), .prepare = ended),
    A("receive", "unknown_delivery", "A02", RECEIVE("2", "60", ""), .prepare = delivered),
    A("receive", "beyond_offer", "A02", RECEIVE("1", "61", ""), .prepare = delivered),
    A("receive", "beyond_offer", "A02", RECEIVE("1", "51", ",'reason':'x'"), .prepare = delivered_again),
    A("receive", "reason_missing", "A02", RECEIVE("1", "59", ""), .prepare = delivered),
    F("report", "unknown_request", "A02", REPORT),
    A("report", "wrong_stage", "A02", REPORT, .prepare = ended),
    A("report", "not_owner", "A04", REPORT, .prepare = offered),
    F("report", "limit", "A02", REPORT, .prepare = full_reports),
    F("request", "wrong_kind", "A02", REQUEST_OF("famine", NEEDS)),
    F("request", "wrong_quantity", "A02", REQUEST_OF("disaster", TENTS("0", "2026-02-01"))),
    F("request", "wrong_dates", "A02", REQUEST_OF("network", TENTS("1", "2025-12-31"))),
    F("revise", "unknown_request", "A02", REVISE("1", "1", "")),
    F("revise", "not_owner", "A03", REVISE("1", "1", ""), .prepare = requested),
    A("revise", "wrong_stage", "A02", REVISE("1", "1", ""), .prepare = ended),
    F("revise", "unknown_need", "A02", REVISE("3", "1", ""), .prepare = requested),
    F("revise", "wrong_quantity", "A02", REVISE("1", "0", ""), .prepare = requested),
    A("revise", "beyond_need", "A02", REVISE("1", "59", ""), .prepare = accepted),
    F("revise", "wrong_dates", "A02", REVISE("1", "1", "'by':'2025-12-31',"), .prepare = requested),
    F("sign", "unknown_request", "A01", SIGN("2026-01-01")),
    F("sign", "not_chair", "A02", SIGN("2026-01-01"), .prepare = requested),
    F("sign", "wrong_dates", "A01", SIGN("2026-01-02"), .prepare = requested),
    F("sign", "limit", "A01", SIGN("2026-01-01"), .prepare = full_notices),
    F("target", "wrong_kind", "A01", TARGET("famine", "offer", "1")),
    F("target", "wrong_kind", "A01", TARGET("disaster", "prayer", "1")),
    F("target", "not_chair", "A02", TARGET("disaster", "offer", "1")),
    F("target", "wrong_duration", "A01", TARGET("disaster", "offer", "0")),
    F("withdraw", "unknown_request", "A03", WITHDRAW("1")),
    A("withdraw", "unknown_offer", "A03", WITHDRAW("2"), .prepare = offered),
    A("withdraw", "not_owner", "A02", WITHDRAW("1"), .prepare = offered),
    A("withdraw", "wrong_stage", "A03", WITHDRAW("1"), .prepare = ended),
    A("withdraw", "offer_over", "A03", WITHDRAW("1"), .prepare = withdrawn),
    A("withdraw", "offer_over", "A03", WITHDRAW("1"), .prepare = taken_and_delivered),
};
const size_t assistance_cause_count = sizeof assistance_causes / sizeof assistance_causes[0];
