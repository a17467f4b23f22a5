/* univocal session list, show: summits and meetings. */
#include "cli/session.h"

#include <stdio.h>
#include <string.h>

#include "analysis/minutes.h"
#include "analysis/quorum.h"
#include "analysis/show_session.h"
#include "base/limits.h"
#include "cli/run.h"
#include "cli/send.h"
#include "mechanism/platform.h"
#include "mechanism/session.h"
#include "mechanism/speech.h"

static const char *text_of(struct cli *c, struct bytes s)
{
    return arena_text(&c->arena, s);
}

int resolve_session(struct cli *c, const char *text, struct hash *out)
{
    struct session *list = NULL;
    size_t found = 0;
    const int status = cli_read(c);
    if (status != CLI_DONE || hash_parse(bytes_of_text(text), out)) {
        return status;
    }
    const char *slash = strchr(text, '/');
    const struct bytes body = bytes_of(text, slash == NULL ? 0 : (size_t)(slash - text));
    const struct bytes reference = bytes_of_text(slash == NULL ? text : slash + 1);
    const size_t count = session_list(c->reader.state, &c->arena, &list);
    for (size_t i = 0; i < count; i++) {
        if (bytes_equal(list[i].reference, reference) &&
            (slash == NULL || bytes_equal(list[i].body, body))) {
            *out = list[i].id;
            found++;
        }
    }
    return found == 1  ? CLI_DONE
           : found > 1 ? cli_fail(c, CLI_USAGE, "several bodies have a session %s: say BODY/%s", text, text)
                       : cli_fail(c, CLI_UNKNOWN,
                                  "there is no session %s: `univocal session list` has them all", text);
}

int resolve_speech(struct cli *c, const char *text, struct hash *out)
{
    struct speech *list = NULL;
    const int status = cli_read(c);
    if (status != CLI_DONE) {
        return status;
    }
    const size_t count = speech_list(c->reader.state, &c->arena, &list);
    const struct digits d = {"speech", "speech", list, count, sizeof *list, offsetof(struct speech, id)};
    return resolve_digits(c, text, &d, out);
}

int resolve_mandate(struct cli *c, const char *text, struct hash *out)
{
    struct mandate *list = NULL;
    const int status = cli_read(c);
    if (status != CLI_DONE) {
        return status;
    }
    const size_t count = mandate_list(c->reader.state, &c->arena, &list);
    const struct digits d = {"mandate", "platform", list, count, sizeof *list, offsetof(struct mandate, id)};
    return resolve_digits(c, text, &d, out);
}

int resolve_digest(struct cli *c, const char *text, struct hash *out)
{
    struct bytes file;
    if (text[0] != '@') {
        return hash_parse(bytes_of_text(text), out)
                   ? CLI_DONE
                   : cli_fail(c, CLI_USAGE, "digest is 64 hexadecimal digits, or @FILE for that of a file");
    }
    const int status = cli_file(c, text + 1, (size_t)1 << 30, &file);
    if (status == CLI_DONE) {
        *out = hash_of(file);
    }
    return status;
}

static void show_head(struct cli *c, const struct session *x)
{
    (void)printf("%s%s/%s: %s; %s, %s", cli_mark(c), text_of(c, x->body), text_of(c, x->reference),
                 text_of(c, x->title), text_of(c, x->place), text_of(c, x->from));
    if (!bytes_equal(x->from, x->to)) {
        (void)printf(" to %s", text_of(c, x->to));
    }
    (void)printf("%s\n", x->stage == SESSION_CLOSED ? " (closed)" : "");
}

int session_list_run(struct cli *c)
{
    struct cli_json j;
    struct session *list = NULL;
    const int status = cli_read(c);
    if (status != CLI_DONE) {
        return status;
    }
    const size_t count = session_list(c->reader.state, &c->arena, &list);
    if (!c->json) {
        for (size_t i = 0; i < count; i++) {
            show_head(c, &list[i]);
        }
        return CLI_DONE;
    }
    struct json_writer *w = cli_json_begin(&j, SHOW_BYTES_MAX);
    json_array(w, NULL);
    for (size_t i = 0; i < count; i++) {
        show_session_row(w, &list[i]);
    }
    json_end(w);
    cli_json_end(&j);
    return CLI_DONE;
}

