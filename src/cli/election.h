/* cli/election.h: names of elections as people write them. */
#ifndef CLI_ELECTION_H
#define CLI_ELECTION_H

#include "cli/cli.h"
#include "mechanism/election.h"

/* An election: its id, its number, or the office or body that it is for (the newest). */
int resolve_election(struct cli *c, const char *text, struct hash *out);
#endif
