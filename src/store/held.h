/* store/held.h: the pages of one level that differ from what is written out, in the order of the keys that
 * they begin with. */
#ifndef STORE_HELD_H
#define STORE_HELD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/bytes.h"
#include "crypto/hash.h"

struct held_page {
    struct bytes first; /* the key it begins with */
    uint64_t number;
    struct bytes body;
    uint8_t *memory; /* of the body */
    size_t capacity;
    struct hash hash; /* once it is settled */
    bool fresh;       /* not on disk */
    bool removed;     /* its rows have gone to the page before it: to be deleted from disk */
    bool unsettled;   /* the page above it does not know it as it is */
};

struct held {
    struct held_page **list;
    size_t count;
    size_t capacity;
    size_t bytes; /* of memory, about */
};

/* Forgets and frees everything; also takes a zeroed one. */
void held_clear(struct held *h);

/* NULL: none. A page that is removed is found by held_find alone. */
struct held_page *held_find(const struct held *h, struct bytes first);
/* The last that begins at `key` or before it (`below`: before it). */
struct held_page *held_floor(const struct held *h, struct bytes key, bool below);
/* The first that begins behind `key`. */
struct held_page *held_behind(const struct held *h, struct bytes key);

/* Makes the page what `next` (NULL: it has none) and `rows` say, unsettled; a page that is not there or is
 * removed gets the number and `fresh`. Neither may point into the page itself. */
void held_put(struct held *h, struct bytes first, uint64_t number, bool fresh, const struct bytes *next,
              struct bytes rows);
void held_remove(struct held *h, struct bytes first, uint64_t number, bool fresh);
#endif
