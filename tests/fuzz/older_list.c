/* Any bytes are a list or have faults, and no row of a list leads out of its folder. */
#include <stddef.h>
#include <stdint.h>

#include "base/check.h"
#include "base/text.h"
#include "interop/older_list.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = {0};
    struct older_faults faults;
    struct older_row *rows = NULL;
    size_t count = 0;
    const enum error e = older_list_read(&a, bytes_of(data, size), &faults, &rows, &count);
    check((e == OK) == (faults.count == 0));
    for (size_t i = 0; i < count; i++) {
        check(text_is_id(rows[i].reference) && text_is_language(rows[i].language));
        check((rows[i].text.len > 0) != (rows[i].file.len > 0));
        check(rows[i].file.len == 0 || rows[i].file.data[0] != '/');
    }
    arena_done(&a);
    return 0;
}
