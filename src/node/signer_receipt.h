/* node/signer_receipt.h: what a signer says of an objection that it was shown, signed by its node's key as
 * DSSE_TYPE_RECEIPT, which can never be an act (docs/formats/receipt.md). It is what a delegate keeps: with
 * it a signer that gives an all-clear later without the objection's result has convicted itself. */
#ifndef NODE_SIGNER_RECEIPT_H
#define NODE_SIGNER_RECEIPT_H

#include "base/arena.h"
#include "crypto/sign.h"
#include "record/act.h"

struct receipt {
    bool late; /* the all-clear was given before, and this counts for nothing */
    struct hash org;
    int64_t epoch;
    enum realm realm;
    struct public_key key; /* of the node */
    struct hash objection; /* id */
    struct hash root;
};

/* Appends the payload. */
void receipt_write(struct buffer *b, const struct receipt *r);
/* Whether an envelope is the receipt expected, or the same but late, signed by its node and nobody else. */
bool receipt_holds(struct arena *a, struct bytes envelope, const struct receipt *expected, bool *late);
#endif
