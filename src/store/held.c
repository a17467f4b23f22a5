#include "store/held.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"

void held_clear(struct held *h)
{
    for (size_t i = 0; i < h->count; i++) {
        free(h->list[i]->memory);
        free(h->list[i]);
    }
    free(h->list);
    *h = (struct held){.count = 0};
}

/* The place of the first page that begins at `key` or behind it. */
static size_t lower_bound(const struct held *h, struct bytes key)
{
    size_t low = 0;
    size_t high = h->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (bytes_compare(h->list[middle]->first, key) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

struct held_page *held_find(const struct held *h, struct bytes first)
{
    const size_t at = lower_bound(h, first);
    return at < h->count && bytes_equal(h->list[at]->first, first) ? h->list[at] : NULL;
}

struct held_page *held_floor(const struct held *h, struct bytes key, bool below)
{
    size_t at = lower_bound(h, key);
    if (!below && at < h->count && bytes_equal(h->list[at]->first, key)) {
        at++;
    }
    while (at > 0 && h->list[at - 1]->removed) {
        at--;
    }
    return at == 0 ? NULL : h->list[at - 1];
}

struct held_page *held_behind(const struct held *h, struct bytes key)
{
    size_t at = lower_bound(h, key);
    while (at < h->count && (h->list[at]->removed || bytes_equal(h->list[at]->first, key))) {
        at++;
    }
    return at < h->count ? h->list[at] : NULL;
}

static struct held_page *insert(struct held *h, struct bytes first)
{
    struct held_page *p = calloc(1, sizeof *p + first.len);
    check(p != NULL);
    uint8_t *key = (uint8_t *)(p + 1);
    if (first.len > 0) {
        memcpy(key, first.data, first.len);
    }
    p->first = bytes_of(key, first.len);
    p->removed = true; /* until it is put */
    if (h->count == h->capacity) {
        h->capacity = h->capacity == 0 ? 16 : 2 * h->capacity;
        h->list = realloc(h->list, h->capacity * sizeof(struct held_page *));
        check(h->list != NULL);
    }
    const size_t at = lower_bound(h, first);
    memmove(h->list + at + 1, h->list + at, (h->count - at) * sizeof(struct held_page *));
    h->list[at] = p;
    h->count++;
    h->bytes += sizeof *p + first.len + 32;
    return p;
}

/* Room for so many bytes, and a little more, because pages mostly grow. */
static void reserve(struct held *h, struct held_page *p, size_t len)
{
    if (len > p->capacity) {
        const size_t capacity = len + len / 8;
        free(p->memory);
        p->memory = malloc(capacity);
        check(p->memory != NULL);
        h->bytes += capacity - p->capacity;
        p->capacity = capacity;
    }
}

void held_put(struct held *h, struct bytes first, uint64_t number, bool fresh, const struct bytes *next,
              struct bytes rows)
{
    struct held_page *p = held_find(h, first);
    if (p == NULL) {
        p = insert(h, first);
        p->number = number;
        p->fresh = fresh;
    } /* one that is removed keeps its number: it may lie on disk under it */
    const size_t head = next == NULL ? 0 : 4 + next->len;
    reserve(h, p, head + rows.len);
    if (next != NULL) {
        check(next->len <= UINT8_MAX * UINT8_MAX);
        const uint8_t len[4] = {0, 0, (uint8_t)(next->len >> 8), (uint8_t)next->len};
        memcpy(p->memory, len, sizeof len);
        if (next->len > 0) {
            memcpy(p->memory + 4, next->data, next->len);
        }
    }
    if (rows.len > 0) {
        memcpy(p->memory + head, rows.data, rows.len);
    }
    p->body = bytes_of(p->memory, head + rows.len);
    p->removed = false;
    p->unsettled = true;
}

void held_remove(struct held *h, struct bytes first, uint64_t number, bool fresh)
{
    struct held_page *p = held_find(h, first);
    if (p == NULL) {
        p = insert(h, first);
        p->number = number;
        p->fresh = fresh;
    }
    h->bytes -= p->capacity;
    free(p->memory);
    p->memory = NULL;
    p->capacity = 0;
    p->body = bytes_of(NULL, 0);
    p->removed = true;
    p->unsettled = true;
}
