#include "codec/words.h"

#include <stdlib.h>
#include <utf8proc.h>

#include "base/check.h"

#define SOFT_HYPHEN 0xad

enum class {
    CLASS_SPACE,
    CLASS_WORD,
    CLASS_ALONE,
    CLASS_MARK,
    CLASS_APOSTROPHE,
    CLASS_QUOTE,
    CLASS_DASH,
    CLASS_DOT,
    CLASS_ELLIPSIS,
    CLASS_SIGN,
    CLASS_INVISIBLE,
    CLASS_END
};

struct range {
    utf8proc_int32_t first;
    utf8proc_int32_t last;
};

static bool is_in(const struct range *ranges, size_t count, utf8proc_int32_t c)
{
    for (size_t i = 0; i < count; i++) {
        if (c >= ranges[i].first && c <= ranges[i].last) {
            return true;
        }
    }
    return false;
}

#define IS_IN(ranges, c) is_in(ranges, sizeof(ranges) / sizeof((ranges)[0]), c)

/* Letters of scripts that put no space between words. */
static const struct range unspaced[] = {
    {0x0e00, 0x0eff}, {0x1000, 0x109f}, {0x1780, 0x17ff},   {0x3005, 0x3007},
    {0x3040, 0x30ff}, {0x31f0, 0x31ff}, {0x3400, 0x4dbf},   {0x4e00, 0x9fff},
    {0xf900, 0xfaff}, {0xff66, 0xff9f}, {0x20000, 0x3ffff},
};

/* Signs for vowels, and U+0640, which only lengthens a word. */
static const struct range vowels[] = {
    {0x0591, 0x05bd}, {0x05bf, 0x05bf}, {0x05c1, 0x05c2}, {0x05c4, 0x05c5}, {0x05c7, 0x05c7},
    {0x0610, 0x061a}, {0x0640, 0x0640}, {0x064b, 0x0652}, {0x0670, 0x0670}, {0x06d6, 0x06dc},
    {0x06df, 0x06e4}, {0x06e7, 0x06e8}, {0x06ea, 0x06ed},
};

static const struct range apostrophes[] = {{0x27, 0x27},     {0x60, 0x60},     {0xb4, 0xb4},
                                           {0x2018, 0x2019}, {0x201b, 0x201b}, {0xff07, 0xff07}};
/* Beside those of categories Pi and Pf. */
static const struct range quotes[] = {{0x22, 0x22},     {0x201a, 0x201a}, {0x201e, 0x201e}, {0x300c, 0x300f},
                                      {0x301d, 0x301f}, {0xff02, 0xff02}, {0xff62, 0xff63}};
static const struct range selectors[] = {{0xfe00, 0xfe0f}, {0xe0100, 0xe01ef}};

static bool is_apostrophe(utf8proc_int32_t c)
{
    return IS_IN(apostrophes, c);
}

static bool is_dash(utf8proc_int32_t c)
{
    return c == '-' || c == 0x2212 || (c > 0x7f && utf8proc_category(c) == UTF8PROC_CATEGORY_PD);
}

static bool is_quote(utf8proc_int32_t c)
{
    const utf8proc_category_t category = utf8proc_category(c);
    return IS_IN(quotes, c) || category == UTF8PROC_CATEGORY_PI || category == UTF8PROC_CATEGORY_PF;
}

static enum class class_beyond_ascii(utf8proc_int32_t c) {
    const utf8proc_category_t category = utf8proc_category(c); if (c == 0x2026){return CLASS_ELLIPSIS;}
if (is_apostrophe(c))
{
    return CLASS_APOSTROPHE;
}
if (is_quote(c)) {
    return CLASS_QUOTE;
}
if (is_dash(c)) {
    return CLASS_DASH;
}
if (category >= UTF8PROC_CATEGORY_MN && category <= UTF8PROC_CATEGORY_ME) {
    return CLASS_MARK;
}
if (category >= UTF8PROC_CATEGORY_ZS && category <= UTF8PROC_CATEGORY_CC) {
    return CLASS_SPACE; /* Zs Zl Zp, and Cc: next line */
}
if (category == UTF8PROC_CATEGORY_CF) {
    return CLASS_INVISIBLE;
}
if (category >= UTF8PROC_CATEGORY_PC && category <= UTF8PROC_CATEGORY_SO) {
    return CLASS_SIGN;
}
return IS_IN(unspaced, c) ? CLASS_ALONE : CLASS_WORD;
}

