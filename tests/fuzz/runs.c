/* A list of runs that is read is written again byte for byte, and covers the entries without a gap. */
#include <stddef.h>
#include <stdint.h>

#include "base/check.h"
#include "record/runs.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct bytes list = bytes_of(data, size);
    struct runs *r = runs_new(NULL); /* of no database: nothing is asked for */
    const enum error e = runs_read_list(r, list);
    check(e == OK || e == ERROR_CORRUPT);
    if (e == OK) {
        struct buffer again;
        buffer_init(&again, size + 100);
        runs_write_list(r, &again);
        check(bytes_equal(buffer_view(&again), list));
        check((runs_end(r) == 0) == (size == 0));
        buffer_done(&again);
    }
    runs_free(r);
    return 0;
}
