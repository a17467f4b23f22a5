/* store/settled.h: the state as it is flushed: buckets of rows on disk, the changes of the last blocks beside them.
 *
 * Rows lie in their buckets, because the digest hashes them so. Keys fall into buckets by chance; so that a block
 * does not write a page for each row that it changes, it appends all its changes in one piece to the table `pending`,
 * and the changed buckets stay in memory. When they have become many, they are written out together. Every read of a
 * bucket is checked against its hash: what is damaged on disk is an error, not an answer. */
#ifndef STORE_SETTLED_H
#define STORE_SETTLED_H

#include <stdbool.h>

#include "base/bytes.h"
#include "base/error.h"
#include "store/bucket.h"
#include "store/database.h"

struct settled;

/* Beyond either, a flush writes the changed buckets out: their bytes in memory, and bytes in `pending`, which a start
 * reads again. */
#define SETTLED_MEMORY_BYTES_MAX (3 * 1024 * 1024)
#define SETTLED_PENDING_BYTES_MAX (2 * 1024 * 1024)

MUST_USE enum error settled_open(struct settled **out, struct database *db, bool writable);
void settled_close(struct settled *s); /* takes NULL */

/* The value is valid until the next call. ERROR_NOT_FOUND, without a word in the log; ERROR_CORRUPT. */
MUST_USE enum error settled_get(struct settled *s, struct bytes key, struct bytes *value);
/* All keys with a prefix, ascending: begin, then one after another; values may be got in between. End in any case.
 * The prefix must stay until then; a key is valid until the next. */
void settled_keys_begin(struct settled *s, struct bytes prefix);
MUST_USE enum error settled_keys_next(struct settled *s, struct bytes *key, bool *more);
void settled_keys_end(struct settled *s);

/* Applies changes, ascending by key, each key once. After an error the content in memory is unknown until
 * settled_reload. */
MUST_USE enum error settled_apply(struct settled *s, struct bucket_change *changes, size_t count);
/* What the database says now; cheap if that is what is in memory. */
MUST_USE enum error settled_reload(struct settled *s);
struct hash settled_digest(const struct settled *s);

MUST_USE enum error settled_verify(struct settled *s, struct buffer *findings);
#endif
