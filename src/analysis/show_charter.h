/* analysis/show_charter.h: a charter as JSON: what `charter show` and `charter explain` print with --json,
 * and what /charter.json serves. */
#ifndef ANALYSIS_SHOW_CHARTER_H
#define ANALYSIS_SHOW_CHARTER_H

#include "analysis/example.h"
#include "analysis/names.h"
#include "codec/json.h"

/* Bytes of JSON that a whole charter never exceeds. */
#define SHOW_CHARTER_BYTES_MAX ((size_t)256 * CHARTER_BYTES_MAX)

/* All articles, and the whole in its formal form. */
void show_charter(struct json_writer *w, const struct prose *p);
/* A name, with what its rule asks for, tried on members; an example without sentences: it was not. */
void show_known(struct json_writer *w, const struct known *k, const struct example *example);
#endif
