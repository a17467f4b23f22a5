/* univocal statement import, older: statements that were published before, as archive. */
#include <string.h>
#include <sys/stat.h>

#include "analysis/show_older.h"
#include "base/check.h"
#include "base/limits.h"
#include "base/text.h"
#include "cli/run.h"
#include "cli/send.h"
#include "codec/nfc.h"
#include "interop/older_list.h"
#include "mechanism/body.h"
#include "mechanism/law.h"

/* What is to be imported. */
struct import {
    struct cli *cli;
    const char *folder; /* of the list */
    struct bytes body;
    size_t count;
    struct older_row *rows;
    bool *there; /* with the same words, by row */
    struct older_faults faults;
};

static int tell_faults(struct import *x)
{
    for (size_t i = 0; i < x->faults.count && i < OLDER_FAULTS_MAX; i++) {
        (void)cli_fail(x->cli, CLI_USAGE, "line %d: %s", x->faults.list[i].line, x->faults.list[i].message);
    }
    if (x->faults.count > OLDER_FAULTS_MAX) {
        (void)cli_fail(x->cli, CLI_USAGE, "and %zu more", x->faults.count - OLDER_FAULTS_MAX);
    }
    return cli_fail(x->cli, CLI_USAGE, "nothing was imported");
}

/* FILE.csv, or FOLDER/statements.csv. */
static int read_list(struct import *x)
{
    struct cli *c = x->cli;
    const char *path = c->arguments[0];
    struct stat s;
    struct bytes text;
    if (stat(path, &s) == 0 && S_ISDIR(s.st_mode)) {
        path = arena_printf(&c->arena, "%s/statements.csv", path);
    }
    const char *slash = strrchr(path, '/');
    x->folder = slash == NULL ? "." : arena_text(&c->arena, bytes_of(path, (size_t)(slash - path)));
    const int status = cli_file(c, path, OLDER_FILE_BYTES_MAX, &text);
    if (status != CLI_DONE) {
        return status;
    }
    return older_list_read(&c->arena, text, &x->faults, &x->rows, &x->count) == OK ? CLI_DONE
                                                                                   : tell_faults(x);
}

/* Words in form C, without line ends behind them. */
static void read_words(struct import *x, struct older_row *r)
{
    struct cli *c = x->cli;
    if (r->file.len > 0) {
        const char *path = arena_printf(&c->arena, "%s/%s", x->folder, arena_text(&c->arena, r->file));
        if (cli_file(c, path, PLAINTEXT_BYTES_MAX + 1, &r->text) != CLI_DONE) {
            older_fault_add(&x->faults, r->line, "its file cannot be read");
            return;
        }
    }
    while (r->text.len > 0 && r->text.data[r->text.len - 1] == '\n') {
        r->text.len--;
    }
    if (!nfc_make(&c->arena, r->text, &r->text) || r->text.len == 0 || !text_is_plaintext(r->text)) {
        older_fault_add(&x->faults, r->line,
                        "its words must be UTF-8 of 1 to %d bytes, without tabs and trailing spaces",
                        PLAINTEXT_BYTES_MAX);
    }
}

/* Against the record as it stands: what is there with the same words is passed over. */
static void compare(struct import *x, size_t i, struct bytes today)
{
    const struct older_row *r = &x->rows[i];
    const struct hash sha256 = hash_of(r->text);
    struct older old;
    if (bytes_compare(r->date, today) > 0) {
        older_fault_add(&x->faults, r->line, "its date has not come yet");
    } else if (older_get(x->cli->reader.state, x->body, r->reference, r->language, &old)) {
        x->there[i] = hash_equal(&old.sha256, &sha256) && bytes_equal(old.date, r->date) &&
                      bytes_equal(old.title, r->title);
        if (!x->there[i]) {
            older_fault_add(&x->faults, r->line, "it is on the record otherwise, at entry %lld",
                            (long long)old.entry);
        }
    }
}

static int check_all(struct import *x)
{
    struct cli *c = x->cli;
    enum error failed = OK;
    struct body b;
    const char *body = cli_given(c, "body", 0);
    int status = cli_read(c);
    if (status != CLI_DONE) {
        return status;
    }
    x->body = bytes_of_text(body == NULL ? "" : body);
    if (!body_get(c->reader.state, x->body, &c->arena, &b)) {
        return cli_fail(c, CLI_USAGE, "--body names the body whose chair archives them; there is none \"%s\"",
                        body == NULL ? "" : body);
    }
    struct context context = cli_context(c, &failed);
    if (failed != OK) {
        return cli_error(c, failed, "reading the record");
    }
    const struct civil_day today = law_day(&context, context.time_ms);
    x->there = ARENA_ARRAY(&c->arena, bool, x->count + 1);
    for (size_t i = 0; i < x->count; i++) {
        read_words(x, &x->rows[i]);
        compare(x, i, bytes_of_text(today.text));
    }
    return x->faults.count > 0 ? tell_faults(x) : CLI_DONE;
}

static int send_row(struct import *x, const struct older_row *r, struct sent *sent)
{
    struct buffer b;
    struct json_writer w;
    buffer_init(&b, ACT_BYTES_MAX);
    json_begin(&w, &b);
    json_object(&w, NULL);
    json_text(&w, "body", x->body);
    json_text(&w, "date", r->date);
    if (r->digested) {
        json_hex(&w, "digest", hash_view(&r->digest));
    }
    json_text(&w, "language", r->language);
    json_text(&w, "reference", r->reference);
    json_text(&w, "source", r->source);
    json_text(&w, "text", r->text);
    json_text(&w, "title", r->title);
    if (r->topic.len > 0) {
        json_text(&w, "topic", r->topic);
    }
    json_end(&w);
    const int status = b.overflow
                           ? cli_fail(x->cli, CLI_USAGE, "line %d: the act is too large", r->line)
                           : send_act(x->cli, act_kind(BYTES("statement.archive")), buffer_view(&b), sent);
    buffer_done(&b);
    return status;
}

