/* The front against raw sockets: who is slow, silent, greedy or many, and what others notice of it. Behind
 * it stands a worker that answers every request with as many bytes as its path says. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/limits.h"
#include "node/system.h"
#include "support/harness.h"
#include "web/front.h"

static pid_t front_pid;
static int front_port;

/* `GET /N` is answered by N bytes; /silent not at all; /gone ends the worker; /count by the number of
 * requests, of which /count404 is an error. */
static _Noreturn void be_worker(int lane)
{
    char text[20000];
    for (int count = 1;; count++) {
        const ssize_t n = recv(lane, text, sizeof text - 1, 0);
        if (n <= 0) {
            _exit(0);
        }
        text[n] = 0;
        const char *path = strchr(text, '/') + 1;
        if (strncmp(path, "gone", 4) == 0) {
            _exit(0);
        }
        if (strncmp(path, "silent", 6) == 0) {
            continue;
        }
        if (strncmp(path, "count", 5) == 0) {
            const bool fails = strncmp(path, "count404", 8) == 0;
            const int len = snprintf(text, sizeof text, "HTTP/1.1 %s\r\nContent-Length: 4\r\n\r\n%04d",
                                     fails ? "404 Not Found" : "200 OK", count);
            if (send(lane, text, (size_t)len, MSG_NOSIGNAL) != len) {
                _exit(0);
            }
            continue;
        }
        const long size = strtol(path, NULL, 10);
        char *body = calloc(1, (size_t)size + 200);
        const int head = snprintf(body, 200, "HTTP/1.1 200 OK\r\nContent-Length: %ld\r\n\r\n", size);
        memset(body + head, 'x', (size_t)size);
        const size_t whole = (size_t)head + (strncmp(text, "HEAD", 4) == 0 ? 0 : (size_t)size);
        for (size_t sent = 0; sent < whole;) {
            const ssize_t m = send(lane, body + sent, whole - sent, MSG_NOSIGNAL);
            if (m <= 0) {
                _exit(0);
            }
            sent += (size_t)m;
        }
        free(body);
    }
}

/* `index`: what stands for both indexes of the databases, or -1. */
static void start_front_beside(const struct front_limits *limits, int index)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof at;
    int pair[2];
    const int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    check_that(bind(listener, (struct sockaddr *)&at, sizeof at) == 0 && listen(listener, 511) == 0);
    check_that(getsockname(listener, (struct sockaddr *)&at, &len) == 0);
    front_port = ntohs(at.sin_port);
    check_that(socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0);
    front_pid = fork();
    if (front_pid == 0) {
        (void)prctl(PR_SET_PDEATHSIG, SIGKILL); /* nothing outlives a test that fails */
        if (fork() == 0) {
            (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
            (void)close(pair[0]);
            (void)close(listener);
            be_worker(pair[1]);
        }
        (void)close(pair[1]);
        const struct bytes host = BYTES("localhost");
        const struct front_options options = {.listener = listener,
                                              .lane_count = 1,
                                              .lanes = &pair[0],
                                              .host_count = 1,
                                              .hosts = &host,
                                              .indexes = {index, index},
                                              .limits = limits};
        _exit(front_run(&options) == ERROR_CLOSED ? 7 : 8);
    }
    (void)close(listener);
    (void)close(pair[0]);
    (void)close(pair[1]);
}

static void start_front(const struct front_limits *limits)
{
    start_front_beside(limits, -1);
}

static int end_front(void)
{
    int status = 0;
    (void)kill(front_pid, SIGKILL);
    (void)waitpid(front_pid, &status, 0);
    return status;
}

static int call_from(const char *address)
{
    struct sockaddr_in from = {.sin_family = AF_INET};
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)front_port)};
    check_eq(inet_pton(AF_INET, address, &from.sin_addr), 1);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int fd = socket(AF_INET, SOCK_STREAM, 0);
    check_that(bind(fd, (struct sockaddr *)&from, sizeof from) == 0);
    check_that(connect(fd, (struct sockaddr *)&to, sizeof to) == 0);
    return fd;
}

static void say(int fd, const char *text)
{
    check_eq(send(fd, text, strlen(text), MSG_NOSIGNAL), (ssize_t)strlen(text));
}

