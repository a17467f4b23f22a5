/* crypto/point.h: points of the main subgroup of Ed25519, of prime order L and generator B.
 *
 * A `struct point` is always such a point, in its one encoding, and never the identity. It comes from
 * point_read, which refuses all else, or from the functions below; whoever fills one by hand breaks that, and
 * nothing but the multiplication would find out: libsodium adds what it is given. */
#ifndef CRYPTO_POINT_H
#define CRYPTO_POINT_H

#include <stdbool.h>

#include "base/bytes.h"
#include "base/error.h"
#include "crypto/scalar.h"
#include "crypto/sign.h"

#define POINT_BYTES 32

struct point {
    uint8_t bytes[POINT_BYTES];
};

/* Whether libsodium refuses what all of this rests on: the identity, points of small and of mixed order,
 * encodings that are not canonical, zero as a factor. Call it once, after crypto_start: ERROR_UNSUPPORTED. */
MUST_USE enum error point_self_test(void);

/* Takes what somebody else wrote: false if it is no point, not in its one encoding, the identity, of small
 * order or outside of the main subgroup. */
MUST_USE bool point_read(const uint8_t bytes[POINT_BYTES], struct point *out);
/* s * B and s * p, in constant time; false if s is zero. */
MUST_USE bool point_base(const struct scalar *s, struct point *out);
MUST_USE bool point_mul(const struct scalar *s, const struct point *p, struct point *out);
/* False if the result is the identity. `out` may be an operand. */
MUST_USE bool point_add(const struct point *a, const struct point *b, struct point *out);
MUST_USE bool point_sub(const struct point *a, const struct point *b, struct point *out);
bool point_equal(const struct point *a, const struct point *b);
struct bytes point_view(const struct point *p);
/* The same bytes as a key that signatures are checked with. */
struct public_key point_key(const struct point *p);

/* A sum in the making, which may pass through the identity. */
struct point_sum {
    uint8_t bytes[POINT_BYTES];
};

void point_sum_begin(struct point_sum *s);
void point_sum_add(struct point_sum *s, const struct point *p);
/* False if the sum is the identity. */
MUST_USE bool point_sum_end(const struct point_sum *s, struct point *out);

/* The polynomial in the exponent: c[0] + x c[1] + x^2 c[2] + ... by Horner's rule; count > 0, x > 0. False if
 * that is the identity. */
MUST_USE bool point_evaluate(const struct point *c, size_t count, uint16_t x, struct point *out);
#endif
