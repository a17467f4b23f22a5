/* crypto/secret.h: memory for secrets: out of swap and core dumps, between guard pages, out of reach
 * between uses.
 *
 * Memory that cannot be locked is given all the same, and says so: whether that is a warning or the end is
 * the caller's to decide. */
#ifndef CRYPTO_SECRET_H
#define CRYPTO_SECRET_H

#include <stdbool.h>

#include "base/bytes.h"
#include "base/error.h"

struct secret {
    void *data; /* out of reach unless open; NULL: none */
    size_t size;
    bool locked; /* the system keeps it out of swap */
};

/* `size` zero bytes, closed. ERROR_TOO_LARGE beyond SECRET_BYTES_MAX or for none, ERROR_FULL without memory.
 * `locked` is false if the system's limit of locked memory does not allow it. */
MUST_USE enum error secret_new(size_t size, struct secret *out);
/* Zeroes and frees; also takes a zeroed struct. */
void secret_free(struct secret *s);
/* To read and write, or to read only, until secret_close; opening it twice is a bug. */
void *secret_open(struct secret *s) __attribute__((returns_nonnull));
const void *secret_read(struct secret *s) __attribute__((returns_nonnull));
/* Out of reach: touching it ends the process. */
void secret_close(struct secret *s);
/* What to do about memory that is not locked: a sentence for the operator. */
const char *secret_advice(void);
#endif
