/* univocal statement list, show: what the organisation has said, and how far it is signed. */
#include "cli/statement.h"

#include <string.h>

#include "base/check.h"
#include "base/limits.h"
#include "base/num.h"
#include "cli/run.h"
#include "cli/send.h"
#include "mechanism/voice.h"

static const char *text_of(struct cli *c, struct bytes b)
{
    return arena_text(&c->arena, b);
}

static const char *add_code(struct cli *c, const char *list, struct bytes code)
{
    return arena_printf(&c->arena, "%s%s%s", list, list[0] == 0 ? "" : ", ", text_of(c, code));
}

static bool read_said(struct cli *c, int64_t number, struct said *out)
{
    if (!statement_get(c->reader.state, number, &c->arena, &out->x)) {
        return false;
    }
    check(matter_get(c->reader.state, &out->x.matter, &c->arena, &out->m));
    out->spoken = signing_spoken(c->reader.state, number, &out->signature);
    return true;
}

/* A matter that nothing was adopted of: who objected, and what follows. */
static int tell_unadopted(struct cli *c, const char *name, const struct matter *m)
{
    struct silence silence;
    struct objection *list = NULL;
    const char *who = "";
    const bool ended = m->stage == MATTER_OPEN && !hash_is_zero(&m->silence) &&
                       silence_get(c->reader.state, &m->silence, &c->arena, &silence);
    if (!ended) {
        return cli_fail(c, CLI_REFUSED, "%s is not adopted: only what was adopted becomes a statement", name);
    }
    const size_t count = objection_list(c->reader.state, &silence.root, &c->arena, &list);
    for (size_t i = 0; i < count; i++) {
        who = add_code(c, who, list[i].member);
    }
    return cli_fail(
        c, CLI_REFUSED,
        "nothing was adopted of %s: its silence is %s%s%s. There is no statement of it and no "
        "signature, and none can be made: signers sign only what an adopting decision in the record "
        "has numbered",
        name, silence_stage_word(silence.stage), who[0] == 0 ? "" : ", objected to by ", who);
}

int statement_find(struct cli *c, const char *text, struct said *out)
{
    struct hash id;
    struct matter m;
    int64_t number = 0;
    int status = cli_read(c);
    if (status != CLI_DONE) {
        return status;
    }
    const int64_t count = counters_get(c->reader.state).statements;
    if (!num_parse(bytes_of_text(text), INTEGER_MAX, &number)) {
        status = resolve_matter(c, text, &id);
        if (status != CLI_DONE) {
            return status;
        }
        if (!matter_get(c->reader.state, &id, &c->arena, &m)) {
            return cli_fail(c, CLI_UNKNOWN, "there is no matter %s", text);
        }
        if (m.statement == 0) {
            return tell_unadopted(c, text, &m);
        }
        number = m.statement;
    }
    if (!read_said(c, number, out)) {
        return cli_fail(c, CLI_UNKNOWN, "there is no statement %s; there %s %lld", text,
                        count == 1 ? "is" : "are", (long long)count);
    }
    return CLI_DONE;
}

int statement_text(struct cli *c, const struct said *s, struct bytes *out)
{
    enum error e = OK;
    struct buffer b;
    struct context context = {.org = cli_organisation(c),
                              .state = c->reader.state,
                              .record = c->reader.record,
                              .arena = &c->arena,
                              .time_ms = s->x.closed_ms,
                              .index = record_size(c->reader.record),
                              .error = &e};
    buffer_init(&b, STATEMENT_BYTES_MAX);
    const bool rendered = statement_render(&context, &s->x, &b);
    *out = arena_copy(&c->arena, buffer_view(&b));
    buffer_done(&b);
    if (!rendered || e != OK) {
        return e == OK
                   ? cli_fail(c, CLI_UNKNOWN, "statement %lld is not complete yet", (long long)s->x.number)
                   : cli_error(c, e, "reading the record");
    }
    const struct hash h = hash_of(*out);
    return hash_equal(&h, &s->x.sha256) ? CLI_DONE : cli_error(c, ERROR_CORRUPT, "the text of the statement");
}

