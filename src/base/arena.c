#include "base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"

struct arena_block {
    struct arena_block *older;
    size_t capacity;
    _Alignas(max_align_t) unsigned char data[];
};

enum { BLOCK_BYTES = 16 * 1024 - sizeof(struct arena_block) };

void arena_init(struct arena *a)
{
    *a = (struct arena){0};
}

void arena_clear(struct arena *a)
{
    while (a->blocks != NULL && a->blocks->older != NULL) {
        struct arena_block *older = a->blocks->older;
        free(a->blocks);
        a->blocks = older;
    }
    a->used = 0;
}

void arena_done(struct arena *a)
{
    if (a != NULL) {
        arena_clear(a);
        free(a->blocks);
        *a = (struct arena){0};
    }
}

size_t arena_bytes(const struct arena *a)
{
    size_t bytes = 0;
    for (const struct arena_block *b = a->blocks; b != NULL; b = b->older) {
        bytes += sizeof *b + b->capacity;
    }
    return bytes;
}

void *arena_take(struct arena *a, size_t count, size_t size)
{
    check(size == 0 || count <= (SIZE_MAX - 64) / size);
    const size_t align = sizeof(max_align_t);
    const size_t need = (count * size + align - 1) / align * align;
    if (a->blocks == NULL || need > a->blocks->capacity - a->used) {
        const size_t capacity = need > BLOCK_BYTES ? need : BLOCK_BYTES;
        struct arena_block *block = malloc(sizeof *block + capacity);
        check(block != NULL);
        block->older = a->blocks;
        block->capacity = capacity;
        a->blocks = block;
        a->used = 0;
    }
    void *taken = a->blocks->data + a->used;
    a->used += need;
    memset(taken, 0, count * size);
    return taken;
}

struct bytes arena_copy(struct arena *a, struct bytes s)
{
    return (struct bytes){(uint8_t *)arena_text(a, s), s.len};
}

char *arena_text(struct arena *a, struct bytes s)
{
    char *copy = arena_take(a, s.len + 1, 1);
    if (s.len > 0) {
        memcpy(copy, s.data, s.len);
    }
    return copy;
}

char *arena_printf(struct arena *a, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    const int len = vsnprintf(NULL, 0, format, list);
    va_end(list);
    check(len >= 0);
    char *text = arena_take(a, (size_t)len + 1, 1);
    va_start(list, format);
    (void)vsnprintf(text, (size_t)len + 1, format, list);
    va_end(list);
    return text;
}
