/* Requests to core and its answers: what is read is written again byte for byte. */
#include <stddef.h>
#include <stdint.h>

#include "base/check.h"
#include "base/limits.h"
#include "node/client_wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = {0};
    struct client_request request;
    struct client_answer answer;
    struct buffer again;
    const struct bytes text = bytes_of(data, size);
    buffer_init(&again, FRAME_BYTES_MAX);
    enum error read = client_request_read(&a, text, &request);
    check(read == OK || read == ERROR_MALFORMED);
    if (read == OK) {
        check(request.blob_count <= CLIENT_BLOBS_MAX);
        client_request_write(&again, &request);
        check(!again.overflow && bytes_equal(buffer_view(&again), text));
        buffer_clear(&again);
    }
    read = client_answer_read(text, &answer);
    check(read == OK || read == ERROR_MALFORMED);
    if (read == OK) {
        client_answer_write(&again, &answer);
        check(!again.overflow && bytes_equal(buffer_view(&again), text));
    }
    buffer_done(&again);
    arena_done(&a);
    return 0;
}
