#include "store/overlay.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"

enum { SLOTS_MIN = 256 };

/* SipHash-1-3 by Aumasson and Bernstein, with a fixed key: it decides where a row lies in memory and nothing
 * else, and keys are made of hashes and names, not chosen byte by byte. */
struct sip {
    uint64_t v[4];
};

static uint64_t rotate(uint64_t x, int k)
{
    return x << k | x >> (64 - k);
}

static void sip_round(struct sip *s)
{
    uint64_t *v = s->v;
    v[0] += v[1];
    v[1] = rotate(v[1], 13) ^ v[0];
    v[0] = rotate(v[0], 32);
    v[2] += v[3];
    v[3] = rotate(v[3], 16) ^ v[2];
    v[0] += v[3];
    v[3] = rotate(v[3], 21) ^ v[0];
    v[2] += v[1];
    v[1] = rotate(v[1], 17) ^ v[2];
    v[2] = rotate(v[2], 32);
}

static uint64_t key_hash(struct bytes key)
{
    struct sip s = {{0x736f6d6570736575u ^ 0x756e69766f63616cu, 0x646f72616e646f6du ^ 0x6f7665726c617921u,
                     0x6c7967656e657261u ^ 0x756e69766f63616cu, 0x7465646279746573u ^ 0x6f7665726c617921u}};
    size_t at = 0;
    for (; key.len - at >= 8; at += 8) {
        uint64_t word;
        memcpy(&word, key.data + at, sizeof word);
        s.v[3] ^= word;
        sip_round(&s);
        s.v[0] ^= word;
    }
    uint64_t last = (uint64_t)key.len << 56;
    if (key.len > at) {
        memcpy(&last, key.data + at, key.len - at);
    }
    s.v[3] ^= last;
    sip_round(&s);
    s.v[0] ^= last;
    s.v[2] ^= 0xff;
    for (int i = 0; i < 3; i++) {
        sip_round(&s);
    }
    return s.v[0] ^ s.v[1] ^ s.v[2] ^ s.v[3];
}

void overlay_init(struct overlay *o)
{
    *o = (struct overlay){.slot_count = SLOTS_MIN};
    o->slots = calloc(o->slot_count, sizeof *o->slots);
    check(o->slots != NULL);
    arena_init(&o->arena);
}

void overlay_done(struct overlay *o)
{
    free(o->slots);
    free(o->order);
    arena_done(&o->arena);
    *o = (struct overlay){.bytes = 0};
}

void overlay_clear(struct overlay *o)
{
    overlay_done(o);
    overlay_init(o);
}

void overlay_settle(struct overlay *o)
{
    for (size_t i = 0; i < o->order_count; i++) {
        o->order[i]->dirty = false;
        o->order[i]->listed = false;
    }
    o->order_count = 0;
}

/* Where the key is, or the empty slot where it belongs. */
static size_t slot_of(const struct overlay *o, struct bytes key, uint64_t hash)
{
    size_t at = hash & (o->slot_count - 1);
    while (o->slots[at] != NULL && (o->slots[at]->hash != hash || !bytes_equal(o->slots[at]->key, key))) {
        at = (at + 1) & (o->slot_count - 1);
    }
    return at;
}

struct row *overlay_find(const struct overlay *o, struct bytes key)
{
    return o->slots[slot_of(o, key, key_hash(key))];
}

static void grow(struct overlay *o)
{
    struct row **old = o->slots;
    const size_t old_count = o->slot_count;
    o->slot_count *= 2;
    o->slots = calloc(o->slot_count, sizeof *o->slots);
    check(o->slots != NULL);
    for (size_t i = 0; i < old_count; i++) {
        if (old[i] != NULL) {
            o->slots[slot_of(o, old[i]->key, old[i]->hash)] = old[i];
        }
    }
    free(old);
}

static struct bytes keep(struct overlay *o, struct bytes s)
{
    o->bytes += s.len + 16;
    return arena_copy(&o->arena, s);
}

struct row *overlay_row(struct overlay *o, struct bytes key)
{
    const uint64_t hash = key_hash(key);
    struct row *row = o->slots[slot_of(o, key, hash)];
    if (row != NULL) {
        return row;
    }
    if (o->row_count >= o->slot_count / 2) {
        grow(o);
    }
    row = ARENA_NEW(&o->arena, struct row);
    o->bytes += sizeof *row + 2 * sizeof(void *); /* its places in slots and order */
    row->key = keep(o, key);
    row->hash = hash;
    o->slots[slot_of(o, key, hash)] = row;
    o->row_count++;
    return row;
}

void overlay_remember(struct overlay *o, struct row *row, enum row_kind kind, struct bytes value)
{
    row->value = kind == ROW_PRESENT ? keep(o, value) : bytes_of(NULL, 0);
    row->kind = kind;
}

void overlay_write(struct overlay *o, struct row *row, enum row_kind kind, struct bytes value)
{
    overlay_remember(o, row, kind, value);
    row->dirty = true;
    if (row->listed) {
        return;
    }
    if (o->order_count == o->order_capacity) {
        o->order_capacity = o->order_capacity == 0 ? 256 : 2 * o->order_capacity;
        o->order = realloc(o->order, o->order_capacity * sizeof(struct row *));
        check(o->order != NULL);
    }
    const size_t at = overlay_lower_bound(o, row->key);
    memmove(o->order + at + 1, o->order + at, (o->order_count - at) * sizeof(struct row *));
    o->order[at] = row;
    o->order_count++;
    row->listed = true;
}

size_t overlay_lower_bound(const struct overlay *o, struct bytes key)
{
    size_t low = 0;
    size_t high = o->order_count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (bytes_compare(o->order[middle]->key, key) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}
