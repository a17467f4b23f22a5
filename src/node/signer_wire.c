#include "node/signer_wire.h"

#include <string.h>

#include "base/check.h"
#include "base/text.h"

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

/* Each part of a message has a writer and a reader, which mirror each other. A reader that fails makes the
 * cursor fail. */

static void write_number(struct buffer *b, int64_t n)
{
    buffer_add_u64(b, (uint64_t)n);
}

static int64_t read_number(struct cursor *c)
{
    const uint64_t n = cursor_u64(c);
    if (n > (uint64_t)INTEGER_MAX) {
        c->failed = true;
        return 0;
    }
    return (int64_t)n;
}

static void write_hash(struct buffer *b, const struct hash *h)
{
    buffer_add(b, h->bytes, sizeof h->bytes);
}

static void read_fixed(struct cursor *c, uint8_t *out, size_t len)
{
    const struct bytes s = cursor_take(c, len);
    if (s.len == len) {
        memcpy(out, s.data, len);
    }
}

static void read_hash(struct cursor *c, struct hash *out)
{
    read_fixed(c, out->bytes, sizeof out->bytes);
}

/* One form only. */
static bool read_bool(struct cursor *c)
{
    const uint8_t v = cursor_u8(c);
    if (v > 1) {
        c->failed = true;
    }
    return v == 1;
}

static struct bytes read_code(struct cursor *c)
{
    const struct bytes code = cursor_block(c, CODE_BYTES_MAX);
    if (!text_is_code(code)) {
        c->failed = true;
    }
    return code;
}

static void write_proof(struct buffer *b, const struct proof *p)
{
    buffer_add_u32(b, p->count);
    for (uint32_t i = 0; i < p->count; i++) {
        write_hash(b, &p->steps[i]);
    }
}

static void read_proof(struct cursor *c, struct proof *out)
{
    out->count = cursor_u32(c);
    if (out->count > PROOF_STEPS_MAX) {
        c->failed = true;
        out->count = 0;
    }
    for (uint32_t i = 0; i < out->count; i++) {
        read_hash(c, &out->steps[i]);
    }
}

static void write_view(struct buffer *b, const struct signer_view *v)
{
    buffer_add_block(b, v->note);
    write_proof(b, &v->growth);
}

static void read_view(struct cursor *c, struct signer_view *out)
{
    out->note = cursor_block(c, NOTE_BYTES_MAX);
    read_proof(c, &out->growth);
}

static void write_included(struct buffer *b, const struct signer_included *x)
{
    struct buffer entry;
    buffer_init(&entry, ENTRY_BYTES_MAX);
    entry_write(&entry, &x->entry);
    buffer_add_block(b, buffer_view(&entry));
    buffer_done(&entry);
    write_proof(b, &x->proof);
}

static void read_included(struct cursor *c, struct signer_included *out)
{
    const struct bytes text = cursor_block(c, ENTRY_BYTES_MAX);
    if (c->failed || entry_read(text, &out->entry) != OK) {
        c->failed = true;
    }
    read_proof(c, &out->proof);
}

static void write_receipt(struct buffer *b, const struct signer_receipt *r)
{
    write_number(b, r->epoch);
    write_number(b, r->expires_ms);
    write_number(b, r->seq);
    buffer_add_block(b, r->member);
    buffer_add(b, r->key.bytes, sizeof r->key.bytes);
    write_hash(b, &r->root);
    buffer_add_block(b, r->reason);
    buffer_add_u8(b, (uint8_t)r->signature_count);
    for (size_t i = 0; i < r->signature_count; i++) {
        buffer_add(b, r->signatures[i].key.bytes, PUBLIC_KEY_BYTES);
        buffer_add(b, r->signatures[i].signature.bytes, SIGNATURE_BYTES);
    }
}

