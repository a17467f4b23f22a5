/* codec/allowed_signers.h: a line of the file that tells ssh-keygen whose signatures count:
 * principal namespaces="NAMESPACE" ssh-ed25519 BASE64. One principal, one namespace, one form. */
#ifndef CODEC_ALLOWED_SIGNERS_H
#define CODEC_ALLOWED_SIGNERS_H

#include "base/bytes.h"
#include "base/error.h"
#include "crypto/sign.h"

struct allowed_signer {
    struct bytes principal; /* borrowed from the line */
    struct bytes namespace;
    struct public_key key;
};

/* Appends the line with its line feed. Principal and namespace are such as sshsig_namespace_holds takes. */
void allowed_signers_add(struct buffer *b, struct bytes principal, struct bytes namespace,
                         const struct public_key *key);
/* Reads one line with its line feed, exactly as it is written here; ERROR_MALFORMED. */
MUST_USE enum error allowed_signers_read(struct bytes line, struct allowed_signer *out);
#endif
