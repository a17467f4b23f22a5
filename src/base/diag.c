#include "base/diag.h"

#include <stdarg.h>
#include <stdio.h>

void diag_set(struct diag *d, int line, int column, const char *found, const char *format, ...)
{
    d->line = line;
    d->column = column;
    (void)snprintf(d->found, sizeof d->found, "%s", found == NULL ? "" : found);
    va_list list;
    va_start(list, format);
    (void)vsnprintf(d->message, sizeof d->message, format, list);
    va_end(list);
}

void diag_found(struct diag *d, struct bytes found)
{
    size_t len = 0;
    for (; len < found.len && len + 1 < sizeof d->found; len++) {
        const uint8_t c = found.data[len];
        d->found[len] = (char)(c < 0x20 || c > 0x7e ? '?' : c);
    }
    d->found[len] = 0;
}
