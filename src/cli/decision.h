/* cli/decision.h: how a silence or a vote was decided, computed again from the state, as text for
 * people. */
#ifndef CLI_DECISION_H
#define CLI_DECISION_H

#include "analysis/show_turn.h"
#include "cli/cli.h"
#include "mechanism/silence.h"

/* With an empty line before it. `turn` NULL: what another outcome would take is not said. */
void decision_show(const struct charter *charter, const struct charter_rule *rule, const struct decision *d,
                   const struct turn *turn);
int decision_show_silence(struct cli *c, const struct silence *x);
#endif
