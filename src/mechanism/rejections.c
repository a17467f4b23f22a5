#include "mechanism/rejections.h"

#include <stddef.h>
#include <string.h>

#include "base/check.h"

static const struct {
    const char *name;
    int stateless;
    const char *text;
} rows[] = {
#define X(name, stateless, text) {#name, stateless, text},
    REJECTION_TABLE(X)
#undef X
};

const char *rejection_name(enum rejection r)
{
    check((size_t)r < sizeof rows / sizeof rows[0]);
    return rows[r].name;
}

const char *rejection_text(enum rejection r)
{
    check((size_t)r < sizeof rows / sizeof rows[0]);
    return rows[r].text;
}

const char *rejection_text_of(const char *name)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (strcmp(rows[i].name, name) == 0) {
            return rows[i].text;
        }
    }
    return NULL;
}

int rejection_is_stateless(enum rejection r)
{
    check((size_t)r < sizeof rows / sizeof rows[0]);
    return rows[r].stateless;
}
