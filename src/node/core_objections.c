/* Objections: the client's answer waits for two things, the place in the record and the receipt of the signer
 * that clears for its member. What is missing after a while is left out, and said. */
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "node/core_inner.h"

enum { RECEIPT_WAIT_MS = 3000 };

static struct core_objection *find(struct core *c, const struct hash *id, uint64_t client)
{
    for (size_t i = 0; i < c->objection_count; i++) {
        if (hash_equal(&c->objections[i].id, id) && (client == 0 || c->objections[i].client == client)) {
            return &c->objections[i];
        }
    }
    return NULL;
}

/* A receipt that nobody waits for any more is not asked for. */
static void drop_job(struct core *c, const struct hash *id)
{
    for (size_t k = 0; k < c->receipt_count; k++) {
        if (hash_equal(&c->receipts[k].id, id)) {
            buffer_done(&c->receipts[k].request);
            memmove(c->receipts + k, c->receipts + k + 1, (c->receipt_count - k - 1) * sizeof *c->receipts);
            c->receipt_count--;
            return;
        }
    }
}

static void drop(struct core *c, size_t i)
{
    const struct hash id = c->objections[i].id;
    buffer_done(&c->objections[i].receipt);
    c->objections[i] = c->objections[--c->objection_count];
    if (find(c, &id, 0) == NULL) {
        drop_job(c, &id);
    }
}

/* One job an objection, however many clients send it. */
static void add_job(struct core *c, size_t signer, const struct act *a)
{
    for (size_t k = 0; k < c->receipt_count; k++) {
        if (hash_equal(&c->receipts[k].id, &a->id)) {
            return;
        }
    }
    struct signer_request r = {.verb = SIGNER_receipt};
    r.receipt = (struct signer_receipt){
        .epoch = a->frame.epoch,
        .expires_ms = a->frame.expires_ms,
        .seq = a->frame.seq,
        .member = a->frame.member,
        .key = a->frame.key,
        .root = act_value(a, "root")->hash,
        .reason = act_value(a, "reason")->text,
        .signature_count = a->signature_count,
    };
    memcpy(r.receipt.signatures, a->signatures, sizeof r.receipt.signatures);
    c->receipts = core_grow(c->receipts, c->receipt_count, &c->receipt_capacity, sizeof *c->receipts);
    struct core_receipt_job *job = &c->receipts[c->receipt_count++];
    *job = (struct core_receipt_job){.signer = signer, .id = a->id, .root = r.receipt.root};
    buffer_init(&job->request, SIGNER_FRAME_BYTES_MAX);
    signer_request_write(&job->request, &r);
    check(!job->request.overflow);
}

void core_objections_begin(struct core *c, uint64_t client, const struct act *a)
{
    const size_t signer = core_signers_of(c, a->frame.member, &act_value(a, "root")->hash);
    c->objections =
        core_grow(c->objections, c->objection_count, &c->objection_capacity, sizeof *c->objections);
    struct core_objection *o = &c->objections[c->objection_count++];
    *o = (struct core_objection){
        .client = client,
        .id = a->id,
        .receipt_settled = signer == c->signer_count,
        .until_ms = core_boot_ms(c) + RECEIPT_WAIT_MS,
    };
    buffer_init(&o->receipt, ENVELOPE_BYTES_MAX);
    if (!o->receipt_settled) {
        add_job(c, signer, a);
    }
}

void core_objections_recorded(struct core *c, uint64_t client, const struct hash *id,
                              const struct machine_result *r)
{
    struct core_objection *o = find(c, id, client);
    check(o != NULL);
    o->recorded = true;
    o->recorded_now = r->recorded;
    o->index = r->index;
    memcpy(o->result, r->result, sizeof o->result);
}

void core_objections_receipt(struct core *c, const struct hash *id, struct bytes receipt)
{
    for (size_t i = 0; i < c->objection_count; i++) {
        struct core_objection *o = &c->objections[i];
        if (hash_equal(&o->id, id) && !o->receipt_settled) {
            o->receipt_settled = true;
            buffer_add_bytes(&o->receipt, receipt);
        }
    }
}

void core_objections_forget(struct core *c, uint64_t client)
{
    for (size_t i = c->objection_count; client != 0 && i-- > 0;) {
        if (c->objections[i].client == client) {
            drop(c, i);
        }
    }
}

void core_objections_step(struct core *c)
{
    const int64_t now = core_boot_ms(c);
    for (size_t i = c->objection_count; i-- > 0;) {
        const struct core_objection *o = &c->objections[i];
        if (!o->recorded || (!o->receipt_settled && now < o->until_ms)) {
            continue;
        }
        const struct client_answer a = {
            .outcome = OUTCOME_DONE,
            .recorded_now = o->recorded_now,
            .index = o->index,
            .result = bytes_of_text(o->result),
            .receipt = buffer_view(&o->receipt),
        };
        core_answer(c, o->client, &a);
        drop(c, i);
    }
}

int64_t core_objections_wait_ms(const struct core *c)
{
    const int64_t now = core_boot_ms(c);
    int64_t wait = INT64_MAX;
    for (size_t i = 0; i < c->objection_count; i++) {
        const struct core_objection *o = &c->objections[i];
        if (o->recorded) {
            const int64_t own = o->receipt_settled || o->until_ms <= now ? 0 : o->until_ms - now;
            wait = own < wait ? own : wait;
        }
    }
    return wait;
}
