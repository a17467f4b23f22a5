/* The target of a request: a path and a query, each in one form. */
#include <string.h>

#include "base/text.h"
#include "web/gate.h"

static bool is_unreserved(uint8_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

/* RFC 3986 pchar, but for `;`: no path of ours has parameters. */
static bool is_path_byte(uint8_t c)
{
    return is_unreserved(c) || (c != 0 && strchr("!$&'()*+,=:@", c) != NULL);
}

static bool is_query_byte(uint8_t c)
{
    return is_unreserved(c) || (c != 0 && strchr("!$'()*,:@/?;", c) != NULL);
}

static int digit(uint8_t c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                  : -1;
}

/* A segment, a key or a value without its percent codes. A code for a slash or a backslash would be another
 * path to who decodes once more; a control character has no place in any name. */
static enum gate_verdict decode(struct arena *a, struct bytes s, bool (*allowed)(uint8_t), bool query,
                                struct bytes *out)
{
    uint8_t *to = ARENA_ARRAY(a, uint8_t, s.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < s.len; i++) {
        uint8_t c = s.data[i];
        if (c == '%') {
            const int high = i + 2 < s.len ? digit(s.data[i + 1]) : -1;
            const int low = i + 2 < s.len ? digit(s.data[i + 2]) : -1;
            if (high < 0 || low < 0) {
                return GATE_target_bytes;
            }
            c = (uint8_t)(high * 16 + low);
            i += 2;
            if (!query && (c == '/' || c == '\\')) {
                return GATE_target_bytes;
            }
        } else if (query && c == '+') {
            c = ' ';
        } else if (!allowed(c)) {
            return GATE_target_bytes;
        }
        to[len++] = c;
    }
    *out = bytes_of(to, len);
    return text_is_utf8(*out) && !text_has_control(*out) && memchr(to, '\n', len) == NULL ? GATE_ACCEPTED
                                                                                          : GATE_target_bytes;
}

static bool is_dots(struct bytes s)
{
    return bytes_equal_text(s, ".") || bytes_equal_text(s, "..");
}

static enum gate_verdict add_segment(struct arena *a, struct bytes s, struct target *t)
{
    struct bytes decoded;
    if (s.len == 0 || memchr(s.data, ';', s.len) != NULL) {
        return GATE_target_dots;
    }
    const enum gate_verdict v = decode(a, s, is_path_byte, false, &decoded);
    if (v != GATE_ACCEPTED) {
        return v;
    }
    if (is_dots(decoded) || t->segment_count == TARGET_SEGMENTS_MAX) {
        return GATE_target_dots;
    }
    t->segments[t->segment_count++] = decoded;
    return GATE_ACCEPTED;
}

/* `/a/b`; a slash at the end says nothing else than none. */
static enum gate_verdict read_path(struct arena *a, struct bytes path, struct target *t)
{
    size_t from = 1;
    for (size_t i = 1; i <= path.len; i++) {
        if (i < path.len && path.data[i] != '/') {
            continue;
        }
        if (i == path.len && from == i) {
            break;
        }
        const enum gate_verdict v = add_segment(a, bytes_of(path.data + from, i - from), t);
        if (v != GATE_ACCEPTED) {
            return v;
        }
        from = i + 1;
    }
    return GATE_ACCEPTED;
}

static enum gate_verdict add_pair(struct arena *a, struct bytes s, struct target *t)
{
    const uint8_t *equals = s.len == 0 ? NULL : memchr(s.data, '=', s.len);
    if (equals == NULL || equals == s.data || t->query_count == TARGET_QUERY_MAX) {
        return GATE_query;
    }
    const size_t key_len = (size_t)(equals - s.data);
    struct bytes key;
    struct bytes value;
    enum gate_verdict v = decode(a, bytes_of(s.data, key_len), is_query_byte, true, &key);
    v = v == GATE_ACCEPTED ? decode(a, bytes_of(equals + 1, s.len - key_len - 1), is_query_byte, true, &value)
                           : v;
    for (size_t i = 0; v == GATE_ACCEPTED && i < t->query_count; i++) {
        v = bytes_equal(t->query[i].key, key) ? GATE_query : v;
    }
    if (v == GATE_ACCEPTED) {
        t->query[t->query_count].key = key;
        t->query[t->query_count++].value = value;
    }
    return v;
}

static enum gate_verdict read_query(struct arena *a, struct bytes query, struct target *t)
{
    size_t from = 0;
    for (size_t i = 0; i <= query.len; i++) {
        if (i < query.len && query.data[i] != '&') {
            continue;
        }
        const enum gate_verdict v = add_pair(a, bytes_of(query.data + from, i - from), t);
        if (v != GATE_ACCEPTED) {
            return v;
        }
        from = i + 1;
    }
    return GATE_ACCEPTED;
}

enum gate_verdict target_read(struct arena *a, struct bytes text, struct target *out)
{
    struct target t = {.segment_count = 0};
    if (text.len > TARGET_BYTES_MAX) {
        return GATE_target_long;
    }
    if (text.len == 0 || text.data[0] != '/' || memchr(text.data, '#', text.len) != NULL) {
        return GATE_target_form;
    }
    const uint8_t *mark = memchr(text.data, '?', text.len);
    const size_t path_len = mark == NULL ? text.len : (size_t)(mark - text.data);
    enum gate_verdict v = read_path(a, bytes_of(text.data, path_len), &t);
    if (v == GATE_ACCEPTED && mark != NULL) {
        v = read_query(a, bytes_of(mark + 1, text.len - path_len - 1), &t);
    }
    if (v == GATE_ACCEPTED) {
        *out = t;
    }
    return v;
}

void target_add_encoded(struct buffer *b, struct bytes text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (is_unreserved(text.data[i])) {
            buffer_add_u8(b, text.data[i]);
        } else {
            buffer_printf(b, "%%%02X", text.data[i]);
        }
    }
}

void target_write(struct buffer *b, const struct target *t)
{
    for (size_t i = 0; i < t->segment_count; i++) {
        buffer_add_u8(b, '/');
        target_add_encoded(b, t->segments[i]);
    }
    if (t->segment_count == 0) {
        buffer_add_u8(b, '/');
    }
    for (size_t i = 0; i < t->query_count; i++) {
        buffer_add_u8(b, i == 0 ? '?' : '&');
        target_add_encoded(b, t->query[i].key);
        buffer_add_u8(b, '=');
        target_add_encoded(b, t->query[i].value);
    }
}

const struct bytes *target_query(const struct target *t, const char *key)
{
    for (size_t i = 0; i < t->query_count; i++) {
        if (bytes_equal_text(t->query[i].key, key)) {
            return &t->query[i].value;
        }
    }
    return NULL;
}

void target_drop(struct target *t, const char *key)
{
    size_t count = 0;
    for (size_t i = 0; i < t->query_count; i++) {
        if (!bytes_equal_text(t->query[i].key, key)) {
            t->query[count++] = t->query[i];
        }
    }
    t->query_count = count;
}
