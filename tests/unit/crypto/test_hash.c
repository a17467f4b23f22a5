#include "base/hex.h"
#include "base/prng.h"
#include "crypto/hash512.h"
#include "support/harness.h"
#include "unit/crypto/other.h"

#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"

static struct bytes repeated(char c, size_t count)
{
    uint8_t *text = arena_take(harness_arena(), count, 1);
    for (size_t i = 0; i < count; i++) {
        text[i] = (uint8_t)c;
    }
    return bytes_of(text, count);
}

/* FIPS 180-4, as its examples of SHA-256 give them, and the empty message. */
TEST(both_implementations_give_the_hashes_of_fips_180_4)
{
    const struct {
        struct bytes message;
        const char *hash;
    } rows[] = {
        {BYTES(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {BYTES("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {BYTES("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
        {BYTES("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnop"
               "qrsmnopqrstnopqrstu"),
         "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"},
        {repeated('a', 1000000), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        harness_note("row %zu", i);
        const struct hash fast = hash_of(rows[i].message);
        const struct hash slow = sodium_hash_of(rows[i].message);
        check_text(hash_hex(&fast).text, rows[i].hash);
        check_text(hash_hex(&slow).text, rows[i].hash);
    }
}

TEST(the_hash_of_parts_is_the_hash_of_what_they_make_together_in_both_implementations)
{
    struct prng p;
    prng_seed(&p, harness_seed());
    uint8_t all[300];
    for (size_t len = 0; len < sizeof all; len++) {
        prng_fill(&p, all, len);
        const size_t a = (size_t)prng_below(&p, len + 1);
        const size_t b = a + (size_t)prng_below(&p, len - a + 1);
        const struct bytes parts[] = {bytes_of(all, a), bytes_of(NULL, 0), bytes_of(all + a, b - a),
                                      bytes_of(all + b, len - b)};
        harness_note("%zu bytes cut at %zu and %zu", len, a, b);
        const struct hash whole = hash_of(bytes_of(all, len));
        const struct hash fast = hash_of_parts(parts, 4);
        const struct hash other = sodium_hash_of(bytes_of(all, len));
        const struct hash other_parts = sodium_hash_of_parts(parts, 4);
        check_that(hash_equal(&whole, &fast));
        check_that(hash_equal(&whole, &other));
        check_that(hash_equal(&whole, &other_parts));
    }
    const struct hash nothing = hash_of(bytes_of(NULL, 0));
    const struct hash no_parts = hash_of_parts(NULL, 0);
    check_that(hash_equal(&nothing, &no_parts));
}

TEST(a_hash_is_read_from_64_lower_case_digits_only)
{
    struct hash h = {{7}};
    check_that(hash_parse(BYTES(ZEROS), &h));
    check_that(hash_is_zero(&h));
    check_that(!hash_parse(BYTES(ZEROS "0"), &h));
    check_that(!hash_parse(BYTES("0"), &h));
    check_that(!hash_parse(BYTES("A000000000000000000000000000000000000000000000000000000000000000"), &h));
    const struct hash abc = hash_of(BYTES("abc"));
    check_that(hash_parse(bytes_of_text(hash_hex(&abc).text), &h));
    check_that(hash_equal(&h, &abc));
    check_that(!hash_is_zero(&h));
}

TEST(hashes_compare_by_their_bytes)
{
    struct hash a = {{0}};
    struct hash b = {{0}};
    check_eq(hash_compare(&a, &b), 0);
    b.bytes[31] = 1;
    check_that(hash_compare(&a, &b) < 0);
    check_that(!hash_equal(&a, &b));
    a.bytes[0] = 0x80;
    check_that(hash_compare(&a, &b) > 0);
    check_that(!hash_is_zero(&b));
    check_bytes(hash_view(&b), bytes_of(b.bytes, HASH_BYTES));
}

TEST(sha_512_is_that_of_fips_180_4_in_one_part_or_many)
{
    const struct bytes whole = BYTES("abc");
    const struct bytes parts[] = {BYTES("a"), BYTES(""), BYTES("bc")};
    char hex[2 * HASH512_BYTES + 1];
    struct hash512 a;
    struct hash512 b;
    hash512_of_parts(&whole, 1, &a);
    hash512_of_parts(parts, 3, &b);
    hex_encode(hash512_view(&a), hex);
    check_text(hex, "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                    "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
    check_bytes(hash512_view(&b), hash512_view(&a));
}
