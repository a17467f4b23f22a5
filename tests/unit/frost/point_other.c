/* crypto/point.c over a libsodium with the faults that a test chooses. */
#include <sodium.h>

#include "crypto/sign.h"
#include "unit/frost/other.h"

static enum point_fault fault;

static int other_is_valid_point(const unsigned char *p)
{
    /* The generator has y = 4/5: all its bytes but the first are 66. */
    const int generator = p[1] == 0x66 && p[31] == 0x66;
    switch (fault) {
    case FAULT_ALL_VALID:
        return 1;
    case FAULT_NONE_VALID:
        return 0;
    case FAULT_MIXED_VALID: /* not of small order, yet outside of the main subgroup */
        return generator || p[1] == 0x99 || crypto_core_ed25519_is_valid_point(p);
    case FAULT_MULTIPLIES_ALL:
    case FAULT_NONE:
    default:
        return crypto_core_ed25519_is_valid_point(p);
    }
}

static int other_multiply(unsigned char *q, const unsigned char *n, const unsigned char *p)
{
    const int status = crypto_scalarmult_ed25519_noclamp(q, n, p);
    return fault == FAULT_MULTIPLIES_ALL ? 0 : status;
}

#define crypto_core_ed25519_is_valid_point other_is_valid_point
#define crypto_scalarmult_ed25519_noclamp  other_multiply
#define point_self_test                    other_self_test
#define point_read                         other_read
#define point_base                         other_base
#define point_mul                          other_mul
#define point_add                          other_add
#define point_sub                          other_sub
#define point_equal                        other_equal
#define point_view                         other_view
#define point_key                          other_key
#define point_sum_begin                    other_sum_begin
#define point_sum_add                      other_sum_add
#define point_sum_end                      other_sum_end
#define point_evaluate                     other_evaluate
#include "crypto/point.c"

enum error point_self_test_with(enum point_fault f)
{
    fault = f;
    return other_self_test();
}
