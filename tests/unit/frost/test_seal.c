#include "crypto/seal.h"

#include <string.h>

#include "base/limits.h"
#include "support/harness.h"

static const uint8_t random_bytes[SEAL_RANDOM_BYTES] = {1, 2, 3};
static const uint8_t key[SEAL_KEY_BYTES] = {9};
static const struct seal_cost cheap = {1, 8};

#define SHARE BYTES("a share of the organisation's key")
#define OWNER BYTES("Alder, sharing 1")

static struct buffer sealed_with_key(void)
{
    struct buffer b;
    buffer_init(&b, 1000);
    check_ok(seal_with_key(key, OWNER, SHARE, random_bytes, &b));
    check_eq(b.len, SHARE.len + SEAL_EXTRA_BYTES);
    return b;
}

static struct buffer sealed_with_passphrase(void)
{
    struct buffer b;
    buffer_init(&b, 1000);
    check_ok(seal_with_passphrase(BYTES("three dry leaves"), &cheap, OWNER, SHARE, random_bytes, &b));
    return b;
}

TEST(what_is_sealed_with_a_key_opens_with_it_alone)
{
    struct buffer b = sealed_with_key();
    uint8_t out[64];
    uint8_t other[SEAL_KEY_BYTES] = {8};
    check_ok(seal_open_with_key(key, OWNER, buffer_view(&b), out, SHARE.len));
    check_bytes(bytes_of(out, SHARE.len), SHARE);
    check_eq(seal_open_with_key(other, OWNER, buffer_view(&b), out, SHARE.len), ERROR_DENIED);
    check_eq(seal_open_with_key(key, BYTES("Birch"), buffer_view(&b), out, SHARE.len), ERROR_DENIED);
    check_eq(seal_open_with_key(key, OWNER, buffer_view(&b), out, SHARE.len - 1), ERROR_MALFORMED);
    check_eq(seal_open_with_passphrase(BYTES("x"), OWNER, buffer_view(&b), out, SHARE.len), ERROR_MALFORMED);
    buffer_done(&b);
}

TEST(what_is_sealed_with_a_passphrase_opens_with_it_alone)
{
    struct buffer b = sealed_with_passphrase();
    uint8_t out[64];
    const struct bytes phrase = BYTES("three dry leaves");
    check_ok(seal_open_with_passphrase(phrase, OWNER, buffer_view(&b), out, SHARE.len));
    check_bytes(bytes_of(out, SHARE.len), SHARE);
    check_eq(seal_open_with_passphrase(BYTES("three dry leave"), OWNER, buffer_view(&b), out, SHARE.len),
             ERROR_DENIED);
    check_eq(seal_open_with_passphrase(phrase, BYTES("Birch"), buffer_view(&b), out, SHARE.len),
             ERROR_DENIED);
    check_eq(seal_open_with_passphrase(phrase, OWNER, buffer_view(&b), out, SHARE.len + 1), ERROR_MALFORMED);
    check_eq(seal_open_with_key(key, OWNER, buffer_view(&b), out, SHARE.len), ERROR_MALFORMED);
    buffer_done(&b);
}

TEST(the_usual_cost_seals_and_opens)
{
    const struct seal_cost cost = seal_cost_usual();
    struct buffer b;
    uint8_t out[64];
    buffer_init(&b, 1000);
    check_that(cost.memory_kib >= 64 * 1024 && cost.passes >= 2);
    check_ok(seal_with_passphrase(BYTES("p"), &cost, OWNER, SHARE, random_bytes, &b));
    check_ok(seal_open_with_passphrase(BYTES("p"), OWNER, buffer_view(&b), out, SHARE.len));
    check_bytes(bytes_of(out, SHARE.len), SHARE);
    buffer_done(&b);
}

TEST(each_changed_bit_of_a_seal_is_found)
{
    struct buffer b = sealed_with_key();
    uint8_t out[64];
    for (size_t bit = 0; bit < 8 * b.len; bit++) {
        b.data[bit / 8] ^= (uint8_t)(1U << bit % 8);
        harness_note("bit %zu", bit);
        const enum error e = seal_open_with_key(key, OWNER, buffer_view(&b), out, SHARE.len);
        check_eq(e, bit / 8 < 25 ? ERROR_MALFORMED : ERROR_DENIED);
        b.data[bit / 8] ^= (uint8_t)(1U << bit % 8);
    }
    buffer_done(&b);
}

