/* crypto/sign.h: Ed25519 (RFC 8032) by libsodium's strict rules: canonical S, canonical and not small-order
 * public key, R not of small order, cofactorless equation. Of the 914 CCTV edge cases exactly 43 hold. */
#ifndef CRYPTO_SIGN_H
#define CRYPTO_SIGN_H

#include <stdbool.h>

#include "base/bytes.h"
#include "base/error.h"

#define PUBLIC_KEY_BYTES  32
#define SECRET_SEED_BYTES 32
#define SIGNATURE_BYTES   64

struct public_key {
    uint8_t bytes[PUBLIC_KEY_BYTES];
};

struct secret_key { /* libsodium's form: seed, then public key */
    uint8_t bytes[64];
};

struct signature {
    uint8_t bytes[SIGNATURE_BYTES];
};

/* Call once before anything else of crypto/: initialises libsodium; ERROR_UNSUPPORTED if it is one whose
 * point check is faulty (CVE-2025-69277). */
MUST_USE enum error crypto_start(void);

void sign_key_from_seed(const uint8_t seed[SECRET_SEED_BYTES], struct secret_key *secret,
                        struct public_key *public);
struct public_key sign_public_of(const struct secret_key *secret);
struct signature sign_bytes(const struct secret_key *secret, struct bytes message);
bool signature_holds(const struct signature *s, const struct public_key *key, struct bytes message);
bool public_key_equal(const struct public_key *a, const struct public_key *b);
struct bytes public_key_view(const struct public_key *key);
void crypto_wipe(void *data, size_t len);
/* Wipes the part of the stack that functions called from here have used, libsodium's too. */
void crypto_wipe_stack(void);
/* Keeps the memory out of swap and core dumps, by whole pages. False: the system's limit of locked memory is
 * reached. */
MUST_USE bool crypto_lock(void *data, size_t len);
/* Randomness fit for keys (libsodium). Only node/system.c calls it; others take struct env. */
void crypto_random(void *out, size_t len);
#endif
