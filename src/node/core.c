#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/log.h"
#include "codec/json.h"
#include "mechanism/civil.h"
#include "mechanism/matter.h"
#include "node/core_inner.h"

enum { FULL_MS = 1000 }; /* between attempts to write for ourselves on a full disk */

void *core_grow(void *list, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity) {
        return list;
    }
    *capacity = *capacity == 0 ? 16 : 2 * *capacity;
    list = realloc(list, *capacity * size);
    check(list != NULL);
    return list;
}

void core_list_add(struct core_list *l, const struct hash *h)
{
    l->items = core_grow(l->items, l->count, &l->capacity, sizeof *l->items);
    l->items[l->count++] = *h;
}

int64_t core_boot_ms(const struct core *c)
{
    return c->env->boot_ms(c->env->ctx);
}

static enum error open_engine(struct core *c)
{
    enum error e = embedded_open(&c->engine, c->env, c->record_path);
    if (e == OK && !machine_is_founded(embedded_machine(c->engine))) {
        log_event(LOG_ERROR, "not_founded", "path=%s", c->record_path);
        e = ERROR_NOT_FOUND;
    }
    if (e == OK) {
        machine_set_mutation(embedded_machine(c->engine), c->mutation);
    }
    return e;
}

static enum error load_checkpoint(struct core *c)
{
    struct bytes note;
    uint64_t size = 0;
    const enum error e = checkpoints_last(embedded_checkpoints(c->engine), &c->scratch, &size, &note);
    if (e != OK) {
        return e == ERROR_NOT_FOUND ? OK : e;
    }
    const struct organisation *org = machine_organisation(embedded_machine(c->engine));
    if (checkpoint_open(note, org->origin_line, &org->log_key, &c->signed_) != OK ||
        c->signed_.size != size) {
        log_event(LOG_ERROR, "checkpoint_damaged", "size=%llu", (unsigned long long)size);
        return ERROR_CORRUPT;
    }
    buffer_add_bytes(&c->signed_note, note);
    return OK;
}

enum error core_open(struct core **out, const struct env *env, const char *folder, const struct core_io *io)
{
    struct core *c = calloc(1, sizeof *c);
    check(c != NULL);
    c->env = env;
    c->io = *io;
    c->signed_.root = tree_empty();
    c->record_path = arena_printf(&c->arena, "%s/record.db", folder);
    c->blobs_path = arena_printf(&c->arena, "%s/blobs.db", folder);
    buffer_init(&c->signed_note, NOTE_BYTES_MAX);
    enum error e = open_engine(c);
    e = e == OK ? blobs_open(&c->blobs, env, c->blobs_path, false) : e;
    e = e == OK ? load_checkpoint(c) : e;
    e = e == OK ? core_signers_open(c) : e;
    e = e == OK ? core_scan_start(c) : e;
    arena_clear(&c->scratch);
    if (e != OK) {
        core_close(c);
        return e;
    }
    *out = c;
    return OK;
}

void core_close(struct core *c)
{
    if (c == NULL) {
        return;
    }
    core_signers_close(c);
    for (size_t i = 0; i < c->objection_count; i++) {
        buffer_done(&c->objections[i].receipt);
    }
    for (size_t i = 0; i < c->receipt_count; i++) {
        buffer_done(&c->receipts[i].request);
    }
    free(c->objections);
    free(c->receipts);
    free(c->readers);
    free(c->roots.items);
    free(c->waits);
    free(c->adopted.items);
    free(c->exact);
    buffer_done(&c->signed_note);
    blobs_close(c->blobs);
    embedded_close(c->engine);
    arena_done(&c->arena);
    arena_done(&c->batch_arena);
    arena_done(&c->scratch);
    free(c);
}

struct embedded *core_engine(struct core *c)
{
    return c->engine;
}

void core_set_mutation(struct core *c, enum mutation m)
{
    c->mutation = m;
    machine_set_mutation(embedded_machine(c->engine), m);
}

