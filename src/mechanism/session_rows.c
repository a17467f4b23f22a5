#include <stdlib.h>

#include "base/check.h"
#include "base/limits.h"
#include "mechanism/session.h"

static const char *const session_stages[] = {"open", "closed", NULL};
static const char *const credential_stages[] = {"presented", "accepted", "challenged", NULL};
static const char *const speaker_stages[] = {"listed", "speaks", "heard", NULL};
static const char *const point_stages[] = {"raised", "upheld", "denied", "overruled", NULL};
static const char *const minutes_stages[] = {"draft", "circulated", "approved", "objected", NULL};
static const char *const task_stages[] = {"open", "done", NULL};

static const struct row_field of_session[] = {
    ROW_FIELD(session, body, ROW_TEXT),       ROW_FIELD(session, closes, ROW_TEXT),
    ROW_FIELD(session, ended_ms, ROW_NUMBER), ROW_FIELD(session, entry, ROW_NUMBER),
    ROW_FIELD(session, floor, ROW_NUMBER),    ROW_FIELD(session, format, ROW_TEXT),
    ROW_FIELD(session, from, ROW_TEXT),       ROW_FIELD(session, id, ROW_HASH),
    ROW_FIELD(session, member, ROW_TEXT),     ROW_FIELD(session, minutes, ROW_NUMBER),
    ROW_FIELD(session, opens, ROW_TEXT),      ROW_FIELD(session, place, ROW_TEXT),
    ROW_FIELD(session, reference, ROW_TEXT),  ROW_ENUM(session, stage, session_stages),
    ROW_FIELD(session, time_ms, ROW_NUMBER),  ROW_FIELD(session, title, ROW_TEXT),
    ROW_FIELD(session, to, ROW_TEXT),         ROW_END,
};
static const struct row_field of_item[] = {
    ROW_FIELD(agenda_item, circulate, ROW_TEXT), ROW_FIELD(agenda_item, entry, ROW_NUMBER),
    ROW_FIELD(agenda_item, matter, ROW_HASH),    ROW_FIELD(agenda_item, member, ROW_TEXT),
    ROW_FIELD(agenda_item, number, ROW_NUMBER),  ROW_FIELD(agenda_item, place, ROW_NUMBER),
    ROW_FIELD(agenda_item, title, ROW_TEXT),     ROW_END,
};
static const struct row_field of_document[] = {
    ROW_FIELD(session_document, circulated, ROW_TEXT), ROW_FIELD(session_document, digest, ROW_HASH),
    ROW_FIELD(session_document, entry, ROW_NUMBER),    ROW_FIELD(session_document, item, ROW_NUMBER),
    ROW_FIELD(session_document, language, ROW_TEXT),   ROW_FIELD(session_document, late, ROW_BOOL),
    ROW_FIELD(session_document, member, ROW_TEXT),     ROW_FIELD(session_document, number, ROW_NUMBER),
    ROW_FIELD(session_document, symbol, ROW_TEXT),     ROW_FIELD(session_document, title, ROW_TEXT),
    ROW_END,
};
static const struct row_field of_credential[] = {
    ROW_FIELD(credential, digest, ROW_HASH),  ROW_FIELD(credential, entry, ROW_NUMBER),
    ROW_FIELD(credential, may, ROW_TEXT),     ROW_FIELD(credential, member, ROW_TEXT),
    ROW_FIELD(credential, number, ROW_NUMBER), ROW_FIELD(credential, office, ROW_TEXT),
    ROW_FIELD(credential, reason, ROW_TEXT),  ROW_FIELD(credential, ruled, ROW_NUMBER),
    ROW_ENUM(credential, stage, credential_stages), ROW_END,
};
static const struct row_field of_attendance[] = {
    ROW_FIELD(attendance, by, ROW_TEXT),     ROW_FIELD(attendance, day, ROW_TEXT),
    ROW_FIELD(attendance, entry, ROW_NUMBER), ROW_FIELD(attendance, from, ROW_TEXT),
    ROW_FIELD(attendance, member, ROW_TEXT), ROW_FIELD(attendance, office, ROW_TEXT),
    ROW_FIELD(attendance, until, ROW_TEXT),  ROW_END,
};
static const struct row_field of_speaker[] = {
    ROW_FIELD(speaker, began_ms, ROW_NUMBER), ROW_FIELD(speaker, ended_ms, ROW_NUMBER),
    ROW_FIELD(speaker, entry, ROW_NUMBER),    ROW_FIELD(speaker, item, ROW_NUMBER),
    ROW_FIELD(speaker, member, ROW_TEXT),     ROW_FIELD(speaker, number, ROW_NUMBER),
    ROW_FIELD(speaker, office, ROW_TEXT),     ROW_FIELD(speaker, place, ROW_NUMBER),
    ROW_FIELD(speaker, reply, ROW_BOOL),      ROW_ENUM(speaker, stage, speaker_stages),
    ROW_FIELD(speaker, used_ms, ROW_NUMBER),  ROW_END,
};
static const struct row_field of_point[] = {
    ROW_FIELD(session_point, entry, ROW_NUMBER),  ROW_FIELD(session_point, member, ROW_TEXT),
    ROW_FIELD(session_point, number, ROW_NUMBER), ROW_FIELD(session_point, reason, ROW_TEXT),
    ROW_FIELD(session_point, ruled, ROW_NUMBER),  ROW_FIELD(session_point, ruling, ROW_HASH),
    ROW_ENUM(session_point, stage, point_stages),
    ROW_FIELD(session_point, text, ROW_TEXT),     ROW_FIELD(session_point, time_ms, ROW_NUMBER),
    ROW_END,
};
static const struct row_field of_minutes[] = {
    ROW_FIELD(minutes, digest, ROW_HASH),     ROW_FIELD(minutes, entry, ROW_NUMBER),
    ROW_FIELD(minutes, number, ROW_NUMBER),
    ROW_ENUM(minutes, stage, minutes_stages), ROW_FIELD(minutes, tacit, ROW_BOOL),
    ROW_FIELD(minutes, until, ROW_TEXT),      ROW_END,
};
static const struct row_field of_part[] = {
    ROW_FIELD(minutes_part, digest, ROW_HASH),   ROW_FIELD(minutes_part, entry, ROW_NUMBER),
    ROW_FIELD(minutes_part, language, ROW_TEXT), ROW_FIELD(minutes_part, part, ROW_NUMBER),
    ROW_END,
};
static const struct row_field of_answer[] = {
    ROW_FIELD(minutes_answer, approves, ROW_BOOL), ROW_FIELD(minutes_answer, entry, ROW_NUMBER),
    ROW_FIELD(minutes_answer, member, ROW_TEXT),   ROW_FIELD(minutes_answer, reason, ROW_TEXT),
    ROW_END,
};
static const struct row_field of_outcome[] = {
    ROW_FIELD(session_outcome, digest, ROW_HASH),   ROW_FIELD(session_outcome, entry, ROW_NUMBER),
    ROW_FIELD(session_outcome, matter, ROW_HASH),   ROW_FIELD(session_outcome, number, ROW_NUMBER),
    ROW_FIELD(session_outcome, statement, ROW_NUMBER), ROW_FIELD(session_outcome, symbol, ROW_TEXT),
    ROW_FIELD(session_outcome, title, ROW_TEXT),    ROW_END,
};
static const struct row_field of_task[] = {
    ROW_FIELD(session_task, digest, ROW_HASH),   ROW_FIELD(session_task, done, ROW_TEXT),
    ROW_FIELD(session_task, entry, ROW_NUMBER),  ROW_FIELD(session_task, evidence, ROW_TEXT),
    ROW_FIELD(session_task, member, ROW_TEXT),   ROW_FIELD(session_task, number, ROW_NUMBER),
    ROW_FIELD(session_task, office, ROW_TEXT),   ROW_FIELD(session_task, overdue, ROW_BOOL),
    ROW_ENUM(session_task, stage, task_stages),  ROW_FIELD(session_task, text, ROW_TEXT),
    ROW_FIELD(session_task, until, ROW_TEXT),    ROW_END,
};

