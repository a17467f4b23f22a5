/* cli/folder.h: folders that a command makes and, if it fails, takes away again. */
#ifndef CLI_FOLDER_H
#define CLI_FOLDER_H

#include <stdbool.h>

/* Whether it is a folder in which nothing is. */
bool folder_is_empty(const char *path);
/* With all that is in it, following no link; as far as that goes. */
void folder_delete(const char *path);
#endif
