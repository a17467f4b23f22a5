/* What is refused at the border: every row of the table of encodings that libsodium would add without a
 * word. */
#include <sodium.h>
#include <string.h>

#include "base/hex.h"
#include "crypto/point.h"
#include "support/harness.h"
#include "unit/frost/other.h"

static const char l_hex[] = "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010";

static struct scalar from_hex(const char *text)
{
    struct scalar s;
    check_that(hex_decode(bytes_of_text(text), s.bytes, SCALAR_BYTES));
    return s;
}

TEST(scalars_from_1_to_l_minus_1_are_read_and_no_others)
{
    struct scalar out = scalar_of(5);
    struct scalar l = from_hex(l_hex);
    struct scalar all;
    memset(&all, 0xff, sizeof all);
    const struct scalar zero = scalar_of(0);
    check_that(!scalar_read(zero.bytes, &out));
    check_that(!scalar_read(l.bytes, &out));
    check_that(!scalar_read(all.bytes, &out));
    l.bytes[0]++;
    check_that(!scalar_read(l.bytes, &out));
    check_bytes(scalar_view(&out), scalar_view(&(struct scalar){{5}}));
    l.bytes[0] = (uint8_t)(l.bytes[0] - 2);
    check_that(scalar_read(l.bytes, &out));
    check_bytes(scalar_view(&out), scalar_view(&l));
    const struct scalar one = scalar_of(1);
    check_that(scalar_read(one.bytes, &out));
}

TEST(scalars_add_subtract_multiply_and_invert_modulo_l)
{
    struct scalar most = from_hex(l_hex);
    most.bytes[0]--;
    const struct scalar one = scalar_of(1);
    const struct scalar two = scalar_of(2);
    struct scalar out;
    scalar_add(&most, &two, &out);
    check_that(scalar_equal(&out, &one));
    scalar_sub(&one, &two, &out);
    check_that(scalar_equal(&out, &most));
    scalar_mul(&most, &most, &out);
    check_that(scalar_equal(&out, &one));
    scalar_add(&most, &one, &out);
    check_that(scalar_is_zero(&out) && !scalar_is_zero(&one));
    for (uint64_t i = 1; i < 50; i++) {
        const struct scalar s = scalar_of(i * 0x123456789abcdefULL);
        scalar_invert(&s, &out);
        scalar_mul(&out, &s, &out);
        check_that(scalar_equal(&out, &one));
    }
    check_bytes(scalar_view(&(struct scalar){{0xef, 0xcd, 0xab, 0x89, 0x67, 0x45, 0x23, 0x01}}),
                bytes_of(scalar_of(0x0123456789abcdefULL).bytes, SCALAR_BYTES));
    const struct scalar zero = scalar_of(0);
    check_dies(scalar_invert(&zero, &out));
}

TEST(points_that_are_not_of_the_main_subgroup_are_refused)
{
    static const struct {
        const char *name;
        const char *hex;
    } rows[] = {
        {"the identity", "0100000000000000000000000000000000000000000000000000000000000000"},
        {"the identity, negative zero", "0100000000000000000000000000000000000000000000000000000000000080"},
        {"order 2", "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"},
        {"order 2, negative zero", "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"},
        {"order 4", "0000000000000000000000000000000000000000000000000000000000000000"},
        {"order 4, the other", "0000000000000000000000000000000000000000000000000000000000000080"},
        {"order 8, a", "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"},
        {"order 8, b", "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85"},
        {"order 8, c", "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"},
        {"order 8, d", "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa"},
        {"y = p", "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"},
        {"y = p + 1", "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"},
        {"y = p + 3", "f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"},
        {"y = 2^255 - 1", "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"},
        {"y not on the curve", "0200000000000000000000000000000000000000000000000000000000000000"},
    };
    struct point p;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        uint8_t bytes[POINT_BYTES];
        harness_note("%s", rows[i].name);
        check_that(hex_decode(bytes_of_text(rows[i].hex), bytes, POINT_BYTES));
        check_that(!point_read(bytes, &p));
    }
}

