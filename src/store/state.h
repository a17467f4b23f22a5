/* store/state.h: the state of the machine: one ordered map from keys to values, with a content hash.
 *
 * Keys and values are byte strings made by mechanism/ (tuples, see mechanism/tuple.h). Writes gather in
 * memory until state_flush, which belongs in the transaction of the block; reads see them at once. What an
 * act wrote can be taken back as long as the next has not begun. The first error of the disk is kept: from
 * then on reads find nothing, and the block must be given up (state_error).
 *
 * Digest: the rank of a key is the number of zero digits that the hexadecimal SHA-256 of the key begins
 * with, 5 if there are more. The rows, ascending by key, are cut into buckets before each key of rank 1 or
 * more; the first bucket begins with the empty key. The buckets are cut into nodes of level 1 before each
 * bucket that begins with a key of rank 2 or more, these into nodes of level 2 before each that begins with
 * one of rank 3, and so on; the nodes of level 4 are the children of one node of level 5. Hash of a bucket =
 * SHA-256("univocal state bucket 1" LF | block of the key that begins the next bucket, empty if there is
 * none | for each row: block key, block value). Hash of a node = SHA-256("univocal state node 1" LF | for
 * each child: block of the key it begins with, its hash). The digest is the hash of the node of level 5. A
 * block is u32 length, big-endian, and bytes. The digest depends on the content alone. */
#ifndef STORE_STATE_H
#define STORE_STATE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/error.h"
#include "crypto/hash.h"
#include "store/database.h"

#define STATE_KEY_BYTES_MAX   512
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
void state_delete(struct state *s, struct bytes key);                  /* no such key: nothing */

/* All rows whose key begins with prefix, ascending by key, as they are now; the list and its bytes live in
 * the arena. */
struct state_row {
    struct bytes key;
    struct bytes value;
};
size_t state_scan(struct state *s, struct bytes prefix, struct arena *a, struct state_row **out);
/* The first `max` of them. */
size_t state_scan_first(struct state *s, struct bytes prefix, size_t max, struct arena *a,
                        struct state_row **out);

/* A mark before an act; state_revert undoes all writes since it. */
void state_mark(struct state *s);
void state_revert(struct state *s);
/* SHA-256("univocal effects 1" LF | each write since the mark in order: 01 block key, block value, or 00
 * block key for a deletion); 32 zero bytes if there was none. A block is u32 length, big-endian, and bytes.
 */
struct hash state_effects(struct state *s);

/* Writes everything to the database and updates the digest; to be called inside a transaction. */
MUST_USE enum error state_flush(struct state *s);
/* Forgets what is not flushed, and reloads the digest: after a transaction was rolled back. */
MUST_USE enum error state_discard(struct state *s);
/* Of what is flushed; zero after an error. */
struct hash state_digest(struct state *s);
enum error state_error(const struct state *s);

/* Reads all pages and checks their hashes and their order; appends what is wrong, a line each. For audits. */
MUST_USE enum error state_verify(struct state *s, struct buffer *findings);

/* How much stays in memory, and beside the pages on disk, until a flush writes the pages out; for tests. */
void state_bound(struct state *s, size_t memory_bytes_max, size_t pending_bytes_max);
#endif
