/* How equal the dialogue is: the figures of each member, and the rows that they are counted from. */
#include "analysis/fairness.h"

#include "analysis/show_fairness.h"
#include "analysis/show_row.h"
#include "web/routes.h"
#include "web/rows.h"

static const struct column member_columns[] = {
    {"member", MESSAGE_fairness_member, CELL_MEMBER, NULL, NULL},
    {"agenda", MESSAGE_fairness_items, CELL_COUNT, NULL, NULL},
    {"turns", MESSAGE_fairness_turns, CELL_COUNT, NULL, NULL},
    {"floor_ms", MESSAGE_fairness_used, CELL_SPAN, NULL, NULL},
    {"provisions", MESSAGE_fairness_worded, CELL_COUNT, NULL, NULL},
    {"words", MESSAGE_fairness_words, CELL_COUNT, NULL, NULL},
    {"asked", MESSAGE_fairness_asked, CELL_COUNT, NULL, NULL},
    {"least_ms", MESSAGE_fairness_least, CELL_SPAN, NULL, NULL},
    {"workdays", MESSAGE_fairness_workdays, CELL_COUNT, NULL, NULL},
    {.field = NULL},
};

static const struct column item_columns[] = {
    {"member", MESSAGE_fairness_member, CELL_MEMBER, NULL, NULL},
    {"title", MESSAGE_fairness_item, CELL_CONTENT, "/sessions/", "session"},
    {"entry", MESSAGE_fairness_entry, CELL_ENTRY, NULL, NULL},
    {.field = NULL},
};
static const struct column deadline_columns[] = {
    {"member", MESSAGE_fairness_member, CELL_MEMBER, NULL, NULL},
    {"question", MESSAGE_fairness_question, CELL_WORD, NULL, NULL},
    {"number", MESSAGE_fairness_number, CELL_NUMBER, NULL, NULL},
    {"opened_ms", MESSAGE_fairness_opened, CELL_TIME, NULL, NULL},
    {"deadline_ms", MESSAGE_fairness_deadline, CELL_TIME, NULL, NULL},
    {"given_ms", MESSAGE_fairness_given, CELL_SPAN, NULL, NULL},
    {"workdays", MESSAGE_fairness_workdays, CELL_COUNT, NULL, NULL},
    {"entry", MESSAGE_fairness_entry, CELL_ENTRY, NULL, NULL},
    {.field = NULL},
};
static const struct column turn_columns[] = {
    {"member", MESSAGE_fairness_member, CELL_MEMBER, NULL, NULL},
    {"office", MESSAGE_fairness_office, CELL_CONTENT, NULL, NULL},
    {"session", MESSAGE_session_name, CELL_SESSION, NULL, NULL},
    {"number", MESSAGE_fairness_number, CELL_NUMBER, NULL, NULL},
    {"used_ms", MESSAGE_fairness_used, CELL_SPAN, NULL, NULL},
    {"entry", MESSAGE_fairness_entry, CELL_ENTRY, NULL, NULL},
    {.field = NULL},
};
static const struct column provision_columns[] = {
    {"member", MESSAGE_fairness_member, CELL_MEMBER, NULL, NULL},
    {"statement", MESSAGE_fairness_statement, CELL_STATEMENT, NULL, NULL},
    {"provision", MESSAGE_fairness_provision, CELL_PLAIN, NULL, NULL},
    {"alternative", MESSAGE_fairness_alternative, CELL_PLAIN, NULL, NULL},
    {"words", MESSAGE_fairness_words, CELL_COUNT, NULL, NULL},
    {"language", MESSAGE_fairness_language, CELL_PLAIN, NULL, NULL},
    {"known", MESSAGE_fairness_known, CELL_YES, NULL, NULL},
    {"entry", MESSAGE_fairness_entry, CELL_ENTRY, NULL, NULL},
    {.field = NULL},
};

/* Of each part: its word in addresses, what it is called, what a page shows of it. */
static const struct {
    const char *word;
    enum message title;
    const struct column *columns;
} parts[FAIRNESS_PARTS] = {
    [FAIRNESS_AGENDA] = {"agenda", MESSAGE_fairness_agenda, item_columns},
    [FAIRNESS_DEADLINES] = {"deadlines", MESSAGE_fairness_deadlines, deadline_columns},
    [FAIRNESS_FLOOR] = {"floor", MESSAGE_fairness_floor, turn_columns},
    [FAIRNESS_PROVISIONS] = {"provisions", MESSAGE_fairness_provisions, provision_columns},
};

static enum page_result collect(struct page *p, struct fairness *f)
{
    fairness_of(p->context, f);
    return *p->context->error == OK ? PAGE_DONE : PAGE_UNAVAILABLE;
}

