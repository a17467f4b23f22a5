/* univocal platform list, show, add, import. */
#include <string.h>

#include "analysis/show_speech.h"
#include "base/limits.h"
#include "base/num.h"
#include "cli/imports.h"
#include "cli/run.h"
#include "cli/send.h"
#include "cli/session.h"
#include "codec/nfc.h"
#include "interop/icalendar.h"

static const char *text_of(struct cli *c, struct bytes s)
{
    return arena_text(&c->arena, s);
}

static void show_one(struct cli *c, const struct platform_outcome *p)
{
    (void)printf("%splatform %lld: %s, %s", cli_mark(c), (long long)p->number, text_of(c, p->name),
                 text_of(c, p->from));
    (void)printf("%s%s%s%s%s%s (%s)\n", bytes_equal(p->from, p->to) ? "" : " to ",
                 bytes_equal(p->from, p->to) ? "" : text_of(c, p->to), p->place.len > 0 ? ", " : "",
                 text_of(c, p->place), p->topic.len > 0 ? ": " : "", text_of(c, p->topic),
                 platform_result_word(p->stage));
}

static void show_mandate(struct cli *c, struct context *ctx, const struct mandate *m)
{
    static const char *const stages[] = {"holds until ", "revoked; was until ", "ended "};
    const struct hash_hex id = hash_hex(&m->id);
    const int64_t statement = mandate_statement(ctx->state, ctx->arena, m);
    (void)printf("  mandate %.12s: %s, %s, ", id.text, text_of(c, m->member), text_of(c, m->office));
    if (statement != 0) {
        (void)printf("statement %lld, ", (long long)statement);
    } else {
        (void)printf("a text that is not adopted, ");
    }
    if (m->platform != 0) {
        (void)printf("at platform %lld, ", (long long)m->platform);
    }
    (void)printf("%s%s; spoken %lld time%s%s%s\n", stages[m->stage], text_of(c, m->until),
                 (long long)m->speeches, m->speeches == 1 ? "" : "s", m->reason.len > 0 ? "; reason: " : "",
                 text_of(c, m->reason));
}

static void show_all(struct cli *c, struct context *ctx)
{
    struct platform_outcome *platforms = NULL;
    struct mandate *mandates = NULL;
    struct delivery_quarter *quarters = NULL;
    size_t count = platform_outcomes(ctx, &platforms);
    for (size_t i = 0; i < count; i++) {
        show_one(c, &platforms[i]);
    }
    count = mandate_list(ctx->state, ctx->arena, &mandates);
    for (size_t i = 0; i < count; i++) {
        show_mandate(c, ctx, &mandates[i]);
    }
    count = delivery_quarters(ctx, &quarters);
    for (size_t i = 0; i < count; i++) {
        const struct delivery_quarter *q = &quarters[i];
        (void)printf(
            "  %lld, quarter %lld: platforms %lld (passed, nothing reported: %lld), mandates %lld, "
            "of them used %lld, speeches %lld\n",
            (long long)q->year, (long long)q->quarter, (long long)q->platforms, (long long)q->unreported,
            (long long)q->mandates, (long long)q->delivered, (long long)q->speeches);
    }
}

int platform_list_run(struct cli *c)
{
    struct cli_json j;
    enum error failed = OK;
    const int status = cli_read(c);
    if (status != CLI_DONE) {
        return status;
    }
    struct context ctx = cli_context(c, &failed);
    if (c->json) {
        show_platforms(cli_json_begin(&j, SHOW_BYTES_MAX), &ctx);
        cli_json_end(&j);
    } else {
        show_all(c, &ctx);
    }
    return failed == OK ? CLI_DONE : cli_error(c, failed, "reading the record");
}

static void show_whole(struct cli *c, struct context *ctx, const struct platform_outcome *p)
{
    struct mandate *mandates = NULL;
    struct speech *speeches = NULL;
    show_one(c, p);
    size_t count = mandate_list(ctx->state, ctx->arena, &mandates);
    for (size_t i = 0; i < count; i++) {
        if (mandates[i].platform == p->number) {
            show_mandate(c, ctx, &mandates[i]);
        }
    }
    count = speech_list(ctx->state, ctx->arena, &speeches);
    for (size_t i = 0; i < count; i++) {
        if (speeches[i].platform == p->number) {
            const struct delivery d = delivery_of(ctx, &speeches[i]);
            (void)printf("  speech %.12s of %s, %s: %s\n", hash_hex(&speeches[i].id).text,
                         text_of(c, speeches[i].member), text_of(c, speeches[i].date),
                         delivery_word(d.result));
        }
    }
}

