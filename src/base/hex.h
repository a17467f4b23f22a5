/* base/hex.h: lower-case hexadecimal, and nothing else. */
#ifndef BASE_HEX_H
#define BASE_HEX_H

#include <stdbool.h>

#include "base/bytes.h"

/* Writes 2 * s.len characters and a NUL to out. */
void hex_encode(struct bytes s, char *out);
/* Reads exactly 2 * len lower-case digits; false otherwise, and then out is untouched. */
bool hex_decode(struct bytes text, uint8_t *out, size_t len);
void buffer_add_hex(struct buffer *b, struct bytes s);
#endif
