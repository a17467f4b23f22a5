/* Reading and writing what silence.h describes. */
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/limits.h"
#include "mechanism/silence.h"
#include "mechanism/clock.h"
#include "mechanism/tuple.h"

static struct key hash_key(char noun, const struct hash *h)
{
    struct key k = key_new(noun);
    key_add_hash(&k, h);
    return k;
}

const char *silence_stage_word(enum silence_stage s)
{
    switch (s) {
    case SILENCE_WAITING: return "waiting for availability";
    case SILENCE_RUNNING: return "running";
    case SILENCE_FIRED: return "deadline passed, gathering all-clears";
    case SILENCE_BROKEN: return "broken";
    case SILENCE_CLOSED: return "closed";
    case SILENCE_LAPSED: return "lapsed, not reached";
    }
    unreachable("not a stage");
}

struct organisation_counters counters_get(struct state *s)
{
    const struct key k = key_new('o');
    struct bytes value;
    struct organisation_counters o = {0};
    if (state_get(s, key_view(&k), &value)) {
        struct cursor c = cursor_of(value);
        o.silences = value_number(&c);
        o.statements = value_number(&c);
        check(cursor_ended(&c));
    }
    return o;
}

void counters_put(struct state *s, const struct organisation_counters *o)
{
    struct buffer b;
    buffer_init(&b, 64);
    value_add_number(&b, o->silences);
    value_add_number(&b, o->statements);
    const struct key k = key_new('o');
    state_put(s, key_view(&k), buffer_view(&b));
    buffer_done(&b);
}

bool silence_is_open(const struct silence *x)
{
    return x->stage == SILENCE_WAITING || x->stage == SILENCE_RUNNING || x->stage == SILENCE_FIRED;
}

static struct key open_key(int64_t number)
{
    struct key k = key_new('S');
    key_add_number(&k, number);
    return k;
}

/* The list of those at work holds broken ones too until the close phase has spoken of them. */
void silence_put(struct state *s, const struct silence *x)
{
    struct buffer b;
    buffer_init(&b, STATE_VALUE_BYTES_MAX);
    value_add_hash(&b, &x->matter);
    value_add_hash(&b, &x->root);
    buffer_add_block(&b, x->rule);
    const int64_t numbers[] = {x->number,      x->opened,    x->opened_ms,  x->duration_ms, x->delta_ms,
                               x->extra_ms,    x->deadline_ms, x->window_ms, x->stage,       x->fired,
                               x->ended,       x->extensions, x->quorum,    x->nodes,       x->faulty,
                               (int64_t)x->seat_count};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        value_add_number(&b, numbers[i]);
    }
    for (size_t i = 0; i < x->seat_count; i++) {
        buffer_add_block(&b, x->seats[i].member);
        value_add_public(&b, &x->seats[i].node);
        value_add_number(&b, x->seats[i].marks);
    }
    check(!b.overflow);
    const struct key k = hash_key('s', &x->id);
    state_put(s, key_view(&k), buffer_view(&b));
    buffer_done(&b);
    const struct key open = open_key(x->number);
    if (silence_is_open(x) || (x->stage == SILENCE_BROKEN && x->ended == 0)) {
        state_put(s, key_view(&open), hash_view(&x->id));
    } else {
        state_delete(s, key_view(&open));
    }
}

bool silence_get(struct state *s, const struct hash *id, struct arena *a, struct silence *out)
{
    const struct key k = hash_key('s', id);
    struct bytes value;
    if (!state_get(s, key_view(&k), &value)) {
        return false;
    }
    struct cursor c = cursor_of(value);
    struct silence x = {.id = *id};
    x.matter = value_hash(&c);
    x.root = value_hash(&c);
    x.rule = value_text(&c);
    x.number = value_number(&c);
    x.opened = value_number(&c);
    x.opened_ms = value_number(&c);
    x.duration_ms = value_number(&c);
    x.delta_ms = value_number(&c);
    x.extra_ms = value_number(&c);
    x.deadline_ms = value_number(&c);
    x.window_ms = value_number(&c);
    x.stage = (enum silence_stage)value_number(&c);
    x.fired = value_number(&c);
    x.ended = value_number(&c);
    x.extensions = value_number(&c);
    x.quorum = value_number(&c) != 0;
    x.nodes = value_number(&c);
    x.faulty = value_number(&c);
    x.seat_count = (size_t)value_number(&c);
    check(x.seat_count <= MEMBERS_MAX);
    struct silence_seat *seats = ARENA_ARRAY(a, struct silence_seat, x.seat_count + 1);
    for (size_t i = 0; i < x.seat_count; i++) {
        seats[i].member = value_text(&c);
        seats[i].node = value_public(&c);
        seats[i].marks = (unsigned)value_number(&c);
    }
    x.seats = seats;
    check(cursor_ended(&c));
    *out = x;
    return true;
}

size_t silence_open_list(struct state *s, struct arena *a, struct silence **out)
{
    const struct key k = key_new('S');
    struct state_row *rows = NULL;
    const size_t count = state_scan(s, key_view(&k), a, &rows);
    struct silence *list = ARENA_ARRAY(a, struct silence, count + 1);
    for (size_t i = 0; i < count; i++) {
        struct cursor c = cursor_of(rows[i].value);
        const struct hash id = value_hash(&c);
        check(silence_get(s, &id, a, &list[i]));
    }
    *out = list;
    return count;
}

