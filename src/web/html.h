/* web/html.h: the one way to HTML. Elements are opened and closed on a stack, so a page is well formed or a
 * check() fails; whatever is not a literal in the source is escaped by the type of its place: text,
 * attribute, address. There is no function that adds bytes as they are: html_raw takes a string literal and
 * nothing else, and names of elements and attributes are literals too. Attributes that run scripts or carry
 * styles are bugs here. */
#ifndef WEB_HTML_H
#define WEB_HTML_H

#include <stdint.h>

#include "base/bytes.h"
#include "crypto/hash.h"

enum { HTML_DEPTH_MAX = 32 };

struct html {
    struct buffer *out;
    bool open; /* `<name ...` without its `>` yet */
    size_t depth;
    const char *stack[HTML_DEPTH_MAX];
};

void html_begin(struct html *h, struct buffer *out);
void html_finish(struct html *h); /* everything is closed */

/* Only literals: "" x "" does not compile with anything else. */
#define html_raw(h, literal)           html_add_literal((h), "" literal "", sizeof(literal) - 1)
#define html_open(h, name)             html_open_element((h), "" name "")
#define html_attribute(h, name, value) html_add_attribute((h), "" name "", (value))
#define html_class(h, name)            html_add_attribute((h), "class", bytes_of_text("" name ""))
#define html_flag(h, name)             html_add_flag((h), "" name "")
/* An element with nothing but text in it. */
#define html_element(h, name, text) html_add_element((h), "" name "", (text))

void html_close(struct html *h);
void html_close_to(struct html *h, size_t depth); /* closes until so many are open */
bool html_is_open(const struct html *h, const char *name); /* as the innermost element */
void html_text(struct html *h, struct bytes text);
void html_cstring(struct html *h, const char *text);
void html_integer(struct html *h, int64_t n);
void html_printf(struct html *h, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Words of somebody: <bdi lang dir=auto>, line breaks kept. `lang` empty: unknown. */
void html_content(struct html *h, struct bytes text, struct bytes lang);
/* A digest: its first digits, whole in the title, as a link to what it resolves to in the record. */
void html_digest(struct html *h, const struct hash *digest, struct bytes lang);
/* href: an address of this site, from pieces: literals as they are, values percent-encoded. */
void html_href(struct html *h, size_t count, const struct bytes *pieces);

/* What another html has written and finished: of the frame alone. */
void html_made(struct html *h, struct bytes made);

/* For the macros above. */
void html_add_literal(struct html *h, const char *literal, size_t len);
void html_open_element(struct html *h, const char *name);
void html_add_attribute(struct html *h, const char *name, struct bytes value);
void html_add_flag(struct html *h, const char *name);
void html_add_element(struct html *h, const char *name, struct bytes text);

/* Text for XML and HTML alike: & < > " ' escaped; what XML cannot have becomes U+FFFD. */
void html_escape(struct buffer *b, struct bytes text);
/* How many of its first bytes have room then; *room is what they leave of it. `breaks`: as html_content
 * writes it, an end of a line as <br>. */
size_t html_fitting(struct bytes text, bool breaks, size_t *room);
#endif
