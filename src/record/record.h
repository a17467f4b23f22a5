/* record/record.h: the append-only log on disk: entries, what they carry, and the Merkle tree over them.
 *
 * Appending belongs in the transaction of the block. What is appended can be found at once; the tree in
 * memory is taken back by record_discard after a rollback. */
#ifndef RECORD_RECORD_H
#define RECORD_RECORD_H

#include <stdbool.h>

#include "base/arena.h"
#include "record/entry.h"
#include "record/tree.h"
#include "store/database.h"

struct record;

extern const char record_schema[];

MUST_USE enum error record_open(struct record **out, struct database *db);
void record_close(struct record *r); /* takes NULL */

/* The same record once more from its beginning, for audits: it begins empty, reads `db` and never writes it,
 * and record_append compares with what is stored there. If that differs, record_append gives ERROR_CORRUPT,
 * and record_difference says in words how. What it must keep to find entries by their ids, and with `keep`
 * the record itself, goes into `scratch`, in the caller's transaction. */
MUST_USE enum error record_open_replay(struct record **out, struct database *db, struct database *scratch,
                                       bool keep);
const char *record_difference(const struct record *r);
/* Between two blocks of a replay: nothing of `db` is held until the next is appended. */
void record_rest(struct record *r);

uint64_t record_size(const struct record *r);
struct hash record_root(const struct record *r);

/* Appends; e->index must be record_size. `carried`: the envelope or the body of the fact. ERROR_EXISTS: an
 * entry has this id. */
MUST_USE enum error record_append(struct record *r, const struct entry *e, struct bytes carried);
/* After a rollback: the size as on disk. */
MUST_USE enum error record_discard(struct record *r);

/* ERROR_NOT_FOUND beyond the end; ERROR_CORRUPT if what is stored is not what it says. `carried` may be
 * NULL. */
MUST_USE enum error record_read(struct record *r, uint64_t index, struct arena *a, struct entry *out,
                                struct bytes *carried);
/* The index of the entry of an act or fact. ERROR_NOT_FOUND. */
MUST_USE enum error record_find(struct record *r, const struct hash *id, uint64_t *index);

/* Root of an earlier size, inclusion and consistency proofs. ERROR_NOT_FOUND if size is beyond the end. */
MUST_USE enum error record_root_at(struct record *r, uint64_t size, struct hash *out);
MUST_USE enum error record_prove_leaf(struct record *r, uint64_t index, uint64_t size, struct proof *out);
MUST_USE enum error record_prove_growth(struct record *r, uint64_t old_size, uint64_t size,
                                        struct proof *out);

/* Reads all entries and what they carry, looks for each by its id and recomputes the roots that are kept;
 * appends what is wrong, a line each. ERROR_CORRUPT if something is. For audits. */
MUST_USE enum error record_verify(struct record *r, struct buffer *findings);

/* The row of a tile in the table: its level in the highest byte, and its index. */
uint64_t record_tile(unsigned level, uint64_t index);

/* How many ids of entries wait in memory for their place in the table; for tests. */
void record_bound(struct record *r, size_t recent_max);
#endif
