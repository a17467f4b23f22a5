/* store/bucket.h: the rows of one bucket as one string of bytes: `u32 length key | u32 length value`, ascending by
 * key, as docs/formats/state.md hashes them. Pure. */
#ifndef STORE_BUCKET_H
#define STORE_BUCKET_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "crypto/hash.h"

#define BUCKET_COUNT 65536

/* The first two bytes of SHA-256(key), big-endian. */
uint16_t bucket_of(struct bytes key);
/* 32 zero bytes if there is no row. */
struct hash bucket_hash(struct bytes rows);

/* Next row. False at the end, and at bytes that are no row: then c->failed. */
bool bucket_next(struct cursor *c, struct bytes *key, struct bytes *value);
/* False: no such key. Bytes that are no rows hold no key. */
bool bucket_find(struct bytes rows, struct bytes key, struct bytes *value);
/* Whether this is what bucket_merge makes of rows that belong into the bucket `index`; counts them. Adds up the hashes
 * of their keys in `sum`, so that two lists of the same keys have the same sum. */
struct bucket_sum {
    uint64_t count;
    uint64_t words[4];
};
bool bucket_holds(struct bytes rows, uint16_t index, struct bucket_sum *sum);
void bucket_sum_add(struct bucket_sum *sum, const struct hash *key_hash);

struct bucket_change {
    struct bytes key;
    struct bytes value;
    uint16_t index; /* of the bucket */
    bool present;   /* false: deleted */
    bool existed;   /* set by bucket_merge */
};
/* Applies changes, ascending by key, each key once, to rows and appends the result to out. False: rows are none. */
bool bucket_merge(struct bytes rows, struct bucket_change *const *changes, size_t count, struct buffer *out);
#endif
