/* analysis/show_member.h: members as JSON: what `member list` and `member show` print with --json, and what
 * /members.json serves. */
#ifndef ANALYSIS_SHOW_MEMBER_H
#define ANALYSIS_SHOW_MEMBER_H

#include "codec/json.h"
#include "mechanism/member.h"

/* Whose node clears for it: its own code, or that of the member that hosts it. */
struct bytes show_member_clearing(struct context *c, const struct member *m);
/* {clearing, code, keys, name, status}. *c->error is the first error of the disk. */
void show_member(struct json_writer *w, struct context *c, const struct member *m);
/* The number of a vote by its id; 0: there is none. */
int64_t show_vote_number(struct context *c, const struct hash *vote);
#endif
