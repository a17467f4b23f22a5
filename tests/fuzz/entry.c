/* An entry that is read is written again byte for byte. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/check.h"
#include "base/limits.h"
#include "record/entry.h"
#include "record/tree.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct bytes text = bytes_of(data, size);
    struct entry e;
    const enum error read = entry_read(text, &e);
    check(read == OK || read == ERROR_MALFORMED);
    if (read == OK) {
        struct buffer again;
        buffer_init(&again, ENTRY_BYTES_MAX);
        check(e.index <= INTEGER_MAX && e.height <= INTEGER_MAX && e.time_ms >= 0);
        check(strnlen(e.result, RESULT_BYTES_MAX) < RESULT_BYTES_MAX && e.result[0] != 0);
        entry_write(&again, &e);
        check(bytes_equal(buffer_view(&again), text));
        const struct hash leaf = tree_leaf(text);
        const struct hash same = entry_leaf(&e);
        check(hash_equal(&leaf, &same));
        buffer_done(&again);
    }
    return 0;
}
