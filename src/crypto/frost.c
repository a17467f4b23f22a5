#include "crypto/frost.h"

#include <string.h>

#include "base/check.h"
#include "crypto/hash512.h"
#include "crypto/lagrange.h"
#include "crypto/taint.h"

#define CONTEXT "FROST-ED25519-SHA512-v1"

_Static_assert(sizeof(struct frost_commitment) == FROST_COMMITMENT_BYTES, "no padding");
_Static_assert(sizeof(struct frost_entry) == FROST_ENTRY_BYTES, "the encoding of RFC 9591");

/* H3 of RFC 9591. */
static void make_nonce(const uint8_t random[32], const struct scalar *share, struct scalar *out)
{
    const struct bytes parts[] = {BYTES(CONTEXT "nonce"), bytes_of(random, 32), scalar_view(share)};
    scalar_hash(parts, 3, out);
}

enum error frost_nonces_make(const uint8_t random[FROST_RANDOM_BYTES], const struct scalar *share,
                             struct frost_nonces *out)
{
    make_nonce(random, share, &out->hiding);
    make_nonce(random + 32, share, &out->binding);
    out->fresh = point_base(&out->hiding, &out->commitment.hiding) &&
                 point_base(&out->binding, &out->commitment.binding);
    taint_public(&out->commitment, sizeof out->commitment);
    if (!out->fresh) {
        crypto_wipe(out, sizeof *out);
        return ERROR_UNSUPPORTED;
    }
    return OK;
}

enum error frost_commitment_read(const uint8_t bytes[FROST_COMMITMENT_BYTES], struct frost_commitment *out)
{
    struct frost_commitment c;
    if (!point_read(bytes, &c.hiding) || !point_read(bytes + POINT_BYTES, &c.binding)) {
        return ERROR_MALFORMED;
    }
    *out = c;
    return OK;
}

void frost_list_begin(struct frost_list *list)
{
    list->count = 0;
}

uint16_t frost_entry_id(const struct frost_entry *entry)
{
    return (uint16_t)(entry->id.bytes[0] | entry->id.bytes[1] << 8);
}

enum error frost_list_add(struct frost_list *list, uint16_t id, const struct frost_commitment *c)
{
    if (list->count == SHARE_HOLDERS_MAX) {
        return ERROR_TOO_LARGE;
    }
    if (id == 0 || (list->count > 0 && frost_entry_id(&list->entries[list->count - 1]) >= id)) {
        return ERROR_MALFORMED;
    }
    list->entries[list->count++] = (struct frost_entry){scalar_of(id), *c};
    return OK;
}

/* An identifier in its encoding, which is that of a small scalar. */
static bool read_id(const uint8_t bytes[SCALAR_BYTES], uint16_t *id)
{
    for (size_t i = 2; i < SCALAR_BYTES; i++) {
        if (bytes[i] != 0) {
            return false;
        }
    }
    *id = (uint16_t)(bytes[0] | bytes[1] << 8);
    return true;
}

enum error frost_list_read(struct bytes encoded, struct frost_list *out)
{
    if (encoded.len > (size_t)SHARE_HOLDERS_MAX * FROST_ENTRY_BYTES) {
        return ERROR_TOO_LARGE;
    }
    if (encoded.len == 0 || encoded.len % FROST_ENTRY_BYTES != 0) {
        return ERROR_MALFORMED;
    }
    frost_list_begin(out);
    for (size_t at = 0; at < encoded.len; at += FROST_ENTRY_BYTES) {
        const uint8_t *entry = encoded.data + at;
        struct frost_commitment c;
        uint16_t id = 0;
        enum error e = read_id(entry, &id) ? OK : ERROR_MALFORMED;
        if (e == OK) {
            e = frost_commitment_read(entry + SCALAR_BYTES, &c);
        }
        if (e == OK) {
            e = frost_list_add(out, id, &c);
        }
        if (e != OK) {
            frost_list_begin(out);
            return e;
        }
    }
    return OK;
}

struct bytes frost_list_view(const struct frost_list *list)
{
    return bytes_of(list->entries, list->count * FROST_ENTRY_BYTES);
}

static bool list_is_one(const struct frost_list *list, uint16_t threshold)
{
    if (list->count == 0 || list->count > SHARE_HOLDERS_MAX || list->count < threshold || threshold == 0) {
        return false;
    }
    uint16_t last = 0;
    for (size_t i = 0; i < list->count; i++) {
        uint16_t id = 0;
        if (!read_id(list->entries[i].id.bytes, &id) || id <= last) {
            return false;
        }
        last = id;
    }
    return true;
}

/* H1 over the group's key, H4 of the message, H5 of the list and the identifier. */
static void derive_binding_factors(struct frost_session *s, struct bytes message)
{
    struct hash512 of_message;
    struct hash512 of_list;
    const struct bytes message_parts[] = {BYTES(CONTEXT "msg"), message};
    const struct bytes list_parts[] = {BYTES(CONTEXT "com"), frost_list_view(&s->list)};
    hash512_of_parts(message_parts, 2, &of_message);
    hash512_of_parts(list_parts, 2, &of_list);
    for (size_t i = 0; i < s->count; i++) {
        const struct bytes parts[] = {BYTES(CONTEXT "rho"), point_view(&s->group), hash512_view(&of_message),
                                      hash512_view(&of_list), scalar_view(&s->list.entries[i].id)};
        scalar_hash(parts, 5, &s->binding_factor[i]);
    }
}

