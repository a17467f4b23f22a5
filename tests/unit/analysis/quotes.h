/* tests/unit/analysis/quotes.h: a corpus of fictional members' words, and answers as one line. */
#ifndef UNIT_ANALYSIS_QUOTES_H
#define UNIT_ANALYSIS_QUOTES_H

#include "analysis/quote.h"
#include "support/harness.h"

/* Statements 1 to 4 (1 in two languages, 3 withdrawn by 4), an older one, and words of ALDER and BIRCH. */
struct quote_corpus *quotes_corpus(void);
/* `exact S1 case spaces: difference`. */
const char *quotes_ask(const struct quote_corpus *c, const char *quote);
struct quote_answer quotes_answer(const struct quote_corpus *c, const char *quote);
#endif
