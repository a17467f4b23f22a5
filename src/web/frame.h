/* web/frame.h: what stands around every page: head, mark of the realm, navigation, footer. */
#ifndef WEB_FRAME_H
#define WEB_FRAME_H

#include "web/page.h"

/* Writes the whole document around `content`, which is what a page wrote into <main>. A page without an
 * organisation (p->org NULL) has no mark and no entry. */
void frame_write(struct buffer *out, struct page *p, struct bytes content);
#endif
