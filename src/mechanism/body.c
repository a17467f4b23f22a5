#include "mechanism/body.h"

#include "base/check.h"
#include "base/limits.h"
#include "charter/rule.h"
#include "mechanism/civil.h"
#include "mechanism/law.h"
#include "mechanism/member.h"
#include "mechanism/office.h"
#include "mechanism/tuple.h"

static struct key state_key(struct bytes id)
{
    struct key k = key_new('b');
    key_add_text(&k, id);
    return k;
}

void body_found(struct state *s, const struct body *b)
{
    struct buffer value;
    buffer_init(&value, STATE_VALUE_BYTES_MAX);
    buffer_add_block(&value, b->chair);
    value_add_number(&value, (int64_t)b->seat_count);
    for (size_t i = 0; i < b->seat_count; i++) {
        buffer_add_block(&value, b->seats[i]);
    }
    const struct key k = state_key(b->id);
    state_put(s, key_view(&k), buffer_view(&value));
    buffer_done(&value);
}

static struct body decode(struct arena *a, struct bytes id, struct bytes value)
{
    struct cursor c = cursor_of(value);
    struct body b = {.id = id};
    b.chair = value_text(&c);
    b.seat_count = (size_t)value_number(&c);
    check(b.seat_count <= MEMBERS_MAX);
    struct bytes *seats = ARENA_ARRAY(a, struct bytes, b.seat_count + 1);
    for (size_t i = 0; i < b.seat_count; i++) {
        seats[i] = value_text(&c);
    }
    check(cursor_ended(&c));
    b.seats = seats;
    return b;
}

bool body_get(struct state *s, struct bytes id, struct arena *a, struct body *out)
{
    const struct key k = state_key(id);
    struct bytes value;
    if (!state_get(s, key_view(&k), &value)) {
        return false;
    }
    *out = decode(a, id, value);
    return true;
}

bool body_has(const struct body *b, struct bytes member)
{
    for (size_t i = 0; i < b->seat_count; i++) {
        if (bytes_equal(b->seats[i], member)) {
            return true;
        }
    }
    return false;
}

size_t body_list(struct state *s, struct arena *a, struct body **out)
{
    const struct key k = key_new('b');
    struct state_row *rows = NULL;
    const size_t count = state_scan(s, key_view(&k), a, &rows);
    struct body *list = ARENA_ARRAY(a, struct body, count + 1);
    for (size_t i = 0; i < count; i++) {
        list[i] = decode(a, bytes_of(rows[i].key.data + 1, rows[i].key.len - 2), rows[i].value);
    }
    *out = list;
    return count;
}

static bool is_code(struct bytes chair)
{
    return !bytes_equal_text(chair, "rotation") && !bytes_equal_text(chair, "elected") &&
           !bytes_equal_text(chair, "office");
}

struct bytes body_named_chair(const struct charter *charter, const struct charter_body *law)
{
    const struct charter_office *office =
        bytes_equal_text(law->chair, "office") ? charter_office(charter, law->chair_by) : NULL;
    if (office != NULL && office->holder == HOLDER_MEMBER) {
        return office->member;
    }
    return is_code(law->chair) ? law->chair : BYTES("");
}

struct bytes body_first_chair(const struct charter *charter, const struct charter_body *law,
                              const struct body *b)
{
    const struct bytes named = body_named_chair(charter, law);
    for (size_t i = 0; named.len == 0 && i < law->chair_order_count; i++) {
        if (body_has(b, law->chair_order[i])) {
            return law->chair_order[i];
        }
    }
    return named.len > 0 ? named : b->seats[0];
}

/* The seat after the present one in the order that the charter names; who is not in it has no turn. */
static struct bytes next_in_order(const struct charter_body *law, const struct body *b)
{
    size_t from = 0;
    for (size_t i = 0; i < law->chair_order_count; i++) {
        from = bytes_equal(law->chair_order[i], b->chair) ? i + 1 : from;
    }
    for (size_t i = 0; i < law->chair_order_count; i++) {
        const struct bytes next = law->chair_order[(from + i) % law->chair_order_count];
        if (body_has(b, next)) {
            return next;
        }
    }
    return BYTES("");
}

struct bytes body_next_chair(const struct charter *charter, const struct body *b)
{
    const struct charter_body *law = charter_body(charter, b->id);
    if (law == NULL || !bytes_equal_text(law->chair, "rotation") || b->seat_count == 0) {
        return BYTES("");
    }
    if (law->chair_order_count > 0) {
        return next_in_order(law, b);
    }
    for (size_t i = 0; i < b->seat_count; i++) {
        if (bytes_compare(b->seats[i], b->chair) > 0) {
            return b->seats[i];
        }
    }
    return b->seats[0];
}

