#include "mechanism/ruling.h"

#include "base/check.h"
#include "mechanism/classification.h"
#include "mechanism/law.h"
#include "mechanism/motion.h"
#include "mechanism/session.h"
#include "mechanism/tuple.h"

const char *ruling_how_word(enum ruling_how how)
{
    switch (how) {
    case RULING_GIVEN: return "stands";
    case RULING_UPHELD: return "upheld on appeal";
    case RULING_OVERRULED: return "overruled on appeal";
    }
    unreachable("no other way");
}

const char *ruling_state_word(enum ruling_how how)
{
    static const char *const words[] = {
        [RULING_GIVEN] = "given", [RULING_UPHELD] = "upheld", [RULING_OVERRULED] = "overruled"};
    return words[how];
}

static struct key ruling_key(const struct hash *id)
{
    struct key k = key_noun("ruling");
    key_add_hash(&k, id);
    return k;
}

bool ruling_get(struct state *s, const struct hash *id, struct arena *a, struct ruling *out)
{
    const struct key k = ruling_key(id);
    struct bytes value;
    if (!state_get(s, key_view(&k), &value)) {
        return false;
    }
    struct cursor c = cursor_of(value);
    struct ruling x = {.id = *id};
    x.number = value_number(&c);
    x.body = arena_copy(a, value_text(&c));
    x.matter = value_hash(&c);
    x.chair = arena_copy(a, value_text(&c));
    x.given = value_number(&c);
    x.time_ms = value_number(&c);
    x.how = (enum ruling_how)value_number(&c);
    x.vote = value_hash(&c);
    x.decided = value_number(&c);
    x.decided_ms = value_number(&c);
    x.session = value_hash(&c);
    x.point = value_number(&c);
    check(cursor_ended(&c));
    *out = x;
    return true;
}

static void ruling_put(struct state *s, const struct ruling *x)
{
    const struct key k = ruling_key(&x->id);
    struct buffer b;
    buffer_init(&b, 1024);
    value_add_number(&b, x->number);
    buffer_add_block(&b, x->body);
    value_add_hash(&b, &x->matter);
    buffer_add_block(&b, x->chair);
    value_add_number(&b, x->given);
    value_add_number(&b, x->time_ms);
    value_add_number(&b, x->how);
    value_add_hash(&b, &x->vote);
    value_add_number(&b, x->decided);
    value_add_number(&b, x->decided_ms);
    value_add_hash(&b, &x->session);
    value_add_number(&b, x->point);
    check(!b.overflow);
    state_put(s, key_view(&k), buffer_view(&b));
    buffer_done(&b);
}

static int64_t rulings(struct state *s)
{
    const struct key k = key_noun("rulings");
    struct bytes value;
    if (!state_get(s, key_view(&k), &value)) {
        return 0;
    }
    struct cursor c = cursor_of(value);
    const int64_t count = value_number(&c);
    check(cursor_ended(&c));
    return count;
}

/* The list by number, and how many there are. */
static void name(struct state *s, const struct ruling *x)
{
    struct key k = key_noun("ruling_number");
    const struct key count = key_noun("rulings");
    struct buffer b;
    key_add_number(&k, x->number);
    buffer_init(&b, 64);
    value_add_hash(&b, &x->id);
    state_put(s, key_view(&k), buffer_view(&b));
    buffer_clear(&b);
    value_add_number(&b, x->number);
    state_put(s, key_view(&count), buffer_view(&b));
    buffer_done(&b);
}

size_t ruling_list(struct state *s, struct arena *a, struct ruling **out)
{
    const struct key k = key_noun("ruling_number");
    struct state_row *rows = NULL;
    const size_t count = state_scan(s, key_view(&k), a, &rows);
    struct ruling *list = ARENA_ARRAY(a, struct ruling, count + 1);
    for (size_t i = 0; i < count; i++) {
        struct cursor c = cursor_of(rows[i].value);
        const struct hash id = value_hash(&c);
        check(ruling_get(s, &id, a, &list[i]));
    }
    *out = list;
    return count;
}

bool ruling_of_target(struct state *s, struct bytes target, struct arena *a, struct ruling *out)
{
    struct hash id;
    return hash_parse(target, &id) && ruling_get(s, &id, a, out);
}

void ruling_record(struct context *c, const struct act *a, const struct ruling *about)
{
    const struct ruling x = {.id = a->id,
                             .number = rulings(c->state) + 1,
                             .body = about->body,
                             .matter = about->matter,
                             .session = about->session,
                             .point = about->point,
                             .chair = a->frame.member,
                             .given = (int64_t)c->index,
                             .time_ms = c->time_ms,
                             .how = RULING_GIVEN};
    ruling_put(c->state, &x);
    name(c->state, &x);
}

/* There is the matter, in the body, and it is not at its end. */
static enum rejection check_matter(struct context *c, const struct hash *matter, struct bytes body)
{
    struct matter m;
    if (!matter_get(c->state, matter, c->arena, &m) || !bytes_equal(m.body, body)) {
        return REJECT_unknown_matter;
    }
    return m.stage == MATTER_ADOPTED || m.stage == MATTER_LAPSED ? REJECT_wrong_stage : ACCEPTED;
}

