/* Apart from json.c, because the signer writes JSON and links no parser. */
#include <string.h>

#include "base/check.h"
#include "base/hex.h"
#include "codec/json.h"

/* How a byte stands in a text: 0 as it is, 'u' as \u00xx, else behind a backslash (RFC 8785, 3.2.2.2). */
static char escape_of(uint8_t c)
{
    switch (c) {
    case '"':
    case '\\':
        return (char)c;
    case '\b':
        return 'b';
    case '\t':
        return 't';
    case '\n':
        return 'n';
    case '\f':
        return 'f';
    case '\r':
        return 'r';
    default:
        return c < 0x20 ? 'u' : 0;
    }
}

static void write_text(struct buffer *b, struct bytes text)
{
    buffer_add_u8(b, '"');
    size_t plain = 0; /* where the bytes begin that need no escape */
    for (size_t i = 0; i < text.len; i++) {
        const uint8_t c = text.data[i];
        const char escape = escape_of(c);
        if (escape == 0) {
            continue;
        }
        buffer_add(b, text.data + plain, i - plain);
        plain = i + 1;
        const char pair[2] = {'\\', escape};
        buffer_add(b, pair, sizeof pair);
        if (escape == 'u') {
            buffer_add_text(b, "00");
            buffer_add_hex(b, bytes_of(&c, 1));
        }
    }
    if (plain < text.len) {
        buffer_add(b, text.data + plain, text.len - plain);
    }
    buffer_add_u8(b, '"');
}

static void write_integer(struct buffer *b, int64_t value)
{
    check(value >= -INTEGER_MAX);
    check(value <= INTEGER_MAX);
    char text[24];
    char *p = text + sizeof text;
    for (int64_t rest = value < 0 ? -value : value; p == text + sizeof text || rest > 0; rest /= 10) {
        *--p = (char)('0' + rest % 10);
    }
    if (value < 0) {
        *--p = '-';
    }
    buffer_add(b, p, (size_t)(text + sizeof text - p));
}

static void write_bool(struct buffer *b, bool value)
{
    buffer_add_text(b, value ? "true" : "false");
}

static void write_members(struct buffer *b, const struct json *value);

static void write_items(struct buffer *b, const struct json *value)
{
    for (size_t i = 0; i < value->count; i++) {
        if (i > 0) {
            buffer_add_u8(b, ',');
        }
        json_write(b, &value->items[i]);
    }
}

void json_write(struct buffer *b, const struct json *value)
{
    switch (value->type) {
    case JSON_NULL:
        buffer_add_text(b, "null");
        return;
    case JSON_BOOL:
        write_bool(b, value->boolean);
        return;
    case JSON_INTEGER:
        write_integer(b, value->integer);
        return;
    case JSON_TEXT:
        write_text(b, value->text);
        return;
    case JSON_ARRAY:
        buffer_add_u8(b, '[');
        write_items(b, value);
        buffer_add_u8(b, ']');
        return;
    case JSON_OBJECT:
        buffer_add_u8(b, '{');
        write_members(b, value);
        buffer_add_u8(b, '}');
        return;
    }
    unreachable("a JSON type is one of six");
}

static void write_members(struct buffer *b, const struct json *value)
{
    for (size_t i = 0; i < value->count; i++) {
        if (i > 0) {
            buffer_add_u8(b, ',');
        }
        write_text(b, value->members[i].key);
        buffer_add_u8(b, ':');
        json_write(b, &value->members[i].value);
    }
}

void json_begin(struct json_writer *w, struct buffer *out)
{
    w->out = out;
    w->depth = 0;
}

/* What stands before a value: a comma, and in an object the key. */
static struct buffer *begin_value(struct json_writer *w, const char *key)
{
    if (w->depth == 0) {
        check(key == NULL);
        return w->out;
    }
    const int top = w->depth - 1;
    if (!w->stack[top].empty) {
        buffer_add_u8(w->out, ',');
    }
    check(w->stack[top].object == (key != NULL));
    if (key != NULL) {
        const size_t len = strlen(key);
        check(len < sizeof w->stack[top].last_key);
        check(w->stack[top].empty || strcmp(w->stack[top].last_key, key) < 0);
        memcpy(w->stack[top].last_key, key, len + 1);
        write_text(w->out, bytes_of(key, len));
        buffer_add_u8(w->out, ':');
    }
    w->stack[top].empty = false;
    return w->out;
}

static void begin_container(struct json_writer *w, const char *key, bool object)
{
    buffer_add_u8(begin_value(w, key), object ? '{' : '[');
    check(w->depth < JSON_DEPTH_MAX);
    w->stack[w->depth].object = object;
    w->stack[w->depth].empty = true;
    w->depth++;
}

void json_object(struct json_writer *w, const char *key)
{
    begin_container(w, key, true);
}

void json_array(struct json_writer *w, const char *key)
{
    begin_container(w, key, false);
}

void json_end(struct json_writer *w)
{
    check(w->depth > 0);
    w->depth--;
    buffer_add_u8(w->out, w->stack[w->depth].object ? '}' : ']');
}

void json_text(struct json_writer *w, const char *key, struct bytes text)
{
    write_text(begin_value(w, key), text);
}

void json_cstring(struct json_writer *w, const char *key, const char *text)
{
    json_text(w, key, bytes_of_text(text));
}

void json_integer(struct json_writer *w, const char *key, int64_t value)
{
    write_integer(begin_value(w, key), value);
}

void json_bool(struct json_writer *w, const char *key, bool value)
{
    write_bool(begin_value(w, key), value);
}

void json_null(struct json_writer *w, const char *key)
{
    buffer_add_text(begin_value(w, key), "null");
}

void json_hex(struct json_writer *w, const char *key, struct bytes data)
{
    struct buffer *b = begin_value(w, key);
    buffer_add_u8(b, '"');
    buffer_add_hex(b, data);
    buffer_add_u8(b, '"');
}

void json_value(struct json_writer *w, const char *key, const struct json *value)
{
    json_write(begin_value(w, key), value);
}
