/* Platforms: where the organisation is to be heard, who has a mandate to speak there, and what was said. */
#include "analysis/show_row.h"
#include "analysis/show_speech.h"
#include "web/links.h"
#include "web/page_speech.h"
#include "web/routes.h"
#include "web/rows.h"

enum { COMPARED_BYTES = 4000 }; /* of a speech: to compare a longer one takes its time */

static const struct column platform_columns[] = {
    {"name", MESSAGE_platform_name, CELL_CONTENT, "/platforms/", "number"},
    {"from", MESSAGE_platform_from, CELL_PLAIN, NULL, NULL},
    {"to", MESSAGE_platform_to, CELL_PLAIN, NULL, NULL},
    {"place", MESSAGE_platform_place, CELL_CONTENT, NULL, NULL},
    {"topic", MESSAGE_platform_topic, CELL_CONTENT, NULL, NULL},
    {"stage", MESSAGE_platform_stage, CELL_WORD, NULL, NULL},
    {"member", MESSAGE_platform_listed_by, CELL_MEMBER, NULL, NULL},
    {.field = NULL},
};

static const struct column head_columns[] = {
    {"number", MESSAGE_platform_number, CELL_NUMBER, NULL, NULL},
    {"from", MESSAGE_platform_from, CELL_PLAIN, NULL, NULL},
    {"to", MESSAGE_platform_to, CELL_PLAIN, NULL, NULL},
    {"place", MESSAGE_platform_place, CELL_CONTENT, NULL, NULL},
    {"topic", MESSAGE_platform_topic, CELL_CONTENT, NULL, NULL},
    {"stage", MESSAGE_platform_stage, CELL_WORD, NULL, NULL},
    {"member", MESSAGE_platform_listed_by, CELL_MEMBER, NULL, NULL},
    {"entry", MESSAGE_platform_entry, CELL_ENTRY, NULL, NULL},
    {.field = NULL},
};

static void write_mandate(struct page *p, const struct mandate *m)
{
    static const struct column cells[] = {
        {"member", MESSAGE_platform_who, CELL_MEMBER, NULL, NULL},
        {"office", MESSAGE_platform_office, CELL_CONTENT, NULL, NULL},
        {"platform", MESSAGE_platform_where, CELL_PLATFORM, NULL, NULL},
        {"until", MESSAGE_platform_until, CELL_PLAIN, NULL, NULL},
        {"stage", MESSAGE_platform_stage, CELL_WORD, NULL, NULL},
        {"reason", MESSAGE_platform_revoked, CELL_CONTENT, NULL, NULL},
        {"body", MESSAGE_platform_given_by, CELL_BODY, NULL, NULL},
        {"speeches", MESSAGE_platform_spoken, CELL_NUMBER, NULL, NULL},
        {"entry", MESSAGE_platform_entry, CELL_ENTRY, NULL, NULL},
    };
    const int64_t statement = mandate_statement(p->context->state, p->arena, m);
    page_row(p);
    for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++) {
        page_cell(p);
        rows_cell(p, &mandate_shape, m, &cells[i]);
        if (i == 1) { /* which text */
            page_cell(p);
            if (statement > 0) {
                page_link_statement(p, statement);
            } else {
                page_say(p, MESSAGE_platform_not_adopted);
            }
        }
    }
}

/* Of one platform, or (0) all. */
static void write_mandates(struct page *p, int64_t platform)
{
    struct mandate *list = NULL;
    const size_t count = mandate_list(p->context->state, p->arena, &list);
    bool begun = false;
    page_heading(p, "mandates", MESSAGE_platform_mandates);
    for (size_t i = 0; i < count; i++) {
        if (platform != 0 && list[i].platform != platform) {
            continue;
        }
        if (!begun) {
            page_table(p, MESSAGE_platform_mandates, MESSAGE_platform_who, MESSAGE_platform_office,
                       MESSAGE_platform_text, MESSAGE_platform_where, MESSAGE_platform_until,
                       MESSAGE_platform_stage, MESSAGE_platform_revoked, MESSAGE_platform_given_by,
                       MESSAGE_platform_spoken, MESSAGE_platform_entry);
            begun = true;
        }
        write_mandate(p, &list[i]);
    }
    if (begun) {
        page_table_end(p);
    } else {
        page_paragraph(p, MESSAGE_word_none);
    }
}

static void write_quarters(struct page *p)
{
    struct delivery_quarter *list = NULL;
    const size_t count = delivery_quarters(p->context, &list);
    page_heading(p, "quarters", MESSAGE_platform_quarters);
    page_paragraph(p, MESSAGE_platform_quarters_text);
    if (count == 0) {
        page_paragraph(p, MESSAGE_word_none);
        return;
    }
    page_table(p, MESSAGE_platform_quarters, MESSAGE_platform_quarter, MESSAGE_platform_planned,
               MESSAGE_platform_unreported, MESSAGE_platform_mandates, MESSAGE_platform_delivered,
               MESSAGE_platform_speeches);
    for (size_t i = 0; i < count; i++) {
        const int64_t numbers[] = {list[i].platforms, list[i].unreported, list[i].mandates,
                                   list[i].delivered, list[i].speeches};
        page_row(p);
        page_cell(p);
        page_sayf(p, MESSAGE_platform_quarter_of, SAY_NUMBER("quarter", list[i].quarter),
                  SAY_NUMBER("year", list[i].year));
        for (size_t k = 0; k < sizeof numbers / sizeof numbers[0]; k++) {
            page_cell(p);
            html_integer(p->html, numbers[k]);
        }
    }
    page_table_end(p);
}

