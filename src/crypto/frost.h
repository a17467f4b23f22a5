/* crypto/frost.h: FROST(Ed25519, SHA-512) of RFC 9591: t of n holders of shares make one Ed25519
 * signature.
 *
 * Round one: each holder makes pairs of nonces and publishes their commitments. Round two: a session fixes
 * the message and the signers with one commitment each; each signer makes a signature share; whoever has
 * all of them adds them up. A session is made of public data only and is the same for everybody.
 *
 * Whoever uses this has called crypto_start and point_self_test, and ended where they failed.
 *
 * A pair of nonces serves one session: frost_share_make wipes it whatever comes of it. A holder of secrets
 * writes down that a pair is spent before it calls frost_share_make, and never stores a pair: two answers
 * under one pair give the share away. */
#ifndef CRYPTO_FROST_H
#define CRYPTO_FROST_H

#include <stdbool.h>

#include "base/bytes.h"
#include "base/error.h"
#include "base/limits.h"
#include "crypto/point.h"
#include "crypto/scalar.h"
#include "crypto/sign.h"

#define FROST_COMMITMENT_BYTES 64 /* hiding, binding */
#define FROST_ENTRY_BYTES      96 /* identifier as a scalar, hiding, binding */
#define FROST_RANDOM_BYTES     64

/* What a holder publishes for one signature. */
struct frost_commitment {
    struct point hiding;
    struct point binding;
};

/* The secret behind it. It belongs into locked memory (crypto/secret.h). */
struct frost_nonces {
    struct scalar hiding;
    struct scalar binding;
    struct frost_commitment commitment;
    bool fresh; /* made, and not yet used */
};

/* A signer of a session: in memory just as RFC 9591 encodes it. */
struct frost_entry {
    struct scalar id;
    struct frost_commitment commitment;
};

/* The signers of a session, ascending by identifier, each once. Made by frost_list_add or frost_list_read. */
struct frost_list {
    size_t count;
    struct frost_entry entries[SHARE_HOLDERS_MAX];
};

/* Everything that all signers of a message have in common, about 45 KB. The caller may read it. */
struct frost_session {
    size_t count;
    bool watched;
    struct point group;
    struct point r; /* the R of the signature */
    struct scalar challenge;
    struct frost_list list;
    /* At the place of each signer in the list: */
    struct scalar binding_factor[SHARE_HOLDERS_MAX];
    struct scalar lambda[SHARE_HOLDERS_MAX];  /* Lagrange's coefficient at zero */
    struct point part[SHARE_HOLDERS_MAX];     /* its part of R */
    struct point expected[SHARE_HOLDERS_MAX]; /* its share times B, once watched */
};

/* Nonces hedged against weak randomness: H3(32 random bytes, share), twice. `random` is new each time, and
 * the caller wipes it. ERROR_UNSUPPORTED if one is zero, which means that the randomness is no such thing. */
MUST_USE enum error frost_nonces_make(const uint8_t random[FROST_RANDOM_BYTES], const struct scalar *share,
                                      struct frost_nonces *out);
/* Takes a foreign commitment; ERROR_MALFORMED unless both are points as crypto/point.h has them. */
MUST_USE enum error frost_commitment_read(const uint8_t bytes[FROST_COMMITMENT_BYTES],
                                          struct frost_commitment *out);

void frost_list_begin(struct frost_list *list);
/* ERROR_MALFORMED if `id` is 0 or not above the last one, ERROR_TOO_LARGE beyond SHARE_HOLDERS_MAX. */
MUST_USE enum error frost_list_add(struct frost_list *list, uint16_t id, const struct frost_commitment *c);
/* Takes a foreign list in the encoding of RFC 9591: 1 to SHARE_HOLDERS_MAX entries of FROST_ENTRY_BYTES,
 * identifiers below 2^16. ERROR_MALFORMED, ERROR_TOO_LARGE; then the list may have been emptied. */
MUST_USE enum error frost_list_read(struct bytes encoded, struct frost_list *out);
struct bytes frost_list_view(const struct frost_list *list);
uint16_t frost_entry_id(const struct frost_entry *entry);

/* Prepares a session of these signers under the group's key: ERROR_MALFORMED if they are fewer than the
 * threshold or the list is none, ERROR_DENIED if the commitments cancel each other out. */
MUST_USE enum error frost_session_open(struct frost_session *s, const struct point *group, uint16_t threshold,
                                       const struct frost_list *list, struct bytes message);
/* Prepares for checking shares: `shares` are the verification shares of the signers, in the list's order.
 * It costs one multiplication a signer; after it a check costs one of the generator. ERROR_MALFORMED unless
 * `count` is that of the signers; ERROR_DENIED if somebody's commitment and share cancel each other out. */
MUST_USE enum error frost_session_watch(struct frost_session *s, const struct point shares[], size_t count);
/* The place of a signer in the list; false if it is none. */
bool frost_session_place(const struct frost_session *s, uint16_t id, size_t *place);

/* A signer's own share of the signature. ERROR_NOT_FOUND if it is not among the signers; ERROR_DENIED if the
 * list has another commitment than that of `nonces`, or `nonces` were used before. In every case `nonces` are
 * wiped. */
MUST_USE enum error frost_share_make(const struct frost_session *s, uint16_t id, const struct scalar *share,
                                     struct frost_nonces *nonces, struct scalar *out);
/* Whether this is the share of that signer. The session must be watched. */
MUST_USE bool frost_share_holds(const struct frost_session *s, uint16_t id, const struct scalar *z);
/* Adds up all shares, in the list's order, and checks the signature as every verifier will.
 * ERROR_MALFORMED unless there are as many shares as signers; ERROR_DENIED if the signature does not hold:
 * then frost_share_holds says whose share is to blame. */
MUST_USE enum error frost_aggregate(const struct frost_session *s, struct bytes message,
                                    const struct scalar shares[], size_t count, struct signature *out);
#endif
