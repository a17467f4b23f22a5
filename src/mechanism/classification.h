/* mechanism/classification.h: a matter that is opened under one of the charter's classifications is decided
 * by the rule of its class: somebody rules which that is, and the ruling may be appealed. Once the matter has
 * been put to the members its class is final. */
#ifndef MECHANISM_CLASSIFICATION_H
#define MECHANISM_CLASSIFICATION_H

#include "mechanism/matter.h"
#include "mechanism/vote.h"

enum class_how {
    CLASS_DOUBTED,  /* nobody had ruled when the matter was put to the members */
    CLASS_RULED,    /* by who has the ruling */
    CLASS_VOTED,    /* by a vote */
    CLASS_UPHELD,   /* an appeal has failed */
    CLASS_OVERRULED /* an appeal has put this class in the place of another */
};
const char *class_how_word(enum class_how how);

struct matter_class {
    struct bytes name;
    enum class_how how;
    struct bytes member; /* that ruled; empty: none did */
    struct hash vote;    /* that decided; zero: none */
    int64_t said;        /* index of the entry of the act or of the close fact; 0: of a doubt */
    int64_t time_ms;
    bool final;          /* appealed, or put to the members */
};
/* False: nobody has said. */
bool class_get(struct state *s, const struct hash *matter, struct matter_class *out);

/* The name of the rule that decides on a text of the matter: its own, or that of its class. */
struct bytes classification_rule(struct context *c, const struct matter *m);
/* Whether the matter was opened under a classification of this charter. */
const struct charter_classification *classification_of(struct context *c, const struct matter *m);
/* The matter is put to the members. */
void classification_freeze(struct context *c, const struct matter *m);
/* It goes to another body. */
void classification_end(struct state *s, const struct hash *matter);

enum rejection classification_act(struct context *c, const struct act *a);
enum rejection classification_appeal(struct context *c, const struct act *a);
/* Motions: the target is a class. */
struct bytes classification_motion_rule(struct context *c, const struct matter *m, struct bytes motion);
enum rejection classification_may(struct context *c, const struct act *a, struct vote *x);
void classification_decided(struct context *c, const struct vote *x, const struct decision *d);
enum rejection overrule_may(struct context *c, const struct act *a, struct vote *x);
void overrule_decided(struct context *c, const struct vote *x, const struct decision *d);
void overrule_failed(struct context *c, const struct vote *x, const struct decision *d);
#endif
