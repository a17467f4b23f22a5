/* interop/page.h: one complete HTML page: its own small style sheet, no script, nothing from elsewhere. */
#ifndef INTEROP_PAGE_H
#define INTEROP_PAGE_H

#include "base/bytes.h"
#include "language/language.h"

/* Text as it may stand in an element or in an attribute between ". */
void page_add(struct buffer *b, struct bytes text);
/* Up to the content of <body>; `title` is plain text, and an exercise is marked. */
void page_begin(struct buffer *b, enum language l, struct bytes title, bool exercise);
void page_end(struct buffer *b);
#endif
