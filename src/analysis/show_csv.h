/* analysis/show_csv.h: rows that a table describes (mechanism/row.h) as CSV (RFC 4180): texts in quotes, rows
 * end with CR LF. A text that a spreadsheet would take for a formula gets an apostrophe before it. */
#ifndef ANALYSIS_SHOW_CSV_H
#define ANALYSIS_SHOW_CSV_H

#include "mechanism/row.h"

/* One cell, without what separates it from the next. */
void show_csv_text(struct buffer *b, struct bytes text);
/* Every field, below a head of their names; before them the realm, in every row, unless it is empty. What was
 * not said is an empty text, or 0. */
void show_csv_rows(struct buffer *b, struct bytes realm, const struct row_shape *shape, const void *rows,
                   size_t count);
#endif
