#include "analysis/prose_inner.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/check.h"
#include "charter/print.h"
#include "charter/rule.h"

const char *prose_section_word(enum prose_section s)
{
    static const char *const words[SECTION_COUNT] = {"The organisation", "Members", "Bodies",
                                                     "Rules of decision", "Procedure"};
    return words[s];
}

const char *prose_kind_word(enum prose_kind k)
{
    static const char *const words[] = {"charter", "member", "group",          "table",    "calendar", "body",
                                        "office",  "rule",   "classification", "referral", "motion"};
    return words[k];
}

bool span_is_set(const struct charter_span *span)
{
    return span->ms != 0 || span->workdays != 0 || span->months != 0;
}

static void add_many(struct buffer *b, int64_t n, const char *unit)
{
    buffer_printf(b, "%lld %s%s", (long long)n, unit, n == 1 ? "" : "s");
}

void prose_add_duration(struct buffer *b, int64_t ms)
{
    static const struct {
        int64_t ms;
        const char *unit;
    } units[] = {
        {86400000, "day"}, {3600000, "hour"}, {60000, "minute"}, {1000, "second"}, {1, "millisecond"}};
    size_t i = 0;
    while (ms % units[i].ms != 0) {
        i++;
    }
    add_many(b, ms / units[i].ms, units[i].unit);
}

void prose_add_span(struct buffer *b, const struct charter_span *span)
{
    if (span->workdays != 0) {
        add_many(b, span->workdays, "working day");
    } else if (span->months != 0 && span->months % 12 == 0) {
        add_many(b, span->months / 12, "year");
    } else if (span->months != 0) {
        add_many(b, span->months, "month");
    } else {
        prose_add_duration(b, span->ms);
    }
}

static void add_date(struct buffer *b, const char *word, struct bytes date)
{
    static const char *const months[] = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};
    const int month = (date.data[5] - '0') * 10 + date.data[6] - '0';
    const int day = (date.data[8] - '0') * 10 + date.data[9] - '0';
    buffer_printf(b, "%s%d %s %.4s", word, day, months[month - 1], (const char *)date.data);
}

void prose_add_period(struct buffer *b, struct bytes from, struct bytes until)
{
    if (from.len > 0) {
        add_date(b, "from ", from);
    }
    if (until.len > 0) {
        add_date(b, from.len > 0 ? " until " : "until ", until);
    }
}

void writer_end(struct writer *w)
{
    struct prose_article *article = w->article;
    check(!w->text.overflow && article->count < w->room);
    buffer_add_u8(&w->text, '.');
    /* What begins with the words for an office or a body begins with a capital all the same. */
    if (w->text.data[0] >= 'a' && w->text.data[0] <= 'z') {
        w->text.data[0] = (uint8_t)(w->text.data[0] - 'a' + 'A');
    }
    article->sentences[article->count++] = arena_copy(w->arena, buffer_view(&w->text));
    buffer_clear(&w->text);
}

void writer_say(struct writer *w, const char *format, ...)
{
    char text[512];
    va_list list;
    va_start(list, format);
    (void)vsnprintf(text, sizeof text, format, list);
    va_end(list);
    buffer_add_text(&w->text, text);
    writer_end(w);
}

void writer_name(struct writer *w, struct bytes name)
{
    buffer_add_bytes(&w->text, name);
}

const struct prose_article *writer_find(const struct writer *w, enum prose_kind kind, struct bytes name)
{
    const struct prose_article *found = NULL;
    for (size_t i = 0; i < w->prose->count; i++) {
        const struct prose_article *x = &w->prose->articles[i];
        if (x->kind == kind && bytes_equal(x->name, name)) {
            found = x; /* of a rule's versions the newest stands last */
        }
    }
    return found;
}

void writer_refer(struct writer *w, enum prose_kind kind, struct bytes name)
{
    const struct prose_article *found = w->by_name ? NULL : writer_find(w, kind, name);
    if (found == NULL) {
        buffer_add_bytes(&w->text, name);
        return;
    }
    const bool quoted = kind == PROSE_RULE || kind == PROSE_CLASSIFICATION;
    buffer_add_text(&w->text, quoted ? "\"" : "");
    buffer_add_bytes(&w->text, found->title);
    buffer_printf(&w->text, "%s (%c%d%carticle %d%c)", quoted ? "\"" : "", PROSE_REFERENCE, found->number,
                  PROSE_TEXT, found->number, PROSE_END);
}

void writer_tag(struct writer *w, struct bytes tag)
{
    const struct prose_article *found = w->by_name ? NULL : writer_find(w, PROSE_GROUP, tag);
    buffer_add_bytes(&w->text, tag);
    if (found != NULL) {
        buffer_printf(&w->text, " (%c%d%carticle %d%c)", PROSE_REFERENCE, found->number, PROSE_TEXT,
                      found->number, PROSE_END);
    }
}

void writer_body(struct writer *w, struct bytes name)
{
    writer_refer(w, PROSE_BODY, name);
}

/* The name of a classification may stand where that of a rule may. */
void writer_rule(struct writer *w, struct bytes name)
{
    const bool classified = writer_find(w, PROSE_CLASSIFICATION, name) != NULL;
    writer_refer(w, classified ? PROSE_CLASSIFICATION : PROSE_RULE, name);
}

