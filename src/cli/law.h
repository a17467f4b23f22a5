/* cli/law.h: a charter with what stands beside it, ready to decide by. */
#ifndef CLI_LAW_H
#define CLI_LAW_H

#include "cli/charters.h"
#include "cli/decide.h"

struct law {
    struct charter_set set;
    const struct charter *charter;
    struct decider *decider;
};

/* The charter of the first argument, its frozen tables as far as they are there, and the rule of --rule.
 * CLI_DONE, or the status to end with; then there is nothing to close. */
int law_open(struct cli *c, bool explain, struct law *out);
void law_close(struct law *law); /* also takes a zeroed one */
#endif
