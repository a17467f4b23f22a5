#include "base/check.h"

#include <stdio.h>
#include <stdlib.h>

void check_failed(const char *file, int line, const char *function, const char *what)
{
    (void)fprintf(stderr, "<2>bug file=%s line=%d function=%s check=\"%s\"\n", file, line, function,
                  what);
    abort();
}
