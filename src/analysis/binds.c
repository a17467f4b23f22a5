#include "analysis/binds.h"

#include "mechanism/civil.h"

enum { REASONS_MAX = 8 + 4 * INSTRUMENT_ROWS_MAX };

struct view {
    struct context *c;
    struct bytes day;
    struct bind *out;
    struct instrument_party parties[2];
    bool known[2];
};

#define TEXT(s) (int)(s).len, (const char *)(s).data
#define SAY(v, ...)                                                                                          \
    do {                                                                                                     \
        if ((v)->out->reason_count < REASONS_MAX) {                                                          \
            (v)->out->reasons[(v)->out->reason_count++] = arena_printf((v)->c->arena, __VA_ARGS__);          \
        }                                                                                                    \
    } while (0)

static bool has_come(const struct view *v, struct bytes day)
{
    return day.len > 0 && bytes_compare(day, v->day) <= 0;
}

/* Whether one of the two is bound by the treaty, and by what. */
static bool say_party(struct view *v, size_t which, struct bytes code)
{
    const struct instrument_party *p = &v->parties[which];
    if (!v->known[which] || (!has_come(v, p->signed_on) && !has_come(v, p->deposited))) {
        SAY(v, "%.*s takes no part", TEXT(code));
        return false;
    }
    if (instrument_binds(p, v->day)) {
        SAY(v, "%.*s is bound since %.*s", TEXT(code), TEXT(p->force));
        if (p->leaves.len > 0) {
            SAY(v, "%.*s has given notice and leaves on %.*s", TEXT(code), TEXT(p->leaves));
        }
        return true;
    }
    if (has_come(v, p->leaves)) {
        SAY(v, "%.*s has left on %.*s", TEXT(code), TEXT(p->leaves));
    } else if (has_come(v, p->withdrawn)) {
        SAY(v, "%.*s has taken its instrument back on %.*s", TEXT(code), TEXT(p->withdrawn));
    } else if (p->force.len > 0) {
        SAY(v, "%.*s will be bound from %.*s", TEXT(code), TEXT(p->force));
    } else {
        SAY(v, "%.*s has %s, and the treaty is not in force for it: it must not defeat its object (VCLT 18)",
            TEXT(code), p->deposited.len > 0 ? "consented" : "signed");
    }
    if (has_come(v, p->applied) && !has_come(v, p->ended)) {
        SAY(v, "%.*s applies it provisionally since %.*s (VCLT 25)", TEXT(code), TEXT(p->applied));
        return false;
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
    if (objected && o.opposes) {
        SAY(v,
            "%.*s objects to reservation %lld of %.*s and opposes the treaty between the two (VCLT "
            "20(4)(b))",
            TEXT(p->code), (long long)r->number, TEXT(r->code));
        return false;
    }
    if (objected) {
        SAY(v,
            "%.*s objects to reservation %lld of %.*s: what it is about does not apply between the two "
            "(VCLT 21(3))",
            TEXT(p->code), (long long)r->number, TEXT(r->code));
        return true;
    }
    const struct civil_day until = instrument_objection_until(r, p);
    const bool open = until.text[0] == 0 || bytes_compare(v->day, bytes_of_text(until.text)) <= 0;
    SAY(v, "reservation %lld of %.*s %s by %.*s%s%s", (long long)r->number, TEXT(r->code),
        open ? "may be objected to" : "is accepted", TEXT(p->code),
        open && until.text[0] != 0 ? " until " : "",
        open ? until.text : " (VCLT 20(5), 21(1))");
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
        SAY(v, "it amends %.*s: between two who are bound by both, as amended; else as it was (VCLT 40(4))",
            TEXT(base.name));
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
        binds[i].reasons = ARENA_ARRAY(c->arena, const char *, REASONS_MAX);
        v.known[0] = instrument_party_get(c->state, &list[i].id, a, &v.parties[0]);
        v.known[1] = instrument_party_get(c->state, &list[i].id, b, &v.parties[1]);
        const bool one = say_party(&v, 0, a);
        const bool other = say_party(&v, 1, b);
        binds[i].bound = one && other && say_reservations(&v);
        if (!(one && other) && (one || applies(&v, 0)) && (other || applies(&v, 1))) {
            SAY(&v, "between the two it is applied provisionally");
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
            json_cstring(w, NULL, list[i].reasons[k]);
        }
        json_end(w);
        json_text(w, "title", list[i].instrument.title);
        json_end(w);
    }
    json_end(w);
    json_end(w);
}
