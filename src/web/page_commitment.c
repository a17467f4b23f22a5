/* Pledges: of all, of one member, of one decision, those that are overdue, and each with its reports. */
#include "analysis/show_commitment.h"

#include "base/num.h"
#include "web/routes.h"
#include "web/rows.h"

static const struct column list_columns[] = {
    {"title", MESSAGE_commitment_name, CELL_CONTENT, "/commitments/", "number"},
    {"member", MESSAGE_commitment_member, CELL_MEMBER, NULL, NULL},
    {"quantity", MESSAGE_commitment_quantity, CELL_NUMBER, NULL, NULL},
    {"confirmed", MESSAGE_commitment_confirmed, CELL_COUNT, NULL, NULL},
    {"unit", MESSAGE_commitment_unit, CELL_CONTENT, NULL, NULL},
    {"due", MESSAGE_commitment_due, CELL_PLAIN, NULL, NULL},
    {.field = NULL},
};

static const struct column head_columns[] = {
    {"member", MESSAGE_commitment_member, CELL_MEMBER, NULL, NULL},
    {"quantity", MESSAGE_commitment_quantity, CELL_NUMBER, NULL, NULL},
    {"confirmed", MESSAGE_commitment_confirmed, CELL_COUNT, NULL, NULL},
    {"unit", MESSAGE_commitment_unit, CELL_CONTENT, NULL, NULL},
    {"from", MESSAGE_commitment_from, CELL_PLAIN, NULL, NULL},
    {"due", MESSAGE_commitment_due, CELL_PLAIN, NULL, NULL},
    {"places", MESSAGE_commitment_places, CELL_CONTENT, NULL, NULL},
    {"conditions", MESSAGE_commitment_conditions, CELL_CONTENT, NULL, NULL},
    {"matter", MESSAGE_commitment_matter, CELL_MATTER, NULL, NULL},
    {"statement", MESSAGE_commitment_statement, CELL_STATEMENT, NULL, NULL},
    {"reason", MESSAGE_commitment_reason, CELL_CONTENT, NULL, NULL},
    {"entry", MESSAGE_commitment_entry, CELL_ENTRY, NULL, NULL},
    {.field = NULL},
};

static const struct column report_columns[] = {
    {"number", MESSAGE_commitment_number, CELL_NUMBER, NULL, NULL},
    {"day", MESSAGE_commitment_day, CELL_PLAIN, NULL, NULL},
    {"quantity", MESSAGE_commitment_reported, CELL_NUMBER, NULL, NULL},
    {"text", MESSAGE_commitment_report, CELL_CONTENT, NULL, NULL},
    {"evidence", MESSAGE_commitment_evidence, CELL_DIGEST, NULL, NULL},
    {"stage", MESSAGE_commitment_stage, CELL_WORD, NULL, NULL},
    {"by", MESSAGE_commitment_by, CELL_MEMBER, NULL, NULL},
    {"ruled", MESSAGE_commitment_ruled, CELL_YES, NULL, NULL},
    {"reason", MESSAGE_commitment_reason, CELL_CONTENT, NULL, NULL},
    {"entry", MESSAGE_commitment_entry, CELL_ENTRY, NULL, NULL},
    {.field = NULL},
};

static const struct column revision_columns[] = {
    {"number", MESSAGE_commitment_number, CELL_NUMBER, NULL, NULL},
    {"quantity", MESSAGE_commitment_before_quantity, CELL_NUMBER, NULL, NULL},
    {"due", MESSAGE_commitment_before_due, CELL_PLAIN, NULL, NULL},
    {"reason", MESSAGE_commitment_reason, CELL_CONTENT, NULL, NULL},
    {"entry", MESSAGE_commitment_entry, CELL_ENTRY, NULL, NULL},
    {.field = NULL},
};

static struct commitment_filter filter_of(struct page *p, struct hash *matter)
{
    const struct bytes digits = page_value(p, "matter");
    return (struct commitment_filter){.member = page_value(p, "member"),
                                      .matter = hash_parse(digits, matter) ? matter : NULL,
                                      .statement = page_number(p, "statement", 0),
                                      .overdue = bytes_equal_text(page_value(p, "overdue"), "true")};
}

/* Those that fit, of them what this page of the list shows. */
static size_t listed(struct page *p, struct commitment **out)
{
    struct hash matter;
    struct commitment *all = NULL;
    const struct commitment_filter f = filter_of(p, &matter);
    const size_t count = show_commitments_of(p->context, &f, &all);
    const size_t after = (size_t)page_after(p) < count ? (size_t)page_after(p) : count;
    const size_t limit = (size_t)page_limit(p);
    const size_t shown = count - after < limit ? count - after : limit;
    p->next = after + shown < count ? (int64_t)(after + shown) : 0;
    *out = all + after;
    return shown;
}

static void write_filters(struct page *p)
{
    const struct bytes member = page_value(p, "member");
    html_open(p->html, "p");
    if (member.len > 0) {
        page_sayf(p, MESSAGE_commitment_of_member, SAY_TEXT("member", member));
        html_raw(p->html, " · ");
    } else if (page_value(p, "matter").len > 0 || page_value(p, "statement").len > 0) {
        page_say(p, MESSAGE_commitment_of_decision);
        html_raw(p->html, " · ");
    }
    page_link(p, BYTES("/commitments"));
    page_say(p, MESSAGE_commitment_all);
    html_close(p->html);
    html_raw(p->html, " · ");
    page_link(p, BYTES("/commitments?overdue=true"));
    page_say(p, MESSAGE_commitment_overdue_only);
    html_close(p->html);
    html_close(p->html);
}

