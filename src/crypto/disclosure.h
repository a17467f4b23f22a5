/* crypto/disclosure.h: a receiver shows that the share it was dealt is bad, so that everybody can see.
 *
 * A complaint discloses the Diffie-Hellman point of dealer and receiver, S = d E, with a proof that it is
 * that point. Everybody opens the one sealed share with it and looks: either the dealer or the complainer
 * is convicted, at once, and nobody needs to answer. It gives away that one share, of this one ceremony. */
#ifndef CRYPTO_DISCLOSURE_H
#define CRYPTO_DISCLOSURE_H

#include "base/bytes.h"
#include "base/error.h"
#include "crypto/dealing.h"

#define DISCLOSURE_BYTES 96 /* S, then c and z of the proof */

enum disclosure_verdict {
    DISCLOSURE_CONVICTS_DEALER,    /* the share cannot be opened, is no scalar or is not as promised */
    DISCLOSURE_CONVICTS_COMPLAINER /* the complaint is malformed or untrue, or the share is good */
};

struct disclosure {
    uint8_t bytes[DISCLOSURE_BYTES];
};

/* A complaint of `receiver` about `dealer`. ERROR_NOT_FOUND if the one is no dealer or the other no party,
 * ERROR_DENIED if `key` is not the receiver's key or the share is good, so that nobody convicts itself by
 * mistake; ERROR_UNSUPPORTED as proof_make. */
MUST_USE enum error disclosure_make(const struct ceremony *c, uint16_t dealer, const struct dealing *d,
                                    uint16_t receiver, const struct scalar *key,
                                    const uint8_t random[PROOF_RANDOM_BYTES], struct disclosure *out);
/* What a complaint, whoever wrote it, comes to: the same answer for everybody. The dealing is one that
 * dealing_read took. ERROR_NOT_FOUND if the one is no dealer or the other no party. */
MUST_USE enum error disclosure_judge(const struct ceremony *c, uint16_t dealer, const struct dealing *d,
                                     uint16_t receiver, struct bytes complaint, enum disclosure_verdict *out);
#endif
