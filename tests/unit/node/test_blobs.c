/* Words of drafts beside the record. */
#include <string.h>

#include "base/limits.h"
#include "mechanism/matter.h"
#include "node/blobs.h"
#include "store/database.h"
#include "support/harness.h"
#include "support/world.h"

static struct blob blob_of(uint8_t salt, const char *text)
{
    struct blob b;
    memset(b.salt, salt, sizeof b.salt);
    b.text = bytes_of_text(text);
    return b;
}

static struct hash commitment_of(const struct blob *b)
{
    return text_commitment(b->salt, b->text);
}

static struct blobs *open_in(struct world *w)
{
    struct blobs *b = NULL;
    check_ok(blobs_open(&b, &w->env, "blobs.db", false));
    return b;
}

static void check_there(struct blobs *b, const struct blob *expected)
{
    struct blob found;
    const struct hash c = commitment_of(expected);
    check_ok(blobs_get(b, &c, harness_arena(), &found));
    check_bytes(found.text, expected->text);
    check_bytes(bytes_of(found.salt, 32), bytes_of(expected->salt, 32));
}

static enum error get(struct blobs *b, const struct blob *expected)
{
    struct blob found;
    const struct hash c = commitment_of(expected);
    return blobs_get(b, &c, harness_arena(), &found);
}

TEST(words_are_found_by_their_commitment_after_opening_again)
{
    struct world *w = world_new(1);
    struct blobs *b = open_in(w);
    const struct blob list[] = {blob_of(1, "One."), blob_of(2, "Deux.\nTrois."), blob_of(3, "x")};
    check_eq(get(b, &list[0]), ERROR_NOT_FOUND);
    check_ok(blobs_put(b, list, 3));
    check_ok(blobs_put(b, list, 3)); /* again: nothing */
    check_ok(blobs_put(b, NULL, 0));
    blobs_close(b);
    b = open_in(w);
    for (size_t i = 0; i < 3; i++) {
        check_there(b, &list[i]);
    }
    const struct blob other = blob_of(4, "One."); /* another salt */
    check_eq(get(b, &other), ERROR_NOT_FOUND);
    blobs_close(b);
    blobs_close(NULL);
    world_free(w);
}

TEST(words_that_no_text_can_have_are_refused_all_or_none)
{
    static const char *const bad[] = {"", "a tab\t", "a space at the end ",           "\r\n",
                                      "\xff",    "e\xcc\x81" /* not in form C */, "a control \x01"};
    struct world *w = world_new(1);
    struct blobs *b = open_in(w);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        const struct blob list[] = {blob_of((uint8_t)i, "Good."), blob_of(99, bad[i])};
        harness_note("row %zu", i);
        check_eq(blobs_put(b, list, 2), ERROR_MALFORMED);
        check_eq(get(b, &list[0]), ERROR_NOT_FOUND);
    }
    const struct blob composed = blob_of(7, "\xc3\xa9");
    check_ok(blobs_put(b, &composed, 1));
    blobs_close(b);
    world_free(w);
}

TEST(words_have_a_limit)
{
    struct world *w = world_new(1);
    struct blobs *b = open_in(w);
    char *text = arena_take(harness_arena(), PLAINTEXT_BYTES_MAX + 2, 1);
    memset(text, 'x', PLAINTEXT_BYTES_MAX + 1);
    struct blob big = blob_of(1, text);
    check_eq(blobs_put(b, &big, 1), ERROR_MALFORMED);
    big.text.len--;
    check_ok(blobs_put(b, &big, 1));
    check_there(b, &big);
    blobs_close(b);
    world_free(w);
}

TEST(deleted_words_are_gone_and_missed_by_nobody)
{
    struct world *w = world_new(1);
    struct blobs *b = open_in(w);
    const struct blob list[] = {blob_of(1, "One."), blob_of(2, "Two.")};
    const struct hash c = commitment_of(&list[0]);
    check_ok(blobs_put(b, list, 2));
    check_ok(blobs_delete(b, &c));
    check_ok(blobs_delete(b, &c)); /* again: nothing */
    check_eq(get(b, &list[0]), ERROR_NOT_FOUND);
    check_there(b, &list[1]);
    int64_t count = 0;
    int64_t wrong = 0;
    struct buffer findings;
    buffer_init(&findings, 1000);
    check_ok(blobs_verify(b, &findings, &count, &wrong));
    check_eq(count, 1);
    check_eq(wrong, 0);
    check_eq(findings.len, 0);
    buffer_done(&findings);
    blobs_close(b);
    world_free(w);
}