ROW_SHAPE(session, of_session);
ROW_SHAPE(agenda_item, of_item);
ROW_SHAPE(session_document, of_document);
ROW_SHAPE(credential, of_credential);
ROW_SHAPE(attendance, of_attendance);
ROW_SHAPE(speaker, of_speaker);
ROW_SHAPE(session_point, of_point);
ROW_SHAPE(minutes, of_minutes);
ROW_SHAPE(minutes_part, of_part);
ROW_SHAPE(minutes_answer, of_answer);
ROW_SHAPE(session_outcome, of_outcome);
ROW_SHAPE(session_task, of_task);

static const struct row_shape *const shapes[] = {
    [SESSION_AGENDA] = &agenda_item_shape,    [SESSION_DOCUMENTS] = &session_document_shape,
    [SESSION_CREDENTIALS] = &credential_shape, [SESSION_ATTENDANCE] = &attendance_shape,
    [SESSION_SPEAKERS] = &speaker_shape,      [SESSION_POINTS] = &session_point_shape,
    [SESSION_MINUTES] = &minutes_shape,       [SESSION_MINUTES_PARTS] = &minutes_part_shape,
    [SESSION_ANSWERS] = &minutes_answer_shape, [SESSION_OUTCOMES] = &session_outcome_shape,
    [SESSION_TASKS] = &session_task_shape,
};

