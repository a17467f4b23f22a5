#include "sim/race.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/check.h"
#include "mechanism/clock.h"
#include "mechanism/matter.h"

enum { SETUP_STEP_MS = 6000, ACT_DELAY_MS = 50 };

void race_fail(struct race *r, const char *format, ...)
{
    if (r->failed) {
        return;
    }
    va_list list;
    va_start(list, format);
    (void)vsnprintf(r->failure, sizeof r->failure, format, list);
    va_end(list);
    r->failed = true;
}

size_t race_faulty(const struct race *r)
{
    return (r->s.n - 1) / 3;
}

void race_send(struct race *r, struct bytes envelope, int64_t delay_ms)
{
    if (r->pool_count == RACE_POOL_MAX) {
        return; /* a full pool refuses; who cares sends again */
    }
    r->pool[r->pool_count++] = (struct race_pooled){.envelope = envelope, .from_ms = r->now_ms + delay_ms};
}

/* The median of the clocks at a commit: what the next header says. Liars name what they like; with at most f
 * of them the lower median stays within the honest. */
static int64_t median_clock(struct race *r)
{
    int64_t clocks[RACE_NODES_MAX];
    for (size_t i = 0; i < r->s.n; i++) {
        int64_t own = node_wall_ms(&r->nodes[i]);
        if (!r->nodes[i].honest) {
            own += prng_between(&r->prng, -3600000, 3600000);
        }
        size_t at = i;
        while (at > 0 && clocks[at - 1] > own) {
            clocks[at] = clocks[at - 1];
            at--;
        }
        clocks[at] = own;
    }
    return clocks[(r->s.n - 1) / 2];
}

static bool is_halted(const struct race *r)
{
    const int64_t opened = r->opening_ms[0];
    if (r->s.halt_ms > 0 && opened != 0 && r->now_ms >= opened + r->s.halt_at_ms &&
        r->now_ms < opened + r->s.halt_at_ms + r->s.halt_ms) {
        return true;
    }
    const struct seen *x = &r->seen[0];
    return r->s.halt_fired_ms > 0 && x->fired && !x->ended &&
           r->now_ms < x->fired_real_ms + r->s.halt_fired_ms;
}

/* What the orderer has and does not keep out, in an order of its own. */
static size_t choose(struct race *r, struct act *acts)
{
    size_t count = 0;
    for (size_t i = 0; i < r->pool_count && count < CHAIN_BLOCK_ACTS; i++) {
        struct race_pooled *p = &r->pool[i];
        if (!p->done && p->from_ms <= r->now_ms) {
            p->done = true;
            count += chain_takes(r->chain, p->envelope, &acts[count]);
        }
    }
    for (size_t i = count; i > 1; i--) {
        const size_t k = (size_t)prng_below(&r->prng, i);
        const struct act moved = acts[i - 1];
        acts[i - 1] = acts[k];
        acts[k] = moved;
    }
    size_t kept = 0;
    for (size_t i = 0; i < r->pool_count; i++) {
        if (!r->pool[i].done) {
            r->pool[kept++] = r->pool[i];
        }
    }
    r->pool_count = kept;
    return count;
}

static int64_t pulse_ms(struct race *r)
{
    struct arena a = {0};
    const int64_t p = clock_pulse_ms(r->chain->state, &a);
    arena_done(&a);
    return r->s.pulse_off ? 300000 : p;
}

static void make_block(struct race *r)
{
    static struct act acts[CHAIN_BLOCK_ACTS];
    queue_add(&r->queue, r->now_ms + r->s.block_ms, EVENT_BLOCK, 0, 0);
    if (is_halted(r)) {
        return;
    }
    const size_t count = choose(r, acts);
    const bool pulse = r->now_ms - r->last_block_ms >= pulse_ms(r);
    if (count == 0 && r->chain->pending_count == 0 && !pulse) {
        return;
    }
    const int64_t previous = r->chain->official_ms;
    const int64_t clock = median_clock(r);
    /* With delay 1 a header carries the time at which the block before was committed. */
    const int64_t header = r->s.delay == 0 ? clock : r->committed_ms;
    chain_block(r->chain, acts, count, header, r->now_ms, pulse);
    r->committed_ms = clock;
    r->last_block_ms = r->now_ms;
    check_block(r, previous);
}

static struct bytes sign(struct race *r, const struct org_act *act)
{
    return org_sign(&r->chain->org, &r->chain->run, act);
}

static const char *hex(struct race *r, const struct hash *h)
{
    return org_hex(&r->chain->run, h);
}

