#include "node/signer_sandbox.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/log.h"

#if defined(__x86_64__)
#define OWN_ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define OWN_ARCH AUDIT_ARCH_AARCH64
#else
#error "the signer's filter knows x86-64 and aarch64"
#endif

/* The whole of what a signer does: take a connection, read, write its file, answer, tell the time, end. */
static const uint32_t allowed[] = {
    __NR_accept4,      __NR_brk,          __NR_clock_gettime, __NR_close,     __NR_exit,
    __NR_exit_group,   __NR_fdatasync,    __NR_fsync,         __NR_ftruncate, __NR_futex,
    __NR_geteuid,      __NR_getrandom,    __NR_getsockopt,    __NR_mmap,      __NR_mremap,
    __NR_mprotect,     __NR_munlock,      __NR_madvise,
    __NR_munmap,       __NR_ppoll,        __NR_read,          __NR_recvfrom,  __NR_restart_syscall,
    __NR_rt_sigreturn, __NR_sendto,       __NR_write,
#ifdef __NR_poll
    __NR_poll,
#endif
#ifdef __SANITIZE_ADDRESS__ /* the sanitizers look at maps, signals and threads at their end */
    __NR_sigaltstack,  __NR_getdents64,   __NR_openat,        __NR_readlinkat, __NR_clone,
    __NR_prctl,        __NR_ptrace,       __NR_wait4,         __NR_gettid,     __NR_getppid,
    __NR_rt_sigaction, __NR_rt_sigprocmask, __NR_sched_yield, __NR_tgkill,
#ifdef __NR_readlink
    __NR_readlink,
#endif
#endif
};

enum { ALLOWED = sizeof allowed / sizeof allowed[0], EXECUTABLE_CHECK = 6 };

enum error signer_sandbox_prepare(void)
{
    const struct rlimit none = {0, 0};
    if (setrlimit(RLIMIT_CORE, &none) != 0 || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0 ||
        prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
        log_event(LOG_ERROR, "sandbox_failed", "doing=prepare error=%s", strerror(errno));
        return ERROR_UNSUPPORTED;
    }
    return OK;
}

/* No file at all can be opened or changed by path from here on. Kernels without Landlock have the filter
 * alone. */
static enum error restrict_files(void)
{
    const struct landlock_ruleset_attr none = {
        .handled_access_fs = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE |
                             LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR |
                             LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |
                             LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR |
                             LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK |
                             LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK |
                             LANDLOCK_ACCESS_FS_MAKE_SYM};
    const long fd = syscall(__NR_landlock_create_ruleset, &none, sizeof none, 0);
    if (fd < 0) {
        return errno == ENOSYS || errno == EOPNOTSUPP ? OK : ERROR_UNSUPPORTED;
    }
    const long done = syscall(__NR_landlock_restrict_self, fd, 0);
    (void)close((int)fd);
    return done == 0 ? OK : ERROR_UNSUPPORTED;
}

enum error signer_sandbox_enter(void)
{
#ifndef __SANITIZE_ADDRESS__
    if (restrict_files() != OK) {
        log_event(LOG_ERROR, "sandbox_failed", "doing=landlock error=%s", strerror(errno));
        return ERROR_UNSUPPORTED;
    }
#else
    (void)restrict_files;
#endif
    struct sock_filter code[4 + EXECUTABLE_CHECK + ALLOWED + 2];
    size_t n = 0;
    code[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch));
    code[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, OWN_ARCH, 1, 0);
    code[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS);
    code[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
    /* No memory becomes executable, whichever of the two makes it. */
    const struct sock_filter executable[EXECUTABLE_CHECK] = {
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_mmap, 1, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_mprotect, 0, 3),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[2])),
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, PROT_EXEC, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
    };
    memcpy(&code[n], executable, sizeof executable);
    n += EXECUTABLE_CHECK;
    for (size_t i = 0; i < ALLOWED; i++) {
        const uint8_t to_allow = (uint8_t)(ALLOWED - i);
        code[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, allowed[i], to_allow, 0);
    }
    code[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS);
    code[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    const struct sock_fprog program = {.len = (unsigned short)n, .filter = code};
    if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) != 0) {
        log_event(LOG_ERROR, "sandbox_failed", "doing=seccomp error=%s", strerror(errno));
        return ERROR_UNSUPPORTED;
    }
    return OK;
}
