/* analysis/example.h: what numbers of votes a rule asks for, tried on members: who is needed, who blocks. */
#ifndef ANALYSIS_EXAMPLE_H
#define ANALYSIS_EXAMPLE_H

#include "analysis/trial.h"

enum { EXAMPLE_SENTENCES_MAX = 24 };

struct example {
    size_t count;
    struct bytes sentences[EXAMPLE_SENTENCES_MAX];
};

/* Sentences about the rule of that index, in the arena; the first says who the members are. */
void example_of(struct arena *a, enum language l, struct trial *t, size_t rule, struct example *out);
/* "Suppose 15 members: 5 of P5 (CHN, ...) and 10 of the others (...)" */
struct bytes example_members(struct arena *a, enum language l, const struct trial *t);
/* "it is adopted by any 9 that are for" */
struct bytes example_least(struct arena *a, enum language l, const struct trial *t,
                           const struct trial_least *least);
bool example_same(const struct trial *t, const struct trial_least *a, const struct trial_least *b);
#endif
