/* bench/civil.c: what a jump of the scenario clock over many deadlines costs: the time and memory for 10^4
 * and 10^5 noted days, in blocks as the engine makes them, each flushed and committed by itself, with the log
 * moved into the file as the engine does it; and whether they came in order.
 *
 * civil [FOLDER [COUNT...]]: the organisation is made below FOLDER (a real file system, /var/tmp if not
 * given). Each deadline writes two rows anywhere among all there are: where these are few, several share a
 * page. Status 1 if one costs at the largest number more than RATIO_MAX times what it costs at the smallest;
 * ten would be a cost that grows with the number. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "base/check.h"
#include "base/num.h"
#include "codec/json.h"
#include "mechanism/civil.h"
#include "support/rig.h"

enum { SIZES_MAX = 4, PER_COMMIT = 1000, SPREAD_DAYS = 3000 };
#define RATIO_MAX 8.0

static struct rig r;

struct cost {
    double cpu_s;
    double wall_s;
    double longest_s; /* of a block */
    long memory_kib;  /* most while it lasted, beyond what there was */
    uint64_t blocks;
};

static double now(clockid_t clock)
{
    struct timespec t;
    check(clock_gettime(clock, &t) == 0);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* A line of /proc/self/status; writing 5 into clear_refs lets the most begin anew. */
static long status_kib(const char *name)
{
    char line[200];
    long kib = 0;
    FILE *f = fopen("/proc/self/status", "r");
    check(f != NULL);
    while (fgets(line, sizeof line, f) != NULL) {
        if (strncmp(line, name, strlen(name)) == 0) {
            kib = strtol(line + strlen(name) + 1, NULL, 10);
        }
    }
    (void)fclose(f);
    return kib;
}

static void forget_most(void)
{
    FILE *f = fopen("/proc/self/clear_refs", "w");
    check(f != NULL && fputs("5", f) >= 0 && fclose(f) == 0);
}

static void commit(void)
{
    enum { FRAMES_MIN = 1000 };
    check(state_flush(r.state) == OK && database_commit(r.db) == OK &&
          database_checkpoint(r.db, FRAMES_MIN) == OK && database_begin(r.db) == OK);
}

static void note_days(uint64_t count)
{
    enum error failed = OK;
    struct context c = rig_context(&r, &failed);
    const int64_t first = civil_today(&c) + 1;
    for (uint64_t i = 0; i < count; i++) {
        const struct civil_note note = {.id = hash_of(bytes_of(&i, sizeof i)),
                                        .day = first + (int64_t)(i * 7919 % SPREAD_DAYS)};
        civil_note_put(c.state, &note);
        civil_deadline_set(&c, CIVIL_NOTE, &note.id, 0, note.day);
        if (i % PER_COMMIT == PER_COMMIT - 1) {
            commit();
        }
    }
    commit();
}

static struct cost jump(void)
{
    struct cost out = {.blocks = 0};
    check(strcmp(rig_say(&r, "A01", "clock.set", "{'rate':0,'to':'2040-01-01'}"), "ok") == 0);
    commit();
    forget_most();
    const long before_kib = status_kib("VmRSS");
    const double cpu = now(CLOCK_PROCESS_CPUTIME_ID);
    const double wall = now(CLOCK_MONOTONIC);
    while (rig_next_ms(&r) != 0) {
        const double begun = now(CLOCK_MONOTONIC);
        rig_block(&r, 1);
        commit();
        const double took = now(CLOCK_MONOTONIC) - begun;
        out.longest_s = took > out.longest_s ? took : out.longest_s;
        out.blocks++;
    }
    out.cpu_s = now(CLOCK_PROCESS_CPUTIME_ID) - cpu;
    out.wall_s = now(CLOCK_MONOTONIC) - wall;
    out.memory_kib = status_kib("VmHWM") - before_kib;
    return out;
}

/* Each came once, by day and then by id, as its fact in the record has it. */
static void check_order(uint64_t count)
{
    struct civil_note last = {.day = INT64_MIN};
    struct arena a;
    uint64_t found = 0;
    arena_init(&a);
    for (uint64_t i = 0; i < record_size(r.record); i++) {
        struct entry e;
        struct bytes carried;
        const struct json *top = NULL;
        struct bytes hex;
        struct hash id;
        struct civil_note n;
        arena_clear(&a);
        check(record_read(r.record, i, &a, &e, &carried) == OK);
        if (e.type != ENTRY_FACT || !bytes_equal_text(fact_kind(&a, carried), "civil.deadline")) {
            continue;
        }
        check(json_parse(&a, carried, carried.len, &top, NULL) == OK && json_get_text(top, "id", &hex) &&
              hash_parse(hex, &id) && civil_note_get(r.state, &id, &n) && n.come);
        check(n.day > last.day || (n.day == last.day && hash_compare(&last.id, &n.id) < 0));
        last = n;
        found++;
    }
    check(found == count);
    arena_done(&a);
}

static struct cost measure(const char *folder, uint64_t count)
{
    static const char *const endings[] = {"", "-wal", "-shm", "-lock"};
    rig_open(&r, &(struct rig_options){.folder = folder, .file = "civil.db", .realm = REALM_EXERCISE});
    note_days(count);
    const struct cost c = jump();
    check_order(count);
    rig_close(&r);
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        char path[300];
        (void)snprintf(path, sizeof path, "%s/civil.db%s", folder, endings[i]);
        (void)unlink(path);
    }
    (void)printf("%8llu deadlines in %4llu blocks: %7.2f s of CPU, %7.2f s, the longest block %.3f s; "
                 "%.1f us of CPU each; %ld KiB more memory; in order, each once\n",
                 (unsigned long long)count, (unsigned long long)c.blocks, c.cpu_s, c.wall_s, c.longest_s,
                 c.cpu_s * 1e6 / (double)count, c.memory_kib);
    (void)fflush(stdout);
    return c;
}

int main(int argc, char **argv)
{
    uint64_t counts[SIZES_MAX] = {10000, 100000};
    size_t size_count = 2;
    char folder[200];
    struct cost costs[SIZES_MAX];
    for (int i = 2; i < argc && i < 2 + SIZES_MAX; i++) {
        int64_t n = 0;
        if (!num_parse(bytes_of_text(argv[i]), 10000000, &n) || n == 0) {
            (void)fprintf(stderr, "usage: bench-civil [FOLDER [COUNT...]]\n");
            return 2;
        }
        counts[i - 2] = (uint64_t)n;
        size_count = (size_t)i - 1;
    }
    (void)snprintf(folder, sizeof folder, "%s/univocal-bench-XXXXXX", argc > 1 ? argv[1] : "/var/tmp");
    if (mkdtemp(folder) == NULL) {
        perror(folder);
        return 2;
    }
    check(crypto_start() == OK);
    for (size_t i = 0; i < size_count; i++) {
        costs[i] = measure(folder, counts[i]);
    }
    (void)rmdir(folder);
    const double ratio = costs[size_count - 1].cpu_s / (double)counts[size_count - 1] /
                         (costs[0].cpu_s / (double)counts[0]);
    (void)printf("a deadline at the largest number / at the smallest: %.2f (at most %.1f)\n", ratio,
                 RATIO_MAX);
    return ratio <= RATIO_MAX ? 0 : 1;
}
