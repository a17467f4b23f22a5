/* Texts whose words are not all here yet: each waits for one commitment, and is looked at again when that
 * comes. */
#include <string.h>

#include "node/core_inner.h"

static int compare(const struct core_wait *a, const struct hash *commitment, const struct hash *root)
{
    const int order = hash_compare(&a->commitment, commitment);
    return order != 0 ? order : hash_compare(&a->root, root);
}

/* The place of the first that does not come before these. */
static size_t lower_bound(const struct core *c, const struct hash *commitment, const struct hash *root)
{
    size_t low = 0;
    size_t high = c->wait_count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (compare(&c->waits[middle], commitment, root) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

void core_words_wait(struct core *c, const struct hash *root, const struct hash *commitment)
{
    const size_t at = lower_bound(c, commitment, root);
    if (at < c->wait_count && compare(&c->waits[at], commitment, root) == 0) {
        return; /* each signer finds the same */
    }
    c->waits = core_grow(c->waits, c->wait_count, &c->wait_capacity, sizeof *c->waits);
    memmove(c->waits + at + 1, c->waits + at, (c->wait_count - at) * sizeof *c->waits);
    c->waits[at] = (struct core_wait){*commitment, *root};
    c->wait_count++;
}

void core_words_came(struct core *c, const struct hash *commitment)
{
    static const struct hash first;
    const size_t begin = lower_bound(c, commitment, &first);
    size_t end = begin;
    while (end < c->wait_count && hash_equal(&c->waits[end].commitment, commitment)) {
        core_list_add(&c->roots, &c->waits[end].root);
        end++;
    }
    if (end > begin) {
        memmove(c->waits + begin, c->waits + end, (c->wait_count - end) * sizeof *c->waits);
        c->wait_count -= end - begin;
    }
}
