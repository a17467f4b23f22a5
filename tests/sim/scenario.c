/* What a race is. Most is drawn from the seed; a family fixes what makes its danger likely. */
#include <string.h>

#include "base/check.h"
#include "sim/race.h"

enum { ALL = 0x3ff };

static size_t faulty(const struct scenario *s)
{
    return (s->n - 1) / 3;
}

static void set_size(struct scenario *s, size_t n)
{
    s->n = n;
    s->liars = s->liars > faulty(s) ? faulty(s) : s->liars;
    s->dark = 0;
    s->deaf = 0;
    for (size_t i = 0; i < RACE_OBJECTIONS_MAX; i++) {
        s->objection[i].member %= n;
    }
}

static void draw_objection(struct scenario *s, struct prng *p, struct race_objection_plan *o)
{
    *o = (struct race_objection_plan){
        .member = (size_t)prng_below(p, s->n),
        .silence = (size_t)prng_below(p, s->silences),
        .key = prng_below(p, 2) == 0 ? ORG_MINISTER : ORG_OBJECTION,
        .at_ms = prng_between(p, -2500, 4500),
        .censor_ms = prng_below(p, 3) == 0 ? 0 : prng_between(p, 0, 6000),
        .deliver = prng_below(p, 3) == 0 ? ALL : (uint32_t)prng_below(p, ALL + 1),
        .link_ms = prng_below(p, 2) == 0 ? 50 : 1500,
        .early = prng_below(p, 12) == 0,
        .revoke = prng_below(p, 10) == 0,
        .fresh = prng_below(p, 10) == 0,
        .seq = prng_below(p, 4) == 0 ? (int64_t)prng_below(p, 8) : 0,
    };
    o->revoke = o->revoke && !o->fresh && !o->early; /* that key may be the one that opens the silence */
    o->withdraw = o->early && prng_below(p, 2) == 0;
}

void scenario_draw(struct scenario *s, uint64_t seed)
{
    static const size_t sizes[] = {1, 4, 5, 6, 7, 10};
    static const int64_t durations[] = {10000, 12000, 20000};
    struct prng p;
    prng_seed(&p, seed ^ 0x7363656e6172u);
    *s = (struct scenario){.seed = seed, .n = sizes[prng_below(&p, 6)], .delay = (int)prng_below(&p, 2)};
    s->quorum = prng_below(&p, 2) == 0;
    s->signatures = prng_below(&p, 16) == 0;
    s->duration_ms = durations[prng_below(&p, 3)];
    s->silences = prng_below(&p, 4) == 0 ? 2 : 1;
    s->block_ms = prng_between(&p, 100, 900);
    s->poll_ms = prng_between(&p, 100, 500);
    s->text_ms = 4000;
    s->availability_ms = prng_below(&p, 2) == 0 ? 500 : 6000;
    s->liars = prng_below(&p, 3) == 0 ? (size_t)prng_below(&p, faulty(s) + 1) : 0;
    s->liars_receive = prng_below(&p, 2) == 0;
    s->liars_clear_early = prng_below(&p, 2) == 0;
    s->lie = (int)prng_below(&p, 2) == 0 ? LIE_NONE : (int)prng_below(&p, LIE_LOG + 1);
    s->dark = s->liars == 0 && prng_below(&p, 6) == 0 ? (size_t)prng_below(&p, faulty(s) + 2) : 0;
    s->deaf = s->liars + s->dark == 0 && prng_below(&p, 6) == 0 ? (size_t)prng_below(&p, faulty(s) + 1) : 0;
    for (size_t i = 0; i < s->n; i++) {
        s->skew_ms[i] = prng_between(&p, -300, 300);
        s->lag_ms[i] = prng_below(&p, 4) == 0 ? prng_between(&p, 0, 2000) : 0;
    }
    s->objections = prng_below(&p, 5) == 0 ? 0 : 1 + (size_t)prng_below(&p, 4);
    for (size_t i = 0; i < s->objections; i++) {
        draw_objection(s, &p, &s->objection[i]);
    }
    if (prng_below(&p, 6) == 0) {
        s->halt_at_ms = prng_between(&p, 100, s->duration_ms + 2000);
        s->halt_ms = prng_between(&p, 500, 12000);
    }
    s->halt_fired_ms = prng_below(&p, 10) == 0 ? prng_between(&p, 500, 8000) : 0;
    s->crash = prng_below(&p, 4) == 0 ? (uint32_t)prng_below(&p, ALL + 1) : 0;
    s->rename = prng_below(&p, 8) == 0;
    s->extend = prng_below(&p, 8) == 0;
    s->not_received = prng_below(&p, 8) == 0;
    s->early_ask = prng_below(&p, 4) == 0;
}

/* Families --------------------------------------------------------------------------------------------------
 */