/* R is the sum of the signers' parts, hiding + factor * binding each. */
static bool derive_r(struct frost_session *s)
{
    struct point_sum sum;
    point_sum_begin(&sum);
    for (size_t i = 0; i < s->count; i++) {
        const struct frost_commitment *c = &s->list.entries[i].commitment;
        struct point bound;
        if (!point_mul(&s->binding_factor[i], &c->binding, &bound) ||
            !point_add(&c->hiding, &bound, &s->part[i])) {
            return false;
        }
        point_sum_add(&sum, &s->part[i]);
    }
    return point_sum_end(&sum, &s->r);
}

static void derive_lambda(struct frost_session *s)
{
    uint16_t ids[SHARE_HOLDERS_MAX];
    for (size_t i = 0; i < s->count; i++) {
        ids[i] = frost_entry_id(&s->list.entries[i]);
    }
    lagrange_at_zero(ids, s->count, s->lambda);
}

enum error frost_session_open(struct frost_session *s, const struct point *group, uint16_t threshold,
                              const struct frost_list *list, struct bytes message)
{
    if (!list_is_one(list, threshold)) {
        return ERROR_MALFORMED;
    }
    s->count = list->count;
    s->watched = false;
    s->group = *group;
    s->list.count = list->count;
    memcpy(s->list.entries, list->entries, list->count * sizeof list->entries[0]);
    derive_binding_factors(s, message);
    if (!derive_r(s)) {
        return ERROR_DENIED;
    }
    const struct bytes parts[] = {point_view(&s->r), point_view(group), message};
    scalar_hash(parts, 3, &s->challenge);
    derive_lambda(s);
    return OK;
}

enum error frost_session_watch(struct frost_session *s, const struct point shares[], size_t count)
{
    if (count != s->count) {
        return ERROR_MALFORMED;
    }
    for (size_t i = 0; i < count; i++) {
        struct scalar factor;
        struct point weighted;
        scalar_mul(&s->challenge, &s->lambda[i], &factor);
        if (!point_mul(&factor, &shares[i], &weighted) ||
            !point_add(&s->part[i], &weighted, &s->expected[i])) {
            return ERROR_DENIED;
        }
    }
    s->watched = true;
    return OK;
}

bool frost_session_place(const struct frost_session *s, uint16_t id, size_t *place)
{
    size_t low = 0;
    size_t high = s->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (frost_entry_id(&s->list.entries[middle]) < id) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (low == s->count || frost_entry_id(&s->list.entries[low]) != id) {
        return false;
    }
    *place = low;
    return true;
}

/* Whether the session asks for these nonces. Looks at what is public only. */
static enum error check_nonces(const struct frost_session *s, uint16_t id, const struct frost_nonces *nonces,
                               size_t *place)
{
    if (!frost_session_place(s, id, place)) {
        return ERROR_NOT_FOUND;
    }
    const struct frost_commitment *c = &s->list.entries[*place].commitment;
    const bool own = nonces->fresh && point_equal(&c->hiding, &nonces->commitment.hiding) &&
                     point_equal(&c->binding, &nonces->commitment.binding);
    return own ? OK : ERROR_DENIED;
}

/* z = hiding + factor * binding + lambda * challenge * share */
enum error frost_share_make(const struct frost_session *s, uint16_t id, const struct scalar *share,
                            struct frost_nonces *nonces, struct scalar *out)
{
    size_t place = 0;
    const enum error e = check_nonces(s, id, nonces, &place);
    if (e == OK) {
        struct scalar weight;
        struct scalar bound;
        struct scalar z;
        scalar_mul(&s->lambda[place], &s->challenge, &weight);
        scalar_mul(&weight, share, &z);
        scalar_mul(&s->binding_factor[place], &nonces->binding, &bound);
        scalar_add(&z, &bound, &z);
        scalar_add(&z, &nonces->hiding, &z);
        *out = z;
        taint_public(out, sizeof *out);
        crypto_wipe(&bound, sizeof bound);
        crypto_wipe(&z, sizeof z);
    }
    crypto_wipe(nonces, sizeof *nonces);
    return e;
}

bool frost_share_holds(const struct frost_session *s, uint16_t id, const struct scalar *z)
{
    size_t place = 0;
    struct point found;
    check(s->watched);
    return frost_session_place(s, id, &place) && point_base(z, &found) &&
           point_equal(&found, &s->expected[place]);
}

enum error frost_aggregate(const struct frost_session *s, struct bytes message, const struct scalar shares[],
                           size_t count, struct signature *out)
{
    if (count != s->count) {
        return ERROR_MALFORMED;
    }
    struct scalar z = scalar_of(0);
    for (size_t i = 0; i < count; i++) {
        scalar_add(&z, &shares[i], &z);
    }
    struct signature found;
    const struct public_key key = point_key(&s->group);
    memcpy(found.bytes, s->r.bytes, POINT_BYTES);
    memcpy(found.bytes + POINT_BYTES, z.bytes, SCALAR_BYTES);
    if (!signature_holds(&found, &key, message)) {
        return ERROR_DENIED;
    }
    *out = found;
    return OK;
}
