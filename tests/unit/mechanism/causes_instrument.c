/* What acts about treaties are refused for. */
#include "unit/mechanism/causes.h"

#include "mechanism/instrument.h"
#include "support/harness.h"
#include "unit/mechanism/instruments.h"

static void must(const char *result)
{
    check_text(result, "ok");
}

static void opened(struct rig *r)
{
    must(rig_say(r, "A01", "instrument.open", "%s", TREATY_CLOSES("t1", TREATY_CLAUSE(""),
                                                                "'closes':'2026-06-01',")));
}

static void strict(struct rig *r)
{
    must(rig_say(r, "A01", "instrument.open", "%s", TREATY_OPEN("t1", TREATY_CLAUSE("reservations none;"),
                                                                "")));
    must(rig_say(r, "A02", "instrument.sign", "%s", TREATY_SIGN("simple")));
}

static void later(struct rig *r)
{
    must(rig_say(r, "A01", "instrument.open", "%s",
                 "{'body':'council','clause':" TREATY_CLAUSE("") ",'digest':" TREATY_DIGEST
                 ",'languages':['en'],'name':'t1','opens':'2026-02-01','place':'Alderton','title':'T'}"));
}

static void jump(struct rig *r, const char *day)
{
    must(rig_say(r, "A01", "clock.set", "{'to':'%s'}", day));
    rig_block(r, 1000);
}

static void closed(struct rig *r)
{
    opened(r);
    jump(r, "2026-06-02");
}

static void signed_by_two(struct rig *r)
{
    opened(r);
    must(rig_say(r, "A02", "instrument.sign", "%s", TREATY_SIGN("simple")));
    must(rig_say(r, "A03", "instrument.sign", "%s", TREATY_SIGN("ad_referendum")));
}

static void confirmed(struct rig *r)
{
    signed_by_two(r);
    must(rig_say(r, "A03", "instrument.confirm", "{'instrument':$y}"));
}

static void deposited(struct rig *r)
{
    confirmed(r);
    must(rig_say(r, "A02", "instrument.deposit", "%s", TREATY_DEPOSIT("ratification")));
    must(rig_say(r, "A02", "instrument.reserve", "%s", TREATY_RESERVE));
    must(rig_say(r, "A02", "instrument.reserve", "{'declaration':true,'instrument':$y,'text':'x'}"));
}

static void in_force(struct rig *r)
{
    deposited(r);
    must(rig_say(r, "A03", "instrument.deposit", "%s", TREATY_DEPOSIT("ratification")));
    jump(r, "2026-03-01");
}

static void leaving(struct rig *r)
{
    in_force(r);
    must(rig_say(r, "A02", "instrument.withdraw", "{'instrument':$y}"));
}

static void left(struct rig *r)
{
    leaving(r);
    jump(r, "2027-03-02");
}

static void late_for_all(struct rig *r)
{
    in_force(r);
    jump(r, "2027-02-02");
}

static void objected(struct rig *r)
{
    deposited(r);
    must(rig_say(r, "A03", "instrument.object", "%s", TREATY_OBJECT("", "1")));
}

static void dropped(struct rig *r)
{
    objected(r);
    must(rig_say(r, "A03", "instrument.drop", "{'instrument':$y,'reservation':1}"));
}

static void lifted(struct rig *r)
{
    deposited(r);
    must(rig_say(r, "A02", "instrument.lift", "{'instrument':$y,'reservation':1}"));
}

static void corrected(struct rig *r)
{
    confirmed(r);
    must(rig_say(r, "A01", "instrument.correct", "{'instrument':$y,'text':'x'}"));
    jump(r, "2026-05-01");
}

static void applied(struct rig *r)
{
    confirmed(r);
    must(rig_say(r, "A02", "instrument.apply", "{'instrument':$y}"));
}

static struct instrument newest(struct rig *r)
{
    struct instrument *list = NULL;
    check_eq(instrument_list(r->state, &r->arena, &list), 1);
    return list[0];
}

/* Counters at their limits, as if so many had been made. */
static void full(struct rig *r)
{
    confirmed(r);
    struct instrument i = newest(r);
    i.parties = INSTRUMENT_PARTIES_MAX;
    i.reservations = INSTRUMENT_ROWS_MAX;
    i.corrections = INSTRUMENT_ROWS_MAX;
    instrument_put(r->state, &i);
}

static void many(struct rig *r)
{
    for (int i = 0; i < INSTRUMENTS_MAX; i++) {
        must(rig_say(r, "A01", "instrument.open", TREATY_OPEN("t%d", TREATY_CLAUSE(""), ""), i));
    }
}

