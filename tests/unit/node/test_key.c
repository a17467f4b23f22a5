#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hex.h"
#include "node/key.h"
#include "support/harness.h"
#include "unit/codec/vectors.h"

static struct key_file made(const char *role, const char *member, uint8_t seed_byte)
{
    struct key_file k = {.realm = REALM_EXERCISE};
    uint8_t seed[SECRET_SEED_BYTES];
    memset(seed, seed_byte, sizeof seed);
    sign_key_from_seed(seed, &k.secret, &k.public);
    memset(k.org.bytes, 0xab, sizeof k.org.bytes);
    memcpy(k.role, role, strlen(role) + 1);
    memcpy(k.member, member, strlen(member) + 1);
    return k;
}

static struct bytes text_of(const struct key_file *k)
{
    struct buffer b;
    buffer_init(&b, KEY_FILE_BYTES_MAX);
    key_write(&b, k);
    check_that(!b.overflow);
    const struct bytes copy = arena_copy(harness_arena(), buffer_view(&b));
    buffer_done(&b);
    return copy;
}

static char *path_of(const char *name)
{
    return arena_printf(harness_arena(), "%s/%s", harness_folder(), name);
}

static void put_file(const char *path, struct bytes text, mode_t mode)
{
    FILE *f = fopen(path, "wb");
    check_that(f != NULL);
    check_eq(fwrite(text.data, 1, text.len, f), text.len);
    check_eq(fclose(f), 0);
    check_eq(chmod(path, mode), 0);
}

TEST(key_files_are_read_and_refused_as_the_table_says)
{
    const struct json *rows = vectors_open("tests/vectors/key-file.json");
    for (size_t i = 0; i < rows->count; i++) {
        const struct json *row = vector_row(rows, i);
        const struct bytes text = vector_text(row, "text");
        struct key_file k = {.member = "untouched"};
        check_eq(key_read(text, &k), vector_result(row));
        if (vector_result(row) != OK) {
            check_text(k.member, "untouched");
            continue;
        }
        check_bytes(text_of(&k), text);
        check_bytes(bytes_of_text(k.role), vector_text(row, "role"));
        check_bytes(bytes_of_text(k.member), vector_text(row, "member"));
        check_bytes(public_key_view(&k.public), vector_hex(row, "public"));
    }
}

TEST(a_key_file_has_one_form_and_every_byte_of_it_counts)
{
    const struct key_file k = made("node", "ALDER", 1);
    const struct bytes good = text_of(&k);
    uint8_t *text = (uint8_t *)(uintptr_t)arena_copy(harness_arena(), good).data;
    size_t read_anyway = 0;
    for (size_t bit = 0; bit < 8 * good.len; bit++) {
        struct key_file other;
        text[bit / 8] ^= (uint8_t)(1U << bit % 8);
        harness_note("bit %zu", bit);
        if (key_read(bytes_of(text, good.len), &other) == OK) {
            /* Another organisation or member: then it says so, and is the same key. */
            check_bytes(text_of(&other), bytes_of(text, good.len));
            check_that(public_key_equal(&other.public, &k.public));
            read_anyway++;
        }
        text[bit / 8] ^= (uint8_t)(1U << bit % 8);
    }
    check_that(read_anyway > 0);
    for (size_t len = 0; len < good.len; len++) {
        struct key_file other;
        check_eq(key_read(bytes_of(good.data, len), &other), ERROR_MALFORMED);
    }
}

TEST(a_stored_key_is_for_its_owner_only_and_reads_back)
{
    const struct key_file k = made("delegate", "BIRCH", 2);
    const char *path = path_of("key");
    struct key_file read;
    struct stat st;
    const mode_t before = umask(0);
    check_ok(key_store(path, &k));
    (void)umask(before);
    check_eq(stat(path, &st), 0);
    check_eq(st.st_mode & 07777, 0600);
    check_ok(key_load(path, &read));
    check_bytes(text_of(&read), text_of(&k));
}

TEST(a_key_is_never_written_over)
{
    const struct key_file k = made("node", "CEDAR", 3);
    const struct key_file other = made("node", "CEDAR", 4);
    const char *path = path_of("key");
    struct key_file read;
    check_ok(key_store(path, &k));
    check_eq(key_store(path, &other), ERROR_EXISTS);
    check_ok(key_load(path, &read));
    check_that(public_key_equal(&read.public, &k.public));
    /* Nor through a link that leads nowhere yet. */
    check_eq(symlink(path_of("elsewhere"), path_of("link")), 0);
    check_eq(key_store(path_of("link"), &k), ERROR_EXISTS);
    check_that(access(path_of("elsewhere"), F_OK) != 0);
    check_eq(key_store(path_of("no-folder/key"), &k), ERROR_IO);
}

TEST(a_key_that_others_may_read_is_refused)
{
    const struct key_file k = made("log", "-", 5);
    const struct bytes text = text_of(&k);
    static const mode_t open_modes[] = {0640, 0604, 0620, 0602, 0610, 0601, 0666, 0777};
    struct key_file read;
    for (size_t i = 0; i < sizeof open_modes / sizeof open_modes[0]; i++) {
        harness_note("mode %o", (unsigned)open_modes[i]);
        put_file(path_of("open"), text, open_modes[i]);
        check_eq(key_load(path_of("open"), &read), ERROR_DENIED);
        check_eq(unlink(path_of("open")), 0);
    }
    put_file(path_of("own"), text, 0400);
    check_ok(key_load(path_of("own"), &read));
    put_file(path_of("all-of-mine"), text, 0700);
    check_ok(key_load(path_of("all-of-mine"), &read));
}

TEST(what_is_no_file_is_no_key_and_is_not_waited_for)
{
    const struct key_file k = made("node", "DAMSON", 6);
    struct key_file read;
    check_eq(key_load(path_of("none"), &read), ERROR_NOT_FOUND);
    check_eq(mkfifo(path_of("pipe"), 0600), 0);
    check_eq(key_load(path_of("pipe"), &read), ERROR_DENIED);
    check_eq(key_load(harness_folder(), &read), ERROR_DENIED);
    check_ok(key_store(path_of("key"), &k));
    check_eq(symlink(path_of("key"), path_of("link")), 0);
    check_eq(key_load(path_of("link"), &read), ERROR_DENIED);
}

TEST(a_key_file_is_at_most_as_long_as_its_limit)
{
    uint8_t *text = arena_take(harness_arena(), KEY_FILE_BYTES_MAX + 1, 1);
    const struct key_file k = made("objection", "A-234567890ABCDE", 7);
    const struct bytes good = text_of(&k);
    struct key_file read;
    check_that(good.len < KEY_FILE_BYTES_MAX);
    check_eq(strlen(k.member), CODE_BYTES_MAX);
    memset(text, '\n', KEY_FILE_BYTES_MAX + 1);
    memcpy(text, good.data, good.len);
    put_file(path_of("exact"), bytes_of(text, good.len), 0600);
    check_ok(key_load(path_of("exact"), &read));
    put_file(path_of("long"), bytes_of(text, KEY_FILE_BYTES_MAX + 1), 0600);
    check_eq(key_load(path_of("long"), &read), ERROR_MALFORMED);
}

TEST(a_wiped_key_has_no_secret)
{
    struct key_file k = made("node", "ELM", 8);
    static const struct secret_key none;
    key_wipe(&k);
    check_bytes(bytes_of(k.secret.bytes, sizeof k.secret.bytes), bytes_of(none.bytes, sizeof none.bytes));
}
