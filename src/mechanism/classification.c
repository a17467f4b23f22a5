#include "mechanism/classification.h"

#include "base/check.h"
#include "mechanism/law.h"
#include "mechanism/motion.h"
#include "mechanism/office.h"
#include "mechanism/tuple.h"

const char *class_how_word(enum class_how how)
{
    switch (how) {
    case CLASS_DOUBTED: return "in doubt";
    case CLASS_RULED: return "ruled";
    case CLASS_VOTED: return "voted";
    case CLASS_UPHELD: return "upheld on appeal";
    case CLASS_OVERRULED: return "on appeal";
    }
    unreachable("no other way");
}

static struct key class_key(const struct hash *matter)
{
    struct key k = key_new('4');
    key_add_hash(&k, matter);
    return k;
}

bool class_get(struct state *s, const struct hash *matter, struct matter_class *out)
{
    const struct key k = class_key(matter);
    struct bytes value;
    if (!state_get(s, key_view(&k), &value)) {
        return false;
    }
    struct cursor c = cursor_of(value);
    out->name = value_text(&c);
    out->how = (enum class_how)value_number(&c);
    out->member = value_text(&c);
    out->vote = value_hash(&c);
    out->said = value_number(&c);
    out->time_ms = value_number(&c);
    out->final = value_number(&c) != 0;
    check(cursor_ended(&c));
    return true;
}

static void class_put(struct state *s, const struct hash *matter, const struct matter_class *x)
{
    const struct key k = class_key(matter);
    struct buffer b;
    buffer_init(&b, 1024);
    buffer_add_block(&b, x->name);
    value_add_number(&b, x->how);
    buffer_add_block(&b, x->member);
    value_add_hash(&b, &x->vote);
    value_add_number(&b, x->said);
    value_add_number(&b, x->time_ms);
    value_add_number(&b, x->final);
    check(!b.overflow);
    state_put(s, key_view(&k), buffer_view(&b));
    buffer_done(&b);
}

void classification_end(struct state *s, const struct hash *matter)
{
    const struct key k = class_key(matter);
    struct bytes value;
    if (state_get(s, key_view(&k), &value)) {
        state_delete(s, key_view(&k));
    }
}

const struct charter_classification *classification_of(struct context *c, const struct matter *m)
{
    return charter_classification(law_at(c, m->opened), m->rule);
}

static const struct charter_class *class_of(const struct charter_classification *law, struct bytes name)
{
    for (size_t i = 0; i < law->class_count; i++) {
        if (bytes_equal(law->classes[i].name, name)) {
            return &law->classes[i];
        }
    }
    return NULL;
}

struct bytes classification_rule(struct context *c, const struct matter *m)
{
    const struct charter_classification *law = classification_of(c, m);
    struct matter_class x;
    if (law == NULL) {
        return m->rule;
    }
    return class_of(law, class_get(c->state, &m->id, &x) ? x.name : law->doubt)->rule;
}

void classification_freeze(struct context *c, const struct matter *m)
{
    const struct charter_classification *law = classification_of(c, m);
    struct matter_class x;
    if (law == NULL) {
        return;
    }
    if (!class_get(c->state, &m->id, &x)) {
        x = (struct matter_class){.name = law->doubt, .how = CLASS_DOUBTED, .time_ms = c->time_ms};
    }
    x.final = true;
    class_put(c->state, &m->id, &x);
}

/* The matter is open, under a classification that has the class, and its own is not final yet. */
static enum rejection check_class(struct context *c, const struct matter *m, struct bytes name)
{
    const struct charter_classification *law = classification_of(c, m);
    struct matter_class x;
    if (m->stage != MATTER_OPEN) {
        return REJECT_wrong_stage;
    }
    if (law == NULL) {
        return REJECT_no_classification;
    }
    if (class_of(law, name) == NULL) {
        return REJECT_unknown_class;
    }
    if (class_get(c->state, &m->id, &x) && x.final) {
        return REJECT_class_final;
    }
    return vote_is_about(c, &m->id) ? REJECT_motion_running : ACCEPTED;
}

static bool has_office(struct context *c, const struct charter_office *office, struct bytes member)
{
    struct body b;
    struct post p;
    switch (office->holder) {
    case HOLDER_MEMBER: return bytes_equal(office->member, member);
    case HOLDER_CHAIR:
        return body_get(c->state, office->body, c->arena, &b) && bytes_equal(b.chair, member);
    case HOLDER_ELECTED:
    case HOLDER_APPOINTED:
        p = post_get(c->state, POST_OFFICE, office->name, c->arena);
        return post_holder(&p, member) != NULL;
    }
    unreachable("nobody else has an office");
}

