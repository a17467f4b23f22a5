/* Silences: opening, the clock, extension, not received, and how they end. */
#include "mechanism/silence.h"

#include "mechanism/matter.h"
#include "support/harness.h"
#include "support/rig.h"

static struct rig r;

static void begin(int64_t duration_ms, enum rig_stage stage)
{
    rig_open(&r, &(struct rig_options){.folder = harness_folder(), .duration_ms = duration_ms});
    rig_to(&r, stage);
}

TEST(delta_is_a_thousandth_of_the_duration_within_its_bounds)
{
    static const struct {
        int64_t duration_ms;
        int64_t delta_ms;
        int64_t extra_ms; /* at least two delta: the charter says 60 s */
    } rows[] = {
        {SILENCE_MS_MIN, DELTA_MS_MIN, 60000},
        {1001000, 1001, 60000},
        {DELTA_MS_MIN * 1000, DELTA_MS_MIN, 60000},
        {30000000, 30000, 60000},
        {30001000, 30001, 60002},
        {DELTA_MS_MAX * 1000, DELTA_MS_MAX, 2 * DELTA_MS_MAX},
        {DELTA_MS_MAX * 1000 + 1000, DELTA_MS_MAX, 2 * DELTA_MS_MAX},
        {30 * 86400000LL, DELTA_MS_MAX, 2 * DELTA_MS_MAX},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        begin(rows[i].duration_ms, RIG_WAITING);
        harness_note("a silence of %lld ms", (long long)rows[i].duration_ms);
        check_eq(rig_silence_now(&r).delta_ms, rows[i].delta_ms);
        check_eq(rig_silence_now(&r).extra_ms, rows[i].extra_ms);
        rig_close(&r);
    }
}

/* With delta longer than the charter's E nobody could be clear in time: signers wait for D + delta. */
TEST(a_silence_of_a_day_is_adopted_though_its_delta_is_longer_than_the_charters_e)
{
    begin(86400000, RIG_FIRED);
    const struct silence x = rig_silence_now(&r);
    check_that(x.delta_ms > 60000);
    rig_until(&r, x.deadline_ms + x.delta_ms);
    rig_to(&r, RIG_ADOPTED);
    rig_close(&r);
}

TEST(a_rule_that_cannot_count_the_seats_of_its_body_has_no_silence)
{
    static const char *const rules[] = {
        "over council, other;\n    pass n(Y in council) > 0 & n(Y in other) > 0;\n",
        "pass population(Y) > population(N);\n",
    };
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        const char *charter = arena_printf(
            harness_arena(),
            "charter \"odd\" title \"A rule that needs more than seats\";\nattributes population;\n"
            "body council {\n    members all;\n    chair rotation;\n    rules silence;\n}\n"
            "body other {\n    members all;\n    chair rotation;\n    rules silence;\n}\n"
            "rule silence {\n    %s    clock at least 10s;\n    close all within 60s;\n}\n",
            rules[i]);
        rig_open(&r, &(struct rig_options){.folder = harness_folder(), .charter = charter});
        rig_to(&r, RIG_VERSION);
        check_text(rig_silence(&r), "not_applicable");
        rig_close(&r);
    }
}
