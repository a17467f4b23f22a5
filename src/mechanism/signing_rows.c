/* Reading and writing what session.h describes. */
#include <string.h>

#include "base/check.h"
#include "base/limits.h"
#include "mechanism/signing.h"
#include "mechanism/tuple.h"

static struct key pool_key(struct bytes member)
{
    struct key k = key_new('U');
    key_add_text(&k, member);
    return k;
}

static void take(struct cursor *c, void *out, size_t len)
{
    const struct bytes b = cursor_take(c, len);
    check(b.len == len);
    memcpy(out, b.data, len);
}

void signing_pool_get(struct state *s, struct bytes member, struct signing_pool *out)
{
    const struct key k = pool_key(member);
    struct bytes value;
    out->count = 0;
    if (state_get(s, key_view(&k), &value)) {
        struct cursor c = cursor_of(value);
        check(value.len % COUPLE_BYTES == 0 && value.len / COUPLE_BYTES <= NONCES_MAX);
        out->count = value.len / COUPLE_BYTES;
        for (size_t i = 0; i < out->count; i++) {
            take(&c, out->couples[i], COUPLE_BYTES);
        }
    }
}

void signing_pool_put(struct state *s, struct bytes member, const struct signing_pool *pool)
{
    const struct key k = pool_key(member);
    state_put(s, key_view(&k), bytes_of(pool->couples, pool->count * COUPLE_BYTES));
}

size_t signing_nonces(struct state *s, struct bytes member)
{
    struct signing_pool pool;
    signing_pool_get(s, member, &pool);
    return pool.count;
}

bool signing_claim(struct state *s, const struct point *p)
{
    struct key k = key_new('F');
    struct hash h;
    struct bytes value;
    memcpy(h.bytes, p->bytes, sizeof h.bytes);
    key_add_hash(&k, &h);
    if (state_get(s, key_view(&k), &value)) {
        return false;
    }
    state_put(s, key_view(&k), BYTES(""));
    return true;
}

/* By statement and attempt; where a session id leads to. */
static struct key attempt_key(int64_t statement, int64_t attempt)
{
    struct key k = key_new('T');
    key_add_number(&k, statement);
    if (attempt > 0) {
        key_add_number(&k, attempt);
    }
    return k;
}

static struct key id_key(const struct hash *id)
{
    struct key k = key_new('I');
    key_add_hash(&k, id);
    return k;
}

void signing_put(struct state *s, const struct signing *x)
{
    struct buffer b;
    buffer_init(&b, STATE_VALUE_BYTES_MAX);
    value_add_hash(&b, &x->id);
    value_add_number(&b, x->opened);
    value_add_number(&b, x->opened_ms);
    value_add_number(&b, (int64_t)x->seat_count);
    for (size_t i = 0; i < x->seat_count; i++) {
        const struct signing_seat *seat = &x->seats[i];
        value_add_number(&b, seat->id);
        value_add_number(&b, seat->stage);
        value_add_number(&b, seat->given);
        value_add_number(&b, seat->named);
        buffer_add(&b, seat->couple, sizeof seat->couple);
        buffer_add(&b, seat->raw.bytes, sizeof seat->raw.bytes);
        buffer_add(&b, seat->sshsig.bytes, sizeof seat->sshsig.bytes);
    }
    check(!b.overflow);
    const struct key k = attempt_key(x->statement, x->attempt);
    state_put(s, key_view(&k), buffer_view(&b));
    buffer_clear(&b);
    value_add_number(&b, x->statement);
    value_add_number(&b, x->attempt);
    const struct key id = id_key(&x->id);
    state_put(s, key_view(&id), buffer_view(&b));
    buffer_done(&b);
}

