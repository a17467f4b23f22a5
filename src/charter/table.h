/* charter/table.h: a frozen table: what each member weighs by one attribute, as a text beside the charter.
 *
 * The text is UTF-8 with LF line ends: first the line `code,value`, then one line a member, its code, a comma
 * and a whole number of at most INTEGER_MAX, ascending by code. So a table has one form, and its hash is the
 * hash of what it says. */
#ifndef CHARTER_TABLE_H
#define CHARTER_TABLE_H

#include "charter/charter.h"

struct table {
    size_t count;
    const struct table_row {
        struct bytes code;
        int64_t value;
    } *rows; /* ascending by code */
    struct hash hash; /* of the text */
};

/* ERROR_MALFORMED or ERROR_TOO_LARGE with diag. The rows live in the arena. */
MUST_USE enum error table_read(struct arena *a, struct bytes text, struct table *out, struct diag *diag);
/* -1 if the table lacks the member. */
int64_t table_value(const struct table *t, struct bytes code);
#endif
