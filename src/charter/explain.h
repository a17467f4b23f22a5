/* charter/explain.h: what is told of an outcome: each condition, who is pivotal, who is bound.
 * Private to this layer. */
#ifndef CHARTER_EXPLAIN_H
#define CHARTER_EXPLAIN_H

#include "charter/reason.h"

struct explanation {
    struct arena *arena;
    size_t stage_count;
    const struct stage *stages;  /* every rule that may be asked, in turn; NULL when all is filled in */
    const char *letters;         /* as given, one for each voter */
    enum outcome stands;         /* adopted, rejected or no_quorum */
    const struct ballot *ballot; /* of the stage that decides, */
    const struct tally *tally;   /* and what it counted */
    struct reason reason;        /* of the outcome as it stands */
};

/* `d` has its outcomes and reason codes, and is zero beside them; each fills in its part. */
void explain_heads(const struct explanation *x, struct decision *d);
void explain_bodies(const struct explanation *x, struct decision *d);
void explain_atoms(const struct explanation *x, struct decision *d);
void explain_pivotal(const struct explanation *x, struct decision *d);
void explain_effects(const struct explanation *x, struct decision *d);
#endif
