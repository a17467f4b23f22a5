/* node/signer_sandbox.h: what a signer's process gives up after start-up: core dumps and tracing before it
 * reads its key; then every system call but those that a loop over one socket and one open file needs. */
#ifndef NODE_SIGNER_SANDBOX_H
#define NODE_SIGNER_SANDBOX_H

#include "base/error.h"

/* Before secrets are read: no core dump, not dumpable, no new privileges. */
MUST_USE enum error signer_sandbox_prepare(void);
/* After all files are open: Landlock (no file can be opened, where the kernel has it) and a seccomp filter.
 * For good. */
MUST_USE enum error signer_sandbox_enter(void);
#endif
