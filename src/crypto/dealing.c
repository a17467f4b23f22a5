#include "crypto/dealing.h"

#include <sodium.h>
#include <string.h>

#include "base/check.h"
#include "crypto/hash512.h"
#include "crypto/taint.h"

enum {
    KEY_BYTES = crypto_aead_xchacha20poly1305_ietf_KEYBYTES,
    NONCE_BYTES = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    CONTEXT_BYTES = HASH_BYTES + 2,  /* ceremony, dealer */
    PAIR_BYTES = HASH_BYTES + 2 + 2, /* ceremony, dealer, receiver */
};
_Static_assert(KEY_BYTES + NONCE_BYTES <= HASH512_BYTES, "one hash gives both");
_Static_assert(DEALING_SEALED_BYTES == SCALAR_BYTES + crypto_aead_xchacha20poly1305_ietf_ABYTES, "sealed");

#define PROOF_TAG BYTES("univocal dealing proof 1\n")

static void put_id(uint8_t *out, uint16_t id)
{
    out[0] = (uint8_t)(id >> 8);
    out[1] = (uint8_t)id;
}

static void context_of(const struct ceremony *c, uint16_t dealer, uint8_t out[CONTEXT_BYTES])
{
    memcpy(out, c->id.bytes, HASH_BYTES);
    put_id(out + HASH_BYTES, dealer);
}

/* What a sealed share is bound to beside its key. */
static void pair_of(const struct ceremony *c, uint16_t dealer, uint16_t receiver, uint8_t out[PAIR_BYTES])
{
    context_of(c, dealer, out);
    put_id(out + CONTEXT_BYTES, receiver);
}

/* Key and nonce of one sealed share, one after the other; a key seals one share only. */
static void derive_key(const struct point *secret, const struct point *ephemeral, const struct point *from,
                       const struct point *to, const uint8_t pair[PAIR_BYTES], struct hash512 *out)
{
    const struct bytes parts[] = {BYTES("univocal dealing seal 1\n"),
                                  point_view(secret),
                                  point_view(ephemeral),
                                  point_view(from),
                                  point_view(to),
                                  bytes_of(pair, PAIR_BYTES)};
    hash512_of_parts(parts, 6, out);
}

/* A dealer at work. */
struct dealer {
    const struct ceremony *ceremony;
    uint16_t id;
    const struct scalar *key;
    const struct scalar *share; /* NULL in the genesis */
    const uint8_t *random;
    struct dealing_work *work;
};

/* Secret number `number` of this dealing. */
static void derive_secret(const struct dealer *d, uint16_t number, struct scalar *out)
{
    uint8_t context[CONTEXT_BYTES];
    uint8_t which[2];
    context_of(d->ceremony, d->id, context);
    put_id(which, number);
    const struct bytes parts[] = {BYTES("univocal dealing secret 1\n"),
                                  bytes_of(d->random, DEALING_RANDOM_BYTES), scalar_view(d->key),
                                  bytes_of(context, sizeof context), bytes_of(which, sizeof which)};
    scalar_hash(parts, 5, out);
}

static enum error write_public(const struct dealer *d, struct point *ephemeral, struct buffer *out)
{
    uint8_t context[CONTEXT_BYTES];
    uint8_t random[PROOF_RANDOM_BYTES];
    struct proof_known proof;
    struct point c;
    for (uint16_t k = 0; k < d->ceremony->threshold; k++) {
        derive_secret(d, k, &d->work->coefficients[k]);
        if (k == 0 && d->share != NULL) {
            d->work->coefficients[0] = *d->share;
        }
        if (!point_base(&d->work->coefficients[k], &c)) {
            return ERROR_UNSUPPORTED;
        }
        taint_public(&c, sizeof c);
        buffer_add_bytes(out, point_view(&c));
    }
    derive_secret(d, UINT16_MAX, &d->work->ephemeral);
    if (!point_base(&d->work->ephemeral, ephemeral)) {
        return ERROR_UNSUPPORTED;
    }
    taint_public(ephemeral, sizeof *ephemeral);
    memcpy(random, d->random, sizeof random);
    context_of(d->ceremony, d->id, context);
    const enum error e =
        proof_make(PROOF_TAG, bytes_of(context, sizeof context), &d->work->coefficients[0], random, &proof);
    crypto_wipe(random, sizeof random);
    if (e == OK) {
        buffer_add(out, proof.bytes, PROOF_BYTES);
        buffer_add_bytes(out, point_view(ephemeral));
    }
    return e;
}

