/* node/door.h: a Unix socket that this process listens on, and the clients that came through it, for loops
 * that never wait for one of them. A client asks, is answered, and may ask again; its next request is read
 * when its answer has left. When all places are taken, whoever has been idle longest leaves; if nobody is
 * idle, newcomers wait. */
#ifndef NODE_DOOR_H
#define NODE_DOOR_H

#include <poll.h>

#include "node/link.h"

struct door_client {
    struct link link;
    uint64_t number;   /* 0: a free place */
    bool asked;        /* its request is with the owner */
    bool broken;       /* to be dropped in the next round */
    int64_t active_ms; /* when it came, or a request of it was taken, or its answer had left */
};

struct door {
    int listener;
    size_t max;
    struct door_client *clients;
    size_t message_max;
    uint64_t next_number;
    int64_t closed_until_ms; /* nobody is let in: there were no descriptors */
    /* A request; it is answered by door_reply, at once or later. */
    void (*take)(void *ctx, uint64_t client, struct bytes message);
    void (*gone)(void *ctx, uint64_t client); /* may be NULL */
    void *ctx;
};

/* Listens at `path`, for at most `max` clients with messages of at most `message_max` bytes. The callbacks
 * are the caller's to set. */
MUST_USE enum error door_open(struct door *d, const char *path, size_t max, size_t message_max);
void door_close(struct door *d); /* takes a zeroed one with listener -1 */

/* Fills 1 + max places for poll. */
size_t door_fill(const struct door *d, struct pollfd *out);
/* What poll said of them: lets in, reads, writes, drops. */
void door_serve(struct door *d, const struct pollfd *polled);
/* Milliseconds until door_serve has something to do without an event; INT64_MAX: nothing. */
int64_t door_wait_ms(const struct door *d);
/* A client that is gone meanwhile: nothing. */
void door_reply(struct door *d, uint64_t client, struct bytes answer);
size_t door_count(const struct door *d);
#endif
