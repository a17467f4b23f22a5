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
    enum error failed = OK;
    int status = cli_read(c);
    if (status != CLI_DONE) {
        return status;
    }
    struct context context = cli_context(c, &failed);
    if (failed != OK) {
        return cli_error(c, failed, "reading the record");
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
    if (!said_get(&context, number, out)) {
        return cli_fail(c, CLI_UNKNOWN, "there is no statement %s; there %s %lld", text,
                        count == 1 ? "is" : "are", (long long)count);
    }
    return CLI_DONE;
}

int statement_text(struct cli *c, const struct said *s, struct bytes *out)
{
    enum error failed = OK;
    struct context context = cli_context(c, &failed);
    const enum error e = failed == OK ? said_text(&context, s, out) : failed;
    if (e == ERROR_NOT_FOUND) {
        return cli_fail(c, CLI_UNKNOWN, "statement %lld is not complete yet", (long long)s->x.number);
    }
    return e == OK ? CLI_DONE : cli_error(c, e, "the text of the statement");
}

static void show_line(struct cli *c, const struct said *s, const struct said_relations *r)
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
        const enum said_relation relation = (enum said_relation)which;
        for (int64_t n = said_later(r, relation, s->x.number, 0); n != 0;
             n = said_later(r, relation, s->x.number, n)) {
            (void)printf("; %s by %lld", later[which], (long long)n);
        }
    }
    (void)printf("\n");
}

int statement_list_run(struct cli *c)
{
    enum error failed = OK;
    struct cli_json j;
    const int status = cli_read(c);
    if (status != CLI_DONE) {
        return status;
    }
    struct context context = cli_context(c, &failed);
    if (failed != OK) {
        return cli_error(c, failed, "reading the record");
    }
    const struct said_relations r = said_relate(&context);
    struct json_writer *w = cli_json_begin(&j, (size_t)16 * FRAME_BYTES_MAX);
    json_array(w, NULL);
    for (int64_t n = 1; n <= r.count; n++) {
        struct said s;
        check(said_get(&context, n, &s));
        if (c->json) {
            show_said(w, &s, &r);
        } else {
            show_line(c, &s, &r);
        }
    }
    json_end(w);
    if (c->json) {
        cli_json_end(&j);
    } else {
        buffer_done(&j.text);
        (void)printf(r.count == 0 ? "%sthe organisation has said nothing yet\n" : "", cli_mark(c));
    }
    return CLI_DONE;
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

static void show_signing(struct cli *c, struct context *context, const struct said *s)
{
    const struct said_answers a = said_answers(context, s);
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

int statement_show_run(struct cli *c)
{
    struct said s = {.spoken = false};
    struct bytes text = BYTES("");
    enum error failed = OK;
    int status = statement_find(c, c->arguments[0], &s);
    if (status == CLI_DONE && s.x.entry != 0) {
        status = statement_text(c, &s, &text);
    }
    if (status != CLI_DONE) {
        return status;
    }
    struct context context = cli_context(c, &failed);
    if (failed != OK) {
        return cli_error(c, failed, "reading the record");
    }
    if (c->json) {
        struct cli_json j;
        show_statement(cli_json_begin(&j, (size_t)8 * STATEMENT_BYTES_MAX), &context, &s, text);
        cli_json_end(&j);
        return CLI_DONE;
    }
    const struct said_relations r = said_relate(&context);
    show_line(c, &s, &r);
    show_signing(c, &context, &s);
    (void)printf("\n%.*s", (int)text.len, (const char *)text.data);
    return CLI_DONE;
}
