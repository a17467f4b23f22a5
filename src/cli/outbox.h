/* cli/outbox.h: FOLDER/outbox: acts that were signed and could not be handed in, objections and their
 * receipts; each a file that its writer finds again by the act's id. */
#ifndef CLI_OUTBOX_H
#define CLI_OUTBOX_H

#include "cli/cli.h"

/* Writes ID.json, or ID.WHAT.json, durably; what is there already is put in its place again. CLI_DONE, or the
 * status to end with. */
int outbox_keep(struct cli *c, const struct hash *id, const char *what, struct bytes content,
                const char **path);
/* What opens something that this folder's user has sealed, by its commitment: ID.sealed.json, which
 * outbox_keep has written. CLI_DONE, or the status to end with. */
int outbox_unseal(struct cli *c, const struct hash *commitment, const struct json **out);
#endif
