/* charter/turn.h: whether members that are absent could still turn an outcome while a vote is open. Private
 * to this layer. */
#ifndef CHARTER_TURN_H
#define CHARTER_TURN_H

#include "charter/ballot.h"

/* Work after which the question is given up and answered with yes: comparisons times kinds times
 * positions. */
#define TURN_WORK_MAX 10000000

/* `letters` are those given, one for each voter, and `outcome` what stages_outcome says of them. Free are the
 * voters that stand at X in a stage that neither leaves them out nor forces them; they may go to X, the
 * default and any position that the first rule allows. True if some choice of theirs makes another outcome,
 * or if that could not be ruled out within TURN_WORK_MAX. */
bool turn_is_possible(struct arena *a, const struct stage *stages, size_t count, const char *letters,
                      enum outcome outcome);
#endif
