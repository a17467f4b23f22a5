#include "mechanism/session.h"

#include "base/check.h"
#include "base/limits.h"
#include "mechanism/law.h"
#include "mechanism/matter.h"
#include "mechanism/member.h"

enum rejection session_enter(struct context *c, const struct act *a, enum session_who who, bool closed,
                             struct session *x, struct body *b)
{
    if (!session_get(c->state, &act_value(a, "session")->hash, x)) {
        return REJECT_unknown_session;
    }
    check(body_get(c->state, x->body, c->arena, b));
    if (!closed && x->stage != SESSION_OPEN) {
        return REJECT_wrong_stage;
    }
    if (who == SESSION_CHAIR && !bytes_equal(b->chair, a->frame.member)) {
        return REJECT_not_chair;
    }
    if (who == SESSION_SEAT && !body_has(b, a->frame.member)) {
        return REJECT_not_seated;
    }
    return ACCEPTED;
}

enum rejection session_open(struct context *c, const struct act *a)
{
    struct body b;
    struct hash other;
    struct session x = {.id = a->id,
                        .body = act_value(a, "body")->text,
                        .closes = act_value(a, "closes")->text,
                        .format = act_value(a, "format")->text,
                        .from = act_value(a, "from")->text,
                        .member = a->frame.member,
                        .opens = act_value(a, "opens")->text,
                        .place = act_value(a, "place")->text,
                        .reference = act_value(a, "reference")->text,
                        .title = act_value(a, "title")->text,
                        .to = act_value(a, "to")->text,
                        .entry = (int64_t)c->index,
                        .time_ms = c->time_ms};
    if (!body_get(c->state, x.body, c->arena, &b)) {
        return REJECT_unknown_body;
    }
    if (!bytes_equal(b.chair, a->frame.member)) {
        return REJECT_not_chair;
    }
    if (session_find(c->state, x.body, x.reference, &other)) {
        return REJECT_exists;
    }
    if (bytes_compare(x.from, x.to) > 0) {
        return REJECT_wrong_dates;
    }
    session_put(c->state, &x);
    session_name(c->state, &x);
    return ACCEPTED;
}

enum rejection session_close(struct context *c, const struct act *a)
{
    struct session x;
    struct body b;
    const enum rejection r = session_enter(c, a, SESSION_CHAIR, false, &x, &b);
    if (r != ACCEPTED) {
        return r;
    }
    session_floor_end(c, &x);
    x.stage = SESSION_CLOSED;
    x.ended_ms = c->time_ms;
    session_put(c->state, &x);
    return ACCEPTED;
}

enum rejection session_agenda_add(struct context *c, const struct act *a)
{
    struct session x;
    struct body b;
    struct matter m;
    const enum rejection r = session_enter(c, a, SESSION_SEAT, false, &x, &b);
    if (r != ACCEPTED) {
        return r;
    }
    const struct act_value *matter = act_value(a, "matter");
    if (matter->given && !matter_get(c->state, &matter->hash, c->arena, &m)) {
        return REJECT_unknown_matter;
    }
    struct agenda_item item = {.circulate = act_value(a, "circulate")->text,
                               .entry = (int64_t)c->index,
                               .matter = matter->hash,
                               .member = a->frame.member,
                               .number = session_next(c, SESSION_AGENDA, &x.id),
                               .title = act_value(a, "title")->text};
    if (item.number == 0) {
        return REJECT_limit;
    }
    item.place = item.number;
    session_row_put(c->state, SESSION_AGENDA, &x.id, item.number, &item);
    return ACCEPTED;
}

/* Who stands between the old place and the new one moves up or down by one. */
static int64_t place_after(int64_t place, int64_t old, int64_t new)
{
    if (place == old) {
        return new;
    }
    if (old < place && place <= new) {
        return place - 1;
    }
    return new <= place && place < old ? place + 1 : place;
}

