/* mechanism/sealed.h: what is given as a commitment first and opened later: words of a text, positions,
 * ballots. */
#ifndef MECHANISM_SEALED_H
#define MECHANISM_SEALED_H

#include "mechanism/context.h"

/* Takes a commitment for good; false: it was used before. Two that gave the same one would give away that
 * they agree, and one that was opened could be copied. */
bool sealed_claim(struct context *c, const struct hash *commitment);
/* Time that was lost is given back (O5): to both parts of what is sealed if it was lost in the first, else to
 * the second alone, for what was opened stays open. `sealed_until_ms` 0: nothing is sealed. */
void sealed_give_back(int64_t previous_ms, int64_t excess_ms, int64_t *deadline_ms, int64_t *sealed_until_ms);
#endif