static struct key key_of(enum session_part part)
{
    switch (part) {
    case SESSION_AGENDA:
        return key_noun("agenda");
    case SESSION_DOCUMENTS:
        return key_noun("document");
    case SESSION_CREDENTIALS:
        return key_noun("credential");
    case SESSION_ATTENDANCE:
        return key_noun("attendance");
    case SESSION_SPEAKERS:
        return key_noun("speaker");
    case SESSION_POINTS:
        return key_noun("point");
    case SESSION_MINUTES:
        return key_noun("minutes");
    case SESSION_MINUTES_PARTS:
        return key_noun("minutes_part");
    case SESSION_ANSWERS:
        return key_noun("minutes_answer");
    case SESSION_OUTCOMES:
        return key_noun("outcome");
    case SESSION_TASKS:
        return key_noun("task");
    }
    unreachable("not a part of a session");
}

struct key session_key(enum session_part part, const struct hash *id)
{
    struct key k = key_of(part);
    key_add_hash(&k, id);
    return k;
}

bool session_row_get(struct state *s, enum session_part part, const struct hash *id, int64_t number,
                     void *row)
{
    struct key k = session_key(part, id);
    key_add_number(&k, number);
    return row_get(s, &k, shapes[part], row);
}

void session_row_put(struct state *s, enum session_part part, const struct hash *id, int64_t number,
                     const void *row)
{
    struct key k = session_key(part, id);
    key_add_number(&k, number);
    row_put(s, &k, shapes[part], row);
}

static size_t list(struct state *s, enum session_part part, const struct hash *id, struct arena *a,
                   void **out)
{
    const struct key k = session_key(part, id);
    return row_list(s, &k, shapes[part], a, out);
}

int64_t session_next(struct context *c, enum session_part part, const struct hash *id)
{
    const struct key k = session_key(part, id);
    const size_t count = row_count(c->state, &k, c->arena);
    return count < SESSION_ROWS_MAX ? (int64_t)count + 1 : 0;
}

static struct key key_of_session(const struct hash *id)
{
    struct key k = key_noun("session");
    key_add_hash(&k, id);
    return k;
}

static struct key key_of_name(struct bytes body, struct bytes reference)
{
    struct key k = key_noun("session_name");
    key_add_text(&k, body);
    key_add_text(&k, reference);
    return k;
}

