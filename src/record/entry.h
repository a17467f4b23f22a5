/* record/entry.h: the lines of the record: what was interpreted, when, and what came of it.
 *
 * An entry's canonical JSON is the leaf of the Merkle tree:
 *   {"effects":HEX,"envelope":HEX,"height":N,"id":HEX,"index":N,"result":TEXT,"time":N,"type":"act"|"fact"}
 * `envelope` is the SHA-256 of what the entry carries: the envelope of an act in its one form, the canonical
 * body of a fact. The id of an act is the SHA-256 of its signed bytes, that of a fact the SHA-256 of its
 * body. */
#ifndef RECORD_ENTRY_H
#define RECORD_ENTRY_H

#include "base/arena.h"
#include "base/bytes.h"
#include "base/error.h"
#include "crypto/hash.h"

enum entry_type { ENTRY_ACT, ENTRY_FACT };

#define RESULT_BYTES_MAX 48
struct entry {
    uint64_t index;
    enum entry_type type;
    uint64_t height; /* of the block that ordered it; facts: of the block that established them */
    int64_t time_ms; /* official time of its interpretation */
    struct hash id;
    struct hash envelope;
    char result[RESULT_BYTES_MAX]; /* "ok", "superseded" or the name of a rejection */
    struct hash effects;           /* what it wrote to the state: store/state.h */
};

void entry_write(struct buffer *b, const struct entry *e);
struct hash entry_leaf(const struct entry *e); /* RFC 6962 leaf hash of the canonical form */
/* Reads the canonical form and nothing else. ERROR_MALFORMED. */
MUST_USE enum error entry_read(struct bytes text, struct entry *out);
#endif
