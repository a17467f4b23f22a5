/* What is on the record of a body: on its page the newest of each list, and each list as a page. */
#include "analysis/body_lists.h"
#include "analysis/show_body.h"
#include "analysis/show_row.h"
#include "mechanism/law.h"
#include "web/links.h"
#include "web/page_body.h"
#include "web/routes.h"
#include "web/rows.h"

static const struct column decision_columns[] = {
    {"matter", MESSAGE_body_matter, CELL_MATTER, NULL, NULL},
    {"stage", MESSAGE_session_stage, CELL_OUTCOME, NULL, NULL},
    {"statement", MESSAGE_body_statement, CELL_STATEMENT_NUMBER, NULL, NULL},
    {"opened", MESSAGE_session_entry, CELL_ENTRY, NULL, NULL},
    {.field = NULL},
};
static const struct column document_columns[] = {
    {"symbol", MESSAGE_session_symbol, CELL_PLAIN, NULL, NULL},
    {"title", MESSAGE_session_document, CELL_CONTENT, NULL, NULL},
    {"language", MESSAGE_session_language, CELL_PLAIN, NULL, NULL},
    {"session", MESSAGE_session_name, CELL_SESSION, NULL, NULL},
    {"member", MESSAGE_session_circulated_by, CELL_MEMBER, NULL, NULL},
    {"circulated", MESSAGE_session_circulated, CELL_PLAIN, NULL, NULL},
    {"late", MESSAGE_session_late, CELL_YES, NULL, NULL},
    {"digest", MESSAGE_session_digest, CELL_DIGEST, NULL, NULL},
    {.field = NULL},
};
static const struct column ruling_columns[] = {
    {"entry", MESSAGE_session_entry, CELL_ENTRY, NULL, NULL},
    {"chair", MESSAGE_body_chair, CELL_MEMBER, NULL, NULL},
    {"text", MESSAGE_body_ruling, CELL_CONTENT, NULL, NULL},
    {"article", MESSAGE_body_article, CELL_CONTENT, NULL, NULL},
    {"matter", MESSAGE_body_matter, CELL_MATTER, NULL, NULL},
    {"session", MESSAGE_session_name, CELL_SESSION, NULL, NULL},
    {"state", MESSAGE_session_stage, CELL_OUTCOME, NULL, NULL},
    {"vote", MESSAGE_vote_name, CELL_VOTE, NULL, NULL},
    {.field = NULL},
};
static const struct column session_columns[] = {
    {"title", MESSAGE_session_name, CELL_CONTENT, "/sessions/", "id"},
    {"from", MESSAGE_session_from, CELL_PLAIN, NULL, NULL},
    {"to", MESSAGE_session_to, CELL_PLAIN, NULL, NULL},
    {"place", MESSAGE_session_place, CELL_CONTENT, NULL, NULL},
    {"stage", MESSAGE_session_stage, CELL_WORD, NULL, NULL},
    {.field = NULL},
};
static const struct column vote_columns[] = {
    {"number", MESSAGE_vote_name, CELL_VOTE, NULL, NULL},
    {"motion", MESSAGE_vote_motion, CELL_MOTION, NULL, NULL},
    {"matter", MESSAGE_body_matter, CELL_MATTER, NULL, NULL},
    {"rule", MESSAGE_vote_rule, CELL_PLAIN, "/charter/", "rule"},
    {"stage", MESSAGE_vote_outcome, CELL_OUTCOME, NULL, NULL},
    {"deadline_ms", MESSAGE_vote_deadline, CELL_TIME, NULL, NULL},
    {.field = NULL},
};

/* Of each list: what it is called, what a page shows of it. */
static const struct {
    enum message title;
    const struct column *columns;
} lists[BODY_LISTS] = {
    [BODY_DECISIONS] = {MESSAGE_body_decisions, decision_columns},
    [BODY_DOCUMENTS] = {MESSAGE_body_documents, document_columns},
    [BODY_RULINGS] = {MESSAGE_body_rulings, ruling_columns},
    [BODY_SESSIONS] = {MESSAGE_body_sessions, session_columns},
    [BODY_VOTES] = {MESSAGE_body_votes, vote_columns},
};

