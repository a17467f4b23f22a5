/* analysis/example.h: what numbers of votes a rule asks for, tried on members: who is needed, who blocks. */
#ifndef ANALYSIS_EXAMPLE_H
#define ANALYSIS_EXAMPLE_H

#include "analysis/trial.h"

enum { EXAMPLE_SENTENCES_MAX = 24 };

struct example {
    size_t count;
    struct bytes sentences[EXAMPLE_SENTENCES_MAX];
};

/* Sentences about the rule of that index; the first says who the members are. */
void example_of(struct arena *a, struct trial *t, size_t rule, struct example *out);
/* "Suppose 15 members: 5 with the tag P5 (CHN, ...) and 10 others" */
void example_add_members(struct buffer *b, const struct trial *t);
/* "it is adopted by any 9 that are for" */
void example_add_least(struct buffer *b, const struct trial *t, const struct trial_least *least);
bool example_same(const struct trial *t, const struct trial_least *a, const struct trial_least *b);
#endif
