#include "codec/base64.h"

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* Value of a digit plus one, 0 for what is none: so the table needs no row for the 192 other bytes. */
static const uint8_t values[256] = {
    ['A'] = 1,  ['B'] = 2,  ['C'] = 3,  ['D'] = 4,  ['E'] = 5,  ['F'] = 6,  ['G'] = 7,  ['H'] = 8,
    ['I'] = 9,  ['J'] = 10, ['K'] = 11, ['L'] = 12, ['M'] = 13, ['N'] = 14, ['O'] = 15, ['P'] = 16,
    ['Q'] = 17, ['R'] = 18, ['S'] = 19, ['T'] = 20, ['U'] = 21, ['V'] = 22, ['W'] = 23, ['X'] = 24,
    ['Y'] = 25, ['Z'] = 26, ['a'] = 27, ['b'] = 28, ['c'] = 29, ['d'] = 30, ['e'] = 31, ['f'] = 32,
    ['g'] = 33, ['h'] = 34, ['i'] = 35, ['j'] = 36, ['k'] = 37, ['l'] = 38, ['m'] = 39, ['n'] = 40,
    ['o'] = 41, ['p'] = 42, ['q'] = 43, ['r'] = 44, ['s'] = 45, ['t'] = 46, ['u'] = 47, ['v'] = 48,
    ['w'] = 49, ['x'] = 50, ['y'] = 51, ['z'] = 52, ['0'] = 53, ['1'] = 54, ['2'] = 55, ['3'] = 56,
    ['4'] = 57, ['5'] = 58, ['6'] = 59, ['7'] = 60, ['8'] = 61, ['9'] = 62, ['+'] = 63, ['/'] = 64,
};

void buffer_add_base64(struct buffer *b, struct bytes s)
{
    size_t i = 0;
    char group[4];
    for (; i + 3 <= s.len; i += 3) {
        const uint8_t *d = s.data + i;
        group[0] = digits[d[0] >> 2];
        group[1] = digits[(d[0] & 3) << 4 | d[1] >> 4];
        group[2] = digits[(d[1] & 15) << 2 | d[2] >> 6];
        group[3] = digits[d[2] & 63];
        buffer_add(b, group, 4);
    }
    if (i < s.len) {
        const uint8_t first = s.data[i];
        const uint8_t second = i + 1 < s.len ? s.data[i + 1] : 0;
        group[0] = digits[first >> 2];
        group[1] = digits[(first & 3) << 4 | second >> 4];
        group[2] = '=';
        if (i + 1 < s.len) {
            group[2] = digits[(second & 15) << 2];
        }
        group[3] = '=';
        buffer_add(b, group, 4);
    }
}

bool base64_measure(struct bytes text, size_t *len)
{
    if (text.len % 4 != 0) {
        return false;
    }
    size_t padding = 0;
    if (text.len > 0 && text.data[text.len - 1] == '=') {
        padding = text.data[text.len - 2] == '=' ? 2 : 1;
    }
    const size_t digit_count = text.len - padding;
    uint8_t last = 0;
    for (size_t i = 0; i < digit_count; i++) {
        last = values[text.data[i]];
        if (last == 0) {
            return false;
        }
    }
    /* What the last digit says beyond the last byte must be zero. */
    const uint8_t unused = padding == 2 ? 15 : padding == 1 ? 3 : 0;
    if (((uint8_t)(last - 1) & unused) != 0) {
        return false;
    }
    *len = text.len / 4 * 3 - padding;
    return true;
}

static uint32_t value_of(uint8_t c)
{
    return (uint32_t)values[c] - 1;
}

/* Decodes what base64_measure found good. */
static void decode(struct bytes text, uint8_t *out, size_t len)
{
    const uint8_t *t = text.data;
    size_t i = 0;
    for (; i + 3 <= len; i += 3, t += 4) {
        const uint32_t v = value_of(t[0]) << 18 | value_of(t[1]) << 12 | value_of(t[2]) << 6 | value_of(t[3]);
        out[i] = (uint8_t)(v >> 16);
        out[i + 1] = (uint8_t)(v >> 8);
        out[i + 2] = (uint8_t)v;
    }
    if (i < len) {
        out[i] = (uint8_t)(value_of(t[0]) << 2 | value_of(t[1]) >> 4);
    }
    if (i + 1 < len) {
        out[i + 1] = (uint8_t)(value_of(t[1]) << 4 | value_of(t[2]) >> 2);
    }
}

bool base64_decode(struct arena *a, struct bytes text, struct bytes *out)
{
    size_t len = 0;
    if (!base64_measure(text, &len)) {
        return false;
    }
    uint8_t *data = arena_take(a, len, 1);
    decode(text, data, len);
    *out = bytes_of(data, len);
    return true;
}

bool base64_decode_exact(struct bytes text, uint8_t *out, size_t len)
{
    size_t found = 0;
    if (!base64_measure(text, &found) || found != len) {
        return false;
    }
    decode(text, out, len);
    return true;
}
