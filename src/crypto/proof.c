#include "crypto/proof.h"

#include <string.h>

#include "crypto/taint.h"

/* The secret k of one proof. All that decides the challenge goes in, so that no two challenges share a k. */
static void derive_k(struct bytes tag, struct bytes context, const struct scalar *secret, struct bytes points,
                     const uint8_t random[PROOF_RANDOM_BYTES], struct scalar *out)
{
    const struct bytes parts[] = {BYTES("univocal proof k 1\n"),
                                  bytes_of(random, PROOF_RANDOM_BYTES),
                                  scalar_view(secret),
                                  points,
                                  tag,
                                  context};
    scalar_hash(parts, 6, out);
}

/* z = k + c * secret */
static void answer(const struct scalar *k, const struct scalar *c, const struct scalar *secret, uint8_t *out)
{
    struct scalar z;
    scalar_mul(c, secret, &z);
    scalar_add(&z, k, &z);
    memcpy(out, z.bytes, SCALAR_BYTES);
    taint_public(out, SCALAR_BYTES);
    crypto_wipe(&z, sizeof z);
}

static void challenge_of(struct bytes tag, struct bytes context, const struct point *point,
                         const struct point *r, struct scalar *out)
{
    const struct bytes parts[] = {tag, context, point_view(point), point_view(r)};
    scalar_hash(parts, 4, out);
}

enum error proof_make(struct bytes tag, struct bytes context, const struct scalar *secret,
                      const uint8_t random[PROOF_RANDOM_BYTES], struct proof_known *out)
{
    struct scalar k;
    struct point point;
    struct point r;
    enum error e = point_base(secret, &point) ? OK : ERROR_UNSUPPORTED;
    taint_public(&point, sizeof point);
    derive_k(tag, context, secret, point_view(&point), random, &k);
    if (e == OK && !point_base(&k, &r)) {
        e = ERROR_UNSUPPORTED;
    }
    if (e == OK) {
        struct scalar c;
        taint_public(&r, sizeof r);
        challenge_of(tag, context, &point, &r, &c);
        memcpy(out->bytes, r.bytes, POINT_BYTES);
        answer(&k, &c, secret, out->bytes + POINT_BYTES);
    }
    crypto_wipe(&k, sizeof k);
    return e;
}

bool proof_holds(struct bytes tag, struct bytes context, const struct point *point,
                 const struct proof_known *proof)
{
    struct scalar z;
    struct scalar c;
    struct point r;
    struct point left;
    struct point right;
    if (!point_read(proof->bytes, &r) || !scalar_read(proof->bytes + POINT_BYTES, &z)) {
        return false;
    }
    challenge_of(tag, context, point, &r, &c);
    return point_base(&z, &left) && point_mul(&c, point, &right) && point_add(&right, &r, &right) &&
           point_equal(&left, &right);
}

/* What both sides of a proof of equality hash. */
struct equality {
    struct bytes tag;
    struct bytes context;
    const struct point *point;
    const struct point *base;
    const struct point *image;
};

static void equal_challenge(const struct equality *q, const struct point *a, const struct point *b,
                            struct scalar *out)
{
    const struct bytes parts[] = {
        q->tag,        q->context,   point_view(q->point), point_view(q->base), point_view(q->image),
        point_view(a), point_view(b)};
    scalar_hash(parts, 7, out);
}

enum error proof_equal_make(struct bytes tag, struct bytes context, const struct scalar *secret,
                            const struct point *base, const uint8_t random[PROOF_RANDOM_BYTES],
                            struct proof_equal *out)
{
    struct scalar k;
    struct point point;
    struct point image;
    struct point a;
    struct point b;
    enum error e = point_base(secret, &point) && point_mul(secret, base, &image) ? OK : ERROR_UNSUPPORTED;
    taint_public(&point, sizeof point);
    taint_public(&image, sizeof image);
    derive_k(tag, context, secret, point_view(base), random, &k);
    if (e == OK && (!point_base(&k, &a) || !point_mul(&k, base, &b))) {
        e = ERROR_UNSUPPORTED;
    }
    if (e == OK) {
        struct scalar c;
        const struct equality q = {tag, context, &point, base, &image};
        taint_public(&a, sizeof a);
        taint_public(&b, sizeof b);
        equal_challenge(&q, &a, &b, &c);
        memcpy(out->bytes, c.bytes, SCALAR_BYTES);
        answer(&k, &c, secret, out->bytes + SCALAR_BYTES);
    }
    crypto_wipe(&k, sizeof k);
    return e;
}

/* z base - c image, which is k base in an honest proof. */
static bool recover(const struct scalar *z, const struct scalar *c, const struct point *base,
                    const struct point *image, struct point *out)
{
    struct point left;
    struct point right;
    const bool made = base == NULL ? point_base(z, &left) : point_mul(z, base, &left);
    return made && point_mul(c, image, &right) && point_sub(&left, &right, out);
}

bool proof_equal_holds(struct bytes tag, struct bytes context, const struct point *point,
                       const struct point *base, const struct point *image, const struct proof_equal *proof)
{
    struct scalar c;
    struct scalar z;
    struct scalar found;
    struct point a;
    struct point b;
    if (!scalar_read(proof->bytes, &c) || !scalar_read(proof->bytes + SCALAR_BYTES, &z) ||
        !recover(&z, &c, NULL, point, &a) || !recover(&z, &c, base, image, &b)) {
        return false;
    }
    const struct equality q = {tag, context, point, base, image};
    equal_challenge(&q, &a, &b, &found);
    return scalar_equal(&found, &c);
}