enum error core_survive(struct core *c, enum error e)
{
    if (e != ERROR_FULL) {
        return e;
    }
    if (!c->disk_full) {
        log_event(LOG_ERROR, "disk_full", "path=%s", c->record_path);
        c->disk_full = true;
    }
    c->full_until_ms = core_boot_ms(c) + FULL_MS;
    /* What failed has left the handle in an unknown state; the file is as it was. */
    embedded_close(c->engine);
    c->engine = NULL;
    const enum error opened = open_engine(c);
    c->closes = 0; /* the machine counts from the beginning */
    return opened;
}

void core_end(struct core *c, enum error e)
{
    c->ended = c->ended == OK ? e : c->ended;
}

void core_has_room(struct core *c)
{
    if (c->disk_full) {
        log_event(LOG_NOTICE, "disk_has_room", "path=%s", c->record_path);
        core_signers_resume(c);
    }
    c->disk_full = false;
    c->full_until_ms = 0;
}

void core_answer(struct core *c, uint64_t client, const struct client_answer *a)
{
    if (client == 0) {
        return;
    }
    struct buffer b;
    buffer_init(&b, FRAME_BYTES_MAX);
    client_answer_write(&b, a);
    check(!b.overflow);
    c->io.reply(c->io.ctx, client, buffer_view(&b));
    buffer_done(&b);
}

void core_fail(struct core *c, uint64_t client, enum error e, const char *text)
{
    const struct client_answer a = {
        .outcome = OUTCOME_FAILED,
        .name = bytes_of_text(error_name(e)),
        .text = bytes_of_text(text == NULL ? error_text(e) : text),
    };
    core_answer(c, client, &a);
}

static void refuse(struct core *c, uint64_t client, enum rejection r, const struct diag *diag)
{
    const char *text = rejection_text(r);
    if (diag->message[0] != 0) {
        text = arena_printf(&c->scratch, "%s: %s", text, diag->message);
    }
    const struct client_answer a = {
        .outcome = OUTCOME_REFUSED,
        .name = bytes_of_text(rejection_name(r)),
        .text = bytes_of_text(text),
    };
    core_answer(c, client, &a);
}

bool core_submit(struct core *c, uint64_t client, size_t signer, struct bytes envelope)
{
    if (c->queue_count == BATCH_ACTS_MAX) {
        core_fail(c, client, ERROR_BUSY, "the queue is full: send it again");
        return false;
    }
    struct machine *m = embedded_machine(c->engine);
    struct core_queued *q = &c->queue[c->queue_count];
    struct diag diag = {.message = ""};
    const struct bytes own = arena_copy(&c->batch_arena, envelope);
    const enum rejection r = machine_check(m, &c->batch_arena, own, &q->act, &diag);
    const enum error damaged = state_error(embedded_state(c->engine));
    if (damaged != OK) {
        core_fail(c, client, damaged, NULL);
        core_end(c, damaged);
        return false;
    }
    if (r != ACCEPTED) {
        if (client == 0) {
            log_event(LOG_WARNING, "own_act_refused", "rejection=%s", rejection_name(r));
        }
        refuse(c, client, r, &diag);
        return false;
    }
    q->client = client;
    q->signer = signer;
    q->seen_size = record_size(embedded_record(c->engine));
    c->queue_count++;
    if (client != 0 && q->act.kind->signer == SIGNER_OBJECTOR) {
        core_objections_begin(c, client, &q->act);
    }
    return true;
}

static void answer_recorded(struct core *c, const struct core_queued *q, const struct machine_result *r)
{
    if (r->recorded && strcmp(r->result, "ok") == 0) {
        core_scan_act(c, &q->act);
    }
    if (q->client == 0) {
        if (strcmp(r->result, "ok") == 0) {
            core_signers_accepted(c, q->signer);
        } else {
            core_signers_rejected(c, q->signer);
        }
        return;
    }
    if (q->act.kind->signer == SIGNER_OBJECTOR) {
        core_objections_recorded(c, q->client, &q->act.id, r);
        return;
    }
    const struct client_answer a = {
        .outcome = OUTCOME_DONE,
        .recorded_now = r->recorded,
        .index = r->index,
        .result = bytes_of_text(r->result),
    };
    core_answer(c, q->client, &a);
}

