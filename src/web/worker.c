#include "web/worker.h"

#include <unistd.h>

#include "base/arena.h"
#include "base/log.h"
#include "node/data.h"
#include "node/sandbox.h"
#include "node/system.h"
#include "web/dispatch.h"
#include "web/http.h"

/* As root SQLite gives the file of its locks the owner of the database, and goes on where it may not. Who
 * opens that file first, as a reader may when core was killed, makes it new (SQLite, unixLockSharedMemory and
 * unixShmMap): here it cannot, and there is no answer before core is back. */
static const char *const refused[] = {"fchown", "ftruncate", "pwrite64", NULL};

static const char *const allowed[] = {
    /* one lane */
    "read",
    "write",
    "writev",
    "recvfrom",
    "recvmsg",
    "sendto",
    "sendmsg",
    "poll",
    "ppoll",
    "epoll_ctl",
    "epoll_wait",
    "epoll_pwait",
    "setsockopt",
    "getsockopt",
    "shutdown",
    "close",
    "fcntl",
    /* a database that is only read; its locks are in one file beside it */
    "access",
    "faccessat",
    "faccessat2",
    "fstat",
    "newfstatat",
    "statx",
    "stat",
    "lstat",
    "getcwd",
    "lseek",
    "openat",
    "open",
    "pread64",
    "readlink",
    "readlinkat",
    "geteuid",
    "getuid",
    "fstatfs",
    /* memory, time, the end */
    "brk",
    "clock_gettime",
    "clock_nanosleep",
    "exit",
    "exit_group",
    "futex",
    "getpid",
    "getrandom",
    "gettid",
    "madvise",
    "mmap",
    "mprotect",
    "mremap",
    "munmap",
    "nanosleep",
    "restart_syscall",
    "rt_sigaction",
    "rt_sigprocmask",
    "rt_sigreturn",
    "uname",
    "sysinfo",
    NULL,
};

static void answer(void *ctx, struct arena *a, const struct request *r, struct answer *out)
{
    dispatch_answer(ctx, a, r, out);
}

/* The databases and, of what lies beside them, the files of their locks, which a reader marks what it reads
 * in. Each must be there; the signers' folders, the delegates' keys and the settings are not below any of
 * them. */
static enum error enter_sandbox(const char *folder)
{
    static const struct {
        const char *name;
        enum sandbox_access access;
    } files[] = {
        {"record.db", SANDBOX_READ}, {"record.db-wal", SANDBOX_READ}, {"record.db-shm", SANDBOX_WRITE},
        {"blobs.db", SANDBOX_READ},  {"blobs.db-wal", SANDBOX_READ},  {"blobs.db-shm", SANDBOX_WRITE},
    };
    struct arena a = {0};
    struct sandbox_path paths[sizeof files / sizeof files[0]];
    size_t count = 0;
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        const char *path = arena_printf(&a, "%s/%s", folder, files[i].name);
        if (access(path, F_OK) == 0) {
            paths[count++] = (struct sandbox_path){path, files[i].access};
        }
    }
    const enum error e = sandbox_enter(
        &(struct sandbox){.calls = allowed, .refused = refused, .path_count = count, .paths = paths});
    arena_done(&a);
    return e;
}

enum error worker_run(const char *folder, int lane)
{
    struct dispatch *d = dispatch_new(system_env(), folder);
    struct arena a = {0};
    struct http *h = http_new(lane, answer, d);
    enum error e = h == NULL ? ERROR_UNSUPPORTED : dispatch_try(d);
    dispatch_load_archive(d, data_folder(&a, "UNIVOCAL_ARCHIVE", "archive"));
    arena_done(&a);
    e = e == OK ? enter_sandbox(folder) : e;
    while (e == OK && http_step(h)) {
        e = dispatch_is_stale(d) ? ERROR_BUSY : OK;
    }
    if (e != OK) {
        log_event(LOG_NOTICE, "web_worker_ends", "error=%s", error_text(e));
    }
    http_free(h);
    dispatch_free(d);
    return e;
}
