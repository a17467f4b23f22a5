/* Objections and silences: docs/protocol/silence.md. */
#include "base/check.h"
#include "base/num.h"
#include "codec/json.h"
#include "node/signer_inner.h"
#include "node/signer_receipt.h"

enum { CLEARING_BYTES = 16 * 1024 * 1024 };

/* The envelope of an objection from its fields; REFUSE_bad_signature if it is not what its signers signed. */
static enum signer_refusal rebuild_objection(struct signer *s, const struct signer_receipt *r,
                                             struct hash *id, struct buffer *envelope)
{
    struct buffer body;
    struct buffer payload;
    struct json_writer w;
    buffer_init(&body, ACT_BYTES_MAX);
    buffer_init(&payload, ACT_BYTES_MAX);
    json_begin(&w, &body);
    json_object(&w, NULL);
    json_text(&w, "reason", r->reason);
    json_hex(&w, "root", hash_view(&r->root));
    json_end(&w);
    const struct act_frame frame = {.epoch = r->epoch,
                                    .member = r->member,
                                    .key = r->key,
                                    .seq = r->seq,
                                    .expires_ms = r->expires_ms,
                                    .subject = signer_hex(s, &r->root)};
    *id = signer_act_id(s, &frame, "objection.raise", buffer_view(&body), &payload);
    struct dsse d = {.type = BYTES(DSSE_TYPE_ACT),
                     .payload = buffer_view(&payload),
                     .signature_count = r->signature_count};
    bool by_key = false;
    for (size_t i = 0; i < r->signature_count; i++) {
        d.signatures[i] = r->signatures[i];
        by_key = by_key || public_key_equal(&r->signatures[i].key, &r->key);
    }
    const bool holds = by_key && dsse_holds(&d);
    if (holds) {
        dsse_write(envelope, &d);
    }
    buffer_done(&body);
    buffer_done(&payload);
    return holds ? REFUSE_none : REFUSE_bad_signature;
}

/* Keeps an objection, durably; the last part of the file is left to all-clears. */
static enum signer_refusal hold(struct signer *s, const struct hash *root, const struct hash *id,
                                struct bytes envelope)
{
    const struct signer_held held = {.root = *root, .id = *id, .envelope = envelope};
    const struct signer_record record = signer_held_record(s, &held);
    if (signer_rows_count(&s->rows, root) >= HELD_MAX) {
        return REFUSE_too_many;
    }
    if (s->file.len + signer_record_bytes(record.payload.len) > SIGNER_FILE_BYTES_MAX - CLEARING_BYTES) {
        return REFUSE_disk_full;
    }
    const enum error e = signer_mutated(s, MUTATION_o6_durable) ? OK : signer_file_append(&s->file, &record);
    if (e == OK) {
        check(signer_rows_hold(&s->rows, root, id, envelope));
    }
    return signer_refusal_of(e);
}

/* receipt: the objection is of this organisation and realm, and its signatures hold; that its key was
 * enrolled is its core's word. Durable before the answer (O6); after the all-clear the answer is `late`
 * (O9). */
enum signer_refusal signer_answer_receipt(struct signer *s, const struct signer_receipt *r,
                                          struct buffer *out)
{
    struct receipt receipt = {.org = s->settings.org,
                              .epoch = s->settings.epoch,
                              .realm = s->settings.realm,
                              .key = s->key.public,
                              .root = r->root};
    struct buffer envelope;
    buffer_init(&envelope, ENVELOPE_BYTES_MAX);
    enum signer_refusal refusal = rebuild_objection(s, r, &receipt.objection, &envelope);
    if (refusal == REFUSE_none) {
        receipt.late = signer_rows_is_cleared(&s->rows, &r->root) && !signer_mutated(s, MUTATION_o9_cleared);
        if (!receipt.late && !signer_rows_has(&s->rows, &r->root, &receipt.objection)) {
            refusal = hold(s, &r->root, &receipt.objection, buffer_view(&envelope));
        }
    }
    if (refusal == REFUSE_none) {
        struct buffer payload;
        buffer_init(&payload, 1024);
        receipt_write(&payload, &receipt);
        check(!payload.overflow);
        signer_sign_payload(s, DSSE_TYPE_RECEIPT, buffer_view(&payload), out);
        buffer_done(&payload);
    }
    buffer_done(&envelope);
    return refusal;
}

/* tick: the own clock is past the deadline named. */
enum signer_refusal signer_answer_tick(struct signer *s, const struct signer_tick *r, struct buffer *out)
{
    if (s->env->wall_ms(s->env->ctx) < r->deadline_ms) {
        return REFUSE_too_early;
    }
    struct buffer body;
    struct json_writer w;
    buffer_init(&body, 1024);
    json_begin(&w, &body);
    json_object(&w, NULL);
    json_integer(&w, "deadline", r->deadline_ms);
    json_hex(&w, "root", hash_view(&r->root));
    json_hex(&w, "silence", hash_view(&r->silence));
    json_end(&w);
    signer_sign_act(s, "node.tick", signer_hex(s, &r->silence), buffer_view(&body), out);
    buffer_done(&body);
    return REFUSE_none;
}

