/* store/digest.h: the tree of hashes over the buckets: 16 children a node, four levels, nodes only where something is.
 * What a change touches is hashed again when the top is asked for, once. */
#ifndef STORE_DIGEST_H
#define STORE_DIGEST_H

#include <stdint.h>

#include "base/bytes.h"
#include "crypto/hash.h"
#include "store/bucket.h"

#define DIGEST_CHILDREN 16
#define DIGEST_PAGES (BUCKET_COUNT / DIGEST_CHILDREN)
#define DIGEST_PAGE_BYTES (DIGEST_CHILDREN * HASH_BYTES)

struct digest;

struct digest *digest_new(void);
void digest_free(struct digest *d); /* takes NULL */

struct hash digest_bucket(const struct digest *d, uint16_t bucket);
void digest_set(struct digest *d, uint16_t bucket, const struct hash *h);
struct hash digest_top(struct digest *d);

/* The hashes of the buckets 16 * page to 16 * page + 15: DIGEST_PAGE_BYTES, or empty if all are zero. */
struct bytes digest_page(const struct digest *d, uint16_t page);
#endif