static enum page_result list_html(struct page *p)
{
    struct commitment *list = NULL;
    const size_t count = listed(p, &list);
    page_title(p, MESSAGE_commitment_title);
    page_paragraph(p, MESSAGE_commitment_intro);
    write_filters(p);
    if (count == 0) {
        page_paragraph(p, MESSAGE_word_none);
    } else {
        page_table(p, MESSAGE_commitment_title, MESSAGE_commitment_name, MESSAGE_commitment_member,
                   MESSAGE_commitment_quantity, MESSAGE_commitment_confirmed, MESSAGE_commitment_unit,
                   MESSAGE_commitment_due, MESSAGE_commitment_stage);
        for (size_t i = 0; i < count; i++) {
            page_row(p);
            for (const struct column *c = list_columns; c->field != NULL; c++) {
                page_cell(p);
                rows_cell(p, &commitment_shape, &list[i], c);
            }
            page_cell(p);
            rows_word(p, bytes_of_text(show_commitment_word(&list[i])));
        }
        page_table_end(p);
    }
    page_command(p, "univocal commitment list");
    return PAGE_DONE;
}

static enum page_result list_json(struct page *p, struct json_writer *w)
{
    struct commitment *list = NULL;
    const size_t count = listed(p, &list);
    show_commitment_rows(w, p->context, list, count);
    return PAGE_DONE;
}

static enum page_result list_csv(struct page *p, struct csv *c)
{
    struct commitment *list = NULL;
    const size_t count = listed(p, &list);
    rows_csv(c, &commitment_shape, list, count);
    return PAGE_DONE;
}

static enum page_result find(struct page *p, struct commitment *out)
{
    if (!commitment_get(p->context->state, page_number(p, "number", 0), out)) {
        return page_unlisted(p, "/commitments");
    }
    return PAGE_DONE;
}

static enum page_result one_html(struct page *p)
{
    struct commitment x;
    struct commitment_report *reports = NULL;
    struct commitment_revision *revisions = NULL;
    const enum page_result r = find(p, &x);
    if (r != PAGE_DONE) {
        return r;
    }
    page_title_content(p, x.title, BYTES(""));
    html_open(p->html, "p");
    html_open(p->html, "strong");
    rows_word(p, bytes_of_text(show_commitment_word(&x)));
    html_close(p->html);
    html_close(p->html);
    rows_terms(p, &commitment_shape, &x, head_columns);
    html_open(p->html, "p");
    page_link(p, BYTES("/commitments?member="), x.member);
    page_sayf(p, MESSAGE_commitment_of_member, SAY_TEXT("member", x.member));
    html_close(p->html);
    html_close(p->html);
    size_t count = commitment_reports(p->context->state, x.number, p->arena, &reports);
    page_heading(p, "reports", MESSAGE_commitment_reports);
    page_paragraph(p, MESSAGE_commitment_own_words);
    rows_table(p, MESSAGE_commitment_reports, &commitment_report_shape, reports, count, report_columns);
    const struct bytes chair = commitment_chair(p->context, &x);
    if (chair.len > 0) {
        page_terms(p);
        page_term(p, MESSAGE_commitment_chair);
        page_link_member(p, chair);
        page_terms_end(p);
    }
    count = commitment_revisions(p->context->state, x.number, p->arena, &revisions);
    page_heading(p, "revisions", MESSAGE_commitment_revisions);
    rows_table(p, MESSAGE_commitment_revisions, &commitment_revision_shape, revisions, count,
               revision_columns);
    page_command(p, arena_printf(p->arena, "univocal commitment show %lld", (long long)x.number));
    return PAGE_DONE;
}

static enum page_result one_json(struct page *p, struct json_writer *w)
{
    struct commitment x;
    const enum page_result r = find(p, &x);
    if (r == PAGE_DONE) {
        (void)show_commitment(w, p->context, x.number);
    }
    return r;
}

const struct route commitment_routes[] = {
    {.pattern = "/commitments",
     .operation = "commitments",
     .summary = "Pledges in the order of their numbers: all, of a member, of a decision, those that are "
                "overdue.",
     .name = MESSAGE_commitment_title,
     .parameters = {{"member", PARAMETER_CODE, "Only those of this member."},
                    {"matter", PARAMETER_DIGEST, "Only those that follow this matter."},
                    {"statement", PARAMETER_NUMBER, "Only those that follow the statement of this number."},
                    {"overdue", PARAMETER_BOOL, "true: only those that are overdue."}},
     .schema = "CommitmentList",
     .list = true,
     .html = list_html,
     .json = list_json,
     .csv = list_csv},
    {.pattern = "/commitments/{number}",
     .operation = "commitment",
     .summary = "A pledge with its reports and revisions.",
     .name = MESSAGE_commitment_title,
     .parameters = {{"number", PARAMETER_NUMBER, "The number of the pledge."}},
     .schema = "Commitment",
     .html = one_html,
     .json = one_json},
    {.pattern = NULL},
};
