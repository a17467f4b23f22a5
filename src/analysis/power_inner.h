/* analysis/power_inner.h: the game that power is found of, and how its coalitions are counted. Private to
 * power*.c. */
#ifndef ANALYSIS_POWER_INNER_H
#define ANALYSIS_POWER_INNER_H

#include "analysis/power.h"

struct game {
    const struct linear *l;
    size_t players;
    int64_t *base; /* by comparison: its difference where nobody is in the coalition */
    int64_t *adds; /* [atom * groups + group]: what one that joins adds */
};

struct counts { /* exact */
    struct wide *wins;    /* [size]: winning coalitions of so many members */
    struct wide *with;    /* [group * (players + 1) + size]: those that have a given member of the group */
    struct wide *adverse; /* [group]: coalitions that win, and would not with it too */
};

/* Every coalition; at most POWER_TABLE_MAX players. */
void power_count_table(struct arena *a, const struct game *g, struct counts *out);
/* Every choice of how many of each kind; at most POWER_POINTS_MAX. */
void power_count_kinds(struct arena *a, const struct game *g, struct counts *out);
/* Fills in what is estimated of the rows. */
void power_sample(struct arena *a, const struct game *g, struct power_answer *p);

static inline bool game_wins(const struct game *g, const int64_t *differences)
{
    return linear_outcome(g->l, differences) == OUTCOME_adopted;
}
#endif
