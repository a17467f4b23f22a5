/* mechanism/body.h: bodies of the organisation: who sits in them, who has the chair. */
#ifndef MECHANISM_BODY_H
#define MECHANISM_BODY_H

#include "mechanism/acts.h"
#include "mechanism/context.h"

struct body {
    struct bytes id;
    struct bytes chair;   /* a member's code */
    size_t seat_count;
    const struct bytes *seats; /* codes, ascending */
};

/* The seats live in the arena. False: none. */
bool body_get(struct state *s, struct bytes id, struct arena *a, struct body *out);
bool body_has(const struct body *b, struct bytes member);
/* All bodies, ascending by id. */
size_t body_list(struct state *s, struct arena *a, struct body **out);
/* Who has the chair after the present one, as the charter rotates it; empty: the chair does not go round. */
struct bytes body_next_chair(const struct charter *c, const struct body *b);
/* The member to whom the charter itself gives the chair, by its code or by an office; empty: to none. */
struct bytes body_named_chair(const struct charter *c, const struct charter_body *law);
/* Who has the chair of a body, in which somebody sits, when it is founded: whom the charter names, else the
 * first of its order or by code, also where the chair is elected or filled later. */
struct bytes body_first_chair(const struct charter *c, const struct charter_body *law, const struct body *b);

void body_found(struct state *s, const struct body *b);

/* When a charter comes into force: bodies that it makes, or whose composition or chair it changes. One that
 * it does not have any more keeps its seats for the matters that are in it. */
void body_amend(struct context *c, const struct charter *before, const struct charter *after);

/* Sets a civil deadline for each day on which the charter takes from a member a tag that seats ask for. */
void body_watch(struct context *c, const struct charter *charter);
/* Such a day has come: who has no such tag any more leaves. "left", or "none" if nobody did. */
const char *body_tags_end(struct context *c, const struct hash *id, int64_t number, int64_t day);

enum rejection body_chair(struct context *c, const struct act *a);
enum rejection body_seat(struct context *c, const struct act *a);
#endif
