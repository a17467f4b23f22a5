/* web/page_body.h: the parts of the page of a body: page_body.c is the page. */
#ifndef WEB_PAGE_BODY_H
#define WEB_PAGE_BODY_H

#include "mechanism/body.h"
#include "web/page.h"

/* Terms of a list that is open: who has the chair, since when and until when, who is next; to whom it
 * reports. */
void page_body_chair(struct page *p, const struct charter_body *law, const struct body *b);
/* What the charter lets be referred from it and to it; nothing if nothing is. */
void page_body_referrals(struct page *p, struct bytes body);
/* The newest of its sessions, documents, decisions and votes, and the way to all of them. */
void page_body_lists(struct page *p, struct bytes body);
/* The problem that there is no such body. */
enum page_result page_body_none(struct page *p);
#endif
