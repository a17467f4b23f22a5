/* A key file that is read is written again byte for byte, and its secret belongs to its public key. */
#include <stddef.h>
#include <stdint.h>

#include "fuzz/member.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct key_file k;
    const struct bytes text = bytes_of(data, size);
    member_start();
    const enum error read = key_read(text, &k);
    check(read == OK || read == ERROR_MALFORMED);
    if (read == OK) {
        struct buffer again;
        buffer_init(&again, KEY_FILE_BYTES_MAX);
        const struct public_key own = sign_public_of(&k.secret);
        check(public_key_equal(&own, &k.public));
        check(memchr(k.role, 0, sizeof k.role) != NULL && memchr(k.member, 0, sizeof k.member) != NULL);
        key_write(&again, &k);
        check(!again.overflow && bytes_equal(buffer_view(&again), text));
        buffer_done(&again);
        key_wipe(&k);
    }
    return 0;
}
