#include "node/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/log.h"

#ifdef __SANITIZE_ADDRESS__ /* the sanitizers look at maps, threads and themselves at their end */
static const char *const sanitizers_calls[] = {
    "clone",       "clone3",      "fstat",  "getdents",   "getdents64",   "getpid",
    "getppid",     "gettid",      "kill",   "newfstatat", "openat",       "prctl",
    "prlimit64",   "ptrace",      "read",   "readlink",   "rt_sigaction", "sched_getaffinity",
    "sched_yield", "sigaltstack", "tgkill", "wait4",      NULL,
};
#else
static const char *const sanitizers_calls[] = {NULL};
#endif

/* Not every machine has every name; what is there twice is there once. */
static bool add_calls(scmp_filter_ctx ctx, uint32_t action, const char *const *names)
{
    int failed = 0;
    for (size_t i = 0; names != NULL && names[i] != NULL && failed == 0; i++) {
        const int number = seccomp_syscall_resolve_name(names[i]);
        if (number != __NR_SCMP_ERROR && number >= 0) {
            failed = seccomp_rule_add(ctx, action, number, 0);
            failed = failed == -EEXIST ? 0 : failed;
        }
    }
    return failed == 0;
}

static enum error filter_calls(const struct sandbox *s)
{
    scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_KILL_PROCESS);
    if (ctx == NULL) {
        return ERROR_UNSUPPORTED;
    }
    const struct scmp_arg_cmp local = {.arg = 0, .op = SCMP_CMP_EQ, .datum_a = AF_UNIX};
    bool added = add_calls(ctx, SCMP_ACT_ALLOW, s->calls) &&
                 add_calls(ctx, SCMP_ACT_ALLOW, sanitizers_calls) &&
                 add_calls(ctx, SCMP_ACT_ERRNO(EPERM), s->refused);
    if (s->local_sockets && added) {
        added = seccomp_rule_add_array(ctx, SCMP_ACT_ALLOW, SCMP_SYS(socket), 1, &local) == 0;
    }
    const bool loaded = added && seccomp_load(ctx) == 0;
    seccomp_release(ctx);
    return loaded ? OK : ERROR_UNSUPPORTED;
}

static __u64 rights_of(enum sandbox_access access, bool folder)
{
    const __u64 read = LANDLOCK_ACCESS_FS_READ_FILE | (folder ? LANDLOCK_ACCESS_FS_READ_DIR : 0);
    switch (access) {
    case SANDBOX_READ:
        return read;
    case SANDBOX_WRITE:
        return read | LANDLOCK_ACCESS_FS_WRITE_FILE;
    case SANDBOX_ALL:
        break;
    }
    return read | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_FILE |
           LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK;
}

#ifndef __SANITIZE_ADDRESS__
static bool allow_path(int rules, const struct sandbox_path *p)
{
    struct stat file;
    const int fd = open(p->path, O_PATH | O_CLOEXEC);
    const bool there = fd >= 0 && fstat(fd, &file) == 0;
    const struct landlock_path_beneath_attr own = {
        .allowed_access = there ? rights_of(p->access, S_ISDIR(file.st_mode)) : 0,
        .parent_fd = fd,
    };
    const bool done =
        there && syscall(__NR_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &own, 0) == 0;
    if (fd >= 0) {
        (void)close(fd);
    }
    return done;
}
#endif

static enum error restrict_files(const struct sandbox *s)
{
    const struct landlock_ruleset_attr handled = {
        .handled_access_fs = rights_of(SANDBOX_ALL, true) | LANDLOCK_ACCESS_FS_EXECUTE |
                             LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_MAKE_CHAR |
                             LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_FIFO |
                             LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM};
#ifdef __SANITIZE_ADDRESS__ /* the search for leaks reads /proc */
    (void)handled;
    (void)s;
    return OK;
#else
    const long rules = syscall(__NR_landlock_create_ruleset, &handled, sizeof handled, 0);
    if (rules < 0) {
        return errno == ENOSYS || errno == EOPNOTSUPP ? OK : ERROR_UNSUPPORTED;
    }
    bool done = true;
    for (size_t i = 0; i < s->path_count && done; i++) {
        done = allow_path((int)rules, &s->paths[i]);
    }
    done = done && syscall(__NR_landlock_restrict_self, rules, 0) == 0;
    (void)close((int)rules);
    return done ? OK : ERROR_UNSUPPORTED;
#endif
}

/* The words of drafts do not go into a dump, nor to another process of the same user. */
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

enum error sandbox_enter(const struct sandbox *s)
{
    if (!hide_memory() || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || restrict_files(s) != OK ||
        filter_calls(s) != OK) {
        log_event(LOG_ERROR, "sandbox_failed", "error=%s", strerror(errno));
        return ERROR_UNSUPPORTED;
    }
    return OK;
}
