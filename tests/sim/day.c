#include "sim/day.h"

#include <stdio.h>
#include <string.h>

#include "base/check.h"
#include "mechanism/silence.h"

static const uint64_t seed_mix = 0x64617973u;

static void tell(const struct day *d, const char *what)
{
    if (d->tell) {
        (void)printf("-- %s (boot %lld, wall %lld)\n", what, (long long)d->h.world->boot_ms,
                     (long long)d->h.world->wall_ms);
    }
}

static void start_again(struct day *d, struct world *next)
{
    next->faults = (struct world_faults){.space = -1, .lying = d->lying};
    d->disk_back = 0;
    day_check_answers(d);
    for (size_t i = 0; i < d->sent_count; i++) {
        d->sent[i].client = 0; /* nobody waits any more */
    }
    host_crash_into(&d->h, next);
    if (d->h.core == NULL) {
        day_fail(d, "core does not start again: %s", error_text(d->h.core_error));
    }
    day_check_restart(d);
    d->scanned = d->scanned > record_size(host_record(&d->h)) ? 0 : d->scanned;
}

/* All processes are killed; the disk keeps what was written. */
static void kill_all(struct day *d)
{
    d->totals.kills++;
    tell(d, "all processes are killed");
    start_again(d, world_after(d->h.world, false));
}

static void lose_power(struct day *d)
{
    const bool torn = prng_below(&d->prng, 3) != 0;
    d->totals.losses++;
    tell(d, torn ? "power is lost in the middle of a write" : "power is lost");
    d->totals.torn += torn;
    struct world *next = torn ? world_after_torn(d->h.world, &d->prng) : world_after(d->h.world, true);
    next->boot_ms = 1000 + (int64_t)prng_below(&d->prng, 100000);
    next->boot_id++;
    next->wall_ms += prng_between(&d->prng, 1, 60000);
    start_again(d, next);
}

/* Core ended by itself, as it does when the disk fails it. */
static void after_end(struct day *d)
{
    if (d->h.core_error == ERROR_FULL || d->h.core_error == ERROR_IO || d->h.core_error == ERROR_CLOSED) {
        lose_power(d);
        return;
    }
    day_fail(d, "core ended: %s", error_text(d->h.core_error));
}

static void settle(struct day *d)
{
    if (d->h.core != NULL) {
        host_settle(&d->h);
    }
    day_check_answers(d);
    if (d->h.core == NULL) {
        after_end(d);
    }
    day_check_record(d);
    for (size_t i = 0; i < d->h.signer_count; i++) {
        if (d->h.signers[i].signer != NULL && signer_wants_restart(d->h.signers[i].signer) &&
            d->disk_back == 0) {
            host_stop_signer(&d->h, i);
            host_start_signer(&d->h, i);
        }
    }
    arena_clear(harness_arena());
}

static void pass(struct day *d, int64_t ms)
{
    if (d->h.core != NULL) {
        host_pass(&d->h, ms);
        d->totals.events++;
    }
    settle(d);
}

/* Signers
 * -------------------------------------------------------------------------------------------------------- */

/* Its own answer, with one byte that is another. */
static bool lie(struct host *h, size_t number, const struct signer_request *r, struct buffer *answer)
{
    struct day *d = h->signers[number].lie_ctx;
    struct buffer request;
    buffer_init(&request, SIGNER_FRAME_BYTES_MAX);
    signer_request_write(&request, r);
    signer_answer(h->signers[number].signer, buffer_view(&request), answer);
    buffer_done(&request);
    if (answer->len > 0) {
        answer->data[prng_below(&d->prng, answer->len)] ^= (uint8_t)(1 + prng_below(&d->prng, 255));
    }
    d->totals.lies++;
    return true;
}

static void change_signer(struct day *d)
{
    struct host_signer *s = &d->h.signers[prng_below(&d->prng, d->h.signer_count)];
    const size_t number = (size_t)(s - d->h.signers);
    switch (prng_below(&d->prng, 6)) {
    case 0:
        s->manner = HOST_LOST;
        break;
    case 1:
        s->manner = HOST_SILENT;
        break;
    case 2:
        s->lie = s->signer == NULL ? NULL : lie;
        s->lie_ctx = d;
        break;
    case 3:
        s->lie = NULL;
        host_stop_signer(&d->h, number);
        break;
    default:
        s->manner = HOST_ANSWERS;
        s->lie = NULL;
        if (s->signer == NULL && d->disk_back == 0) {
            host_start_signer(&d->h, number);
        }
        break;
    }
}

/* A request that was never answered is given up, as the process around core does after some seconds. */
static void lose_silent(struct day *d)
{
    for (size_t i = 0; i < d->h.signer_count && d->h.core != NULL; i++) {
        if (d->h.signers[i].asked && d->h.signers[i].manner == HOST_SILENT) {
            host_lose(&d->h, i);
        }
    }
}

