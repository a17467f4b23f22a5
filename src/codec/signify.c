#include "codec/signify.h"

#include <string.h>

#include "base/check.h"
#include "codec/base64.h"
#include "crypto/hash.h"

#define COMMENT "untrusted comment: "

static const uint8_t algorithm[] = {'E', 'd'};

enum { HEAD_BYTES = sizeof algorithm + SIGNIFY_NUMBER_BYTES };

bool signify_comment_holds(struct bytes comment)
{
    if (comment.len == 0 || comment.len > COMMENT_BYTES_MAX || comment.data[comment.len - 1] == ' ') {
        return false;
    }
    for (size_t i = 0; i < comment.len; i++) {
        if (comment.data[i] < ' ' || comment.data[i] > '~') {
            return false;
        }
    }
    return true;
}

struct signify_number signify_number_of(const struct public_key *key)
{
    const struct hash h = hash_of(public_key_view(key));
    struct signify_number n;
    memcpy(n.bytes, h.bytes, SIGNIFY_NUMBER_BYTES);
    return n;
}

static void add_file(struct buffer *b, struct bytes comment, const struct public_key *key, struct bytes value)
{
    uint8_t payload[HEAD_BYTES + SIGNATURE_BYTES];
    const struct signify_number number = signify_number_of(key);
    check(signify_comment_holds(comment));
    memcpy(payload, algorithm, sizeof algorithm);
    memcpy(payload + sizeof algorithm, number.bytes, SIGNIFY_NUMBER_BYTES);
    memcpy(payload + HEAD_BYTES, value.data, value.len);
    buffer_add_text(b, COMMENT);
    buffer_add_bytes(b, comment);
    buffer_add_u8(b, '\n');
    buffer_add_base64(b, bytes_of(payload, HEAD_BYTES + value.len));
    buffer_add_u8(b, '\n');
}

void signify_add_key(struct buffer *b, struct bytes comment, const struct public_key *key)
{
    add_file(b, comment, key, public_key_view(key));
}

void signify_add_signature(struct buffer *b, struct bytes comment, const struct public_key *key,
                           const struct signature *signature)
{
    add_file(b, comment, key, bytes_of(signature->bytes, SIGNATURE_BYTES));
}

static enum error read_file(struct bytes file, struct bytes *comment, struct signify_number *number,
                            uint8_t *value, size_t len)
{
    uint8_t payload[HEAD_BYTES + SIGNATURE_BYTES];
    struct cursor c = cursor_of(file);
    const struct bytes begin = cursor_take(&c, sizeof COMMENT - 1);
    const struct bytes said = cursor_line(&c);
    const struct bytes text = cursor_line(&c);
    if (!cursor_ended(&c) || !bytes_equal_text(begin, COMMENT) || !signify_comment_holds(said) ||
        !base64_decode_exact(text, payload, HEAD_BYTES + len) ||
        memcmp(payload, algorithm, sizeof algorithm) != 0) {
        return ERROR_MALFORMED;
    }
    *comment = said;
    memcpy(number->bytes, payload + sizeof algorithm, SIGNIFY_NUMBER_BYTES);
    memcpy(value, payload + HEAD_BYTES, len);
    return OK;
}

enum error signify_read_key(struct bytes file, struct signify_key *out)
{
    return read_file(file, &out->comment, &out->number, out->key.bytes, PUBLIC_KEY_BYTES);
}

enum error signify_read_signature(struct bytes file, struct signify_signature *out)
{
    return read_file(file, &out->comment, &out->number, out->signature.bytes, SIGNATURE_BYTES);
}

enum error signify_verify(struct bytes key_file, struct bytes signature_file, struct bytes message)
{
    struct signify_key key;
    struct signify_signature s;
    enum error e = signify_read_key(key_file, &key);
    if (e == OK) {
        e = signify_read_signature(signature_file, &s);
    }
    if (e != OK) {
        return e;
    }
    if (memcmp(key.number.bytes, s.number.bytes, SIGNIFY_NUMBER_BYTES) != 0) {
        return ERROR_NOT_FOUND;
    }
    return signature_holds(&s.signature, &key.key, message) ? OK : ERROR_DENIED;
}
