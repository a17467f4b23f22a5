/* Where members stand: brackets, agreement ad referendum, positions, explanations. */
#include "base/check.h"
#include "mechanism/classification.h"
#include "mechanism/law.h"
#include "mechanism/matter.h"
#include "mechanism/member.h"
#include "mechanism/silence.h"
#include "mechanism/tuple.h"

static struct key member_line(char noun, const struct hash *matter, struct bytes provision,
                              struct bytes member)
{
    struct key k = key_new(noun);
    key_add_hash(&k, matter);
    key_add_text(&k, provision);
    key_add_text(&k, member);
    return k;
}

static enum rejection enter_provision(struct context *c, const struct act *a, struct matter *m,
                                      struct provision *p)
{
    struct body b;
    const enum rejection r = matter_enter(c, a, m, &b);
    if (r != ACCEPTED) {
        return r;
    }
    return provision_get(c->state, &m->id, act_value(a, "provision")->text, p) ? ACCEPTED
                                                                              : REJECT_unknown_provision;
}

enum rejection matter_hold(struct context *c, const struct act *a)
{
    struct matter m;
    struct provision p;
    const enum rejection r = enter_provision(c, a, &m, &p);
    if (r != ACCEPTED) {
        return r;
    }
    const struct key k = member_line('h', &m.id, p.id, a->frame.member);
    struct bytes before;
    int64_t since = c->time_ms; /* a renewed bracket keeps its age */
    if (state_get(c->state, key_view(&k), &before)) {
        struct cursor old = cursor_of(before);
        (void)value_number(&old);
        since = value_number(&old);
    }
    struct buffer b;
    buffer_init(&b, STATE_VALUE_BYTES_MAX);
    value_add_number(&b, (int64_t)c->index);
    value_add_number(&b, since);
    buffer_add_block(&b, act_value(a, "reason")->text);
    buffer_add_block(&b, act_value(a, "release")->text);
    state_put(c->state, key_view(&k), buffer_view(&b));
    buffer_done(&b);
    return ACCEPTED;
}

enum rejection matter_release(struct context *c, const struct act *a)
{
    struct matter m;
    struct provision p;
    const enum rejection r = enter_provision(c, a, &m, &p);
    if (r != ACCEPTED) {
        return r;
    }
    const struct key k = member_line('h', &m.id, p.id, a->frame.member);
    struct bytes before;
    if (!state_get(c->state, key_view(&k), &before)) {
        return REJECT_not_held;
    }
    state_delete(c->state, key_view(&k));
    return ACCEPTED;
}

bool stance_parse(struct bytes word, enum stance *out)
{
    static const enum stance all[] = {STANCE_OPEN, STANCE_AD_REFERENDUM, STANCE_AGREED};
    for (size_t i = 0; i < 3; i++) {
        if (bytes_equal_text(word, stance_word(all[i]))) {
            *out = all[i];
            return true;
        }
    }
    return false;
}

enum rejection matter_agree(struct context *c, const struct act *a)
{
    struct matter m;
    struct provision p;
    const enum stance stance = (enum stance)act_value(a, "state")->integer;
    const enum rejection r = enter_provision(c, a, &m, &p);
    if (r != ACCEPTED) {
        return r;
    }
    const struct hash *alternative = &act_value(a, "root")->hash;
    struct root root;
    if (!root_get(c->state, alternative, &root) || root.what != ROOT_ALTERNATIVE ||
        !hash_equal(&root.matter, &m.id) || !bytes_equal(root.provision, p.id)) {
        return REJECT_unknown_root;
    }
    struct member_key key;
    struct member member;
    check(member_key_get(c->state, &a->frame.key, &key) && member_get(c->state, a->frame.member, &member));
    if (stance == STANCE_AGREED && (key.powers & POWER_BIND) == 0) {
        return REJECT_out_of_mandate;
    }
    if (stance != STANCE_OPEN && !silence_is_available(c->state, alternative, &member.clearing)) {
        return REJECT_not_available;
    }
    const struct key k = member_line('g', &m.id, p.id, a->frame.member);
    struct buffer b;
    buffer_init(&b, 100);
    value_add_number(&b, stance);
    value_add_hash(&b, alternative);
    value_add_number(&b, (int64_t)c->index);
    state_put(c->state, key_view(&k), buffer_view(&b));
    buffer_done(&b);
    return ACCEPTED;
}

/* The root is known and the member sits in the body of its matter. */
static enum rejection enter_root(struct context *c, const struct act *a, struct matter *m)
{
    struct root root;
    struct body b;
    if (!root_get(c->state, &act_value(a, "root")->hash, &root)) {
        return REJECT_unknown_root;
    }
    check(matter_get(c->state, &root.matter, c->arena, m) && body_get(c->state, m->body, c->arena, &b));
    return body_has(&b, a->frame.member) ? ACCEPTED : REJECT_not_seated;
}

static void put_letter(struct context *c, char noun, const struct act *a, int64_t letter, bool reasoned)
{
    struct key k = key_new(noun);
    key_add_hash(&k, &act_value(a, "root")->hash);
    key_add_text(&k, a->frame.member);
    struct buffer b;
    buffer_init(&b, 100);
    value_add_number(&b, letter);
    value_add_number(&b, (int64_t)c->index);
    if (noun == 'P') {
        value_add_number(&b, reasoned);
    }
    state_put(c->state, key_view(&k), buffer_view(&b));
    buffer_done(&b);
}

/* A text under silence is judged by the rule as it was when the silence opened, other texts by the rule of
 * today. NULL: none is in force. */
static const struct charter_rule *rule_of(struct context *c, const struct matter *m, const struct hash *root)
{
    struct silence x;
    if (m->stage == MATTER_SILENCE && hash_equal(&m->root, root) &&
        silence_get(c->state, &m->silence, c->arena, &x)) {
        return silence_rule(c, &x);
    }
    return law_rule(c, law_of(c, &m->id), classification_rule(c, m), c->time_ms);
}

enum rejection matter_position(struct context *c, const struct act *a)
{
    struct matter m;
    const enum rejection r = enter_root(c, a, &m);
    if (r != ACCEPTED) {
        return r;
    }
    if (m.stage == MATTER_ADOPTED || m.stage == MATTER_LAPSED) {
        return REJECT_wrong_stage;
    }
    const char letter = (char)act_value(a, "position")->integer;
    const struct charter_rule *rule = rule_of(c, &m, &act_value(a, "root")->hash);
    if (rule == NULL) {
        return REJECT_unknown_rule;
    }
    const uint16_t bit = POSITION_BIT(position_index(letter));
    if ((rule->allow & bit) == 0) {
        return REJECT_position_not_allowed;
    }
    const bool reasoned = act_value(a, "reason")->given;
    if ((rule->reason & bit) != 0 && !reasoned) {
        return REJECT_reason_missing;
    }
    put_letter(c, 'P', a, letter, reasoned);
    return ACCEPTED;
}

enum rejection matter_explain(struct context *c, const struct act *a)
{
    struct matter m;
    const enum rejection r = enter_root(c, a, &m);
    if (r == ACCEPTED) {
        put_letter(c, 'X', a, 0, false);
    }
    return r;
}
