/* store/levels.h: the rows of the state as a tree of pages (store/page.h): buckets on level 0, nodes above
 * them, one node at the top, whose hash is the digest. The shape follows from the keys alone: a page of
 * level l is cut before each key of a rank greater than l.
 *
 * Pages that have changed stay in memory until they are written out. A change reaches its bucket at once;
 * the nodes above learn of it when the digest is asked for or the pages are written out. */
#ifndef STORE_LEVELS_H
#define STORE_LEVELS_H

#include "store/bucket.h"
#include "store/shelf.h"

struct levels;

struct levels *levels_new(struct shelf *shelf);
void levels_free(struct levels *l); /* takes NULL */

/* Forgets what is in memory and begins with no rows; nothing may be on disk. */
void levels_begin_empty(struct levels *l);
/* The same, with what is on disk: its digest and the highest number of a page. */
void levels_begin(struct levels *l, const struct hash *digest, uint64_t last_number);

/* The value is valid until the next call. ERROR_NOT_FOUND, ERROR_CORRUPT. */
MUST_USE enum error levels_get(struct levels *l, struct bytes key, struct bytes *value);
/* The bucket in which the key is, or would be: the key it begins with, the one the next begins with (empty:
 * there is none), its rows. Valid until the next call. */
MUST_USE enum error levels_bucket(struct levels *l, struct bytes key, struct bytes *first, struct bytes *next,
                                  struct bytes *rows);

/* Changes ascend by key, each key once. After an error the content is unknown until the next begin. */
MUST_USE enum error levels_apply(struct levels *l, const struct bucket_change *changes, size_t count);
MUST_USE enum error levels_digest(struct levels *l, struct hash *out);
/* Writes what has changed to the shelf and forgets it; the digest is what levels_begin needs. */
MUST_USE enum error levels_write_out(struct levels *l, struct hash *digest);
/* Memory for pages that have changed. */
size_t levels_bytes(const struct levels *l);

/* Looks at every page; appends what is wrong, a line each, and counts it. */
MUST_USE enum error levels_verify(struct levels *l, struct buffer *findings, uint64_t *wrong);
#endif
