#include "record/tree.h"

#include "base/check.h"

struct hash tree_leaf(struct bytes entry)
{
    const struct bytes parts[] = {BYTES("\0"), entry};
    return hash_of_parts(parts, 2);
}

struct hash tree_node(const struct hash *left, const struct hash *right)
{
    uint8_t both[1 + 2 * HASH_BYTES] = {1};
    for (size_t i = 0; i < HASH_BYTES; i++) {
        both[1 + i] = left->bytes[i];
        both[1 + HASH_BYTES + i] = right->bytes[i];
    }
    return hash_of(bytes_of(both, sizeof both));
}

struct hash tree_empty(void)
{
    return hash_of(bytes_of(NULL, 0));
}

void tree_init(struct tree *t)
{
    t->size = 0;
}

void tree_add(struct tree *t, const struct hash *leaf)
{
    struct hash carried = *leaf;
    unsigned level = 0;
    while (t->size >> level & 1) {
        carried = tree_node(&t->roots[level], &carried);
        level++;
    }
    check(level < 64);
    t->roots[level] = carried;
    t->size++;
}

struct hash tree_root(const struct tree *t)
{
    if (t->size == 0) {
        return tree_empty();
    }
    bool begun = false;
    struct hash root = {{0}};
    for (unsigned level = 0; level < 64; level++) {
        if (t->size >> level & 1) {
            root = begun ? tree_node(&t->roots[level], &root) : t->roots[level];
            begun = true;
        }
    }
    return root;
}

/* Checking follows RFC 9162 sections 2.1.3.2 and 2.1.4.2, which verify the RFC 6962 proofs step by step. */
bool proof_of_leaf_holds(const struct proof *p, const struct hash *leaf, uint64_t index, uint64_t size,
                         const struct hash *root)
{
    if (index >= size || p->count > PROOF_STEPS_MAX) {
        return false;
    }
    uint64_t fn = index;
    uint64_t sn = size - 1;
    struct hash r = *leaf;
    for (uint32_t i = 0; i < p->count; i++) {
        if (sn == 0) {
            return false;
        }
        if ((fn & 1) != 0 || fn == sn) {
            r = tree_node(&p->steps[i], &r);
            while ((fn & 1) == 0 && fn != 0) {
                fn >>= 1;
                sn >>= 1;
            }
        } else {
            r = tree_node(&r, &p->steps[i]);
        }
        fn >>= 1;
        sn >>= 1;
    }
    return sn == 0 && hash_equal(&r, root);
}

bool proof_of_growth_holds(const struct proof *p, uint64_t old_size, const struct hash *old_root,
                           uint64_t size, const struct hash *root)
{
    if (old_size > size || p->count > PROOF_STEPS_MAX) {
        return false;
    }
    if (old_size == size) {
        return p->count == 0 && hash_equal(old_root, root);
    }
    if (old_size == 0) {
        const struct hash empty = tree_empty();
        return p->count == 0 && hash_equal(old_root, &empty);
    }
    uint64_t fn = old_size - 1;
    uint64_t sn = size - 1;
    while ((fn & 1) != 0) {
        fn >>= 1;
        sn >>= 1;
    }
    uint32_t i = 0;
    struct hash fr = *old_root;
    if (fn != 0) { /* the old tree is no full subtree of the new one: the proof begins with its part */
        if (p->count == 0) {
            return false;
        }
        fr = p->steps[i++];
    }
    struct hash sr = fr;
    for (; i < p->count; i++) {
        if (sn == 0) {
            return false;
        }
        if ((fn & 1) != 0 || fn == sn) {
            fr = tree_node(&p->steps[i], &fr);
            sr = tree_node(&p->steps[i], &sr);
            while ((fn & 1) == 0 && fn != 0) {
                fn >>= 1;
                sn >>= 1;
            }
        } else {
            sr = tree_node(&sr, &p->steps[i]);
        }
        fn >>= 1;
        sn >>= 1;
    }
    return sn == 0 && hash_equal(&fr, old_root) && hash_equal(&sr, root);
}

/* The largest power of two smaller than n, n > 1. */
static unsigned split_level(uint64_t n)
{
    return 63u - (unsigned)__builtin_clzll(n - 1);
}

/* The root over leaves [begin, begin + count); begin is a multiple of the subtree's span. */
static bool range_root(const struct tree_source *s, uint64_t begin, uint64_t count, struct hash *out)
{
    if ((count & (count - 1)) == 0) {
        const unsigned level = (unsigned)__builtin_ctzll(count);
        return s->subtree(s->ctx, level, begin >> level, out);
    }
    const uint64_t k = 1ULL << split_level(count);
    struct hash left;
    struct hash right;
    if (!range_root(s, begin, k, &left) || !range_root(s, begin + k, count - k, &right)) {
        return false;
    }
    *out = tree_node(&left, &right);
    return true;
}

bool tree_root_at(const struct tree_source *s, uint64_t size, struct hash *out)
{
    if (size == 0) {
        *out = tree_empty();
        return true;
    }
    return range_root(s, 0, size, out);
}

/* The siblings are met from the root down and wanted from the leaf up. */
static void reverse(struct proof *p)
{
    for (uint32_t i = 0; i + 1 < p->count - i; i++) {
        const struct hash h = p->steps[i];
        p->steps[i] = p->steps[p->count - 1 - i];
        p->steps[p->count - 1 - i] = h;
    }
}

bool proof_of_leaf(const struct tree_source *s, uint64_t index, uint64_t size, struct proof *out)
{
    check(index < size);
    struct proof p = {0};
    uint64_t begin = 0;
    uint64_t count = size;
    while (count > 1) {
        const uint64_t k = 1ULL << split_level(count);
        struct hash sibling;
        if (index - begin < k) {
            if (!range_root(s, begin + k, count - k, &sibling)) {
                return false;
            }
            count = k;
        } else {
            if (!range_root(s, begin, k, &sibling)) {
                return false;
            }
            begin += k;
            count -= k;
        }
        p.steps[p.count++] = sibling;
    }
    reverse(&p);
    *out = p;
    return true;
}

bool proof_of_growth(const struct tree_source *s, uint64_t old_size, uint64_t size, struct proof *out)
{
    check(old_size <= size);
    struct proof p = {0};
    if (old_size == 0 || old_size == size) {
        *out = p;
        return true;
    }
    uint64_t m = old_size; /* of the present subtree, how much the old tree covers */
    uint64_t begin = 0;
    uint64_t count = size;
    bool whole = true; /* the subtree begins at the first leaf, so its old root is known */
    while (m != count) {
        const uint64_t k = 1ULL << split_level(count);
        struct hash sibling;
        if (m <= k) {
            if (!range_root(s, begin + k, count - k, &sibling)) {
                return false;
            }
            count = k;
        } else {
            if (!range_root(s, begin, k, &sibling)) {
                return false;
            }
            begin += k;
            count -= k;
            m -= k;
            whole = false;
        }
        p.steps[p.count++] = sibling;
    }
    if (!whole && !range_root(s, begin, count, &p.steps[p.count++])) {
        return false;
    }
    reverse(&p);
    *out = p;
    return true;
}
