#include "crypto/sharing.h"

#include <string.h>

#include "base/check.h"
#include "crypto/lagrange.h"
#include "crypto/taint.h"

static void begin(struct sharing *s, const struct ceremony *c)
{
    check(ceremony_holds(c));
    s->ceremony = *c;
    s->dealt = 0;
    s->dealer_count = 0;
    for (size_t k = 0; k < c->threshold; k++) {
        point_sum_begin(&s->sums[k]);
    }
}

void sharing_begin(struct sharing *s, const struct ceremony *c)
{
    check(c->dealer_count == 0);
    begin(s, c);
    for (size_t i = 0; i < c->count; i++) {
        s->dealers[s->dealer_count++] = c->parties[i].id;
    }
}

enum error sharing_begin_again(struct sharing *s, const struct ceremony *c, const struct point *group,
                               const uint16_t dealers[], size_t count)
{
    check(c->dealer_count > 0);
    begin(s, c);
    if (count == 0 || count > c->dealer_count) {
        return ERROR_MALFORMED;
    }
    for (size_t i = 0; i < count; i++) {
        if (ceremony_dealer_share(c, dealers[i]) == NULL || (i > 0 && dealers[i - 1] >= dealers[i])) {
            return ERROR_MALFORMED;
        }
        s->dealers[i] = dealers[i];
    }
    s->dealer_count = count;
    s->group = *group;
    lagrange_at_zero(s->dealers, count, s->weights);
    return OK;
}

enum error sharing_add(struct sharing *s, uint16_t dealer, const struct dealing *d)
{
    const struct ceremony *c = &s->ceremony;
    if (s->dealt == s->dealer_count || s->dealers[s->dealt] != dealer || d->threshold != c->threshold ||
        d->count != c->count) {
        return ERROR_MALFORMED;
    }
    for (size_t k = 0; k < c->threshold; k++) {
        struct point term = d->commitments[k];
        if (c->dealer_count > 0) {
            check(point_mul(&s->weights[s->dealt], &d->commitments[k], &term));
        }
        point_sum_add(&s->sums[k], &term);
    }
    s->dealings[s->dealt++] = d->hash;
    return OK;
}

static void add_id(struct buffer *b, size_t id)
{
    buffer_add_u8(b, (uint8_t)(id >> 8));
    buffer_add_u8(b, (uint8_t)id);
}

/* Everything of the ceremony in one hash: what is confirmed is neither more nor less. */
static void hash_transcript(struct sharing *s)
{
    const struct ceremony *c = &s->ceremony;
    const bool again = c->dealer_count > 0;
    struct buffer b;
    buffer_init(&b, 200 + (size_t)SHARE_HOLDERS_MAX * (4 + 3 * POINT_BYTES + HASH_BYTES));
    buffer_add_text(&b, again ? "univocal resharing 1\n" : "univocal sharing 1\n");
    buffer_add_bytes(&b, hash_view(&c->id));
    add_id(&b, c->threshold);
    add_id(&b, c->count);
    for (size_t i = 0; i < c->count; i++) {
        add_id(&b, c->parties[i].id);
        buffer_add_bytes(&b, point_view(&c->parties[i].key));
        if (!again) {
            buffer_add_bytes(&b, hash_view(&s->dealings[i]));
        }
    }
    if (again) {
        buffer_add_bytes(&b, point_view(&s->group));
        add_id(&b, s->dealer_count);
    }
    for (size_t i = 0; again && i < s->dealer_count; i++) {
        add_id(&b, s->dealers[i]);
        buffer_add_bytes(&b, point_view(ceremony_dealer_key(c, s->dealers[i])));
        buffer_add_bytes(&b, point_view(ceremony_dealer_share(c, s->dealers[i])));
        buffer_add_bytes(&b, hash_view(&s->dealings[i]));
    }
    check(!b.overflow);
    s->transcript = hash_of(buffer_view(&b));
    buffer_done(&b);
}

enum error sharing_finish(struct sharing *s)
{
    const struct ceremony *c = &s->ceremony;
    if (s->dealt != s->dealer_count || s->dealer_count == 0) {
        return ERROR_NOT_FOUND;
    }
    for (size_t k = 0; k < c->threshold; k++) {
        if (!point_sum_end(&s->sums[k], &s->commitments[k])) {
            return ERROR_DENIED;
        }
    }
    if (c->dealer_count > 0 && !point_equal(&s->commitments[0], &s->group)) {
        return ERROR_DENIED;
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
    if (count != s->dealer_count) {
        return ERROR_MALFORMED;
    }
    if (!ceremony_place(&s->ceremony, id, &place)) {
        return ERROR_NOT_FOUND;
    }
    for (size_t i = 0; i < count; i++) {
        struct scalar term = received[i];
        if (s->ceremony.dealer_count > 0) {
            scalar_mul(&term, &s->weights[i], &term);
        }
        scalar_add(&sum, &term, &sum);
        crypto_wipe(&term, sizeof term);
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
