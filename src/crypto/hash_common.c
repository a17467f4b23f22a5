#include <string.h>

#include "base/hex.h"
#include "crypto/hash.h"

bool hash_equal(const struct hash *a, const struct hash *b)
{
    return memcmp(a->bytes, b->bytes, HASH_BYTES) == 0;
}

bool hash_is_zero(const struct hash *a)
{
    static const struct hash zero;
    return hash_equal(a, &zero);
}

int hash_compare(const struct hash *a, const struct hash *b)
{
    return memcmp(a->bytes, b->bytes, HASH_BYTES);
}

struct bytes hash_view(const struct hash *a)
{
    return bytes_of(a->bytes, HASH_BYTES);
}

struct hash_hex hash_hex(const struct hash *a)
{
    struct hash_hex h;
    hex_encode(hash_view(a), h.text);
    return h;
}

bool hash_parse(struct bytes text, struct hash *out)
{
    return hex_decode(text, out->bytes, HASH_BYTES);
}
