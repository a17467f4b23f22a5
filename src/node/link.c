#include "node/link.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/check.h"
#include "node/frame.h"

enum { HEAD_BYTES = 4, KEPT_BYTES_MAX = 64 * 1024 };

void link_init(struct link *l, size_t message_max)
{
    *l = (struct link){.fd = -1};
    buffer_init(&l->in, message_max + HEAD_BYTES);
    buffer_init(&l->out, message_max + HEAD_BYTES);
}

void link_done(struct link *l)
{
    link_close(l);
    buffer_done(&l->in);
    buffer_done(&l->out);
}

void link_take(struct link *l, int fd)
{
    check(l->fd < 0);
    l->fd = fd;
}

enum error link_connect(struct link *l, const char *path)
{
    struct sockaddr_un address;
    check(l->fd < 0);
    if (!frame_address(path, &address)) {
        return ERROR_TOO_LARGE;
    }
    const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) {
        return ERROR_IO;
    }
    if (connect(fd, (struct sockaddr *)&address, sizeof address) != 0) {
        (void)close(fd);
        return ERROR_CLOSED; /* also when its backlog is full: then it is busy, and is asked again later */
    }
    l->fd = fd;
    return OK;
}

void link_close(struct link *l)
{
    if (l->fd >= 0) {
        (void)close(l->fd);
        l->fd = -1;
    }
    buffer_clear(&l->in);
    buffer_clear(&l->out);
    l->sent = 0;
}

/* Empties a buffer, and gives back what an unusually long message took. */
static void empty(struct buffer *b)
{
    if (b->capacity > KEPT_BYTES_MAX) {
        const size_t max = b->max;
        buffer_done(b);
        buffer_init(b, max);
    } else {
        buffer_clear(b);
    }
}

short link_events(const struct link *l)
{
    return (short)(POLLIN | (link_is_flushed(l) ? 0 : POLLOUT));
}

bool link_is_flushed(const struct link *l)
{
    return l->sent == l->out.len;
}

enum error link_flush(struct link *l)
{
    while (l->sent < l->out.len) {
        const ssize_t n =
            send(l->fd, l->out.data + l->sent, l->out.len - l->sent, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (n > 0) {
            l->sent += (size_t)n;
        } else if (n < 0 && errno == EINTR) {
            continue;
        } else {
            return n < 0 && errno == EAGAIN ? OK : ERROR_CLOSED;
        }
    }
    empty(&l->out);
    l->sent = 0;
    return OK;
}

enum error link_send(struct link *l, struct bytes message)
{
    buffer_add_block(&l->out, message);
    return l->out.overflow ? ERROR_TOO_LARGE : link_flush(l);
}

/* How many bytes the message has with its length, as far as that is known: at least HEAD_BYTES. */
static size_t wanted(const struct link *l)
{
    if (l->in.len < HEAD_BYTES) {
        return HEAD_BYTES;
    }
    struct cursor c = cursor_of(buffer_view(&l->in));
    return HEAD_BYTES + (size_t)cursor_u32(&c);
}

enum error link_receive(struct link *l, bool *ready, struct bytes *message)
{
    *ready = false;
    for (;;) {
        const size_t want = wanted(l);
        if (want > l->in.max) {
            return ERROR_TOO_LARGE;
        }
        if (l->in.len == want) {
            *ready = want > HEAD_BYTES;
            *message = bytes_of(l->in.data + HEAD_BYTES, want - HEAD_BYTES);
            return *ready ? OK : ERROR_CLOSED; /* an empty message is none that anybody sends */
        }
        uint8_t part[16384];
        const size_t left = want - l->in.len;
        const ssize_t n = recv(l->fd, part, left < sizeof part ? left : sizeof part, MSG_DONTWAIT);
        if (n > 0) {
            buffer_add(&l->in, part, (size_t)n);
        } else if (n < 0 && errno == EINTR) {
            continue;
        } else {
            return n < 0 && errno == EAGAIN ? OK : ERROR_CLOSED;
        }
    }
}

void link_next(struct link *l)
{
    empty(&l->in);
}