bool session_get(struct state *s, const struct hash *id, struct session *out)
{
    const struct key k = key_of_session(id);
    return row_get(s, &k, &session_shape, out);
}

void session_put(struct state *s, const struct session *x)
{
    const struct key k = key_of_session(&x->id);
    row_put(s, &k, &session_shape, x);
}

bool session_find(struct state *s, struct bytes body, struct bytes reference, struct hash *id)
{
    const struct key k = key_of_name(body, reference);
    struct bytes value;
    if (!state_get(s, key_view(&k), &value)) {
        return false;
    }
    struct cursor c = cursor_of(value);
    *id = value_hash(&c);
    check(cursor_ended(&c));
    return true;
}

void session_name(struct state *s, const struct session *x)
{
    const struct key k = key_of_name(x->body, x->reference);
    state_put(s, key_view(&k), hash_view(&x->id));
}

static int by_entry(const void *a, const void *b)
{
    const struct session *x = a;
    const struct session *y = b;
    return (x->entry > y->entry) - (x->entry < y->entry);
}

size_t session_list(struct state *s, struct arena *a, struct session **out)
{
    const struct key k = key_noun("session");
    void *rows = NULL;
    const size_t count = row_list(s, &k, &session_shape, a, &rows);
    *out = rows;
    qsort(*out, count, sizeof **out, by_entry);
    return count;
}

static int by_place_of_item(const void *a, const void *b)
{
    const struct agenda_item *x = a;
    const struct agenda_item *y = b;
    return (x->place > y->place) - (x->place < y->place);
}

size_t session_agenda(struct state *s, const struct hash *id, struct arena *a, struct agenda_item **out)
{
    void *rows = NULL;
    const size_t count = list(s, SESSION_AGENDA, id, a, &rows);
    *out = rows;
    qsort(*out, count, sizeof **out, by_place_of_item);
    return count;
}

static int by_place_of_speaker(const void *a, const void *b)
{
    const struct speaker *x = a;
    const struct speaker *y = b;
    return (x->place > y->place) - (x->place < y->place);
}

size_t session_speakers(struct state *s, const struct hash *id, struct arena *a, struct speaker **out)
{
    void *rows = NULL;
    const size_t count = list(s, SESSION_SPEAKERS, id, a, &rows);
    *out = rows;
    qsort(*out, count, sizeof **out, by_place_of_speaker);
    return count;
}

#define LIST(function, part, type)                                                                           \
    size_t function(struct state *s, const struct hash *id, struct arena *a, struct type **out)              \
    {                                                                                                        \
        void *rows = NULL;                                                                                   \
        const size_t count = list(s, part, id, a, &rows);                                                    \
        *out = rows;                                                                                         \
        return count;                                                                                        \
    }
LIST(session_documents, SESSION_DOCUMENTS, session_document)
LIST(session_credentials, SESSION_CREDENTIALS, credential)
LIST(session_points, SESSION_POINTS, session_point)
LIST(session_outcomes, SESSION_OUTCOMES, session_outcome)
LIST(session_tasks, SESSION_TASKS, session_task)
LIST(session_minutes_list, SESSION_MINUTES, minutes)
LIST(session_attendance, SESSION_ATTENDANCE, attendance)

size_t session_minutes_parts(struct state *s, const struct hash *id, int64_t version, struct arena *a,
                             struct minutes_part **out)
{
    void *rows = NULL;
    struct key k = session_key(SESSION_MINUTES_PARTS, id);
    key_add_number(&k, version);
    const size_t count = row_list(s, &k, &minutes_part_shape, a, &rows);
    *out = rows;
    return count;
}

size_t session_minutes_answers(struct state *s, const struct hash *id, int64_t version, struct arena *a,
                               struct minutes_answer **out)
{
    void *rows = NULL;
    struct key k = session_key(SESSION_ANSWERS, id);
    key_add_number(&k, version);
    const size_t count = row_list(s, &k, &minutes_answer_shape, a, &rows);
    *out = rows;
    return count;
}
