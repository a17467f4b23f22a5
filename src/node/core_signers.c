/* Core and its signers: who they are, what they hold, what they are asked for next. */
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/log.h"
#include "mechanism/body.h"
#include "mechanism/matter.h"
#include "mechanism/member.h"
#include "node/core_inner.h"
#include "node/signer_file.h"
#include "node/signer_receipt.h"

enum {
    RETRY_MS = 500,    /* after no answer */
    REFUSED_MS = 1000, /* after a refusal, or a rejection of what was signed; longer after each in a row */
    EARLY_MS = 100,    /* the signer's clock is behind ours; the same */
    DOUBLINGS_MAX = 6,
    HELD_LISTED_MAX = SIGNER_FILE_BYTES_MAX / SIGNER_SECTOR_BYTES, /* more cannot be in its file */
};

enum error core_signers_open(struct core *c)
{
    struct member *members = NULL;
    const size_t count = member_list(embedded_state(c->engine), &c->scratch, &members);
    c->signer_count = count + 1;
    c->signers = calloc(c->signer_count, sizeof *c->signers);
    check(c->signers != NULL);
    for (size_t i = 0; i < c->signer_count; i++) {
        struct core_signer *s = &c->signers[i];
        s->is_log = i == count;
        s->member = s->is_log ? BYTES("log") : arena_copy(&c->arena, members[i].code);
        s->dirty = true;
        s->later_ms = INT64_MAX;
    }
    return state_error(embedded_state(c->engine));
}

void core_signers_close(struct core *c)
{
    for (size_t i = 0; i < c->signer_count; i++) {
        free(c->signers[i].held);
    }
    free(c->signers);
    c->signers = NULL;
    c->signer_count = 0;
}

size_t core_signer_count(const struct core *c)
{
    return c->signer_count;
}

struct bytes core_signer_member(const struct core *c, size_t signer)
{
    check(signer < c->signer_count);
    return c->signers[signer].member;
}

void core_signers_wake(struct core *c)
{
    for (size_t i = 0; i < c->signer_count; i++) {
        c->signers[i].dirty = true;
    }
}

/* It is not asked for duties for a while; the longer, the more often it went wrong. */
static void hold_off(struct core *c, struct core_signer *s, int64_t ms)
{
    s->not_before_ms = core_boot_ms(c) + (ms << s->setbacks);
    s->setbacks += s->setbacks < DOUBLINGS_MAX;
    s->dirty = true;
}

void core_signers_rejected(struct core *c, size_t signer)
{
    if (signer < c->signer_count) {
        hold_off(c, &c->signers[signer], REFUSED_MS);
    }
}

void core_signers_accepted(struct core *c, size_t signer)
{
    if (signer < c->signer_count) {
        c->signers[signer].setbacks = 0;
    }
}

void core_signers_restart(struct core *c, size_t signer)
{
    struct core_signer *s = &c->signers[signer];
    s->state = SIGNER_UNKNOWN;
    s->next_root = 0; /* it may have been asked in vain */
    s->status_ms = core_boot_ms(c) + RETRY_MS;
    hold_off(c, s, REFUSED_MS);
}

void core_signers_resume(struct core *c)
{
    for (size_t i = 0; i < c->signer_count; i++) {
        struct core_signer *s = &c->signers[i];
        s->setbacks = 0;
        s->not_before_ms = 0;
        s->status_ms = 0;
        s->dirty = true;
    }
}

/* One that is not what it should be is not asked again and again. */
static void shun(struct core *c, size_t signer, enum signer_state state)
{
    struct core_signer *s = &c->signers[signer];
    core_signers_restart(c, signer);
    s->status_ms = s->not_before_ms;
    s->state = state;
}

/* The node in the frozen set of the silence on this text, else the one that the member names now. */
size_t core_signers_of(struct core *c, struct bytes member, const struct hash *root)
{
    struct state *state = embedded_state(c->engine);
    struct root r;
    struct silence x;
    struct member m;
    const struct silence_seat *seat = NULL;
    if (root_get(state, root, &r) && !hash_is_zero(&r.silence) &&
        silence_get(state, &r.silence, &c->scratch, &x)) {
        seat = silence_seat_of(&x, member);
    }
    if (!member_get(state, member, &m)) {
        return c->signer_count;
    }
    const struct public_key node = seat != NULL ? seat->node : m.clearing;
    struct member_key key;
    if (!member_key_get(state, &node, &key)) {
        return c->signer_count;
    }
    for (size_t i = 0; i + 1 < c->signer_count; i++) {
        if (bytes_equal(c->signers[i].member, key.member)) {
            return i;
        }
    }
    return c->signer_count;
}

