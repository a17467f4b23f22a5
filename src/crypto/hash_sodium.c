/* For the signer, which links libsodium and nothing else; a third of the speed of hash_openssl.c. */
#include <sodium.h>

#include "base/check.h"
#include "crypto/hash.h"

struct hash hash_of(struct bytes s)
{
    return hash_of_parts(&s, 1);
}

struct hash hash_of_parts(const struct bytes *parts, size_t count)
{
    crypto_hash_sha256_state state;
    struct hash h;
    check(crypto_hash_sha256_init(&state) == 0);
    for (size_t i = 0; i < count; i++) {
        check(crypto_hash_sha256_update(&state, parts[i].data, parts[i].len) == 0);
    }
    check(crypto_hash_sha256_final(&state, h.bytes) == 0);
    return h;
}
