#include "mechanism/asked.h"

#include "base/check.h"
#include "base/limits.h"
#include "charter/print.h"
#include "mechanism/status.h"
#include "mechanism/tuple.h"

bool asked_bodies(struct context *c, const struct charter_rule *rule, struct bytes own, struct asked *out)
{
    const struct bytes *over = NULL;
    const size_t several = charter_rule_over(rule, &over);
    *out = (struct asked){.count = several == 0 ? 1 : several, .joint = several > 0};
    for (size_t i = 0; i < out->count; i++) {
        const struct bytes id = several == 0 ? own : over[i];
        if (!body_get(c->state, id, c->arena, &out->bodies[i])) {
            return false;
        }
    }
    return true;
}

unsigned asked_sits(const struct asked *x, const struct asked_seat *seat)
{
    unsigned sits = 0;
    for (size_t i = 0; i < x->count; i++) {
        sits |= (seat->bodies >> i & 1U) != 0 && body_has(&x->bodies[i], seat->member) ? 1U << i : 0;
    }
    return sits;
}

const struct asked_seat *asked_seat_of(const struct asked_seat *seats, size_t count, struct bytes member)
{
    for (size_t i = 0; i < count; i++) {
        if (bytes_equal(seats[i].member, member)) {
            return &seats[i];
        }
    }
    return NULL;
}

/* Into so many that ascend, or one more body of one that is there. Gives their number. */
static size_t add_seat(struct asked_seat *seats, size_t count, struct bytes member, unsigned body)
{
    size_t at = count;
    while (at > 0 && bytes_compare(seats[at - 1].member, member) >= 0) {
        at--;
    }
    if (at < count && bytes_equal(seats[at].member, member)) {
        seats[at].bodies |= body;
        return count;
    }
    for (size_t i = count; i > at; i--) {
        seats[i] = seats[i - 1];
    }
    seats[at] = (struct asked_seat){.member = member, .bodies = body};
    return count + 1;
}

/* The chair says who is, for instance, a party to the dispute: only by tags that the rule knows and that the
 * charter leaves open. */
static bool is_open_tag(const struct charter_rule *rule, struct bytes tag)
{
    return evaluate_asks_tag(rule, tag) && !mark_is_ours(tag);
}

static enum rejection give_tags(const struct act *a, const struct charter_rule *rule,
                                struct asked_seat *seats, size_t count)
{
    const struct act_value none = {.count = 0};
    const struct act_value *tags = act_has(a, "tags") ? act_value(a, "tags") : &none;
    for (size_t i = 0; i < tags->count; i++) {
        size_t k = 0;
        while (k < count && !bytes_equal(seats[k].member, tags->marks[i].member)) {
            k++;
        }
        if (k == count || !is_open_tag(rule, tags->marks[i].mark)) {
            return REJECT_wrong_tag;
        }
        seats[k].tag = tags->marks[i].mark;
    }
    return ACCEPTED;
}

enum rejection asked_freeze(struct context *c, const struct act *a, const struct charter_rule *rule,
                            const struct asked *x, struct asked_seat **out, size_t *count)
{
    size_t most = 0;
    bool empty = false;
    for (size_t i = 0; i < x->count; i++) {
        most += x->bodies[i].seat_count;
        empty |= x->bodies[i].seat_count == 0;
    }
    struct asked_seat *seats = ARENA_ARRAY(c->arena, struct asked_seat, most + 1);
    size_t n = 0;
    for (size_t i = 0; i < x->count; i++) {
        for (size_t k = 0; k < x->bodies[i].seat_count; k++) {
            n = add_seat(seats, n, x->bodies[i].seats[k], 1U << i);
        }
    }
    *out = seats;
    *count = n;
    const enum rejection r = give_tags(a, rule, seats, n);
    return r == ACCEPTED && empty ? REJECT_not_applicable : r;
}

const struct bytes *asked_tags(struct arena *a, const struct asked_seat *seat, bool reasoned, size_t *count)
{
    struct bytes *tags = ARENA_ARRAY(a, struct bytes, MARKS + 2);
    *count = mark_tags(seat->marks, tags);
    if (seat->tag.len > 0) {
        tags[(*count)++] = seat->tag;
    }
    if (reasoned) {
        tags[(*count)++] = BYTES(VOTE_TAG_REASONED);
    }
    return tags;
}

size_t asked_electorates(const struct asked *x, const struct elector *list, size_t count,
                         struct electorate out[CHARTER_OVER_MAX])
{
    for (size_t i = 0; i < x->count; i++) {
        out[i] = (struct electorate){.name = x->joint ? x->bodies[i].id : BYTES("")};
    }
    out[0].count = count;
    out[0].electors = list;
    return x->count;
}

size_t asked_told(struct arena *a, const struct asked *x, const struct asked_seat *seats,
                  const unsigned *sits, size_t count, const struct fact_body **out)
{
    if (!x->joint) {
        *out = NULL;
        return 0;
    }
    struct fact_body *told = ARENA_ARRAY(a, struct fact_body, x->count);
    for (size_t i = 0; i < x->count; i++) {
        struct bytes *members = ARENA_ARRAY(a, struct bytes, count + 1);
        told[i] = (struct fact_body){.name = x->bodies[i].id, .members = members};
        for (size_t k = 0; k < count; k++) {
            if ((sits[k] >> i & 1U) != 0) {
                members[told[i].count++] = seats[k].member;
            }
        }
    }
    *out = told;
    return x->count;
}

void asked_write(struct buffer *b, const struct asked_seat *seats, size_t count)
{
    value_add_number(b, (int64_t)count);
    for (size_t i = 0; i < count; i++) {
        buffer_add_block(b, seats[i].member);
        buffer_add_block(b, seats[i].tag);
        value_add_number(b, seats[i].marks);
        value_add_number(b, seats[i].bodies);
    }
}

const struct asked_seat *asked_read(struct cursor *c, struct arena *a, size_t *count)
{
    *count = (size_t)value_number(c);
    check(*count <= MEMBERS_MAX);
    struct asked_seat *seats = ARENA_ARRAY(a, struct asked_seat, *count + 1);
    for (size_t i = 0; i < *count; i++) {
        seats[i].member = value_text(c);
        seats[i].tag = value_text(c);
        seats[i].marks = (unsigned)value_number(c);
        seats[i].bodies = (unsigned)value_number(c);
    }
    return seats;
}