void core_signers_ask(struct core *c, size_t i, const struct signer_request *r)
{
    struct core_signer *s = &c->signers[i];
    struct buffer b;
    buffer_init(&b, SIGNER_FRAME_BYTES_MAX);
    signer_request_write(&b, r);
    if (b.overflow) { /* more held objections than fit beside their proofs: no all-clear then */
        log_event(LOG_ERROR, "request_too_large", "signer=%.*s", (int)s->member.len,
                  (const char *)s->member.data);
        hold_off(c, s, REFUSED_MS);
    } else {
        s->busy = true;
        s->asked = r->verb;
        s->asked_view = r->verb == SIGNER_checkpoint ? r->checkpoint.checkpoint : c->signed_;
        c->io.ask(c->io.ctx, i, buffer_view(&b));
    }
    buffer_done(&b);
}

static bool is_of_member(struct core *c, const struct core_signer *s, const struct signer_status *status)
{
    if (s->is_log) {
        const struct organisation *org = machine_organisation(embedded_machine(c->engine));
        return status->is_log && public_key_equal(&status->key, &org->log_key);
    }
    struct member_key key;
    return !status->is_log && member_key_get(embedded_state(c->engine), &status->key, &key) &&
           key.role == ROLE_NODE && key.revoked == 0 && bytes_equal(key.member, s->member);
}

/* Whether what a signer has seen last is a part of our record. */
static enum error agrees(struct core *c, const struct checkpoint *seen, bool *out)
{
    struct record *r = embedded_record(c->engine);
    struct hash root;
    *out = false;
    if (seen->size > record_size(r)) {
        return OK;
    }
    const enum error e = record_root_at(r, seen->size, &root);
    *out = e == OK && hash_equal(&root, &seen->root);
    return e;
}

static enum error take_status(struct core *c, size_t i, struct bytes content)
{
    struct core_signer *s = &c->signers[i];
    struct signer_status status;
    bool same = false;
    const bool read = signer_status_read(content, &status) == OK && status.held_count <= HELD_LISTED_MAX;
    if (!read || !is_of_member(c, s, &status)) {
        log_event(LOG_ERROR, "signer_foreign", "member=%.*s", (int)s->member.len,
                  (const char *)s->member.data);
        shun(c, i, read ? SIGNER_FOREIGN : SIGNER_UNKNOWN);
        return OK;
    }
    const enum error e = agrees(c, &status.last, &same);
    if (e != OK) {
        return e;
    }
    if (!same) { /* this is not the record that it knows: one of the two was put back */
        log_event(LOG_ERROR, "signer_disagrees", "member=%.*s seen=%llu record=%llu", (int)s->member.len,
                  (const char *)s->member.data, (unsigned long long)status.last.size,
                  (unsigned long long)record_size(embedded_record(c->engine)));
        shun(c, i, SIGNER_DISAGREES);
        return OK;
    }
    if (!public_key_equal(&s->key, &status.key)) {
        s->next_root = 0;
    }
    s->key = status.key;
    s->last = status.last;
    s->transcript = status.transcript;
    s->couples = status.couples;
    s->held_count = 0;
    s->held_total = status.held_count;
    s->listed = 0;
    s->state = s->held_total == 0 ? SIGNER_READY : SIGNER_LISTING;
    return OK;
}

static int compare_held(const struct duty_held *a, const struct hash *root, const struct hash *id)
{
    const int order = hash_compare(&a->root, root);
    return order != 0 ? order : hash_compare(&a->id, id);
}

/* Keeps the list ascending. A signer holds at most HELD_MAX of one text: one that says more is not
 * believed. */