static enum page_result list_html(struct page *p)
{
    struct platform_outcome *list = NULL;
    const size_t count = platform_outcomes(p->context, &list);
    page_title(p, MESSAGE_platform_title);
    page_paragraph(p, MESSAGE_platform_intro);
    rows_table(p, MESSAGE_platform_title, &platform_outcome_shape, list, count, platform_columns);
    write_mandates(p, 0);
    write_quarters(p);
    page_command(p, "univocal platform list\nunivocal platform import CALENDAR.ics --as MEMBER\n"
                    "univocal platform mandate BODY MEMBER --statement N --as MEMBER");
    return PAGE_DONE;
}

static enum page_result list_json(struct page *p, struct json_writer *w)
{
    show_platforms(w, p->context);
    return PAGE_DONE;
}

static enum page_result list_csv(struct page *p, struct csv *c)
{
    struct platform_outcome *list = NULL;
    const size_t count = platform_outcomes(p->context, &list);
    rows_csv(c, &platform_outcome_shape, list, count);
    return PAGE_DONE;
}

static enum page_result find(struct page *p, struct platform_outcome *out)
{
    return platform_outcome_get(p->context, page_number(p, "platform", 0), out)
               ? PAGE_DONE
               : page_unlisted(p, "/platforms");
}

/* Whether it is so long that only its own page compares it. */
static bool is_long(struct page *p, const struct speech *x)
{
    struct speech_text t;
    struct bytes words = BYTES("");
    return !hash_is_zero(&x->mandate) && speech_original(p->context->state, &x->id, p->arena, &t) &&
           speech_words(p->context, &x->id, &t, &words) && words.len > COMPARED_BYTES;
}

static void write_speech(struct page *p, const struct speech *x)
{
    html_open(p->html, "h3");
    page_link_speech(p, x);
    html_close(p->html);
    html_open(p->html, "p");
    page_link_member(p, x->member);
    html_raw(p->html, ", ");
    html_content(p->html, x->office, BYTES(""));
    html_raw(p->html, ", ");
    html_element(p->html, "bdi", x->date);
    html_close(p->html);
    if (is_long(p, x)) {
        page_paragraph(p, MESSAGE_platform_compared_there);
    } else {
        const struct delivery d = delivery_of(p->context, x);
        page_speech_delivery(p, &d, x->language);
    }
}

static void write_speeches(struct page *p, int64_t platform)
{
    struct speech *list = NULL;
    const size_t count = speech_list(p->context->state, p->arena, &list);
    bool begun = false;
    page_heading(p, "speeches", MESSAGE_platform_said);
    page_part(p, MESSAGE_platform_said);
    for (size_t i = 0; i < count; i++) {
        if (list[i].platform == platform) {
            begun = true;
            page_part_item(p);
            if (page_part_shows(p)) { /* to compare it takes its time */
                write_speech(p, &list[i]);
            }
        }
    }
    page_part_end(p);
    if (!begun) {
        page_paragraph(p, MESSAGE_word_none);
    }
}

static enum page_result one_html(struct page *p)
{
    struct platform_outcome x;
    const enum page_result r = find(p, &x);
    if (r != PAGE_DONE) {
        return r;
    }
    page_title_content(p, x.name, BYTES(""));
    rows_terms(p, &platform_outcome_shape, &x, head_columns);
    write_mandates(p, x.number);
    write_speeches(p, x.number);
    page_command(p, arena_printf(p->arena, "univocal platform show %lld", (long long)x.number));
    return PAGE_DONE;
}

static enum page_result one_json(struct page *p, struct json_writer *w)
{
    struct platform_outcome x;
    const enum page_result r = find(p, &x);
    if (r == PAGE_DONE) {
        show_platform(w, p->context, &x);
    }
    return r;
}

const struct route platform_routes[] = {
    {.pattern = "/platforms",
     .operation = "platforms",
     .summary = "International platforms, mandates to speak, planned and delivered by quarter. As CSV: the "
                "calendar.",
     .name = MESSAGE_platform_title,
     .schema = "Platforms",
     .html = list_html,
     .json = list_json,
     .csv = list_csv},
    {.pattern = "/platforms/{platform}",
     .operation = "platform",
     .summary = "A platform: who is to speak there, and what was said beside what was adopted.",
     .name = MESSAGE_platform_title,
     .parameters = {{"platform", PARAMETER_NUMBER, "Its number, from 1."}},
     .schema = "PlatformPage",
     .html = one_html,
     .json = one_json},
    {.pattern = NULL},
};