static const char *state_word(const struct said *s)
{
    return s->x.entry == 0 ? "incomplete" : !s->x.voice ? "members" : s->spoken ? "signed" : "unsigned";
}

/* Which statement each one corrects or withdraws, 0: none. Read once for all that are shown. */
struct relations {
    int64_t count;
    int64_t *of[2]; /* by number: 0 corrects, 1 withdraws */
};

static struct relations relate_all(struct cli *c)
{
    struct arena scratch = {0};
    struct relations r = {.count = counters_get(c->reader.state).statements};
    r.of[0] = ARENA_ARRAY(&c->arena, int64_t, (size_t)r.count + 1);
    r.of[1] = ARENA_ARRAY(&c->arena, int64_t, (size_t)r.count + 1);
    for (int64_t n = 1; n <= r.count; n++) {
        struct statement x;
        struct matter m;
        check(statement_get(c->reader.state, n, &scratch, &x));
        check(matter_get(c->reader.state, &x.matter, &scratch, &m));
        r.of[0][n] = m.corrects;
        r.of[1][n] = m.withdraws;
        arena_clear(&scratch);
    }
    arena_done(&scratch);
    return r;
}

static void write_later(struct json_writer *w, const char *key, const struct relations *r, int which,
                        int64_t number)
{
    json_array(w, key);
    for (int64_t n = number + 1; n <= r->count; n++) {
        if (r->of[which][n] == number) {
            json_integer(w, NULL, n);
        }
    }
    json_end(w);
}

static void show_line(struct cli *c, const struct said *s, const struct relations *r)
{
    static const char *const forms[] = {"corrects", "withdraws"};
    static const char *const later[] = {"CORRECTED", "WITHDRAWN"};
    const char *words = s->x.entry == 0 ? "not complete: its words are not all opened yet"
                        : !s->x.voice   ? "not the organisation's voice"
                        : s->spoken     ? "signed"
                                        : "to be signed";
    (void)printf("%sstatement %lld  %s  %s/%s  %s; %s", cli_mark(c), (long long)s->x.number,
                 cli_time(c, s->x.closed_ms, false), text_of(c, s->m.body), text_of(c, s->m.reference),
                 text_of(c, s->m.title), words);
    for (int which = 0; which < 2; which++) {
        if (r->of[which][s->x.number] > 0) {
            (void)printf("; %s %lld", forms[which], (long long)r->of[which][s->x.number]);
        }
        for (int64_t n = s->x.number + 1; n <= r->count; n++) {
            if (r->of[which][n] == s->x.number) {
                (void)printf("; %s by %lld", later[which], (long long)n);
            }
        }
    }
    (void)printf("\n");
}

int statement_list_run(struct cli *c)
{
    struct cli_json j;
    const int status = cli_read(c);
    if (status != CLI_DONE) {
        return status;
    }
    const struct relations r = relate_all(c);
    const int64_t count = r.count;
    struct json_writer *w = cli_json_begin(&j, (size_t)16 * FRAME_BYTES_MAX);
    json_array(w, NULL);
    for (int64_t n = 1; n <= count; n++) {
        struct said s;
        check(read_said(c, n, &s));
        if (!c->json) {
            show_line(c, &s, &r);
            continue;
        }
        json_object(w, NULL);
        write_later(w, "corrected_by", &r, 0, n);
        json_integer(w, "corrects", s.m.corrects);
        json_text(
            w, "matter",
            bytes_of_text(arena_printf(&c->arena, "%s/%s", text_of(c, s.m.body), text_of(c, s.m.reference))));
        json_integer(w, "number", n);
        json_cstring(w, "state", state_word(&s));
        json_integer(w, "time", s.x.closed_ms);
        json_text(w, "title", s.m.title);
        write_later(w, "withdrawn_by", &r, 1, n);
        json_integer(w, "withdraws", s.m.withdraws);
        json_end(w);
    }
    json_end(w);
    if (c->json) {
        cli_json_end(&j);
    } else {
        buffer_done(&j.text);
        (void)printf(count == 0 ? "%sthe organisation has said nothing yet\n" : "", cli_mark(c));
    }
    return CLI_DONE;
}

/* Those whom a session asks, by what they have done: the one that signed, else the newest. */
struct answers {
    const char *given;
    const char *refused;
    const char *bad;
    const char *silent;
    size_t sessions;
};

