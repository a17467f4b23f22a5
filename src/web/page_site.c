/* The site itself: its first page, problems by name, its stylesheet and ring, its description for
 * programmes. */
#include "mechanism/member.h"
#include "mechanism/silence.h"
#include "web/files.h"
#include "web/ring.h"
#include "web/routes.h"

static enum page_result home_html(struct page *p)
{
    struct member *members = NULL;
    const size_t count = member_list(p->context->state, p->arena, &members);
    struct ring_segment *ring = ARENA_ARRAY(p->arena, struct ring_segment, count + 1);
    for (size_t i = 0; i < count; i++) {
        ring[i] = (struct ring_segment){.code = members[i].code, .state = RING_JOINED};
    }
    page_title_content(p, p->org->name, BYTES(""));
    html_open(p->html, "p");
    page_sayf(p, MESSAGE_site_members, SAY_NUMBER("count", (int64_t)count));
    html_raw(p->html, " ");
    page_sayf(p, MESSAGE_site_statements, SAY_NUMBER("count", counters_get(p->context->state).statements));
    html_close(p->html);
    if (count > 0) {
        ring_write(
            p->html, ring, count, true,
            say_plain(p->arena, p->language, MESSAGE_site_members, &SAY_NUMBER("count", (int64_t)count), 1));
    }
    page_link_alone(p, MESSAGE_tour_title, BYTES("/tour"));
    page_terms(p);
    page_term(p, MESSAGE_site_id);
    page_link_digest(p, &p->org->id);
    page_term(p, MESSAGE_site_origin);
    html_element(p->html, "code", p->org->origin_line);
    page_terms_end(p);
    page_command(p, "univocal status");
    return PAGE_DONE;
}

static const enum message problem_titles[PROBLEMS] = {
#define X(name, status) MESSAGE_problem_##name,
    PROBLEM_TABLE(X)
#undef X
};
static const enum message problem_advices[PROBLEMS] = {
#define X(name, status) MESSAGE_problem_##name##_do,
    PROBLEM_TABLE(X)
#undef X
};

static enum page_result problems_html(struct page *p)
{
    page_title(p, MESSAGE_site_problems);
    page_paragraph(p, MESSAGE_site_problems_intro);
    page_table(p, MESSAGE_site_problems, MESSAGE_site_problem_name, MESSAGE_site_problem_status,
               MESSAGE_site_problem_text);
    for (size_t i = 0; i < PROBLEMS; i++) {
        page_row(p);
        page_cell(p);
        page_link(p, BYTES("/problems/"), bytes_of_text(problem_name((enum problem)i)));
        html_element(p->html, "code", bytes_of_text(problem_name((enum problem)i)));
        html_close(p->html);
        page_cell_number(p, problem_status((enum problem)i));
        page_cell(p);
        page_say(p, problem_titles[i]);
    }
    for (size_t i = GATE_MORE + 1; i < GATE_VERDICTS; i++) {
        page_row(p);
        page_cell(p);
        page_link(p, BYTES("/problems/"), bytes_of_text(gate_name((enum gate_verdict)i)));
        html_element(p->html, "code", bytes_of_text(gate_name((enum gate_verdict)i)));
        html_close(p->html);
        page_cell_number(p, gate_status((enum gate_verdict)i));
        page_cell(p);
        page_say(p, refusal_message((enum gate_verdict)i));
    }
    page_table_end(p);
    return PAGE_DONE;
}

static enum page_result problem_html(struct page *p)
{
    enum problem one;
    const struct bytes name = page_value(p, "problem");
    if (problem_parse(name, &one)) {
        page_title(p, problem_titles[one]);
        page_paragraph(p, problem_advices[one]);
        return PAGE_DONE;
    }
    for (size_t i = GATE_MORE + 1; i < GATE_VERDICTS; i++) {
        if (bytes_equal_text(name, gate_name((enum gate_verdict)i))) {
            page_title(p, MESSAGE_site_gate_title);
            page_paragraph(p, refusal_message((enum gate_verdict)i));
            page_paragraph(p, MESSAGE_site_gate_advice);
            return PAGE_DONE;
        }
    }
    return page_unlisted(p, "/problems");
}

static enum page_result asset_raw(struct page *p, struct answer *a)
{
    const struct web_file *f = web_file_hashed(page_value(p, "name"));
    if (f == NULL) {
        return page_detail(p, PAGE_UNKNOWN, MESSAGE_detail_asset);
    }
    a->type = f->type;
    a->immutable = true;
    buffer_add(&a->body, f->data, f->size);
    return PAGE_DONE;
}

static enum page_result ring_raw(struct page *p, struct answer *a)
{
    static const struct ring_segment six[6];
    (void)p;
    ring_file(&a->body, six, 6, BYTES("Univocal"));
    return PAGE_DONE;
}

static enum page_result openapi_raw(struct page *p, struct answer *a)
{
    (void)p;
    openapi_write(&a->body);
    return PAGE_DONE;
}

const struct route site_routes[] = {
    {.pattern = "/",
     .operation = "home",
     .summary = "The organisation.",
     .name = MESSAGE_site_home,
     .html = home_html},
    {.pattern = "/problems",
     .operation = "problems",
     .summary = "Every error that this site answers with.",
     .name = MESSAGE_site_problems,
     .plain = true,
     .html = problems_html},
    {.pattern = "/problems/{problem}",
     .operation = "problem",
     .summary = "One error, and what to do.",
     .name = MESSAGE_site_problems,
     .parameters = {{"problem", PARAMETER_ID, "Its name: the last part of `type`."}},
     .plain = true,
     .html = problem_html},
    {.pattern = "/assets/{name}",
     .operation = "asset",
     .summary = "A file of the site, by its name with its hash.",
     .name = MESSAGE_site_home,
     .parameters = {{"name", PARAMETER_ID, "As pages link it."}},
     .plain = true,
     .raw_type = "text/css",
     .raw = asset_raw},
    {.pattern = "/ring.svg",
     .operation = "ring",
     .summary = "The unity ring, as a mark.",
     .name = MESSAGE_site_home,
     .plain = true,
     .raw_type = "image/svg+xml",
     .raw = ring_raw},
    {.pattern = "/openapi.json",
     .operation = "openapi",
     .summary = "This description (OpenAPI 3.1).",
     .name = MESSAGE_site_home,
     .plain = true,
     .raw_type = "application/json",
     .raw = openapi_raw},
    {.pattern = NULL},
};
