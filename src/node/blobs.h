/* node/blobs.h: the words of drafts, beside the record: salt and plaintext by their commitment. Deletable: no
 * digest, no replay depends on them. What is read is checked against its commitment. */
#ifndef NODE_BLOBS_H
#define NODE_BLOBS_H

#include "base/arena.h"
#include "base/env.h"
#include "crypto/hash.h"

struct blobs;

struct blob {
    uint8_t salt[32];
    struct bytes text;
};

MUST_USE enum error blobs_open(struct blobs **out, const struct env *env, const char *path, bool read_only);
void blobs_close(struct blobs *b); /* takes NULL */

/* All or none, durable when OK. The texts must be text_is_plaintext and in form C: ERROR_MALFORMED if not.
 * One that is there already: OK. After any other error it must be closed and opened again. */
MUST_USE enum error blobs_put(struct blobs *b, const struct blob *list, size_t count);
/* ERROR_NOT_FOUND; ERROR_CORRUPT if what is stored does not give the commitment. */
MUST_USE enum error blobs_get(struct blobs *b, const struct hash *commitment, struct arena *a,
                              struct blob *out);
MUST_USE enum error blobs_delete(struct blobs *b, const struct hash *commitment);
/* All or none, and out of the bytes of the files: *gone counts those that were there; *lingers: another
 * process is reading just now, and their bytes stay in the write-ahead log until it is written anew. */
MUST_USE enum error blobs_forget(struct blobs *b, const struct hash *list, size_t count, size_t *gone,
                                 bool *lingers);
/* Of one that was opened for reading: all of it, into a new file (store/database.h). */
MUST_USE enum error blobs_copy(struct blobs *b, const char *path);
/* Keeps the write-ahead log small; when idle. */
MUST_USE enum error blobs_tidy(struct blobs *b);
/* Reads every page of the file and every blob; *wrong counts those that do not give their commitment.
 * ERROR_CORRUPT: the file is damaged, and not every blob was read. Appends what is wrong, a line each. */
MUST_USE enum error blobs_verify(struct blobs *b, struct buffer *findings, int64_t *count, int64_t *wrong);
#endif
