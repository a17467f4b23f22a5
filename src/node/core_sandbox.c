#include "node/core_sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <stdbool.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/log.h"

static const char *const allowed[] = {
    /* a loop over sockets */
    "accept4", "close", "connect", "epoll_ctl", "epoll_pwait", "epoll_wait", "getsockopt", "poll",
    "ppoll", "read", "recvfrom", "recvmsg", "sendmsg", "sendto", "setsockopt", "write",
    "writev", "fcntl", "dup",
    /* a database */
    "access", "faccessat", "faccessat2", "fallocate", "fchmod", "fchown", "fdatasync", "flock", "fstat",
    "newfstatat", "statx", "stat", "lstat", "fsync", "ftruncate", "getcwd", "lseek", "mkdir", "mkdirat",
    "openat", "open", "pread64", "pwrite64", "readlink", "readlinkat", "rename", "renameat", "renameat2",
    "unlink", "unlinkat", "geteuid", "getuid", "utimensat", "getdents64", "fstatfs",
    /* memory, time, the end */
    "brk", "clock_gettime", "clock_nanosleep", "exit", "exit_group", "futex", "getpid", "getrandom",
    "gettid", "madvise", "mmap", "mprotect", "mremap", "munmap", "nanosleep", "restart_syscall",
    "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "tgkill", "uname", "sysinfo",
#ifdef __SANITIZE_ADDRESS__ /* the sanitizers look at maps, threads and themselves at their end */
    "clone", "clone3", "prctl", "ptrace", "sched_yield", "sigaltstack", "wait4", "kill", "prlimit64",
    "sched_getaffinity", "getppid", "getdents",
#endif
};

static enum error filter_calls(void)
{
    scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_KILL_PROCESS);
    if (ctx == NULL) {
        return ERROR_UNSUPPORTED;
    }
    int failed = 0;
    for (size_t i = 0; i < sizeof allowed / sizeof allowed[0] && failed == 0; i++) {
        const int number = seccomp_syscall_resolve_name(allowed[i]);
        if (number != __NR_SCMP_ERROR && number >= 0) { /* not every machine has every name */
            failed = seccomp_rule_add(ctx, SCMP_ACT_ALLOW, number, 0);
        }
    }
    /* Local sockets only: core has no business on a network. */
    const struct scmp_arg_cmp local = {.arg = 0, .op = SCMP_CMP_EQ, .datum_a = AF_UNIX};
    failed = failed == 0 ? seccomp_rule_add_array(ctx, SCMP_ACT_ALLOW, SCMP_SYS(socket), 1, &local) : failed;
    failed = failed == 0 ? seccomp_load(ctx) : failed;
    seccomp_release(ctx);
    return failed == 0 ? OK : ERROR_UNSUPPORTED;
}

static enum error restrict_files(const char *folder)
{
    const __u64 all = LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_READ_FILE |
                      LANDLOCK_ACCESS_FS_READ_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |
                      LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK;
    const struct landlock_ruleset_attr handled = {
        .handled_access_fs = all | LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_REMOVE_DIR |
                             LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR |
                             LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK |
                             LANDLOCK_ACCESS_FS_MAKE_SYM};
#ifdef __SANITIZE_ADDRESS__ /* the search for leaks reads /proc */
    (void)handled;
    (void)folder;
    return OK;
#endif
    const long rules = syscall(__NR_landlock_create_ruleset, &handled, sizeof handled, 0);
    if (rules < 0) {
        return errno == ENOSYS || errno == EOPNOTSUPP ? OK : ERROR_UNSUPPORTED;
    }
    const struct landlock_path_beneath_attr own = {
        .allowed_access = all,
        .parent_fd = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC),
    };
    const long done = own.parent_fd < 0 ||
                      syscall(__NR_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &own, 0) != 0 ||
                      syscall(__NR_landlock_restrict_self, rules, 0) != 0;
    (void)close(own.parent_fd);
    (void)close((int)rules);
    return done == 0 ? OK : ERROR_UNSUPPORTED;
}

/* Core holds no key, but the words of drafts: they do not go into a dump, nor to another process of its
 * user. */
static bool hide_memory(void)
{
    const struct rlimit none = {0, 0};
#ifndef __SANITIZE_ADDRESS__ /* its search for leaks looks at the process from outside */
    if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) {
        return false;
    }
#endif
    return setrlimit(RLIMIT_CORE, &none) == 0;
}

enum error core_sandbox_enter(const char *folder)
{
    if (!hide_memory() || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || restrict_files(folder) != OK ||
        filter_calls() != OK) {
        log_event(LOG_ERROR, "sandbox_failed", "error=%s", strerror(errno));
        return ERROR_UNSUPPORTED;
    }
    return OK;
}
