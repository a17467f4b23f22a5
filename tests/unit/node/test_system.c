/* The real world as a struct env. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "node/system.h"
#include "support/harness.h"

static char *path_of(const char *name)
{
    return arena_printf(harness_arena(), "%s/%s", harness_folder(), name);
}

static struct bytes content_of(const char *path)
{
    return harness_file(path);
}

TEST(clocks_go_forward)
{
    const struct env *env = system_env();
    const int64_t boot = env->boot_ms(env->ctx);
    const int64_t monotonic = system_monotonic_ms();
    check_that(boot > 0 && env->wall_ms(env->ctx) > 1767225600000);
    check_that(boot >= monotonic - 1000); /* it counts suspension too */
    check_that(env->boot_ms(env->ctx) >= boot && system_monotonic_ms() >= monotonic);
}

TEST(a_boot_has_one_id)
{
    const struct env *env = system_env();
    uint8_t first[16] = {0};
    uint8_t second[16] = {0};
    static const uint8_t none[16];
    env->boot_id(env->ctx, first);
    env->boot_id(env->ctx, second);
    check_bytes(bytes_of(first, 16), bytes_of(second, 16));
    check_that(memcmp(first, none, 16) != 0);
}

TEST(randomness_differs)
{
    const struct env *env = system_env();
    uint8_t a[32] = {0};
    uint8_t b[32] = {0};
    env->random(env->ctx, a, sizeof a);
    env->random(env->ctx, b, sizeof b);
    check_that(memcmp(a, b, sizeof a) != 0);
}

TEST(a_file_grows_by_what_is_appended_and_is_for_its_owner)
{
    const struct env *env = system_env();
    const char *path = path_of("file");
    struct env_file *f = NULL;
    struct stat st;
    const mode_t before = umask(0);
    check_ok(env->file_open(env->ctx, path, &f));
    (void)umask(before);
    check_eq(stat(path, &st), 0);
    check_eq(st.st_mode & 07777, 0600);
    check_ok(env->file_append(env->ctx, f, BYTES("one ")));
    check_ok(env->file_append(env->ctx, f, BYTES("two")));
    check_bytes(content_of(path), BYTES("one two"));
    check_ok(env->file_truncate(env->ctx, f, 4));
    check_ok(env->file_append(env->ctx, f, BYTES("three")));
    check_bytes(content_of(path), BYTES("one three"));
    env->file_close(env->ctx, f);
    check_ok(env->file_open(env->ctx, path, &f));
    check_ok(env->file_append(env->ctx, f, BYTES("!")));
    check_bytes(content_of(path), BYTES("one three!"));
    env->file_close(env->ctx, f);
    env->file_close(env->ctx, NULL);
}

TEST(a_file_of_this_disk_is_open_once)
{
    const struct env *env = system_env();
    const char *path = path_of("file");
    struct env_file *f = NULL;
    struct env_file *other = NULL;
    check_ok(env->file_open(env->ctx, path, &f));
    check_eq(env->file_open(env->ctx, path, &other), ERROR_BUSY);
    env->file_close(env->ctx, f);
    check_ok(env->file_open(env->ctx, path, &other));
    env->file_close(env->ctx, other);
}

TEST(a_file_that_was_replaced_meanwhile_is_somebody_elses)
{
    const struct env *env = system_env();
    struct env_file *f = NULL;
    check_ok(env->file_replace(env->ctx, path_of("new"), BYTES("new")));
    check_ok(env->file_open(env->ctx, path_of("file"), &f));
    check_ok(env->file_append(env->ctx, f, BYTES("old")));
    check_ok(env->file_replace(env->ctx, path_of("file"), BYTES("new")));
    check_bytes(content_of(path_of("file")), BYTES("new"));
    struct env_file *next = NULL; /* the old one is still held, and nobody will find it any more */
    check_ok(env->file_open(env->ctx, path_of("file"), &next));
    env->file_close(env->ctx, f);
    env->file_close(env->ctx, next);
    struct stat st;
    check_eq(stat(path_of("file"), &st), 0);
    check_eq(st.st_mode & 07777, 0600);
    check_that(access(path_of("file.new"), F_OK) != 0);
}

TEST(reading_has_a_limit)
{
    const struct env *env = system_env();
    struct buffer b;
    check_ok(env->file_replace(env->ctx, path_of("file"), BYTES("12345")));
    buffer_init(&b, 100);
    check_ok(env->file_read(env->ctx, path_of("file"), 5, &b));
    check_bytes(buffer_view(&b), BYTES("12345"));
    buffer_clear(&b);
    check_eq(env->file_read(env->ctx, path_of("file"), 4, &b), ERROR_TOO_LARGE);
    check_eq(env->file_read(env->ctx, path_of("none"), 4, &b), ERROR_NOT_FOUND);
    buffer_done(&b);
    buffer_init(&b, 3);
    check_eq(env->file_read(env->ctx, path_of("file"), 100, &b), ERROR_TOO_LARGE);
    buffer_done(&b);
}

TEST(no_link_is_followed_to_a_file_that_is_written)
{
    const struct env *env = system_env();
    struct env_file *f = NULL;
    check_eq(symlink(path_of("elsewhere"), path_of("link")), 0);
    check_that(env->file_open(env->ctx, path_of("link"), &f) != OK);
    check_eq(symlink(path_of("elsewhere"), path_of("file.new")), 0);
    check_that(env->file_replace(env->ctx, path_of("file"), BYTES("x")) != OK);
    check_that(access(path_of("elsewhere"), F_OK) != 0);
    check_eq(env->file_open(env->ctx, path_of("no-folder/file"), &f), ERROR_NOT_FOUND);
    check_eq(env->file_replace(env->ctx, path_of("no-folder/file"), BYTES("x")), ERROR_NOT_FOUND);
}

TEST(a_folder_is_for_its_owner_and_may_be_there)
{
    struct stat st;
    const mode_t before = umask(0);
    check_ok(system_make_folder(path_of("folder")));
    (void)umask(before);
    check_eq(stat(path_of("folder"), &st), 0);
    check_eq(st.st_mode & 07777, 0700);
    check_ok(system_make_folder(path_of("folder")));
    check_eq(system_make_folder(path_of("a/b")), ERROR_NOT_FOUND);
    check_ok(system_sync_folder(path_of("anything")));
    check_eq(system_sync_folder(path_of("none/anything")), ERROR_NOT_FOUND);
}
