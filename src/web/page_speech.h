/* web/page_speech.h: what pages of speeches and of platforms share. */
#ifndef WEB_PAGE_SPEECH_H
#define WEB_PAGE_SPEECH_H

#include "analysis/delivery.h"
#include "web/page.h"

/* What was delivered beside what was adopted, in a sentence with a link to the statement. */
void page_speech_result(struct page *p, const struct delivery *d);
/* The same with the difference, word by word: struck out is what was adopted and not said, underlined what
 * was said and not adopted. */
void page_speech_delivery(struct page *p, const struct delivery *d, struct bytes language);
#endif
