/* crypto/scalar.h: integers modulo L, the order of the main subgroup of Ed25519.
 *
 * A `struct scalar` is always canonical: 32 bytes, little-endian, less than L. It comes from scalar_read,
 * which refuses all else, or from the functions below, which keep it so; whoever fills one by hand breaks
 * that. Everything here takes the same time whatever the values are, but for scalar_read, which says
 * whether they are good. Results go to memory of the caller, who wipes it if they are secret
 * (crypto_wipe). */
#ifndef CRYPTO_SCALAR_H
#define CRYPTO_SCALAR_H

#include <stdbool.h>

#include "base/bytes.h"
#include "base/error.h"

#define SCALAR_BYTES 32

struct scalar {
    uint8_t bytes[SCALAR_BYTES];
};

/* Takes what somebody else wrote: false if it is zero or not less than L. */
MUST_USE bool scalar_read(const uint8_t bytes[SCALAR_BYTES], struct scalar *out);
struct scalar scalar_of(uint64_t value);
bool scalar_is_zero(const struct scalar *a);
bool scalar_equal(const struct scalar *a, const struct scalar *b);
/* `out` may be one of the operands. */
void scalar_add(const struct scalar *a, const struct scalar *b, struct scalar *out);
void scalar_sub(const struct scalar *a, const struct scalar *b, struct scalar *out);
void scalar_mul(const struct scalar *a, const struct scalar *b, struct scalar *out);
/* 1/a. A zero is a bug of the caller. */
void scalar_invert(const struct scalar *a, struct scalar *out);
/* SHA-512 of the parts one after another, little-endian, modulo L: even to within 2^-259. */
void scalar_hash(const struct bytes *parts, size_t count, struct scalar *out);
struct bytes scalar_view(const struct scalar *a);
#endif
