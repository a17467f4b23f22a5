/* Treaties on the record. Rejections are in causes_instrument.c. */
#include "mechanism/instrument.h"

#include <string.h>

#include "base/prng.h"
#include "mechanism/civil.h"
#include "support/harness.h"
#include "support/rig.h"
#include "support/talk.h"
#include "unit/mechanism/instruments.h"

static struct rig r;

static void say(const char *who, const char *kind, const char *body)
{
    check_text(rig_say(&r, who, kind, "%s", body), "ok");
}

static void begin(const char *open)
{
    rig_open(&r, &(struct rig_options){.folder = harness_folder(), .members = 6});
    say("A01", "instrument.open", open);
}

static void jump(const char *day)
{
    check_text(rig_say(&r, "A01", "clock.set", "{'to':'%s'}", day), "ok");
    rig_block(&r, 1000);
}

static struct instrument treaty(const char *name)
{
    struct instrument i;
    struct hash id;
    check_that(instrument_named(r.state, bytes_of_text(name), &id) && instrument_get(r.state, &id, &i));
    return i;
}

static struct instrument_party party(const char *code)
{
    struct instrument_party p;
    const struct instrument i = treaty("t1");
    check_that(instrument_party_get(r.state, &i.id, bytes_of_text(code), &p));
    return p;
}

static const char *text(struct bytes s)
{
    return arena_text(&r.arena, s);
}

/* The events so far, each as a number of enum instrument_event. */
static void check_events(const enum instrument_event *events, size_t count)
{
    struct instrument_notice *list = NULL;
    const struct instrument i = treaty("t1");
    check_eq(instrument_notices(r.state, &i.id, &r.arena, &list), count);
    for (size_t k = 0; k < count; k++) {
        harness_note("notice %zu", k + 1);
        check_eq(list[k].number, k + 1);
        check_eq(list[k].event, events[k]);
    }
}
#define EVENTS(...)                                                                                          \
    do {                                                                                                     \
        const enum instrument_event these[] = {__VA_ARGS__};                                                 \
        check_events(these, sizeof these / sizeof these[0]);                                                 \
    } while (0)


TEST(a_treaty_comes_into_force_on_its_day)
{
    begin(TREATY_OPEN("t1", TREATY_CLAUSE("late 10 days after;"), ""));
    say("A02", "instrument.sign", TREATY_SIGN("simple"));
    say("A02", "instrument.deposit", TREATY_DEPOSIT("ratification"));
    check_text(text(treaty("t1").met), "");
    jump("2026-02-01");
    say("A03", "instrument.deposit", TREATY_DEPOSIT("accession"));
    check_text(text(treaty("t1").met), "2026-02-01");
    check_text(text(treaty("t1").force), "2026-03-03");
    check_eq(treaty("t1").stage, INSTRUMENT_OPEN);
    jump("2026-03-02");
    check_eq(treaty("t1").stage, INSTRUMENT_OPEN);
    check_that(!instrument_binds(&(struct instrument_party){.force = BYTES("2026-03-03")},
                                 BYTES("2026-03-02")));
    say("A04", "instrument.deposit", TREATY_DEPOSIT("accession"));
    check_text(text(party("A04").force), "2026-03-12");
    jump("2026-03-03");
    check_eq(treaty("t1").stage, INSTRUMENT_IN_FORCE);
    check_text(text(party("A02").force), "2026-03-03");
    jump("2026-03-12");
    EVENTS(EVENT_OPENED, EVENT_SIGNED, EVENT_DEPOSITED, EVENT_DEPOSITED, EVENT_MET, EVENT_DEPOSITED,
           EVENT_IN_FORCE, EVENT_BOUND);
    rig_close(&r);
}

