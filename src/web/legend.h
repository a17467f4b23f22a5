/* web/legend.h: the unity ring on a page, with what it says in words below it: each state that occurs, its
 * shape, and the members that are in it. */
#ifndef WEB_LEGEND_H
#define WEB_LEGEND_H

#include "web/page.h"
#include "web/ring.h"

/* `words` has the name of each state here; NULL: as a text under silence has them. `closed` as ring_write
 * says. Nothing without segments; one of many members does not stand on a page that shows the rest of a
 * part. */
void legend_ring(struct page *p, const struct ring_segment *segments, size_t count, bool closed,
                 const enum message *words);
#endif