static void read_receipt(struct cursor *c, struct signer_receipt *out)
{
    out->epoch = read_number(c);
    out->expires_ms = read_number(c);
    out->seq = read_number(c);
    out->member = read_code(c);
    read_fixed(c, out->key.bytes, sizeof out->key.bytes);
    read_hash(c, &out->root);
    out->reason = cursor_block(c, REASON_BYTES_MAX);
    out->signature_count = cursor_u8(c);
    if (out->signature_count == 0 || out->signature_count > SIGNATURES_MAX || out->reason.len == 0 ||
        !text_is_utf8(out->reason) || text_has_control(out->reason)) {
        c->failed = true;
        out->signature_count = 0;
    }
    for (size_t i = 0; i < out->signature_count; i++) {
        read_fixed(c, out->signatures[i].key.bytes, PUBLIC_KEY_BYTES);
        read_fixed(c, out->signatures[i].signature.bytes, SIGNATURE_BYTES);
        /* The one form of an envelope has them ascending, each once. */
        if (i > 0 &&
            memcmp(out->signatures[i - 1].key.bytes, out->signatures[i].key.bytes, PUBLIC_KEY_BYTES) >= 0) {
            c->failed = true;
        }
    }
}

static void write_opening(struct buffer *b, const struct signer_opening *o)
{
    write_number(b, o->epoch);
    write_number(b, o->expires_ms);
    write_number(b, o->seq);
    buffer_add_block(b, o->member);
    buffer_add(b, o->key.bytes, sizeof o->key.bytes);
    write_hash(b, &o->matter);
    write_hash(b, &o->root);
    write_number(b, o->duration_ms);
}

static void read_opening(struct cursor *c, struct signer_opening *out)
{
    out->epoch = read_number(c);
    out->expires_ms = read_number(c);
    out->seq = read_number(c);
    out->member = read_code(c);
    read_fixed(c, out->key.bytes, sizeof out->key.bytes);
    read_hash(c, &out->matter);
    read_hash(c, &out->root);
    out->duration_ms = read_number(c);
}

static void write_all_clear(struct buffer *b, const struct signer_all_clear *r)
{
    write_view(b, &r->view);
    write_opening(b, &r->opening);
    write_hash(b, &r->fact.subject);
    write_hash(b, &r->fact.root);
    write_number(b, r->fact.deadline_ms);
    write_number(b, r->fact.time_ms);
    write_included(b, &r->fired);
    buffer_add_u32(b, (uint32_t)r->held_count);
    for (size_t i = 0; i < r->held_count; i++) {
        write_included(b, &r->held[i]);
    }
}

static void read_all_clear(struct cursor *c, struct arena *a, struct signer_all_clear *out)
{
    read_view(c, &out->view);
    read_opening(c, &out->opening);
    read_hash(c, &out->fact.subject);
    read_hash(c, &out->fact.root);
    out->fact.deadline_ms = read_number(c);
    out->fact.time_ms = read_number(c);
    read_included(c, &out->fired);
    out->held_count = cursor_u32(c);
    if (c->failed || out->held_count > HELD_MAX) {
        c->failed = true;
        out->held_count = 0;
    }
    struct signer_included *held = ARENA_ARRAY(a, struct signer_included, out->held_count);
    for (size_t i = 0; i < out->held_count; i++) {
        read_included(c, &held[i]);
    }
    out->held = held;
}

static void write_codes(struct buffer *b, const struct bytes *codes, size_t count)
{
    buffer_add_u32(b, (uint32_t)count);
    for (size_t i = 0; i < count; i++) {
        buffer_add_block(b, codes[i]);
    }
}

static const struct bytes *read_codes(struct cursor *c, struct arena *a, size_t *count)
{
    *count = cursor_u32(c);
    if (c->failed || *count > MEMBERS_MAX) {
        c->failed = true;
        *count = 0;
    }
    struct bytes *codes = ARENA_ARRAY(a, struct bytes, *count);
    for (size_t i = 0; i < *count; i++) {
        codes[i] = read_code(c);
    }
    return codes;
}

/* Organisation, realm and epoch of the fact are the signer's own. */
static void write_close(struct buffer *b, const struct fact_close *f)
{
    write_hash(b, &f->subject);
    write_hash(b, &f->matter);
    write_hash(b, &f->root);
    write_number(b, f->epoch);
    write_number(b, f->deadline_ms);
    write_number(b, f->time_ms);
    write_hash(b, &f->charter);
    write_hash(b, &f->rule);
    buffer_add_block(b, f->rule_name);
    buffer_add_block(b, f->outcome);
    buffer_add_block(b, f->reason);
    buffer_add_block(b, f->rung);
    write_codes(b, f->speaking_for, f->speaking_for_count);
    write_codes(b, f->not_reached, f->not_reached_count);
    write_number(b, f->statement);
}

