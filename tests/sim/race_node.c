/* The nodes of a race: real signers over files in memory, driven by the duties that core uses; and liars, who
 * hold their keys and sign what they like. */
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "sim/race.h"

enum { RESEND_MS = 2000, RESTART_MS = 3000, REFUSED_MS = 300, EARLY_MS = 400 };

int64_t node_wall_ms(const struct race_node *n)
{
    return n->race->now_ms + n->skew_ms;
}

static int64_t env_wall_ms(void *ctx)
{
    return node_wall_ms(ctx);
}

static enum error env_read(void *ctx, const char *path, size_t max, struct buffer *out)
{
    const struct race_node *n = ctx;
    (void)path;
    (void)max;
    buffer_add_bytes(out, buffer_view(&n->file));
    return OK;
}

static enum error env_open(void *ctx, const char *path, struct env_file **out)
{
    (void)path;
    *out = ctx;
    return OK;
}

static enum error env_append(void *ctx, struct env_file *file, struct bytes data)
{
    struct race_node *n = ctx;
    (void)file;
    buffer_add_bytes(&n->file, data);
    return OK;
}

static enum error env_truncate(void *ctx, struct env_file *file, uint64_t len)
{
    struct race_node *n = ctx;
    (void)file;
    n->file.len = (size_t)len;
    return OK;
}

static enum error env_replace(void *ctx, const char *path, struct bytes data)
{
    struct race_node *n = ctx;
    (void)path;
    buffer_clear(&n->file);
    buffer_add_bytes(&n->file, data);
    return OK;
}

static void env_close(void *ctx, struct env_file *file)
{
    (void)ctx;
    (void)file;
}

static void open_signer(struct race *r, struct race_node *n)
{
    const struct organisation *org = machine_organisation(r->chain->machine);
    const struct signer_settings settings = {
        .org = org->id,
        .realm = org->realm,
        .epoch = org->epoch,
        .origin_line = org->origin_line,
        .log_key = org->log_key,
    };
    check(signer_open(&n->signer, &n->env, "state", &settings, &r->chain->org.keys[n->index][ORG_NODE]) ==
          OK);
    signer_set_mutation(n->signer, r->s.mutation);
}

void node_begin(struct race *r, size_t i)
{
    struct race_node *n = &r->nodes[i];
    *n = (struct race_node){.race = r, .index = i};
    n->env = (struct env){
        .ctx = n,
        .wall_ms = env_wall_ms,
        .file_read = env_read,
        .file_open = env_open,
        .file_append = env_append,
        .file_truncate = env_truncate,
        .file_replace = env_replace,
        .file_close = env_close,
    };
    buffer_init(&n->file, (size_t)1 << 26);
    n->skew_ms = r->s.skew_ms[i];
    n->lag_ms = r->s.lag_ms[i];
    n->honest = i + r->s.liars < r->s.n;
    n->dark = i < r->s.dark;
    n->deaf = i >= r->s.dark && i < r->s.dark + r->s.deaf;
    n->crash_next = (r->s.crash >> i & 1) != 0;
    n->last.root = tree_empty();
    open_signer(r, n);
}

void node_end(struct race_node *n)
{
    signer_close(n->signer);
    n->signer = NULL;
    buffer_done(&n->file);
}

static enum signer_refusal ask(struct race *r, struct race_node *n, const struct signer_request *q,
                               struct bytes *content)
{
    struct buffer request;
    struct buffer answer;
    enum signer_refusal refusal = REFUSE_none;
    buffer_init(&request, SIGNER_FRAME_BYTES_MAX);
    buffer_init(&answer, SIGNER_FRAME_BYTES_MAX);
    signer_request_write(&request, q);
    signer_answer(n->signer, buffer_view(&request), &answer);
    check(signer_answer_read(arena_copy(&r->chain->run, buffer_view(&answer)), &refusal, content) == OK);
    buffer_done(&request);
    buffer_done(&answer);
    return refusal;
}

static void crash(struct race *r, struct race_node *n)
{
    signer_close(n->signer);
    n->signer = NULL;
    n->pool = 0;
    n->held_count = 0;
    queue_add(&r->queue, r->now_ms + prng_between(&r->prng, 1, RESTART_MS), EVENT_RESTART, n->index, 0);
}