/* Deleted words are not left behind in the file: its pages are wiped. */
TEST(deleted_words_cannot_be_read_from_the_file)
{
    struct world *w = world_new(1);
    struct blobs *b = open_in(w);
    const struct blob secret = blob_of(1, "SECRET-WORDS-OF-A-DRAFT");
    const struct hash c = commitment_of(&secret);
    check_ok(blobs_put(b, &secret, 1));
    check_ok(blobs_delete(b, &c));
    blobs_close(b);
    const struct bytes file = world_content(world_find(w, "blobs.db"));
    check_that(memmem(file.data, file.len, secret.text.data, secret.text.len) == NULL);
    world_free(w);
}

static bool is_in_a_file(struct world *w, struct bytes text)
{
    static const char *const names[] = {"blobs.db", "blobs.db-wal"};
    for (size_t i = 0; i < 2; i++) {
        struct world_file *f = world_find(w, names[i]);
        const struct bytes file = f == NULL ? BYTES("") : world_content(f);
        if (file.len > 0 && memmem(file.data, file.len, text.data, text.len) != NULL) {
            return true;
        }
    }
    return false;
}

TEST(forgotten_words_are_in_no_file_any_more_while_the_others_stay)
{
    struct world *w = world_new(1);
    struct blobs *b = open_in(w);
    const struct blob list[] = {blob_of(1, "SECRET-WORDS-OF-A-DRAFT"), blob_of(2, "KEPT-WORDS-OF-A-DRAFT"),
                                blob_of(3, "WORDS-THAT-ARE-NOT-HERE")};
    const struct hash gone[] = {commitment_of(&list[0]), commitment_of(&list[2])};
    size_t count = 0;
    bool lingers = true;
    check_ok(blobs_put(b, list, 2));
    check_that(is_in_a_file(w, list[0].text));
    check_ok(blobs_forget(b, gone, 2, &count, &lingers));
    check_eq(count, 1);
    check_that(!lingers);
    check_eq(get(b, &list[0]), ERROR_NOT_FOUND);
    check_there(b, &list[1]);
    check_that(!is_in_a_file(w, list[0].text) && is_in_a_file(w, list[1].text));
    check_ok(blobs_forget(b, gone, 2, &count, &lingers)); /* again: nothing */
    check_eq(count, 0);
    blobs_close(b);
    world_free(w);
}

/* Changes a stored text behind the back of blobs. */
static void damage(struct world *w, const char *sql)
{
    struct database *db = NULL;
    struct statement *s = NULL;
    const struct database_options options = {.vfs = w->env.vfs, .version = 1};
    check_ok(database_open(&db, "blobs.db", &options));
    check_ok(database_begin(db));
    check_ok(statement_prepare(db, &s, sql));
    check_ok(statement_run(s));
    check_ok(database_commit(db));
    statement_free(s);
    database_close(db);
}

TEST(damaged_words_are_no_words_and_are_mended_by_storing_them_again)
{
    static const char *const damages[] = {
        "UPDATE blob SET text = x'00'", "UPDATE blob SET salt = zeroblob(32)", "UPDATE blob SET salt = x'01'",
        "UPDATE blob SET text = CAST(text || x'20' AS BLOB)"};
    for (size_t i = 0; i < sizeof damages / sizeof damages[0]; i++) {
        struct world *w = world_new(1);
        struct blobs *b = open_in(w);
        const struct blob good = blob_of(1, "One.");
        int64_t count = 0;
        int64_t wrong = 0;
        struct buffer findings;
        buffer_init(&findings, 1000);
        check_ok(blobs_put(b, &good, 1));
        blobs_close(b);
        damage(w, damages[i]);
        b = open_in(w);
        harness_note("%s", damages[i]);
        check_eq(get(b, &good), ERROR_CORRUPT);
        check_ok(blobs_verify(b, &findings, &count, &wrong));
        check_eq(wrong, 1);
        const struct hash c = commitment_of(&good);
        check_that(strstr(buffer_text(&findings), hash_hex(&c).text) != NULL);
        check_ok(blobs_put(b, &good, 1));
        check_there(b, &good);
        check_ok(blobs_verify(b, &findings, &count, &wrong));
        check_eq(wrong, 0);
        buffer_done(&findings);
        blobs_close(b);
        world_free(w);
    }
}