TEST(what_a_day_brings_has_that_day_though_the_clock_jumps_over_it)
{
    struct instrument_notice *list = NULL;
    begin(TREATY_OPEN("t1", TREATY_CLAUSE("late 10 days after;"), ""));
    say("A02", "instrument.deposit", TREATY_DEPOSIT("accession"));
    jump("2026-02-01");
    say("A03", "instrument.deposit", TREATY_DEPOSIT("accession"));
    jump("2026-03-02");
    say("A04", "instrument.deposit", TREATY_DEPOSIT("accession"));
    jump("2026-09-01");
    const struct instrument i = treaty("t1");
    const size_t count = instrument_notices(r.state, &i.id, &r.arena, &list);
    check_that(count >= 2);
    check_eq(list[count - 2].event, EVENT_IN_FORCE);
    check_text(text(list[count - 2].day), "2026-03-03");
    check_eq(list[count - 1].event, EVENT_BOUND);
    check_text(text(list[count - 1].day), "2026-03-12");
    rig_close(&r);
}

/* What a clause would make of one deposit more; the state knows nothing of it. */
TEST(what_a_further_deposit_would_bring_is_asked_without_making_it)
{
    const struct treaty *t = NULL;
    struct treaty_force f;
    begin(TREATY_OPEN("t1", TREATY_CLAUSE("late 10 days after;"), ""));
    say("A02", "instrument.sign", TREATY_SIGN("simple"));
    say("A03", "instrument.deposit", TREATY_DEPOSIT("accession"));
    const struct instrument i = treaty("t1");
    const int64_t today = civil_parse(BYTES("2026-01-01"));
    const int64_t later = civil_parse(BYTES("2026-02-01"));
    check_that(instrument_suppose(r.state, &r.arena, &i, today, BYTES("A02"), later, &t, &f));
    check_eq(f.met, later);
    check_eq(f.in_force, civil_parse(BYTES("2026-03-03")));
    check_eq(instrument_bound_from(&f, BYTES("A02")), f.in_force);
    check_eq(instrument_bound_from(&f, BYTES("LND")), TREATY_NO_DAY);
    check_that(instrument_suppose(r.state, &r.arena, &i, today, BYTES("LND"), today, &t, &f));
    check_eq(f.met, today);
    check_that(!instrument_suppose(r.state, &r.arena, &i, today, BYTES("A03"), today, &t, &f));
    check_text(text(treaty("t1").met), "");
    say("A01", "instrument.open",
        TREATY_OPEN("t2",
                    "'treaty \\\"T\\\"; counting only approval; when 1 instrument; enters at once;'", ""));
    const struct instrument other = treaty("t2");
    check_that(instrument_suppose(r.state, &r.arena, &other, today, BYTES("A02"), today, &t, &f));
    check_eq(f.in_force, today);
    rig_close(&r);
}

TEST(an_ad_referendum_signature_counts_from_its_own_day_once_it_is_confirmed)
{
    begin(TREATY_OPEN("t1", "'treaty \\\"T\\\"; when all signatories; enters at once;'", ""));
    say("A02", "instrument.sign", TREATY_SIGN("simple"));
    say("A03", "instrument.sign", TREATY_SIGN("ad_referendum"));
    say("A04", "instrument.sign", TREATY_SIGN("definitive"));
    jump("2026-02-01");
    check_text(text(treaty("t1").met), "");
    say("A03", "instrument.confirm", "{'instrument':$y}");
    check_text(text(party("A03").confirmed), "2026-02-01");
    check_text(text(party("A03").signed_on), "2026-01-01");
    say("A02", "instrument.deposit", TREATY_DEPOSIT("acceptance"));
    check_text(text(treaty("t1").met), "");
    say("A03", "instrument.deposit", TREATY_DEPOSIT("approval"));
    check_text(text(treaty("t1").met), "2026-02-01");
    check_eq(treaty("t1").stage, INSTRUMENT_IN_FORCE); /* at the end of the same block */
    check_text(text(party("A04").force), "2026-02-01");
    rig_close(&r);
}

