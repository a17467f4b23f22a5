#include "crypto/ceremony.h"

void ceremony_begin(struct ceremony *c, const struct hash *id, uint16_t threshold)
{
    c->id = *id;
    c->threshold = threshold;
    c->count = 0;
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
