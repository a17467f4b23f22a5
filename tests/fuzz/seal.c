/* A seal that opens with the key was made with it: of the inputs only the one that the corpus has of it. A
 * seal by passphrase is read as far as its cost, which must not be paid here. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/check.h"
#include "base/limits.h"
#include "crypto/seal.h"
#include "crypto/sign.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const uint8_t key[SEAL_KEY_BYTES] = {7};
    static const uint8_t random[SEAL_RANDOM_BYTES] = {8};
    static uint8_t out[SEAL_CONTENT_BYTES_MAX];
    struct buffer b;
    check(crypto_start() == OK);
    const struct bytes sealed = bytes_of(data, size);
    const size_t len = size < SEAL_EXTRA_BYTES ? 0 : size - SEAL_EXTRA_BYTES;
    if (len > sizeof out) {
        return 0;
    }
    if (seal_open_with_key(key, BYTES("Alder"), sealed, out, len) == OK) {
        buffer_init(&b, size);
        check(seal_with_key(key, BYTES("Alder"), bytes_of(out, len), random, &b) == OK);
        check(bytes_equal(buffer_view(&b), sealed));
        buffer_done(&b);
    }
    /* Of a wrong size, so that it is refused before the memory is taken. */
    check(seal_open_with_passphrase(BYTES("p"), BYTES("Alder"), sealed, out, len + 1) != OK);
    return 0;
}
