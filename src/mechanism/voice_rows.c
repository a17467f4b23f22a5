/* Reading and writing what voice.h describes. */
#include "base/check.h"
#include "base/limits.h"
#include "mechanism/tuple.h"
#include "mechanism/voice.h"

const char *ceremony_stage_word(enum ceremony_stage s)
{
    switch (s) {
    case CEREMONY_JOINING:
        return "joining";
    case CEREMONY_DEALING:
        return "dealing";
    case CEREMONY_CONFIRMING:
        return "confirming";
    case CEREMONY_DONE:
        return "done";
    case CEREMONY_VOID:
        return "void";
    }
    unreachable("not a stage");
}

static struct key ceremony_key(const struct hash *id)
{
    struct key k = key_new('C');
    key_add_hash(&k, id);
    return k;
}

static struct point value_point(struct cursor *c)
{
    struct point p = {{0}};
    const struct bytes b = cursor_take(c, sizeof p.bytes);
    check(b.len == sizeof p.bytes);
    for (size_t i = 0; i < b.len; i++) {
        p.bytes[i] = b.data[i];
    }
    return p;
}

/* The newest stands in a row of its own. */
void voice_ceremony_put(struct state *s, const struct voice_ceremony *x)
{
    struct buffer b;
    buffer_init(&b, STATE_VALUE_BYTES_MAX);
    const int64_t numbers[] = {x->opened,    x->opened_ms, x->duration_ms, x->deadline_ms,        x->stage,
                               x->announced, x->joined,    x->dealt,       x->threshold,
                                x->ended,       (int64_t)x->seat_count};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        value_add_number(&b, numbers[i]);
    }
    value_add_public(&b, &x->key);
    value_add_hash(&b, &x->transcript);
    for (size_t i = 0; i < x->seat_count; i++) {
        const struct ceremony_seat *seat = &x->seats[i];
        buffer_add_block(&b, seat->member);
        value_add_number(&b, seat->joined);
        value_add_number(&b, seat->dealt);
        value_add_number(&b, seat->confirmed);
        value_add_public(&b, &seat->node);
        buffer_add_bytes(&b, point_view(&seat->key));
    }
    check(!b.overflow);
    const struct key k = ceremony_key(&x->id);
    state_put(s, key_view(&k), buffer_view(&b));
    buffer_done(&b);
    const struct key last = key_new('Q');
    state_put(s, key_view(&last), hash_view(&x->id));
}

bool voice_ceremony_get(struct state *s, const struct hash *id, struct arena *a, struct voice_ceremony *out)
{
    const struct key k = ceremony_key(id);
    struct bytes value;
    if (!state_get(s, key_view(&k), &value)) {
        return false;
    }
    struct cursor c = cursor_of(value);
    struct voice_ceremony x = {.id = *id};
    x.opened = value_number(&c);
    x.opened_ms = value_number(&c);
    x.duration_ms = value_number(&c);
    x.deadline_ms = value_number(&c);
    x.stage = (enum ceremony_stage)value_number(&c);
    x.announced = value_number(&c);
    x.joined = value_number(&c);
    x.dealt = value_number(&c);
    x.threshold = value_number(&c);
    x.ended = value_number(&c);
    x.seat_count = (size_t)value_number(&c);
    check(x.seat_count <= SHARE_HOLDERS_MAX);
    x.key = value_public(&c);
    x.transcript = value_hash(&c);
    struct ceremony_seat *seats = ARENA_ARRAY(a, struct ceremony_seat, x.seat_count + 1);
    for (size_t i = 0; i < x.seat_count; i++) {
        seats[i].member = value_text(&c);
        seats[i].joined = value_number(&c);
        seats[i].dealt = value_number(&c);
        seats[i].confirmed = value_number(&c);
        seats[i].node = value_public(&c);
        seats[i].key = value_point(&c);
    }
    check(cursor_ended(&c));
    x.seats = seats;
    *out = x;
    return true;
}

bool voice_ceremony_last(struct state *s, struct arena *a, struct voice_ceremony *out)
{
    const struct key last = key_new('Q');
    struct bytes value;
    if (!state_get(s, key_view(&last), &value)) {
        return false;
    }
    struct cursor c = cursor_of(value);
    const struct hash id = value_hash(&c);
    return voice_ceremony_get(s, &id, a, out);
}

static struct key ask_key(struct bytes member)
{
    struct key k = key_new('H');
    key_add_text(&k, member);
    return k;
}

bool voice_asks(struct state *s, struct bytes member, int64_t *duration_ms)
{
    const struct key k = ask_key(member);
    struct bytes value;
    if (!state_get(s, key_view(&k), &value)) {
        return false;
    }
    struct cursor c = cursor_of(value);
    *duration_ms = value_number(&c);
    return true;
}

void voice_ask_put(struct state *s, struct bytes member, int64_t duration_ms)
{
    const struct key k = ask_key(member);
    struct buffer b;
    if (duration_ms == 0) {
        state_delete(s, key_view(&k));
        return;
    }
    buffer_init(&b, 16);
    value_add_number(&b, duration_ms);
    state_put(s, key_view(&k), buffer_view(&b));
    buffer_done(&b);
}

void voice_put(struct state *s, const struct voice *v)
{
    struct buffer b;
    buffer_init(&b, STATE_VALUE_BYTES_MAX);
    value_add_hash(&b, &v->ceremony);
    value_add_hash(&b, &v->transcript);
    value_add_public(&b, &v->key);
    value_add_number(&b, v->threshold);
    value_add_number(&b, v->since);
    value_add_number(&b, (int64_t)v->seat_count);
    for (size_t i = 0; i < v->seat_count; i++) {
        buffer_add_block(&b, v->seats[i].member);
        value_add_public(&b, &v->seats[i].node);
        buffer_add_bytes(&b, point_view(&v->seats[i].share));
    }
    check(!b.overflow);
    const struct key k = key_new('B');
    state_put(s, key_view(&k), buffer_view(&b));
    buffer_done(&b);
}

/* There is one row: where a key speaks there is no ceremony. */
static bool read_voice(struct state *s, struct arena *a, bool speaks, struct voice *out)
{
    const struct key k = key_new('B');
    struct bytes value;
    if (!state_get(s, key_view(&k), &value)) {
        return false;
    }
    struct cursor c = cursor_of(value);
    struct voice v = {.ceremony = value_hash(&c)};
    v.transcript = value_hash(&c);
    v.key = value_public(&c);
    v.threshold = value_number(&c);
    v.since = value_number(&c);
    v.seat_count = (size_t)value_number(&c);
    check(v.seat_count <= SHARE_HOLDERS_MAX);
    struct voice_seat *seats = ARENA_ARRAY(a, struct voice_seat, v.seat_count + 1);
    for (size_t i = 0; i < v.seat_count; i++) {
        seats[i].member = value_text(&c);
        seats[i].node = value_public(&c);
        seats[i].share = value_point(&c);
    }
    check(cursor_ended(&c));
    if (speaks != (v.since != 0)) {
        return false;
    }
    v.seats = seats;
    *out = v;
    return true;
}

bool voice_get(struct state *s, struct arena *a, struct voice *out)
{
    return read_voice(s, a, true, out);
}

bool voice_promised(struct state *s, struct arena *a, struct voice *out)
{
    return read_voice(s, a, false, out);
}

void voice_promised_delete(struct state *s)
{
    const struct key k = key_new('B');
    state_delete(s, key_view(&k));
}