enum rejection session_arrange(struct context *c, const struct act *a)
{
    struct session x;
    struct body b;
    struct agenda_item item;
    struct agenda_item *list = NULL;
    const enum rejection r = session_enter(c, a, SESSION_CHAIR, false, &x, &b);
    if (r != ACCEPTED) {
        return r;
    }
    const int64_t place = act_value(a, "place")->integer;
    const size_t count = session_agenda(c->state, &x.id, c->arena, &list);
    if (!session_row_get(c->state, SESSION_AGENDA, &x.id, act_value(a, "item")->integer, &item) ||
        place < 1 || place > (int64_t)count) {
        return REJECT_unknown_number;
    }
    for (size_t i = 0; i < count; i++) {
        const int64_t to = place_after(list[i].place, item.place, place);
        if (to != list[i].place) {
            list[i].place = to;
            session_row_put(c->state, SESSION_AGENDA, &x.id, list[i].number, &list[i]);
        }
    }
    return ACCEPTED;
}

enum rejection session_order(struct context *c, const struct act *a)
{
    struct session x;
    struct body b;
    struct speaker one;
    struct speaker *list = NULL;
    const enum rejection r = session_enter(c, a, SESSION_CHAIR, false, &x, &b);
    if (r != ACCEPTED) {
        return r;
    }
    const int64_t place = act_value(a, "place")->integer;
    const size_t count = session_speakers(c->state, &x.id, c->arena, &list);
    if (!session_row_get(c->state, SESSION_SPEAKERS, &x.id, act_value(a, "speaker")->integer, &one) ||
        place < 1 || place > (int64_t)count) {
        return REJECT_unknown_number;
    }
    for (size_t i = 0; i < count; i++) {
        const int64_t to = place_after(list[i].place, one.place, place);
        if (to != list[i].place) {
            list[i].place = to;
            session_row_put(c->state, SESSION_SPEAKERS, &x.id, list[i].number, &list[i]);
        }
    }
    return ACCEPTED;
}

enum rejection session_document(struct context *c, const struct act *a)
{
    struct session x;
    struct body b;
    struct agenda_item item;
    struct session_document *list = NULL;
    const enum rejection r = session_enter(c, a, SESSION_SEAT, false, &x, &b);
    if (r != ACCEPTED) {
        return r;
    }
    const struct civil_day today = law_day(c, c->time_ms);
    struct session_document d = {.circulated = arena_copy(c->arena, bytes_of_text(today.text)),
                                 .digest = act_value(a, "digest")->hash,
                                 .entry = (int64_t)c->index,
                                 .item = act_value(a, "item")->integer,
                                 .language = act_value(a, "language")->text,
                                 .member = a->frame.member,
                                 .symbol = act_value(a, "symbol")->text,
                                 .title = act_value(a, "title")->text};
    if (!session_row_get(c->state, SESSION_AGENDA, &x.id, d.item, &item)) {
        return REJECT_unknown_number;
    }
    const size_t count = session_documents(c->state, &x.id, c->arena, &list);
    for (size_t i = 0; i < count; i++) {
        if (bytes_equal(list[i].symbol, d.symbol) && bytes_equal(list[i].language, d.language)) {
            return REJECT_exists;
        }
    }
    d.number = session_next(c, SESSION_DOCUMENTS, &x.id);
    if (d.number == 0) {
        return REJECT_limit;
    }
    d.late = item.circulate.len > 0 && bytes_compare(d.circulated, item.circulate) > 0;
    session_row_put(c->state, SESSION_DOCUMENTS, &x.id, d.number, &d);
    return ACCEPTED;
}

enum rejection session_credential(struct context *c, const struct act *a)
{
    struct session x;
    struct body b;
    struct credential *list = NULL;
    const enum rejection r = session_enter(c, a, SESSION_ANY, false, &x, &b);
    if (r != ACCEPTED) {
        return r;
    }
    struct credential one = {.digest = act_value(a, "digest")->hash,
                             .entry = (int64_t)c->index,
                             .may = act_value(a, "may")->text,
                             .member = a->frame.member,
                             .office = act_value(a, "office")->text};
    const size_t count = session_credentials(c->state, &x.id, c->arena, &list);
    for (size_t i = 0; i < count; i++) {
        if (bytes_equal(list[i].member, one.member) && bytes_equal(list[i].office, one.office)) {
            return REJECT_exists;
        }
    }
    one.number = session_next(c, SESSION_CREDENTIALS, &x.id);
    if (one.number == 0) {
        return REJECT_limit;
    }
    session_row_put(c->state, SESSION_CREDENTIALS, &x.id, one.number, &one);
    return ACCEPTED;
}

