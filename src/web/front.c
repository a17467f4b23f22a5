#include "web/front.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/check.h"
#include "base/limits.h"
#include "base/log.h"
#include "node/system.h"
#include "web/gate.h"
#include "web/http.h"
#include "web/reply.h"

enum { EVENTS = 256, LANES_MAX = 8, DRAIN_BYTES = 64 * 1024, SWEEP_MS = 500 };

const struct front_limits front_limits = {
    .clients_max = WEB_CLIENTS_MAX,
    .clients_per_address_max = WEB_CLIENTS_PER_ADDRESS_MAX,
    .waiting_bytes_max = WEB_WAITING_BYTES_MAX,
    .head_ms = WEB_HEAD_MS_MAX,
    .stall_ms = WEB_STALL_MS_MAX,
    .work_ms = WEB_WORK_MS_MAX,
    .close_ms = WEB_CLOSE_MS_MAX,
};

enum client_state {
    CLIENT_FREE,
    CLIENT_READING, /* a head is not whole yet */
    CLIENT_WAITING, /* its request is in a lane or stands in line for one */
    CLIENT_WRITING,
    CLIENT_CLOSING, /* its last answer has left: what it still sends is read and forgotten */
};

struct client {
    int fd;
    enum client_state state;
    uint32_t address;
    bool head;        /* of the request that is answered */
    bool last;        /* after this answer it is closed */
    int64_t since_ms; /* when its head, its answer or its end began to be due */
    struct buffer in;
    struct buffer out;
    size_t sent;
    size_t drained;
    struct client *next; /* in line */
    uint32_t watched;    /* what epoll tells of it */
};

struct lane {
    int fd;
    struct client *client; /* whose request is in it; may have gone: then `orphan` */
    bool busy;
    bool head;
    struct buffer request; /* that is in it */
    struct kept_mark mark; /* how the databases stood before it */
    int64_t asked_ms;
    struct buffer in;
    struct client *first; /* in line */
    struct client *last;
};

struct front {
    const struct front_options *options;
    const struct front_limits *limits;
    int events;
    size_t clients_max;
    struct client *clients;
    size_t client_count;
    size_t waiting_bytes; /* of answers that clients have not taken yet */
    struct lane lanes[LANES_MAX];
    struct kept *kept;
    struct arena arena;
    int64_t swept_ms;
    bool worker_gone;
};

/* What epoll carries: clients by their place, lanes and the listener above them. */
static uint64_t tag_of_lane(const struct front *f, size_t lane)
{
    return f->clients_max + lane;
}

static uint64_t tag_of_listener(const struct front *f)
{
    return f->clients_max + LANES_MAX;
}

static void watch(struct front *f, struct client *c, uint32_t what)
{
    struct epoll_event e = {.events = what, .data.u64 = (uint64_t)(c - f->clients)};
    if (c->watched != what) {
        check(epoll_ctl(f->events, EPOLL_CTL_MOD, c->fd, &e) == 0);
        c->watched = what;
    }
}

static void leave_line(struct lane *l, struct client *c)
{
    struct client *before = NULL;
    for (struct client *x = l->first; x != NULL; before = x, x = x->next) {
        if (x == c) {
            if (before == NULL) {
                l->first = x->next;
            } else {
                before->next = x->next;
            }
            l->last = l->last == x ? before : l->last;
            return;
        }
    }
}

static void drop(struct front *f, struct client *c)
{
    for (size_t i = 0; i < f->options->lane_count; i++) {
        leave_line(&f->lanes[i], c);
        if (f->lanes[i].client == c) {
            f->lanes[i].client = NULL; /* the answer is for nobody */
        }
    }
    f->waiting_bytes -= c->out.len;
    (void)close(c->fd);
    buffer_done(&c->in);
    buffer_done(&c->out);
    *c = (struct client){.state = CLIENT_FREE, .fd = -1};
    f->client_count--;
}