/* The chair is the first member, by rotation from the first. */
static void open_matter(struct race *r, size_t k)
{
    const struct bytes e = sign(
        r,
        &(struct org_act){.kind = "matter.open",
                          .body = arena_printf(&r->chain->run,
                                               "{\"body\":\"council\",\"languages\":[\"en\",\"fr\"],"
                                               "\"reference\":\"t%zu\",\"rule\":\"silence\",\"title\":\"T\"}",
                                               k)});
    r->matters[k] = org_act_id(&r->chain->run, e);
    race_send(r, e, ACT_DELAY_MS);
}

static void propose(struct race *r, size_t k)
{
    const struct org_words w = org_words(&r->chain->run, r->s.seed * 10 + k);
    race_send(r,
              sign(r, &(struct org_act){.kind = "matter.propose",
                                        .body = arena_printf(
                                            &r->chain->run,
                                            "{\"alternative\":\"a\",\"leaves\":%s,\"matter\":\"%s\","
                                            "\"provision\":\"p\"}",
                                            w.leaves, hex(r, &r->matters[k]))}),
              ACT_DELAY_MS);
}

static void fix_version(struct race *r, size_t k)
{
    struct version v;
    check(matter_text(r->chain->state, &r->matters[k], &r->chain->run, &v));
    r->roots[k] = v.root;
    r->has_root[k] = true;
    race_send(
        r,
        sign(r, &(struct org_act){.kind = "matter.version",
                                  .body = arena_printf(&r->chain->run, "{\"matter\":\"%s\",\"root\":\"%s\"}",
                                                       hex(r, &r->matters[k]), hex(r, &v.root))}),
        ACT_DELAY_MS);
    for (size_t i = 0; i < r->s.n; i++) {
        r->nodes[i].available_at_ms[k] =
            r->now_ms + r->s.text_ms + prng_between(&r->prng, 0, r->s.availability_ms);
    }
}

static void open_silence(struct race *r, size_t k)
{
    r->opening_ms[k] = r->now_ms;
    race_send(
        r,
        sign(r, &(struct org_act){.kind = "silence.open",
                                  .body = arena_printf(
                                      &r->chain->run, "{\"duration\":%lld,\"matter\":\"%s\",\"root\":\"%s\"}",
                                      (long long)r->s.duration_ms, hex(r, &r->matters[k]),
                                      hex(r, &r->roots[k]))}),
        ACT_DELAY_MS);
    const int64_t deadline = r->now_ms + r->s.duration_ms;
    for (size_t i = 0; i < r->s.objections; i++) {
        const struct race_objection_plan *p = &r->s.objection[i];
        if (p->silence == k && !p->early) {
            queue_add(&r->queue, deadline + p->at_ms, EVENT_OBJECT, i, 0);
        }
    }
    if (k == 0) {
        queue_add(&r->queue, deadline - 900, EVENT_MISC, 0, 0);
        queue_add(&r->queue, r->now_ms + r->s.duration_ms / 2, EVENT_MISC, 1, 0);
    }
}

static void revoke(struct race *r, size_t i)
{
    const struct race_objection_plan *p = &r->s.objection[i];
    struct hash h;
    memcpy(h.bytes, r->chain->org.keys[p->member][p->key].public.bytes, sizeof h.bytes);
    race_send(r,
              sign(r, &(struct org_act){.kind = "member.revoke",
                                        .member = p->member,
                                        .body = arena_printf(&r->chain->run, "{\"key\":\"%s\"}",
                                                             hash_hex(&h).text)}),
              0);
}

static void set_up(struct race *r, size_t step)
{
    for (size_t k = 0; k < r->s.silences; k++) {
        switch (step) {
        case 0:
            open_matter(r, k);
            break;
        case 1:
            propose(r, k);
            break;
        case 2:
            fix_version(r, k);
            for (size_t i = 0; i < r->s.objections; i++) {
                if (r->s.objection[i].revoked_before && r->s.objection[i].silence == k) {
                    revoke(r, i);
                }
                if (r->s.objection[i].early && r->s.objection[i].silence == k) {
                    queue_add(&r->queue, r->now_ms + 1000 + (int64_t)(i * 1500), EVENT_OBJECT, i, 0);
                }
            }
            break;
        default:
            open_silence(r, k);
            break;
        }
    }
}

static struct key_file *key_of(struct race *r, size_t i)
{
    const struct race_objection_plan *p = &r->s.objection[i];
    return p->fresh ? &r->fresh[i] : &r->chain->org.keys[p->member][p->key];
}

