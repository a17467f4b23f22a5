/* analysis/show_force.h: what a clause on entry into force makes of the deposits, in JSON. */
#ifndef ANALYSIS_SHOW_FORCE_H
#define ANALYSIS_SHOW_FORCE_H

#include "charter/treaty.h"
#include "codec/json.h"

/* The whole value, an object: docs/formats/clause.md. `on` is the day that it is about, TREATY_NO_DAY:
 * none. */
void show_force(struct json_writer *w, const char *key, const struct treaty *t, const struct treaty_force *f,
                int64_t on);
/* A day, or null. */
void show_day(struct json_writer *w, const char *key, int64_t day);
#endif
