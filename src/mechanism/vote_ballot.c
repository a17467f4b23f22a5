/* How members take positions in a vote: in the open, sealed and opened later, or called by the chair and
 * confirmed. */
#include "base/check.h"
#include "base/limits.h"
#include "base/num.h"
#include "mechanism/body.h"
#include "mechanism/law.h"
#include "mechanism/sealed.h"
#include "mechanism/tables.h"
#include "mechanism/tuple.h"
#include "mechanism/vote.h"

struct hash vote_commitment(const struct hash *salt, const struct hash *vote, struct bytes member,
                            struct bytes position)
{
    struct buffer b;
    buffer_init(&b, 1024);
    buffer_add_text(&b, "univocal sealed position 1\n");
    buffer_add_bytes(&b, hash_view(salt));
    buffer_add_bytes(&b, hash_view(vote));
    buffer_add_block(&b, member);
    buffer_add_block(&b, position);
    check(!b.overflow);
    const struct hash h = hash_of(buffer_view(&b));
    buffer_done(&b);
    return h;
}

/* "Y=2" off the front of a list. */
static bool take_part(struct bytes *rest, int64_t parts[7])
{
    size_t len = 0;
    while (len < rest->len && rest->data[len] != ',') {
        len++;
    }
    const int index = len > 2 && rest->data[1] == '=' ? position_index((char)rest->data[0]) : -1;
    int64_t units = 0;
    if (index < 0 || parts[index] != 0 ||
        !num_parse(bytes_of(rest->data + 2, len - 2), CHARTER_NUMBER_MAX, &units) || units == 0) {
        return false;
    }
    parts[index] = units;
    const size_t skip = len < rest->len ? len + 1 : len;
    *rest = bytes_of(rest->data + skip, rest->len - skip);
    return skip == len || rest->len > 0;
}

bool split_read(struct bytes text, int64_t parts[7])
{
    for (size_t i = 0; i < 7; i++) {
        parts[i] = 0;
    }
    bool good = text.len > 0;
    while (good && text.len > 0) {
        good = take_part(&text, parts);
    }
    return good;
}

int64_t vote_value(struct context *c, const struct vote *x, struct bytes member, struct bytes attribute)
{
    const struct charter *law = vote_law(c, x);
    const struct civil_day day = law_day(c, x->opened_ms);
    const struct charter_member *m = charter_member(law, member, bytes_of_text(day.text));
    const int64_t *weights = tables_weights(c, law, member, x->opened_ms);
    for (size_t i = 0; i < law->attribute_count; i++) {
        if (bytes_equal(law->attributes[i], attribute)) {
            return weights[i] >= 0 || m == NULL ? weights[i] : m->values[i];
        }
    }
    return -1;
}

/* The vote is running and the member sat at its opening, and sits. */
static enum rejection enter(struct context *c, const struct act *a, struct vote *x)
{
    if (!vote_get(c->state, &act_value(a, "vote")->hash, c->arena, x)) {
        return REJECT_unknown_vote;
    }
    if (x->stage != VOTE_RUNNING) {
        return REJECT_wrong_stage;
    }
    if (vote_sits(c, x, a->frame.member) == 0) {
        return REJECT_not_seated;
    }
    return c->time_ms >= x->deadline_ms ? REJECT_too_late : ACCEPTED;
}

static enum rejection enter_chair(struct context *c, const struct act *a, struct vote *x)
{
    struct body b;
    if (!vote_get(c->state, &act_value(a, "vote")->hash, c->arena, x)) {
        return REJECT_unknown_vote;
    }
    if (x->stage != VOTE_RUNNING) {
        return REJECT_wrong_stage;
    }
    check(body_get(c->state, x->body, c->arena, &b));
    return bytes_equal(b.chair, a->frame.member) ? ACCEPTED : REJECT_not_chair;
}

static enum rejection check_letter(const struct charter_rule *rule, int index, bool reasoned)
{
    if ((rule->allow & POSITION_BIT(index)) == 0) {
        return REJECT_position_not_allowed;
    }
    return (rule->reason & POSITION_BIT(index)) != 0 && !reasoned ? REJECT_reason_missing : ACCEPTED;
}

/* A divided vote is worth what the member is worth. */
static enum rejection check_split(struct context *c, const struct vote *x, struct bytes member,
                                  struct bytes split, bool reasoned)
{
    const struct charter_rule *rule = vote_rule(c, x);
    int64_t parts[7];
    int64_t sum = 0;
    if (rule->split.len == 0) {
        return REJECT_no_split;
    }
    if (!split_read(split, parts)) {
        return REJECT_bad_split;
    }
    for (int i = 0; i < 7; i++) {
        const enum rejection r = parts[i] > 0 ? check_letter(rule, i, reasoned) : ACCEPTED;
        if (r != ACCEPTED) {
            return r;
        }
        sum += parts[i];
    }
    return sum == vote_value(c, x, member, rule->split) ? ACCEPTED : REJECT_bad_split;
}

/* The position or the split of an act, checked, as the member's own. */
static enum rejection take_position(struct context *c, const struct act *a, const struct vote *x,
                                    struct cast *own)
{
    const struct act_value *position = act_value(a, "position");
    const struct act_value *split = act_value(a, "split");
    own->reasoned = act_value(a, "reason")->given;
    own->letter = (char)(position->given ? position->integer : 0);
    own->split = split->text;
    own->taken = (int64_t)c->index;
    if (position->given) {
        return check_letter(vote_rule(c, x), position_index(own->letter), own->reasoned);
    }
    return check_split(c, x, a->frame.member, split->text, own->reasoned);
}