/* f(id) by Horner's rule. */
static void evaluate(const struct dealer *d, uint16_t id, struct scalar *out)
{
    const struct scalar x = scalar_of(id);
    *out = scalar_of(0);
    for (size_t k = d->ceremony->threshold; k-- > 0;) {
        scalar_mul(out, &x, out);
        scalar_add(out, &d->work->coefficients[k], out);
    }
}

static enum error write_sealed(const struct dealer *d, const struct point *from,
                               const struct point *ephemeral, const struct ceremony_party *to,
                               struct buffer *out)
{
    uint8_t pair[PAIR_BYTES];
    uint8_t sealed[DEALING_SEALED_BYTES];
    struct hash512 key;
    struct point secret;
    struct scalar share;
    if (!point_mul(&d->work->ephemeral, &to->key, &secret)) {
        return ERROR_UNSUPPORTED;
    }
    evaluate(d, to->id, &share);
    pair_of(d->ceremony, d->id, to->id, pair);
    derive_key(&secret, ephemeral, from, &to->key, pair, &key);
    check(crypto_aead_xchacha20poly1305_ietf_encrypt(sealed, NULL, share.bytes, SCALAR_BYTES, pair,
                                                     PAIR_BYTES, NULL, key.bytes + KEY_BYTES,
                                                     key.bytes) == 0);
    taint_public(sealed, sizeof sealed);
    buffer_add(out, sealed, sizeof sealed);
    crypto_wipe(&secret, sizeof secret);
    crypto_wipe(&share, sizeof share);
    crypto_wipe(&key, sizeof key);
    return OK;
}

enum error dealing_make(const struct ceremony *c, uint16_t dealer, const struct scalar *key,
                        const struct scalar *share, const uint8_t random[DEALING_RANDOM_BYTES],
                        struct dealing_work *work, struct buffer *out)
{
    const struct dealer d = {c, dealer, key, share, random, work};
    const struct point *from = ceremony_dealer_key(c, dealer);
    const size_t before = out->len;
    struct point ephemeral;
    check(ceremony_holds(c) && (share != NULL) == (c->dealer_count > 0));
    enum error e = from != NULL ? OK : ERROR_NOT_FOUND;
    if (e == OK) {
        e = write_public(&d, &ephemeral, out);
    }
    for (size_t i = 0; e == OK && i < c->count; i++) {
        e = write_sealed(&d, from, &ephemeral, &c->parties[i], out);
    }
    if (e != OK) {
        out->len = before;
    }
    crypto_wipe(work, sizeof *work);
    return e;
}

static enum error read_points(struct cursor *from, struct dealing *d, struct diag *diag)
{
    for (size_t k = 0; k < d->threshold; k++) {
        if (!point_read(cursor_take(from, POINT_BYTES).data, &d->commitments[k])) {
            diag_set(diag, 0, 0, "", "commitment %zu is no point of the main subgroup", k);
            return ERROR_MALFORMED;
        }
    }
    memcpy(d->proof.bytes, cursor_take(from, PROOF_BYTES).data, PROOF_BYTES);
    if (!point_read(cursor_take(from, POINT_BYTES).data, &d->ephemeral)) {
        diag_set(diag, 0, 0, "", "the key for sealing is no point of the main subgroup");
        return ERROR_MALFORMED;
    }
    return OK;
}

