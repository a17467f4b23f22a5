#include "analysis/wide.h"

#include <string.h>

#include "base/check.h"

static void trim(struct wide *w)
{
    while (w->len > 0 && w->limbs[w->len - 1] == 0) {
        w->len--;
    }
}

void wide_set(struct wide *w, uint64_t v)
{
    w->limbs[0] = (uint32_t)v;
    w->limbs[1] = (uint32_t)(v >> 32);
    w->len = 2;
    trim(w);
}

bool wide_is_zero(const struct wide *w)
{
    return w->len == 0;
}

int wide_compare(const struct wide *a, const struct wide *b)
{
    if (a->len != b->len) {
        return a->len < b->len ? -1 : 1;
    }
    for (size_t i = a->len; i > 0; i--) {
        if (a->limbs[i - 1] != b->limbs[i - 1]) {
            return a->limbs[i - 1] < b->limbs[i - 1] ? -1 : 1;
        }
    }
    return 0;
}

void wide_add(struct wide *a, const struct wide *b)
{
    wide_add_times(a, b, 1);
}

void wide_add_times(struct wide *a, const struct wide *b, uint32_t times)
{
    uint64_t carry = 0;
    size_t i = 0;
    for (; i < b->len || carry != 0; i++) {
        check(i < WIDE_LIMBS);
        carry += (i < a->len ? a->limbs[i] : 0) + (uint64_t)(i < b->len ? b->limbs[i] : 0) * times;
        a->limbs[i] = (uint32_t)carry;
        carry >>= 32;
    }
    a->len = i > a->len ? i : a->len;
    trim(a);
}

void wide_subtract(struct wide *a, const struct wide *b)
{
    uint64_t borrow = 0;
    check(wide_compare(a, b) >= 0);
    for (size_t i = 0; i < a->len; i++) {
        const uint64_t less = (i < b->len ? b->limbs[i] : 0) + borrow;
        borrow = a->limbs[i] < less ? 1 : 0;
        a->limbs[i] = (uint32_t)(a->limbs[i] - less);
    }
    trim(a);
}

void wide_multiply_small(struct wide *a, uint32_t times)
{
    uint64_t carry = 0;
    for (size_t i = 0; i < a->len; i++) {
        carry += (uint64_t)a->limbs[i] * times;
        a->limbs[i] = (uint32_t)carry;
        carry >>= 32;
    }
    if (carry != 0) {
        check(a->len < WIDE_LIMBS);
        a->limbs[a->len++] = (uint32_t)carry;
    }
    trim(a);
}

void wide_multiply(struct wide *out, const struct wide *a, const struct wide *b)
{
    check(a->len + b->len <= WIDE_LIMBS);
    out->len = a->len + b->len;
    memset(out->limbs, 0, out->len * sizeof out->limbs[0]);
    for (size_t i = 0; i < a->len; i++) {
        uint64_t carry = 0;
        for (size_t k = 0; k < b->len; k++) {
            carry += out->limbs[i + k] + (uint64_t)a->limbs[i] * b->limbs[k];
            out->limbs[i + k] = (uint32_t)carry;
            carry >>= 32;
        }
        out->limbs[i + b->len] = (uint32_t)carry;
    }
    trim(out);
}

uint32_t wide_divide_small(struct wide *a, uint32_t by)
{
    uint64_t rest = 0;
    check(by != 0);
    for (size_t i = a->len; i > 0; i--) {
        rest = rest << 32 | a->limbs[i - 1];
        a->limbs[i - 1] = (uint32_t)(rest / by);
        rest %= by;
    }
    trim(a);
    return (uint32_t)rest;
}

static void shift_left(uint32_t *out, const struct wide *w, unsigned bits, size_t len)
{
    uint64_t carry = 0;
    for (size_t i = 0; i < len; i++) {
        carry |= (uint64_t)(i < w->len ? w->limbs[i] : 0) << bits;
        out[i] = (uint32_t)carry;
        carry >>= 32;
    }
}

/* One digit of the quotient: an estimate from the highest limbs, at most two too large (Knuth, volume 2,
 * 4.3.1, algorithm D). */
static uint32_t next_digit(uint32_t *u, const uint32_t *v, size_t n)
{
    const uint64_t top = (uint64_t)u[n] << 32 | u[n - 1];
    uint64_t digit = top / v[n - 1];
    uint64_t rest = top % v[n - 1];
    while (digit >> 32 != 0 || digit * v[n - 2] > (rest << 32 | u[n - 2])) {
        digit--;
        rest += v[n - 1];
        if (rest >> 32 != 0) {
            break;
        }
    }
    int64_t borrow = 0;
    for (size_t i = 0; i < n; i++) {
        const uint64_t product = digit * v[i];
        const int64_t t = (int64_t)u[i] - borrow - (int64_t)(product & UINT32_MAX);
        u[i] = (uint32_t)t;
        borrow = (int64_t)(product >> 32) - (t >> 32);
    }
    const int64_t t = (int64_t)u[n] - borrow;
    u[n] = (uint32_t)t;
    if (t < 0) {
        uint64_t carry = 0;
        digit--;
        for (size_t i = 0; i < n; i++) {
            carry += (uint64_t)u[i] + v[i];
            u[i] = (uint32_t)carry;
            carry >>= 32;
        }
        u[n] += (uint32_t)carry;
    }
    return (uint32_t)digit;
}