/* Nothing but the danger itself. */
static void calm(struct scenario *s, struct prng *p)
{
    static const size_t sizes[] = {4, 5, 6, 7, 10};
    set_size(s, sizes[prng_below(p, 5)]);
    s->silences = 1;
    s->liars = 0;
    s->lie = LIE_NONE;
    s->dark = 0;
    s->deaf = 0;
    s->halt_ms = 0;
    s->halt_fired_ms = 0;
    s->crash = 0;
    s->rename = false;
    s->extend = false;
    s->not_received = false;
    s->early_ask = false;
    s->objections = 0;
    s->availability_ms = 500;
}

static struct race_objection_plan *add(struct scenario *s, int64_t at_ms, int64_t censor_ms, uint32_t deliver)
{
    struct race_objection_plan *o = &s->objection[s->objections];
    *o = (struct race_objection_plan){.member = s->objections % s->n,
                                      .key = ORG_OBJECTION,
                                      .at_ms = at_ms,
                                      .censor_ms = censor_ms,
                                      .deliver = deliver,
                                      .link_ms = 50};
    s->objections++;
    return o;
}

/* A quiet chain: when the silence is opened, what the last header says is nearly two pulses old. */
static void idle_chain(struct scenario *s, struct prng *p)
{
    calm(s, p);
    set_size(s, prng_below(p, 2) == 0 ? 1 : 4);
    s->delay = 1;
    s->duration_ms = 20000;
    s->block_ms = 100;
    s->poll_ms = 100;
    s->text_ms = 600;
    s->availability_ms = 0;
    memset(s->skew_ms, 0, sizeof s->skew_ms);
}

static void last_moment(struct scenario *s, struct prng *p)
{
    calm(s, p);
    add(s, prng_between(p, 800, 2500), 0, 0);
}

static void in_closing_block(struct scenario *s, struct prng *p)
{
    calm(s, p);
    s->delay = 1;
    s->block_ms = 900;
    add(s, prng_between(p, 3500, 6000), 0, 0);
}

static void revoked_spam(struct scenario *s, struct prng *p)
{
    calm(s, p);
    s->delay = 1;
    struct race_objection_plan *o = add(s, 0, 0, 0);
    o->revoke = true;
    o->revoked_before = true;
    o->spam = 40;
}

static void fast_clock(struct scenario *s, struct prng *p)
{
    calm(s, p);
    s->skew_ms[0] = 4000;
    s->early_tick = true;
    s->only_first_ticks = prng_below(p, 2) == 0;
    s->pulse_off = true;
}

static void long_halt(struct scenario *s, struct prng *p)
{
    calm(s, p);
    s->halt_at_ms = 3000;
    s->halt_ms = prng_between(p, 6000, 15000);
}

static void halt_after_fire(struct scenario *s, struct prng *p)
{
    calm(s, p);
    s->quorum = false;
    s->halt_fired_ms = prng_between(p, 6000, 15000);
}

static void crash_after_receipt(struct scenario *s, struct prng *p)
{
    calm(s, p);
    s->crash = ALL;
    add(s, prng_between(p, -3500, -1500), 60000, ALL);
}

static void asked_early(struct scenario *s, struct prng *p)
{
    calm(s, p);
    s->early_ask = true;
    s->skew_ms[0] = 40000; /* for its own clock the deadline has long passed */
    add(s, prng_between(p, -3000, -500), 3000, ALL);
}

static void asked_in_delta(struct scenario *s, struct prng *p)
{
    calm(s, p);
    s->early_ask = true;
    s->poll_ms = 100;
    s->block_ms = 100;
    for (int64_t at = 200; at < 1200; at += 200) {
        add(s, at + prng_between(p, 0, 200), 60000, ALL);
    }
}

static void censored(struct scenario *s, struct prng *p)
{
    calm(s, p);
    s->early_ask = true;
    add(s, prng_between(p, -3000, -500), 60000, ALL);
}

static void after_clear(struct scenario *s, struct prng *p)
{
    calm(s, p);
    for (int64_t at = 1500; at < 4500; at += 600) {
        add(s, at + prng_between(p, 0, 600), 60000, ALL);
    }
}

static void renamed(struct scenario *s, struct prng *p)
{
    calm(s, p);
    s->rename = true;
    s->liars = 1;
}

static void one_dark(struct scenario *s, struct prng *p)
{
    calm(s, p);
    s->dark = 1;
    s->quorum = false;
}

static void quorum_closes(struct scenario *s, struct prng *p)
{
    calm(s, p);
    s->quorum = true;
}

static void late_text(struct scenario *s, struct prng *p)
{
    calm(s, p);
    s->availability_ms = 9000;
}

static void deaf_nodes(struct scenario *s, struct prng *p)
{
    calm(s, p);
    s->quorum = true;
    s->deaf = 1;
}

