#include "web/files.h"

#include <string.h>

const struct web_file *web_file_named(const char *place, struct bytes name)
{
    for (size_t i = 0; i < web_file_count; i++) {
        if (strcmp(web_files[i].place, place) == 0 && bytes_equal_text(name, web_files[i].name)) {
            return &web_files[i];
        }
    }
    return NULL;
}

const struct web_file *web_file_hashed(struct bytes hashed)
{
    for (size_t i = 0; i < web_file_count; i++) {
        if (strcmp(web_files[i].place, "assets") == 0 && bytes_equal_text(hashed, web_files[i].hashed)) {
            return &web_files[i];
        }
    }
    return NULL;
}
