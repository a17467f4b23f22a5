/* store/settled.h: the state as it is flushed: its pages on disk, the changes of the last blocks beside
 * them.
 *
 * So that a block does not write a page for each row that it changes, it appends all its changes in one
 * piece to the table `pending`, and the changed pages stay in memory. When they have become many, they are
 * written out together. What is damaged on disk is an error, not an answer. */
#ifndef STORE_SETTLED_H
#define STORE_SETTLED_H

#include <stdbool.h>

#include "base/bytes.h"
#include "base/error.h"
#include "crypto/hash.h"
#include "store/bucket.h"
#include "store/database.h"

struct settled;

/* Beyond either, a flush writes the changed pages out: their bytes in memory, and bytes in `pending`, which
 * a start reads again. */
#define SETTLED_MEMORY_BYTES_MAX  (2 * 1024 * 1024)
#define SETTLED_PENDING_BYTES_MAX (2 * 1024 * 1024)

MUST_USE enum error settled_open(struct settled **out, struct database *db, bool writable);
void settled_close(struct settled *s); /* takes NULL */
/* Other bounds than those above, for tests. */
void settled_bound(struct settled *s, size_t memory_bytes_max, size_t pending_bytes_max);

/* The value is valid until the next call. ERROR_NOT_FOUND, without a word in the log; ERROR_CORRUPT. */
MUST_USE enum error settled_get(struct settled *s, struct bytes key, struct bytes *value);
/* All rows whose key begins with prefix, ascending: begin, then one after another until *more is false.
 * Values may be got in between, nothing applied. The prefix must stay; key and value are valid until the
 * next. */
MUST_USE enum error settled_scan_begin(struct settled *s, struct bytes prefix);
MUST_USE enum error settled_scan_next(struct settled *s, struct bytes *key, struct bytes *value, bool *more);

/* Applies changes, ascending by key, each key once, at least one. After an error the content in memory is
 * unknown until settled_reload. */
MUST_USE enum error settled_apply(struct settled *s, const struct bucket_change *changes, size_t count);
/* What the database says now; cheap if that is what is in memory. */
MUST_USE enum error settled_reload(struct settled *s);
MUST_USE enum error settled_digest(struct settled *s, struct hash *out);

MUST_USE enum error settled_verify(struct settled *s, struct buffer *findings);
#endif
