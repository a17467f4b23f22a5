#include "base/hex.h"

static const char digits[] = "0123456789abcdef";

void hex_encode(struct bytes s, char *out)
{
    for (size_t i = 0; i < s.len; i++) {
        out[2 * i] = digits[s.data[i] >> 4];
        out[2 * i + 1] = digits[s.data[i] & 15];
    }
    out[2 * s.len] = 0;
}

/* Value of a digit plus 16, 0 for what is none: so one look at the table tells both. */
static const uint8_t values[256] = {
    ['0'] = 16, ['1'] = 17, ['2'] = 18, ['3'] = 19, ['4'] = 20, ['5'] = 21, ['6'] = 22, ['7'] = 23,
    ['8'] = 24, ['9'] = 25, ['a'] = 26, ['b'] = 27, ['c'] = 28, ['d'] = 29, ['e'] = 30, ['f'] = 31,
};

bool hex_decode(struct bytes text, uint8_t *out, size_t len)
{
    if (text.len != 2 * len) {
        return false;
    }
    for (size_t i = 0; i < text.len; i++) {
        if (values[text.data[i]] == 0) {
            return false;
        }
    }
    for (size_t i = 0; i < len; i++) {
        const uint8_t high = values[text.data[2 * i]] & 15;
        out[i] = (uint8_t)(high << 4 | (values[text.data[2 * i + 1]] & 15));
    }
    return true;
}

void buffer_add_hex(struct buffer *b, struct bytes s)
{
    for (size_t i = 0; i < s.len; i++) {
        const char pair[2] = {digits[s.data[i] >> 4], digits[s.data[i] & 15]};
        buffer_add(b, pair, 2);
    }
}
