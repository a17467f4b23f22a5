#include "charter/charter.h"

#include <string.h>

#include "base/check.h"
#include "charter/rule.h"

const struct charter_body *charter_body(const struct charter *c, struct bytes name)
{
    for (size_t i = 0; i < c->body_count; i++) {
        if (bytes_equal(c->bodies[i].name, name)) {
            return &c->bodies[i];
        }
    }
    return NULL;
}

/* An empty first day comes before every day. */
bool period_holds(struct bytes from, struct bytes until, struct bytes date)
{
    if (date.len == 0) {
        return until.len == 0;
    }
    return bytes_compare(from, date) <= 0 && (until.len == 0 || bytes_compare(date, until) <= 0);
}

bool period_meets(struct bytes from_a, struct bytes until_a, struct bytes from_b, struct bytes until_b)
{
    const bool a_before = until_a.len > 0 && bytes_compare(until_a, from_b) < 0;
    const bool b_before = until_b.len > 0 && bytes_compare(until_b, from_a) < 0;
    return !a_before && !b_before;
}

/* Whether a version serves for a day better than the one found so far (NULL: none). Versions never overlap;
 * without a day the newest serves, and an empty `from` is the beginning of time. */
static bool is_better(struct bytes from, struct bytes until, const struct bytes *found_from,
                      struct bytes date)
{
    if (date.len > 0) {
        return period_holds(from, until, date);
    }
    return found_from == NULL || bytes_compare(from, *found_from) > 0;
}

const struct charter_rule *charter_rule(const struct charter *c, struct bytes name, struct bytes date)
{
    const struct charter_rule *found = NULL;
    for (size_t i = 0; i < c->rule_count; i++) {
        const struct charter_rule *r = &c->rules[i];
        if (bytes_equal(r->name, name) &&
            is_better(r->from, r->until, found == NULL ? NULL : &found->from, date)) {
            found = r;
        }
    }
    return found;
}

const struct charter_table *charter_table(const struct charter *c, struct bytes name)
{
    for (size_t i = 0; i < c->table_count; i++) {
        if (bytes_equal(c->tables[i].name, name)) {
            return &c->tables[i];
        }
    }
    return NULL;
}

const struct charter_table *charter_table_of(const struct charter *c, struct bytes attribute,
                                             struct bytes date)
{
    const struct charter_table *found = NULL;
    for (size_t i = 0; i < c->table_count; i++) {
        const struct charter_table *t = &c->tables[i];
        if (bytes_equal(t->of, attribute) &&
            is_better(t->from, t->until, found == NULL ? NULL : &found->from, date)) {
            found = t;
        }
    }
    return found;
}

const struct charter_group *charter_group(const struct charter *c, struct bytes name)
{
    for (size_t i = 0; i < c->group_count; i++) {
        if (bytes_equal(c->groups[i].name, name)) {
            return &c->groups[i];
        }
    }
    return NULL;
}

bool group_has(const struct charter_group *g, struct bytes code, struct bytes date)
{
    for (size_t i = 0; i < g->count; i++) {
        if (bytes_equal(g->seats[i].code, code) && period_holds(g->seats[i].from, g->seats[i].until, date)) {
            return true;
        }
    }
    return false;
}

#define FIND(kind)                                                                                           \
    const struct charter_##kind *charter_##kind(const struct charter *c, struct bytes name)                  \
    {                                                                                                        \
        for (size_t i = 0; i < c->kind##_count; i++) {                                                       \
            if (bytes_equal(c->kind##s[i].name, name)) {                                                     \
                return &c->kind##s[i];                                                                       \
            }                                                                                                \
        }                                                                                                    \
        return NULL;                                                                                         \
    }

FIND(calendar)
FIND(office)
FIND(classification)
FIND(motion)

const struct charter_member *charter_member(const struct charter *c, struct bytes code, struct bytes date)
{
    const struct charter_member *found = NULL;
    for (size_t i = 0; i < c->member_count; i++) {
        const struct charter_member *m = &c->members[i];
        if (bytes_equal(m->code, code) &&
            is_better(m->from, m->until, found == NULL ? NULL : &found->from, date)) {
            found = m;
        }
    }
    return found;
}

bool charter_gives(const struct charter *c, struct bytes tag, struct bytes code, struct bytes date)
{
    const struct charter_group *group = charter_group(c, tag);
    return group != NULL && group_has(group, code, date);
}

const char *const charter_weekdays[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun", NULL};

const char *const charter_motions[] = {"adopt",   "amend",   "assist",   "classify", "contest",
                                       "elect",   "limited", "overrule", "refer",    "restore",
                                       "settle",  "straw",   "suspend",  NULL};

static enum effect refined(const struct charter_rule *rule, struct bytes about, uint32_t tags, int position,
                           enum effect effect)
{
    for (size_t i = 0; i < rule->effect_count; i++) {
        const struct charter_effect *e = &rule->effects[i];
        const int tag = rule->code->effect_tags[i];
        const bool meant = tag < 0 || ((tags & 1U << tag) != 0) != e->others;
        if (meant && bytes_equal(e->about, about) && (e->positions & POSITION_BIT(position)) != 0) {
            effect = e->effect;
        }
    }
    return effect;
}

enum effect rule_effect(const struct charter_rule *rule, struct bytes about, uint32_t tags, int position)
{
    const enum effect unsaid = rule->effect_count == 0 ? EFFECT_BOUND : EFFECT_FREE;
    const enum effect whole = refined(rule, BYTES(""), tags, position, unsaid);
    return about.len == 0 ? whole : refined(rule, about, tags, position, whole);
}

bool rule_begins_part(const struct charter_rule *rule, size_t effect)
{
    const struct bytes about = rule->effects[effect].about;
    size_t i = 0;
    while (i < effect && !bytes_equal(rule->effects[i].about, about)) {
        i++;
    }
    return about.len > 0 && i == effect;
}

uint16_t rule_letters(const struct charter_rule *rule)
{
    const int standard = position_index(rule->default_position);
    check(standard >= 0);
    unsigned letters = rule->allow | POSITION_BIT(POSITION_X) | POSITION_BIT(standard);
    for (size_t i = 0; i < rule->code->force_count; i++) {
        letters |= POSITION_BIT(rule->code->forces[i].position);
    }
    return (uint16_t)letters;
}

bool span_is_empty(const struct charter_span *s)
{
    return s->ms == 0 && s->workdays == 0 && s->months == 0;
}

bool rule_goes_on(const struct charter_rule *rule)
{
    return rule->otherwise == OTHERWISE_STAGE && span_is_empty(&rule->next_after);
}

const struct charter_rule *charter_stage(const struct charter *c, const struct charter_rule *rule,
                                         struct bytes date)
{
    return rule_goes_on(rule) ? charter_rule(c, rule->next_rule, date) : NULL;
}

int position_index(char letter)
{
    const char *at = letter == 0 ? NULL : strchr(POSITIONS, letter);
    return at == NULL ? -1 : (int)(at - POSITIONS);
}

const char *position_word(char letter)
{
    static const char *const words[] = {
        "for",    "lets pass",      "against", "abstains", "abstains with a declaration",
        "absent", "not taking part"};
    const int index = position_index(letter);
    return index < 0 ? "no position" : words[index];
}

const char *effect_word(enum effect effect)
{
    static const char *const words[EFFECT_COUNT] = {"bound", "committed", "free"};
    check((unsigned)effect < EFFECT_COUNT);
    return words[effect];
}