static void add_held(struct core_signer *s, const struct hash *root, const struct hash *id)
{
    size_t low = 0;
    size_t high = s->held_count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (compare_held(&s->held[middle], root, id) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    size_t same_root = 0;
    for (size_t i = low; i < s->held_count && hash_equal(&s->held[i].root, root); i++) {
        if (hash_equal(&s->held[i].id, id)) {
            return;
        }
        same_root++;
    }
    for (size_t i = low; i > 0 && hash_equal(&s->held[i - 1].root, root); i--) {
        same_root++;
    }
    if (same_root >= HELD_MAX) {
        return;
    }
    s->held = core_grow(s->held, s->held_count, &s->held_capacity, sizeof *s->held);
    memmove(s->held + low + 1, s->held + low, (s->held_count - low) * sizeof *s->held);
    s->held[low] = (struct duty_held){*root, *id};
    s->held_count++;
}

/* An objection that the signer holds: one that is not in the record was lost between its receipt and its
 * batch. */
static enum error take_held(struct core *c, size_t i, struct bytes content)
{
    struct core_signer *s = &c->signers[i];
    struct signer_held held;
    uint64_t index = 0;
    if (signer_held_read(content, &held) != OK) {
        core_signers_restart(c, i);
        return OK;
    }
    if (c->queue_count == BATCH_ACTS_MAX) {
        return OK; /* it is asked for again after the batch */
    }
    add_held(s, &held.root, &held.id);
    const enum error e = record_find(embedded_record(c->engine), &held.id, &index);
    if (e == ERROR_NOT_FOUND && !core_submit(c, 0, c->signer_count, held.envelope)) {
        log_event(LOG_ERROR, "objection_not_recoverable", "member=%.*s id=%s", (int)s->member.len,
                  (const char *)s->member.data, hash_hex(&held.id).text);
    } else if (e == ERROR_NOT_FOUND) {
        log_event(LOG_NOTICE, "objection_recovered", "id=%s", hash_hex(&held.id).text);
    }
    s->state = ++s->listed < s->held_total ? SIGNER_LISTING : SIGNER_READY;
    return e == ERROR_NOT_FOUND ? OK : e;
}

/* The answer to a client is the receipt itself: what does not hold is no receipt. */
static void take_receipt(struct core *c, size_t i, struct bytes content)
{
    struct core_signer *s = &c->signers[i];
    const struct organisation *org = machine_organisation(embedded_machine(c->engine));
    const struct receipt expected = {.org = org->id,
                                     .epoch = org->epoch,
                                     .realm = org->realm,
                                     .key = s->key,
                                     .objection = s->asked_id,
                                     .root = s->asked_root};
    bool late = false;
    if (!receipt_holds(&c->scratch, content, &expected, &late)) {
        log_event(LOG_ERROR, "receipt_bad", "member=%.*s", (int)s->member.len, (const char *)s->member.data);
        core_objections_receipt(c, &s->asked_id, bytes_of(NULL, 0));
        shun(c, i, SIGNER_UNKNOWN);
        return;
    }
    core_signers_accepted(c, i);
    if (!late) {
        add_held(s, &s->asked_root, &s->asked_id);
    }
    core_objections_receipt(c, &s->asked_id, content);
}

static void take_refusal(struct core *c, size_t i, enum signer_refusal r)
{
    struct core_signer *s = &c->signers[i];
    if (r != REFUSE_too_early) {
        log_event(LOG_WARNING, "signer_refused", "member=%.*s verb=%d refusal=%s", (int)s->member.len,
                  (const char *)s->member.data, (int)s->asked, signer_refusal_name(r));
    }
    if (s->asked == SIGNER_receipt) { /* no reason to ask for nothing else: anybody can object too often */
        core_objections_receipt(c, &s->asked_id, bytes_of(NULL, 0));
    } else if (r == REFUSE_too_early) {
        hold_off(c, s, EARLY_MS);
    } else if (s->asked == SIGNER_status || s->asked == SIGNER_held) { /* it cannot even say who it is */
        core_signer_lost(c, i);
    } else { /* it may have seen or hold what we do not know of */
        core_signers_restart(c, i);
    }
    s->dirty = true;
}

/* An act of its own. */
static void take_act(struct core *c, size_t i, struct bytes envelope)
{
    if (!core_submit(c, 0, i, envelope)) {
        core_signers_restart(c, i);
    }
}

static enum error take_answer(struct core *c, size_t i, struct bytes content)
{
    struct core_signer *s = &c->signers[i];
    s->dirty = true;
    switch (s->asked) {
    case SIGNER_status:
        return take_status(c, i, content);
    case SIGNER_held:
        return take_held(c, i, content);
    case SIGNER_receipt:
        take_receipt(c, i, content);
        return OK;
    case SIGNER_checkpoint:
        return core_log_take(c, i, content);
    case SIGNER_confirm: /* it has a share now, and says of which sharing */
    case SIGNER_nonces:
    case SIGNER_share:
        s->state = SIGNER_UNKNOWN;
        s->status_ms = 0;
        take_act(c, i, content);
        return OK;
    case SIGNER_join:
    case SIGNER_deal:
    case SIGNER_all_clear:
    case SIGNER_open:
        s->last = s->asked_view.size > s->last.size ? s->asked_view : s->last;
        take_act(c, i, content);
        return OK;
    case SIGNER_availability:
    case SIGNER_tick:
        take_act(c, i, content);
        return OK;
    }
    unreachable("a verb that core asks for");
}

void core_signer_answered(struct core *c, size_t signer, struct bytes answer)
{
    struct core_signer *s = &c->signers[signer];
    enum signer_refusal refusal = REFUSE_none;
    struct bytes content;
    if (!s->busy || c->ended != OK) {
        return; /* an answer to what was given up */
    }
    if (signer_answer_read(answer, &refusal, &content) != OK) {
        log_event(LOG_ERROR, "signer_answer_bad", "member=%.*s", (int)s->member.len,
                  (const char *)s->member.data);
        core_signer_lost(c, signer);
        shun(c, signer, SIGNER_UNKNOWN);
        return;
    }
    s->busy = false;
    if (refusal != REFUSE_none) {
        take_refusal(c, signer, refusal);
        return;
    }
    core_end(c, take_answer(c, signer, content));
}

void core_signer_lost(struct core *c, size_t signer)
{
    struct core_signer *s = &c->signers[signer];
    if (s->busy && s->asked == SIGNER_receipt) {
        core_objections_receipt(c, &s->asked_id, bytes_of(NULL, 0));
    }
    if (s->state == SIGNER_READY || s->state == SIGNER_LISTING) {
        log_event(LOG_WARNING, "signer_lost", "member=%.*s", (int)s->member.len,
                  (const char *)s->member.data);
    }
    s->busy = false;
    s->state = SIGNER_UNKNOWN;
    s->next_root = 0;
    s->status_ms = core_boot_ms(c) + RETRY_MS;
}

static bool step_receipts(struct core *c, size_t i)
{
    for (size_t k = 0; k < c->receipt_count; k++) {
        if (c->receipts[k].signer != i) {
            continue;
        }
        struct core_signer *s = &c->signers[i];
        s->busy = true;
        s->asked = SIGNER_receipt;
        s->asked_id = c->receipts[k].id;
        s->asked_root = c->receipts[k].root;
        c->io.ask(c->io.ctx, i, buffer_view(&c->receipts[k].request));
        buffer_done(&c->receipts[k].request);
        memmove(c->receipts + k, c->receipts + k + 1, (c->receipt_count - k - 1) * sizeof *c->receipts);
        c->receipt_count--;
        return true;
    }
    return false;
}

static enum error step_one(struct core *c, size_t i)
{
    struct core_signer *s = &c->signers[i];
    if (s->state == SIGNER_READY) {
        if (step_receipts(c, i) || core_boot_ms(c) < s->not_before_ms) {
            return OK;
        }
        return s->is_log ? core_log_step(c, i) : core_duties_step(c, i);
    }
    struct signer_request *r = ARENA_NEW(&c->scratch, struct signer_request);
    r->verb = s->state == SIGNER_LISTING ? SIGNER_held : SIGNER_status;
    r->held = s->listed;
    core_signers_ask(c, i, r);
    return OK;
}

static bool has_receipt_job(const struct core *c, size_t i)
{
    for (size_t k = 0; k < c->receipt_count; k++) {
        if (c->receipts[k].signer == i) {
            return true;
        }
    }
    return false;
}

/* When the signer is to be asked for something, of the boot-time clock; INT64_MAX: nothing is known. */
static int64_t due_ms(const struct core *c, size_t i, int64_t boot, int64_t wall)
{
    const struct core_signer *s = &c->signers[i];
    if (s->busy) {
        return INT64_MAX;
    }
    if (s->state != SIGNER_READY) {
        return s->state == SIGNER_LISTING ? boot : s->status_ms;
    }
    if (has_receipt_job(c, i)) {
        return boot;
    }
    int64_t due = s->dirty ? boot : INT64_MAX;
    if (!s->dirty && s->later_ms != INT64_MAX) {
        due = s->later_ms > wall ? boot + (s->later_ms - wall) : boot;
    }
    return due < s->not_before_ms ? s->not_before_ms : due;
}

enum error core_signers_step(struct core *c)
{
    const int64_t boot = core_boot_ms(c);
    const int64_t wall = c->env->wall_ms(c->env->ctx);
    enum error e = OK;
    for (size_t i = 0; i < c->signer_count && e == OK; i++) {
        if (due_ms(c, i, boot, wall) <= boot) {
            e = step_one(c, i);
        }
    }
    return e;
}

int64_t core_signers_wait_ms(const struct core *c)
{
    const int64_t boot = core_boot_ms(c);
    const int64_t wall = c->env->wall_ms(c->env->ctx);
    int64_t wait = INT64_MAX;
    for (size_t i = 0; i < c->signer_count; i++) {
        const int64_t due = due_ms(c, i, boot, wall);
        const int64_t own = due == INT64_MAX ? due : due > boot ? due - boot : 0;
        wait = own < wait ? own : wait;
    }
    return wait;
}
