/* interop/import.h: what is wrong in a file that somebody brings: told line by line, up to a number. */
#ifndef INTEROP_IMPORT_H
#define INTEROP_IMPORT_H

#include "base/diag.h"

enum { IMPORT_ERRORS_MAX = 20 };
struct import_errors {
    size_t count; /* also of those that are not kept */
    struct diag items[IMPORT_ERRORS_MAX];
};

/* The place of the next; what is set there counts. */
struct diag *import_error(struct import_errors *e);
#endif
