/* analysis/show_election.h: elections as JSON: what `election list` and `election show` print with --json,
 * and what /elections.json serves. */
#ifndef ANALYSIS_SHOW_ELECTION_H
#define ANALYSIS_SHOW_ELECTION_H

#include "codec/json.h"
#include "mechanism/election.h"

/* "nominations", "running", "between rounds", "ended". */
const char *show_election_stage(const struct election *x);
void show_elections(struct json_writer *w, const struct election *list, size_t count);
/* `counts` of the round that runs or ran last, by candidate; NULL: there was none. */
void show_election(struct json_writer *w, struct context *c, const struct election *x,
                   const struct election_count *counts);
#endif
