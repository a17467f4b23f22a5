#include "support/host.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/check.h"
#include "engine/embedded.h"
#include "mechanism/matter.h"
#include "support/shown.h"

static void io_ask(void *ctx, size_t number, struct bytes request)
{
    struct host *h = ctx;
    struct host_signer *s = &h->signers[number];
    check_that(!s->asked); /* at most one is under way for each */
    s->asked = true;
    buffer_clear(&s->request);
    buffer_add_bytes(&s->request, request);
    if (request.len > 0 && request.data[0] <= SIGNER_share) {
        s->asked_count[request.data[0]]++;
    }
}

static void io_reply(void *ctx, uint64_t client, struct bytes answer)
{
    struct host *h = ctx;
    check_that(h->answer_count < HOST_ANSWERS_MAX);
    struct host_answer *a = &h->answers[h->answer_count++];
    a->client = client;
    check_ok(client_answer_read(arena_copy(harness_arena(), answer), &a->answer));
}

void host_start_signer(struct host *h, size_t number)
{
    const bool is_log = number + 1 == h->signer_count;
    const struct signer_settings settings = shown_settings(h->org);
    const struct key_file *key = is_log ? &h->org->log_key : &h->org->keys[number][ORG_NODE];
    const char *path = arena_printf(harness_arena(), "org/signers/%s/state", is_log ? "log" : key->member);
    check_that(h->signers[number].signer == NULL);
    check_ok(signer_open(&h->signers[number].signer, &h->world->env, path, &settings, key));
}

void host_stop_signer(struct host *h, size_t number)
{
    signer_close(h->signers[number].signer);
    h->signers[number].signer = NULL;
}

void host_open(struct host *h, struct org *o, struct world *w)
{
    const struct core_io io = {.ctx = h, .ask = io_ask, .reply = io_reply};
    *h = (struct host){.world = w, .org = o, .signer_count = o->options.members + 1, .next_client = 1};
    for (size_t i = 0; i < h->signer_count; i++) {
        buffer_init(&h->signers[i].request, SIGNER_FRAME_BYTES_MAX);
        host_start_signer(h, i);
    }
    h->core_error = core_open(&h->core, &w->env, "org", &io);
    if (h->core != NULL) {
        check_eq(core_signer_count(h->core), h->signer_count);
    }
}

void host_found(struct host *h, struct org *o)
{
    struct world *w = world_new(o->options.seed);
    struct embedded *e = NULL;
    struct diag diag = {.message = ""};
    w->wall_ms = o->options.time_ms + 1000;
    check_ok(embedded_open(&e, &w->env, "org/record.db"));
    check_ok(embedded_found(e, o->document, &diag));
    embedded_close(e);
    host_open(h, o, w);
    check_ok(h->core_error);
}

void host_close(struct host *h)
{
    core_close(h->core);
    h->core = NULL;
    for (size_t i = 0; i < h->signer_count; i++) {
        host_stop_signer(h, i);
        buffer_done(&h->signers[i].request);
    }
}

void host_done(struct host *h)
{
    host_close(h);
    world_free(h->world);
    h->world = NULL;
}

void host_crash(struct host *h, bool power_lost)
{
    host_crash_into(h, world_after(h->world, power_lost));
}

void host_crash_into(struct host *h, struct world *next)
{
    struct world *old = h->world;
    struct org *o = h->org;
    const uint64_t next_client = h->next_client;
    host_close(h); /* into the old world, which nobody will see again */
    world_free(old);
    host_open(h, o, next);
    h->next_client = next_client;
}

void host_lose(struct host *h, size_t number)
{
    check_that(h->signers[number].asked);
    h->signers[number].asked = false;
    core_signer_lost(h->core, number);
}

/* Lets one signer answer. */
static void deliver(struct host *h, size_t number)
{
    struct host_signer *s = &h->signers[number];
    struct signer_request r;
    struct buffer answer;
    if (s->manner == HOST_SILENT) {
        return;
    }
    s->asked = false;
    if (s->manner == HOST_LOST || s->signer == NULL) {
        core_signer_lost(h->core, number);
        return;
    }
    buffer_init(&answer, (size_t)2 * SIGNER_FRAME_BYTES_MAX);
    check_ok(signer_request_read(harness_arena(), buffer_view(&s->request), &r));
    if (s->lie == NULL || !s->lie(h, number, &r, &answer)) {
        signer_answer(s->signer, buffer_view(&s->request), &answer);
    }
    core_signer_answered(h->core, number, buffer_view(&answer));
    buffer_done(&answer);
}

static bool step(struct host *h)
{
    const enum error e = core_step(h->core);
    if (e != OK) {
        h->core_error = e;
        core_close(h->core);
        h->core = NULL;
    }
    return e == OK;
}

void host_settle(struct host *h)
{
    enum { ROUNDS_MAX = 20000 }; /* beyond this core goes in circles */
    for (int i = 0; i < ROUNDS_MAX; i++) {
        bool moved = false;
        if (h->core == NULL || !step(h)) {
            return;
        }
        for (size_t k = 0; k < h->signer_count && h->core != NULL; k++) {
            if (h->signers[k].asked) {
                const bool waits = h->signers[k].manner == HOST_SILENT;
                deliver(h, k);
                moved = moved || !waits;
            }
        }
        if (!moved && core_wait_ms(h->core) > 0) {
            return;
        }
    }
    harness_note("core does not come to rest");
    check_that(false);
}