/* Keys are looked at again where blocks have come between the check and now: what is ordered must be
 * acceptable in the state before its block. */
static void drop_stale(struct core *c)
{
    struct machine *m = embedded_machine(c->engine);
    const uint64_t size = record_size(embedded_record(c->engine));
    const struct diag none = {.message = ""};
    size_t kept = 0;
    for (size_t i = 0; i < c->queue_count; i++) {
        const enum rejection r =
            c->queue[i].seen_size == size ? ACCEPTED : machine_check_keys(m, &c->queue[i].act);
        if (r != ACCEPTED) {
            refuse(c, c->queue[i].client, r, &none);
            core_objections_forget(c, c->queue[i].client);
        } else {
            c->queue[kept++] = c->queue[i];
        }
    }
    c->queue_count = kept;
}

/* A batch that failed. On a full disk nothing of it was recorded; unless what failed was only the sync, and
 * opening the file again has found it whole. What a signer made is lost with it, and is asked for again. */
static enum error answer_failed(struct core *c, enum error e)
{
    bool own = false;
    const enum error survived = core_survive(c, e);
    for (size_t i = 0; i < c->queue_count; i++) {
        const struct core_queued *q = &c->queue[i];
        struct machine_result r = {.recorded = true};
        struct entry entry;
        if (survived == OK && record_find(embedded_record(c->engine), &q->act.id, &r.index) == OK &&
            record_read(embedded_record(c->engine), r.index, &c->scratch, &entry, NULL) == OK) {
            memcpy(r.result, entry.result, sizeof r.result);
            answer_recorded(c, q, &r);
            continue;
        }
        core_fail(c, q->client, e, NULL);
        core_objections_forget(c, q->client);
        own = own || q->client == 0;
    }
    for (size_t i = 0; own && survived == OK && i < c->signer_count; i++) {
        core_signers_restart(c, i);
    }
    return survived;
}

static enum error commit(struct core *c)
{
    drop_stale(c);
    struct act *acts = ARENA_ARRAY(&c->batch_arena, struct act, c->queue_count);
    struct machine_result *results = ARENA_ARRAY(&c->batch_arena, struct machine_result, c->queue_count);
    for (size_t i = 0; i < c->queue_count; i++) {
        acts[i] = c->queue[i].act;
    }
    const uint64_t size = record_size(embedded_record(c->engine));
    enum error e = embedded_batch(c->engine, acts, c->queue_count, results);
    if (e == OK) {
        for (size_t i = 0; i < c->queue_count; i++) {
            answer_recorded(c, &c->queue[i], &results[i]);
        }
        if (record_size(embedded_record(c->engine)) != size) {
            core_has_room(c);
        }
    } else {
        e = answer_failed(c, e);
    }
    c->queue_count = 0;
    arena_clear(&c->batch_arena);
    return e;
}

/* After an error its handle is in an unknown state. Words are no part of the record: what was stored
 * stands. */
enum error core_reopen_blobs(struct core *c)
{
    blobs_close(c->blobs);
    c->blobs = NULL;
    return blobs_open(&c->blobs, c->env, c->blobs_path, false);
}

static void store(struct core *c, uint64_t client, const struct client_request *r)
{
    const enum error e = blobs_put(c->blobs, r->blobs, r->blob_count);
    if (e == ERROR_MALFORMED) {
        core_fail(c, client, e,
                  "words must be UTF-8 in form C, without tabs, trailing spaces and control characters, "
                  "and have at most 30,000 bytes");
        return;
    }
    if (e != OK) {
        core_fail(c, client, e, NULL);
        core_end(c, e == ERROR_FULL ? core_reopen_blobs(c) : e);
        return;
    }
    for (size_t i = 0; i < r->blob_count; i++) {
        const struct hash commitment = text_commitment(r->blobs[i].salt, r->blobs[i].text);
        core_words_came(c, &commitment);
    }
    core_signers_wake(c);
    const struct client_answer a = {.outcome = OUTCOME_DONE};
    core_answer(c, client, &a);
}

