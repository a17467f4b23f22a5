/* cli/instrument.h: treaties by their names. */
#ifndef CLI_INSTRUMENT_H
#define CLI_INSTRUMENT_H

#include "cli/cli.h"

/* By its name, or by the 64 digits of its id. */
int resolve_instrument(struct cli *c, const char *text, struct hash *out);
#endif
