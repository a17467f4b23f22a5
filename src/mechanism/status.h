/* mechanism/status.h: what is decided or claimed about a member beside its seat: suspended, contested, a
 * party to the dispute of a matter. Each is a tag that a rule may put `out`, force or count by; software
 * decides nothing about it.
 *
 * docs/protocol/procedures.md numbers what holds. */
#ifndef MECHANISM_STATUS_H
#define MECHANISM_STATUS_H

#include "mechanism/acts.h"
#include "mechanism/context.h"
#include "mechanism/vote.h"

/* The tags that the machine gives; the chair cannot. They are frozen when a vote or a silence opens. */
enum mark {
    MARK_SUSPENDED = 1, /* by a decision that no later one has lifted */
    MARK_CONTESTED = 2, /* its seat, or who speaks for it, is contested by a decision */
    MARK_PARTY = 4,     /* to the dispute that the matter is about */
    MARK_CONCERNED = 8, /* it is the member that this vote is about */
};
enum { MARKS = 4 };
/* Their tags into out, which has room for MARKS. Gives their number. */
size_t mark_tags(unsigned marks, struct bytes *out);
/* Whether the tag is one that only the machine gives; PARTY is not, the chair may give it for one vote. */
bool mark_is_ours(struct bytes tag);
/* Whether the rule does not count a member with these. */
bool mark_is_out(const struct charter_rule *rule, unsigned marks);

/* Of a member now; those of a matter too if there is one (NULL: none). */
unsigned status_marks(struct context *c, const struct hash *matter, struct bytes member);

/* The last decision of a kind about a member: suspended or restored, contested or settled. */
enum status_kind { STATUS_SUSPENSION, STATUS_CONTEST };
struct status {
    bool stands;      /* suspended, contested; false: it was lifted or settled */
    struct hash vote; /* by which it was decided */
    int64_t decided;  /* index of the close fact */
    int64_t time_ms;
};
bool status_get(struct state *s, enum status_kind kind, struct bytes member, struct status *out);

/* Who says that a seat, or who speaks for it, is contested, in whose favour and why. */
struct claim {
    struct bytes by; /* the member that states it */
    int64_t stated;  /* index of the entry, whose act has the words */
    int64_t time_ms;
};
size_t claim_list(struct state *s, struct bytes member, struct arena *a, struct claim **out);

/* What stands about a member as a party to the dispute of a matter. */
struct party {
    struct bytes member;
    bool party;
    bool ruled;   /* by the chair; else the member has declared it */
    int64_t said; /* index of the entry */
};
size_t party_list(struct state *s, const struct hash *matter, struct arena *a, struct party **out);

enum rejection status_claim(struct context *c, const struct act *a);
enum rejection status_declare(struct context *c, const struct act *a);
enum rejection status_party(struct context *c, const struct act *a);

/* Motions about a member: the target is its code, or the code, a colon and words. */
struct bytes status_target(const struct vote *x);
enum rejection status_may_begin(struct context *c, const struct act *a, struct vote *x);
enum rejection status_may_end(struct context *c, const struct act *a, struct vote *x);
void status_decided(struct context *c, const struct vote *x, const struct decision *d);
#endif
