/* web/form.h: forms that ask a page of this site another question: GET, to an address in the reader's
 * language, with the entry it looks at. */
#ifndef WEB_FORM_H
#define WEB_FORM_H

#include "web/page.h"

/* "/instruments/" and a value, or a literal and nothing. */
void form_begin(struct page *p, const char *path, struct bytes value);
enum form_type { FORM_TEXT, FORM_DAY };
/* A field named as a parameter of the route, with what it has now. */
void form_field(struct page *p, const char *name, enum form_type type, enum message label, struct bytes now);
void form_end(struct page *p, enum message button);
#endif
