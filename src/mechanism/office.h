/* mechanism/office.h: who holds what is given for a time: the offices of the charter, the seats of bodies
 * that are elected, the chairs of bodies whose chair is elected or goes round by terms.
 *
 * docs/protocol/election.md numbers what holds. Who holds something holds it until another has it: when a
 * term is over the next may be elected, or, of a rotation, may take the chair. */
#ifndef MECHANISM_OFFICE_H
#define MECHANISM_OFFICE_H

#include "mechanism/body.h"
#include "mechanism/context.h"

enum post_kind { POST_OFFICE, POST_SEATS, POST_CHAIR };
const char *post_word(enum post_kind kind); /* "office", "seats", "chair" */
bool post_parse(struct bytes word, enum post_kind *out);

struct post {
    enum post_kind kind;
    struct bytes name; /* of the office or the body */
    struct hash election; /* that runs for it; zero: none */
    size_t count;
    const struct post_holder {
        struct bytes name;    /* a member's code, or a person */
        int64_t since_ms;
        int64_t until_ms;     /* civil_ms; 0: without end */
        struct hash election; /* by which; zero: it came round */
    } *holders;
};

/* What is known of it; without a row nobody was elected yet. */
struct post post_get(struct state *s, enum post_kind kind, struct bytes name, struct arena *a);
void post_put(struct state *s, const struct post *p);
size_t post_list(struct state *s, struct arena *a, struct post **out);
/* The holder of that name; NULL: none. */
const struct post_holder *post_holder(const struct post *p, struct bytes name);
/* At an official time: terms follow the civil clock (mechanism/civil.h). */
bool post_is_over(struct context *c, const struct post_holder *h, int64_t time_ms);

/* By which rule and where it is filled, how many there are and for how long. */
struct post_law {
    struct bytes rule;
    struct bytes body; /* empty: in any that uses the rule, or that the charter's `motion elect` names */
    int64_t seats;
    struct charter_span term;
    bool members_only; /* its holder is a member */
};
/* False: the charter fills nothing of that name by election. */
bool post_law(const struct charter *c, enum post_kind kind, struct bytes name, struct post_law *out);

/* A member gives back the seat to which it was elected: it is vacant. */
void post_leave(struct context *c, struct bytes body, struct bytes member);

/* Who holds an office now: by the charter itself or by election; empty: nobody. */
struct bytes office_holder(struct context *c, const struct charter_office *office);

/* Since when the chair that a body has now has it, as far as it is on the record: else since the founding. */
int64_t chair_since_ms(struct context *c, const struct body *b);
/* When its term is over, as civil_ms; 0: it has none. */
int64_t chair_until_ms(struct context *c, const struct charter *charter, const struct body *b);
/* The chair has gone to the member that has it now. */
void chair_began(struct context *c, const struct charter *charter, const struct body *b,
                 const struct hash *election);
#endif