void host_pass(struct host *h, int64_t ms)
{
    const int64_t until = h->world->boot_ms + ms;
    host_settle(h);
    while (h->core != NULL && h->world->boot_ms < until) {
        const int64_t left = until - h->world->boot_ms;
        const int64_t wait = core_wait_ms(h->core);
        world_pass(h->world, wait < left ? wait : left);
        host_settle(h);
    }
}

uint64_t host_request(struct host *h, const struct client_request *r)
{
    struct buffer b;
    const uint64_t client = h->next_client++;
    buffer_init(&b, FRAME_BYTES_MAX);
    client_request_write(&b, r);
    check_that(!b.overflow);
    core_request(h->core, client, buffer_view(&b));
    buffer_done(&b);
    return client;
}

uint64_t host_submit(struct host *h, struct bytes envelope)
{
    const struct client_request r = {.verb = CLIENT_submit, .envelope = envelope};
    return host_request(h, &r);
}

size_t host_answers(const struct host *h, uint64_t client)
{
    size_t count = 0;
    for (size_t i = 0; i < h->answer_count; i++) {
        count += h->answers[i].client == client;
    }
    return count;
}

const struct client_answer *host_answer(const struct host *h, uint64_t client)
{
    const struct client_answer *found = NULL;
    check_eq(host_answers(h, client), 1);
    for (size_t i = 0; i < h->answer_count; i++) {
        found = h->answers[i].client == client ? &h->answers[i].answer : found;
    }
    return found;
}

const struct client_answer *host_act(struct host *h, const struct org_act *act)
{
    const uint64_t client = host_submit(h, org_sign(h->org, harness_arena(), act));
    host_settle(h);
    return host_answer(h, client);
}

struct hash host_recorded(struct host *h, const struct org_act *act, const char *result)
{
    const struct bytes envelope = org_sign(h->org, harness_arena(), act);
    const uint64_t client = host_submit(h, envelope);
    host_settle(h);
    const struct client_answer *a = host_answer(h, client);
    harness_note("%s: %.*s", act->kind, (int)a->text.len, (const char *)a->text.data);
    check_eq(a->outcome, OUTCOME_DONE);
    check_bytes(a->result, bytes_of_text(result));
    return org_act_id(harness_arena(), envelope);
}

void host_store(struct host *h, const struct org_words *w)
{
    struct blob blobs[2];
    for (size_t i = 0; i < 2; i++) {
        memcpy(blobs[i].salt, w->salt[i], sizeof blobs[i].salt);
        blobs[i].text = w->text[i];
    }
    const struct client_request r = {.verb = CLIENT_store, .blob_count = 2, .blobs = blobs};
    const uint64_t client = host_request(h, &r);
    host_settle(h);
    check_eq(host_answer(h, client)->outcome, OUTCOME_DONE);
}

struct state *host_state(struct host *h)
{
    return embedded_state(core_engine(h->core));
}

struct record *host_record(struct host *h)
{
    return embedded_record(core_engine(h->core));
}

struct hash host_say(struct host *h, size_t member, const char *kind, const char *result, const char *body,
                     ...)
{
    struct buffer b;
    va_list list;
    char text[4096];
    va_start(list, body);
    const int len = vsnprintf(text, sizeof text, body, list);
    va_end(list);
    check_that(len > 0 && (size_t)len < sizeof text);
    buffer_init(&b, sizeof text);
    buffer_add_text(&b, text);
    const struct org_act act = {.kind = kind, .member = member, .key = ORG_MINISTER, .body = buffer_text(&b)};
    const struct hash id = host_recorded(h, &act, result);
    buffer_done(&b);
    return id;
}

struct host_text host_text(struct host *h, const char *reference, uint64_t words)
{
    struct arena *a = harness_arena();
    struct host_text t = {.words = org_words(a, words)};
    struct version v;
    t.matter = host_say(h, 0, "matter.open", "ok",
                        "{\"body\":\"council\",\"languages\":[\"en\",\"fr\"],\"reference\":\"%s\","
                        "\"rule\":\"silence\",\"title\":\"A text\"}",
                        reference);
    host_store(h, &t.words);
    (void)host_say(h, 0, "matter.propose", "ok",
                   "{\"alternative\":\"first\",\"leaves\":%s,\"matter\":\"%s\",\"provision\":\"one\"}",
                   t.words.leaves, org_hex(a, &t.matter));
    check_that(matter_text(host_state(h), &t.matter, a, &v));
    t.root = v.root;
    (void)host_say(h, 0, "matter.version", "ok", "{\"matter\":\"%s\",\"root\":\"%s\"}", org_hex(a, &t.matter),
                   org_hex(a, &t.root));
    return t;
}

void host_silence(struct host *h, struct host_text *t, int64_t duration_ms)
{
    struct arena *a = harness_arena();
    t->silence = host_say(h, 0, "silence.open", "ok", "{\"duration\":%lld,\"matter\":\"%s\",\"root\":\"%s\"}",
                          (long long)duration_ms, org_hex(a, &t->matter), org_hex(a, &t->root));
}

size_t host_count(struct host *h, const char *kind, const char *result)
{
    struct record *r = host_record(h);
    size_t count = 0;
    for (uint64_t i = 1; i < record_size(r); i++) {
        struct entry e;
        struct bytes envelope;
        struct act act;
        check_ok(record_read(r, i, harness_arena(), &e, &envelope));
        if (e.type == ENTRY_ACT && act_decode(harness_arena(), envelope, &act, NULL) == ACCEPTED &&
            strcmp(act.kind->name, kind) == 0 && strcmp(e.result, result) == 0) {
            count++;
        }
    }
    return count;
}
