#include "support/holders.h"

#include "base/check.h"

static void random_scalar(struct prng *prng, struct scalar *out)
{
    uint8_t wide[64];
    prng_fill(prng, wide, sizeof wide);
    const struct bytes parts[] = {bytes_of(wide, sizeof wide)};
    scalar_hash(parts, 1, out);
}

void holders_deal_to(struct holders *h, uint16_t threshold, const uint16_t ids[], size_t count, uint64_t seed)
{
    struct scalar coefficients[SHARE_HOLDERS_MAX];
    h->threshold = threshold;
    h->count = count;
    prng_seed(&h->prng, seed);
    for (size_t k = 0; k < threshold; k++) {
        random_scalar(&h->prng, &coefficients[k]);
    }
    check(point_base(&coefficients[0], &h->group));
    for (size_t i = 0; i < count; i++) {
        const struct scalar x = scalar_of(ids[i]);
        struct scalar *share = &h->shares[i];
        h->ids[i] = ids[i];
        *share = scalar_of(0);
        for (size_t k = threshold; k-- > 0;) {
            scalar_mul(share, &x, share);
            scalar_add(share, &coefficients[k], share);
        }
        check(point_base(share, &h->verification[i]));
    }
}

void holders_deal(struct holders *h, uint16_t threshold, size_t count, uint64_t seed)
{
    uint16_t ids[SHARE_HOLDERS_MAX];
    for (size_t i = 0; i < count; i++) {
        ids[i] = (uint16_t)(i + 1);
    }
    holders_deal_to(h, threshold, ids, count, seed);
}

void parties_meet(struct parties *p, uint16_t threshold, size_t count, uint64_t seed)
{
    struct hash id;
    prng_seed(&p->prng, seed);
    prng_fill(&p->prng, id.bytes, sizeof id.bytes);
    ceremony_begin(&p->ceremony, &id, threshold);
    for (size_t i = 0; i < count; i++) {
        struct point key;
        random_scalar(&p->prng, &p->keys[i]);
        check(point_base(&p->keys[i], &key));
        check(ceremony_add(&p->ceremony, (uint16_t)(i + 1), &key) == OK);
    }
}

void parties_deal(struct parties *p, size_t place, struct buffer *out)
{
    static struct dealing_work work;
    uint8_t random[DEALING_RANDOM_BYTES];
    prng_fill(&p->prng, random, sizeof random);
    buffer_init(out, DEALING_BYTES_MAX);
    check(dealing_make(&p->ceremony, p->ceremony.parties[place].id, &p->keys[place], NULL, random, &work,
                       out) == OK);
}

void parties_share(struct parties *p, struct sharing *sharing, struct holders *out)
{
    static struct scalar received[SHARE_HOLDERS_MAX][SHARE_HOLDERS_MAX]; /* receiver, dealer */
    static struct dealing d;
    const struct ceremony *c = &p->ceremony;
    sharing_begin(sharing, c);
    for (size_t i = 0; i < c->count; i++) {
        struct buffer bytes;
        const uint16_t dealer = c->parties[i].id;
        parties_deal(p, i, &bytes);
        check(dealing_read(c, dealer, buffer_view(&bytes), &d, NULL) == OK);
        check(sharing_add(sharing, dealer, &d) == OK);
        for (size_t j = 0; j < c->count; j++) {
            check(dealing_open(c, dealer, &d, c->parties[j].id, &p->keys[j], &received[j][i]) == OK);
        }
        buffer_done(&bytes);
    }
    check(sharing_finish(sharing) == OK);
    out->threshold = c->threshold;
    out->count = c->count;
    out->group = *sharing_group(sharing);
    out->prng = p->prng;
    for (size_t j = 0; j < c->count; j++) {
        out->ids[j] = c->parties[j].id;
        out->verification[j] = sharing->shares[j];
        check(sharing_own_share(sharing, out->ids[j], received[j], c->count, &out->shares[j]) == OK);
    }
}

enum error holders_meet(struct holders *h, const size_t places[], size_t count, uint16_t threshold,
                        struct bytes message, struct meeting *out)
{
    out->count = count;
    frost_list_begin(&out->list);
    for (size_t i = 0; i < count; i++) {
        uint8_t random[FROST_RANDOM_BYTES];
        prng_fill(&h->prng, random, sizeof random);
        out->places[i] = places[i];
        out->verification[i] = h->verification[places[i]];
        check(frost_nonces_make(random, &h->shares[places[i]], &out->nonces[i]) == OK);
        const enum error e = frost_list_add(&out->list, h->ids[places[i]], &out->nonces[i].commitment);
        if (e != OK) {
            return e;
        }
    }
    const enum error e = frost_session_open(&out->session, &h->group, threshold, &out->list, message);
    return e == OK ? frost_session_watch(&out->session, out->verification, count) : e;
}

enum error meeting_sign(const struct holders *h, struct meeting *m, struct bytes message,
                        struct scalar shares[], struct signature *out)
{
    for (size_t i = 0; i < m->count; i++) {
        const size_t place = m->places[i];
        const enum error e =
            frost_share_make(&m->session, h->ids[place], &h->shares[place], &m->nonces[i], &shares[i]);
        if (e != OK) {
            return e;
        }
        check(frost_share_holds(&m->session, h->ids[place], &shares[i]));
    }
    return frost_aggregate(&m->session, message, shares, m->count, out);
}
