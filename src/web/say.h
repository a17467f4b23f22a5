/* web/say.h: what the site itself says, in the reader's language. The messages are files of
 * web/catalogue/LANGUAGE/NOUN.txt, compiled in: a line `key = text with {placeholders}`; where a number
 * decides about the form, a line `key[category] = text` for each category that the plural rules of the
 * language have for whole numbers (CLDR 42), which the placeholder {count} decides. tools/catalogue refuses
 * to build a catalogue in which a language lacks a message, a placeholder or a form. */
#ifndef WEB_SAY_H
#define WEB_SAY_H

#include <stdint.h>

#include <web_catalogue.h> /* made by tools/catalogue: enum message, MESSAGES */

#include "base/arena.h"
#include "web/html.h"

enum language { LANGUAGE_EN, LANGUAGE_RU, LANGUAGE_AR, LANGUAGES };
enum plural { PLURAL_ZERO, PLURAL_ONE, PLURAL_TWO, PLURAL_FEW, PLURAL_MANY, PLURAL_OTHER, PLURALS };

const char *language_tag(enum language l);       /* "en" */
const char *language_name(enum language l);      /* its own: "English" */
struct bytes language_native(struct bytes tag);  /* of any language, if it is known; else the tag */
const char *language_direction(enum language l); /* "ltr", "rtl" */
bool language_parse(struct bytes tag, enum language *out);
/* The best of an Accept-Language (RFC 9110 section 12.5.4); English where nothing fits. */
enum language language_choose(struct bytes accept);

/* The category of a whole number, by the size of it alone. */
enum plural plural_of(enum language l, int64_t n);

/* The table. forms[l][PLURAL_OTHER] is always there; the others only in messages with plural forms. */
struct message_text {
    const char *key; /* "frame.skip" */
    const char *forms[LANGUAGES][PLURALS];
};
extern const struct message_text message_texts[MESSAGES];

/* The message of a noun by its key, where it is not known when this is built: spaces, hyphens and commas of
 * the key stand as _. False: there is none. */
bool say_find(const char *noun, struct bytes key, enum message *out);

struct say_value {
    const char *name;
    bool number;
    int64_t n;
    struct bytes text;
};
#define SAY_TEXT(place, value)   ((struct say_value){.name = (place), .text = (value)})
#define SAY_WORD(place, value)   ((struct say_value){.name = (place), .text = bytes_of_text(value)})
#define SAY_NUMBER(place, value) ((struct say_value){.name = (place), .number = true, .n = (value)})

/* Writes a message as text; values stand in it escaped, each isolated by <bdi>. A placeholder without a
 * value is a bug. */
void say_html(struct html *h, enum language l, enum message m, const struct say_value *values, size_t count);
/* The same as plain text, for titles and attributes; values are isolated by U+2068 and U+2069 in RTL. */
struct bytes say_plain(struct arena *a, enum language l, enum message m, const struct say_value *values,
                       size_t count);
#endif
