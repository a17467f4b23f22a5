/* base/csv.h: comma separated values as RFC 4180 has them, of foreign bytes, record by record.
 *
 * UTF-8 without NUL and without other control characters than line ends; records end with LF or CR LF, the
 * last may lack its end; a field that begins with " goes to the next single ", and "" in it is one ". Records
 * with no byte at all are passed over. The first record is the header: what each column is called. */
#ifndef BASE_CSV_H
#define BASE_CSV_H

#include "base/arena.h"
#include "base/bytes.h"
#include "base/diag.h"
#include "base/error.h"

#define CSV_COLUMNS_MAX     32
#define CSV_FIELD_BYTES_MAX 4000

struct csv {
    struct arena *arena;
    struct bytes text;
    size_t at;
    int line; /* of the record that was read last; from 1 */
    int next_line;
    size_t count; /* fields of the record that was read last */
    struct bytes fields[CSV_COLUMNS_MAX];
    size_t column_count;
    struct bytes columns[CSV_COLUMNS_MAX]; /* the header */
};

/* Reads the header: at least one column, each with a name of its own. A byte order mark before it is passed
 * over. ERROR_MALFORMED or ERROR_TOO_LARGE with diag. Fields borrow from the text, or live in the arena where
 * they had "" in them. */
MUST_USE enum error csv_begin(struct csv *c, struct arena *a, struct bytes text, struct diag *diag);
/* The next record into `fields`: as many as the header has. ERROR_NOT_FOUND at the end; after ERROR_MALFORMED
 * or ERROR_TOO_LARGE, told in diag, the next call goes on behind the bad record. */
MUST_USE enum error csv_next(struct csv *c, struct diag *diag);
/* The place of a column; -1 if there is none of that name. */
int csv_column(const struct csv *c, const char *name);
#endif