/* Disk and clocks
 * ------------------------------------------------------------------------------------------------ */

static void spoil_disk(struct day *d)
{
    struct world_faults *f = &d->h.world->faults;
    if (d->disk_back != 0) {
        return;
    }
    d->disk_back = prng_between(&d->prng, 1, 8);
    if (prng_below(&d->prng, 2) == 0) {
        f->space = (int64_t)prng_below(&d->prng, 60000);
        d->totals.full++;
        tell(d, "the disk is nearly full");
    } else {
        f->fail_from = f->operations + 1 + prng_below(&d->prng, 40);
        f->fail_count = prng_below(&d->prng, 2) == 0 ? 0 : 1 + prng_below(&d->prng, 3);
        f->error = prng_below(&d->prng, 3) == 0 ? ERROR_FULL : ERROR_IO;
        d->totals.failed_disks++;
        tell(d, f->error == ERROR_FULL ? "the disk will be full" : "the disk will fail");
    }
}

static void mend_disk(struct day *d)
{
    struct world_faults *f = &d->h.world->faults;
    if (d->disk_back > 0 && --d->disk_back == 0) {
        f->space = -1;
        f->fail_from = 0;
        tell(d, "the disk is well again");
    }
}

static void leap(struct day *d)
{
    static const int64_t spans[] = {500, 20000, 4000000};
    const int64_t span = spans[prng_below(&d->prng, 3)];
    d->h.world->wall_ms += prng_between(&d->prng, -span, span);
    d->totals.leaps++;
}

static void confirm(struct day *d)
{
    const struct client_request r = {.verb = CLIENT_confirm};
    (void)host_request(&d->h, &r);
}

static void ask_checkpoint(struct day *d)
{
    const struct client_request r = {.verb = CLIENT_checkpoint, .size = record_size(host_record(&d->h))};
    (void)host_request(&d->h, &r);
}

static void step(struct day *d)
{
    const uint64_t drawn = prng_below(&d->prng, 1000);
    d->totals.events++;
    mend_disk(d);
    if (d->h.core == NULL || core_engine(d->h.core) == NULL) { /* the disk has ended it: it starts again */
        settle(d);
    }
    if (drawn < 620) {
        day_act(d);
    } else if (drawn < 660) {
        day_repeat(d);
    } else if (drawn < 680) {
        day_nonsense(d);
    } else if (drawn < 860) {
        pass(d, prng_between(&d->prng, 1, 6000));
        return;
    } else if (drawn < 880) {
        lose_silent(d);
    } else if (drawn < 930) {
        change_signer(d);
    } else if (drawn < 945) {
        spoil_disk(d);
    } else if (drawn < 955) {
        leap(d);
    } else if (drawn < 965) {
        confirm(d);
    } else if (drawn < 975) {
        ask_checkpoint(d);
    } else if (drawn < 988) {
        kill_all(d);
    } else {
        lose_power(d);
    }
    if (prng_below(&d->prng, 3) != 0) { /* else several requests come at once */
        settle(d);
    }
}

/* Everything is mended, and enough time passes for whatever is open. */
static void recover(struct day *d)
{
    enum { WELL_MS = 10 * 60 * 1000 };
    struct world *w = d->h.world;
    w->faults = (struct world_faults){.space = -1};
    d->disk_back = 0;
    settle(d);
    w = d->h.world;
    for (size_t i = 0; i < d->h.signer_count; i++) {
        d->h.signers[i].manner = HOST_ANSWERS;
        d->h.signers[i].lie = NULL;
        if (d->h.signers[i].signer == NULL) {
            host_start_signer(&d->h, i);
        }
    }
    const int64_t official = embedded_time_ms(core_engine(d->h.core));
    w->wall_ms = w->wall_ms > official ? w->wall_ms : official + 1;
    confirm(d);
    for (int i = 0; i < 20; i++) {
        pass(d, WELL_MS / 20);
        confirm(d);
    }
    settle(d);
}

void day_run(struct day *d, uint64_t seed, size_t steps)
{
    const struct day_totals totals = d->totals;
    const bool tell = d->tell;
    const bool lying = d->lying;
    *d = (struct day){.seed = seed, .steps = steps, .totals = totals, .tell = tell, .lying = lying};
    prng_seed(&d->prng, seed ^ seed_mix);
    day_begin_charter(d);
    const struct org_options options = {
        .charter = d->charter,
        .members = 1 + (size_t)prng_below(&d->prng, 6), .realm = REALM_EXERCISE, .seed = 1 + seed % 7};
    org_make(&d->arena, &options, &d->org);
    host_found(&d->h, &d->org);
    d->h.world->faults.lying = lying;
    for (size_t i = 0; i < steps; i++) {
        step(d);
    }
    recover(d);
    day_check_end(d);
    host_done(&d->h);
    arena_done(&d->arena);
    arena_clear(harness_arena());
    d->totals.runs++;
}