static int by_number(const void *a, const void *b)
{
    const struct silence *x = a;
    const struct silence *y = b;
    return (x->number > y->number) - (x->number < y->number);
}

size_t silence_list(struct state *s, struct arena *a, struct silence **out)
{
    const struct key k = key_new('s');
    struct state_row *rows = NULL;
    const size_t count = state_scan(s, key_view(&k), a, &rows);
    struct silence *list = ARENA_ARRAY(a, struct silence, count + 1);
    for (size_t i = 0; i < count; i++) {
        struct hash id;
        check(rows[i].key.len == 1 + sizeof id.bytes);
        memcpy(id.bytes, rows[i].key.data + 1, sizeof id.bytes);
        check(silence_get(s, &id, a, &list[i]));
    }
    qsort(list, count, sizeof list[0], by_number);
    *out = list;
    return count;
}

const struct silence_seat *silence_seat_of(const struct silence *x, struct bytes member)
{
    for (size_t i = 0; i < x->seat_count; i++) {
        if (bytes_equal(x->seats[i].member, member)) {
            return &x->seats[i];
        }
    }
    return NULL;
}

size_t objection_list(struct state *s, const struct hash *root, struct arena *a, struct objection **out)
{
    const struct key k = hash_key('O', root);
    struct state_row *rows = NULL;
    const size_t count = state_scan(s, key_view(&k), a, &rows);
    struct objection *list = ARENA_ARRAY(a, struct objection, count + 1);
    for (size_t i = 0; i < count; i++) {
        struct cursor c = cursor_of(rows[i].key);
        (void)cursor_take(&c, k.len);
        const struct hash id = value_hash(&c);
        struct hash of;
        check(objection_get(s, &id, &of, &list[i]));
    }
    *out = list;
    return count;
}

bool objection_get(struct state *s, const struct hash *id, struct hash *root, struct objection *out)
{
    const struct key k = hash_key('q', id);
    struct bytes value;
    if (!state_get(s, key_view(&k), &value)) {
        return false;
    }
    struct cursor c = cursor_of(value);
    *root = value_hash(&c);
    *out = (struct objection){.id = *id};
    out->member = value_text(&c);
    out->key = value_public(&c);
    out->raised = value_number(&c);
    out->withdrawn = value_number(&c) != 0;
    check(cursor_ended(&c));
    return true;
}

static struct key node_key(char noun, const struct hash *about, const struct public_key *node)
{
    struct key k = hash_key(noun, about);
    key_add_public(&k, node);
    return k;
}

static bool is_there(struct state *s, const struct key *k)
{
    struct bytes value;
    return state_get(s, key_view(k), &value);
}

bool silence_is_available(struct state *s, const struct hash *root, const struct public_key *node)
{
    const struct key k = node_key('A', root, node);
    return is_there(s, &k);
}

bool silence_is_clear(struct state *s, const struct hash *silence, const struct public_key *node)
{
    const struct key k = node_key('l', silence, node);
    return is_there(s, &k);
}

/* Each node counts once, however many members named it. */
static bool is_first_seat_of_node(const struct silence *x, size_t i)
{
    for (size_t j = 0; j < i; j++) {
        if (public_key_equal(&x->seats[j].node, &x->seats[i].node)) {
            return false;
        }
    }
    return true;
}

static int64_t count_nodes(struct state *s, const struct silence *x, char noun, const struct hash *about)
{
    int64_t count = 0;
    for (size_t i = 0; i < x->seat_count; i++) {
        const struct key k = node_key(noun, about, &x->seats[i].node);
        count += is_first_seat_of_node(x, i) && is_there(s, &k);
    }
    return count;
}

int64_t silence_available_count(struct state *s, const struct silence *x, struct arena *a)
{
    (void)a;
    return count_nodes(s, x, 'A', &x->root);
}

int64_t silence_clear_count(struct state *s, const struct silence *x, struct arena *a)
{
    (void)a;
    return count_nodes(s, x, 'l', &x->id);
}

int64_t silence_pulse_ms(struct state *s, struct arena *a)
{
    struct silence *list = NULL;
    const size_t count = silence_open_list(s, a, &list);
    int64_t pulse = PULSE_MS_MAX;
    for (size_t i = 0; i < count; i++) {
        pulse = clock_earlier(pulse, clock_pulse_of(list[i].duration_ms));
    }
    return pulse;
}

int64_t silence_next_ms(struct state *s, struct arena *a)
{
    struct silence *list = NULL;
    const size_t count = silence_open_list(s, a, &list);
    int64_t next = 0;
    for (size_t i = 0; i < count; i++) {
        const struct silence *x = &list[i];
        const int64_t own = x->stage == SILENCE_WAITING   ? x->window_ms
                            : x->stage == SILENCE_RUNNING ? x->deadline_ms
                                                          : x->deadline_ms + x->extra_ms;
        next = next == 0 || own < next ? own : next;
    }
    return next;
}
