/* univocal-web: the pages of an organisation. univocal-web(1). */
#include <argp.h>
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/check.h"
#include "base/limits.h"
#include "base/log.h"
#include "crypto/sign.h"
#include "node/sandbox.h"
#include "node/system.h"
#include "web/front.h"
#include "web/routes.h"
#include "web/settings.h"
#include "web/worker.h"

const char *argp_program_version = "univocal-web " UNIVOCAL_VERSION;

/* The last lane is for what looks at earlier entries: a long replay keeps nobody else waiting. */
enum { LANES = 2, STATUS_USAGE = 2, STATUS_AGAIN = 3, STATUS_BUSY = 5, BACKLOG = 511 };

struct arguments {
    const char *folder;
    bool openapi;
};

static error_t parse_option(int key, char *value, struct argp_state *state)
{
    struct arguments *a = state->input;
    switch (key) {
    case 'o':
        a->openapi = true;
        return 0;
    case ARGP_KEY_ARG:
        if (state->arg_num > 0) {
            argp_usage(state);
        }
        a->folder = value;
        return 0;
    case ARGP_KEY_END:
        if (a->folder == NULL && !a->openapi) {
            argp_usage(state);
        }
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static int print_openapi(void)
{
    struct buffer b;
    buffer_init(&b, WEB_ANSWER_BYTES_MAX);
    openapi_write(&b);
    const bool written = !b.overflow && fwrite(b.data, 1, b.len, stdout) == b.len && fflush(stdout) == 0;
    buffer_done(&b);
    return written ? 0 : STATUS_AGAIN;
}

static enum error read_settings(struct arena *a, const char *folder, struct web_settings *out)
{
    const struct env *env = system_env();
    struct buffer text;
    buffer_init(&text, WEB_SETTINGS_BYTES_MAX);
    *out = (struct web_settings){.port = -1};
    enum error e =
        env->file_read(env->ctx, arena_printf(a, "%s/web.settings", folder), WEB_SETTINGS_BYTES_MAX, &text);
    e = e == OK ? web_settings_read(a, buffer_view(&text), out) : e == ERROR_NOT_FOUND ? OK : e;
    buffer_done(&text);
    if (e != OK) {
        log_event(LOG_ERROR, "web_settings", "file=%s/web.settings error=%s", folder, error_text(e));
    }
    return e;
}

/* On this host's loopback address alone: what is public comes through a proxy, which has the certificate. */
static int listen_at(int port)
{
    const struct sockaddr_in at = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    const int one = 1;
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd >= 0 && setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one) == 0 &&
        bind(fd, (const struct sockaddr *)&at, sizeof at) == 0 && listen(fd, BACKLOG) == 0) {
        return fd;
    }
    if (fd >= 0) {
        (void)close(fd);
    }
    return -1;
}

static int listen_by(const struct web_settings *s)
{
    int fd = -1;
    for (int port = WEB_PORT_FIRST; s->port < 0 && fd < 0 && port <= WEB_PORT_LAST; port++) {
        fd = listen_at(port);
    }
    return s->port >= 0 ? listen_at(s->port) : fd;
}

static int port_of(int listener)
{
    struct sockaddr_in at = {.sin_family = AF_INET};
    socklen_t len = sizeof at;
    check(getsockname(listener, (struct sockaddr *)&at, &len) == 0);
    return ntohs(at.sin_port);
}

/* Each host as it is and with the port, and this one's own names. */
static size_t list_hosts(struct arena *a, const struct web_settings *s, int port, struct bytes *out)
{
    size_t count = 0;
    for (size_t i = 0; i < s->host_count + 2; i++) {
        const struct bytes host = i == 0 ? BYTES("localhost") : i == 1 ? BYTES("127.0.0.1") : s->hosts[i - 2];
        out[count++] = host;
        out[count++] =
            bytes_of_text(arena_printf(a, "%.*s:%d", (int)host.len, (const char *)host.data, port));
    }
    return count;
}

/* A worker ends with the front, however that ends. */
static _Noreturn void be_worker(const char *folder, int lane, pid_t front)
{
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    const enum error e = getppid() == front ? worker_run(folder, lane) : OK;
    _exit(e == OK || e == ERROR_BUSY ? 0 : STATUS_AGAIN);
}

