/* web/files.h: what is served or read as it stands in src/web/assets and src/web/schemas, compiled in. */
#ifndef WEB_FILES_H
#define WEB_FILES_H

#include <stddef.h>

#include "base/bytes.h"

struct web_file {
    const char *place;  /* "assets", "schemas" */
    const char *name;   /* "univocal.css" */
    const char *hashed; /* "univocal.0123456789abcdef.css": its name for browsers, that changes with it */
    const char *type;
    size_t size;
    const char *data;
};
extern const struct web_file web_files[];
extern const size_t web_file_count;

/* NULL: none. */
const struct web_file *web_file_named(const char *place, struct bytes name);
const struct web_file *web_file_hashed(struct bytes hashed);
#endif
