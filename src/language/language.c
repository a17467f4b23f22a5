#include "language/language.h"

static const struct {
    const char *tag;
    const char *direction;
} languages[LANGUAGES] = {
    [LANGUAGE_EN] = {"en", "ltr"},
    [LANGUAGE_RU] = {"ru", "ltr"},
    [LANGUAGE_AR] = {"ar", "rtl"},
};

const char *language_tag(enum language l)
{
    return languages[l].tag;
}

const char *language_direction(enum language l)
{
    return languages[l].direction;
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
