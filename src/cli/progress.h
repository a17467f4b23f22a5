/* cli/progress.h: how far long work is, on standard error, where somebody looks: one line that is written
 * anew and goes in the end. Elsewhere nothing is said. */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

bool progress_is_watched(void);
/* For struct audit_options, and for database_copy. */
void progress_entries(void *ctx, uint64_t done, uint64_t size, bool replaying);
void progress_pages(void *ctx, uint64_t done, uint64_t all);
void progress_end(void);
#endif
