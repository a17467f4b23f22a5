/* Sessions: summits and meetings, with everything that was laid down about each. */
#include "analysis/quorum.h"
#include "analysis/show_row.h"
#include "analysis/show_session.h"
#include "mechanism/speech.h"
#include "web/page_session.h"
#include "web/routes.h"
#include "web/rows.h"

static const struct column list_columns[] = {
    {"title", MESSAGE_session_name, CELL_CONTENT, "/sessions/", "id"},
    {"body", MESSAGE_session_body, CELL_BODY, NULL, NULL},
    {"from", MESSAGE_session_from, CELL_PLAIN, NULL, NULL},
    {"to", MESSAGE_session_to, CELL_PLAIN, NULL, NULL},
    {"place", MESSAGE_session_place, CELL_CONTENT, NULL, NULL},
    {"stage", MESSAGE_session_stage, CELL_WORD, NULL, NULL},
    {.field = NULL},
};

static const struct column head_columns[] = {
    {"reference", MESSAGE_session_reference, CELL_PLAIN, NULL, NULL},
    {"body", MESSAGE_session_body, CELL_BODY, NULL, NULL},
    {"place", MESSAGE_session_place, CELL_CONTENT, NULL, NULL},
    {"format", MESSAGE_session_format, CELL_CONTENT, NULL, NULL},
    {"from", MESSAGE_session_from, CELL_PLAIN, NULL, NULL},
    {"opens", MESSAGE_session_opens, CELL_PLAIN, NULL, NULL},
    {"to", MESSAGE_session_to, CELL_PLAIN, NULL, NULL},
    {"closes", MESSAGE_session_closes, CELL_PLAIN, NULL, NULL},
    {"stage", MESSAGE_session_stage, CELL_WORD, NULL, NULL},
    {"member", MESSAGE_session_opened_by, CELL_MEMBER, NULL, NULL},
    {"entry", MESSAGE_session_entry, CELL_ENTRY, NULL, NULL},
    {.field = NULL},
};

static const struct column agenda_columns[] = {
    {"place", MESSAGE_session_place_number, CELL_NUMBER, NULL, NULL},
    {"title", MESSAGE_session_item, CELL_CONTENT, NULL, NULL},
    {"member", MESSAGE_session_proposed_by, CELL_MEMBER, NULL, NULL},
    {"circulate", MESSAGE_session_circulate, CELL_PLAIN, NULL, NULL},
    {"matter", MESSAGE_session_matter, CELL_MATTER, NULL, NULL},
    {"entry", MESSAGE_session_entry, CELL_ENTRY, NULL, NULL},
    {.field = NULL},
};

static const struct column document_columns[] = {
    {"symbol", MESSAGE_session_symbol, CELL_PLAIN, NULL, NULL},
    {"title", MESSAGE_session_document, CELL_CONTENT, NULL, NULL},
    {"language", MESSAGE_session_language, CELL_PLAIN, NULL, NULL},
    {"member", MESSAGE_session_circulated_by, CELL_MEMBER, NULL, NULL},
    {"circulated", MESSAGE_session_circulated, CELL_PLAIN, NULL, NULL},
    {"late", MESSAGE_session_late, CELL_YES, NULL, NULL},
    {"digest", MESSAGE_session_digest, CELL_DIGEST, NULL, NULL},
    {.field = NULL},
};

static const struct column credential_columns[] = {
    {"member", MESSAGE_session_member, CELL_MEMBER, NULL, NULL},
    {"office", MESSAGE_session_office, CELL_CONTENT, NULL, NULL},
    {"may", MESSAGE_session_may, CELL_CONTENT, NULL, NULL},
    {"stage", MESSAGE_session_stage, CELL_WORD, NULL, NULL},
    {"reason", MESSAGE_session_reason, CELL_CONTENT, NULL, NULL},
    {"entry", MESSAGE_session_entry, CELL_ENTRY, NULL, NULL},
    {.field = NULL},
};

static const struct column attendance_columns[] = {
    {"day", MESSAGE_session_day, CELL_PLAIN, NULL, NULL},
    {"member", MESSAGE_session_member, CELL_MEMBER, NULL, NULL},
    {"office", MESSAGE_session_office, CELL_CONTENT, NULL, NULL},
    {"from", MESSAGE_session_present_from, CELL_PLAIN, NULL, NULL},
    {"until", MESSAGE_session_present_until, CELL_PLAIN, NULL, NULL},
    {"by", MESSAGE_session_recorded_by, CELL_MEMBER, NULL, NULL},
    {.field = NULL},
};

static const struct column speaker_columns[] = {
    {"place", MESSAGE_session_place_number, CELL_NUMBER, NULL, NULL},
    {"member", MESSAGE_session_member, CELL_MEMBER, NULL, NULL},
    {"office", MESSAGE_session_office, CELL_CONTENT, NULL, NULL},
    {"reply", MESSAGE_session_reply, CELL_YES, NULL, NULL},
    {"stage", MESSAGE_session_stage, CELL_WORD, NULL, NULL},
    {"used_ms", MESSAGE_session_used, CELL_SPAN, NULL, NULL},
    {.field = NULL},
};