/* What it holds comes from its own file. */
void node_restart(struct race *r, size_t i)
{
    struct race_node *n = &r->nodes[i];
    struct bytes content;
    open_signer(r, n);
    for (uint64_t k = 0;; k++) {
        struct signer_held held;
        const struct signer_request q = {.verb = SIGNER_held, .held = k};
        if (ask(r, n, &q, &content) != REFUSE_none) {
            return;
        }
        check(signer_held_read(content, &held) == OK);
        n->held[n->held_count++] = (struct duty_held){held.root, held.id};
        for (size_t o = 0; o < RACE_OBJECTIONS_MAX; o++) {
            if (r->objections[o].sent && hash_equal(&r->objections[o].id, &held.id)) {
                n->pool |= 1u << o;
            }
        }
    }
}

static struct receipt receipt_of(struct race *r, size_t node, const struct race_objection *o)
{
    const struct organisation *org = machine_organisation(r->chain->machine);
    return (struct receipt){.org = org->id,
                            .epoch = org->epoch,
                            .realm = org->realm,
                            .key = r->chain->org.keys[node][ORG_NODE].public,
                            .objection = o->id,
                            .root = o->root};
}

/* What its delegate keeps. False: the answer says that it came too late. */
static bool keep_receipt(struct race *r, size_t node, const struct race_objection *o, struct bytes envelope)
{
    const struct receipt expected = receipt_of(r, node, o);
    bool late = false;
    const bool holds = receipt_holds(&r->chain->run, envelope, &expected, &late);
    if (r->receipt_count < RACE_RECEIPTS_MAX && !late) {
        r->receipts[r->receipt_count++] = (struct race_receipt){.node = node, .envelope = envelope};
    }
    return holds && !late;
}

static void seal_receipt(struct race *r, size_t node, const struct race_objection *o,
                         const struct receipt *receipt)
{
    const struct key_file *key = &r->chain->org.keys[node][ORG_NODE];
    struct buffer b;
    buffer_init(&b, 1024);
    receipt_write(&b, receipt);
    (void)keep_receipt(r, node, o, org_seal(&r->chain->run, DSSE_TYPE_RECEIPT, buffer_view(&b), &key, 1));
    buffer_done(&b);
}

/* A liar gives receipts and keeps nothing. */
static void lie_receipt(struct race *r, size_t node, const struct race_objection *o)
{
    const struct receipt receipt = receipt_of(r, node, o);
    seal_receipt(r, node, o, &receipt);
}

void node_change_field(struct receipt *receipt, enum lie field)
{
    switch (field) {
    case LIE_ORG:
        receipt->org.bytes[0] ^= 1;
        break;
    case LIE_EPOCH:
        receipt->epoch++;
        break;
    case LIE_REALM:
        receipt->realm = REALM_REAL;
        break;
    case LIE_ROOT:
        receipt->root.bytes[0] ^= 1;
        break;
    case LIE_OBJECTION:
        receipt->objection.bytes[0] ^= 1;
        break;
    case LIE_NONE:
    case LIE_SILENCE:
    case LIE_DEADLINE:
    case LIE_LOG:
        unreachable("a receipt has no such field");
    }
}

void node_foreign_receipt(struct race *r, size_t node, const struct race_objection *o)
{
    struct receipt receipt = receipt_of(r, node, o);
    node_change_field(&receipt, r->s.foreign);
    seal_receipt(r, node, o, &receipt);
}

void node_receive(struct race *r, size_t i, size_t objection)
{
    struct race_node *n = &r->nodes[i];
    const struct race_objection *o = &r->objections[objection];
    struct act act;
    struct bytes content;
    if (n->dark || n->signer == NULL || !chain_takes(r->chain, o->envelope, &act)) {
        return; /* an objection by a key that was never enrolled is refused before anybody holds it */
    }
    if (!n->honest) {
        if (r->s.liars_receive) {
            lie_receipt(r, i, o);
        }
        return;
    }
    struct signer_request q = {.verb = SIGNER_receipt};
    q.receipt = (struct signer_receipt){
        .epoch = act.frame.epoch,
        .expires_ms = act.frame.expires_ms,
        .seq = act.frame.seq,
        .member = act.frame.member,
        .key = act.frame.key,
        .root = o->root,
        .reason = act_value(&act, "reason")->text,
        .signature_count = act.signature_count,
    };
    memcpy(q.receipt.signatures, act.signatures, sizeof q.receipt.signatures);
    const enum signer_refusal refusal = ask(r, n, &q, &content);
    check(refusal == REFUSE_none);
    n->pool |= 1u << objection;
    if (keep_receipt(r, i, o, content)) {
        n->held[n->held_count++] = (struct duty_held){o->root, o->id};
    } else {
        check_late(r, i, objection);
    }
    if (n->crash_next) {
        n->crash_next = false;
        crash(r, n);
    }
}

