/* base/text.h: checks of UTF-8 and of the small alphabets that names are made of. Pure, no locale. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>

#include "base/bytes.h"

/* Well-formed UTF-8 (RFC 3629): no overlong form, no surrogate, nothing beyond U+10FFFF. */
bool text_is_utf8(struct bytes s);
/* How many characters (code points) well-formed UTF-8 has. */
size_t text_characters(struct bytes s);
/* Control characters other than LF: U+0000 to U+001F less LF, U+007F to U+009F. Takes UTF-8. */
bool text_has_control(struct bytes s);
/* One line for people, such as a name or a title: UTF-8 without any control character. */
bool text_is_line(struct bytes s);
/* A member's code: 1 to CODE_BYTES_MAX of A-Z 0-9 -, beginning with a letter. */
bool text_is_code(struct bytes s);
/* An identifier (provision, alternative, body, rule): 1 to 64 of a-z 0-9 _ - ., beginning with a-z or 0-9. */
bool text_is_id(struct bytes s);
/* HH:MM of a day, from 00:00 to 24:00. */
bool text_is_hour(struct bytes s);
/* A language tag in lower case: 2 or 3 letters, then groups of - and 1 to 8 letters or digits. */
bool text_is_language(struct bytes s);
/* An origin (contracts section 5): [a-z0-9.-]+, not beginning with exercise- or archive-. */
bool text_is_origin(struct bytes s);
/* A plaintext as a text's leaf may be (contracts section 3), but for NFC, which codec/nfc checks at the
 * edge: UTF-8, at most PLAINTEXT_BYTES_MAX bytes, no control character but LF, no space at a line's end. */
bool text_is_plaintext(struct bytes s);
#endif
