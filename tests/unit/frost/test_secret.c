#include "crypto/secret.h"

#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/limits.h"
#include "support/harness.h"
#include "unit/frost/other.h"

TEST(a_secret_is_zero_at_first_and_keeps_what_is_written)
{
    struct secret s;
    check_ok(secret_new(100, &s));
    uint8_t *data = secret_open(&s);
    for (size_t i = 0; i < 100; i++) {
        check_eq(data[i], 0);
    }
    memset(data, 7, 100);
    secret_close(&s);
    const uint8_t *again = secret_read(&s);
    for (size_t i = 0; i < 100; i++) {
        check_eq(again[i], 7);
    }
    secret_close(&s);
    secret_free(&s);
    check_that(s.data == NULL);
    secret_free(&s);
    secret_free(NULL);
}

/* How a child ends that does something with a secret that is closed, open to read, or open. */
enum way { CLOSED, READ_ONLY, OPEN };

static bool survives(enum way way, bool write, size_t at)
{
    const pid_t child = fork();
    check_that(child >= 0);
    if (child == 0) {
        struct secret s;
        const struct rlimit none = {0, 0};
        (void)setrlimit(RLIMIT_CORE, &none);
        (void)signal(SIGSEGV, SIG_DFL); /* the harness has a handler of its own */
        (void)signal(SIGBUS, SIG_DFL);
        (void)close(2);
        if (secret_new(64, &s) != OK) {
            _exit(3);
        }
        volatile uint8_t *data = s.data;
        if (way == READ_ONLY) {
            (void)secret_read(&s);
        } else if (way == OPEN) {
            data = secret_open(&s);
        }
        if (write) {
            data[at] = 1;
        } else {
            (void)data[at];
        }
        _exit(0);
    }
    int status = 0;
    check_eq(waitpid(child, &status, 0), child);
    check_that(!WIFEXITED(status) || WEXITSTATUS(status) != 3);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

TEST(a_closed_secret_cannot_be_touched_and_an_open_one_not_beyond_its_end)
{
    check_that(!survives(CLOSED, false, 0));
    check_that(!survives(CLOSED, true, 0));
    check_that(survives(READ_ONLY, false, 0));
    check_that(!survives(READ_ONLY, true, 0));
    check_that(survives(OPEN, false, 63));
    check_that(survives(OPEN, true, 63));
    check_that(!survives(OPEN, false, 64));
}

TEST(secrets_have_at_least_one_byte_and_at_most_their_limit)
{
    struct secret s = {NULL, 0, false};
    check_eq(secret_new(0, &s), ERROR_TOO_LARGE);
    check_eq(secret_new(SECRET_BYTES_MAX + 1, &s), ERROR_TOO_LARGE);
    check_that(s.data == NULL);
    check_ok(secret_new(SECRET_BYTES_MAX, &s));
    secret_free(&s);
    check_dies(secret_open(&s));
    check_dies(secret_read(&s));
}

TEST(memory_is_locked_where_the_system_allows_it)
{
    uint8_t page[4096] = {0};
    if (mlock(page, sizeof page) != 0) {
        harness_skip("this system locks no memory for us");
    }
    struct secret s;
    check_ok(secret_new(64, &s));
    check_that(s.locked);
    secret_free(&s);
    check_ok(other_secret_new(64, &s));
    check_that(!s.locked);
    secret_free(&s);
}
