/* What is decoded is encoded to the same text; what is encoded is decoded to the same bytes. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/check.h"
#include "codec/base64.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = {0};
    struct buffer b;
    struct bytes out;
    size_t len = 0;
    const struct bytes input = bytes_of(data, size);
    buffer_init(&b, 2 * size + 16);
    const bool read = base64_decode(&a, input, &out);
    check(base64_measure(input, &len) == read);
    if (read) {
        check(len == out.len);
        buffer_add_base64(&b, out);
        check(bytes_equal(buffer_view(&b), input));
        buffer_clear(&b);
        uint8_t *exact = malloc(len + 1);
        check(exact != NULL);
        check(base64_decode_exact(input, exact, len));
        check(!base64_decode_exact(input, exact, len + 1));
        check(bytes_equal(bytes_of(exact, len), out));
        free(exact);
    }
    buffer_add_base64(&b, input);
    check(base64_decode(&a, buffer_view(&b), &out));
    check(bytes_equal(out, input));
    buffer_done(&b);
    arena_done(&a);
    return 0;
}
