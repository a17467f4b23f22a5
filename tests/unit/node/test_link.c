#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "node/frame.h"
#include "node/link.h"
#include "support/harness.h"

enum { MESSAGE_MAX = 300000 };

/* A link, and the other end of its socket. */
static int made(struct link *l)
{
    int ends[2];
    check_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends), 0);
    link_init(l, MESSAGE_MAX);
    link_take(l, ends[0]);
    return ends[1];
}

static struct bytes pattern(size_t len)
{
    uint8_t *data = arena_take(harness_arena(), len + 1, 1);
    for (size_t i = 0; i < len; i++) {
        data[i] = (uint8_t)(i * 31 + i / 251);
    }
    return bytes_of(data, len);
}

static struct bytes framed(struct bytes message)
{
    struct buffer b;
    buffer_init(&b, message.len + 4);
    buffer_add_block(&b, message);
    const struct bytes copy = arena_copy(harness_arena(), buffer_view(&b));
    buffer_done(&b);
    return copy;
}

static void put(int fd, struct bytes s)
{
    check_eq(send(fd, s.data, s.len, MSG_NOSIGNAL), (ssize_t)s.len);
}

TEST(a_message_comes_whole_however_it_is_cut)
{
    struct link l;
    const int other = made(&l);
    const struct bytes message = pattern(1000);
    const struct bytes whole = framed(message);
    static const size_t pieces[] = {1, 2, 3, 5, 7, 100, 1003, 1004};
    for (size_t k = 0; k < sizeof pieces / sizeof pieces[0]; k++) {
        bool ready = false;
        struct bytes got;
        for (size_t at = 0; at < whole.len; at += pieces[k]) {
            const size_t len = whole.len - at < pieces[k] ? whole.len - at : pieces[k];
            check_ok(link_receive(&l, &ready, &got));
            check_that(!ready);
            put(other, bytes_of(whole.data + at, len));
        }
        check_ok(link_receive(&l, &ready, &got));
        check_that(ready);
        check_bytes(got, message);
        /* It stays until it is taken. */
        check_ok(link_receive(&l, &ready, &got));
        check_that(ready);
        link_next(&l);
    }
    link_done(&l);
    (void)close(other);
}

TEST(messages_one_behind_the_other_are_taken_one_by_one)
{
    struct link l;
    const int other = made(&l);
    struct bytes got;
    bool ready = false;
    for (size_t len = 1; len < 50; len++) {
        put(other, framed(pattern(len)));
    }
    for (size_t len = 1; len < 50; len++) {
        check_ok(link_receive(&l, &ready, &got));
        check_that(ready);
        check_bytes(got, pattern(len));
        link_next(&l);
    }
    check_ok(link_receive(&l, &ready, &got));
    check_that(!ready);
    link_done(&l);
    (void)close(other);
}

TEST(a_message_of_the_largest_size_passes_and_one_beyond_does_not)
{
    struct link l;
    const int other = made(&l);
    bool ready = false;
    struct bytes got;
    const struct bytes most = framed(pattern(MESSAGE_MAX));
    size_t sent = 0;
    while (!ready) {
        const ssize_t n = send(other, most.data + sent, most.len - sent, MSG_NOSIGNAL);
        check_that(n > 0 || errno == EAGAIN);
        sent += n > 0 ? (size_t)n : 0;
        check_ok(link_receive(&l, &ready, &got));
    }
    check_bytes(got, pattern(MESSAGE_MAX));
    link_next(&l);
    const uint8_t beyond[4] = {0, 4, 0x93, 0xe1}; /* 300,001 */
    put(other, bytes_of(beyond, 4));
    check_eq(link_receive(&l, &ready, &got), ERROR_TOO_LARGE);
    link_done(&l);
    (void)close(other);
}

/* Four gibibytes are announced: nothing is taken for them. */
TEST(an_announced_length_takes_no_memory)
{
    struct link l;
    const int other = made(&l);
    const uint8_t head[4] = {0xff, 0xff, 0xff, 0xff};
    bool ready = false;
    struct bytes got;
    put(other, bytes_of(head, 4));
    check_eq(link_receive(&l, &ready, &got), ERROR_TOO_LARGE);
    check_that(l.in.capacity < 1000);
    link_done(&l);
    (void)close(other);
}

TEST(an_empty_message_is_none)
{
    struct link l;
    const int other = made(&l);
    bool ready = false;
    struct bytes got;
    put(other, framed(pattern(0)));
    check_eq(link_receive(&l, &ready, &got), ERROR_CLOSED);
    check_that(!ready);
    link_done(&l);
    (void)close(other);
}

