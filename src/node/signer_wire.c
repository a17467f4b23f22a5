#include "node/signer_wire.h"

#include <string.h>

#include "base/check.h"
#include "base/text.h"
#include "node/signer_wire_parts.h"

static const struct {
    const char *name;
    const char *text;
} refusals[SIGNER_REFUSALS] = {
#define X(name, text) {#name, text},
    SIGNER_REFUSAL_TABLE(X)
#undef X
};

const char *signer_refusal_name(enum signer_refusal r)
{
    check(r < SIGNER_REFUSALS);
    return refusals[r].name;
}

const char *signer_refusal_text(enum signer_refusal r)
{
    check(r < SIGNER_REFUSALS);
    return refusals[r].text;
}

static void write_receipt(struct buffer *b, const struct signer_receipt *r)
{
    wire_write_number(b, r->epoch);
    wire_write_number(b, r->expires_ms);
    wire_write_number(b, r->seq);
    buffer_add_block(b, r->member);
    buffer_add(b, r->key.bytes, sizeof r->key.bytes);
    wire_write_hash(b, &r->root);
    buffer_add_block(b, r->reason);
    buffer_add_u8(b, (uint8_t)r->signature_count);
    for (size_t i = 0; i < r->signature_count; i++) {
        buffer_add(b, r->signatures[i].key.bytes, PUBLIC_KEY_BYTES);
        buffer_add(b, r->signatures[i].signature.bytes, SIGNATURE_BYTES);
    }
}

static void read_receipt(struct cursor *c, struct signer_receipt *out)
{
    out->epoch = wire_read_number(c);
    out->expires_ms = wire_read_number(c);
    out->seq = wire_read_number(c);
    out->member = wire_read_code(c);
    wire_read_fixed(c, out->key.bytes, sizeof out->key.bytes);
    wire_read_hash(c, &out->root);
    out->reason = cursor_block(c, REASON_BYTES_MAX);
    out->signature_count = cursor_u8(c);
    if (out->signature_count == 0 || out->signature_count > SIGNATURES_MAX || out->reason.len == 0 ||
        !text_is_utf8(out->reason) || text_has_control(out->reason)) {
        c->failed = true;
        out->signature_count = 0;
    }
    for (size_t i = 0; i < out->signature_count; i++) {
        wire_read_fixed(c, out->signatures[i].key.bytes, PUBLIC_KEY_BYTES);
        wire_read_fixed(c, out->signatures[i].signature.bytes, SIGNATURE_BYTES);
        /* The one form of an envelope has them ascending, each once. */
        if (i > 0 &&
            memcmp(out->signatures[i - 1].key.bytes, out->signatures[i].key.bytes, PUBLIC_KEY_BYTES) >= 0) {
            c->failed = true;
        }
    }
}

static void write_opening(struct buffer *b, const struct signer_opening *o)
{
    wire_write_number(b, o->epoch);
    wire_write_number(b, o->expires_ms);
    wire_write_number(b, o->seq);
    buffer_add_block(b, o->member);
    buffer_add(b, o->key.bytes, sizeof o->key.bytes);
    wire_write_hash(b, &o->matter);
    wire_write_hash(b, &o->root);
    wire_write_number(b, o->duration_ms);
}

static void read_opening(struct cursor *c, struct signer_opening *out)
{
    out->epoch = wire_read_number(c);
    out->expires_ms = wire_read_number(c);
    out->seq = wire_read_number(c);
    out->member = wire_read_code(c);
    wire_read_fixed(c, out->key.bytes, sizeof out->key.bytes);
    wire_read_hash(c, &out->matter);
    wire_read_hash(c, &out->root);
    out->duration_ms = wire_read_number(c);
}

static void write_all_clear(struct buffer *b, const struct signer_all_clear *r)
{
    wire_write_view(b, &r->view);
    write_opening(b, &r->opening);
    wire_write_hash(b, &r->fact.subject);
    wire_write_hash(b, &r->fact.root);
    wire_write_number(b, r->fact.deadline_ms);
    wire_write_number(b, r->fact.time_ms);
    wire_write_included(b, &r->fired);
    buffer_add_u32(b, (uint32_t)r->held_count);
    for (size_t i = 0; i < r->held_count; i++) {
        wire_write_included(b, &r->held[i]);
    }
}

