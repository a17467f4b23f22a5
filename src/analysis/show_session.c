#include "analysis/show_session.h"

#include "analysis/minutes.h"
#include "analysis/quorum.h"
#include "analysis/show_decision.h"
#include "analysis/show_row.h"
#include "base/limits.h"
#include "mechanism/speech.h"

void show_session_row(struct json_writer *w, const struct session *x)
{
    show_row(w, NULL, &session_shape, x);
}

static void show_quorum(struct json_writer *w, const struct quorum_moment *at, const struct quorum *q)
{
    json_object(w, NULL);
    json_bool(w, "asked", q->asked);
    show_decision_conditions(w, q->atoms, q->atom_count);
    json_text(w, "day", at->day);
    json_bool(w, "holds", q->holds);
    json_text(w, "hour", at->hour);
    json_bool(w, "known", q->known);
    json_array(w, "present");
    for (size_t i = 0; i < q->present_count; i++) {
        json_text(w, NULL, q->present[i]);
    }
    json_end(w);
    json_text(w, "rule", q->rule);
    json_integer(w, "seats", (int64_t)q->seats);
    json_end(w);
}

static void show_quorums(struct json_writer *w, struct context *c, const struct session *x)
{
    struct attendance *list = NULL;
    struct quorum_moment *moments = NULL;
    const size_t count = session_attendance(c->state, &x->id, c->arena, &list);
    const size_t moment_count = quorum_moments(c->arena, list, count, &moments);
    json_array(w, "quorum");
    for (size_t i = 0; i < moment_count; i++) {
        const struct quorum q = quorum_at(c, x, list, count, moments[i].day, moments[i].hour);
        show_quorum(w, &moments[i], &q);
    }
    json_end(w);
}

size_t show_minutes(struct json_writer *w, struct context *c, const struct session *x,
                    const struct minutes *m, size_t after, size_t limit)
{
    struct minutes_answer *answers = NULL;
    struct minutes_text *texts = NULL;
    size_t total = 0;
    const size_t answer_count = session_minutes_answers(c->state, &x->id, m->number, c->arena, &answers);
    const size_t count = minutes_texts(c, &x->id, m->number, after, limit, &total, &texts);
    json_object(w, NULL);
    show_rows(w, "answers", &minutes_answer_shape, answers, answer_count);
    json_text(w, "circulated_by", minutes_circulated_by(c, m));
    show_rows(w, "texts", &minutes_text_shape, texts, count);
    show_row(w, "version", &minutes_shape, m);
    json_end(w);
    return total;
}

static void show_versions(struct json_writer *w, struct context *c, const struct session *x)
{
    struct minutes *list = NULL;
    const size_t count = session_minutes_list(c->state, &x->id, c->arena, &list);
    json_array(w, "minutes");
    for (size_t i = 0; i < count; i++) {
        (void)show_minutes(w, c, x, &list[i], 0, SESSION_ROWS_MAX);
    }
    json_end(w);
}

static void show_speeches(struct json_writer *w, struct context *c, const struct session *x)
{
    struct speech *list = NULL;
    const size_t count = speech_of_session(c->state, &x->id, c->arena, &list);
    show_rows(w, "speeches", &speech_shape, list, count);
}

static void show_documents(struct json_writer *w, struct context *c, const struct session *x)
{
    struct session_document *list = NULL;
    int64_t late = 0;
    const size_t count = session_documents(c->state, &x->id, c->arena, &list);
    for (size_t i = 0; i < count; i++) {
        late += list[i].late;
    }
    show_rows(w, "documents", &session_document_shape, list, count);
    json_integer(w, "late", late);
}

void show_session(struct json_writer *w, struct context *c, const struct session *x)
{
    struct agenda_item *agenda = NULL;
    struct attendance *attendance = NULL;
    struct credential *credentials = NULL;
    struct session_outcome *outcomes = NULL;
    struct session_point *points = NULL;
    struct speaker *speakers = NULL;
    struct session_task *tasks = NULL;
    json_object(w, NULL);
    size_t count = session_agenda(c->state, &x->id, c->arena, &agenda);
    show_rows(w, "agenda", &agenda_item_shape, agenda, count);
    count = session_attendance(c->state, &x->id, c->arena, &attendance);
    show_rows(w, "attendance", &attendance_shape, attendance, count);
    count = session_credentials(c->state, &x->id, c->arena, &credentials);
    show_rows(w, "credentials", &credential_shape, credentials, count);
    show_documents(w, c, x);
    show_versions(w, c, x);
    count = session_outcomes(c->state, &x->id, c->arena, &outcomes);
    show_rows(w, "outcomes", &session_outcome_shape, outcomes, count);
    count = session_points(c->state, &x->id, c->arena, &points);
    show_rows(w, "points", &session_point_shape, points, count);
    show_quorums(w, c, x);
    show_row(w, "session", &session_shape, x);
    count = session_speakers(c->state, &x->id, c->arena, &speakers);
    show_rows(w, "speakers", &speaker_shape, speakers, count);
    show_speeches(w, c, x);
    count = session_tasks(c->state, &x->id, c->arena, &tasks);
    show_rows(w, "tasks", &session_task_shape, tasks, count);
    json_end(w);
}
