#include <string.h>

#include "record/tree.h"
#include "support/harness.h"
#include "unit/codec/vectors.h"

enum { LEAVES = 70 };

static struct hash leaf_at(uint64_t index)
{
    return tree_leaf(bytes_of(&index, sizeof index));
}

/* RFC 6962 section 2.1 as it is written, over leaf hashes. */
static struct hash root_of(const struct hash *leaves, uint64_t count)
{
    if (count == 0) {
        return hash_of(bytes_of(NULL, 0));
    }
    if (count == 1) {
        return leaves[0];
    }
    uint64_t k = 1;
    while (2 * k < count) {
        k *= 2;
    }
    const struct hash left = root_of(leaves, k);
    const struct hash right = root_of(leaves + k, count - k);
    const struct bytes parts[] = {BYTES("\1"), hash_view(&left), hash_view(&right)};
    return hash_of_parts(parts, 3);
}

struct forest {
    struct hash leaves[LEAVES];
    struct hash roots[LEAVES + 1]; /* by size */
    struct tree_source source;
    uint64_t asked;
    uint64_t fail_at; /* the n-th question is not answered; 0: never */
};

static bool subtree(void *ctx, unsigned level, uint64_t index, struct hash *out)
{
    struct forest *f = ctx;
    const uint64_t begin = index << level;
    check_that(begin + (UINT64_C(1) << level) <= LEAVES);
    *out = root_of(f->leaves + begin, UINT64_C(1) << level);
    return ++f->asked != f->fail_at;
}

static void grow_forest(struct forest *f)
{
    *f = (struct forest){.source = {f, subtree}};
    for (uint64_t i = 0; i < LEAVES; i++) {
        f->leaves[i] = leaf_at(i);
    }
    for (uint64_t n = 0; n <= LEAVES; n++) {
        f->roots[n] = root_of(f->leaves, n);
    }
}

static void check_steps(const struct proof *p, const struct json *steps)
{
    check_eq(p->count, steps->count);
    for (size_t i = 0; i < steps->count; i++) {
        check_bytes(bytes_of_text(hash_hex(&p->steps[i]).text), steps->items[i].text);
    }
}

TEST(roots_and_proofs_are_those_of_certificate_transparency)
{
    const struct json *rows = vectors_open("tests/vectors/tree.json");
    struct forest *f = ARENA_NEW(harness_arena(), struct forest);
    f->source = (struct tree_source){f, subtree};
    for (size_t i = 0; i < rows->count; i++) {
        const struct json *row = vector_row(rows, i);
        const struct json *leaves = json_get_array(row, "leaves");
        const struct json *paths = json_get_array(row, "paths");
        const struct json *growth = json_get_array(row, "growth");
        struct tree t;
        tree_init(&t);
        for (size_t k = 0; k < leaves->count; k++) {
            uint8_t data[32];
            const size_t len = leaves->items[k].text.len / 2;
            check_that(hex_decode(leaves->items[k].text, data, len));
            f->leaves[k] = tree_leaf(bytes_of(data, len));
            tree_add(&t, &f->leaves[k]);
        }
        const struct hash root = tree_root(&t);
        check_bytes(bytes_of_text(hash_hex(&root).text), vector_text(row, "root"));
        for (size_t k = 0; k < leaves->count; k++) {
            struct proof p;
            check_that(proof_of_leaf(&f->source, k, leaves->count, &p));
            check_steps(&p, &paths->items[k]);
            check_that(proof_of_leaf_holds(&p, &f->leaves[k], k, leaves->count, &root));
            check_that(proof_of_growth(&f->source, k + 1, leaves->count, &p));
            check_steps(&p, &growth->items[k]);
            const struct hash old = root_of(f->leaves, k + 1);
            check_that(proof_of_growth_holds(&p, k + 1, &old, leaves->count, &root));
        }
    }
}

TEST(a_tree_that_grows_has_the_root_of_its_leaves)
{
    struct forest *f = ARENA_NEW(harness_arena(), struct forest);
    struct tree t;
    grow_forest(f);
    tree_init(&t);
    for (uint64_t n = 0; n <= LEAVES; n++) {
        harness_note("%llu leaves", (unsigned long long)n);
        struct hash root = tree_root(&t);
        check_eq(t.size, n);
        check_that(hash_equal(&root, &f->roots[n]));
        check_that(tree_root_at(&f->source, n, &root));
        check_that(hash_equal(&root, &f->roots[n]));
        if (n < LEAVES) {
            tree_add(&t, &f->leaves[n]);
        }
    }
    const struct hash empty = tree_empty();
    check_that(hash_equal(&empty, &f->roots[0]));
    const struct hash node = tree_node(&f->leaves[0], &f->leaves[1]);
    check_that(hash_equal(&node, &f->roots[2]));
}

