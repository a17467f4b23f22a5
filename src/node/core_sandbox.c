#include "node/core_sandbox.h"

#include "node/sandbox.h"

static const char *const allowed[] = {
    /* a loop over sockets */
    "accept4", "close", "connect", "epoll_ctl", "epoll_pwait", "epoll_wait", "getsockopt", "poll", "ppoll",
    "read", "recvfrom", "recvmsg", "sendmsg", "sendto", "setsockopt", "write", "writev", "fcntl", "dup",
    /* a database */
    "access", "faccessat", "faccessat2", "fallocate", "fchmod", "fchown", "fdatasync", "flock", "fstat",
    "newfstatat", "statx", "stat", "lstat", "fsync", "ftruncate", "getcwd", "lseek", "mkdir", "mkdirat",
    "openat", "open", "pread64", "pwrite64", "readlink", "readlinkat", "rename", "renameat", "renameat2",
    "unlink", "unlinkat", "geteuid", "getuid", "utimensat", "getdents64", "fstatfs",
    /* memory, time, the end */
    "brk", "clock_gettime", "clock_nanosleep", "exit", "exit_group", "futex", "getpid", "getrandom", "gettid",
    "madvise", "mmap", "mprotect", "mremap", "munmap", "nanosleep", "restart_syscall", "rt_sigaction",
    "rt_sigprocmask", "rt_sigreturn", "tgkill", "uname", "sysinfo", NULL};

/* Local sockets only: core has no business on a network. */
enum error core_sandbox_enter(const char *folder)
{
    const struct sandbox_path own = {folder, SANDBOX_ALL};
    return sandbox_enter(
        &(struct sandbox){.calls = allowed, .local_sockets = true, .path_count = 1, .paths = &own});
}
