/* node/link.h: a connection that carries messages (u32 length, big-endian, and bytes) without ever waiting:
 * for loops over many of them. */
#ifndef NODE_LINK_H
#define NODE_LINK_H

#include <stdbool.h>

#include "base/bytes.h"
#include "base/error.h"

struct link {
    int fd;             /* -1: none */
    struct buffer in;   /* of the message that is coming, with its length */
    struct buffer out;
    size_t sent;        /* of out */
};

void link_init(struct link *l, size_t message_max);
void link_done(struct link *l); /* closes too */
/* Takes a connected, non-blocking descriptor. */
void link_take(struct link *l, int fd);
/* Begins to connect to a Unix socket. ERROR_CLOSED: nobody listens. */
MUST_USE enum error link_connect(struct link *l, const char *path);
void link_close(struct link *l);

/* What to poll for: POLLIN, and POLLOUT while something is to be sent. */
short link_events(const struct link *l);
/* Appends a message to what is to be sent, and sends what goes at once. ERROR_CLOSED, ERROR_TOO_LARGE. */
MUST_USE enum error link_send(struct link *l, struct bytes message);
MUST_USE enum error link_flush(struct link *l);
bool link_is_flushed(const struct link *l);
/* Reads what is there. *ready: a whole message, in `message` until link_next. ERROR_CLOSED,
 * ERROR_TOO_LARGE. */
MUST_USE enum error link_receive(struct link *l, bool *ready, struct bytes *message);
/* Forgets the message that link_receive gave. */
void link_next(struct link *l);
#endif
