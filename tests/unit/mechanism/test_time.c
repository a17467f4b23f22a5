/* Gaps and live time: what nobody could use is given back (docs/protocol/time.md). */
#include "base/limits.h"
#include "mechanism/silence.h"
#include "support/harness.h"
#include "support/rig.h"

static struct rig r;

static void begin(int64_t duration_ms, enum rig_stage stage)
{
    rig_open(&r, &(struct rig_options){.folder = harness_folder(), .duration_ms = duration_ms});
    rig_to(&r, stage);
}

/* The excess that the last gap fact gives back; -1: the last block holds none. */
static int64_t excess_since(uint64_t size)
{
    struct entry e;
    struct bytes body;
    const struct json *top = NULL;
    int64_t excess = -1;
    for (uint64_t i = size; i < record_size(r.record); i++) {
        check_ok(record_read(r.record, i, &r.arena, &e, &body));
        if (e.type == ENTRY_FACT && bytes_equal_text(fact_kind(&r.arena, body), "gap")) {
            check_ok(json_parse_canonical(&r.arena, body, 4096, &top, NULL));
            check_that(json_get_integer(top, "excess", &excess));
        }
    }
    return excess;
}

TEST(the_pulse_of_a_silence_is_an_eighth_of_its_time_within_bounds)
{
    static const struct {
        int64_t duration_ms;
        int64_t pulse_ms;
    } rows[] = {
        {SILENCE_MS_MIN, 1250},           {80000, 10000},
        {8 * PULSE_MS_MAX, PULSE_MS_MAX}, {8 * PULSE_MS_MAX + 8000, PULSE_MS_MAX},
        {30 * 86400000LL, PULSE_MS_MAX},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        begin(rows[i].duration_ms, RIG_VERSION);
        check_eq(silence_pulse_ms(r.state, &r.arena), PULSE_MS_MAX); /* nothing is open */
        rig_to(&r, RIG_WAITING);
        check_eq(silence_pulse_ms(r.state, &r.arena), rows[i].pulse_ms);
        check_that(rows[i].pulse_ms >= PULSE_MS_MIN);
        rig_close(&r);
    }
}

TEST(the_pulse_in_force_is_that_of_the_shortest_open_silence)
{
    begin(80000, RIG_WAITING);
    rig_forget(&r);
    r.options.duration_ms = SILENCE_MS_MIN;
    rig_to(&r, RIG_WAITING);
    check_eq(silence_pulse_ms(r.state, &r.arena), 1250);
    check_text(rig_object(&r, "A02"), "ok"); /* the short one is broken */
    check_eq(silence_pulse_ms(r.state, &r.arena), 10000);
    rig_close(&r);
}

TEST(a_gap_is_what_is_longer_than_two_pulses_and_gives_back_all_but_one)
{
    for (int64_t more = 0; more < 2; more++) {
        begin(0, RIG_FOUNDED);
        uint64_t size = record_size(r.record);
        rig_block(&r, 2 * PULSE_MS_MAX + more);
        check_eq(excess_since(size), more == 0 ? -1 : PULSE_MS_MAX + 1);
        rig_close(&r);
        begin(80000, RIG_RUNNING);
        const struct silence before = rig_silence_now(&r);
        size = record_size(r.record);
        rig_block(&r, 20000 + more);
        check_eq(excess_since(size), more == 0 ? -1 : 10001);
        check_eq(rig_silence_now(&r).deadline_ms, before.deadline_ms + (more == 0 ? 0 : 10001));
        rig_close(&r);
    }
}

TEST(a_gap_lengthens_each_open_silence_by_what_it_waits_for)
{
    begin(0, RIG_FIRED); /* gathers all-clears: E */
    const struct silence fired = rig_silence_now(&r);
    rig_forget(&r);
    rig_to(&r, RIG_RUNNING); /* its clock runs: D */
    const struct silence running = rig_silence_now(&r);
    rig_forget(&r);
    rig_to(&r, RIG_WAITING); /* waits for availability: the window */
    const struct silence waiting = rig_silence_now(&r);
    rig_block(&r, 100000);
    struct silence x;
    check_that(silence_get(r.state, &fired.id, &r.arena, &x));
    check_eq(x.deadline_ms, fired.deadline_ms);
    check_eq(x.extra_ms, fired.extra_ms + 98750);
    check_that(silence_get(r.state, &running.id, &r.arena, &x));
    check_eq(x.deadline_ms, running.deadline_ms + 98750);
    check_eq(x.extra_ms, running.extra_ms);
    check_that(silence_get(r.state, &waiting.id, &r.arena, &x));
    check_eq(x.deadline_ms, 0);
    check_eq(x.window_ms, waiting.window_ms + 98750);
    rig_close(&r);
}

static const char *explain_until(int64_t expires_ms)
{
    r.expires_ms = expires_ms;
    return rig_say(&r, "A02", "matter.explain", "{'root':$a,'text':'x'}");
}

TEST(an_act_expires_after_its_time_and_not_at_it)
{
    begin(0, RIG_TEXT);
    check_text(explain_until(r.time_ms + 1000), "ok"); /* its block comes a second later */
    check_text(explain_until(r.time_ms + 999), "expired");
    check_text(explain_until(0), "ok"); /* never */
    rig_close(&r);
}

TEST(an_expiry_is_lengthened_by_the_gaps_before_it)
{
    begin(0, RIG_TEXT);
    const int64_t start = r.time_ms;
    rig_block(&r, PULSE_MS_MAX + 1000000); /* gives back 1000 s */
    check_text(explain_until(r.time_ms + 1000 - 1000000), "ok");
    check_text(explain_until(r.time_ms + 999 - 1000000), "expired");
    check_text(explain_until(start), "expired"); /* began at the expiry: counts, and is not enough */
    /* A second gap that begins only in the time that the first gave back counts too. */
    rig_block(&r, PULSE_MS_MAX + 2000000);
    check_text(explain_until(r.time_ms + 1000 - 3000000), "ok");
    check_text(explain_until(r.time_ms + 999 - 3000000), "expired");
    rig_close(&r);
}

TEST(a_gap_that_began_after_the_expiry_does_not_lengthen_it)
{
    begin(0, RIG_TEXT);
    const int64_t expires = r.time_ms + 5000;
    rig_block(&r, 5001);
    rig_block(&r, PULSE_MS_MAX + 1000000);
    check_text(explain_until(expires), "expired");
    check_text(explain_until(expires + 1),
               "expired"); /* it began then, but gives too little for this block */
    rig_close(&r);
}

/* Of what lies further back than that, nobody asks whether the act was written before or after it. */
TEST(a_gap_counts_for_expiries_within_a_span_after_it)
{
    begin(0, RIG_TEXT);
    const int64_t began = r.time_ms;
    rig_block(&r, EXPIRY_SPAN_MS + 10 * 86400000LL); /* gives back nearly all of forty days */
    check_text(explain_until(began + EXPIRY_SPAN_MS - 1), "ok");
    check_text(explain_until(began + EXPIRY_SPAN_MS), "expired");
    rig_close(&r);
}