TEST(a_peer_that_has_gone_is_noticed_at_any_byte)
{
    const struct bytes whole = framed(pattern(20));
    for (size_t len = 0; len < whole.len; len++) {
        struct link l;
        const int other = made(&l);
        bool ready = false;
        struct bytes got;
        if (len > 0) {
            put(other, bytes_of(whole.data, len));
        }
        (void)close(other);
        check_eq(link_receive(&l, &ready, &got), ERROR_CLOSED);
        check_that(!ready);
        check_eq(link_send(&l, BYTES("answer")), ERROR_CLOSED); /* and no signal ends us */
        link_done(&l);
    }
    struct link l;
    const int other = made(&l);
    bool ready = false;
    struct bytes got;
    put(other, whole);
    (void)close(other);
    check_ok(link_receive(&l, &ready, &got)); /* what was whole still counts */
    check_that(ready);
    link_done(&l);
}

TEST(a_peer_that_does_not_read_makes_nobody_wait)
{
    struct link l;
    const int other = made(&l);
    int small = 4096;
    check_eq(setsockopt(l.fd, SOL_SOCKET, SO_SNDBUF, &small, sizeof small), 0);
    check_eq(link_events(&l), POLLIN);
    check_ok(link_send(&l, pattern(MESSAGE_MAX)));
    check_that(!link_is_flushed(&l));
    check_eq(link_events(&l), POLLIN | POLLOUT);
    check_ok(link_flush(&l)); /* nothing goes, and nothing is wrong */
    check_that(!link_is_flushed(&l));
    /* One more does not fit beside it. */
    struct buffer got;
    buffer_init(&got, 2 * MESSAGE_MAX);
    while (!link_is_flushed(&l)) {
        uint8_t part[5000];
        const ssize_t n = recv(other, part, sizeof part, 0);
        check_that(n > 0 || errno == EAGAIN);
        buffer_add(&got, part, n > 0 ? (size_t)n : 0);
        check_ok(link_flush(&l));
    }
    for (ssize_t n = 1; n > 0;) {
        uint8_t part[5000];
        n = recv(other, part, sizeof part, 0);
        buffer_add(&got, part, n > 0 ? (size_t)n : 0);
    }
    check_bytes(buffer_view(&got), framed(pattern(MESSAGE_MAX)));
    buffer_done(&got);
    link_done(&l);
    (void)close(other);
}

TEST(what_waits_to_be_sent_has_a_limit)
{
    struct link l;
    const int other = made(&l);
    int small = 4096;
    check_eq(setsockopt(l.fd, SOL_SOCKET, SO_SNDBUF, &small, sizeof small), 0);
    check_ok(link_send(&l, pattern(MESSAGE_MAX)));
    check_eq(link_send(&l, pattern(MESSAGE_MAX)), ERROR_TOO_LARGE);
    check_that(l.out.capacity <= 4 * MESSAGE_MAX);
    link_done(&l);
    (void)close(other);
    struct link fresh;
    const int third = made(&fresh);
    check_eq(link_send(&fresh, pattern(MESSAGE_MAX + 1)), ERROR_TOO_LARGE);
    link_done(&fresh);
    (void)close(third);
}

TEST(an_idle_link_keeps_little_memory)
{
    struct link l;
    const int other = made(&l);
    bool ready = false;
    struct bytes got;
    check_ok(link_send(&l, pattern(100000)));
    uint8_t part[70000];
    for (size_t left = 100004; left > 0;) {
        const ssize_t n = recv(other, part, sizeof part, 0);
        check_that(n > 0 || errno == EAGAIN);
        left -= n > 0 ? (size_t)n : 0;
        check_ok(link_flush(&l));
    }
    const struct bytes whole = framed(pattern(100000));
    size_t sent = 0;
    while (!ready) {
        const ssize_t n = send(other, whole.data + sent, whole.len - sent, MSG_NOSIGNAL);
        sent += n > 0 ? (size_t)n : 0;
        check_ok(link_receive(&l, &ready, &got));
    }
    check_bytes(got, pattern(100000));
    link_next(&l);
    check_that(l.in.capacity <= 65536 && l.out.capacity <= 65536);
    check_that(l.in.max == MESSAGE_MAX + 4 && l.out.max == MESSAGE_MAX + 4);
    link_done(&l);
    (void)close(other);
}

TEST(a_link_connects_where_somebody_listens_and_says_so_where_nobody_does)
{
    struct link l;
    int listener = -1;
    const char *path = arena_printf(harness_arena(), "%s/socket", harness_folder());
    link_init(&l, 100);
    check_eq(link_connect(&l, path), ERROR_CLOSED);
    check_eq(l.fd, -1);
    check_ok(frame_listen(path, &listener));
    check_ok(link_connect(&l, path));
    check_that((fcntl(l.fd, F_GETFL) & O_NONBLOCK) != 0);
    check_that((fcntl(l.fd, F_GETFD) & FD_CLOEXEC) != 0);
    link_close(&l);
    check_eq(l.fd, -1);
    char *too_long = arena_take(harness_arena(), 200, 1);
    memset(too_long, 'x', 199);
    check_eq(link_connect(&l, too_long), ERROR_TOO_LARGE);
    link_done(&l);
    (void)close(listener);
}