static void begin_reading(struct front *f, struct client *c)
{
    c->state = CLIENT_READING;
    c->since_ms = system_monotonic_ms();
    watch(f, c, EPOLLIN);
}

/* Half closed: an answer that is under way is not lost to a reset because the client has sent more. */
static void begin_closing(struct front *f, struct client *c)
{
    c->state = CLIENT_CLOSING;
    c->since_ms = system_monotonic_ms();
    (void)shutdown(c->fd, SHUT_WR);
    watch(f, c, EPOLLIN);
}

/* As much as the client takes now. */
static void write_out(struct front *f, struct client *c)
{
    while (c->sent < c->out.len) {
        const ssize_t n =
            send(c->fd, c->out.data + c->sent, c->out.len - c->sent, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (n > 0) {
            c->sent += (size_t)n;
            c->since_ms = system_monotonic_ms();
        } else if (n < 0 && (errno == EAGAIN)) {
            watch(f, c, EPOLLOUT);
            return;
        } else if (n < 0 && errno != EINTR) {
            drop(f, c);
            return;
        }
    }
    f->waiting_bytes -= c->out.len;
    buffer_done(&c->out);
    c->sent = 0;
    if (c->last) {
        begin_closing(f, c);
        return;
    }
    begin_reading(f, c);
}

/* A slow reader among too many: whoever has taken nothing for longest leaves. */
static void make_room(struct front *f, const struct client *but)
{
    while (f->waiting_bytes > f->limits->waiting_bytes_max) {
        struct client *worst = NULL;
        for (size_t i = 0; i < f->clients_max; i++) {
            struct client *c = &f->clients[i];
            if (c->state == CLIENT_WRITING && c != but && (worst == NULL || c->since_ms < worst->since_ms)) {
                worst = c;
            }
        }
        if (worst == NULL) {
            return;
        }
        drop(f, worst);
    }
}

static void begin_writing(struct front *f, struct client *c)
{
    c->state = CLIENT_WRITING;
    c->since_ms = system_monotonic_ms();
    f->waiting_bytes += c->out.len;
    make_room(f, c);
    write_out(f, c);
}

/* An answer of the front itself: what the gate refuses, and that nobody can answer. Then the connection
 * ends: where the next request would begin is not known. */
static void refuse(struct front *f, struct client *c, enum gate_verdict v)
{
    struct answer a;
    answer_init(&a);
    if (v == GATE_ACCEPTED) {
        answer_problem(&a, PROBLEM_unavailable, BYTES(""), BYTES(""));
    } else {
        answer_refusal(&a, v);
    }
    buffer_init(&c->out, WEB_ANSWER_BYTES_MAX);
    buffer_printf(&c->out,
                  "HTTP/1.1 %d Refused\r\nConnection: close\r\nContent-Type: %s\r\nContent-Length: %zu\r\n",
                  a.status, a.type, a.body.len);
    for (const struct http_header *x = http_fixed_headers; x->name != NULL; x++) {
        buffer_printf(&c->out, "%s: %s\r\n", x->name, x->value);
    }
    for (size_t i = 0; i < a.header_count; i++) {
        buffer_printf(&c->out, "%s: %.*s\r\n", a.headers[i].name, (int)a.headers[i].value.len,
                      (const char *)a.headers[i].value.data);
    }
    buffer_add_text(&c->out, "Cache-Control: no-store\r\n\r\n");
    if (!c->head) {
        buffer_add_bytes(&c->out, buffer_view(&a.body));
    }
    answer_done(&a);
    c->last = true;
    begin_writing(f, c);
}

static void feed(struct front *f, struct lane *l)
{
    while (!l->busy && l->first != NULL) {
        struct client *c = l->first;
        l->first = c->next;
        l->last = l->first == NULL ? NULL : l->last;
        l->mark = kept_look(f->options->indexes);
        l->asked_ms = system_monotonic_ms();
        const ssize_t n = send(l->fd, c->out.data, c->out.len, MSG_NOSIGNAL);
        if (n != (ssize_t)c->out.len) {
            f->worker_gone = true;
            return;
        }
        buffer_done(&l->request);
        l->request = c->out;
        c->out = (struct buffer){0};
        l->busy = true;
        l->head = c->head;
        l->client = c;
    }
}

static void give(struct front *f, struct client *c, struct bytes reply)
{
    buffer_init(&c->out, WEB_ANSWER_BYTES_MAX + (1 << 16));
    reply_write(&c->out, reply, c->last);
    begin_writing(f, c);
}

/* In line for a worker. */
static void stand_in_line(struct front *f, struct client *c, bool earlier)
{
    struct lane *l = &f->lanes[earlier ? f->options->lane_count - 1 : 0];
    for (size_t i = 1; !earlier && i + 1 < f->options->lane_count && l->busy; i++) {
        l = &f->lanes[i];
    }
    c->state = CLIENT_WAITING;
    c->next = NULL;
    watch(f, c, 0);
    if (l->last == NULL) {
        l->first = c;
    } else {
        l->last->next = c;
    }
    l->last = c;
    feed(f, l);
}

/* An answer that is kept, or a worker's. `out` holds the request until it is sent. */
static void hand_over(struct front *f, struct client *c, const struct request *r)
{
    buffer_init(&c->out, GATE_HEAD_BYTES_MAX + TARGET_BYTES_MAX);
    gate_write(&c->out, r);
    check(!c->out.overflow);
    c->head = r->head;
    c->last = r->last;
    const struct kept_mark now = kept_look(f->options->indexes);
    const struct bytes kept = kept_find(f->kept, buffer_view(&c->out), &now, system_monotonic_ms());
    if (kept.len > 0) {
        buffer_done(&c->out);
        give(f, c, kept);
    } else {
        stand_in_line(f, c, target_query(&r->target, "at") != NULL);
    }
}

/* False: there is no whole one. */
static bool take_head(struct front *f, struct client *c)
{
    struct request r;
    size_t used = 0;
    arena_clear(&f->arena);
    const enum gate_verdict v =
        gate_read(&f->arena, buffer_view(&c->in), f->options->hosts, f->options->host_count, &r, &used);
    if (v == GATE_MORE) {
        return false;
    }
    if (v != GATE_ACCEPTED) {
        c->head = c->in.len >= 5 && memcmp(c->in.data, "HEAD ", 5) == 0;
        refuse(f, c, v);
        return true;
    }
    memmove(c->in.data, c->in.data + used, c->in.len - used);
    c->in.len -= used;
    if (c->in.len == 0) {
        buffer_done(&c->in);
        buffer_init(&c->in, GATE_HEAD_BYTES_MAX);
    }
    hand_over(f, c, &r);
    return true;
}

/* Those that have come while it was answered too. */
static void take_heads(struct front *f, struct client *c)
{
    while (c->state == CLIENT_READING && c->in.len > 0 && take_head(f, c)) {
    }
}

static void read_in(struct front *f, struct client *c)
{
    uint8_t part[4096];
    const size_t room = GATE_HEAD_BYTES_MAX - c->in.len;
    const ssize_t n = recv(c->fd, part, room < sizeof part ? room : sizeof part, MSG_DONTWAIT);
    if (n > 0) {
        if (c->in.len == 0) {
            c->since_ms =
                system_monotonic_ms(); /* a head begins: its time runs from here, not from each byte */
        }
        buffer_add(&c->in, part, (size_t)n);
        /* Something to decide only at a line's end, or where the first line is too long. */
        if (memchr(part, '\n', (size_t)n) != NULL || c->in.len > GATE_TARGET_BYTES_MAX) {
            take_heads(f, c);
        }
    } else if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
        drop(f, c);
    }
}

