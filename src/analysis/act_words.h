/* analysis/act_words.h: the words of an act that state does not keep: they stand on the record, at its
 * entry. */
#ifndef ANALYSIS_ACT_WORDS_H
#define ANALYSIS_ACT_WORDS_H

#include "mechanism/context.h"

/* A text field of the act at that entry, which was accepted; empty: it was left out, its kind has none, or
 * *c->error. */
struct bytes act_words(struct context *c, int64_t entry, const char *field);
#endif
