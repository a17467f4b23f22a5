/* A checkpoint that is read is written again byte for byte, and is read under no origin but its own; a note
 * without our signature opens none. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/check.h"
#include "base/limits.h"
#include "record/checkpoint.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_text(struct bytes text, struct bytes origin)
{
    struct checkpoint c;
    const enum error e = checkpoint_read(text, origin, &c);
    check(e == OK || e == ERROR_MALFORMED || e == ERROR_DENIED);
    if (e == OK) {
        struct buffer again;
        buffer_init(&again, text.len + 100);
        check(c.size <= INTEGER_MAX);
        checkpoint_write(&again, origin, &c);
        check(bytes_equal(buffer_view(&again), text));
        check(checkpoint_read(text, BYTES("elm.example"), &c) == ERROR_DENIED ||
              bytes_equal_text(origin, "elm.example"));
        buffer_done(&again);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct public_key key = {{0xea, 0x4a, 0x6c, 0x63, 0xe2, 0x9c, 0x52, 0x0a, 0xbe, 0xf5, 0x50,
                                           0x7b, 0x13, 0x2e, 0xc5, 0xf9, 0x95, 0x47, 0x76, 0xae, 0xbe, 0xbe,
                                           0x7b, 0x92, 0x42, 0x1e, 0xea, 0x69, 0x14, 0x46, 0xd2, 0x2c}};
    const struct bytes text = bytes_of(data, size);
    struct checkpoint c = {.size = 4711};
    const void *end = size == 0 ? NULL : memchr(data, '\n', size);
    check(crypto_start() == OK);
    check_text(text, BYTES("trees.example"));
    if (end != NULL) {
        check_text(text, bytes_of(data, (size_t)((const uint8_t *)end - data)));
    }
    const enum error e = checkpoint_open(text, BYTES("trees.example"), &key, &c);
    check(e == OK || e == ERROR_MALFORMED || e == ERROR_DENIED);
    check((e == OK) == (c.size != 4711));
    return 0;
}
