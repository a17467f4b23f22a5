/* interop/tlog_proof.h: a proof that an entry is in the record (C2SP tlog-proof): a line of version, `extra`
 * with bytes of the maker's own in base64 if there are any, `index`, a line of base64 for each step from the
 * leaf up, an empty line, and a checkpoint with its signatures. */
#ifndef INTEROP_TLOG_PROOF_H
#define INTEROP_TLOG_PROOF_H

#include "base/arena.h"
#include "base/error.h"
#include "record/tree.h"

struct tlog_proof {
    struct bytes extra; /* empty: there is no such line */
    uint64_t index;
    struct proof steps;
    struct bytes checkpoint; /* a note */
};

void tlog_proof_write(struct buffer *b, const struct tlog_proof *p);
/* Reads the one form of at most BUNDLE_PROOF_BYTES_MAX. Knows nothing of signatures. ERROR_MALFORMED,
 * ERROR_TOO_LARGE. */
MUST_USE enum error tlog_proof_read(struct arena *a, struct bytes file, struct tlog_proof *out);
#endif
