/* The opening of votes, and who is present. Positions are in vote_ballot.c, the close in vote_close.c. */
#include "mechanism/vote.h"

#include "base/check.h"
#include "base/limits.h"
#include "charter/print.h"
#include "mechanism/body.h"
#include "mechanism/classification.h"
#include "mechanism/law.h"
#include "mechanism/limited.h"
#include "mechanism/matter.h"
#include "mechanism/motion.h"
#include "mechanism/procedure.h"
#include "mechanism/status.h"

static enum rejection enter_chair(struct context *c, const struct act *a, struct body *b)
{
    if (!body_get(c->state, act_value(a, "body")->text, c->arena, b)) {
        return REJECT_unknown_body;
    }
    return bytes_equal(b->chair, a->frame.member) ? ACCEPTED : REJECT_not_chair;
}

enum rejection vote_present(struct context *c, const struct act *a)
{
    struct body b;
    const enum rejection r = enter_chair(c, a, &b);
    if (r != ACCEPTED) {
        return r;
    }
    const struct act_value *members = act_value(a, "members");
    struct presence_seat *seats = ARENA_ARRAY(c->arena, struct presence_seat, members->count + 1);
    for (size_t i = 0; i < members->count; i++) {
        if (!body_has(&b, members->items[i])) {
            return REJECT_not_seated;
        }
        seats[i].member = members->items[i];
    }
    const struct presence x = {.id = a->id,
                               .body = b.id,
                               .recorded = (int64_t)c->index,
                               .time_ms = c->time_ms,
                               .count = members->count,
                               .seats = seats};
    presence_put(c->state, &x);
    presence_name(c->state, &x);
    return ACCEPTED;
}

enum rejection vote_contradict(struct context *c, const struct act *a)
{
    struct presence x;
    if (!presence_get(c->state, &act_value(a, "presence")->hash, c->arena, &x)) {
        return REJECT_unknown_presence;
    }
    struct presence_seat *seats = ARENA_ARRAY(c->arena, struct presence_seat, x.count + 1);
    struct presence_seat *own = NULL;
    for (size_t i = 0; i < x.count; i++) {
        seats[i] = x.seats[i];
        own = bytes_equal(seats[i].member, a->frame.member) ? &seats[i] : own;
    }
    if (own == NULL) {
        return REJECT_not_listed;
    }
    if (own->contradicted != 0) {
        return REJECT_exists;
    }
    own->contradicted = (int64_t)c->index;
    x.seats = seats;
    presence_put(c->state, &x);
    return ACCEPTED;
}

static bool fits(enum motion_part part, bool given)
{
    return part == MOTION_MAY || given == (part == MOTION_WITH);
}

/* What the act says of the question, into x; the matter into m if there is one. */
static enum rejection read_question(struct context *c, const struct act *a, const struct body *b,
                                    const struct motion **motion, struct vote *x, struct matter *m)
{
    const struct act_value *matter = act_value(a, "matter");
    const struct act_value *root = act_value(a, "root");
    const struct act_value *target = act_value(a, "target");
    x->id = a->id;
    x->body = b->id;
    x->motion = act_value(a, "motion")->text;
    *motion = motion_find(x->motion);
    if (*motion == NULL) {
        return REJECT_unknown_motion;
    }
    if (!fits((*motion)->matter, matter->given) || !fits((*motion)->root, root->given) ||
        !fits((*motion)->target, target->given) || (root->given && !matter->given)) {
        return REJECT_wrong_target;
    }
    x->matter = matter->hash;
    x->root = root->hash;
    x->target = target->text;
    x->law = law_version(c->state);
    if (!matter->given) {
        return ACCEPTED;
    }
    if (!matter_get(c->state, &x->matter, c->arena, m)) {
        return REJECT_unknown_matter;
    }
    x->law = law_version_at(c, m->opened);
    struct root known;
    if (root->given && (!root_get(c->state, &x->root, &known) || !hash_equal(&known.matter, &m->id))) {
        return REJECT_unknown_root;
    }
    return ACCEPTED;
}

