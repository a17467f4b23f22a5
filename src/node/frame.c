#include "node/frame.h"

#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"

static int64_t now_ms(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

bool frame_address(const char *path, struct sockaddr_un *out)
{
    *out = (struct sockaddr_un){.sun_family = AF_UNIX};
    const size_t len = strlen(path);
    if (len >= sizeof out->sun_path) {
        return false;
    }
    memcpy(out->sun_path, path, len);
    return true;
}

enum error frame_connect(const char *path, int timeout_ms, int *fd)
{
    struct sockaddr_un address;
    if (!frame_address(path, &address)) {
        log_event(LOG_ERROR, "socket_path_too_long", "path=%s", path);
        return ERROR_TOO_LARGE;
    }
    const int s = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (s < 0) {
        return ERROR_IO;
    }
    /* A full backlog makes connect wait as long as sending may. */
    const struct timeval t = {.tv_sec = timeout_ms / 1000, .tv_usec = timeout_ms % 1000 * 1000};
    (void)setsockopt(s, SOL_SOCKET, SO_SNDTIMEO, &t, sizeof t);
    if (connect(s, (struct sockaddr *)&address, sizeof address) != 0) {
        const enum error e = errno == EAGAIN ? ERROR_TIMEOUT : ERROR_CLOSED;
        (void)close(s);
        return e;
    }
    *fd = s;
    return OK;
}

enum error frame_listen(const char *path, int *fd)
{
    struct sockaddr_un address;
    if (!frame_address(path, &address)) {
        log_event(LOG_ERROR, "socket_path_too_long", "path=%s", path);
        return ERROR_TOO_LARGE;
    }
    struct stat old;
    if (lstat(path, &old) == 0 && !S_ISSOCK(old.st_mode)) {
        log_event(LOG_ERROR, "listen_failed", "path=%s error=something other than a socket is there", path);
        return ERROR_EXISTS;
    }
    const int s = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (s < 0) {
        return ERROR_IO;
    }
    (void)unlink(path);
    const mode_t before = umask(0177);
    const int bound = bind(s, (struct sockaddr *)&address, sizeof address);
    (void)umask(before);
    if (bound != 0 || listen(s, 64) != 0) {
        log_event(LOG_ERROR, "listen_failed", "path=%s error=%s", path, strerror(errno));
        (void)close(s);
        return ERROR_IO;
    }
    *fd = s;
    return OK;
}

/* Waits until the descriptor is ready or the time is up. */
static enum error wait_for(int fd, short events, int64_t until)
{
    for (;;) {
        const int64_t left = until - now_ms();
        struct pollfd p = {fd, events, 0};
        const int n = left <= 0 ? 0 : poll(&p, 1, (int)left);
        if (n > 0) {
            return OK;
        }
        if (n == 0) {
            return ERROR_TIMEOUT;
        }
        if (errno != EINTR) {
            return ERROR_IO;
        }
    }
}

enum error frame_send(int fd, struct bytes message, int timeout_ms)
{
    const int64_t until = now_ms() + timeout_ms;
    struct buffer b;
    buffer_init(&b, message.len + 4);
    buffer_add_block(&b, message);
    size_t sent = 0;
    enum error e = OK;
    while (e == OK && sent < b.len) {
        const ssize_t n = send(fd, b.data + sent, b.len - sent, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (n > 0) {
            sent += (size_t)n;
        } else if (n < 0 && (errno == EAGAIN || errno == EINTR)) {
            e = wait_for(fd, POLLOUT, until);
        } else {
            e = ERROR_CLOSED;
        }
    }
    buffer_done(&b);
    return e;
}

static enum error receive_exactly(int fd, uint8_t *to, size_t len, int64_t until)
{
    size_t got = 0;
    while (got < len) {
        const ssize_t n = recv(fd, to + got, len - got, MSG_DONTWAIT);
        if (n > 0) {
            got += (size_t)n;
        } else if (n < 0 && (errno == EAGAIN || errno == EINTR)) {
            const enum error e = wait_for(fd, POLLIN, until);
            if (e != OK) {
                return e;
            }
        } else {
            return ERROR_CLOSED;
        }
    }
    return OK;
}

enum error frame_receive(int fd, size_t max, struct buffer *out, int timeout_ms)
{
    const int64_t until = now_ms() + timeout_ms;
    uint8_t head[4];
    enum error e = receive_exactly(fd, head, sizeof head, until);
    if (e != OK) {
        return e;
    }
    struct cursor c = cursor_of(bytes_of(head, sizeof head));
    size_t left = cursor_u32(&c);
    if (left > max) {
        return ERROR_TOO_LARGE;
    }
    buffer_clear(out);
    while (left > 0 && e == OK) {
        uint8_t part[16384];
        const size_t len = left < sizeof part ? left : sizeof part;
        e = receive_exactly(fd, part, len, until);
        if (e == OK) {
            buffer_add(out, part, len);
            left -= len;
        }
    }
    return e == OK && out->overflow ? ERROR_TOO_LARGE : e;
}

bool frame_peer_is_own(int fd)
{
    struct ucred peer;
    socklen_t len = sizeof peer;
    return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &len) == 0 &&
           (peer.uid == geteuid() || peer.uid == 0);
}
