/* cli/folder.h: folders that a command makes and, if it fails, takes away again. */
#ifndef CLI_FOLDER_H
#define CLI_FOLDER_H

#include "cli/cli.h"

/* Whether it is a folder in which nothing is. */
bool folder_is_empty(const char *path);
/* With all that is in it, following no link; as far as that goes. */
void folder_delete(const char *path);

/* Where a new folder is to stand: what fails must leave nothing behind and touch nothing that is there, so it
 * is made whole `beside` its place and then put there. `given` must name nothing, or an empty folder.
 * CLI_DONE, or the status to end with. */
int folder_choose(struct cli *c, const char *given, const char **named, const char **beside);
/* Puts it there, durably; else takes it away. */
int folder_put(struct cli *c, const char *beside, const char *named);
#endif
