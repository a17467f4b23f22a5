#include "charter/stray.h"

#include <string.h>

static const struct {
    enum stray_kind kind;
    const char *found;
    const char *meant;
} strays[] = {
    {STRAY_QUOTE, "\xe2\x80\x9c", "\""}, /* U+201C and its like, as word processors put them */
    {STRAY_QUOTE, "\xe2\x80\x9d", "\""},
    {STRAY_QUOTE, "\xe2\x80\x9e", "\""},
    {STRAY_QUOTE, "\xe2\x80\x98", "\""},
    {STRAY_QUOTE, "\xe2\x80\x99", "\""},
    {STRAY_QUOTE, "\xc2\xab", "\""},
    {STRAY_QUOTE, "\xc2\xbb", "\""},
    {STRAY_QUOTE, "\xef\xbc\x82", "\""},
    {STRAY_QUOTE, "'", "\""},
    {STRAY_QUOTE, "`", "\""},
    {STRAY_BLANK, "\xc2\xa0", ""}, /* no-break space */
    {STRAY_BLANK, "\xc2\xad", ""}, /* soft hyphen */
    {STRAY_BLANK, "\xe2\x80\x82", ""},
    {STRAY_BLANK, "\xe2\x80\x83", ""},
    {STRAY_BLANK, "\xe2\x80\x89", ""},
    {STRAY_BLANK, "\xe2\x80\x8b", ""}, /* zero width space */
    {STRAY_BLANK, "\xe2\x80\x8e", ""}, /* left-to-right mark */
    {STRAY_BLANK, "\xe2\x80\x8f", ""},
    {STRAY_BLANK, "\xe2\x80\xa8", ""}, /* line separator */
    {STRAY_BLANK, "\xe2\x80\xaf", ""},
    {STRAY_BLANK, "\xe2\x81\xa0", ""},
    {STRAY_BLANK, "\xe3\x80\x80", ""},
    {STRAY_BLANK, "\xef\xbb\xbf", ""}, /* byte order mark */
    {STRAY_SIGN, "\xe2\x89\xa5", ">="},
    {STRAY_SIGN, "\xe2\x89\xa4", "<="},
    {STRAY_SIGN, "\xe2\x89\xa0", "!="},
    {STRAY_SIGN, "\xe2\x88\x92", "-"}, /* minus */
    {STRAY_SIGN, "\xe2\x80\x93", "-"}, /* dashes */
    {STRAY_SIGN, "\xe2\x80\x94", "-"},
    {STRAY_SIGN, "\xc3\x97", "*"},
    {STRAY_SIGN, "\xc2\xb7", "*"},
    {STRAY_SIGN, "\xef\xbc\x9b", ";"}, /* signs of full width */
    {STRAY_SIGN, "\xef\xbc\x8c", ","},
    {STRAY_SIGN, "\xef\xbc\x88", "("},
    {STRAY_SIGN, "\xef\xbc\x89", ")"},
    {STRAY_SIGN, "\xcd\xbe", ";"}, /* Greek question mark */
    {STRAY_SIGN, "==", "="},
    {STRAY_SIGN, "=>", ">="},
    {STRAY_SIGN, "=<", "<="},
    {STRAY_SIGN, "<>", "!="},
    {STRAY_SIGN, "&&", "&"},
    {STRAY_SIGN, "||", "|"},
    {STRAY_REMARK, "//", "#"},
    {STRAY_REMARK, "/*", "#"},
    {STRAY_LETTER, "\xd0\x90", "A"}, /* Cyrillic */
    {STRAY_LETTER, "\xd0\x92", "B"},
    {STRAY_LETTER, "\xd0\x95", "E"},
    {STRAY_LETTER, "\xd0\x9a", "K"},
    {STRAY_LETTER, "\xd0\x9c", "M"},
    {STRAY_LETTER, "\xd0\x9d", "H"},
    {STRAY_LETTER, "\xd0\x9e", "O"},
    {STRAY_LETTER, "\xd0\xa0", "P"},
    {STRAY_LETTER, "\xd0\xa1", "C"},
    {STRAY_LETTER, "\xd0\xa2", "T"},
    {STRAY_LETTER, "\xd0\xa5", "X"},
    {STRAY_LETTER, "\xd0\xb0", "a"},
    {STRAY_LETTER, "\xd0\xb5", "e"},
    {STRAY_LETTER, "\xd0\xba", "k"},
    {STRAY_LETTER, "\xd0\xbe", "o"},
    {STRAY_LETTER, "\xd1\x80", "p"},
    {STRAY_LETTER, "\xd1\x81", "c"},
    {STRAY_LETTER, "\xd1\x83", "y"},
    {STRAY_LETTER, "\xd1\x85", "x"},
    {STRAY_LETTER, "\xd1\x96", "i"},
    {STRAY_LETTER, "\xd1\x98", "j"},
    {STRAY_LETTER, "\xd1\x95", "s"},
    {STRAY_LETTER, "\xce\x91", "A"}, /* Greek */
    {STRAY_LETTER, "\xce\x92", "B"},
    {STRAY_LETTER, "\xce\x95", "E"},
    {STRAY_LETTER, "\xce\x97", "H"},
    {STRAY_LETTER, "\xce\x99", "I"},
    {STRAY_LETTER, "\xce\x9d", "N"},
    {STRAY_LETTER, "\xce\x9f", "O"},
    {STRAY_LETTER, "\xce\xa1", "P"},
    {STRAY_LETTER, "\xce\xa4", "T"},
    {STRAY_LETTER, "\xce\xa5", "Y"},
    {STRAY_LETTER, "\xce\xa7", "X"},
    {STRAY_LETTER, "\xce\xbf", "o"},
};

struct stray stray_at(struct bytes text)
{
    for (size_t i = 0; i < sizeof strays / sizeof strays[0]; i++) {
        const size_t len = strlen(strays[i].found);
        if (len <= text.len && memcmp(text.data, strays[i].found, len) == 0) {
            return (struct stray){strays[i].kind, len, strays[i].meant};
        }
    }
    return (struct stray){STRAY_NONE, 0, ""};
}

static bool is_plain(uint8_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

size_t stray_word(struct bytes text, uint8_t *out, size_t *out_len)
{
    size_t at = 0;
    *out_len = 0;
    bool strays_seen = false;
    while (at < text.len) {
        uint8_t c = text.data[at];
        size_t len = 1;
        if (!is_plain(c)) {
            const struct stray s = stray_at(bytes_of(text.data + at, text.len - at));
            if (s.kind == STRAY_NONE && c >= 0x80) {
                return 0; /* a letter that looks like none: the word is of another language */
            }
            if (s.kind != STRAY_LETTER) {
                break;
            }
            strays_seen = true;
            c = (uint8_t)s.meant[0];
            len = s.len;
        }
        if (out != NULL) {
            out[*out_len] = c;
        }
        *out_len += 1;
        at += len;
    }
    return strays_seen ? at : 0;
}
