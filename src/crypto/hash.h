/* crypto/hash.h: SHA-256 (FIPS 180-4). Two implementations of this header exist: hash_openssl.c, fast, for
 * everything but the signer; hash_sodium.c for the signer, which links libsodium only. */
#ifndef CRYPTO_HASH_H
#define CRYPTO_HASH_H

#include <stdbool.h>

#include "base/bytes.h"

#define HASH_BYTES 32

struct hash {
    uint8_t bytes[HASH_BYTES];
};

struct hash hash_of(struct bytes s);
/* The hash of the parts one after another, without separators. */
struct hash hash_of_parts(const struct bytes *parts, size_t count);
bool hash_equal(const struct hash *a, const struct hash *b);
bool hash_is_zero(const struct hash *a);
int hash_compare(const struct hash *a, const struct hash *b);
struct bytes hash_view(const struct hash *a);
/* Lower-case hexadecimal. */
#define HASH_HEX_BYTES 65
struct hash_hex {
    char text[HASH_HEX_BYTES];
};
struct hash_hex hash_hex(const struct hash *a);
bool hash_parse(struct bytes text, struct hash *out);
#endif
