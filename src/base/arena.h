/* base/arena.h: memory that belongs to a unit of work (an act, a request, a test), not to a pointer.
 * What is taken from an arena dies with arena_clear or arena_done. Out of memory ends the process. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

#include "base/bytes.h"

struct arena_block;
struct arena {
    struct arena_block *blocks; /* newest first */
    size_t used;                /* bytes used of the newest */
};

void arena_init(struct arena *a);
void arena_clear(struct arena *a); /* forgets everything, keeps one block */
void arena_done(struct arena *a);  /* also takes a zeroed arena */
/* Zeroed memory for count * size bytes, aligned for any type. */
void *arena_take(struct arena *a, size_t count, size_t size) __attribute__((malloc, returns_nonnull));
#define ARENA_NEW(a, type) ((type *)arena_take((a), 1, sizeof(type)))
#define ARENA_ARRAY(a, type, count) ((type *)arena_take((a), (count), sizeof(type)))
/* How much memory the arena holds. */
size_t arena_bytes(const struct arena *a);
/* Copies; the text form ends with a NUL. */
struct bytes arena_copy(struct arena *a, struct bytes s);
char *arena_text(struct arena *a, struct bytes s) __attribute__((returns_nonnull));
char *arena_printf(struct arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));
#endif
