#include "memo.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "crypto/sign.h"

/* The names that the linker gives (-Wl,--wrap=signature_holds). */
bool __real_signature_holds(const struct signature *s, const struct public_key *key, struct bytes message);
bool __wrap_signature_holds(const struct signature *s, const struct public_key *key, struct bytes message);

enum { SLOTS = 16384 }; /* open addressing, at most half full */

/* What held, whole: it is compared byte by byte. */
static struct held_signature {
    struct signature signature;
    struct public_key key;
    uint8_t *message; /* NULL: a free place */
    size_t len;
} slots[SLOTS];

static size_t used;
static uint64_t computed;
static uint64_t remembered;

static bool is_that(const struct held_signature *h, const struct signature *s, const struct public_key *key,
                    struct bytes message)
{
    return memcmp(&h->signature, s, sizeof *s) == 0 && public_key_equal(&h->key, key) &&
           bytes_equal(bytes_of(h->message, h->len), message);
}

static struct held_signature *place_of(const struct signature *s, const struct public_key *key,
                                       struct bytes message)
{
    size_t at = (s->bytes[0] | (size_t)s->bytes[1] << 8) % SLOTS;
    while (slots[at].message != NULL && !is_that(&slots[at], s, key, message)) {
        at = (at + 1) % SLOTS;
    }
    return &slots[at];
}

bool __wrap_signature_holds(const struct signature *s, const struct public_key *key, struct bytes message)
{
    struct held_signature *place = place_of(s, key, message);
    if (place->message != NULL) {
        remembered++;
        return true;
    }
    computed++;
    const bool holds = __real_signature_holds(s, key, message);
    if (holds && used < SLOTS / 2) {
        *place = (struct held_signature){*s, *key, malloc(message.len + 1), message.len};
        check(place->message != NULL);
        memcpy(place->message, message.data, message.len);
        used++;
    }
    return holds;
}

uint64_t memo_computed(void)
{
    return computed;
}

uint64_t memo_remembered(void)
{
    return remembered;
}
