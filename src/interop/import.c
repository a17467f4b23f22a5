#include "interop/import.h"

#include "base/csv.h"
#include "base/limits.h"
#include "base/num.h"
#include "base/text.h"
#include "charter/charter.h"

struct diag *import_error(struct import_errors *e)
{
    const size_t at = e->count < IMPORT_ERRORS_MAX ? e->count : IMPORT_ERRORS_MAX - 1;
    e->count++;
    return &e->items[at];
}

static bool is_name(struct bytes text)
{
    return text.len <= NAME_BYTES_MAX && text_is_line(text);
}

static bool is_number(struct bytes text)
{
    int64_t n = 0;
    return num_parse(text, INTEGER_MAX, &n) && n > 0;
}

#define NAME_FORM "a line of at most 200 bytes"
const struct import_column attendance_columns[ATTENDANCE_COLUMNS] = {
    [ATTENDANCE_MEMBER] = {"member", true, text_is_code, "a member's code, such as ALDER"},
    [ATTENDANCE_OFFICE] = {"office", true, is_name, NAME_FORM},
    [ATTENDANCE_FROM] = {"from", false, text_is_hour, "an hour, HH:MM"},
    [ATTENDANCE_UNTIL] = {"until", false, text_is_hour, "an hour, HH:MM"},
};
const struct import_column platform_columns[LISTED_COLUMNS] = {
    [LISTED_NAME] = {"name", true, is_name, NAME_FORM},
    [LISTED_FROM] = {"from", true, charter_is_date, "a day, YYYY-MM-DD"},
    [LISTED_TO] = {"to", false, charter_is_date, "a day, YYYY-MM-DD"},
    [LISTED_PLACE] = {"place", false, is_name, NAME_FORM},
    [LISTED_TOPIC] = {"topic", false, is_name, NAME_FORM},
    [LISTED_UID] = {"uid", false, is_name, NAME_FORM},
};
const struct import_column speech_columns[SAID_COLUMNS] = {
    [SAID_LANGUAGE] = {"language", true, text_is_language, "a tag in lower case, such as en"},
    [SAID_DATE] = {"date", true, charter_is_date, "a day, YYYY-MM-DD"},
    [SAID_TITLE] = {"title", true, is_name, NAME_FORM},
    [SAID_FILE] = {"file", true, is_name, NAME_FORM},
    [SAID_OFFICE] = {"office", false, is_name, NAME_FORM},
    [SAID_SESSION] = {"session", false, is_name, NAME_FORM},
    [SAID_SPEAKER] = {"speaker", false, is_number, "a number"},
    [SAID_PLATFORM] = {"platform", false, is_number, "a number"},
    [SAID_MANDATE] = {"mandate", false, is_name, NAME_FORM},
};

struct reading {
    struct csv csv;
    const struct import_column *columns;
    size_t column_count;
    struct import_errors *errors;
    int places[CSV_COLUMNS_MAX]; /* in the file, of each column; -1: it is not there */
};

static bool is_known(const struct reading *r, struct bytes name)
{
    for (size_t i = 0; i < r->column_count; i++) {
        if (bytes_equal_text(name, r->columns[i].name)) {
            return true;
        }
    }
    return false;
}

static void look_over_header(struct reading *r)
{
    for (size_t i = 0; i < r->csv.column_count; i++) {
        if (!is_known(r, r->csv.columns[i])) {
            struct diag *d = import_error(r->errors);
            diag_set(d, 1, (int)i + 1, "", "there is no column of this name");
            diag_found(d, r->csv.columns[i]);
        }
    }
    for (size_t i = 0; i < r->column_count; i++) {
        r->places[i] = csv_column(&r->csv, r->columns[i].name);
        if (r->places[i] < 0 && r->columns[i].needed) {
            diag_set(import_error(r->errors), 1, 0, "", "the column \"%s\" is missing", r->columns[i].name);
        }
    }
}

static void take_row(struct reading *r, struct bytes *cells)
{
    for (size_t i = 0; i < r->column_count; i++) {
        const struct import_column *column = &r->columns[i];
        cells[i] = r->places[i] < 0 ? BYTES("") : r->csv.fields[r->places[i]];
        if (cells[i].len == 0 ? column->needed : !column->fits(cells[i])) {
            struct diag *d = import_error(r->errors);
            diag_set(d, r->csv.line, r->places[i] + 1, "", "%s is %s; expected %s", column->name,
                     cells[i].len == 0 ? "empty" : "not that", column->form);
            diag_found(d, cells[i]);
        }
    }
}

enum error import_rows_read(struct arena *a, struct bytes text, const struct import_column *columns,
                            size_t column_count, size_t rows_max, struct import_rows *out,
                            struct import_errors *errors)
{
    struct reading r = {.columns = columns, .column_count = column_count, .errors = errors};
    struct diag d = {.message = ""};
    if (text.len > IMPORT_BYTES_MAX) {
        return ERROR_TOO_LARGE;
    }
    enum error e = csv_begin(&r.csv, a, text, &d);
    if (e != OK) {
        *import_error(errors) = d;
        return ERROR_MALFORMED;
    }
    look_over_header(&r);
    struct bytes *cells = ARENA_ARRAY(a, struct bytes, rows_max * column_count);
    int *lines = ARENA_ARRAY(a, int, rows_max);
    size_t count = 0;
    if (errors->count > 0) {
        return ERROR_MALFORMED; /* without its header no row can be read */
    }
    for (e = csv_next(&r.csv, &d); e != ERROR_NOT_FOUND && errors->count < IMPORT_ERRORS_MAX;
         e = csv_next(&r.csv, &d)) {
        if (count == rows_max) {
            return ERROR_TOO_LARGE;
        }
        if (e != OK) {
            *import_error(errors) = d;
            continue;
        }
        lines[count] = r.csv.line;
        take_row(&r, &cells[count++ * column_count]);
    }
    if (errors->count == 0 && count == 0) {
        diag_set(import_error(errors), 1, 0, "", "there is no row below the header");
    }
    *out = (struct import_rows){count, lines, cells};
    return errors->count == 0 ? OK : ERROR_MALFORMED;
}
