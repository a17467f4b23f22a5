/* web/page_instrument.h: the parts of the page of a treaty: page_instrument.c is the page. */
#ifndef WEB_PAGE_INSTRUMENT_H
#define WEB_PAGE_INSTRUMENT_H

#include "analysis/show_instrument.h"
#include "web/page.h"

/* Its clause, what holds of it and what is lacking, and from when it would be in force if one more deposited:
 * each member that has not, today; and `asked` (NULL: nobody). */
void page_instrument_force(struct page *p, const struct instrument *i, const struct supposed *asked);
/* Participants, reservations with what was said to them, corrections. */
void page_instrument_parties(struct page *p, const struct instrument *i);
#endif