static void enrol_fresh(struct race *r, size_t i)
{
    const struct race_objection_plan *p = &r->s.objection[i];
    char digits[2 * PUBLIC_KEY_BYTES + 1];
    struct hash h;
    r->fresh[i] = org_key(&r->chain->org, p->member, "objection", r->s.seed * 16 + i);
    memcpy(h.bytes, r->fresh[i].public.bytes, sizeof h.bytes);
    memcpy(digits, hash_hex(&h).text, sizeof digits);
    race_send(
        r,
        sign(r, &(struct org_act){.kind = "member.enrol",
                                  .member = p->member,
                                  .two = true,
                                  .body = arena_printf(&r->chain->run,
                                                       "{\"key\":\"%s\",\"name\":\"fresh\",\"powers\":[],"
                                                       "\"role\":\"objection\"}",
                                                       digits)}),
        0);
}

static struct bytes make_objection(struct race *r, size_t i, int64_t seq)
{
    const struct race_objection_plan *p = &r->s.objection[i];
    return sign(r,
                &(struct org_act){.kind = "objection.raise",
                                  .member = p->member,
                                  .signer = key_of(r, i),
                                  .seq = seq,
                                  .body = arena_printf(&r->chain->run, "{\"reason\":\"no\",\"root\":\"%s\"}",
                                                       hex(r, &r->roots[p->silence]))});
}

static void withdraw(struct race *r, size_t i)
{
    const struct race_objection *o = &r->objections[i];
    race_send(r,
              sign(r, &(struct org_act){.kind = "objection.withdraw",
                                        .member = o->plan.member,
                                        .two = true,
                                        .body = arena_printf(&r->chain->run, "{\"objection\":\"%s\"}",
                                                             hex(r, &o->id))}),
              0);
}

static void object(struct race *r, size_t i, uint64_t step)
{
    const struct race_objection_plan *p = &r->s.objection[i];
    struct race_objection *o = &r->objections[i];
    if (step == 0 && ((p->revoke && !p->revoked_before) || p->fresh)) {
        if (p->revoke) {
            revoke(r, i);
        } else {
            enrol_fresh(r, i);
        }
        queue_add(&r->queue, r->now_ms + prng_between(&r->prng, 0, 4 * r->s.block_ms), EVENT_OBJECT, i, 1);
        return;
    }
    if (step == 100) {
        withdraw(r, i);
        return;
    }
    const struct bytes e = make_objection(r, i, p->seq);
    if (!o->sent) {
        *o = (struct race_objection){.plan = *p,
                                     .sent = true,
                                     .sent_ms = r->now_ms,
                                     .envelope = e,
                                     .id = org_act_id(&r->chain->run, e),
                                     .root = r->roots[p->silence],
                                     .key = key_of(r, i)->public};
        for (size_t k = 0; k < r->s.n; k++) {
            if (r->s.foreign != LIE_NONE) {
                node_foreign_receipt(r, k, o);
            }
            if ((p->deliver >> k & 1) != 0) {
                queue_add(&r->queue, r->now_ms + prng_between(&r->prng, 0, p->link_ms), EVENT_DELIVER, k, i);
            }
        }
        if (p->withdraw) {
            queue_add(&r->queue, r->now_ms + 4 * r->s.block_ms + 100, EVENT_OBJECT, i, 100);
        }
    }
    race_send(r, e, p->censor_ms);
    if (step < p->spam) {
        queue_add(&r->queue, r->now_ms + r->s.block_ms / 2 + 1, EVENT_OBJECT, i, step + 1);
    }
}

static void rename_nodes(struct race *r)
{
    /* Everybody names the node of the last member: a liar's, where there is one. */
    struct hash h;
    memcpy(h.bytes, r->chain->org.keys[r->s.n - 1][ORG_NODE].public.bytes, sizeof h.bytes);
    for (size_t i = 0; i + 1 < r->s.n; i++) {
        race_send(r,
                  sign(r, &(struct org_act){.kind = "member.clearing",
                                            .member = i,
                                            .body = arena_printf(&r->chain->run, "{\"node\":\"%s\"}",
                                                                 hash_hex(&h).text)}),
                  0);
    }
}

