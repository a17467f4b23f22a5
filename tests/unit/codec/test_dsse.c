#include <string.h>

#include "codec/dsse.h"
#include "unit/codec/vectors.h"

static struct bytes taken(struct buffer *b)
{
    const struct bytes copy = arena_copy(harness_arena(), buffer_view(b));
    check_that(!b->overflow);
    buffer_done(b);
    return copy;
}

static struct bytes preimage(struct bytes type, struct bytes payload)
{
    struct buffer b;
    buffer_init(&b, 1 << 20);
    dsse_preimage(&b, type, payload);
    return taken(&b);
}

static struct bytes envelope(struct dsse *d)
{
    struct buffer b;
    buffer_init(&b, 1 << 20);
    dsse_write(&b, d);
    return taken(&b);
}

/* The payload, signed by keys with seeds 1, 2, ... */
static struct dsse made(struct bytes payload, size_t signatures)
{
    struct dsse d = {.type = BYTES(DSSE_TYPE_ACT), .payload = payload, .signature_count = signatures};
    const struct bytes message = preimage(d.type, payload);
    for (size_t i = 0; i < signatures; i++) {
        uint8_t seed[SECRET_SEED_BYTES];
        struct secret_key secret;
        memset(seed, (int)i + 1, sizeof seed);
        sign_key_from_seed(seed, &secret, &d.signatures[i].key);
        d.signatures[i].signature = sign_bytes(&secret, message);
    }
    return d;
}

TEST(the_signed_bytes_and_the_id_are_those_of_the_vectors)
{
    const struct json *rows = vectors_open("tests/vectors/dsse-preimage.json");
    for (size_t i = 0; i < rows->count; i++) {
        const struct json *row = vector_row(rows, i);
        const struct bytes type = vector_text(row, "type");
        const struct bytes payload = vector_hex(row, "payload");
        check_bytes(preimage(type, payload), vector_hex(row, "preimage"));
        const struct hash id = dsse_id(type, payload);
        check_bytes(hash_view(&id), vector_hex(row, "id"));
    }
    check_bytes(preimage(BYTES("http://example.com/HelloWorld"), BYTES("hello world")),
                BYTES("DSSEv1 29 http://example.com/HelloWorld 11 hello world"));
}

TEST(an_envelope_has_one_form_and_the_table_says_which)
{
    const struct json *rows = vectors_open("tests/vectors/dsse-envelope.json");
    for (size_t i = 0; i < rows->count; i++) {
        const struct json *row = vector_row(rows, i);
        const struct bytes text = vector_hex(row, "envelope");
        struct dsse d = {.signature_count = 77};
        check_eq(dsse_read(harness_arena(), text, &d), vector_result(row));
        if (vector_result(row) != OK) {
            check_eq(d.signature_count, 77);
            continue;
        }
        int64_t signatures = 0;
        bool holds = false;
        check_that(json_get_integer(row, "signatures", &signatures));
        check_that(json_get_bool(row, "holds", &holds));
        check_eq(d.signature_count, signatures);
        check_bytes(d.type, vector_text(row, "type"));
        check_bytes(d.payload, vector_hex(row, "payload"));
        check_eq(dsse_holds(&d), holds);
        check_bytes(envelope(&d), text);
    }
}

TEST(what_is_read_does_not_refer_to_the_envelope)
{
    struct dsse d = made(BYTES("{}"), 1);
    const struct bytes text = envelope(&d);
    uint8_t *copy = arena_take(harness_arena(), text.len, 1);
    memcpy(copy, text.data, text.len);
    struct dsse read;
    check_ok(dsse_read(harness_arena(), bytes_of(copy, text.len), &read));
    memset(copy, 'x', text.len);
    check_bytes(read.payload, BYTES("{}"));
    check_bytes(read.type, BYTES(DSSE_TYPE_ACT));
}

/* In one form every byte counts: each change is refused, or its signatures do not hold. */
TEST(no_change_of_a_bit_leaves_an_envelope_that_says_the_same)
{
    struct dsse d = made(BYTES("{\"kind\":\"x\"}"), 2);
    const struct bytes good = envelope(&d);
    uint8_t *text = arena_take(harness_arena(), good.len, 1);
    memcpy(text, good.data, good.len);
    size_t read_anyway = 0;
    for (size_t bit = 0; bit < 8 * good.len; bit++) {
        text[bit / 8] ^= (uint8_t)(1U << bit % 8);
        struct dsse other;
        harness_note("bit %zu", bit);
        if (dsse_read(harness_arena(), bytes_of(text, good.len), &other) == OK) {
            read_anyway++;
            check_that(!dsse_holds(&other));
        }
        text[bit / 8] ^= (uint8_t)(1U << bit % 8);
    }
    check_that(read_anyway > 0);
}

TEST(a_payload_is_at_most_as_long_as_an_act)
{
    uint8_t *payload = arena_take(harness_arena(), ACT_BYTES_MAX + 1, 1);
    struct dsse read;
    struct dsse most = made(bytes_of(payload, ACT_BYTES_MAX), SIGNATURES_MAX);
    const struct bytes text = envelope(&most);
    check_that(text.len <= ENVELOPE_BYTES_MAX);
    check_ok(dsse_read(harness_arena(), text, &read));
    check_eq(read.payload.len, ACT_BYTES_MAX);
    check_that(dsse_holds(&read));
    struct dsse more = made(bytes_of(payload, ACT_BYTES_MAX + 1), 1);
    check_eq(dsse_read(harness_arena(), envelope(&more), &read), ERROR_TOO_LARGE);
}

TEST(an_envelope_beyond_its_limit_is_not_looked_at)
{
    uint8_t *text = arena_take(harness_arena(), ENVELOPE_BYTES_MAX + 1, 1);
    struct dsse read;
    check_eq(dsse_read(harness_arena(), bytes_of(text, ENVELOPE_BYTES_MAX), &read), ERROR_MALFORMED);
    check_eq(dsse_read(harness_arena(), bytes_of(text, ENVELOPE_BYTES_MAX + 1), &read), ERROR_TOO_LARGE);
}

TEST(signatures_are_written_in_order_and_never_twice_or_too_many_or_none)
{
    struct dsse d = made(BYTES("x"), SIGNATURES_MAX);
    struct dsse read;
    check_ok(dsse_read(harness_arena(), envelope(&d), &read));
    check_that(dsse_holds(&read));
    struct dsse twice = made(BYTES("x"), 2);
    twice.signatures[1] = twice.signatures[0];
    check_dies(envelope(&twice));
    struct dsse none = made(BYTES("x"), 0);
    check_dies(envelope(&none));
    check_that(!dsse_holds(&none));
    struct dsse many = made(BYTES("x"), 1);
    many.signature_count = SIGNATURES_MAX + 1;
    check_dies(envelope(&many));
    check_that(!dsse_holds(&many));
    struct dsse quote = made(BYTES("x"), 1);
    quote.type = BYTES("a\"b");
    check_dies(envelope(&quote));
}
