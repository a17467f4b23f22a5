/* store/bucket.h: rows as one string of bytes: `u32 length key | u32 length value`, ascending by key, as
 * docs/formats/state.md hashes them. Pure. */
#ifndef STORE_BUCKET_H
#define STORE_BUCKET_H

#include <stdbool.h>

#include "base/bytes.h"

/* How many zero digits the hexadecimal SHA-256 of the key begins with, at most BUCKET_RANK_MAX. Where the
 * rows are cut into buckets, and these into nodes, follows from the ranks alone. */
#define BUCKET_RANK_MAX 5
unsigned bucket_rank(struct bytes key);

/* Next row. False at the end, and at bytes that are no row: then c->failed. */
bool bucket_next(struct cursor *c, struct bytes *key, struct bytes *value);
/* False: no such key. Bytes that are no rows hold no key. */
bool bucket_find(struct bytes rows, struct bytes key, struct bytes *value);
/* Whether these are rows, ascending, each key once. */
bool bucket_holds(struct bytes rows);

struct bucket_change {
    struct bytes key;
    struct bytes value;
    bool present; /* false: deleted */
};
/* Applies changes, ascending by key, each key once, to rows and appends the result to out. False: rows are
 * none. */
bool bucket_merge(struct bytes rows, const struct bucket_change *changes, size_t count, struct buffer *out);
#endif
