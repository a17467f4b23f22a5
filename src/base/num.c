#include "base/num.h"

bool num_parse(struct bytes text, int64_t max, int64_t *out)
{
    if (text.len == 0 || text.len > 19 || (text.len > 1 && text.data[0] == '0')) {
        return false;
    }
    int64_t value = 0;
    for (size_t i = 0; i < text.len; i++) {
        const uint8_t c = text.data[i];
        if (c < '0' || c > '9' || !num_mul(value, 10, &value) || !num_add(value, c - '0', &value)) {
            return false;
        }
    }
    if (value > max) {
        return false;
    }
    *out = value;
    return true;
}
