#include "node/door.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/check.h"
#include "base/log.h"
#include "node/frame.h"
#include "node/system.h"

enum {
    IDLE_MS = 2000,  /* after this a client may have to leave for another */
    CLOSED_MS = 100, /* between attempts when descriptors are lacking */
};

enum error door_open(struct door *d, const char *path, size_t max, size_t message_max)
{
    *d = (struct door){.listener = -1, .max = max, .message_max = message_max, .next_number = 1};
    d->clients = calloc(max, sizeof *d->clients);
    check(d->clients != NULL);
    return frame_listen(path, &d->listener);
}

void door_close(struct door *d)
{
    for (size_t i = 0; d->clients != NULL && i < d->max; i++) {
        if (d->clients[i].number != 0) {
            link_done(&d->clients[i].link);
        }
    }
    free(d->clients);
    d->clients = NULL;
    if (d->listener >= 0) {
        (void)close(d->listener);
        d->listener = -1;
    }
}

size_t door_count(const struct door *d)
{
    size_t count = 0;
    for (size_t i = 0; i < d->max; i++) {
        count += d->clients[i].number != 0;
    }
    return count;
}

static void drop(struct door *d, struct door_client *c)
{
    const uint64_t number = c->number;
    link_done(&c->link);
    *c = (struct door_client){.number = 0};
    if (d->gone != NULL) {
        d->gone(d->ctx, number);
    }
}

/* A free place; or the client that has been idle longest; NULL: there is none at all. */
static struct door_client *find_place(const struct door *d)
{
    struct door_client *longest = NULL;
    for (size_t i = 0; i < d->max; i++) {
        struct door_client *c = &d->clients[i];
        if (c->number == 0) {
            return c;
        }
        if (!c->asked && (longest == NULL || c->active_ms < longest->active_ms)) {
            longest = c;
        }
    }
    return longest;
}

/* When somebody can be let in; INT64_MAX: not before a client leaves or is answered. */
static int64_t opens_ms(const struct door *d)
{
    const struct door_client *place = find_place(d);
    if (place == NULL) {
        return INT64_MAX;
    }
    const int64_t when = place->number == 0 ? 0 : place->active_ms + IDLE_MS;
    return when < d->closed_until_ms ? d->closed_until_ms : when;
}

static void let_in(struct door *d, int64_t now)
{
    const int fd = accept4(d->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (fd < 0) {
        if (errno != EAGAIN && errno != EINTR && errno != ECONNABORTED) {
            /* Otherwise poll would tell of it again and again at once. */
            log_event(LOG_WARNING, "accept_failed", "errno=%d", errno);
            d->closed_until_ms = now + CLOSED_MS;
        }
        return;
    }
    if (!frame_peer_is_own(fd)) {
        (void)close(fd);
        return;
    }
    struct door_client *place = find_place(d);
    check(place != NULL);
    if (place->number != 0) {
        drop(d, place);
    }
    *place = (struct door_client){.number = d->next_number++, .active_ms = now};
    link_init(&place->link, d->message_max);
    link_take(&place->link, fd);
}

/* What is to be polled for of a client. */
static short events_of(const struct door_client *c)
{
    if (!link_is_flushed(&c->link)) {
        return POLLOUT;
    }
    return c->asked ? 0 : POLLIN;
}

size_t door_fill(const struct door *d, struct pollfd *out)
{
    const bool is_open = opens_ms(d) <= system_monotonic_ms();
    out[0] = (struct pollfd){.fd = is_open ? d->listener : -1, .events = POLLIN};
    for (size_t i = 0; i < d->max; i++) {
        const struct door_client *c = &d->clients[i];
        out[1 + i] = (struct pollfd){.fd = -1};
        if (c->number != 0) {
            out[1 + i] = (struct pollfd){.fd = c->link.fd, .events = events_of(c)};
        }
    }
    return 1 + d->max;
}

/* ERROR_CLOSED and others: it is to be dropped. */
static enum error serve_client(struct door *d, struct door_client *c, short events, int64_t now)
{
    const bool was_flushed = link_is_flushed(&c->link);
    enum error e = c->broken ? ERROR_CLOSED : link_flush(&c->link);
    if (e == OK && !was_flushed && link_is_flushed(&c->link)) {
        c->active_ms = now;
    }
    if (e != OK || c->asked || !link_is_flushed(&c->link)) {
        return e == OK && (events & (POLLHUP | POLLERR)) != 0 ? ERROR_CLOSED : e;
    }
    bool ready = false;
    struct bytes message;
    e = link_receive(&c->link, &ready, &message);
    if (e == OK && ready) {
        c->asked = true;
        c->active_ms = now;
        d->take(d->ctx, c->number, message);
        link_next(&c->link);
    }
    return e;
}

void door_serve(struct door *d, const struct pollfd *polled)
{
    const int64_t now = system_monotonic_ms();
    for (size_t i = 0; i < d->max; i++) {
        struct door_client *c = &d->clients[i];
        short events = 0;
        if (polled[1 + i].fd >= 0) {
            events = polled[1 + i].revents;
        }
        if (c->number != 0 && (events != 0 || c->broken) && serve_client(d, c, events, now) != OK) {
            drop(d, c);
        }
    }
    if (polled[0].fd >= 0 && polled[0].revents != 0) {
        let_in(d, now);
    }
}

int64_t door_wait_ms(const struct door *d)
{
    const int64_t now = system_monotonic_ms();
    for (size_t i = 0; i < d->max; i++) {
        if (d->clients[i].broken) {
            return 0;
        }
    }
    /* The listener is not polled until then. */
    const int64_t opens = opens_ms(d);
    return opens <= now || opens == INT64_MAX ? INT64_MAX : opens - now;
}

void door_reply(struct door *d, uint64_t client, struct bytes answer)
{
    for (size_t i = 0; i < d->max; i++) {
        struct door_client *c = &d->clients[i];
        if (c->number == client && client != 0) {
            c->asked = false;
            c->active_ms = system_monotonic_ms();
            /* Dropped by the next round: the owner may be in the middle of something. */
            c->broken = link_send(&c->link, answer) != OK;
        }
    }
}
