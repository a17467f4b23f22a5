/* store/page.h: the pieces that the state is cut into, as they lie on disk. Pure.
 *
 * A page of level 0 is a bucket: the block of the key that begins the next bucket (empty: there is none),
 * then rows. A page of a higher level is a node: a row for each page below it, whose key is the key that
 * this page begins with and whose value is its hash and its number. Numbers say where something lies and are
 * not hashed. */
#ifndef STORE_PAGE_H
#define STORE_PAGE_H

#include "crypto/hash.h"
#include "store/bucket.h"

#define PAGE_LEVEL_TOP  BUCKET_RANK_MAX /* one page, number PAGE_NUMBER_TOP; never cut */
#define PAGE_NUMBER_TOP 1

struct page_child {
    struct bytes first; /* the key it begins with */
    struct hash hash;
    uint64_t number;
};
#define PAGE_CHILD_BYTES (HASH_BYTES + 8)
/* The value of the child's row. */
void page_child_write(const struct page_child *c, uint8_t out[PAGE_CHILD_BYTES]);
/* Next child of a node. False at the end, and at bytes that are none: then c->failed. */
bool page_child_next(struct cursor *c, struct page_child *out);
/* The last child of a node that begins at `key` or before it (`below`: before it), and the key that the one
 * behind it begins with, empty if there is none. False: there is no such child. */
bool page_choose(struct bytes body, struct bytes key, bool below, struct page_child *out,
                 struct bytes *following);

/* What is in a page: `next` is empty above level 0. False: it is no page. */
bool page_parse(unsigned level, struct bytes body, struct bytes *next, struct bytes *rows);
/* SHA-256("univocal state bucket 1" LF | body), SHA-256("univocal state node 1" LF | for each child: block
 * first, hash). False: it is no page. */
bool page_hash(unsigned level, struct bytes body, struct buffer *scratch, struct hash *out);
#endif
