/* Reading and writing what civil.h describes. */
#include "base/check.h"
#include "base/limits.h"
#include "mechanism/civil.h"
#include "mechanism/tuple.h"

enum { DAYS_BEFORE_1970 = 719528 }; /* from the beginning of the year 0: numbers in keys are not negative */

static void put(struct state *s, const struct key *k, struct buffer *b)
{
    check(!b->overflow);
    state_put(s, key_view(k), buffer_view(b));
    buffer_done(b);
}

static void add_segment(struct buffer *b, const struct civil_segment *x)
{
    value_add_number(b, x->start_ms);
    value_add_number(b, x->rate);
    value_add_number(b, x->parts);
}

static struct civil_segment take_segment(struct cursor *c, int64_t from_ms)
{
    struct civil_segment x = {.from_ms = from_ms};
    x.start_ms = value_number(c);
    x.rate = value_number(c);
    x.parts = value_number(c);
    return x;
}

struct civil_clock civil_clock_get(struct state *s)
{
    const struct key k = key_noun("clock");
    struct civil_clock out = {.now = {.rate = 1, .parts = 1}};
    struct bytes value;
    if (!state_get(s, key_view(&k), &value)) {
        return out;
    }
    struct cursor c = cursor_of(value);
    out.segment_count = value_number(&c);
    const int64_t from_ms = value_number(&c);
    out.now = take_segment(&c, from_ms);
    out.zone_count = (size_t)value_number(&c);
    check(out.zone_count <= CIVIL_ZONES_MAX);
    for (size_t i = 0; i < out.zone_count; i++) {
        out.zones[i].from_ms = value_number(&c);
        out.zones[i].minutes = value_number(&c);
    }
    check(cursor_ended(&c));
    return out;
}

void civil_clock_put(struct state *s, const struct civil_clock *x)
{
    const struct key k = key_noun("clock");
    struct buffer b;
    buffer_init(&b, STATE_VALUE_BYTES_MAX);
    value_add_number(&b, x->segment_count);
    value_add_number(&b, x->now.from_ms);
    add_segment(&b, &x->now);
    value_add_number(&b, (int64_t)x->zone_count);
    for (size_t i = 0; i < x->zone_count; i++) {
        value_add_number(&b, x->zones[i].from_ms);
        value_add_number(&b, x->zones[i].minutes);
    }
    put(s, &k, &b);
}

/* By what is left until INTEGER_MAX, so that the newest comes first. */
void civil_past_put(struct state *s, const struct civil_segment *x)
{
    struct key k = key_noun("clock_past");
    struct buffer b;
    key_add_number(&k, INTEGER_MAX - x->from_ms);
    buffer_init(&b, 64);
    add_segment(&b, x);
    put(s, &k, &b);
}

static struct civil_segment past_of(const struct key *prefix, const struct state_row *row)
{
    struct cursor key = cursor_of(bytes_of(row->key.data + prefix->len, row->key.len - prefix->len));
    struct cursor value = cursor_of(row->value);
    const struct civil_segment x = take_segment(&value, INTEGER_MAX - value_number(&key));
    check(cursor_ended(&value));
    return x;
}

bool civil_past_get(struct state *s, int64_t time_ms, struct civil_segment *out)
{
    const struct key k = key_noun("clock_past");
    struct arena scratch;
    struct state_row *rows = NULL;
    bool found = false;
    arena_init(&scratch);
    const size_t count = state_scan(s, key_view(&k), &scratch, &rows);
    for (size_t i = 0; i < count && !found; i++) {
        *out = past_of(&k, &rows[i]);
        found = out->from_ms <= time_ms;
    }
    arena_done(&scratch);
    return found;
}

size_t civil_segments(struct state *s, size_t max, struct arena *a, struct civil_segment **out)
{
    const struct key k = key_noun("clock_past");
    const struct civil_clock clock = civil_clock_get(s);
    struct state_row *rows = NULL;
    struct civil_segment *list = ARENA_ARRAY(a, struct civil_segment, max);
    size_t n = 0;
    if (clock.segment_count > 0 && max > 0) {
        list[n++] = clock.now;
        const size_t count = state_scan_first(s, key_view(&k), max - 1, a, &rows);
        for (size_t i = 0; i < count; i++) {
            list[n++] = past_of(&k, &rows[i]);
        }
    }
    *out = list;
    return n;
}

