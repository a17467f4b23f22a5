/* crypto/seal.h: a secret at rest, sealed with a passphrase (Argon2id) or with a key of 32 bytes that is
 * kept elsewhere; XChaCha20-Poly1305 over it. Whoever changes a byte of it, or gives it out for another's,
 * is found out: the caller says what it belongs to when it seals and when it opens. */
#ifndef CRYPTO_SEAL_H
#define CRYPTO_SEAL_H

#include "base/bytes.h"
#include "base/error.h"

#define SEAL_KEY_BYTES    32
#define SEAL_RANDOM_BYTES 40 /* salt and nonce */
#define SEAL_HEAD_BYTES   (16 + 1 + 4 + 4 + SEAL_RANDOM_BYTES)
#define SEAL_EXTRA_BYTES  (SEAL_HEAD_BYTES + 16) /* beyond the content */

/* What opening with a passphrase costs whoever guesses at it. */
struct seal_cost {
    uint32_t passes;     /* 1 to SEAL_PASSES_MAX */
    uint32_t memory_kib; /* 8 to SEAL_MEMORY_BYTES_MAX / 1024 */
};
/* Three passes over 256 MiB: about a second. */
struct seal_cost seal_cost_usual(void);

/* Appends SEAL_EXTRA_BYTES more than the content. ERROR_TOO_LARGE if that is beyond SEAL_CONTENT_BYTES_MAX
 * or the cost is beyond its limits, ERROR_MALFORMED for an empty passphrase, ERROR_FULL if the memory for
 * the cost cannot be had. */
MUST_USE enum error seal_with_passphrase(struct bytes passphrase, const struct seal_cost *cost,
                                         struct bytes belongs_to, struct bytes content,
                                         const uint8_t random[SEAL_RANDOM_BYTES], struct buffer *out);
MUST_USE enum error seal_with_key(const uint8_t key[SEAL_KEY_BYTES], struct bytes belongs_to,
                                  struct bytes content, const uint8_t random[SEAL_RANDOM_BYTES],
                                  struct buffer *out);

/* Opens to `out`, which has room for `len` bytes, the exact size of the content. ERROR_MALFORMED if it is no
 * seal, of another kind or of another size; ERROR_TOO_LARGE if it asks for more than the limits; ERROR_FULL;
 * ERROR_DENIED: another passphrase or key, changed, or belonging to something else. */
MUST_USE enum error seal_open_with_passphrase(struct bytes passphrase, struct bytes belongs_to,
                                              struct bytes sealed, void *out, size_t len);
MUST_USE enum error seal_open_with_key(const uint8_t key[SEAL_KEY_BYTES], struct bytes belongs_to,
                                       struct bytes sealed, void *out, size_t len);
#endif
