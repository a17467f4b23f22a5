/* What a session leaves: minutes, outcome documents, and what is to follow. All of it goes on when the
 * session is closed. */
#include "base/check.h"
#include "base/limits.h"
#include "mechanism/civil.h"
#include "mechanism/law.h"
#include "mechanism/matter.h"
#include "mechanism/member.h"
#include "mechanism/session.h"
#include "mechanism/statement.h"

struct hash session_minutes_digest(const struct minutes_part *parts, size_t count)
{
    struct buffer b;
    buffer_init(&b, SESSION_ROWS_MAX * (LANGUAGE_BYTES_MAX + 64) + 64);
    buffer_add_text(&b, "univocal minutes 1\n");
    for (size_t i = 0; i < count; i++) {
        buffer_add_block(&b, parts[i].language);
        value_add_hash(&b, &parts[i].digest);
    }
    check(!b.overflow);
    const struct hash h = hash_of(buffer_view(&b));
    buffer_done(&b);
    return h;
}

/* The draft that stands, or a new version of the minutes. */
static bool begin_draft(struct context *c, struct session *x, struct minutes *m)
{
    if (x->minutes > 0) {
        check(session_row_get(c->state, SESSION_MINUTES, &x->id, x->minutes, m));
    }
    if (x->minutes > 0 && m->stage != MINUTES_OBJECTED) {
        return m->stage == MINUTES_DRAFT;
    }
    *m = (struct minutes){.number = ++x->minutes};
    session_row_put(c->state, SESSION_MINUTES, &x->id, m->number, m);
    session_put(c->state, x);
    return true;
}

enum rejection session_minutes(struct context *c, const struct act *a)
{
    struct session x;
    struct body b;
    struct minutes m;
    const enum rejection r = session_enter(c, a, SESSION_CHAIR, true, &x, &b);
    if (r != ACCEPTED) {
        return r;
    }
    const struct minutes_part part = {.digest = hash_of(act_value(a, "text")->text),
                                      .entry = (int64_t)c->index,
                                      .language = act_value(a, "language")->text,
                                      .part = act_value(a, "part")->integer};
    struct minutes_part *parts = NULL;
    if (part.part == 0) {
        return REJECT_unknown_number;
    }
    if (!begin_draft(c, &x, &m)) {
        return REJECT_wrong_stage;
    }
    struct key k = session_key(SESSION_MINUTES_PARTS, &x.id);
    key_add_number(&k, m.number);
    key_add_text(&k, part.language);
    key_add_number(&k, part.part);
    struct bytes before;
    if (!state_get(c->state, key_view(&k), &before) &&
        session_minutes_parts(c->state, &x.id, m.number, c->arena, &parts) == SESSION_ROWS_MAX) {
        return REJECT_limit;
    }
    row_put(c->state, &k, &minutes_part_shape, &part);
    return ACCEPTED;
}

enum rejection session_circulate(struct context *c, const struct act *a)
{
    struct session x;
    struct body b;
    struct minutes m;
    struct minutes_part *parts = NULL;
    const enum rejection r = session_enter(c, a, SESSION_CHAIR, true, &x, &b);
    if (r != ACCEPTED) {
        return r;
    }
    if (x.minutes == 0 || !session_row_get(c->state, SESSION_MINUTES, &x.id, x.minutes, &m) ||
        m.stage != MINUTES_DRAFT) {
        return REJECT_wrong_stage;
    }
    m.until = act_value(a, "until")->text;
    const struct civil_day today = law_day(c, c->time_ms);
    if (bytes_compare(m.until, bytes_of_text(today.text)) < 0) {
        return REJECT_wrong_day;
    }
    const size_t count = session_minutes_parts(c->state, &x.id, m.number, c->arena, &parts);
    m.digest = session_minutes_digest(parts, count);
    m.stage = MINUTES_CIRCULATED;
    m.entry = (int64_t)c->index;
    session_row_put(c->state, SESSION_MINUTES, &x.id, m.number, &m);
    civil_deadline_set(c, CIVIL_MINUTES, &x.id, m.number, civil_parse(m.until) + 1);
    return ACCEPTED;
}

static struct key key_of_answer(const struct hash *id, int64_t version, struct bytes member)
{
    struct key k = session_key(SESSION_ANSWERS, id);
    key_add_number(&k, version);
    key_add_text(&k, member);
    return k;
}

/* All who sit in the body: then nothing is to be waited for. */
static bool all_approve(struct context *c, const struct hash *id, int64_t version, const struct body *b)
{
    for (size_t i = 0; i < b->seat_count; i++) {
        struct minutes_answer one;
        const struct key k = key_of_answer(id, version, b->seats[i]);
        if (!row_get(c->state, &k, &minutes_answer_shape, &one)) {
            return false;
        }
    }
    return true;
}

