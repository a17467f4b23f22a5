/* interop/assents.h: the file `assents` of a bundle: which act of each member carries a statement, each with
 * its entry, its envelope and its proof against the same checkpoint (docs/formats/bundle.md). */
#ifndef INTEROP_ASSENTS_H
#define INTEROP_ASSENTS_H

#include "base/arena.h"
#include "base/error.h"
#include "crypto/sign.h"
#include "record/act.h"
#include "record/tree.h"

struct assent {
    struct bytes member; /* whom it carries the text for; a hosted node may act for it */
    struct bytes kind;
    uint64_t index;
    struct public_key key; /* of the first signature */
    struct signature signature;
    struct bytes entry;    /* canonical JSON, one line */
    struct bytes envelope; /* canonical JSON, one line */
    struct proof proof;
};

struct assents {
    enum realm realm;
    struct hash org;
    struct public_key log_key;
    struct hash transcript; /* of the ceremony of the key; zero: no voice */
    size_t count;
    const struct assent *list; /* ascending by member */
};

void assents_write(struct buffer *b, const struct assents *x);
/* Reads the one form of at most BUNDLE_ASSENTS_BYTES_MAX; checks nothing else. Texts are borrowed, the list
 * lives in the arena. ERROR_MALFORMED, ERROR_TOO_LARGE. */
MUST_USE enum error assents_read(struct arena *a, struct bytes file, struct assents *out);

struct assent_about {
    struct hash root;    /* of the text */
    struct hash subject; /* the silence or the vote that decided */
};

/* What is wrong with an assent, in words; NULL: the named member's act, or that of the node that clears for
 * it, as it was recorded and counted, on this text or in this vote, in the tree of this size and root. */
const char *assent_fault(struct arena *a, const struct assents *x, const struct assent *one,
                         const struct assent_about *about, uint64_t size, const struct hash *root);
#endif
