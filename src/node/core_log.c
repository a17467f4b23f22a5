/* Core and the log's signer: checkpoints. */
#include <string.h>

#include "base/log.h"
#include "node/core_inner.h"

enum { CHECKPOINT_EVERY_MS = 1000 }; /* without a reason to hurry */

static void drop_exact(struct core *c)
{
    c->exact_count--;
    memmove(c->exact, c->exact + 1, c->exact_count * sizeof *c->exact);
}

/* Sizes that are wanted exactly come first, in order; then what somebody waits for; then, once a second, what
 * has come. 0: nothing now. */
static uint64_t wanted_size(struct core *c, struct core_signer *s, int64_t now)
{
    const uint64_t size = record_size(embedded_record(c->engine));
    while (c->exact_count > 0 &&
           c->exact[0] < s->last.size) { /* too late for those: a larger one was signed */
        drop_exact(c);
    }
    if (c->exact_count > 0) {
        return c->exact[0];
    }
    s->later_ms = INT64_MAX;
    if (size <= c->signed_.size) {
        return 0;
    }
    if (c->wanted_size > c->signed_.size || now - c->signed_ms >= CHECKPOINT_EVERY_MS) {
        return size;
    }
    s->later_ms = c->env->wall_ms(c->env->ctx) + c->signed_ms + CHECKPOINT_EVERY_MS - now;
    return 0;
}

enum error core_log_step(struct core *c, size_t i)
{
    struct core_signer *s = &c->signers[i];
    struct record *r = embedded_record(c->engine);
    const int64_t now = core_boot_ms(c);
    const int64_t wall = c->env->wall_ms(c->env->ctx);
    const uint64_t size = wanted_size(c, s, now);
    s->dirty = size != 0 && now >= c->full_until_ms;
    if (now < c->full_until_ms) { /* it could not be kept */
        s->later_ms = wall + c->full_until_ms - now;
        return OK;
    }
    if (size == 0) {
        return OK;
    }
    struct signer_request *q = ARENA_NEW(&c->scratch, struct signer_request);
    q->verb = SIGNER_checkpoint;
    q->checkpoint.checkpoint.size = size;
    if (size < s->last.size) {
        core_signers_restart(c, i);
        return OK;
    }
    enum error e = record_root_at(r, size, &q->checkpoint.checkpoint.root);
    e = e == OK ? record_prove_growth(r, s->last.size, size, &q->checkpoint.growth) : e;
    if (e == OK) {
        core_signers_ask(c, i, q);
    }
    return e;
}

/* A note is worth keeping if it says what was asked for: a signer could sign another tree. */
enum error core_log_take(struct core *c, size_t i, struct bytes note)
{
    struct core_signer *s = &c->signers[i];
    const struct organisation *org = machine_organisation(embedded_machine(c->engine));
    struct checkpoint checkpoint;
    if (checkpoint_open(note, org->origin_line, &org->log_key, &checkpoint) != OK ||
        checkpoint.size != s->asked_view.size || !hash_equal(&checkpoint.root, &s->asked_view.root)) {
        log_event(LOG_ERROR, "checkpoint_bad", "size=%llu", (unsigned long long)s->asked_view.size);
        core_signers_restart(c, i);
        return OK;
    }
    const enum error e = embedded_keep_checkpoint(c->engine, checkpoint.size, note);
    s->last = checkpoint;
    if (e != OK) { /* it may be signed again once there is room */
        return core_survive(c, e);
    }
    core_has_room(c);
    core_signers_accepted(c, i);
    c->signed_ = checkpoint;
    c->signed_ms = core_boot_ms(c);
    buffer_clear(&c->signed_note);
    buffer_add_bytes(&c->signed_note, note);
    if (c->exact_count > 0 && c->exact[0] == checkpoint.size) {
        drop_exact(c);
    }
    core_signers_wake(c);
    return OK;
}
