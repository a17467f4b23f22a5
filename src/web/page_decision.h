/* web/page_decision.h: how a rule came to its outcome: the reason, each condition with its numbers, who is
 * pivotal. */
#ifndef WEB_PAGE_DECISION_H
#define WEB_PAGE_DECISION_H

#include "charter/evaluate.h"
#include "web/page.h"

/* "adopted", "running": in the reader's language. */
void page_outcome(struct page *p, const char *word);
/* What is put to the vote, in words; a motion that is not known here by its word. */
void page_motion(struct page *p, struct bytes word);
/* "for", "against" and so on; 0: has not spoken. */
enum message page_position_word(char position);
void page_position(struct page *p, char position);
/* The tally by position, the conditions of the rule, and the members that alone could turn it. */
void page_decision(struct page *p, const struct decision *d);
#endif
