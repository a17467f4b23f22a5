/* mechanism/act_rows.h: words for the tables of act kinds, mechanism/<noun>_acts.c, and for nothing else.
 *
 * A table is one noun's; its kinds ascend by name, and so do the fields of each. */
#ifndef MECHANISM_ACT_ROWS_H
#define MECHANISM_ACT_ROWS_H

#include "base/limits.h"
#include "mechanism/acts.h"

#define HASH(n)               {n, FIELD_HASH, 0, false}
#define ID(n)                 {n, FIELD_ID, 0, false}
#define TEXT(n, max)          {n, FIELD_TEXT, max, false}
#define LINE(n, max)          {n, FIELD_LINE, max, false}
#define TEXT_OPTIONAL(n, max) {n, FIELD_TEXT, max, true}
#define BYTES_OF(n, max)      {n, FIELD_BYTES, max, false}
#define INTEGER(n, max)       {n, FIELD_INTEGER, max, false}

#define ACT_TABLE(noun, rows) const struct act_table noun##_acts = {rows, sizeof(rows) / sizeof(rows)[0]}

#endif
