/* node/client_wire.h: what commands and pages ask of core over its local socket, and its answers.
 *
 * A request is `u8 verb` and its fields; an answer `u8 outcome` and its fields. docs/formats/client.md. */
#ifndef NODE_CLIENT_WIRE_H
#define NODE_CLIENT_WIRE_H

#include "base/arena.h"
#include "node/blobs.h"
#include "record/entry.h"

/* name, number */
#define CLIENT_VERB_TABLE(X)                                                                                 \
    X(submit, 1)     /* an envelope: to be checked, ordered and interpreted */                               \
    X(store, 2)      /* words of drafts */                                                                   \
    X(status, 3)                                                                                             \
    X(checkpoint, 4) /* signed by the log, of at least a size */                                             \
    X(confirm, 5)    /* that the wall clock is right */                                                      \
    X(forget, 6)     /* words of drafts: of a matter, a version or an alternative */

enum client_verb {
#define X(name, number) CLIENT_##name = number,
    CLIENT_VERB_TABLE(X)
#undef X
};

struct client_request {
    enum client_verb verb;
    struct bytes envelope;   /* submit */
    size_t blob_count;       /* store */
    const struct blob *blobs;
    uint64_t size;           /* checkpoint */
    struct hash subject;     /* forget: id of a matter, or a root */
};

enum client_outcome {
    OUTCOME_DONE,    /* what was asked for */
    OUTCOME_REFUSED, /* submit: by a stateless rejection, nothing was recorded; forget: nothing was deleted */
    OUTCOME_FAILED,  /* an error of the process; nothing was done */
};

struct client_answer {
    enum client_outcome outcome;
    struct bytes name; /* refused: the rejection; failed: the error */
    struct bytes text; /* what to tell a person */
    /* submit, done */
    bool recorded_now; /* false: the act was in the record before */
    uint64_t index;
    struct bytes result;  /* "ok" or the name of a rejection */
    struct bytes receipt; /* of an objection, by its member's own signer; empty: none was to be had */
    /* status, forget: JSON; checkpoint: a note */
    struct bytes content;
};

enum { CLIENT_BLOBS_MAX = 100 }; /* in one request */

void client_request_write(struct buffer *b, const struct client_request *r);
/* ERROR_MALFORMED. Texts are borrowed; lists live in the arena. */
MUST_USE enum error client_request_read(struct arena *a, struct bytes message, struct client_request *out);
void client_answer_write(struct buffer *b, const struct client_answer *r);
MUST_USE enum error client_answer_read(struct bytes message, struct client_answer *out);
#endif
