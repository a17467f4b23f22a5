/* cli/statement.h: statements as people name them, and what is made of them. */
#ifndef CLI_STATEMENT_H
#define CLI_STATEMENT_H

#include "analysis/show_statement.h"
#include "cli/cli.h"

/* By its number or its matter. CLI_DONE; else says what there is in its place, and why there can be none. */
int statement_find(struct cli *c, const char *text, struct said *out);
/* Its statement.txt; it is complete. */
int statement_text(struct cli *c, const struct said *s, struct bytes *out);
#endif
