/* language/say.h: what is said to people, in their language. The messages are files of
 * language/catalogue/LANGUAGE/NOUN.txt, compiled in: a line `key = text with {placeholders}`; where a number
 * decides about the form, a line `key[category] = text` for each category that the plural rules of the
 * language have for whole numbers, which the placeholder {count} decides. tools/catalogue refuses to build a
 * catalogue in which a language lacks a message, a placeholder or a form. */
#ifndef LANGUAGE_SAY_H
#define LANGUAGE_SAY_H

#include <catalogue.h> /* made by tools/catalogue: enum message, MESSAGES */

#include "base/arena.h"
#include "language/language.h"

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

/* A message as plain text. A value may be the text of another message; in a language that runs from right to
 * left values that do not are isolated by U+2068 and U+2069 (Unicode UAX 9, 2.4.2). A placeholder without a
 * value is a bug; a value without a placeholder is not: a language, or a form, may leave it out. */
struct bytes say_plain(struct arena *a, enum language l, enum message m, const struct say_value *values,
                       size_t count);
struct bytes say(struct arena *a, enum language l, enum message m); /* one without placeholders */
#define say_with(a, l, m, ...)                                                                               \
    say_plain((a), (l), (m), (const struct say_value[]){__VA_ARGS__},                                        \
              sizeof((const struct say_value[]){__VA_ARGS__}) / sizeof(struct say_value))

/* "A", "A and B", "A, B and C": between two stands what stands between {left} and {right} of a message,
 * before the last one that of another. */
struct bytes say_list(struct arena *a, enum language l, enum message between, enum message last,
                      const struct bytes *items, size_t count);

/* For those who write it otherwise than as plain text: the form that the number decides, and its text up to
 * the next placeholder, whose value is *out; NULL: there is none any more. */
struct bytes say_form(enum language l, enum message m, const struct say_value *values, size_t count);
struct bytes say_next(struct bytes *rest, const struct say_value *values, size_t count,
                      const struct say_value **out);
#endif
