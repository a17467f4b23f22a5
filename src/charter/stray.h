/* charter/stray.h: what people and their word processors write for the signs and letters of the language.
 *
 * None of it is accepted, for two texts that look alike must not differ in what they say. But the error names
 * what is meant, and reading goes on as if that stood there, so that one mistake is told once. */
#ifndef CHARTER_STRAY_H
#define CHARTER_STRAY_H

#include "base/bytes.h"

enum stray_kind {
    STRAY_NONE,
    STRAY_QUOTE,  /* a quotation mark that is not the straight one */
    STRAY_BLANK,  /* another space, or nothing that is seen */
    STRAY_LETTER, /* of another alphabet, and looks like `meant` */
    STRAY_SIGN,   /* instead of the sign `meant` */
    STRAY_REMARK  /* begins a remark elsewhere */
};

struct stray {
    enum stray_kind kind;
    size_t len; /* in bytes */
    const char *meant;
};

/* What the text begins with. */
struct stray stray_at(struct bytes text);
/* The length of a word that begins the text and has strays among its letters, and into `out` (of that many
 * bytes, or NULL) what is meant; 0: it is no such word. */
size_t stray_word(struct bytes text, uint8_t *out, size_t *out_len);
#endif
