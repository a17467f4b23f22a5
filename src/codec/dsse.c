#include "codec/dsse.h"

#include <stdio.h>

#include "base/check.h"
#include "base/hex.h"
#include "codec/base64.h"

enum { TYPE_BYTES_MAX = 100, HEADER_BYTES_MAX = 64 + TYPE_BYTES_MAX, SIG_DIGITS = 88 };

/* Printable ASCII that JSON writes without escapes. */
static bool type_holds(struct bytes type)
{
    if (type.len == 0 || type.len > TYPE_BYTES_MAX) {
        return false;
    }
    for (size_t i = 0; i < type.len; i++) {
        const uint8_t c = type.data[i];
        if (c < 0x20 || c > 0x7e || c == '"' || c == '\\') {
            return false;
        }
    }
    return true;
}

/* All of the encoding but the payload. */
static struct bytes write_header(char out[HEADER_BYTES_MAX], struct bytes type, struct bytes payload)
{
    check(type.len <= TYPE_BYTES_MAX);
    const int len = snprintf(out, HEADER_BYTES_MAX, "DSSEv1 %zu %.*s %zu ", type.len, (int)type.len,
                             (const char *)type.data, payload.len);
    check(len > 0 && len < HEADER_BYTES_MAX);
    return bytes_of(out, (size_t)len);
}

void dsse_preimage(struct buffer *b, struct bytes type, struct bytes payload)
{
    char header[HEADER_BYTES_MAX];
    buffer_add_bytes(b, write_header(header, type, payload));
    buffer_add_bytes(b, payload);
}

struct hash dsse_id(struct bytes type, struct bytes payload)
{
    char header[HEADER_BYTES_MAX];
    const struct bytes parts[] = {write_header(header, type, payload), payload};
    return hash_of_parts(parts, 2);
}

static int signature_compare(const struct dsse_signature *a, const struct dsse_signature *b)
{
    return bytes_compare(public_key_view(&a->key), public_key_view(&b->key));
}

/* At most SIGNATURES_MAX of them: by insertion. */
static void sort_signatures(struct dsse *d)
{
    for (size_t i = 1; i < d->signature_count; i++) {
        const struct dsse_signature moved = d->signatures[i];
        size_t j = i;
        for (; j > 0 && signature_compare(&d->signatures[j - 1], &moved) > 0; j--) {
            d->signatures[j] = d->signatures[j - 1];
        }
        d->signatures[j] = moved;
    }
}

void dsse_write(struct buffer *b, struct dsse *d)
{
    check(type_holds(d->type));
    check(d->signature_count >= 1);
    check(d->signature_count <= SIGNATURES_MAX);
    sort_signatures(d);
    buffer_add_text(b, "{\"payload\":\"");
    buffer_add_base64(b, d->payload);
    buffer_add_text(b, "\",\"payloadType\":\"");
    buffer_add_bytes(b, d->type);
    buffer_add_text(b, "\",\"signatures\":[");
    for (size_t i = 0; i < d->signature_count; i++) {
        const struct dsse_signature *s = &d->signatures[i];
        check(i == 0 || signature_compare(s - 1, s) < 0);
        buffer_add_text(b, i == 0 ? "{\"keyid\":\"" : ",{\"keyid\":\"");
        buffer_add_hex(b, public_key_view(&s->key));
        buffer_add_text(b, "\",\"sig\":\"");
        buffer_add_base64(b, bytes_of(s->signature.bytes, SIGNATURE_BYTES));
        buffer_add_text(b, "\"}");
    }
    buffer_add_text(b, "]}");
}

/* The envelope has one form only, so reading compares and cuts; nothing of JSON needs to be known. */

static bool skip(struct cursor *c, struct bytes expected)
{
    return bytes_equal(cursor_take(c, expected.len), expected) && !c->failed;
}

/* The bytes up to the next quote, which is consumed. */
static bool take_quoted(struct cursor *c, struct bytes *out)
{
    size_t len = 0;
    while (len < c->rest.len && c->rest.data[len] != '"') {
        len++;
    }
    *out = cursor_take(c, len);
    return skip(c, BYTES("\""));
}

static bool read_signature(struct cursor *c, struct dsse_signature *out)
{
    if (!skip(c, BYTES("{\"keyid\":\"")) ||
        !hex_decode(cursor_take(c, 2 * (size_t)PUBLIC_KEY_BYTES), out->key.bytes, PUBLIC_KEY_BYTES) ||
        !skip(c, BYTES("\",\"sig\":\""))) {
        return false;
    }
    return base64_decode_exact(cursor_take(c, SIG_DIGITS), out->signature.bytes, SIGNATURE_BYTES) &&
           skip(c, BYTES("\"}"));
}

static enum error read_signatures(struct cursor *c, struct dsse *d)
{
    for (;;) {
        if (d->signature_count == SIGNATURES_MAX) {
            return ERROR_TOO_LARGE;
        }
        struct dsse_signature *s = &d->signatures[d->signature_count];
        if (!read_signature(c, s) || (d->signature_count > 0 && signature_compare(s - 1, s) >= 0)) {
            return ERROR_MALFORMED;
        }
        d->signature_count++;
        if (c->rest.len == 0 || c->rest.data[0] != ',') {
            return OK;
        }
        (void)cursor_take(c, 1);
    }
}

enum error dsse_read(struct arena *a, struct bytes envelope, struct dsse *out)
{
    if (envelope.len > ENVELOPE_BYTES_MAX) {
        return ERROR_TOO_LARGE;
    }
    struct cursor c = cursor_of(envelope);
    struct dsse d = {.signature_count = 0};
    struct bytes payload;
    struct bytes type;
    size_t payload_len = 0;
    if (!skip(&c, BYTES("{\"payload\":\"")) || !take_quoted(&c, &payload) ||
        !base64_measure(payload, &payload_len) || !skip(&c, BYTES(",\"payloadType\":\"")) ||
        !take_quoted(&c, &type) || !type_holds(type) || !skip(&c, BYTES(",\"signatures\":["))) {
        return ERROR_MALFORMED;
    }
    if (payload_len > ACT_BYTES_MAX) {
        return ERROR_TOO_LARGE;
    }
    const enum error e = read_signatures(&c, &d);
    if (e != OK) {
        return e;
    }
    if (!skip(&c, BYTES("]}")) || !cursor_ended(&c)) {
        return ERROR_MALFORMED;
    }
    check(base64_decode(a, payload, &d.payload));
    d.type = arena_copy(a, type);
    *out = d;
    return OK;
}

bool dsse_holds(const struct dsse *d)
{
    if (d->signature_count == 0 || d->signature_count > SIGNATURES_MAX) {
        return false;
    }
    struct buffer signed_bytes;
    buffer_init(&signed_bytes, HEADER_BYTES_MAX + d->payload.len);
    dsse_preimage(&signed_bytes, d->type, d->payload);
    check(!signed_bytes.overflow);
    bool holds = true;
    for (size_t i = 0; i < d->signature_count && holds; i++) {
        const struct dsse_signature *s = &d->signatures[i];
        holds = signature_holds(&s->signature, &s->key, buffer_view(&signed_bytes));
    }
    buffer_done(&signed_bytes);
    return holds;
}
