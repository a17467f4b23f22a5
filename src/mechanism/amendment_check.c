/* What the next charter must be, and by which rule it may follow on the present one. */
#include "base/check.h"
#include "base/text.h"
#include "charter/difference.h"
#include "charter/print.h"
#include "mechanism/amendment.h"
#include "mechanism/founding.h"
#include "mechanism/law.h"
#include "mechanism/member.h"

/* What it takes to change something: a rule, and a body or any. */
struct needed {
    bool given;
    bool several;
    struct bytes rule;
    struct bytes body;
};

static void need(struct needed *n, struct bytes rule, struct bytes body)
{
    if (!n->given) {
        *n = (struct needed){.given = true, .rule = rule, .body = body};
        return;
    }
    const bool bodies_differ = n->body.len > 0 && body.len > 0 && !bytes_equal(n->body, body);
    n->several = n->several || !bytes_equal(n->rule, rule) || bodies_differ;
    n->body = n->body.len > 0 ? n->body : body;
}

/* The rule's own, as the charter in force has it: any version of it that names one. */
static struct bytes own_amending_rule(const struct charter *in_force, const struct difference *d)
{
    const struct difference_part *part = d->before != NULL ? d->before : d->after;
    for (size_t i = in_force->rule_count; part->kind == PART_RULE && i-- > 0;) {
        const struct charter_rule *rule = &in_force->rules[i];
        if (bytes_equal(rule->name, part->name) && rule->amend_by.len > 0) {
            return rule->amend_by;
        }
    }
    return BYTES("");
}

/* Everything but the rules, as it is printed. */
static struct hash frame_of(const struct charter *c)
{
    struct charter frame = *c;
    struct buffer b;
    frame.rule_count = 0;
    buffer_init(&b, (size_t)16 * CHARTER_SOURCES_MAX * CHARTER_BYTES_MAX);
    charter_print(&b, &frame);
    check(!b.overflow);
    const struct hash hash = hash_of(buffer_view(&b));
    buffer_done(&b);
    return hash;
}

enum rejection amendment_rule(struct arena *a, const struct charter *in_force, const struct charter *before,
                              const struct charter *after, struct bytes *rule, struct bytes *body)
{
    const struct charter_motion *whole = charter_motion(in_force, BYTES("amend"));
    const struct difference_list list = difference_of(a, before, after);
    struct needed n = {.given = false};
    const struct hash frame = frame_of(before);
    const struct hash next_frame = frame_of(after);
    /* What is in no part, and what changes nothing but remarks, is changed as the charter says. */
    bool general =
        list.count == 0 || !hash_equal(&frame, &next_frame) || !bytes_equal(before->extends, after->extends);
    for (size_t i = 0; i < list.count; i++) {
        const struct bytes own = own_amending_rule(in_force, &list.items[i]);
        if (own.len > 0) {
            need(&n, own, BYTES(""));
        }
        general = general || own.len == 0;
    }
    if (general && whole == NULL) {
        return REJECT_no_amending_rule;
    }
    if (general) {
        need(&n, whole->rule, whole->body);
    }
    *rule = n.rule;
    *body = n.body;
    return n.several ? REJECT_several_amending_rules : ACCEPTED;
}

static bool has_quorum_close(const struct charter *charter)
{
    for (size_t i = 0; i < charter->rule_count; i++) {
        if (charter->rules[i].clock_min_ms != 0 && charter->rules[i].close == CHARTER_CLOSE_QUORUM) {
            return true;
        }
    }
    return false;
}

static bool speaks_its_languages(const struct organisation *org, const struct charter *charter)
{
    if (charter->language_count != 0 && charter->language_count != org->language_count) {
        return false;
    }
    for (size_t i = 0; i < charter->language_count; i++) {
        if (!bytes_equal(charter->languages[i], org->languages[i])) {
            return false;
        }
    }
    return true;
}

/* A chair that is named by its code is a member, and sits there if anybody does. */
static bool has_its_chair(struct context *c, const struct charter_body *law)
{
    struct member m;
    struct body b;
    if (!text_is_code(law->chair)) {
        return true;
    }
    if (!member_get(c->state, law->chair, &m)) {
        return false;
    }
    return law->everyone || !body_get(c->state, law->name, c->arena, &b) || b.seat_count == 0 ||
           body_has(&b, law->chair);
}

enum rejection amendment_fits(struct context *c, const struct charter *after)
{
    const struct charter *first = c->org->first_charter;
    struct member *members = NULL;
    if (!bytes_equal(after->name, first->name) || after->fictional != first->fictional) {
        return REJECT_charter_renamed;
    }
    /* Which engine orders was agreed at the founding: one that must not close by a quorum never does. */
    if (!speaks_its_languages(c->org, after) || founding_refuses(c->org, after) != NULL ||
        (has_quorum_close(after) && !has_quorum_close(first)) ||
        after->voice_threshold > (int64_t)member_list(c->state, c->arena, &members)) {
        return REJECT_charter_unfit;
    }
    for (size_t i = 0; i < after->body_count; i++) {
        if (!has_its_chair(c, &after->bodies[i])) {
            return REJECT_charter_unfit;
        }
    }
    return ACCEPTED;
}
