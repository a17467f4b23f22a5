/* node/signer_wire_parts.h: the parts that messages to a signer are made of; for the files of the wire alone.
 *
 * Each part has a writer and a reader, which mirror each other. A reader that meets what cannot be makes the
 * cursor fail. Bytes are borrowed from the message; lists live in the arena. */
#ifndef NODE_SIGNER_WIRE_PARTS_H
#define NODE_SIGNER_WIRE_PARTS_H

#include "node/signer_wire.h"

void wire_write_number(struct buffer *b, int64_t n);
int64_t wire_read_number(struct cursor *c);
void wire_write_hash(struct buffer *b, const struct hash *h);
void wire_read_fixed(struct cursor *c, uint8_t *out, size_t len);
void wire_read_hash(struct cursor *c, struct hash *out);
bool wire_read_bool(struct cursor *c);
struct bytes wire_read_code(struct cursor *c);
void wire_write_proof(struct buffer *b, const struct proof *p);
void wire_read_proof(struct cursor *c, struct proof *out);
void wire_write_view(struct buffer *b, const struct signer_view *v);
void wire_read_view(struct cursor *c, struct signer_view *out);
void wire_write_included(struct buffer *b, const struct signer_included *x);
void wire_read_included(struct cursor *c, struct signer_included *out);
void wire_write_codes(struct buffer *b, const struct bytes *codes, size_t count);
const struct bytes *wire_read_codes(struct cursor *c, struct arena *a, size_t *count);
void wire_write_close(struct buffer *b, const struct fact_close *f);
struct bytes wire_read_words(struct cursor *c, size_t max);
void wire_read_close(struct cursor *c, struct arena *a, struct fact_close *out);

/* The requests about the organisation's key: signer_wire_voice.c. */
void wire_write_voice(struct buffer *b, const struct signer_request *r);
void wire_read_voice(struct cursor *c, struct arena *a, struct signer_request *r);
#endif
