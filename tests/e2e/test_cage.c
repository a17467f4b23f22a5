/* The cages of core and of a signer, tried from inside: every system call there is, and what matters most by
 * its name. Each try is a process of its own, for it is to be its last. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "node/core_sandbox.h"
#include "node/signer_sandbox.h"
#include "support/harness.h"

enum { CALLS = 512, X32_BIT = 0x40000000, SIGNER_CALLS_MAX = 28, CORE_CALLS_MAX = 90, HANG_S = 10 };

/* Returns from probes that the kernel itself has set, on x86-64: no filter is asked, and anybody else's call
 * crashes. */
enum { KERNEL_FIRST = 335, KERNEL_LAST = 336 };

enum cage { CAGE_CORE, CAGE_SIGNER };

/* What a process must never do again: become another one, reach another one, reach a network, change who it
 * is, change what others see. */
static const char *const forbidden[] = {
    "execve", "execveat", "fork", "vfork", "clone", "clone3", "ptrace", "process_vm_readv",
    "process_vm_writev", "kill", "tkill", "rt_sigqueueinfo", "pidfd_open", "pidfd_getfd",
    "pidfd_send_signal", "bind", "listen", "sendmmsg", "socketpair", "setuid", "setgid", "setresuid",
    "setresgid", "setgroups", "capset", "prctl", "seccomp", "personality", "mount", "umount2", "pivot_root",
    "chroot", "unshare", "setns", "init_module", "finit_module", "delete_module", "kexec_load", "bpf",
    "perf_event_open", "userfaultfd", "io_uring_setup", "io_uring_enter", "keyctl", "add_key", "request_key",
    "swapon", "reboot", "sethostname", "settimeofday", "clock_settime", "adjtimex", "chmod", "chown",
    "lchown", "fchmodat", "fchownat", "link", "linkat", "symlink", "symlinkat", "mknod", "mknodat",
    "setxattr", "open_by_handle_at", "name_to_handle_at", "memfd_create", "memfd_secret", "shmget", "shmat",
    "msgget", "semget", "mq_open", "inotify_init1", "fanotify_init", "iopl", "ioperm", "modify_ldt",
    "acct", "quotactl", "syslog", "ioctl", "splice", "vmsplice", "tee", "process_madvise", "setrlimit",
    "prlimit64", "setpriority", "sched_setaffinity", "landlock_restrict_self",
};

/* And a signer beside: open anything, be reached in another way, take away. */
static const char *const forbidden_signer[] = {
    "open", "openat", "openat2", "creat", "socket", "connect", "accept", "unlink", "unlinkat", "rename",
    "renameat", "renameat2", "mkdir", "mkdirat", "rmdir", "pread64", "pwrite64", "readlink",
    "stat", "newfstatat", "fcntl", "dup", "dup2", "dup3", "flock", "sendmsg", "recvmsg", "truncate",
    "getdents64", "nanosleep", "rt_sigaction", "tgkill",
};

static void enter(enum cage cage)
{
    /* The harness would go on with its tests after a call that crashes. */
    static const int own[] = {SIGSEGV, SIGILL, SIGBUS, SIGFPE, SIGSYS, SIGABRT};
    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++) {
        (void)signal(own[i], SIG_DFL);
    }
    const enum error e = cage == CAGE_CORE              ? core_sandbox_enter(harness_folder())
                         : signer_sandbox_prepare() == OK ? signer_sandbox_enter()
                                                        : ERROR_UNSUPPORTED;
    if (e != OK) {
        _exit(99);
    }
}

/* How a process ends that enters a cage and then does something: its wait status. */
static int caged(enum cage cage, void (*act)(long argument), long argument)
{
    int status = 0;
    const pid_t pid = fork();
    check_that(pid >= 0);
    if (pid == 0) {
        (void)alarm(HANG_S);
        enter(cage);
        act(argument);
        _exit(0);
    }
    check_that(waitpid(pid, &status, 0) == pid);
    check_that(!WIFSIGNALED(status) || WTERMSIG(status) != SIGALRM);
    check_that(!WIFEXITED(status) || WEXITSTATUS(status) != 99);
    return status;
}

static bool is_ended(int status)
{
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS;
}

static void call(long number)
{
    (void)syscall(number, -1, -1, -1, -1, -1, -1);
}

static void call_nothing(long number)
{
    (void)number;
}

static size_t count_allowed(enum cage cage)
{
    size_t count = 0;
    for (long number = 0; number < CALLS; number++) {
        if (number != KERNEL_FIRST && number != KERNEL_LAST) {
            count += !is_ended(caged(cage, call, number));
        }
    }
    return count;
}

static void check_forbidden(enum cage cage, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const int number = seccomp_syscall_resolve_name(names[i]);
        harness_note("%s, %d", names[i], number);
        if (number >= 0) { /* this machine has it */
            check_that(is_ended(caged(cage, call, number)));
        }
    }
}

TEST(a_signer_may_do_what_its_loop_does_and_any_other_call_ends_it)
{
    check_eq(caged(CAGE_SIGNER, call_nothing, 0), 0);
    check_forbidden(CAGE_SIGNER, forbidden, sizeof forbidden / sizeof forbidden[0]);
    check_forbidden(CAGE_SIGNER, forbidden_signer, sizeof forbidden_signer / sizeof forbidden_signer[0]);
    const size_t allowed = count_allowed(CAGE_SIGNER);
    harness_note("%zu calls are allowed", allowed);
    check_that(allowed > 10 && allowed <= SIGNER_CALLS_MAX);
}

