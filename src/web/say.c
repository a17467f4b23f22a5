#include "web/say.h"

#include <string.h>

#include "base/check.h"
#include "base/limits.h"

enum { SAID_BYTES_MAX = 256 * 1024 };

static const struct {
    const char *tag;
    const char *name;
    const char *direction;
} languages[LANGUAGES] = {
    [LANGUAGE_EN] = {"en", "English", "ltr"},
    [LANGUAGE_RU] = {"ru", "\xd0\xa0\xd1\x83\xd1\x81\xd1\x81\xd0\xba\xd0\xb8\xd0\xb9", "ltr"},
    [LANGUAGE_AR] = {"ar", "\xd8\xa7\xd9\x84\xd8\xb9\xd8\xb1\xd8\xa8\xd9\x8a\xd8\xa9", "rtl"},
};

const char *language_tag(enum language l)
{
    return languages[l].tag;
}

const char *language_name(enum language l)
{
    return languages[l].name;
}

const char *language_direction(enum language l)
{
    return languages[l].direction;
}

struct bytes language_native(struct bytes tag)
{
    static const char *const names[][2] = {
        {"ar", "العربية"},    {"az", "Azərbaycanca"}, {"be", "Беларуская"}, {"de", "Deutsch"},
        {"el", "Ελληνικά"},   {"en", "English"},      {"es", "Español"},    {"fa", "فارسی"},
        {"fr", "Français"},   {"he", "עברית"},        {"hi", "हिन्दी"},      {"hy", "Հայերեն"},
        {"id", "Indonesia"},  {"it", "Italiano"},     {"ja", "日本語"},     {"ka", "ქართული"},
        {"kk", "Қазақша"},    {"ko", "한국어"},       {"ky", "Кыргызча"},   {"ms", "Melayu"},
        {"nl", "Nederlands"}, {"pl", "Polski"},       {"pt", "Português"},  {"ro", "Română"},
        {"ru", "Русский"},    {"sw", "Kiswahili"},    {"tg", "Тоҷикӣ"},     {"th", "ไทย"},
        {"tr", "Türkçe"},     {"uk", "Українська"},   {"ur", "اردو"},       {"uz", "Oʻzbekcha"},
        {"vi", "Tiếng Việt"}, {"zh", "中文"},
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (bytes_equal_text(tag, names[i][0])) {
            return bytes_of_text(names[i][1]);
        }
    }
    return tag;
}

bool language_parse(struct bytes tag, enum language *out)
{
    for (size_t i = 0; i < LANGUAGES; i++) {
        if (bytes_equal_text(tag, languages[i].tag)) {
            *out = (enum language)i;
            return true;
        }
    }
    return false;
}

/* `;q=0.7` in thousandths; 1000 without, 0 for what is none. */
static int quality(struct bytes s)
{
    for (size_t i = 0; i + 3 < s.len; i++) {
        if (s.data[i] == ';' && (s.data[i + 1] == 'q' || s.data[i + 1] == ' ')) {
            const uint8_t *q = memchr(s.data + i, '=', s.len - i);
            int value = 0;
            int unit = 1000;
            for (const uint8_t *d = q == NULL ? NULL : q + 1; d != NULL && d < s.data + s.len; d++) {
                if (*d >= '0' && *d <= '9' && unit > 0) {
                    value += (*d - '0') * unit;
                    unit /= 10;
                } else if (*d != '.') {
                    break;
                }
            }
            return value > 1000 ? 1000 : value;
        }
    }
    return 1000;
}

enum language language_choose(struct bytes accept)
{
    enum language best = LANGUAGE_EN;
    int best_quality = 0;
    size_t from = 0;
    for (size_t i = 0; i <= accept.len; i++) {
        if (i < accept.len && accept.data[i] != ',') {
            continue;
        }
        struct bytes part = bytes_of(accept.data + from, i - from);
        while (part.len > 0 && part.data[0] == ' ') {
            part = bytes_of(part.data + 1, part.len - 1);
        }
        size_t len = 0;
        while (len < part.len && part.data[len] >= 'a' && part.data[len] <= 'z') {
            len++;
        }
        enum language l = LANGUAGE_EN;
        const bool known = language_parse(bytes_of(part.data, len), &l);
        const int q = quality(part);
        if (known && q > best_quality) {
            best = l;
            best_quality = q;
        }
        from = i + 1;
    }
    return best;
}

