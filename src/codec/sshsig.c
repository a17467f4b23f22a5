#include "codec/sshsig.h"

#include <string.h>

#include "base/check.h"
#include "codec/base64.h"
#include "crypto/hash512.h"

#define MAGIC "SSHSIG"
#define BEGIN "-----BEGIN SSH SIGNATURE-----\n"
#define END   "-----END SSH SIGNATURE-----\n"

enum {
    VERSION = 1,
    LINE_CHARS = 70,
    TEXT_CHARS_MAX = (SSHSIG_BLOB_BYTES_MAX + 2) / 3 * 4,
    FILE_BYTES_MAX = sizeof BEGIN + sizeof END + TEXT_CHARS_MAX + TEXT_CHARS_MAX / LINE_CHARS + 1,
};

bool sshsig_namespace_holds(struct bytes name)
{
    static const char others[] = ".@_-";
    if (name.len == 0 || name.len > NAMESPACE_BYTES_MAX) {
        return false;
    }
    for (size_t i = 0; i < name.len; i++) {
        const uint8_t c = name.data[i];
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!letter && (c == 0 || strchr(others, c) == NULL)) {
            return false;
        }
    }
    return true;
}

void sshsig_preimage(struct buffer *b, struct bytes namespace, struct bytes message)
{
    struct hash512 h;
    check(sshsig_namespace_holds(namespace));
    hash512_of_parts(&message, 1, &h);
    buffer_add_text(b, MAGIC);
    buffer_add_block(b, namespace);
    buffer_add_block(b, BYTES(""));
    buffer_add_block(b, BYTES("sha512"));
    buffer_add_block(b, hash512_view(&h));
}

void sshsig_add_key(struct buffer *b, const struct public_key *key)
{
    buffer_add_block(b, BYTES("ssh-ed25519"));
    buffer_add_block(b, public_key_view(key));
}

/* A type and a value of exactly so many bytes, in that order and alone. */
static bool read_pair(struct bytes s, uint8_t *out, size_t len)
{
    struct cursor c = cursor_of(s);
    const struct bytes type = cursor_block(&c, s.len);
    const struct bytes value = cursor_block(&c, s.len);
    if (!cursor_ended(&c) || !bytes_equal_text(type, "ssh-ed25519") || value.len != len) {
        return false;
    }
    memcpy(out, value.data, len);
    return true;
}

bool sshsig_read_key(struct bytes blob, struct public_key *out)
{
    return read_pair(blob, out->bytes, PUBLIC_KEY_BYTES);
}

static void write_blob(struct buffer *b, struct bytes namespace, const struct public_key *key,
                       const struct signature *signature)
{
    struct buffer pair;
    buffer_init(&pair, SSHSIG_BLOB_BYTES_MAX);
    buffer_add_text(b, MAGIC);
    buffer_add_u32(b, VERSION);
    sshsig_add_key(&pair, key);
    buffer_add_block(b, buffer_view(&pair));
    buffer_add_block(b, namespace);
    buffer_add_block(b, BYTES(""));
    buffer_add_block(b, BYTES("sha512"));
    buffer_clear(&pair);
    buffer_add_block(&pair, BYTES("ssh-ed25519"));
    buffer_add_block(&pair, bytes_of(signature->bytes, SIGNATURE_BYTES));
    buffer_add_block(b, buffer_view(&pair));
    buffer_done(&pair);
}

void sshsig_write(struct buffer *b, struct bytes namespace, const struct public_key *key,
                  const struct signature *signature)
{
    struct buffer blob;
    struct buffer text;
    check(sshsig_namespace_holds(namespace));
    buffer_init(&blob, SSHSIG_BLOB_BYTES_MAX);
    buffer_init(&text, TEXT_CHARS_MAX);
    write_blob(&blob, namespace, key, signature);
    buffer_add_base64(&text, buffer_view(&blob));
    check(!blob.overflow && !text.overflow);
    buffer_add_text(b, BEGIN);
    for (size_t at = 0; at < text.len; at += LINE_CHARS) {
        const size_t left = text.len - at;
        buffer_add(b, text.data + at, left < LINE_CHARS ? left : LINE_CHARS);
        buffer_add_u8(b, '\n');
    }
    buffer_add_text(b, END);
    buffer_done(&blob);
    buffer_done(&text);
}

static enum error refuse(struct diag *diag, int line, const char *why)
{
    if (diag != NULL) {
        diag_set(diag, line, 0, "", "%s", why);
    }
    return ERROR_MALFORMED;
}

