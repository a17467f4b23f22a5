/* charter/deposits.h: instruments and tables of values from files that others wrote.
 *
 * Both are CSV (base/csv.h): docs/formats/clause.md. What is bad is told by line, up to
 * DEPOSITS_DIAGS_MAX, and then nothing of the file is used. */
#ifndef CHARTER_DEPOSITS_H
#define CHARTER_DEPOSITS_H

#include "charter/treaty.h"

#define DEPOSITS_DIAGS_MAX 20
struct deposits_diags {
    size_t count;
    struct diag items[DEPOSITS_DIAGS_MAX];
};

struct deposits {
    size_t row_count;
    struct treaty_row *rows; /* room for one more than there are */
    struct bytes id;         /* of the treaty; empty: the file does not say */
};

/* Columns code, deposited and action must be there; treaty, party, signed, withdrawn and others may be. Of
 * a file with several treaties the rows of `id` are read, and the others only checked; id empty: there
 * must be only one. ERROR_MALFORMED or ERROR_TOO_LARGE with diags; ERROR_NOT_FOUND if no row is of that
 * treaty, or if there are several and none was asked for. */
MUST_USE enum error deposits_read(struct arena *a, struct bytes text, struct bytes id, struct deposits *out,
                                  struct deposits_diags *diags);
/* What if: that party deposits an instrument of ratification on that day, in the place of what it
 * deposited. The arena has room for as many as there are rows. False: there is room for no more. */
bool deposits_suppose(struct arena *a, struct deposits *d, struct bytes code, int64_t day);
/* Column code, and of values the one named `value` or else the first after code in which every field is a
 * number; from, if it is there, is the day from which on a row is valid. A code of * is all of them
 * together. Values are decimal with at most three digits behind the point. */
MUST_USE enum error deposits_read_table(struct arena *a, struct bytes text, struct treaty_table *out,
                                        struct deposits_diags *diags);
/* YYYY-MM-DD, a day that exists. */
bool deposits_day(struct bytes text, int64_t *out);
#endif
