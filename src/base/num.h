/* base/num.h: arithmetic that says when it would overflow, and decimal numbers as text. */
#ifndef BASE_NUM_H
#define BASE_NUM_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"

static inline bool num_add(int64_t a, int64_t b, int64_t *out)
{
    return !__builtin_add_overflow(a, b, out);
}

static inline bool num_sub(int64_t a, int64_t b, int64_t *out)
{
    return !__builtin_sub_overflow(a, b, out);
}

static inline bool num_mul(int64_t a, int64_t b, int64_t *out)
{
    return !__builtin_mul_overflow(a, b, out);
}

/* Decimal digits without sign, spaces or leading zeros, at most max; false otherwise. */
bool num_parse(struct bytes text, int64_t max, int64_t *out);
#endif
