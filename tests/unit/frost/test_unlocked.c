/* Not under the sanitizers, which make mlock do nothing and say that it did. */
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "crypto/secret.h"
#include "support/harness.h"

/* mlock fails for a process without privilege whose limit is zero. */
static int ask_without_limit(void)
{
    const struct rlimit none = {0, 0};
    struct secret s;
    if (setrlimit(RLIMIT_MEMLOCK, &none) != 0 || (geteuid() == 0 && setuid(65534) != 0)) {
        return 3;
    }
    if (secret_new(64, &s) != OK) {
        return 4;
    }
    const bool locked = s.locked;
    memset(secret_open(&s), 1, 64); /* usable all the same */
    secret_close(&s);
    secret_free(&s);
    return locked ? 1 : 0;
}

TEST(memory_that_the_system_does_not_lock_is_given_and_says_so)
{
    const pid_t child = fork();
    check_that(child >= 0);
    if (child == 0) {
        _exit(ask_without_limit());
    }
    int status = 0;
    check_eq(waitpid(child, &status, 0), child);
    check_that(WIFEXITED(status));
    check_eq(WEXITSTATUS(status), 0);
    check_that(strstr(secret_advice(), "LimitMEMLOCK") != NULL);
}
