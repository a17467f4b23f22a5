#include "store/digest.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"

enum { LEVELS = 4, NODES = 1 + 16 + 256 + 4096, BITS = 4 };

struct node {
    struct hash children[DIGEST_CHILDREN];
    uint16_t stale; /* a bit a child whose hash must be made anew */
};

/* Node n of a level has the children 16n to 16n + 15 of the level below; the children of the last are buckets. */
struct digest {
    struct node *nodes[NODES];
};

static const size_t level_begin[LEVELS] = {0, 1, 1 + 16, 1 + 16 + 256};

struct digest *digest_new(void)
{
    struct digest *d = calloc(1, sizeof *d);
    check(d != NULL);
    return d;
}

void digest_free(struct digest *d)
{
    if (d != NULL) {
        for (size_t i = 0; i < NODES; i++) {
            free(d->nodes[i]);
        }
        free(d);
    }
}

struct hash digest_bucket(const struct digest *d, uint16_t bucket)
{
    const struct node *n = d->nodes[level_begin[LEVELS - 1] + (bucket >> BITS)];
    return n == NULL ? (struct hash){{0}} : n->children[bucket % DIGEST_CHILDREN];
}

void digest_set(struct digest *d, uint16_t bucket, const struct hash *h)
{
    size_t child = bucket;
    for (size_t level = LEVELS; level-- > 0;) {
        struct node **n = &d->nodes[level_begin[level] + (child >> BITS)];
        if (*n == NULL) {
            *n = calloc(1, sizeof **n);
            check(*n != NULL);
        }
        if (level == LEVELS - 1) {
            (*n)->children[child % DIGEST_CHILDREN] = *h;
        } else {
            (*n)->stale |= (uint16_t)(1u << child % DIGEST_CHILDREN);
        }
        child >>= BITS;
    }
}

static bool is_zero(const struct node *n)
{
    static const struct hash zero[DIGEST_CHILDREN];
    return memcmp(n->children, zero, sizeof zero) == 0;
}

static struct hash node_hash(struct digest *d, size_t level, size_t index)
{
    struct node *n = d->nodes[level_begin[level] + index];
    if (n == NULL) {
        return (struct hash){{0}};
    }
    for (size_t i = 0; n->stale != 0; i++) {
        if ((n->stale >> i & 1) != 0) {
            n->children[i] = node_hash(d, level + 1, index * DIGEST_CHILDREN + i); /* at most four deep */
            n->stale &= (uint16_t)~(1u << i);
        }
    }
    if (is_zero(n)) {
        return (struct hash){{0}};
    }
    const struct bytes parts[] = {BYTES("univocal state node 1\n"), bytes_of(n->children, sizeof n->children)};
    return hash_of_parts(parts, 2);
}

struct hash digest_top(struct digest *d)
{
    return node_hash(d, 0, 0);
}

struct bytes digest_page(const struct digest *d, uint16_t page)
{
    check(page < DIGEST_PAGES);
    const struct node *n = d->nodes[level_begin[LEVELS - 1] + page];
    return n == NULL || is_zero(n) ? bytes_of(NULL, 0) : bytes_of(n->children, sizeof n->children);
}