static bool is_one(const struct act *a)
{
    return act_value(a, "position")->given != act_value(a, "split")->given;
}

enum rejection vote_cast(struct context *c, const struct act *a)
{
    struct vote x;
    enum rejection r = enter(c, a, &x);
    if (r != ACCEPTED) {
        return r;
    }
    if (x.sealed_until_ms > 0) {
        return REJECT_sealed;
    }
    if (!is_one(a)) {
        return REJECT_position_missing;
    }
    struct cast own = cast_get(c->state, &x.id, a->frame.member);
    r = take_position(c, a, &x, &own);
    if (r == ACCEPTED) {
        cast_put(c->state, &x.id, a->frame.member, &own);
    }
    return r;
}

enum rejection vote_seal(struct context *c, const struct act *a)
{
    struct vote x;
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
    struct cast own = cast_get(c->state, &x.id, a->frame.member);
    own.seal = act_value(a, "commitment")->hash;
    own.sealed = (int64_t)c->index;
    if (!sealed_claim(c, &own.seal)) {
        return REJECT_salt_reused;
    }
    cast_put(c->state, &x.id, a->frame.member, &own);
    return ACCEPTED;
}

/* While others may still seal nobody opens: no position is in the record before its time. */
enum rejection vote_reveal(struct context *c, const struct act *a)
{
    struct vote x;
    enum rejection r = enter(c, a, &x);
    if (r != ACCEPTED) {
        return r;
    }
    struct cast own = cast_get(c->state, &x.id, a->frame.member);
    if (x.sealed_until_ms == 0 || own.sealed == 0) {
        return REJECT_not_sealed;
    }
    if (c->time_ms < x.sealed_until_ms) {
        return REJECT_too_early;
    }
    if (!is_one(a)) {
        return REJECT_position_missing;
    }
    const struct act_value *position = act_value(a, "position");
    const struct hash commitment =
        vote_commitment(&act_value(a, "salt")->hash, &x.id, a->frame.member,
                        position->given ? position->text : act_value(a, "split")->text);
    if (!hash_equal(&commitment, &own.seal)) {
        return REJECT_wrong_commitment;
    }
    r = take_position(c, a, &x, &own);
    if (r == ACCEPTED) {
        cast_put(c->state, &x.id, a->frame.member, &own);
    }
    return r;
}

/* What is called anew must be confirmed anew. */
enum rejection vote_roll(struct context *c, const struct act *a)
{
    struct vote x;
    const enum rejection r = enter_chair(c, a, &x);
    if (r != ACCEPTED) {
        return r;
    }
    if (c->time_ms >= x.deadline_ms) {
        return REJECT_too_late;
    }
    if (x.sealed_until_ms > 0) {
        return REJECT_sealed;
    }
    const struct act_value *calls = act_value(a, "calls");
    const struct charter_rule *rule = vote_rule(c, &x);
    for (size_t i = 0; i < calls->count; i++) {
        const struct act_mark *call = &calls->marks[i];
        const char letter = (char)call->mark.data[0];
        if (asked_seat_of(x.seats, x.seat_count, call->member) == NULL) {
            return REJECT_not_seated;
        }
        if ((rule->allow & POSITION_BIT(position_index(letter))) == 0) {
            return REJECT_position_not_allowed;
        }
        struct cast one = cast_get(c->state, &x.id, call->member);
        one.confirmed = one.called == letter ? one.confirmed : 0;
        one.called = letter;
        one.rolled = (int64_t)c->index;
        cast_put(c->state, &x.id, call->member, &one);
    }
    return ACCEPTED;
}

enum rejection vote_confirm(struct context *c, const struct act *a)
{
    struct vote x;
    const enum rejection r = enter(c, a, &x);
    if (r != ACCEPTED) {
        return r;
    }
    struct cast own = cast_get(c->state, &x.id, a->frame.member);
    const char letter = (char)act_value(a, "position")->integer;
    const bool reasoned = act_value(a, "reason")->given;
    if (own.called != letter) {
        return REJECT_not_called;
    }
    if (check_letter(vote_rule(c, &x), position_index(letter), reasoned) != ACCEPTED) {
        return REJECT_reason_missing; /* what was called is allowed */
    }
    own.confirmed = (int64_t)c->index;
    own.reasoned = own.taken != 0 ? own.reasoned : reasoned;
    cast_put(c->state, &x.id, a->frame.member, &own);
    return ACCEPTED;
}

/* Nobody loses time for thought that the charter gives: not before the shortest poll is over. */
enum rejection vote_close(struct context *c, const struct act *a)
{
    struct vote x;
    const enum rejection r = enter_chair(c, a, &x);
    if (r != ACCEPTED) {
        return r;
    }
    if (c->time_ms < x.opened_ms + vote_rule(c, &x)->poll_min_ms) {
        return REJECT_too_early;
    }
    struct standing *list = NULL;
    const size_t count = vote_standings(c, &x, &list);
    for (size_t i = 0; i < count; i++) {
        if (list[i].sits != 0 && !list[i].spoken) {
            return REJECT_not_spoken;
        }
    }
    x.stage = VOTE_ENDING;
    vote_put(c->state, &x);
    return ACCEPTED;
}
