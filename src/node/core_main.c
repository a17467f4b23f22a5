#include "node/core_main.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/check.h"
#include "base/limits.h"
#include "base/log.h"
#include "node/core.h"
#include "node/core_sandbox.h"
#include "node/door.h"
#include "node/link.h"
#include "node/system.h"

enum { SIGNER_WAIT_MS = 5000, IDLE_WAIT_MS = 60000 };

struct outlet { /* to a signer */
    struct link link;
    char *path;
    bool waiting;
    int64_t until_ms;
};

struct loop {
    struct core *core;
    struct door door;
    int signals;
    struct outlet *outlets; /* one a signer */
    size_t outlet_count;
    struct pollfd *polled;
    struct arena arena;
};

char *core_socket_path(struct arena *a, const char *folder, const char *name)
{
    return arena_printf(a, "%s/run/%s.sock", folder, name);
}

static void io_reply(void *ctx, uint64_t number, struct bytes answer)
{
    struct loop *l = ctx;
    door_reply(&l->door, number, answer);
}

static void take_request(void *ctx, uint64_t number, struct bytes message)
{
    struct loop *l = ctx;
    core_request(l->core, number, message);
}

static void forget_client(void *ctx, uint64_t number)
{
    struct loop *l = ctx;
    core_forget(l->core, number);
}

static void io_ask(void *ctx, size_t signer, struct bytes request)
{
    struct loop *l = ctx;
    struct outlet *o = &l->outlets[signer];
    enum error e = o->link.fd >= 0 ? OK : link_connect(&o->link, o->path);
    e = e == OK ? link_send(&o->link, request) : e;
    o->waiting = true;
    /* No answer now, or one that does not come: both are told from the loop. */
    o->until_ms = e == OK ? system_monotonic_ms() + SIGNER_WAIT_MS : 0;
}

static void lose_signer(struct loop *l, size_t i)
{
    l->outlets[i].waiting = false;
    link_close(&l->outlets[i].link);
    core_signer_lost(l->core, i);
}

static void serve_signer(struct loop *l, size_t i, short events)
{
    struct outlet *o = &l->outlets[i];
    bool ready = false;
    struct bytes message;
    enum error e = link_flush(&o->link);
    if (e == OK && (events & (POLLIN | POLLHUP | POLLERR)) != 0) {
        e = link_receive(&o->link, &ready, &message);
    }
    if (e != OK || (ready && !o->waiting)) {
        lose_signer(l, i);
    } else if (ready) {
        o->waiting = false;
        core_signer_answered(l->core, i, message);
        link_next(&o->link);
    }
}

/* The signals, the signers, the door. */
static size_t fill_polled(struct loop *l)
{
    size_t n = 0;
    l->polled[n++] = (struct pollfd){.fd = l->signals, .events = POLLIN};
    for (size_t i = 0; i < l->outlet_count; i++) {
        const struct link *k = &l->outlets[i].link;
        l->polled[n++] = (struct pollfd){.fd = k->fd, .events = link_events(k)}; /* no file: ignored */
    }
    return n + door_fill(&l->door, l->polled + n);
}

static int wait_ms(struct loop *l)
{
    int64_t wait = core_wait_ms(l->core);
    const int64_t door = door_wait_ms(&l->door);
    wait = door < wait ? door : wait;
    wait = wait > IDLE_WAIT_MS ? IDLE_WAIT_MS : wait;
    const int64_t now = system_monotonic_ms();
    for (size_t i = 0; i < l->outlet_count; i++) {
        if (l->outlets[i].waiting) {
            const int64_t left = l->outlets[i].until_ms > now ? l->outlets[i].until_ms - now : 0;
            wait = left < wait ? left : wait;
        }
    }
    return (int)wait;
}

static void serve_signers(struct loop *l)
{
    const int64_t now = system_monotonic_ms();
    for (size_t i = 0; i < l->outlet_count; i++) {
        if (l->polled[1 + i].revents != 0) {
            serve_signer(l, i, l->polled[1 + i].revents);
        } else if (l->outlets[i].waiting && now >= l->outlets[i].until_ms) {
            lose_signer(l, i);
        }
    }
}

static enum error run(struct loop *l)
{
    for (;;) {
        const size_t count = fill_polled(l);
        if (poll(l->polled, count, wait_ms(l)) < 0) {
            check(errno == EINTR);
            continue;
        }
        if (l->polled[0].revents != 0) {
            return OK;
        }
        serve_signers(l);
        door_serve(&l->door, l->polled + 1 + l->outlet_count);
        const enum error e = core_step(l->core);
        if (e != OK) {
            return e;
        }
    }
}

static enum error open_signals(int *fd)
{
    sigset_t set;
    (void)sigemptyset(&set);
    (void)sigaddset(&set, SIGTERM);
    (void)sigaddset(&set, SIGINT);
    if (sigprocmask(SIG_BLOCK, &set, NULL) != 0) {
        return ERROR_IO;
    }
    *fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    return *fd < 0 ? ERROR_IO : OK;
}

static enum error open_all(struct loop *l, const char *folder)
{
    const struct core_io io = {.ctx = l, .ask = io_ask, .reply = io_reply};
    enum error e = core_open(&l->core, system_env(), folder, &io);
    if (e != OK) {
        return e;
    }
    l->outlet_count = core_signer_count(l->core);
    l->outlets = ARENA_ARRAY(&l->arena, struct outlet, l->outlet_count);
    for (size_t i = 0; i < l->outlet_count; i++) {
        const char *name = arena_text(&l->arena, core_signer_member(l->core, i));
        l->outlets[i].path = core_socket_path(&l->arena, folder, name);
        link_init(&l->outlets[i].link, SIGNER_FRAME_BYTES_MAX);
    }
    l->polled = ARENA_ARRAY(&l->arena, struct pollfd, 1 + l->outlet_count + 1 + CONNECTIONS_MAX);
    e = open_signals(&l->signals);
    e = e == OK ? door_open(&l->door, core_socket_path(&l->arena, folder, "core"), CONNECTIONS_MAX,
                            FRAME_BYTES_MAX)
                : e;
    l->door.ctx = l;
    l->door.take = take_request;
    l->door.gone = forget_client;
    return e;
}

static void close_all(struct loop *l)
{
    door_close(&l->door);
    for (size_t i = 0; i < l->outlet_count; i++) {
        link_done(&l->outlets[i].link);
    }
    core_close(l->core);
    arena_done(&l->arena);
}

enum error core_serve(const char *folder)
{
    struct loop l = {.door.listener = -1, .signals = -1};
    enum error e = open_all(&l, folder);
    e = e == OK ? core_sandbox_enter(folder) : e;
    if (e == OK) {
        log_event(LOG_NOTICE, "core_started", "folder=%s size=%llu", folder,
                  (unsigned long long)record_size(embedded_record(core_engine(l.core))));
        e = run(&l);
        log_event(e == OK ? LOG_NOTICE : LOG_ERROR, "core_ended", "folder=%s error=%s", folder,
                  error_text(e));
    }
    close_all(&l);
    return e;
}
