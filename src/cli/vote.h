/* cli/vote.h: names of votes as people write them. */
#ifndef CLI_VOTE_H
#define CLI_VOTE_H

#include "cli/cli.h"
#include "mechanism/vote.h"

/* A vote: its id, its number, or MATTER (its last one). A presence: its id, or BODY (its newest). */
int resolve_vote(struct cli *c, const char *text, struct hash *out);
int resolve_presence(struct cli *c, const char *text, struct hash *out);
#endif
