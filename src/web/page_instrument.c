/* Treaties: who takes part, when each comes into force and what is lacking, what binds whom. */
#include "analysis/binds.h"
#include "analysis/show_instrument.h"
#include "mechanism/civil.h"
#include "mechanism/member.h"
#include "web/form.h"
#include "web/page_instrument.h"
#include "web/routes.h"
#include "web/rows.h"

static const struct column list_columns[] = {
    {"title", MESSAGE_instrument_name, CELL_CONTENT, "/instruments/", "name"},
    {"stage", MESSAGE_instrument_stage, CELL_WORD, NULL, NULL},
    {"force", MESSAGE_instrument_force, CELL_PLAIN, NULL, NULL},
    {"opens", MESSAGE_instrument_opens, CELL_PLAIN, NULL, NULL},
    {"place", MESSAGE_instrument_place, CELL_CONTENT, NULL, NULL},
    {"parties", MESSAGE_instrument_parties, CELL_NUMBER, NULL, NULL},
    {.field = NULL},
};

static const struct column head_columns[] = {
    {"name", MESSAGE_instrument_reference, CELL_PLAIN, NULL, NULL},
    {"stage", MESSAGE_instrument_stage, CELL_WORD, NULL, NULL},
    {"force", MESSAGE_instrument_force, CELL_PLAIN, NULL, NULL},
    {"met", MESSAGE_instrument_met, CELL_PLAIN, NULL, NULL},
    {"opens", MESSAGE_instrument_opens, CELL_PLAIN, NULL, NULL},
    {"closes", MESSAGE_instrument_closes, CELL_PLAIN, NULL, NULL},
    {"place", MESSAGE_instrument_place, CELL_CONTENT, NULL, NULL},
    {"body", MESSAGE_instrument_body, CELL_BODY, NULL, NULL},
    {"languages", MESSAGE_instrument_languages, CELL_PLAIN, NULL, NULL},
    {"statement", MESSAGE_instrument_statement, CELL_STATEMENT, NULL, NULL},
    {"digest", MESSAGE_instrument_digest, CELL_DIGEST, NULL, NULL},
    {"entry", MESSAGE_instrument_entry, CELL_ENTRY, NULL, NULL},
    {.field = NULL},
};

static const struct column notice_columns[] = {
    {"number", MESSAGE_instrument_number, CELL_NUMBER, NULL, NULL},
    {"day", MESSAGE_instrument_day, CELL_PLAIN, NULL, NULL},
    {"event", MESSAGE_instrument_event, CELL_WORD, NULL, NULL},
    {"code", MESSAGE_instrument_party, CELL_PARTY, NULL, NULL},
    {"subject", MESSAGE_instrument_subject, CELL_NUMBER, NULL, NULL},
    {"entry", MESSAGE_instrument_entry, CELL_ENTRY, NULL, NULL},
    {.field = NULL},
};

static size_t listed(struct page *p, struct instrument **out)
{
    return instrument_list(p->context->state, p->arena, out);
}

static struct bytes today_of(struct page *p)
{
    return arena_copy(p->arena, bytes_of_text(civil_day_at(civil_today(p->context)).text));
}

static void write_binds_form(struct page *p, struct bytes a, struct bytes b, struct bytes on)
{
    form_begin(p, "/binds", BYTES(""));
    form_field(p, "a", FORM_TEXT, MESSAGE_instrument_bound, a);
    form_field(p, "b", FORM_TEXT, MESSAGE_instrument_toward, b);
    form_field(p, "on", FORM_DAY, MESSAGE_instrument_on, on);
    form_end(p, MESSAGE_instrument_ask);
}

static enum page_result list_html(struct page *p)
{
    struct instrument *list = NULL;
    const size_t count = listed(p, &list);
    page_title(p, MESSAGE_instrument_title);
    page_paragraph(p, MESSAGE_instrument_intro);
    rows_table(p, MESSAGE_instrument_title, &instrument_shape, list, count, list_columns);
    page_heading(p, "binds", MESSAGE_instrument_binds);
    page_link_alone(p, MESSAGE_instrument_binds_intro, BYTES("/binds"));
    write_binds_form(p, BYTES(""), BYTES(""), today_of(p));
    page_command(p, "univocal instrument list\n"
                    "univocal instrument open BODY NAME --title TITLE --clause @FILE --as MEMBER");
    return PAGE_DONE;
}

static enum page_result list_json(struct page *p, struct json_writer *w)
{
    struct instrument *list = NULL;
    const size_t count = listed(p, &list);
    show_rows(w, NULL, &instrument_shape, list, count);
    return PAGE_DONE;
}

static enum page_result list_csv(struct page *p, struct csv *c)
{
    struct instrument *list = NULL;
    const size_t count = listed(p, &list);
    rows_csv(c, &instrument_shape, list, count);
    return PAGE_DONE;
}

static enum page_result find(struct page *p, struct instrument *out)
{
    struct hash id;
    if (!instrument_named(p->context->state, page_value(p, "instrument"), &id) ||
        !instrument_get(p->context->state, &id, out)) {
        return page_unlisted(p, "/instruments");
    }
    return PAGE_DONE;
}

