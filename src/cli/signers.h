/* cli/signers.h: the folders of signers, FOLDER/signers/NAME, as `found` and `restore` make them. */
#ifndef CLI_SIGNERS_H
#define CLI_SIGNERS_H

#include "cli/cli.h"
#include "node/signer.h"

/* A new key; `member` is "-" for the log's. Whose organisation it is, the caller says. */
void signers_make_key(const struct env *env, struct key_file *k, enum realm realm, const char *role,
                      struct bytes member);
/* Makes the folder of a signer below `folder`, with its key, settings, and a state that has seen that much of
 * the record, or nothing (NULL). */
MUST_USE enum error signers_store(struct cli *c, const char *folder, const char *name,
                                  const struct key_file *key, const struct signer_settings *settings,
                                  const struct checkpoint *seen);
#endif
