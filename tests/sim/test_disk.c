/* What the disk promises, to files of struct env and by itself. */
#include <string.h>

#include "base/prng.h"
#include "sim/disk.h"
#include "support/harness.h"

static struct bytes read_all(const struct env *env, const char *path)
{
    struct buffer b;
    buffer_init(&b, 1 << 20);
    check_ok(env->file_read(env->ctx, path, 1 << 20, &b));
    const struct bytes copy = arena_copy(harness_arena(), buffer_view(&b));
    buffer_done(&b);
    return copy;
}

static struct bytes pattern(size_t len, char c)
{
    uint8_t *data = arena_take(harness_arena(), len, 1);
    memset(data, c, len);
    return bytes_of(data, len);
}

TEST(what_was_appended_is_there_after_every_crash)
{
    static const enum disk_loss losses[] = {DISK_LOSE_NOTHING, DISK_LOSE_ALL, DISK_LOSE_SOME};
    for (size_t i = 0; i < 3; i++) {
        struct disk *d = disk_new(1);
        struct env env = {.ctx = NULL};
        struct env_file *f = NULL;
        disk_env(d, &env);
        check_text(env.vfs, disk_vfs(d));
        check_ok(env.file_open(env.ctx, "a/log", &f));
        check_ok(env.file_append(env.ctx, f, BYTES("one")));
        check_ok(env.file_append(env.ctx, f, BYTES("two")));
        disk_crash(d);
        check_eq(env.file_append(env.ctx, f, BYTES("three")), ERROR_IO);
        env.file_close(env.ctx, f);
        disk_restart(d, losses[i], i);
        check_bytes(read_all(&env, "a/log"), BYTES("onetwo"));
        check_ok(env.file_open(env.ctx, "a/log", &f));
        check_ok(env.file_append(env.ctx, f, BYTES("three")));
        check_ok(env.file_truncate(env.ctx, f, 4));
        env.file_close(env.ctx, f);
        env.file_close(env.ctx, NULL);
        check_bytes(read_all(&env, "a/log"), BYTES("onet"));
        disk_free(d);
        disk_free(NULL);
    }
}

/* A crash in each operation of appending, truncating and replacing, and what may be there afterwards. */
TEST(a_crash_in_an_operation_leaves_what_was_or_what_was_to_be)
{
    bool kept = false;
    bool lost = false;
    bool torn = false;
    for (uint64_t at = 1; at <= 12; at++) {
        for (uint64_t seed = 0; seed < 40; seed++) {
            harness_note("operation %llu, seed %llu", (unsigned long long)at, (unsigned long long)seed);
            struct disk *d = disk_new(seed);
            struct env env = {.ctx = NULL};
            struct env_file *f = NULL;
            disk_env(d, &env);
            check_ok(env.file_open(env.ctx, "log", &f));
            check_ok(env.file_append(env.ctx, f, pattern(700, 'a')));
            check_ok(env.file_replace(env.ctx, "file", pattern(700, 'x')));
            disk_plan(d, &(struct disk_plan){.crash_at = at});
            const enum error appended = env.file_append(env.ctx, f, pattern(1500, 'b'));
            const enum error replaced = env.file_replace(env.ctx, "file", pattern(900, 'y'));
            const bool crashed = disk_is_down(d);
            check_eq(crashed, at <= 2 + 5);
            env.file_close(env.ctx, f);
            if (!crashed) {
                disk_crash(d);
            }
            disk_restart(d, DISK_LOSE_SOME, seed);
            const struct bytes log = read_all(&env, "log");
            check_that(log.len >= 700 && bytes_start_with(log, pattern(700, 'a')));
            check_that(appended != OK ||
                       bytes_equal(bytes_of(log.data + 700, log.len - 700), pattern(1500, 'b')));
            kept = kept || (appended != OK && log.len == 2200);
            lost = lost || (appended != OK && log.len == 700);
            torn =
                torn || (appended != OK && log.len > 700 && memchr(log.data + 700, 0, log.len - 700) != NULL);
            const struct bytes file = read_all(&env, "file");
            check_that(bytes_equal(file, pattern(900, 'y')) ||
                       (replaced != OK && bytes_equal(file, pattern(700, 'x'))));
            disk_free(d);
        }
    }
    check_that(kept && lost && torn);
}

