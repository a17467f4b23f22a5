/* cli/clauses.h: clauses on entry into force as files: one that comes with the programme by its name, or a
 * path. */
#ifndef CLI_CLAUSES_H
#define CLI_CLAUSES_H

#include "charter/treaty.h"
#include "cli/cli.h"

/* Finds, reads and parses. A name is looked for in UNIVOCAL_CLAUSES, or clauses/ beside the programme or
 * its source. Errors are told with file, line and column. */
int clauses_load(struct cli *c, const char *name, const struct treaty **out);
#endif
