#include "analysis/wide.h"

#include "base/prng.h"
#include "support/harness.h"

static const char *text_of(const struct wide *w)
{
    struct buffer b;
    buffer_init(&b, 1 << 12);
    wide_write(&b, w);
    const char *text = arena_text(harness_arena(), buffer_view(&b));
    buffer_done(&b);
    return text;
}

static struct wide random_wide(struct prng *p, size_t limbs)
{
    struct wide w = {.len = limbs};
    for (size_t i = 0; i < limbs; i++) {
        /* Many ends of the range, where carries and estimates go wrong. */
        const uint64_t kind = prng_below(p, 4);
        w.limbs[i] = kind == 0 ? UINT32_MAX : kind == 1 ? 0 : (uint32_t)prng_next(p);
    }
    while (w.len > 0 && w.limbs[w.len - 1] == 0) {
        w.len--;
    }
    return w;
}

TEST(wide_numbers_are_written_in_decimal)
{
    struct wide w;
    wide_set(&w, 0);
    check_text(text_of(&w), "0");
    wide_set(&w, UINT64_MAX);
    check_text(text_of(&w), "18446744073709551615");
    wide_set(&w, 1);
    for (int i = 0; i < 193; i++) {
        wide_multiply_small(&w, 2);
    }
    check_text(text_of(&w), "12554203470773361527671578846415332832204710888928069025792");
    wide_set(&w, 1);
    for (uint32_t i = 2; i <= 50; i++) {
        wide_multiply_small(&w, i);
    }
    check_text(text_of(&w), "30414093201713378043612608166064768844377641568960512000000000000");
}

TEST(what_is_multiplied_is_divided_again)
{
    struct prng p;
    prng_seed(&p, harness_seed());
    for (int i = 0; i < 20000; i++) {
        struct wide a = random_wide(&p, (size_t)prng_between(&p, 0, 20));
        struct wide b = random_wide(&p, (size_t)prng_between(&p, 1, 20));
        struct wide rest = random_wide(&p, (size_t)prng_between(&p, 0, 20));
        struct wide product;
        struct wide quotient;
        struct wide left;
        if (wide_is_zero(&b)) {
            wide_set(&b, 1);
        }
        wide_divide(&quotient, &left, &rest, &b);
        rest = left; /* smaller than b */
        check_that(wide_compare(&rest, &b) < 0);
        wide_multiply(&product, &a, &b);
        wide_add(&product, &rest);
        wide_divide(&quotient, &left, &product, &b);
        check_eq(wide_compare(&quotient, &a), 0);
        check_eq(wide_compare(&left, &rest), 0);
        wide_subtract(&product, &rest);
        wide_divide(&quotient, &left, &product, &b);
        check_that(wide_is_zero(&left));
        check_eq(wide_compare(&quotient, &a), 0);
        wide_add_times(&a, &b, 7);
        wide_subtract(&a, &quotient);
        wide_multiply_small(&b, 7);
        check_eq(wide_compare(&a, &b), 0);
    }
}

static struct fraction fraction_of(bool negative, uint64_t numerator, uint64_t denominator)
{
    struct fraction f = {.negative = negative};
    wide_set(&f.numerator, numerator);
    wide_set(&f.denominator, denominator);
    return f;
}

TEST(fractions_are_rounded_and_reduced)
{
    static const struct {
        bool negative;
        uint64_t numerator;
        uint64_t denominator;
        unsigned digits;
        const char *text;
        const char *exact;
    } rows[] = {
        {false, 421, 2145, 5, "0.19627", "421/2145"}, {false, 842, 4290, 6, "0.196270", "421/2145"},
        {false, 1, 2, 0, "1", "1/2"},                 {true, 1, 8, 2, "-0.13", "-1/8"},
        {false, 1, 8, 3, "0.125", "1/8"},             {false, 0, 7, 3, "0.000", "0"},
        {true, 0, 7, 3, "0.000", "0"},                {false, 7, 7, 1, "1.0", "1"},
        {false, 1999, 1000, 1, "2.0", "1999/1000"},   {true, 1, 1000, 1, "0.0", "-1/1000"},
        {false, 3, 0, 4, "-", "-"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct fraction f = fraction_of(rows[i].negative, rows[i].numerator, rows[i].denominator);
        struct buffer b;
        buffer_init(&b, 1 << 12);
        fraction_write(&b, &f, rows[i].digits);
        check_text(buffer_text(&b), rows[i].text);
        buffer_clear(&b);
        fraction_write_exact(&b, &f);
        check_text(buffer_text(&b), rows[i].exact);
        buffer_done(&b);
    }
    const struct fraction half = fraction_of(true, 1, 2);
    check_that(fraction_value(&half) == -0.5);
    const struct fraction none = fraction_of(false, 1, 0);
    check_that(fraction_value(&none) == 0);
}
