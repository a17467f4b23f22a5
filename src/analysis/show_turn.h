/* analysis/show_turn.h: what it would take, as text for people and as JSON: the smallest sets of members
 * that, by other positions, would turn an outcome. `rule explain`, `rule turn`, `vote show`, `silence show`
 * and the page of a vote say it. docs/formats/power.md numbers it. */
#ifndef ANALYSIS_SHOW_TURN_H
#define ANALYSIS_SHOW_TURN_H

#include "charter/change.h"
#include "codec/json.h"

enum {
    TURN_OUTCOMES_MAX = 3,
    TURN_WAYS_SHOWN = 3,          /* ways to another outcome that are told beside a decision, */
    TURN_WORK_SHOWN = 10 * 1000 * 1000 /* and the steps that are spent on each while somebody waits for it */
};

struct turn_case { /* that could be decided; the positions stand in the electorates */
    const struct charter_rule *rule;
    size_t count;
    const struct electorate *electorates;
    struct bytes date; /* as in evaluate_options */
};

struct turn {
    bool refused; /* too many members for so many comparisons: nothing is told */
    const struct linear *l;
    const char *letters;
    size_t count; /* of the outcomes that were asked for */
    struct {
        enum outcome to;
        struct change change;
    } asked[TURN_OUTCOMES_MAX];
};

/* For the outcome of that name, or (NULL) for each that the rule can have beside the one that stands. At most
 * so many ways for each, with so much work (charter/change.h). False: the rule has no such outcome. */
MUST_USE bool turn_find(struct arena *a, const struct turn_case *x, enum outcome stands, const char *to,
                        size_t ways, int64_t work, struct turn *out);
/* Beside a decision: for each that does not stand. */
void turn_find_shown(struct arena *a, const struct turn_case *x, enum outcome stands, struct turn *out);

/* Lines for people, each ending with a line feed. */
void turn_write(struct buffer *b, const struct turn *t);
/* A list; NULL or refused: null. */
void show_turn(struct json_writer *w, const char *key, const struct turn *t);
#endif
