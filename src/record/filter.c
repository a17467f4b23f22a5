#include "record/filter.h"

enum { BITS_AN_ID = 4 };

size_t filter_bytes(uint64_t count)
{
    size_t bytes = FILTER_BYTES_MIN;
    while (bytes / 2 < count && bytes < FILTER_BYTES_MAX) {
        bytes *= 2;
    }
    return bytes;
}

/* Both halves of a hash are as good as two hashes (Kirsch and Mitzenmacher). */
static size_t place_of(uint64_t prefix, unsigned i, size_t bytes)
{
    const uint64_t h = (prefix & UINT32_MAX) + i * (prefix >> 32 | 1);
    return (size_t)h & (8 * bytes - 1);
}

void filter_add(uint8_t *bits, size_t bytes, uint64_t prefix)
{
    for (unsigned i = 0; i < BITS_AN_ID; i++) {
        const size_t at = place_of(prefix, i, bytes);
        bits[at / 8] |= (uint8_t)(1u << at % 8);
    }
}

bool filter_may_have(const uint8_t *bits, size_t bytes, uint64_t prefix)
{
    for (unsigned i = 0; i < BITS_AN_ID; i++) {
        const size_t at = place_of(prefix, i, bytes);
        if ((bits[at / 8] >> at % 8 & 1) == 0) {
            return false;
        }
    }
    return true;
}
