/* analysis/wide.h: whole numbers of up to 2048 bits, for exact counts of coalitions, and fractions of them.
 * What leaves 2048 bits is a bug of the caller. No memory is taken. */
#ifndef ANALYSIS_WIDE_H
#define ANALYSIS_WIDE_H

#include "base/bytes.h"

enum { WIDE_LIMBS = 64, WIDE_DIGITS_MAX = 640 };

struct wide {
    size_t len; /* limbs in use; the highest is not 0 */
    uint32_t limbs[WIDE_LIMBS]; /* the lowest first */
};

void wide_set(struct wide *w, uint64_t v);
bool wide_is_zero(const struct wide *w);
int wide_compare(const struct wide *a, const struct wide *b);
void wide_add(struct wide *a, const struct wide *b);               /* a += b */
void wide_add_times(struct wide *a, const struct wide *b, uint32_t times); /* a += b * times */
void wide_subtract(struct wide *a, const struct wide *b);          /* a -= b; b <= a */
void wide_multiply_small(struct wide *a, uint32_t times);
void wide_multiply(struct wide *out, const struct wide *a, const struct wide *b); /* out is neither */
uint32_t wide_divide_small(struct wide *a, uint32_t by);           /* the rest */
/* quotient and rest, which are neither a nor b; b is not 0. */
void wide_divide(struct wide *quotient, struct wide *rest, const struct wide *a, const struct wide *b);
void wide_write(struct buffer *out, const struct wide *w); /* in decimal */

struct fraction { /* numerator / denominator, in lowest terms once reduced; denominator 0: there is none */
    bool negative;
    struct wide numerator;
    struct wide denominator;
};

void fraction_reduce(struct fraction *f);
/* Rounded to so many digits behind the point, halves away from zero: "0.196270", "-0.5". "-" if there is
 * none. */
void fraction_write(struct buffer *out, const struct fraction *f, unsigned digits);
/* "421/2145", "0", "1". */
void fraction_write_exact(struct buffer *out, const struct fraction *f);
double fraction_value(const struct fraction *f); /* to nine digits */
#endif
