/* record/tree.h: the Merkle tree hash of RFC 6962 section 2.1 and its proofs. Pure. */
#ifndef RECORD_TREE_H
#define RECORD_TREE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/limits.h"
#include "crypto/hash.h"

struct hash tree_leaf(struct bytes entry);                                /* SHA-256(00 | entry) */
struct hash tree_node(const struct hash *left, const struct hash *right); /* SHA-256(01 | left | right) */
struct hash tree_empty(void);                                             /* SHA-256 of nothing */

/* A tree that only grows, held by the roots of its full subtrees. A value: copy it freely. */
struct tree {
    uint64_t size;
    struct hash roots[64]; /* roots[k] is valid if bit k of size is set: a full subtree of 2^k leaves */
};
void tree_init(struct tree *t);
void tree_add(struct tree *t, const struct hash *leaf);
struct hash tree_root(const struct tree *t);

struct proof {
    uint32_t count;
    struct hash steps[PROOF_STEPS_MAX]; /* from the leaf up (RFC 6962 section 2.1.1, 2.1.2) */
};
/* Whether the proof leads from the leaf at `index` to `root` of the tree of `size`. */
bool proof_of_leaf_holds(const struct proof *p, const struct hash *leaf, uint64_t index, uint64_t size,
                         const struct hash *root);
/* Whether the tree of `size` with `root` is an extension of the tree of `old_size` with `old_root`. */
bool proof_of_growth_holds(const struct proof *p, uint64_t old_size, const struct hash *old_root,
                           uint64_t size, const struct hash *root);

/* Building: `leaves` gives the hash of any full, aligned subtree: 2^level leaves from index * 2^level on.
 * Returns false if that failed. */
struct tree_source {
    void *ctx;
    bool (*subtree)(void *ctx, unsigned level, uint64_t index, struct hash *out);
};
bool tree_root_at(const struct tree_source *s, uint64_t size, struct hash *out);
bool proof_of_leaf(const struct tree_source *s, uint64_t index, uint64_t size, struct proof *out);
bool proof_of_growth(const struct tree_source *s, uint64_t old_size, uint64_t size, struct proof *out);
#endif