TEST(the_depositary_records_what_came_on_paper_with_its_day)
{
    begin(TREATY_OPEN("t1", TREATY_CLAUSE("late 10 days after;"), ""));
    jump("2026-06-01");
    say("A01", "instrument.sign",
        "{'date':'2026-02-01','instrument':$y,'office':'Envoy','party':'LND','signature':'simple'}");
    say("A01", "instrument.deposit",
        "{'date':'2026-02-03','instrument':$y,'kind':'ratification','office':'Envoy','party':'LND'}");
    say("A01", "instrument.deposit",
        "{'date':'2026-02-04','instrument':$y,'kind':'accession','office':'Envoy','party':'SEA'}");
    check_that(!party("LND").member);
    check_text(text(party("LND").signed_on), "2026-02-01");
    check_text(text(treaty("t1").met), "2026-02-04");
    check_text(text(treaty("t1").force), "2026-03-06"); /* it has passed: it comes at once */
    check_eq(treaty("t1").stage, INSTRUMENT_IN_FORCE);
    say("A01", "instrument.deposit",
        "{'date':'2026-04-01','instrument':$y,'kind':'succession','office':'Envoy','party':'ISL'}");
    check_text(text(party("ISL").force), "2026-04-01");
    rig_close(&r);
}

TEST(an_instrument_taken_back_before_entry_into_force_is_counted_no_more)
{
    begin(TREATY_OPEN("t1", TREATY_CLAUSE(""), ""));
    say("A02", "instrument.deposit", TREATY_DEPOSIT("accession"));
    say("A03", "instrument.deposit", TREATY_DEPOSIT("accession"));
    check_text(text(treaty("t1").force), "2026-01-31");
    jump("2026-01-20");
    say("A02", "instrument.withdraw", "{'instrument':$y}");
    check_text(text(treaty("t1").met), "");
    check_text(text(party("A03").force), "");
    jump("2026-02-10");
    check_eq(treaty("t1").stage, INSTRUMENT_OPEN);
    say("A02", "instrument.deposit", TREATY_DEPOSIT("accession"));
    check_text(text(treaty("t1").force), "2026-03-12");
    EVENTS(EVENT_OPENED, EVENT_DEPOSITED, EVENT_DEPOSITED, EVENT_MET, EVENT_TAKEN_BACK, EVENT_UNMET,
           EVENT_DEPOSITED, EVENT_MET);
    rig_close(&r);
}

TEST(who_leaves_gives_notice_and_may_stay)
{
    begin(TREATY_OPEN("t1", TREATY_CLAUSE(""), ""));
    say("A02", "instrument.deposit", TREATY_DEPOSIT("accession"));
    say("A03", "instrument.deposit", TREATY_DEPOSIT("accession"));
    jump("2026-02-01");
    say("A02", "instrument.withdraw", "{'instrument':$y}");
    check_text(text(party("A02").leaves), "2027-02-01");
    jump("2026-05-01");
    say("A02", "instrument.stay", "{'instrument':$y}");
    check_text(text(party("A02").leaves), "");
    say("A03", "instrument.withdraw", "{'instrument':$y}");
    jump("2027-05-01");
    const struct instrument_party p = party("A03");
    check_that(instrument_binds(&p, BYTES("2027-04-30")) && !instrument_binds(&p, BYTES("2027-05-01")));
    check_eq(treaty("t1").stage, INSTRUMENT_IN_FORCE); /* it stays in force below its number (VCLT 55) */
    say("A03", "instrument.deposit", TREATY_DEPOSIT("accession"));
    check_text(text(party("A03").force), "2027-05-31");
    check_text(text(treaty("t1").force), "2026-01-31");
    jump("2027-05-31");
    EVENTS(EVENT_OPENED, EVENT_DEPOSITED, EVENT_DEPOSITED, EVENT_MET, EVENT_IN_FORCE, EVENT_LEAVING,
           EVENT_STAYING, EVENT_LEAVING, EVENT_LEFT, EVENT_DEPOSITED, EVENT_BOUND);
    rig_close(&r);
}