static enum error start_workers(const char *folder, int listener, int lanes[LANES])
{
    const pid_t self = getpid();
    for (size_t i = 0; i < LANES; i++) {
        int pair[2];
        if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, pair) != 0) {
            return ERROR_IO;
        }
        const pid_t pid = fork();
        if (pid == 0) {
            (void)close(listener);
            for (size_t k = 0; k < i; k++) {
                (void)close(lanes[k]);
            }
            (void)close(pair[0]);
            be_worker(folder, pair[1], self);
        }
        (void)close(pair[1]);
        lanes[i] = pair[0];
        if (pid < 0) {
            return ERROR_IO;
        }
    }
    return OK;
}

/* For `univocal status` and whoever looks for the address. */
static enum error tell_address(struct arena *a, const char *folder, int port)
{
    const struct env *env = system_env();
    return env->file_replace(env->ctx, arena_printf(a, "%s/run/web", folder),
                             bytes_of_text(arena_printf(a, "http://127.0.0.1:%d\n", port)));
}

/* What core, which is started with this process, makes beside its databases; without it there is nothing to
 * read yet, and what is made later cannot be opened in a cage. */
static void await_core(const char *const indexes[KEPT_FILES])
{
    for (int i = 0; i < 200 && (access(indexes[0], F_OK) != 0 || access(indexes[1], F_OK) != 0); i++) {
        (void)poll(NULL, 0, 50);
    }
}

static enum error give_up(void)
{
    static const char *const allowed[] = {
        "accept4",        "recvfrom",  "sendto",     "shutdown",    "setsockopt",      "close",
        "epoll_create1",  "epoll_ctl", "epoll_wait", "epoll_pwait", "write",           "brk",
        "clock_gettime",  "exit",      "exit_group", "futex",       "getrandom",       "madvise",
        "mmap",           "mprotect",  "mremap",     "munmap",      "restart_syscall", "rt_sigreturn",
        "rt_sigprocmask", "pread64",   NULL,
    };
    return sandbox_enter(&(struct sandbox){.calls = allowed});
}

static enum error serve(struct arena *a, const char *folder)
{
    struct web_settings settings;
    struct bytes hosts[2 * (WEB_HOSTS_MAX + 2)];
    int lanes[LANES];
    const char *const indexes[KEPT_FILES] = {arena_printf(a, "%s/record.db-shm", folder),
                                             arena_printf(a, "%s/blobs.db-shm", folder)};
    const enum error read = read_settings(a, folder, &settings);
    if (read != OK) {
        return read;
    }
    const int listener = listen_by(&settings);
    if (listener < 0) {
        log_event(LOG_ERROR, "web_port", "port=%d error=%s", settings.port, strerror(errno));
        return ERROR_BUSY;
    }
    const int port = port_of(listener);
    struct front_options options = {.listener = listener,
                                    .lane_count = LANES,
                                    .lanes = lanes,
                                    .host_count = list_hosts(a, &settings, port, hosts),
                                    .hosts = hosts};
    enum error e = tell_address(a, folder, port);
    await_core(indexes);
    e = e == OK ? start_workers(folder, listener, lanes) : e;
    for (size_t i = 0; i < KEPT_FILES; i++) { /* not before: a worker that closed one would lose its locks */
        options.indexes[i] = open(indexes[i], O_RDONLY | O_CLOEXEC);
    }
    e = e == OK ? give_up() : e;
    if (e == OK) {
        log_event(LOG_NOTICE, "web_started", "folder=%s address=http://127.0.0.1:%d", folder, port);
        e = front_run(&options);
    }
    return e;
}

int main(int argc, char **argv)
{
    static const struct argp_option options[] = {
        {"openapi", 'o', NULL, 0, "Print the description of all addresses (OpenAPI 3.1) and end", 0}, {0}};
    static const struct argp parser = {
        options,  parse_option,
        "FOLDER", "Serves the pages of the organisation in FOLDER on this host's loopback address.",
        NULL,     NULL,
        NULL};
    struct arguments arguments = {.folder = NULL};
    struct arena a = {0};
    struct rlimit files;
    argp_err_exit_status = STATUS_USAGE;
    (void)argp_parse(&parser, argc, argv, 0, NULL, &arguments);
    (void)umask(0077);
    (void)signal(SIGPIPE, SIG_IGN);
    if (arguments.openapi) {
        return print_openapi();
    }
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) { /* a client is a file */
        files.rlim_cur = files.rlim_max;
        (void)setrlimit(RLIMIT_NOFILE, &files);
    }
    const enum error e = crypto_start() == OK ? serve(&a, arguments.folder) : ERROR_UNSUPPORTED;
    arena_done(&a);
    return e == ERROR_MALFORMED ? STATUS_USAGE : e == ERROR_BUSY ? STATUS_BUSY : STATUS_AGAIN;
}
