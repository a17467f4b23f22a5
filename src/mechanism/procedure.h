/* mechanism/procedure.h: what the charter lets follow where a text was not adopted: the next stage, another
 * body, the end. docs/protocol/vote.md numbers it.
 *
 * The stages of a text begin with the rule of its matter. What is behind an `else stage` decides on the very
 * same text; another text of the matter begins at the first stage again. */
#ifndef MECHANISM_PROCEDURE_H
#define MECHANISM_PROCEDURE_H

#include "mechanism/closing.h"
#include "mechanism/matter.h"

/* Of a matter that was voted on, or whose text waits for its next stage. */
struct procedure {
    struct hash vote;  /* the last about it; zero: none */
    struct hash root;  /* of the text that the next stage decides on; zero: none */
    struct bytes rule; /* by which */
    int64_t from_ms;   /* not before */
    struct hash after; /* the silence or the vote that did not adopt it */
};

bool procedure_get(struct state *s, const struct hash *matter, struct procedure *out);
void procedure_put(struct state *s, const struct hash *matter, const struct procedure *p);

/* The stage that a text of the matter is at: the rule that decides on it, in force now, and from when on.
 * *staged: it is not the first. NULL: there is no such rule. */
const struct charter_rule *procedure_rule(struct context *c, const struct matter *m, const struct hash *root,
                                          int64_t *from_ms, bool *staged);

/* The matter goes to another body: what waits for its next stage begins anew there. */
void procedure_end_stages(struct state *s, const struct hash *matter);

/* After a close that adopted nothing, as the rule that decided says. Writes m's fields, and its row only by
 * the caller. */
void procedure_follow(struct context *c, struct matter *m, const struct closing *x);
/* What an objection makes of a silence under that rule: the word of the outcome. */
const char *procedure_outcome(const struct charter_rule *rule);
#endif