enum rejection session_accept(struct context *c, const struct act *a)
{
    struct session x;
    struct body b;
    struct credential one;
    const enum rejection r = session_enter(c, a, SESSION_CHAIR, false, &x, &b);
    if (r != ACCEPTED) {
        return r;
    }
    if (!session_row_get(c->state, SESSION_CREDENTIALS, &x.id, act_value(a, "credential")->integer, &one)) {
        return REJECT_unknown_number;
    }
    const enum credential_stage stage =
        act_value(a, "accepted")->integer != 0 ? CREDENTIAL_ACCEPTED : CREDENTIAL_CHALLENGED;
    if (one.stage == stage) {
        return REJECT_exists;
    }
    if (stage == CREDENTIAL_CHALLENGED && !act_value(a, "reason")->given) {
        return REJECT_reason_missing;
    }
    one.stage = stage;
    one.reason = act_value(a, "reason")->text;
    one.ruled = (int64_t)c->index;
    session_row_put(c->state, SESSION_CREDENTIALS, &x.id, one.number, &one);
    return ACCEPTED;
}

static struct key key_of_attendance(const struct hash *id, const struct attendance *x)
{
    struct key k = session_key(SESSION_ATTENDANCE, id);
    key_add_text(&k, x->day);
    key_add_text(&k, x->member);
    key_add_text(&k, x->office);
    return k;
}

static bool is_odd(const struct attendance *x)
{
    return x->until.len > 0 && (x->from.len == 0 || bytes_compare(x->from, x->until) >= 0);
}

/* All rows of an act or none: each is looked at before the first is written. */
enum rejection session_attend(struct context *c, const struct act *a)
{
    struct session x;
    struct body b;
    struct member m;
    const enum rejection r = session_enter(c, a, SESSION_ANY, false, &x, &b);
    if (r != ACCEPTED) {
        return r;
    }
    const struct act_value *rows = act_value(a, "rows");
    const struct bytes day = act_value(a, "day")->text;
    const bool is_chair = bytes_equal(b.chair, a->frame.member);
    struct attendance *list = ARENA_ARRAY(c->arena, struct attendance, rows->count);
    if (bytes_compare(day, x.from) < 0 || bytes_compare(day, x.to) > 0) {
        return REJECT_wrong_dates;
    }
    for (size_t i = 0; i < rows->count; i++) {
        list[i] = (struct attendance){.by = a->frame.member,
                                      .day = day,
                                      .entry = (int64_t)c->index,
                                      .from = act_cell(rows, i, "from")->text,
                                      .member = act_cell(rows, i, "member")->text,
                                      .office = act_cell(rows, i, "office")->text,
                                      .until = act_cell(rows, i, "until")->text};
        if (!is_chair && !bytes_equal(list[i].member, a->frame.member)) {
            return REJECT_not_chair;
        }
        if (!member_get(c->state, list[i].member, &m)) {
            return REJECT_unknown_member;
        }
        if (is_odd(&list[i])) {
            return REJECT_wrong_dates;
        }
    }
    for (size_t i = 0; i < rows->count; i++) {
        const struct key k = key_of_attendance(&x.id, &list[i]);
        row_put(c->state, &k, &attendance_shape, &list[i]);
    }
    return ACCEPTED;
}

bool session_is_present(const struct attendance *list, size_t count, struct bytes member, struct bytes day,
                        struct bytes hour)
{
    for (size_t i = 0; i < count; i++) {
        const struct attendance *x = &list[i];
        if (bytes_equal(x->member, member) && bytes_equal(x->day, day) && x->from.len > 0 &&
            bytes_compare(x->from, hour) <= 0 && (x->until.len == 0 || bytes_compare(hour, x->until) < 0)) {
            return true;
        }
    }
    return false;
}