TEST(the_clause_says_how_long_before_notice_is_given)
{
    begin(TREATY_OPEN("t1", TREATY_CLAUSE("withdrawal 6 months;"), ""));
    say("A02", "instrument.deposit", TREATY_DEPOSIT("accession"));
    say("A03", "instrument.deposit", TREATY_DEPOSIT("accession"));
    jump("2026-08-31");
    say("A02", "instrument.withdraw", "{'instrument':$y}");
    check_text(text(party("A02").leaves), "2027-02-28");
    rig_close(&r);
}

TEST(a_reservation_is_accepted_by_silence_in_twelve_months)
{
    struct instrument_reservation x;
    begin(TREATY_OPEN("t1", TREATY_CLAUSE(""), ""));
    say("A02", "instrument.sign", TREATY_SIGN("simple"));
    say("A02", "instrument.reserve", TREATY_RESERVE);
    jump("2026-02-01");
    say("A02", "instrument.deposit",
        "{'confirms':true,'instrument':$y,'kind':'ratification','office':'Minister'}");
    say("A03", "instrument.deposit", TREATY_DEPOSIT("accession"));
    const struct hash id = treaty("t1").id;
    check_that(instrument_reservation_get(r.state, &id, 1, &x));
    check_text(text(x.confirmed), "2026-02-01");
    const struct instrument_party p = party("A03");
    check_text(instrument_objection_until(&x, &p).text, "2027-02-01");
    jump("2027-02-01");
    check_that(instrument_reservation_get(r.state, &id, 1, &x));
    check_text(text(x.accepted), "2027-02-01");
    /* Whoever consents later may object until then. */
    say("A04", "instrument.sign", TREATY_SIGN("simple"));
    say("A04", "instrument.object", TREATY_OBJECT("'opposes':true,", "1"));
    rig_close(&r);
}

TEST(a_reservation_made_when_signing_lapses_unless_it_is_confirmed)
{
    struct instrument_reservation x;
    begin(TREATY_OPEN("t1", TREATY_CLAUSE(""), ""));
    say("A02", "instrument.sign", TREATY_SIGN("simple"));
    say("A02", "instrument.reserve", TREATY_RESERVE);
    say("A02", "instrument.deposit", TREATY_DEPOSIT("ratification"));
    const struct hash id = treaty("t1").id;
    check_that(instrument_reservation_get(r.state, &id, 1, &x));
    check_text(text(x.confirmed), "");
    int64_t due = 0;
    check_that(!civil_deadline_get(r.state, CIVIL_INSTRUMENT_ACCEPT, &id, 1, &due));
    rig_close(&r);
}

TEST(a_clause_on_the_record_has_at_most_8000_bytes)
{
    rig_open(&r, &(struct rig_options){.folder = harness_folder()});
    for (size_t beyond = 0; beyond < 2; beyond++) {
        struct buffer b;
        buffer_init(&b, INSTRUMENT_CLAUSE_BYTES_MAX + 10);
        buffer_add_text(&b, "treaty \\\"T\\\"; each at once;");
        while (b.len < INSTRUMENT_CLAUSE_BYTES_MAX + 2 + beyond) { /* two are escapes */
            buffer_add_u8(&b, ' ');
        }
        check_text(rig_say(&r, "A01", "instrument.open", TREATY_OPEN("t1", "'%s'", ""), buffer_text(&b)),
                   beyond == 0 ? "ok" : "wrong_body");
        buffer_done(&b);
    }
    rig_close(&r);
}

