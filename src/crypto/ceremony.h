/* crypto/ceremony.h: who makes and shares a key of the organisation: an id, a threshold t, and the
 * parties, each with an identifier and a key for receiving shares.
 *
 * In the genesis every party deals and receives. In a resharing the key stays as it is: dealers are those
 * who have shares of it, each deals its own, and the parties receive new ones; who does both is named in
 * both lists. */
#ifndef CRYPTO_CEREMONY_H
#define CRYPTO_CEREMONY_H

#include <stdbool.h>

#include "base/error.h"
#include "base/limits.h"
#include "crypto/hash.h"
#include "crypto/point.h"

struct ceremony_party {
    uint16_t id;
    struct point key; /* for receiving shares: crypto/reception.h */
};

/* A dealer of a resharing. */
struct ceremony_dealer {
    uint16_t id;
    struct point key;   /* as it stands in the sharing so far */
    struct point share; /* the verification share */
};

/* Made by ceremony_begin, ceremony_add and, in a resharing, ceremony_add_dealer; 19 KB. */
struct ceremony {
    struct hash id;
    uint16_t threshold;
    size_t count;
    struct ceremony_party parties[SHARE_HOLDERS_MAX]; /* ascending by identifier */
    size_t dealer_count;                              /* 0: the genesis */
    struct ceremony_dealer dealers[SHARE_HOLDERS_MAX];
};

void ceremony_begin(struct ceremony *c, const struct hash *id, uint16_t threshold);
/* ERROR_MALFORMED if the identifier is 0 or not above the last one; ERROR_EXISTS if the key is another
 * party's; ERROR_TOO_LARGE beyond SHARE_HOLDERS_MAX. */
MUST_USE enum error ceremony_add(struct ceremony *c, uint16_t id, const struct point *key);
/* Makes it a resharing. ERROR_MALFORMED, ERROR_TOO_LARGE as above. */
MUST_USE enum error ceremony_add_dealer(struct ceremony *c, uint16_t id, const struct point *key,
                                        const struct point *share);
/* Whether it is complete: 1 <= threshold <= parties, and two parties at least. */
bool ceremony_holds(const struct ceremony *c);
/* The place of a party; false if it is none. */
bool ceremony_place(const struct ceremony *c, uint16_t id, size_t *place);
/* The receiving key of a dealer, NULL if it is none. */
const struct point *ceremony_dealer_key(const struct ceremony *c, uint16_t id);
/* What the first commitment of a dealer must be in a resharing; NULL in the genesis and for no dealer. */
const struct point *ceremony_dealer_share(const struct ceremony *c, uint16_t id);
#endif
