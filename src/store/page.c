#include "store/page.h"

#include <string.h>

#include "base/check.h"
#include "store/state.h"

void page_child_write(const struct page_child *c, uint8_t out[PAGE_CHILD_BYTES])
{
    memcpy(out, c->hash.bytes, HASH_BYTES);
    for (int i = 0; i < 8; i++) {
        out[HASH_BYTES + i] = (uint8_t)(c->number >> (56 - 8 * i));
    }
}

static bool read_child(struct bytes key, struct bytes value, struct page_child *out)
{
    if (value.len != PAGE_CHILD_BYTES) {
        return false;
    }
    struct cursor v = cursor_of(value);
    out->first = key;
    memcpy(out->hash.bytes, cursor_take(&v, HASH_BYTES).data, HASH_BYTES);
    out->number = cursor_u64(&v);
    return true;
}

bool page_child_next(struct cursor *c, struct page_child *out)
{
    struct bytes key;
    struct bytes value;
    if (!bucket_next(c, &key, &value)) {
        return false;
    }
    c->failed = !read_child(key, value, out);
    return !c->failed;
}

bool page_choose(struct bytes body, struct bytes key, bool below, struct page_child *out,
                 struct bytes *following)
{
    struct cursor c = cursor_of(body);
    struct bytes k;
    struct bytes v;
    struct bytes first = {NULL, 0};
    struct bytes value = {NULL, 0};
    *following = bytes_of(NULL, 0);
    while (bucket_next(&c, &k, &v)) {
        const int order = bytes_compare(k, key);
        if (order > 0 || (below && order == 0)) {
            *following = k;
            break;
        }
        first = k;
        value = v;
    }
    return !c.failed && read_child(first, value, out);
}

bool page_parse(unsigned level, struct bytes body, struct bytes *next, struct bytes *rows)
{
    struct cursor c = cursor_of(body);
    *next = level == 0 ? cursor_block(&c, STATE_KEY_BYTES_MAX) : bytes_of(NULL, 0);
    *rows = c.rest;
    return !c.failed;
}

bool page_hash(unsigned level, struct bytes body, struct buffer *scratch, struct hash *out)
{
    if (level == 0) {
        const struct bytes parts[] = {BYTES("univocal state bucket 1\n"), body};
        *out = hash_of_parts(parts, 2);
        return true;
    }
    buffer_clear(scratch);
    buffer_add_text(scratch, "univocal state node 1\n");
    struct cursor c = cursor_of(body);
    struct page_child child;
    while (page_child_next(&c, &child)) {
        buffer_add_block(scratch, child.first);
        buffer_add(scratch, child.hash.bytes, HASH_BYTES);
    }
    check(!scratch->overflow);
    *out = hash_of(buffer_view(scratch));
    return !c.failed;
}
