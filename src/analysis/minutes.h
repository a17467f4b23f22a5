/* analysis/minutes.h: the words of the minutes of a session, read from the acts that laid them down. */
#ifndef ANALYSIS_MINUTES_H
#define ANALYSIS_MINUTES_H

#include "mechanism/session.h"

struct minutes_text {
    struct hash digest; /* SHA-256 of the text */
    int64_t entry;      /* of the act that laid it down */
    struct bytes language;
    struct bytes member; /* that laid it down: the chair then */
    int64_t part;        /* from 1 */
    struct bytes text;
};
extern const struct row_shape minutes_text_shape;

/* Parts of a version, by language and part: at most `limit` of those behind the first `after`, with their
 * words, in the arena of the context. *total is how many parts it has. *c->error is the first error of the
 * disk; the list ends there. */
size_t minutes_texts(struct context *c, const struct hash *session, int64_t version, size_t after,
                     size_t limit, size_t *total, struct minutes_text **out);

/* The member that circulated a version; empty: nobody yet, or *c->error. */
struct bytes minutes_circulated_by(struct context *c, const struct minutes *m);
#endif
