/* analysis/layout.h: a charter's text in one layout: a clause a line, what it says and every remark as they
 * were.
 *
 * Unlike charter/print.h, which tells what a charter means with all that it took over, this keeps the one
 * text that somebody wrote: its order, its remarks, at most one empty line where there were some. */
#ifndef ANALYSIS_LAYOUT_H
#define ANALYSIS_LAYOUT_H

#include "charter/charter.h"

#define LAYOUT_COLUMNS 120

/* Appends the text. ERROR_MALFORMED with diags: it is not made of the signs and words of the language. Two
 * texts of the same words and remarks get the same layout, and a layout is its own. */
MUST_USE enum error layout_write(struct buffer *b, struct arena *a, const struct charter_source *source,
                                 struct charter_diags *diags);
#endif
