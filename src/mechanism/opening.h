/* mechanism/opening.h: an adopted text is opened on the record, part by part (contracts section 3), so that
 * from then on nothing that matters depends on blobs beside it. */
#ifndef MECHANISM_OPENING_H
#define MECHANISM_OPENING_H

#include "mechanism/acts.h"
#include "mechanism/context.h"

/* The index of the entry that opened a part of the adopted text of a matter. False: not open yet. */
bool opening_find(struct state *s, const struct hash *matter, struct bytes provision, struct bytes language,
                  int64_t *index);

/* Whether the part that a text.open act names is open: then the act is answered with that entry and leaves
 * none. */
bool opening_is_done(struct state *s, const struct act *a, uint64_t *index);

enum rejection opening_open(struct context *c, const struct act *a);
#endif
