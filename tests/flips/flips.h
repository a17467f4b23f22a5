/* tests/flips/flips.h: the files of an organisation, and what comes of one byte of them being another.
 *
 * The files are closed ones. What stands only in a log beside them can be lost by a crash, and the audit
 * cannot tell such a loss from a flip in it. */
#ifndef FLIPS_FLIPS_H
#define FLIPS_FLIPS_H

#include "answers.h"
#include "base/prng.h"
#include "support/host.h"

struct flips_counts {
    uint64_t flips;
    uint64_t reported;
    uint64_t harmless;
    uint64_t replayed; /* of the harmless: the replay was run too, and not only what it reads compared */
};

struct flips {
    struct world *world;
    struct hash answers[VIEWS]; /* of the files as they are */
    uint64_t acts;
    struct flips_counts counts;
};

/* Of 20 acts: one text adopted and opened, brackets, positions, something refused. */
void flips_small(struct flips *f);
/* Of 1,000 acts, and of everything that only comes with size: tiles, runs of ids, pages of the state. */
void flips_large(struct flips *f);
void flips_done(struct flips *f);

/* Changes one byte by a pattern, which is not zero, asks the audit, and changes it back. The test fails
 * unless the audit reports something, or every answer is as it was. `replay`: run the whole audit even where
 * a part of it is enough. */
void flips_try(struct flips *f, const char *path, size_t at, uint8_t pattern, bool replay);
/* The same with more than a byte: pages that stand in for others, bytes anywhere, an end that is gone.
 * Checkpoints and words of drafts may be gone without a word. */
void flips_mangle(struct flips *f, const char *path, struct prng *p);
#endif