int platform_show_run(struct cli *c)
{
    struct cli_json j;
    struct platform_outcome p;
    int64_t number = 0;
    enum error failed = OK;
    const int status = cli_read(c);
    if (status != CLI_DONE) {
        return status;
    }
    struct context ctx = cli_context(c, &failed);
    if (!num_parse(bytes_of_text(c->arguments[0]), INTEGER_MAX, &number) ||
        !platform_outcome_get(&ctx, number, &p)) {
        return cli_fail(c, CLI_UNKNOWN, "there is no platform %s: `univocal platform list` has them all",
                        c->arguments[0]);
    }
    if (c->json) {
        show_platform(cli_json_begin(&j, SHOW_BYTES_MAX), &ctx, &p);
        cli_json_end(&j);
    } else {
        show_whole(c, &ctx, &p);
    }
    return failed == OK ? CLI_DONE : cli_error(c, failed, "reading the record");
}

static int add_text(struct cli *c, struct json_writer *w, const char *name, struct bytes text)
{
    struct bytes composed;
    if (text.len == 0) {
        return CLI_DONE;
    }
    if (!nfc_make(&c->arena, text, &composed) || composed.len > NAME_BYTES_MAX) {
        return cli_fail(c, CLI_USAGE, "%s is not UTF-8 of at most %d bytes", name, NAME_BYTES_MAX);
    }
    json_text(w, name, composed);
    return CLI_DONE;
}

static int add_platform(struct cli *c, struct json_writer *w, const struct bytes *cells)
{
    json_object(w, NULL);
    json_text(w, "from", cells[LISTED_FROM]);
    int status = add_text(c, w, "name", cells[LISTED_NAME]);
    status = status == CLI_DONE ? add_text(c, w, "place", cells[LISTED_PLACE]) : status;
    json_text(w, "to", cells[LISTED_TO].len > 0 ? cells[LISTED_TO] : cells[LISTED_FROM]);
    status = status == CLI_DONE ? add_text(c, w, "topic", cells[LISTED_TOPIC]) : status;
    status = status == CLI_DONE ? add_text(c, w, "uid", cells[LISTED_UID]) : status;
    json_end(w);
    return status;
}

/* One act: all of them or none. */
static int send_platforms(struct cli *c, const struct import_rows *rows)
{
    const struct act_kind *kind = act_kind(BYTES("platform.calendar"));
    struct buffer body;
    struct json_writer w;
    struct sent sent;
    int status = CLI_DONE;
    buffer_init(&body, ACT_BYTES_MAX);
    json_begin(&w, &body);
    json_object(&w, NULL);
    json_array(&w, "platforms");
    for (size_t i = 0; status == CLI_DONE && i < rows->count; i++) {
        status = add_platform(c, &w, &rows->cells[i * LISTED_COLUMNS]);
    }
    json_end(&w);
    json_end(&w);
    status = body.overflow ? cli_fail(c, CLI_USAGE, "this is too much for one act: split the file") : status;
    status = status == CLI_DONE ? send_act(c, kind, buffer_view(&body), &sent) : status;
    status = status == CLI_DONE ? send_tell(c, kind, &sent) : status;
    buffer_done(&body);
    return status;
}

int platform_add_run(struct cli *c)
{
    struct bytes cells[LISTED_COLUMNS] = {{NULL, 0}};
    static const int line = 1;
    const struct import_rows rows = {1, &line, cells};
    int status = cli_read(c);
    cells[LISTED_NAME] = bytes_of_text(c->arguments[0]);
    for (size_t i = LISTED_FROM; status == CLI_DONE && i < LISTED_COLUMNS; i++) {
        const struct import_column *column = &platform_columns[i];
        const char *given =
            column->needed ? cli_needed(c, column->name, &status) : cli_given(c, column->name, 0);
        cells[i] = given == NULL ? BYTES("") : bytes_of_text(given);
        if (given != NULL && !column->fits(cells[i])) {
            return cli_fail(c, CLI_USAGE, "--%s is %s", column->name, column->form);
        }
    }
    return status == CLI_DONE ? send_platforms(c, &rows) : status;
}

