/* Reading and writing what vote.h describes. */
#include "base/check.h"
#include "base/limits.h"
#include "mechanism/tuple.h"
#include "mechanism/vote.h"

static struct key hash_key(char noun, const struct hash *h)
{
    struct key k = key_new(noun);
    key_add_hash(&k, h);
    return k;
}

static struct key number_key(char noun, int64_t number)
{
    struct key k = key_new(noun);
    key_add_number(&k, number);
    return k;
}

static void put(struct state *s, const struct key *k, struct buffer *value)
{
    check(!value->overflow);
    state_put(s, key_view(k), buffer_view(value));
    buffer_done(value);
}

/* One row has the vote; one of its number has its id, and whether it has ended. */
void vote_put(struct state *s, const struct vote *x)
{
    struct buffer b;
    buffer_init(&b, STATE_VALUE_BYTES_MAX);
    buffer_add_block(&b, x->body);
    buffer_add_block(&b, x->motion);
    buffer_add_block(&b, x->target);
    value_add_hash(&b, &x->matter);
    value_add_hash(&b, &x->root);
    buffer_add_block(&b, x->rule);
    value_add_number(&b, x->law);
    value_add_hash(&b, &x->presence);
    const int64_t numbers[] = {x->number,          x->opened, x->opened_ms, x->deadline_ms,
                               x->sealed_until_ms, x->stage,  x->ended,     x->outcome,
                               x->reason};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        value_add_number(&b, numbers[i]);
    }
    asked_write(&b, x->seats, x->seat_count);
    const struct key k = hash_key('Z', &x->id);
    put(s, &k, &b);
    const struct key number = number_key('J', x->number);
    const struct key open = number_key('E', x->number);
    state_put(s, key_view(&number), hash_view(&x->id));
    if (x->stage != VOTE_ENDED) {
        state_put(s, key_view(&open), hash_view(&x->id));
    } else {
        state_delete(s, key_view(&open));
    }
}

bool vote_get(struct state *s, const struct hash *id, struct arena *a, struct vote *out)
{
    const struct key k = hash_key('Z', id);
    struct bytes value;
    if (!state_get(s, key_view(&k), &value)) {
        return false;
    }
    struct cursor c = cursor_of(value);
    struct vote x = {.id = *id};
    x.body = value_text(&c);
    x.motion = value_text(&c);
    x.target = value_text(&c);
    x.matter = value_hash(&c);
    x.root = value_hash(&c);
    x.rule = value_text(&c);
    x.law = value_number(&c);
    x.presence = value_hash(&c);
    x.number = value_number(&c);
    x.opened = value_number(&c);
    x.opened_ms = value_number(&c);
    x.deadline_ms = value_number(&c);
    x.sealed_until_ms = value_number(&c);
    x.stage = (enum vote_stage)value_number(&c);
    x.ended = value_number(&c);
    x.outcome = (enum outcome)value_number(&c);
    x.reason = (enum reason_code)value_number(&c);
    x.seats = asked_read(&c, a, &x.seat_count);
    check(cursor_ended(&c));
    *out = x;
    return true;
}

bool vote_get_numbered(struct state *s, int64_t number, struct arena *a, struct vote *out)
{
    const struct key k = number_key('J', number);
    struct bytes value;
    if (number < 1 || !state_get(s, key_view(&k), &value)) {
        return false;
    }
    struct cursor c = cursor_of(value);
    const struct hash id = value_hash(&c);
    return vote_get(s, &id, a, out);
}

static size_t list(struct state *s, const struct key *k, struct arena *a, struct vote **out)
{
    struct state_row *rows = NULL;
    const size_t count = state_scan(s, key_view(k), a, &rows);
    struct vote *votes = ARENA_ARRAY(a, struct vote, count + 1);
    for (size_t i = 0; i < count; i++) {
        struct cursor c = cursor_of(rows[i].value);
        const struct hash id = value_hash(&c);
        check(vote_get(s, &id, a, &votes[i]));
    }
    *out = votes;
    return count;
}

size_t vote_list(struct state *s, struct arena *a, struct vote **out)
{
    const struct key k = key_new('J');
    return list(s, &k, a, out);
}

size_t vote_open_list(struct state *s, struct arena *a, struct vote **out)
{
    const struct key k = key_new('E');
    return list(s, &k, a, out);
}

int64_t vote_count(struct state *s)
{
    const struct key k = key_new('Y');
    struct bytes value;
    if (!state_get(s, key_view(&k), &value)) {
        return 0;
    }
    struct cursor c = cursor_of(value);
    return value_number(&c);
}

