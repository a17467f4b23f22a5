/* record/checkpoint.h: a signed statement of the record's size and root (C2SP tlog-checkpoint): a note whose
 * text is three lines: origin, decimal size, base64 of the root. In the exercise realm the origin line is
 * `exercise-` ORIGIN, so that no real checkpoint can equal one of an exercise. */
#ifndef RECORD_CHECKPOINT_H
#define RECORD_CHECKPOINT_H

#include "base/arena.h"
#include "base/bytes.h"
#include "base/error.h"
#include "crypto/hash.h"
#include "crypto/sign.h"

struct checkpoint {
    uint64_t size;
    struct hash root;
};

/* Appends the three lines. `origin` is the origin line itself, realm prefix included. */
void checkpoint_write(struct buffer *b, struct bytes origin, const struct checkpoint *c);
/* Reads the text of a note; the origin line must be `origin`. ERROR_MALFORMED, ERROR_DENIED (another
 * origin). */
MUST_USE enum error checkpoint_read(struct bytes text, struct bytes origin, struct checkpoint *out);
/* The same from a whole note, whose line by `key` under the name `origin` must hold. ERROR_DENIED if it does
 * not. */
MUST_USE enum error checkpoint_open(struct bytes note, struct bytes origin, const struct public_key *key,
                                    struct checkpoint *out);
#endif