enum plural plural_of(enum language l, int64_t n)
{
    const uint64_t i = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
    const uint64_t tens = i % 100;
    switch (l) {
    case LANGUAGE_RU:
        if (i % 10 == 1 && tens != 11) {
            return PLURAL_ONE;
        }
        return i % 10 >= 2 && i % 10 <= 4 && (tens < 12 || tens > 14) ? PLURAL_FEW : PLURAL_MANY;
    case LANGUAGE_AR:
        if (i <= 2) {
            return i == 0 ? PLURAL_ZERO : i == 1 ? PLURAL_ONE : PLURAL_TWO;
        }
        return tens >= 3 && tens <= 10 ? PLURAL_FEW : tens >= 11 ? PLURAL_MANY : PLURAL_OTHER;
    case LANGUAGE_EN:
    case LANGUAGES:
        break;
    }
    return i == 1 ? PLURAL_ONE : PLURAL_OTHER;
}

static const struct say_value *value_of(const struct say_value *values, size_t count, struct bytes name)
{
    for (size_t i = 0; i < count; i++) {
        if (bytes_equal_text(name, values[i].name)) {
            return &values[i];
        }
    }
    unreachable("a placeholder without a value");
}

static struct bytes form_of(enum language l, enum message m, const struct say_value *values, size_t count)
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

/* The text up to the next placeholder, and its name; empty name: there is none any more. */
static struct bytes next_part(struct bytes *rest, struct bytes *name)
{
    const uint8_t *brace = rest->len == 0 ? NULL : memchr(rest->data, '{', rest->len);
    const size_t len = brace == NULL ? rest->len : (size_t)(brace - rest->data);
    const struct bytes part = bytes_of(rest->data, len);
    *name = bytes_of(NULL, 0);
    *rest = bytes_of(rest->data + len, rest->len - len);
    if (brace != NULL) {
        const uint8_t *end = memchr(brace, '}', rest->len);
        check(end != NULL);
        *name = bytes_of(brace + 1, (size_t)(end - brace) - 1);
        *rest = bytes_of(end + 1, rest->len - (size_t)(end - brace) - 1);
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

void say_html(struct html *h, enum language l, enum message m, const struct say_value *values, size_t count)
{
    struct bytes rest = form_of(l, m, values, count);
    while (rest.len > 0) {
        struct bytes name;
        html_text(h, next_part(&rest, &name));
        if (name.len > 0) {
            const struct say_value *v = value_of(values, count, name);
            html_open(h, "bdi");
            if (v->number) {
                html_integer(h, v->n);
            } else {
                html_text(h, v->text);
            }
            html_close(h);
        }
    }
}

struct bytes say_plain(struct arena *a, enum language l, enum message m, const struct say_value *values,
                       size_t count)
{
    /* U+2068 and U+2069: what is filled in keeps its own direction (Unicode UAX 9, 2.4.2). */
    static const char begin[] = {'\xe2', '\x81', '\xa8', 0};
    static const char end[] = {'\xe2', '\x81', '\xa9', 0};
    const bool isolate = strcmp(language_direction(l), "rtl") == 0;
    struct bytes rest = form_of(l, m, values, count);
    struct buffer b;
    buffer_init(&b, SAID_BYTES_MAX);
    while (rest.len > 0) {
        struct bytes name;
        buffer_add_bytes(&b, next_part(&rest, &name));
        if (name.len > 0) {
            const struct say_value *v = value_of(values, count, name);
            buffer_add_text(&b, isolate ? begin : "");
            if (v->number) {
                buffer_printf(&b, "%lld", (long long)v->n);
            } else {
                buffer_add_bytes(&b, v->text);
            }
            buffer_add_text(&b, isolate ? end : "");
        }
    }
    const struct bytes out = arena_copy(a, buffer_view(&b));
    buffer_done(&b);
    return out;
}
