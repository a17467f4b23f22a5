/* crypto/proof.h: proofs about secret scalars that tell nothing else (Schnorr; Chaum and Pedersen).
 *
 * Each is bound to what it is for: the caller gives a tag of its own and the context, whose parts must have
 * lengths that the tag fixes, for they are hashed one after another. */
#ifndef CRYPTO_PROOF_H
#define CRYPTO_PROOF_H

#include <stdbool.h>

#include "base/bytes.h"
#include "base/error.h"
#include "crypto/point.h"
#include "crypto/scalar.h"

#define PROOF_BYTES        64 /* R, z: that somebody knows the secret of a point */
#define PROOF_EQUAL_BYTES  64 /* c, z: that two points have the same secret over two bases */
#define PROOF_RANDOM_BYTES 32

struct proof_known {
    uint8_t bytes[PROOF_BYTES];
};

struct proof_equal {
    uint8_t bytes[PROOF_EQUAL_BYTES];
};

/* R = k B, c = H(tag, context, point, R), z = k + c secret. k comes of the randomness and the secret, so
 * that neither weak randomness nor the same one twice gives the secret away. ERROR_UNSUPPORTED if the
 * secret is zero or k is. */
MUST_USE enum error proof_make(struct bytes tag, struct bytes context, const struct scalar *secret,
                               const uint8_t random[PROOF_RANDOM_BYTES], struct proof_known *out);
MUST_USE bool proof_holds(struct bytes tag, struct bytes context, const struct point *point,
                          const struct proof_known *proof);

/* That log_B `point` = log_base `image`, where `point` = secret B and `image` = secret `base`.
 * c = H(tag, context, point, base, image, k B, k base), z = k + c secret. */
MUST_USE enum error proof_equal_make(struct bytes tag, struct bytes context, const struct scalar *secret,
                                     const struct point *base, const uint8_t random[PROOF_RANDOM_BYTES],
                                     struct proof_equal *out);
MUST_USE bool proof_equal_holds(struct bytes tag, struct bytes context, const struct point *point,
                                const struct point *base, const struct point *image,
                                const struct proof_equal *proof);
#endif