TEST(a_name_is_there_once_its_folder_was_synced)
{
    struct disk *d = disk_new(1);
    struct env env = {.ctx = NULL};
    struct env_file *f = NULL;
    disk_env(d, &env);
    disk_plan(d, &(struct disk_plan){.crash_at = 1}); /* when the name is made */
    check_eq(env.file_open(env.ctx, "log", &f), ERROR_IO);
    disk_restart(d, DISK_LOSE_ALL, 1);
    check_that(!disk_has(d, "log"));
    disk_plan(d, &(struct disk_plan){.crash_at = 2}); /* when its folder is to be synced */
    check_eq(env.file_open(env.ctx, "log", &f), ERROR_IO);
    disk_restart(d, DISK_LOSE_NOTHING, 1);
    check_that(disk_has(d, "log"));
    struct buffer b;
    buffer_init(&b, 100);
    check_eq(env.file_read(env.ctx, "nobody", 100, &b), ERROR_NOT_FOUND);
    buffer_done(&b);
    disk_free(d);
}

TEST(a_full_disk_takes_what_fits_and_says_so)
{
    struct disk *d = disk_new(1);
    struct env env = {.ctx = NULL};
    struct env_file *f = NULL;
    disk_env(d, &env);
    check_ok(env.file_open(env.ctx, "log", &f));
    disk_plan(d, &(struct disk_plan){.bytes_max = 5000});
    check_ok(env.file_append(env.ctx, f, pattern(4000, 'a')));
    check_eq(env.file_append(env.ctx, f, pattern(2000, 'b')), ERROR_FULL);
    check_eq(disk_length(d, "log"), 5000);
    check_eq(disk_bytes(d), 5000);
    check_eq(env.file_replace(env.ctx, "file", pattern(10, 'c')), ERROR_FULL);
    disk_plan(d, &(struct disk_plan){.bytes_max = 0});
    check_ok(env.file_append(env.ctx, f, pattern(2000, 'b')));
    struct buffer b;
    buffer_init(&b, 10000);
    check_eq(env.file_read(env.ctx, "log", 6999, &b), ERROR_TOO_LARGE);
    check_ok(env.file_read(env.ctx, "log", 7000, &b));
    check_eq(b.len, 7000);
    buffer_done(&b);
    env.file_close(env.ctx, f);
    disk_free(d);
}

TEST(a_planned_call_fails_once_or_from_then_on)
{
    for (int on = 0; on < 2; on++) {
        struct disk *d = disk_new(1);
        struct env env = {.ctx = NULL};
        struct env_file *f = NULL;
        disk_env(d, &env);
        check_ok(env.file_open(env.ctx, "log", &f));
        disk_plan(d, &(struct disk_plan){.fail_at = 2, .fail_kinds = DISK_WRITE, .fail_on = on == 1});
        check_ok(env.file_append(env.ctx, f, BYTES("a")));
        check_eq(env.file_append(env.ctx, f, BYTES("b")), ERROR_IO);
        check_eq(env.file_append(env.ctx, f, BYTES("c")), on == 1 ? ERROR_IO : OK);
        check_eq(disk_length(d, "log"), on == 1 ? 1 : 2);
        env.file_close(env.ctx, f);
        disk_free(d);
    }
}

TEST(after_a_sync_that_failed_the_next_one_says_yes_and_does_not_help)
{
    struct disk *d = disk_new(1);
    struct env env = {.ctx = NULL};
    struct env_file *f = NULL;
    disk_env(d, &env);
    check_ok(env.file_open(env.ctx, "log", &f));
    disk_plan(d, &(struct disk_plan){.fail_at = 1, .fail_kinds = DISK_SYNC});
    check_eq(env.file_append(env.ctx, f, pattern(5000, 'a')), ERROR_IO);
    check_ok(env.file_append(env.ctx, f, pattern(5000, 'b')));
    env.file_close(env.ctx, f);
    disk_crash(d);
    disk_restart(d, DISK_LOSE_ALL, 1);
    check_that(memchr(read_all(&env, "log").data, 'a', 4096) == NULL);
    disk_free(d);
}

