#include "crypto/lagrange.h"

#include "base/check.h"

/* ids[i] times the product of all ids[j] - ids[i]: what stands below the line. The differences are small,
 * so three of them make one number of 64 bits and one multiplication. */
static void denominator_of(const uint16_t ids[], size_t count, size_t i, struct scalar *out)
{
    uint64_t gathered = ids[i];
    bool negative = false;
    *out = scalar_of(1);
    for (size_t j = 0; j < count; j++) {
        const int32_t difference = (int32_t)ids[j] - (int32_t)ids[i];
        if (j == i) {
            continue;
        }
        if (gathered >> 47 != 0) {
            const struct scalar factor = scalar_of(gathered);
            scalar_mul(out, &factor, out);
            gathered = 1;
        }
        negative ^= difference < 0;
        gathered *= (uint64_t)(difference < 0 ? -difference : difference);
    }
    const struct scalar factor = scalar_of(gathered);
    scalar_mul(out, &factor, out);
    if (negative) {
        const struct scalar zero = scalar_of(0);
        scalar_sub(&zero, out, out);
    }
}

/* Product of all identifiers over each denominator. One inversion serves all: `below[i]` is the product of
 * the denominators before i. */
void lagrange_at_zero(const uint16_t ids[], size_t count, struct scalar out[])
{
    struct scalar below[SHARE_HOLDERS_MAX];
    struct scalar all_ids = scalar_of(1);
    struct scalar running = scalar_of(1);
    check(count > 0 && count <= SHARE_HOLDERS_MAX);
    for (size_t i = 0; i < count; i++) {
        const struct scalar id = scalar_of(ids[i]);
        denominator_of(ids, count, i, &out[i]);
        below[i] = running;
        scalar_mul(&running, &out[i], &running);
        scalar_mul(&all_ids, &id, &all_ids);
    }
    scalar_invert(&running, &running);
    for (size_t i = count; i-- > 0;) {
        const struct scalar denominator = out[i];
        scalar_mul(&running, &below[i], &out[i]);
        scalar_mul(&out[i], &all_ids, &out[i]);
        scalar_mul(&running, &denominator, &running);
    }
}
