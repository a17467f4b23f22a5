/* web/page_session.h: what pages of sessions and of their minutes share. */
#ifndef WEB_PAGE_SESSION_H
#define WEB_PAGE_SESSION_H

#include "mechanism/session.h"
#include "web/page.h"

/* The session that the address names. */
enum page_result page_session_find(struct page *p, struct session *out);
/* Its minutes: every version with a link to its page, and the first words of the newest. */
void page_minutes(struct page *p, const struct session *x);
#endif