TEST(objections_are_made_and_withdrawn)
{
    struct instrument_objection o;
    begin(TREATY_OPEN("t1", TREATY_CLAUSE(""), ""));
    say("A02", "instrument.deposit", TREATY_DEPOSIT("accession"));
    say("A02", "instrument.reserve", TREATY_RESERVE);
    say("A03", "instrument.sign", TREATY_SIGN("simple"));
    say("A03", "instrument.object", TREATY_OBJECT("'opposes':true,", "1"));
    const struct hash id = treaty("t1").id;
    check_that(instrument_objection_get(r.state, &id, 1, BYTES("A03"), &o) && o.opposes);
    say("A03", "instrument.drop", "{'instrument':$y,'reservation':1}");
    say("A03", "instrument.object", TREATY_OBJECT("", "1"));
    check_that(instrument_objection_get(r.state, &id, 1, BYTES("A03"), &o) && !o.opposes);
    check_eq(o.withdrawn.len, 0);
    say("A02", "instrument.lift", "{'instrument':$y,'reservation':1}");
    int64_t due = 0;
    check_that(!civil_deadline_get(r.state, CIVIL_INSTRUMENT_ACCEPT, &id, 1, &due));
    EVENTS(EVENT_OPENED, EVENT_DEPOSITED, EVENT_RESERVED, EVENT_SIGNED, EVENT_OBJECTED, EVENT_DROPPED,
           EVENT_OBJECTED, EVENT_LIFTED);
    rig_close(&r);
}

TEST(a_text_is_corrected_in_ninety_days_unless_it_is_disputed)
{
    struct instrument_correction x;
    begin(TREATY_OPEN("t1", TREATY_CLAUSE(""), ""));
    say("A02", "instrument.sign", TREATY_SIGN("simple"));
    say("A01", "instrument.correct", "{'instrument':$y,'text':'Read see, not sea.'}");
    say("A01", "instrument.correct", "{'instrument':$y,'text':'Another.'}");
    say("A02", "instrument.dispute", "{'correction':2,'instrument':$y,'reason':'No error.'}");
    const struct hash id = treaty("t1").id;
    jump("2026-03-31");
    check_that(instrument_correction_get(r.state, &id, 1, &x));
    check_eq(x.stage, CORRECTION_PROPOSED);
    check_text(text(x.until), "2026-04-01");
    jump("2026-04-01");
    check_that(instrument_correction_get(r.state, &id, 1, &x));
    check_eq(x.stage, CORRECTION_MADE);
    check_that(instrument_correction_get(r.state, &id, 2, &x));
    check_eq(x.stage, CORRECTION_DISPUTED);
    check_text(text(x.by), "A02");
    rig_close(&r);
}

TEST(a_treaty_is_applied_provisionally_until_it_is_in_force_or_notice_ends_it)
{
    begin(TREATY_OPEN("t1", TREATY_CLAUSE(""), ""));
    say("A02", "instrument.sign", TREATY_SIGN("simple"));
    say("A02", "instrument.apply", "{'instrument':$y}");
    check_text(text(party("A02").applied), "2026-01-01");
    jump("2026-02-01");
    say("A02", "instrument.apply", "{'ends':true,'instrument':$y}");
    check_text(text(party("A02").ended), "2026-02-01");
    say("A02", "instrument.apply", "{'instrument':$y}");
    check_text(text(party("A02").applied), "2026-02-01");
    check_text(text(party("A02").ended), "");
    rig_close(&r);
}

TEST(a_treaty_waits_for_another_and_an_amendment_names_its_base)
{
    begin(TREATY_OPEN("t1",
                      "'treaty \\\"P\\\"; when 1 instrument; enters at once; not before treaty "
                      "\\\"base\\\";'", ""));
    say("A02", "instrument.deposit", TREATY_DEPOSIT("accession"));
    check_text(text(treaty("t1").met), "2026-01-01");
    check_text(text(treaty("t1").force), "");
    say("A01", "instrument.open", TREATY_OPEN("base", TREATY_CLAUSE(""), ""));
    say("A03", "instrument.deposit", TREATY_DEPOSIT("accession"));
    say("A04", "instrument.deposit", TREATY_DEPOSIT("accession"));
    jump("2026-01-31");
    rig_block(&r, 1000);
    check_text(text(treaty("base").force), "2026-01-31");
    check_text(text(treaty("t1").force), "2026-01-31");
    check_eq(treaty("t1").stage, INSTRUMENT_IN_FORCE);
    say("A01", "instrument.open", TREATY_OPEN("change", TREATY_CLAUSE(""), "'amends':$y,"));
    const struct hash base = treaty("base").id;
    const struct hash amended = treaty("change").amends;
    check_that(hash_equal(&base, &amended));
    rig_close(&r);
}