static void drain(struct front *f, struct client *c)
{
    uint8_t part[4096];
    const ssize_t n = recv(c->fd, part, sizeof part, MSG_DONTWAIT);
    c->drained += n > 0 ? (size_t)n : 0;
    if (n == 0 || c->drained > DRAIN_BYTES || (n < 0 && errno != EAGAIN && errno != EINTR)) {
        drop(f, c);
    }
}

static void serve_client(struct front *f, struct client *c, uint32_t what)
{
    switch (c->state) {
    case CLIENT_FREE:
        return;
    case CLIENT_READING:
        read_in(f, c);
        return;
    case CLIENT_WRITING:
        write_out(f, c);
        take_heads(f, c);
        return;
    case CLIENT_CLOSING:
        drain(f, c);
        return;
    case CLIENT_WAITING:
        if ((what & (EPOLLERR | EPOLLHUP)) != 0) {
            drop(f, c);
        }
        return;
    }
}

/* Whole: to its client, who gets it while the lane goes on. */
static void take_answer(struct front *f, struct lane *l)
{
    const size_t whole = reply_whole(buffer_view(&l->in), l->head);
    if (whole == 0) {
        return;
    }
    const struct bytes reply = bytes_of(l->in.data, whole);
    struct client *c = l->client;
    l->client = NULL;
    l->busy = false;
    if (reply_stands(reply)) {
        kept_store(f->kept, buffer_view(&l->request), &l->mark, l->asked_ms, reply);
    }
    if (c != NULL) {
        give(f, c, reply);
    }
    buffer_done(&l->in);
    buffer_init(&l->in, WEB_ANSWER_BYTES_MAX + (1 << 16));
    feed(f, l);
    if (c != NULL) {
        take_heads(f, c);
    }
}