static void read_all_clear(struct cursor *c, struct arena *a, struct signer_all_clear *out)
{
    wire_read_view(c, &out->view);
    read_opening(c, &out->opening);
    wire_read_hash(c, &out->fact.subject);
    wire_read_hash(c, &out->fact.root);
    out->fact.deadline_ms = wire_read_number(c);
    out->fact.time_ms = wire_read_number(c);
    wire_read_included(c, &out->fired);
    out->held_count = cursor_u32(c);
    if (c->failed || out->held_count > HELD_MAX) {
        c->failed = true;
        out->held_count = 0;
    }
    struct signer_included *held = ARENA_ARRAY(a, struct signer_included, out->held_count);
    for (size_t i = 0; i < out->held_count; i++) {
        wire_read_included(c, &held[i]);
    }
    out->held = held;
}

static void write_open(struct buffer *b, const struct signer_open *r)
{
    wire_write_view(b, &r->view);
    wire_write_close(b, &r->fact);
    wire_write_included(b, &r->closed);
    buffer_add_block(b, r->provision);
    buffer_add_block(b, r->language);
    wire_write_hash(b, &r->salt);
    buffer_add_block(b, r->text);
}

static void read_open(struct cursor *c, struct arena *a, struct signer_open *out)
{
    wire_read_view(c, &out->view);
    wire_read_close(c, a, &out->fact);
    wire_read_included(c, &out->closed);
    out->provision = cursor_block(c, NAME_BYTES_MAX);
    out->language = cursor_block(c, LANGUAGE_BYTES_MAX);
    wire_read_hash(c, &out->salt);
    out->text = cursor_block(c, PLAINTEXT_BYTES_MAX);
    if (!text_is_id(out->provision) || !text_is_language(out->language)) {
        c->failed = true;
    }
}

void signer_request_write(struct buffer *b, const struct signer_request *r)
{
    buffer_add_u8(b, (uint8_t)r->verb);
    switch (r->verb) {
    case SIGNER_status:
        return;
    case SIGNER_availability:
        wire_write_hash(b, &r->availability.matter);
        wire_write_hash(b, &r->availability.root);
        return;
    case SIGNER_receipt:
        write_receipt(b, &r->receipt);
        return;
    case SIGNER_tick:
        wire_write_hash(b, &r->tick.silence);
        wire_write_hash(b, &r->tick.root);
        wire_write_number(b, r->tick.deadline_ms);
        return;
    case SIGNER_all_clear:
        write_all_clear(b, &r->all_clear);
        return;
    case SIGNER_open:
        write_open(b, &r->open);
        return;
    case SIGNER_held:
        buffer_add_u64(b, r->held);
        return;
    case SIGNER_checkpoint:
        buffer_add_u64(b, r->checkpoint.checkpoint.size);
        wire_write_hash(b, &r->checkpoint.checkpoint.root);
        wire_write_proof(b, &r->checkpoint.growth);
        return;
    case SIGNER_join:
    case SIGNER_deal:
    case SIGNER_confirm:
    case SIGNER_nonces:
    case SIGNER_share:
        wire_write_voice(b, r);
        return;
    }
    unreachable("a verb that is not in the table");
}

