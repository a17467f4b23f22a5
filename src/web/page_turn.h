/* web/page_turn.h: what it would take to turn an outcome, in the reader's language. */
#ifndef WEB_PAGE_TURN_H
#define WEB_PAGE_TURN_H

#include "analysis/show_turn.h"
#include "web/page.h"

/* With its heading; NULL: nothing. */
void page_turn(struct page *p, const struct turn *t);
#endif
