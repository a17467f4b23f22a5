#include "node/supervisor.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/check.h"
#include "base/log.h"
#include "base/limits.h"
#include "base/num.h"
#include "node/core_main.h"
#include "node/frame.h"
#include "node/system.h"

enum {
    CHILDREN_MAX = MEMBERS_MAX + 3,
    ARGUMENTS_MAX = 6,
    BACKOFF_MS_MIN = 100,
    BACKOFF_MS_MAX = 10000,
    STEADY_MS = 60000, /* after this a child's next end counts as its first */
    AT_ONCE_MS = 2000, /* a child that ends sooner has hardly begun */
    AT_ONCE_MAX = 8,   /* such ends in a row, over some 13 s, until it is given up */
    STATUS_MAY_PASS = 3, /* of a child: a disk is full, something is not there yet */
    STATUS_OTHER_MAY_PASS = 5, /* another process has its files, for one that was killed was still ending */
    STATUS_NO_PROGRAM = 127,
    END_WAIT_MS = 10000,
    START_WAIT_MS = 15000,
};

struct child {
    const char *name;
    const char *arguments[ARGUMENTS_MAX];
    pid_t pid; /* 0: not running */
    int64_t started_ms;
    int64_t start_at_ms;
    int64_t backoff_ms;
    unsigned at_once; /* ends in a row that were its own doing and came at once */
    bool given_up;
    bool held; /* an operator keeps it stopped */
};

struct supervisor {
    struct arena arena;
    const char *folder;
    bool web; /* pages are served too */
    int lock;
    int signals;
    sigset_t before; /* signal mask that children get */
    size_t count;
    struct child children[CHILDREN_MAX];
};

const char *supervisor_program(struct arena *a, const char *name)
{
    char self[PATH_MAX];
    const ssize_t len = readlink("/proc/self/exe", self, sizeof self - 1);
    check(len > 0);
    self[len] = 0;
    if (name == NULL) {
        return arena_text(a, bytes_of(self, (size_t)len));
    }
    const char *slash = strrchr(self, '/');
    check(slash != NULL);
    return arena_printf(a, "%.*s/%s", (int)(slash - self), self, name);
}

static void add_child(struct supervisor *s, const char *name, const char *const arguments[ARGUMENTS_MAX])
{
    check(s->count < CHILDREN_MAX);
    struct child *c = &s->children[s->count++];
    *c = (struct child){.name = name, .backoff_ms = BACKOFF_MS_MIN};
    memcpy(c->arguments, arguments, sizeof c->arguments);
}