/* A page of the file that forgets its last row: all that are left give their commitments. */
TEST(words_that_a_damaged_page_hides_are_missed)
{
    enum { PAGE = 4096, LEAF = 10 };
    struct world *w = world_new(1);
    struct blobs *b = open_in(w);
    const struct blob good[] = {blob_of(1, "One."), blob_of(2, "Two.")};
    int64_t count = 0;
    int64_t wrong = 0;
    struct buffer findings;
    buffer_init(&findings, 1000);
    check_ok(blobs_put(b, good, 2));
    check_ok(blobs_verify(b, &findings, &count, &wrong));
    check_eq(count, 2);
    blobs_close(b);
    struct world_file *f = NULL;
    for (size_t i = 0; i < WORLD_FILES_MAX && f == NULL; i++) {
        f = w->files[i].path != NULL && w->files[i].len == (size_t)2 * PAGE ? &w->files[i] : NULL;
    }
    check_that(f != NULL && f->data[PAGE] == LEAF && f->data[PAGE + 4] == 2);
    f->data[PAGE + 4] = 1; /* rows */
    b = open_in(w);
    check_eq(blobs_verify(b, &findings, &count, &wrong), ERROR_CORRUPT);
    check_that(findings.len > 0);
    buffer_done(&findings);
    blobs_close(b);
    world_free(w);
}

TEST(stored_words_are_durable)
{
    struct world *w = world_new(1);
    struct blobs *b = open_in(w);
    const struct blob good = blob_of(1, "One.");
    check_ok(blobs_put(b, &good, 1));
    struct world *after = world_after(w, true);
    blobs_close(b);
    b = open_in(after);
    check_there(b, &good);
    blobs_close(b);
    world_free(w);
    world_free(after);
}

TEST(a_failure_of_the_disk_stores_nothing)
{
    for (uint64_t k = 1; k < 8; k++) {
        struct world *w = world_new(1);
        struct blobs *b = open_in(w);
        const struct blob first = blob_of(1, "One.");
        const struct blob second = blob_of(2, "Two.");
        check_ok(blobs_put(b, &first, 1));
        w->faults = (struct world_faults){.space = -1, .fail_from = k, .fail_count = 1, .error = ERROR_FULL};
        const enum error e = blobs_put(b, &second, 1);
        w->faults = (struct world_faults){.space = -1};
        blobs_close(b);
        b = open_in(w);
        harness_note("operation %d", (int)k);
        check_there(b, &first);
        check_that(e == OK || e == ERROR_FULL || e == ERROR_IO);
        check_that(e != OK || get(b, &second) == OK);
        check_ok(blobs_put(b, &second, 1));
        blobs_close(b);
        world_free(w);
    }
}

/* The write-ahead log does not grow without end. */
TEST(the_log_of_words_is_kept_small)
{
    struct world *w = world_new(1);
    struct blobs *b = open_in(w);
    char *text = arena_take(harness_arena(), 20001, 1);
    memset(text, 'x', 20000);
    size_t most = 0;
    for (int i = 0; i < 600; i++) {
        const struct blob one = blob_of((uint8_t)i, arena_printf(harness_arena(), "%d%s", i, text));
        check_ok(blobs_put(b, &one, 1));
        check_ok(blobs_tidy(b));
        const size_t len = world_find(w, "blobs.db-wal")->len;
        most = len > most ? len : most;
    }
    check_that(most < 8 * 1024 * 1024);
    check_that(world_find(w, "blobs.db")->len > 10 * 1024 * 1024);
    blobs_close(b);
    world_free(w);
}

TEST(a_reader_sees_words_and_makes_none)
{
    struct world *w = world_new(1);
    struct blobs *reader = NULL;
    const struct blob good = blob_of(1, "One.");
    check_eq(blobs_open(&reader, &w->env, "blobs.db", true), ERROR_NOT_FOUND);
    struct blobs *b = open_in(w);
    check_ok(blobs_open(&reader, &w->env, "blobs.db", true));
    check_eq(get(reader, &good), ERROR_NOT_FOUND);
    check_ok(blobs_put(b, &good, 1));
    check_there(reader, &good);
    blobs_close(reader);
    blobs_close(b);
    world_free(w);
}
