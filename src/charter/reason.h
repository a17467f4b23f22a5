/* charter/reason.h: why an outcome is what it is, told from the structure of the rule and never from its
 * name. docs/formats/charter.md numbers the definitions. Private to this layer. */
#ifndef CHARTER_REASON_H
#define CHARTER_REASON_H

#include "charter/ballot.h"

struct reason {
    enum reason_code code;
    const struct atom *atom; /* the comparison that decided against adoption; NULL if adopted */
    bool needed;             /* whether it ought to hold: false below a ! */
};

/* `outcome` is what ballot_outcome says of the tally, and b->heads is of the same count. */
struct reason reason_of(const struct ballot *b, const struct tally *t, enum outcome outcome);
/* For veto, objected and blocked: by slot the positions whose holders are the ones who do that. Else
 * nobody. `held` is zero before. */
void reason_holders(const struct tally *t, const struct reason *reason, uint16_t held[CHARTER_SLOTS_MAX]);
#endif
