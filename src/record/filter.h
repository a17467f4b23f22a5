/* record/filter.h: which ids the runs on disk may have: a Bloom filter, four bits an id, sixteen bits of
 * memory for each up to FILTER_BYTES_MAX. What it denies is certainly not there. Pure. */
#ifndef RECORD_FILTER_H
#define RECORD_FILTER_H

#include <stdbool.h>

#include "base/bytes.h"

/* Of the questions about an id that is not there, 1 in 350 is not denied for 10^6 ids; for 10^7 nearly all
 * are not. */
#define FILTER_BYTES_MIN (64 * 1024)
#define FILTER_BYTES_MAX (2 * 1024 * 1024)

/* The size of the filter for so many ids, in bytes: a power of two. */
size_t filter_bytes(uint64_t count);
/* `prefix`: the first 8 bytes of an id, a hash. */
void filter_add(uint8_t *bits, size_t bytes, uint64_t prefix);
bool filter_may_have(const uint8_t *bits, size_t bytes, uint64_t prefix);
#endif