void page_body_lists(struct page *p, struct bytes body)
{
    for (int i = 0; i < BODY_LISTS; i++) {
        const struct body_rows x =
            body_list_rows(p->context, body, (enum body_list)i, 0, SHOW_BODY_NEWEST);
        page_heading(p, body_list_words[i], lists[i].title);
        rows_table(p, lists[i].title, body_list_shapes[i], x.rows, x.count, lists[i].columns);
        if (x.all > 0) {
            html_open(p->html, "p");
            page_link(p, BYTES("/bodies/"), body,
                      bytes_of_text(arena_printf(p->arena, "/%s", body_list_words[i])));
            page_sayf(p, MESSAGE_body_all_of_them, SAY_NUMBER("count", (int64_t)x.all));
            html_close(p->html);
            html_close(p->html);
        }
    }
}

/* One list, of it what this page shows. */
struct shown {
    enum body_list which;
    size_t count;
    void *rows;
};

static enum page_result listed(struct page *p, struct shown *out)
{
    const struct bytes body = page_value(p, "body");
    if (charter_body(law_now(p->context), body) == NULL) {
        return page_body_none(p);
    }
    out->which = (enum body_list)(p->route - body_list_routes);
    const size_t after = (size_t)page_after(p);
    const struct body_rows x =
        body_list_rows(p->context, body, out->which, after, (size_t)page_limit(p));
    p->next = after < x.all && after + x.count < x.all ? (int64_t)(after + x.count) : 0;
    out->count = x.count;
    out->rows = x.rows;
    return PAGE_DONE;
}

static enum page_result list_html(struct page *p)
{
    struct shown x = {0};
    const enum page_result r = listed(p, &x);
    if (r != PAGE_DONE) {
        return r;
    }
    page_title(p, lists[x.which].title);
    page_terms(p);
    page_term(p, MESSAGE_body_name);
    page_link_body(p, page_value(p, "body"));
    page_terms_end(p);
    rows_table(p, lists[x.which].title, body_list_shapes[x.which], x.rows, x.count, lists[x.which].columns);
    page_command(p, arena_printf(p->arena, "univocal body show %s",
                                 arena_text(p->arena, page_value(p, "body"))));
    return PAGE_DONE;
}

static enum page_result list_json(struct page *p, struct json_writer *w)
{
    struct shown x = {0};
    const enum page_result r = listed(p, &x);
    if (r == PAGE_DONE) {
        show_rows(w, NULL, body_list_shapes[x.which], x.rows, x.count);
    }
    return r;
}

static enum page_result list_csv(struct page *p, struct csv *c)
{
    struct shown x = {0};
    const enum page_result r = listed(p, &x);
    if (r == PAGE_DONE) {
        rows_csv(c, body_list_shapes[x.which], x.rows, x.count);
    }
    return r;
}

#define LIST(word, name_of, about, title_of, schema_of)                             \
    {.pattern = "/bodies/{body}/" word,                                             \
     .operation = name_of,                                                          \
     .summary = about,                                                              \
     .name = title_of,                                                              \
     .parameters = {{"body", PARAMETER_ID, "The body's id in the charter."}},       \
     .schema = schema_of,                                                           \
     .list = true,                                                                  \
     .html = list_html,                                                             \
     .json = list_json,                                                             \
     .csv = list_csv}

/* In the order of enum body_list. */
const struct route body_list_routes[] = {
    [BODY_DECISIONS] = LIST("decisions", "bodyDecisions", "Matters that a body has closed, the newest first.",
                            MESSAGE_body_decisions, "BodyDecisionList"),
    [BODY_DOCUMENTS] = LIST("documents", "bodyDocuments", "Documents of a body's sessions, the newest first.",
                            MESSAGE_body_documents, "BodyDocumentList"),
    [BODY_RULINGS] = LIST("rulings", "bodyRulings", "What the chairs of a body have ruled, the newest first.",
                          MESSAGE_body_rulings, "BodyRulingList"),
    [BODY_SESSIONS] = LIST("sessions", "bodySessions", "Sessions of a body, the newest first.",
                           MESSAGE_body_sessions, "SessionList"),
    [BODY_VOTES] = LIST("votes", "bodyVotes", "Votes of a body, the newest first.", MESSAGE_body_votes,
                        "BodyVoteList"),
    [BODY_LISTS] = {.pattern = NULL},
};
