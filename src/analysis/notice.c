#include "analysis/notice.h"

#include <string.h>

#include "analysis/notice_words.h"
#include "base/check.h"
#include "mechanism/civil.h"
#include "mechanism/law.h"
#include "mechanism/member.h"
#include "mechanism/statement.h"

struct draft {
    struct context *c;
    const struct assistance *x;
    const struct notice_words *words;
    struct buffer *out;
};

bool notice_has_words(struct bytes language)
{
    return notice_words(language) != NULL;
}

static void put(struct draft *d, const char *text)
{
    buffer_add_text(d->out, text);
}

static void label(struct draft *d, const char *text)
{
    put(d, text);
    put(d, ": ");
}

static void line(struct draft *d, const char *name, struct bytes value)
{
    label(d, name);
    buffer_add_bytes(d->out, value);
    put(d, "\n");
}

/* Words of others, indented, so that none of their lines can pass for one of the draft. */
static void quoted(struct draft *d, struct bytes text)
{
    while (text.len > 0) {
        const uint8_t *end = memchr(text.data, '\n', text.len);
        const size_t len = end == NULL ? text.len : (size_t)(end - text.data);
        put(d, "    ");
        buffer_add_bytes(d->out, bytes_of(text.data, len));
        put(d, "\n");
        const size_t step = end == NULL ? len : len + 1;
        text = bytes_of(text.data + step, text.len - step);
    }
}

static void block(struct draft *d, const char *name, struct bytes text)
{
    if (text.len > 0) {
        put(d, name);
        put(d, ":\n");
        quoted(d, text);
    }
}

static struct bytes name_of(struct draft *d, struct bytes code)
{
    struct member m;
    check(member_get(d->c->state, code, &m));
    return bytes_of_text(arena_printf(d->c->arena, "%.*s (%.*s)", (int)m.name.len, (const char *)m.name.data,
                                      (int)code.len, (const char *)code.data));
}

static struct bytes day_of(struct draft *d, int64_t clock_ms)
{
    const int64_t minutes = civil_offset(d->c->state, d->c->org, d->c->time_ms);
    const struct civil_day day = civil_day_of(clock_ms, minutes);
    return arena_copy(d->c->arena, bytes_of_text(day.text));
}

static void write_head(struct draft *d)
{
    const struct notice_words *w = d->words;
    const char *const kinds[] = {[ASSISTANCE_AGGRESSION] = w->aggression,
                                 [ASSISTANCE_DISASTER] = w->disaster,
                                 [ASSISTANCE_NETWORK] = w->network};
    put(d, w->draft);
    put(d, "\n");
    if (d->c->org->realm == REALM_EXERCISE) {
        put(d, w->exercise);
        put(d, "\n");
    }
    put(d, "\n");
    line(d, w->to, bytes_of_text(d->x->kind == ASSISTANCE_DISASTER ? w->secretary : w->council));
    line(d, w->sender, d->c->org->name);
    line(d, w->subject, d->x->title);
    line(d, w->kind, bytes_of_text(kinds[d->x->kind]));
    put(d, "\n");
    line(d, w->asked, name_of(d, d->x->member));
    line(d, w->on, day_of(d, d->x->time_ms));
    block(d, w->what, d->x->what);
    block(d, w->places, d->x->places);
}

/* "accepted: 60, delivered: 40" */
static void write_quantities(struct draft *d, int64_t accepted, int64_t delivered)
{
    buffer_printf(d->out, "%s: %lld, %s: %lld\n", d->words->accepted, (long long)accepted,
                  d->words->delivered, (long long)delivered);
}

static void write_needs(struct draft *d, const struct assistance_need *list, size_t count)
{
    put(d, d->words->needed);
    put(d, ":\n");
    for (size_t i = 0; i < count; i++) {
        const struct assistance_need *n = &list[i];
        buffer_printf(d->out, "    %lld. %.*s: %lld %.*s, %s %.*s; ", (long long)n->number, (int)n->item.len,
                      (const char *)n->item.data, (long long)n->quantity, (int)n->unit.len,
                      (const char *)n->unit.data, d->words->by, (int)n->by.len, (const char *)n->by.data);
        write_quantities(d, n->accepted, n->delivered);
    }
}

static void write_help(struct draft *d, const struct assistance_need *needs)
{
    struct assistance_offer *list = NULL;
    const size_t count = assistance_offers(d->c->state, d->x->number, d->c->arena, &list);
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        const struct bytes item = needs[list[i].need - 1].item;
        if (list[i].accepted == 0) {
            continue;
        }
        put(d, any ? "" : d->words->help);
        put(d, any ? "    " : ":\n    ");
        any = true;
        buffer_add_bytes(d->out, name_of(d, list[i].member));
        buffer_printf(d->out, ", %.*s: ", (int)item.len, (const char *)item.data);
        write_quantities(d, list[i].accepted, list[i].delivered);
    }
}