/* Row by row; ends with the first that is not recorded. */
static int send_all(struct import *x, struct json_writer *w)
{
    int status = CLI_DONE;
    for (size_t i = 0; i < x->count && status == CLI_DONE; i++) {
        const struct older_row *r = &x->rows[i];
        struct sent sent = {.expires_ms = 0};
        const char *result = "there already";
        if (!x->there[i]) {
            status = send_row(x, r, &sent);
            const bool done = sent.answer.outcome == OUTCOME_DONE;
            result = status != CLI_DONE
                         ? "not sent"
                         : arena_text(&x->cli->arena, done ? sent.answer.result : sent.answer.name);
            status = status == CLI_DONE && strcmp(result, "ok") != 0 ? CLI_REFUSED : status;
        }
        if (w != NULL) {
            json_object(w, NULL);
            json_text(w, "language", r->language);
            json_integer(w, "line", r->line);
            json_text(w, "reference", r->reference);
            json_cstring(w, "result", result);
            json_end(w);
        } else {
            (void)printf("%sline %d: ARCHIVE %s (%s): %s\n", cli_mark(x->cli), r->line,
                         arena_text(&x->cli->arena, r->reference), arena_text(&x->cli->arena, r->language),
                         strcmp(result, "ok") == 0 ? "recorded" : result);
        }
    }
    return status;
}

int statement_import_run(struct cli *c)
{
    struct import *x = ARENA_NEW(&c->arena, struct import);
    x->cli = c;
    int status = read_list(x);
    status = status == CLI_DONE ? check_all(x) : status;
    if (status != CLI_DONE) {
        return status;
    }
    if (cli_given(c, "dry", 0) != NULL) {
        size_t there = 0;
        for (size_t i = 0; i < x->count; i++) {
            there += x->there[i];
        }
        (void)printf(c->json ? "{\"rows\":%zu,\"there\":%zu}\n"
                             : "%zu rows are in order, %zu of them there already\n",
                     x->count, there);
        return CLI_DONE;
    }
    if (!c->json) {
        return send_all(x, NULL);
    }
    struct cli_json j;
    struct json_writer *w = cli_json_begin(&j, FRAME_BYTES_MAX);
    json_array(w, NULL);
    status = send_all(x, w);
    json_end(w);
    cli_json_end(&j);
    return status;
}

static void show_head(struct cli *c, const struct older *x)
{
    (void)printf("%sARCHIVE %s/%s  %s  (%s)  ", cli_mark(c), arena_text(&c->arena, x->body),
                 arena_text(&c->arena, x->reference), arena_text(&c->arena, x->date),
                 arena_text(&c->arena, x->language));
    (void)printf("%s; source: %s; not signed here\n", arena_text(&c->arena, x->title),
                 arena_text(&c->arena, x->source));
}

static int show_one(struct cli *c, struct context *context, struct bytes body, struct bytes reference)
{
    struct older *list = NULL;
    const size_t count = older_list(context->state, &c->arena, &list);
    for (size_t i = 0; i < count; i++) {
        struct bytes words;
        if (!bytes_equal(list[i].body, body) || !bytes_equal(list[i].reference, reference)) {
            continue;
        }
        if (!older_words(context, &list[i], &words)) {
            return cli_error(c, *context->error, "reading the record");
        }
        show_head(c, &list[i]);
        (void)printf("\n%.*s\n\n", (int)words.len, (const char *)words.data);
    }
    return CLI_DONE;
}

static int list_all(struct cli *c, struct context *context)
{
    struct older *list = NULL;
    const size_t count = older_list(context->state, &c->arena, &list);
    for (size_t i = 0; i < count; i++) {
        show_head(c, &list[i]);
    }
    (void)printf(count == 0 ? "%sno older statement is archived\n" : "", cli_mark(c));
    return CLI_DONE;
}

static bool is_there(struct cli *c, struct bytes body, struct bytes reference)
{
    struct older *list = NULL;
    const size_t count = older_list(c->reader.state, &c->arena, &list);
    for (size_t i = 0; i < count; i++) {
        if (bytes_equal(list[i].body, body) && bytes_equal(list[i].reference, reference)) {
            return true;
        }
    }
    return false;
}

int statement_older_run(struct cli *c)
{
    enum error failed = OK;
    struct bytes body = BYTES("");
    struct bytes reference = BYTES("");
    const bool one = c->argument_count > 0;
    const int status = cli_read(c);
    if (status != CLI_DONE) {
        return status;
    }
    struct context context = cli_context(c, &failed);
    if (failed != OK) {
        return cli_error(c, failed, "reading the record");
    }
    if (one && (!older_name_split(bytes_of_text(c->arguments[0]), &body, &reference) ||
                !is_there(c, body, reference))) {
        return cli_fail(c, CLI_UNKNOWN, "there is no older statement %s; it is named BODY/REFERENCE",
                        c->arguments[0]);
    }
    if (!c->json) {
        return one ? show_one(c, &context, body, reference) : list_all(c, &context);
    }
    struct cli_json j;
    struct json_writer *w = cli_json_begin(&j, (size_t)64 * FRAME_BYTES_MAX);
    if (!one) {
        show_older_list(w, &context);
    } else if (!show_older(w, &context, body, reference)) {
        buffer_done(&j.text);
        return cli_error(c, failed, "reading the record");
    }
    cli_json_end(&j);
    return CLI_DONE;
}
