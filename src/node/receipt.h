/* node/receipt.h: what a node's signer says of an objection: that it holds it durably, or that it came too late. Signed
 * with a payload type of its own, so it can never be handed in as an act. docs/formats/receipt.md.
 *
 *   {"epoch":N,"key":HEX,"kind":"receipt"|"late","objection":HEX,"org":HEX,"protocol":1,"realm":TEXT,"root":HEX}
 *
 * It names no silence and no deadline (O16): it holds for the text, whenever that is put to silence. */
#ifndef NODE_RECEIPT_H
#define NODE_RECEIPT_H

#include "base/arena.h"
#include "base/mutation.h"
#include "codec/dsse.h"
#include "record/act.h"

struct receipt {
    bool late; /* its all-clear was given before: this counts for nothing */
    struct hash org;
    int64_t epoch;
    enum realm realm;
    struct public_key key; /* of the node */
    struct hash objection; /* id of the act */
    struct hash root;      /* of the text */
};

/* Appends the payload. */
void receipt_write(struct buffer *b, const struct receipt *r);

/* Reads an envelope: its form, its type, its one signature, by the key that it names. receipt_read.c: the signer has no
 * parser. ERROR_MALFORMED, ERROR_DENIED (the signature does not hold). */
MUST_USE enum error receipt_read(struct arena *a, struct bytes envelope, struct receipt *out);
/* Whether a receipt is one for this objection to this text, here, by this node: everything but `late` must be the same.
 * `mutation` is MUTATION_none outside the simulator. */
bool receipt_is_for(const struct receipt *r, const struct receipt *expected, enum mutation mutation);
#endif
