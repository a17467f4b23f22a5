/* tests/sim/share.h: a simulation's seeds in several processes, one a processor. */
#ifndef SIM_SHARE_H
#define SIM_SHARE_H

#include <stddef.h>
#include <stdint.h>

/* Calls `part` in each of several processes, for every `step`-th from `first` on; it fills `counts`, of which
 * `count` are added up into `sums`. Status: 0 if all ended with 0. */
int share(int (*part)(void *ctx, uint64_t first, uint64_t step, uint64_t *counts), void *ctx, size_t count,
          uint64_t *sums);
#endif
