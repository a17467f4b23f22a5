/* univocal speech import: many speeches of one member from a table and a folder of texts. Every row is looked
 * at, with its text and what it names, before the first act is sent; a row that is filed already is passed
 * over, so that what was cut short is gone on with by the same command. */
#include <string.h>

#include "base/limits.h"
#include "cli/imports.h"
#include "cli/run.h"
#include "cli/session.h"
#include "cli/speech.h"
#include "node/key.h"

enum { SPEECHES_MAX = 1000 };

struct row {
    struct speech_said said;
    struct bytes body; /* of the act */
    bool filed;        /* on the record already */
};

static const char *cell(struct cli *c, const struct bytes *cells, int column)
{
    return cells[column].len == 0 ? NULL : arena_text(&c->arena, cells[column]);
}

/* The same words of the same member, day and language. */
static bool is_filed(struct cli *c, const struct speech *list, size_t count, const char *member,
                     const struct speech_said *s)
{
    for (size_t i = 0; i < count; i++) {
        struct speech_text first;
        if (bytes_equal_text(list[i].member, member) && bytes_equal_text(list[i].date, s->date) &&
            bytes_equal_text(list[i].language, s->language) &&
            speech_text_get(c->reader.state, &list[i].id, 1, &first) &&
            hash_equal(&first.digest, &s->words.digest)) {
            return true;
        }
    }
    return false;
}

static int read_row(struct cli *c, const char *folder, const struct bytes *cells, struct row *out)
{
    struct bytes text;
    struct buffer body;
    const char *file = arena_printf(&c->arena, "%s%s", folder, cell(c, cells, SAID_FILE));
    *out = (struct row){.said = {.date = cell(c, cells, SAID_DATE),
                                 .language = cell(c, cells, SAID_LANGUAGE),
                                 .mandate = cell(c, cells, SAID_MANDATE),
                                 .office = cell(c, cells, SAID_OFFICE),
                                 .platform = cell(c, cells, SAID_PLATFORM),
                                 .session = cell(c, cells, SAID_SESSION),
                                 .speaker = cell(c, cells, SAID_SPEAKER),
                                 .title = cell(c, cells, SAID_TITLE)}};
    int status = cli_file(c, file, SPEECH_FILE_BYTES_MAX, &text);
    status = status == CLI_DONE ? speech_parts(c, file, text, &out->said.words) : status;
    if (status != CLI_DONE) {
        return status;
    }
    buffer_init(&body, ACT_BYTES_MAX);
    status = speech_write(c, &out->said, &body);
    out->body = arena_copy(&c->arena, buffer_view(&body));
    buffer_done(&body);
    return status;
}

/* All rows, told one by one where something is wrong. */
static int read_all(struct cli *c, const char *path, const struct import_rows *rows, const char *member,
                    struct row *out)
{
    struct speech *list = NULL;
    int worst = CLI_DONE;
    const size_t count = speech_list(c->reader.state, &c->arena, &list);
    const char *slash = strrchr(path, '/');
    const char *folder =
        slash == NULL ? "" : arena_text(&c->arena, bytes_of(path, (size_t)(slash - path) + 1));
    for (size_t i = 0; i < rows->count; i++) {
        const int status = read_row(c, folder, &rows->cells[i * SAID_COLUMNS], &out[i]);
        if (status != CLI_DONE) {
            (void)fprintf(stderr, "univocal: %s:%d: this row cannot be filed\n", path, rows->lines[i]);
            worst = status;
            continue;
        }
        out[i].filed = is_filed(c, list, count, member, &out[i].said);
    }
    return worst == CLI_DONE ? CLI_DONE
                             : cli_fail(c, (enum cli_status)worst, "%s: nothing of it was filed", path);
}

static int file_all(struct cli *c, const char *path, const struct import_rows *rows, const struct row *list)
{
    for (size_t i = 0; i < rows->count; i++) {
        struct sent sent;
        if (list[i].filed) {
            continue;
        }
        int status = speech_send(c, "speech.file", list[i].body, NULL, 1, &list[i].said.words, &sent);
        if (status == CLI_DONE && !bytes_equal_text(sent.answer.result, "ok")) {
            status = send_tell(c, act_kind(BYTES("speech.file")), &sent);
        }
        if (status != CLI_DONE) {
            return cli_fail(c, (enum cli_status)status, "%s:%d: it stopped here; the same command goes on",
                            path, rows->lines[i]);
        }
    }
    return CLI_DONE;
}

static void tell(struct cli *c, const struct row *list, size_t count, bool dry)
{
    struct cli_json j;
    int64_t filed = 0;
    for (size_t i = 0; i < count; i++) {
        filed += list[i].filed;
    }
    if (!c->json) {
        (void)printf("%lld %s, %lld on the record already\n", (long long)((int64_t)count - filed),
                     dry ? "can be filed" : "filed", (long long)filed);
        return;
    }
    struct json_writer *w = cli_json_begin(&j, 1024);
    json_object(w, NULL);
    json_integer(w, "already", filed);
    json_bool(w, "dry", dry);
    json_integer(w, "filed", dry ? 0 : (int64_t)count - filed);
    json_integer(w, "rows", (int64_t)count);
    json_end(w);
    cli_json_end(&j);
}

int speech_import_run(struct cli *c)
{
    struct import_rows rows;
    struct key_file key;
    const char *path = c->arguments[0];
    const bool dry = cli_given(c, "dry", 0) != NULL;
    int status = cli_read(c);
    status = status == CLI_DONE ? cli_key(c, &key) : status;
    if (status != CLI_DONE) {
        return status;
    }
    const char *member = arena_text(&c->arena, bytes_of_text(key.member));
    key_wipe(&key);
    status = imports_read(c, path, speech_columns, SAID_COLUMNS, SPEECHES_MAX, &rows);
    if (status != CLI_DONE) {
        return status;
    }
    struct row *list = ARENA_ARRAY(&c->arena, struct row, rows.count);
    status = read_all(c, path, &rows, member, list);
    status = status == CLI_DONE && !dry ? file_all(c, path, &rows, list) : status;
    if (status == CLI_DONE) {
        tell(c, list, rows.count, dry);
    }
    return status;
}
