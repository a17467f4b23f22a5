/* interop/publish.h: everything of a bundle from the record: signatures, the decision with its proof, and the
 * acts of those who carry it: a position for it or letting it pass, else the last word of the node that
 * clears. */
#ifndef INTEROP_PUBLISH_H
#define INTEROP_PUBLISH_H

#include "interop/bundle.h"
#include "mechanism/session.h"
#include "mechanism/statement.h"

struct publish {
    const struct organisation *org;
    struct state *state;
    struct record *record;
    struct arena *arena;
};

/* `text` is the statement.txt of a complete statement, `checkpoint` the log's note of exactly the size that
 * it names. ERROR_NOT_FOUND: it is not signed yet; errors of the disk; ERROR_TOO_LARGE. */
MUST_USE enum error publish_bundle(const struct publish *p, const struct statement *x, struct bytes text,
                                   struct bytes checkpoint, struct bundle *out);
#endif