static struct answers answers_of(struct cli *c, const struct said *s)
{
    struct voice v;
    struct signing *list = NULL;
    struct answers a = {"", "", "", "", 0};
    a.sessions = signing_list(c->reader.state, s->x.number, &c->arena, &list);
    if (a.sessions == 0 || !voice_get(c->reader.state, &c->arena, &v)) {
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
        *to = add_code(c, *to, v.seats[seat->id - 1].member);
    }
    return a;
}

/* Why the organisation's key does not speak for it. */
static const char *why_not(struct cli *c, const struct said *s)
{
    struct voice v;
    if (!voice_get(c->reader.state, &c->arena, &v) || v.since > s->x.close) {
        return "the organisation had no key when it was adopted";
    }
    return arena_printf(&c->arena, "fewer than %lld members carry it, whom the key needs",
                        (long long)v.threshold);
}

static void show_signing(struct cli *c, const struct said *s)
{
    const struct answers a = answers_of(c, s);
    if (s->x.entry == 0) {
        return;
    }
    if (!s->x.voice) {
        (void)printf("not the organisation's voice: %s. Its members' acts carry it\n", why_not(c, s));
        return;
    }
    if (s->spoken) {
        (void)printf("signed at entry %lld by %s, with one signature of the organisation's key\n",
                     (long long)s->signature.entry, a.given);
        return;
    }
    if (a.sessions == 0) {
        (void)printf(
            "to be signed: no session is open yet: too few signers have published nonces (`univocal voice "
            "show`)\n");
        return;
    }
    (void)printf("to be signed, session %zu: answered: %s", a.sessions, a.given[0] == 0 ? "nobody" : a.given);
    (void)printf("; asked and silent: %s", a.silent[0] == 0 ? "nobody" : a.silent);
    (void)printf(a.refused[0] == 0 ? "" : "; refused: %s", a.refused);
    (void)printf(a.bad[0] == 0 ? "\n" : "; gave a bad share: %s\n", a.bad);
}

static int show_json(struct cli *c, const struct said *s, struct bytes text)
{
    struct cli_json j;
    const struct answers a = answers_of(c, s);
    const struct relations r = relate_all(c);
    struct json_writer *w = cli_json_begin(&j, (size_t)8 * STATEMENT_BYTES_MAX);
    json_object(w, NULL);
    json_cstring(w, "answered", a.given);
    json_cstring(w, "bad", a.bad);
    write_later(w, "corrected_by", &r, 0, s->x.number);
    json_integer(w, "corrects", s->m.corrects);
    json_integer(w, "decision", s->x.close);
    json_text(
        w, "matter",
        bytes_of_text(arena_printf(&c->arena, "%s/%s", text_of(c, s->m.body), text_of(c, s->m.reference))));
    json_integer(w, "number", s->x.number);
    json_cstring(w, "refused", a.refused);
    json_integer(w, "sessions", (int64_t)a.sessions);
    json_hex(w, "sha256", s->x.entry == 0 ? BYTES("") : hash_view(&s->x.sha256));
    json_cstring(w, "silent", a.silent);
    json_cstring(w, "state", state_word(s));
    json_text(w, "text", text);
    json_integer(w, "time", s->x.closed_ms);
    json_text(w, "title", s->m.title);
    write_later(w, "withdrawn_by", &r, 1, s->x.number);
    json_integer(w, "withdraws", s->m.withdraws);
    json_end(w);
    cli_json_end(&j);
    return CLI_DONE;
}

int statement_show_run(struct cli *c)
{
    struct said s = {.spoken = false};
    struct bytes text = BYTES("");
    int status = statement_find(c, c->arguments[0], &s);
    if (status == CLI_DONE && s.x.entry != 0) {
        status = statement_text(c, &s, &text);
    }
    if (status != CLI_DONE) {
        return status;
    }
    if (c->json) {
        return show_json(c, &s, text);
    }
    const struct relations r = relate_all(c);
    show_line(c, &s, &r);
    show_signing(c, &s);
    (void)printf("\n%.*s", (int)text.len, (const char *)text.data);
    return CLI_DONE;
}
