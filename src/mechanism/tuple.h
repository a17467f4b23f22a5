/* mechanism/tuple.h: keys and values of the state as byte strings.
 *
 * A key is a letter or a word for the noun, then its parts: texts end with a zero byte (they hold none),
 * numbers are 8 bytes big-endian, hashes 32 bytes; so keys sort by their parts. A value is its fields one
 * after another: numbers 8 bytes, texts with a length, hashes 32 bytes. docs/formats/state.md lists
 * them all. */
#ifndef MECHANISM_TUPLE_H
#define MECHANISM_TUPLE_H

#include <stdbool.h>

#include "base/bytes.h"
#include "crypto/hash.h"
#include "crypto/sign.h"
#include "store/state.h"

struct key {
    size_t len;
    uint8_t data[STATE_KEY_BYTES_MAX];
};

struct key key_new(char noun);
/* Nouns beyond the letters: "~", the noun and a zero byte, in place of the letter. */
struct key key_noun(const char *noun);
void key_add_text(struct key *k, struct bytes text);
void key_add_hash(struct key *k, const struct hash *h);
void key_add_public(struct key *k, const struct public_key *p);
void key_add_number(struct key *k, int64_t n); /* from 0 */
struct bytes key_view(const struct key *k);

/* Values: struct buffer for writing, struct cursor for reading (base/bytes.h), and these. */
void value_add_hash(struct buffer *b, const struct hash *h);
void value_add_public(struct buffer *b, const struct public_key *p);
void value_add_number(struct buffer *b, int64_t n);
struct hash value_hash(struct cursor *c);
struct public_key value_public(struct cursor *c);
int64_t value_number(struct cursor *c);
struct bytes value_text(struct cursor *c);
#endif