/* A matter is decided in its body; the charter may give other motions about it to another. */
static enum rejection check_place(const struct motion *motion, const struct vote *x, const struct matter *m)
{
    const bool own = hash_is_zero(&x->matter) || bytes_equal(m->body, x->body);
    const bool elsewhere = motion->law == MOTION_BY_CHARTER || motion->law == MOTION_BY_APPEAL;
    return own || elsewhere ? ACCEPTED : REJECT_unknown_matter;
}

/* A rule with a clock and without a word on polls is for silences: there whoever says nothing has been
 * reached, in a vote it is absent. Nothing follows from a straw poll, so there that is no matter. A rule with
 * rounds is for elections. */
static bool knows_vote(const struct motion *motion, const struct charter_rule *rule)
{
    const bool silence_only = rule->clock_min_ms > 0 && rule->poll_min_ms == 0;
    return rule->rounds == 0 && (!silence_only || motion->law == MOTION_BY_ANY);
}

static enum rejection set_clock(struct context *c, const struct act *a, const struct charter_rule *rule,
                                struct vote *x)
{
    const int64_t duration = act_value(a, "duration")->integer;
    const int64_t max = rule->poll_max_ms > 0 ? rule->poll_max_ms : VOTE_MS_MAX;
    if (duration < VOTE_MS_MIN || duration < rule->poll_min_ms || duration > max ||
        duration <= rule->sealed_ms) {
        return REJECT_wrong_duration;
    }
    x->opened = (int64_t)c->index;
    x->opened_ms = c->time_ms;
    x->deadline_ms = c->time_ms + duration;
    x->sealed_until_ms = rule->sealed_ms > 0 ? x->deadline_ms - rule->sealed_ms : 0;
    return ACCEPTED;
}

static enum rejection set_presence(struct context *c, const struct charter_rule *rule, struct vote *x)
{
    struct presence p;
    const struct bytes *over = NULL;
    if (rule->presence_ms == 0) {
        return ACCEPTED;
    }
    if (charter_rule_over(rule, &over) > 0) {
        return REJECT_not_applicable; /* who is present is recorded body by body */
    }
    if (!presence_last(c->state, x->body, c->arena, &p) || c->time_ms - p.time_ms > rule->presence_ms) {
        return REJECT_no_presence;
    }
    x->presence = p.id;
    return ACCEPTED;
}

static unsigned marks_of(struct context *c, const struct vote *x, struct bytes member)
{
    const struct motion *motion = motion_find(x->motion);
    const bool concerned = motion->member && bytes_equal(status_target(x), member);
    return status_marks(c, hash_is_zero(&x->matter) ? NULL : &x->matter, member) |
           (concerned ? MARK_CONCERNED : 0U);
}

/* Seats and tags as they are now: frozen from here on. */
static enum rejection freeze(struct context *c, const struct act *a, const struct motion *motion,
                             const struct charter_rule *rule, struct vote *x)
{
    struct asked asked;
    struct asked_seat *seats = NULL;
    if (!asked_bodies(c, rule, x->body, &asked)) {
        return REJECT_not_applicable; /* nobody sits in one of them */
    }
    for (size_t i = 0; !hash_is_zero(&x->matter) && !motion->course && i < asked.count; i++) {
        limited_seats(c, &x->matter, &asked.bodies[i]);
    }
    const enum rejection r = asked_freeze(c, a, rule, &asked, &seats, &x->seat_count);
    x->seats = seats;
    for (size_t i = 0; r == ACCEPTED && i < x->seat_count; i++) {
        seats[i].marks = marks_of(c, x, seats[i].member);
    }
    return r;
}