static enum class class_of(utf8proc_int32_t c) { if (c > 0x7f){return class_beyond_ascii(c);}
if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_')
{
    return CLASS_WORD;
}
if (c <= ' ' || c == 0x7f) {
    return CLASS_SPACE;
}
return c == '.'           ? CLASS_DOT
       : c == '-'         ? CLASS_DASH
       : is_apostrophe(c) ? CLASS_APOSTROPHE
       : c == '"'         ? CLASS_QUOTE
                          : CLASS_SIGN;
}

struct scan {
    struct bytes text;
    size_t at;
};

/* The character at a place, its class, and where the next one begins. */
static enum class look(const struct scan *s, size_t at, size_t *next, utf8proc_int32_t *character) {
    utf8proc_int32_t c = -1; *next = at; *character = -1; if (at >= s->text.len){return CLASS_END;}
if (s->text.data[at] <= 0x7f)
{
    c = s->text.data[at];
    *next = at + 1;
}
else
{
    const utf8proc_ssize_t len =
        utf8proc_iterate(s->text.data + at, (utf8proc_ssize_t)(s->text.len - at), &c);
    check(len > 0); /* well-formed */
    *next = at + (size_t)len;
}
*character = c;
return class_of(c);
}

static bool goes_on(enum class k)
{
    return k == CLASS_WORD || k == CLASS_MARK;
}

/* Whether a word goes on behind characters that print nothing, the last of which may be a soft hyphen that a
 * line ends with: then where. */
static bool goes_on_behind(const struct scan *s, size_t at, size_t *where)
{
    utf8proc_int32_t c = 0;
    utf8proc_int32_t last = 0;
    size_t next = 0;
    enum class k = look(s, at, &next, &c);
    while (k == CLASS_INVISIBLE) {
        last = c;
        at = next;
        k = look(s, at, &next, &c);
    }
    while (last == SOFT_HYPHEN && k == CLASS_SPACE) {
        at = next;
        k = look(s, at, &next, &c);
    }
    *where = at;
    return goes_on(k);
}

/* The rest of a word whose first character was taken; the end of its last one. */
static size_t end_of_word(const struct scan *s, size_t at)
{
    for (;;) {
        utf8proc_int32_t c = 0;
        size_t next = 0;
        size_t behind = 0;
        const enum class k = look(s, at, &next, &c);
        if (goes_on(k)) {
            at = next;
        } else if (k == CLASS_APOSTROPHE) {
            size_t after = 0;
            if (look(s, next, &after, &c) != CLASS_WORD) {
                return at;
            }
            at = after;
        } else if (k == CLASS_INVISIBLE && goes_on_behind(s, at, &behind)) {
            at = behind;
        } else {
            return at;
        }
    }
}

static size_t end_of_marks(const struct scan *s, size_t at)
{
    utf8proc_int32_t c = 0;
    size_t next = 0;
    while (look(s, at, &next, &c) == CLASS_MARK) {
        at = next;
    }
    return at;
}

/* The end of a run of one class. */
static size_t end_of_run(const struct scan *s, size_t at, enum class which, size_t *count)
{
    utf8proc_int32_t c = 0;
    size_t next = 0;
    for (*count = 0; look(s, at, &next, &c) == which; (*count)++) {
        at = next;
    }
    return at;
}

/* Dots with spaces between: `. . .`; the end of the last one if they are three or more, else 0. */
static size_t end_of_dots(const struct scan *s, size_t at)
{
    utf8proc_int32_t c = 0;
    size_t next = 0;
    size_t end = at;
    size_t dots = 0;
    for (;;) {
        const enum class k = look(s, at, &next, &c);
        if (k == CLASS_DOT) {
            dots++;
            end = next;
        } else if (k != CLASS_SPACE || c == '\n') {
            return dots >= 3 ? end : 0;
        }
        at = next;
    }
}

