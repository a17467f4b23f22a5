/* analysis/diff.h: what changed between two texts, word by word. Pure. */
#ifndef ANALYSIS_DIFF_H
#define ANALYSIS_DIFF_H

#include "base/arena.h"
#include "base/bytes.h"

enum diff_kind { DIFF_SAME, DIFF_GONE, DIFF_NEW };

struct diff_part { /* a run of words, with the spaces and line ends between and behind them */
    enum diff_kind kind;
    struct bytes text; /* borrowed from the text it stands in: the older one for SAME and GONE */
};

/* The shortest list of changes (Myers 1986), in the order of reading: GONE before NEW. Texts that differ by
 * more than a thousand words give one GONE and one NEW. The list lives in the arena. */
size_t diff_words(struct arena *a, struct bytes older, struct bytes newer, struct diff_part **out);
#endif
