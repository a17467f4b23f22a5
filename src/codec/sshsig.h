/* codec/sshsig.h: SSH signatures (PROTOCOL.sshsig of OpenSSH), which `ssh-keygen -Y verify` checks:
 * Ed25519, hash SHA-512, lines of 70 characters as ssh-keygen makes them. There is one form, so that a
 * signature has one file. */
#ifndef CODEC_SSHSIG_H
#define CODEC_SSHSIG_H

#include <stdbool.h>

#include "base/bytes.h"
#include "base/diag.h"
#include "base/error.h"
#include "base/limits.h"
#include "crypto/sign.h"

#define SSHSIG_BLOB_BYTES_MAX (170 + NAMESPACE_BYTES_MAX)
#define SSHSIG_KEY_BYTES      51 /* the public key as SSH writes it */

struct sshsig {
    struct public_key key;
    struct signature signature;
    size_t namespace_len;
    uint8_t namespace[NAMESPACE_BYTES_MAX];
};

/* A namespace, and a principal too: 1 to NAMESPACE_BYTES_MAX of a-z A-Z 0-9 . @ _ -, none of which means
 * anything in a list of signers. */
bool sshsig_namespace_holds(struct bytes name);
/* Appends what is signed: magic, namespace, and the message by its SHA-512. */
void sshsig_preimage(struct buffer *b, struct bytes namespace, struct bytes message);
/* Appends the public key in its SSH form, SSHSIG_KEY_BYTES. */
void sshsig_add_key(struct buffer *b, const struct public_key *key);
bool sshsig_read_key(struct bytes blob, struct public_key *out);
/* Appends the file: BEGIN line, base64, END line. */
void sshsig_write(struct buffer *b, struct bytes namespace, const struct public_key *key,
                  const struct signature *signature);
/* Reads such a file, exactly; checks no signature. ERROR_MALFORMED with the reason in `diag`, which may be
 * NULL. */
MUST_USE enum error sshsig_read(struct bytes file, struct sshsig *out, struct diag *diag);
/* Whether the file is a signature of this key in this namespace over the message: OK, ERROR_MALFORMED,
 * ERROR_NOT_FOUND (another key or namespace), ERROR_DENIED (it does not hold). */
MUST_USE enum error sshsig_verify(struct bytes file, struct bytes namespace, const struct public_key *key,
                                  struct bytes message);
#endif
