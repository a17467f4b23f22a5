#include <errno.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/limits.h"
#include "node/door.h"
#include "node/frame.h"
#include "node/system.h"
#include "support/harness.h"
#include "support/world.h"

enum { PLACES = 4, MESSAGE_MAX = 100000 };

/* A door, and what came through it. */
struct hall {
    struct door door;
    const char *path;
    struct pollfd polled[1 + CONNECTIONS_MAX];
    bool echo;         /* answers at once with what was asked */
    uint64_t asked[64]; /* numbers of clients, in order */
    struct bytes messages[64];
    size_t asked_count;
    uint64_t gone[64];
    size_t gone_count;
};

static void take(void *ctx, uint64_t client, struct bytes message)
{
    struct hall *h = ctx;
    check_that(h->asked_count < 64);
    h->messages[h->asked_count] = arena_copy(harness_arena(), message);
    h->asked[h->asked_count++] = client;
    if (h->echo) {
        door_reply(&h->door, client, message);
    }
}

static void gone(void *ctx, uint64_t client)
{
    struct hall *h = ctx;
    check_that(h->gone_count < 64);
    h->gone[h->gone_count++] = client;
}

static void open_hall(struct hall *h, size_t places)
{
    *h = (struct hall){.path = arena_printf(harness_arena(), "%s/door", harness_folder())};
    check_ok(door_open(&h->door, h->path, places, MESSAGE_MAX));
    h->door.take = take;
    h->door.gone = gone;
    h->door.ctx = h;
}

/* Serves what is ready, until nothing is. */
static void serve(struct hall *h)
{
    for (int i = 0; i < 1000; i++) {
        const size_t count = door_fill(&h->door, h->polled);
        const int n = poll(h->polled, count, 0);
        check_that(n >= 0);
        if (n == 0 && door_wait_ms(&h->door) != 0) {
            return;
        }
        door_serve(&h->door, h->polled);
    }
    harness_note("the door does not come to rest");
    check_that(false);
}

static int come(const struct hall *h)
{
    int fd = -1;
    check_ok(frame_connect(h->path, 1000, &fd));
    return fd;
}

static void ask(int fd, const char *text)
{
    check_ok(frame_send(fd, bytes_of_text(text), 1000));
}

static void check_answer(int fd, const char *text)
{
    struct buffer b;
    buffer_init(&b, MESSAGE_MAX);
    check_ok(frame_receive(fd, MESSAGE_MAX, &b, 1000));
    check_bytes(buffer_view(&b), bytes_of_text(text));
    buffer_done(&b);
}

static bool is_closed(int fd)
{
    uint8_t byte;
    return recv(fd, &byte, 1, MSG_DONTWAIT) == 0;
}

TEST(a_client_asks_is_answered_and_may_ask_again)
{
    struct hall h;
    open_hall(&h, PLACES);
    const int fd = come(&h);
    serve(&h);
    check_eq(door_count(&h.door), 1);
    for (int i = 0; i < 3; i++) {
        ask(fd, "question");
        serve(&h);
        check_eq(h.asked_count, i + 1);
        check_eq(h.asked[i], h.asked[0]);
        door_reply(&h.door, h.asked[0], BYTES("answer"));
        serve(&h);
        check_answer(fd, "answer");
    }
    (void)close(fd);
    serve(&h);
    check_eq(door_count(&h.door), 0);
    check_eq(h.gone_count, 1);
    check_eq(h.gone[0], h.asked[0]);
    door_reply(&h.door, h.asked[0], BYTES("too late")); /* nobody is there: nothing */
    door_close(&h.door);
}

TEST(the_next_request_is_read_when_its_answer_has_left)
{
    struct hall h;
    open_hall(&h, PLACES);
    const int fd = come(&h);
    ask(fd, "first");
    ask(fd, "second");
    serve(&h);
    check_eq(h.asked_count, 1);
    door_reply(&h.door, h.asked[0], BYTES("one"));
    serve(&h);
    check_eq(h.asked_count, 2);
    door_reply(&h.door, h.asked[1], BYTES("two"));
    serve(&h);
    check_answer(fd, "one");
    check_answer(fd, "two");
    (void)close(fd);
    door_close(&h.door);
}

/* It neither gets its next answer, nor holds up anybody else, nor takes more than its share of memory. */
TEST(a_client_that_does_not_read_is_not_asked_for_more)
{
    struct hall h;
    open_hall(&h, PLACES);
    const int deaf = come(&h);
    const int other = come(&h);
    h.echo = true;
    char *big = arena_take(harness_arena(), MESSAGE_MAX, 1);
    memset(big, 'x', MESSAGE_MAX - 1);
    size_t sent = 0;
    while (sent < 100 && frame_send(deaf, bytes_of_text(big), 0) == OK) {
        sent++;
        serve(&h);
    }
    check_that(sent < 50 && h.asked_count < 50);
    const size_t before = h.asked_count;
    ask(other, "still here?");
    serve(&h);
    check_eq(h.asked_count, before + 1);
    check_answer(other, "still here?");
    for (size_t i = 0; i < h.door.max; i++) {
        const struct door_client *c = &h.door.clients[i];
        check_that(c->number == 0 || c->link.out.len <= MESSAGE_MAX + 4);
    }
    (void)close(deaf);
    serve(&h);
    check_eq(door_count(&h.door), 1);
    (void)close(other);
    door_close(&h.door);
}

