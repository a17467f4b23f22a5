#include "crypto/seal.h"

#include <sodium.h>
#include <string.h>

#include "base/check.h"
#include "base/limits.h"
#include "crypto/hash.h"
#include "crypto/taint.h"

#define MAGIC "univocal seal 1\n"

enum {
    MAGIC_BYTES = sizeof MAGIC - 1,
    SALT_BYTES = crypto_pwhash_argon2id_SALTBYTES,
    NONCE_BYTES = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    TAG_BYTES = crypto_aead_xchacha20poly1305_ietf_ABYTES,
    MEMORY_KIB_MIN = 8,
};
enum kind { KIND_PASSPHRASE = 1, KIND_KEY = 2 };
_Static_assert(SALT_BYTES + NONCE_BYTES == SEAL_RANDOM_BYTES, "salt and nonce");
_Static_assert(SEAL_HEAD_BYTES == MAGIC_BYTES + 9 + SEAL_RANDOM_BYTES, "head");
_Static_assert(SEAL_EXTRA_BYTES == SEAL_HEAD_BYTES + TAG_BYTES, "tag");
_Static_assert(SEAL_KEY_BYTES == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "key");

/* What stands before the ciphertext and is authenticated with it. */
struct head {
    enum kind kind;
    struct seal_cost cost;
    const uint8_t *salt;
    const uint8_t *nonce;
    struct bytes bytes;
};

struct seal_cost seal_cost_usual(void)
{
    return (struct seal_cost){3, 256 * 1024};
}

static bool cost_holds(const struct seal_cost *c)
{
    return c->passes >= 1 && c->passes <= SEAL_PASSES_MAX && c->memory_kib >= MEMORY_KIB_MIN &&
           c->memory_kib <= SEAL_MEMORY_BYTES_MAX / 1024;
}

static enum error derive_key(struct bytes passphrase, const struct head *h, uint8_t key[SEAL_KEY_BYTES])
{
    const int done =
        crypto_pwhash(key, SEAL_KEY_BYTES, (const char *)passphrase.data, passphrase.len, h->salt,
                      h->cost.passes, (size_t)h->cost.memory_kib * 1024, crypto_pwhash_ALG_ARGON2ID13);
    return done == 0 ? OK : ERROR_FULL;
}

/* What is authenticated beside the content: the head, and what it belongs to by its hash. */
struct bound {
    uint8_t bytes[SEAL_HEAD_BYTES + HASH_BYTES];
};

static void bind_to(const struct head *h, struct bytes belongs_to, struct bound *out)
{
    const struct hash owner = hash_of(belongs_to);
    memcpy(out->bytes, h->bytes.data, SEAL_HEAD_BYTES);
    memcpy(out->bytes + SEAL_HEAD_BYTES, owner.bytes, HASH_BYTES);
}

static void write_head(struct buffer *out, enum kind kind, const struct seal_cost *cost,
                       const uint8_t random[SEAL_RANDOM_BYTES])
{
    buffer_add_text(out, MAGIC);
    buffer_add_u8(out, (uint8_t)kind);
    buffer_add_u32(out, cost->passes);
    buffer_add_u32(out, cost->memory_kib);
    buffer_add(out, random, SEAL_RANDOM_BYTES);
}

static enum error read_head(struct bytes sealed, enum kind kind, struct head *out)
{
    struct cursor c = cursor_of(sealed);
    if (!bytes_equal_text(cursor_take(&c, MAGIC_BYTES), MAGIC) || cursor_u8(&c) != kind) {
        return ERROR_MALFORMED;
    }
    out->kind = kind;
    out->cost.passes = cursor_u32(&c);
    out->cost.memory_kib = cursor_u32(&c);
    out->salt = cursor_take(&c, SALT_BYTES).data;
    out->nonce = cursor_take(&c, NONCE_BYTES).data;
    if (c.failed || c.rest.len < TAG_BYTES) {
        return ERROR_MALFORMED;
    }
    out->bytes = bytes_of(sealed.data, SEAL_HEAD_BYTES);
    if (kind == KIND_KEY) {
        return out->cost.passes == 0 && out->cost.memory_kib == 0 ? OK : ERROR_MALFORMED;
    }
    return cost_holds(&out->cost) ? OK : ERROR_TOO_LARGE;
}

