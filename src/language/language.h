/* language/language.h: the languages that people read here, and how their plurals go. */
#ifndef LANGUAGE_LANGUAGE_H
#define LANGUAGE_LANGUAGE_H

#include "base/bytes.h"

enum language { LANGUAGE_EN, LANGUAGE_RU, LANGUAGE_AR, LANGUAGES };
enum plural { PLURAL_ZERO, PLURAL_ONE, PLURAL_TWO, PLURAL_FEW, PLURAL_MANY, PLURAL_OTHER, PLURALS };

const char *language_tag(enum language l);       /* "en" (BCP 47) */
const char *language_direction(enum language l); /* "ltr", "rtl" */
bool language_parse(struct bytes tag, enum language *out);
/* The category of a whole number, by the size of it alone (CLDR 42). */
enum plural plural_of(enum language l, int64_t n);
#endif