static void write_signers(struct core *c, struct json_writer *w)
{
    static const char *const words[] = {
        [SIGNER_UNKNOWN] = "unreachable",
        [SIGNER_FOREIGN] = "foreign",
        [SIGNER_DISAGREES] = "disagrees",
        [SIGNER_LISTING] = "starting",
        [SIGNER_READY] = "ready",
    };
    json_array(w, "signers");
    for (size_t i = 0; i < c->signer_count; i++) {
        json_object(w, NULL);
        json_text(w, "member", c->signers[i].member);
        json_cstring(w, "state", words[c->signers[i].state]);
        json_end(w);
    }
    json_end(w);
}

/* The civil date at that time, and how fast the scenario clock goes: empty where there is none. */
static void write_civil(struct core *c, struct json_writer *w, int64_t now_ms)
{
    const struct organisation *org = machine_organisation(embedded_machine(c->engine));
    struct state *s = embedded_state(c->engine);
    const struct civil_day today = civil_day_at(civil_at(s, org, now_ms));
    const struct civil_clock k = civil_clock_get(s);
    char rate[48] = "";
    if (org->realm == REALM_EXERCISE) {
        (void)snprintf(rate, sizeof rate, "%lld/%lld", (long long)k.now.rate, (long long)k.now.parts);
    }
    json_cstring(w, "civil_date", today.text);
    json_cstring(w, "civil_rate", rate);
}

static void status(struct core *c, uint64_t client)
{
    const struct organisation *org = machine_organisation(embedded_machine(c->engine));
    const enum error damaged = state_error(embedded_state(c->engine));
    if (damaged != OK) {
        core_fail(c, client, damaged, NULL);
        return;
    }
    const struct hash digest = state_digest(embedded_state(c->engine));
    const struct hash root = record_root(embedded_record(c->engine));
    struct json_writer w;
    struct buffer b;
    buffer_init(&b, FRAME_BYTES_MAX / 2);
    json_begin(&w, &b);
    json_object(&w, NULL);
    const int64_t now_ms = embedded_time_ms(c->engine);
    json_integer(&w, "checkpoint", (int64_t)c->signed_.size);
    write_civil(c, &w, now_ms);
    json_cstring(&w, "clock", embedded_clock(c->engine) == CLOCK_STEADY ? "steady" : "unconfirmed");
    json_hex(&w, "digest", hash_view(&digest));
    json_bool(&w, "disk_full", c->disk_full);
    json_text(&w, "name", org->name);
    json_hex(&w, "org", hash_view(&org->id));
    json_cstring(&w, "realm", realm_word(org->realm));
    json_hex(&w, "root", hash_view(&root));
    write_signers(c, &w);
    json_integer(&w, "size", (int64_t)record_size(embedded_record(c->engine)));
    json_integer(&w, "time", now_ms);
    json_end(&w);
    check(!b.overflow);
    const struct client_answer a = {.outcome = OUTCOME_DONE, .content = buffer_view(&b)};
    core_answer(c, client, &a);
    buffer_done(&b);
}

static void give_checkpoint(struct core *c, uint64_t client)
{
    const struct client_answer a = {.outcome = OUTCOME_DONE, .content = buffer_view(&c->signed_note)};
    core_answer(c, client, &a);
}

static void ask_checkpoint(struct core *c, uint64_t client, uint64_t size)
{
    size = size == 0 ? 1 : size; /* any at all */
    if (size > record_size(embedded_record(c->engine))) {
        core_fail(c, client, ERROR_NOT_FOUND, "the record is not as long as that");
        return;
    }
    if (size <= c->signed_.size) {
        give_checkpoint(c, client);
        return;
    }
    c->readers = core_grow(c->readers, c->reader_count, &c->reader_capacity, sizeof *c->readers);
    c->readers[c->reader_count++] = (struct core_reader){client, size};
    c->wanted_size = size > c->wanted_size ? size : c->wanted_size;
    core_signers_wake(c);
}