void vote_count_put(struct state *s, int64_t count)
{
    const struct key k = key_new('Y');
    struct buffer b;
    buffer_init(&b, 16);
    value_add_number(&b, count);
    put(s, &k, &b);
}

static struct key cast_key(const struct hash *vote, struct bytes member)
{
    struct key k = key_new('j');
    key_add_hash(&k, vote);
    key_add_text(&k, member);
    return k;
}

struct cast cast_get(struct state *s, const struct hash *vote, struct bytes member)
{
    const struct key k = cast_key(vote, member);
    struct cast x = {.letter = 0};
    struct bytes value;
    if (!state_get(s, key_view(&k), &value)) {
        return x;
    }
    struct cursor c = cursor_of(value);
    x.letter = (char)value_number(&c);
    x.split = value_text(&c);
    x.reasoned = value_number(&c) != 0;
    x.taken = value_number(&c);
    x.seal = value_hash(&c);
    x.sealed = value_number(&c);
    x.called = (char)value_number(&c);
    x.rolled = value_number(&c);
    x.confirmed = value_number(&c);
    check(cursor_ended(&c));
    return x;
}

void cast_put(struct state *s, const struct hash *vote, struct bytes member, const struct cast *x)
{
    const struct key k = cast_key(vote, member);
    struct buffer b;
    buffer_init(&b, 1024);
    value_add_number(&b, x->letter);
    buffer_add_block(&b, x->split);
    value_add_number(&b, x->reasoned);
    value_add_number(&b, x->taken);
    value_add_hash(&b, &x->seal);
    value_add_number(&b, x->sealed);
    value_add_number(&b, x->called);
    value_add_number(&b, x->rolled);
    value_add_number(&b, x->confirmed);
    put(s, &k, &b);
}

static struct key body_key(struct bytes body)
{
    struct key k = key_new('M');
    key_add_text(&k, body);
    return k;
}

void presence_put(struct state *s, const struct presence *x)
{
    struct buffer b;
    buffer_init(&b, STATE_VALUE_BYTES_MAX);
    buffer_add_block(&b, x->body);
    value_add_number(&b, x->recorded);
    value_add_number(&b, x->time_ms);
    value_add_number(&b, (int64_t)x->count);
    for (size_t i = 0; i < x->count; i++) {
        buffer_add_block(&b, x->seats[i].member);
        value_add_number(&b, x->seats[i].contradicted);
    }
    const struct key k = hash_key('u', &x->id);
    put(s, &k, &b);
}

bool presence_get(struct state *s, const struct hash *id, struct arena *a, struct presence *out)
{
    const struct key k = hash_key('u', id);
    struct bytes value;
    if (!state_get(s, key_view(&k), &value)) {
        return false;
    }
    struct cursor c = cursor_of(value);
    struct presence x = {.id = *id};
    x.body = value_text(&c);
    x.recorded = value_number(&c);
    x.time_ms = value_number(&c);
    x.count = (size_t)value_number(&c);
    check(x.count <= MEMBERS_MAX);
    struct presence_seat *seats = ARENA_ARRAY(a, struct presence_seat, x.count + 1);
    for (size_t i = 0; i < x.count; i++) {
        seats[i].member = value_text(&c);
        seats[i].contradicted = value_number(&c);
    }
    x.seats = seats;
    check(cursor_ended(&c));
    *out = x;
    return true;
}

void presence_name(struct state *s, const struct presence *x)
{
    const struct key k = body_key(x->body);
    state_put(s, key_view(&k), hash_view(&x->id));
}

bool presence_last(struct state *s, struct bytes body, struct arena *a, struct presence *out)
{
    const struct key k = body_key(body);
    struct bytes value;
    if (!state_get(s, key_view(&k), &value)) {
        return false;
    }
    struct cursor c = cursor_of(value);
    const struct hash id = value_hash(&c);
    return presence_get(s, &id, a, out);
}

static struct key rejected_key(const struct hash *root)
{
    return hash_key('x', root);
}

void vote_mark_rejected(struct state *s, const struct hash *root)
{
    const struct key k = rejected_key(root);
    state_put(s, key_view(&k), BYTES(""));
}

bool vote_has_rejected(struct state *s, const struct hash *root)
{
    const struct key k = rejected_key(root);
    struct bytes value;
    return state_get(s, key_view(&k), &value);
}
