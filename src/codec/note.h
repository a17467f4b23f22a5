/* codec/note.h: signed notes (C2SP signed-note), the form of checkpoints: text ending in LF, a blank line,
 * then lines `(em dash) name base64(key id | signature)`. Ed25519 only (type 01):
 * key id = first 4 bytes of SHA-256(name LF 01 key). */
#ifndef CODEC_NOTE_H
#define CODEC_NOTE_H

#include "base/arena.h"
#include "base/bytes.h"
#include "base/error.h"
#include "crypto/sign.h"

#define NOTE_LINES_MAX 100 /* signature lines that are read */

/* Appends `(em dash) name base64(id | signature)` LF. */
void note_add_line(struct buffer *b, struct bytes name, const struct public_key *key,
                   const struct signature *signature);
/* The verifier key: name+hex8(id)+base64(01 | key). */
void note_add_verifier(struct buffer *b, struct bytes name, const struct public_key *key);
/* Reads one, in exactly that form; ERROR_MALFORMED also if the id is not that of the key under the name. The
 * name stands in `verifier`. */
MUST_USE enum error note_read_verifier(struct bytes verifier, struct bytes *name, struct public_key *key);
/* Splits a note into its text (with the final LF) and the lines below; ERROR_MALFORMED if it is none. */
MUST_USE enum error note_split(struct bytes note, struct bytes *text, struct bytes *lines);
/* Finds the line of `name` with this key's id and checks it over the text: OK, ERROR_NOT_FOUND (no such line)
 * or ERROR_DENIED (there, and wrong). On OK *out holds the signature. */
MUST_USE enum error note_verify(struct bytes note, struct bytes name, const struct public_key *key,
                                struct bytes *text, struct signature *out);
#endif