/* The adopted text in the language of the draft, if it is one of its own; else in its first. */
static void write_text(struct draft *d, const struct matter *m, const struct statement *s)
{
    struct statement_words words;
    if (m->confidential) {
        put(d, "    ");
        put(d, d->words->confidential);
        put(d, "\n");
        return;
    }
    if (!statement_words(d->c, s, &words) || words.language_count == 0) {
        return; /* its parts are still being opened */
    }
    const struct statement_language *text = &words.languages[0];
    for (size_t i = 0; i < words.language_count; i++) {
        if (bytes_equal_text(words.languages[i].tag, d->words->tag)) {
            text = &words.languages[i];
        }
    }
    for (size_t i = 0; i < text->count; i++) {
        quoted(d, text->provisions[i]);
    }
}

static void write_decision(struct draft *d)
{
    struct matter m;
    struct statement s;
    const struct notice_words *w = d->words;
    if (!matter_get(d->c->state, &d->x->matter, d->c->arena, &m)) {
        line(d, w->consultation, bytes_of_text(w->none));
        return;
    }
    label(d, w->consultation);
    buffer_printf(d->out, "%.*s/%.*s, %s ", (int)m.body.len, (const char *)m.body.data, (int)m.reference.len,
                  (const char *)m.reference.data, w->since);
    const struct context *c = d->c;
    buffer_add_bytes(d->out, day_of(d, civil_ms(c->state, c->org, m.opened_ms)));
    put(d, "\n");
    if (m.statement == 0 || !statement_get(c->state, m.statement, c->arena, &s)) {
        line(d, w->decision, bytes_of_text(w->none));
        return;
    }
    buffer_printf(d->out, "%s: %s %lld, ", w->decision, w->statement, (long long)s.number);
    buffer_add_bytes(d->out, day_of(d, civil_ms(c->state, c->org, s.closed_ms)));
    put(d, "\n");
    write_text(d, &m, &s);
}

static void write_mandate(struct draft *d)
{
    struct assistance_mandate m;
    if (!assistance_mandate_get(d->c->state, d->x->number, d->x->mandates, &m)) {
        line(d, d->words->mandate, bytes_of_text(d->words->none));
        return;
    }
    buffer_printf(d->out, "%s: %.*s / %.*s\n", d->words->mandate, (int)m.from.len, (const char *)m.from.data,
                  (int)m.until.len, (const char *)m.until.data);
    block(d, d->words->tasks, m.tasks);
    block(d, d->words->limits, m.limits);
    if (m.over) {
        put(d, d->words->over);
        put(d, "\n");
    }
}

static void write_foot(struct draft *d)
{
    const struct notice_words *w = d->words;
    const char *const bases[] = {[ASSISTANCE_AGGRESSION] = w->basis_aggression,
                                 [ASSISTANCE_DISASTER] = w->basis_disaster,
                                 [ASSISTANCE_NETWORK] = w->basis_network};
    const char *const lines[] = {w->signature, w->name, w->office, w->date};
    const struct civil_day today = law_day(d->c, d->c->time_ms);
    if (d->x->stage == ASSISTANCE_ENDED) {
        block(d, w->ended, d->x->summary);
    }
    put(d, "\n");
    put(d, bases[d->x->kind]);
    put(d, "\n\n");
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        put(d, lines[i]);
        put(d, ": ______________________________\n");
    }
    put(d, "\n");
    line(d, w->state, bytes_of_text(today.text));
    buffer_printf(d->out, "%s %s, %s %lld, %s: %llu\n", w->record, hash_hex(&d->c->org->id).text, w->entry,
                  (long long)d->x->entry, w->size, (unsigned long long)record_size(d->c->record));
}

void notice_compose(struct context *c, const struct assistance *x, struct bytes language, struct buffer *out)
{
    struct assistance_need *needs = NULL;
    struct draft d = {.c = c, .x = x, .words = notice_words(language), .out = out};
    check(d.words != NULL);
    const size_t count = assistance_needs(c->state, x->number, c->arena, &needs);
    write_head(&d);
    write_needs(&d, needs, count);
    put(&d, "\n");
    write_decision(&d);
    write_mandate(&d);
    write_help(&d, needs);
    write_foot(&d);
}
