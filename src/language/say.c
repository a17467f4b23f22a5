#include "language/say.h"

#include <stdio.h>
#include <string.h>

#include "base/check.h"
#include "base/limits.h"

/* A value comes from a text, and stands in a message a few times at most. */
#define SAID_BYTES_MAX ((size_t)16 * CHARTER_BYTES_MAX)

static const struct say_value *value_of(const struct say_value *values, size_t count, struct bytes name)
{
    for (size_t i = 0; i < count; i++) {
        if (bytes_equal_text(name, values[i].name)) {
            return &values[i];
        }
    }
    unreachable("a placeholder without a value");
}

struct bytes say_form(enum language l, enum message m, const struct say_value *values, size_t count)
{
    const struct message_text *t = &message_texts[m];
    enum plural p = PLURAL_OTHER;
    for (size_t i = 0; i < count; i++) {
        if (values[i].number && strcmp(values[i].name, "count") == 0) {
            p = plural_of(l, values[i].n);
        }
    }
    const char *form = t->forms[l][p] == NULL ? t->forms[l][PLURAL_OTHER] : t->forms[l][p];
    check(form != NULL);
    return bytes_of_text(form);
}

struct bytes say_next(struct bytes *rest, const struct say_value *values, size_t count,
                      const struct say_value **out)
{
    const uint8_t *brace = rest->len == 0 ? NULL : memchr(rest->data, '{', rest->len);
    const size_t len = brace == NULL ? rest->len : (size_t)(brace - rest->data);
    const struct bytes part = bytes_of(rest->data, len);
    *out = NULL;
    *rest = bytes_of(rest->data + len, rest->len - len);
    if (brace != NULL) {
        const uint8_t *end = memchr(brace, '}', rest->len);
        check(end != NULL);
        const size_t taken = (size_t)(end - brace) + 1;
        *out = value_of(values, count, bytes_of(brace + 1, taken - 2));
        *rest = bytes_of(end + 1, rest->len - taken);
    }
    return part;
}

static bool is_gap(uint8_t c)
{
    return c == ' ' || c == '-' || c == ',';
}

bool say_find(const char *noun, struct bytes key, enum message *out)
{
    const size_t len = strlen(noun);
    for (size_t m = 0; m < MESSAGES; m++) {
        const char *known = message_texts[m].key;
        size_t i = 0;
        if (strncmp(known, noun, len) != 0 || known[len] != '.' || strlen(known) != len + 1 + key.len) {
            continue;
        }
        while (i < key.len && (known[len + 1 + i] == (char)key.data[i] ||
                               (known[len + 1 + i] == '_' && is_gap(key.data[i])))) {
            i++;
        }
        if (i == key.len) {
            *out = (enum message)m;
            return true;
        }
    }
    return false;
}

static const char isolate[] = {'\xe2', '\x81', '\xa8', 0};
static const char end_isolate[] = {'\xe2', '\x81', '\xa9', 0};

/* Whether what is not isolated in it runs from right to left: letters of Hebrew and Arabic (U+0590 to U+06FF)
 * and signs, no other letters and no digits; or is signs alone, between parts that are isolated. Nothing
 * around such a text can be moved by it. */
static bool is_rtl(struct bytes s)
{
    int depth = 0;
    bool found = false;
    for (size_t i = 0; i < s.len; i++) {
        const struct bytes rest = bytes_of(s.data + i, s.len - i);
        const uint8_t c = s.data[i];
        depth += bytes_start_with(rest, bytes_of_text(isolate));
        depth -= bytes_start_with(rest, bytes_of_text(end_isolate));
        const bool rtl = c >= 0xd6 && c <= 0xdb;
        const bool sign = c < 0x30 || (c > 0x39 && c < 0x41) || (c >= 0x80 && c <= 0xc2) || c == 0xe2;
        if (depth < 0 || (depth == 0 && !rtl && !sign)) {
            return false;
        }
        found = found || rtl || depth > 0;
    }
    return found && depth == 0;
}

/* What is filled in keeps its own direction. */
static void add_value(struct buffer *b, enum language l, struct bytes text)
{
    const bool apart = strcmp(language_direction(l), "rtl") == 0 && !is_rtl(text);
    buffer_add_text(b, apart ? isolate : "");
    buffer_add_bytes(b, text);
    buffer_add_text(b, apart ? end_isolate : "");
}

static struct bytes taken(struct arena *a, struct buffer *b)
{
    check(!b->overflow);
    const struct bytes out = arena_copy(a, buffer_view(b));
    buffer_done(b);
    return out;
}

struct bytes say_plain(struct arena *a, enum language l, enum message m, const struct say_value *values,
                       size_t count)
{
    struct bytes rest = say_form(l, m, values, count);
    const struct say_value *v = NULL;
    struct buffer b;
    buffer_init(&b, SAID_BYTES_MAX);
    while (rest.len > 0) {
        buffer_add_bytes(&b, say_next(&rest, values, count, &v));
        if (v != NULL) {
            char digits[24];
            (void)snprintf(digits, sizeof digits, "%lld", (long long)v->n);
            add_value(&b, l, v->number ? bytes_of_text(digits) : v->text);
        }
    }
    return taken(a, &b);
}

struct bytes say(struct arena *a, enum language l, enum message m)
{
    return say_plain(a, l, m, NULL, 0);
}

static struct bytes separator(enum language l, enum message m)
{
    const struct say_value values[] = {SAY_WORD("left", ""), SAY_WORD("right", "")};
    struct bytes rest = say_form(l, m, values, 2);
    const struct say_value *v = NULL;
    (void)say_next(&rest, values, 2, &v);
    return say_next(&rest, values, 2, &v);
}

struct bytes say_list(struct arena *a, enum language l, enum message between, enum message last,
                      const struct bytes *items, size_t count)
{
    struct buffer b;
    buffer_init(&b, SAID_BYTES_MAX);
    for (size_t i = 0; i < count; i++) {
        if (i > 0) {
            buffer_add_bytes(&b, separator(l, i + 1 == count ? last : between));
        }
        add_value(&b, l, items[i]);
    }
    return taken(a, &b);
}
