#include "base/text.h"

#include <string.h>

#include "base/limits.h"

/* The length of the well-formed character at the start of s (s.len > 0), or 0. */
static size_t utf8_length(struct bytes s)
{
    const uint8_t a = s.data[0];
    if (a < 0x80) {
        return 1;
    }
    if (a < 0xc2 || a > 0xf4) {
        return 0;
    }
    const size_t len = a < 0xe0 ? 2 : a < 0xf0 ? 3 : 4;
    if (s.len < len) {
        return 0;
    }
    for (size_t i = 1; i < len; i++) {
        if ((s.data[i] & 0xc0) != 0x80) {
            return 0;
        }
    }
    const uint8_t b = s.data[1];
    const bool wrong = (a == 0xe0 && b < 0xa0) || (a == 0xed && b > 0x9f) ||
                       (a == 0xf0 && b < 0x90) || (a == 0xf4 && b > 0x8f);
    return wrong ? 0 : len;
}

size_t text_characters(struct bytes s)
{
    size_t count = 0;
    for (size_t i = 0; i < s.len; i++) {
        count += (s.data[i] & 0xc0) != 0x80;
    }
    return count;
}

bool text_is_utf8(struct bytes s)
{
    while (s.len > 0) {
        const size_t len = utf8_length(s);
        if (len == 0) {
            return false;
        }
        s.data += len;
        s.len -= len;
    }
    return true;
}

bool text_has_control(struct bytes s)
{
    for (size_t i = 0; i < s.len; i++) {
        const uint8_t c = s.data[i];
        if ((c < 0x20 && c != '\n') || c == 0x7f) {
            return true;
        }
        if (c == 0xc2 && i + 1 < s.len && s.data[i + 1] < 0xa0) {
            return true;
        }
    }
    return false;
}

static bool is_lower(uint8_t c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_digit(uint8_t c)
{
    return c >= '0' && c <= '9';
}

bool text_is_code(struct bytes s)
{
    if (s.len == 0 || s.len > CODE_BYTES_MAX || s.data[0] < 'A' || s.data[0] > 'Z') {
        return false;
    }
    for (size_t i = 1; i < s.len; i++) {
        const uint8_t c = s.data[i];
        if (!(c >= 'A' && c <= 'Z') && !is_digit(c) && c != '-') {
            return false;
        }
    }
    return true;
}

bool text_is_id(struct bytes s)
{
    if (s.len == 0 || s.len > 64 || (!is_lower(s.data[0]) && !is_digit(s.data[0]))) {
        return false;
    }
    for (size_t i = 1; i < s.len; i++) {
        const uint8_t c = s.data[i];
        if (!is_lower(c) && !is_digit(c) && c != '_' && c != '-' && c != '.') {
            return false;
        }
    }
    return true;
}

bool text_is_language(struct bytes s)
{
    if (s.len > LANGUAGE_BYTES_MAX) {
        return false;
    }
    size_t group = 0; /* length of the present group */
    bool first = true;
    for (size_t i = 0; i <= s.len; i++) {
        if (i == s.len || s.data[i] == '-') {
            if (first ? (group < 2 || group > 3) : (group < 1 || group > 8)) {
                return false;
            }
            first = false;
            group = 0;
        } else if (is_lower(s.data[i]) || (!first && is_digit(s.data[i]))) {
            group++;
        } else {
            return false;
        }
    }
    return true;
}

bool text_is_origin(struct bytes s)
{
    if (s.len == 0 || s.len > ORIGIN_BYTES_MAX || bytes_start_with(s, BYTES("exercise-")) ||
        bytes_start_with(s, BYTES("archive-"))) {
        return false;
    }
    for (size_t i = 0; i < s.len; i++) {
        const uint8_t c = s.data[i];
        if (!is_lower(c) && !is_digit(c) && c != '.' && c != '-') {
            return false;
        }
    }
    return true;
}

bool text_is_line(struct bytes s)
{
    return text_is_utf8(s) && !text_has_control(s) && (s.len == 0 || memchr(s.data, '\n', s.len) == NULL);
}

bool text_is_plaintext(struct bytes s)
{
    if (s.len == 0 || s.len > PLAINTEXT_BYTES_MAX || !text_is_utf8(s) || text_has_control(s)) {
        return false;
    }
    for (size_t i = 0; i < s.len; i++) {
        const bool line_ends = i + 1 == s.len || s.data[i + 1] == '\n';
        if (s.data[i] == ' ' && line_ends) {
            return false;
        }
    }
    return true;
}

bool text_is_hour(struct bytes s)
{
    if (s.len != 5 || s.data[2] != ':') {
        return false;
    }
    for (size_t i = 0; i < s.len; i++) {
        if (i != 2 && (s.data[i] < '0' || s.data[i] > '9')) {
            return false;
        }
    }
    return s.data[3] < '6' && bytes_compare(s, BYTES("24:00")) <= 0;
}
