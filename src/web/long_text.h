/* web/long_text.h: words of somebody, of which a page shows what it has room for. A text that stands by
 * itself is a part of the page (web/part.h); one in an item of a part shows its beginning there. Where that
 * is not all, the page says which characters these are, of how many, and links to the next ones,
 * `?rest=text.DIGITS.CHARACTER`: the text whose SHA-256 begins with these 16 digits, from that character on,
 * which has all the room then. What is cut is cut by codec/cut.h. */
#ifndef WEB_LONG_TEXT_H
#define WEB_LONG_TEXT_H

#include "base/bytes.h"
#include "crypto/hash.h"

struct page;

/* What a piece of a text is in it. */
enum piece_mark {
    PIECE_PLAIN,
    PIECE_PARAGRAPH,
    PIECE_GONE, /* in the text that another is compared with */
    PIECE_NEW,  /* in that other one */
    PIECE_ASIDE,
};

struct piece {
    enum piece_mark mark;
    struct bytes text;
};

enum text_form {
    TEXT_BLOCK,
    TEXT_LINE, /* in a sentence or a cell */
    TEXT_CODE, /* for machines, from left to right */
};

struct long_text {
    enum text_form form;
    struct bytes language; /* empty: unknown */
    const struct piece *pieces;
    size_t count;
    const struct hash *digest; /* what names all of it, and what signatures are of; NULL: nothing does */
    struct bytes plain;        /* the address of all of it as plain text; empty: none */
};

void page_long_text(struct page *p, const struct long_text *t);
/* Of one piece: as a block, as a line. `digest` may be NULL. */
void page_words(struct page *p, struct bytes text, struct bytes language, const struct hash *digest);
void page_content(struct page *p, struct bytes text, struct bytes language);
void page_code(struct page *p, struct bytes text, const struct hash *digest);

enum { TEXT_DIGITS = 16 };

/* What `rest` names: a text by the first digits of its digest, and a character of it, from 0. */
bool text_place_parse(struct bytes place, struct bytes *digits, int64_t *from);
#endif
