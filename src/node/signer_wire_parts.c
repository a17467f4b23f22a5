#include "node/signer_wire_parts.h"

#include <string.h>

#include "base/text.h"

void wire_write_number(struct buffer *b, int64_t n)
{
    buffer_add_u64(b, (uint64_t)n);
}

int64_t wire_read_number(struct cursor *c)
{
    const uint64_t n = cursor_u64(c);
    if (n > (uint64_t)INTEGER_MAX) {
        c->failed = true;
        return 0;
    }
    return (int64_t)n;
}

void wire_write_hash(struct buffer *b, const struct hash *h)
{
    buffer_add(b, h->bytes, sizeof h->bytes);
}

void wire_read_fixed(struct cursor *c, uint8_t *out, size_t len)
{
    const struct bytes s = cursor_take(c, len);
    if (s.len == len) {
        memcpy(out, s.data, len);
    }
}

void wire_read_hash(struct cursor *c, struct hash *out)
{
    wire_read_fixed(c, out->bytes, sizeof out->bytes);
}

/* One form only. */
bool wire_read_bool(struct cursor *c)
{
    const uint8_t v = cursor_u8(c);
    if (v > 1) {
        c->failed = true;
    }
    return v == 1;
}

struct bytes wire_read_code(struct cursor *c)
{
    const struct bytes code = cursor_block(c, CODE_BYTES_MAX);
    if (!text_is_code(code)) {
        c->failed = true;
    }
    return code;
}

void wire_write_proof(struct buffer *b, const struct proof *p)
{
    buffer_add_u32(b, p->count);
    for (uint32_t i = 0; i < p->count; i++) {
        wire_write_hash(b, &p->steps[i]);
    }
}

void wire_read_proof(struct cursor *c, struct proof *out)
{
    out->count = cursor_u32(c);
    if (out->count > PROOF_STEPS_MAX) {
        c->failed = true;
        out->count = 0;
    }
    for (uint32_t i = 0; i < out->count; i++) {
        wire_read_hash(c, &out->steps[i]);
    }
}

void wire_write_view(struct buffer *b, const struct signer_view *v)
{
    buffer_add_block(b, v->note);
    wire_write_proof(b, &v->growth);
}

void wire_read_view(struct cursor *c, struct signer_view *out)
{
    out->note = cursor_block(c, NOTE_BYTES_MAX);
    wire_read_proof(c, &out->growth);
}

void wire_write_included(struct buffer *b, const struct signer_included *x)
{
    struct buffer entry;
    buffer_init(&entry, ENTRY_BYTES_MAX);
    entry_write(&entry, &x->entry);
    buffer_add_block(b, buffer_view(&entry));
    buffer_done(&entry);
    wire_write_proof(b, &x->proof);
}

void wire_read_included(struct cursor *c, struct signer_included *out)
{
    const struct bytes text = cursor_block(c, ENTRY_BYTES_MAX);
    if (c->failed || entry_read(text, &out->entry) != OK) {
        c->failed = true;
    }
    wire_read_proof(c, &out->proof);
}

void wire_write_codes(struct buffer *b, const struct bytes *codes, size_t count)
{
    buffer_add_u32(b, (uint32_t)count);
    for (size_t i = 0; i < count; i++) {
        buffer_add_block(b, codes[i]);
    }
}

const struct bytes *wire_read_codes(struct cursor *c, struct arena *a, size_t *count)
{
    *count = cursor_u32(c);
    if (c->failed || *count > MEMBERS_MAX) {
        c->failed = true;
        *count = 0;
    }
    struct bytes *codes = ARENA_ARRAY(a, struct bytes, *count);
    for (size_t i = 0; i < *count; i++) {
        codes[i] = wire_read_code(c);
    }
    return codes;
}

/* Organisation, realm and epoch of the fact are the signer's own. */
void wire_write_close(struct buffer *b, const struct fact_close *f)
{
    wire_write_hash(b, &f->subject);
    wire_write_hash(b, &f->matter);
    wire_write_hash(b, &f->root);
    wire_write_number(b, f->epoch);
    wire_write_number(b, f->deadline_ms);
    wire_write_number(b, f->time_ms);
    wire_write_hash(b, &f->charter);
    wire_write_hash(b, &f->rule);
    buffer_add_block(b, f->rule_name);
    buffer_add_block(b, f->outcome);
    buffer_add_block(b, f->reason);
    buffer_add_block(b, f->rung);
    wire_write_codes(b, f->speaking_for, f->speaking_for_count);
    wire_write_codes(b, f->not_reached, f->not_reached_count);
    wire_write_number(b, f->statement);
}

struct bytes wire_read_words(struct cursor *c, size_t max)
{
    const struct bytes s = cursor_block(c, max);
    if (!text_is_utf8(s) || text_has_control(s)) {
        c->failed = true;
    }
    return s;
}

void wire_read_close(struct cursor *c, struct arena *a, struct fact_close *out)
{
    wire_read_hash(c, &out->subject);
    wire_read_hash(c, &out->matter);
    wire_read_hash(c, &out->root);
    out->epoch = wire_read_number(c);
    out->deadline_ms = wire_read_number(c);
    out->time_ms = wire_read_number(c);
    wire_read_hash(c, &out->charter);
    wire_read_hash(c, &out->rule);
    out->rule_name = wire_read_words(c, NAME_BYTES_MAX);
    out->outcome = wire_read_words(c, NAME_BYTES_MAX);
    out->reason = wire_read_words(c, NAME_BYTES_MAX);
    out->rung = wire_read_words(c, RUNG_BYTES_MAX);
    out->speaking_for = wire_read_codes(c, a, &out->speaking_for_count);
    out->not_reached = wire_read_codes(c, a, &out->not_reached_count);
    out->statement = wire_read_number(c);
}
