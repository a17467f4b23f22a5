/* mechanism/tables.h: the frozen tables on the record, and what a member weighs by them.
 *
 * A charter names a table by the hash of its text (charter/table.h); the founding document brings the texts
 * of the first charter, and a member lays down those of a charter that it proposes. A text that an adopted
 * charter has brought serves every later version that names its hash. A table whose text is on no record
 * weighs nobody: a rule that counts by it is not applicable. */
#ifndef MECHANISM_TABLES_H
#define MECHANISM_TABLES_H

#include "base/diag.h"
#include "codec/json.h"
#include "mechanism/acts.h"
#include "mechanism/context.h"

/* The member `tables` of a founding document, if it has one, into org->tables; org->first_charter is read.
 * ERROR_MALFORMED or ERROR_TOO_LARGE with diag (may be NULL). */
MUST_USE enum error tables_read(struct arena *a, const struct json *top, struct organisation *org,
                                struct diag *diag);

/* What a member has of each attribute of the charter by the table in force on the day of that time, -1 where
 * there is no such table, where its text is on no record, and where it lacks the member. */
const int64_t *tables_weights(struct context *c, const struct charter *law, struct bytes member,
                              int64_t time_ms);

/* What a charter brings: texts of tables, and which entries carry them. */
struct table_texts {
    size_t count;
    const struct table_text {
        struct hash hash;
        int64_t entry; /* index */
    } *items;
};
/* Whether the founding or an adopted charter has brought the text. */
bool tables_have(struct context *c, const struct hash *hash);
/* Whether the charter names that text, as a table of whatever name. */
bool tables_are_named(const struct charter *charter, const struct hash *hash);
/* The texts that `after` needs and the record lacks, out of what the member has laid down.
 * REJECT_table_missing if one is not there, unless `before` names it already. */
enum rejection tables_gather(struct context *c, struct bytes member, const struct charter *before,
                             const struct charter *after, struct table_texts *out);
/* At an adopting close: from now on they are on the record for good. */
void tables_keep(struct context *c, const struct table_texts *texts);

enum rejection tables_lay(struct context *c, const struct act *a);

/* For the files of this mechanism. */
/* False: the member has laid down nothing in that place. */
bool table_part_get(struct state *s, struct bytes member, int64_t place, struct table_text *out);
void table_part_put(struct state *s, struct bytes member, int64_t place, const struct table_text *t);
size_t table_part_list(struct state *s, struct bytes member, struct arena *a, struct table_text **out);
/* The entry whose act carries a text that an adopted charter has brought. */
bool table_kept_get(struct state *s, const struct hash *hash, int64_t *entry);
void table_kept_put(struct state *s, const struct table_text *t);
#endif
