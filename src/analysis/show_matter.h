/* analysis/show_matter.h: matters as JSON for everybody: how far they are, their provisions with whose
 * alternatives stand there, brackets, and the silence. Words of drafts are not here: they stay with
 * the members until a text is adopted, and are a statement then. */
#ifndef ANALYSIS_SHOW_MATTER_H
#define ANALYSIS_SHOW_MATTER_H

#include "codec/json.h"
#include "mechanism/matter.h"
#include "mechanism/silence.h"
#include "record/fact.h"

/* "open", "under silence", "adopted, not opened", "adopted and opened", "at the vote", "lapsed" */
const char *matter_stage_word(const struct matter *m);
/* One of a list: {"body":ID,"id":HEX,"opened":N,"reference":ID,"stage":WORD,"statement":N,"title":TEXT} */
void show_matter_row(struct json_writer *w, const struct matter *m);
/* The whole value; false: *c->error, and nothing whole is written. */
bool show_matter(struct json_writer *w, struct context *c, const struct matter *m);

/* The close fact of a silence that has ended. False: *c->error. */
bool silence_close_of(struct context *c, const struct silence *x, struct fact_close *out);
/* A silence; `close` NULL: it has not ended. */
void show_silence(struct json_writer *w, const char *key, struct state *s, const struct silence *x,
                  const struct fact_close *close);
#endif
