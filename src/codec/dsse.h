/* codec/dsse.h: the envelope around every signed thing (DSSE 1.0, secure-systems-lab).
 *
 * What is signed is the pre-authentication encoding
 *     DSSEv1 SP len(type) SP type SP len(payload) SP payload
 * with lengths in decimal. An envelope has exactly one form here: canonical JSON with the members payload,
 * payloadType, signatures in this order, each signature with keyid (lower-case hex of the public key) and
 * sig (base64), ascending by keyid and without duplicates. */
#ifndef CODEC_DSSE_H
#define CODEC_DSSE_H

#include "base/arena.h"
#include "base/bytes.h"
#include "base/error.h"
#include "base/limits.h"
#include "crypto/hash.h"
#include "crypto/sign.h"

#define DSSE_TYPE_ACT "application/vnd.univocal.act.v1+json"
#define DSSE_TYPE_RECEIPT "application/vnd.univocal.receipt.v1+json"

struct dsse_signature {
    struct public_key key;
    struct signature signature;
};

struct dsse {
    struct bytes type;    /* payloadType */
    struct bytes payload;
    size_t signature_count; /* 1 to SIGNATURES_MAX */
    struct dsse_signature signatures[SIGNATURES_MAX];
};

/* Appends the pre-authentication encoding: the bytes that are signed. */
void dsse_preimage(struct buffer *b, struct bytes type, struct bytes payload);
/* SHA-256 of the signed bytes: the id of an act. */
struct hash dsse_id(struct bytes type, struct bytes payload);
/* Appends the envelope in its one form; sorts the signatures. */
void dsse_write(struct buffer *b, struct dsse *d);
/* Reads the one form; payload and type are copied to the arena. ERROR_MALFORMED, ERROR_TOO_LARGE. */
MUST_USE enum error dsse_read(struct arena *a, struct bytes envelope, struct dsse *out);
/* Whether every signature of the envelope is good. */
bool dsse_holds(const struct dsse *d);
#endif
