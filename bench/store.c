/* bench/store.c: what an act costs the store and the record, and whether it costs more when there are many.
 *
 * store [FOLDER [ACTS...]]: below FOLDER (a real file system, default /var/tmp) it fills a database with
 * acts and measures when there are 10^4, 10^5 and 10^6 of them, in batches of 1, 64 and 512. An act is like
 * a recorded position: its id is looked for; four rows are read and written, of which two are new (a
 * counter, the row of the text, the position of the member, the sequence number of the key); an entry that
 * carries 500 bytes is appended. A batch is a transaction, and the log is moved into the file as the engine
 * does it. Counted is the CPU of the process, its part in the kernel included; the time that passes, with
 * the waiting for the disk, is shown beside it.
 *
 * The lines `scattered` write a row anywhere among all old ones instead of the row of the text: the worst
 * that an act can do, which no mechanism does.
 *
 * Status 1 if an act, not scattered, costs at the largest size more than 1.3 times what it costs at the
 * smallest. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/check.h"
#include "base/limits.h"
#include "base/num.h"
#include "record/record.h"
#include "store/state.h"

enum { MEMBERS = 30, CARRIED_BYTES = 500, FRAMES_MIN = 1000, SIZES_MAX = 8, BOUND_PER_MILLE = 1300 };

static const struct window {
    uint64_t batch;
    uint64_t span_max; /* acts that are measured, but at most twice as many as there are */
    bool scattered;
} windows[] = {{1, 4096, false}, {64, 16384, false}, {512, 16384, false}, {64, 16384, true}};
enum { WINDOWS = sizeof windows / sizeof windows[0] };

struct bench {
    struct database *db;
    struct state *state;
    struct record *record;
    struct arena arena;
    uint64_t acts;
    bool scattered;
    uint8_t carried[CARRIED_BYTES];
};

struct cost {
    int64_t user_us;
    int64_t kernel_us;
    int64_t wall_us;
};

static void must(enum error e, const char *what)
{
    if (e != OK) {
        (void)fprintf(stderr, "bench: %s: %s\n", what, error_text(e));
        exit(2);
    }
}

static int64_t micros(struct timeval t)
{
    return (int64_t)t.tv_sec * 1000000 + t.tv_usec;
}