void wide_divide(struct wide *quotient, struct wide *rest, const struct wide *a, const struct wide *b)
{
    uint32_t u[WIDE_LIMBS + 1] = {0};
    uint32_t v[WIDE_LIMBS] = {0};
    check(b->len > 0 && b->len <= WIDE_LIMBS && a->len <= WIDE_LIMBS);
    if (b->len == 1) {
        *quotient = *a;
        wide_set(rest, wide_divide_small(quotient, b->limbs[0]));
        return;
    }
    quotient->len = 0;
    *rest = *a;
    if (a->len < b->len) {
        return;
    }
    const unsigned shift = (unsigned)__builtin_clz(b->limbs[b->len - 1]);
    shift_left(u, a, shift, a->len + 1);
    shift_left(v, b, shift, b->len);
    quotient->len = a->len - b->len + 1;
    for (size_t i = quotient->len; i > 0; i--) {
        quotient->limbs[i - 1] = next_digit(u + i - 1, v, b->len);
    }
    trim(quotient);
    rest->len = b->len;
    for (size_t i = 0; i < b->len; i++) {
        rest->limbs[i] = (uint32_t)((u[i] | (uint64_t)u[i + 1] << 32) >> shift);
    }
    trim(rest);
}

void wide_write(struct buffer *out, const struct wide *w)
{
    char text[WIDE_DIGITS_MAX];
    char *p = text + sizeof text;
    struct wide left = *w;
    do {
        check(p > text);
        *--p = (char)('0' + wide_divide_small(&left, 10));
    } while (left.len > 0);
    buffer_add(out, p, (size_t)(text + sizeof text - p));
}

void fraction_reduce(struct fraction *f)
{
    struct wide a = f->denominator;
    struct wide b = f->numerator;
    struct wide quotient;
    struct wide rest;
    while (!wide_is_zero(&b)) {
        wide_divide(&quotient, &rest, &a, &b);
        a = b;
        b = rest;
    }
    if (!wide_is_zero(&a)) {
        wide_divide(&quotient, &rest, &f->numerator, &a);
        f->numerator = quotient;
        wide_divide(&quotient, &rest, &f->denominator, &a);
        f->denominator = quotient;
    }
}

/* numerator * 10^digits / denominator, rounded. */
static struct wide scaled(const struct fraction *f, unsigned digits)
{
    struct wide top = f->numerator;
    struct wide bottom = f->denominator;
    struct wide quotient;
    struct wide rest;
    for (unsigned i = 0; i < digits; i++) {
        wide_multiply_small(&top, 10);
    }
    wide_multiply_small(&top, 2);
    wide_add(&top, &bottom);
    wide_multiply_small(&bottom, 2);
    wide_divide(&quotient, &rest, &top, &bottom);
    return quotient;
}

void fraction_write(struct buffer *out, const struct fraction *f, unsigned digits)
{
    if (wide_is_zero(&f->denominator)) {
        buffer_add_u8(out, '-');
        return;
    }
    struct wide w = scaled(f, digits);
    char behind[32];
    check(digits < sizeof behind);
    const bool negative = f->negative && !wide_is_zero(&w);
    for (unsigned i = digits; i > 0; i--) {
        behind[i - 1] = (char)('0' + wide_divide_small(&w, 10));
    }
    buffer_add_text(out, negative ? "-" : "");
    wide_write(out, &w);
    buffer_add_text(out, digits > 0 ? "." : "");
    buffer_add(out, behind, digits);
}

void fraction_write_exact(struct buffer *out, const struct fraction *f)
{
    struct fraction least = *f;
    if (wide_is_zero(&f->denominator)) {
        buffer_add_u8(out, '-');
        return;
    }
    fraction_reduce(&least);
    buffer_add_text(out, least.negative && !wide_is_zero(&least.numerator) ? "-" : "");
    wide_write(out, &least.numerator);
    if (least.denominator.len > 1 || least.denominator.limbs[0] != 1) {
        buffer_add_u8(out, '/');
        wide_write(out, &least.denominator);
    }
}

double fraction_value(const struct fraction *f)
{
    double value = 0;
    if (wide_is_zero(&f->denominator)) {
        return 0;
    }
    const struct wide w = scaled(f, 9);
    for (size_t i = w.len; i > 0; i--) {
        value = value * 4294967296.0 + w.limbs[i - 1];
    }
    return (f->negative ? -value : value) / 1e9;
}