/* Those of a calendar that take place; what was cancelled is told. */
static int read_calendar(struct cli *c, const char *path, struct import_rows *out)
{
    struct bytes text;
    struct icalendar_event *list = NULL;
    struct import_errors errors = {.count = 0};
    size_t count = 0;
    size_t kept = 0;
    const int status = cli_file(c, path, ICALENDAR_BYTES_MAX + 1, &text);
    if (status != CLI_DONE) {
        return status;
    }
    const enum error e = icalendar_read(&c->arena, text, &list, &count, &errors);
    if (e != OK) {
        return imports_tell(c, path, e, &errors, "it has more than 1000 events, or is larger than a MiB");
    }
    int *lines = ARENA_ARRAY(&c->arena, int, count);
    struct bytes *cells = ARENA_ARRAY(&c->arena, struct bytes, count * LISTED_COLUMNS);
    for (size_t i = 0; i < count; i++) {
        struct bytes *row = &cells[kept * LISTED_COLUMNS];
        if (list[i].cancelled) {
            continue;
        }
        lines[kept++] = list[i].line;
        row[LISTED_NAME] = list[i].name;
        row[LISTED_FROM] = list[i].from;
        row[LISTED_TO] = list[i].to;
        row[LISTED_PLACE] = list[i].place;
        row[LISTED_TOPIC] = list[i].topic;
        row[LISTED_UID] = list[i].uid;
    }
    *out = (struct import_rows){kept, lines, cells};
    if (kept < count && !c->json) {
        (void)printf("%zu of %zu events are cancelled, and not listed\n", count - kept, count);
    }
    return CLI_DONE;
}

static int check_rows(struct cli *c, const char *path, const struct import_rows *rows)
{
    if (rows->count == 0 || rows->count > PLATFORMS_ACT_MAX) {
        return cli_fail(c, CLI_USAGE, "%s: it lists %zu platforms; 1 to %d are listed at a time", path,
                        rows->count, PLATFORMS_ACT_MAX);
    }
    for (size_t i = 0; i < rows->count; i++) {
        const struct bytes *row = &rows->cells[i * LISTED_COLUMNS];
        if (row[LISTED_TO].len > 0 && bytes_compare(row[LISTED_TO], row[LISTED_FROM]) < 0) {
            return cli_fail(c, CLI_USAGE, "%s:%d: it ends before it begins; nothing of it was taken", path,
                            rows->lines[i]);
        }
        for (size_t k = 0; k < i && row[LISTED_UID].len > 0; k++) {
            if (bytes_equal(row[LISTED_UID], rows->cells[k * LISTED_COLUMNS + LISTED_UID])) {
                return cli_fail(c, CLI_USAGE, "%s:%d: its uid stands in line %d too; nothing of it was taken",
                                path, rows->lines[i], rows->lines[k]);
            }
        }
    }
    return CLI_DONE;
}

int platform_import_run(struct cli *c)
{
    const char *path = c->arguments[0];
    const size_t len = strlen(path);
    struct import_rows rows = {.count = 0};
    int status = cli_read(c);
    if (status != CLI_DONE) {
        return status;
    }
    status = len > 4 && strcmp(path + len - 4, ".csv") == 0
                 ? imports_read(c, path, platform_columns, LISTED_COLUMNS, PLATFORMS_ACT_MAX, &rows)
                 : read_calendar(c, path, &rows);
    status = status == CLI_DONE ? check_rows(c, path, &rows) : status;
    if (status != CLI_DONE || cli_given(c, "dry", 0) == NULL) {
        return status == CLI_DONE ? send_platforms(c, &rows) : status;
    }
    for (size_t i = 0; i < rows.count && !c->json; i++) {
        const struct bytes *row = &rows.cells[i * LISTED_COLUMNS];
        (void)printf("%s  %s\n", text_of(c, row[LISTED_FROM]), text_of(c, row[LISTED_NAME]));
    }
    if (c->json) {
        struct cli_json j;
        struct json_writer *w = cli_json_begin(&j, 1024);
        json_object(w, NULL);
        json_integer(w, "platforms", (int64_t)rows.count);
        json_end(w);
        cli_json_end(&j);
    }
    return CLI_DONE;
}
