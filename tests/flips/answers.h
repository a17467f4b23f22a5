/* tests/flips/answers.h: everything that can be asked of an organisation's files, view by view, as one hash
 * each: two sets of files that give the same hashes cannot be told apart by anybody who reads them. */
#ifndef FLIPS_ANSWERS_H
#define FLIPS_ANSWERS_H

#include "base/env.h"
#include "crypto/hash.h"

enum answers_view {
    VIEW_ENTRIES, /* what each is and carries */
    VIEW_LOOKUP,  /* by the id of each entry, and of some that are not there */
    VIEW_PROOFS,  /* roots of earlier sizes, inclusion, growth */
    VIEW_CHECKPOINTS,
    VIEW_DIGEST,
    VIEW_STATE,   /* every row */
    VIEW_MEMBERS, /* and their keys */
    VIEW_BODIES,
    VIEW_MATTERS, /* provisions, alternatives, brackets, stances, positions, explanations */
    VIEW_TEXTS,   /* versions, what of them is opened, words of drafts */
    VIEW_SILENCES,
    VIEWS,
};

const char *answers_view_name(enum answers_view v);

/* An error of the disk is an answer too: it stands in the hash of its view. Where the files cannot be opened
 * at all, every view has that error. */
void answers_of(const struct env *env, const char *folder, struct hash out[VIEWS]);
#endif
