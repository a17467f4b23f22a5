/* mechanism/tables.h: the frozen tables on the record, and what a member weighs by them.
 *
 * A charter names a table by the hash of its text (charter/table.h); the founding document brings the texts.
 * A table serves every version of the charter that names its hash. One whose text is on no record weighs
 * nobody: a rule that counts by it is not applicable. */
#ifndef MECHANISM_TABLES_H
#define MECHANISM_TABLES_H

#include "base/diag.h"
#include "codec/json.h"
#include "mechanism/context.h"

/* The member `tables` of a founding document, if it has one, into org->tables; org->first_charter is read.
 * ERROR_MALFORMED or ERROR_TOO_LARGE with diag (may be NULL). */
MUST_USE enum error tables_read(struct arena *a, const struct json *top, struct organisation *org,
                                struct diag *diag);

/* What a member has of each attribute of the charter by the table in force on the day of that time, -1 where
 * there is no such table, where its text is on no record, and where it lacks the member. */
const int64_t *tables_weights(struct context *c, const struct charter *law, struct bytes member,
                              int64_t time_ms);

/* Whether `after` names a table whose text is on no record and that `before` does not name. */
bool tables_are_missing(const struct organisation *org, const struct charter *before,
                        const struct charter *after);
#endif