/* When the term of the chair is over the next may take it, though the chair hands nothing over. */
static bool takes_over(struct context *c, struct bytes who, struct bytes next, const struct body *b)
{
    const int64_t until_ms = chair_until_ms(c, law_now(c), b);
    return until_ms != 0 && civil_ms(c->state, c->org, c->time_ms) >= until_ms && bytes_equal(who, next);
}

enum rejection body_chair(struct context *c, const struct act *a)
{
    struct body b;
    if (!body_get(c->state, act_value(a, "body")->text, c->arena, &b)) {
        return REJECT_unknown_body;
    }
    const struct bytes next = act_value(a, "member")->text;
    if (!bytes_equal(b.chair, a->frame.member) && !takes_over(c, a->frame.member, next, &b)) {
        return REJECT_not_chair;
    }
    struct member m;
    if (!member_get(c->state, next, &m)) {
        return REJECT_unknown_member;
    }
    if (!bytes_equal(next, body_next_chair(law_now(c), &b))) {
        return REJECT_not_next;
    }
    b.chair = next;
    body_found(c->state, &b);
    chair_began(c, law_now(c), &b, &(struct hash){{0}});
    return ACCEPTED;
}

/* The body as it stands; where nobody sits yet, it begins with the first who does. */
static struct body body_or_empty(struct context *c, const struct charter_body *law, struct bytes member)
{
    struct body b;
    if (!body_get(c->state, law->name, c->arena, &b)) {
        const struct bytes named = body_named_chair(law_now(c), law);
        b = (struct body){.id = law->name, .chair = named.len == 0 ? member : named};
    }
    return b;
}

/* The seats with one member more, or without it; ascending. */
static void change_seats(struct arena *a, struct body *b, struct bytes member, bool seated)
{
    struct bytes *seats = ARENA_ARRAY(a, struct bytes, b->seat_count + 1);
    size_t count = 0;
    bool placed = !seated; /* leaving: nothing to place */
    for (size_t i = 0; i < b->seat_count; i++) {
        if (!placed && bytes_compare(b->seats[i], member) > 0) {
            seats[count++] = member;
            placed = true;
        }
        if (!bytes_equal(b->seats[i], member)) {
            seats[count++] = b->seats[i];
        }
    }
    if (!placed) {
        seats[count++] = member;
    }
    b->seats = seats;
    b->seat_count = count;
}

/* Whether the charter lets the member sit there: to some bodies it gives a tag to those who may. */
static bool may_sit(struct context *c, const struct charter *charter, const struct charter_body *law,
                    struct bytes member)
{
    const struct civil_day day = law_day(c, c->time_ms);
    return law->tagged.len == 0 || charter_gives(charter, law->tagged, member, bytes_of_text(day.text));
}

enum rejection body_seat(struct context *c, const struct act *a)
{
    const struct charter_body *law = charter_body(law_now(c), act_value(a, "body")->text);
    if (law == NULL) {
        return REJECT_unknown_body;
    }
    struct body b = body_or_empty(c, law, a->frame.member);
    const bool seated = body_has(&b, a->frame.member);
    const bool wanted = act_value(a, "seated")->integer != 0;
    if (law->everyone || (wanted && law->elected_by.len > 0)) {
        return REJECT_composition_fixed;
    }
    if (seated == wanted) {
        return seated ? REJECT_exists : REJECT_not_seated;
    }
    if (wanted && !may_sit(c, law_now(c), law, a->frame.member)) {
        return REJECT_not_tagged;
    }
    const bool is_chair = bytes_equal(b.chair, a->frame.member);
    if (!wanted && is_chair) {
        return REJECT_composition_fixed; /* a chair hands over first */
    }
    if (b.seat_count == 0 && !is_chair) {
        return REJECT_not_chair; /* the chair that the charter names sits down first */
    }
    const bool begins = b.seat_count == 0;
    change_seats(c->arena, &b, a->frame.member, wanted);
    body_found(c->state, &b);
    if (begins) {
        chair_began(c, law_now(c), &b, &(struct hash){{0}});
    }
    if (!wanted && law->elected_by.len > 0) {
        post_leave(c, b.id, a->frame.member);
    }
    return ACCEPTED;
}

