#include "codec/pem.h"

#include <string.h>

#include "codec/base64.h"

#define BEGIN "-----BEGIN PUBLIC KEY-----\n"
#define END   "\n-----END PUBLIC KEY-----\n"

/* SEQUENCE of SEQUENCE of OID 1.3.101.112, then BIT STRING of 32 bytes. */
static const uint8_t head[] = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};

enum { DER_BYTES = sizeof head + PUBLIC_KEY_BYTES, TEXT_CHARS = (DER_BYTES + 2) / 3 * 4 };
_Static_assert(TEXT_CHARS <= 64, "one line");

void pem_add_key(struct buffer *b, const struct public_key *key)
{
    uint8_t der[DER_BYTES];
    memcpy(der, head, sizeof head);
    memcpy(der + sizeof head, key->bytes, PUBLIC_KEY_BYTES);
    buffer_add_text(b, BEGIN);
    buffer_add_base64(b, bytes_of(der, sizeof der));
    buffer_add_text(b, END);
}

enum error pem_read_key(struct bytes file, struct public_key *out)
{
    uint8_t der[DER_BYTES];
    struct cursor c = cursor_of(file);
    const struct bytes begin = cursor_take(&c, sizeof BEGIN - 1);
    const struct bytes text = cursor_take(&c, TEXT_CHARS);
    if (c.failed || !bytes_equal_text(begin, BEGIN) || !bytes_equal_text(c.rest, END) ||
        !base64_decode_exact(text, der, sizeof der) || memcmp(der, head, sizeof head) != 0) {
        return ERROR_MALFORMED;
    }
    memcpy(out->bytes, der + sizeof head, PUBLIC_KEY_BYTES);
    return OK;
}
