#include "sim/chorus.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/check.h"
#include "codec/note.h"
#include "record/checkpoint.h"

enum {
    POLL_MS = 200,
    ROUND_MS = 10000,
    CEREMONIES_MAX = 4, /* the last of them is left in peace */
    SESSION_MS = 20000, /* of disturbances; then everybody is well */
    WELL_MS = 8000,     /* within which everybody runs again */
    SIGNED_MS = 60000,  /* within which a statement is signed once enough are well */
};

static const uint64_t seed_mix = 0x63686f72u;

void chorus_fail(struct chorus *c, const char *format, ...)
{
    va_list list;
    if (c->failed) {
        return;
    }
    c->failed = true;
    va_start(list, format);
    (void)vsnprintf(c->failure, sizeof c->failure, format, list);
    va_end(list);
}

void chorus_draw(struct chorus_plan *p, uint64_t seed)
{
    static const size_t sizes[] = {3, 3, 3, 4, 4, 4, 5, 5, 6}; /* the small ones are cheap */
    struct prng r;
    prng_seed(&r, seed ^ seed_mix);
    *p = (struct chorus_plan){.seed = seed,
                              .n = sizes[prng_below(&r, sizeof sizes / sizeof sizes[0])],
                              .delay = (unsigned)prng_below(&r, 2),
                              .statements = 2 + (size_t)prng_below(&r, 5),
                              .calm_ceremony = prng_below(&r, 2) == 0};
    const size_t spare = p->n - (size_t)(2 * p->n / 3 + 1);
    p->crash = prng_below(&r, 2) == 0 ? 0 : 30 + (uint32_t)prng_below(&r, 200);
    p->restart = prng_below(&r, 2) == 0 ? 0 : (uint32_t)prng_below(&r, 60);
    p->silent = prng_below(&r, 2) == 0 ? 0 : (uint32_t)prng_below(&r, 60);
    p->lost = prng_below(&r, 2) == 0 ? 0 : (uint32_t)prng_below(&r, 150);
    p->restored = prng_below(&r, 3) == 0 ? 300 : 0;
    p->forked = prng_below(&r, 3) == 0 ? 200 : 0;
    for (size_t i = 0; i < spare && prng_below(&r, 2) == 0; i++) { /* others stay enough */
        p->lies[prng_below(&r, p->n)] = (enum chorus_lie)prng_below(&r, CHORUS_LIES);
    }
}

void chorus_draw_small(struct chorus_plan *p, uint64_t seed)
{
    struct prng r;
    prng_seed(&r, seed ^ seed_mix);
    *p = (struct chorus_plan){.seed = seed,
                              .n = 3,
                              .delay = (unsigned)prng_below(&r, 2),
                              .statements = CHORUS_STATEMENTS_MAX,
                              .calm_ceremony = true,
                              .crash = 40 + (uint32_t)prng_below(&r, 160),
                              .restart = 10 + (uint32_t)prng_below(&r, 50),
                              .lost = 100 + (uint32_t)prng_below(&r, 200)};
}

struct bytes chorus_note(struct chorus *c, const struct checkpoint *checkpoint)
{
    const struct organisation *org = machine_organisation(c->r.machine);
    struct buffer b;
    buffer_init(&b, NOTE_BYTES_MAX);
    checkpoint_write(&b, org->origin_line, checkpoint);
    const struct signature s = sign_bytes(&c->r.org.log_key.secret, buffer_view(&b));
    buffer_add_u8(&b, '\n');
    note_add_line(&b, org->origin_line, &c->r.org.log_key.public, &s);
    const struct bytes note = arena_copy(&c->r.arena, buffer_view(&b));
    buffer_done(&b);
    return note;
}

/* Core orders what it was given, if it does not lose it. */
static void order_pool(struct chorus *c)
{
    for (size_t i = 0; i < c->pool_count; i++) {
        if (c->calm || !prng_chance(&c->prng, c->plan.lost)) {
            c->totals.acts++;
            (void)rig_order_envelope(&c->r, c->pool[i]);
        }
    }
    c->pool_count = 0;
}

static void step(struct chorus *c)
{
    const struct checkpoint now = {record_size(c->r.record), record_root(c->r.record)};
    const struct duty_view view = {.org = machine_organisation(c->r.machine),
                                   .state = c->r.state,
                                   .record = c->r.record,
                                   .note = chorus_note(c, &now),
                                   .checkpoint = now,
                                   .wall_ms = c->r.time_ms};
    for (size_t i = 0; i < c->plan.n && !c->failed; i++) {
        chorus_node_poll(c, i, &view);
    }
    order_pool(c);
    rig_block(&c->r, POLL_MS);
    chorus_check_block(c);
}

static void pass(struct chorus *c, int64_t ms)
{
    for (const int64_t until = c->r.time_ms + ms; c->r.time_ms < until && !c->failed;) {
        step(c);
    }
}

static bool has_voice(struct chorus *c)
{
    struct voice v;
    return voice_get(c->r.state, &c->r.arena, &v);
}

