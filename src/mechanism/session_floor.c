/* The floor: who speaks, in which order and for how long, and points of order. */
#include "base/check.h"
#include "base/limits.h"
#include "mechanism/ruling.h"
#include "mechanism/session.h"

enum rejection session_inscribe(struct context *c, const struct act *a)
{
    struct session x;
    struct body b;
    struct agenda_item item;
    const enum rejection r = session_enter(c, a, SESSION_SEAT, false, &x, &b);
    if (r != ACCEPTED) {
        return r;
    }
    struct speaker one = {.entry = (int64_t)c->index,
                          .item = act_value(a, "item")->integer,
                          .member = a->frame.member,
                          .number = session_next(c, SESSION_SPEAKERS, &x.id),
                          .office = act_value(a, "office")->text,
                          .reply = act_value(a, "reply")->integer != 0};
    if (act_value(a, "item")->given &&
        !session_row_get(c->state, SESSION_AGENDA, &x.id, one.item, &item)) {
        return REJECT_unknown_number;
    }
    if (one.number == 0) {
        return REJECT_limit;
    }
    one.place = one.number;
    session_row_put(c->state, SESSION_SPEAKERS, &x.id, one.number, &one);
    return ACCEPTED;
}

void session_floor_end(struct context *c, struct session *x)
{
    struct speaker one;
    if (x->floor == 0 || !session_row_get(c->state, SESSION_SPEAKERS, &x->id, x->floor, &one)) {
        return;
    }
    one.stage = SPEAKER_HEARD;
    one.ended_ms = c->time_ms;
    one.used_ms = one.ended_ms - one.began_ms;
    session_row_put(c->state, SESSION_SPEAKERS, &x->id, one.number, &one);
    x->floor = 0;
}

enum rejection session_floor(struct context *c, const struct act *a)
{
    struct session x;
    struct body b;
    struct speaker one;
    const enum rejection r = session_enter(c, a, SESSION_CHAIR, false, &x, &b);
    if (r != ACCEPTED) {
        return r;
    }
    if (!session_row_get(c->state, SESSION_SPEAKERS, &x.id, act_value(a, "speaker")->integer, &one)) {
        return REJECT_unknown_number;
    }
    if (x.floor != 0) {
        return REJECT_floor_taken;
    }
    if (one.stage != SPEAKER_LISTED) {
        return REJECT_exists; /* it was heard: it inscribes itself again */
    }
    one.stage = SPEAKER_SPEAKS;
    one.began_ms = c->time_ms;
    x.floor = one.number;
    session_row_put(c->state, SESSION_SPEAKERS, &x.id, one.number, &one);
    session_put(c->state, &x);
    return ACCEPTED;
}

enum rejection session_yield(struct context *c, const struct act *a)
{
    struct session x;
    struct body b;
    struct speaker one;
    const enum rejection r = session_enter(c, a, SESSION_ANY, false, &x, &b);
    if (r != ACCEPTED) {
        return r;
    }
    const int64_t number = act_value(a, "speaker")->integer;
    if (number == 0 || number != x.floor ||
        !session_row_get(c->state, SESSION_SPEAKERS, &x.id, number, &one)) {
        return REJECT_unknown_number;
    }
    if (!bytes_equal(b.chair, a->frame.member) && !bytes_equal(one.member, a->frame.member)) {
        return REJECT_not_owner;
    }
    session_floor_end(c, &x);
    session_put(c->state, &x);
    return ACCEPTED;
}

enum rejection session_point(struct context *c, const struct act *a)
{
    struct session x;
    struct body b;
    const enum rejection r = session_enter(c, a, SESSION_SEAT, false, &x, &b);
    if (r != ACCEPTED) {
        return r;
    }
    const struct session_point p = {.entry = (int64_t)c->index,
                                    .member = a->frame.member,
                                    .number = session_next(c, SESSION_POINTS, &x.id),
                                    .text = act_value(a, "text")->text,
                                    .time_ms = c->time_ms};
    if (p.number == 0) {
        return REJECT_limit;
    }
    session_row_put(c->state, SESSION_POINTS, &x.id, p.number, &p);
    return ACCEPTED;
}

enum rejection session_rule(struct context *c, const struct act *a)
{
    struct session x;
    struct body b;
    struct session_point p;
    const enum rejection r = session_enter(c, a, SESSION_CHAIR, false, &x, &b);
    if (r != ACCEPTED) {
        return r;
    }
    if (!session_row_get(c->state, SESSION_POINTS, &x.id, act_value(a, "point")->integer, &p)) {
        return REJECT_unknown_number;
    }
    if (p.stage != POINT_RAISED) {
        return REJECT_exists;
    }
    p.stage = act_value(a, "upheld")->integer != 0 ? POINT_UPHELD : POINT_DENIED;
    p.reason = act_value(a, "text")->text;
    p.ruled = (int64_t)c->index;
    p.ruling = a->id;
    session_row_put(c->state, SESSION_POINTS, &x.id, p.number, &p);
    ruling_record(c, a, &(struct ruling){.body = x.body, .session = x.id, .point = p.number});
    return ACCEPTED;
}

void session_point_overruled(struct context *c, const struct hash *id, int64_t point)
{
    struct session_point p;
    check(session_row_get(c->state, SESSION_POINTS, id, point, &p));
    p.stage = POINT_OVERRULED;
    session_row_put(c->state, SESSION_POINTS, id, point, &p);
}
