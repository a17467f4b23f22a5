/* mechanism/closing.h: how what was put to the members ends, by silence or by vote: who is spoken for, the
 * statement that an adopted text becomes, what the charter lets follow where nothing was adopted, and the
 * fact that says it. */
#ifndef MECHANISM_CLOSING_H
#define MECHANISM_CLOSING_H

#include "charter/evaluate.h"
#include "mechanism/context.h"
#include "mechanism/matter.h"
#include "mechanism/silence.h"

struct closing {
    struct hash subject;             /* the silence or the vote */
    const struct charter *charter;
    const struct charter_rule *rule; /* of it, that decided */
    struct hash root;
    int64_t deadline_ms;
    const char *outcome;
    const char *reason;
    bool adopted; /* a text is: it becomes a statement */
    bool lawful;  /* the rule has spoken: what stands behind its `else` follows */
    size_t speaking_for_count;
    const struct bytes *speaking_for;
    size_t not_reached_count;
    const struct bytes *not_reached;
    const struct decision *decision; /* of an adopted one: how it was decided */
};

/* Whether an effect is of a further part of a vote that its member has divided: the first part, which leads,
 * says what adoption means for it. */
bool closing_is_again(const struct decision *d, size_t i);
/* What the rule says of it, into outcome, reason, rule, and who is spoken for if it is adopted. */
void closing_decide(struct context *c, const struct decision *d, struct closing *out);
/* The matter after it: adopted, or what the charter lets follow. Gives the number of the statement or 0. */
int64_t closing_matter(struct context *c, struct matter *m, const struct closing *x);
/* The fact that becomes the entry c->index. */
void closing_emit(struct context *c, const struct block_sink *sink, const struct hash *matter,
                  const struct closing *x, int64_t statement);
#endif
