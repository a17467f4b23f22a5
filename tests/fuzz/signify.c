/* A file of signify that is read is written again as it was, if its key number is the one that follows
 * from its key. The first byte says where the key's file ends and the signature's begins. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/check.h"
#include "codec/signify.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool same_number(const struct signify_number *a, const struct public_key *key)
{
    const struct signify_number own = signify_number_of(key);
    return memcmp(a->bytes, own.bytes, SIGNIFY_NUMBER_BYTES) == 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct signify_key key;
    struct signify_signature s;
    struct buffer b;
    check(crypto_start() == OK);
    if (size == 0) {
        return 0;
    }
    const size_t cut = data[0] < size - 1 ? data[0] : size - 1;
    const struct bytes key_file = bytes_of(data + 1, cut);
    const struct bytes file = bytes_of(data + 1 + cut, size - 1 - cut);
    const bool has_key = signify_read_key(key_file, &key) == OK;
    const bool has_signature = signify_read_signature(file, &s) == OK;
    buffer_init(&b, size);
    if (has_key && same_number(&key.number, &key.key)) {
        signify_add_key(&b, key.comment, &key.key);
        check(!b.overflow && bytes_equal(buffer_view(&b), key_file));
    }
    if (has_key && has_signature && same_number(&s.number, &key.key)) {
        buffer_clear(&b);
        signify_add_signature(&b, s.comment, &key.key, &s.signature);
        check(!b.overflow && bytes_equal(buffer_view(&b), file));
    }
    buffer_done(&b);
    check((signify_verify(key_file, file, BYTES("x")) == ERROR_MALFORMED) == !(has_key && has_signature));
    return 0;
}
