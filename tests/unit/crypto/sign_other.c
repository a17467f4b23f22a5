/* crypto/sign.c over a point check and an initialisation that a test chooses. */
#include <sodium.h>
#include <string.h>

#include "base/check.h"
#include "unit/crypto/other.h"

static bool (*valid)(const uint8_t point[32]);
static int init_result;
static struct points *seen;

static int other_is_valid_point(const unsigned char *point)
{
    check(seen->count < POINTS_MAX);
    memcpy(seen->bytes[seen->count++], point, 32);
    return valid(point);
}

static int other_init(void)
{
    return init_result;
}

#define crypto_core_ed25519_is_valid_point other_is_valid_point
#define sodium_init                        other_init
#define crypto_start                       other_start
#define sign_key_from_seed                 other_key_from_seed
#define sign_public_of                     other_public_of
#define sign_bytes                         other_sign_bytes
#define signature_holds                    other_signature_holds
#define public_key_equal                   other_public_key_equal
#define public_key_view                    other_public_key_view
#define crypto_wipe                        other_wipe
#define crypto_wipe_stack                  other_wipe_stack
#define crypto_lock                        other_lock
#define crypto_random                      other_random
#include "crypto/sign.c"

enum error crypto_start_where(bool (*says)(const uint8_t point[32]), int sodium_init_result,
                              struct points *asked)
{
    valid = says;
    init_result = sodium_init_result;
    seen = asked;
    return other_start();
}
