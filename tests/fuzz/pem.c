/* A key that is read from PEM is written again as it was. */
#include <stddef.h>
#include <stdint.h>

#include "base/check.h"
#include "codec/pem.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct public_key key;
    struct buffer b;
    if (pem_read_key(bytes_of(data, size), &key) == OK) {
        buffer_init(&b, size);
        pem_add_key(&b, &key);
        check(!b.overflow && bytes_equal(buffer_view(&b), bytes_of(data, size)));
        buffer_done(&b);
    }
    return 0;
}
