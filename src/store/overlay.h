/* store/overlay.h: rows of the state in memory: what was read, and what was written and is not yet flushed.
 * A table by key, and beside it the written rows in the order of their keys. */
#ifndef STORE_OVERLAY_H
#define STORE_OVERLAY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/bytes.h"

enum row_kind {
    ROW_UNKNOWN, /* never asked for */
    ROW_ABSENT,
    ROW_PRESENT,
};

struct row {
    struct bytes key;
    struct bytes value; /* if present */
    uint64_t hash;
    enum row_kind kind;
    bool dirty;  /* differs, or may differ, from what is flushed */
    bool listed; /* stands in `order`; a write that was taken back stays there and is not dirty */
};

struct overlay {
    struct arena arena;
    size_t bytes; /* taken from the arena, about */
    struct row **slots;
    size_t slot_count; /* a power of two */
    size_t row_count;
    struct row **order; /* ascending by key */
    size_t order_count;
    size_t order_capacity;
};

void overlay_init(struct overlay *o);
void overlay_done(struct overlay *o);
/* Forgets all rows and gives most memory back. */
void overlay_clear(struct overlay *o);
/* All rows are flushed: none is dirty, none is listed. */
void overlay_settle(struct overlay *o);

/* NULL: not in memory. */
struct row *overlay_find(const struct overlay *o, struct bytes key);
/* The row, made with kind ROW_UNKNOWN if it was not there. Rows and their bytes stay where they are until
 * overlay_clear. */
struct row *overlay_row(struct overlay *o, struct bytes key);
/* Copies the value. Writes also list the row and make it dirty. */
void overlay_remember(struct overlay *o, struct row *row, enum row_kind kind, struct bytes value);
void overlay_write(struct overlay *o, struct row *row, enum row_kind kind, struct bytes value);
/* The place in `order` of the first key that is not before `key`. */
size_t overlay_lower_bound(const struct overlay *o, struct bytes key);
#endif
