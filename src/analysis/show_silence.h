/* analysis/show_silence.h: a silence and how it ended, as JSON: what `silence show` prints with --json, and
 * what the page of its matter serves. */
#ifndef ANALYSIS_SHOW_SILENCE_H
#define ANALYSIS_SHOW_SILENCE_H

#include "analysis/show_turn.h"
#include "codec/json.h"
#include "mechanism/silence.h"
#include "record/fact.h"

/* How a silence ended. Of one that has closed, what its rule says of it, computed again from the state. */
struct silence_end {
    struct fact_close close;
    bool decided; /* it can be computed again, with what the record says; else `diag` says why it cannot */
    struct decision decision;
    struct turn turn;
    struct diag diag;
};
/* Of one that has ended. False: *c->error. */
bool silence_end_of(struct context *c, const struct silence *x, struct silence_end *out);
/* `end` NULL: it has not ended. */
void show_silence(struct json_writer *w, const char *key, struct state *s, const struct silence *x,
                  const struct silence_end *end);
#endif
