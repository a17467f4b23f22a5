/* web/links.h: what a page names is a link to its own page, by its title where it has one. */
#ifndef WEB_LINKS_H
#define WEB_LINKS_H

#include "web/page.h"

struct matter;
struct speech;

void page_link_body(struct page *p, struct bytes id);
void page_link_rule(struct page *p, struct bytes name);
/* A code of a treaty or a table: a link if it is that of a member. */
void page_link_party(struct page *p, struct bytes code);
/* "ALDER, BIRCH", each as page_link_party; where they are of more members than MEMBERS_LINKED_MAX the codes
 * alone, for their links would be most of a page. */
enum { MEMBERS_LINKED_MAX = 30 };
void page_link_members(struct page *p, const struct bytes *codes, size_t count, size_t of);
void page_link_matter(struct page *p, const struct matter *m);
void page_link_speech(struct page *p, const struct speech *x);
/* By what the state names them by; a digest, or a number as it is, if nothing of it is there. */
void page_link_matter_of(struct page *p, const struct hash *id);
void page_link_session_of(struct page *p, const struct hash *id);
void page_link_platform(struct page *p, int64_t number);
/* "statement 5: Title"; and without the title, where that stands beside it. */
void page_link_statement(struct page *p, int64_t number);
void page_link_statement_number(struct page *p, int64_t number);
void page_link_vote(struct page *p, int64_t number);
#endif
