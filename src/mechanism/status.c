#include "mechanism/status.h"

#include "base/check.h"
#include "charter/evaluate.h"
#include "mechanism/matter.h"
#include "mechanism/member.h"
#include "mechanism/tuple.h"

static const struct {
    unsigned mark;
    const char *tag;
} marks_known[MARKS] = {{MARK_SUSPENDED, "SUSPENDED"},
                        {MARK_CONTESTED, "CONTESTED"},
                        {MARK_PARTY, "PARTY"},
                        {MARK_CONCERNED, "CONCERNED"}};

size_t mark_tags(unsigned marks, struct bytes *out)
{
    size_t count = 0;
    for (size_t i = 0; i < MARKS; i++) {
        if ((marks & marks_known[i].mark) != 0) {
            out[count++] = bytes_of_text(marks_known[i].tag);
        }
    }
    return count;
}

bool mark_is_ours(struct bytes tag)
{
    for (size_t i = 0; i < MARKS; i++) {
        if (marks_known[i].mark != MARK_PARTY && bytes_equal_text(tag, marks_known[i].tag)) {
            return true;
        }
    }
    return bytes_equal_text(tag, VOTE_TAG_REASONED);
}

bool mark_is_out(const struct charter_rule *rule, unsigned marks)
{
    struct bytes tags[MARKS];
    const size_t count = mark_tags(marks, tags);
    for (size_t i = 0; i < count; i++) {
        if (evaluate_puts_out(rule, tags[i])) {
            return true;
        }
    }
    return false;
}

static struct key status_key(enum status_kind kind, struct bytes member)
{
    struct key k = key_new('9');
    key_add_number(&k, kind);
    key_add_text(&k, member);
    return k;
}

bool status_get(struct state *s, enum status_kind kind, struct bytes member, struct status *out)
{
    const struct key k = status_key(kind, member);
    struct bytes value;
    if (!state_get(s, key_view(&k), &value)) {
        return false;
    }
    struct cursor c = cursor_of(value);
    out->stands = value_number(&c) != 0;
    out->vote = value_hash(&c);
    out->decided = value_number(&c);
    out->time_ms = value_number(&c);
    check(cursor_ended(&c));
    return true;
}

static void status_put(struct state *s, enum status_kind kind, struct bytes member, const struct status *x)
{
    const struct key k = status_key(kind, member);
    struct buffer b;
    buffer_init(&b, 256);
    value_add_number(&b, x->stands);
    value_add_hash(&b, &x->vote);
    value_add_number(&b, x->decided);
    value_add_number(&b, x->time_ms);
    state_put(s, key_view(&k), buffer_view(&b));
    buffer_done(&b);
}

static bool stands(struct state *s, enum status_kind kind, struct bytes member)
{
    struct status x;
    return status_get(s, kind, member, &x) && x.stands;
}

static struct key party_key(const struct hash *matter)
{
    struct key k = key_new('7');
    key_add_hash(&k, matter);
    return k;
}

static struct party party_decode(struct bytes member, struct bytes value)
{
    struct cursor c = cursor_of(value);
    struct party p = {.member = member};
    p.party = value_number(&c) != 0;
    p.ruled = value_number(&c) != 0;
    p.said = value_number(&c);
    check(cursor_ended(&c));
    return p;
}

static bool party_get(struct state *s, const struct hash *matter, struct bytes member, struct party *out)
{
    struct key k = party_key(matter);
    struct bytes value;
    key_add_text(&k, member);
    if (!state_get(s, key_view(&k), &value)) {
        return false;
    }
    *out = party_decode(member, value);
    return true;
}

size_t party_list(struct state *s, const struct hash *matter, struct arena *a, struct party **out)
{
    const struct key k = party_key(matter);
    struct state_row *rows = NULL;
    const size_t count = state_scan(s, key_view(&k), a, &rows);
    struct party *list = ARENA_ARRAY(a, struct party, count + 1);
    for (size_t i = 0; i < count; i++) {
        const struct bytes member = bytes_of(rows[i].key.data + k.len, rows[i].key.len - k.len - 1);
        list[i] = party_decode(member, rows[i].value);
    }
    *out = list;
    return count;
}

unsigned status_marks(struct context *c, const struct hash *matter, struct bytes member)
{
    struct party p = {.party = false};
    unsigned marks = 0;
    marks |= stands(c->state, STATUS_SUSPENSION, member) ? MARK_SUSPENDED : 0U;
    marks |= stands(c->state, STATUS_CONTEST, member) ? MARK_CONTESTED : 0U;
    marks |= matter != NULL && party_get(c->state, matter, member, &p) && p.party ? MARK_PARTY : 0U;
    return marks;
}