void writer_office(struct writer *w, struct bytes name)
{
    if (bytes_equal_text(name, "chair")) {
        buffer_add_text(&w->text, "the chair");
        return;
    }
    buffer_add_text(&w->text, "the holder of the office ");
    writer_refer(w, PROSE_OFFICE, name);
}

void writer_list(struct writer *w, const struct bytes *names, size_t count,
                 void (*one)(struct writer *w, struct bytes name))
{
    for (size_t i = 0; i < count; i++) {
        buffer_add_text(&w->text, i == 0 ? "" : i + 1 == count ? " and " : ", ");
        one(w, names[i]);
    }
}

static void say_organisation(struct writer *w, const struct charter *c)
{
    if (c->fictional) {
        writer_say(w, "EXERCISE: this charter is fictional, for drills and demonstrations");
    }
    if (c->extends.len > 0) {
        buffer_add_text(&w->text, "It takes over everything of the charter ");
        writer_name(w, c->extends);
        buffer_add_text(&w->text, " that it does not replace; all of it is told here");
        writer_end(w);
    }
    if (c->language_count > 0) {
        buffer_add_text(&w->text, "The languages of its texts, in this order: ");
        writer_list(w, c->languages, c->language_count, writer_name);
        writer_end(w);
    }
    if (c->attribute_count > 0) {
        buffer_add_text(&w->text, "Beside heads, rules may weigh members by ");
        writer_list(w, c->attributes, c->attribute_count, writer_name);
        writer_end(w);
    }
    if (c->voice_threshold > 0) {
        writer_say(w, "The organisation speaks with one voice, for which %lld members sign together",
                   (long long)c->voice_threshold);
    } else {
        writer_say(w, "The organisation speaks with one voice, for which more than two thirds of the members "
                      "sign together");
    }
    for (size_t i = 0; i < c->rung_count; i++) {
        buffer_add_text(&w->text, i == 0 ? "The rungs of its voice, from the top: \"" : ", \"");
        buffer_add_bytes(&w->text, c->rungs[i]);
        buffer_add_u8(&w->text, '"');
    }
    if (c->rung_count > 0) {
        writer_end(w);
    }
}

static void say_group(struct writer *w, const struct charter_group *g)
{
    buffer_add_text(&w->text, "The tag ");
    writer_name(w, g->name);
    buffer_printf(&w->text, " is given to %s", g->count == 0 ? "nobody" : "");
    for (size_t i = 0; i < g->count; i++) {
        const struct charter_seat *s = &g->seats[i];
        buffer_add_text(&w->text, i == 0 ? "" : i + 1 == g->count ? " and " : ", ");
        buffer_add_bytes(&w->text, s->code);
        if (s->from.len > 0 || s->until.len > 0) {
            buffer_add_text(&w->text, " (");
            prose_add_period(&w->text, s->from, s->until);
            buffer_add_u8(&w->text, ')');
        }
    }
    writer_end(w);
}

static void say_table(struct writer *w, const struct charter_table *t)
{
    buffer_add_text(&w->text, "What each member weighs by ");
    writer_name(w, t->of);
    buffer_add_text(&w->text, " is written in the table ");
    writer_name(w, t->name);
    buffer_printf(&w->text, ", the text whose SHA-256 is %s", hash_hex(&t->hash).text);
    writer_end(w);
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
                                .until = part->until};
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
static void mark_some(struct prose *p, bool some)
{
    if (some) {
        p->articles[p->count - 1].unverified = BYTES("what is marked so in its sentences");
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
                                         .title = BYTES("The members")});
        bool some = false;
        for (size_t i = 0; i < c->member_count; i++) {
            some = some || !c->members[i].mark.verified;
        }
        mark_some(p, some);
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
                                         .title = BYTES("What else is decided, and by which rule")});
        bool some = false;
        for (size_t i = 0; i < c->motion_count; i++) {
            some = some || !c->motions[i].mark.verified;
        }
        mark_some(p, some);
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

static void write_all(struct arena *a, const struct charter *c, bool by_name, struct prose *out)
{
    struct buffer formal;
    struct writer w = {.arena = a, .prose = out, .by_name = by_name};
    size_t index = 0;
    *out = (struct prose){.charter = c, .title = c->title.len > 0 ? c->title : c->name};
    out->articles =
        ARENA_ARRAY(a, struct prose_article,
                    3 + c->group_count + c->table_count + c->calendar_count + c->body_count +
                        c->office_count + c->rule_count + c->classification_count + c->referral_count);
    number_parts(a, c, out);
    buffer_init(&w.text, PROSE_SENTENCE_BYTES_MAX);
    buffer_init(&formal, PROSE_SENTENCE_BYTES_MAX);
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
    buffer_done(&w.text);
    buffer_done(&formal);
}

void prose_of(struct arena *a, const struct charter *c, struct prose *out)
{
    write_all(a, c, false, out);
}

void prose_by_name(struct arena *a, const struct charter *c, struct prose *out)
{
    write_all(a, c, true, out);
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
