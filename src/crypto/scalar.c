#include "crypto/scalar.h"

#include <sodium.h>
#include <string.h>

#include "base/check.h"
#include "crypto/hash512.h"
#include "crypto/taint.h"

_Static_assert(SCALAR_BYTES == crypto_core_ed25519_SCALARBYTES, "libsodium's scalar");
_Static_assert(HASH512_BYTES == crypto_core_ed25519_NONREDUCEDSCALARBYTES, "what libsodium reduces");

/* libsodium's addition leaves a copy of an operand on the stack; nothing that it does with scalars takes
 * more. */
enum { STACK_BYTES = 1536 };

/* L = 2^252 + 27742317777372353535851937790883648493 */
static const uint8_t order[SCALAR_BYTES] = {
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x10,
};

/* Debian's 1.0.18 exports no such test; its additions go wrong on what is not reduced. */
bool scalar_read(const uint8_t bytes[SCALAR_BYTES], struct scalar *out)
{
    int below = sodium_compare(bytes, order, SCALAR_BYTES) < 0 ? 1 : 0;
    int zero = sodium_is_zero(bytes, SCALAR_BYTES);
    taint_public(&below, sizeof below);
    taint_public(&zero, sizeof zero);
    if (below == 0 || zero != 0) {
        return false;
    }
    memmove(out->bytes, bytes, SCALAR_BYTES);
    return true;
}

struct scalar scalar_of(uint64_t value)
{
    struct scalar s = {{0}};
    for (size_t i = 0; i < sizeof value; i++) {
        s.bytes[i] = (uint8_t)(value >> 8 * i);
    }
    return s;
}

bool scalar_is_zero(const struct scalar *a)
{
    return sodium_is_zero(a->bytes, SCALAR_BYTES) != 0;
}

bool scalar_equal(const struct scalar *a, const struct scalar *b)
{
    return sodium_memcmp(a->bytes, b->bytes, SCALAR_BYTES) == 0;
}

void scalar_add(const struct scalar *a, const struct scalar *b, struct scalar *out)
{
    crypto_core_ed25519_scalar_add(out->bytes, a->bytes, b->bytes);
    sodium_stackzero(STACK_BYTES);
}

void scalar_sub(const struct scalar *a, const struct scalar *b, struct scalar *out)
{
    crypto_core_ed25519_scalar_sub(out->bytes, a->bytes, b->bytes);
    sodium_stackzero(STACK_BYTES);
}

void scalar_mul(const struct scalar *a, const struct scalar *b, struct scalar *out)
{
    crypto_core_ed25519_scalar_mul(out->bytes, a->bytes, b->bytes);
    sodium_stackzero(STACK_BYTES);
}

void scalar_invert(const struct scalar *a, struct scalar *out)
{
    check(crypto_core_ed25519_scalar_invert(out->bytes, a->bytes) == 0);
    sodium_stackzero(STACK_BYTES);
}

void scalar_hash(const struct bytes *parts, size_t count, struct scalar *out)
{
    struct hash512 wide;
    hash512_of_parts(parts, count, &wide);
    crypto_core_ed25519_scalar_reduce(out->bytes, wide.bytes);
    sodium_memzero(&wide, sizeof wide);
    sodium_stackzero(STACK_BYTES);
}

struct bytes scalar_view(const struct scalar *a)
{
    return bytes_of(a->bytes, SCALAR_BYTES);
}
