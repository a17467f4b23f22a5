/* The embedded engine: founding, batches, pulses, the record after it. */
#include <string.h>

#include "mechanism/matter.h"
#include "support/harness.h"
#include "unit/engine/desk.h"

static struct desk d;

static void begin(void)
{
    desk_begin(&d, NULL);
    desk_found(&d);
}

TEST(an_organisation_is_founded_once_and_is_there_after_a_restart)
{
    desk_begin(&d, NULL);
    check_that(!machine_is_founded(embedded_machine(d.engine)));
    check_eq(desk_size(&d), 0);
    desk_found(&d);
    check_that(machine_is_founded(embedded_machine(d.engine)));
    check_eq(desk_size(&d), 1);
    const struct hash digest = desk_digest(&d);
    desk_restart(&d, false);
    check_that(machine_is_founded(embedded_machine(d.engine)));
    check_bytes(hash_view(&machine_organisation(embedded_machine(d.engine))->id), hash_view(&d.rig.org.id));
    const struct hash again = desk_digest(&d);
    check_bytes(hash_view(&again), hash_view(&digest));
    desk_end(&d);
}

TEST(a_charter_that_closes_by_n_minus_f_is_refused_and_another_may_be_founded_after_it)
{
    struct diag diag = {.message = ""};
    desk_begin(&d, org_charter_quorum);
    check_eq(embedded_found(d.engine, d.rig.org.document, &diag), ERROR_DENIED);
    check_text(diag.found, "close n-f");
    check_that(strstr(diag.message, "closes a silence only by all") != NULL);
    check_eq(desk_size(&d), 0);
    check_eq(embedded_found(d.engine, BYTES("{}"), &diag), ERROR_MALFORMED);
    struct org other;
    org_make(&d.rig.arena, &(struct org_options){.members = 2}, &other);
    check_ok(embedded_found(d.engine, other.document, &diag));
    desk_end(&d);
}

TEST(a_batch_is_one_block_and_answers_each_act)
{
    struct act acts[3];
    struct machine_result results[3];
    struct diag diag;
    begin();
    struct machine *m = embedded_machine(d.engine);
    static const char *const references[] = {"one", "one", "two"};
    for (size_t i = 0; i < 3; i++) {
        const char *body =
            arena_printf(harness_arena(),
                         "{'body':'council','languages':['en'],'reference':'%s','rule':'silence',"
                         "'title':'T'}",
                         references[i]);
        const struct bytes envelope = rig_envelope(&d.rig, "A01", "matter.open", body);
        check_eq(machine_check(m, harness_arena(), envelope, &acts[i], &diag), ACCEPTED);
    }
    world_pass(d.world, 5000);
    check_ok(embedded_batch(d.engine, acts, 3, results));
    check_text(results[0].result, "ok");
    check_text(results[1].result, "exists");
    check_text(results[2].result, "ok");
    check_eq(results[2].index, 4); /* founding, block, three acts */
    check_eq(desk_last_ms(&d), d.world->wall_ms);
    /* What is there already is answered, and leaves nothing. */
    check_ok(embedded_batch(d.engine, acts, 3, results));
    for (size_t i = 0; i < 3; i++) {
        check_that(!results[i].recorded);
        check_eq(results[i].index, 2 + i);
    }
    check_eq(desk_size(&d), 5);
    desk_end(&d);
}

TEST(a_batch_takes_as_many_acts_as_its_limit_and_not_one_more)
{
    begin();
    struct machine *m = embedded_machine(d.engine);
    struct act *acts = ARENA_ARRAY(harness_arena(), struct act, BATCH_ACTS_MAX + 1);
    struct machine_result *results = ARENA_ARRAY(harness_arena(), struct machine_result, BATCH_ACTS_MAX + 1);
    struct diag diag;
    for (size_t i = 0; i <= BATCH_ACTS_MAX; i++) {
        const struct bytes envelope =
            rig_envelope(&d.rig, "A01", "objection.raise",
                         arena_printf(harness_arena(), "{'reason':'%zu','root':'%064zx'}", i, i));
        check_eq(machine_check_form(m, harness_arena(), envelope, &acts[i], &diag), ACCEPTED);
    }
    check_dies((void)!embedded_batch(d.engine, acts, BATCH_ACTS_MAX + 1, results));
    check_ok(embedded_batch(d.engine, acts, BATCH_ACTS_MAX, results));
    check_text(results[BATCH_ACTS_MAX - 1].result, "ok");
    check_eq(desk_size(&d), 2 + BATCH_ACTS_MAX);
    desk_end(&d);
}

TEST(a_pulse_keeps_time_fresh_and_is_denser_while_a_silence_is_open)
{
    bool done = true;
    begin();
    check_text(desk_open_matter(&d, "one"), "ok");
    const uint64_t size = desk_size(&d);
    check_eq(embedded_wait_ms(d.engine), PULSE_MS_MAX);
    world_pass(d.world, PULSE_MS_MAX - 1);
    check_eq(embedded_wait_ms(d.engine), 1);
    check_ok(embedded_pulse(d.engine, &done));
    check_that(!done);
    check_eq(desk_size(&d), size);
    world_pass(d.world, 1);
    check_eq(embedded_wait_ms(d.engine), 0);
    check_ok(embedded_pulse(d.engine, &done));
    check_that(done);
    check_eq(desk_size(&d), size + 1); /* the fact of the block alone */
    check_eq(embedded_wait_ms(d.engine), PULSE_MS_MAX);
    desk_run_silence(&d);
    check_eq(embedded_wait_ms(d.engine), 250); /* an eighth of ten seconds, and one has passed */
    desk_end(&d);
}

