/* Official time on one host: the boot-time clock, the wall clock, and the operator between them. */
#include "mechanism/matter.h"
#include "store/database.h"
#include "support/harness.h"
#include "unit/engine/desk.h"

static struct desk d;

static void begin(void)
{
    desk_begin(&d, NULL);
    desk_found(&d);
    check_text(desk_open_matter(&d, "first"), "ok");
}

TEST(time_follows_the_boot_clock_and_never_stands_still)
{
    begin();
    const int64_t start = desk_last_ms(&d);
    check_eq(start, d.world->wall_ms);
    check_text(desk_open_matter(&d, "same-millisecond"), "ok");
    check_eq(desk_last_ms(&d), start + 1);
    check_text(desk_open_matter(&d, "once-more"), "ok");
    check_eq(desk_last_ms(&d), start + 2);
    world_pass(d.world, 1000);
    d.world->wall_ms += 3000; /* it drifts, within what is taken */
    check_eq(embedded_time_ms(d.engine), start + 1000);
    check_text(desk_open_matter(&d, "later"), "ok");
    check_eq(desk_last_ms(&d), start + 1000);
    check_eq(embedded_clock(d.engine), CLOCK_STEADY);
    desk_end(&d);
}

TEST(the_clocks_may_disagree_by_ten_seconds_and_not_by_a_millisecond_more)
{
    static const struct {
        int64_t jump_ms;
        enum embedded_clock expected;
    } rows[] = {
        {CLOCK_DISAGREEMENT_MS_MAX, CLOCK_STEADY},
        {CLOCK_DISAGREEMENT_MS_MAX + 1, CLOCK_UNCONFIRMED},
        {-CLOCK_DISAGREEMENT_MS_MAX, CLOCK_STEADY},
        {-CLOCK_DISAGREEMENT_MS_MAX - 1, CLOCK_UNCONFIRMED},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        for (int restart = 0; restart < 2; restart++) {
            begin();
            world_pass(d.world, 1000);
            d.world->wall_ms += rows[i].jump_ms;
            if (restart == 1) {
                desk_restart(&d, false);
            }
            harness_note("jump of %lld ms, restart %d", (long long)rows[i].jump_ms, restart);
            check_eq(embedded_clock(d.engine), rows[i].expected);
            desk_end(&d);
        }
    }
}

TEST(a_restart_in_the_same_boot_knows_how_much_has_passed)
{
    begin();
    const int64_t start = desk_last_ms(&d);
    world_pass(d.world, 86400000);
    desk_restart(&d, false);
    check_eq(embedded_clock(d.engine), CLOCK_STEADY);
    check_eq(embedded_time_ms(d.engine), start + 86400000);
    desk_end(&d);
}

/* In a new boot only the wall clock knows how long it took. */
TEST(a_new_boot_is_believed_within_two_pulses_of_the_record)
{
    static const struct {
        int64_t later_ms;
        enum embedded_clock expected;
    } rows[] = {
        {0, CLOCK_STEADY},
        {-1, CLOCK_UNCONFIRMED},
        {2 * PULSE_MS_MAX, CLOCK_STEADY},
        {2 * PULSE_MS_MAX + 1, CLOCK_UNCONFIRMED},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        begin();
        const int64_t start = desk_last_ms(&d);
        d.world->wall_ms = start + rows[i].later_ms;
        desk_restart(&d, true);
        harness_note("%lld ms later", (long long)rows[i].later_ms);
        check_eq(embedded_clock(d.engine), rows[i].expected);
        check_text(desk_open_matter(&d, "after"), "ok");
        check_eq(desk_last_ms(&d), rows[i].expected == CLOCK_STEADY && rows[i].later_ms > 0
                                       ? start + rows[i].later_ms
                                       : start + 1);
        desk_end(&d);
    }
}

TEST(while_a_silence_is_open_a_new_boot_is_believed_within_its_pulses)
{
    for (int64_t more = 0; more < 2; more++) {
        desk_begin(&d, NULL);
        desk_found(&d);
        desk_run_silence(&d);
        d.world->wall_ms = desk_last_ms(&d) + 2500 + more; /* two pulses of an eighth of ten seconds */
        desk_restart(&d, true);
        check_eq(embedded_clock(d.engine), more == 0 ? CLOCK_STEADY : CLOCK_UNCONFIRMED);
        desk_end(&d);
    }
}

