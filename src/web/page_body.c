/* Bodies: who sits, who has the chair, by which rules they decide. */
#include "analysis/show_body.h"
#include "mechanism/law.h"
#include "web/links.h"
#include "web/page_body.h"
#include "web/routes.h"

static enum page_result list_html(struct page *p)
{
    const struct charter *charter = law_now(p->context);
    page_title(p, MESSAGE_body_title);
    page_paragraph(p, MESSAGE_body_intro);
    page_table(p, MESSAGE_body_title, MESSAGE_body_name, MESSAGE_body_chair, MESSAGE_body_seats);
    for (size_t i = 0; i < charter->body_count; i++) {
        const struct charter_body *law = &charter->bodies[i];
        const struct body b = show_body_of(p->context, law);
        page_row(p);
        page_cell(p);
        page_link(p, BYTES("/bodies/"), law->name);
        html_content(p->html, law->title.len > 0 ? law->title : law->name, BYTES(""));
        html_close(p->html);
        page_cell(p);
        if (b.chair.len > 0) {
            page_link_member(p, b.chair);
        }
        page_cell_number(p, (int64_t)b.seat_count);
    }
    page_table_end(p);
    page_command(p, "univocal body list");
    return PAGE_DONE;
}

static enum page_result list_json(struct page *p, struct json_writer *w)
{
    show_bodies(w, p->context);
    return PAGE_DONE;
}

static enum page_result list_csv(struct page *p, struct csv *c)
{
    const struct charter *charter = law_now(p->context);
    csv_text(c, BYTES("body"));
    csv_text(c, BYTES("title"));
    csv_text(c, BYTES("chair"));
    csv_text(c, BYTES("seats"));
    csv_end(c);
    for (size_t i = 0; i < charter->body_count; i++) {
        const struct body b = show_body_of(p->context, &charter->bodies[i]);
        csv_text(c, charter->bodies[i].name);
        csv_text(c, charter->bodies[i].title);
        csv_text(c, b.chair);
        csv_integer(c, (int64_t)b.seat_count);
        csv_end(c);
    }
    return PAGE_DONE;
}

static const struct charter_body *find(struct page *p)
{
    return charter_body(law_now(p->context), page_value(p, "body"));
}

enum page_result page_body_none(struct page *p)
{
    return page_unlisted(p, "/bodies");
}

static enum page_result one_html(struct page *p)
{
    const struct charter_body *law = find(p);
    if (law == NULL) {
        return page_body_none(p);
    }
    const struct body b = show_body_of(p->context, law);
    page_title_content(p, law->title.len > 0 ? law->title : law->name, BYTES(""));
    if (law->mandate.len > 0) {
        html_open(p->html, "p");
        html_class(p->html, "said");
        page_content(p, law->mandate, BYTES(""));
        html_close(p->html);
    }
    page_terms(p);
    page_body_chair(p, law, &b);
    page_term(p, MESSAGE_body_seats);
    page_link_members(p, b.seats, b.seat_count, b.seat_count);
    page_term(p, MESSAGE_body_rules);
    for (size_t i = 0; i < law->rule_count; i++) {
        html_raw(p->html, " ");
        page_link_rule(p, law->rules[i]);
    }
    page_terms_end(p);
    page_body_referrals(p, law->name);
    page_body_lists(p, law->name);
    page_command(p, arena_printf(p->arena, "univocal body show %.*s", (int)law->name.len,
                                 (const char *)law->name.data));
    return PAGE_DONE;
}

static enum page_result one_json(struct page *p, struct json_writer *w)
{
    const struct charter_body *law = find(p);
    if (law == NULL) {
        return page_body_none(p);
    }
    const struct body b = show_body_of(p->context, law);
    show_body(w, p->context, law, &b);
    return PAGE_DONE;
}

const struct route body_routes[] = {
    {.pattern = "/bodies",
     .operation = "bodies",
     .summary = "The bodies of the charter in force, with their chairs and seats.",
     .name = MESSAGE_body_title,
     .schema = "BodyList",
     .html = list_html,
     .json = list_json,
     .csv = list_csv},
    {.pattern = "/bodies/{body}",
     .operation = "body",
     .summary = "One body: seats, chair now and next, rules, referrals, sessions, documents, decisions.",
     .name = MESSAGE_body_title,
     .parameters = {{"body", PARAMETER_ID, "The body's id in the charter."}},
     .schema = "Body",
     .html = one_html,
     .json = one_json},
    {.pattern = NULL},
};
