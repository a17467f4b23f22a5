#include "cli/progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

bool progress_is_watched(void)
{
    return isatty(STDERR_FILENO) != 0;
}

void progress_entries(void *ctx, uint64_t done, uint64_t size, bool replaying)
{
    (void)ctx;
    (void)fprintf(stderr, "\r%s %" PRIu64 " of %" PRIu64 " entries", replaying ? "replaying" : "checking",
                  done, size);
}

void progress_pages(void *ctx, uint64_t done, uint64_t all)
{
    (void)ctx;
    (void)fprintf(stderr, "\rcopying %" PRIu64 " of %" PRIu64 " pages", done, all);
}

void progress_end(void)
{
    if (progress_is_watched()) {
        (void)fprintf(stderr, "\r%60s\r", "");
    }
}