TEST(core_may_do_what_a_database_and_local_sockets_need_and_any_other_call_ends_it)
{
    check_eq(caged(CAGE_CORE, call_nothing, 0), 0);
    check_forbidden(CAGE_CORE, forbidden, sizeof forbidden / sizeof forbidden[0]);
    const size_t allowed = count_allowed(CAGE_CORE);
    harness_note("%zu calls are allowed", allowed);
    check_that(allowed > 10 && allowed <= CORE_CALLS_MAX);
}

static void make_executable(long number)
{
    const long page = 4096;
    if (number == SYS_mprotect) {
        (void)syscall(SYS_mprotect, (uintptr_t)&make_executable & ~(uintptr_t)(page - 1), page,
                      PROT_READ | PROT_EXEC);
    } else {
        (void)syscall(SYS_mmap, NULL, page, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS,
                      -1, 0);
    }
}

TEST(no_memory_of_a_signer_becomes_executable)
{
    check_that(is_ended(caged(CAGE_SIGNER, make_executable, SYS_mprotect)));
    check_that(is_ended(caged(CAGE_SIGNER, make_executable, SYS_mmap)));
}

TEST(calls_under_another_numbering_end_both)
{
#ifdef __x86_64__
    const long getpid_x32 = X32_BIT | SYS_getpid;
    check_that(is_ended(caged(CAGE_SIGNER, call, getpid_x32)));
    check_that(is_ended(caged(CAGE_CORE, call, getpid_x32)));
#else
    harness_skip("this machine has one numbering of system calls");
#endif
}

static void open_socket(long family)
{
    const int fd = socket((int)family, SOCK_STREAM, 0);
    _exit(fd >= 0 ? 0 : 1);
}

TEST(core_opens_local_sockets_and_no_other)
{
    static const int families[] = {AF_INET, AF_INET6, AF_NETLINK, AF_PACKET, AF_ALG, AF_VSOCK, -1};
    check_eq(caged(CAGE_CORE, open_socket, AF_UNIX), 0);
    for (size_t i = 0; i < sizeof families / sizeof families[0]; i++) {
        check_that(is_ended(caged(CAGE_CORE, open_socket, families[i])));
    }
}

static int landlock_version(void)
{
    return (int)syscall(SYS_landlock_create_ruleset, NULL, 0, 1);
}

static char inside[4096];
static const char *tried;

static void open_inside(long flags)
{
    _exit(open(inside, (int)flags, 0600) >= 0 ? 0 : errno);
}

static void open_tried(long flags)
{
    _exit(open(tried, (int)flags, 0600) >= 0 ? 0 : errno);
}

static void remove_tried(long unused)
{
    (void)unused;
    _exit(unlink(tried) == 0 ? 0 : errno);
}

TEST(core_reaches_files_below_its_folder_and_no_other)
{
    if (landlock_version() < 1) {
        harness_skip("this kernel has no Landlock");
    }
    char outside[4096];
    (void)snprintf(inside, sizeof inside, "%s/inside", harness_folder());
    (void)snprintf(outside, sizeof outside, "%s-outside", harness_folder());
    check_eq(caged(CAGE_CORE, open_inside, O_RDWR | O_CREAT), 0);
    const int fd = open(outside, O_WRONLY | O_CREAT, 0600);
    check_that(fd >= 0);
    (void)close(fd);
    tried = outside;
    check_eq(WEXITSTATUS(caged(CAGE_CORE, open_tried, O_RDONLY)), EACCES);
    check_eq(WEXITSTATUS(caged(CAGE_CORE, open_tried, O_WRONLY)), EACCES);
    check_eq(WEXITSTATUS(caged(CAGE_CORE, remove_tried, 0)), EACCES);
    check_eq(unlink(outside), 0);
    tried = "/etc/passwd";
    check_eq(WEXITSTATUS(caged(CAGE_CORE, open_tried, O_RDONLY)), EACCES);
}

/* What the parent sees of a caged process: its memory is nobody's to read, and it leaves no dump. As root
 * everything belongs to root anyway: so the process is nobody's before it enters. */
static void check_hidden(enum cage cage)
{
    int entered[2];
    char byte = 0;
    struct stat seen;
    char limits[4096] = "";
    check_eq(pipe(entered), 0);
    const pid_t pid = fork();
    check_that(pid >= 0);
    if (pid == 0) {
        const struct rlimit some = {4096, 4096};
        (void)setrlimit(RLIMIT_CORE, &some);
        if (geteuid() == 0 && (chmod(harness_folder(), 0777) != 0 || setuid(65534) != 0)) {
            _exit(98);
        }
        (void)prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
        (void)alarm(HANG_S);
        enter(cage);
        (void)!write(entered[1], "x", 1);
        for (;;) { /* until it is killed */
            (void)poll(NULL, 0, 1000);
        }
    }
    (void)close(entered[1]); /* or one that ends before is waited for for ever */
    check_eq(read(entered[0], &byte, 1), 1);
    char path[64];
    (void)snprintf(path, sizeof path, "/proc/%d/limits", (int)pid);
    const int fd = open(path, O_RDONLY);
    check_that(fd >= 0 && fstat(fd, &seen) == 0 && read(fd, limits, sizeof limits - 1) > 0);
    (void)close(fd);
    check_eq(kill(pid, SIGKILL), 0);
    check_that(waitpid(pid, NULL, 0) == pid);
    (void)close(entered[0]);
    check_eq(seen.st_uid, 0);
    check_that(strstr(limits, "Max core file size        0                    0  ") != NULL);
}

TEST(the_memory_of_core_and_signers_is_nobody_elses)
{
    check_hidden(CAGE_CORE);
    check_hidden(CAGE_SIGNER);
}
