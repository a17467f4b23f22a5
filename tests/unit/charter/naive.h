/* tests/unit/charter/naive.h: a second evaluator that shares no code with the first: it reads the condition
 * as text each time and counts each member by itself. */
#ifndef UNIT_CHARTER_NAIVE_H
#define UNIT_CHARTER_NAIVE_H

#include <stdbool.h>
#include <stddef.h>

struct naive {
    size_t count;
    const char *positions;   /* a letter for each member, after default, out and force */
    const char *const *tags; /* for each member its tags with spaces around each, " P5 PARTY " */
    const bool *out;
    const long *weights; /* what `pop` counts */
};

bool naive_holds(const char *condition, const struct naive *n);
#endif
