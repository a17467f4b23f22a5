/* tests/unit/charter/fixture.h: charters out of a few lines, and what the parser said of them. */
#ifndef UNIT_CHARTER_FIXTURE_H
#define UNIT_CHARTER_FIXTURE_H

#include <string.h>

#include "charter/evaluate.h"
#include "charter/print.h"
#include "support/harness.h"

static inline enum error charter_try(const char *text, const struct charter **out,
                                     struct charter_diags *diags)
{
    const struct charter_source source = {BYTES("test"), bytes_of_text(text)};
    return charter_parse(harness_arena(), &source, 1, out, diags);
}

/* The whole text; the test fails with what the parser says if it is not good. */
static inline const struct charter *charter_of(const char *text)
{
    const struct charter *c = NULL;
    struct charter_diags diags = {0};
    if (charter_try(text, &c, &diags) != OK) {
        harness_note("%d:%d %s: %s", diags.items[0].diag.line, diags.items[0].diag.column,
                     diags.items[0].diag.found, diags.items[0].diag.message);
    }
    check_that(c != NULL);
    return c;
}

/* A charter of one rule `r` with these clauses, behind `parts`. */
static inline const struct charter_rule *rule_of(const char *parts, const char *clauses,
                                                 const struct charter **out)
{
    const struct charter *c =
        charter_of(arena_printf(harness_arena(), "charter \"test\";\n%s\nrule r { %s }\n", parts, clauses));
    *out = c;
    return charter_rule(c, BYTES("r"), BYTES(""));
}

static inline const char *condition_of(const struct charter_rule *rule)
{
    struct buffer b;
    buffer_init(&b, 1 << 20);
    charter_print_condition(&b, rule, rule->pass);
    const char *text = arena_text(harness_arena(), buffer_view(&b));
    buffer_done(&b);
    return text;
}

static inline struct bytes print_of(const struct charter *c)
{
    struct buffer b;
    buffer_init(&b, 1 << 24);
    charter_print(&b, c);
    check_that(!b.overflow);
    const struct bytes text = arena_copy(harness_arena(), buffer_view(&b));
    buffer_done(&b);
    return text;
}

/* A preset of charters/ with what it extends. */
static inline const struct charter *preset_of(const char *name)
{
    const char *names[] = {name, "csto"};
    struct charter_source sources[2];
    const size_t count = strcmp(name, "exercise") == 0 ? 2 : 1;
    for (size_t i = 0; i < count; i++) {
        const char *path = arena_printf(harness_arena(), "charters/%s.charter", names[i]);
        sources[i] = (struct charter_source){bytes_of_text(names[i]), harness_file(path)};
    }
    const struct charter *c = NULL;
    struct charter_diags diags = {0};
    if (charter_parse(harness_arena(), sources, count, &c, &diags) != OK) {
        harness_note("%s:%d %s: %s", name, diags.items[0].diag.line, diags.items[0].diag.found,
                     diags.items[0].diag.message);
    }
    check_that(c != NULL);
    return c;
}

static inline bool is_text(struct bytes s, const char *text)
{
    return bytes_equal_text(s, text);
}
#endif
