/* codec/signify.h: public keys and signatures as files of signify (OpenBSD), which minisign's keys share:
 * a line of comment, a line of base64. The signature is over the raw file. The comment is not signed; our
 * realm stands in it. */
#ifndef CODEC_SIGNIFY_H
#define CODEC_SIGNIFY_H

#include <stdbool.h>

#include "base/bytes.h"
#include "base/error.h"
#include "base/limits.h"
#include "crypto/sign.h"

#define SIGNIFY_NUMBER_BYTES 8

/* Tells which key made a signature; here it follows from the key. */
struct signify_number {
    uint8_t bytes[SIGNIFY_NUMBER_BYTES];
};

struct signify_key {
    struct bytes comment; /* borrowed from the file */
    struct signify_number number;
    struct public_key key;
};

struct signify_signature {
    struct bytes comment;
    struct signify_number number;
    struct signature signature;
};

/* 1 to COMMENT_BYTES_MAX printable ASCII characters, no space at the end. */
bool signify_comment_holds(struct bytes comment);
/* The first bytes of SHA-256 over the key. */
struct signify_number signify_number_of(const struct public_key *key);
void signify_add_key(struct buffer *b, struct bytes comment, const struct public_key *key);
void signify_add_signature(struct buffer *b, struct bytes comment, const struct public_key *key,
                           const struct signature *signature);
/* Read such files, exactly, with any key number; ERROR_MALFORMED. */
MUST_USE enum error signify_read_key(struct bytes file, struct signify_key *out);
MUST_USE enum error signify_read_signature(struct bytes file, struct signify_signature *out);
/* Whether the files belong together and the signature holds: OK, ERROR_MALFORMED, ERROR_NOT_FOUND (another
 * key's number), ERROR_DENIED (it does not hold). */
MUST_USE enum error signify_verify(struct bytes key_file, struct bytes signature_file, struct bytes message);
#endif
