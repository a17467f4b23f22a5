#include "mechanism/sealed.h"

#include "mechanism/tuple.h"

bool sealed_claim(struct context *c, const struct hash *commitment)
{
    struct key k = key_new('c');
    key_add_hash(&k, commitment);
    struct bytes value;
    if (state_get(c->state, key_view(&k), &value)) {
        return false;
    }
    state_put(c->state, key_view(&k), BYTES(""));
    return true;
}

void sealed_give_back(int64_t previous_ms, int64_t excess_ms, int64_t *deadline_ms, int64_t *sealed_until_ms)
{
    *deadline_ms += excess_ms;
    if (*sealed_until_ms > 0 && previous_ms < *sealed_until_ms) {
        *sealed_until_ms += excess_ms;
    }
}
