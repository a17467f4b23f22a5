/* cli/decision.h: how a silence or a vote was decided, computed again from the state, as text for
 * people. */
#ifndef CLI_DECISION_H
#define CLI_DECISION_H

#include "cli/cli.h"
#include "codec/json.h"
#include "mechanism/asked.h"
#include "mechanism/silence.h"

/* With an empty line before it. */
void decision_show(const struct charter *charter, const struct charter_rule *rule, const struct decision *d);
int decision_show_silence(struct cli *c, const struct silence *x);
/* The count of each body that the rule is over, "bodies"; empty where it is over none, or nothing is decided
 * (NULL). */
void decision_write_bodies(struct json_writer *w, const struct decision *d);
/* The names of the bodies in a bit set, "bodies", by their place in the rule's `over`. */
void decision_write_places(struct json_writer *w, const struct asked *bodies, unsigned in);
#endif