static void before_opening(struct scenario *s, struct prng *p)
{
    calm(s, p);
    struct race_objection_plan *o = add(s, 0, 0, prng_below(p, 2) == 0 ? ALL : 0);
    o->early = true;
    o->withdraw = prng_below(p, 2) == 0;
}

static void reordered(struct scenario *s, struct prng *p)
{
    calm(s, p);
    for (int i = 0; i < 2; i++) {
        struct race_objection_plan *o = add(s, -2500, i == 0 ? prng_between(p, 0, 2500) : 0, ALL);
        o->member = 0;
        o->seq = 500 - i * 100;
        o->early = i == 0;
        o->withdraw = i == 0;
    }
    s->objection[0].censor_ms = 0;
}

static void lying(struct scenario *s, struct prng *p)
{
    calm(s, p);
    s->liars = 1;
    s->liars_clear_early = false;
}

/* The nodes' keys serve elsewhere too, under software that receives whatever it is told. */
static void foreign_receipts(struct scenario *s, struct prng *p)
{
    calm(s, p);
    add(s, -1000, 60000, 0);
}

static void two_silences(struct scenario *s, struct prng *p)
{
    s->silences = 2;
    for (size_t i = 0; i < s->objections; i++) {
        s->objection[i].silence = (size_t)prng_below(p, 2);
    }
}

static void revoked_while_censored(struct scenario *s, struct prng *p)
{
    calm(s, p);
    struct race_objection_plan *o = add(s, prng_between(p, -3000, 0), prng_between(p, 2000, 9000), ALL);
    o->revoke = true;
    o->link_ms = 200;
}

static void short_halts(struct scenario *s, struct prng *p)
{
    calm(s, p);
    s->halt_at_ms = prng_between(p, 500, s->duration_ms);
    s->halt_ms = prng_between(p, 500, 2 * s->duration_ms / 8);
    add(s, prng_between(p, -1500, 1000), 0, ALL);
}

static void too_many_dark(struct scenario *s, struct prng *p)
{
    calm(s, p);
    s->dark = faulty(s) + 1;
}

#define FAMILY(m, set)  {#m, MUTATION_##m, LIE_NONE, LIE_NONE, set}
#define LYING(m, lie)   {#m, MUTATION_##m, lie, LIE_NONE, lying}
#define FOREIGN(m, lie) {#m, MUTATION_##m, LIE_NONE, lie, foreign_receipts}
#define HARD(name, set) {name, MUTATION_none, LIE_NONE, LIE_NONE, set}

const struct family families[] = {
    FAMILY(o1_header, idle_chain),
    FAMILY(o2_order, last_moment),
    FAMILY(o3_pending, in_closing_block),
    FAMILY(o3_key, revoked_spam),
    FAMILY(o4_tick, fast_clock),
    FAMILY(o5_gap, long_halt),
    FAMILY(o5_after_fire, halt_after_fire),
    FAMILY(o6_durable, crash_after_receipt),
    FAMILY(o7_record, asked_early),
    FAMILY(o7_clock, asked_in_delta),
    FAMILY(o8_held, censored),
    FAMILY(o9_cleared, after_clear),
    FAMILY(o10_set, renamed),
    FAMILY(o11_all, one_dark),
    FAMILY(o11_extra, quorum_closes),
    FAMILY(o12_availability, late_text),
    FAMILY(o13_not_reached, deaf_nodes),
    FAMILY(o14_stage, before_opening),
    FAMILY(o15_sequence, reordered),
    LYING(o16_org, LIE_ORG),
    LYING(o16_epoch, LIE_EPOCH),
    LYING(o16_realm, LIE_REALM),
    LYING(o16_silence, LIE_SILENCE),
    LYING(o16_root, LIE_ROOT),
    LYING(o16_deadline, LIE_DEADLINE),
    LYING(o16_log, LIE_LOG),
    FOREIGN(o16_receipt_org, LIE_ORG),
    FOREIGN(o16_receipt_epoch, LIE_EPOCH),
    FOREIGN(o16_receipt_realm, LIE_REALM),
    FOREIGN(o16_receipt_root, LIE_ROOT),
    FOREIGN(o16_receipt_id, LIE_OBJECTION),
    HARD("two_silences", two_silences),
    HARD("revoked_while_censored", revoked_while_censored),
    HARD("short_halts", short_halts),
    HARD("too_many_dark", too_many_dark),
};
const size_t family_count = sizeof families / sizeof families[0];

void scenario_family(struct scenario *s, const struct family *f, uint64_t seed)
{
    struct prng p;
    prng_seed(&p, seed ^ 0x66616d696c79u);
    scenario_draw(s, seed);
    f->set(s, &p);
    s->lie = f->lie == LIE_NONE ? s->lie : f->lie;
    s->foreign = f->foreign;
    s->mutation = f->mutation;
}
