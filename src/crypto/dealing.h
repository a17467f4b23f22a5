/* crypto/dealing.h: how one party of a ceremony deals its part of the organisation's key to all of them.
 *
 * A dealing is what its dealer publishes:
 *
 *   t commitments of 32 bytes, C[k] = a[k] B; in a resharing a[0] is the share that the dealer has
 *   64 bytes: proof that the dealer knows a[0], bound to ceremony and dealer
 *   32 bytes: E = e B
 *   n sealed shares of 48 bytes, in the order of the parties: to each party j its f(j), where
 *   f(x) = a[0] + a[1] x + a[2] x^2 + ...
 *
 * Everybody checks what is public (dealing_read); a receiver opens its own share and checks it against the
 * commitments, and a share that fails there convicts its dealer (crypto/disclosure.h). */
#ifndef CRYPTO_DEALING_H
#define CRYPTO_DEALING_H

#include <stdbool.h>

#include "base/bytes.h"
#include "base/diag.h"
#include "base/error.h"
#include "base/limits.h"
#include "crypto/ceremony.h"
#include "crypto/hash.h"
#include "crypto/point.h"
#include "crypto/proof.h"
#include "crypto/scalar.h"

#define DEALING_SEALED_BYTES 48 /* a share of 32 bytes and 16 that authenticate it */
#define DEALING_RANDOM_BYTES 64
#define DEALING_BYTES(t, n)  (32 * (size_t)(t) + 96 + DEALING_SEALED_BYTES * (size_t)(n))
#define DEALING_BYTES_MAX    DEALING_BYTES(SHARE_HOLDERS_MAX, SHARE_HOLDERS_MAX)

struct dealing {
    size_t threshold;
    size_t count;
    struct point commitments[SHARE_HOLDERS_MAX];
    struct proof_known proof;
    struct point ephemeral;
    uint8_t sealed[SHARE_HOLDERS_MAX][DEALING_SEALED_BYTES];
    struct hash hash; /* of its bytes */
};

/* Where a dealer's polynomial stands while it deals: in locked memory (crypto/secret.h). */
struct dealing_work {
    struct scalar coefficients[SHARE_HOLDERS_MAX];
    struct scalar ephemeral;
};

/* Deals: appends DEALING_BYTES(t, n) bytes to `out`. `share` is NULL in the genesis, and in a resharing
 * the share that is dealt out. Everything else that is secret comes of `random`, which is new for each
 * dealing and which the caller wipes, hedged with the dealer's own receiving key; `work` is wiped in every
 * case. ERROR_NOT_FOUND if the dealer is none, ERROR_UNSUPPORTED if the randomness is no such thing. */
MUST_USE enum error dealing_make(const struct ceremony *c, uint16_t dealer, const struct scalar *key,
                                 const struct scalar *share, const uint8_t random[DEALING_RANDOM_BYTES],
                                 struct dealing_work *work, struct buffer *out);

/* Takes a foreign dealing and checks all that is public: exact size, each point, the proof.
 * ERROR_NOT_FOUND if the dealer is none; ERROR_MALFORMED or ERROR_DENIED (the proof, or another share than
 * its own) with the reason in `diag`, which may be NULL; then what *out holds means nothing. */
MUST_USE enum error dealing_read(const struct ceremony *c, uint16_t dealer, struct bytes bytes,
                                 struct dealing *out, struct diag *diag);

/* Opens the receiver's own share with its key. Does not check it against the commitments: a receiver
 * checks the sum of all its shares (crypto/sharing.h) and single ones only if that fails. ERROR_NOT_FOUND
 * if one of the two is no party; ERROR_DENIED if it cannot be opened or is no scalar: the dealer's fault,
 * or the key is not the receiver's. */
MUST_USE enum error dealing_open(const struct ceremony *c, uint16_t dealer, const struct dealing *d,
                                 uint16_t receiver, const struct scalar *key, struct scalar *share);
/* The same with the Diffie-Hellman point key * E in place of the key. */
MUST_USE enum error dealing_open_with(const struct ceremony *c, uint16_t dealer, const struct dealing *d,
                                      uint16_t receiver, const struct point *secret, struct scalar *share);
/* Whether a share is the one that the commitments promise to this identifier. */
MUST_USE bool dealing_share_holds(const struct dealing *d, uint16_t id, const struct scalar *share);
#endif
