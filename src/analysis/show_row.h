/* analysis/show_row.h: rows that a table describes (mechanism/row.h), as JSON: an object with every field by
 * its name. Hashes are hexadecimal, words are their words; what was not said is "", 0 or zeros. */
#ifndef ANALYSIS_SHOW_ROW_H
#define ANALYSIS_SHOW_ROW_H

#include "codec/json.h"
#include "mechanism/row.h"

/* key NULL: at the top or in an array. */
void show_row(struct json_writer *w, const char *key, const struct row_shape *shape, const void *row);
/* A list of them. */
void show_rows(struct json_writer *w, const char *key, const struct row_shape *shape, const void *rows,
               size_t count);
#endif
