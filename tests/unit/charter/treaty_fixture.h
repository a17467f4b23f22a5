/* tests/unit/charter/treaty_fixture.h: a clause and deposits as texts, and what they make. */
#ifndef UNIT_CHARTER_TREATY_FIXTURE_H
#define UNIT_CHARTER_TREATY_FIXTURE_H

#include <string.h>

#include "base/civil.h"
#include "charter/deposits.h"
#include "support/harness.h"

struct applied {
    const struct treaty *treaty;
    struct deposits deposits;
    struct treaty_facts facts;
    struct treaty_force force;
    struct treaty_table tables[4];
    struct treaty_other others[4];
};

static inline const struct treaty *clause_of(struct bytes text)
{
    static struct charter_diags diags;
    const struct charter_source source = {BYTES("test"), text};
    const struct treaty *t = NULL;
    if (treaty_parse(harness_arena(), &source, &t, &diags) != OK) {
        harness_note("%d:%d: %s", diags.items[0].diag.line, diags.items[0].diag.column,
                     diags.items[0].diag.message);
        check_that(!"the clause is good");
    }
    return t;
}

/* A clause that has a name already. */
static inline const struct treaty *clause(const char *statements)
{
    return clause_of(bytes_of_text(arena_printf(harness_arena(), "treaty \"T\";\n%s", statements)));
}

static inline struct deposits deposits_of(struct bytes text, const char *id)
{
    static struct deposits_diags diags;
    struct deposits d = {0};
    const enum error e = deposits_read(harness_arena(), text, bytes_of_text(id), &d, &diags);
    if (diags.count > 0) {
        harness_note("%d: %s", diags.items[0].line, diags.items[0].message);
    }
    check_ok(e);
    return d;
}

static inline int64_t day(const char *text)
{
    int64_t out = TREATY_NO_DAY;
    check_that(text == NULL || deposits_day(bytes_of_text(text), &out));
    return out;
}

static inline const char *shown(int64_t d)
{
    return d == TREATY_NO_DAY ? "-" : arena_printf(harness_arena(), "%s", civil_day_at(d).text);
}

static inline void apply_again(struct applied *x)
{
    x->facts.row_count = x->deposits.row_count;
    x->facts.rows = x->deposits.rows;
    x->facts.tables = x->tables;
    x->facts.others = x->others;
    treaty_apply(harness_arena(), x->treaty, &x->facts, &x->force);
}

/* Rows of code,signed,deposited,action,withdrawn, known up to a day (NULL: all). */
static inline struct applied *apply_to(const struct treaty *t, const char *rows, const char *on)
{
    struct applied *x = ARENA_NEW(harness_arena(), struct applied);
    x->treaty = t;
    x->facts.on = day(on);
    x->deposits = deposits_of(bytes_of_text(arena_printf(harness_arena(),
                                                         "code,signed,deposited,action,withdrawn\n%s", rows)),
                              "");
    return x;
}

static inline struct applied *apply(const char *statements, const char *rows, const char *on)
{
    struct applied *x = apply_to(clause(statements), rows, on);
    apply_again(x);
    return x;
}

static inline void add_table(struct applied *x, const char *name, const char *text)
{
    static struct deposits_diags diags;
    struct treaty_table *table = &x->tables[x->facts.table_count++];
    check_ok(deposits_read_table(harness_arena(), bytes_of_text(text), table, &diags));
    table->name = bytes_of_text(name);
}

static inline const char *missing(const struct applied *x)
{
    struct buffer b;
    buffer_init(&b, 4000);
    for (size_t i = 0; i < x->force.missing_count; i++) {
        buffer_printf(&b, "%s%.*s", i == 0 ? "" : "; ", (int)x->force.missing[i].text.len,
                      (const char *)x->force.missing[i].text.data);
    }
    const char *text = arena_printf(harness_arena(), "%s", buffer_text(&b));
    buffer_done(&b);
    return text;
}

#define check_force(x, met_day, force_day)                                                                   \
    do {                                                                                                     \
        check_text(shown((x)->force.met), (met_day));                                                        \
        check_text(shown((x)->force.in_force), (force_day));                                                 \
    } while (0)
#endif