/* Whether the charter gives the ruling to this member: as chair of the body, or in an office. */
static bool may_rule(struct context *c, const struct matter *m, struct bytes member)
{
    const struct charter *charter = law_at(c, m->opened);
    const struct bytes by = classification_of(c, m)->decided_by;
    const struct charter_office *office = charter_office(charter, by);
    struct body b;
    if (!bytes_equal_text(by, "chair")) {
        return office != NULL && has_office(c, office, member);
    }
    return body_get(c->state, m->body, c->arena, &b) && bytes_equal(b.chair, member);
}

enum rejection classification_act(struct context *c, const struct act *a)
{
    struct matter m;
    if (!matter_get(c->state, &act_value(a, "matter")->hash, c->arena, &m)) {
        return REJECT_unknown_matter;
    }
    const enum rejection r = check_class(c, &m, act_value(a, "class")->text);
    if (r != ACCEPTED) {
        return r;
    }
    if (!may_rule(c, &m, a->frame.member)) {
        return REJECT_not_classifier;
    }
    const struct matter_class x = {.name = act_value(a, "class")->text,
                                   .how = CLASS_RULED,
                                   .member = a->frame.member,
                                   .said = (int64_t)c->index,
                                   .time_ms = c->time_ms};
    class_put(c->state, &m.id, &x);
    return ACCEPTED;
}

struct bytes classification_motion_rule(struct context *c, const struct matter *m, struct bytes motion)
{
    const struct charter_classification *law = classification_of(c, m);
    if (law == NULL) {
        return BYTES("");
    }
    return bytes_equal_text(motion, "overrule") ? law->appeal_by : law->decided_by;
}

enum rejection classification_may(struct context *c, const struct act *a, struct vote *x)
{
    struct matter m;
    (void)a;
    check(matter_get(c->state, &x->matter, c->arena, &m));
    return check_class(c, &m, x->target);
}

static void decide(struct context *c, const struct vote *x, struct bytes name, enum class_how how)
{
    const struct matter_class decided = {.name = name,
                                         .how = how,
                                         .vote = x->id,
                                         .said = (int64_t)c->index,
                                         .time_ms = c->time_ms,
                                         .final = how != CLASS_VOTED};
    class_put(c->state, &x->matter, &decided);
}

void classification_decided(struct context *c, const struct vote *x, const struct decision *d)
{
    (void)d;
    decide(c, x, x->target, CLASS_VOTED);
}

/* The appeal says which class should stand in the place of the one that was ruled. */
enum rejection overrule_may(struct context *c, const struct act *a, struct vote *x)
{
    struct matter_class ruled;
    const enum rejection r = classification_may(c, a, x);
    if (r != ACCEPTED) {
        return r;
    }
    if (!class_get(c->state, &x->matter, &ruled)) {
        return REJECT_unclassified;
    }
    return bytes_equal(ruled.name, x->target) ? REJECT_unknown_class : ACCEPTED;
}

static void appeal_ends(struct context *c, const struct vote *x, bool stands)
{
    struct matter_class ruled;
    check(class_get(c->state, &x->matter, &ruled));
    decide(c, x, stands ? ruled.name : x->target, stands ? CLASS_UPHELD : CLASS_OVERRULED);
}

static bool upholds(struct context *c, const struct vote *x)
{
    struct matter m;
    check(matter_get(c->state, &x->matter, c->arena, &m));
    return classification_of(c, &m)->upholds;
}

void overrule_decided(struct context *c, const struct vote *x, const struct decision *d)
{
    (void)d;
    appeal_ends(c, x, upholds(c, x));
}

void overrule_failed(struct context *c, const struct vote *x, const struct decision *d)
{
    (void)d;
    appeal_ends(c, x, !upholds(c, x));
}

/* Any member of the body appeals, and that is itself the opening of the vote: no chair stands between. */
enum rejection classification_appeal(struct context *c, const struct act *a)
{
    struct matter m;
    struct body b;
    const struct motion *motion = motion_find(BYTES("overrule"));
    enum rejection r = matter_enter(c, a, &m, &b);
    if (r != ACCEPTED) {
        return r;
    }
    struct vote x = {.id = a->id,
                     .body = m.body,
                     .motion = BYTES("overrule"),
                     .target = act_value(a, "class")->text,
                     .matter = m.id,
                     .law = law_version_at(c, m.opened),
                     .stage = VOTE_RUNNING};
    const struct bytes by = classification_motion_rule(c, &m, x.motion);
    if (by.len == 0) {
        return REJECT_no_appeal;
    }
    const struct charter_rule *rule = motion_rule(c, motion, &x, &m, by, &r);
    return rule == NULL ? r : vote_begin(c, a, motion, rule, &x);
}
