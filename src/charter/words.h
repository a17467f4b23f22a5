/* charter/words.h: conditions in the words of people who do not read conditions. What is said lives in the
 * arena. */
#ifndef CHARTER_WORDS_H
#define CHARTER_WORDS_H

#include "charter/rule.h"
#include "language/language.h"

/* What the comparison needs, or its denial if it is not `needed`, and what is given: "98 for needed (2/3 of
 * 146 voting), 141 given". The numbers of `t` are those of a ballot (charter/ballot.h), so that no sum leaves
 * 64 bits. */
struct bytes words_atom(struct arena *a, enum language l, const struct charter_rule *rule,
                        const struct atom *atom, bool needed, const struct tally *t);
/* What a condition asks: "at least 2/3 of those voting are for and none among P5 is against". */
struct bytes words_condition(struct arena *a, enum language l, const struct charter_rule *rule,
                             const struct expression *e);
/* "for", "letting pass or abstaining", "not for", "members" */
struct bytes words_positions(struct arena *a, enum language l, uint16_t positions);
#endif
