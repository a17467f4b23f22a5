/* charter/turn.h: whether members that are absent could still turn an outcome while a vote is open. Private
 * to this layer. */
#ifndef CHARTER_TURN_H
#define CHARTER_TURN_H

#include "charter/ballot.h"

/* Work after which the question is given up and answered with yes: comparisons times kinds times
 * positions. */
#define TURN_WORK_MAX 10000000

/* `t` is the tally as it stands, `outcome` what it says, and free[k] how many members of kind k stand at X
 * and may still move, to any position that the rule allows. True if some choice of theirs makes another
 * outcome, or if that could not be ruled out within TURN_WORK_MAX. */
bool turn_is_possible(struct arena *a, const struct ballot *b, const struct tally *t, const int64_t *free,
                      enum outcome outcome);
#endif
