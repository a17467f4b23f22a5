/* mechanism/motion.h: what can be put to the vote: one table, one row a motion.
 *
 * A new motion is a row in motion.c and its functions: what it may be about, by whose rule it is decided, and
 * what its adoption does. docs/protocol/vote.md has the same table. */
#ifndef MECHANISM_MOTION_H
#define MECHANISM_MOTION_H

#include "mechanism/matter.h"
#include "mechanism/vote.h"

/* By which rule a motion is decided. */
enum motion_law {
    MOTION_BY_MATTER,    /* that of the stage of its matter */
    MOTION_BY_CHARTER,   /* that of the charter's `motion` of this word, in the body that it names, if any */
    MOTION_BY_AMENDMENT, /* that which the charter prescribes for what the target changes in it */
    MOTION_BY_CLASS,     /* that of the classification of its matter */
    MOTION_BY_APPEAL,    /* against a ruling that of the charter's `motion`, else MOTION_BY_CLASS */
    MOTION_BY_REFERRAL,  /* that of the charter's referral from the body of its matter to the target */
    MOTION_BY_ANY        /* one of the body's: nothing follows */
};

/* Whether a motion has a matter, a text root, a target in words. */
enum motion_part { MOTION_WITHOUT, MOTION_MAY, MOTION_WITH };

struct motion {
    const char *word;
    enum motion_law law;
    enum motion_part matter;
    enum motion_part root;
    enum motion_part target;
    bool text;     /* a text is adopted by it: the matter is at the vote, and becomes a statement */
    bool course;   /* of its matter: nothing else about that begins while it runs */
    bool member;   /* its target is a member, to which its own vote gives the tag CONCERNED */
    /* At the opening, when body, matter, rule and parts are known to be right. NULL: nothing more. */
    enum rejection (*may)(struct context *c, const struct act *a, struct vote *x);
    /* At a close that adopts, inside the writes of the close fact c->index. NULL: nothing follows, or, of a
     * text, what follows every adoption. */
    void (*adopted)(struct context *c, const struct vote *x, const struct decision *d);
    /* At one that rejects. NULL: nothing follows. */
    void (*failed)(struct context *c, const struct vote *x, const struct decision *d);
    const char *about;   /* what the target is, for people */
    const char *purpose; /* one sentence */
};

/* NULL: no such word. */
const struct motion *motion_find(struct bytes word);
size_t motion_count(void);
const struct motion *motion_at(size_t index);

/* The rule that decides on a motion now; NULL with a rejection in *why. `named` is what the act names. */
const struct charter_rule *motion_rule(struct context *c, const struct motion *motion, const struct vote *x,
                                       const struct matter *m, struct bytes named, enum rejection *why);
#endif
