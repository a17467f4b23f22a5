/* A disk that is full or fails, at each of its operations: what was acknowledged is there, what was not is
 * not half there, and when the disk is well again the same acts lead to the same state. */
#include <string.h>

#include "support/harness.h"
#include "unit/engine/desk.h"

static struct desk d;

enum { STEPS = 9 };

/* A step of a script whose clocks do not depend on what went wrong. "ok" or the name of an error. */
static const char *step(int number)
{
    struct diag diag = {.message = ""};
    bool done = false;
    d.rig.seq = 100 + number;
    d.world->boot_ms = 1000000 + 20000 * number;
    d.world->wall_ms = d.rig.org.options.time_ms + 1000 + 20000 * number;
    switch (number) {
    case 0:
        return error_name(embedded_found(d.engine, d.rig.org.document, &diag));
    case 3:
        return desk_say(&d, "A02", "objection.raise", "{'reason':'no','root':'%064d'}", 1);
    case 5:
        return error_name(embedded_tidy(d.engine));
    case 6:
        d.world->boot_ms += PULSE_MS_MAX;
        d.world->wall_ms += PULSE_MS_MAX;
        return error_name(embedded_pulse(d.engine, &done));
    case 7:
        d.world->boot_ms += PULSE_MS_MAX;
        d.world->wall_ms += PULSE_MS_MAX;
        return error_name(embedded_keep_checkpoint(d.engine, 1, BYTES("a note")));
    default:
        d.world->boot_ms += number > 6 ? PULSE_MS_MAX : 0;
        d.world->wall_ms += number > 6 ? PULSE_MS_MAX : 0;
        return desk_open_matter(&d, arena_printf(&d.rig.arena, "m%d", number));
    }
}

static bool is_good(const char *result)
{
    return strcmp(result, "ok") == 0 || strcmp(result, "OK") == 0;
}

/* The disk is well again, and the engine is opened on what it holds. */
static void recover(bool power_lost)
{
    const struct world_faults well = {.space = -1};
    struct world *old = d.world;
    struct world *next = world_after(old, power_lost);
    embedded_close(d.engine);
    d.engine = NULL;
    world_free(old);
    d.world = next;
    d.world->faults = well;
    check_ok(embedded_open(&d.engine, &d.world->env, "org/record.db"));
}

static void check_sound(void)
{
    struct buffer findings;
    buffer_init(&findings, 4096);
    check_ok(state_verify(embedded_state(d.engine), &findings));
    buffer_done(&findings);
}

/* The digests after each step of a run in which nothing goes wrong. Gives the operations of the disk that it
 * took. */
static uint64_t run_well(struct hash digests[STEPS])
{
    desk_begin(&d, NULL);
    const uint64_t before = d.world->faults.operations;
    for (int i = 0; i < STEPS; i++) {
        const char *result = step(i);
        harness_note("step %d: %s", i, result);
        check_that(is_good(result));
        digests[i] = desk_digest(&d);
    }
    const uint64_t operations = d.world->faults.operations - before;
    desk_end(&d);
    return operations;
}

/* How many steps failed. */
static int run_with(const struct world_faults *faults, bool power_lost, const struct hash digests[STEPS])
{
    int failures = 0;
    desk_begin(&d, NULL);
    d.world->faults = *faults; /* operations are counted from here on */
    for (int i = 0; i < STEPS; i++) {
        const char *result = step(i);
        if (is_good(result)) {
            const struct hash now = desk_digest(&d);
            check_bytes(hash_view(&now), hash_view(&digests[i]));
            continue;
        }
        failures++;
        check_that(strncmp(result, "ERROR_", 6) == 0);
        recover(power_lost);
        check_sound();
        if (i == 0 && machine_is_founded(embedded_machine(d.engine))) {
            continue; /* not acknowledged, and there all the same */
        }
        result = step(i); /* the same bytes at the same time */
        harness_note("step %d again: %s", i, result);
        check_that(is_good(result));
        const struct hash now = desk_digest(&d);
        check_bytes(hash_view(&now), hash_view(&digests[i]));
    }
    d.world->faults = (struct world_faults){.space = -1};
    desk_restart(&d, false);
    check_sound();
    const struct hash end = desk_digest(&d);
    check_bytes(hash_view(&end), hash_view(&digests[STEPS - 1]));
    desk_end(&d);
    return failures;
}

static void run_each(enum error error, uint64_t count, bool syncs_only, bool power_lost)
{
    struct hash digests[STEPS];
    const uint64_t operations = run_well(digests);
    int failures = 0;
    check_that(operations > 20);
    for (uint64_t k = 1; k <= operations; k++) {
        const struct world_faults faults = {
            .space = -1, .fail_from = k, .fail_count = count, .error = error, .syncs_only = syncs_only};
        harness_note("operation %llu of %llu", (unsigned long long)k, (unsigned long long)operations);
        failures += run_with(&faults, power_lost, digests);
    }
    check_that(failures > 5);
}

TEST(a_disk_that_is_full_from_any_operation_on_loses_nothing)
{
    run_each(ERROR_FULL, 0, false, false);
}

TEST(a_disk_that_fails_once_at_any_operation_loses_nothing)
{
    run_each(ERROR_IO, 1, false, false);
}

TEST(a_sync_that_fails_and_a_loss_of_power_leave_what_was_acknowledged)
{
    run_each(ERROR_IO, 0, true, true);
    run_each(ERROR_IO, 0, false, true);
}

TEST(a_disk_with_too_little_room_takes_what_fits_and_goes_on_when_there_is_more)
{
    struct hash digests[STEPS];
    int failures = 0;
    (void)run_well(digests);
    for (int64_t space = 0; space < 400000; space += 9973) {
        const struct world_faults faults = {.space = space};
        failures += run_with(&faults, false, digests);
    }
    check_that(failures > 5);
}
