#include "support/harness.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/error.h"
#include "crypto/sign.h"

enum { TESTS_MAX = 2000 };

static struct test {
    const char *file;
    const char *name;
    void (*run)(void);
} tests[TESTS_MAX];
static size_t test_count;
static const struct test *current;
static struct arena arena;
static char folder[64];
static char note[512];
static pid_t child;
static int passed;
static int failed;
static int skipped;
static bool was_skipped; /* the current test */

void harness_register(const char *file, const char *name, void (*run)(void))
{
    if (test_count == TESTS_MAX) {
        abort();
    }
    tests[test_count++] = (struct test){file, name, run};
}

static void fail_at(const char *file, int line)
{
    if (note[0] != 0) {
        print_error("  note: %s\n", note);
    }
    _fail(file, line);
}

void harness_that(bool holds, const char *what, const char *file, int line)
{
    if (!holds) {
        print_error("  does not hold: %s\n", what);
        fail_at(file, line);
    }
}

void harness_eq(int64_t a, int64_t b, const char *aa, const char *bb, const char *file, int line)
{
    if (a != b) {
        print_error("  %s is %lld\n  %s is %lld\n", aa, (long long)a, bb, (long long)b);
        fail_at(file, line);
    }
}

void harness_text(const char *a, const char *b, const char *aa, const char *bb, const char *file, int line)
{
    if (a == NULL || b == NULL || strcmp(a, b) != 0) {
        print_error("  %s is \"%s\"\n  %s is \"%s\"\n", aa, a == NULL ? "(null)" : a, bb,
                    b == NULL ? "(null)" : b);
        fail_at(file, line);
    }
}

static void print_bytes(const char *what, struct bytes s)
{
    print_error("  %s is (%zu bytes) ", what, s.len);
    for (size_t i = 0; i < s.len && i < 2000; i++) {
        if (s.data[i] == '\n' || (s.data[i] >= 0x20 && s.data[i] < 0x7f)) {
            print_error("%c", s.data[i]);
        } else {
            print_error("\\x%02x", s.data[i]);
        }
    }
    print_error("\n");
}

void harness_bytes(struct bytes a, struct bytes b, const char *aa, const char *bb, const char *file, int line)
{
    if (!bytes_equal(a, b)) {
        print_bytes(aa, a);
        print_bytes(bb, b);
        fail_at(file, line);
    }
}

void harness_ok(enum error e, const char *what, const char *file, int line)
{
    if (e != OK) {
        print_error("  %s gave %s\n", what, error_name(e));
        fail_at(file, line);
    }
}

bool harness_fork_dies(void)
{
    (void)fflush(NULL);
    child = fork();
    if (child == 0) {
        if (freopen("/dev/null", "w", stderr) == NULL) {
            _exit(3);
        }
        return true;
    }
    return false;
}

void harness_survived(void)
{
    _exit(0);
}

void harness_died(const char *what, const char *file, int line)
{
    int status = 0;
    if (waitpid(child, &status, 0) != child || !WIFSIGNALED(status) || WTERMSIG(status) != SIGABRT) {
        print_error("  did not end by a failed check: %s\n", what);
        fail_at(file, line);
    }
}

void harness_skip(const char *reason)
{
    print_message("  skipped %s: %s\n", current->name, reason);
    was_skipped = true;
    skip();
    abort();
}

void harness_note(const char *format, ...)
{
    va_list list;
    va_start(list, format);
    (void)vsnprintf(note, sizeof note, format, list);
    va_end(list);
}

uint64_t harness_seed(void)
{
    const char *text = getenv("SEED");
    return text == NULL ? 1 : strtoull(text, NULL, 10);
}

struct arena *harness_arena(void)
{
    return &arena;
}

static void remove_folder(const char *path)
{
    DIR *dir = opendir(path);
    if (dir == NULL) {
        return;
    }
    for (struct dirent *d = readdir(dir); d != NULL; d = readdir(dir)) {
        if (strcmp(d->d_name, ".") == 0 || strcmp(d->d_name, "..") == 0) {
            continue;
        }
        char inner[4096];
        (void)snprintf(inner, sizeof inner, "%s/%s", path, d->d_name);
        struct stat st;
        if (lstat(inner, &st) == 0 && S_ISDIR(st.st_mode)) {
            remove_folder(inner);
        } else {
            (void)unlink(inner);
        }
    }
    (void)closedir(dir);
    (void)rmdir(path);
}

const char *harness_folder(void)
{
    if (folder[0] == 0) {
        (void)snprintf(folder, sizeof folder, "/tmp/univocal-test-XXXXXX");
        if (mkdtemp(folder) == NULL) {
            abort();
        }
    }
    return folder;
}

