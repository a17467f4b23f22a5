/* codec/pem.h: an Ed25519 public key as PEM (RFC 8410, RFC 7468), which `openssl pkeyutl` takes. */
#ifndef CODEC_PEM_H
#define CODEC_PEM_H

#include "base/bytes.h"
#include "base/error.h"
#include "crypto/sign.h"

void pem_add_key(struct buffer *b, const struct public_key *key);
/* Reads such a file, exactly as it is written here; ERROR_MALFORMED. Does not ask whether the key is a
 * good one. */
MUST_USE enum error pem_read_key(struct bytes file, struct public_key *out);
#endif
