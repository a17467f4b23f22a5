/* node/core_sandbox.h: what core's process gives up once its files and sockets are open: every file outside
 * of its organisation's folder (Landlock, where the kernel has it), and every system call that SQLite,
 * OpenSSL and a loop over local sockets do not need (libseccomp). For good. */
#ifndef NODE_CORE_SANDBOX_H
#define NODE_CORE_SANDBOX_H

#include "base/error.h"

MUST_USE enum error core_sandbox_enter(const char *folder);
#endif
