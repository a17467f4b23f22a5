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