static void show_agenda(struct context *c, struct cli *to, const struct session *x)
{
    struct agenda_item *agenda = NULL;
    struct session_document *documents = NULL;
    const size_t count = session_agenda(c->state, &x->id, c->arena, &agenda);
    const size_t document_count = session_documents(c->state, &x->id, c->arena, &documents);
    for (size_t i = 0; i < count; i++) {
        (void)printf("  %lld. %s, item %lld, by %s", (long long)agenda[i].place, text_of(to, agenda[i].title),
                     (long long)agenda[i].number, text_of(to, agenda[i].member));
        if (agenda[i].circulate.len > 0) {
            (void)printf(", documents by %s", text_of(to, agenda[i].circulate));
        }
        (void)printf("\n");
        for (size_t k = 0; k < document_count; k++) {
            if (documents[k].item == agenda[i].number) {
                (void)printf("     %s %s [%s], by %s%s\n", text_of(to, documents[k].symbol),
                             text_of(to, documents[k].title), text_of(to, documents[k].language),
                             text_of(to, documents[k].member), documents[k].late ? ", circulated late" : "");
            }
        }
    }
}

static void show_people(struct context *c, struct cli *to, const struct session *x)
{
    struct credential *credentials = NULL;
    struct attendance *list = NULL;
    size_t count = session_credentials(c->state, &x->id, c->arena, &credentials);
    for (size_t i = 0; i < count; i++) {
        const struct credential *one = &credentials[i];
        (void)printf("  credential %lld: %s, %s, may %s: %s%s%s\n", (long long)one->number,
                     text_of(to, one->member), text_of(to, one->office), text_of(to, one->may),
                     one->stage == CREDENTIAL_ACCEPTED     ? "accepted"
                     : one->stage == CREDENTIAL_CHALLENGED ? "challenged, "
                                                           : "presented",
                     text_of(to, one->reason), "");
    }
    count = session_attendance(c->state, &x->id, c->arena, &list);
    for (size_t i = 0; i < count; i++) {
        (void)printf("  %s %s, %s: %s%s%s%s\n", text_of(to, list[i].day), text_of(to, list[i].member),
                     text_of(to, list[i].office), list[i].from.len == 0 ? "absent" : "present from ",
                     text_of(to, list[i].from), list[i].until.len == 0 ? "" : " until ",
                     text_of(to, list[i].until));
    }
}

static void show_quorums(struct context *c, struct cli *to, const struct session *x)
{
    struct attendance *list = NULL;
    struct quorum_moment *at = NULL;
    const size_t count = session_attendance(c->state, &x->id, c->arena, &list);
    const size_t moments = quorum_moments(c->arena, list, count, &at);
    for (size_t i = 0; i < moments; i++) {
        const struct quorum q = quorum_at(c, x, list, count, at[i].day, at[i].hour);
        (void)printf("  %s %s: %zu of %zu present: %s", text_of(to, at[i].day), text_of(to, at[i].hour),
                     q.present_count, q.seats,
                     !q.known   ? "no quorum can be told"
                     : !q.asked ? "the rule asks for no quorum"
                     : q.holds  ? "quorum"
                                : "NO QUORUM");
        for (size_t k = 0; k < q.atom_count; k++) {
            const struct bytes words = decision_atom_words(&q.atoms[k], LANGUAGE_EN);
            (void)printf("%s%s", k == 0 ? " (" : "; ", text_of(to, words));
        }
        (void)printf("%s\n", q.atom_count > 0 ? ")" : "");
    }
}

static void show_floor(struct context *c, struct cli *to, const struct session *x)
{
    static const char *const words[] = {"not ruled on", "upheld", "denied", "overruled on appeal"};
    struct speaker *speakers = NULL;
    struct session_point *points = NULL;
    size_t count = session_speakers(c->state, &x->id, c->arena, &speakers);
    for (size_t i = 0; i < count; i++) {
        const struct speaker *one = &speakers[i];
        (void)printf("  speaker %lld: %s, %s%s: %s%s\n", (long long)one->number, text_of(to, one->member),
                     text_of(to, one->office), one->reply ? ", right of reply" : "",
                     one->stage == SPEAKER_LISTED   ? "listed"
                     : one->stage == SPEAKER_SPEAKS ? "has the floor"
                                                    : "spoke for ",
                     one->stage == SPEAKER_HEARD ? cli_span(to, one->used_ms) : "");
    }
    count = session_points(c->state, &x->id, c->arena, &points);
    for (size_t i = 0; i < count; i++) {
        (void)printf("  point of order %lld of %s: %s; %s%s%s\n", (long long)points[i].number,
                     text_of(to, points[i].member), text_of(to, points[i].text), words[points[i].stage],
                     points[i].stage == POINT_RAISED ? "" : ": ", text_of(to, points[i].reason));
    }
}