/* Acts are taken, deadlines are not reached, and nobody's time is lost. */
TEST(an_unconfirmed_clock_nearly_stands_until_an_operator_confirms)
{
    bool done = true;
    desk_begin(&d, NULL);
    desk_found(&d);
    desk_run_silence(&d);
    const struct silence before = desk_silence(&d);
    const int64_t last = desk_last_ms(&d);
    world_pass(d.world, 3600000);
    d.world->wall_ms += 86400000;
    check_eq(embedded_clock(d.engine), CLOCK_UNCONFIRMED);
    check_eq(embedded_wait_ms(d.engine), PULSE_MS_MAX);
    check_ok(embedded_pulse(d.engine, &done));
    check_that(!done);
    for (int64_t i = 1; i <= 3; i++) {
        check_text(desk_open_matter(&d, arena_printf(harness_arena(), "m%lld", (long long)i)), "ok");
        check_eq(desk_last_ms(&d), last + i);
    }
    d.world->wall_ms -= 86400000; /* what has disagreed once is not believed again by itself */
    check_text(desk_open_matter(&d, "m4"), "ok");
    check_eq(desk_last_ms(&d), last + 4);
    check_eq(desk_silence(&d).deadline_ms, before.deadline_ms);
    check_ok(embedded_confirm_clock(d.engine));
    check_eq(embedded_clock(d.engine), CLOCK_STEADY);
    check_eq(desk_last_ms(&d), d.world->wall_ms); /* it has jumped, with a pulse */
    const int64_t jump = d.world->wall_ms - (last + 4);
    check_eq(desk_silence(&d).deadline_ms, before.deadline_ms + jump - 1250);
    check_eq(desk_silence(&d).stage, SILENCE_RUNNING);
    desk_end(&d);
}

/* The record is an hour ahead: it cannot go back, so it goes on, that much ahead. */
TEST(a_record_that_is_ahead_of_the_wall_clock_goes_on_from_where_it_is)
{
    begin();
    const int64_t last = desk_last_ms(&d);
    d.world->wall_ms -= 3600000;
    check_eq(embedded_clock(d.engine), CLOCK_UNCONFIRMED);
    check_ok(embedded_confirm_clock(d.engine));
    check_eq(embedded_clock(d.engine), CLOCK_STEADY);
    world_pass(d.world, 5000);
    check_text(desk_open_matter(&d, "next"), "ok");
    check_eq(desk_last_ms(&d), last + 5000);
    for (int other_boot = 0; other_boot < 2; other_boot++) { /* what was confirmed is kept */
        world_pass(d.world, 5000);
        desk_restart(&d, other_boot == 1);
        check_eq(embedded_clock(d.engine), CLOCK_STEADY);
        check_eq(embedded_time_ms(d.engine), last + 10000 + other_boot * 5000);
    }
    desk_end(&d);
}

TEST(a_confirmed_jump_stays_confirmed_after_the_next_batch)
{
    begin();
    d.world->wall_ms += 3600000;
    check_eq(embedded_clock(d.engine), CLOCK_UNCONFIRMED);
    check_ok(embedded_confirm_clock(d.engine));
    world_pass(d.world, 1000);
    check_text(desk_open_matter(&d, "next"), "ok");
    const int64_t last = desk_last_ms(&d);
    desk_restart(&d, false);
    check_eq(embedded_clock(d.engine), CLOCK_STEADY);
    world_pass(d.world, 2000);
    desk_restart(&d, true);
    check_eq(embedded_clock(d.engine), CLOCK_STEADY);
    check_eq(embedded_time_ms(d.engine), last + 2000);
    desk_end(&d);
}

static void damage_anchor(void)
{
    struct database *db = NULL;
    struct statement *s = NULL;
    const struct database_options options = {
        .vfs = d.world->env.vfs, .create = true, .version = EMBEDDED_SCHEMA_VERSION};
    embedded_close(d.engine);
    d.engine = NULL;
    check_ok(database_open(&db, "org/record.db", &options));
    check_ok(database_begin(db));
    check_ok(statement_prepare(db, &s,
                               "UPDATE anchor SET body = CAST(substr(body, 1, 40) || zeroblob(32) AS BLOB)"));
    check_ok(statement_run(s));
    check_ok(database_commit(db));
    database_close(db);
    check_ok(embedded_open(&d.engine, &d.world->env, "org/record.db"));
}

TEST(an_anchor_that_is_damaged_counts_as_none)
{
    begin();
    world_pass(d.world, 86400000); /* the same boot, but nobody can tell any more */
    damage_anchor();
    check_eq(embedded_clock(d.engine), CLOCK_UNCONFIRMED);
    check_ok(embedded_confirm_clock(d.engine));
    check_eq(desk_last_ms(&d), d.world->wall_ms);
    desk_end(&d);
}

TEST(a_founding_in_the_past_is_caught_up_and_one_in_the_future_is_asked_about)
{
    desk_begin(&d, NULL);
    d.world->wall_ms += 86400000;
    desk_found(&d);
    check_eq(embedded_clock(d.engine), CLOCK_STEADY);
    check_text(desk_open_matter(&d, "next"), "ok");
    check_eq(desk_last_ms(&d), d.world->wall_ms);
    desk_end(&d);
    desk_begin(&d, NULL);
    d.world->wall_ms -= 86400000;
    desk_found(&d);
    check_eq(embedded_clock(d.engine), CLOCK_UNCONFIRMED);
    check_text(desk_open_matter(&d, "next"), "ok");
    check_eq(desk_last_ms(&d), d.rig.org.options.time_ms + 1);
    desk_end(&d);
}
