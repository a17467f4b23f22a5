#include "base/csv.h"

#include <string.h>

#include "base/text.h"

static enum error fail(struct csv *c, enum error e, struct diag *diag, size_t column, const char *message)
{
    diag_set(diag, c->line, (int)column + 1, "", "%s", message);
    return e;
}

static bool at_end(const struct csv *c)
{
    return c->at >= c->text.len;
}

/* Takes a line end; false: there is none here. */
static bool take_line_end(struct csv *c)
{
    const struct bytes rest = bytes_of(c->text.data + c->at, c->text.len - c->at);
    const size_t len = bytes_start_with(rest, BYTES("\r\n"))  ? 2
                       : bytes_start_with(rest, BYTES("\n")) ? 1
                                                             : 0;
    c->at += len;
    c->next_line += len > 0 ? 1 : 0;
    return len > 0;
}

/* After a bad record: behind the end of its line. */
static enum error skip(struct csv *c, enum error e)
{
    while (!at_end(c) && !take_line_end(c)) {
        c->at++;
    }
    return e;
}

static const char *const bad_bytes = "this field is not UTF-8, or has a control character";
static const char *const too_long = "this field has too many bytes";

/* A field between quotation marks, from behind the first. */
static enum error take_quoted(struct csv *c, struct bytes *out, struct diag *diag, size_t column)
{
    const size_t begin = c->at;
    size_t doubled = 0;
    while (!at_end(c)) {
        const uint8_t byte = c->text.data[c->at];
        if (byte == '"' && c->at + 1 < c->text.len && c->text.data[c->at + 1] == '"') {
            doubled++;
            c->at++;
        } else if (byte == '"') {
            break;
        }
        c->next_line += byte == '\n' ? 1 : 0;
        c->at++;
        if (c->at - begin > 2 * CSV_FIELD_BYTES_MAX) {
            return fail(c, ERROR_TOO_LARGE, diag, column, too_long);
        }
    }
    if (at_end(c)) {
        return fail(c, ERROR_MALFORMED, diag, column, "this field begins with \" and is not closed");
    }
    *out = bytes_of(c->text.data + begin, c->at - begin);
    c->at++;
    if (doubled > 0) {
        uint8_t *copy = arena_take(c->arena, out->len, 1);
        size_t len = 0;
        for (size_t i = 0; i < out->len; i++) {
            i += out->data[i] == '"' ? 1 : 0;
            copy[len++] = out->data[i];
        }
        *out = bytes_of(copy, len);
    }
    return OK;
}

static enum error take_field(struct csv *c, struct bytes *out, struct diag *diag, size_t column)
{
    if (!at_end(c) && c->text.data[c->at] == '"') {
        c->at++;
        const enum error e = take_quoted(c, out, diag, column);
        if (e != OK) {
            return e;
        }
    } else {
        static const char ends[] = {',', '\n', '"'};
        const size_t begin = c->at;
        while (!at_end(c) && memchr(ends, c->text.data[c->at], sizeof ends) == NULL) {
            c->at++;
        }
        const bool cr = c->at > begin && !at_end(c) && c->text.data[c->at] == '\n' &&
                        c->text.data[c->at - 1] == '\r';
        c->at -= cr ? 1 : 0;
        *out = bytes_of(c->text.data + begin, c->at - begin);
    }
    if (out->len > CSV_FIELD_BYTES_MAX) {
        return fail(c, ERROR_TOO_LARGE, diag, column, too_long);
    }
    if (!text_is_utf8(*out) || text_has_control(*out)) {
        return fail(c, ERROR_MALFORMED, diag, column, bad_bytes);
    }
    return OK;
}

static enum error take_record(struct csv *c, struct diag *diag)
{
    c->count = 0;
    for (;;) {
        struct bytes field;
        const size_t column = c->count;
        if (column == CSV_COLUMNS_MAX) {
            return fail(c, ERROR_TOO_LARGE, diag, column, "there are too many columns");
        }
        const enum error e = take_field(c, &field, diag, column);
        if (e != OK) {
            return e;
        }
        c->fields[c->count++] = field;
        if (at_end(c) || take_line_end(c)) {
            return OK;
        }
        if (c->text.data[c->at] != ',') {
            return fail(c, ERROR_MALFORMED, diag, column,
                        "a field with \" in it stands between \" and each \" in it is doubled");
        }
        c->at++;
    }
}

static enum error next(struct csv *c, struct diag *diag)
{
    do {
        c->line = c->next_line;
    } while (!at_end(c) && take_line_end(c));
    if (at_end(c)) {
        return ERROR_NOT_FOUND;
    }
    const enum error e = take_record(c, diag);
    return e == OK ? OK : skip(c, e);
}

enum error csv_begin(struct csv *c, struct arena *a, struct bytes text, struct diag *diag)
{
    *c = (struct csv){.arena = a, .text = text, .line = 1, .next_line = 1};
    c->at = bytes_start_with(text, BYTES("\xef\xbb\xbf")) ? 3 : 0;
    const enum error e = next(c, diag);
    if (e == ERROR_NOT_FOUND) {
        return fail(c, ERROR_MALFORMED, diag, 0, "there is no header: a line with the names of the columns");
    }
    if (e != OK) {
        return e;
    }
    for (size_t i = 0; i < c->count; i++) {
        c->columns[i] = c->fields[i];
        if (c->fields[i].len == 0) {
            return fail(c, ERROR_MALFORMED, diag, i, "a column has no name");
        }
        for (size_t k = 0; k < i; k++) {
            if (bytes_equal(c->columns[k], c->columns[i])) {
                return fail(c, ERROR_MALFORMED, diag, i, "two columns have the same name");
            }
        }
    }
    c->column_count = c->count;
    return OK;
}

enum error csv_next(struct csv *c, struct diag *diag)
{
    const enum error e = next(c, diag);
    if (e != OK || c->count == c->column_count) {
        return e;
    }
    diag_set(diag, c->line, 1, "", "this line has %zu fields, and the header %zu", c->count, c->column_count);
    return ERROR_MALFORMED;
}

int csv_column(const struct csv *c, const char *name)
{
    for (size_t i = 0; i < c->column_count; i++) {
        if (bytes_equal_text(c->columns[i], name)) {
            return (int)i;
        }
    }
    return -1;
}
