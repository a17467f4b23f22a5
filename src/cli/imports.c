#include "cli/imports.h"

int imports_tell(struct cli *c, const char *path, enum error e, const struct import_errors *errors,
                 const char *too_large)
{
    if (e == ERROR_TOO_LARGE) {
        return cli_fail(c, CLI_USAGE, "%s: %s", path, too_large);
    }
    for (size_t i = 0; i < errors->count && i < IMPORT_ERRORS_MAX; i++) {
        const struct diag *d = &errors->items[i];
        (void)fprintf(stderr, "univocal: %s:%d: %s%s%s%s\n", path, d->line, d->message,
                      d->found[0] == 0 ? "" : ", not \"", d->found, d->found[0] == 0 ? "" : "\"");
    }
    return cli_fail(c, CLI_USAGE, "%s: %zu %s wrong; nothing of it was taken", path, errors->count,
                    errors->count == 1 ? "thing is" : "things are");
}

int imports_read(struct cli *c, const char *path, const struct import_column *columns, size_t column_count,
                 size_t rows_max, struct import_rows *out)
{
    struct bytes text;
    struct import_errors errors = {.count = 0};
    const int status = cli_file(c, path, IMPORT_BYTES_MAX + 1, &text);
    if (status != CLI_DONE) {
        return status;
    }
    const enum error e = import_rows_read(&c->arena, text, columns, column_count, rows_max, out, &errors);
    return e == OK
               ? CLI_DONE
               : imports_tell(
                     c, path, e, &errors,
                     arena_printf(&c->arena, "it has more than %zu rows, or is larger than a MiB", rows_max));
}