#define R(k, res, w, ...) ROW(k, res, RIG_FOUNDED, w, __VA_ARGS__)
#define Y     "{'instrument':$y}"

/* The rejections that all acts about a participant share: of fields before `instrument`, behind it, and
 * behind `party`. */
#define SHARED(kind, none, low, high)                                                                        \
    R(kind, "unknown_instrument", "A02", "{" none "'instrument':" ZEROS low high "}"),                       \
    R(kind, "not_depositary", "A02", "{" none "'instrument':$y" low ",'party':'LND'" high "}",               \
      .prepare = opened),                                                                                    \
    R(kind, "not_owner", "A01", "{" none "'instrument':$y" low ",'party':'A03'" high "}",                    \
      .prepare = opened)
#define DATED(kind, none, low, high)                                                                         \
    SHARED(kind, none, low, high),                                                                           \
    R(kind, "not_depositary", "A02", "{" none "'date':'2026-01-01','instrument':$y" low high "}",            \
      .prepare = opened),                                                                                    \
    R(kind, "wrong_dates", "A01",                                                                            \
      "{" none "'date':'2027-01-01','instrument':$y" low ",'party':'LND'" high "}",                          \
      .prepare = opened)

const struct cause instrument_causes[] = {
    DATED("instrument.apply", "", "", ""),
    R("instrument.apply", "not_signatory", "A04", Y, .prepare = confirmed),
    R("instrument.apply", "exists", "A02", Y, .prepare = applied),
    R("instrument.apply", "exists", "A02", Y, .prepare = in_force),
    R("instrument.apply", "not_applied", "A02", "{'ends':true,'instrument':$y}", .prepare = confirmed),
    DATED("instrument.confirm", "", "", ""),
    R("instrument.confirm", "not_signatory", "A02", Y, .prepare = signed_by_two),
    R("instrument.confirm", "not_signatory", "A04", Y, .prepare = signed_by_two),
    R("instrument.confirm", "exists", "A03", Y, .prepare = confirmed),
    R("instrument.correct", "unknown_instrument", "A01", "{'instrument':" ZEROS ",'text':'x'}"),
    R("instrument.correct", "not_depositary", "A02", "{'instrument':$y,'text':'x'}", .prepare = opened),
    R("instrument.correct", "limit", "A01", "{'instrument':$y,'text':'x'}", .prepare = full),
    DATED("instrument.deposit", "", ",'kind':'accession','office':'x'", ""),
    R("instrument.deposit", "wrong_kind", "A02", TREATY_DEPOSIT("gift"), .prepare = opened),
    R("instrument.deposit", "wrong_kind", "A02", TREATY_DEPOSIT("signature"), .prepare = opened),
    R("instrument.deposit", "wrong_kind", "A02", TREATY_DEPOSIT("a"), .prepare = opened),
    R("instrument.deposit", "exists", "A02", TREATY_DEPOSIT("ratification"), .prepare = deposited),
    R("instrument.deposit", "not_signatory", "A04", TREATY_DEPOSIT("ratification"), .prepare = opened),
    R("instrument.deposit", "not_signatory", "A03", TREATY_DEPOSIT("ratification"), .prepare = signed_by_two),
    R("instrument.deposit", "limit", "A04", TREATY_DEPOSIT("accession"), .prepare = full),
    SHARED("instrument.dispute", "'correction':1,", "", ",'reason':'x'"),
    R("instrument.dispute", "not_signatory", "A04", "{'correction':1,'instrument':$y,'reason':'x'}",
      .prepare = corrected),
    R("instrument.dispute", "unknown_correction", "A02", "{'correction':2,'instrument':$y,'reason':'x'}",
      .prepare = corrected),
    R("instrument.dispute", "too_late", "A02", "{'correction':1,'instrument':$y,'reason':'x'}",
      .prepare = corrected),
    DATED("instrument.drop", "", "", ",'reservation':1"),
    R("instrument.drop", "unknown_reservation", "A03", "{'instrument':$y,'reservation':3}",
      .prepare = objected),
    R("instrument.drop", "unknown_objection", "A04", "{'instrument':$y,'reservation':1}",
      .prepare = objected),
    R("instrument.drop", "already_withdrawn", "A03", "{'instrument':$y,'reservation':1}", .prepare = dropped),
    DATED("instrument.lift", "", "", ",'reservation':1"),
    R("instrument.lift", "unknown_reservation", "A02", "{'instrument':$y,'reservation':3}",
      .prepare = deposited),
    R("instrument.lift", "not_owner", "A03", "{'instrument':$y,'reservation':1}", .prepare = deposited),
    R("instrument.lift", "already_withdrawn", "A02", "{'instrument':$y,'reservation':1}", .prepare = lifted),
    DATED("instrument.object", "", "", ",'reason':'x','reservation':1"),
    R("instrument.object", "unknown_reservation", "A03", TREATY_OBJECT("", "3"), .prepare = deposited),
    R("instrument.object", "not_signatory", "A04", TREATY_OBJECT("", "1"), .prepare = deposited),
    R("instrument.object", "own_reservation", "A02", TREATY_OBJECT("", "1"), .prepare = deposited),
    R("instrument.object", "wrong_kind", "A03", TREATY_OBJECT("", "2"), .prepare = deposited),
    R("instrument.object", "already_withdrawn", "A03", TREATY_OBJECT("", "1"), .prepare = lifted),
    R("instrument.object", "exists", "A03", TREATY_OBJECT("", "1"), .prepare = objected),
    R("instrument.object", "too_late", "A03", TREATY_OBJECT("", "1"), .prepare = late_for_all),
    R("instrument.open", "unknown_body", "A01",
      "{'body':'court','clause':'x','digest':" TREATY_DIGEST
      ",'languages':['en'],'name':'t1','opens':'2026-01-01','place':'x','title':'T'}"),
    R("instrument.open", "not_chair", "A02", TREATY_OPEN("t1", TREATY_CLAUSE(""), "")),
    R("instrument.open", "exists", "A01", TREATY_OPEN("t1", TREATY_CLAUSE(""), ""), .prepare = opened),
    R("instrument.open", "limit", "A01", TREATY_OPEN("u", TREATY_CLAUSE(""), ""), .prepare = many),
    R("instrument.open", "wrong_dates", "A01", TREATY_CLOSES("t1", TREATY_CLAUSE(""),
                                                           "'closes':'2025-12-31',")),
    R("instrument.open", "unknown_instrument", "A01", TREATY_OPEN("t1", TREATY_CLAUSE(""),
                                                                  "'amends':" ZEROS ",")),
    R("instrument.open", "bad_clause", "A01", TREATY_OPEN("t1", "'x'", "")),
    R("instrument.open", "bad_clause", "A01",
      TREATY_OPEN("t1", "'treaty \\\"T\\\"; table t; when 5% of t; enters at once;'", "")),
    R("instrument.open", "wrong_target", "A01",
      TREATY_OPEN_BODY("", TREATY_CLAUSE(""), "", "t1", "'statement':1,")),
    R("instrument.open", "unknown_statement", "A01",
      "{'body':'council','clause':" TREATY_CLAUSE("")
      ",'languages':['en'],'name':'t1','opens':'2026-01-01','place':'x','statement':1,'title':'T'}"),
    DATED("instrument.reserve", "", "", ",'text':'x'"),
    R("instrument.reserve", "not_signatory", "A04", TREATY_RESERVE, .prepare = deposited),
    R("instrument.reserve", "no_reservations", "A02", TREATY_RESERVE, .prepare = strict),
    R("instrument.reserve", "too_late", "A02", TREATY_RESERVE, .prepare = in_force),
    R("instrument.reserve", "limit", "A02", TREATY_RESERVE, .prepare = full),
    DATED("instrument.sign", "", ",'office':'x'", ",'signature':'simple'"),
    R("instrument.sign", "limit", "A04", TREATY_SIGN("simple"), .prepare = full),
    R("instrument.sign", "too_early", "A02", TREATY_SIGN("simple"), .prepare = later),
    R("instrument.sign", "too_late", "A02", TREATY_SIGN("simple"), .prepare = closed),
    R("instrument.sign", "exists", "A02", TREATY_SIGN("simple"), .prepare = signed_by_two),
    R("instrument.sign", "wrong_kind", "A02", TREATY_SIGN("none"), .prepare = opened),
    DATED("instrument.stay", "", "", ""),
    R("instrument.stay", "not_bound", "A02", Y, .prepare = in_force),
    R("instrument.stay", "too_late", "A02", Y, .prepare = left),
    DATED("instrument.withdraw", "", "", ""),
    R("instrument.withdraw", "not_bound", "A02", Y, .prepare = confirmed),
    R("instrument.withdraw", "exists", "A02", Y, .prepare = leaving),
};
const size_t instrument_cause_count = sizeof instrument_causes / sizeof instrument_causes[0];