/* Beside the lock; an empty file whose name says which process is kept stopped. */
static const char *hold_path(struct arena *a, const char *folder, const char *name)
{
    return arena_printf(a, "%s/run/hold.%s", folder, name);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* One child a folder below signers/. */
static enum error add_signers(struct supervisor *s)
{
    const char *path = arena_printf(&s->arena, "%s/signers", s->folder);
    const char *names[CHILDREN_MAX];
    size_t count = 0;
    DIR *d = opendir(path);
    if (d == NULL) {
        return ERROR_NOT_FOUND;
    }
    for (const struct dirent *e = readdir(d); e != NULL; e = readdir(d)) {
        if (e->d_name[0] != '.' && count < CHILDREN_MAX - 2) {
            names[count++] = arena_text(&s->arena, bytes_of_text(e->d_name));
        }
    }
    (void)closedir(d);
    qsort(names, count, sizeof names[0], by_name);
    const char *signer = supervisor_program(&s->arena, "univocal-signer");
    for (size_t i = 0; i < count; i++) {
        const char *const arguments[ARGUMENTS_MAX] = {
            signer, "--socket", core_socket_path(&s->arena, s->folder, names[i]),
            arena_printf(&s->arena, "%s/%s", path, names[i])};
        add_child(s, names[i], arguments);
    }
    return OK;
}

static enum error take_lock(struct supervisor *s)
{
    const char *path = arena_printf(&s->arena, "%s/run/lock", s->folder);
    s->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (s->lock < 0) {
        return errno == ENOENT ? ERROR_NOT_FOUND : ERROR_IO;
    }
    if (flock(s->lock, LOCK_EX | LOCK_NB) != 0) {
        return ERROR_BUSY;
    }
    char text[32];
    const int len = snprintf(text, sizeof text, "%ld\n", (long)getpid());
    return ftruncate(s->lock, 0) == 0 && pwrite(s->lock, text, (size_t)len, 0) == len ? OK : ERROR_IO;
}

static void start_child(struct supervisor *s, struct child *c, int64_t now)
{
    c->started_ms = now;
    const pid_t parent = getpid();
    const pid_t pid = fork();
    if (pid == 0) {
        /* It ends with its supervisor, however that ends. */
        (void)prctl(PR_SET_PDEATHSIG, SIGTERM);
        (void)sigprocmask(SIG_SETMASK, &s->before, NULL);
        if (getppid() == parent) {
            (void)execv(c->arguments[0], (char *const *)(uintptr_t)c->arguments);
        }
        log_event(LOG_ERROR, "start_failed", "name=%s program=%s error=%s", c->name, c->arguments[0],
                  strerror(errno));
        _exit(STATUS_NO_PROGRAM);
    }
    c->pid = pid < 0 ? 0 : pid;
    c->start_at_ms = pid < 0 ? now + c->backoff_ms : 0;
}

static bool waits_for_start(const struct child *c)
{
    return c->pid == 0 && !c->given_up && !c->held;
}

/* Core comes once the sockets of the signers have had time to appear; it would find them later too. */
static void start_due(struct supervisor *s)
{
    const int64_t now = system_monotonic_ms();
    for (size_t i = 0; i < s->count; i++) {
        if (waits_for_start(&s->children[i]) && now >= s->children[i].start_at_ms) {
            start_child(s, &s->children[i], now);
        }
    }
}

/* Whether an end was the child's own doing and will not pass by waiting: its key, settings or file are bad,
 * it has a bug, it is not installed. Who was killed, or lacked room, is started again for ever. */
static bool is_hopeless(int status)
{
    if (WIFSIGNALED(status)) {
        return WTERMSIG(status) != SIGKILL && WTERMSIG(status) != SIGTERM;
    }
    return WEXITSTATUS(status) != 0 && WEXITSTATUS(status) != STATUS_MAY_PASS &&
           WEXITSTATUS(status) != STATUS_OTHER_MAY_PASS;
}

static void plan_again(const struct supervisor *s, struct child *c, int status)
{
    const int64_t now = system_monotonic_ms();
    const int64_t lived = now - c->started_ms;
    const int code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    const int signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    c->at_once = lived < AT_ONCE_MS && is_hopeless(status) ? c->at_once + 1 : 0;
    if (c->at_once == AT_ONCE_MAX) {
        c->given_up = true;
        log_event(LOG_ERROR, "child_given_up",
                  "name=%s status=%d signal=%d times=%u folder=%s hint=what it said above is to be mended; "
                  "then stop and serve again",
                  c->name, code, signal, c->at_once, s->folder);
        return;
    }
    c->backoff_ms = lived >= STEADY_MS ? BACKOFF_MS_MIN : c->backoff_ms;
    log_event(LOG_WARNING, "child_ended", "name=%s status=%d signal=%d again_in_ms=%lld", c->name, code,
              signal, (long long)c->backoff_ms);
    c->start_at_ms = now + c->backoff_ms;
    c->backoff_ms = 2 * c->backoff_ms > BACKOFF_MS_MAX ? BACKOFF_MS_MAX : 2 * c->backoff_ms;
}

static void reap(struct supervisor *s, bool ending)
{
    int status = 0;
    for (pid_t pid = waitpid(-1, &status, WNOHANG); pid > 0; pid = waitpid(-1, &status, WNOHANG)) {
        for (size_t i = 0; i < s->count; i++) {
            if (s->children[i].pid == pid) {
                s->children[i].pid = 0;
                if (!ending && !s->children[i].held) {
                    plan_again(s, &s->children[i], status);
                }
            }
        }
    }
}

static size_t running(const struct supervisor *s)
{
    size_t count = 0;
    for (size_t i = 0; i < s->count; i++) {
        count += s->children[i].pid != 0;
    }
    return count;
}

static int next_wait_ms(const struct supervisor *s)
{
    const int64_t now = system_monotonic_ms();
    int64_t wait = 60000;
    for (size_t i = 0; i < s->count; i++) {
        if (waits_for_start(&s->children[i])) {
            const int64_t own = s->children[i].start_at_ms > now ? s->children[i].start_at_ms - now : 0;
            wait = own < wait ? own : wait;
        }
    }
    return (int)wait;
}

/* What operators keep stopped ends, and what they let go starts afresh. */
static void look_at_holds(struct supervisor *s)
{
    struct arena a = {0};
    for (size_t i = 0; i < s->count; i++) {
        struct child *c = &s->children[i];
        const bool held = access(hold_path(&a, s->folder, c->name), F_OK) == 0;
        if (held != c->held) {
            log_event(LOG_NOTICE, held ? "child_held" : "child_let_go", "name=%s", c->name);
            c->held = held;
            c->given_up = false;
            c->at_once = 0;
            c->start_at_ms = 0;
            c->backoff_ms = BACKOFF_MS_MIN;
        }
        if (held && c->pid != 0) {
            (void)kill(c->pid, SIGTERM);
        }
    }
    arena_done(&a);
}

/* Waits for a signal or a time; whether it was one that ends us. */
static bool told_to_end(struct supervisor *s, int wait_ms)
{
    struct pollfd p = {.fd = s->signals, .events = POLLIN};
    struct signalfd_siginfo info;
    bool end = false;
    if (poll(&p, 1, wait_ms) > 0) {
        while (read(s->signals, &info, sizeof info) == (ssize_t)sizeof info) {
            end = end || (info.ssi_signo != SIGCHLD && info.ssi_signo != SIGUSR1);
            if (info.ssi_signo == SIGUSR1) {
                look_at_holds(s);
            }
        }
    }
    return end;
}

/* Core first, so that nothing is asked of signers that are gone. */
static void end_children(struct supervisor *s)
{
    for (size_t i = s->count; i-- > 0;) {
        if (s->children[i].pid != 0) {
            (void)kill(s->children[i].pid, SIGTERM);
        }
    }
    const int64_t until = system_monotonic_ms() + END_WAIT_MS;
    while (running(s) > 0) {
        (void)told_to_end(s, 100);
        reap(s, true);
        if (system_monotonic_ms() > until) {
            for (size_t i = 0; i < s->count; i++) {
                if (s->children[i].pid != 0) {
                    (void)kill(s->children[i].pid, SIGKILL);
                }
            }
        }
    }
}

static enum error open_signals(struct supervisor *s)
{
    sigset_t set;
    (void)sigemptyset(&set);
    (void)sigaddset(&set, SIGTERM);
    (void)sigaddset(&set, SIGINT);
    (void)sigaddset(&set, SIGUSR1);
    (void)sigaddset(&set, SIGCHLD);
    if (sigprocmask(SIG_BLOCK, &set, &s->before) != 0) {
        return ERROR_IO;
    }
    s->signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    return s->signals < 0 ? ERROR_IO : OK;
}

static enum error prepare(struct supervisor *s)
{
    enum error e =
        access(arena_printf(&s->arena, "%s/record.db", s->folder), R_OK) == 0 ? OK : ERROR_NOT_FOUND;
    e = e == OK ? system_make_folder(arena_printf(&s->arena, "%s/run", s->folder)) : e;
    e = e == OK ? take_lock(s) : e;
    e = e == OK ? add_signers(s) : e;
    const char *const arguments[ARGUMENTS_MAX] = {supervisor_program(&s->arena, NULL), "core", "--org",
                                                  s->folder};
    for (size_t i = 0; e == OK && i < s->count; i++) { /* who serves anew starts all */
        (void)unlink(hold_path(&s->arena, s->folder, s->children[i].name));
    }
    if (e == OK) {
        const char *address = arena_printf(&s->arena, "%s/run/web", s->folder);
        (void)unlink(address); /* of one that ended before */
        const char *const pages[ARGUMENTS_MAX] = {supervisor_program(&s->arena, "univocal-web"),
                                                  s->folder};
        if (s->web) {
            add_child(s, "web", pages);
        }
        add_child(s, "core", arguments);
        e = open_signals(s);
    }
    return e;
}

/* Their sockets have nobody behind them any more, and who serves next starts all. */
static void remove_sockets(struct supervisor *s)
{
    for (size_t i = 0; i < s->count; i++) {
        (void)unlink(core_socket_path(&s->arena, s->folder, s->children[i].name));
        (void)unlink(hold_path(&s->arena, s->folder, s->children[i].name));
    }
    (void)unlink(arena_printf(&s->arena, "%s/run/web", s->folder));
}

/* Without a signer the others go on; without core, the last, nothing is served. */
static bool is_given_up(const struct supervisor *s)
{
    return s->children[s->count - 1].given_up;
}

enum error supervisor_run(const char *folder, bool web)
{
    struct supervisor *s = calloc(1, sizeof *s);
    check(s != NULL);
    s->lock = -1;
    s->folder = folder;
    s->web = web;
    enum error e = prepare(s);
    if (e == OK) {
        log_event(LOG_NOTICE, "serving", "folder=%s processes=%zu", folder, s->count);
        do {
            start_due(s);
            reap(s, false);
        } while (!is_given_up(s) && !told_to_end(s, next_wait_ms(s)));
        e = is_given_up(s) ? ERROR_CLOSED : OK;
        end_children(s);
        remove_sockets(s);
        log_event(LOG_NOTICE, "served", "folder=%s", folder);
    }
    if (s->lock >= 0) {
        (void)close(s->lock);
    }
    arena_done(&s->arena);
    free(s);
    return e;
}

/* Who has written its id into the lock; 0: nobody. */
static pid_t named_in(int lock)
{
    char text[32];
    int64_t pid = 0;
    const ssize_t len = pread(lock, text, sizeof text, 0);
    return len >= 2 && num_parse(bytes_of(text, (size_t)len - 1), INT32_MAX, &pid) ? (pid_t)pid : 0;
}

static int open_lock(const char *folder)
{
    struct arena a = {0};
    const int fd = open(arena_printf(&a, "%s/run/lock", folder), O_RDWR | O_CLOEXEC | O_NOFOLLOW);
    arena_done(&a);
    return fd;
}

/* Whether core answers on its socket, and serves under this supervisor, not under one that was there. */
static bool is_answering(const char *folder, pid_t supervisor)
{
    struct arena a = {0};
    int fd = -1;
    const int lock = open_lock(folder);
    const bool answers = lock >= 0 && named_in(lock) == supervisor &&
                         frame_connect(core_socket_path(&a, folder, "core"), 1000, &fd) == OK;
    if (answers) {
        (void)close(fd);
    }
    if (lock >= 0) {
        (void)close(lock);
    }
    arena_done(&a);
    return answers;
}

static _Noreturn void run_apart(const char *folder, bool web)
{
    struct arena a = {0};
    (void)setsid();
    (void)close_range(STDERR_FILENO + 1, UINT_MAX, 0); /* its caller's files are none of its own */
    const int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
    const int log =
        open(arena_printf(&a, "%s/run/log", folder), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (null >= 0 && log >= 0) {
        (void)dup2(null, STDIN_FILENO);
        (void)dup2(log, STDOUT_FILENO);
        (void)dup2(log, STDERR_FILENO);
    }
    const enum error e = supervisor_run(folder, web);
    _exit(e == OK ? 0 : e == ERROR_BUSY ? 1 : 3);
}

enum error supervisor_start(const char *folder, bool web)
{
    struct arena a = {0};
    enum error e = access(arena_printf(&a, "%s/record.db", folder), R_OK) == 0 ? OK : ERROR_NOT_FOUND;
    e = e == OK ? system_make_folder(arena_printf(&a, "%s/run", folder)) : e;
    arena_done(&a);
    if (e != OK) {
        return e;
    }
    const pid_t pid = fork();
    if (pid == 0) {
        run_apart(folder, web);
    }
    if (pid < 0) {
        return ERROR_IO;
    }
    const int64_t until = system_monotonic_ms() + START_WAIT_MS;
    while (system_monotonic_ms() < until) {
        int status = 0;
        if (waitpid(pid, &status, WNOHANG) == pid) {
            return WIFEXITED(status) && WEXITSTATUS(status) == 1 ? ERROR_BUSY : ERROR_CLOSED;
        }
        if (is_answering(folder, pid)) {
            return OK;
        }
        (void)poll(NULL, 0, 20);
    }
    return ERROR_TIMEOUT;
}

/* Whoever holds the lock has written its id there; without a holder the id says nothing. */
static enum error find_supervisor(int lock, pid_t *pid)
{
    if (flock(lock, LOCK_EX | LOCK_NB) == 0) {
        return ERROR_NOT_FOUND;
    }
    *pid = named_in(lock);
    return *pid > 0 ? OK : ERROR_IO;
}

enum error supervisor_hold(const char *folder, const char *signer, bool held)
{
    struct arena a = {0};
    pid_t pid = 0;
    const char *path = hold_path(&a, folder, signer);
    const int lock = open_lock(folder);
    enum error e = lock < 0 ? ERROR_NOT_FOUND : find_supervisor(lock, &pid);
    if (e == OK && held) {
        const int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
        e = fd < 0 ? ERROR_IO : OK;
        if (fd >= 0) {
            (void)close(fd);
        }
    } else if (e == OK) {
        e = unlink(path) == 0 || errno == ENOENT ? OK : ERROR_IO;
    }
    e = e == OK && kill(pid, SIGUSR1) != 0 ? ERROR_IO : e;
    if (lock >= 0) {
        (void)close(lock);
    }
    arena_done(&a);
    return e;
}

enum error supervisor_stop(const char *folder)
{
    const int fd = open_lock(folder);
    if (fd < 0) {
        return ERROR_NOT_FOUND;
    }
    pid_t pid = 0;
    enum error e = find_supervisor(fd, &pid);
    e = e == OK && kill(pid, SIGTERM) != 0 ? ERROR_IO : e;
    const int64_t until = system_monotonic_ms() + END_WAIT_MS + 5000;
    while (e == OK && flock(fd, LOCK_EX | LOCK_NB) != 0) {
        (void)poll(NULL, 0, 20);
        e = system_monotonic_ms() > until ? ERROR_TIMEOUT : OK;
    }
    (void)close(fd);
    return e;
}