TEST(a_seal_that_is_cut_or_longer_is_malformed)
{
    struct buffer b = sealed_with_key();
    uint8_t out[128];
    for (size_t len = 0; len < b.len; len++) {
        check_eq(seal_open_with_key(key, OWNER, bytes_of(b.data, len), out, SHARE.len), ERROR_MALFORMED);
    }
    check_eq(seal_open_with_key(key, OWNER, bytes_of(b.data, SEAL_HEAD_BYTES), out, 0), ERROR_MALFORMED);
    buffer_add_u8(&b, 0);
    check_eq(seal_open_with_key(key, OWNER, buffer_view(&b), out, SHARE.len), ERROR_MALFORMED);
    buffer_done(&b);
}

/* Puts a number of four bytes into the head of a passphrase's seal. */
static enum error open_at_cost(size_t at, uint32_t value)
{
    struct buffer b = sealed_with_passphrase();
    uint8_t out[64];
    for (size_t i = 0; i < 4; i++) {
        b.data[at + i] = (uint8_t)(value >> (24 - 8 * i));
    }
    const enum error e =
        seal_open_with_passphrase(BYTES("three dry leaves"), OWNER, buffer_view(&b), out, SHARE.len);
    buffer_done(&b);
    return e;
}

TEST(a_cost_beyond_its_limits_is_refused_before_it_is_paid)
{
    check_eq(open_at_cost(17, 0), ERROR_TOO_LARGE);
    check_eq(open_at_cost(17, SEAL_PASSES_MAX), ERROR_DENIED);
    check_eq(open_at_cost(17, SEAL_PASSES_MAX + 1), ERROR_TOO_LARGE);
    check_eq(open_at_cost(17, UINT32_MAX), ERROR_TOO_LARGE);
    check_eq(open_at_cost(21, 7), ERROR_TOO_LARGE);
    check_eq(open_at_cost(21, 9), ERROR_DENIED);
    check_eq(open_at_cost(21, SEAL_MEMORY_BYTES_MAX / 1024 + 1), ERROR_TOO_LARGE);
    check_eq(open_at_cost(21, UINT32_MAX), ERROR_TOO_LARGE);
    struct buffer b;
    buffer_init(&b, 1000);
    const struct seal_cost much = {1, SEAL_MEMORY_BYTES_MAX / 1024 + 1};
    check_eq(seal_with_passphrase(BYTES("p"), &much, OWNER, SHARE, random_bytes, &b), ERROR_TOO_LARGE);
    const struct seal_cost most = {1, SEAL_MEMORY_BYTES_MAX / 1024};
    check_ok(seal_with_passphrase(BYTES("p"), &most, OWNER, SHARE, random_bytes, &b));
    buffer_done(&b);
}

TEST(an_empty_passphrase_and_content_beyond_the_limit_are_refused)
{
    const struct bytes large =
        bytes_of(arena_take(harness_arena(), SEAL_CONTENT_BYTES_MAX + 1, 1), SEAL_CONTENT_BYTES_MAX + 1);
    const struct bytes most = bytes_of(large.data, SEAL_CONTENT_BYTES_MAX);
    uint8_t *out = arena_take(harness_arena(), SEAL_CONTENT_BYTES_MAX, 1);
    struct buffer b;
    buffer_init(&b, 10000);
    check_eq(seal_with_passphrase(BYTES(""), &cheap, OWNER, SHARE, random_bytes, &b), ERROR_MALFORMED);
    check_eq(seal_with_passphrase(BYTES("p"), &cheap, OWNER, large, random_bytes, &b), ERROR_TOO_LARGE);
    check_eq(seal_with_key(key, OWNER, large, random_bytes, &b), ERROR_TOO_LARGE);
    check_eq(b.len, 0);
    check_ok(seal_with_key(key, OWNER, most, random_bytes, &b));
    check_ok(seal_open_with_key(key, OWNER, buffer_view(&b), out, SEAL_CONTENT_BYTES_MAX));
    check_bytes(bytes_of(out, SEAL_CONTENT_BYTES_MAX), most);
    buffer_done(&b);
}
