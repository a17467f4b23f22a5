/* charter/explain.h: what is told of an outcome: the reason, each condition, who is pivotal, who is bound.
 * Private to this layer. */
#ifndef CHARTER_EXPLAIN_H
#define CHARTER_EXPLAIN_H

#include "charter/reason.h"

struct explanation {
    struct arena *arena;
    const struct ballot *ballot;
    const char *letters; /* as given, one for each voter */
    const struct tally *tally;
    struct reason reason; /* of the outcome as it stands */
};

/* `d` has its outcomes and reason codes; each fills in its part. */
void explain_heads(const struct explanation *x, struct decision *d);
void explain_reason(const struct explanation *x, struct decision *d); /* after the heads */
void explain_atoms(const struct explanation *x, struct decision *d);
void explain_pivotal(const struct explanation *x, struct decision *d);
void explain_effects(const struct explanation *x, struct decision *d);
#endif
