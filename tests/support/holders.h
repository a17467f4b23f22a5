/* tests/support/holders.h: holders of shares of one key, for tests, fuzz targets and measurements: dealt
 * by one who knows everything, or by the ceremony itself. Everything comes of a seed. */
#ifndef SUPPORT_HOLDERS_H
#define SUPPORT_HOLDERS_H

#include "base/prng.h"
#include "crypto/frost.h"
#include "crypto/sharing.h"

struct holders {
    uint16_t threshold;
    size_t count;
    uint16_t ids[SHARE_HOLDERS_MAX];
    struct scalar shares[SHARE_HOLDERS_MAX];
    struct point verification[SHARE_HOLDERS_MAX];
    struct point group;
    struct prng prng;
};

/* Identifiers 1 to count. */
void holders_deal(struct holders *h, uint16_t threshold, size_t count, uint64_t seed);
/* Ascending identifiers, not zero, chosen by the caller. */
void holders_deal_to(struct holders *h, uint16_t threshold, const uint16_t ids[], size_t count,
                     uint64_t seed);

/* A ceremony of so many parties with identifiers 1 to count, and their receiving keys. */
struct parties {
    struct ceremony ceremony;
    struct scalar keys[SHARE_HOLDERS_MAX];
    struct prng prng;
};
void parties_meet(struct parties *p, uint16_t threshold, size_t count, uint64_t seed);
/* The dealing of the party at this place. The caller frees the bytes. */
void parties_deal(struct parties *p, size_t place, struct buffer *out);
/* The whole ceremony: everybody deals, receives and has a share. */
void parties_share(struct parties *p, struct sharing *sharing, struct holders *out);

/* A session of the holders at these places, with fresh nonces at the same places. */
struct meeting {
    size_t count;
    size_t places[SHARE_HOLDERS_MAX];
    struct frost_nonces nonces[SHARE_HOLDERS_MAX]; /* in the order of the list */
    struct point verification[SHARE_HOLDERS_MAX];
    struct frost_list list;
    struct frost_session session;
};
enum error holders_meet(struct holders *h, const size_t places[], size_t count, uint16_t threshold,
                        struct bytes message, struct meeting *out);
/* All shares of the meeting and what they add up to. */
enum error meeting_sign(const struct holders *h, struct meeting *m, struct bytes message,
                        struct scalar shares[], struct signature *out);
#endif
