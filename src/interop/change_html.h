/* interop/change_html.h: what one charter changes in another, as a page. */
#ifndef INTEROP_CHANGE_HTML_H
#define INTEROP_CHANGE_HTML_H

#include "analysis/change.h"
#include "charter/difference.h"

/* One complete HTML5 page: what changes for whom, then part by part the lines that differ. */
void change_html(struct buffer *b, struct arena *a, const struct charter *before, const struct charter *after,
                 const struct change_list *changes);
#endif
