/* Reading and writing what election.h describes. */
#include "base/check.h"
#include "base/limits.h"
#include "mechanism/election.h"
#include "mechanism/tuple.h"

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

/* One row has the election; one of its number has its id, and another while a round of it is open. */
void election_put(struct state *s, const struct election *x)
{
    struct buffer b;
    buffer_init(&b, STATE_VALUE_BYTES_MAX);
    buffer_add_block(&b, x->body);
    buffer_add_block(&b, bytes_of_text(post_word(x->kind)));
    buffer_add_block(&b, x->name);
    buffer_add_block(&b, x->rule);
    value_add_hash(&b, &x->round_id);
    const int64_t numbers[] = {x->number,   x->law,         x->opened,          x->opened_ms,
                               x->stage,    x->seats,       x->left,            x->round,
                               x->round_ms, x->deadline_ms, x->sealed_until_ms, x->ended};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        value_add_number(&b, numbers[i]);
    }
    value_add_number(&b, (int64_t)x->candidate_count);
    for (size_t i = 0; i < x->candidate_count; i++) {
        const struct candidate *one = &x->candidates[i];
        buffer_add_block(&b, one->name);
        buffer_add_block(&b, one->by);
        value_add_number(&b, one->nominated);
        value_add_number(&b, one->stage);
        value_add_number(&b, one->last);
    }
    asked_write(&b, x->voters, x->voter_count);
    const struct key k = hash_key('0', &x->id);
    put(s, &k, &b);
    const struct key number = number_key('1', x->number);
    const struct key open = number_key('+', x->number);
    state_put(s, key_view(&number), hash_view(&x->id));
    if (x->stage == ELECTION_RUNNING || x->stage == ELECTION_ENDING) {
        state_put(s, key_view(&open), hash_view(&x->id));
    } else {
        state_delete(s, key_view(&open));
    }
}

static void read_numbers(struct cursor *c, struct election *x)
{
    x->number = value_number(c);
    x->law = value_number(c);
    x->opened = value_number(c);
    x->opened_ms = value_number(c);
    x->stage = (enum election_stage)value_number(c);
    x->seats = value_number(c);
    x->left = value_number(c);
    x->round = value_number(c);
    x->round_ms = value_number(c);
    x->deadline_ms = value_number(c);
    x->sealed_until_ms = value_number(c);
    x->ended = value_number(c);
}

static void read_candidates(struct cursor *c, struct arena *a, struct election *x)
{
    x->candidate_count = (size_t)value_number(c);
    check(x->candidate_count <= NOMINEES_MAX);
    struct candidate *list = ARENA_ARRAY(a, struct candidate, x->candidate_count + 1);
    for (size_t i = 0; i < x->candidate_count; i++) {
        list[i].name = value_text(c);
        list[i].by = value_text(c);
        list[i].nominated = value_number(c);
        list[i].stage = (enum candidate_stage)value_number(c);
        list[i].last = value_number(c);
    }
    x->candidates = list;
}

bool election_get(struct state *s, const struct hash *id, struct arena *a, struct election *out)
{
    const struct key k = hash_key('0', id);
    struct bytes value;
    if (!state_get(s, key_view(&k), &value)) {
        return false;
    }
    struct cursor c = cursor_of(value);
    struct election x = {.id = *id};
    x.body = value_text(&c);
    check(post_parse(value_text(&c), &x.kind));
    x.name = value_text(&c);
    x.rule = value_text(&c);
    x.round_id = value_hash(&c);
    read_numbers(&c, &x);
    read_candidates(&c, a, &x);
    x.voters = asked_read(&c, a, &x.voter_count);
    check(cursor_ended(&c));
    *out = x;
    return true;
}

bool election_get_numbered(struct state *s, int64_t number, struct arena *a, struct election *out)
{
    const struct key k = number_key('1', number);
    struct bytes value;
    if (number < 1 || !state_get(s, key_view(&k), &value)) {
        return false;
    }
    struct cursor c = cursor_of(value);
    const struct hash id = value_hash(&c);
    return election_get(s, &id, a, out);
}

static size_t list(struct state *s, const struct key *k, struct arena *a, struct election **out)
{
    struct state_row *rows = NULL;
    const size_t count = state_scan(s, key_view(k), a, &rows);
    struct election *elections = ARENA_ARRAY(a, struct election, count + 1);
    for (size_t i = 0; i < count; i++) {
        struct cursor c = cursor_of(rows[i].value);
        const struct hash id = value_hash(&c);
        check(election_get(s, &id, a, &elections[i]));
    }
    *out = elections;
    return count;
}

size_t election_list(struct state *s, struct arena *a, struct election **out)
{
    const struct key k = key_new('1');
    return list(s, &k, a, out);
}

size_t election_open_list(struct state *s, struct arena *a, struct election **out)
{
    const struct key k = key_new('+');
    return list(s, &k, a, out);
}

static struct key paper_key(const struct hash *round, struct bytes member)
{
    struct key k = key_new('2');
    key_add_hash(&k, round);
    key_add_text(&k, member);
    return k;
}

struct paper paper_get(struct state *s, const struct hash *round, struct bytes member, struct arena *a)
{
    const struct key k = paper_key(round, member);
    struct paper x = {.taken = 0};
    struct bytes value;
    if (!state_get(s, key_view(&k), &value)) {
        return x;
    }
    struct cursor c = cursor_of(value);
    x.taken = value_number(&c);
    x.seal = value_hash(&c);
    x.sealed = value_number(&c);
    x.count = (size_t)value_number(&c);
    check(x.count <= NOMINEES_MAX);
    struct bytes *marks = ARENA_ARRAY(a, struct bytes, x.count + 1);
    for (size_t i = 0; i < x.count; i++) {
        marks[i] = value_text(&c);
    }
    check(cursor_ended(&c));
    x.marks = marks;
    return x;
}

void paper_put(struct state *s, const struct hash *round, struct bytes member, const struct paper *x)
{
    const struct key k = paper_key(round, member);
    struct buffer b;
    buffer_init(&b, STATE_VALUE_BYTES_MAX);
    value_add_number(&b, x->taken);
    value_add_hash(&b, &x->seal);
    value_add_number(&b, x->sealed);
    value_add_number(&b, (int64_t)x->count);
    for (size_t i = 0; i < x->count; i++) {
        buffer_add_block(&b, x->marks[i]);
    }
    put(s, &k, &b);
}

const struct candidate *election_candidate(const struct election *x, struct bytes name)
{
    for (size_t i = 0; i < x->candidate_count; i++) {
        if (bytes_equal(x->candidates[i].name, name)) {
            return &x->candidates[i];
        }
    }
    return NULL;
}

bool candidate_stood(const struct election *x, const struct candidate *one)
{
    return x->round > 0 && (one->stage == CANDIDATE_STANDS || one->last == x->round);
}

const char *candidate_word(enum candidate_stage stage)
{
    static const char *const words[] = {[CANDIDATE_STANDS] = "stands",
                                        [CANDIDATE_ELECTED] = "elected",
                                        [CANDIDATE_WITHDRAWN] = "withdrawn",
                                        [CANDIDATE_DROPPED] = "dropped"};
    return words[stage];
}