static const struct column speech_columns[] = {
    {"title", MESSAGE_session_speech, CELL_CONTENT, "/speeches/", "id"},
    {"member", MESSAGE_session_member, CELL_MEMBER, NULL, NULL},
    {"office", MESSAGE_session_office, CELL_CONTENT, NULL, NULL},
    {"language", MESSAGE_session_language, CELL_PLAIN, NULL, NULL},
    {"date", MESSAGE_session_day, CELL_PLAIN, NULL, NULL},
    {.field = NULL},
};

static const struct column point_columns[] = {
    {"number", MESSAGE_session_place_number, CELL_NUMBER, NULL, NULL},
    {"member", MESSAGE_session_member, CELL_MEMBER, NULL, NULL},
    {"text", MESSAGE_session_point, CELL_CONTENT, NULL, NULL},
    {"stage", MESSAGE_session_stage, CELL_WORD, NULL, NULL},
    {"reason", MESSAGE_session_reason, CELL_CONTENT, NULL, NULL},
    {"ruled", MESSAGE_session_entry, CELL_ENTRY, NULL, NULL},
    {.field = NULL},
};

static const struct column outcome_columns[] = {
    {"title", MESSAGE_session_outcome, CELL_CONTENT, NULL, NULL},
    {"symbol", MESSAGE_session_symbol, CELL_PLAIN, NULL, NULL},
    {"statement", MESSAGE_session_statement, CELL_STATEMENT, NULL, NULL},
    {"matter", MESSAGE_session_matter, CELL_MATTER, NULL, NULL},
    {"digest", MESSAGE_session_digest, CELL_DIGEST, NULL, NULL},
    {.field = NULL},
};

static const struct column task_columns[] = {
    {"text", MESSAGE_session_task, CELL_CONTENT, NULL, NULL},
    {"member", MESSAGE_session_member, CELL_MEMBER, NULL, NULL},
    {"office", MESSAGE_session_office, CELL_CONTENT, NULL, NULL},
    {"until", MESSAGE_session_until, CELL_PLAIN, NULL, NULL},
    {"stage", MESSAGE_session_stage, CELL_WORD, NULL, NULL},
    {"overdue", MESSAGE_session_overdue, CELL_YES, NULL, NULL},
    {"done", MESSAGE_session_done, CELL_PLAIN, NULL, NULL},
    {"evidence", MESSAGE_session_evidence, CELL_CONTENT, NULL, NULL},
    {.field = NULL},
};

/* What is planned stands with the others, by when it was announced. */
static size_t listed(struct page *p, struct session **out)
{
    struct session *all = NULL;
    const size_t count = session_list(p->context->state, p->arena, &all);
    return rows_newest(p, &session_shape, all, count, (void **)out);
}

static enum page_result list_html(struct page *p)
{
    struct session *list = NULL;
    const size_t count = listed(p, &list);
    page_title(p, MESSAGE_session_title);
    page_paragraph(p, MESSAGE_session_intro);
    rows_table(p, MESSAGE_session_title, &session_shape, list, count, list_columns);
    page_command(p, "univocal session list");
    return PAGE_DONE;
}

static enum page_result list_json(struct page *p, struct json_writer *w)
{
    struct session *list = NULL;
    const size_t count = listed(p, &list);
    show_rows(w, NULL, &session_shape, list, count);
    return PAGE_DONE;
}

static enum page_result list_csv(struct page *p, struct csv *c)
{
    struct session *list = NULL;
    const size_t count = listed(p, &list);
    rows_csv(c, &session_shape, list, count);
    return PAGE_DONE;
}

enum page_result page_session_find(struct page *p, struct session *out)
{
    struct hash id;
    if (!hash_parse(page_value(p, "session"), &id) || !session_get(p->context->state, &id, out)) {
        return page_unlisted(p, "/sessions");
    }
    return PAGE_DONE;
}

static enum message quorum_message(const struct quorum *q)
{
    return !q->known   ? MESSAGE_session_quorum_unknown
           : !q->asked ? MESSAGE_session_quorum_unasked
           : q->holds  ? MESSAGE_session_quorum_holds
                       : MESSAGE_session_quorum_fails;
}

/* Whether there was a quorum whenever somebody came or went, with the numbers. */
static void write_quorum(struct page *p, const struct session *x)
{
    struct attendance *list = NULL;
    struct quorum_moment *moments = NULL;
    const size_t count = session_attendance(p->context->state, &x->id, p->arena, &list);
    const size_t moment_count = quorum_moments(p->arena, list, count, &moments);
    if (moment_count == 0) {
        return;
    }
    page_heading(p, "quorum", MESSAGE_session_quorum);
    page_list(p, MESSAGE_session_quorum);
    for (size_t i = 0; i < moment_count; i++) {
        const struct quorum q = quorum_at(p->context, x, list, count, moments[i].day, moments[i].hour);
        page_item(p);
        page_sayf(p, quorum_message(&q), SAY_TEXT("day", moments[i].day), SAY_TEXT("hour", moments[i].hour),
                  SAY_NUMBER("count", (int64_t)q.present_count), SAY_NUMBER("seats", (int64_t)q.seats));
    }
    page_list_end(p);
}

