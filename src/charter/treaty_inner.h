/* charter/treaty_inner.h: what the parts of the parser of clauses share. */
#ifndef CHARTER_TREATY_INNER_H
#define CHARTER_TREATY_INNER_H

#include "charter/parser.h"
#include "charter/treaty.h"

/* A name in a condition, to be looked up when the text is read. */
struct treaty_name {
    struct token at;
    struct treaty_test *test;
    bool table; /* it must be a table; else a table's share or a group's heads */
    struct treaty_name *next;
};

struct treaty_draft {
    struct parser p;
    struct treaty t;
    struct treaty_group groups[TREATY_GROUPS_MAX];
    struct treaty_table tables[TREATY_GROUPS_MAX];
    struct treaty_floor floors[TREATY_FLOORS_MAX];
    struct treaty_term openings[TREATY_FLOORS_MAX]; /* of floors that count from the opening */
    struct treaty_name *names;
    struct token opening_at; /* where the day of opening is needed */
    unsigned seen;           /* statements that come once */
};

/* The condition behind `when`. */
bool treaty_read_condition(struct treaty_draft *d, const struct treaty_test **out);
/* { CODE|CODE, CODE } from behind the brace to behind its end. */
bool treaty_read_seats(struct treaty_draft *d, const struct treaty_seat **out, size_t *count);
bool treaty_read_day(struct treaty_draft *d, int64_t *out);
/* A number and its unit: days (weeks) or months (years). Clear days are one more. */
bool treaty_read_length(struct treaty_draft *d, bool *months, int64_t *out);
bool treaty_read_term(struct treaty_draft *d, struct treaty_term *out);
/* Behind `group` and `table`. */
bool treaty_read_group(struct treaty_draft *d);
bool treaty_read_table(struct treaty_draft *d);
/* Looks up the names of all conditions. */
void treaty_resolve(struct treaty_draft *d);
#endif