static struct key due_key(enum civil_kind kind, const struct hash *id, int64_t number, int64_t day)
{
    struct key k = key_noun("due");
    key_add_number(&k, day + DAYS_BEFORE_1970);
    key_add_number(&k, (int64_t)kind);
    key_add_hash(&k, id);
    key_add_number(&k, number);
    return k;
}

static struct key day_key(enum civil_kind kind, const struct hash *id, int64_t number)
{
    struct key k = key_noun("due_day");
    key_add_number(&k, (int64_t)kind);
    key_add_hash(&k, id);
    key_add_number(&k, number);
    return k;
}

bool civil_deadline_get(struct state *s, enum civil_kind kind, const struct hash *id, int64_t number,
                        int64_t *day)
{
    const struct key k = day_key(kind, id, number);
    struct bytes value;
    if (!state_get(s, key_view(&k), &value)) {
        return false;
    }
    struct cursor c = cursor_of(value);
    *day = value_number(&c);
    check(cursor_ended(&c));
    return true;
}

void civil_deadline_drop(struct context *c, enum civil_kind kind, const struct hash *id, int64_t number)
{
    int64_t day = 0;
    if (civil_deadline_get(c->state, kind, id, number, &day)) {
        const struct key due = due_key(kind, id, number, day);
        const struct key of = day_key(kind, id, number);
        state_delete(c->state, key_view(&due));
        state_delete(c->state, key_view(&of));
    }
}

void civil_deadline_set(struct context *c, enum civil_kind kind, const struct hash *id, int64_t number,
                        int64_t day)
{
    check((size_t)kind < CIVIL_KINDS && number >= 0);
    civil_deadline_drop(c, kind, id, number);
    c->deadlines_set++;
    const struct key due = due_key(kind, id, number, day);
    const struct key of = day_key(kind, id, number);
    struct buffer b;
    buffer_init(&b, 16);
    value_add_number(&b, day);
    state_put(c->state, key_view(&due), BYTES(""));
    put(c->state, &of, &b);
}

size_t civil_deadlines(struct state *s, size_t max, struct arena *a, struct civil_deadline **out)
{
    const struct key k = key_noun("due");
    struct state_row *rows = NULL;
    const size_t count = state_scan_first(s, key_view(&k), max, a, &rows);
    struct civil_deadline *list = ARENA_ARRAY(a, struct civil_deadline, count + 1);
    for (size_t i = 0; i < count; i++) {
        struct cursor c = cursor_of(bytes_of(rows[i].key.data + k.len, rows[i].key.len - k.len));
        list[i].day = value_number(&c) - DAYS_BEFORE_1970;
        const int64_t kind = value_number(&c);
        check(kind >= 0 && kind < CIVIL_KINDS);
        list[i].kind = (enum civil_kind)kind;
        list[i].id = value_hash(&c);
        list[i].number = value_number(&c);
        check(cursor_ended(&c));
    }
    *out = list;
    return count;
}

static struct key note_key(const struct hash *id)
{
    struct key k = key_noun("note");
    key_add_hash(&k, id);
    return k;
}

static struct civil_note note_of(const struct hash *id, struct bytes value)
{
    struct cursor c = cursor_of(value);
    struct civil_note n = {.id = *id};
    n.day = value_number(&c);
    n.entry = value_number(&c);
    n.come = value_number(&c) != 0;
    check(cursor_ended(&c));
    return n;
}

bool civil_note_get(struct state *s, const struct hash *id, struct civil_note *out)
{
    const struct key k = note_key(id);
    struct bytes value;
    if (!state_get(s, key_view(&k), &value)) {
        return false;
    }
    *out = note_of(id, value);
    return true;
}

size_t civil_notes(struct state *s, struct arena *a, struct civil_note **out)
{
    const struct key k = key_noun("note");
    struct state_row *rows = NULL;
    const size_t count = state_scan(s, key_view(&k), a, &rows);
    struct civil_note *list = ARENA_ARRAY(a, struct civil_note, count + 1);
    for (size_t i = 0; i < count; i++) {
        struct cursor key = cursor_of(bytes_of(rows[i].key.data + k.len, rows[i].key.len - k.len));
        const struct hash id = value_hash(&key);
        list[i] = note_of(&id, rows[i].value);
    }
    *out = list;
    return count;
}

void civil_note_put(struct state *s, const struct civil_note *n)
{
    const struct key k = note_key(&n->id);
    struct buffer b;
    buffer_init(&b, 32);
    value_add_number(&b, n->day);
    value_add_number(&b, n->entry);
    value_add_number(&b, n->come ? 1 : 0);
    put(s, &k, &b);
}
