/* cli/procedure.h: what surrounds a decision, as members and matters are shown with it. */
#ifndef CLI_PROCEDURE_H
#define CLI_PROCEDURE_H

#include "cli/cli.h"
#include "mechanism/context.h"
#include "mechanism/matter.h"

/* What is decided and claimed about a member; what has been lifted only if `whole`. */
void status_show(struct cli *c, struct bytes member, bool whole);

/* The way of a matter through bodies, its class, its limited format, its parties. */
void course_show(struct cli *c, struct context *ctx, const struct matter *m);
/* The same as "class", "limited", "parties", "referrals": each at its place in the order of names. */
void course_write_class(struct cli *c, struct context *ctx, struct json_writer *w, const struct matter *m);
void course_write_limited(struct cli *c, struct json_writer *w, const struct matter *m);
void course_write_parties(struct cli *c, struct json_writer *w, const struct matter *m);
void course_write_referrals(struct cli *c, struct json_writer *w, const struct matter *m);
#endif