/* All ask; the ceremony ends, one way or the other, by the deadlines of its rounds. */
static void hold_ceremony(struct chorus *c)
{
    struct voice_ceremony x;
    c->totals.ceremonies++;
    for (size_t i = 0; i < c->plan.n; i++) {
        const char *who = arena_printf(&c->r.arena, "A%02zu", i + 1);
        check(strcmp(rig_say(&c->r, who, "voice.open", "{'duration':%d}", ROUND_MS), "ok") == 0);
        chorus_check_block(c);
    }
    const int64_t until = c->r.time_ms + 3 * (int64_t)(ROUND_MS + 4 * POLL_MS);
    do {
        step(c);
        check(voice_ceremony_last(c->r.state, &c->r.arena, &x));
    } while (!c->failed && x.stage != CEREMONY_DONE && x.stage != CEREMONY_VOID && c->r.time_ms < until);
    if (!c->failed && x.stage != CEREMONY_DONE && x.stage != CEREMONY_VOID) {
        chorus_fail(c, "a ceremony does not end with its rounds");
    }
    c->totals.voids += x.stage == CEREMONY_VOID;
}

static void make_voice(struct chorus *c)
{
    for (int i = 0; i < CEREMONIES_MAX && !has_voice(c) && !c->failed; i++) {
        c->calm = c->plan.calm_ceremony || i == CEREMONIES_MAX - 1;
        hold_ceremony(c);
    }
    c->calm = false;
    if (!has_voice(c)) {
        chorus_fail(c, "a ceremony that was left in peace makes no key");
    }
}

static void adopt(struct chorus *c)
{
    rig_forget(&c->r);
    rig_to(&c->r, RIG_OPENED);
    c->totals.statements++;
    chorus_check_block(c);
}

static bool is_spoken(struct chorus *c, int64_t statement)
{
    struct spoken spoken;
    return signing_spoken(c->r.state, statement, &spoken);
}

static bool are_spoken(struct chorus *c, int64_t first, int64_t last)
{
    for (int64_t i = first; i <= last; i++) {
        if (!is_spoken(c, i)) {
            return false;
        }
    }
    return true;
}

static bool can_be_signed(struct chorus *c, int64_t statement)
{
    const struct charter *charter = machine_organisation(c->r.machine)->first_charter;
    return chorus_able(c, statement) >= (size_t)voice_threshold(charter, c->plan.n);
}

/* Nobody waits for those whom too few can sign. */
static bool are_worth_waiting(struct chorus *c, int64_t first, int64_t last)
{
    bool worth = false;
    for (int64_t i = first; i <= last; i++) {
        worth = worth || (!is_spoken(c, i) && can_be_signed(c, i));
    }
    return worth;
}

static void sign(struct chorus *c, int64_t first, int64_t last)
{
    int64_t until = c->r.time_ms + SESSION_MS;
    while (!are_spoken(c, first, last) && c->r.time_ms < until && !c->failed) {
        step(c);
    }
    c->calm = true;
    const int64_t well = c->r.time_ms + WELL_MS;
    until = c->r.time_ms + SIGNED_MS;
    while (!are_spoken(c, first, last) && c->r.time_ms < until && !c->failed &&
           (c->r.time_ms < well || are_worth_waiting(c, first, last))) {
        step(c);
    }
    c->calm = false;
    for (int64_t i = first; i <= last && !c->failed; i++) {
        const size_t able = chorus_able(c, i);
        const bool enough = can_be_signed(c, i);
        c->totals.unable += !enough && !is_spoken(c, i);
        if (enough && !is_spoken(c, i)) {
            chorus_fail(c, "statement %lld is not signed, though %zu are able and well", (long long)i, able);
        }
    }
}

bool chorus_run(struct chorus *c, const struct chorus_plan *plan)
{
    static char folder[64];
    const struct chorus_totals totals = c->totals;
    const bool tell = c->tell;
    *c = (struct chorus){.plan = *plan, .totals = totals, .tell = tell};
    prng_seed(&c->prng, plan->seed);
    if (folder[0] == 0) {
        const char *base = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
        (void)snprintf(folder, sizeof folder, "%s/univocal-sim-XXXXXX", base);
        check(mkdtemp(folder) != NULL);
    }
    const struct rig_options options = {.folder = folder,
                                        .file = "chorus.db",
                                        .members = plan->n,
                                        .realm = REALM_EXERCISE,
                                        .seed = plan->n,
                                        .delay = plan->delay,
                                        .unsigned_acts = plan->seed % 8 != 0};
    rig_open(&c->r, &options);
    machine_set_mutation(c->r.machine, plan->mutation);
    for (size_t i = 0; i < plan->n; i++) {
        chorus_node_begin(c, i);
    }
    make_voice(c);
    pass(c, 2000);
    for (size_t made = 0; made < plan->statements && !c->failed;) {
        const size_t together = 1 + made % 2 < plan->statements - made ? 1 + made % 2 : 1;
        for (size_t i = 0; i < together; i++) {
            adopt(c);
        }
        sign(c, (int64_t)made + 1, (int64_t)(made + together));
        made += together;
    }
    if (!c->failed) {
        chorus_check_end(c);
    }
    for (size_t i = 0; i < plan->n; i++) {
        chorus_node_end(&c->nodes[i]);
    }
    rig_close(&c->r);
    static const char *const names[] = {"", "-wal", "-shm", "-lock"};
    for (size_t i = 0; i < 4; i++) {
        char path[128];
        (void)snprintf(path, sizeof path, "%s/chorus.db%s", folder, names[i]);
        (void)unlink(path);
    }
    if (rmdir(folder) == 0) {
        folder[0] = 0;
    }
    c->totals.runs++;
    return !c->failed;
}