static void encrypt(const uint8_t key[SEAL_KEY_BYTES], const struct head *h, struct bytes belongs_to,
                    struct bytes content, struct buffer *out)
{
    uint8_t sealed[SEAL_CONTENT_BYTES_MAX + TAG_BYTES];
    struct bound bound;
    bind_to(h, belongs_to, &bound);
    check(crypto_aead_xchacha20poly1305_ietf_encrypt(sealed, NULL, content.data, content.len, bound.bytes,
                                                     sizeof bound.bytes, NULL, h->nonce, key) == 0);
    taint_public(sealed, content.len + TAG_BYTES);
    buffer_add(out, sealed, content.len + TAG_BYTES);
}

static enum error decrypt(const uint8_t key[SEAL_KEY_BYTES], const struct head *h, struct bytes belongs_to,
                          struct bytes sealed, void *out)
{
    const struct bytes body = bytes_of(sealed.data + SEAL_HEAD_BYTES, sealed.len - SEAL_HEAD_BYTES);
    struct bound bound;
    bind_to(h, belongs_to, &bound);
    int status = crypto_aead_xchacha20poly1305_ietf_decrypt(out, NULL, NULL, body.data, body.len, bound.bytes,
                                                            sizeof bound.bytes, h->nonce, key);
    taint_public(&status, sizeof status);
    return status == 0 ? OK : ERROR_DENIED;
}

enum error seal_with_passphrase(struct bytes passphrase, const struct seal_cost *cost,
                                struct bytes belongs_to, struct bytes content,
                                const uint8_t random[SEAL_RANDOM_BYTES], struct buffer *out)
{
    uint8_t key[SEAL_KEY_BYTES];
    struct buffer head;
    struct head h = {KIND_PASSPHRASE, *cost, random, random + SALT_BYTES, {NULL, 0}};
    if (passphrase.len == 0) {
        return ERROR_MALFORMED;
    }
    if (content.len > SEAL_CONTENT_BYTES_MAX || !cost_holds(cost)) {
        return ERROR_TOO_LARGE;
    }
    const enum error e = derive_key(passphrase, &h, key);
    if (e == OK) {
        buffer_init(&head, SEAL_HEAD_BYTES);
        write_head(&head, KIND_PASSPHRASE, cost, random);
        h.bytes = buffer_view(&head);
        buffer_add_bytes(out, h.bytes);
        encrypt(key, &h, belongs_to, content, out);
        buffer_done(&head);
    }
    sodium_memzero(key, sizeof key);
    return e;
}

enum error seal_with_key(const uint8_t key[SEAL_KEY_BYTES], struct bytes belongs_to, struct bytes content,
                         const uint8_t random[SEAL_RANDOM_BYTES], struct buffer *out)
{
    const struct seal_cost none = {0, 0};
    struct buffer head;
    if (content.len > SEAL_CONTENT_BYTES_MAX) {
        return ERROR_TOO_LARGE;
    }
    buffer_init(&head, SEAL_HEAD_BYTES);
    write_head(&head, KIND_KEY, &none, random);
    const struct head h = {KIND_KEY, none, random, random + SALT_BYTES, buffer_view(&head)};
    buffer_add_bytes(out, h.bytes);
    encrypt(key, &h, belongs_to, content, out);
    buffer_done(&head);
    return OK;
}

enum error seal_open_with_passphrase(struct bytes passphrase, struct bytes belongs_to, struct bytes sealed,
                                     void *out, size_t len)
{
    uint8_t key[SEAL_KEY_BYTES];
    struct head h;
    enum error e = read_head(sealed, KIND_PASSPHRASE, &h);
    if (e == OK && sealed.len != len + SEAL_EXTRA_BYTES) {
        e = ERROR_MALFORMED;
    }
    if (e == OK) {
        e = derive_key(passphrase, &h, key);
    }
    if (e == OK) {
        e = decrypt(key, &h, belongs_to, sealed, out);
    }
    sodium_memzero(key, sizeof key);
    return e;
}

enum error seal_open_with_key(const uint8_t key[SEAL_KEY_BYTES], struct bytes belongs_to, struct bytes sealed,
                              void *out, size_t len)
{
    struct head h;
    enum error e = read_head(sealed, KIND_KEY, &h);
    if (e == OK && sealed.len != len + SEAL_EXTRA_BYTES) {
        e = ERROR_MALFORMED;
    }
    return e == OK ? decrypt(key, &h, belongs_to, sealed, out) : e;
}
