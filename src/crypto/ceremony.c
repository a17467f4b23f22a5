#include "crypto/ceremony.h"

void ceremony_begin(struct ceremony *c, const struct hash *id, uint16_t threshold)
{
    c->id = *id;
    c->threshold = threshold;
    c->count = 0;
    c->dealer_count = 0;
}

enum error ceremony_add(struct ceremony *c, uint16_t id, const struct point *key)
{
    if (c->count == SHARE_HOLDERS_MAX) {
        return ERROR_TOO_LARGE;
    }
    if (id == 0 || (c->count > 0 && c->parties[c->count - 1].id >= id)) {
        return ERROR_MALFORMED;
    }
    for (size_t i = 0; i < c->count; i++) {
        if (point_equal(&c->parties[i].key, key)) {
            return ERROR_EXISTS;
        }
    }
    c->parties[c->count++] = (struct ceremony_party){id, *key};
    return OK;
}

enum error ceremony_add_dealer(struct ceremony *c, uint16_t id, const struct point *key,
                               const struct point *share)
{
    if (c->dealer_count == SHARE_HOLDERS_MAX) {
        return ERROR_TOO_LARGE;
    }
    if (id == 0 || (c->dealer_count > 0 && c->dealers[c->dealer_count - 1].id >= id)) {
        return ERROR_MALFORMED;
    }
    c->dealers[c->dealer_count++] = (struct ceremony_dealer){id, *key, *share};
    return OK;
}

bool ceremony_holds(const struct ceremony *c)
{
    return c->threshold >= 1 && c->count >= 2 && c->threshold <= c->count;
}

bool ceremony_place(const struct ceremony *c, uint16_t id, size_t *place)
{
    for (size_t i = 0; i < c->count; i++) {
        if (c->parties[i].id == id) {
            *place = i;
            return true;
        }
    }
    return false;
}

static const struct ceremony_dealer *dealer_of(const struct ceremony *c, uint16_t id)
{
    for (size_t i = 0; i < c->dealer_count; i++) {
        if (c->dealers[i].id == id) {
            return &c->dealers[i];
        }
    }
    return NULL;
}

const struct point *ceremony_dealer_key(const struct ceremony *c, uint16_t id)
{
    size_t place = 0;
    if (c->dealer_count == 0) {
        return ceremony_place(c, id, &place) ? &c->parties[place].key : NULL;
    }
    const struct ceremony_dealer *d = dealer_of(c, id);
    return d == NULL ? NULL : &d->key;
}

const struct point *ceremony_dealer_share(const struct ceremony *c, uint16_t id)
{
    const struct ceremony_dealer *d = dealer_of(c, id);
    return d == NULL ? NULL : &d->share;
}
