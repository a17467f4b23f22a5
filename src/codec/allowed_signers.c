#include "codec/allowed_signers.h"

#include "base/check.h"
#include "codec/base64.h"
#include "codec/sshsig.h"

#define BEFORE_NAMESPACE " namespaces=\""
#define BEFORE_KEY       "\" ssh-ed25519 "

void allowed_signers_add(struct buffer *b, struct bytes principal, struct bytes namespace,
                         const struct public_key *key)
{
    struct buffer blob;
    check(sshsig_namespace_holds(principal) && sshsig_namespace_holds(namespace));
    buffer_init(&blob, SSHSIG_KEY_BYTES);
    sshsig_add_key(&blob, key);
    buffer_add_bytes(b, principal);
    buffer_add_text(b, BEFORE_NAMESPACE);
    buffer_add_bytes(b, namespace);
    buffer_add_text(b, BEFORE_KEY);
    buffer_add_base64(b, buffer_view(&blob));
    buffer_add_u8(b, '\n');
    buffer_done(&blob);
}

/* What stands before the first character of `stop`, and then exactly `text`. */
static bool take_until(struct cursor *c, const char *text, struct bytes *out)
{
    size_t len = 0;
    while (len < c->rest.len && c->rest.data[len] != (uint8_t)text[0]) {
        len++;
    }
    *out = cursor_take(c, len);
    return bytes_equal_text(cursor_take(c, bytes_of_text(text).len), text) && sshsig_namespace_holds(*out);
}

enum error allowed_signers_read(struct bytes line, struct allowed_signer *out)
{
    struct cursor c = cursor_of(line);
    struct allowed_signer found;
    uint8_t blob[SSHSIG_KEY_BYTES];
    if (!take_until(&c, BEFORE_NAMESPACE, &found.principal) ||
        !take_until(&c, BEFORE_KEY, &found.namespace)) {
        return ERROR_MALFORMED;
    }
    const struct bytes text = cursor_line(&c);
    if (!cursor_ended(&c) || !base64_decode_exact(text, blob, sizeof blob) ||
        !sshsig_read_key(bytes_of(blob, sizeof blob), &found.key)) {
        return ERROR_MALFORMED;
    }
    *out = found;
    return OK;
}