enum rejection session_approve(struct context *c, const struct act *a)
{
    struct session x;
    struct body b;
    struct minutes m;
    struct minutes_answer before;
    const enum rejection r = session_enter(c, a, SESSION_SEAT, true, &x, &b);
    if (r != ACCEPTED) {
        return r;
    }
    if (x.minutes == 0 || !session_row_get(c->state, SESSION_MINUTES, &x.id, x.minutes, &m) ||
        m.stage != MINUTES_CIRCULATED) {
        return REJECT_wrong_stage;
    }
    if (!hash_equal(&m.digest, &act_value(a, "digest")->hash)) {
        return REJECT_wrong_digest;
    }
    const struct minutes_answer answer = {.approves = act_value(a, "approves")->integer != 0,
                                          .entry = (int64_t)c->index,
                                          .member = a->frame.member,
                                          .reason = act_value(a, "reason")->text};
    if (!answer.approves && answer.reason.len == 0) {
        return REJECT_reason_missing;
    }
    const struct key k = key_of_answer(&x.id, m.number, answer.member);
    if (answer.approves && row_get(c->state, &k, &minutes_answer_shape, &before)) {
        return REJECT_exists;
    }
    row_put(c->state, &k, &minutes_answer_shape, &answer);
    if (!answer.approves) {
        m.stage = MINUTES_OBJECTED;
    } else if (all_approve(c, &x.id, m.number, &b)) {
        m.stage = MINUTES_APPROVED;
    }
    if (m.stage != MINUTES_CIRCULATED) {
        civil_deadline_drop(c, CIVIL_MINUTES, &x.id, m.number);
    }
    session_row_put(c->state, SESSION_MINUTES, &x.id, m.number, &m);
    return ACCEPTED;
}

const char *session_minutes_due(struct context *c, const struct hash *id, int64_t version)
{
    struct minutes m;
    check(session_row_get(c->state, SESSION_MINUTES, id, version, &m) && m.stage == MINUTES_CIRCULATED);
    m.stage = MINUTES_APPROVED;
    m.tacit = true;
    session_row_put(c->state, SESSION_MINUTES, id, version, &m);
    return "approved";
}

enum rejection session_outcome(struct context *c, const struct act *a)
{
    struct session x;
    struct body b;
    struct matter m;
    struct statement st;
    const enum rejection r = session_enter(c, a, SESSION_CHAIR, true, &x, &b);
    if (r != ACCEPTED) {
        return r;
    }
    const struct act_value *matter = act_value(a, "matter");
    const struct act_value *statement = act_value(a, "statement");
    if (!matter->given && !statement->given && !act_value(a, "digest")->given) {
        return REJECT_wrong_target;
    }
    if (matter->given && !matter_get(c->state, &matter->hash, c->arena, &m)) {
        return REJECT_unknown_matter;
    }
    if (statement->given && !statement_get(c->state, statement->integer, c->arena, &st)) {
        return REJECT_unknown_statement;
    }
    const struct session_outcome o = {.digest = act_value(a, "digest")->hash,
                                      .entry = (int64_t)c->index,
                                      .matter = matter->hash,
                                      .number = session_next(c, SESSION_OUTCOMES, &x.id),
                                      .statement = statement->integer,
                                      .symbol = act_value(a, "symbol")->text,
                                      .title = act_value(a, "title")->text};
    if (o.number == 0) {
        return REJECT_limit;
    }
    session_row_put(c->state, SESSION_OUTCOMES, &x.id, o.number, &o);
    return ACCEPTED;
}

enum rejection session_follow(struct context *c, const struct act *a)
{
    struct session x;
    struct body b;
    struct member m;
    const enum rejection r = session_enter(c, a, SESSION_CHAIR, true, &x, &b);
    if (r != ACCEPTED) {
        return r;
    }
    const struct session_task t = {.entry = (int64_t)c->index,
                                   .member = act_value(a, "member")->text,
                                   .number = session_next(c, SESSION_TASKS, &x.id),
                                   .office = act_value(a, "office")->text,
                                   .text = act_value(a, "text")->text,
                                   .until = act_value(a, "until")->text};
    const struct civil_day today = law_day(c, c->time_ms);
    if (!member_get(c->state, t.member, &m)) {
        return REJECT_unknown_member;
    }
    if (bytes_compare(t.until, bytes_of_text(today.text)) < 0) {
        return REJECT_wrong_day;
    }
    if (t.number == 0) {
        return REJECT_limit;
    }
    session_row_put(c->state, SESSION_TASKS, &x.id, t.number, &t);
    civil_deadline_set(c, CIVIL_TASK, &x.id, t.number, civil_parse(t.until) + 1);
    return ACCEPTED;
}

enum rejection session_done(struct context *c, const struct act *a)
{
    struct session x;
    struct body b;
    struct session_task t;
    const enum rejection r = session_enter(c, a, SESSION_ANY, true, &x, &b);
    if (r != ACCEPTED) {
        return r;
    }
    if (!session_row_get(c->state, SESSION_TASKS, &x.id, act_value(a, "task")->integer, &t)) {
        return REJECT_unknown_number;
    }
    if (!bytes_equal(t.member, a->frame.member) && !bytes_equal(b.chair, a->frame.member)) {
        return REJECT_not_owner;
    }
    if (t.stage != TASK_OPEN) {
        return REJECT_exists;
    }
    const struct civil_day today = law_day(c, c->time_ms);
    t.stage = TASK_DONE;
    t.done = arena_copy(c->arena, bytes_of_text(today.text));
    t.digest = act_value(a, "digest")->hash;
    t.evidence = act_value(a, "evidence")->text;
    session_row_put(c->state, SESSION_TASKS, &x.id, t.number, &t);
    civil_deadline_drop(c, CIVIL_TASK, &x.id, t.number);
    return ACCEPTED;
}

const char *session_task_due(struct context *c, const struct hash *id, int64_t number)
{
    struct session_task t;
    check(session_row_get(c->state, SESSION_TASKS, id, number, &t) && t.stage == TASK_OPEN);
    t.overdue = true;
    session_row_put(c->state, SESSION_TASKS, id, number, &t);
    return "overdue";
}
