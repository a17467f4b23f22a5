#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "node/frame.h"
#include "node/system.h"
#include "support/harness.h"

static void made(int ends[2])
{
    check_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
}

static char *path_of(const char *name)
{
    return arena_printf(harness_arena(), "%s/%s", harness_folder(), name);
}

TEST(a_frame_is_its_length_and_its_bytes)
{
    int ends[2];
    uint8_t raw[16];
    struct buffer got;
    made(ends);
    buffer_init(&got, 100);
    check_ok(frame_send(ends[0], BYTES("hello"), 1000));
    check_eq(recv(ends[1], raw, sizeof raw, 0), 9);
    check_bytes(bytes_of(raw, 9), BYTES("\0\0\0\5hello"));
    check_ok(frame_send(ends[0], BYTES("hello"), 1000));
    check_ok(frame_receive(ends[1], 5, &got, 1000));
    check_bytes(buffer_view(&got), BYTES("hello"));
    check_ok(frame_send(ends[0], BYTES(""), 1000));
    check_ok(frame_receive(ends[1], 5, &got, 1000));
    check_eq(got.len, 0);
    buffer_done(&got);
    (void)close(ends[0]);
    (void)close(ends[1]);
}

TEST(a_frame_that_is_too_long_is_refused_by_its_length_alone)
{
    int ends[2];
    struct buffer got;
    made(ends);
    buffer_init(&got, 100);
    check_eq(send(ends[0], "\0\0\0\6", 4, 0), 4);
    check_eq(frame_receive(ends[1], 5, &got, 1000), ERROR_TOO_LARGE);
    buffer_done(&got);
    (void)close(ends[0]);
    (void)close(ends[1]);
}

/* What a slow peer has sent so far is not waited for longer than the caller says. */
TEST(a_slow_peer_is_waited_for_so_long_and_no_longer)
{
    static const struct bytes sent[] = {{NULL, 0},
                                        {(const uint8_t *)"\0\0", 2},
                                        {(const uint8_t *)"\0\0\0\5", 4},
                                        {(const uint8_t *)"\0\0\0\5hell", 8}};
    for (size_t i = 0; i < sizeof sent / sizeof sent[0]; i++) {
        int ends[2];
        struct buffer got;
        made(ends);
        buffer_init(&got, 100);
        check_eq(send(ends[0], sent[i].len == 0 ? "" : (const char *)sent[i].data, sent[i].len, 0),
                 (ssize_t)sent[i].len);
        const int64_t begun = system_monotonic_ms();
        check_eq(frame_receive(ends[1], 5, &got, 50), ERROR_TIMEOUT);
        const int64_t took = system_monotonic_ms() - begun;
        check_that(took >= 50 && took < 1000);
        buffer_done(&got);
        (void)close(ends[0]);
        (void)close(ends[1]);
    }
}

TEST(a_peer_that_does_not_read_is_waited_for_so_long_and_no_longer)
{
    int ends[2];
    made(ends);
    const struct bytes much = bytes_of(arena_take(harness_arena(), 1 << 22, 1), 1 << 22);
    const int64_t begun = system_monotonic_ms();
    check_eq(frame_send(ends[0], much, 50), ERROR_TIMEOUT);
    check_that(system_monotonic_ms() - begun < 1000);
    (void)close(ends[0]);
    (void)close(ends[1]);
}

TEST(a_closed_peer_is_told_apart_from_a_slow_one)
{
    for (size_t len = 0; len < 9; len++) {
        int ends[2];
        struct buffer got;
        made(ends);
        buffer_init(&got, 100);
        check_eq(send(ends[0], "\0\0\0\5hello", len, 0), (ssize_t)len);
        (void)close(ends[0]);
        check_eq(frame_receive(ends[1], 5, &got, 1000), ERROR_CLOSED);
        check_eq(frame_send(ends[1], BYTES("x"), 1000), ERROR_CLOSED);
        buffer_done(&got);
        (void)close(ends[1]);
    }
}

TEST(a_socket_is_for_its_owner_and_takes_the_place_of_an_old_one)
{
    const char *path = path_of("socket");
    int first = -1;
    int second = -1;
    int fd = -1;
    struct stat st;
    const mode_t before = umask(0);
    check_ok(frame_listen(path, &first));
    (void)umask(before);
    check_eq(lstat(path, &st), 0);
    check_that(S_ISSOCK(st.st_mode));
    check_eq(st.st_mode & 0777, 0600);
    check_ok(frame_listen(path, &second)); /* as after a crash */
    check_ok(frame_connect(path, 1000, &fd));
    const int accepted = accept(second, NULL, NULL);
    check_that(accepted >= 0);
    check_that(frame_peer_is_own(accepted));
    (void)close(accepted);
    (void)close(fd);
    (void)close(first);
    (void)close(second);
    check_eq(frame_connect(path, 1000, &fd), ERROR_CLOSED);
    check_eq(frame_connect(path_of("none"), 1000, &fd), ERROR_CLOSED);
}

TEST(nothing_but_a_socket_is_replaced_by_one)
{
    int fd = -1;
    FILE *f = fopen(path_of("file"), "w");
    check_that(f != NULL && fputs("precious", f) >= 0 && fclose(f) == 0);
    check_eq(frame_listen(path_of("file"), &fd), ERROR_EXISTS);
    check_bytes(harness_file(path_of("file")), BYTES("precious"));
    check_eq(symlink(path_of("file"), path_of("link")), 0);
    check_eq(frame_listen(path_of("link"), &fd), ERROR_EXISTS);
    check_eq(frame_listen(path_of("no-folder/socket"), &fd), ERROR_IO);
}

TEST(the_path_of_a_socket_has_a_limit)
{
    struct sockaddr_un address;
    char path[sizeof address.sun_path + 1];
    int fd = -1;
    memset(path, 'x', sizeof path);
    path[sizeof address.sun_path - 1] = 0;
    check_that(frame_address(path, &address));
    check_text(address.sun_path, path);
    path[sizeof address.sun_path - 1] = 'x';
    path[sizeof address.sun_path] = 0;
    check_that(!frame_address(path, &address));
    check_eq(frame_listen(path, &fd), ERROR_TOO_LARGE);
    check_eq(frame_connect(path, 10, &fd), ERROR_TOO_LARGE);
}

/* A full backlog: connecting ends in time. */
TEST(a_listener_that_does_not_accept_is_not_waited_for_for_ever)
{
    const char *path = path_of("socket");
    int listener = -1;
    int fds[200];
    size_t count = 0;
    enum error e = OK;
    check_ok(frame_listen(path, &listener));
    while (e == OK && count < 200) {
        e = frame_connect(path, 50, &fds[count]);
        count += e == OK;
    }
    check_eq(e, ERROR_TIMEOUT);
    check_that(count >= 64);
    while (count > 0) {
        (void)close(fds[--count]);
    }
    (void)close(listener);
}
