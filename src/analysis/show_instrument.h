/* analysis/show_instrument.h: a treaty on the record as JSON: what `instrument show --json` prints. */
#ifndef ANALYSIS_SHOW_INSTRUMENT_H
#define ANALYSIS_SHOW_INSTRUMENT_H

#include "analysis/show_row.h"
#include "mechanism/instrument.h"

/* That a participant deposits on a day. */
struct supposed {
    struct bytes code;
    int64_t day;
};

/* The treaty, its participants, reservations, objections and corrections, what its clause makes of them
 * today (analysis/show_force.h), and `supposed`: what it would make if that participant deposited: {code,
 * force (null: it has consented already), on}; NULL: nothing is supposed, null. */
void show_instrument(struct json_writer *w, struct context *c, const struct instrument *i,
                     const struct supposed *supposed);
/* The field of that name, which the shape has. */
const struct row_field *show_field(const struct row_shape *shape, const char *name);
#endif
