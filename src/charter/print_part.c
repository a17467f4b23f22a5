#include "charter/print.h"

#include "charter/rule.h"

/* Parts that are neither rules nor bodies, and the whole. */

static void add_mask(struct buffer *b, unsigned week)
{
    bool first = true;
    buffer_add_text(b, "    week ");
    for (size_t i = 0; charter_weekdays[i] != NULL; i++) {
        if ((week >> i & 1) != 0) {
            buffer_printf(b, "%s%s", first ? "" : ", ", charter_weekdays[i]);
            first = false;
        }
    }
    buffer_add_text(b, ";\n");
}

static void add_zone(struct buffer *b, const struct charter_zone *zone)
{
    const int64_t size = zone->minutes < 0 ? -zone->minutes : zone->minutes;
    buffer_printf(b, "    zone \"%c%02d:%02d\"", zone->minutes < 0 ? '-' : '+', (int)(size / 60),
                  (int)(size % 60));
    charter_print_days(b, zone->from, zone->until);
    buffer_add_text(b, ";\n");
}

static void add_holiday(struct buffer *b, const struct charter_holiday *holiday)
{
    if (holiday->date.len == sizeof "YYYY-MM-DD" - 1) {
        buffer_add_text(b, "    holiday ");
        buffer_add_bytes(b, holiday->date);
    } else {
        buffer_add_text(b, "    yearly ");
        charter_print_string(b, holiday->date);
    }
    if (holiday->title.len > 0) {
        buffer_add_u8(b, ' ');
        charter_print_string(b, holiday->title);
    }
    buffer_add_text(b, ";\n");
}

void charter_print_calendar(struct buffer *b, const struct charter_calendar *k)
{
    buffer_add_text(b, "calendar ");
    buffer_add_bytes(b, k->name);
    charter_print_headings(b, k->title, k->source, &k->mark);
    buffer_add_text(b, " {\n");
    for (size_t i = 0; i < k->zone_count; i++) {
        add_zone(b, &k->zones[i]);
    }
    add_mask(b, k->week);
    for (size_t i = 0; i < k->holiday_count; i++) {
        add_holiday(b, &k->holidays[i]);
    }
    buffer_add_text(b, "}\n");
}

void charter_print_member(struct buffer *b, const struct charter *c, const struct charter_member *m)
{
    buffer_add_text(b, "member ");
    buffer_add_bytes(b, m->code);
    charter_print_headings(b, m->title, m->source, &m->mark);
    charter_print_days(b, m->from, m->until);
    buffer_add_text(b, " {\n");
    charter_print_names(b, "    tag ", m->tags, m->tag_count);
    charter_print_names(b, "    calendar ", &m->calendar, m->calendar.len > 0 ? 1 : 0);
    for (size_t i = 0; i < c->attribute_count; i++) {
        if (m->values[i] >= 0) {
            buffer_add_text(b, "    ");
            buffer_add_bytes(b, c->attributes[i]);
            buffer_printf(b, " %lld;\n", (long long)m->values[i]);
        }
    }
    buffer_add_text(b, "}\n");
}

void charter_print_office(struct buffer *b, const struct charter_office *o)
{
    static const char *const words[] = {"chair of ", "member ", "elected in ", "appointed in "};
    buffer_add_text(b, "office ");
    buffer_add_bytes(b, o->name);
    charter_print_headings(b, o->title, o->source, &o->mark);
    buffer_printf(b, " {\n    holder %s", words[o->holder]);
    buffer_add_bytes(b, o->body);
    buffer_add_bytes(b, o->member);
    if (o->rule.len > 0) {
        buffer_add_text(b, " by ");
        buffer_add_bytes(b, o->rule);
    }
    buffer_add_text(b, ";\n");
    if (o->term.ms + o->term.workdays + o->term.months > 0) {
        buffer_add_text(b, "    term ");
        charter_print_span(b, &o->term);
        buffer_add_text(b, ";\n");
    }
    buffer_add_text(b, "}\n");
}

void charter_print_classification(struct buffer *b, const struct charter_classification *k)
{
    buffer_add_text(b, "classification ");
    buffer_add_bytes(b, k->name);
    charter_print_headings(b, k->title, k->source, &k->mark);
    buffer_add_text(b, " {\n");
    for (size_t i = 0; i < k->class_count; i++) {
        buffer_add_text(b, "    as ");
        buffer_add_bytes(b, k->classes[i].name);
        buffer_add_text(b, " use ");
        buffer_add_bytes(b, k->classes[i].rule);
        buffer_add_text(b, ";\n");
    }
    charter_print_names(b, "    decided by ", &k->decided_by, 1);
    if (k->appeal_by.len > 0) {
        buffer_add_text(b, "    appeal by ");
        buffer_add_bytes(b, k->appeal_by);
        buffer_add_text(b, k->upholds ? " upholds;\n" : " overrules;\n");
    }
    charter_print_names(b, "    doubt ", &k->doubt, 1);
    buffer_add_text(b, "}\n");
}

