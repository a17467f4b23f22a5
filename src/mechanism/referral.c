#include "mechanism/referral.h"

#include "base/check.h"
#include "mechanism/classification.h"
#include "mechanism/law.h"
#include "mechanism/limited.h"
#include "mechanism/procedure.h"
#include "mechanism/tuple.h"

static struct key referral_key(const struct hash *matter)
{
    struct key k = key_new('6');
    key_add_hash(&k, matter);
    return k;
}

static struct referral decode(struct bytes key, size_t prefix, struct bytes value)
{
    struct cursor k = cursor_of(key);
    struct cursor c = cursor_of(value);
    struct referral x = {.number = 0};
    (void)cursor_take(&k, prefix);
    x.number = value_number(&k);
    x.from = value_text(&c);
    x.to = value_text(&c);
    x.rule = value_text(&c);
    x.chair = value_text(&c);
    x.by = value_hash(&c);
    x.entry = value_number(&c);
    x.time_ms = value_number(&c);
    check(cursor_ended(&c));
    return x;
}

size_t referral_list(struct state *s, const struct hash *matter, struct arena *a, struct referral **out)
{
    const struct key k = referral_key(matter);
    struct state_row *rows = NULL;
    const size_t count = state_scan(s, key_view(&k), a, &rows);
    struct referral *list = ARENA_ARRAY(a, struct referral, count + 1);
    for (size_t i = 0; i < count; i++) {
        list[i] = decode(rows[i].key, k.len, rows[i].value);
    }
    *out = list;
    return count;
}

static void append(struct context *c, const struct hash *matter, const struct referral *x)
{
    struct referral *before = NULL;
    struct key k = referral_key(matter);
    struct buffer b;
    key_add_number(&k, (int64_t)referral_list(c->state, matter, c->arena, &before) + 1);
    buffer_init(&b, 4096);
    buffer_add_block(&b, x->from);
    buffer_add_block(&b, x->to);
    buffer_add_block(&b, x->rule);
    buffer_add_block(&b, x->chair);
    value_add_hash(&b, &x->by);
    value_add_number(&b, (int64_t)c->index);
    value_add_number(&b, c->time_ms);
    check(!b.overflow);
    state_put(c->state, key_view(&k), buffer_view(&b));
    buffer_done(&b);
}

/* The matter keeps the reference under which the old body had it, and has it in the new one too if that is
 * free there. */
bool referral_move(struct context *c, struct matter *m, const struct referral *step)
{
    struct body b;
    struct hash other;
    struct referral x = *step;
    if (!body_get(c->state, step->to, c->arena, &b) || b.seat_count == 0) {
        return false;
    }
    x.from = m->body;
    append(c, &m->id, &x);
    limited_end(c->state, &m->id);
    classification_end(c->state, &m->id);
    procedure_end_stages(c->state, &m->id);
    m->body = step->to;
    m->rule = step->rule;
    if (!matter_find(c->state, m->body, m->reference, &other)) {
        matter_name(c->state, m);
    }
    return true;
}

const struct charter_referral *referral_find(const struct charter *law, struct bytes from, struct bytes to,
                                             bool by_rule)
{
    for (size_t i = 0; i < law->referral_count; i++) {
        const struct charter_referral *r = &law->referrals[i];
        for (size_t k = 0; k < r->from_count; k++) {
            if (bytes_equal(r->from[k], from) && bytes_equal(r->to, to) && (r->rule.len > 0) == by_rule) {
                return r;
            }
        }
    }
    return NULL;
}

/* The rule by which the other body takes it up: the one that is asked for, else its first. Empty: it has no
 * such rule. */
static struct bytes rule_there(const struct charter *law, struct bytes body, struct bytes asked)
{
    const struct charter_body *b = charter_body(law, body);
    check(b != NULL && b->rule_count > 0); /* the parser saw to it */
    for (size_t i = 0; i < b->rule_count; i++) {
        if (asked.len == 0 || bytes_equal(b->rules[i], asked)) {
            return b->rules[i];
        }
    }
    return BYTES("");
}

static bool somebody_sits_in(struct context *c, struct bytes body)
{
    struct body b;
    return body_get(c->state, body, c->arena, &b) && b.seat_count > 0;
}

enum rejection referral_act(struct context *c, const struct act *a)
{
    struct matter m;
    struct body b;
    const enum rejection r = matter_enter_chair(c, a, &m, &b);
    if (r != ACCEPTED) {
        return r;
    }
    const struct charter *law = law_of(c, &m.id);
    struct referral step = {.to = act_value(a, "body")->text, .chair = a->frame.member, .by = a->id};
    if (referral_find(law, m.body, step.to, false) == NULL) {
        return REJECT_no_referral;
    }
    step.rule = rule_there(law, step.to, act_value(a, "rule")->text);
    if (step.rule.len == 0) {
        return REJECT_unknown_rule;
    }
    if (vote_is_about(c, &m.id)) {
        return REJECT_motion_running;
    }
    if (!referral_move(c, &m, &step)) {
        return REJECT_unknown_body;
    }
    matter_put(c->state, &m);
    return ACCEPTED;
}

enum rejection referral_may(struct context *c, const struct act *a, struct vote *x)
{
    struct matter m;
    (void)a;
    check(matter_get(c->state, &x->matter, c->arena, &m));
    if (m.stage != MATTER_OPEN) {
        return REJECT_wrong_stage;
    }
    if (vote_is_about(c, &m.id)) {
        return REJECT_motion_running;
    }
    return somebody_sits_in(c, x->target) ? ACCEPTED : REJECT_unknown_body;
}

void referral_decided(struct context *c, const struct vote *x, const struct decision *d)
{
    struct matter m;
    const struct referral step = {
        .to = x->target, .rule = rule_there(vote_law(c, x), x->target, BYTES("")), .by = x->id};
    (void)d;
    check(matter_get(c->state, &x->matter, c->arena, &m) && m.stage == MATTER_OPEN);
    if (referral_move(c, &m, &step)) {
        matter_put(c->state, &m);
    }
}
