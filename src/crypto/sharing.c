#include "crypto/sharing.h"

#include <string.h>

#include "base/check.h"
#include "crypto/taint.h"

void sharing_begin(struct sharing *s, const struct ceremony *c)
{
    check(ceremony_holds(c));
    s->ceremony = *c;
    s->dealt = 0;
    for (size_t k = 0; k < c->threshold; k++) {
        point_sum_begin(&s->sums[k]);
    }
}

enum error sharing_add(struct sharing *s, uint16_t dealer, const struct dealing *d)
{
    const struct ceremony *c = &s->ceremony;
    if (s->dealt == c->count || c->parties[s->dealt].id != dealer || d->threshold != c->threshold ||
        d->count != c->count) {
        return ERROR_MALFORMED;
    }
    for (size_t k = 0; k < c->threshold; k++) {
        point_sum_add(&s->sums[k], &d->commitments[k]);
    }
    s->dealings[s->dealt++] = d->hash;
    return OK;
}

/* Everything of the ceremony in one hash: what is confirmed is neither more nor less. */
static void hash_transcript(struct sharing *s)
{
    const struct ceremony *c = &s->ceremony;
    struct buffer b;
    buffer_init(&b, 100 + (size_t)SHARE_HOLDERS_MAX * (2 + POINT_BYTES + HASH_BYTES));
    buffer_add_text(&b, "univocal sharing 1\n");
    buffer_add_bytes(&b, hash_view(&c->id));
    buffer_add_u8(&b, (uint8_t)(c->threshold >> 8));
    buffer_add_u8(&b, (uint8_t)c->threshold);
    buffer_add_u8(&b, (uint8_t)(c->count >> 8));
    buffer_add_u8(&b, (uint8_t)c->count);
    for (size_t i = 0; i < c->count; i++) {
        buffer_add_u8(&b, (uint8_t)(c->parties[i].id >> 8));
        buffer_add_u8(&b, (uint8_t)c->parties[i].id);
        buffer_add_bytes(&b, point_view(&c->parties[i].key));
        buffer_add_bytes(&b, hash_view(&s->dealings[i]));
    }
    check(!b.overflow);
    s->transcript = hash_of(buffer_view(&b));
    buffer_done(&b);
}

enum error sharing_finish(struct sharing *s)
{
    const struct ceremony *c = &s->ceremony;
    if (s->dealt != c->count) {
        return ERROR_NOT_FOUND;
    }
    for (size_t k = 0; k < c->threshold; k++) {
        if (!point_sum_end(&s->sums[k], &s->commitments[k])) {
            return ERROR_DENIED;
        }
    }
    for (size_t i = 0; i < c->count; i++) {
        if (!point_evaluate(s->commitments, c->threshold, c->parties[i].id, &s->shares[i])) {
            return ERROR_DENIED;
        }
    }
    hash_transcript(s);
    return OK;
}

const struct point *sharing_group(const struct sharing *s)
{
    return &s->commitments[0];
}

enum error sharing_own_share(const struct sharing *s, uint16_t id, const struct scalar received[],
                             size_t count, struct scalar *out)
{
    size_t place = 0;
    struct scalar sum = scalar_of(0);
    struct point found;
    if (count != s->ceremony.count) {
        return ERROR_MALFORMED;
    }
    if (!ceremony_place(&s->ceremony, id, &place)) {
        return ERROR_NOT_FOUND;
    }
    for (size_t i = 0; i < count; i++) {
        scalar_add(&sum, &received[i], &sum);
    }
    bool good = point_base(&sum, &found);
    taint_public(&found, sizeof found);
    good = good && point_equal(&found, &s->shares[place]);
    if (good) {
        *out = sum;
    }
    crypto_wipe(&sum, sizeof sum);
    return good ? OK : ERROR_DENIED;
}
