/* cli/lists.h: fields of acts that are lists of objects, from what people write. */
#ifndef CLI_LISTS_H
#define CLI_LISTS_H

#include "cli/cli.h"
#include "mechanism/acts.h"

/* Writes the list with its key: each value of the option of that name is one need, "tents; 200; pieces;
 * 2026-03-01". CLI_DONE, or says what is wrong. */
int lists_add_needs(struct cli *c, struct json_writer *w, const struct act_field *f);
#endif