static void seat_everyone(struct context *c, struct body *b)
{
    struct member *members = NULL;
    b->seat_count = member_list(c->state, c->arena, &members);
    struct bytes *seats = ARENA_ARRAY(c->arena, struct bytes, b->seat_count + 1);
    for (size_t i = 0; i < b->seat_count; i++) {
        seats[i] = members[i].code;
    }
    b->seats = seats;
}

/* Of a body whose seats ask for a tag those leave who have it no more; where nobody would be left, all stay:
 * a body that has met does not end by a list of names. */
static bool unseat(struct context *c, const struct charter *charter, const struct charter_body *law,
                   struct body *b)
{
    struct bytes *seats = ARENA_ARRAY(c->arena, struct bytes, b->seat_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < b->seat_count; i++) {
        if (may_sit(c, charter, law, b->seats[i])) {
            seats[count++] = b->seats[i];
        }
    }
    const bool fewer = count > 0 && count < b->seat_count;
    if (fewer) {
        b->seats = seats;
        b->seat_count = count;
    }
    return fewer;
}

/* Who has the chair of a body whose seats, or whose law, are others now: whom the charter names, or who holds
 * the office, if it sits there; else who had it, as long as it sits there; else the next of the rotation, or
 * the first. */
static struct bytes chair_of(struct context *c, const struct charter *charter, const struct charter_body *law,
                             const struct body *b)
{
    const struct charter_office *office =
        bytes_equal_text(law->chair, "office") ? charter_office(charter, law->chair_by) : NULL;
    const struct bytes named =
        office != NULL ? office_holder(c, office) : body_named_chair(charter, law);
    if (body_has(b, named)) {
        return named;
    }
    if (body_has(b, b->chair)) {
        return b->chair;
    }
    const struct bytes next = b->chair.len > 0 ? body_next_chair(charter, b) : BYTES("");
    const struct bytes first = next.len > 0 ? next : body_first_chair(charter, law, b);
    return body_has(b, first) ? first : b->seats[0];
}

static bool is_changed(const struct charter_body *before, const struct charter_body *after)
{
    return before == NULL || before->everyone != after->everyone ||
           !bytes_equal(before->chair, after->chair) || !bytes_equal(before->chair_by, after->chair_by);
}

/* Whoever has the chair from now on has it for a whole term; who keeps it keeps its time. */
static void chair_changed(struct context *c, const struct charter *charter, const struct charter_body *law,
                          struct body *b)
{
    const struct bytes was = b->chair;
    b->chair = chair_of(c, charter, law, b);
    body_found(c->state, b);
    if (!bytes_equal(was, b->chair)) {
        chair_began(c, charter, b, &(struct hash){{0}});
    }
}

void body_watch(struct context *c, const struct charter *charter)
{
    const int64_t today = civil_today(c);
    for (size_t i = 0; i < charter->body_count; i++) {
        const struct bytes tag = charter->bodies[i].tagged;
        const struct charter_group *group = tag.len == 0 ? NULL : charter_group(charter, tag);
        for (size_t k = 0; group != NULL && k < group->count; k++) {
            const struct bytes until = group->seats[k].until;
            const int64_t day = until.len == 0 ? 0 : civil_parse(until) + 1;
            if (day > today) {
                civil_deadline_set(c, CIVIL_SEATS, &(struct hash){{0}}, day, day);
            }
        }
    }
}

const char *body_tags_end(struct context *c, const struct hash *id, int64_t number, int64_t day)
{
    (void)id;
    (void)number;
    (void)day;
    const struct charter *charter = law_now(c);
    bool fewer = false;
    for (size_t i = 0; i < charter->body_count; i++) {
        struct body b;
        if (body_get(c->state, charter->bodies[i].name, c->arena, &b) &&
            unseat(c, charter, &charter->bodies[i], &b)) {
            chair_changed(c, charter, &charter->bodies[i], &b);
            fewer = true;
        }
    }
    return fewer ? "left" : "none";
}

void body_amend(struct context *c, const struct charter *before, const struct charter *after)
{
    for (size_t i = 0; i < after->body_count; i++) {
        const struct charter_body *law = &after->bodies[i];
        struct body b;
        if (!body_get(c->state, law->name, c->arena, &b)) {
            b = (struct body){.id = law->name};
        }
        const bool fewer = unseat(c, after, law, &b);
        if (!fewer && !is_changed(charter_body(before, law->name), law)) {
            continue;
        }
        if (law->everyone) {
            seat_everyone(c, &b);
        }
        if (b.seat_count > 0) {
            chair_changed(c, after, law, &b);
        }
    }
    body_watch(c, after);
}
