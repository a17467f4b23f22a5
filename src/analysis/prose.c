#include "analysis/prose_inner.h"

#include <stdio.h>

#include "base/check.h"
#include "charter/print.h"
#include "charter/rule.h"

struct bytes prose_section_title(struct arena *a, enum language l, enum prose_section s)
{
    static const enum message titles[SECTION_COUNT] = {
        [SECTION_ORGANISATION] = MESSAGE_told_section_organisation,
        [SECTION_MEMBERS] = MESSAGE_told_section_members,
        [SECTION_BODIES] = MESSAGE_told_section_bodies,
        [SECTION_RULES] = MESSAGE_told_section_rules,
        [SECTION_PROCEDURE] = MESSAGE_told_section_procedure,
    };
    return say(a, l, titles[s]);
}

const char *prose_kind_word(enum prose_kind k)
{
    static const char *const words[] = {"charter", "member", "group",          "table",    "calendar", "body",
                                        "office",  "rule",   "classification", "referral", "motion"};
    return words[k];
}

static struct bytes quoted(const struct writer *w, struct bytes text)
{
    return WRITER_WORDS(w, MESSAGE_prose_quoted, SAY_TEXT("text", text));
}

static void say_organisation(struct writer *w, const struct charter *c)
{
    if (c->fictional) {
        writer_say(w, MESSAGE_prose_fictional);
    }
    if (c->extends.len > 0) {
        WRITER_SAY(w, MESSAGE_prose_extends, SAY_TEXT("charter", c->extends));
    }
    if (c->language_count > 0) {
        WRITER_SAY(w, MESSAGE_prose_languages,
                   SAY_TEXT("languages", writer_list(w, c->languages, c->language_count, writer_name)));
    }
    if (c->attribute_count > 0) {
        WRITER_SAY(w, MESSAGE_prose_attributes,
                   SAY_TEXT("attributes", writer_list(w, c->attributes, c->attribute_count, writer_name)));
    }
    if (c->voice_threshold > 0) {
        WRITER_SAY(w, MESSAGE_prose_voice, SAY_NUMBER("count", c->voice_threshold));
    } else {
        writer_say(w, MESSAGE_prose_voice_thirds);
    }
    if (c->rung_count > 0) {
        struct bytes *rungs = ARENA_ARRAY(w->arena, struct bytes, c->rung_count);
        for (size_t i = 0; i < c->rung_count; i++) {
            rungs[i] = quoted(w, c->rungs[i]);
        }
        WRITER_SAY(w, MESSAGE_prose_rungs, SAY_TEXT("rungs", writer_row(w, rungs, c->rung_count)));
    }
}

static void say_group(struct writer *w, const struct charter_group *g)
{
    if (g->count == 0) {
        WRITER_SAY(w, MESSAGE_prose_tag_of_nobody, SAY_TEXT("tag", g->name));
        return;
    }
    struct bytes *seats = ARENA_ARRAY(w->arena, struct bytes, g->count);
    for (size_t i = 0; i < g->count; i++) {
        seats[i] = writer_dated(w, g->seats[i].code, g->seats[i].from, g->seats[i].until);
    }
    WRITER_SAY(w, MESSAGE_prose_tag_of, SAY_TEXT("tag", g->name),
               SAY_TEXT("members", writer_list(w, seats, g->count, writer_name)));
}

static void say_table(struct writer *w, const struct charter_table *t)
{
    WRITER_SAY(w, MESSAGE_prose_table, SAY_TEXT("attribute", t->of), SAY_TEXT("table", t->name),
               SAY_WORD("hash", hash_hex(&t->hash).text));
}

/* What is told of a part, before its sentences. */
struct part {
    enum prose_section section;
    enum prose_kind kind;
    struct bytes name, title, source, from, until;
    const struct charter_mark *mark; /* NULL: it has none */
};

static struct prose_article *add_article(struct arena *a, struct prose *p, const struct part *part)
{
    struct prose_article *x = &p->articles[p->count];
    *x = (struct prose_article){.number = (int)++p->count,
                                .section = part->section,
                                .kind = part->kind,
                                .name = part->name,
                                .source = part->source,
                                .from = part->from,
                                .until = part->until,
                                .period = prose_period(a, p->language, part->from, part->until)};
    x->title = part->title.len > 0 ? part->title : part->name;
    if (part->mark != NULL && !part->mark->verified) {
        x->unverified = part->mark->unverified;
        p->unverified++;
    }
    x->anchor = bytes_of_text(arena_printf(
        a, "%s-%.*s%s%.*s", prose_kind_word(part->kind), (int)part->name.len, (const char *)part->name.data,
        part->from.len > 0 ? "@" : "", (int)part->from.len, (const char *)part->from.data));
    return x;
}

