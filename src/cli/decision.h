/* cli/decision.h: how a silence was decided, computed again from the state, as text for people. */
#ifndef CLI_DECISION_H
#define CLI_DECISION_H

#include "cli/cli.h"
#include "mechanism/silence.h"

int decision_show_silence(struct cli *c, const struct silence *x);
#endif
