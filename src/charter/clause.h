/* charter/clause.h: what a clause of a rule or of a body means, in plain words. */
#ifndef CHARTER_CLAUSE_H
#define CHARTER_CLAUSE_H

#include "charter/charter.h"

/* `line` is one that charter/print.h makes of the rule, such as "    default L;": "who takes no position lets
 * pass". Adds nothing for a line that needs no words. */
void clause_words(struct buffer *b, const struct charter_rule *rule, struct bytes line);
/* The same of a body. */
void clause_body_words(struct buffer *b, const struct charter_body *body, struct bytes line);
#endif
