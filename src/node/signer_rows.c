#include "node/signer_rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"

struct signer_row {
    struct hash root;
    bool cleared;
    size_t count;
    size_t capacity;
    struct hash *ids;
};

void signer_rows_done(struct signer_rows *r)
{
    for (size_t i = 0; i < r->count; i++) {
        free(r->rows[i].ids);
    }
    for (size_t i = 0; i < r->held_count; i++) {
        free((void *)(uintptr_t)r->held[i].envelope.data);
    }
    free(r->rows);
    free(r->held);
    *r = (struct signer_rows){.rows = NULL};
}

static size_t lower_bound(const struct signer_rows *r, const struct hash *root)
{
    size_t low = 0;
    size_t high = r->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (hash_compare(&r->rows[middle].root, root) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static const struct signer_row *find(const struct signer_rows *r, const struct hash *root)
{
    const size_t at = lower_bound(r, root);
    return at < r->count && hash_equal(&r->rows[at].root, root) ? &r->rows[at] : NULL;
}

/* Room for one more; capacities double. */
static void *grow(void *list, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity) {
        return list;
    }
    *capacity = *capacity == 0 ? 8 : 2 * *capacity;
    list = realloc(list, *capacity * size);
    check(list != NULL);
    return list;
}

static struct signer_row *make(struct signer_rows *r, const struct hash *root)
{
    const size_t at = lower_bound(r, root);
    if (at < r->count && hash_equal(&r->rows[at].root, root)) {
        return &r->rows[at];
    }
    r->rows = grow(r->rows, r->count, &r->capacity, sizeof *r->rows);
    memmove(r->rows + at + 1, r->rows + at, (r->count - at) * sizeof *r->rows);
    r->rows[at] = (struct signer_row){.root = *root};
    r->count++;
    return &r->rows[at];
}

bool signer_rows_hold(struct signer_rows *r, const struct hash *root, const struct hash *id,
                      struct bytes envelope)
{
    if (signer_rows_has(r, root, id) || signer_rows_count(r, root) >= HELD_MAX) {
        return false;
    }
    struct signer_row *row = make(r, root);
    row->ids = grow(row->ids, row->count, &row->capacity, sizeof *row->ids);
    row->ids[row->count++] = *id;
    uint8_t *copy = malloc(envelope.len + 1);
    check(copy != NULL);
    memcpy(copy, envelope.data, envelope.len);
    r->held = grow(r->held, r->held_count, &r->held_capacity, sizeof *r->held);
    r->held[r->held_count++] =
        (struct signer_held){.root = *root, .id = *id, .envelope = {copy, envelope.len}};
    return true;
}

bool signer_rows_clear(struct signer_rows *r, const struct hash *root)
{
    make(r, root)->cleared = true;
    return true;
}

bool signer_rows_is_cleared(const struct signer_rows *r, const struct hash *root)
{
    const struct signer_row *row = find(r, root);
    return row != NULL && row->cleared;
}

bool signer_rows_has(const struct signer_rows *r, const struct hash *root, const struct hash *id)
{
    const struct signer_row *row = find(r, root);
    for (size_t i = 0; row != NULL && i < row->count; i++) {
        if (hash_equal(&row->ids[i], id)) {
            return true;
        }
    }
    return false;
}

size_t signer_rows_count(const struct signer_rows *r, const struct hash *root)
{
    const struct signer_row *row = find(r, root);
    return row == NULL ? 0 : row->count;
}

bool signer_rows_root(const struct signer_rows *r, size_t n, struct hash *root)
{
    if (n >= r->count) {
        return false;
    }
    *root = r->rows[n].root;
    return true;
}

bool signer_rows_id(const struct signer_rows *r, const struct hash *root, size_t n, struct hash *id)
{
    const struct signer_row *row = find(r, root);
    if (row == NULL || n >= row->count) {
        return false;
    }
    *id = row->ids[n];
    return true;
}

uint64_t signer_rows_held_count(const struct signer_rows *r)
{
    return r->held_count;
}

bool signer_rows_held(const struct signer_rows *r, uint64_t number, struct signer_held *out)
{
    if (number >= r->held_count) {
        return false;
    }
    *out = r->held[number];
    out->cleared = signer_rows_is_cleared(r, &out->root);
    return true;
}
