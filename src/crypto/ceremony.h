/* crypto/ceremony.h: who makes and shares a key of the organisation: an id, a threshold t, and the
 * parties, each with an identifier and a key for receiving shares. */
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

/* Made by ceremony_begin and ceremony_add; 6.5 KB. */
struct ceremony {
    struct hash id;
    uint16_t threshold;
    size_t count;
    struct ceremony_party parties[SHARE_HOLDERS_MAX]; /* ascending by identifier */
};

void ceremony_begin(struct ceremony *c, const struct hash *id, uint16_t threshold);
/* ERROR_MALFORMED if the identifier is 0 or not above the last one; ERROR_EXISTS if the key is another
 * party's; ERROR_TOO_LARGE beyond SHARE_HOLDERS_MAX. */
MUST_USE enum error ceremony_add(struct ceremony *c, uint16_t id, const struct point *key);
/* Whether it is complete: 1 <= threshold <= parties, and two parties at least. */
bool ceremony_holds(const struct ceremony *c);
/* The place of a party; false if it is none. */
bool ceremony_place(const struct ceremony *c, uint16_t id, size_t *place);
#endif