static enum page_result all_html(struct page *p)
{
    struct fairness f;
    const enum page_result r = collect(p, &f);
    if (r != PAGE_DONE) {
        return r;
    }
    page_title(p, MESSAGE_fairness_title);
    page_paragraph(p, MESSAGE_fairness_intro);
    rows_table(p, MESSAGE_fairness_title, &fairness_member_shape, f.members, f.member_count, member_columns);
    page_heading(p, "all", MESSAGE_fairness_all);
    rows_terms(p, &fairness_member_shape, &f.total, member_columns);
    page_heading(p, "data", MESSAGE_fairness_data);
    html_open(p->html, "ul");
    for (int i = 0; i < FAIRNESS_PARTS; i++) {
        html_open(p->html, "li");
        page_link(p, BYTES("/fairness/"), bytes_of_text(parts[i].word));
        page_say(p, parts[i].title);
        html_close(p->html);
        html_raw(p->html, ": ");
        html_integer(p->html, (int64_t)f.parts[i].count);
        html_close(p->html);
    }
    html_close(p->html);
    page_paragraph(p, MESSAGE_fairness_how);
    page_command(p, "univocal fairness show");
    return PAGE_DONE;
}

static enum page_result all_json(struct page *p, struct json_writer *w)
{
    struct fairness f;
    const enum page_result r = collect(p, &f);
    if (r == PAGE_DONE) {
        show_fairness(w, &f);
    }
    return r;
}

static enum page_result all_csv(struct page *p, struct csv *c)
{
    struct fairness f;
    const enum page_result r = collect(p, &f);
    if (r == PAGE_DONE) {
        rows_csv(c, &fairness_member_shape, f.members, f.member_count);
    }
    return r;
}

struct shown {
    enum fairness_part part;
    const void *rows;
    size_t count;
};

/* The rows of the part and the member that are asked for, of them what this page of the list shows. */
static enum page_result listed(struct page *p, struct shown *out)
{
    struct fairness f;
    void *rows = NULL;
    if (!fairness_part_find(page_value(p, "part"), &out->part)) {
        return page_detail(p, PAGE_UNKNOWN, MESSAGE_detail_parts);
    }
    const enum page_result r = collect(p, &f);
    if (r != PAGE_DONE) {
        return r;
    }
    const size_t count = fairness_rows(&f, out->part, page_value(p, "member"), p->arena, &rows);
    const size_t after = (size_t)page_after(p) < count ? (size_t)page_after(p) : count;
    const size_t limit = (size_t)page_limit(p);
    out->count = count - after < limit ? count - after : limit;
    out->rows = count == 0 ? rows : (const uint8_t *)rows + after * fairness_shapes[out->part]->size;
    p->next = after + out->count < count ? (int64_t)(after + out->count) : 0;
    return PAGE_DONE;
}

static enum page_result part_html(struct page *p)
{
    struct shown x;
    const enum page_result r = listed(p, &x);
    if (r != PAGE_DONE) {
        return r;
    }
    page_title(p, parts[x.part].title);
    page_paragraph(p, MESSAGE_fairness_intro);
    rows_table(p, MESSAGE_fairness_title, fairness_shapes[x.part], x.rows, x.count, parts[x.part].columns);
    page_command(p, arena_printf(p->arena, "univocal fairness data %s", parts[x.part].word));
    return PAGE_DONE;
}

static enum page_result part_json(struct page *p, struct json_writer *w)
{
    struct shown x;
    const enum page_result r = listed(p, &x);
    if (r == PAGE_DONE) {
        show_rows(w, NULL, fairness_shapes[x.part], x.rows, x.count);
    }
    return r;
}

static enum page_result part_csv(struct page *p, struct csv *c)
{
    struct shown x;
    const enum page_result r = listed(p, &x);
    if (r == PAGE_DONE) {
        rows_csv(c, fairness_shapes[x.part], x.rows, x.count);
    }
    return r;
}

const struct route fairness_routes[] = {
    {.pattern = "/fairness",
     .operation = "fairness",
     .summary = "Of each member: items of agendas, time at the floor, adopted wordings, time to decide.",
     .name = MESSAGE_fairness_title,
     .schema = "Fairness",
     .html = all_html,
     .json = all_json,
     .csv = all_csv},
    {.pattern = "/fairness/{part}",
     .operation = "fairnessPart",
     .summary = "The rows that the figures of /fairness are counted from.",
     .name = MESSAGE_fairness_title,
     .parameters = {{"part", PARAMETER_ID, "agenda, deadlines, floor or provisions."},
                    {"member", PARAMETER_CODE, "Only those of this member."}},
     .schema = "FairnessRows",
     .list = true,
     .html = part_html,
     .json = part_json,
     .csv = part_csv},
    {.pattern = NULL},
};