/* An act about a treaty, sense or nonsense. */
static const char *any_act(struct prng *p, const char **kind)
{
    static const struct {
        const char *kind;
        const char *body;
    } acts[] = {
        {"instrument.sign", TREATY_SIGN("simple")},
        {"instrument.sign", TREATY_SIGN("ad_referendum")},
        {"instrument.sign", TREATY_SIGN("definitive")},
        {"instrument.confirm", "{'instrument':$y}"},
        {"instrument.deposit", TREATY_DEPOSIT("ratification")},
        {"instrument.deposit", TREATY_DEPOSIT("accession")},
        {"instrument.deposit", TREATY_DEPOSIT("succession")},
        {"instrument.deposit",
         "{'date':'2025-12-01','instrument':$y,'kind':'accession','office':'Envoy','party':'LND'}"},
        {"instrument.reserve", TREATY_RESERVE},
        {"instrument.object", TREATY_OBJECT("'opposes':true,", "1")},
        {"instrument.drop", "{'instrument':$y,'reservation':1}"},
        {"instrument.lift", "{'instrument':$y,'reservation':1}"},
        {"instrument.apply", "{'instrument':$y}"},
        {"instrument.withdraw", "{'instrument':$y}"},
        {"instrument.withdraw", "{'instrument':$y}"},
        {"instrument.stay", "{'instrument':$y}"},
        {"instrument.correct", "{'instrument':$y,'text':'x'}"},
        {"instrument.dispute", "{'correction':1,'instrument':$y,'reason':'x'}"},
    };
    const size_t which = (size_t)prng_below(p, sizeof acts / sizeof acts[0]);
    *kind = acts[which].kind;
    return acts[which].body;
}

/* Any acts in any order on days further and further on: nothing ends the process, and the record alone gives
 * the same state once more. */
TEST(treaties_of_any_talk_are_the_same_again_from_the_record)
{
    static struct rig again;
    int accepted = 0;
    int in_force = 0;
    for (uint64_t seed = 1; seed <= 12; seed++) {
        struct prng p;
        const struct rig_options options = {.folder = harness_folder(), .members = 6, .seed = seed};
        harness_note("seed %llu", (unsigned long long)seed);
        prng_seed(&p, 1000 * harness_seed() + seed);
        rig_open(&r, &options);
        say("A01", "instrument.open",
            seed % 2 == 0 ? TREATY_OPEN("t1", TREATY_CLAUSE("late 5 days after; withdrawal 1 month;"), "")
                          : TREATY_OPEN("t1", "'treaty \\\"T\\\"; when 2/3 of signatories; enters first of "
                                        "month after;'", ""));
        int64_t day = civil_parse(BYTES("2026-01-02"));
        for (int i = 0; i < 60; i++) {
            const char *kind = NULL;
            const char *body = any_act(&p, &kind);
            const char *who = arena_printf(&r.arena, "A0%d", (int)prng_between(&p, 1, 6));
            accepted += strcmp(rig_say(&r, who, kind, "%s", body), "ok") == 0 ? 1 : 0;
            if (prng_chance(&p, 300)) {
                day += prng_between(&p, 1, 60);
                jump(civil_day_at(day).text);
            }
        }
        in_force += treaty("t1").stage == INSTRUMENT_IN_FORCE ? 1 : 0;
        rig_open(&again, &options);
        check_that(talk_replay(&r, &again));
        rig_close(&again);
        rig_close(&r);
    }
    harness_note("%d accepted, %d in force", accepted, in_force);
    check_that(accepted > 100); /* of 720; the others are refused */
    check_that(in_force > 4);
}
