/* interop/charter_html.h: a charter as a page that anybody can read, print, and point into. */
#ifndef INTEROP_CHARTER_HTML_H
#define INTEROP_CHARTER_HTML_H

#include "analysis/prose.h"

/* One complete HTML5 page, in the language of the prose. Whatever the charter says stands in it as text,
 * never as markup. */
void charter_html(struct buffer *b, const struct prose *p);
#endif