static struct bytes read_words(struct cursor *c, size_t max)
{
    const struct bytes s = cursor_block(c, max);
    if (!text_is_utf8(s) || text_has_control(s)) {
        c->failed = true;
    }
    return s;
}

static void read_close(struct cursor *c, struct arena *a, struct fact_close *out)
{
    read_hash(c, &out->subject);
    read_hash(c, &out->matter);
    read_hash(c, &out->root);
    out->epoch = read_number(c);
    out->deadline_ms = read_number(c);
    out->time_ms = read_number(c);
    read_hash(c, &out->charter);
    read_hash(c, &out->rule);
    out->rule_name = read_words(c, NAME_BYTES_MAX);
    out->outcome = read_words(c, NAME_BYTES_MAX);
    out->reason = read_words(c, NAME_BYTES_MAX);
    out->rung = read_words(c, RUNG_BYTES_MAX);
    out->speaking_for = read_codes(c, a, &out->speaking_for_count);
    out->not_reached = read_codes(c, a, &out->not_reached_count);
    out->statement = read_number(c);
}

static void write_open(struct buffer *b, const struct signer_open *r)
{
    write_view(b, &r->view);
    write_close(b, &r->fact);
    write_included(b, &r->closed);
    buffer_add_block(b, r->provision);
    buffer_add_block(b, r->language);
    write_hash(b, &r->salt);
    buffer_add_block(b, r->text);
}

static void read_open(struct cursor *c, struct arena *a, struct signer_open *out)
{
    read_view(c, &out->view);
    read_close(c, a, &out->fact);
    read_included(c, &out->closed);
    out->provision = cursor_block(c, NAME_BYTES_MAX);
    out->language = cursor_block(c, LANGUAGE_BYTES_MAX);
    read_hash(c, &out->salt);
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
        write_hash(b, &r->availability.matter);
        write_hash(b, &r->availability.root);
        return;
    case SIGNER_receipt:
        write_receipt(b, &r->receipt);
        return;
    case SIGNER_tick:
        write_hash(b, &r->tick.silence);
        write_hash(b, &r->tick.root);
        write_number(b, r->tick.deadline_ms);
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
        write_hash(b, &r->checkpoint.checkpoint.root);
        write_proof(b, &r->checkpoint.growth);
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
        read_hash(c, &r->availability.matter);
        read_hash(c, &r->availability.root);
        return;
    case SIGNER_receipt:
        read_receipt(c, &r->receipt);
        return;
    case SIGNER_tick:
        read_hash(c, &r->tick.silence);
        read_hash(c, &r->tick.root);
        r->tick.deadline_ms = read_number(c);
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
        r->checkpoint.checkpoint.size = (uint64_t)read_number(c);
        read_hash(c, &r->checkpoint.checkpoint.root);
        read_proof(c, &r->checkpoint.growth);
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
    write_hash(b, &s->last.root);
    buffer_add_u64(b, s->held_count);
}

enum error signer_status_read(struct bytes content, struct signer_status *out)
{
    struct cursor c = cursor_of(content);
    struct signer_status s = {.is_log = read_bool(&c)};
    s.member = cursor_block(&c, CODE_BYTES_MAX);
    read_fixed(&c, s.key.bytes, sizeof s.key.bytes);
    s.last.size = cursor_u64(&c);
    read_hash(&c, &s.last.root);
    s.held_count = cursor_u64(&c);
    if (!cursor_ended(&c)) {
        return ERROR_MALFORMED;
    }
    *out = s;
    return OK;
}

void signer_held_write(struct buffer *b, const struct signer_held *h)
{
    write_hash(b, &h->root);
    write_hash(b, &h->id);
    buffer_add_u8(b, h->cleared);
    buffer_add_block(b, h->envelope);
}

enum error signer_held_read(struct bytes content, struct signer_held *out)
{
    struct cursor c = cursor_of(content);
    struct signer_held h = {.cleared = false};
    read_hash(&c, &h.root);
    read_hash(&c, &h.id);
    h.cleared = read_bool(&c);
    h.envelope = cursor_block(&c, ENVELOPE_BYTES_MAX);
    if (!cursor_ended(&c)) {
        return ERROR_MALFORMED;
    }
    *out = h;
    return OK;
}