static enum rejection prepare(struct context *c, const struct act *a, const struct motion *motion,
                              const struct charter_rule *rule, struct vote *x)
{
    x->rule = rule->name;
    x->outcome = OUTCOME_pending;
    x->reason = REASON_open;
    if (!knows_vote(motion, rule)) {
        return REJECT_no_vote;
    }
    enum rejection r = set_clock(c, a, rule, x);
    r = r == ACCEPTED && motion->may != NULL ? motion->may(c, a, x) : r;
    r = r == ACCEPTED ? set_presence(c, rule, x) : r;
    r = r == ACCEPTED ? freeze(c, a, motion, rule, x) : r;
    if (r != ACCEPTED) {
        return r;
    }
    struct vote *open = NULL;
    if (vote_open_list(c->state, c->arena, &open) >= VOTES_OPEN_MAX) {
        return REJECT_limit;
    }
    struct decision d;
    struct diag diag;
    return vote_decide(c, x, &d, &diag) == OK ? ACCEPTED : REJECT_not_applicable;
}

/* The text stays as it is until the vote is over. */
static void hold_matter(struct context *c, const struct vote *x, struct matter *m)
{
    struct procedure p;
    (void)procedure_get(c->state, &m->id, &p);
    p.vote = x->id;
    procedure_put(c->state, &m->id, &p);
    classification_freeze(c, m);
    m->stage = MATTER_VOTE;
    m->root = x->root;
    matter_put(c->state, m);
}

enum rejection vote_begin(struct context *c, const struct act *a, const struct motion *motion,
                          const struct charter_rule *rule, struct vote *x)
{
    const enum rejection r = prepare(c, a, motion, rule, x);
    if (r != ACCEPTED) {
        return r;
    }
    x->number = vote_count(c->state) + 1;
    vote_count_put(c->state, x->number);
    vote_put(c->state, x);
    return ACCEPTED;
}

bool vote_is_about(struct context *c, const struct hash *matter)
{
    struct vote *open = NULL;
    const size_t count = vote_open_list(c->state, c->arena, &open);
    for (size_t i = 0; i < count; i++) {
        if (hash_equal(&open[i].matter, matter) && motion_find(open[i].motion)->course) {
            return true;
        }
    }
    return false;
}

enum rejection vote_open(struct context *c, const struct act *a)
{
    struct body b;
    struct matter m = {.id = {{0}}};
    struct vote x = {.stage = VOTE_RUNNING};
    const struct motion *motion = NULL;
    enum rejection r = enter_chair(c, a, &b);
    r = r == ACCEPTED ? read_question(c, a, &b, &motion, &x, &m) : r;
    r = r == ACCEPTED ? check_place(motion, &x, &m) : r;
    if (r != ACCEPTED) {
        return r;
    }
    const struct charter_rule *rule = motion_rule(c, motion, &x, &m, act_value(a, "rule")->text, &r);
    r = rule == NULL ? r : vote_begin(c, a, motion, rule, &x);
    if (r == ACCEPTED && motion->text) {
        hold_matter(c, &x, &m);
    }
    return r;
}

const struct charter *vote_law(struct context *c, const struct vote *x)
{
    return law_charter(c, x->law);
}

const struct charter_rule *vote_rule(struct context *c, const struct vote *x)
{
    const struct charter_rule *rule = law_rule(c, vote_law(c, x), x->rule, x->opened_ms);
    check(rule != NULL);
    return rule;
}

struct asked vote_bodies(struct context *c, const struct vote *x)
{
    struct asked bodies;
    check(asked_bodies(c, vote_rule(c, x), x->body, &bodies)); /* they had seats at the opening */
    return bodies;
}

unsigned vote_sits(struct context *c, const struct vote *x, struct bytes member)
{
    const struct asked bodies = vote_bodies(c, x);
    const struct asked_seat *seat = asked_seat_of(x->seats, x->seat_count, member);
    return seat == NULL ? 0 : asked_sits(&bodies, seat);
}
