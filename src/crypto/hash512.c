#include "crypto/hash512.h"

#include <sodium.h>

#include "base/check.h"

void hash512_of_parts(const struct bytes *parts, size_t count, struct hash512 *out)
{
    crypto_hash_sha512_state state;
    check(crypto_hash_sha512_init(&state) == 0);
    for (size_t i = 0; i < count; i++) {
        check(crypto_hash_sha512_update(&state, parts[i].data, parts[i].len) == 0);
    }
    check(crypto_hash_sha512_final(&state, out->bytes) == 0);
    sodium_memzero(&state, sizeof state);
}

struct bytes hash512_view(const struct hash512 *h)
{
    return bytes_of(h->bytes, HASH512_BYTES);
}