static void miscellaneous(struct race *r, size_t what)
{
    struct matter m;
    if (!matter_get(r->chain->state, &r->matters[0], &r->chain->run, &m) || hash_is_zero(&m.silence)) {
        return;
    }
    if (what == 0 && r->s.rename) {
        rename_nodes(r);
    }
    if (what == 0 && r->s.extend) {
        race_send(
            r,
            sign(r, &(struct org_act){.kind = "silence.extend",
                                      .body = arena_printf(&r->chain->run, "{\"by\":5000,\"silence\":\"%s\"}",
                                                           hex(r, &m.silence))}),
            prng_between(&r->prng, 0, 2500));
    }
    if (r->s.not_received) {
        race_send(r,
                  sign(r, &(struct org_act){.kind = "silence.not_received",
                                            .member = r->s.n / 2,
                                            .body = arena_printf(&r->chain->run, "{\"silence\":\"%s\"}",
                                                                 hex(r, &m.silence))}),
                  what == 0 ? prng_between(&r->prng, 0, 2500) : 0);
    }
}

static void begin(struct race *r, const struct scenario *s, struct chain *chain)
{
    struct queue queue = r->queue;
    queue_clear(&queue);
    *r = (struct race){.s = *s, .chain = chain, .queue = queue};
    prng_seed(&r->prng, s->seed ^ 0x7261636573u);
    r->start_ms = chain->org.options.time_ms;
    r->now_ms = r->start_ms;
    r->last_block_ms = r->start_ms;
    r->committed_ms = r->start_ms;
    chain_begin(chain, s->delay, s->mutation, r->start_ms, s->signatures);
    r->scanned = record_size(chain->record);
    int64_t fastest = INT64_MIN;
    int64_t slowest = INT64_MAX;
    for (size_t i = 0; i + s->liars < s->n; i++) {
        fastest = s->skew_ms[i] > fastest ? s->skew_ms[i] : fastest;
        slowest = s->skew_ms[i] < slowest ? s->skew_ms[i] : slowest;
    }
    r->skew_span_ms = fastest - slowest;
    for (size_t i = 0; i < s->n; i++) {
        node_begin(r, i);
        queue_add(&r->queue, r->start_ms + prng_between(&r->prng, 0, s->poll_ms), EVENT_NODE, i, 0);
    }
    queue_add(&r->queue, r->start_ms + s->block_ms, EVENT_BLOCK, 0, 0);
    for (size_t step = 0; step < 4; step++) {
        queue_add(&r->queue, r->start_ms + s->idle_ms + (int64_t)step * SETUP_STEP_MS, EVENT_SETUP, 0, step);
    }
}

static void take_event(struct race *r, const struct event *e)
{
    switch (e->kind) {
    case EVENT_BLOCK:
        make_block(r);
        return;
    case EVENT_NODE:
        node_poll(r, e->who);
        queue_add(&r->queue, r->now_ms + r->s.poll_ms, EVENT_NODE, e->who, 0);
        return;
    case EVENT_SETUP:
        set_up(r, (size_t)e->what);
        return;
    case EVENT_OBJECT:
        object(r, e->who, e->what);
        return;
    case EVENT_DELIVER:
        node_receive(r, e->who, (size_t)e->what);
        return;
    case EVENT_RESTART:
        node_restart(r, e->who);
        return;
    case EVENT_MISC:
        miscellaneous(r, e->who);
        return;
    default:
        unreachable("an event that is not in the list");
    }
}

/* All silences have ended, and nothing that was sent is still on its way. */
static bool is_over(const struct race *r)
{
    int64_t last = 0;
    for (size_t i = 0; i < r->s.objections; i++) {
        last = r->s.objection[i].at_ms > last ? r->s.objection[i].at_ms : last;
    }
    for (size_t k = 0; k < r->s.silences; k++) {
        const bool ended = r->seen[k].ended || r->seen[k].refused;
        if (!ended || r->now_ms < r->opening_ms[k] + r->s.duration_ms + last + 2000) {
            return false;
        }
    }
    return true;
}

bool race_run(struct race *r, const struct scenario *s, struct chain *chain)
{
    begin(r, s, chain);
    /* The latest time at which anything may still be open, whatever happens on the way. */
    const int64_t limit = r->start_ms + s->idle_ms + 4 * SETUP_STEP_MS + 6 * s->duration_ms + 4 * s->halt_ms +
                          4 * s->halt_fired_ms + 400000;
    struct event e;
    while (!r->failed && !is_over(r) && queue_take(&r->queue, &e)) {
        r->now_ms = e.at_ms;
        if (r->now_ms > limit) {
            race_fail(r, "a silence did not end");
            break;
        }
        r->events++;
        take_event(r, &e);
    }
    if (!r->failed) {
        check_end(r);
    }
    for (size_t i = 0; i < s->n; i++) {
        node_end(&r->nodes[i]);
    }
    chain_end(chain);
    return !r->failed;
}

void race_done(struct race *r)
{
    queue_done(&r->queue);
}