void charter_print_referral(struct buffer *b, const struct charter_referral *r)
{
    buffer_add_text(b, "referral ");
    buffer_add_bytes(b, r->name);
    charter_print_headings(b, r->title, r->source, &r->mark);
    buffer_add_text(b, " {\n");
    charter_print_names(b, "    from ", r->from, r->from_count);
    charter_print_names(b, "    to ", &r->to, 1);
    charter_print_names(b, "    by ", &r->rule, r->rule.len > 0 ? 1 : 0);
    if (r->about.len > 0) {
        buffer_add_text(b, "    about ");
        charter_print_string(b, r->about);
        buffer_add_text(b, ";\n");
    }
    buffer_add_text(b, "}\n");
}

void charter_print_table(struct buffer *b, const struct charter_table *t)
{
    buffer_add_text(b, "table ");
    buffer_add_bytes(b, t->name);
    buffer_add_text(b, " of ");
    buffer_add_bytes(b, t->of);
    charter_print_headings(b, t->title, t->source, &t->mark);
    charter_print_days(b, t->from, t->until);
    buffer_printf(b, " {\n    sha256 \"%s\";\n}\n", hash_hex(&t->hash).text);
}

void charter_print_voice(struct buffer *b, const struct charter *c)
{
    if (c->voice_threshold > 0) {
        buffer_printf(b, "voice threshold %lld;\n", (long long)c->voice_threshold);
    }
}

void charter_print_rungs(struct buffer *b, const struct charter *c)
{
    for (size_t i = 0; i < c->rung_count; i++) {
        buffer_add_text(b, i == 0 ? "rungs " : ", ");
        charter_print_string(b, c->rungs[i]);
    }
    buffer_add_text(b, c->rung_count > 0 ? ";\n" : "");
}

void charter_print_motion(struct buffer *b, const struct charter_motion *m)
{
    buffer_add_text(b, "motion ");
    buffer_add_bytes(b, m->name);
    buffer_add_text(b, " by ");
    buffer_add_bytes(b, m->rule);
    if (m->body.len > 0) {
        buffer_add_text(b, " in ");
        buffer_add_bytes(b, m->body);
    }
    charter_print_headings(b, BYTES(""), m->source, &m->mark);
    buffer_add_text(b, ";\n");
}

#define PRINT_ALL(kind)                                                                                      \
    for (size_t i = 0; i < c->kind##_count; i++) {                                                           \
        buffer_add_u8(b, '\n');                                                                              \
        charter_print_##kind(b, &c->kind##s[i]);                                                             \
    }

static void add_beginning(struct buffer *b, const struct charter *c)
{
    buffer_add_text(b, "charter ");
    charter_print_string(b, c->name);
    charter_print_headings(b, c->title, BYTES(""), &(struct charter_mark){0});
    buffer_add_text(b, c->fictional ? ";\nfictional;\n" : ";\n");
    charter_print_names(b, "languages ", c->languages, c->language_count);
    charter_print_names(b, "attributes ", c->attributes, c->attribute_count);
    charter_print_voice(b, c);
    charter_print_rungs(b, c);
}

void charter_print(struct buffer *b, const struct charter *c)
{
    add_beginning(b, c);
    PRINT_ALL(table)
    PRINT_ALL(calendar)
    for (size_t i = 0; i < c->member_count; i++) {
        buffer_add_u8(b, '\n');
        charter_print_member(b, c, &c->members[i]);
    }
    for (size_t i = 0; i < c->group_count; i++) {
        if (!c->groups[i].derived) {
            buffer_add_u8(b, '\n');
            charter_print_group(b, &c->groups[i]);
        }
    }
    for (size_t i = 0; i < c->body_count; i++) {
        buffer_add_u8(b, '\n');
        charter_print_body(b, &c->bodies[i]);
    }
    PRINT_ALL(office)
    for (size_t i = 0; i < c->rule_count; i++) {
        buffer_add_u8(b, '\n');
        charter_print_rule_alone(b, &c->rules[i]);
    }
    PRINT_ALL(classification)
    PRINT_ALL(referral)
    buffer_add_text(b, c->motion_count > 0 ? "\n" : "");
    for (size_t i = 0; i < c->motion_count; i++) {
        charter_print_motion(b, &c->motions[i]);
    }
}
