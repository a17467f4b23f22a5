#include "mechanism/limited.h"

#include "base/check.h"
#include "base/limits.h"
#include "base/text.h"
#include "mechanism/matter.h"
#include "mechanism/tuple.h"

static struct key limited_key(const struct hash *matter)
{
    struct key k = key_new('5');
    key_add_hash(&k, matter);
    return k;
}

bool limited_get(struct state *s, const struct hash *matter, struct arena *a, struct limited *out)
{
    const struct key k = limited_key(matter);
    struct bytes value;
    if (!state_get(s, key_view(&k), &value)) {
        return false;
    }
    struct cursor c = cursor_of(value);
    struct limited x = {.vote = value_hash(&c)};
    x.decided = value_number(&c);
    x.time_ms = value_number(&c);
    x.count = (size_t)value_number(&c);
    check(x.count <= MEMBERS_MAX);
    struct bytes *members = ARENA_ARRAY(a, struct bytes, x.count + 1);
    for (size_t i = 0; i < x.count; i++) {
        members[i] = value_text(&c);
    }
    x.members = members;
    check(cursor_ended(&c));
    *out = x;
    return true;
}

static void limited_put(struct state *s, const struct hash *matter, const struct limited *x)
{
    const struct key k = limited_key(matter);
    struct buffer b;
    buffer_init(&b, STATE_VALUE_BYTES_MAX);
    value_add_hash(&b, &x->vote);
    value_add_number(&b, x->decided);
    value_add_number(&b, x->time_ms);
    value_add_number(&b, (int64_t)x->count);
    for (size_t i = 0; i < x->count; i++) {
        buffer_add_block(&b, x->members[i]);
    }
    check(!b.overflow);
    state_put(s, key_view(&k), buffer_view(&b));
    buffer_done(&b);
}

void limited_end(struct state *s, const struct hash *matter)
{
    const struct key k = limited_key(matter);
    struct bytes value;
    if (state_get(s, key_view(&k), &value)) {
        state_delete(s, key_view(&k));
    }
}

void limited_seats(struct context *c, const struct hash *matter, struct body *b)
{
    struct limited x;
    size_t count = 0;
    if (!limited_get(c->state, matter, c->arena, &x)) {
        return;
    }
    struct bytes *seats = ARENA_ARRAY(c->arena, struct bytes, x.count + 1);
    for (size_t i = 0; i < x.count; i++) {
        if (body_has(b, x.members[i])) {
            seats[count++] = x.members[i];
        }
    }
    b->seats = seats;
    b->seat_count = count;
}

/* "A01,A02" into codes that ascend. */
static bool read_codes(struct arena *a, struct bytes text, struct limited *out)
{
    struct bytes *members = ARENA_ARRAY(a, struct bytes, MEMBERS_MAX);
    out->members = members;
    out->count = 0;
    for (;;) {
        size_t len = 0;
        while (len < text.len && text.data[len] != ',') {
            len++;
        }
        const struct bytes code = bytes_of(text.data, len);
        if (out->count == MEMBERS_MAX || !text_is_code(code) ||
            (out->count > 0 && bytes_compare(members[out->count - 1], code) >= 0)) {
            return false;
        }
        members[out->count++] = code;
        if (len == text.len) {
            return true;
        }
        text = bytes_of(text.data + len + 1, text.len - len - 1);
    }
}

enum rejection limited_may(struct context *c, const struct act *a, struct vote *x)
{
    struct matter m;
    struct limited asked;
    struct body b;
    (void)a;
    check(matter_get(c->state, &x->matter, c->arena, &m));
    if (m.stage != MATTER_OPEN) {
        return REJECT_wrong_stage;
    }
    if (!read_codes(c->arena, x->target, &asked)) {
        return REJECT_wrong_target;
    }
    if (vote_is_about(c, &m.id)) {
        return REJECT_motion_running;
    }
    check(body_get(c->state, m.body, c->arena, &b));
    for (size_t i = 0; i < asked.count; i++) {
        if (!body_has(&b, asked.members[i])) {
            return REJECT_not_seated;
        }
    }
    return ACCEPTED;
}

void limited_decided(struct context *c, const struct vote *x, const struct decision *d)
{
    struct matter m;
    struct body b;
    struct limited asked = {.vote = x->id, .decided = (int64_t)c->index, .time_ms = c->time_ms};
    (void)d;
    check(matter_get(c->state, &x->matter, c->arena, &m) && body_get(c->state, m.body, c->arena, &b));
    check(read_codes(c->arena, x->target, &asked));
    limited_end(c->state, &m.id);
    if (asked.count < b.seat_count) {
        limited_put(c->state, &m.id, &asked);
    }
}
