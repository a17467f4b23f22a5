/* tests/unit/crypto/other.h: sources of crypto/ that are not linked here, under other names. */
#ifndef UNIT_CRYPTO_OTHER_H
#define UNIT_CRYPTO_OTHER_H

#include "base/error.h"
#include "crypto/hash.h"

/* crypto/hash_sodium.c */
struct hash sodium_hash_of(struct bytes s);
struct hash sodium_hash_of_parts(const struct bytes *parts, size_t count);

/* crypto_start over a libsodium that calls valid what `says` does; `asked` gets the points that came. */
enum { POINTS_MAX = 4 };
struct points {
    size_t count;
    uint8_t bytes[POINTS_MAX][32];
};
enum error crypto_start_where(bool (*says)(const uint8_t point[32]), int sodium_init_result,
                              struct points *asked);
#endif
