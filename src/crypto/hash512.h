/* crypto/hash512.h: SHA-512 (FIPS 180-4), which Ed25519, FROST and SSHSIG are made with. libsodium's. */
#ifndef CRYPTO_HASH512_H
#define CRYPTO_HASH512_H

#include "base/bytes.h"

#define HASH512_BYTES 64

struct hash512 {
    uint8_t bytes[HASH512_BYTES];
};

/* The hash of the parts one after another, without separators. Constant time in what the parts hold; nothing
 * of them stays behind but *out. */
void hash512_of_parts(const struct bytes *parts, size_t count, struct hash512 *out);
struct bytes hash512_view(const struct hash512 *h);
#endif