/* Everything until the other side closes, or nothing comes for so long; the number of bytes. */
static ssize_t hear(int fd, char *out, size_t max, int wait_ms, bool *closed)
{
    size_t len = 0;
    struct pollfd p = {.fd = fd, .events = POLLIN};
    *closed = false;
    while (len < max - 1 && poll(&p, 1, wait_ms) > 0) {
        const ssize_t n = recv(fd, out + len, max - 1 - len, 0);
        if (n <= 0) {
            *closed = true;
            break;
        }
        len += (size_t)n;
    }
    out[len] = 0;
    return (ssize_t)len;
}

#define REQUEST "GET /5 HTTP/1.1\r\nHost: localhost\r\n\r\n"

static bool is_answered(int fd)
{
    char text[1000];
    bool closed = false;
    say(fd, REQUEST);
    (void)hear(fd, text, sizeof text, 300, &closed);
    return strstr(text, "\r\n\r\nxxxxx") != NULL;
}

static bool is_closed_within(int fd, int ms)
{
    char text[2000];
    bool closed = false;
    (void)hear(fd, text, sizeof text, ms, &closed);
    return closed;
}

TEST(a_connection_serves_one_request_after_another)
{
    char text[4000];
    bool closed = false;
    start_front(NULL);
    const int fd = call_from("127.0.0.1");
    check_that(is_answered(fd));
    check_that(is_answered(fd));
    say(fd, REQUEST REQUEST "HEAD /5 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    (void)hear(fd, text, sizeof text, 500, &closed);
    check_that(closed && strstr(text, "Connection: close") != NULL);
    int answers = 0;
    for (const char *at = text; (at = strstr(at, "HTTP/1.1 200")) != NULL; at++) {
        answers++;
    }
    check_eq(answers, 3);
    check_text(text + strlen(text) - 4, "\r\n\r\n"); /* of HEAD no content comes */
    (void)close(fd);
    (void)end_front();
}

TEST(what_stands_behind_a_refused_head_is_never_answered)
{
    char text[4000];
    bool closed = false;
    start_front(NULL);
    const int fd = call_from("127.0.0.1");
    say(fd, "GET /1 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 38\r\n\r\n" REQUEST);
    (void)hear(fd, text, sizeof text, 500, &closed);
    check_that(closed && strncmp(text, "HTTP/1.1 413 ", 13) == 0);
    check_that(strstr(text, "xxxxx") == NULL && strstr(text, "/problems/body") != NULL);
    (void)close(fd);
    (void)end_front();
}

TEST(who_is_slow_is_left_at_each_limit)
{
    const struct front_limits limits = {.clients_max = 16,
                                        .clients_per_address_max = 16,
                                        .head_ms = 800,
                                        .waiting_bytes_max = 1 << 24,
                                        .stall_ms = 800,
                                        .work_ms = 800,
                                        .close_ms = 200};
    check_that(front_limits.head_ms == WEB_HEAD_MS_MAX && front_limits.stall_ms == WEB_STALL_MS_MAX);
    check_that(front_limits.work_ms == WEB_WORK_MS_MAX && front_limits.close_ms == WEB_CLOSE_MS_MAX);
    start_front(&limits);
    const int idle = call_from("127.0.0.1");
    const int drip = call_from("127.0.0.1");
    const int reader = call_from("127.0.0.1");
    const int small = 65536;
    (void)setsockopt(reader, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
    say(reader, "GET /6000000 HTTP/1.1\r\nHost: localhost\r\n\r\n");
    int64_t begun = system_monotonic_ms();
    for (int i = 0; i < 5; i++) { /* a byte now and then does not begin the time anew */
        char byte[2] = {"GET /"[i], 0};
        say(drip, byte);
        (void)usleep(100000);
    }
    check_that(!is_closed_within(drip, 1));
    check_that(is_closed_within(drip, 3000) && system_monotonic_ms() - begun < 2500);
    check_that(is_closed_within(idle, 3000));
    (void)usleep(1500000);
    char *all = malloc(7000000);
    bool closed = false;
    check_that(hear(reader, all, 7000000, 1000, &closed) < 6000000 &&
               closed); /* it took nothing for too long */
    free(all);
    const int silent = call_from("127.0.0.1");
    say(silent, "GET /silent HTTP/1.1\r\nHost: localhost\r\n\r\n");
    check_that(is_closed_within(silent, 3000));
    (void)end_front();
}

TEST(places_are_limited_in_all_and_for_one_address)
{
    const struct front_limits limits = {.clients_max = 8,
                                        .clients_per_address_max = 4,
                                        .head_ms = 60000,
                                        .waiting_bytes_max = 1 << 24,
                                        .stall_ms = 60000,
                                        .work_ms = 60000,
                                        .close_ms = 2000};
    check_that(front_limits.clients_max == WEB_CLIENTS_MAX);
    check_that(front_limits.clients_per_address_max == WEB_CLIENTS_PER_ADDRESS_MAX);
    int many[5];
    start_front(&limits);
    for (int i = 0; i < 4; i++) {
        many[i] = call_from("127.0.0.2");
        say(many[i], "GET / HT");
        (void)usleep(5000);
    }
    check_that(!is_closed_within(many[0], 50)); /* at the limit */
    many[4] = call_from("127.0.0.2");
    check_that(is_closed_within(many[0], 500)); /* one beyond: the slowest of this address */
    check_that(!is_closed_within(many[1], 20));
    check_that(is_answered(many[4]));
    for (int i = 0; i < 6; i++) { /* and in all: whoever comes new is answered */
        char from[20];
        (void)snprintf(from, sizeof from, "127.0.0.%d", 10 + i);
        const int fd = call_from(from);
        check_that(is_answered(fd));
    }
    (void)end_front();
}

TEST(answers_that_nobody_takes_are_bounded)
{
    const struct front_limits limits = {.clients_max = 16,
                                        .clients_per_address_max = 16,
                                        .head_ms = 60000,
                                        .waiting_bytes_max = 15000000,
                                        .stall_ms = 60000,
                                        .work_ms = 60000,
                                        .close_ms = 2000};
    check_that(front_limits.waiting_bytes_max == WEB_WAITING_BYTES_MAX);
    int fds[3];
    start_front(&limits);
    for (int i = 0; i < 3; i++) {
        const int small = 65536;
        fds[i] = call_from("127.0.0.1");
        (void)setsockopt(fds[i], SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
        say(fds[i], "GET /6000000 HTTP/1.1\r\nHost: localhost\r\n\r\n");
        (void)usleep(300000);
    }
    char *all = malloc(7000000);
    bool closed = false;
    check_that(hear(fds[0], all, 7000000, 1000, &closed) < 6000000 && closed);
    check_that(hear(fds[2], all, 7000000, 1000, &closed) > 6000000 && !closed);
    free(all);
    const int honest = call_from("127.0.0.1");
    check_that(is_answered(honest));
    (void)end_front();
}

/* How many requests the worker had seen when it made this answer. */
static int count_of(int fd, const char *request)
{
    char text[1000];
    bool closed = false;
    say(fd, request);
    const ssize_t n = hear(fd, text, sizeof text, 200, &closed);
    check_that(n > 4);
    return (int)strtol(text + n - 4, NULL, 10);
}

TEST(an_answer_is_given_again_until_something_is_committed_and_for_a_second)
{
    static const char count[] = "GET /count HTTP/1.1\r\nHost: localhost\r\n\r\n";
    static const char other[] = "GET /count?x=1 HTTP/1.1\r\nHost: localhost\r\n\r\n";
    static const char fails[] = "GET /count404 HTTP/1.1\r\nHost: localhost\r\n\r\n";
    char header[KEPT_HEADER_BYTES] = "1";
    FILE *index = tmpfile();
    check_that(index != NULL && pwrite(fileno(index), header, sizeof header, 0) == sizeof header);
    start_front_beside(NULL, fileno(index));
    const int fd = call_from("127.0.0.1");
    check_eq(count_of(fd, count), 1);
    check_eq(count_of(fd, count), 1);
    check_eq(count_of(fd, other), 2); /* another request is another answer */
    check_eq(count_of(fd, count), 1);
    header[47] = 1;
    check_that(pwrite(fileno(index), header, sizeof header, 0) == sizeof header);
    check_eq(count_of(fd, count), 3);
    check_eq(count_of(fd, count), 3);
    (void)usleep((WEB_KEPT_MS_MAX + 100) * 1000);
    check_eq(count_of(fd, count), 4);
    check_eq(count_of(fd, fails), 5); /* an error is not kept */
    check_eq(count_of(fd, fails), 6);
    check_that(ftruncate(fileno(index), KEPT_HEADER_BYTES - 1) == 0); /* how they stand is not known */
    check_eq(count_of(fd, count), 7);
    check_eq(count_of(fd, count), 8);
    say(fd, "GET /5 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    check_that(is_closed_within(fd, 1000));
    (void)end_front();
    (void)fclose(index);
}

TEST(a_kept_answer_serves_requests_in_one_go)
{
    char text[16000];
    bool closed = false;
    char header[KEPT_HEADER_BYTES] = "1";
    FILE *index = tmpfile();
    check_that(index != NULL && pwrite(fileno(index), header, sizeof header, 0) == sizeof header);
    start_front_beside(NULL, fileno(index));
    const int fd = call_from("127.0.0.1");
    check_that(is_answered(fd));
    for (int i = 0; i < 100; i++) {
        say(fd, REQUEST);
    }
    say(fd, "GET /5 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    (void)hear(fd, text, sizeof text, 500, &closed);
    int answers = 0;
    for (const char *at = text; (at = strstr(at, "\r\n\r\nxxxxx")) != NULL; at++) {
        answers++;
    }
    check_eq(answers, 101);
    check_that(closed && strstr(text, "Connection: close") != NULL);
    (void)end_front();
    (void)fclose(index);
}

TEST(what_is_kept_is_bounded)
{
    static uint8_t large[WEB_KEPT_BYTES_MAX + 1];
    const struct kept_mark mark = {.known = true};
    const struct kept_mark unknown = {.known = false};
    struct kept *k = kept_new();
    kept_store(k, BYTES("large"), &mark, 1, bytes_of(large, sizeof large));
    check_eq(kept_find(k, BYTES("large"), &mark, 1).len, 0);
    kept_store(k, BYTES("large"), &mark, 1, bytes_of(large, sizeof large - 1));
    check_eq(kept_find(k, BYTES("large"), &mark, 1).len, WEB_KEPT_BYTES_MAX);
    kept_store(k, bytes_of(large, sizeof large), &mark, 1, BYTES("answer"));
    check_eq(kept_find(k, bytes_of(large, sizeof large), &mark, 1).len, 0);
    kept_store(k, BYTES("unknown"), &unknown, 1, BYTES("answer"));
    check_eq(kept_find(k, BYTES("unknown"), &unknown, 1).len, 0);
    for (int i = 0; i < WEB_KEPT_COUNT; i++) {
        char name[10];
        (void)snprintf(name, sizeof name, "%d", i);
        check_eq(kept_find(k, BYTES("large"), &mark, 1).len, WEB_KEPT_BYTES_MAX);
        kept_store(k, bytes_of_text(name), &mark, 2 + i, BYTES("answer"));
    }
    check_eq(kept_find(k, BYTES("large"), &mark, 1).len, 0); /* the oldest has left */
    check_eq(kept_find(k, BYTES("0"), &mark, 2).len, 6);
    check_eq(kept_find(k, BYTES("0"), &mark, 2 + WEB_KEPT_MS_MAX).len, 6);
    check_eq(kept_find(k, BYTES("0"), &mark, 3 + WEB_KEPT_MS_MAX).len, 0);
    check_eq(kept_find(k, BYTES("0"), &unknown, 2).len, 0);
    kept_free(k);
}

TEST(without_its_worker_the_front_says_so_and_ends)
{
    char text[4000];
    bool closed = false;
    int status = 0;
    start_front(NULL);
    const int fd = call_from("127.0.0.1");
    say(fd, "GET /gone HTTP/1.1\r\nHost: localhost\r\n\r\n");
    (void)hear(fd, text, sizeof text, 1000, &closed);
    check_that(strncmp(text, "HTTP/1.1 503 ", 13) == 0 && strstr(text, "Retry-After: ") != NULL);
    check_eq(waitpid(front_pid, &status, 0), front_pid);
    check_eq(WEXITSTATUS(status), 7);
}
