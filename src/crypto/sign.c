#include "crypto/sign.h"

#include <sodium.h>
#include <string.h>

#include "base/check.h"

_Static_assert(PUBLIC_KEY_BYTES == crypto_sign_PUBLICKEYBYTES, "libsodium's public key");
_Static_assert(SECRET_SEED_BYTES == crypto_sign_SEEDBYTES, "libsodium's seed");
_Static_assert(SIGNATURE_BYTES == crypto_sign_BYTES, "libsodium's signature");
_Static_assert(sizeof(struct secret_key) == crypto_sign_SECRETKEYBYTES, "libsodium's secret key");

/* The generator B = (x, 4/5) of RFC 8032, and B + T2 with T2 = (0, -1) the point of order two. The sum is
 * (-x, -y): a point of the curve, not of small order, yet outside the main subgroup. A library with the fault
 * of CVE-2025-69277 calls it valid. */
static const uint8_t generator[32] = {
    0x58, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66,
    0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66,
};
static const uint8_t generator_with_torsion[32] = {
    0x95, 0x99, 0x99, 0x99, 0x99, 0x99, 0x99, 0x99, 0x99, 0x99, 0x99, 0x99, 0x99, 0x99, 0x99, 0x99,
    0x99, 0x99, 0x99, 0x99, 0x99, 0x99, 0x99, 0x99, 0x99, 0x99, 0x99, 0x99, 0x99, 0x99, 0x99, 0x99,
};

enum error crypto_start(void)
{
    if (sodium_init() < 0) {
        return ERROR_UNSUPPORTED;
    }
    const bool sound = crypto_core_ed25519_is_valid_point(generator) == 1 &&
                       crypto_core_ed25519_is_valid_point(generator_with_torsion) == 0;
    return sound ? OK : ERROR_UNSUPPORTED;
}

void sign_key_from_seed(const uint8_t seed[SECRET_SEED_BYTES], struct secret_key *secret,
                        struct public_key *public)
{
    check(crypto_sign_seed_keypair(public->bytes, secret->bytes, seed) == 0);
}

struct public_key sign_public_of(const struct secret_key *secret)
{
    struct public_key key;
    memcpy(key.bytes, secret->bytes + SECRET_SEED_BYTES, PUBLIC_KEY_BYTES);
    return key;
}

struct signature sign_bytes(const struct secret_key *secret, struct bytes message)
{
    struct signature s;
    check(crypto_sign_detached(s.bytes, NULL, message.data, message.len, secret->bytes) == 0);
    return s;
}

bool signature_holds(const struct signature *s, const struct public_key *key, struct bytes message)
{
    return crypto_sign_verify_detached(s->bytes, message.data, message.len, key->bytes) == 0;
}

bool public_key_equal(const struct public_key *a, const struct public_key *b)
{
    return memcmp(a->bytes, b->bytes, PUBLIC_KEY_BYTES) == 0;
}

struct bytes public_key_view(const struct public_key *key)
{
    return bytes_of(key->bytes, PUBLIC_KEY_BYTES);
}

void crypto_wipe(void *data, size_t len)
{
    sodium_memzero(data, len);
}

/* libsodium 1.0.18 does not wipe what it works with; its multiplication of points takes less than half of
 * this. */
void crypto_wipe_stack(void)
{
    sodium_stackzero(8192);
}

bool crypto_lock(void *data, size_t len)
{
    return sodium_mlock(data, len) == 0;
}

void crypto_random(void *out, size_t len)
{
    randombytes_buf(out, len);
}
