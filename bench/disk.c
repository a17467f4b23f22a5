/* bench/disk.c: what the simulated disk costs, for a simulator that founds an organisation a run: opening a
 * database with the tables of record and state on a new disk, and committing a small block.
 *
 * disk [ORGANISATIONS [BLOCKS]]: so many of each. What is counted is the CPU of the process. */
#include <stdio.h>
#include <time.h>

#include "base/check.h"
#include "base/log.h"
#include "base/num.h"
#include "record/record.h"
#include "sim/disk.h"
#include "store/state.h"

struct parts {
    struct database *db;
    struct record *record;
    struct state *state;
};

static int64_t cpu_us(void)
{
    struct timespec t;
    check(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t) == 0);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void open_parts(struct parts *p, struct disk *d, const char *schema)
{
    const struct database_options o = {.vfs = disk_vfs(d), .create = true, .schema = schema, .version = 1};
    check(database_open(&p->db, "record.db", &o) == OK);
    check(record_open(&p->record, p->db) == OK);
    check(state_open(&p->state, p->db, true) == OK);
}

static void close_parts(struct parts *p)
{
    state_close(p->state);
    record_close(p->record);
    database_close(p->db);
}

/* One act: an entry and four rows. */
static void run_block(struct parts *p, uint64_t n)
{
    check(database_begin(p->db) == OK);
    uint8_t carried[500] = {0};
    uint8_t key[40] = {'k'};
    struct entry e = {.index = record_size(p->record), .result = "ok"};
    carried[0] = (uint8_t)n;
    carried[1] = (uint8_t)(n >> 8);
    e.envelope = hash_of(bytes_of(carried, sizeof carried));
    e.id = e.envelope;
    e.id.bytes[8] = (uint8_t)(n >> 16);
    for (uint8_t i = 0; i < 4; i++) {
        key[1] = i;
        key[2] = (uint8_t)(i < 2 ? 0 : n);
        key[3] = (uint8_t)(i < 2 ? 0 : n >> 8);
        state_put(p->state, bytes_of(key, sizeof key), bytes_of(carried, 40));
    }
    check(record_append(p->record, &e, bytes_of(carried, sizeof carried)) == OK);
    check(state_flush(p->state) == OK);
    check(database_commit(p->db) == OK);
}

/* Each ends as most runs do: the machine goes down and nothing is tidied up. */
static int64_t open_many(int64_t count, const struct disk_image *image, const char *schema)
{
    struct parts p;
    const int64_t begin = cpu_us();
    for (int64_t i = 0; i < count; i++) {
        struct disk *d = disk_new((uint64_t)i);
        if (image != NULL) {
            disk_restore(d, image);
        }
        open_parts(&p, d, schema);
        disk_crash(d);
        close_parts(&p);
        disk_free(d);
    }
    return (cpu_us() - begin) / count;
}

static int64_t number(const char *text, int64_t otherwise)
{
    int64_t n = 0;
    return text != NULL && num_parse(bytes_of_text(text), 1000000, &n) && n > 0 ? n : otherwise;
}

int main(int argc, char **argv)
{
    log_set_level((enum log_level)0);
    const int64_t organisations = number(argc > 1 ? argv[1] : NULL, 2000);
    const int64_t blocks = number(argc > 2 ? argv[2] : NULL, 20000);
    struct arena a = {0};
    const char *schema = arena_printf(&a, "%s%s", record_schema, state_schema);
    struct parts p;
    struct disk *d = disk_new(1);
    open_parts(&p, d, schema);
    struct disk_image *image = disk_snapshot(d);
    const int64_t new_us = open_many(organisations, NULL, schema);
    const int64_t fork_us = open_many(organisations, image, schema);
    int64_t begin = cpu_us();
    for (int64_t i = 0; i < blocks; i++) {
        run_block(&p, (uint64_t)i);
        check(database_checkpoint(p.db, 1000) == OK);
    }
    const int64_t block_us = (cpu_us() - begin) / blocks;
    begin = cpu_us();
    for (int i = 0; i < 1000; i++) {
        disk_image_free(image);
        image = disk_snapshot(d);
    }
    const int64_t image_us = (cpu_us() - begin) / 1000;
    (void)printf("disk, tables, record and state opened and closed: %lld us\n", (long long)new_us);
    (void)printf("the same from an image that has the tables: %lld us\n", (long long)fork_us);
    (void)printf("a block of one act: %lld us\n", (long long)block_us);
    (void)printf("an image of %llu KiB: %lld us\n", (unsigned long long)disk_bytes(d) / 1024,
                 (long long)image_us);
    close_parts(&p);
    disk_image_free(image);
    disk_free(d);
    arena_done(&a);
    return 0;
}
