/* web/bar.h: a quantity against what is needed, as a picture made here. Outline: needed; hatched: accepted;
 * filled: delivered. Shapes tell it, not colours; its text says the same. */
#ifndef WEB_BAR_H
#define WEB_BAR_H

#include "web/html.h"
#include "web/say.h"

/* delivered <= accepted <= needed, needed > 0. It begins where the language does. */
void bar_write(struct html *h, enum language l, int64_t accepted, int64_t delivered, int64_t needed,
               struct bytes text);
/* A part of a whole, 0 to 1: filled in an outline. */
void bar_write_part(struct html *h, enum language l, double part, struct bytes text);
#endif
