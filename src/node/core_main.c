#include "node/core_main.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/check.h"
#include "base/limits.h"
#include "base/log.h"
#include "node/core.h"
#include "node/core_sandbox.h"
#include "node/frame.h"
#include "node/link.h"
#include "node/system.h"

enum { SIGNER_WAIT_MS = 5000, IDLE_WAIT_MS = 60000 };

struct client {
    struct link link;
    uint64_t number; /* given to core; 0: a free place */
    bool asked;      /* a request is with core: the next is read after its answer */
};

struct outlet { /* to a signer */
    struct link link;
    char *path;
    bool waiting;
    int64_t until_ms;
};

struct loop {
    struct core *core;
    int listener;
    int signals;
    uint64_t next_number;
    struct client *clients;  /* CONNECTIONS_MAX */
    struct outlet *outlets;  /* one a signer */
    size_t outlet_count;
    struct pollfd *polled;
    struct arena arena;
};

char *core_socket_path(struct arena *a, const char *folder, const char *name)
{
    return arena_printf(a, "%s/run/%s.sock", folder, name);
}

static void drop_client(struct loop *l, struct client *c)
{
    core_forget(l->core, c->number);
    link_done(&c->link);
    *c = (struct client){.link = {.fd = -1}};
}

static void io_reply(void *ctx, uint64_t number, struct bytes answer)
{
    struct loop *l = ctx;
    for (size_t i = 0; i < CONNECTIONS_MAX; i++) {
        struct client *c = &l->clients[i];
        if (c->number == number) {
            c->asked = false;
            if (link_send(&c->link, answer) != OK) {
                c->link.out.overflow = true; /* dropped by the loop: core may be in the middle of something */
            }
        }
    }
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

static void accept_client(struct loop *l)
{
    const int fd = accept4(l->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (fd < 0) {
        return;
    }
    for (size_t i = 0; i < CONNECTIONS_MAX && frame_peer_is_own(fd); i++) {
        if (l->clients[i].number == 0) {
            l->clients[i].number = l->next_number++;
            link_init(&l->clients[i].link, FRAME_BYTES_MAX);
            link_take(&l->clients[i].link, fd);
            return;
        }
    }
    (void)close(fd);
}

static void serve_client(struct loop *l, struct client *c, short events)
{
    enum error e = c->link.out.overflow ? ERROR_CLOSED : link_flush(&c->link);
    if (e == OK && (events & (POLLIN | POLLHUP)) != 0 && !c->asked) {
        bool ready = false;
        struct bytes message;
        e = link_receive(&c->link, &ready, &message);
        if (e == OK && ready) {
            c->asked = true;
            core_request(l->core, c->number, message);
            link_next(&c->link);
        }
    } else if (e == OK && (events & (POLLHUP | POLLERR)) != 0) {
        e = ERROR_CLOSED;
    }
    if (e != OK) {
        drop_client(l, c);
    }
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

/* Fills the list of descriptors; those of no connection are -1, which poll passes over. */
static size_t fill_polled(struct loop *l)
{
    size_t n = 0;
    l->polled[n++] = (struct pollfd){.fd = l->listener, .events = POLLIN};
    l->polled[n++] = (struct pollfd){.fd = l->signals, .events = POLLIN};
    for (size_t i = 0; i < l->outlet_count; i++) {
        const struct link *k = &l->outlets[i].link;
        l->polled[n++] = (struct pollfd){.fd = k->fd, .events = k->fd < 0 ? 0 : link_events(k)};
    }
    for (size_t i = 0; i < CONNECTIONS_MAX; i++) {
        const struct client *c = &l->clients[i];
        const short events = c->number == 0 ? 0 : c->asked ? (short)(link_events(&c->link) & ~POLLIN)
                                                           : link_events(&c->link);
        l->polled[n++] = (struct pollfd){.fd = c->number == 0 ? -1 : c->link.fd, .events = events};
    }
    return n;
}

static int wait_ms(struct loop *l)
{
    int64_t wait = core_wait_ms(l->core);
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

static enum error run(struct loop *l)
{
    for (;;) {
        const size_t count = fill_polled(l);
        if (poll(l->polled, count, wait_ms(l)) < 0) {
            check(errno == EINTR);
            continue;
        }
        if (l->polled[1].revents != 0) {
            return OK;
        }
        const int64_t now = system_monotonic_ms();
        for (size_t i = 0; i < l->outlet_count; i++) {
            if (l->polled[2 + i].revents != 0) {
                serve_signer(l, i, l->polled[2 + i].revents);
            } else if (l->outlets[i].waiting && now >= l->outlets[i].until_ms) {
                lose_signer(l, i);
            }
        }
        for (size_t i = 0; i < CONNECTIONS_MAX; i++) {
            struct client *c = &l->clients[i];
            const short events = l->polled[2 + l->outlet_count + i].revents;
            if (c->number != 0 && (events != 0 || c->link.out.overflow)) {
                serve_client(l, c, events);
            }
        }
        if (l->polled[0].revents != 0) {
            accept_client(l);
        }
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
    l->clients = ARENA_ARRAY(&l->arena, struct client, CONNECTIONS_MAX);
    for (size_t i = 0; i < CONNECTIONS_MAX; i++) {
        l->clients[i].link.fd = -1;
    }
    l->polled = ARENA_ARRAY(&l->arena, struct pollfd, 2 + l->outlet_count + CONNECTIONS_MAX);
    l->next_number = 1;
    e = open_signals(&l->signals);
    return e == OK ? frame_listen(core_socket_path(&l->arena, folder, "core"), &l->listener) : e;
}

static void close_all(struct loop *l)
{
    for (size_t i = 0; l->clients != NULL && i < CONNECTIONS_MAX; i++) {
        if (l->clients[i].number != 0) {
            link_done(&l->clients[i].link);
        }
    }
    for (size_t i = 0; i < l->outlet_count; i++) {
        link_done(&l->outlets[i].link);
    }
    core_close(l->core);
    arena_done(&l->arena);
}

enum error core_serve(const char *folder)
{
    struct loop l = {.listener = -1, .signals = -1};
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