enum rejection ruling_give(struct context *c, const struct act *a)
{
    const struct hash none = {{0}};
    const bool about = act_value(a, "matter")->given;
    const struct hash *matter = about ? &act_value(a, "matter")->hash : &none;
    struct body b;
    if (!body_get(c->state, act_value(a, "body")->text, c->arena, &b)) {
        return REJECT_unknown_body;
    }
    if (!bytes_equal(b.chair, a->frame.member)) {
        return REJECT_not_chair;
    }
    const enum rejection r = about ? check_matter(c, matter, b.id) : ACCEPTED;
    if (r == ACCEPTED) {
        ruling_record(c, a, &(struct ruling){.body = b.id, .matter = *matter});
    }
    return r;
}

const struct charter_rule *ruling_rule(struct context *c, const struct vote *x, const struct ruling *ruling,
                                       struct bytes named, enum rejection *why)
{
    const struct charter *charter = vote_law(c, x);
    const struct charter_motion *law = charter_motion(charter, BYTES("overrule"));
    const struct charter_rule *rule = law_rule(c, charter, named, c->time_ms);
    if (law == NULL) {
        *why = REJECT_no_appeal;
    } else if (!hash_equal(&ruling->matter, &x->matter)) {
        *why = REJECT_wrong_target;
    } else if (!bytes_equal(law->body.len > 0 ? law->body : ruling->body, x->body) ||
               !bytes_equal(law->rule, named)) {
        *why = REJECT_wrong_rule;
    } else {
        *why = rule == NULL ? REJECT_unknown_rule : ACCEPTED;
    }
    return *why == ACCEPTED ? rule : NULL;
}

/* One appeal against a ruling runs at a time, also where no matter says so. */
static bool is_appealed(struct context *c, const struct hash *id)
{
    struct vote *open = NULL;
    struct ruling x;
    const size_t count = vote_open_list(c->state, c->arena, &open);
    for (size_t i = 0; i < count; i++) {
        if (bytes_equal_text(open[i].motion, "overrule") &&
            ruling_of_target(c->state, open[i].target, c->arena, &x) && hash_equal(&x.id, id)) {
            return true;
        }
    }
    return false;
}

/* It stands, nobody has appealed against it, and what it is about is still in the body. */
static enum rejection check_open(struct context *c, const struct ruling *x)
{
    if (x->how != RULING_GIVEN) {
        return REJECT_ruling_final;
    }
    if (!hash_is_zero(&x->matter)) {
        const enum rejection r = check_matter(c, &x->matter, x->body);
        if (r != ACCEPTED) {
            return r == REJECT_unknown_matter ? REJECT_ruling_final : r; /* it has gone to another body */
        }
        if (vote_is_about(c, &x->matter)) {
            return REJECT_motion_running;
        }
    }
    return is_appealed(c, &x->id) ? REJECT_motion_running : ACCEPTED;
}

enum rejection appeal_may(struct context *c, const struct act *a, struct vote *x)
{
    struct ruling ruling;
    return ruling_of_target(c->state, x->target, c->arena, &ruling) ? check_open(c, &ruling)
                                                                    : overrule_may(c, a, x);
}

static bool ends(struct context *c, const struct vote *x, enum ruling_how how)
{
    struct ruling ruling;
    if (!ruling_of_target(c->state, x->target, c->arena, &ruling)) {
        return false;
    }
    ruling.how = how;
    ruling.vote = x->id;
    ruling.decided = (int64_t)c->index;
    ruling.decided_ms = c->time_ms;
    ruling_put(c->state, &ruling);
    if (how == RULING_OVERRULED && ruling.point != 0) {
        session_point_overruled(c, &ruling.session, ruling.point);
    }
    return true;
}

void appeal_decided(struct context *c, const struct vote *x, const struct decision *d)
{
    if (!ends(c, x, RULING_OVERRULED)) {
        overrule_decided(c, x, d);
    }
}

void appeal_failed(struct context *c, const struct vote *x, const struct decision *d)
{
    if (!ends(c, x, RULING_UPHELD)) {
        overrule_failed(c, x, d);
    }
}

/* Any member of the body appeals, and that is itself the opening of the vote: the chair whose ruling it is
 * does not stand between. */
enum rejection ruling_appeal(struct context *c, const struct act *a)
{
    const struct motion *motion = motion_find(BYTES("overrule"));
    struct ruling ruling;
    struct body own;
    struct body asked;
    struct matter m;
    enum rejection r = ACCEPTED;
    if (!ruling_get(c->state, &act_value(a, "ruling")->hash, c->arena, &ruling)) {
        return REJECT_unknown_ruling;
    }
    if (!body_get(c->state, ruling.body, c->arena, &own) || !body_has(&own, a->frame.member)) {
        return REJECT_not_seated;
    }
    const bool about = matter_get(c->state, &ruling.matter, c->arena, &m);
    struct vote x = {.id = a->id,
                     .motion = BYTES("overrule"),
                     .target = bytes_of_text(arena_text(c->arena, bytes_of_text(hash_hex(&ruling.id).text))),
                     .matter = ruling.matter,
                     .law = about ? law_version_at(c, m.opened) : law_version(c->state),
                     .stage = VOTE_RUNNING};
    const struct charter_motion *law = charter_motion(vote_law(c, &x), BYTES("overrule"));
    if (law == NULL) {
        return REJECT_no_appeal;
    }
    x.body = law->body.len > 0 ? law->body : ruling.body;
    if (!body_get(c->state, x.body, c->arena, &asked)) {
        return REJECT_not_applicable;
    }
    const struct charter_rule *rule = ruling_rule(c, &x, &ruling, law->rule, &r);
    return rule == NULL ? r : vote_begin(c, a, motion, rule, &x);
}
