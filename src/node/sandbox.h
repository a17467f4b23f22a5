/* node/sandbox.h: what a process gives up once it has what it needs: calls of the system (seccomp) and files
 * (Landlock, where the kernel has it); that its memory is read or dumped. For core and the processes of the
 * web; the signer has its own, for it links less (node/signer_sandbox.h). */
#ifndef NODE_SANDBOX_H
#define NODE_SANDBOX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

enum sandbox_access {
    SANDBOX_READ,  /* files below it, or the file */
    SANDBOX_WRITE, /* the one file: read and written in place */
    SANDBOX_ALL,   /* files below it: also made and removed */
};

struct sandbox_path {
    const char *path;
    enum sandbox_access access;
};

struct sandbox {
    const char *const *calls; /* names, NULL at the end; one that this machine does not have is passed over */
    const char *const
        *refused; /* the same, of calls that fail with EPERM; NULL: none, for all others end the process */
    bool local_sockets; /* socket() of the family AF_UNIX */
    size_t path_count;
    const struct sandbox_path *paths;
};

/* For good. What is not allowed ends the process. ERROR_UNSUPPORTED. */
MUST_USE enum error sandbox_enter(const struct sandbox *s);
#endif