/* Every place where one bit of an argument can be another. */
static void check_leaf_refusals(const struct proof *p, const struct hash *leaf, uint64_t index, uint64_t size,
                                const struct hash *root)
{
    struct proof q = *p;
    for (uint32_t step = 0; step < p->count; step++) {
        for (unsigned bit = 0; bit < 256; bit++) {
            q.steps[step].bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
            check_that(!proof_of_leaf_holds(&q, leaf, index, size, root));
            q.steps[step].bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
        }
    }
    for (unsigned bit = 0; bit < 256; bit++) {
        struct hash other = *root;
        other.bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
        check_that(!proof_of_leaf_holds(p, leaf, index, size, &other));
        other = *leaf;
        other.bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
        check_that(!proof_of_leaf_holds(p, &other, index, size, root));
    }
    for (unsigned bit = 0; bit < 64; bit++) {
        check_that(!proof_of_leaf_holds(p, leaf, index ^ UINT64_C(1) << bit, size, root));
    }
}

TEST(a_proof_of_a_leaf_holds_for_that_leaf_at_that_place_alone)
{
    struct forest *f = ARENA_NEW(harness_arena(), struct forest);
    grow_forest(f);
    for (uint64_t size = 1; size <= LEAVES; size++) {
        for (uint64_t index = 0; index < size; index++) {
            harness_note("leaf %llu of %llu", (unsigned long long)index, (unsigned long long)size);
            struct proof p;
            check_that(proof_of_leaf(&f->source, index, size, &p));
            check_that(proof_of_leaf_holds(&p, &f->leaves[index], index, size, &f->roots[size]));
            for (uint64_t other = 0; other < size; other++) {
                check_eq(proof_of_leaf_holds(&p, &f->leaves[other], other, size, &f->roots[size]),
                         other == index);
            }
            if (size < 9 || (size * 7 + index) % 31 == 0) {
                check_leaf_refusals(&p, &f->leaves[index], index, size, &f->roots[size]);
            }
            p.count++;
            check_that(!proof_of_leaf_holds(&p, &f->leaves[index], index, size, &f->roots[size]));
            if (p.count > 1) {
                p.count -= 2;
                check_that(!proof_of_leaf_holds(&p, &f->leaves[index], index, size, &f->roots[size]));
            }
        }
    }
}

/* A size with one bit changed can have a tree of the same shape above the leaf, but then it has another
 * root. */
TEST(a_proof_of_a_leaf_is_refused_for_the_root_of_any_other_size)
{
    struct forest *f = ARENA_NEW(harness_arena(), struct forest);
    grow_forest(f);
    for (uint64_t size = 1; size <= LEAVES; size++) {
        for (uint64_t index = 0; index < size; index++) {
            struct proof p;
            check_that(proof_of_leaf(&f->source, index, size, &p));
            for (uint64_t other = 0; other <= LEAVES; other++) {
                const bool holds = proof_of_leaf_holds(&p, &f->leaves[index], index, other, &f->roots[other]);
                check_eq(holds, other == size);
            }
        }
    }
}

/* Whatever there is has grown from nothing. */
static void check_growth_refusals(const struct proof *p, const struct forest *f, uint64_t old, uint64_t size)
{
    struct proof q = *p;
    for (uint32_t step = 0; step < p->count; step++) {
        for (unsigned bit = 0; bit < 256; bit++) {
            q.steps[step].bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
            check_that(!proof_of_growth_holds(&q, old, &f->roots[old], size, &f->roots[size]));
            q.steps[step].bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
        }
    }
    for (unsigned bit = 0; bit < 256; bit++) {
        struct hash other = f->roots[old];
        other.bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
        check_that(!proof_of_growth_holds(p, old, &other, size, &f->roots[size]));
        other = f->roots[size];
        other.bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
        check_eq(proof_of_growth_holds(p, old, &f->roots[old], size, &other), old == 0 && size > 0);
    }
}