enum error dealing_read(const struct ceremony *c, uint16_t dealer, struct bytes bytes, struct dealing *out,
                        struct diag *diag)
{
    uint8_t context[CONTEXT_BYTES];
    struct diag unread;
    const struct point *share = ceremony_dealer_share(c, dealer);
    diag = diag == NULL ? &unread : diag;
    check(ceremony_holds(c));
    if (ceremony_dealer_key(c, dealer) == NULL) {
        diag_set(diag, 0, 0, "", "%d is no dealer of this ceremony", dealer);
        return ERROR_NOT_FOUND;
    }
    out->threshold = c->threshold;
    out->count = c->count;
    if (bytes.len != DEALING_BYTES(c->threshold, c->count)) {
        diag_set(diag, 0, 0, "", "a dealing to %zu parties with threshold %d has exactly %zu bytes, not %zu",
                 c->count, c->threshold, DEALING_BYTES(c->threshold, c->count), bytes.len);
        return ERROR_MALFORMED;
    }
    struct cursor from = cursor_of(bytes);
    const enum error e = read_points(&from, out, diag);
    if (e != OK) {
        return e;
    }
    if (share != NULL && !point_equal(share, &out->commitments[0])) {
        diag_set(diag, 0, 0, "", "commitment 0 is not the verification share of dealer %d", dealer);
        return ERROR_DENIED;
    }
    memcpy(out->sealed, from.rest.data, from.rest.len);
    context_of(c, dealer, context);
    if (!proof_holds(PROOF_TAG, bytes_of(context, sizeof context), &out->commitments[0], &out->proof)) {
        diag_set(diag, 0, 0, "", "the proof that the dealer knows what is behind commitment 0 does not hold");
        return ERROR_DENIED;
    }
    out->hash = hash_of(bytes);
    return OK;
}

enum error dealing_open_with(const struct ceremony *c, uint16_t dealer, const struct dealing *d,
                             uint16_t receiver, const struct point *secret, struct scalar *share)
{
    uint8_t pair[PAIR_BYTES];
    uint8_t opened[SCALAR_BYTES];
    const struct point *from = ceremony_dealer_key(c, dealer);
    size_t to = 0;
    if (from == NULL || !ceremony_place(c, receiver, &to)) {
        return ERROR_NOT_FOUND;
    }
    struct hash512 key;
    pair_of(c, dealer, receiver, pair);
    derive_key(secret, &d->ephemeral, from, &c->parties[to].key, pair, &key);
    int status =
        crypto_aead_xchacha20poly1305_ietf_decrypt(opened, NULL, NULL, d->sealed[to], DEALING_SEALED_BYTES,
                                                   pair, PAIR_BYTES, key.bytes + KEY_BYTES, key.bytes);
    taint_public(&status, sizeof status);
    const bool good = status == 0 && scalar_read(opened, share);
    crypto_wipe(&key, sizeof key);
    crypto_wipe(opened, sizeof opened);
    return good ? OK : ERROR_DENIED;
}

enum error dealing_open(const struct ceremony *c, uint16_t dealer, const struct dealing *d, uint16_t receiver,
                        const struct scalar *key, struct scalar *share)
{
    struct point secret;
    if (!point_mul(key, &d->ephemeral, &secret)) {
        return ERROR_DENIED;
    }
    const enum error e = dealing_open_with(c, dealer, d, receiver, &secret, share);
    crypto_wipe(&secret, sizeof secret);
    return e;
}

bool dealing_share_holds(const struct dealing *d, uint16_t id, const struct scalar *share)
{
    struct point promised;
    struct point found;
    if (id == 0 || !point_evaluate(d->commitments, d->threshold, id, &promised)) {
        return false;
    }
    if (!point_base(share, &found)) {
        return false;
    }
    taint_public(&found, sizeof found);
    return point_equal(&found, &promised);
}
