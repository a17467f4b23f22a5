/* Calendars of others: what is read has days in order and lines within its limits. */
#include <stddef.h>
#include <stdint.h>

#include "base/check.h"
#include "interop/icalendar.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = {0};
    struct icalendar_event *list = NULL;
    struct import_errors errors = {.count = 0};
    size_t count = 0;
    const enum error e = icalendar_read(&a, bytes_of(data, size), &list, &count, &errors);
    check(e == OK || e == ERROR_TOO_LARGE || (e == ERROR_MALFORMED && errors.count > 0));
    for (size_t i = 0; e == OK && i < count; i++) {
        check(list[i].name.len > 0 && bytes_compare(list[i].from, list[i].to) <= 0);
    }
    arena_done(&a);
    return 0;
}
