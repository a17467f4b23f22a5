#include "crypto/disclosure.h"

#include <string.h>

#include "crypto/taint.h"

#define PROOF_TAG BYTES("univocal disclosure 1\n")

enum { CONTEXT_BYTES = HASH_BYTES + 2 + 2 };

static void context_of(const struct ceremony *c, uint16_t dealer, uint16_t receiver,
                       uint8_t out[CONTEXT_BYTES])
{
    memcpy(out, c->id.bytes, HASH_BYTES);
    out[HASH_BYTES] = (uint8_t)(dealer >> 8);
    out[HASH_BYTES + 1] = (uint8_t)dealer;
    out[HASH_BYTES + 2] = (uint8_t)(receiver >> 8);
    out[HASH_BYTES + 3] = (uint8_t)receiver;
}

/* Whether the share that this point opens is as the commitments promise. */
static bool share_is_good(const struct ceremony *c, uint16_t dealer, const struct dealing *d,
                          uint16_t receiver, const struct point *secret)
{
    struct scalar share;
    const bool good = dealing_open_with(c, dealer, d, receiver, secret, &share) == OK &&
                      dealing_share_holds(d, receiver, &share);
    crypto_wipe(&share, sizeof share);
    return good;
}

enum error disclosure_make(const struct ceremony *c, uint16_t dealer, const struct dealing *d,
                           uint16_t receiver, const struct scalar *key,
                           const uint8_t random[PROOF_RANDOM_BYTES], struct disclosure *out)
{
    uint8_t context[CONTEXT_BYTES];
    struct proof_equal proof;
    struct point own;
    struct point secret;
    size_t to = 0;
    if (ceremony_dealer_key(c, dealer) == NULL || !ceremony_place(c, receiver, &to)) {
        return ERROR_NOT_FOUND;
    }
    if (!point_base(key, &own) || !point_mul(key, &d->ephemeral, &secret)) {
        return ERROR_DENIED;
    }
    taint_public(&own, sizeof own);
    enum error e = OK;
    if (!point_equal(&own, &c->parties[to].key) || share_is_good(c, dealer, d, receiver, &secret)) {
        e = ERROR_DENIED;
    }
    if (e == OK) {
        context_of(c, dealer, receiver, context);
        e = proof_equal_make(PROOF_TAG, bytes_of(context, sizeof context), key, &d->ephemeral, random,
                             &proof);
    }
    if (e == OK) {
        taint_public(&secret, sizeof secret);
        memcpy(out->bytes, secret.bytes, POINT_BYTES);
        memcpy(out->bytes + POINT_BYTES, proof.bytes, PROOF_EQUAL_BYTES);
    }
    crypto_wipe(&secret, sizeof secret);
    return e;
}

enum error disclosure_judge(const struct ceremony *c, uint16_t dealer, const struct dealing *d,
                            uint16_t receiver, struct bytes complaint, enum disclosure_verdict *out)
{
    uint8_t context[CONTEXT_BYTES];
    struct proof_equal proof;
    struct point secret;
    size_t to = 0;
    if (ceremony_dealer_key(c, dealer) == NULL || !ceremony_place(c, receiver, &to)) {
        return ERROR_NOT_FOUND;
    }
    *out = DISCLOSURE_CONVICTS_COMPLAINER;
    if (complaint.len != DISCLOSURE_BYTES || !point_read(complaint.data, &secret)) {
        return OK;
    }
    memcpy(proof.bytes, complaint.data + POINT_BYTES, PROOF_EQUAL_BYTES);
    context_of(c, dealer, receiver, context);
    if (proof_equal_holds(PROOF_TAG, bytes_of(context, sizeof context), &c->parties[to].key, &d->ephemeral,
                          &secret, &proof) &&
        !share_is_good(c, dealer, d, receiver, &secret)) {
        *out = DISCLOSURE_CONVICTS_DEALER;
    }
    return OK;
}
