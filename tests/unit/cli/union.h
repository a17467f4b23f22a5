/* tests/unit/cli/union.h: the preset of the Council of the European Union with its tables. */
#ifndef UNIT_CLI_UNION_H
#define UNIT_CLI_UNION_H

#include "unit/cli/fixture.h"

/* The text of a table of charters/tables. */
static inline struct bytes union_table(struct bytes name)
{
    return harness_file(arena_printf(harness_arena(), "charters/tables/%.*s.csv", (int)name.len,
                                     (const char *)name.data));
}

static inline struct decider *union_decider(const struct charter *c)
{
    struct decide_table *tables = ARENA_ARRAY(harness_arena(), struct decide_table, c->table_count);
    struct decider *d = NULL;
    struct diag diag = {0};
    const struct decide_options options = {.explain = false};
    for (size_t i = 0; i < c->table_count; i++) {
        tables[i] = (struct decide_table){c->tables[i].name, union_table(c->tables[i].name)};
    }
    const enum error e = decider_new(c, tables, c->table_count, &options, &d, &diag);
    harness_note("%s: %s", diag.message, diag.found);
    check_ok(e);
    return d;
}

/* The rows of a table. */
static inline struct table union_rows(const char *name)
{
    struct table t;
    struct diag diag;
    check_ok(table_read(harness_arena(), union_table(bytes_of_text(name)), &t, &diag));
    return t;
}
#endif
