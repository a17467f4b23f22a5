/* base/prng.h: a seeded sequence of numbers for simulations and benchmarks (xoshiro256** by Blackman and
 * Vigna, seeded by splitmix64). Never for keys, salts or anything secret. */
#ifndef BASE_PRNG_H
#define BASE_PRNG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct prng {
    uint64_t s[4];
};

void prng_seed(struct prng *p, uint64_t seed);
uint64_t prng_next(struct prng *p);
uint64_t prng_below(struct prng *p, uint64_t bound);           /* 0 to bound - 1; bound > 0 */
int64_t prng_between(struct prng *p, int64_t low, int64_t high); /* both included */
bool prng_chance(struct prng *p, uint32_t per_mille);
void prng_fill(struct prng *p, void *out, size_t len);
#endif
