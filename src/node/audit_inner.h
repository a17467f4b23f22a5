/* node/audit_inner.h: what the files of the audit share; for them alone. */
#ifndef NODE_AUDIT_INNER_H
#define NODE_AUDIT_INNER_H

#include "mechanism/machine.h"
#include "node/audit.h"
#include "record/checkpoint.h"
#include "record/checkpoints.h"
#include "store/database.h"

struct audit {
    const struct env *env;
    const struct audit_options *options;
    struct audit_result *result;
    struct database *db; /* of the record, only read */
    struct arena arena;  /* lives for one entry or block */
    struct arena law;    /* the founding document */
    struct organisation org;
    bool founded;
    struct checkpoint
        signed_; /* by the log's signer of this host, as its state says; size 0: nothing is known */
};

static inline bool audit_is_over(const struct audit *a)
{
    return a->options->first_only && a->result->wrong > 0;
}

/* One finding; beyond a thousand they are counted only. */
void audit_wrong(struct audit *a, const char *format, ...) __attribute__((format(printf, 2, 3)));
void audit_missing(struct audit *a, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* audit.c: every entry in order: form, ids, signatures, tree; then tiles and checkpoints. */
MUST_USE enum error audit_entries(struct audit *a);
/* audit_replay.c: the machine over the same acts again, with its state in a file at `path`. `keep`: that file
 * must be new and becomes a record of its own, entries and checkpoints included; else it is removed. */
MUST_USE enum error audit_replay(struct audit *a, const char *path, bool keep);
#endif
