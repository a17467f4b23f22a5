/* A charter out of its joined draft: names become places, members give tags, rules get their hashes. */
#include <stdlib.h>
#include <string.h>

#include "charter/compose.h"
#include "charter/print.h"

/* Tags that a charter gives, in all its texts. */
#define GROUPS_MAX ((size_t)CHARTER_SOURCES_MAX * CHARTER_ITEMS_MAX)

/* Exactly so many of a list of the draft, for as long as the charter lives. */
static void *keep(struct composition *c, const void *list, size_t count, size_t size)
{
    void *kept = arena_take(c->arena, count, size);
    if (count > 0) {
        memcpy(kept, list, count * size);
    }
    return kept;
}

static bool find_attribute(const struct draft *j, struct bytes name, size_t *out)
{
    for (size_t i = 0; i < j->attribute_count; i++) {
        if (bytes_equal(j->attributes[i], name)) {
            *out = i;
            return true;
        }
    }
    return false;
}

/* The index of an attribute; false after reporting a name that is none. */
static bool resolve_attribute(struct composition *c, struct bytes source, const struct token *at, size_t *out)
{
    const struct draft *j = &c->joined;
    if (find_attribute(j, at->text, out) || c->diags->count == CHARTER_DIAGS_MAX) {
        return c->diags->count < CHARTER_DIAGS_MAX;
    }
    const char **names = ARENA_ARRAY(c->scratch, const char *, j->attribute_count + 1);
    for (size_t i = 0; i < j->attribute_count; i++) {
        names[i] = arena_text(c->scratch, j->attributes[i]);
    }
    charter_diag_meant(c->diags, source, at, names, "\"attributes\" names no such attribute");
    return false;
}

static void publish_rule(struct composition *c, const struct charter *out, struct draft_rule *r)
{
    struct rule_code *code = &r->code;
    for (size_t i = 0; i < code->tag_count; i++) {
        code->tags[i].group = charter_group(out, code->tags[i].name);
    }
    for (size_t i = 0; i < code->attribute_count; i++) {
        (void)resolve_attribute(c, r->source, &r->attribute_tokens[i], &code->attributes[i].index);
    }
    code->charter = out;
}

static struct charter_rule *publish_rules(struct composition *c, struct charter *out)
{
    struct draft *j = &c->joined;
    struct charter_rule *rules = ARENA_ARRAY(c->arena, struct charter_rule, j->rule_count);
    struct rule_code *codes = ARENA_ARRAY(c->arena, struct rule_code, j->rule_count);
    for (size_t i = 0; i < j->rule_count; i++) {
        publish_rule(c, out, &j->rules[i]);
        rules[i] = j->rules[i].rule;
        codes[i] = j->rules[i].code;
        rules[i].code = &codes[i];
    }
    out->rule_count = j->rule_count;
    out->rules = rules;
    return rules;
}

static size_t group_place(struct charter_group *groups, size_t *count, struct bytes name)
{
    size_t i = 0;
    while (i < *count && !bytes_equal(groups[i].name, name)) {
        i++;
    }
    if (i == *count && i < GROUPS_MAX) {
        groups[(*count)++] = (struct charter_group){.name = name, .mark.verified = true, .derived = true};
    }
    return i;
}

/* The member has its tag for as long as it is one. */
static void add_seat(struct composition *c, struct charter_group *g, struct charter_seat *seats,
                     const struct draft_member *m, const struct token *tag)
{
    const struct charter_member *k = &m->member;
    for (size_t i = 0; i < g->count; i++) {
        if (bytes_equal(seats[i].code, k->code) &&
            period_meets(seats[i].from, seats[i].until, k->from, k->until)) {
            charter_diag_add(c->diags, m->source, tag, "this member is in the group already");
            return;
        }
    }
    seats[g->count++] = (struct charter_seat){k->code, k->from, k->until};
}

/* Room in each group for the members that have its tag: first they are counted, then they are put in. */
static void publish_seats(struct composition *c, struct charter_group *groups, size_t *count)
{
    const struct draft *j = &c->joined;
    size_t *more = ARENA_ARRAY(c->scratch, size_t, GROUPS_MAX);
    struct charter_seat **seats = ARENA_ARRAY(c->scratch, struct charter_seat *, GROUPS_MAX);
    for (size_t i = 0; i < j->member_count; i++) {
        const struct draft_member *m = &j->members[i];
        for (size_t k = 0; k < m->member.tag_count; k++) {
            const size_t place = group_place(groups, count, m->member.tags[k]);
            if (place == GROUPS_MAX) {
                charter_diag_add(c->diags, m->source, &m->tag_tokens[k], "there are at most %d tags",
                                 (int)GROUPS_MAX);
                return;
            }
            more[place]++;
        }
    }
    for (size_t i = 0; i < *count; i++) {
        struct charter_group *g = &groups[i];
        seats[i] = ARENA_ARRAY(c->arena, struct charter_seat, g->count + more[i]);
        for (size_t k = 0; k < g->count; k++) {
            seats[i][k] = g->seats[k];
        }
        g->seats = seats[i];
    }
    for (size_t i = 0; i < j->member_count; i++) {
        const struct draft_member *m = &j->members[i];
        for (size_t k = 0; k < m->member.tag_count; k++) {
            const size_t place = group_place(groups, count, m->member.tags[k]);
            add_seat(c, &groups[place], seats[place], m, &m->tag_tokens[k]);
        }
    }
}