TEST(a_proof_of_growth_holds_between_its_two_sizes_alone)
{
    struct forest *f = ARENA_NEW(harness_arena(), struct forest);
    grow_forest(f);
    for (uint64_t size = 0; size <= LEAVES; size++) {
        for (uint64_t old = 0; old <= size; old++) {
            harness_note("from %llu to %llu", (unsigned long long)old, (unsigned long long)size);
            struct proof p;
            check_that(proof_of_growth(&f->source, old, size, &p));
            check_that(proof_of_growth_holds(&p, old, &f->roots[old], size, &f->roots[size]));
            for (uint64_t other = 0; other <= LEAVES; other++) {
                const bool empty =
                    p.count == 0; /* also proves that nothing grows into anything, and each into itself */
                const bool older = proof_of_growth_holds(&p, other, &f->roots[other], size, &f->roots[size]);
                const bool newer = proof_of_growth_holds(&p, old, &f->roots[old], other, &f->roots[other]);
                check_eq(older, other == old || (empty && (other == 0 || other == size)));
                check_eq(newer, other == size || (empty && (old == 0 || other == old)));
            }
            if (size < 9 || (size * 7 + old) % 31 == 0) {
                check_growth_refusals(&p, f, old, size);
            }
            p.count++;
            check_that(!proof_of_growth_holds(&p, old, &f->roots[old], size, &f->roots[size]));
            if (p.count > 1) {
                p.count -= 2;
                check_that(!proof_of_growth_holds(&p, old, &f->roots[old], size, &f->roots[size]));
            }
        }
    }
}

TEST(a_smaller_tree_is_no_growth_and_a_leaf_beyond_the_end_has_no_proof)
{
    struct forest *f = ARENA_NEW(harness_arena(), struct forest);
    grow_forest(f);
    const struct proof none = {0};
    check_that(!proof_of_growth_holds(&none, 2, &f->roots[2], 1, &f->roots[1]));
    check_that(!proof_of_growth_holds(&none, 3, &f->roots[3], 5, &f->roots[5]));
    check_that(!proof_of_leaf_holds(&none, &f->leaves[0], 0, 0, &f->roots[0]));
    check_that(!proof_of_leaf_holds(&none, &f->leaves[0], 1, 1, &f->roots[1]));
    check_that(!proof_of_leaf_holds(&none, &f->leaves[0], UINT64_MAX, UINT64_MAX, &f->roots[1]));
    struct proof p;
    check_dies(proof_of_leaf(&f->source, 5, 5, &p));
    check_dies(proof_of_growth(&f->source, 6, 5, &p));
}

TEST(a_proof_has_at_most_64_steps)
{
    check_eq(PROOF_STEPS_MAX, 64);
    struct proof p = {.count = PROOF_STEPS_MAX};
    const struct hash leaf = leaf_at(0);
    struct hash root = leaf;
    for (uint32_t i = 0; i < PROOF_STEPS_MAX; i++) {
        p.steps[i] = leaf_at(i);
        root = tree_node(&root, &p.steps[i]);
    }
    check_that(proof_of_leaf_holds(&p, &leaf, 0, UINT64_MAX, &root)); /* the leftmost of the largest tree */
    p.count = PROOF_STEPS_MAX + 1;
    check_that(!proof_of_leaf_holds(&p, &leaf, 0, UINT64_MAX, &root));
    check_that(!proof_of_growth_holds(&p, 1, &leaf, UINT64_MAX, &root));
}

TEST(a_source_that_fails_makes_no_proof)
{
    struct forest *f = ARENA_NEW(harness_arena(), struct forest);
    grow_forest(f);
    for (uint64_t at = 1; at < 8; at++) {
        struct proof p = {.count = 99};
        struct hash h = {{7}};
        const struct hash before = h;
        f->fail_at = at;
        f->asked = 0;
        const bool leaf = proof_of_leaf(&f->source, 21, 43, &p);
        check_eq(leaf, f->asked < at);
        check_that(leaf || p.count == 99);
        f->asked = 0;
        p.count = 99;
        const bool growth = proof_of_growth(&f->source, 21, 43, &p);
        check_eq(growth, f->asked < at);
        check_that(growth || p.count == 99);
        f->asked = 0;
        const bool root = tree_root_at(&f->source, 43, &h);
        check_eq(root, f->asked < at);
        check_that(root || hash_equal(&h, &before));
    }
}
