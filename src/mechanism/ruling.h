/* mechanism/ruling.h: what the chair of a body has ruled on a point of order, and whether it stands.
 *
 * A ruling stands from the moment it is given. A member of the body may appeal against it, which opens the
 * vote `overrule` at once, by the rule that the charter's `motion overrule` names: it must adopt that the
 * ruling does not stand, else the ruling is upheld. Words are in the entry of the act, under `text`. */
#ifndef MECHANISM_RULING_H
#define MECHANISM_RULING_H

#include "mechanism/matter.h"
#include "mechanism/vote.h"

enum ruling_how {
    RULING_GIVEN,    /* it stands, and may be appealed */
    RULING_UPHELD,   /* an appeal has failed */
    RULING_OVERRULED /* an appeal was adopted: it does not stand */
};
const char *ruling_how_word(enum ruling_how how);
const char *ruling_state_word(enum ruling_how how); /* in data: "given", "upheld", "overruled" */

struct ruling {
    struct hash id;      /* of the act that gave it */
    int64_t number;      /* from 1, in the order of giving */
    struct bytes body;
    struct hash matter;  /* zero: about none */
    struct hash session; /* on a point of order raised in it: its number is `point`; zero: outside of one */
    int64_t point;
    struct bytes chair;  /* code */
    int64_t given;       /* index of the entry */
    int64_t time_ms;
    enum ruling_how how;
    struct hash vote;    /* that decided the appeal; zero: none */
    int64_t decided;     /* index of its close fact */
    int64_t decided_ms;
};
bool ruling_get(struct state *s, const struct hash *id, struct arena *a, struct ruling *out);
size_t ruling_list(struct state *s, struct arena *a, struct ruling **out); /* in the order of giving */
/* The ruling that a motion is about, by the digits of its id. */
bool ruling_of_target(struct state *s, struct bytes target, struct arena *a, struct ruling *out);

/* Records that the act, whose words are its `text`, is a ruling of its member, who presides: the caller has
 * seen to it. `about` has body, matter, session and point. */
void ruling_record(struct context *c, const struct act *a, const struct ruling *about);

enum rejection ruling_give(struct context *c, const struct act *a);
enum rejection ruling_appeal(struct context *c, const struct act *a);

/* The rule that decides on an appeal; NULL with a rejection in *why. */
const struct charter_rule *ruling_rule(struct context *c, const struct vote *x, const struct ruling *ruling,
                                       struct bytes named, enum rejection *why);
/* Of the motion `overrule`, whose target is a ruling or a class. */
enum rejection appeal_may(struct context *c, const struct act *a, struct vote *x);
void appeal_decided(struct context *c, const struct vote *x, const struct decision *d);
void appeal_failed(struct context *c, const struct vote *x, const struct decision *d);
#endif