static void read_lane(struct front *f, struct lane *l)
{
    uint8_t part[65536];
    const ssize_t n = recv(l->fd, part, sizeof part, MSG_DONTWAIT);
    if (n > 0) {
        buffer_add(&l->in, part, (size_t)n);
        if (l->in.overflow || !l->busy) {
            f->worker_gone = true;
            return;
        }
        take_answer(f, l);
    } else if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
        f->worker_gone = true;
    }
}

/* When all places are taken, or all of one address: whoever has been slowest there leaves. Who is being
 * answered stays. */
static bool make_place(struct front *f, uint32_t address)
{
    size_t same = 0;
    struct client *worst = NULL;
    struct client *worst_same = NULL;
    for (size_t i = 0; i < f->clients_max; i++) {
        struct client *c = &f->clients[i];
        if (c->state == CLIENT_FREE) {
            continue;
        }
        same += c->address == address;
        if (c->state != CLIENT_WAITING) {
            worst = worst == NULL || c->since_ms < worst->since_ms ? c : worst;
            if (c->address == address) {
                worst_same = worst_same == NULL || c->since_ms < worst_same->since_ms ? c : worst_same;
            }
        }
    }
    struct client *out = same >= f->limits->clients_per_address_max ? worst_same
                         : f->client_count >= f->clients_max        ? worst
                                                                    : NULL;
    if (out != NULL) {
        drop(f, out);
        return true;
    }
    return same < f->limits->clients_per_address_max && f->client_count < f->clients_max;
}

static struct client *free_place(struct front *f)
{
    for (size_t i = 0; i < f->clients_max; i++) {
        if (f->clients[i].state == CLIENT_FREE) {
            return &f->clients[i];
        }
    }
    unreachable("a place was made");
}