/* Objections that it knows of go into blocks, however often that takes. */
static void resend(struct race *r, struct race_node *n)
{
    for (size_t o = 0; o < RACE_OBJECTIONS_MAX; o++) {
        uint64_t index = 0;
        if ((n->pool >> o & 1) == 0 || r->now_ms < n->sent_ms[o] + RESEND_MS) {
            continue;
        }
        if (record_find(r->chain->record, &r->objections[o].id, &index) == OK) {
            n->pool &= ~(1u << o);
            continue;
        }
        const int64_t censored = r->objections[o].sent_ms + r->objections[o].plan.censor_ms - r->now_ms;
        n->sent_ms[o] = r->now_ms;
        race_send(r, r->objections[o].envelope, censored > 0 ? censored : prng_between(&r->prng, 10, 300));
    }
}

static void vouch(struct race *r, struct race_node *n)
{
    for (size_t k = 0; k < r->s.silences; k++) {
        struct bytes content;
        if (n->deaf || n->available[k] || !r->has_root[k] || n->available_at_ms[k] == 0 ||
            r->now_ms < n->available_at_ms[k]) {
            continue;
        }
        const struct signer_request q = {.verb = SIGNER_availability,
                                         .availability = {.matter = r->matters[k], .root = r->roots[k]}};
        n->available[k] = ask(r, n, &q, &content) == REFUSE_none;
        race_send(r, content, prng_between(&r->prng, 5, 200));
    }
}

/* Asks for what is not due: an honest signer refuses. */
static void ask_early(struct race *r, struct race_node *n, const struct silence *x, const struct duty_view *v)
{
    struct silence early = *x;
    struct duty_view view = *v;
    const struct duty_signer who = {.key = r->chain->org.keys[n->index][ORG_NODE].public, .last = n->last};
    struct bytes content;
    early.stage = SILENCE_FIRED;
    early.fired = x->fired != 0 ? x->fired : x->opened;
    view.wall_ms = INT64_MAX / 2;
    const struct duty_answer d = duty_of_silence(&view, &who, &early, &r->chain->run);
    if (d.duty == DUTY_ASK && d.request.verb == SIGNER_all_clear &&
        ask(r, n, &d.request, &content) == REFUSE_none) {
        n->last = view.checkpoint;
        race_send(r, content, 10);
    }
}

static void do_duty(struct race *r, struct race_node *n, const struct silence *x, const struct duty_view *v)
{
    const struct duty_signer who = {
        .key = r->chain->org.keys[n->index][ORG_NODE].public,
        .last = n->last,
        .held_count = n->held_count,
        .held = n->held,
    };
    struct bytes content;
    if (n->deaf && x->stage != SILENCE_RUNNING) {
        return;
    }
    if (r->s.early_ask && (x->stage == SILENCE_RUNNING || x->stage == SILENCE_FIRED) &&
        r->now_ms >= n->early_ms + EARLY_MS) {
        n->early_ms = r->now_ms;
        ask_early(r, n, x, v);
    }
    const struct duty_answer d = duty_of_silence(v, &who, x, &r->chain->run);
    check(d.error == OK);
    if (d.duty != DUTY_ASK || (d.request.verb == SIGNER_tick && r->s.only_first_ticks && n->index > 0)) {
        return;
    }
    if (ask(r, n, &d.request, &content) != REFUSE_none) {
        n->not_before_ms = r->now_ms + REFUSED_MS;
        return;
    }
    if (d.request.verb == SIGNER_all_clear) {
        n->last = v->checkpoint.size > n->last.size ? v->checkpoint : n->last;
    }
    n->not_before_ms = r->now_ms + 2 * r->s.block_ms;
    race_send(r, content, prng_between(&r->prng, 5, 200));
}

