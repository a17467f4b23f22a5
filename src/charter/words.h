/* charter/words.h: conditions in the words of people who do not read conditions. */
#ifndef CHARTER_WORDS_H
#define CHARTER_WORDS_H

#include "charter/rule.h"

/* What the comparison needs, or its denial if it is not `needed`, and what is given: "98 for needed (2/3 of
 * 146 voting), 141 given". The numbers of `t` are those of a ballot (charter/ballot.h), so that no sum leaves
 * 64 bits. */
void words_atom(struct buffer *b, const struct charter_rule *rule, const struct atom *atom, bool needed,
                const struct tally *t);
/* What a condition asks: "at least 2/3 of those voting are for and none among P5 is against". */
void words_condition(struct buffer *b, const struct charter_rule *rule, const struct expression *e);
/* "for", "letting pass or abstaining", "not for", "members" */
void words_positions(struct buffer *b, uint16_t positions);
#endif
