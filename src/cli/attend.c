/* univocal session attend: who is present, one row or a file of them; one act takes all rows or none. */
#include <string.h>

#include "base/limits.h"
#include "base/text.h"
#include "cli/imports.h"
#include "cli/run.h"
#include "cli/send.h"
#include "cli/session.h"
#include "codec/nfc.h"

static int one_row(struct cli *c, struct import_rows *out)
{
    int status = CLI_DONE;
    struct bytes *cells = ARENA_ARRAY(&c->arena, struct bytes, ATTENDANCE_COLUMNS);
    int *line = ARENA_ARRAY(&c->arena, int, 1);
    for (size_t i = 0; i < ATTENDANCE_COLUMNS; i++) {
        const struct import_column *column = &attendance_columns[i];
        const char *given =
            column->needed ? cli_needed(c, column->name, &status) : cli_given(c, column->name, 0);
        if (status != CLI_DONE) {
            return status;
        }
        cells[i] = given == NULL ? BYTES("") : bytes_of_text(given);
        if (given != NULL && !column->fits(cells[i])) {
            return cli_fail(c, CLI_USAGE, "--%s is %s", column->name, column->form);
        }
    }
    *out = (struct import_rows){1, line, cells};
    return CLI_DONE;
}

static int write_row(struct cli *c, struct json_writer *w, const struct bytes *cells)
{
    struct bytes office;
    if (!nfc_make(&c->arena, cells[ATTENDANCE_OFFICE], &office)) {
        return cli_fail(c, CLI_USAGE, "an office is not UTF-8");
    }
    json_object(w, NULL);
    if (cells[ATTENDANCE_FROM].len > 0) {
        json_text(w, "from", cells[ATTENDANCE_FROM]);
    }
    json_text(w, "member", cells[ATTENDANCE_MEMBER]);
    json_text(w, "office", office);
    if (cells[ATTENDANCE_UNTIL].len > 0) {
        json_text(w, "until", cells[ATTENDANCE_UNTIL]);
    }
    json_end(w);
    return CLI_DONE;
}

static int write_all(struct cli *c, struct buffer *body, const struct hash *session, const char *day,
                     const struct import_rows *rows)
{
    struct json_writer w;
    int status = CLI_DONE;
    json_begin(&w, body);
    json_object(&w, NULL);
    json_cstring(&w, "day", day);
    json_array(&w, "rows");
    for (size_t i = 0; status == CLI_DONE && i < rows->count; i++) {
        status = write_row(c, &w, &rows->cells[i * ATTENDANCE_COLUMNS]);
    }
    json_end(&w);
    json_hex(&w, "session", hash_view(session));
    json_end(&w);
    return body->overflow ? cli_fail(c, CLI_USAGE, "this is too much for one act: split the file") : status;
}

int session_attend_run(struct cli *c)
{
    const struct act_kind *kind = act_kind(BYTES("session.attend"));
    const char *file = cli_given(c, "file", 0);
    struct hash session;
    struct import_rows rows = {.count = 0};
    struct buffer body;
    struct sent sent;
    int status = resolve_session(c, c->arguments[0], &session);
    const char *day = status == CLI_DONE ? cli_needed(c, "day", &status) : NULL;
    if (status != CLI_DONE) {
        return status;
    }
    status = file == NULL ? one_row(c, &rows)
                          : imports_read(c, file, attendance_columns, ATTENDANCE_COLUMNS, ATTENDANCE_MAX,
                                         &rows);
    if (status != CLI_DONE) {
        return status;
    }
    buffer_init(&body, ACT_BYTES_MAX);
    status = write_all(c, &body, &session, day, &rows);
    status = status == CLI_DONE ? send_act(c, kind, buffer_view(&body), &sent) : status;
    status = status == CLI_DONE ? send_tell(c, kind, &sent) : status;
    buffer_done(&body);
    return status;
}