TEST(a_client_that_leaves_while_it_waits_is_forgotten)
{
    struct hall h;
    open_hall(&h, PLACES);
    const int fd = come(&h);
    ask(fd, "question");
    serve(&h);
    check_eq(h.asked_count, 1);
    (void)close(fd);
    serve(&h);
    check_eq(h.gone_count, 1);
    check_eq(door_count(&h.door), 0);
    door_close(&h.door);
}

/* It has nothing more to ask, and waits for its answer. */
TEST(a_client_that_has_said_all_is_still_answered)
{
    struct hall h;
    open_hall(&h, PLACES);
    const int fd = come(&h);
    ask(fd, "question");
    check_eq(shutdown(fd, SHUT_WR), 0);
    serve(&h);
    check_eq(h.asked_count, 1);
    check_eq(h.gone_count, 0);
    door_reply(&h.door, h.asked[0], BYTES("answer"));
    serve(&h);
    check_answer(fd, "answer");
    check_eq(h.gone_count, 1); /* then its end is read */
    (void)close(fd);
    door_close(&h.door);
}

TEST(what_is_no_message_ends_the_connection)
{
    static const struct bytes rows[] = {{(const uint8_t *)"\xff\xff\xff\xff", 4},
                                        {(const uint8_t *)"\0\0\0\0", 4},
                                        {(const uint8_t *)"\0\1\x86\xa1", 4}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct hall h;
        open_hall(&h, PLACES);
        const int fd = come(&h);
        check_eq(send(fd, rows[i].data, rows[i].len, 0), (ssize_t)rows[i].len);
        serve(&h);
        check_eq(h.asked_count, 0);
        check_eq(h.gone_count, 1);
        check_that(is_closed(fd));
        (void)close(fd);
        door_close(&h.door);
    }
}

TEST(newcomers_wait_while_nobody_is_idle)
{
    struct hall h;
    int fds[PLACES + 1];
    open_hall(&h, PLACES);
    for (size_t i = 0; i < PLACES; i++) {
        fds[i] = come(&h);
        ask(fds[i], "question");
    }
    serve(&h);
    check_eq(door_count(&h.door), PLACES);
    check_eq(h.asked_count, PLACES);
    fds[PLACES] = come(&h);
    ask(fds[PLACES], "me too");
    serve(&h); /* comes to rest: a crowd at the door is no reason to spin */
    check_eq(h.asked_count, PLACES);
    check_eq(door_wait_ms(&h.door), INT64_MAX);
    /* Answered now, so not idle yet: the newcomer waits for that, and a wake-up is asked for. */
    door_reply(&h.door, h.asked[1], BYTES("answer"));
    serve(&h);
    check_that(door_wait_ms(&h.door) > 0 && door_wait_ms(&h.door) <= 2000);
    check_eq(h.asked_count, PLACES);
    (void)close(fds[1]);
    serve(&h);
    check_eq(h.asked_count, PLACES + 1);
    check_bytes(h.messages[PLACES], BYTES("me too"));
    for (size_t i = 0; i < PLACES + 1; i++) {
        (void)close(i == 1 ? -1 : fds[i]);
    }
    door_close(&h.door);
}

/* Connections that are never used do not lock anybody out. */
TEST(whoever_has_been_idle_longest_leaves_for_a_newcomer)
{
    struct hall h;
    int fds[CONNECTIONS_MAX + 1];
    open_hall(&h, CONNECTIONS_MAX);
    for (size_t i = 0; i < CONNECTIONS_MAX; i++) {
        fds[i] = come(&h);
        serve(&h);
    }
    check_eq(door_count(&h.door), CONNECTIONS_MAX);
    for (size_t i = 0; i < CONNECTIONS_MAX; i++) {
        h.door.clients[i].active_ms -= 5000 + (i == 7 ? 10000 : (int64_t)i);
    }
    fds[CONNECTIONS_MAX] = come(&h);
    ask(fds[CONNECTIONS_MAX], "a newcomer");
    serve(&h);
    check_eq(h.asked_count, 1);
    check_that(is_closed(fds[7]));
    check_eq(h.gone_count, 1);
    check_eq(door_count(&h.door), CONNECTIONS_MAX);
    for (size_t i = 0; i < CONNECTIONS_MAX + 1; i++) {
        (void)close(fds[i]);
    }
    door_close(&h.door);
}

/* Without descriptors the listener would be readable for ever. */
TEST(a_lack_of_descriptors_does_not_make_it_spin)
{
    struct hall h;
    struct rlimit before;
    open_hall(&h, PLACES);
    struct world *quiet = world_new(1);
    const int fd = come(&h);
    check_eq(getrlimit(RLIMIT_NOFILE, &before), 0);
    const struct rlimit none = {(rlim_t)fd + 1, before.rlim_max};
    check_eq(setrlimit(RLIMIT_NOFILE, &none), 0);
    serve(&h);
    check_eq(door_count(&h.door), 0);
    check_that(door_wait_ms(&h.door) > 0 && door_wait_ms(&h.door) <= 100);
    check_eq(setrlimit(RLIMIT_NOFILE, &before), 0);
    h.door.closed_until_ms = 0; /* as when the time has passed */
    serve(&h);
    check_eq(door_count(&h.door), 1);
    (void)close(fd);
    world_free(quiet);
    door_close(&h.door);
}

TEST(a_door_that_was_never_opened_can_be_closed)
{
    struct door d = {.listener = -1};
    door_close(&d);
    check_eq(door_open(&d, "/nowhere/at/all", 1, 1), ERROR_IO);
    door_close(&d);
    door_close(&d);
}