static const char *source_path(const char *path)
{
    static char full[4096];
    const char *root = getenv("SOURCE_ROOT");
    if (path[0] == '/' || root == NULL) {
        return path;
    }
    (void)snprintf(full, sizeof full, "%s/%s", root, path);
    return full;
}

bool harness_file_exists(const char *path)
{
    return access(source_path(path), R_OK) == 0;
}

const char *harness_shared(const char *name)
{
    const char *root = getenv("SHARED_DATA");
    const char *source = getenv("SOURCE_ROOT");
    const char *path = root != NULL ? arena_printf(harness_arena(), "%s/%s", root, name)
                                    : arena_printf(harness_arena(), "%s/../shared/data/%s",
                                                   source == NULL ? "." : source, name);
    if (!harness_file_exists(path)) {
        harness_skip(arena_printf(harness_arena(), "%s is not here", path));
    }
    return path;
}

struct bytes harness_file(const char *path)
{
    FILE *f = fopen(source_path(path), "rb");
    if (f == NULL) {
        print_error("  cannot read %s\n", path);
        fail_at(path, 0);
        abort();
    }
    struct buffer b;
    buffer_init(&b, (size_t)1 << 30);
    char part[65536];
    for (size_t n = fread(part, 1, sizeof part, f); n > 0; n = fread(part, 1, sizeof part, f)) {
        buffer_add(&b, part, n);
    }
    (void)fclose(f);
    const struct bytes copy = arena_copy(&arena, buffer_view(&b));
    buffer_done(&b);
    return copy;
}

static void run_current(void **state)
{
    (void)state;
    current->run();
}

/* One cmocka group a test keeps its counts ours: cmocka reports a group only as a whole. */
static void run_one(const struct test *t)
{
    current = t;
    note[0] = 0;
    was_skipped = false;
    const struct CMUnitTest unit[] = {{t->name, run_current, NULL, NULL, NULL}};
    if (harness_begins != NULL) {
        harness_begins(t->name);
    }
    (void)fflush(NULL);
    const int bad = _cmocka_run_group_tests(t->name, unit, 1, NULL, NULL);
    if (bad != 0) {
        failed++;
        (void)printf("FAILED %s (%s)\n", t->name, t->file);
    } else if (was_skipped) {
        skipped++;
    } else {
        passed++;
    }
    arena_clear(&arena);
    if (folder[0] != 0) {
        remove_folder(folder);
        folder[0] = 0;
    }
}

static int by_name(const void *a, const void *b)
{
    const struct test *x = a;
    const struct test *y = b;
    const int file = strcmp(x->file, y->file);
    return file != 0 ? file : strcmp(x->name, y->name);
}

/* A test that does not end is ended, after so many seconds of a processor. */
static void limit_processor(unsigned long seconds)
{
    struct rusage used;
    struct rlimit limit;
    if (getrusage(RUSAGE_SELF, &used) != 0 || getrlimit(RLIMIT_CPU, &limit) != 0) {
        abort();
    }
    limit.rlim_cur = (rlim_t)(used.ru_utime.tv_sec + used.ru_stime.tv_sec + 1) + seconds;
    if (setrlimit(RLIMIT_CPU, &limit) != 0) {
        abort();
    }
}

static const struct test *test_named(const char *name, size_t len)
{
    for (size_t i = 0; i < test_count; i++) {
        if (strlen(tests[i].name) == len && strncmp(tests[i].name, name, len) == 0) {
            return &tests[i];
        }
    }
    (void)fprintf(stderr, "there is no test %.*s\n", (int)len, name);
    abort();
}

/* The tests that the plan names, in its order. */
static void run_plan(const char *plan)
{
    while (failed == 0 && *plan != 0) {
        const size_t len = strcspn(plan, " ");
        const struct test *t = test_named(plan, len);
        char *end = NULL;
        limit_processor(strtoul(plan + len, &end, 10));
        run_one(t);
        plan = end + strspn(end, " ");
    }
}

int harness_run(int argc, char **argv)
{
    if (crypto_start() != OK) {
        (void)fprintf(stderr, "libsodium cannot be used here\n");
        return 1;
    }
    (void)setvbuf(stdout, NULL, _IOLBF, 0);
    qsort(tests, test_count, sizeof tests[0], by_name);
    cmocka_set_message_output(CM_OUTPUT_SUBUNIT);
    const char *plan = getenv("PLAN");
    for (size_t i = 0; i < test_count && plan == NULL; i++) {
        if (argc <= 1 || strstr(tests[i].name, argv[1]) != NULL) {
            run_one(&tests[i]);
        }
    }
    if (plan != NULL) {
        run_plan(plan);
    }
    arena_done(&arena);
    (void)printf("%d passed, %d failed, %d skipped\n", passed, failed, skipped);
    return failed == 0 ? 0 : 1;
}
