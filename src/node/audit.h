/* node/audit.h: everything that can be recomputed from a record is recomputed: signatures, ids, entries,
 * tree, tiles, checkpoints; and, by replay, every result, fact and outcome, and the state. It trusts nothing
 * that is stored but the envelopes and the founding document themselves. */
#ifndef NODE_AUDIT_H
#define NODE_AUDIT_H

#include "base/env.h"
#include "crypto/hash.h"

struct audit_options {
    bool signatures_only; /* no replay: ids, signatures, tree, checkpoints */
    bool integrity; /* also every page of the file (SQLite's own check), every word of drafts, and what the
                             log's signer of this host has signed */
    bool first_only;      /* stop at the first finding */
    const char *scratch;  /* folder for the replayed state; NULL: beside the record */
    void (*progress)(void *ctx, uint64_t done, uint64_t size, bool replaying);
    void *ctx;
};

struct audit_result {
    uint64_t size; /* entries */
    struct hash root;
    struct hash digest;   /* of the state: replayed, or as stored if it was not replayed */
    uint64_t acts;
    uint64_t facts;
    uint64_t signatures;
    uint64_t blocks;
    uint64_t replayed;    /* entries whose result and effects were recomputed */
    uint64_t closes;      /* outcomes among them */
    uint64_t tiles;
    uint64_t checkpoints;
    uint64_t blobs;       /* words of drafts that are there */
    uint64_t signed_size; /* that the log's signer of this host has signed last; 0: nothing is known of it */
    uint64_t wrong;       /* findings: something is false */
    uint64_t missing;     /* findings: something needed is not there */
    struct buffer findings; /* a line each, the first thousand */
};

/* ERROR_NOT_FOUND: no organisation; other errors: the audit itself could not go on. Damage is no error: it is
 * found. */
MUST_USE enum error audit_run(const struct env *env, const char *folder, const struct audit_options *options,
                              struct audit_result *out);
void audit_done(struct audit_result *r);

/* Replays a record into a new file that holds it and the state, from entries and envelopes alone. `path`
 * NULL: only the digest. Findings as above. ERROR_EXISTS: something is there; ERROR_CORRUPT: the record
 * cannot be opened at all. */
MUST_USE enum error audit_rebuild(const struct env *env, const char *folder, const char *path,
                                  const struct audit_options *options, struct audit_result *out);
#endif
