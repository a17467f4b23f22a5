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

static int digit_value(uint8_t c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool hex_decode(struct bytes text, uint8_t *out, size_t len)
{
    if (text.len != 2 * len) {
        return false;
    }
    for (size_t i = 0; i < text.len; i++) {
        if (digit_value(text.data[i]) < 0) {
            return false;
        }
    }
    for (size_t i = 0; i < len; i++) {
        out[i] = (uint8_t)(digit_value(text.data[2 * i]) << 4 | digit_value(text.data[2 * i + 1]));
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
