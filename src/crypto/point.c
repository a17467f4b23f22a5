#include "crypto/point.h"

#include <sodium.h>
#include <string.h>

#include "base/check.h"
#include "crypto/taint.h"

_Static_assert(POINT_BYTES == crypto_core_ed25519_BYTES, "libsodium's point");

static const uint8_t identity[POINT_BYTES] = {1};

/* T2 = (0, -1), of order two, and a T4 = (sqrt(-1), 0), of order four. */
static const uint8_t order_two[POINT_BYTES] = {
    0xec, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f,
};
static const uint8_t order_four[POINT_BYTES];
/* y = p + 1: the identity, in a form that is not canonical. */
static const uint8_t beyond_p[POINT_BYTES] = {
    0xee, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f,
};

static bool refused(const uint8_t bytes[POINT_BYTES])
{
    const struct scalar seven = scalar_of(7);
    uint8_t out[POINT_BYTES];
    return crypto_core_ed25519_is_valid_point(bytes) == 0 &&
           crypto_scalarmult_ed25519_noclamp(out, seven.bytes, bytes) != 0;
}

enum error point_self_test(void)
{
    const struct scalar one = scalar_of(1);
    const struct scalar zero = scalar_of(0);
    uint8_t base[POINT_BYTES];
    uint8_t mixed[POINT_BYTES];
    uint8_t out[POINT_BYTES];
    const bool sound = crypto_scalarmult_ed25519_base_noclamp(base, one.bytes) == 0 &&
                       crypto_core_ed25519_is_valid_point(base) == 1 &&
                       crypto_scalarmult_ed25519_base_noclamp(out, zero.bytes) != 0 &&
                       crypto_scalarmult_ed25519_noclamp(out, zero.bytes, base) != 0 && refused(identity) &&
                       refused(order_two) && refused(order_four) && refused(beyond_p) &&
                       crypto_core_ed25519_add(mixed, base, order_two) == 0 && refused(mixed) &&
                       crypto_core_ed25519_add(mixed, base, order_four) == 0 && refused(mixed);
    return sound ? OK : ERROR_UNSUPPORTED;
}

bool point_read(const uint8_t bytes[POINT_BYTES], struct point *out)
{
    if (crypto_core_ed25519_is_valid_point(bytes) != 1) {
        return false;
    }
    memmove(out->bytes, bytes, POINT_BYTES);
    return true;
}

/* What a multiplication answered, with what it left on the stack wiped. That a secret factor is zero may
 * be known: nothing goes on from there. */
static bool not_zero(int status)
{
    crypto_wipe_stack();
    taint_public(&status, sizeof status);
    return status == 0;
}

bool point_base(const struct scalar *s, struct point *out)
{
    return not_zero(crypto_scalarmult_ed25519_base_noclamp(out->bytes, s->bytes));
}

bool point_mul(const struct scalar *s, const struct point *p, struct point *out)
{
    return not_zero(crypto_scalarmult_ed25519_noclamp(out->bytes, s->bytes, p->bytes));
}

static bool is_identity(const uint8_t bytes[POINT_BYTES])
{
    return memcmp(bytes, identity, POINT_BYTES) == 0;
}

bool point_add(const struct point *a, const struct point *b, struct point *out)
{
    check(crypto_core_ed25519_add(out->bytes, a->bytes, b->bytes) == 0);
    return !is_identity(out->bytes);
}

bool point_sub(const struct point *a, const struct point *b, struct point *out)
{
    check(crypto_core_ed25519_sub(out->bytes, a->bytes, b->bytes) == 0);
    return !is_identity(out->bytes);
}

bool point_equal(const struct point *a, const struct point *b)
{
    return memcmp(a->bytes, b->bytes, POINT_BYTES) == 0;
}

struct bytes point_view(const struct point *p)
{
    return bytes_of(p->bytes, POINT_BYTES);
}

struct public_key point_key(const struct point *p)
{
    struct public_key key;
    memcpy(key.bytes, p->bytes, PUBLIC_KEY_BYTES);
    return key;
}

void point_sum_begin(struct point_sum *s)
{
    memcpy(s->bytes, identity, POINT_BYTES);
}

void point_sum_add(struct point_sum *s, const struct point *p)
{
    check(crypto_core_ed25519_add(s->bytes, s->bytes, p->bytes) == 0);
}

bool point_sum_end(const struct point_sum *s, struct point *out)
{
    if (is_identity(s->bytes)) {
        return false;
    }
    memcpy(out->bytes, s->bytes, POINT_BYTES);
    return true;
}

/* Whoever chooses the coefficients could make a step on the way the identity, which the multiplication
 * refuses; x times it is itself. */
bool point_evaluate(const struct point *c, size_t count, uint16_t x, struct point *out)
{
    const struct scalar factor = scalar_of(x);
    struct point_sum sum;
    check(count > 0 && x > 0);
    point_sum_begin(&sum);
    for (size_t i = count; i-- > 0;) {
        struct point so_far;
        if (point_sum_end(&sum, &so_far)) {
            check(crypto_scalarmult_ed25519_noclamp(sum.bytes, factor.bytes, so_far.bytes) == 0);
        }
        point_sum_add(&sum, &c[i]);
    }
    return point_sum_end(&sum, out);
}
