/* codec/base64.h: base64 of RFC 4648 section 4, with padding. Decoding is strict: no spaces, no missing or
 * superfluous padding, unused bits zero; so each byte string has exactly one form. */
#ifndef CODEC_BASE64_H
#define CODEC_BASE64_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/bytes.h"

void buffer_add_base64(struct buffer *b, struct bytes s);
/* Whether the text is base64 in this form, and of how many bytes; decodes nothing. */
bool base64_measure(struct bytes text, size_t *len);
bool base64_decode(struct arena *a, struct bytes text, struct bytes *out);
/* Decodes exactly len bytes to out. */
bool base64_decode_exact(struct bytes text, uint8_t *out, size_t len);
#endif
