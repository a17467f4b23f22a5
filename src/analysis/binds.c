#include "analysis/binds.h"

#include <string.h>

#include "mechanism/civil.h"

enum { REASONS_MAX = 8 + 4 * INSTRUMENT_ROWS_MAX };

struct view {
    struct context *c;
    struct bytes day;
    struct bind *out;
    struct instrument_party parties[2];
    bool known[2];
};

const char *bind_words(struct arena *a, const struct bind_reason *r)
{
    static const char *const texts[BIND_WHYS] = {
#define X(name, text) [BIND_##name] = text,
        BIND_REASONS(X)
#undef X
    };
    const struct {
        const char *name;
        const char *text;
    } values[] = {
        {"{who}", arena_text(a, r->who)},
        {"{other}", arena_text(a, r->other)},
        {"{day}", arena_text(a, r->day)},
        {"{number}", arena_printf(a, "%lld", (long long)r->number)},
    };
    const char *text = texts[r->why];
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        const char *at = strstr(text, values[i].name);
        if (at != NULL) {
            text = arena_printf(a, "%.*s%s%s", (int)(at - text), text, values[i].text,
                                at + strlen(values[i].name));
        }
    }
    return text;
}

static void say(struct view *v, struct bind_reason r)
{
    if (v->out->reason_count < REASONS_MAX) {
        v->out->reasons[v->out->reason_count++] = r;
    }
}

static bool has_come(const struct view *v, struct bytes day)
{
    return day.len > 0 && bytes_compare(day, v->day) <= 0;
}

/* Whether one of the two is bound by the treaty, and by what. */
static bool say_party(struct view *v, size_t which, struct bytes code)
{
    const struct instrument_party *p = &v->parties[which];
    if (!v->known[which] || (!has_come(v, p->signed_on) && !has_come(v, p->deposited))) {
        say(v, (struct bind_reason){BIND_no_part, .who = code});
        return false;
    }
    if (instrument_binds(p, v->day)) {
        say(v, (struct bind_reason){BIND_bound, .who = code, .day = p->force});
        if (p->leaves.len > 0) {
            say(v, (struct bind_reason){BIND_leaves, .who = code, .day = p->leaves});
        }
        return true;
    }
    if (has_come(v, p->leaves)) {
        say(v, (struct bind_reason){BIND_left, .who = code, .day = p->leaves});
    } else if (has_come(v, p->withdrawn)) {
        say(v, (struct bind_reason){BIND_taken_back, .who = code, .day = p->withdrawn});
    } else if (p->force.len > 0) {
        say(v, (struct bind_reason){BIND_will_be_bound, .who = code, .day = p->force});
    } else {
        say(v, (struct bind_reason){p->deposited.len > 0 ? BIND_consented : BIND_signed, .who = code});
    }
    if (has_come(v, p->applied) && !has_come(v, p->ended)) {
        say(v, (struct bind_reason){BIND_applies, .who = code, .day = p->applied});
    }
    return false;
}

static bool applies(const struct view *v, size_t which)
{
    const struct instrument_party *p = &v->parties[which];
    return v->known[which] && has_come(v, p->applied) && !has_come(v, p->ended);
}

/* A reservation of the one toward the other: false if the other opposes the treaty between them. */
static bool say_reservation(struct view *v, const struct instrument_reservation *r, size_t other)
{
    const struct instrument_party *p = &v->parties[other];
    struct instrument_objection o;
    const struct hash *id = &v->out->instrument.id;
    const bool objected = instrument_objection_get(v->c->state, id, r->number, p->code, &o) &&
                          has_come(v, o.made) && !has_come(v, o.withdrawn);
    struct bind_reason why = {.who = p->code, .other = r->code, .number = r->number};
    if (objected) {
        why.why = o.opposes ? BIND_opposed : BIND_objected;
        say(v, why);
        return !o.opposes;
    }
    const struct civil_day until = instrument_objection_until(r, p);
    const bool known = until.text[0] != 0;
    const bool open = !known || bytes_compare(v->day, bytes_of_text(until.text)) <= 0;
    why.why = !open ? BIND_accepted : known ? BIND_may_object_until : BIND_may_object;
    why.day = bytes_of_text(arena_text(v->c->arena, bytes_of_text(until.text)));
    say(v, why);
    return true;
}

static bool say_reservations(struct view *v)
{
    struct instrument_reservation *list = NULL;
    bool both = true;
    const size_t count =
        instrument_reservations(v->c->state, &v->out->instrument.id, v->c->arena, &list);
    for (size_t i = 0; i < count; i++) {
        const struct instrument_reservation *r = &list[i];
        for (size_t which = 0; which < 2; which++) {
            const bool its = v->known[which] && bytes_equal(r->code, v->parties[which].code);
            if (its && !r->declaration && has_come(v, r->confirmed) && !has_come(v, r->withdrawn)) {
                both = say_reservation(v, r, 1 - which) && both;
            }
        }
    }
    return both;
}

static void say_amended(struct view *v)
{
    struct instrument base;
    if (instrument_get(v->c->state, &v->out->instrument.amends, &base)) {
        say(v, (struct bind_reason){BIND_amends, .other = base.name});
    }
}

size_t binds_between(struct context *c, struct bytes a, struct bytes b, struct bytes day, struct bind **out)
{
    if (a.len == 0 || b.len == 0 || bytes_equal(a, b)) {
        return 0;
    }
    struct instrument *list = NULL;
    const size_t count = instrument_list(c->state, c->arena, &list);
    struct bind *binds = ARENA_ARRAY(c->arena, struct bind, count + 1);
    for (size_t i = 0; i < count; i++) {
        struct view v = {.c = c, .day = day, .out = &binds[i]};
        binds[i].instrument = list[i];
        binds[i].reasons = ARENA_ARRAY(c->arena, struct bind_reason, REASONS_MAX);
        v.known[0] = instrument_party_get(c->state, &list[i].id, a, &v.parties[0]);
        v.known[1] = instrument_party_get(c->state, &list[i].id, b, &v.parties[1]);
        const bool one = say_party(&v, 0, a);
        const bool other = say_party(&v, 1, b);
        binds[i].bound = one && other && say_reservations(&v);
        if (!(one && other) && (one || applies(&v, 0)) && (other || applies(&v, 1))) {
            say(&v, (struct bind_reason){.why = BIND_both_apply});
        }
        say_amended(&v);
    }
    *out = binds;
    return count;
}

void binds_write(struct json_writer *w, struct context *c, struct bytes a, struct bytes b, struct bytes day)
{
    struct bind *list = NULL;
    const size_t count = binds_between(c, a, b, day, &list);
    json_object(w, NULL);
    json_text(w, "a", a);
    json_text(w, "b", b);
    json_text(w, "on", day);
    json_array(w, "treaties");
    for (size_t i = 0; i < count; i++) {
        json_object(w, NULL);
        json_bool(w, "bound", list[i].bound);
        json_text(w, "name", list[i].instrument.name);
        json_array(w, "reasons");
        for (size_t k = 0; k < list[i].reason_count; k++) {
            json_cstring(w, NULL, bind_words(c->arena, &list[i].reasons[k]));
        }
        json_end(w);
        json_text(w, "title", list[i].instrument.title);
        json_end(w);
    }
    json_end(w);
    json_end(w);
}
