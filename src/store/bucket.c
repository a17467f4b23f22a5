#include "store/bucket.h"

#include <string.h>

#include "store/state.h"

static uint16_t index_of(const struct hash *h)
{
    return (uint16_t)(h->bytes[0] << 8 | h->bytes[1]);
}

uint16_t bucket_of(struct bytes key)
{
    const struct hash h = hash_of(key);
    return index_of(&h);
}

struct hash bucket_hash(struct bytes rows)
{
    if (rows.len == 0) {
        return (struct hash){{0}};
    }
    const struct bytes parts[] = {BYTES("univocal state bucket 1\n"), rows};
    return hash_of_parts(parts, 2);
}

bool bucket_next(struct cursor *c, struct bytes *key, struct bytes *value)
{
    if (cursor_ended(c)) {
        return false;
    }
    *key = cursor_block(c, STATE_KEY_BYTES_MAX);
    *value = cursor_block(c, STATE_VALUE_BYTES_MAX);
    return !c->failed;
}

bool bucket_find(struct bytes rows, struct bytes key, struct bytes *value)
{
    struct cursor c = cursor_of(rows);
    struct bytes k;
    struct bytes v;
    while (bucket_next(&c, &k, &v)) {
        if (bytes_equal(k, key)) {
            *value = v;
            return true;
        }
    }
    return false;
}

void bucket_sum_add(struct bucket_sum *sum, const struct hash *key_hash)
{
    sum->count++;
    for (size_t i = 0; i < 4; i++) {
        uint64_t word;
        memcpy(&word, key_hash->bytes + 8 * i, sizeof word);
        sum->words[i] += word;
    }
}

bool bucket_holds(struct bytes rows, uint16_t index, struct bucket_sum *sum)
{
    struct cursor c = cursor_of(rows);
    struct bytes key;
    struct bytes value;
    struct bytes before = {NULL, 0};
    bool first = true;
    while (bucket_next(&c, &key, &value)) {
        const struct hash h = hash_of(key);
        if (index_of(&h) != index || (!first && bytes_compare(before, key) >= 0)) {
            return false;
        }
        bucket_sum_add(sum, &h);
        before = key;
        first = false;
    }
    return !c.failed;
}

static void add_row(struct buffer *out, struct bytes key, struct bytes value)
{
    buffer_add_block(out, key);
    buffer_add_block(out, value);
}

bool bucket_merge(struct bytes rows, struct bucket_change *const *changes, size_t count, struct buffer *out)
{
    struct cursor c = cursor_of(rows);
    struct bytes key = {NULL, 0};
    struct bytes value = {NULL, 0};
    bool more = bucket_next(&c, &key, &value);
    for (size_t i = 0; i < count; i++) {
        int order = 1;
        while (more && (order = bytes_compare(key, changes[i]->key)) < 0) {
            add_row(out, key, value);
            more = bucket_next(&c, &key, &value);
        }
        changes[i]->existed = more && order == 0;
        if (changes[i]->existed) {
            more = bucket_next(&c, &key, &value);
        }
        if (changes[i]->present) {
            add_row(out, changes[i]->key, changes[i]->value);
        }
    }
    while (more) {
        add_row(out, key, value);
        more = bucket_next(&c, &key, &value);
    }
    return !c.failed;
}
