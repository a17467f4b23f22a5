/* store/shelf.h: the pages of the state on disk, by number, and those that were read lately in memory. What
 * is read is checked against the hash that the caller expects: what is damaged on disk is an error, not an
 * answer. */
#ifndef STORE_SHELF_H
#define STORE_SHELF_H

#include <stdint.h>

#include "base/bytes.h"
#include "base/error.h"
#include "crypto/hash.h"
#include "store/database.h"

struct shelf;

/* Memory for pages that were read lately: of the two lowest levels, and of those above. */
#define SHELF_LOW_BYTES_MAX  (384 * 1024)
#define SHELF_HIGH_BYTES_MAX (1024 * 1024)

struct shelf *shelf_new(struct database *db);
void shelf_free(struct shelf *s); /* takes NULL */

/* Forgets what is in memory: the disk may have something else under the same numbers now. */
void shelf_forget(struct shelf *s);

/* The body is valid until the next but one read. ERROR_CORRUPT: there is none, or not with this hash. */
MUST_USE enum error shelf_read(struct shelf *s, unsigned level, uint64_t number, const struct hash *hash,
                               struct bytes *body);
/* Past the cache and without a check; into `body`, which is empty if there is no such page. For audits. */
MUST_USE enum error shelf_read_raw(struct shelf *s, uint64_t number, struct buffer *body);
/* `hash` is that of the body. */
MUST_USE enum error shelf_write(struct shelf *s, unsigned level, uint64_t number, const struct hash *hash,
                                struct bytes body);
MUST_USE enum error shelf_delete(struct shelf *s, uint64_t number);
/* How many pages there are, and the highest number; 0 and 0 if there is none. ERROR_CORRUPT: they are not in
 * order. */
MUST_USE enum error shelf_count(struct shelf *s, uint64_t *count);
MUST_USE enum error shelf_last(struct shelf *s, uint64_t *number);
#endif
