/* node/system.h: the real world as a struct env (base/env.h): the system's clocks, randomness, files and
 * sockets. */
#ifndef NODE_SYSTEM_H
#define NODE_SYSTEM_H

#include "base/env.h"

/* One for the process; never freed. Files it makes have mode 0600. */
const struct env *system_env(void);

/* Milliseconds of CLOCK_MONOTONIC: for measuring and waiting only. */
int64_t system_monotonic_ms(void);
/* Makes the entry of a file durable in its folder. */
MUST_USE enum error system_sync_folder(const char *path);
/* Creates a folder with mode 0700; one that is there already: OK. */
MUST_USE enum error system_make_folder(const char *path);
#endif