/* A sign and what belongs to it; the end. */
static size_t end_of_sign(const struct scan *s, enum class k, size_t next, struct word *w)
{
    size_t count = 0;
    utf8proc_int32_t c = 0;
    w->kind = WORD_SIGN;
    if (k == CLASS_DOT) {
        const size_t end = end_of_dots(s, w->start);
        w->kind = end > 0 ? WORD_ELLIPSIS : WORD_SIGN;
        return end > 0 ? end : next;
    }
    if (k == CLASS_ELLIPSIS) {
        w->kind = WORD_ELLIPSIS;
        return end_of_run(s, next, k, &count);
    }
    if (k == CLASS_DASH) {
        return s->text.data[w->start] == '-' ? end_of_run(s, next, k, &count) : next;
    }
    if (k == CLASS_QUOTE || k == CLASS_APOSTROPHE) {
        size_t after = 0;
        w->kind = WORD_QUOTE;
        return k == CLASS_APOSTROPHE && look(s, next, &after, &c) == k ? after : next;
    }
    return end_of_marks(s, next);
}

void words_split(struct bytes text, struct buffer *out)
{
    struct scan s = {text, 0};
    size_t end = 0; /* of the word before */
    while (s.at < text.len) {
        utf8proc_int32_t c = 0;
        size_t next = 0;
        const enum class k = look(&s, s.at, &next, &c);
        if (k == CLASS_SPACE || k == CLASS_INVISIBLE) {
            s.at = next;
            continue;
        }
        struct word w = {.start = (uint32_t)s.at, .spaced = s.at != end || end == 0};
        if (goes_on(k)) {
            w.kind = WORD_LETTERS;
            end = end_of_word(&s, next);
        } else if (k == CLASS_ALONE) {
            w.kind = WORD_LETTERS;
            end = end_of_marks(&s, next);
        } else {
            end = end_of_sign(&s, k, next, &w);
        }
        w.len = (uint32_t)(end - s.at);
        s.at = end;
        buffer_add(out, &w, sizeof w);
    }
}

/* What a character becomes; -1: nothing. */
static utf8proc_int32_t fold_character(utf8proc_int32_t c, unsigned folds)
{
    if ((folds & FOLD_SOFT_HYPHENS) != 0 && (c == SOFT_HYPHEN || class_of(c) == CLASS_SPACE)) {
        return -1; /* no space stands in a word but behind a soft hyphen */
    }
    if ((folds & FOLD_DIGITS) != 0 && c >= 0x0660 && c <= 0x0669) {
        return '0' + (c - 0x0660);
    }
    if ((folds & FOLD_DIGITS) != 0 && c >= 0x06f0 && c <= 0x06f9) {
        return '0' + (c - 0x06f0);
    }
    if ((folds & FOLD_YO) != 0 && (c == 0x0451 || c == 0x0401)) {
        return c == 0x0451 ? 0x0435 : 0x0415;
    }
    if ((folds & FOLD_VOWELS) != 0 && IS_IN(vowels, c)) {
        return -1;
    }
    if ((folds & FOLD_INVISIBLE) != 0 && c != SOFT_HYPHEN &&
        (utf8proc_category(c) == UTF8PROC_CATEGORY_CF || IS_IN(selectors, c))) {
        return -1;
    }
    return c;
}

/* Words that are one sign. False: it is none. */
static bool fold_sign(struct bytes word, utf8proc_int32_t first, unsigned folds, struct buffer *out)
{
    if ((folds & FOLD_ELLIPSES) != 0 && (first == 0x2026 || (first == '.' && word.len > 1))) {
        buffer_add_text(out, "\xe2\x80\xa6");
        return true;
    }
    if ((folds & FOLD_DASHES) != 0 && is_dash(first)) {
        buffer_add_u8(out, '-');
        return true;
    }
    if ((folds & FOLD_QUOTES) != 0 && (is_apostrophe(first) || is_quote(first))) {
        buffer_add_u8(out, '"');
        return true;
    }
    return false;
}

