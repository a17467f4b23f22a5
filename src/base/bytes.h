/* base/bytes.h: borrowed byte strings and growing buffers.
 *
 * `struct bytes` borrows: it never owns what it points at. `struct buffer` owns its memory and is born
 * with a maximum; growing beyond it sets `overflow` and drops the bytes, so that a writer checks once at
 * the end. Running out of memory ends the process. */
#ifndef BASE_BYTES_H
#define BASE_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bytes {
    const uint8_t *data; /* may be NULL if len is 0 */
    size_t len;
};

#define BYTES(literal) ((struct bytes){(const uint8_t *)(literal), sizeof(literal) - 1})

struct bytes bytes_of(const void *data, size_t len);
struct bytes bytes_of_text(const char *text); /* without the final NUL */
bool bytes_equal(struct bytes a, struct bytes b);
bool bytes_equal_text(struct bytes a, const char *text);
/* Byte order, then length: negative, zero or positive. */
int bytes_compare(struct bytes a, struct bytes b);
bool bytes_start_with(struct bytes a, struct bytes prefix);

struct buffer {
    uint8_t *data;
    size_t len;
    size_t capacity;
    size_t max;    /* bytes; never grows beyond */
    bool overflow; /* something did not fit */
};

void buffer_init(struct buffer *b, size_t max);
void buffer_done(struct buffer *b);  /* frees; also takes a zeroed buffer */
void buffer_clear(struct buffer *b); /* keeps the memory, forgets bytes and overflow */
void buffer_add(struct buffer *b, const void *data, size_t len);
void buffer_add_bytes(struct buffer *b, struct bytes s);
void buffer_add_text(struct buffer *b, const char *text);
void buffer_add_u8(struct buffer *b, uint8_t v);
void buffer_add_u32(struct buffer *b, uint32_t v); /* big-endian */
void buffer_add_u64(struct buffer *b, uint64_t v); /* big-endian */
void buffer_printf(struct buffer *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
struct bytes buffer_view(const struct buffer *b); /* until the next change */
/* The content as a C string: adds a NUL behind it that is not counted. Until the next change. */
const char *buffer_text(struct buffer *b);

/* A reader over borrowed bytes: each take fails for good once something is missing. */
struct cursor {
    struct bytes rest;
    bool failed;
};

struct cursor cursor_of(struct bytes s);
struct bytes cursor_take(struct cursor *c, size_t len); /* len bytes, or empty and failed */
uint8_t cursor_u8(struct cursor *c);
uint32_t cursor_u32(struct cursor *c);
uint64_t cursor_u64(struct cursor *c);
/* u32 length, then that many bytes; fails if longer than max. */
struct bytes cursor_block(struct cursor *c, size_t max);
/* The bytes up to the next line feed, which is taken too; fails if there is none. */
struct bytes cursor_line(struct cursor *c);
/* The value of a line `name value`; fails if the next line has another name. */
struct bytes cursor_named_line(struct cursor *c, const char *name);
bool cursor_ended(const struct cursor *c); /* nothing failed and nothing is left */
/* Writes what cursor_block reads. */
void buffer_add_block(struct buffer *b, struct bytes s);
#endif
