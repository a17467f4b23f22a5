/* cli/power_case.h: of whom `rule power` tells the power: members of a file, of the charter or of a
 * table, and numbers of members without names. */
#ifndef CLI_POWER_CASE_H
#define CLI_POWER_CASE_H

#include "cli/law.h"

/* Reads --rule, --date, --members, --electorate, --attributes and --tag. CLI_DONE, or the status to end
 * with. */
int power_case_read(struct cli *c, const struct law *law, struct decide_case *out);
#endif
