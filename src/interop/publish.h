/* interop/publish.h: everything of a bundle from the record: signatures, the decision with its proof, and the
 * acts of those who carry it: a position for it or letting it pass, else the last word of the node that
 * clears. */
#ifndef INTEROP_PUBLISH_H
#define INTEROP_PUBLISH_H

#include "interop/bundle.h"
#include "mechanism/signing.h"
#include "mechanism/statement.h"
#include "record/checkpoints.h"

struct publish {
    const struct organisation *org;
    struct state *state;
    struct record *record;
    struct arena *arena;
};

/* Of the log: on exactly the size that the statement names, and on one that covers the entry x->entry, which
 * without a voice proves the words. */
struct publish_notes {
    struct bytes checkpoint;
    struct bytes later;
    uint64_t later_size;
};
/* Those that the bundle of a statement needs. ERROR_NOT_FOUND: the log has not signed a record of `*lacking`
 * entries yet, exactly so many for the first and as many at least for the other. */
MUST_USE enum error publish_find_notes(struct checkpoints *from, struct arena *a, const struct statement *x,
                                       struct bytes text, struct publish_notes *out, uint64_t *lacking);
/* `text` is the statement.txt of a complete statement. ERROR_NOT_FOUND: it is not signed yet; errors of the
 * disk; ERROR_TOO_LARGE. */
MUST_USE enum error publish_bundle(const struct publish *p, const struct statement *x, struct bytes text,
                                   const struct publish_notes *notes, struct bundle *out);
#endif