/* A version of the minutes: who circulated it, who answered, and each part with who laid it down. */
static void show_minutes_words(struct context *c, struct cli *to, const struct session *x,
                               const struct minutes *m)
{
    struct minutes_answer *answers = NULL;
    struct minutes_text *texts = NULL;
    size_t total = 0;
    size_t count = session_minutes_answers(c->state, &x->id, m->number, c->arena, &answers);
    if (m->stage != MINUTES_DRAFT) {
        (void)printf("    circulated by %s, digest %s\n", text_of(to, minutes_circulated_by(c, m)),
                     hash_hex(&m->digest).text);
    }
    for (size_t i = 0; i < count; i++) {
        (void)printf("    %s %s%s%s\n", text_of(to, answers[i].member),
                     answers[i].approves ? "approves" : "objects", answers[i].reason.len > 0 ? ": " : "",
                     text_of(to, answers[i].reason));
    }
    count = minutes_texts(c, &x->id, m->number, 0, SESSION_ROWS_MAX, &total, &texts);
    for (size_t i = 0; i < count; i++) {
        (void)printf("    %s, part %lld, by %s (entry %lld)\n", text_of(to, texts[i].language),
                     (long long)texts[i].part, text_of(to, texts[i].member), (long long)texts[i].entry);
        cli_wrap(stdout, "      ", texts[i].text, 100);
    }
}

static void show_end(struct context *c, struct cli *to, const struct session *x)
{
    struct minutes *minutes = NULL;
    struct session_outcome *outcomes = NULL;
    struct session_task *tasks = NULL;
    static const char *const stages[] = {"draft", "circulated, objections by ", "approved", "objected to"};
    size_t count = session_minutes_list(c->state, &x->id, c->arena, &minutes);
    for (size_t i = 0; i < count; i++) {
        const struct minutes *m = &minutes[i];
        (void)printf("  minutes %lld: %s%s%s\n", (long long)m->number, stages[m->stage],
                     m->stage == MINUTES_CIRCULATED ? text_of(to, m->until) : "",
                     m->tacit ? ", for nobody objected" : "");
        show_minutes_words(c, to, x, m);
    }
    count = session_outcomes(c->state, &x->id, c->arena, &outcomes);
    for (size_t i = 0; i < count; i++) {
        (void)printf("  outcome %lld: %s", (long long)outcomes[i].number, text_of(to, outcomes[i].title));
        if (outcomes[i].statement != 0) {
            (void)printf(", statement %lld", (long long)outcomes[i].statement);
        }
        (void)printf("%s%s\n", outcomes[i].symbol.len > 0 ? ", " : "", text_of(to, outcomes[i].symbol));
    }
    count = session_tasks(c->state, &x->id, c->arena, &tasks);
    for (size_t i = 0; i < count; i++) {
        (void)printf("  to follow %lld: %s, by %s%s%s, until %s%s%s%s\n", (long long)tasks[i].number,
                     text_of(to, tasks[i].text), text_of(to, tasks[i].member),
                     tasks[i].office.len > 0 ? ", " : "", text_of(to, tasks[i].office),
                     text_of(to, tasks[i].until),
                     tasks[i].overdue ? "; OVERDUE" : "", tasks[i].stage == TASK_DONE ? "; done " : "",
                     text_of(to, tasks[i].done));
    }
}

int session_show_run(struct cli *c)
{
    struct hash id;
    struct session x;
    struct cli_json j;
    enum error failed = OK;
    const int status = resolve_session(c, c->arguments[0], &id);
    if (status != CLI_DONE) {
        return status;
    }
    if (!session_get(c->reader.state, &id, &x)) {
        return cli_fail(c, CLI_UNKNOWN, "there is no such session: `univocal session list` has them all");
    }
    struct context ctx = cli_context(c, &failed);
    if (c->json) {
        show_session(cli_json_begin(&j, SHOW_BYTES_MAX), &ctx, &x);
        if (failed == OK) {
            cli_json_end(&j);
            return CLI_DONE;
        }
        buffer_done(&j.text);
    } else {
        show_head(c, &x);
        show_agenda(&ctx, c, &x);
        show_people(&ctx, c, &x);
        show_quorums(&ctx, c, &x);
        show_floor(&ctx, c, &x);
        show_end(&ctx, c, &x);
    }
    return failed == OK ? CLI_DONE : cli_error(c, failed, "reading the record");
}
