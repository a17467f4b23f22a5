/* mechanism/older.h: older statements, which were published before they came onto this record, or beside
 * it. The chair of a body archives them with their source: they are unsigned, marked ARCHIVE, and never
 * take a number of the organisation's voice. The same statement in several languages has one reference.
 * docs/protocol/older.md numbers what holds. */
#ifndef MECHANISM_OLDER_H
#define MECHANISM_OLDER_H

#include "mechanism/acts.h"
#include "mechanism/context.h"
#include "mechanism/row.h"

struct older {
    struct bytes body;
    struct bytes date;  /* on which it was published */
    struct hash digest; /* SHA-256 of the document as it was published; zero: not said */
    int64_t entry;      /* of its act, which has the words */
    struct bytes language;
    struct bytes member; /* whose delegate archived it */
    struct bytes reference;
    struct hash sha256;  /* of the words */
    struct bytes source; /* where it was published */
    int64_t time_ms;     /* at which it was archived */
    struct bytes title;
    struct bytes topic; /* may be empty */
};
extern const struct row_shape older_shape;

bool older_get(struct state *s, struct bytes body, struct bytes reference, struct bytes language,
               struct older *out);
/* Ascending by body, reference and language. */
size_t older_list(struct state *s, struct arena *a, struct older **out);
/* One in its languages. */
size_t older_of(struct state *s, struct bytes body, struct bytes reference, struct arena *a,
                struct older **out);
/* The words, from the record, in the arena of the context. False: *c->error. */
bool older_words(struct context *c, const struct older *x, struct bytes *out);

enum rejection older_archive(struct context *c, const struct act *a);
#endif