TEST(a_point_with_a_part_of_order_2_4_or_8_is_refused)
{
    static const char *const torsion[] = {
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    };
    for (size_t i = 0; i < 3; i++) {
        for (uint64_t k = 1; k < 20; k++) {
            struct point p;
            uint8_t t[POINT_BYTES];
            uint8_t mixed[POINT_BYTES];
            const struct scalar s = scalar_of(k);
            harness_note("torsion %zu, %d B", i, (int)k);
            check_that(point_base(&s, &p) && hex_decode(bytes_of_text(torsion[i]), t, POINT_BYTES));
            check_eq(crypto_core_ed25519_add(mixed, p.bytes, t), 0);
            check_that(point_read(p.bytes, &p));
            check_that(!point_read(mixed, &p));
        }
    }
}

TEST(points_add_subtract_and_never_become_the_identity)
{
    struct point one;
    struct point two;
    struct point out;
    const struct scalar s1 = scalar_of(1);
    const struct scalar s2 = scalar_of(2);
    const struct scalar zero = scalar_of(0);
    check_that(point_base(&s1, &one) && point_base(&s2, &two));
    check_that(point_add(&one, &one, &out) && point_equal(&out, &two));
    check_that(point_mul(&s2, &one, &out) && point_equal(&out, &two));
    check_that(point_sub(&two, &one, &out) && point_equal(&out, &one));
    check_that(!point_sub(&one, &one, &out));
    check_that(!point_base(&zero, &out));
    check_that(!point_mul(&zero, &one, &out));
    struct point minus;
    check_that(point_sub(&one, &two, &minus));
    check_that(!point_add(&one, &minus, &out));
    struct point_sum sum;
    point_sum_begin(&sum);
    check_that(!point_sum_end(&sum, &out));
    point_sum_add(&sum, &one);
    point_sum_add(&sum, &minus);
    check_that(!point_sum_end(&sum, &out));
    point_sum_add(&sum, &two);
    check_that(point_sum_end(&sum, &out) && point_equal(&out, &two));
}

TEST(a_polynomial_in_the_exponent_is_evaluated_even_through_the_identity)
{
    /* 3 - 2x + x^2 at x = 2: 1 * 2 - 2 = 0 on the way, and 3 at the end. */
    struct point c[3];
    struct point out;
    const struct scalar three = scalar_of(3);
    const struct scalar two = scalar_of(2);
    const struct scalar one = scalar_of(1);
    struct scalar minus_two;
    const struct scalar zero = scalar_of(0);
    scalar_sub(&zero, &two, &minus_two);
    check_that(point_base(&three, &c[0]) && point_base(&minus_two, &c[1]) && point_base(&one, &c[2]));
    check_that(point_evaluate(c, 3, 2, &out) && point_equal(&out, &c[0]));
    check_that(point_evaluate(c, 3, 1, &out)); /* 2 */
    struct point expected;
    check_that(point_base(&two, &expected) && point_equal(&out, &expected));
    /* -2 + x at x = 2 */
    check_that(!point_evaluate(c + 1, 2, 2, &out));
}

TEST(this_libsodium_passes_the_self_test)
{
    check_ok(crypto_start());
    check_ok(point_self_test());
}

TEST(a_libsodium_that_takes_what_it_should_refuse_fails_the_self_test)
{
    check_ok(point_self_test_with(FAULT_NONE));
    check_eq(point_self_test_with(FAULT_ALL_VALID), ERROR_UNSUPPORTED);
    check_eq(point_self_test_with(FAULT_NONE_VALID), ERROR_UNSUPPORTED);
    check_eq(point_self_test_with(FAULT_MIXED_VALID), ERROR_UNSUPPORTED);
    check_eq(point_self_test_with(FAULT_MULTIPLIES_ALL), ERROR_UNSUPPORTED);
}
