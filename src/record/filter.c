#include "record/filter.h"

enum { BITS_AN_ID = 4, LINE_BYTES = 64 };

size_t filter_bytes(uint64_t count)
{
    size_t bytes = FILTER_BYTES_MIN;
    while (bytes / 2 < count && bytes < FILTER_BYTES_MAX) {
        bytes *= 2;
    }
    return bytes;
}

/* All bits of an id lie in one line of the processor's memory, chosen by its first bits; the last choose the
 * bits. */
static size_t place_of(uint64_t prefix, unsigned i, size_t bytes)
{
    const size_t line = (size_t)(prefix >> 48) & (bytes / LINE_BYTES - 1);
    return 8 * LINE_BYTES * line + ((size_t)(prefix >> 9 * i) & (8 * LINE_BYTES - 1));
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
