/* codec/json.h: JSON as this product takes and makes it: RFC 8785 canonical form, integers only.
 *
 * Reading refuses: bad UTF-8, duplicate keys, reals and exponents, integers beyond +-(2^53 - 1), NUL, lone
 * surrogates, text behind the value, nesting beyond JSON_DEPTH_MAX, more than JSON_NODES_MAX values.
 * Objects are sorted by key, so what is read can be written again in canonical form. */
#ifndef CODEC_JSON_H
#define CODEC_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/diag.h"
#include "base/error.h"
#include "base/limits.h"

/* The parser's library has functions of these names too: ours get others in the linker's eyes. */
#define json_object univocal_json_object
#define json_array univocal_json_array
#define json_integer univocal_json_integer
#define json_null univocal_json_null

enum json_type { JSON_NULL, JSON_BOOL, JSON_INTEGER, JSON_TEXT, JSON_ARRAY, JSON_OBJECT };

struct json_member;
struct json {
    enum json_type type;
    bool boolean;
    int64_t integer;
    struct bytes text;              /* UTF-8 without escapes */
    size_t count;                   /* of items or members */
    const struct json *items;       /* array */
    const struct json_member *members; /* object, ascending by key */
};

struct json_member {
    struct bytes key;
    struct json value;
};

/* Parses one value; the tree lives in the arena and does not refer to `text`. On failure fills diag (may be
 * NULL). ERROR_MALFORMED or ERROR_TOO_LARGE (longer than bytes_max, too deep, too many values). */
MUST_USE enum error json_parse(struct arena *a, struct bytes text, size_t bytes_max,
                               const struct json **out, struct diag *diag);

/* The same, and the text must be the canonical form of what it says, with ASCII keys. */
MUST_USE enum error json_parse_canonical(struct arena *a, struct bytes text, size_t bytes_max,
                                         const struct json **out, struct diag *diag);

/* Appends the canonical form (RFC 8785). */
void json_write(struct buffer *b, const struct json *value);

/* Looking up. json_get: NULL if `value` is no object or has no such member. The others give false or NULL if
 * absent or of another type. */
const struct json *json_get(const struct json *value, const char *key);
bool json_get_text(const struct json *value, const char *key, struct bytes *out);
bool json_get_integer(const struct json *value, const char *key, int64_t *out);
bool json_get_bool(const struct json *value, const char *key, bool *out);
const struct json *json_get_array(const struct json *value, const char *key);
const struct json *json_get_object(const struct json *value, const char *key);

/* Writing without a tree: begin, members, end. In an object the keys must come in ascending byte order (a
 * check() holds the caller to it), so that what is written is always canonical. */
struct json_writer {
    struct buffer *out;
    int depth;
    struct {
        bool object;
        bool empty;
        char last_key[64];
    } stack[JSON_DEPTH_MAX];
};

void json_begin(struct json_writer *w, struct buffer *out);
void json_object(struct json_writer *w, const char *key); /* key NULL: at the top or in an array */
void json_array(struct json_writer *w, const char *key);
void json_end(struct json_writer *w); /* closes the innermost object or array */
void json_text(struct json_writer *w, const char *key, struct bytes text);
void json_cstring(struct json_writer *w, const char *key, const char *text);
void json_integer(struct json_writer *w, const char *key, int64_t value);
void json_bool(struct json_writer *w, const char *key, bool value);
void json_null(struct json_writer *w, const char *key);
void json_hex(struct json_writer *w, const char *key, struct bytes data); /* as lower-case hex text */
void json_value(struct json_writer *w, const char *key, const struct json *value);
#endif
