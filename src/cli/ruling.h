/* cli/ruling.h: rulings of chairs, by their numbers and as they are shown with a matter. */
#ifndef CLI_RULING_H
#define CLI_RULING_H

#include "cli/cli.h"

/* By its number. */
int resolve_ruling(struct cli *c, const char *text, struct hash *out);
/* Those about a matter: lines for people, and the member `rulings`. */
void rulings_show(struct cli *c, const struct hash *matter);
void rulings_write(struct cli *c, struct json_writer *w, const struct hash *matter);
#endif
