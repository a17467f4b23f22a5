/* web/say.h: what the site says, in the reader's language, as HTML. */
#ifndef WEB_SAY_H
#define WEB_SAY_H

#include "language/say.h"
#include "web/html.h"

/* The name of any language in itself, if it is known; else the tag. */
struct bytes language_native(struct bytes tag);
/* The best of an Accept-Language (RFC 9110 section 12.5.4); English where nothing fits. */
enum language language_choose(struct bytes accept);

/* Writes a message as text; values stand in it escaped, each isolated by <bdi>. */
void say_html(struct html *h, enum language l, enum message m, const struct say_value *values, size_t count);
#endif
