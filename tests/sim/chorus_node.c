/* Nodes of a chorus: a real signer over a file in memory that may be cut short at any operation, and what a
 * node says when it lies. */
#include <stdio.h>
#include <string.h>

#include "base/check.h"
#include "base/hex.h"
#include "codec/base64.h"
#include "sim/chorus.h"

enum { BACK_MS = 3000, DELAYED_MS = 450 };

bool chorus_is_honest(const struct chorus *c, size_t i)
{
    return c->plan.lies[i] == CHORUS_HONEST;
}

static int64_t env_wall_ms(void *ctx)
{
    const struct chorus_node *n = ctx;
    return n->chorus->r.time_ms;
}

static void env_random(void *ctx, void *out, size_t len)
{
    struct chorus_node *n = ctx;
    prng_fill(&n->prng, out, len);
}

static enum error env_read(void *ctx, const char *path, size_t max, struct buffer *out)
{
    const struct chorus_node *n = ctx;
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

/* Whether this operation is the one in which it is killed; how much of it the disk has then, of 256. */
static bool is_killed(struct chorus_node *n, uint64_t *part)
{
    struct chorus *c = n->chorus;
    static const uint64_t parts[] = {0, 128, 256};
    n->operations++;
    if (c->plan.crash_at != 0) {
        n->killed = n->killed || (n->index == c->plan.victim && n->operations == c->plan.crash_at);
        *part = parts[c->plan.crash_manner];
    } else if (!c->calm && prng_chance(&c->prng, c->plan.crash)) {
        n->killed = true;
        *part = prng_below(&c->prng, 3) == 0 ? 256 : prng_below(&c->prng, 256);
    }
    return n->killed;
}

static enum error env_append(void *ctx, struct env_file *file, struct bytes data)
{
    struct chorus_node *n = ctx;
    uint64_t part = 0;
    (void)file;
    if (n->killed) {
        return ERROR_IO;
    }
    if (is_killed(n, &part)) {
        n->chorus->totals.crashes++;
        buffer_add_bytes(&n->file, bytes_of(data.data, (size_t)(data.len * part / 256)));
        return ERROR_IO;
    }
    buffer_add_bytes(&n->file, data);
    return OK;
}

static enum error env_truncate(void *ctx, struct env_file *file, uint64_t len)
{
    struct chorus_node *n = ctx;
    (void)file;
    n->file.len = n->killed ? n->file.len : (size_t)len;
    return n->killed ? ERROR_IO : OK;
}

/* Atomic: the old content or the new one. */
static enum error env_replace(void *ctx, const char *path, struct bytes data)
{
    struct chorus_node *n = ctx;
    uint64_t part = 256;
    (void)path;
    if (n->killed || (is_killed(n, &part) && part < 256)) {
        n->chorus->totals.crashes++;
        return ERROR_IO;
    }
    buffer_clear(&n->file);
    buffer_add_bytes(&n->file, data);
    return n->killed ? ERROR_IO : OK;
}

static void env_close(void *ctx, struct env_file *file)
{
    (void)ctx;
    (void)file;
}

static enum signer_refusal ask(struct chorus_node *n, const struct signer_request *q, struct bytes *content)
{
    struct arena *a = &n->chorus->r.arena;
    struct buffer request;
    struct buffer answer;
    enum signer_refusal refusal = REFUSE_none;
    buffer_init(&request, SIGNER_FRAME_BYTES_MAX);
    buffer_init(&answer, SIGNER_FRAME_BYTES_MAX);
    signer_request_write(&request, q);
    check(!request.overflow);
    signer_answer(n->signer, buffer_view(&request), &answer);
    check(signer_answer_read(arena_copy(a, buffer_view(&answer)), &refusal, content) == OK);
    buffer_done(&request);
    buffer_done(&answer);
    return refusal;
}

static void ask_status(struct chorus_node *n)
{
    const struct signer_request q = {.verb = SIGNER_status};
    struct bytes content;
    check(ask(n, &q, &content) == REFUSE_none && signer_status_read(content, &n->status) == OK);
}

/* It may be killed while it starts; then it starts later. */
static void start(struct chorus *c, struct chorus_node *n)
{
    const struct organisation *org = machine_organisation(c->r.machine);
    const struct signer_settings settings = {.org = org->id,
                                             .realm = org->realm,
                                             .epoch = org->epoch,
                                             .origin_line = org->origin_line,
                                             .log_key = org->log_key};
    n->killed = false;
    const enum error e =
        signer_open(&n->signer, &n->env, "state", &settings, &c->r.org.keys[n->index][ORG_NODE]);
    if (e != OK) {
        if (!n->killed) {
            chorus_fail(c, "the signer of member %zu does not start: %s", n->index + 1, error_text(e));
        }
        n->signer = NULL;
        n->back_ms = c->r.time_ms + prng_between(&c->prng, 1, BACK_MS);
        return;
    }
    signer_set_mutation(n->signer, c->plan.mutation);
    ask_status(n);
}

static void stop(struct chorus *c, struct chorus_node *n)
{
    signer_close(n->signer);
    n->signer = NULL;
    n->back_ms = c->r.time_ms + (c->plan.crash_at != 0 ? 500 : prng_between(&c->prng, 1, BACK_MS));
    if (!c->calm && n->backup.len > 0 && prng_chance(&c->prng, c->plan.restored)) {
        buffer_clear(&n->file);
        buffer_add_bytes(&n->file, buffer_view(&n->backup));
        n->restored = true;
        c->totals.restores++;
    }
}

void chorus_node_begin(struct chorus *c, size_t i)
{
    struct chorus_node *n = &c->nodes[i];
    *n = (struct chorus_node){.chorus = c, .index = i};
    n->env = (struct env){.ctx = n,
                          .wall_ms = env_wall_ms,
                          .random = env_random,
                          .file_read = env_read,
                          .file_open = env_open,
                          .file_append = env_append,
                          .file_truncate = env_truncate,
                          .file_replace = env_replace,
                          .file_close = env_close};
    prng_seed(&n->prng, c->plan.seed * CHORUS_NODES_MAX + i);
    buffer_init(&n->file, CHORUS_FILE_MAX);
    buffer_init(&n->backup, CHORUS_FILE_MAX);
    start(c, n);
}

void chorus_node_end(struct chorus_node *n)
{
    signer_close(n->signer);
    n->signer = NULL;
    buffer_done(&n->file);
    buffer_done(&n->backup);
}

static void hand_in(struct chorus *c, struct bytes envelope)
{
    if (c->pool_count < CHORUS_POOL_MAX) {
        c->pool[c->pool_count++] = arena_copy(&c->r.arena, envelope);
    }
}

static void say(struct chorus *c, const struct chorus_node *n, const char *kind, const char *body)
{
    const char *who = arena_printf(&c->r.arena, "A%02zu/node", n->index + 1);
    c->totals.lies++;
    hand_in(c, rig_envelope(&c->r, who, kind, body));
}

/* A half that is a scalar still, and another. */
static void spoil(char hex[65])
{
    hex[3] = hex[3] == '7' ? '3' : '7';
}

/* What somebody else gave in this session. False: nobody gave anything yet. */
static bool find_others(struct chorus *c, const struct chorus_node *n, const struct hash *session,
                        char raw[65], char sshsig[65])
{
    struct signing x;
    if (!signing_get(c->r.state, session, &c->r.arena, &x)) {
        return false;
    }
    for (size_t i = 0; i < x.seat_count; i++) {
        if (x.seats[i].stage == SHARE_GIVEN && x.seats[i].id != (int64_t)n->index + 1) {
            hex_encode(scalar_view(&x.seats[i].raw), raw);
            hex_encode(scalar_view(&x.seats[i].sshsig), sshsig);
            return true;
        }
    }
    return false;
}

static void lie_share(struct chorus *c, struct chorus_node *n, const struct act *act)
{
    char raw[65];
    char sshsig[65];
    const struct hash *session = &act_value(act, "session")->hash;
    const bool again = n->given > 0;
    hex_encode(bytes_of(act_value(act, "raw")->hash.bytes, 32), raw);
    hex_encode(bytes_of(act_value(act, "sshsig")->hash.bytes, 32), sshsig);
    switch (c->plan.lies[n->index]) {
    case CHORUS_BAD_RAW:
        spoil(raw);
        break;
    case CHORUS_BAD_SSHSIG:
        spoil(sshsig);
        break;
    case CHORUS_OTHERS:
        (void)find_others(c, n, session, raw, sshsig);
        break;
    case CHORUS_EARLIER:
        if (again) {
            memcpy(raw, n->raw, sizeof raw);
            memcpy(sshsig, n->sshsig, sizeof sshsig);
        } else {
            memcpy(n->raw, raw, sizeof raw);
            memcpy(n->sshsig, sshsig, sizeof sshsig);
        }
        n->given++;
        break;
    case CHORUS_HONEST:
    case CHORUS_BAD_DEALING:
    case CHORUS_NONCES:
    case CHORUS_LIES:
        unreachable("these give good shares");
    }
    say(c, n, "node.share",
        arena_printf(&c->r.arena, "{'raw':'%s','session':'%s','sshsig':'%s'}", raw, hash_hex(session).text,
                     sshsig));
}

static const char *base64_of(struct chorus *c, struct bytes data)
{
    struct buffer b;
    buffer_init(&b, ACT_BYTES_MAX);
    buffer_add_base64(&b, data);
    const char *text = arena_text(&c->r.arena, buffer_view(&b));
    buffer_done(&b);
    return text;
}

/* The share that it seals for one of the others is spoilt: nobody but that one can see it. */
static void lie_dealing(struct chorus *c, struct chorus_node *n, const struct act *act)
{
    const struct bytes good = act_value(act, "dealing")->text;
    uint8_t *data = (uint8_t *)(uintptr_t)arena_copy(&c->r.arena, good).data;
    const size_t victim = (n->index + 1) % c->plan.n;
    data[good.len - DEALING_SEALED_BYTES * (c->plan.n - victim)] ^= 1;
    say(c, n, "node.deal",
        arena_printf(&c->r.arena, "{'ceremony':%s,'dealing':'%s'}", "$c",
                     base64_of(c, bytes_of(data, good.len))));
}

/* The couples that were published first, by whomever. */
static bool lie_nonces(struct chorus *c, struct chorus_node *n)
{
    struct voice v;
    const struct bytes member = c->r.org.codes[(n->index + 1) % c->plan.n];
    struct signing_pool pool;
    signing_pool_get(c->r.state, member, &pool);
    if (!voice_get(c->r.state, &c->r.arena, &v) || pool.count == 0 || !prng_chance(&c->prng, 500)) {
        return false;
    }
    say(c, n, "node.nonces",
        arena_printf(&c->r.arena, "{'couples':'%s','transcript':'%s'}",
                     base64_of(c, bytes_of(pool.couples[0], COUPLE_BYTES)), hash_hex(&v.transcript).text));
    return true;
}

static void answer(struct chorus *c, struct chorus_node *n, const struct signer_request *q,
                   struct bytes content)
{
    struct act act;
    const enum chorus_lie lie = c->plan.lies[n->index];
    check(act_decode(&c->r.arena, content, &act, NULL) == ACCEPTED);
    const bool share = strcmp(act.kind->name, "node.share") == 0;
    if (share) {
        chorus_check_share(c, n, &q->share);
    }
    c->totals.shares += share;
    c->totals.refusals += strcmp(act.kind->name, "node.refuse") == 0;
    if (share && lie >= CHORUS_BAD_RAW && lie <= CHORUS_EARLIER) {
        lie_share(c, n, &act);
    } else if (q->verb == SIGNER_deal && lie == CHORUS_BAD_DEALING && !c->calm) {
        lie_dealing(c, n, &act);
    } else if (q->verb != SIGNER_nonces || lie != CHORUS_NONCES || !lie_nonces(c, n)) {
        hand_in(c, content);
    }
}

static void work(struct chorus *c, struct chorus_node *n, const struct duty_view *view)
{
    struct bytes content;
    const struct duty_signer who = {.key = n->status.key,
                                    .last = n->status.last,
                                    .transcript = n->status.transcript,
                                    .couples = n->status.couples};
    struct duty_answer d = duty_of_ceremony(view, &who, &c->r.arena);
    d = d.duty == DUTY_NONE ? duty_of_voice(view, &who, &c->r.arena) : d;
    check(d.error == OK);
    if (d.duty != DUTY_ASK) {
        return;
    }
    if (d.request.verb == SIGNER_share && !c->calm && n->index == c->plan.seed % c->plan.n &&
        prng_chance(&c->prng, c->plan.forked)) {
        chorus_fork(c, n, &d.request.share);
    }
    const enum signer_refusal refusal = n->killed ? REFUSE_disk_failed : ask(n, &d.request, &content);
    if (refusal == REFUSE_none && !n->killed) {
        answer(c, n, &d.request, content);
    } else if (refusal == REFUSE_none && d.request.verb == SIGNER_share) {
        chorus_fail(c, "the signer of member %zu answers after its disk failed", n->index + 1);
    }
    if (n->killed) {
        stop(c, n);
        return;
    }
    ask_status(n);
    if (c->plan.delay > 0 && prng_below(&c->prng, 8) != 0) { /* most cores wait for what they have sent */
        n->back_ms = c->r.time_ms + DELAYED_MS;
    }
}

void chorus_node_poll(struct chorus *c, size_t i, const struct duty_view *view)
{
    struct chorus_node *n = &c->nodes[i];
    const bool dead = (c->plan.dead >> i & 1) != 0 && signing_nonces(c->r.state, c->r.org.codes[i]) > 0;
    if (dead || c->r.time_ms < n->back_ms) {
        return;
    }
    if (n->signer == NULL) {
        start(c, n);
        return;
    }
    if (!c->calm) {
        if (prng_chance(&c->prng, 20)) {
            buffer_clear(&n->backup);
            buffer_add_bytes(&n->backup, buffer_view(&n->file));
        }
        if (prng_chance(&c->prng, c->plan.silent)) {
            n->back_ms = c->r.time_ms + prng_between(&c->prng, 1, 2 * BACK_MS);
            return;
        }
        if (prng_chance(&c->prng, c->plan.restart)) {
            stop(c, n);
            return;
        }
    }
    work(c, n, view);
}
