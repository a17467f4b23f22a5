/* cli/turn.h: what it would take, as text for people and as JSON. docs/formats/power.md numbers it. */
#ifndef CLI_TURN_H
#define CLI_TURN_H

#include "charter/change.h"
#include "cli/decide_case.h"
#include "codec/json.h"

enum { TURN_OUTCOMES_MAX = 3 };

struct turn {
    bool refused;    /* too many members for so many comparisons: nothing is told */
    const struct linear *l;
    const char *letters;
    size_t count;    /* of the outcomes that were asked for */
    struct {
        enum outcome to;
        struct change change;
    } asked[TURN_OUTCOMES_MAX];
};

/* Of a case that could be decided: for the outcome of that name, or (NULL) for each that the rule can have
 * beside the one that stands. At most `limit` ways for each. False: the rule has no such outcome. */
MUST_USE bool turn_find(struct arena *a, const struct decide_case *read, enum outcome stands, const char *to,
                        size_t limit, struct turn *out);

/* Lines for people, each ending with a line feed. */
void turn_write(struct buffer *b, const struct turn *t);
/* A list. */
void turn_write_json(struct json_writer *w, const char *key, const struct turn *t);
#endif
