#include "base/bytes.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"

struct bytes bytes_of(const void *data, size_t len)
{
    return (struct bytes){data, len};
}

struct bytes bytes_of_text(const char *text)
{
    return (struct bytes){(const uint8_t *)text, strlen(text)};
}

bool bytes_equal(struct bytes a, struct bytes b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}

bool bytes_equal_text(struct bytes a, const char *text)
{
    return bytes_equal(a, bytes_of_text(text));
}

int bytes_compare(struct bytes a, struct bytes b)
{
    const size_t len = a.len < b.len ? a.len : b.len;
    const int order = len == 0 ? 0 : memcmp(a.data, b.data, len);
    if (order != 0) {
        return order;
    }
    return a.len < b.len ? -1 : a.len > b.len ? 1 : 0;
}

bool bytes_start_with(struct bytes a, struct bytes prefix)
{
    return a.len >= prefix.len && bytes_equal((struct bytes){a.data, prefix.len}, prefix);
}

void buffer_init(struct buffer *b, size_t max)
{
    *b = (struct buffer){.max = max};
}

void buffer_done(struct buffer *b)
{
    if (b != NULL) {
        free(b->data);
        *b = (struct buffer){0};
    }
}

void buffer_clear(struct buffer *b)
{
    b->len = 0;
    b->overflow = false;
}

/* Makes room for `more` bytes and one NUL; false if that is beyond the maximum. */
static bool buffer_reserve(struct buffer *b, size_t more)
{
    if (b->overflow || more > b->max || b->len > b->max - more) {
        b->overflow = true;
        return false;
    }
    const size_t need = b->len + more + 1;
    if (need > b->capacity) {
        size_t capacity = b->capacity < 64 ? 64 : b->capacity;
        while (capacity < need) {
            capacity *= 2;
        }
        uint8_t *data = realloc(b->data, capacity);
        check(data != NULL);
        b->data = data;
        b->capacity = capacity;
    }
    return true;
}

void buffer_add(struct buffer *b, const void *data, size_t len)
{
    if (buffer_reserve(b, len) && len > 0) {
        memcpy(b->data + b->len, data, len);
        b->len += len;
    }
}

void buffer_add_bytes(struct buffer *b, struct bytes s)
{
    buffer_add(b, s.data, s.len);
}

void buffer_add_text(struct buffer *b, const char *text)
{
    buffer_add(b, text, strlen(text));
}

void buffer_add_u8(struct buffer *b, uint8_t v)
{
    buffer_add(b, &v, 1);
}

void buffer_add_u32(struct buffer *b, uint32_t v)
{
    const uint8_t bytes[4] = {(uint8_t)(v >> 24), (uint8_t)(v >> 16), (uint8_t)(v >> 8), (uint8_t)v};
    buffer_add(b, bytes, sizeof bytes);
}

void buffer_add_u64(struct buffer *b, uint64_t v)
{
    buffer_add_u32(b, (uint32_t)(v >> 32));
    buffer_add_u32(b, (uint32_t)v);
}

void buffer_printf(struct buffer *b, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    const int len = vsnprintf(NULL, 0, format, list);
    va_end(list);
    check(len >= 0);
    if (!buffer_reserve(b, (size_t)len)) {
        return;
    }
    va_start(list, format);
    (void)vsnprintf((char *)b->data + b->len, (size_t)len + 1, format, list);
    va_end(list);
    b->len += (size_t)len;
}

struct bytes buffer_view(const struct buffer *b)
{
    return (struct bytes){b->data, b->len};
}

const char *buffer_text(struct buffer *b)
{
    if (b->data == NULL) {
        return "";
    }
    b->data[b->len] = 0; /* buffer_reserve keeps this place */
    return (const char *)b->data;
}

struct cursor cursor_of(struct bytes s)
{
    return (struct cursor){s, false};
}

struct bytes cursor_take(struct cursor *c, size_t len)
{
    if (c->failed || len > c->rest.len) {
        c->failed = true;
        return (struct bytes){NULL, 0};
    }
    const struct bytes taken = {c->rest.data, len};
    if (len > 0) {
        c->rest.data += len;
        c->rest.len -= len;
    }
    return taken;
}

uint8_t cursor_u8(struct cursor *c)
{
    const struct bytes s = cursor_take(c, 1);
    return s.len == 1 ? s.data[0] : 0;
}

uint32_t cursor_u32(struct cursor *c)
{
    const struct bytes s = cursor_take(c, 4);
    if (s.len != 4) {
        return 0;
    }
    return (uint32_t)s.data[0] << 24 | (uint32_t)s.data[1] << 16 | (uint32_t)s.data[2] << 8 |
           s.data[3];
}

uint64_t cursor_u64(struct cursor *c)
{
    const uint64_t high = cursor_u32(c);
    return high << 32 | cursor_u32(c);
}

struct bytes cursor_block(struct cursor *c, size_t max)
{
    const size_t len = cursor_u32(c);
    if (len > max) {
        c->failed = true;
    }
    return cursor_take(c, len);
}

struct bytes cursor_line(struct cursor *c)
{
    size_t len = 0;
    while (len < c->rest.len && c->rest.data[len] != '\n') {
        len++;
    }
    const struct bytes line = cursor_take(c, len);
    (void)cursor_u8(c);
    return c->failed ? bytes_of(NULL, 0) : line;
}

struct bytes cursor_named_line(struct cursor *c, const char *name)
{
    struct cursor line = cursor_of(cursor_line(c));
    const struct bytes head = bytes_of_text(name);
    if (!bytes_equal(cursor_take(&line, head.len), head) || cursor_u8(&line) != ' ') {
        c->failed = true;
    }
    return c->failed ? bytes_of(NULL, 0) : line.rest;
}

bool cursor_ended(const struct cursor *c)
{
    return !c->failed && c->rest.len == 0;
}

void buffer_add_block(struct buffer *b, struct bytes s)
{
    check(s.len <= UINT32_MAX);
    buffer_add_u32(b, (uint32_t)s.len);
    buffer_add_bytes(b, s);
}
