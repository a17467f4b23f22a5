/* How members mark candidates: in the open, or sealed and opened later. */
#include "base/check.h"
#include "base/limits.h"
#include "mechanism/body.h"
#include "mechanism/election.h"
#include "mechanism/sealed.h"
#include "mechanism/tuple.h"
#include "mechanism/vote.h"

struct hash election_commitment(const struct hash *salt, const struct hash *round, struct bytes member,
                                const struct bytes *marks, size_t count)
{
    struct buffer b;
    buffer_init(&b, ACT_BYTES_MAX);
    for (size_t i = 0; i < count; i++) {
        if (i > 0) {
            buffer_add_u8(&b, '\n');
        }
        buffer_add_bytes(&b, marks[i]);
    }
    check(!b.overflow);
    const struct hash h = vote_commitment(salt, round, member, buffer_view(&b));
    buffer_done(&b);
    return h;
}

/* A round is open, and the member sat in the body at its beginning, and sits. */
static enum rejection enter(struct context *c, const struct act *a, struct election *x)
{
    if (!election_get(c->state, &act_value(a, "election")->hash, c->arena, x)) {
        return REJECT_unknown_election;
    }
    if (x->stage != ELECTION_RUNNING) {
        return REJECT_wrong_stage;
    }
    if (election_sits(c, x, a->frame.member) == 0) {
        return REJECT_not_seated;
    }
    return c->time_ms >= x->deadline_ms ? REJECT_too_late : ACCEPTED;
}

static enum rejection take(struct context *c, const struct act *a, const struct election *x,
                           struct paper *own)
{
    const struct act_value *marks = act_value(a, "marks");
    const struct charter_rule *rule = election_rule(c, x);
    if (marks->count == 0 && (rule->allow & POSITION_BIT(position_index('A'))) == 0) {
        return REJECT_position_not_allowed;
    }
    if ((int64_t)marks->count > x->left) {
        return REJECT_too_many_marks;
    }
    for (size_t i = 0; i < marks->count; i++) {
        const struct candidate *one = election_candidate(x, marks->items[i]);
        if (one == NULL || one->stage != CANDIDATE_STANDS) {
            return REJECT_unknown_candidate;
        }
    }
    own->taken = (int64_t)c->index;
    own->count = marks->count;
    own->marks = marks->items;
    paper_put(c->state, &x->round_id, a->frame.member, own);
    return ACCEPTED;
}

enum rejection election_mark(struct context *c, const struct act *a)
{
    struct election x;
    const enum rejection r = enter(c, a, &x);
    if (r != ACCEPTED) {
        return r;
    }
    if (x.sealed_until_ms > 0) {
        return REJECT_sealed;
    }
    struct paper own = paper_get(c->state, &x.round_id, a->frame.member, c->arena);
    return take(c, a, &x, &own);
}

enum rejection election_seal(struct context *c, const struct act *a)
{
    struct election x;
    const enum rejection r = enter(c, a, &x);
    if (r != ACCEPTED) {
        return r;
    }
    if (x.sealed_until_ms == 0) {
        return REJECT_not_sealed;
    }
    if (c->time_ms >= x.sealed_until_ms) {
        return REJECT_too_late;
    }
    struct paper own = paper_get(c->state, &x.round_id, a->frame.member, c->arena);
    own.seal = act_value(a, "commitment")->hash;
    own.sealed = (int64_t)c->index;
    if (!sealed_claim(c, &own.seal)) {
        return REJECT_salt_reused;
    }
    paper_put(c->state, &x.round_id, a->frame.member, &own);
    return ACCEPTED;
}

/* While others may still seal nobody opens. */
enum rejection election_reveal(struct context *c, const struct act *a)
{
    struct election x;
    const struct act_value *marks = act_value(a, "marks");
    const enum rejection r = enter(c, a, &x);
    if (r != ACCEPTED) {
        return r;
    }
    struct paper own = paper_get(c->state, &x.round_id, a->frame.member, c->arena);
    if (x.sealed_until_ms == 0 || own.sealed == 0) {
        return REJECT_not_sealed;
    }
    if (c->time_ms < x.sealed_until_ms) {
        return REJECT_too_early;
    }
    const struct hash commitment = election_commitment(&act_value(a, "salt")->hash, &x.round_id,
                                                       a->frame.member, marks->items, marks->count);
    if (!hash_equal(&commitment, &own.seal)) {
        return REJECT_wrong_commitment;
    }
    return take(c, a, &x, &own);
}
