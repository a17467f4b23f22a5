/* Tables that somebody brings: every row that is read has each needed cell, in its form. The first byte says
 * which table. */
#include <stddef.h>
#include <stdint.h>

#include "base/check.h"
#include "interop/import.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct {
        const struct import_column *columns;
        size_t count;
    } tables[] = {{attendance_columns, ATTENDANCE_COLUMNS},
                  {platform_columns, LISTED_COLUMNS},
                  {speech_columns, SAID_COLUMNS}};
    if (size == 0) {
        return 0;
    }
    struct arena a = {0};
    struct import_rows rows = {.count = 0};
    struct import_errors errors = {.count = 0};
    const size_t t = data[0] % 3;
    const enum error e = import_rows_read(&a, bytes_of(data + 1, size - 1), tables[t].columns,
                                          tables[t].count, 100, &rows, &errors);
    check(e == OK || e == ERROR_TOO_LARGE || (e == ERROR_MALFORMED && errors.count > 0));
    check(e != OK || (rows.count > 0 && rows.count <= 100));
    for (size_t i = 0; e == OK && i < rows.count * tables[t].count; i++) {
        const struct import_column *column = &tables[t].columns[i % tables[t].count];
        const struct bytes cell = rows.cells[i];
        check(cell.len > 0 ? column->fits == NULL || column->fits(cell) : !column->needed);
    }
    arena_done(&a);
    return 0;
}
