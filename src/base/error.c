#include "base/error.h"

#include <stddef.h>

#include "base/check.h"

static const struct {
    const char *name;
    const char *text;
} rows[] = {
#define X(name, text) {#name, text},
    ERROR_TABLE(X)
#undef X
};

const char *error_text(enum error e)
{
    check((size_t)e < sizeof rows / sizeof rows[0]);
    return rows[e].text;
}

const char *error_name(enum error e)
{
    check((size_t)e < sizeof rows / sizeof rows[0]);
    return rows[e].name;
}