static struct key claim_key(struct bytes member)
{
    struct key k = key_new('8');
    key_add_text(&k, member);
    return k;
}

size_t claim_list(struct state *s, struct bytes member, struct arena *a, struct claim **out)
{
    const struct key k = claim_key(member);
    struct state_row *rows = NULL;
    const size_t count = state_scan(s, key_view(&k), a, &rows);
    struct claim *list = ARENA_ARRAY(a, struct claim, count + 1);
    for (size_t i = 0; i < count; i++) {
        struct cursor c = cursor_of(rows[i].value);
        list[i].by = bytes_of(rows[i].key.data + k.len, rows[i].key.len - k.len - 1);
        list[i].stated = value_number(&c);
        list[i].time_ms = value_number(&c);
        check(cursor_ended(&c));
    }
    *out = list;
    return count;
}

/* One claim stands of each member that states one; a later one of the same member takes its place. */
enum rejection status_claim(struct context *c, const struct act *a)
{
    const struct bytes member = act_value(a, "member")->text;
    struct member m;
    if (!member_get(c->state, member, &m)) {
        return REJECT_unknown_member;
    }
    struct key k = claim_key(member);
    struct buffer b;
    key_add_text(&k, a->frame.member);
    buffer_init(&b, 64);
    value_add_number(&b, (int64_t)c->index);
    value_add_number(&b, c->time_ms);
    state_put(c->state, key_view(&k), buffer_view(&b));
    buffer_done(&b);
    return ACCEPTED;
}

static void party_put(struct context *c, const struct hash *matter, const struct party *p)
{
    struct key k = party_key(matter);
    struct buffer b;
    key_add_text(&k, p->member);
    buffer_init(&b, 64);
    value_add_number(&b, p->party);
    value_add_number(&b, p->ruled);
    value_add_number(&b, p->said);
    state_put(c->state, key_view(&k), buffer_view(&b));
    buffer_done(&b);
}

/* A member says of itself that it is a party. It cannot say that it is none: that is for the chair. */
enum rejection status_declare(struct context *c, const struct act *a)
{
    struct matter m;
    struct body b;
    struct party p;
    const enum rejection r = matter_enter(c, a, &m, &b);
    if (r != ACCEPTED) {
        return r;
    }
    if (party_get(c->state, &m.id, a->frame.member, &p) && p.party) {
        return REJECT_exists;
    }
    p = (struct party){.member = a->frame.member, .party = true, .said = (int64_t)c->index};
    party_put(c, &m.id, &p);
    return ACCEPTED;
}

enum rejection status_party(struct context *c, const struct act *a)
{
    struct matter m;
    struct body b;
    struct party p = {.party = act_value(a, "party")->integer != 0, .ruled = true};
    const enum rejection r = matter_enter_chair(c, a, &m, &b);
    if (r != ACCEPTED) {
        return r;
    }
    p.member = act_value(a, "member")->text;
    p.said = (int64_t)c->index;
    if (!body_has(&b, p.member)) {
        return REJECT_not_seated;
    }
    party_put(c, &m.id, &p);
    return ACCEPTED;
}

struct bytes status_target(const struct vote *x)
{
    size_t len = 0;
    while (len < x->target.len && x->target.data[len] != ':') {
        len++;
    }
    return bytes_of(x->target.data, len);
}

static enum status_kind kind_of(const struct vote *x)
{
    const bool contest =
        bytes_equal_text(x->motion, "contest") || bytes_equal_text(x->motion, "settle");
    return contest ? STATUS_CONTEST : STATUS_SUSPENSION;
}

static bool begins(const struct vote *x)
{
    return bytes_equal_text(x->motion, "contest") || bytes_equal_text(x->motion, "suspend");
}

static enum rejection may(struct context *c, const struct vote *x, bool expected)
{
    struct member m;
    if (!member_get(c->state, status_target(x), &m)) {
        return REJECT_unknown_member;
    }
    return stands(c->state, kind_of(x), m.code) == expected ? ACCEPTED : REJECT_wrong_status;
}

enum rejection status_may_begin(struct context *c, const struct act *a, struct vote *x)
{
    (void)a;
    return may(c, x, false);
}

enum rejection status_may_end(struct context *c, const struct act *a, struct vote *x)
{
    (void)a;
    return may(c, x, true);
}

void status_decided(struct context *c, const struct vote *x, const struct decision *d)
{
    const struct status s = {
        .stands = begins(x), .vote = x->id, .decided = (int64_t)c->index, .time_ms = c->time_ms};
    (void)d;
    status_put(c->state, kind_of(x), status_target(x), &s);
}