static void let_in(struct front *f)
{
    for (int i = 0; i < 64; i++) {
        struct sockaddr_in from = {.sin_family = AF_INET};
        socklen_t len = sizeof from;
        const int fd =
            accept4(f->options->listener, (struct sockaddr *)&from, &len, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd < 0) {
            return;
        }
        if (!make_place(f, from.sin_addr.s_addr)) {
            (void)close(fd);
            continue;
        }
        struct client *c = free_place(f);
        const int one = 1;
        (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        *c = (struct client){.fd = fd,
                             .state = CLIENT_READING,
                             .address = from.sin_addr.s_addr,
                             .since_ms = system_monotonic_ms(),
                             .watched = EPOLLIN};
        buffer_init(&c->in, GATE_HEAD_BYTES_MAX);
        struct epoll_event e = {.events = EPOLLIN, .data.u64 = (uint64_t)(c - f->clients)};
        check(epoll_ctl(f->events, EPOLL_CTL_ADD, fd, &e) == 0);
        f->client_count++;
    }
}

static int64_t patience_ms(const struct front *f, enum client_state s)
{
    switch (s) {
    case CLIENT_READING:
        return f->limits->head_ms;
    case CLIENT_WRITING:
        return f->limits->stall_ms;
    case CLIENT_WAITING:
        return f->limits->work_ms;
    case CLIENT_FREE:
    case CLIENT_CLOSING:
        break;
    }
    return f->limits->close_ms;
}

static void sweep(struct front *f, int64_t now)
{
    f->swept_ms = now;
    for (size_t i = 0; i < f->clients_max; i++) {
        struct client *c = &f->clients[i];
        if (c->state != CLIENT_FREE && now - c->since_ms > patience_ms(f, c->state)) {
            drop(f, c);
        }
    }
}

static bool add_file(struct front *f, int fd, uint64_t tag)
{
    struct epoll_event e = {.events = EPOLLIN, .data.u64 = tag};
    return epoll_ctl(f->events, EPOLL_CTL_ADD, fd, &e) == 0;
}

static enum error open_front(struct front *f, const struct front_options *o)
{
    f->options = o;
    f->limits = o->limits == NULL ? &front_limits : o->limits;
    f->clients_max = f->limits->clients_max;
    f->clients = calloc(f->clients_max, sizeof *f->clients);
    f->kept = kept_new();
    check(f->clients != NULL && o->lane_count >= 1 && o->lane_count <= LANES_MAX);
    f->events = epoll_create1(EPOLL_CLOEXEC);
    bool added = f->events >= 0 && add_file(f, o->listener, tag_of_listener(f));
    for (size_t i = 0; i < o->lane_count; i++) {
        f->lanes[i].fd = o->lanes[i];
        buffer_init(&f->lanes[i].in, WEB_ANSWER_BYTES_MAX + (1 << 16));
        added = added && add_file(f, o->lanes[i], tag_of_lane(f, i));
    }
    return added ? OK : ERROR_IO;
}

static void serve_event(struct front *f, const struct epoll_event *e)
{
    const uint64_t tag = e->data.u64;
    if (tag == tag_of_listener(f)) {
        let_in(f);
    } else if (tag >= f->clients_max) {
        read_lane(f, &f->lanes[tag - f->clients_max]);
    } else {
        serve_client(f, &f->clients[tag], e->events);
    }
}

/* Nobody answers any more: who waits is told so. */
static void tell_waiting(struct front *f)
{
    for (size_t i = 0; i < f->clients_max; i++) {
        if (f->clients[i].state == CLIENT_WAITING) {
            buffer_done(&f->clients[i].out);
            refuse(f, &f->clients[i], GATE_ACCEPTED);
        }
    }
}

enum error front_run(const struct front_options *options)
{
    static struct front f;
    enum error e = open_front(&f, options);
    while (e == OK && !f.worker_gone) {
        struct epoll_event events[EVENTS];
        const int n = epoll_wait(f.events, events, EVENTS, SWEEP_MS);
        if (n < 0 && errno != EINTR) {
            e = ERROR_IO;
        }
        for (int i = 0; i < n; i++) {
            serve_event(&f, &events[i]);
        }
        const int64_t now = system_monotonic_ms();
        if (now - f.swept_ms >= SWEEP_MS) {
            sweep(&f, now);
        }
    }
    tell_waiting(&f);
    return e == OK ? ERROR_CLOSED : e;
}
