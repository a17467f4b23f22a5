/* analysis/show_body.h: bodies as JSON: what `body list` and `body show` print with --json, and what
 * /bodies.json and /bodies/{body}.json serve. */
#ifndef ANALYSIS_SHOW_BODY_H
#define ANALYSIS_SHOW_BODY_H

#include "charter/charter.h"
#include "codec/json.h"
#include "mechanism/body.h"

enum { SHOW_BODY_NEWEST = 10 }; /* of each list, beside how many there are */

/* One body of the charter in force: who sits in it, who has its chair since and until when and next, its
 * mandate and rules, who may refer what to it and from it, and of its sessions, documents, decisions and
 * votes (analysis/body_lists.h) the count and the newest; `b` without seats: nobody. */
void show_body(struct json_writer *w, struct context *c, const struct charter_body *law,
               const struct body *b);
/* All of the charter in force, in its order, each without mandate, referrals and lists. */
void show_bodies(struct json_writer *w, struct context *c);
/* A body as it stands; without seats if nobody has ever sat there. */
struct body show_body_of(struct context *c, const struct charter_body *law);
/* Whether a referral leads to that body or from it. */
bool show_body_refers(const struct charter_referral *r, struct bytes body);
#endif