/* Whether the silence is the act shown, so that its duration is what its chair signed. */
static bool is_opening(struct signer *s, const struct hash *silence, const struct signer_opening *o)
{
    struct buffer body;
    struct buffer payload;
    struct json_writer w;
    buffer_init(&body, 1024);
    buffer_init(&payload, ACT_BYTES_MAX);
    json_begin(&w, &body);
    json_object(&w, NULL);
    json_integer(&w, "duration", o->duration_ms);
    json_hex(&w, "matter", hash_view(&o->matter));
    json_hex(&w, "root", hash_view(&o->root));
    json_end(&w);
    const struct act_frame frame = {.epoch = o->epoch,
                                    .member = o->member,
                                    .key = o->key,
                                    .seq = o->seq,
                                    .expires_ms = o->expires_ms,
                                    .subject = signer_hex(s, &o->root)};
    const struct hash id = signer_act_id(s, &frame, "silence.open", buffer_view(&body), &payload);
    buffer_done(&body);
    buffer_done(&payload);
    return hash_equal(&id, silence);
}

static int64_t delta_of(int64_t duration_ms)
{
    const int64_t delta = duration_ms / 1000;
    return delta < DELTA_MS_MIN ? DELTA_MS_MIN : delta > DELTA_MS_MAX ? DELTA_MS_MAX : delta;
}

/* O8: each held objection to this text has an entry with some result in the view. */
static bool all_held_are_final(const struct signer *s, const struct signer_all_clear *r,
                               const struct checkpoint *view)
{
    struct hash id;
    for (size_t n = 0; signer_rows_id(&s->rows, &r->fact.root, n, &id); n++) {
        bool final = false;
        for (size_t i = 0; i < r->held_count && !final; i++) {
            final = hash_equal(&r->held[i].entry.id, &id) && r->held[i].entry.type == ENTRY_ACT &&
                    signer_is_included(&r->held[i], view);
        }
        if (!final) {
            return false;
        }
    }
    return true;
}

/* O7 (a): the fact that the deadline fired is in the view, and it says so of this silence. */
static enum signer_refusal check_fired(const struct signer *s, const struct signer_all_clear *r,
                                       const struct checkpoint *view)
{
    if (signer_mutated(s, MUTATION_o7_record)) {
        return REFUSE_none;
    }
    struct buffer body;
    buffer_init(&body, 4096);
    fact_write_deadline(&body, &r->fact);
    const bool fact = signer_is_fact(&r->fired, buffer_view(&body)) && r->fact.time_ms >= r->fact.deadline_ms;
    buffer_done(&body);
    return !fact ? REFUSE_not_fired : signer_is_included(&r->fired, view) ? REFUSE_none : REFUSE_not_included;
}

static void sign_all_clear(struct signer *s, const struct signer_all_clear *r, const struct checkpoint *view,
                           struct buffer *out)
{
    struct buffer body;
    struct json_writer w;
    buffer_init(&body, 1024);
    json_begin(&w, &body);
    json_object(&w, NULL);
    json_integer(&w, "deadline", r->fact.deadline_ms);
    json_hex(&w, "log_root", hash_view(&view->root));
    json_integer(&w, "log_size", (int64_t)view->size);
    json_hex(&w, "root", hash_view(&r->fact.root));
    json_hex(&w, "silence", hash_view(&r->fact.subject));
    json_end(&w);
    signer_sign_act(s, "node.all_clear", signer_hex(s, &r->fact.subject), buffer_view(&body), out);
    buffer_done(&body);
}

/* all_clear: the log signed a record that grows from the one seen last; the deadline has fired in it (O7 a);
 * the own clock is past D + delta, with T from the act that opened the silence (O7 b); every held objection
 * to the text has a result in it (O8). From then on the row of the text is cleared, durably, before the
 * answer leaves. */
enum signer_refusal signer_answer_all_clear(struct signer *s, const struct signer_all_clear *r,
                                            struct buffer *out)
{
    struct checkpoint view;
    enum signer_refusal refusal = signer_open_view(s, &r->view, &view);
    refusal = refusal == REFUSE_none ? check_fired(s, r, &view) : refusal;
    if (refusal != REFUSE_none) {
        return refusal;
    }
    if (!hash_equal(&r->opening.root, &r->fact.root) || !is_opening(s, &r->fact.subject, &r->opening)) {
        return REFUSE_wrong_silence;
    }
    int64_t after = 0;
    if (!num_add(r->fact.deadline_ms, delta_of(r->opening.duration_ms), &after) ||
        (s->env->wall_ms(s->env->ctx) < after && !signer_mutated(s, MUTATION_o7_clock))) {
        return REFUSE_too_early;
    }
    if (!all_held_are_final(s, r, &view) && !signer_mutated(s, MUTATION_o8_held)) {
        return REFUSE_still_held;
    }
    const bool before = signer_rows_is_cleared(&s->rows, &r->fact.root);
    refusal = signer_remember(s, &view, before ? NULL : &r->fact.root);
    if (refusal == REFUSE_none) {
        check(signer_rows_clear(&s->rows, &r->fact.root));
        sign_all_clear(s, r, &view, out);
    }
    return refusal;
}
