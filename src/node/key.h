/* node/key.h: a signing key as a file of its holder (docs/formats/key.md).
 *
 *   univocal key 1
 *   realm exercise
 *   org HEX            the organisation; 64 zeros: not founded yet
 *   role delegate      delegate, objection, node or log
 *   member ALDER       "-" for the operator's log key
 *   public HEX
 *   secret HEX         the seed of RFC 8032
 *
 * The file is for its holder's eyes only: written with mode 0600, refused if others may read it. */
#ifndef NODE_KEY_H
#define NODE_KEY_H

#include "base/bytes.h"
#include "base/error.h"
#include "base/limits.h"
#include "crypto/hash.h"
#include "crypto/sign.h"
#include "record/act.h"

#define KEY_FILE_BYTES_MAX 1024

struct key_file {
    enum realm realm;
    struct hash org;
    char role[16];
    char member[CODE_BYTES_MAX + 1];
    struct public_key public;
    struct secret_key secret;
};

void key_write(struct buffer *b, const struct key_file *k);
/* One form only. ERROR_MALFORMED, also when the secret does not belong to the public key. */
MUST_USE enum error key_read(struct bytes text, struct key_file *out);
/* From and to disk, durably. ERROR_NOT_FOUND; ERROR_DENIED: no file, or others than the owner may read it;
 * ERROR_EXISTS: a key is never written over. */
MUST_USE enum error key_load(const char *path, struct key_file *out);
MUST_USE enum error key_store(const char *path, const struct key_file *k);
/* Overwrites the secret. */
void key_wipe(struct key_file *k);
#endif
