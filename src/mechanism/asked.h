/* mechanism/asked.h: whom a vote or a round of an election asks: the seats of the body, or of each of the
 * bodies that its rule is over, with their tags, frozen at the opening.
 *
 * A member that sits in several of these bodies is asked once, and its word counts in each
 * (docs/protocol/vote.md numbers what holds). */
#ifndef MECHANISM_ASKED_H
#define MECHANISM_ASKED_H

#include "charter/evaluate.h"
#include "mechanism/acts.h"
#include "mechanism/body.h"
#include "mechanism/context.h"
#include "record/fact.h"

struct asked_seat {
    struct bytes member;
    struct bytes tag; /* that the chair gave it at the opening; empty: none */
    unsigned marks;   /* that the machine gave it then: mechanism/status.h */
    unsigned bodies;  /* in which it sat: a bit for each, by its place among asked_bodies */
};

/* The bodies as they are now. */
struct asked {
    size_t count;
    bool joint; /* the rule is over them; else it is the one in which the vote is */
    struct body bodies[CHARTER_OVER_MAX];
};

/* False: in one of them nobody sits. */
bool asked_bodies(struct context *c, const struct charter_rule *rule, struct bytes own, struct asked *out);
/* Of the bodies in which it sat those in which it sits. */
unsigned asked_sits(const struct asked *x, const struct asked_seat *seat);
/* NULL: it was not asked. */
const struct asked_seat *asked_seat_of(const struct asked_seat *seats, size_t count, struct bytes member);

/* Seats and the tags that the chair gives by the act, ascending by member; the marks are the caller's.
 * REJECT_wrong_tag, or REJECT_not_applicable where a body has nobody to ask. */
enum rejection asked_freeze(struct context *c, const struct act *a, const struct charter_rule *rule,
                            const struct asked *x, struct asked_seat **out, size_t *count);
/* The tags of a seat, with REASONED if it gave a reason, into the arena. */
const struct bytes *asked_tags(struct arena *a, const struct asked_seat *seat, bool reasoned, size_t *count);

/* The electorates of the rule; all electors are listed in the first, and say in which they count. */
size_t asked_electorates(const struct asked *x, const struct elector *list, size_t count,
                         struct electorate out[CHARTER_OVER_MAX]);
/* For facts: who was counted in which body; none where the rule is over none. `sits` by seat. */
size_t asked_told(struct arena *a, const struct asked *x, const struct asked_seat *seats,
                  const unsigned *sits, size_t count, const struct fact_body **out);

/* As rows of votes and rounds have seats. */
void asked_write(struct buffer *b, const struct asked_seat *seats, size_t count);
const struct asked_seat *asked_read(struct cursor *c, struct arena *a, size_t *count);
#endif