/* What is asked about: deposit=CODE and, unless it is today, on=DATE. */
static enum page_result read_supposed(struct page *p, struct supposed *out, bool *given)
{
    const struct bytes day = page_value(p, "on");
    *given = page_value(p, "deposit").len > 0;
    if (day.len > 0 && !charter_is_date(day)) {
        return page_detail(p, PAGE_BAD_VALUE, MESSAGE_detail_day);
    }
    if (day.len > 0 && !*given) {
        return page_detail(p, PAGE_BAD_VALUE, MESSAGE_detail_deposit);
    }
    *out = (struct supposed){page_value(p, "deposit"),
                             day.len > 0 ? civil_parse(day) : civil_today(p->context)};
    return PAGE_DONE;
}

static enum page_result one_html(struct page *p)
{
    struct instrument i = {0};
    struct instrument base = {0};
    struct supposed s = {0};
    bool given = false;
    enum page_result r = find(p, &i);
    r = r == PAGE_DONE ? read_supposed(p, &s, &given) : r;
    if (r != PAGE_DONE) {
        return r;
    }
    page_title_content(p, i.title, BYTES(""));
    page_terms(p);
    rows_terms_more(p, &instrument_shape, &i, head_columns);
    page_term(p, MESSAGE_instrument_depositary);
    page_link_member(p, instrument_depositary(p->context, &i));
    if (instrument_get(p->context->state, &i.amends, &base)) {
        page_term(p, MESSAGE_instrument_amends);
        page_link(p, BYTES("/instruments/"), base.name);
        html_content(p->html, base.title, BYTES(""));
        html_close(p->html);
    }
    page_term(p, MESSAGE_instrument_notices);
    page_link(p, BYTES("/instruments/"), i.name, BYTES("/notices"));
    html_integer(p->html, i.notices);
    html_close(p->html);
    page_terms_end(p);
    page_instrument_force(p, &i, given ? &s : NULL);
    page_instrument_parties(p, &i);
    page_heading(p, "binds", MESSAGE_instrument_binds);
    write_binds_form(p, BYTES(""), BYTES(""), today_of(p));
    const char *name = arena_text(p->arena, i.name);
    page_command(p, arena_printf(p->arena,
                                 "univocal instrument show %s\n"
                                 "univocal instrument show %s --deposit CODE=DATE\n"
                                 "univocal instrument deposit %s ratification --as MEMBER",
                                 name, name, name));
    return PAGE_DONE;
}

static enum page_result one_json(struct page *p, struct json_writer *w)
{
    struct instrument i = {0};
    struct supposed s = {0};
    bool given = false;
    enum page_result r = find(p, &i);
    r = r == PAGE_DONE ? read_supposed(p, &s, &given) : r;
    if (r == PAGE_DONE) {
        show_instrument(w, p->context, &i, given ? &s : NULL);
    }
    return r;
}

static enum page_result one_csv(struct page *p, struct csv *c)
{
    struct instrument i = {0};
    struct instrument_party *list = NULL;
    const enum page_result r = find(p, &i);
    if (r == PAGE_DONE) {
        const size_t count = instrument_parties(p->context->state, &i.id, p->arena, &list);
        rows_csv(c, &instrument_party_shape, list, count);
    }
    return r;
}

/* The depositary's feed, the newest first. */
static enum page_result notices_of(struct page *p, struct instrument *i, struct instrument_notice **out,
                                   size_t *count)
{
    struct instrument_notice *all = NULL;
    const enum page_result r = find(p, i);
    if (r != PAGE_DONE) {
        return r;
    }
    const size_t total = instrument_notices(p->context->state, &i->id, p->arena, &all);
    *count = rows_newest(p, &instrument_notice_shape, all, total, (void **)out);
    return PAGE_DONE;
}

static enum page_result notices_html(struct page *p)
{
    struct instrument i = {0};
    struct instrument_notice *list = NULL;
    size_t count = 0;
    const enum page_result r = notices_of(p, &i, &list, &count);
    if (r != PAGE_DONE) {
        return r;
    }
    page_title(p, MESSAGE_instrument_notices);
    html_open(p->html, "p");
    page_link(p, BYTES("/instruments/"), i.name);
    html_content(p->html, i.title, BYTES(""));
    html_close(p->html);
    html_close(p->html);
    rows_table(p, MESSAGE_instrument_notices, &instrument_notice_shape, list, count, notice_columns);
    page_command(p, arena_printf(p->arena, "univocal instrument feed %s", arena_text(p->arena, i.name)));
    return PAGE_DONE;
}

static enum page_result notices_json(struct page *p, struct json_writer *w)
{
    struct instrument i = {0};
    struct instrument_notice *list = NULL;
    size_t count = 0;
    const enum page_result r = notices_of(p, &i, &list, &count);
    if (r == PAGE_DONE) {
        show_rows(w, NULL, &instrument_notice_shape, list, count);
    }
    return r;
}

