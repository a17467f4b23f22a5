/* analysis/show_older.h: older statements as JSON, marked as of the archive. */
#ifndef ANALYSIS_SHOW_OLDER_H
#define ANALYSIS_SHOW_OLDER_H

#include "codec/json.h"
#include "mechanism/older.h"

/* All of them, without their words, ascending by body, reference and language. */
void show_older_list(struct json_writer *w, struct context *c);
/* The same of these. */
void show_older_rows(struct json_writer *w, const struct older *list, size_t count);
/* One in all its languages, with its words. False: there is none, nothing is written; or *c->error. */
bool show_older(struct json_writer *w, struct context *c, struct bytes body, struct bytes reference);
/* BODY/REFERENCE. False: it is not of that form. */
bool older_name_split(struct bytes name, struct bytes *body, struct bytes *reference);
#endif
