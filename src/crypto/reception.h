/* crypto/reception.h: the key that a member receives shares of the organisation's key with.
 *
 * It has no other use: whoever gets it and the record has every share that was ever sent to it, so it is made
 * anew for each sharing and destroyed with it. */
#ifndef CRYPTO_RECEPTION_H
#define CRYPTO_RECEPTION_H

#include <stdbool.h>

#include "base/bytes.h"
#include "base/error.h"
#include "crypto/point.h"
#include "crypto/proof.h"
#include "crypto/scalar.h"

#define RECEPTION_RANDOM_BYTES 64

/* A new key: `secret` belongs into locked memory; the caller wipes `random`. ERROR_UNSUPPORTED if the
 * randomness is no such thing. */
MUST_USE enum error reception_key_make(const uint8_t random[RECEPTION_RANDOM_BYTES], struct scalar *secret,
                                       struct point *key);
/* Proof that the member has the secret, bound to the context that the caller gives: organisation, realm,
 * member, in a form of fixed length or with lengths in it. */
MUST_USE enum error reception_prove(const struct scalar *secret, struct bytes context,
                                    const uint8_t random[PROOF_RANDOM_BYTES], struct proof_known *out);
MUST_USE bool reception_proof_holds(const struct point *key, struct bytes context,
                                    const struct proof_known *proof);
#endif
