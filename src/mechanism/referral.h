/* mechanism/referral.h: a matter goes from one body to another, only as the charter lets it, and every step
 * stays on the record: by the chair, by a vote, or by what stands behind a rule's `else`. */
#ifndef MECHANISM_REFERRAL_H
#define MECHANISM_REFERRAL_H

#include "mechanism/matter.h"
#include "mechanism/vote.h"

/* One step of a matter's way. */
struct referral {
    int64_t number; /* from 1 */
    struct bytes from;
    struct bytes to;
    struct bytes rule;  /* by which the new body decides */
    struct bytes chair; /* the member that had the chair and referred it; empty: it was decided */
    struct hash by;     /* the act, the vote or the silence */
    int64_t entry;      /* of the act or of the close fact */
    int64_t time_ms;
};
/* In their order. */
size_t referral_list(struct state *s, const struct hash *matter, struct arena *a, struct referral **out);

/* The matter goes on in another body, by its rules: m's row is for the caller to write. What was deferred,
 * limited or classified was so in the old one. Where nobody sits in the other body it stays. */
bool referral_move(struct context *c, struct matter *m, const struct referral *step);
/* The rule of the charter's referral from here to there; NULL: no referral by a rule, or by the chair, as
 * asked. It is empty where the chair refers. */
const struct charter_referral *referral_find(const struct charter *law, struct bytes from, struct bytes to,
                                             bool by_rule);

enum rejection referral_act(struct context *c, const struct act *a);
/* The motion: its target is the body. */
enum rejection referral_may(struct context *c, const struct act *a, struct vote *x);
void referral_decided(struct context *c, const struct vote *x, const struct decision *d);
#endif
