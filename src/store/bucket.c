#include "store/bucket.h"

#include "crypto/hash.h"
#include "store/state.h"

unsigned bucket_rank(struct bytes key)
{
    const struct hash h = hash_of(key);
    unsigned rank = 0;
    while (rank < BUCKET_RANK_MAX && (h.bytes[rank / 2] >> (rank % 2 == 0 ? 4 : 0) & 0xf) == 0) {
        rank++;
    }
    return rank;
}

/* cursor_block in place: every read and write of the state goes through here some thirty times. */
static inline bool take_block(struct bytes *rest, size_t max, struct bytes *out)
{
    if (rest->len < 4) {
        return false;
    }
    const uint8_t *d = rest->data;
    const size_t len = (size_t)d[0] << 24 | (size_t)d[1] << 16 | (size_t)d[2] << 8 | d[3];
    if (len > max || len > rest->len - 4) {
        return false;
    }
    *out = bytes_of(d + 4, len);
    *rest = bytes_of(d + 4 + len, rest->len - 4 - len);
    return true;
}

bool bucket_next(struct cursor *c, struct bytes *key, struct bytes *value)
{
    if (c->failed || c->rest.len == 0) {
        return false;
    }
    c->failed = !take_block(&c->rest, STATE_KEY_BYTES_MAX, key) ||
                !take_block(&c->rest, STATE_VALUE_BYTES_MAX, value);
    return !c->failed;
}

bool bucket_find(struct bytes rows, struct bytes key, struct bytes *value)
{
    struct cursor c = cursor_of(rows);
    struct bytes k;
    struct bytes v;
    while (bucket_next(&c, &k, &v)) {
        if (bytes_equal(k, key)) {
            *value = v;
            return true;
        }
    }
    return false;
}

bool bucket_holds(struct bytes rows)
{
    struct cursor c = cursor_of(rows);
    struct bytes key;
    struct bytes value;
    struct bytes before = {NULL, 0};
    bool first = true;
    while (bucket_next(&c, &key, &value)) {
        if (!first && bytes_compare(before, key) >= 0) {
            return false;
        }
        before = key;
        first = false;
    }
    return !c.failed;
}

static void add_row(struct buffer *out, struct bytes key, struct bytes value)
{
    buffer_add_block(out, key);
    buffer_add_block(out, value);
}

bool bucket_merge(struct bytes rows, const struct bucket_change *changes, size_t count, struct buffer *out)
{
    struct cursor c = cursor_of(rows);
    struct bytes key = {NULL, 0};
    struct bytes value = {NULL, 0};
    bool more = bucket_next(&c, &key, &value);
    for (size_t i = 0; i < count; i++) {
        int order = 1;
        while (more && (order = bytes_compare(key, changes[i].key)) < 0) {
            add_row(out, key, value);
            more = bucket_next(&c, &key, &value);
        }
        if (more && order == 0) {
            more = bucket_next(&c, &key, &value);
        }
        if (changes[i].present) {
            add_row(out, changes[i].key, changes[i].value);
        }
    }
    while (more) {
        add_row(out, key, value);
        more = bucket_next(&c, &key, &value);
    }
    return !c.failed;
}
