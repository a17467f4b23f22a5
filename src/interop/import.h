/* interop/import.h: files with rows that somebody brings (RFC 4180): columns by name in any order, each with
 * its form, and what is wrong told by line, up to a number. */
#ifndef INTEROP_IMPORT_H
#define INTEROP_IMPORT_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/error.h"

enum { IMPORT_ERRORS_MAX = 20 };
struct import_errors {
    size_t count; /* also of those that are not kept */
    struct diag items[IMPORT_ERRORS_MAX];
};

/* The place of the next; what is set there counts. */
struct diag *import_error(struct import_errors *e);

#define IMPORT_BYTES_MAX (1024 * 1024)

struct import_column {
    const char *name;
    bool needed;               /* each row has it; else it may be empty, or the column not there */
    bool (*fits)(struct bytes text); /* of what is not empty */
    const char *form;          /* for people: "a day, YYYY-MM-DD" */
};

struct import_rows {
    size_t count;
    const int *lines;          /* of each row, from 1 */
    const struct bytes *cells; /* row after row, as many as there are columns; empty: not given */
};

/* OK with at least one row; ERROR_TOO_LARGE (the text, or more rows than rows_max); ERROR_MALFORMED with at
 * least one error told. A column that is not in the list is an error. */
MUST_USE enum error import_rows_read(struct arena *a, struct bytes text, const struct import_column *columns,
                                     size_t column_count, size_t rows_max, struct import_rows *out,
                                     struct import_errors *errors);

/* The tables that there are: members and offices present; platforms; speeches. */
enum { ATTENDANCE_MEMBER, ATTENDANCE_OFFICE, ATTENDANCE_FROM, ATTENDANCE_UNTIL, ATTENDANCE_COLUMNS };
extern const struct import_column attendance_columns[ATTENDANCE_COLUMNS];
enum { LISTED_NAME, LISTED_FROM, LISTED_TO, LISTED_PLACE, LISTED_TOPIC, LISTED_UID, LISTED_COLUMNS };
extern const struct import_column platform_columns[LISTED_COLUMNS];
enum {
    SAID_LANGUAGE,
    SAID_DATE,
    SAID_TITLE,
    SAID_FILE,
    SAID_OFFICE,
    SAID_SESSION,
    SAID_SPEAKER,
    SAID_PLATFORM,
    SAID_MANDATE,
    SAID_COLUMNS
};
extern const struct import_column speech_columns[SAID_COLUMNS];
#endif
