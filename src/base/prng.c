#include "base/prng.h"

#include <string.h>

#include "base/check.h"

static uint64_t rotate(uint64_t x, int k)
{
    return x << k | x >> (64 - k);
}

void prng_seed(struct prng *p, uint64_t seed)
{
    for (int i = 0; i < 4; i++) {
        seed += 0x9e3779b97f4a7c15u;
        uint64_t z = seed;
        z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
        z = (z ^ z >> 27) * 0x94d049bb133111ebu;
        p->s[i] = z ^ z >> 31;
    }
}

uint64_t prng_next(struct prng *p)
{
    uint64_t *s = p->s;
    const uint64_t result = rotate(s[1] * 5, 7) * 9;
    const uint64_t t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate(s[3], 45);
    return result;
}

uint64_t prng_below(struct prng *p, uint64_t bound)
{
    check(bound > 0);
    const uint64_t limit = UINT64_MAX - UINT64_MAX % bound;
    uint64_t x = prng_next(p);
    while (x >= limit) {
        x = prng_next(p);
    }
    return x % bound;
}

int64_t prng_between(struct prng *p, int64_t low, int64_t high)
{
    check(low <= high);
    const uint64_t span = (uint64_t)high - (uint64_t)low + 1;
    return (int64_t)((uint64_t)low + (span == 0 ? prng_next(p) : prng_below(p, span)));
}

bool prng_chance(struct prng *p, uint32_t per_mille)
{
    return prng_below(p, 1000) < per_mille;
}

void prng_fill(struct prng *p, void *out, size_t len)
{
    uint8_t *to = out;
    while (len > 0) {
        const uint64_t x = prng_next(p);
        const size_t part = len < sizeof x ? len : sizeof x;
        memcpy(to, &x, part);
        to += part;
        len -= part;
    }
}
