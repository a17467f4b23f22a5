/* analysis/concern.h: what is dangerous in a charter that is good: rules that adopt where nobody is or is
 * for, that one member can adopt alone, that never adopt, that nobody uses. */
#ifndef ANALYSIS_CONCERN_H
#define ANALYSIS_CONCERN_H

#include "analysis/trial.h"

enum { CONCERNS_MAX = 4 * CHARTER_ITEMS_MAX };

struct concern {
    const char *kind; /* of the part: "rule" */
    struct bytes name;
    struct bytes from; /* of a version */
    const char *message;
    /* Where the part begins in one of the texts; line 0: not found */
    struct bytes source;
    int line;
    int column;
};

struct concern_list {
    size_t count;
    struct concern items[CONCERNS_MAX];
};

/* `sources` are those of the charter. Rules that cannot be tried, because a table is not at hand, raise no
 * concern about their numbers. */
void concerns_of(struct arena *a, const struct charter *c, const struct trial_table *tables,
                 size_t table_count, const struct charter_source *sources, size_t source_count,
                 struct concern_list *out);
#endif