/* Maps by utf8proc, in the place of what is there. */
static void map(struct buffer *b, utf8proc_option_t options)
{
    utf8proc_uint8_t *made = NULL;
    const utf8proc_ssize_t len =
        utf8proc_map(b->data, (utf8proc_ssize_t)b->len, &made, UTF8PROC_STABLE | UTF8PROC_COMPOSE | options);
    check(len >= 0); /* well-formed, and memory is never short */
    buffer_clear(b);
    buffer_add(b, made, (size_t)len);
    free(made);
}

static void fold_each(struct buffer *b, unsigned folds)
{
    struct buffer from = *b;
    buffer_init(b, from.max);
    for (size_t at = 0; at < from.len;) {
        utf8proc_uint8_t text[4];
        utf8proc_int32_t c = 0;
        const utf8proc_ssize_t len = utf8proc_iterate(from.data + at, (utf8proc_ssize_t)(from.len - at), &c);
        check(len > 0);
        at += (size_t)len;
        c = fold_character(c, folds);
        c = (folds & FOLD_APOSTROPHES) != 0 && is_apostrophe(c) ? '\'' : c;
        c = (folds & FOLD_CASE) != 0 && c >= 0 ? utf8proc_tolower(c) : c; /* one character for one */
        if (c >= 0) {
            buffer_add(b, text, (size_t)utf8proc_encode_char(c, text));
        }
    }
    buffer_done(&from);
}

static bool is_ascii(struct bytes word)
{
    for (size_t i = 0; i < word.len; i++) {
        if (word.data[i] > 0x7f) {
            return false;
        }
    }
    return true;
}

void word_fold(struct bytes word, unsigned folds, struct buffer *out)
{
    const struct scan s = {word, 0};
    utf8proc_int32_t first = 0;
    size_t next = 0;
    buffer_clear(out);
    if (look(&s, 0, &next, &first) != CLASS_WORD && fold_sign(word, first, folds, out)) {
        return;
    }
    buffer_add_bytes(out, word);
    if (!is_ascii(word)) {
        map(out, 0);
        fold_each(out, folds);
        map(out, (folds & FOLD_FORMS) == 0 || first == 0x2026 ? 0
                 : (folds & FOLD_CASE) != 0                   ? UTF8PROC_COMPAT | UTF8PROC_CASEFOLD
                                                              : UTF8PROC_COMPAT);
        return;
    }
    for (size_t i = 0; i < out->len; i++) {
        const uint8_t c = out->data[i];
        out->data[i] = (folds & FOLD_CASE) != 0 && c >= 'A' && c <= 'Z' ? (uint8_t)(c - 'A' + 'a') : c;
        out->data[i] = (folds & FOLD_APOSTROPHES) != 0 && c == '`' ? '\'' : out->data[i];
    }
}

unsigned word_folds_needed(struct bytes a, struct bytes b)
{
    unsigned needed = 0;
    struct buffer x;
    struct buffer y;
    if (bytes_equal(a, b)) {
        return 0;
    }
    buffer_init(&x, SIZE_MAX);
    buffer_init(&y, SIZE_MAX);
    for (unsigned fold = 1; fold < FOLD_ALL; fold <<= 1) {
        word_fold(a, FOLD_ALL & ~fold, &x);
        word_fold(b, FOLD_ALL & ~fold, &y);
        needed |= bytes_equal(buffer_view(&x), buffer_view(&y)) ? 0 : fold;
    }
    buffer_done(&x);
    buffer_done(&y);
    return needed;
}

bool words_gap_is_marked(struct bytes gap)
{
    const struct scan s = {gap, 0};
    utf8proc_int32_t c = 0;
    size_t next = 0;
    for (size_t at = 0; at < gap.len; at = next) {
        if (look(&s, at, &next, &c) == CLASS_INVISIBLE) {
            return true;
        }
    }
    return false;
}