static void write_papers(struct page *p, const struct session *x)
{
    struct state *s = p->context->state;
    struct agenda_item *agenda = NULL;
    struct session_document *documents = NULL;
    size_t count = session_agenda(s, &x->id, p->arena, &agenda);
    page_heading(p, "agenda", MESSAGE_session_agenda);
    rows_table(p, MESSAGE_session_agenda, &agenda_item_shape, agenda, count, agenda_columns);
    count = session_documents(s, &x->id, p->arena, &documents);
    page_heading(p, "documents", MESSAGE_session_documents);
    rows_table(p, MESSAGE_session_documents, &session_document_shape, documents, count, document_columns);
}

static void write_people(struct page *p, const struct session *x)
{
    struct state *s = p->context->state;
    struct credential *credentials = NULL;
    struct attendance *attendance = NULL;
    size_t count = session_credentials(s, &x->id, p->arena, &credentials);
    page_heading(p, "credentials", MESSAGE_session_credentials);
    rows_table(p, MESSAGE_session_credentials, &credential_shape, credentials, count, credential_columns);
    count = session_attendance(s, &x->id, p->arena, &attendance);
    page_heading(p, "attendance", MESSAGE_session_attendance);
    rows_table(p, MESSAGE_session_attendance, &attendance_shape, attendance, count, attendance_columns);
    write_quorum(p, x);
}

static void write_floor(struct page *p, const struct session *x)
{
    struct state *s = p->context->state;
    struct speaker *speakers = NULL;
    struct speech *speeches = NULL;
    struct session_point *points = NULL;
    size_t count = session_speakers(s, &x->id, p->arena, &speakers);
    page_heading(p, "speakers", MESSAGE_session_speakers);
    rows_table(p, MESSAGE_session_speakers, &speaker_shape, speakers, count, speaker_columns);
    count = speech_of_session(s, &x->id, p->arena, &speeches);
    page_heading(p, "speeches", MESSAGE_session_speeches);
    page_paragraph(p, MESSAGE_session_own_words);
    rows_table(p, MESSAGE_session_speeches, &speech_shape, speeches, count, speech_columns);
    count = session_points(s, &x->id, p->arena, &points);
    page_heading(p, "points", MESSAGE_session_points);
    rows_table(p, MESSAGE_session_points, &session_point_shape, points, count, point_columns);
}

static void write_results(struct page *p, const struct session *x)
{
    struct state *s = p->context->state;
    struct session_outcome *outcomes = NULL;
    struct session_task *tasks = NULL;
    page_minutes(p, x);
    size_t count = session_outcomes(s, &x->id, p->arena, &outcomes);
    page_heading(p, "outcomes", MESSAGE_session_outcomes);
    rows_table(p, MESSAGE_session_outcomes, &session_outcome_shape, outcomes, count, outcome_columns);
    count = session_tasks(s, &x->id, p->arena, &tasks);
    page_heading(p, "tasks", MESSAGE_session_tasks);
    rows_table(p, MESSAGE_session_tasks, &session_task_shape, tasks, count, task_columns);
}

static enum page_result one_html(struct page *p)
{
    struct session x = {0};
    const enum page_result r = page_session_find(p, &x);
    if (r != PAGE_DONE) {
        return r;
    }
    page_title_content(p, x.title, BYTES(""));
    rows_terms(p, &session_shape, &x, head_columns);
    write_papers(p, &x);
    write_people(p, &x);
    write_floor(p, &x);
    write_results(p, &x);
    page_command(p, arena_printf(p->arena, "univocal session show %s/%s", arena_text(p->arena, x.body),
                                 arena_text(p->arena, x.reference)));
    return PAGE_DONE;
}

static enum page_result one_json(struct page *p, struct json_writer *w)
{
    struct session x = {0};
    const enum page_result r = page_session_find(p, &x);
    if (r == PAGE_DONE) {
        show_session(w, p->context, &x);
    }
    return r;
}

const struct route session_routes[] = {
    {.pattern = "/sessions",
     .operation = "sessions",
     .summary = "Summits and meetings, the newest first.",
     .name = MESSAGE_session_title,
     .schema = "SessionList",
     .list = true,
     .html = list_html,
     .json = list_json,
     .csv = list_csv},
    {.pattern = "/sessions/{session}",
     .operation = "session",
     .summary = "A session: agenda, documents, credentials, attendance, speakers, speeches, minutes, "
                "outcomes and what is to follow.",
     .name = MESSAGE_session_title,
     .parameters = {{"session", PARAMETER_DIGEST, "The id of the act that opened it."}},
     .schema = "Session",
     .html = one_html,
     .json = one_json},
    {.pattern = NULL},
};
