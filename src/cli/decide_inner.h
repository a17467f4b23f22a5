/* cli/decide_inner.h: what the files that read a case share. */
#ifndef CLI_DECIDE_INNER_H
#define CLI_DECIDE_INNER_H

#include "cli/decide_case.h"

enum { DECIDE_NAMES_BYTES_MAX = 300 }; /* of names in a message */

struct reader {
    struct arena *arena;
    const struct decide_law *law;
    const struct json *top;
    struct decide_case *out;
    struct decide_fault *fault;
    size_t split; /* index of the attribute whose units a member may divide; attribute_count: none */
};

/* A list of electors of one electorate that grows up to what its JSON can hold. */
struct list {
    struct elector *items;
    size_t count;
    size_t named; /* those with a code come first; the parts of a member that is divided follow each other */
};

/* Sets the fault. Always false. */
__attribute__((format(printf, 3, 4))) bool decide_fail(struct reader *r, enum decide_fault_code code,
                                                       const char *format, ...);
/* Foreign text as it may stand in a message. */
const char *decide_shown(struct reader *r, struct bytes text);

/* What stands there; NULL if nothing does, or null. */
const struct json *decide_field(const struct json *object, const char *name);
bool decide_code(struct reader *r, const struct json *value, struct bytes *out);
/* The named electors, ascending by code; false with a fault if one is named twice. */
bool decide_sort(struct reader *r, const struct list *l, struct elector ***out);
/* The first of that code. */
struct elector *decide_find(const struct list *l, struct elector **sorted, struct bytes code);

/* Who is there and at which position: of `positions` or `counts` (or neither), completed to the electorate.
 * Each may be NULL. */
bool decide_roll(struct reader *r, const struct json *positions, const struct json *counts,
                 const struct json *electorate, struct list *out);
/* Gives those without a name theirs, where they must be the rest of the table: as many in all as it has rows,
 * the nameless all at one position. Else nothing changes. False, with a fault, if a name is there twice. */
bool decide_roll_name(struct reader *r, const struct table *t, struct list *l);
#endif
