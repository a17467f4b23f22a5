/* Requests about the organisation's key: ceremonies, nonces, shares. */
#include "base/text.h"
#include "crypto/dealing.h"
#include "node/signer_wire_parts.h"

static void write_parties(struct buffer *b, const struct fact_ceremony *f)
{
    wire_write_hash(b, &f->ceremony);
    wire_write_number(b, f->deadline_ms);
    wire_write_number(b, f->time_ms);
    wire_write_number(b, f->threshold);
    wire_write_codes(b, f->members, f->count);
}

static void read_parties(struct cursor *c, struct arena *a, struct fact_ceremony *out)
{
    *out = (struct fact_ceremony){.count = 0};
    wire_read_hash(c, &out->ceremony);
    out->deadline_ms = wire_read_number(c);
    out->time_ms = wire_read_number(c);
    out->threshold = wire_read_number(c);
    out->members = wire_read_codes(c, a, &out->count);
    if (out->count > SHARE_HOLDERS_MAX || out->threshold < 1 || out->threshold > (int64_t)out->count) {
        c->failed = true;
        out->count = 0;
    }
}

static void write_keys(struct buffer *b, const struct public_key *keys, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        buffer_add_bytes(b, public_key_view(&keys[i]));
    }
}

static const struct public_key *read_keys(struct cursor *c, struct arena *a, size_t count)
{
    struct public_key *keys = ARENA_ARRAY(a, struct public_key, count + 1);
    for (size_t i = 0; i < count; i++) {
        wire_read_fixed(c, keys[i].bytes, sizeof keys[i].bytes);
    }
    return keys;
}

static void write_joined(struct buffer *b, const struct fact_ceremony *f)
{
    write_parties(b, f);
    write_keys(b, f->nodes, f->count);
    write_keys(b, f->keys, f->count);
}

static void read_joined(struct cursor *c, struct arena *a, struct fact_ceremony *out)
{
    read_parties(c, a, out);
    out->nodes = read_keys(c, a, out->count);
    out->keys = read_keys(c, a, out->count);
}

static void write_confirm(struct buffer *b, const struct signer_confirm *r)
{
    wire_write_view(b, &r->view);
    write_joined(b, &r->parties);
    wire_write_included(b, &r->joined);
    wire_write_hash(b, &r->fact.ceremony);
    wire_write_number(b, r->fact.deadline_ms);
    wire_write_number(b, r->fact.time_ms);
    write_keys(b, &r->fact.key, 1);
    wire_write_hash(b, &r->fact.transcript);
    wire_write_included(b, &r->dealt);
    for (size_t i = 0; i < r->parties.count; i++) {
        buffer_add_block(b, r->dealings[i]);
    }
}

static void read_confirm(struct cursor *c, struct arena *a, struct signer_confirm *out)
{
    wire_read_view(c, &out->view);
    read_joined(c, a, &out->parties);
    wire_read_included(c, &out->joined);
    out->fact = (struct fact_ceremony){.count = 0};
    wire_read_hash(c, &out->fact.ceremony);
    out->fact.deadline_ms = wire_read_number(c);
    out->fact.time_ms = wire_read_number(c);
    wire_read_fixed(c, out->fact.key.bytes, sizeof out->fact.key.bytes);
    wire_read_hash(c, &out->fact.transcript);
    wire_read_included(c, &out->dealt);
    struct bytes *dealings = ARENA_ARRAY(a, struct bytes, out->parties.count + 1);
    for (size_t i = 0; i < out->parties.count; i++) {
        dealings[i] = cursor_block(c, DEALING_BYTES_MAX);
    }
    out->dealings = dealings;
}

static void write_session(struct buffer *b, const struct fact_session *f)
{
    wire_write_number(b, (int64_t)f->close);
    wire_write_number(b, f->attempt);
    wire_write_number(b, f->time_ms);
    wire_write_hash(b, &f->sha256);
    wire_write_hash(b, &f->transcript);
    wire_write_codes(b, f->members, f->count);
    for (size_t i = 0; i < f->count; i++) {
        buffer_add_u8(b, (uint8_t)(f->ids[i] >> 8));
        buffer_add_u8(b, (uint8_t)f->ids[i]);
        buffer_add(b, f->couples[i], COUPLE_BYTES);
    }
}

static void read_session(struct cursor *c, struct arena *a, struct fact_session *out)
{
    out->close = (uint64_t)wire_read_number(c);
    out->attempt = wire_read_number(c);
    out->time_ms = wire_read_number(c);
    wire_read_hash(c, &out->sha256);
    wire_read_hash(c, &out->transcript);
    out->members = wire_read_codes(c, a, &out->count);
    if (out->count > SHARE_HOLDERS_MAX) {
        c->failed = true;
        out->count = 0;
    }
    uint16_t *ids = ARENA_ARRAY(a, uint16_t, out->count + 1);
    uint8_t(*couples)[COUPLE_BYTES] = arena_take(a, out->count + 1, COUPLE_BYTES);
    for (size_t i = 0; i < out->count; i++) {
        const unsigned high = cursor_u8(c);
        ids[i] = (uint16_t)(high << 8 | cursor_u8(c));
        wire_read_fixed(c, couples[i], COUPLE_BYTES);
    }
    out->ids = ids;
    out->couples = (const uint8_t(*)[COUPLE_BYTES])couples;
}

static void write_share(struct buffer *b, const struct signer_share *r)
{
    wire_write_view(b, &r->view);
    wire_write_close(b, &r->close);
    wire_write_included(b, &r->closed);
    wire_write_hash(b, &r->sha256);
    wire_write_included(b, &r->said);
    write_session(b, &r->session);
    wire_write_included(b, &r->asked);
    buffer_add_block(b, r->file);
}

static void read_share(struct cursor *c, struct arena *a, struct signer_share *out)
{
    wire_read_view(c, &out->view);
    wire_read_close(c, a, &out->close);
    wire_read_included(c, &out->closed);
    wire_read_hash(c, &out->sha256);
    wire_read_included(c, &out->said);
    read_session(c, a, &out->session);
    wire_read_included(c, &out->asked);
    out->file = cursor_block(c, STATEMENT_BYTES_MAX);
}

void wire_write_voice(struct buffer *b, const struct signer_request *r)
{
    if (r->verb == SIGNER_join) {
        wire_write_view(b, &r->join.view);
        write_parties(b, &r->join.fact);
        wire_write_included(b, &r->join.opened);
    } else if (r->verb == SIGNER_deal) {
        wire_write_view(b, &r->deal.view);
        write_joined(b, &r->deal.fact);
        wire_write_included(b, &r->deal.joined);
    } else if (r->verb == SIGNER_confirm) {
        write_confirm(b, &r->confirm);
    } else if (r->verb == SIGNER_nonces) {
        wire_write_hash(b, &r->nonces);
    } else {
        write_share(b, &r->share);
    }
}

void wire_read_voice(struct cursor *c, struct arena *a, struct signer_request *r)
{
    if (r->verb == SIGNER_join) {
        wire_read_view(c, &r->join.view);
        read_parties(c, a, &r->join.fact);
        wire_read_included(c, &r->join.opened);
    } else if (r->verb == SIGNER_deal) {
        wire_read_view(c, &r->deal.view);
        read_joined(c, a, &r->deal.fact);
        wire_read_included(c, &r->deal.joined);
    } else if (r->verb == SIGNER_confirm) {
        read_confirm(c, a, &r->confirm);
    } else if (r->verb == SIGNER_nonces) {
        wire_read_hash(c, &r->nonces);
    } else {
        read_share(c, a, &r->share);
    }
}