static void publish_groups(struct composition *c, struct charter *out)
{
    const struct draft *j = &c->joined;
    struct charter_group *groups = ARENA_ARRAY(c->scratch, struct charter_group, GROUPS_MAX);
    for (size_t i = 0; i < j->group_count; i++) {
        groups[i] = j->groups[i].group;
    }
    out->group_count = j->group_count;
    publish_seats(c, groups, &out->group_count);
    out->groups = keep(c, groups, out->group_count, sizeof *groups);
}

/* The attributes that have a table. */
static bool *tables_of(struct composition *c)
{
    const struct draft *j = &c->joined;
    bool *tables = ARENA_ARRAY(c->scratch, bool, j->attribute_count);
    for (size_t i = 0; i < j->table_count; i++) {
        size_t place = 0;
        if (find_attribute(j, j->tables[i].table.of, &place)) {
            tables[place] = true;
        }
    }
    return tables;
}

static const int64_t *values_of(struct composition *c, const struct draft_member *m, const bool *tables)
{
    const struct draft *j = &c->joined;
    int64_t *values = ARENA_ARRAY(c->arena, int64_t, j->attribute_count);
    for (size_t i = 0; i < j->attribute_count; i++) {
        values[i] = -1;
    }
    for (size_t i = 0; i < m->value_count; i++) {
        const struct draft_value *v = &m->values[i];
        size_t place = 0;
        if (!resolve_attribute(c, m->source, &v->at, &place)) {
            continue;
        }
        values[place] = v->value;
        if (tables[place]) {
            charter_diag_add(c->diags, m->source, &v->at,
                             "a table has the values of this attribute: members do not");
        }
    }
    return values;
}

/* No two of one code begin on the same day. */
static int compare_members(const void *a, const void *b)
{
    const struct charter_member *x = &((const struct draft_member *)a)->member;
    const struct charter_member *y = &((const struct draft_member *)b)->member;
    const int order = bytes_compare(x->code, y->code);
    return order != 0 ? order : bytes_compare(x->from, y->from);
}

static void publish_members(struct composition *c, struct charter *out)
{
    struct draft *j = &c->joined;
    struct charter_member *members = ARENA_ARRAY(c->arena, struct charter_member, j->member_count);
    const bool *tables = tables_of(c);
    qsort(j->members, j->member_count, sizeof j->members[0], compare_members);
    for (size_t i = 0; i < j->member_count; i++) {
        members[i] = j->members[i].member;
        members[i].values = values_of(c, &j->members[i], tables);
    }
    out->member_count = j->member_count;
    out->members = members;
}

#define PUBLISH(kind)                                                                                        \
    static void publish_##kind##s(struct composition *c, struct charter *out)                                \
    {                                                                                                        \
        const struct draft *j = &c->joined;                                                                  \
        struct charter_##kind *list = ARENA_ARRAY(c->arena, struct charter_##kind, j->kind##_count);         \
        for (size_t i = 0; i < j->kind##_count; i++) {                                                       \
            list[i] = j->kind##s[i].kind;                                                                    \
        }                                                                                                    \
        out->kind##_count = j->kind##_count;                                                                 \
        out->kind##s = list;                                                                                 \
    }

PUBLISH(table)
PUBLISH(calendar)
PUBLISH(office)
PUBLISH(classification)
PUBLISH(referral)
PUBLISH(motion)

static void publish_bodies(struct composition *c, struct charter *out)
{
    const struct draft *j = &c->joined;
    struct charter_body *bodies = ARENA_ARRAY(c->arena, struct charter_body, j->body_count);
    for (size_t i = 0; i < j->body_count; i++) {
        bodies[i] = j->bodies[i].body;
    }
    out->body_count = j->body_count;
    out->bodies = bodies;
}

void compose_publish(struct composition *c, struct charter *out)
{
    struct draft *j = &c->joined;
    size_t place = 0;
    *out = (struct charter){.name = j->name,
                            .title = j->title,
                            .fictional = j->fictional,
                            .language_count = j->language_count,
                            .languages = keep(c, j->languages, j->language_count, sizeof *j->languages),
                            .attribute_count = j->attribute_count,
                            .attributes = keep(c, j->attributes, j->attribute_count, sizeof *j->attributes),
                            .voice_threshold = j->voice_threshold,
                            .rung_count = j->rung_count,
                            .rungs = keep(c, j->rungs, j->rung_count, sizeof *j->rungs)};
    if (j->extends.kind == TOKEN_STRING) {
        out->extends = j->extends.text;
    }
    for (size_t i = 0; i < j->table_count; i++) {
        (void)resolve_attribute(c, j->tables[i].source, &j->tables[i].of, &place);
    }
    publish_tables(c, out);
    publish_calendars(c, out);
    publish_members(c, out);
    publish_groups(c, out);
    publish_bodies(c, out);
    publish_offices(c, out);
    publish_classifications(c, out);
    publish_referrals(c, out);
    publish_motions(c, out);
    struct charter_rule *rules = publish_rules(c, out);
    if (c->diags->count == 0) { /* circles are looked for where every name is known, and all are told */
        resolve_bodies(c, out);
        resolve_stages(c, out);
    }
    for (size_t i = 0; i < out->rule_count && c->diags->count == 0; i++) {
        rules[i].hash = charter_rule_hash(&rules[i]);
    }
}
