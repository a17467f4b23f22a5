/* cli/decide.h: the lines of `univocal rule decide`: a case in, an outcome with its reasons out.
 *
 * One canonical JSON object a line, and one out for each, good or bad, so that line i answers line i.
 * docs/formats/decide.md numbers the fields. */
#ifndef CLI_DECIDE_H
#define CLI_DECIDE_H

#include "cli/decide_case.h"

/* The text of a frozen table (charter/table.h), by the table's name in the charter. */
struct decide_table {
    struct bytes name;
    struct bytes text;
};

struct decide_options {
    struct bytes rule; /* for cases that name none; empty: each must */
    bool explain;      /* atoms, pivotal and effects too */
};

struct decider;

/* The charter stays the caller's and lives as long; the tables are copied. ERROR_MALFORMED with diag: a table
 * that the charter does not name, or whose hash is another, or that cannot be read; a default rule that is
 * not there. */
MUST_USE enum error decider_new(const struct charter *c, const struct decide_table *tables, size_t count,
                                const struct decide_options *options, struct decider **out,
                                struct diag *diag);
void decider_free(struct decider *d);

/* Appends the answer to one line (without its LF), and a LF. `number` is its place in the input, from 1; it
 * stands in an error only. False if the line was bad. */
bool decider_line(struct decider *d, struct bytes line, int64_t number, struct buffer *out);

/* An answer as one object, with its explanation where the decider explains. */
void decider_write(struct decider *d, struct json_writer *w, const char *key, const struct decide_case *read,
                   const struct decision *decision);

/* One case, always explained. What `out` points at lives in the arena. False with fault. */
MUST_USE bool decider_case(struct decider *d, struct arena *a, struct bytes text, struct decide_case *read,
                           struct decision *out, struct decide_fault *fault);
/* The frozen table that has been given for one of the charter's, or NULL. */
const struct table *decider_table(const struct decider *d, const struct charter_table *t);
/* As decider_case, read and not decided. */
MUST_USE bool decider_read(struct decider *d, struct arena *a, struct bytes text, struct decide_case *read,
                           struct decide_fault *fault);
#endif
