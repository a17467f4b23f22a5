/* Three steps: a scan over the bytes that bounds what the parser will see, the parser, and a copy into the
 * arena that refuses what JSON allows and we do not. */

/* Four enumerators of jansson have names of ours; it comes first, and gets others. */
#define JSON_OBJECT  JANSSON_OBJECT
#define JSON_ARRAY   JANSSON_ARRAY
#define JSON_INTEGER JANSSON_INTEGER
#define JSON_NULL    JANSSON_NULL
#include <jansson.h>
#undef JSON_OBJECT
#undef JSON_ARRAY
#undef JSON_INTEGER
#undef JSON_NULL

#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "codec/json.h"

/* Where a byte stands, and what stands there. */
static enum error fail(struct diag *diag, enum error e, struct bytes text, size_t at, const char *message)
{
    if (diag == NULL) {
        return e;
    }
    at = at > text.len ? text.len : at;
    int line = 1;
    int column = 1;
    for (size_t i = 0; i < at; i++) {
        column++;
        if (text.data[i] == '\n') {
            line++;
            column = 1;
        }
    }
    char found[24];
    size_t len = 0;
    for (size_t i = at; i < text.len && text.data[i] != '\n' && len + 1 < sizeof found; i++) {
        const uint8_t c = text.data[i];
        found[len++] = (char)(c < 0x20 || c > 0x7e ? '?' : c);
    }
    found[len] = 0;
    diag_set(diag, line, column, found, "%s", message);
    return e;
}

/* The scan. It knows texts, brackets and commas only; on what is not JSON it may miscount, and the parser
 * will say so. On JSON its counts are exact: a container that is not empty has one value more than it has
 * commas. */

