/* cli/decide_case.h: one case as a line of `univocal rule decide` states it: who, at which position, by which
 * rule. docs/formats/decide.md numbers what is taken. */
#ifndef CLI_DECIDE_CASE_H
#define CLI_DECIDE_CASE_H

#include "charter/evaluate.h"
#include "charter/table.h"
#include "codec/json.h"

/* What cases are read against. */
struct decide_law {
    const struct charter *charter;
    const struct table *const *tables; /* by index in charter.tables; NULL where the text was not given */
    struct bytes rule;                 /* of cases that name none; empty: each must */
};

struct decide_case {
    const struct json *id; /* a text or a whole number, or NULL */
    const struct charter_rule *rule;
    struct bytes date;
    bool open;
    size_t electorate_count;
    const struct electorate *electorates;
    size_t unnamed_count; /* codes that the case gives a tag, but no place */
    const struct bytes *unnamed;
    size_t table_count; /* by which the rule weighs */
    const struct charter_table **tables;
    bool weighs;   /* the rule weighs by a table, */
    bool nameless; /* and some members are known by number only */
};

/* malformed: not JSON, or too long; field: a member that is unknown, of a wrong type or lacking; rule,
 * position, electorate, table: what it says is wrong or contradicts itself; evaluation: the rule cannot be
 * applied. */
#define DECIDE_FAULT_TABLE(X) X(malformed) X(field) X(rule) X(position) X(electorate) X(table) X(evaluation)
enum decide_fault_code {
#define X(name) DECIDE_##name,
    DECIDE_FAULT_TABLE(X)
#undef X
};
const char *decide_fault_word(enum decide_fault_code code);

struct decide_fault {
    enum decide_fault_code code;
    char message[600];
};

/* False with fault; out->id is set even then if the line is an object that has one. What `out` points at
 * lives in the arena. */
MUST_USE bool decide_case_read(struct arena *a, const struct decide_law *law, struct bytes line,
                               struct decide_case *out, struct decide_fault *fault);
#endif
