/* The settings of a signer: what is read is written again byte for byte. */
#include <stddef.h>
#include <stdint.h>

#include "base/check.h"
#include "node/signer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = {0};
    struct signer_settings s;
    const struct bytes text = bytes_of(data, size);
    const enum error read = signer_settings_read(&a, text, &s);
    check(read == OK || read == ERROR_MALFORMED);
    if (read == OK) {
        struct buffer again;
        buffer_init(&again, 4096);
        check(s.epoch > 0 && s.origin_line.len > 0);
        signer_settings_write(&again, &s);
        check(!again.overflow && bytes_equal(buffer_view(&again), text));
        buffer_done(&again);
    }
    arena_done(&a);
    return 0;
}
