/* cli/imports.h: what commands that take a file of rows share. */
#ifndef CLI_IMPORTS_H
#define CLI_IMPORTS_H

#include "cli/cli.h"
#include "interop/import.h"

/* Says what is wrong in the file, by line; the status to end with. */
int imports_tell(struct cli *c, const char *path, enum error e, const struct import_errors *errors,
                 const char *too_large);
/* A file of rows, all of them good: CLI_DONE, or what is wrong was told. */
int imports_read(struct cli *c, const char *path, const struct import_column *columns, size_t column_count,
                 size_t rows_max, struct import_rows *out);
#endif