TEST(deadlines_and_lapses_come_without_anybody_asking)
{
    bool done = false;
    begin();
    desk_run_silence(&d);
    const struct silence x = desk_silence(&d);
    while (desk_silence(&d).stage == SILENCE_RUNNING) {
        world_pass(d.world, embedded_wait_ms(d.engine));
        check_ok(embedded_pulse(d.engine, &done));
        check_that(done);
    }
    check_eq(desk_last_ms(&d), x.deadline_ms); /* at the deadline, not at the next pulse */
    while (desk_silence(&d).stage == SILENCE_FIRED) {
        world_pass(d.world, embedded_wait_ms(d.engine));
        check_ok(embedded_pulse(d.engine, &done));
        check_that(done);
    }
    check_eq(desk_silence(&d).stage, SILENCE_LAPSED);
    check_eq(desk_last_ms(&d), x.deadline_ms + x.extra_ms);
    check_eq(embedded_wait_ms(d.engine), PULSE_MS_MAX);
    desk_end(&d);
}

TEST(a_silence_is_adopted_when_every_node_is_clear)
{
    bool done = false;
    begin();
    desk_run_silence(&d);
    const int64_t deadline = desk_silence(&d).deadline_ms;
    while (desk_silence(&d).stage == SILENCE_RUNNING) {
        world_pass(d.world, embedded_wait_ms(d.engine));
        check_ok(embedded_pulse(d.engine, &done));
    }
    for (size_t i = 0; i < 4; i++) {
        world_pass(d.world, 500);
        check_eq(machine_closes(embedded_machine(d.engine)), 0);
        check_text(desk_clear(&d, i), "ok");
    }
    check_eq(machine_closes(embedded_machine(d.engine)), 1);
    check_eq(desk_silence(&d).stage, SILENCE_CLOSED);
    check_eq(desk_last_ms(&d), deadline + 2000);
    struct matter m;
    check_that(matter_get(embedded_state(d.engine), &d.rig.matter, harness_arena(), &m));
    check_eq(m.stage, MATTER_ADOPTED);
    desk_end(&d);
}

TEST(time_that_nobody_was_there_is_given_back)
{
    begin();
    desk_run_silence(&d);
    const struct silence before = desk_silence(&d);
    world_pass(d.world, 60000 - 1000); /* a minute since the last batch */
    check_text(desk_open_matter(&d, "later"), "ok");
    check_eq(desk_silence(&d).stage, SILENCE_RUNNING);
    check_eq(desk_silence(&d).deadline_ms, before.deadline_ms + 60000 - 1250);
    desk_end(&d);
}

TEST(a_replay_of_the_record_gives_the_same_digest)
{
    bool done = false;
    begin();
    desk_run_silence(&d);
    world_pass(d.world, 20000);
    check_ok(embedded_pulse(d.engine, &done));
    desk_run_silence(&d);
    check_text(desk_say(&d, "A03", "objection.raise", "{'reason':'no','root':$r}"), "ok");
    check_text(
        desk_say(&d, "A04/adviser", "matter.choose", "{'alternative':'x','matter':$m,'provision':'p1'}"),
        "out_of_mandate");
    const struct hash digest = desk_digest(&d);
    embedded_close(d.engine);
    d.engine = NULL;
    const struct hash replayed = desk_replayed(&d);
    check_bytes(hash_view(&replayed), hash_view(&digest));
    check_ok(embedded_open(&d.engine, &d.world->env, "org/record.db"));
    const struct hash again = desk_digest(&d);
    check_bytes(hash_view(&again), hash_view(&digest));
    check_text(desk_open_matter(&d, "after"), "ok"); /* and it goes on */
    desk_end(&d);
}

TEST(checkpoints_are_kept_beside_the_record_and_outside_the_digest)
{
    uint64_t size = 0;
    struct bytes note;
    begin();
    const struct hash digest = desk_digest(&d);
    check_ok(embedded_keep_checkpoint(d.engine, 1, BYTES("a note")));
    const struct hash after = desk_digest(&d);
    check_bytes(hash_view(&after), hash_view(&digest));
    desk_restart(&d, false);
    check_ok(checkpoints_last(embedded_checkpoints(d.engine), harness_arena(), &size, &note));
    check_eq(size, 1);
    check_bytes(note, BYTES("a note"));
    check_ok(embedded_tidy(d.engine));
    desk_end(&d);
}

TEST(one_host_has_one_engine_and_foreign_schemas_are_not_opened)
{
    struct embedded *second = NULL;
    begin();
    embedded_close(d.engine);
    d.engine = NULL;
    world_put(d.world, "org/other.db", BYTES("this is no database, whatever its name says"));
    check_eq(embedded_open(&second, &d.world->env, "org/other.db"), ERROR_CORRUPT);
    check_that(second == NULL);
    check_ok(embedded_open(&d.engine, &d.world->env, "org/record.db"));
    desk_end(&d);
    embedded_close(NULL);
}