/* The parts by their headings: all numbers are given before anything refers to one. */
#define PART(s, k, x)                                                                                        \
    (struct part)                                                                                            \
    {                                                                                                        \
        .section = (s), .kind = (k), .name = (x)->name, .title = (x)->title, .source = (x)->source,          \
        .mark = &(x)->mark                                                                                   \
    }

/* Of an article that sums up several parts, some of which are marked. */
static void mark_some(struct arena *a, struct prose *p, bool some)
{
    if (some) {
        p->articles[p->count - 1].unverified = say(a, p->language, MESSAGE_prose_marked);
        p->unverified++;
    }
}

static void number_members(struct arena *a, const struct charter *c, struct prose *p)
{
    if (c->member_count > 0) {
        (void)add_article(a, p,
                          &(struct part){.section = SECTION_MEMBERS,
                                         .kind = PROSE_MEMBERS,
                                         .name = BYTES("members"),
                                         .title = say(a, p->language, MESSAGE_prose_title_members)});
        bool some = false;
        for (size_t i = 0; i < c->member_count; i++) {
            some = some || !c->members[i].mark.verified;
        }
        mark_some(a, p, some);
    }
    for (size_t i = 0; i < c->group_count; i++) {
        (void)add_article(a, p, &PART(SECTION_MEMBERS, PROSE_GROUP, &c->groups[i]));
    }
    for (size_t i = 0; i < c->table_count; i++) {
        struct part part = PART(SECTION_MEMBERS, PROSE_TABLE, &c->tables[i]);
        part.from = c->tables[i].from;
        part.until = c->tables[i].until;
        (void)add_article(a, p, &part);
    }
    for (size_t i = 0; i < c->calendar_count; i++) {
        (void)add_article(a, p, &PART(SECTION_MEMBERS, PROSE_CALENDAR, &c->calendars[i]));
    }
}

static void number_parts(struct arena *a, const struct charter *c, struct prose *p)
{
    (void)add_article(
        a, p,
        &(struct part){
            .section = SECTION_ORGANISATION, .kind = PROSE_ORGANISATION, .name = c->name, .title = c->title});
    number_members(a, c, p);
    for (size_t i = 0; i < c->body_count; i++) {
        add_article(a, p, &PART(SECTION_BODIES, PROSE_BODY, &c->bodies[i]))->body = &c->bodies[i];
    }
    for (size_t i = 0; i < c->office_count; i++) {
        (void)add_article(a, p, &PART(SECTION_BODIES, PROSE_OFFICE, &c->offices[i]));
    }
    for (size_t i = 0; i < c->rule_count; i++) {
        struct part part = PART(SECTION_RULES, PROSE_RULE, &c->rules[i]);
        part.from = c->rules[i].from;
        part.until = c->rules[i].until;
        add_article(a, p, &part)->rule = &c->rules[i];
    }
    for (size_t i = 0; i < c->classification_count; i++) {
        (void)add_article(a, p, &PART(SECTION_PROCEDURE, PROSE_CLASSIFICATION, &c->classifications[i]));
    }
    for (size_t i = 0; i < c->referral_count; i++) {
        (void)add_article(a, p, &PART(SECTION_PROCEDURE, PROSE_REFERRAL, &c->referrals[i]));
    }
    if (c->motion_count > 0) {
        (void)add_article(a, p,
                          &(struct part){.section = SECTION_PROCEDURE,
                                         .kind = PROSE_MOTIONS,
                                         .name = BYTES("motions"),
                                         .title = say(a, p->language, MESSAGE_prose_title_motions)});
        bool some = false;
        for (size_t i = 0; i < c->motion_count; i++) {
            some = some || !c->motions[i].mark.verified;
        }
        mark_some(a, p, some);
    }
}

