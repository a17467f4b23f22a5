/* analysis/show_body.h: bodies as JSON: what `body list --json` prints and /bodies.json serves. */
#ifndef ANALYSIS_SHOW_BODY_H
#define ANALYSIS_SHOW_BODY_H

#include "charter/charter.h"
#include "codec/json.h"
#include "mechanism/body.h"

/* One body of the charter in force with who sits in it and since when and until when its chair has it; `b`
 * without seats: nobody. */
void show_body(struct json_writer *w, struct context *c, const struct charter_body *law,
               const struct body *b);
/* All of the charter in force, in its order; `only` (an id): that one. Gives how many were written. */
size_t show_bodies(struct json_writer *w, struct context *c, const struct bytes *only);
/* A body as it stands; without seats if nobody has ever sat there. */
struct body show_body_of(struct context *c, const struct charter_body *law);
#endif