static void answer_readers(struct core *c)
{
    size_t kept = 0;
    for (size_t i = 0; i < c->reader_count; i++) {
        if (c->readers[i].size <= c->signed_.size) {
            give_checkpoint(c, c->readers[i].client);
        } else {
            c->readers[kept++] = c->readers[i];
        }
    }
    c->reader_count = kept;
}

static void confirm(struct core *c, uint64_t client)
{
    const enum error e = embedded_confirm_clock(c->engine);
    if (e != OK) {
        core_fail(c, client, e, NULL);
        core_end(c, core_survive(c, e));
        return;
    }
    core_signers_wake(c);
    const struct client_answer a = {.outcome = OUTCOME_DONE};
    core_answer(c, client, &a);
}

void core_request(struct core *c, uint64_t client, struct bytes request)
{
    struct client_request r;
    check(client != 0);
    if (c->ended != OK) {
        core_fail(c, client, c->ended, NULL);
        return;
    }
    if (client_request_read(&c->scratch, request, &r) != OK) {
        core_fail(c, client, ERROR_MALFORMED, "not a request that core takes");
        return;
    }
    switch (r.verb) {
    case CLIENT_submit:
        core_submit(c, client, 0, r.envelope);
        return;
    case CLIENT_store:
        store(c, client, &r);
        return;
    case CLIENT_status:
        status(c, client);
        return;
    case CLIENT_checkpoint:
        ask_checkpoint(c, client, r.size);
        return;
    case CLIENT_confirm:
        confirm(c, client);
        return;
    case CLIENT_forget:
        core_forget_words(c, client, &r.subject);
        return;
    }
    unreachable("client_request_read knows the verbs");
}

void core_forget(struct core *c, uint64_t client)
{
    size_t kept = 0;
    for (size_t i = 0; i < c->reader_count; i++) {
        if (c->readers[i].client != client) {
            c->readers[kept++] = c->readers[i];
        }
    }
    c->reader_count = kept;
    for (size_t i = 0; i < c->queue_count; i++) {
        if (c->queue[i].client == client) {
            c->queue[i].client = 0; /* it is recorded all the same */
            c->queue[i].signer = c->signer_count;
        }
    }
    core_objections_forget(c, client);
}

static enum error tidy_blobs(struct core *c)
{
    const enum error e = blobs_tidy(c->blobs);
    return e == ERROR_FULL ? core_reopen_blobs(c) : e;
}

enum error core_step(struct core *c)
{
    enum error e = c->ended;
    /* What is accepted is committed before anything else is done for it. */
    while (e == OK && c->queue_count > 0) {
        e = commit(c);
        e = e == OK ? core_scan(c) : e;
    }
    bool pulsed = false;
    const bool may_write = core_boot_ms(c) >= c->full_until_ms;
    if (e == OK && may_write && embedded_wait_ms(c->engine) == 0) {
        const enum error written = embedded_pulse(c->engine, &pulsed);
        if (written == OK && pulsed) {
            core_has_room(c);
        }
        e = core_survive(c, written);
        e = e == OK ? core_scan(c) : e;
    }
    e = e == OK ? core_signers_step(c) : e;
    if (e == OK) {
        answer_readers(c);
        core_objections_step(c);
        if (c->queue_count == 0 && may_write) {
            e = core_survive(c, embedded_tidy(c->engine));
            e = e == OK ? tidy_blobs(c) : e;
        }
    }
    arena_clear(&c->scratch);
    return e;
}

int64_t core_wait_ms(struct core *c)
{
    if (c->queue_count > 0 || c->ended != OK) {
        return 0;
    }
    int64_t wait = embedded_wait_ms(c->engine);
    const int64_t full = c->full_until_ms - core_boot_ms(c);
    wait = wait < full ? full : wait;
    const int64_t signers = core_signers_wait_ms(c);
    const int64_t objections = core_objections_wait_ms(c);
    wait = signers < wait ? signers : wait;
    return objections < wait ? objections : wait;
}