/* The sentences of the i-th of its kind. */
static void write_part(struct writer *w, const struct charter *c, size_t i, struct buffer *formal)
{
    switch (w->article->kind) {
    case PROSE_ORGANISATION:
        say_organisation(w, c);
        charter_print_voice(formal, c);
        charter_print_rungs(formal, c);
        return;
    case PROSE_MEMBERS:
        prose_members(w, c);
        for (size_t k = 0; k < c->member_count; k++) {
            charter_print_member(formal, c, &c->members[k]);
        }
        return;
    case PROSE_GROUP:
        say_group(w, &c->groups[i]);
        charter_print_group(formal, &c->groups[i]);
        return;
    case PROSE_TABLE:
        say_table(w, &c->tables[i]);
        charter_print_table(formal, &c->tables[i]);
        return;
    case PROSE_CALENDAR:
        prose_calendar(w, &c->calendars[i]);
        charter_print_calendar(formal, &c->calendars[i]);
        return;
    case PROSE_BODY:
        prose_body(w, &c->bodies[i]);
        charter_print_body(formal, &c->bodies[i]);
        return;
    case PROSE_OFFICE:
        prose_office(w, &c->offices[i]);
        charter_print_office(formal, &c->offices[i]);
        return;
    case PROSE_RULE:
        prose_rule(w, &c->rules[i]);
        charter_print_rule_alone(formal, &c->rules[i]);
        return;
    case PROSE_CLASSIFICATION:
        prose_classification(w, &c->classifications[i]);
        charter_print_classification(formal, &c->classifications[i]);
        return;
    case PROSE_REFERRAL:
        prose_referral(w, &c->referrals[i]);
        charter_print_referral(formal, &c->referrals[i]);
        return;
    case PROSE_MOTIONS:
        prose_motions(w, c);
        for (size_t k = 0; k < c->motion_count; k++) {
            charter_print_motion(formal, &c->motions[k]);
        }
        return;
    }
}

static void write_all(struct arena *a, const struct charter *c, enum language l, bool by_name,
                      struct prose *out)
{
    struct buffer formal;
    struct writer w = {.arena = a, .prose = out, .by_name = by_name};
    size_t index = 0;
    *out = (struct prose){.charter = c, .language = l, .title = c->title.len > 0 ? c->title : c->name};
    out->articles =
        ARENA_ARRAY(a, struct prose_article,
                    3 + c->group_count + c->table_count + c->calendar_count + c->body_count +
                        c->office_count + c->rule_count + c->classification_count + c->referral_count);
    number_parts(a, c, out);
    buffer_init(&formal, (size_t)16 * CHARTER_BYTES_MAX);
    for (size_t i = 0; i < out->count; i++) {
        w.article = &out->articles[i];
        index = i > 0 && out->articles[i - 1].kind == w.article->kind ? index + 1 : 0;
        w.room = PROSE_SENTENCES_MAX + (w.article->kind == PROSE_MEMBERS ? c->member_count : 0);
        w.article->sentences = ARENA_ARRAY(a, struct bytes, w.room);
        write_part(&w, c, index, &formal);
        check(!formal.overflow);
        w.article->formal = arena_copy(a, buffer_view(&formal));
        buffer_clear(&formal);
    }
    buffer_done(&formal);
}

void prose_of(struct arena *a, const struct charter *c, enum language l, struct prose *out)
{
    write_all(a, c, l, false, out);
}

void prose_by_name(struct arena *a, const struct charter *c, enum language l, struct prose *out)
{
    write_all(a, c, l, true, out);
}

static bool is_in_force(const struct prose_article *x, struct bytes date)
{
    return x->kind != PROSE_RULE || period_holds(x->from, x->until, date);
}

const struct prose_article *prose_find(const struct prose *p, struct bytes what, struct bytes date)
{
    const struct prose_article *found = NULL;
    for (size_t i = 0; i < p->count; i++) {
        const struct prose_article *x = &p->articles[i];
        char number[16];
        (void)snprintf(number, sizeof number, "%d", x->number);
        if (bytes_equal_text(what, number) || bytes_equal(what, x->anchor)) {
            return x;
        }
        /* A rule goes before a body of its name; of versions the one in force, else the last. */
        const bool better = found == NULL || (x->kind == PROSE_RULE && found->kind != PROSE_RULE) ||
                            (x->kind == found->kind && is_in_force(x, date));
        if (bytes_equal(x->name, what) && better) {
            found = x;
        }
    }
    return found;
}