static bool is_space(uint8_t c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The place behind the text that begins at `i`. */
static size_t scan_text(struct bytes text, size_t i)
{
    for (i++; i < text.len && text.data[i] != '"' && text.data[i] != 0; i++) {
        if (text.data[i] == '\\' && i + 1 < text.len && text.data[i + 1] != 0) {
            i++;
        }
    }
    return i < text.len && text.data[i] == '"' ? i + 1 : i;
}

struct scan {
    size_t depth;
    size_t values;
    bool opened; /* the last thing was an opening bracket */
    bool digit;  /* the last byte was a digit */
};

static bool is_real(const struct scan *s, uint8_t c)
{
    return c == '.' || c == 'E' || (c == 'e' && s->digit);
}

static void count_byte(struct scan *s, uint8_t c)
{
    const bool opens = c == '[' || c == '{';
    const bool closes = c == ']' || c == '}';
    s->values += s->opened ? !closes : c == ',';
    s->depth += opens;
    s->depth -= closes && s->depth > 0;
    s->opened = opens;
    s->digit = c >= '0' && c <= '9';
}

static enum error scan(struct bytes text, struct diag *diag)
{
    struct scan s = {.values = 1};
    for (size_t i = 0; i < text.len;) {
        const uint8_t c = text.data[i];
        if (c == 0) {
            return fail(diag, ERROR_MALFORMED, text, i, "a zero byte");
        }
        if (is_real(&s, c)) {
            return fail(diag, ERROR_MALFORMED, text, i, "a number that is not an integer");
        }
        if (!is_space(c)) {
            count_byte(&s, c);
        }
        if (s.depth > JSON_DEPTH_MAX || s.values > JSON_NODES_MAX) {
            return fail(diag, ERROR_TOO_LARGE, text, i,
                        s.depth > JSON_DEPTH_MAX ? "nested too deeply" : "too many values");
        }
        i = c == '"' ? scan_text(text, i) : i + 1;
    }
    return OK;
}

/* The parser names the place behind what it did not like, and quotes that: `message near 'quotation'`. */
static enum error fail_parse(struct diag *diag, struct bytes text, const json_error_t *error)
{
    static const char near[] = " near '";
    char message[sizeof error->text];
    const char *found = strstr(error->text, near);
    const size_t len = found == NULL ? strlen(error->text) : (size_t)(found - error->text);
    const size_t quoted = found == NULL ? 0 : strlen(found + sizeof near - 1) - 1;
    const size_t at = error->position < 0 ? 0 : (size_t)error->position;
    for (size_t i = 0; i < len; i++) {
        const char c = error->text[i];
        message[i] = c;
        if (c < 0x20 || c > 0x7e) {
            message[i] = '?';
        }
    }
    message[len] = 0;
    return fail(diag, ERROR_MALFORMED, text, at > quoted ? at - quoted : 0, message);
}

/* The copy. */

static const char *convert(struct arena *a, json_t *from, struct json *to);

static const char *convert_array(struct arena *a, json_t *from, struct json *to)
{
    to->type = JSON_ARRAY;
    to->count = json_array_size(from);
    struct json *items = ARENA_ARRAY(a, struct json, to->count);
    to->items = items;
    for (size_t i = 0; i < to->count; i++) {
        const char *why = convert(a, json_array_get(from, i), &items[i]);
        if (why != NULL) {
            return why;
        }
    }
    return NULL;
}

static int member_compare(const void *a, const void *b)
{
    const struct json_member *x = a;
    const struct json_member *y = b;
    return bytes_compare(x->key, y->key);
}

static const char *convert_object(struct arena *a, json_t *from, struct json *to)
{
    to->type = JSON_OBJECT;
    to->count = json_object_size(from);
    struct json_member *members = ARENA_ARRAY(a, struct json_member, to->count);
    to->members = members;
    size_t i = 0;
    bool sorted = true;
    for (void *it = json_object_iter(from); it != NULL; it = json_object_iter_next(from, it), i++) {
        members[i].key = arena_copy(a, bytes_of_text(json_object_iter_key(it)));
        sorted = sorted && (i == 0 || member_compare(&members[i - 1], &members[i]) < 0);
        const char *why = convert(a, json_object_iter_value(it), &members[i].value);
        if (why != NULL) {
            return why;
        }
    }
    check(i == to->count);
    if (!sorted) {
        qsort(members, to->count, sizeof members[0], member_compare);
    }
    return NULL;
}

/* NULL, or why this is not JSON as we take it. Recursion ends at JSON_DEPTH_MAX, by the scan. */
static const char *convert(struct arena *a, json_t *from, struct json *to)
{
    switch (json_typeof(from)) {
    case JANSSON_OBJECT:
        return convert_object(a, from, to);
    case JANSSON_ARRAY:
        return convert_array(a, from, to);
    case JSON_STRING:
        to->type = JSON_TEXT;
        to->text = arena_copy(a, bytes_of(json_string_value(from), json_string_length(from)));
        return NULL;
    case JANSSON_INTEGER:
        to->type = JSON_INTEGER;
        to->integer = json_integer_value(from);
        if (to->integer < -INTEGER_MAX || to->integer > INTEGER_MAX) {
            return "an integer beyond 2^53 - 1";
        }
        return NULL;
    case JSON_TRUE:
    case JSON_FALSE:
        to->type = JSON_BOOL;
        to->boolean = json_typeof(from) == JSON_TRUE;
        return NULL;
    case JANSSON_NULL:
        to->type = JSON_NULL;
        return NULL;
    case JSON_REAL:
    default:
        return "a number that is not an integer";
    }
}

enum error json_parse(struct arena *a, struct bytes text, size_t bytes_max, const struct json **out,
                      struct diag *diag)
{
    if (text.len > bytes_max) {
        return fail(diag, ERROR_TOO_LARGE, text, bytes_max, "too long");
    }
    const enum error e = scan(text, diag);
    if (e != OK) {
        return e;
    }
    json_error_t error;
    const size_t flags = JSON_REJECT_DUPLICATES | JSON_DECODE_ANY;
    json_t *tree = json_loadb((const char *)text.data, text.len, flags, &error);
    if (tree == NULL) {
        return fail_parse(diag, text, &error);
    }
    struct json *value = ARENA_NEW(a, struct json);
    const char *why = convert(a, tree, value);
    json_decref(tree);
    if (why != NULL) {
        if (diag != NULL) {
            diag_set(diag, 0, 0, "", "%s", why);
        }
        return ERROR_MALFORMED;
    }
    *out = value;
    return OK;
}

static bool key_is_ascii(struct bytes key)
{
    for (size_t i = 0; i < key.len; i++) {
        if (key.data[i] > 0x7f) {
            return false;
        }
    }
    return true;
}

static bool keys_are_ascii(const struct json *value)
{
    for (size_t i = 0; i < value->count; i++) {
        if (value->type == JSON_OBJECT && !key_is_ascii(value->members[i].key)) {
            return false;
        }
        if (!keys_are_ascii(value->type == JSON_OBJECT ? &value->members[i].value : &value->items[i])) {
            return false;
        }
    }
    return true;
}

enum error json_parse_canonical(struct arena *a, struct bytes text, size_t bytes_max, const struct json **out,
                                struct diag *diag)
{
    const struct json *value = NULL;
    enum error e = json_parse(a, text, bytes_max, &value, diag);
    if (e != OK) {
        return e;
    }
    if (!keys_are_ascii(value)) {
        return fail(diag, ERROR_MALFORMED, text, 0, "a key that is not ASCII");
    }
    /* What is longer than the text is not its equal, so nothing beyond its length is kept. */
    struct buffer canonical;
    buffer_init(&canonical, text.len);
    json_write(&canonical, value);
    if (!bytes_equal(buffer_view(&canonical), text)) {
        size_t same = 0;
        while (same < canonical.len && same < text.len && canonical.data[same] == text.data[same]) {
            same++;
        }
        e = fail(diag, ERROR_MALFORMED, text, same, "not in canonical form (RFC 8785)");
    }
    buffer_done(&canonical);
    if (e == OK) {
        *out = value;
    }
    return e;
}

/* Members are ascending by key. */
const struct json *json_get(const struct json *value, const char *key)
{
    if (value == NULL || value->type != JSON_OBJECT) {
        return NULL;
    }
    const struct bytes wanted = bytes_of_text(key);
    size_t low = 0;
    size_t high = value->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const int order = bytes_compare(value->members[middle].key, wanted);
        if (order == 0) {
            return &value->members[middle].value;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return NULL;
}

static const struct json *get_of_type(const struct json *value, const char *key, enum json_type type)
{
    const struct json *found = json_get(value, key);
    return found != NULL && found->type == type ? found : NULL;
}

bool json_get_text(const struct json *value, const char *key, struct bytes *out)
{
    const struct json *found = get_of_type(value, key, JSON_TEXT);
    if (found != NULL) {
        *out = found->text;
    }
    return found != NULL;
}

bool json_get_integer(const struct json *value, const char *key, int64_t *out)
{
    const struct json *found = get_of_type(value, key, JSON_INTEGER);
    if (found != NULL) {
        *out = found->integer;
    }
    return found != NULL;
}

bool json_get_bool(const struct json *value, const char *key, bool *out)
{
    const struct json *found = get_of_type(value, key, JSON_BOOL);
    if (found != NULL) {
        *out = found->boolean;
    }
    return found != NULL;
}

const struct json *json_get_array(const struct json *value, const char *key)
{
    return get_of_type(value, key, JSON_ARRAY);
}

const struct json *json_get_object(const struct json *value, const char *key)
{
    return get_of_type(value, key, JSON_OBJECT);
}
