/* crypto/sharing.h: what a ceremony comes to: the organisation's key, divided among its holders.
 *
 * In the genesis the key is the sum of what all parties deal. In a resharing it stays the same: a quorum
 * of those who have shares deal these out, and the new shares are sums with Lagrange's weights.
 *
 * Public: the sum of all dealers' commitments, the group's key Y, a verification share for each holder,
 * and the hash that every holder confirms. Everybody computes the same from the same dealings. Secret: a
 * holder's own share, the sum of what it was dealt. */
#ifndef CRYPTO_SHARING_H
#define CRYPTO_SHARING_H

#include "base/bytes.h"
#include "base/error.h"
#include "base/limits.h"
#include "crypto/dealing.h"
#include "crypto/hash.h"
#include "crypto/point.h"
#include "crypto/scalar.h"

/* Begun, then a dealing of each dealer in ascending order, then finished; about 55 KB. */
struct sharing {
    struct ceremony ceremony;
    size_t dealer_count;
    uint16_t dealers[SHARE_HOLDERS_MAX];
    struct scalar weights[SHARE_HOLDERS_MAX]; /* of a resharing */
    struct point group;                       /* the key that a resharing keeps */
    size_t dealt;                             /* dealings so far */
    struct point_sum sums[SHARE_HOLDERS_MAX];
    struct hash dealings[SHARE_HOLDERS_MAX];
    /* After sharing_finish: */
    struct point commitments[SHARE_HOLDERS_MAX]; /* threshold of them; the first is Y */
    struct point shares[SHARE_HOLDERS_MAX];      /* Y_i, at the place of each party */
    struct hash transcript;
};

/* Of a genesis. */
void sharing_begin(struct sharing *s, const struct ceremony *c);
/* Of a resharing of this key by these of its dealers, ascending: as many as the old threshold at least.
 * ERROR_MALFORMED if one is no dealer or out of order. */
MUST_USE enum error sharing_begin_again(struct sharing *s, const struct ceremony *c,
                                        const struct point *group, const uint16_t dealers[], size_t count);
/* ERROR_MALFORMED if it is not the next dealer's turn or the dealing is of another size. The dealing is one
 * that dealing_read took for this ceremony and dealer. */
MUST_USE enum error sharing_add(struct sharing *s, uint16_t dealer, const struct dealing *d);
/* ERROR_NOT_FOUND while a dealing is missing; ERROR_DENIED if the commitments cancel each other out, which
 * only dealers who do not know their own polynomials bring about, or, in a resharing, if the key would be
 * another: too few dealers, or not of this key. The ceremony is void. */
MUST_USE enum error sharing_finish(struct sharing *s);

/* The group's key, once finished. */
const struct point *sharing_group(const struct sharing *s);
/* A holder's share: the sum of one from each dealer, in their order. ERROR_MALFORMED unless there
 * are as many as dealers, ERROR_NOT_FOUND if `id` is no holder, ERROR_DENIED if the sum is not what the
 * commitments promise: dealing_share_holds then says whose is to blame. */
MUST_USE enum error sharing_own_share(const struct sharing *s, uint16_t id, const struct scalar received[],
                                      size_t count, struct scalar *out);
#endif
