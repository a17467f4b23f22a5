/* Core and its signers: who they are, what they hold, what they are asked for next. */
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/log.h"
#include "mechanism/body.h"
#include "mechanism/matter.h"
#include "mechanism/member.h"
#include "node/core_inner.h"

enum {
    RETRY_MS = 500,          /* after no answer */
    REFUSED_MS = 1000,       /* after a refusal, or a rejection of what was signed */
    EARLY_MS = 100,          /* the signer's clock is behind ours */
    CHECKPOINT_EVERY_MS = 1000, /* without a reason to hurry */
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

void core_signers_rejected(struct core *c, size_t signer)
{
    if (signer < c->signer_count) {
        c->signers[signer].not_before_ms = core_boot_ms(c) + REFUSED_MS;
    }
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

static void ask(struct core *c, size_t i, const struct signer_request *r)
{
    struct core_signer *s = &c->signers[i];
    struct buffer b;
    buffer_init(&b, SIGNER_FRAME_BYTES_MAX);
    signer_request_write(&b, r);
    if (b.overflow) { /* more held objections than fit beside their proofs: no all-clear then */
        log_event(LOG_ERROR, "request_too_large", "signer=%.*s", (int)s->member.len,
                  (const char *)s->member.data);
        s->not_before_ms = core_boot_ms(c) + REFUSED_MS;
    } else {
        s->busy = true;
        s->asked = r->verb;
        s->asked_view = c->signed_;
        c->io.ask(c->io.ctx, i, buffer_view(&b));
    }
    buffer_done(&b);
}

static void ask_again(struct core *c, struct core_signer *s)
{
    s->state = SIGNER_UNKNOWN;
    s->not_before_ms = core_boot_ms(c) + RETRY_MS;
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

static void take_status(struct core *c, struct core_signer *s, struct bytes content)
{
    struct signer_status status;
    if (signer_status_read(content, &status) != OK || !is_of_member(c, s, &status)) {
        log_event(LOG_ERROR, "signer_foreign", "member=%.*s", (int)s->member.len,
                  (const char *)s->member.data);
        ask_again(c, s);
        return;
    }
    s->key = status.key;
    s->last = status.last;
    s->held_total = status.held_count;
    s->listed = 0;
    s->state = s->held_total == 0 ? SIGNER_READY : SIGNER_LISTING;
    s->dirty = true;
}

static void add_held(struct core_signer *s, const struct hash *root, const struct hash *id)
{
    for (size_t i = 0; i < s->held_count; i++) {
        if (hash_equal(&s->held[i].id, id) && hash_equal(&s->held[i].root, root)) {
            return;
        }
    }
    s->held = core_grow(s->held, s->held_count, &s->held_capacity, sizeof *s->held);
    s->held[s->held_count++] = (struct duty_held){*root, *id};
}

/* An objection that the signer holds: one that is not in the record was lost between its receipt and its
 * batch. */
static void take_held(struct core *c, struct core_signer *s, struct bytes content)
{
    struct signer_held held;
    uint64_t index = 0;
    if (signer_held_read(content, &held) != OK) {
        ask_again(c, s);
        return;
    }
    add_held(s, &held.root, &held.id);
    if (record_find(embedded_record(c->engine), &held.id, &index) == ERROR_NOT_FOUND) {
        log_event(LOG_NOTICE, "objection_recovered", "id=%s", hash_hex(&held.id).text);
        core_submit(c, 0, c->signer_count, held.envelope);
    }
    s->state = ++s->listed < s->held_total ? SIGNER_LISTING : SIGNER_READY;
}

static enum error take_checkpoint(struct core *c, struct core_signer *s, struct bytes note)
{
    const struct organisation *org = machine_organisation(embedded_machine(c->engine));
    struct checkpoint checkpoint;
    if (checkpoint_open(note, org->origin_line, &org->log_key, &checkpoint) != OK) {
        log_event(LOG_ERROR, "checkpoint_bad", "the log's signer gave a note that does not hold");
        ask_again(c, s);
        return OK;
    }
    const enum error e = core_survive(c, embedded_keep_checkpoint(c->engine, checkpoint.size, note));
    if (e != OK) {
        return e;
    }
    s->last = checkpoint;
    c->signed_ = checkpoint;
    c->signed_ms = core_boot_ms(c);
    buffer_clear(&c->signed_note);
    buffer_add_bytes(&c->signed_note, note);
    if (c->exact_count > 0 && c->exact[0] <= checkpoint.size) {
        c->exact_count--;
        memmove(c->exact, c->exact + 1, c->exact_count * sizeof *c->exact);
    }
    core_signers_wake(c);
    return OK;
}

static void take_refusal(struct core *c, struct core_signer *s, enum signer_refusal r)
{
    s->not_before_ms = core_boot_ms(c) + (r == REFUSE_too_early ? EARLY_MS : REFUSED_MS);
    s->dirty = true;
    if (r == REFUSE_not_grown || r == REFUSE_still_held) {
        ask_again(c, s); /* it has seen or holds what we do not know of */
    }
    if (r != REFUSE_too_early) {
        log_event(LOG_WARNING, "signer_refused", "member=%.*s verb=%d refusal=%s", (int)s->member.len,
                  (const char *)s->member.data, (int)s->asked, signer_refusal_name(r));
    }
    if (s->asked == SIGNER_receipt) {
        core_objections_receipt(c, &s->asked_id, bytes_of(NULL, 0));
    }
}

static enum error take_answer(struct core *c, size_t i, struct bytes content)
{
    struct core_signer *s = &c->signers[i];
    s->dirty = true;
    switch (s->asked) {
    case SIGNER_status:
        take_status(c, s, content);
        return OK;
    case SIGNER_held:
        take_held(c, s, content);
        return OK;
    case SIGNER_receipt:
        add_held(s, &s->asked_root, &s->asked_id);
        core_objections_receipt(c, &s->asked_id, content);
        return OK;
    case SIGNER_checkpoint:
        return take_checkpoint(c, s, content);
    case SIGNER_all_clear:
    case SIGNER_open:
        s->last = s->asked_view.size > s->last.size ? s->asked_view : s->last;
        core_submit(c, 0, i, content);
        return OK;
    case SIGNER_availability:
    case SIGNER_tick:
        core_submit(c, 0, i, content);
        return OK;
    }
    unreachable("a verb that core asks for");
}

void core_signer_answered(struct core *c, size_t signer, struct bytes answer)
{
    struct core_signer *s = &c->signers[signer];
    enum signer_refusal refusal = REFUSE_none;
    struct bytes content;
    if (!s->busy) {
        return; /* an answer to what was given up */
    }
    s->busy = false;
    if (signer_answer_read(answer, &refusal, &content) != OK) {
        core_signer_lost(c, signer);
        return;
    }
    if (refusal != REFUSE_none) {
        take_refusal(c, s, refusal);
        return;
    }
    c->step_error = take_answer(c, signer, content);
}

void core_signer_lost(struct core *c, size_t signer)
{
    struct core_signer *s = &c->signers[signer];
    if (s->busy && s->asked == SIGNER_receipt) {
        core_objections_receipt(c, &s->asked_id, bytes_of(NULL, 0));
    }
    if (s->state != SIGNER_UNKNOWN) {
        log_event(LOG_WARNING, "signer_lost", "member=%.*s", (int)s->member.len,
                  (const char *)s->member.data);
    }
    s->busy = false;
    ask_again(c, s);
}

/* The log's signer: sizes that are wanted exactly come first, in order; then what somebody waits for; then,
 * once a second, what has come. */
static enum error step_log(struct core *c, size_t i)
{
    struct core_signer *s = &c->signers[i];
    const int64_t now = core_boot_ms(c);
    struct record *r = embedded_record(c->engine);
    /* Too late for those: a larger one was signed. */
    while (c->exact_count > 0 && c->exact[0] < s->last.size) {
        c->exact_count--;
        memmove(c->exact, c->exact + 1, c->exact_count * sizeof *c->exact);
    }
    const uint64_t size = record_size(r);
    struct signer_request *q = ARENA_NEW(&c->scratch, struct signer_request);
    q->verb = SIGNER_checkpoint;
    struct checkpoint *want = &q->checkpoint.checkpoint;
    if (c->exact_count > 0) {
        want->size = c->exact[0];
    } else if (size > c->signed_.size &&
               (c->wanted_size > c->signed_.size || now - c->signed_ms >= CHECKPOINT_EVERY_MS)) {
        want->size = size;
    } else {
        s->later_ms = size > c->signed_.size
                          ? c->env->wall_ms(c->env->ctx) + c->signed_ms + CHECKPOINT_EVERY_MS - now
                          : INT64_MAX;
        s->dirty = false;
        return OK;
    }
    if (want->size < s->last.size) { /* it has signed more than we have: this is not the record it knows */
        log_event(LOG_ERROR, "record_behind", "size=%llu signed=%llu", (unsigned long long)want->size,
                  (unsigned long long)s->last.size);
        s->not_before_ms = now + REFUSED_MS;
        return OK;
    }
    enum error e = record_root_at(r, want->size, &want->root);
    e = e == OK ? record_prove_growth(r, s->last.size, want->size, &q->checkpoint.growth) : e;
    if (e == OK) {
        ask(c, i, q);
    }
    return e;
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

/* What one round of looking at duties has found. */
struct round {
    struct core *c;
    size_t signer;
    struct duty_view view;
    struct duty_signer who;
    int64_t later_ms;
    enum error error;
    bool asked;
};

static void take_duty(struct round *r, const struct duty_answer *d)
{
    switch (d->duty) {
    case DUTY_NONE:
        r->error = d->error;
        return;
    case DUTY_LATER:
        r->later_ms = d->when_ms < r->later_ms ? d->when_ms : r->later_ms;
        return;
    case DUTY_CHECKPOINT:
        if (d->size > r->c->wanted_size) {
            r->c->wanted_size = d->size;
            r->c->signers[r->c->signer_count - 1].dirty = true;
        }
        return;
    case DUTY_UNRECORDED: /* its objections are listed again, and what is not recorded is sent again */
        ask_again(r->c, &r->c->signers[r->signer]);
        r->asked = true;
        return;
    case DUTY_ASK:
        ask(r->c, r->signer, &d->request);
        r->asked = r->c->signers[r->signer].busy;
        return;
    }
}

static void look_at_silences(struct round *r)
{
    struct silence *list = NULL;
    const size_t count = silence_open_list(r->view.state, &r->c->scratch, &list);
    for (size_t k = 0; k < count && !r->asked && r->error == OK; k++) {
        const struct duty_answer d = duty_of_silence(&r->view, &r->who, &list[k], &r->c->scratch);
        take_duty(r, &d);
    }
}

/* Texts and alternatives in the order in which they came. What the node cannot vouch for yet waits for
 * words. */
static void look_at_roots(struct round *r)
{
    struct core_signer *s = &r->c->signers[r->signer];
    while (s->next_root < r->c->roots.count && !r->asked && r->error == OK) {
        const struct hash root = r->c->roots.items[s->next_root++];
        const struct duty_answer d = duty_of_root(&r->view, &r->who, &root, &r->c->scratch);
        if (d.duty == DUTY_NONE && d.error == OK && !silence_is_available(r->view.state, &root, &s->key)) {
            core_list_add(&r->c->missing, &root);
        }
        take_duty(r, &d);
    }
}

static void look_at_adopted(struct round *r)
{
    struct core_list *l = &r->c->adopted;
    for (size_t k = 0; k < l->count && !r->asked && r->error == OK;) {
        struct matter m;
        if (!matter_get(r->view.state, &l->items[k], &r->c->scratch, &m) || m.unopened == 0) {
            l->items[k] = l->items[--l->count];
            continue;
        }
        const struct duty_answer d = duty_of_opening(&r->view, &r->who, &l->items[k], &r->c->scratch);
        take_duty(r, &d);
        k++;
    }
}

static enum error step_member(struct core *c, size_t i)
{
    struct core_signer *s = &c->signers[i];
    struct round r = {.c = c, .signer = i, .later_ms = INT64_MAX};
    r.view = (struct duty_view){
        .state = embedded_state(c->engine),
        .record = embedded_record(c->engine),
        .blobs = c->blobs,
        .note = buffer_view(&c->signed_note),
        .checkpoint = c->signed_,
        .wall_ms = c->env->wall_ms(c->env->ctx),
    };
    r.who =
        (struct duty_signer){.key = s->key, .last = s->last, .held_count = s->held_count, .held = s->held};
    look_at_silences(&r);
    look_at_roots(&r);
    look_at_adopted(&r);
    if (r.error == OK && !r.asked) {
        s->dirty = s->next_root < c->roots.count;
        s->later_ms = r.later_ms;
    }
    return r.error;
}

static enum error step_one(struct core *c, size_t i)
{
    struct core_signer *s = &c->signers[i];
    struct signer_request *r = ARENA_NEW(&c->scratch, struct signer_request);
    if (s->state == SIGNER_READY) {
        if (step_receipts(c, i)) {
            return OK;
        }
        return s->is_log ? step_log(c, i) : step_member(c, i);
    }
    r->verb = s->state == SIGNER_UNKNOWN ? SIGNER_status : SIGNER_held;
    r->held = s->listed;
    ask(c, i, r);
    return OK;
}

static bool is_due(const struct core *c, size_t i, int64_t boot, int64_t wall)
{
    const struct core_signer *s = &c->signers[i];
    if (s->busy || boot < s->not_before_ms) {
        return false;
    }
    bool receipts = false;
    for (size_t k = 0; k < c->receipt_count; k++) {
        receipts = receipts || c->receipts[k].signer == i;
    }
    return s->state != SIGNER_READY || s->dirty || receipts || wall >= s->later_ms;
}

enum error core_signers_step(struct core *c)
{
    const int64_t boot = core_boot_ms(c);
    const int64_t wall = c->env->wall_ms(c->env->ctx);
    enum error e = c->step_error;
    c->step_error = OK;
    for (size_t i = 0; i < c->signer_count && e == OK; i++) {
        if (is_due(c, i, boot, wall)) {
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
        const struct core_signer *s = &c->signers[i];
        if (s->busy) {
            continue;
        }
        int64_t own = INT64_MAX;
        if (s->state != SIGNER_READY || s->dirty) {
            own = 0;
        } else if (s->later_ms != INT64_MAX) {
            own = s->later_ms > wall ? s->later_ms - wall : 0;
        }
        const int64_t held_off = s->not_before_ms > boot ? s->not_before_ms - boot : 0;
        own = own < held_off ? held_off : own;
        wait = own < wait ? own : wait;
    }
    return wait;
}