static enum page_result notices_csv(struct page *p, struct csv *c)
{
    struct instrument i = {0};
    struct instrument_notice *list = NULL;
    size_t count = 0;
    const enum page_result r = notices_of(p, &i, &list, &count);
    if (r == PAGE_DONE) {
        rows_csv(c, &instrument_notice_shape, list, count);
    }
    return r;
}

/* Between whom, on which day. */
static enum page_result read_pair(struct page *p, struct bytes *a, struct bytes *b, struct bytes *on)
{
    *a = page_value(p, "a");
    *b = page_value(p, "b");
    *on = page_value(p, "on").len > 0 ? page_value(p, "on") : today_of(p);
    if (!charter_is_date(*on)) {
        return page_detail(p, PAGE_BAD_VALUE, MESSAGE_detail_day);
    }
    return PAGE_DONE;
}

static void write_reason(struct page *p, const struct bind_reason *r)
{
    static const enum message said[BIND_WHYS] = {
#define X(name, text) [BIND_##name] = MESSAGE_instrument_why_##name,
        BIND_REASONS(X)
#undef X
    };
    page_sayf(p, said[r->why], SAY_TEXT("who", r->who), SAY_TEXT("other", r->other), SAY_TEXT("day", r->day),
              SAY_NUMBER("number", r->number));
}

static void write_bind(struct page *p, const struct bind *b)
{
    html_open(p->html, "h2");
    page_link(p, BYTES("/instruments/"), b->instrument.name);
    html_content(p->html, b->instrument.title, BYTES(""));
    html_close(p->html);
    html_close(p->html);
    html_open(p->html, "p");
    html_open(p->html, "strong");
    page_say(p, b->bound ? MESSAGE_instrument_between : MESSAGE_instrument_not_between);
    html_close(p->html);
    html_close(p->html);
    html_open(p->html, "ul");
    for (size_t i = 0; i < b->reason_count; i++) {
        html_open(p->html, "li");
        write_reason(p, &b->reasons[i]);
        html_close(p->html);
    }
    html_close(p->html);
}

static enum page_result binds_html(struct page *p)
{
    struct bytes a;
    struct bytes b;
    struct bytes on;
    struct bind *list = NULL;
    const enum page_result r = read_pair(p, &a, &b, &on);
    if (r != PAGE_DONE) {
        return r;
    }
    page_title(p, MESSAGE_instrument_binds);
    page_paragraph(p, MESSAGE_instrument_binds_intro);
    write_binds_form(p, a, b, on);
    const size_t count = binds_between(p->context, a, b, on, &list);
    if (a.len > 0 && b.len > 0) {
        html_open(p->html, "p");
        page_sayf(p, MESSAGE_instrument_between_whom, SAY_TEXT("a", a), SAY_TEXT("b", b),
                  SAY_TEXT("day", on));
        html_close(p->html);
    }
    page_part(p, MESSAGE_instrument_title);
    for (size_t i = 0; i < count; i++) {
        page_part_item(p);
        write_bind(p, &list[i]);
    }
    page_part_end(p);
    page_command(p, "univocal instrument binds CODE CODE --on DATE");
    return PAGE_DONE;
}

static enum page_result binds_json(struct page *p, struct json_writer *w)
{
    struct bytes a;
    struct bytes b;
    struct bytes on;
    const enum page_result r = read_pair(p, &a, &b, &on);
    if (r == PAGE_DONE) {
        binds_write(w, p->context, a, b, on);
    }
    return r;
}

#define NAME {"instrument", PARAMETER_ID, "Its name on the record."}

const struct route instrument_routes[] = {
    {.pattern = "/instruments",
     .operation = "instruments",
     .summary = "Treaties of which the organisation is the depositary.",
     .name = MESSAGE_instrument_title,
     .schema = "InstrumentList",
     .html = list_html,
     .json = list_json,
     .csv = list_csv},
    {.pattern = "/instruments/{instrument}",
     .operation = "instrument",
     .summary = "A treaty: participants, reservations, and what its clause on entry into force still lacks. "
                "As CSV: its participants.",
     .name = MESSAGE_instrument_title,
     .parameters = {NAME,
                    {"deposit", PARAMETER_CODE, "Suppose that this participant deposits too."},
                    {"on", PARAMETER_DATE, "On that day; if not given, today."}},
     .schema = "Instrument",
     .html = one_html,
     .json = one_json,
     .csv = one_csv},
    {.pattern = "/instruments/{instrument}/notices",
     .operation = "notices",
     .summary = "What the depositary has to tell of a treaty, the newest first.",
     .name = MESSAGE_instrument_notices,
     .parameters = {NAME},
     .schema = "NoticeList",
     .list = true,
     .html = notices_html,
     .json = notices_json,
     .csv = notices_csv},
    {.pattern = "/binds",
     .operation = "binds",
     .summary = "What binds one participant toward another on a day, and why.",
     .name = MESSAGE_instrument_binds,
     .parameters = {{"a", PARAMETER_CODE, "Code of the one."},
                    {"b", PARAMETER_CODE, "Code of the other."},
                    {"on", PARAMETER_DATE, "On that day; if not given, today."}},
     .schema = "Binds",
     .html = binds_html,
     .json = binds_json},
    {.pattern = NULL},
};
