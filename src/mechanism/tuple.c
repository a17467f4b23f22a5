#include "mechanism/tuple.h"

#include <string.h>

#include "base/check.h"

static void key_add(struct key *k, const void *data, size_t len)
{
    check(len <= sizeof k->data - k->len);
    if (len > 0) {
        memcpy(k->data + k->len, data, len);
    }
    k->len += len;
}

struct key key_new(char noun)
{
    struct key k;
    k.len = 0;
    key_add(&k, &noun, 1);
    return k;
}

struct key key_noun(const char *noun)
{
    struct key k = {.len = 0};
    key_add(&k, "~", 1);
    key_add_text(&k, bytes_of_text(noun));
    return k;
}

void key_add_text(struct key *k, struct bytes text)
{
    check(text.len == 0 || memchr(text.data, 0, text.len) == NULL);
    key_add(k, text.data, text.len);
    key_add(k, "", 1);
}

void key_add_hash(struct key *k, const struct hash *h)
{
    key_add(k, h->bytes, sizeof h->bytes);
}

void key_add_public(struct key *k, const struct public_key *p)
{
    key_add(k, p->bytes, sizeof p->bytes);
}

void key_add_number(struct key *k, int64_t n)
{
    check(n >= 0);
    uint8_t bytes[8];
    for (int i = 0; i < 8; i++) {
        bytes[i] = (uint8_t)((uint64_t)n >> (56 - 8 * i));
    }
    key_add(k, bytes, sizeof bytes);
}

struct bytes key_view(const struct key *k)
{
    return bytes_of(k->data, k->len);
}

void value_add_hash(struct buffer *b, const struct hash *h)
{
    buffer_add(b, h->bytes, sizeof h->bytes);
}

void value_add_public(struct buffer *b, const struct public_key *p)
{
    buffer_add(b, p->bytes, sizeof p->bytes);
}

void value_add_number(struct buffer *b, int64_t n)
{
    buffer_add_u64(b, (uint64_t)n);
}

struct hash value_hash(struct cursor *c)
{
    struct hash h = {{0}};
    const struct bytes s = cursor_take(c, sizeof h.bytes);
    if (s.len == sizeof h.bytes) {
        memcpy(h.bytes, s.data, sizeof h.bytes);
    }
    return h;
}

struct public_key value_public(struct cursor *c)
{
    struct public_key p = {{0}};
    const struct bytes s = cursor_take(c, sizeof p.bytes);
    if (s.len == sizeof p.bytes) {
        memcpy(p.bytes, s.data, sizeof p.bytes);
    }
    return p;
}

int64_t value_number(struct cursor *c)
{
    return (int64_t)cursor_u64(c);
}

struct bytes value_text(struct cursor *c)
{
    return cursor_block(c, STATE_VALUE_BYTES_MAX);
}
