/* mechanism/law.h: which charter holds, and what it says on a day.
 *
 * The charter of the founding is version 1; each amendment that comes into force is the next. A matter keeps
 * the version that was in force when it was opened. Within a charter, rules and groups have versions by civil
 * date (contracts section 6). */
#ifndef MECHANISM_LAW_H
#define MECHANISM_LAW_H

#include "base/civil.h"
#include "mechanism/context.h"

/* The civil date at an official time (mechanism/civil.h), as charters write it. */
struct civil_day law_day(struct context *c, int64_t time_ms);

/* The number of the version in force: now, and for what became the entry `index`. */
int64_t law_version(struct state *s);
int64_t law_version_at(struct context *c, int64_t index);
/* A version of the charter. After an error of the disk, which *c->error has, it is the first: whatever is
 * concluded from it is given up. */
const struct charter *law_charter(struct context *c, int64_t version);
const struct charter *law_now(struct context *c);
const struct charter *law_at(struct context *c, int64_t index);
const struct charter *law_of(struct context *c, const struct hash *matter);

/* Charters other than the first, and the tables that they bring, as they were read: by their hash, so that
 * what stands there is right whatever became of the block in which it was put there. */
struct law_shelf {
    struct arena arena;
    struct law_book *books;
    struct law_table *tables; /* of mechanism/tables.h */
};

/* A rule of that charter as it is on the civil date of that time. NULL: none. */
const struct charter_rule *law_rule(struct context *c, const struct charter *charter, struct bytes name,
                                    int64_t time_ms);
/* When a span is over that begins at that time: working days are those of the charter's first calendar.
 * What is protocol passes official time; what is law, a term, passes civil_ms and gets the like back.
 * INTEGER_MAX: not before the year 10000. */
int64_t law_after(struct context *c, const struct charter *charter, int64_t time_ms,
                  const struct charter_span *span);
#endif
