/* tests/support/harness.h: cmocka with comfort.
 *
 *   TEST(a_sentence_about_what_holds) { check_eq(1 + 1, 2); }
 *
 * registers itself. `SEED=n` replays, a word on the command line filters by name. `PLAN="name n ..."` runs
 * the tests of these names only, in this order up to the first failure, each with n seconds of a processor.
 * The last line is `N passed, N failed, N skipped`. */
#ifndef SUPPORT_HARNESS_H
#define SUPPORT_HARNESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/error.h"

#define TEST(name)                                                                                           \
    static void test_##name(void);                                                                           \
    __attribute__((constructor)) static void register_##name(void)                                           \
    {                                                                                                        \
        harness_register(__FILE__, #name, test_##name);                                                      \
    }                                                                                                        \
    static void test_##name(void)

void harness_register(const char *file, const char *name, void (*run)(void));
/* Called before each test, where a program has it (tools/mutate). */
void harness_begins(const char *test) __attribute__((weak));

/* Each prints expression and values, and ends the test. */
#define check_that(condition) harness_that((condition), #condition, __FILE__, __LINE__)
#define check_eq(a, b)        harness_eq((int64_t)(a), (int64_t)(b), #a, #b, __FILE__, __LINE__)
#define check_text(a, b)      harness_text((a), (b), #a, #b, __FILE__, __LINE__)
#define check_bytes(a, b)     harness_bytes((a), (b), #a, #b, __FILE__, __LINE__)
#define check_ok(e)           harness_ok((e), #e, __FILE__, __LINE__)
/* The expression must end the process by a failed check(). */
#define check_dies(expression)                                                                               \
    do {                                                                                                     \
        if (harness_fork_dies()) {                                                                           \
            (void)(expression);                                                                              \
            harness_survived();                                                                              \
        }                                                                                                    \
        harness_died(#expression, __FILE__, __LINE__);                                                       \
    } while (0)

void harness_that(bool holds, const char *what, const char *file, int line);
void harness_eq(int64_t a, int64_t b, const char *aa, const char *bb, const char *file, int line);
void harness_text(const char *a, const char *b, const char *aa, const char *bb, const char *file, int line);
void harness_bytes(struct bytes a, struct bytes b, const char *aa, const char *bb, const char *file,
                   int line);
void harness_ok(enum error e, const char *what, const char *file, int line);
bool harness_fork_dies(void);
_Noreturn void harness_survived(void);
void harness_died(const char *what, const char *file, int line);
/* Ends the test as skipped, with the reason in the closing lines. */
_Noreturn void harness_skip(const char *reason);
/* A note printed with the test if it fails (seed, case name); printf. */
void harness_note(const char *format, ...) __attribute__((format(printf, 1, 2)));

uint64_t harness_seed(void);       /* SEED= or 1 */
struct arena *harness_arena(void); /* cleared after each test */
const char *harness_folder(void);  /* an empty folder, removed after the test */
/* Reads a file of the source tree ("tests/vectors/x.json") or an absolute path; fails the test if absent. */
struct bytes harness_file(const char *path);
/* Where a file of the data sets stands that are no part of the project: below SHARED_DATA, else below
 * ../shared/data beside the source tree. Skips the test if it is not there. */
const char *harness_shared(const char *name);
bool harness_file_exists(const char *path);

int harness_run(int argc, char **argv); /* main, of programmes that have no other */
#endif
