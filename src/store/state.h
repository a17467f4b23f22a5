/* store/state.h: the state of the machine: one ordered map from keys to values, with a content hash.
 *
 * Keys and values are byte strings made by mechanism/ (tuples, see mechanism/tuple.h). Writes gather in memory
 * until state_flush, which belongs in the transaction of the block; reads see them at once. What an act wrote can
 * be taken back as long as the next has not begun. The first error of the disk is kept: from then on reads find
 * nothing, and the block must be given up (state_error).
 *
 * Digest: 65,536 buckets by the first two bytes of SHA-256(key), big-endian. Hash of a bucket = SHA-256("univocal
 * state bucket 1" LF | for each row ascending by key: u32 len key | u32 len value), or 32 zero bytes if it is
 * empty. Above them a tree with 16 children a node, four levels: hash of a node = SHA-256("univocal state node 1"
 * LF | its 16 children), or 32 zero bytes if all children are zero. The digest is the hash of the top. It depends
 * on the content alone. */
#ifndef STORE_STATE_H
#define STORE_STATE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/error.h"
#include "crypto/hash.h"
#include "store/database.h"

#define STATE_KEY_BYTES_MAX 512
#define STATE_VALUE_BYTES_MAX (256 * 1024)

struct state;

/* The tables it needs, to be part of the schema of the database. */
extern const char state_schema[];

/* Uses an open database. writable false: reading only. */
MUST_USE enum error state_open(struct state **out, struct database *db, bool writable);
void state_close(struct state *s); /* takes NULL */

/* False: there is no such key. The value is valid until state_flush or state_discard. */
bool state_get(struct state *s, struct bytes key, struct bytes *value);
void state_put(struct state *s, struct bytes key, struct bytes value); /* copies both */
void state_delete(struct state *s, struct bytes key);                 /* no such key: nothing */

/* All rows whose key begins with prefix, ascending by key, as they are now; the list and its bytes live in the
 * arena. */
struct state_row {
    struct bytes key;
    struct bytes value;
};
size_t state_scan(struct state *s, struct bytes prefix, struct arena *a, struct state_row **out);

/* A mark before an act; state_revert undoes all writes since it. */
void state_mark(struct state *s);
void state_revert(struct state *s);
/* SHA-256("univocal effects 1" LF | each write since the mark in order: 01 block key, block value, or 00 block
 * key for a deletion); 32 zero bytes if there was none. A block is u32 length, big-endian, and bytes. */
struct hash state_effects(struct state *s);

/* Writes everything to the database and updates the digest; to be called inside a transaction. */
MUST_USE enum error state_flush(struct state *s);
/* Forgets what is not flushed, and reloads the digest: after a transaction was rolled back. */
MUST_USE enum error state_discard(struct state *s);
struct hash state_digest(struct state *s); /* of what is flushed */
enum error state_error(const struct state *s);

/* Recomputes every bucket from the rows and compares; appends what differs, a line each. For audits. */
MUST_USE enum error state_verify(struct state *s, struct buffer *findings);
#endif
