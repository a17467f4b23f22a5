#include "web/say.h"

#include <string.h>

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

void say_html(struct html *h, enum language l, enum message m, const struct say_value *values, size_t count)
{
    struct bytes rest = say_form(l, m, values, count);
    const struct say_value *v = NULL;
    while (rest.len > 0) {
        html_text(h, say_next(&rest, values, count, &v));
        if (v != NULL) {
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