/* Takes the base64 out of its lines. */
static enum error unwrap(struct bytes file, struct buffer *text, struct diag *diag)
{
    struct cursor c = cursor_of(file);
    const struct bytes begin = cursor_take(&c, sizeof BEGIN - 1);
    int line = 2;
    if (!bytes_equal_text(begin, BEGIN)) {
        return refuse(diag, 1, "an SSH signature begins with -----BEGIN SSH SIGNATURE-----");
    }
    for (bool more = true; more; line++) {
        if (c.rest.len > 0 && c.rest.data[0] == '-') {
            return refuse(diag, line, "an SSH signature has base64 before its end");
        }
        const struct bytes one = cursor_line(&c);
        more = one.len == LINE_CHARS && (c.rest.len == 0 || c.rest.data[0] != '-');
        if (c.failed || one.len == 0 || one.len > LINE_CHARS) {
            return refuse(diag, line, "the lines of an SSH signature have 70 characters, the last 1 to 70");
        }
        buffer_add_bytes(text, one);
    }
    if (!bytes_equal_text(c.rest, END)) {
        return refuse(diag, line,
                      "an SSH signature ends with -----END SSH SIGNATURE----- and nothing behind");
    }
    return OK;
}

static enum error read_blob(struct bytes blob, struct sshsig *out, struct diag *diag)
{
    struct cursor c = cursor_of(blob);
    const struct bytes magic = cursor_take(&c, sizeof MAGIC - 1);
    const uint32_t version = cursor_u32(&c);
    const struct bytes key = cursor_block(&c, blob.len);
    const struct bytes namespace = cursor_block(&c, blob.len);
    const struct bytes reserved = cursor_block(&c, blob.len);
    const struct bytes hash = cursor_block(&c, blob.len);
    const struct bytes signature = cursor_block(&c, blob.len);
    if (!cursor_ended(&c) || !bytes_equal_text(magic, MAGIC) || version != VERSION) {
        return refuse(diag, 0, "this is no SSH signature of version 1");
    }
    if (!read_pair(key, out->key.bytes, PUBLIC_KEY_BYTES) ||
        !read_pair(signature, out->signature.bytes, SIGNATURE_BYTES)) {
        return refuse(diag, 0, "key and signature of an SSH signature must be of the kind ssh-ed25519");
    }
    if (reserved.len != 0 || !bytes_equal_text(hash, "sha512")) {
        return refuse(diag, 0, "the hash of an SSH signature must be sha512");
    }
    if (!sshsig_namespace_holds(namespace)) {
        return refuse(diag, 0, "a namespace has 1 to 128 of a-z A-Z 0-9 . @ _ -");
    }
    out->namespace_len = namespace.len;
    memcpy(out->namespace, namespace.data, namespace.len);
    return OK;
}

enum error sshsig_read(struct bytes file, struct sshsig *out, struct diag *diag)
{
    struct buffer text;
    uint8_t blob[SSHSIG_BLOB_BYTES_MAX];
    size_t len = 0;
    if (file.len > FILE_BYTES_MAX) {
        return refuse(diag, 0, "this is longer than any SSH signature with such a namespace");
    }
    buffer_init(&text, FILE_BYTES_MAX);
    enum error e = unwrap(file, &text, diag);
    if (e == OK && (!base64_measure(buffer_view(&text), &len) || len > sizeof blob ||
                    !base64_decode_exact(buffer_view(&text), blob, len))) {
        e = refuse(diag, 0, "the lines of an SSH signature are base64 with its padding");
    }
    if (e == OK) {
        struct sshsig found;
        e = read_blob(bytes_of(blob, len), &found, diag);
        if (e == OK) {
            *out = found;
        }
    }
    buffer_done(&text);
    return e;
}

enum error sshsig_verify(struct bytes file, struct bytes namespace, const struct public_key *key,
                         struct bytes message)
{
    struct sshsig s;
    struct buffer preimage;
    const enum error e = sshsig_read(file, &s, NULL);
    if (e != OK) {
        return e;
    }
    if (!public_key_equal(&s.key, key) || !bytes_equal(bytes_of(s.namespace, s.namespace_len), namespace)) {
        return ERROR_NOT_FOUND;
    }
    buffer_init(&preimage, SSHSIG_BLOB_BYTES_MAX);
    sshsig_preimage(&preimage, namespace, message);
    const bool holds = signature_holds(&s.signature, key, buffer_view(&preimage));
    buffer_done(&preimage);
    return holds ? OK : ERROR_DENIED;
}
