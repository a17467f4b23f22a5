#include "analysis/show_statement.h"

#include "base/check.h"
#include "base/limits.h"
#include "mechanism/law.h"
#include "mechanism/topic.h"
#include "mechanism/voice.h"
#include "record/fact.h"

bool said_get(struct context *c, int64_t number, struct said *out)
{
    if (!statement_get(c->state, number, c->arena, &out->x)) {
        return false;
    }
    check(matter_get(c->state, &out->x.matter, c->arena, &out->m));
    const struct civil_day day = law_day(c, out->x.closed_ms);
    out->date = arena_copy(c->arena, bytes_of_text(day.text));
    out->spoken = signing_spoken(c->state, number, &out->signature);
    out->topic = topic_of(c->state, &out->x.matter);
    return true;
}

const char *said_state_word(const struct said *s)
{
    return s->x.entry == 0 ? "incomplete" : !s->x.voice ? "members" : s->spoken ? "signed" : "unsigned";
}

enum error said_text(struct context *c, const struct said *s, struct bytes *out)
{
    enum error e = OK;
    struct buffer b;
    struct context at_close = *c;
    at_close.time_ms = s->x.closed_ms;
    at_close.error = &e;
    buffer_init(&b, STATEMENT_BYTES_MAX);
    const bool rendered = statement_render(&at_close, &s->x, &b);
    *out = arena_copy(c->arena, buffer_view(&b));
    buffer_done(&b);
    if (!rendered || e != OK) {
        return e == OK ? ERROR_NOT_FOUND : e;
    }
    const struct hash h = hash_of(*out);
    return hash_equal(&h, &s->x.sha256) ? OK : ERROR_CORRUPT;
}

struct said_relations said_relate(struct context *c)
{
    struct arena scratch = {0};
    struct said_relations r = {.count = counters_get(c->state).statements};
    r.of[SAID_CORRECTS] = ARENA_ARRAY(c->arena, int64_t, (size_t)r.count + 1);
    r.of[SAID_WITHDRAWS] = ARENA_ARRAY(c->arena, int64_t, (size_t)r.count + 1);
    for (int64_t n = 1; n <= r.count; n++) {
        struct statement x;
        struct matter m;
        check(statement_get(c->state, n, &scratch, &x));
        check(matter_get(c->state, &x.matter, &scratch, &m));
        r.of[SAID_CORRECTS][n] = m.corrects;
        r.of[SAID_WITHDRAWS][n] = m.withdraws;
        arena_clear(&scratch);
    }
    arena_done(&scratch);
    return r;
}

int64_t said_later(const struct said_relations *r, enum said_relation which, int64_t number, int64_t after)
{
    for (int64_t n = (after > number ? after : number) + 1; n <= r->count; n++) {
        if (r->of[which][n] == number) {
            return n;
        }
    }
    return 0;
}

static const char *add_code(struct arena *a, const char *list, struct bytes code)
{
    return arena_printf(a, "%s%s%.*s", list, list[0] == 0 ? "" : ", ", (int)code.len,
                        (const char *)code.data);
}

struct said_answers said_answers(struct context *c, const struct said *s)
{
    struct voice v;
    struct signing *list = NULL;
    struct said_answers a = {"", "", "", "", 0};
    a.sessions = signing_list(c->state, s->x.number, c->arena, &list);
    if (a.sessions == 0 || !voice_get(c->state, c->arena, &v)) {
        return a;
    }
    const struct signing *last = &list[a.sessions - 1];
    for (size_t i = 0; i < a.sessions && s->spoken; i++) {
        last = hash_equal(&list[i].id, &s->signature.session) ? &list[i] : last;
    }
    for (size_t i = 0; i < last->seat_count; i++) {
        const struct signing_seat *seat = &last->seats[i];
        const char **to = seat->stage == SHARE_GIVEN     ? &a.given
                          : seat->stage == SHARE_REFUSED ? &a.refused
                          : seat->stage == SHARE_BAD     ? &a.bad
                                                         : &a.silent;
        check(seat->id >= 1 && (size_t)seat->id <= v.seat_count);
        *to = add_code(c->arena, *to, v.seats[seat->id - 1].member);
    }
    return a;
}

static void write_later(struct json_writer *w, const char *key, const struct said_relations *r,
                        enum said_relation which, int64_t number)
{
    json_array(w, key);
    for (int64_t n = said_later(r, which, number, 0); n != 0; n = said_later(r, which, number, n)) {
        json_integer(w, NULL, n);
    }
    json_end(w);
}

static void write_matter(struct json_writer *w, const struct said *s)
{
    struct buffer b;
    buffer_init(&b, 1000);
    buffer_add_bytes(&b, s->m.body);
    buffer_add_u8(&b, '/');
    buffer_add_bytes(&b, s->m.reference);
    json_text(w, "matter", buffer_view(&b));
    buffer_done(&b);
}

static void write_languages(struct json_writer *w, const struct said *s)
{
    json_array(w, "languages");
    for (size_t i = 0; i < s->m.language_count; i++) {
        json_text(w, NULL, s->m.languages[i]);
    }
    json_end(w);
}

void show_said(struct json_writer *w, const struct said *s, const struct said_relations *r)
{
    json_object(w, NULL);
    write_later(w, "corrected_by", r, SAID_CORRECTS, s->x.number);
    json_integer(w, "corrects", s->m.corrects);
    json_text(w, "date", s->date);
    write_languages(w, s);
    write_matter(w, s);
    json_integer(w, "number", s->x.number);
    json_cstring(w, "state", said_state_word(s));
    json_integer(w, "time", s->x.closed_ms);
    json_text(w, "title", s->m.title);
    json_text(w, "topic", s->topic);
    write_later(w, "withdrawn_by", r, SAID_WITHDRAWS, s->x.number);
    json_integer(w, "withdraws", s->m.withdraws);
    json_end(w);
}

void show_statement(struct json_writer *w, struct context *c, const struct said *s, struct bytes text)
{
    const struct said_answers a = said_answers(c, s);
    const struct said_relations r = said_relate(c);
    struct fact_close close = {.rung = BYTES("")};
    (void)statement_close(c, &s->x, &close); /* *c->error is the caller's to see */
    json_object(w, NULL);
    json_cstring(w, "answered", a.given);
    json_cstring(w, "bad", a.bad);
    write_later(w, "corrected_by", &r, SAID_CORRECTS, s->x.number);
    json_integer(w, "corrects", s->m.corrects);
    json_text(w, "date", s->date);
    json_integer(w, "decision", s->x.close);
    write_languages(w, s);
    write_matter(w, s);
    json_integer(w, "number", s->x.number);
    json_cstring(w, "refused", a.refused);
    json_text(w, "rule", close.rule_name);
    json_text(w, "rung", close.rung);
    json_integer(w, "sessions", (int64_t)a.sessions);
    json_hex(w, "sha256", s->x.entry == 0 ? BYTES("") : hash_view(&s->x.sha256));
    json_cstring(w, "silent", a.silent);
    json_cstring(w, "state", said_state_word(s));
    json_text(w, "text", text);
    json_integer(w, "time", s->x.closed_ms);
    json_text(w, "title", s->m.title);
    json_text(w, "topic", s->topic);
    write_later(w, "withdrawn_by", &r, SAID_WITHDRAWS, s->x.number);
    json_integer(w, "withdraws", s->m.withdraws);
    json_end(w);
}
