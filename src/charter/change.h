/* charter/change.h: what it would take: the fewest members who, by taking other positions, make another
 * outcome, and who these could be. docs/formats/power.md numbers the definitions. */
#ifndef CHARTER_CHANGE_H
#define CHARTER_CHANGE_H

#include "charter/linear.h"

/* The most steps after which a question is given up: comparisons times kinds of move, for each box. */
#define CHANGE_WORK_MAX 100000000

enum change_state {
    CHANGE_STANDS,     /* the outcome is one of those asked for: nobody need move */
    CHANGE_FOUND,      /* `members`, and no fewer */
    CHANGE_IMPOSSIBLE, /* no positions of those who may move make it */
    CHANGE_UNKNOWN     /* given up: at least `at_least`, and, if not -1, at most `members` */
};

struct change_source { /* members that count alike and stand at one position */
    size_t group;
    int from; /* index of their position */
    int64_t n;
};

struct change_step { /* `count` of the members of a source go to one of these positions, which do the same */
    size_t source;
    uint16_t to;
    int64_t count;
};

struct change_way {
    size_t step_count;
    const struct change_step *steps;
};

struct change {
    enum change_state state;
    int64_t members;
    int64_t at_least;
    size_t source_count;
    const struct change_source *sources;
    size_t way_count; /* those that are listed, the first members first */
    const struct change_way *ways;
    int64_t more; /* further ways */
    bool counted; /* false: the count was given up, and there may be still more */
};

/* `letters` as for ballot_decide, and allowed; `wanted` is a set of OUTCOME_BIT. At most `limit` ways are
 * listed, and the question is given up after `work` steps, CHANGE_WORK_MAX at most. */
void change_find(struct arena *a, const struct linear *l, const char *letters, unsigned wanted, size_t limit,
                 int64_t work, struct change *out);

/* "FRA and DEU: N -> Y; 2 of ITA, ESP and POL: N -> A or X". */
void change_way_write(struct buffer *b, const struct linear *l, const char *letters, const struct change *c,
                      const struct change_way *way);
/* Whether the voter is one of the source. */
bool change_is_of(const struct linear *l, const char *letters, const struct change_source *s, size_t voter);
#endif