static struct cost now(void)
{
    struct rusage u;
    struct timespec t;
    check(getrusage(RUSAGE_SELF, &u) == 0);
    check(clock_gettime(CLOCK_MONOTONIC, &t) == 0);
    return (struct cost){micros(u.ru_utime), micros(u.ru_stime),
                         (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000};
}

static struct hash hash_of_number(char domain, uint64_t n)
{
    uint8_t bytes[9] = {(uint8_t)domain};
    memcpy(bytes + 1, &n, sizeof n);
    return hash_of(bytes_of(bytes, sizeof bytes));
}

/* Where member `act % MEMBERS` stands on the text of its round: rows of one text lie side by side. */
static struct bytes position_key(uint64_t act, uint8_t out[64])
{
    const struct hash root = hash_of_number('r', act / MEMBERS);
    out[0] = 'P';
    memcpy(out + 1, root.bytes, HASH_BYTES);
    (void)snprintf((char *)out + 1 + HASH_BYTES, 8, "M%02" PRIu64, act % MEMBERS);
    return bytes_of(out, 1 + HASH_BYTES + 4);
}

static struct bytes sequence_key(uint64_t act, uint8_t out[128])
{
    const struct hash key = hash_of_number('k', act % MEMBERS);
    const struct hash root = hash_of_number('r', act / MEMBERS);
    out[0] = 'e';
    memcpy(out + 1, hash_hex(&root).text, HASH_HEX_BYTES);
    memcpy(out + 1 + HASH_HEX_BYTES, key.bytes, HASH_BYTES);
    return bytes_of(out, 1 + HASH_HEX_BYTES + HASH_BYTES);
}

static struct bytes text_key(uint64_t act, uint8_t out[64])
{
    const struct hash root = hash_of_number('r', act / MEMBERS);
    out[0] = 'm';
    memcpy(out + 1, root.bytes, HASH_BYTES);
    return bytes_of(out, 1 + HASH_BYTES);
}

static void write_row(struct bench *b, struct bytes key, uint64_t number, size_t len)
{
    uint8_t value[128] = {0};
    struct bytes old;
    check(len <= sizeof value);
    (void)state_get(b->state, key, &old);
    memcpy(value, &number, sizeof number);
    state_put(b->state, key, bytes_of(value, len));
}

static void run_act(struct bench *b)
{
    uint8_t key[128];
    const uint64_t act = b->acts++;
    const struct hash any = hash_of_number('a', act);
    uint64_t old;
    uint64_t found;
    memcpy(&old, any.bytes, sizeof old);
    struct entry e = {
        .index = record_size(b->record), .type = ENTRY_ACT, .height = act, .time_ms = (int64_t)act};
    e.id = hash_of_number('i', act);
    check(record_find(b->record, &e.id, &found) == ERROR_NOT_FOUND);
    state_mark(b->state);
    write_row(b, BYTES("c"), act, 40);
    if (b->scattered) {
        write_row(b, position_key(old % (act + 1), key), act, 16);
    } else {
        write_row(b, text_key(act, key), act, 100);
    }
    write_row(b, position_key(act, key), act, 16);
    write_row(b, sequence_key(act, key), act, 8);
    memcpy(b->carried, &act, sizeof act);
    e.envelope = hash_of(bytes_of(b->carried, sizeof b->carried));
    e.effects = state_effects(b->state);
    (void)snprintf(e.result, sizeof e.result, "ok");
    must(record_append(b->record, &e, bytes_of(b->carried, sizeof b->carried)), "append");
}

static void run_batch(struct bench *b, uint64_t count)
{
    struct state_row *rows;
    must(database_begin(b->db), "begin");
    for (uint64_t i = 0; i < count; i++) {
        run_act(b);
    }
    check(state_scan(b->state, BYTES("s"), &b->arena, &rows) == 0);
    arena_clear(&b->arena);
    must(state_flush(b->state), "flush");
    must(database_commit(b->db), "commit");
    must(database_checkpoint(b->db, FRAMES_MIN), "checkpoint");
}

static void grow(struct bench *b, uint64_t acts)
{
    while (b->acts < acts) {
        const uint64_t missing = acts - b->acts;
        run_batch(b, missing < BATCH_ACTS_MAX ? missing : BATCH_ACTS_MAX);
    }
}

static struct cost measure(struct bench *b, const struct window *w, uint64_t span)
{
    b->scattered = w->scattered;
    const struct cost before = now();
    for (uint64_t done = 0; done < span; done += w->batch) {
        run_batch(b, w->batch);
    }
    const struct cost after = now();
    b->scattered = false;
    return (struct cost){after.user_us - before.user_us, after.kernel_us - before.kernel_us,
                         after.wall_us - before.wall_us};
}

static int64_t file_mib(const char *path)
{
    struct stat s;
    return stat(path, &s) == 0 ? (int64_t)s.st_size / (1 << 20) : 0;
}

static int64_t memory_kib(void)
{
    struct rusage u;
    check(getrusage(RUSAGE_SELF, &u) == 0);
    return u.ru_maxrss;
}

static void open_bench(struct bench *b, const char *path)
{
    const struct database_options options = {
        .create = true, .schema = arena_printf(&b->arena, "%s%s", record_schema, state_schema), .version = 1};
    must(database_open(&b->db, path, &options), "open");
    must(record_open(&b->record, b->db), "open the record");
    must(state_open(&b->state, b->db, true), "open the state");
    arena_clear(&b->arena);
}

static void close_bench(struct bench *b)
{
    state_close(b->state);
    record_close(b->record);
    database_close(b->db);
}

/* CPU in nanoseconds an act, for each window. */
static void measure_size(struct bench *b, const char *path, uint64_t acts, int64_t cpu_ns[WINDOWS])
{
    grow(b, acts);
    for (size_t i = 0; i < WINDOWS; i++) {
        const struct window *w = &windows[i];
        uint64_t span = w->span_max;
        while (span > 2 * acts && span > w->batch) {
            span /= 2;
        }
        const struct cost c = measure(b, w, span);
        const int64_t n = (int64_t)span;
        cpu_ns[i] = (c.user_us + c.kernel_us) * 1000 / n;
        (void)printf(
            "%8" PRIu64 " acts, batches of %3" PRIu64 "%s: %4lld.%lld us CPU an act (%lld user, %lld kernel),"
            " %lld us in all; file %lld MiB, memory %lld KiB\n",
            acts, w->batch, w->scattered ? ", scattered" : "", (long long)cpu_ns[i] / 1000,
            (long long)cpu_ns[i] / 100 % 10, (long long)(c.user_us / n), (long long)(c.kernel_us / n),
            (long long)(c.wall_us / n), (long long)file_mib(path), (long long)memory_kib());
        (void)fflush(stdout);
    }
}

static void show_start(struct bench *b, const char *path)
{
    close_bench(b);
    const struct cost before = now();
    open_bench(b, path);
    const struct cost after = now();
    (void)printf("opening it takes %lld ms\n", (long long)(after.wall_us - before.wall_us) / 1000);
}

static bool compare(const uint64_t *sizes, size_t count, int64_t costs[][WINDOWS])
{
    bool good = true;
    for (size_t i = 0; i < WINDOWS; i++) {
        const struct window *w = &windows[i];
        const int64_t ratio = costs[count - 1][i] * 1000 / (costs[0][i] == 0 ? 1 : costs[0][i]);
        (void)printf("batches of %3" PRIu64 "%s: an act at %" PRIu64 " costs %lld.%03lld of one at %" PRIu64
                     "\n",
                     w->batch, w->scattered ? ", scattered" : "", sizes[count - 1], (long long)ratio / 1000,
                     (long long)ratio % 1000, sizes[0]);
        good = good && (w->scattered || ratio <= BOUND_PER_MILLE);
    }
    return good;
}

int main(int argc, char **argv)
{
    uint64_t sizes[SIZES_MAX] = {10000, 100000, 1000000};
    size_t count = 3;
    char folder[512];
    char path[600];
    int64_t costs[SIZES_MAX][WINDOWS];
    for (int i = 2; i < argc && i - 2 < SIZES_MAX; i++) {
        int64_t n = 0;
        if (!num_parse(bytes_of_text(argv[i]), 100000000, &n)) {
            (void)fprintf(stderr, "usage: store [FOLDER [ACTS...]]\n");
            return 2;
        }
        sizes[i - 2] = (uint64_t)n;
        count = (size_t)i - 1;
    }
    (void)snprintf(folder, sizeof folder, "%s/univocal-bench-XXXXXX", argc > 1 ? argv[1] : "/var/tmp");
    if (mkdtemp(folder) == NULL) {
        perror(folder);
        return 2;
    }
    (void)snprintf(path, sizeof path, "%s/record.db", folder);
    struct bench b = {.acts = 0};
    open_bench(&b, path);
    for (size_t i = 0; i < count; i++) {
        measure_size(&b, path, sizes[i], costs[i]);
    }
    show_start(&b, path);
    const bool good = compare(sizes, count, costs);
    close_bench(&b);
    arena_done(&b.arena);
    static const char *const endings[] = {"", "-wal", "-shm", "-lock"};
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        (void)snprintf(path, sizeof path, "%s/record.db%s", folder, endings[i]);
        (void)unlink(path);
    }
    (void)rmdir(folder);
    return good ? 0 : 1;
}