static void read_fields(struct cursor *c, struct arena *a, struct signer_request *r)
{
    switch (r->verb) {
    case SIGNER_status:
        return;
    case SIGNER_availability:
        wire_read_hash(c, &r->availability.matter);
        wire_read_hash(c, &r->availability.root);
        return;
    case SIGNER_receipt:
        read_receipt(c, &r->receipt);
        return;
    case SIGNER_tick:
        wire_read_hash(c, &r->tick.silence);
        wire_read_hash(c, &r->tick.root);
        r->tick.deadline_ms = wire_read_number(c);
        return;
    case SIGNER_all_clear:
        read_all_clear(c, a, &r->all_clear);
        return;
    case SIGNER_open:
        read_open(c, a, &r->open);
        return;
    case SIGNER_held:
        r->held = cursor_u64(c);
        return;
    case SIGNER_checkpoint:
        r->checkpoint.checkpoint.size = (uint64_t)wire_read_number(c);
        wire_read_hash(c, &r->checkpoint.checkpoint.root);
        wire_read_proof(c, &r->checkpoint.growth);
        return;
    case SIGNER_join:
    case SIGNER_deal:
    case SIGNER_confirm:
    case SIGNER_nonces:
    case SIGNER_share:
        wire_read_voice(c, a, r);
        return;
    }
    c->failed = true;
}

enum error signer_request_read(struct arena *a, struct bytes message, struct signer_request *out)
{
    if (message.len > SIGNER_FRAME_BYTES_MAX) {
        return ERROR_MALFORMED;
    }
    struct cursor c = cursor_of(message);
    struct signer_request *r = ARENA_NEW(a, struct signer_request);
    r->verb = (enum signer_verb)cursor_u8(&c);
    read_fields(&c, a, r);
    if (!cursor_ended(&c)) {
        return ERROR_MALFORMED;
    }
    *out = *r;
    return OK;
}

void signer_answer_write(struct buffer *b, enum signer_refusal r, struct bytes content)
{
    buffer_add_u8(b, (uint8_t)r);
    buffer_add_block(b, content);
}

enum error signer_answer_read(struct bytes message, enum signer_refusal *r, struct bytes *content)
{
    struct cursor c = cursor_of(message);
    const uint8_t code = cursor_u8(&c);
    const struct bytes block = cursor_block(&c, SIGNER_FRAME_BYTES_MAX);
    if (!cursor_ended(&c) || code >= SIGNER_REFUSALS) {
        return ERROR_MALFORMED;
    }
    *r = (enum signer_refusal)code;
    *content = block;
    return OK;
}

void signer_status_write(struct buffer *b, const struct signer_status *s)
{
    buffer_add_u8(b, s->is_log);
    buffer_add_block(b, s->member);
    buffer_add(b, s->key.bytes, sizeof s->key.bytes);
    buffer_add_u64(b, s->last.size);
    wire_write_hash(b, &s->last.root);
    buffer_add_u64(b, s->held_count);
    wire_write_hash(b, &s->transcript);
    buffer_add_u32(b, s->couples);
}

enum error signer_status_read(struct bytes content, struct signer_status *out)
{
    struct cursor c = cursor_of(content);
    struct signer_status s = {.is_log = wire_read_bool(&c)};
    s.member = cursor_block(&c, CODE_BYTES_MAX);
    wire_read_fixed(&c, s.key.bytes, sizeof s.key.bytes);
    s.last.size = cursor_u64(&c);
    wire_read_hash(&c, &s.last.root);
    s.held_count = cursor_u64(&c);
    wire_read_hash(&c, &s.transcript);
    s.couples = cursor_u32(&c);
    if (!cursor_ended(&c)) {
        return ERROR_MALFORMED;
    }
    *out = s;
    return OK;
}

void signer_held_write(struct buffer *b, const struct signer_held *h)
{
    wire_write_hash(b, &h->root);
    wire_write_hash(b, &h->id);
    buffer_add_u8(b, h->cleared);
    buffer_add_block(b, h->envelope);
}

enum error signer_held_read(struct bytes content, struct signer_held *out)
{
    struct cursor c = cursor_of(content);
    struct signer_held h = {.cleared = false};
    wire_read_hash(&c, &h.root);
    wire_read_hash(&c, &h.id);
    h.cleared = wire_read_bool(&c);
    h.envelope = cursor_block(&c, ENVELOPE_BYTES_MAX);
    if (!cursor_ended(&c)) {
        return ERROR_MALFORMED;
    }
    *out = h;
    return OK;
}
