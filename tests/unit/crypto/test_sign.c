#include <sodium.h>
#include <string.h>

#include "base/hex.h"
#include "crypto/sign.h"
#include "support/harness.h"
#include "unit/crypto/other.h"

/* RFC 8032 section 7.1, tests 1, 2, 3 and SHA(abc). */
static const struct {
    const char *seed;
    const char *key;
    const char *message;
    const char *signature;
} rfc8032[] = {
    {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
     "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"},
    {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
     "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"},
    {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
     "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
     "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"},
    {"833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
     "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
     "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
     "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
     "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b589"
     "09351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704"},
};

static struct bytes unhex(struct bytes text)
{
    uint8_t *out = arena_take(harness_arena(), text.len / 2, 1);
    check_that(hex_decode(text, out, text.len / 2));
    return bytes_of(out, text.len / 2);
}

TEST(keys_and_signatures_are_those_of_rfc_8032)
{
    for (size_t i = 0; i < sizeof rfc8032 / sizeof rfc8032[0]; i++) {
        harness_note("row %zu", i);
        struct secret_key secret;
        struct public_key key;
        sign_key_from_seed(unhex(bytes_of_text(rfc8032[i].seed)).data, &secret, &key);
        check_bytes(public_key_view(&key), unhex(bytes_of_text(rfc8032[i].key)));
        const struct public_key again = sign_public_of(&secret);
        check_that(public_key_equal(&key, &again));
        const struct bytes message = unhex(bytes_of_text(rfc8032[i].message));
        const struct signature s = sign_bytes(&secret, message);
        check_bytes(bytes_of(s.bytes, SIGNATURE_BYTES), unhex(bytes_of_text(rfc8032[i].signature)));
        check_that(signature_holds(&s, &key, message));
    }
}

TEST(a_signature_holds_for_its_message_and_its_key_only)
{
    const uint8_t seed[SECRET_SEED_BYTES] = {1};
    struct secret_key secret;
    struct public_key key;
    sign_key_from_seed(seed, &secret, &key);
    const struct signature good = sign_bytes(&secret, BYTES("agreed"));
    check_that(signature_holds(&good, &key, BYTES("agreed")));
    check_that(!signature_holds(&good, &key, BYTES("agreed.")));
    check_that(!signature_holds(&good, &key, BYTES("")));
    for (size_t bit = 0; bit < 8 * SIGNATURE_BYTES; bit++) {
        struct signature bad = good;
        bad.bytes[bit / 8] ^= (uint8_t)(1U << bit % 8);
        harness_note("bit %zu of the signature", bit);
        check_that(!signature_holds(&bad, &key, BYTES("agreed")));
    }
    for (size_t bit = 0; bit < 8 * PUBLIC_KEY_BYTES; bit++) {
        struct public_key other = key;
        other.bytes[bit / 8] ^= (uint8_t)(1U << bit % 8);
        harness_note("bit %zu of the key", bit);
        check_that(!public_key_equal(&other, &key));
        check_that(!signature_holds(&good, &other, BYTES("agreed")));
    }
}

/* The value of `"name": "value"` in the line that has it next; the file holds one member a line. */
static struct bytes next_value(struct cursor *c, const char *name)
{
    const struct bytes begin = bytes_of_text(arena_printf(harness_arena(), "\"%s\": \"", name));
    while (c->rest.len > 0 && !bytes_start_with(c->rest, begin)) {
        (void)cursor_take(c, 1);
    }
    (void)cursor_take(c, begin.len);
    size_t len = 0;
    while (len < c->rest.len && c->rest.data[len] != '"') {
        len++;
    }
    return cursor_take(c, len);
}

static bool cctv_holds(struct cursor *c)
{
    struct public_key key;
    struct signature s;
    check_that(hex_decode(next_value(c, "key"), key.bytes, PUBLIC_KEY_BYTES));
    check_that(hex_decode(next_value(c, "sig"), s.bytes, SIGNATURE_BYTES));
    return signature_holds(&s, &key, next_value(c, "msg"));
}

TEST(of_the_914_cctv_cases_exactly_the_43_that_are_listed_hold)
{
    struct cursor c = cursor_of(harness_file("tests/vectors/cctv-ed25519.json"));
    struct buffer accepted;
    buffer_init(&accepted, 10000);
    int count = 0;
    for (int number = 0; number < 914; number++) {
        harness_note("number %d", number);
        if (cctv_holds(&c)) {
            buffer_printf(&accepted, "%d\n", number);
            count++;
        }
        check_that(!c.failed);
    }
    harness_note("all");
    check_eq(next_value(&c, "key").len, 0);
    check_eq(count, 43);
    check_bytes(buffer_view(&accepted), harness_file("tests/vectors/cctv-accepted.txt"));
    buffer_done(&accepted);
}

static bool only_prime_order(const uint8_t point[32])
{
    return crypto_core_ed25519_is_valid_point(point) == 1;
}

static bool all_points(const uint8_t point[32])
{
    (void)point;
    return true;
}

static bool no_points(const uint8_t point[32])
{
    (void)point;
    return false;
}

TEST(crypto_starts_with_this_libsodium_and_not_with_one_that_takes_points_of_mixed_order)
{
    struct points asked = {0};
    check_ok(crypto_start());
    check_ok(crypto_start_where(only_prime_order, 0, &asked));
    check_ok(crypto_start_where(only_prime_order, 1, &asked)); /* 1: initialised before */
    asked.count = 0;
    check_eq(crypto_start_where(all_points, 0, &asked), ERROR_UNSUPPORTED);
    check_eq(asked.count, 2);
    asked.count = 0;
    check_eq(crypto_start_where(no_points, 0, &asked), ERROR_UNSUPPORTED);
    check_eq(crypto_start_where(only_prime_order, -1, &asked), ERROR_UNSUPPORTED);
}

TEST(the_point_that_crypto_start_expects_to_be_refused_is_the_generator_plus_the_point_of_order_two)
{
    struct points asked = {0};
    check_ok(crypto_start_where(only_prime_order, 0, &asked));
    check_eq(asked.count, 2);
    const uint8_t one[32] = {1};
    uint8_t generator[32];
    check_eq(crypto_scalarmult_ed25519_base_noclamp(generator, one), 0);
    check_bytes(bytes_of(asked.bytes[0], 32), bytes_of(generator, 32));
    uint8_t order_two[32]; /* (0, -1): p - 1 */
    memset(order_two, 0xff, sizeof order_two);
    order_two[0] = 0xec;
    order_two[31] = 0x7f;
    uint8_t sum[32];
    check_eq(crypto_core_ed25519_add(sum, generator, order_two), 0);
    check_bytes(bytes_of(asked.bytes[1], 32), bytes_of(sum, 32));
    check_eq(crypto_core_ed25519_is_valid_point(sum), 0);
}

TEST(wiping_leaves_zeros_and_random_bytes_differ)
{
    uint8_t a[32] = {0};
    uint8_t b[32] = {0};
    crypto_random(a, sizeof a);
    crypto_random(b, sizeof b);
    check_that(memcmp(a, b, sizeof a) != 0);
    crypto_wipe(a, sizeof a);
    const uint8_t zeros[32] = {0};
    check_bytes(bytes_of(a, sizeof a), bytes_of(zeros, sizeof zeros));
}