/* An early tick: its clock is fast, and it is the only one that is. */
static void tick_early(struct race *r, struct race_node *n, const struct silence *x)
{
    const struct signer_request q = {
        .verb = SIGNER_tick, .tick = {.silence = x->id, .root = x->root, .deadline_ms = x->deadline_ms}};
    struct bytes content;
    if (x->stage == SILENCE_RUNNING && node_wall_ms(n) >= x->deadline_ms &&
        ask(r, n, &q, &content) == REFUSE_none) {
        race_send(r, content, 5);
        n->not_before_ms = r->now_ms + 2 * r->s.block_ms;
    }
}

static const char *hex(struct race *r, const struct hash *h)
{
    return org_hex(&r->chain->run, h);
}

/* An all-clear as a liar makes it: early, or with one field that is another's. */
static void lie_clear(struct race *r, struct race_node *n, const struct silence *x)
{
    struct org other = r->chain->org;
    struct chain_note *view = chain_view(r->chain, r->now_ms);
    struct hash silence = x->id;
    struct hash root = x->root;
    int64_t deadline = x->deadline_ms;
    struct checkpoint c = view->checkpoint;
    int64_t epoch = 1;
    switch (r->s.lie) {
    case LIE_NONE:
        break;
    case LIE_ORG:
        other.id.bytes[0] ^= 1;
        break;
    case LIE_EPOCH:
        epoch = 2;
        break;
    case LIE_REALM:
        other.options.realm = REALM_REAL;
        break;
    case LIE_SILENCE:
        silence.bytes[0] ^= 1;
        break;
    case LIE_ROOT:
        root.bytes[0] ^= 1;
        break;
    case LIE_DEADLINE:
        deadline++;
        break;
    case LIE_LOG:
        c.root.bytes[0] ^= 1;
        break;
    case LIE_OBJECTION:
        unreachable("an all-clear has no such field");
    }
    other.next_seq = r->now_ms;
    other.epoch = epoch;
    const struct org_act act = {
        .kind = "node.all_clear",
        .member = n->index,
        .key = ORG_NODE,
        .body = arena_printf(
            &r->chain->run,
            "{\"deadline\":%lld,\"log_root\":\"%s\",\"log_size\":%llu,\"root\":\"%s\",\"silence\":\"%s\"}",
            (long long)deadline, hex(r, &c.root), (unsigned long long)c.size, hex(r, &root),
            hex(r, &silence)),
    };
    race_send(r, org_sign(&other, &r->chain->run, &act), 10);
    n->not_before_ms = r->now_ms + 2 * r->s.block_ms;
}

static void poll_liar(struct race *r, struct race_node *n, const struct silence *x)
{
    const bool early = r->s.liars_clear_early && x->stage == SILENCE_RUNNING;
    if (early ||
        (x->stage == SILENCE_FIRED &&
         !silence_is_clear(r->chain->state, &x->id, &r->chain->org.keys[n->index][ORG_NODE].public))) {
        lie_clear(r, n, x);
    }
}

void node_poll(struct race *r, size_t i)
{
    struct race_node *n = &r->nodes[i];
    struct silence *list = NULL;
    struct arena *a = &r->chain->run;
    struct chain_note *note = chain_view(r->chain, r->now_ms - n->lag_ms);
    if (n->dark || n->signer == NULL || note == NULL || r->now_ms < n->not_before_ms) {
        return;
    }
    vouch(r, n);
    resend(r, n);
    const size_t count = silence_open_list(r->chain->state, a, &list);
    for (size_t k = 0; k < count; k++) {
        const struct duty_view view = {
            .state = r->chain->state,
            .record = r->chain->record,
            .note = list[k].stage == SILENCE_FIRED || r->s.early_ask ? chain_sign(r->chain, note) : BYTES(""),
            .checkpoint = note->checkpoint,
            .wall_ms = node_wall_ms(n),
        };
        if (!n->honest) {
            poll_liar(r, n, &list[k]);
        } else if (r->s.early_tick && i == 0 && list[k].stage == SILENCE_RUNNING) {
            tick_early(r, n, &list[k]);
        } else {
            do_duty(r, n, &list[k], &view);
        }
    }
}
