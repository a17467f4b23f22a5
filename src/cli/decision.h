/* cli/decision.h: how a silence, a vote or an election was decided, as text for people. */
#ifndef CLI_DECISION_H
#define CLI_DECISION_H

#include "analysis/show_turn.h"
#include "cli/cli.h"

/* With an empty line before it. `turn` NULL: what another outcome would take is not said. */
void decision_show(const struct charter *charter, const struct charter_rule *rule, const struct decision *d,
                   const struct turn *turn);
#endif