TEST(a_sync_that_lies_keeps_nothing)
{
    struct disk *d = disk_new(1);
    struct env env = {.ctx = NULL};
    struct env_file *f = NULL;
    disk_env(d, &env);
    check_ok(env.file_open(env.ctx, "log", &f));
    disk_plan(d, &(struct disk_plan){.sync_lies = true});
    check_ok(env.file_append(env.ctx, f, BYTES("a")));
    disk_plan(d, &(struct disk_plan){.sync_lies = false});
    struct disk_image *i = disk_snapshot(d);
    check_ok(env.file_append(env.ctx, f, BYTES("b"))); /* an honest one keeps both */
    env.file_close(env.ctx, f);
    disk_crash(d);
    disk_restart(d, DISK_LOSE_ALL, 1);
    check_bytes(read_all(&env, "log"), BYTES("ab"));
    disk_restore(d, i);
    disk_crash(d);
    disk_restart(d, DISK_LOSE_ALL, 1);
    check_eq(disk_length(d, "log"), 0);
    disk_image_free(i);
    disk_image_free(NULL);
    disk_free(d);
}

TEST(an_image_brings_everything_back_and_shares_nothing_that_changes)
{
    struct disk *d = disk_new(1);
    struct disk *other = disk_new(2);
    struct env env = {.ctx = NULL};
    struct env_file *f = NULL;
    disk_env(d, &env);
    check_ok(env.file_open(env.ctx, "log", &f));
    check_ok(env.file_append(env.ctx, f, pattern(10000, 'a')));
    check_ok(env.file_replace(env.ctx, "file", BYTES("first")));
    const struct hash then = disk_hash(d);
    struct disk_image *i = disk_snapshot(d);
    check_ok(env.file_append(env.ctx, f, pattern(10000, 'b')));
    check_ok(env.file_truncate(env.ctx, f, 100));
    check_ok(env.file_replace(env.ctx, "file", BYTES("second")));
    env.file_close(env.ctx, f);
    const struct hash later = disk_hash(d);
    disk_restore(other, i);
    const struct hash again = disk_hash(other);
    check_that(hash_equal(&then, &again));
    check_that(!hash_equal(&then, &later));
    check_eq(disk_bytes(other), 10005);
    disk_image_free(i);
    disk_env(other, &env);
    check_bytes(read_all(&env, "file"), BYTES("first"));
    disk_free(d);
    disk_free(other);
}

TEST(one_bit_of_a_file_is_turned_for_good)
{
    struct disk *d = disk_new(1);
    struct env env = {.ctx = NULL};
    disk_env(d, &env);
    check_ok(env.file_replace(env.ctx, "file", BYTES("abc")));
    check_that(disk_flip(d, "file", 8 + 1));
    check_that(!disk_flip(d, "file", 24));
    check_that(!disk_flip(d, "nobody", 0));
    check_bytes(read_all(&env, "file"), BYTES("a`c"));
    disk_crash(d);
    disk_restart(d, DISK_LOSE_ALL, 1);
    check_bytes(read_all(&env, "file"), BYTES("a`c"));
    disk_free(d);
}

static struct hash run_script(uint64_t seed)
{
    struct disk *d = disk_new(seed);
    struct env env = {.ctx = NULL};
    disk_env(d, &env);
    struct prng p;
    prng_seed(&p, seed);
    for (int round = 0; round < 20; round++) {
        struct env_file *f = NULL;
        disk_plan(d, &(struct disk_plan){.crash_at = 1 + prng_below(&p, 20)});
        if (env.file_open(env.ctx, round % 2 == 0 ? "a" : "b", &f) == OK) {
            while (env.file_append(env.ctx, f, pattern(prng_below(&p, 3000), (char)('a' + round))) == OK) {
                continue;
            }
            env.file_close(env.ctx, f);
        }
        disk_restart(d, DISK_LOSE_SOME, prng_next(&p));
    }
    const struct hash h = disk_hash(d);
    disk_free(d);
    return h;
}

TEST(the_same_seed_gives_the_same_bytes)
{
    const struct hash a = run_script(7);
    const struct hash b = run_script(7);
    const struct hash c = run_script(8);
    check_that(hash_equal(&a, &b));
    check_that(!hash_equal(&a, &c));
}