static struct signing decode(struct arena *a, int64_t statement, int64_t attempt, struct bytes value)
{
    struct cursor c = cursor_of(value);
    struct signing x = {.id = value_hash(&c), .statement = statement, .attempt = attempt};
    x.opened = value_number(&c);
    x.opened_ms = value_number(&c);
    x.seat_count = (size_t)value_number(&c);
    check(x.seat_count <= SHARE_HOLDERS_MAX);
    x.seats = ARENA_ARRAY(a, struct signing_seat, x.seat_count + 1);
    for (size_t i = 0; i < x.seat_count; i++) {
        struct signing_seat *seat = &x.seats[i];
        seat->id = value_number(&c);
        seat->stage = (enum share_stage)value_number(&c);
        seat->given = value_number(&c);
        seat->named = value_number(&c) != 0;
        take(&c, seat->couple, sizeof seat->couple);
        take(&c, seat->raw.bytes, sizeof seat->raw.bytes);
        take(&c, seat->sshsig.bytes, sizeof seat->sshsig.bytes);
    }
    check(cursor_ended(&c));
    return x;
}

size_t signing_list(struct state *s, int64_t statement, struct arena *a, struct signing **out)
{
    const struct key k = attempt_key(statement, 0);
    struct state_row *rows = NULL;
    const size_t count = state_scan(s, key_view(&k), a, &rows);
    struct signing *list = ARENA_ARRAY(a, struct signing, count + 1);
    for (size_t i = 0; i < count; i++) {
        struct cursor c = cursor_of(rows[i].key);
        (void)cursor_take(&c, k.len);
        list[i] = decode(a, statement, value_number(&c), rows[i].value);
    }
    *out = list;
    return count;
}

bool signing_get(struct state *s, const struct hash *id, struct arena *a, struct signing *out)
{
    const struct key k = id_key(id);
    struct bytes value;
    if (!state_get(s, key_view(&k), &value)) {
        return false;
    }
    struct cursor c = cursor_of(value);
    const int64_t statement = value_number(&c);
    const int64_t attempt = value_number(&c);
    const struct key at = attempt_key(statement, attempt);
    check(state_get(s, key_view(&at), &value));
    *out = decode(a, statement, attempt, value);
    return true;
}

static struct key number_key(char noun, int64_t statement)
{
    struct key k = key_new(noun);
    key_add_number(&k, statement);
    return k;
}

void signing_want(struct state *s, int64_t statement)
{
    const struct key k = number_key('w', statement);
    state_put(s, key_view(&k), BYTES(""));
}

size_t signing_wanted(struct state *s, struct arena *a, int64_t **out)
{
    const struct key k = key_new('w');
    struct state_row *rows = NULL;
    const size_t count = state_scan(s, key_view(&k), a, &rows);
    int64_t *list = ARENA_ARRAY(a, int64_t, count + 1);
    for (size_t i = 0; i < count; i++) {
        struct cursor c = cursor_of(rows[i].key);
        (void)cursor_take(&c, k.len);
        list[i] = value_number(&c);
    }
    *out = list;
    return count;
}

/* What is signed is not wanted any more. */
void signing_spoken_put(struct state *s, int64_t statement, const struct spoken *x)
{
    struct buffer b;
    buffer_init(&b, 1024);
    value_add_number(&b, x->entry);
    value_add_hash(&b, &x->session);
    buffer_add(&b, x->raw.bytes, sizeof x->raw.bytes);
    buffer_add(&b, x->sshsig.bytes, sizeof x->sshsig.bytes);
    const struct key k = number_key('G', statement);
    state_put(s, key_view(&k), buffer_view(&b));
    buffer_done(&b);
    const struct key wanted = number_key('w', statement);
    state_delete(s, key_view(&wanted));
}

bool signing_spoken(struct state *s, int64_t statement, struct spoken *out)
{
    const struct key k = number_key('G', statement);
    struct bytes value;
    if (!state_get(s, key_view(&k), &value)) {
        return false;
    }
    struct cursor c = cursor_of(value);
    out->entry = value_number(&c);
    out->session = value_hash(&c);
    take(&c, out->raw.bytes, sizeof out->raw.bytes);
    take(&c, out->sshsig.bytes, sizeof out->sshsig.bytes);
    check(cursor_ended(&c));
    return true;
}
