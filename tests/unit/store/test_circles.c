/* Files that somebody made with care, and that a walk over them would never leave: each ends, with a word. */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/limits.h"
#include "store/levels.h"
#include "store/page.h"
#include "store/settled.h"
#include "store/shelf.h"
#include "support/harness.h"
#include "unit/store/model.h"

enum { PAGE_BYTES = 4096, INNER = 5, CHILDREN = 3, DEPTH = 16 };

static void run_sql(struct database *db, const char *sql)
{
    struct statement *s = NULL;
    check_ok(statement_prepare(db, &s, sql));
    check_ok(statement_run(s));
    statement_free(s);
}

static void put_u32(uint8_t *at, uint32_t n)
{
    for (int i = 0; i < 4; i++) {
        at[i] = (uint8_t)(n >> (24 - 8 * i));
    }
}

/* An inner page of a table all of whose children are the same page. */
static void inner_page(uint8_t *page, uint32_t child)
{
    memset(page, 0, PAGE_BYTES);
    page[0] = INNER;
    page[4] = CHILDREN; /* cells */
    put_u32(page + 8, child);
    size_t end = PAGE_BYTES;
    for (int i = CHILDREN - 1; i >= 0; i--) { /* a child, and the highest number below it */
        end -= 5;
        put_u32(page + end, child);
        page[end + 4] = (uint8_t)i;
        page[12 + 2 * i] = (uint8_t)(end >> 8);
        page[13 + 2 * i] = (uint8_t)end;
    }
    page[5] = (uint8_t)(end >> 8); /* where the cells begin */
    page[6] = (uint8_t)end;
}

static int64_t ask(struct database *db, const char *sql)
{
    struct statement *s = NULL;
    bool row = false;
    check_ok(statement_prepare(db, &s, sql));
    check_ok(statement_step(s, &row));
    const int64_t n = statement_integer(s, 0);
    statement_free(s);
    return n;
}

/* Its table `page` has more ways to its one last page than anybody could go. */
static struct database *circular(const char *name)
{
    struct database *db = model_database(name);
    check_ok(database_begin(db));
    run_sql(db, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30)"
                " INSERT INTO page(number, body) SELECT i, zeroblob(3000) FROM n");
    check_ok(database_commit(db));
    const int64_t root = ask(db, "SELECT rootpage FROM sqlite_schema WHERE name = 'page'");
    const int64_t last = ask(db, "PRAGMA page_count"); /* a leaf */
    database_close(db);
    const int file = open(arena_printf(harness_arena(), "%s/%s", harness_folder(), name), O_RDWR);
    check_that(file >= 0 && last > root + DEPTH + 1);
    uint8_t page[PAGE_BYTES];
    for (int64_t i = 0; i < DEPTH; i++) {
        const int64_t at = i == 0 ? root : last - DEPTH + i - 1;
        inner_page(page, (uint32_t)(i + 1 < DEPTH ? last - DEPTH + i : last));
        check_eq(pwrite(file, page, sizeof page, (at - 1) * PAGE_BYTES), sizeof page);
    }
    check_eq(close(file), 0);
    return model_database(name);
}

TEST(pages_of_a_file_that_name_each_other_have_an_end)
{
    struct database *db = circular("circular.db");
    struct buffer findings;
    buffer_init(&findings, 100000);
    check_eq(database_check_integrity(db, &findings), ERROR_CORRUPT);
    check_that(strstr(buffer_text(&findings), "in circles") != NULL);
    buffer_done(&findings);
    /* The bound was for that question alone. */
    check_eq(ask(db, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000)"
                     " SELECT sum(i) FROM n"),
             INT64_C(300000) * 300001 / 2);
    struct shelf *s = shelf_new(db);
    uint64_t count = 0;
    check_eq(shelf_count(s, &count), ERROR_CORRUPT);
    shelf_free(s);
    database_close(db);
}

TEST(a_value_of_a_file_takes_no_more_memory_than_may_be)
{
    struct database *db = model_database("large.db");
    struct statement *s = NULL;
    struct buffer findings;
    buffer_init(&findings, 1000);
    check_ok(statement_prepare(db, &s, "INSERT INTO page(number, body) VALUES(1, zeroblob(?1))"));
    statement_bind_integer(s, 1, DATABASE_VALUE_BYTES_MAX - 16); /* the row has a head */
    check_ok(statement_run(s));
    statement_bind_integer(s, 1, DATABASE_VALUE_BYTES_MAX + 1);
    check_eq(statement_run(s), ERROR_TOO_LARGE);
    statement_free(s);
    check_eq(ask(db, "SELECT length(body) FROM page"), DATABASE_VALUE_BYTES_MAX - 16);
    check_ok(database_check_integrity(db, &findings));
    buffer_done(&findings);
    database_close(db);
}

/* Two buckets and the nodes above them, written by hand; the second names `next`. */
static void write_pages(struct database *db, const char *next)
{
    struct shelf *shelf = shelf_new(db);
    struct buffer b;
    struct buffer scratch;
    buffer_init(&b, 1000);
    buffer_init(&scratch, 1000);
    struct page_child child[2] = {{.number = 6}, {.first = BYTES("key 2"), .number = 7}};
    for (size_t i = 0; i < 2; i++) {
        buffer_clear(&b);
        buffer_add_block(&b, i == 0 ? child[1].first : bytes_of_text(next));
        buffer_add_block(&b, i == 0 ? BYTES("key 0") : child[1].first);
        buffer_add_block(&b, BYTES("v"));
        check_that(page_hash(0, buffer_view(&b), &scratch, &child[i].hash));
        check_ok(shelf_write(shelf, 0, child[i].number, &child[i].hash, buffer_view(&b)));
    }
    for (unsigned level = 1; level <= PAGE_LEVEL_TOP; level++) {
        buffer_clear(&b);
        for (size_t i = 0; i < (level == 1 ? 2 : 1); i++) {
            uint8_t value[PAGE_CHILD_BYTES];
            page_child_write(&child[i], value);
            buffer_add_block(&b, child[i].first);
            buffer_add_block(&b, bytes_of(value, sizeof value));
        }
        check_that(page_hash(level, buffer_view(&b), &scratch, &child[0].hash));
        child[0].number = PAGE_LEVEL_TOP + 1 - level;
        check_ok(shelf_write(shelf, level, child[0].number, &child[0].hash, buffer_view(&b)));
    }
    run_sql(db, arena_printf(harness_arena(), "INSERT INTO pending VALUES(1, x'%s', x'')",
                             hash_hex(&child[0].hash).text));
    buffer_done(&b);
    buffer_done(&scratch);
    shelf_free(shelf);
}

TEST(buckets_that_name_each_other_have_an_end)
{
    static const char *const nexts[] = {"", "key 2", "key 1"}; /* the last, itself, one before it */
    for (size_t i = 0; i < sizeof nexts / sizeof nexts[0]; i++) {
        struct database *db = model_database(arena_printf(harness_arena(), "buckets-%zu.db", i));
        struct settled *s = NULL;
        struct bytes key;
        struct bytes value;
        struct buffer findings;
        size_t count = 0;
        bool more = true;
        harness_note("%s", nexts[i]);
        write_pages(db, nexts[i]);
        check_ok(settled_open(&s, db, false));
        enum error e = settled_scan_begin(s, bytes_of(NULL, 0));
        while (e == OK && more) {
            e = settled_scan_next(s, &key, &value, &more);
            count++;
        }
        check_eq(e, i == 0 ? OK : ERROR_CORRUPT);
        check_that(count <= 3);
        buffer_init(&findings, 1000);
        check_eq(settled_verify(s, &findings), i == 0 ? OK : ERROR_CORRUPT);
        buffer_done(&findings);
        settled_close(s);
        database_close(db);
    }
}

/* One node of level 1 with more buckets than findings are told, none of which is there. */
TEST(so_many_findings_are_enough)
{
    enum { BUCKETS = 300, TOLD = 100 };
    struct database *db = model_database("many.db");
    struct shelf *shelf = shelf_new(db);
    struct buffer b;
    struct buffer scratch;
    buffer_init(&b, 100000);
    buffer_init(&scratch, 100000);
    struct page_child child = {.number = 6};
    for (uint64_t i = 0, made = 0; made < BUCKETS; i++) {
        uint8_t value[PAGE_CHILD_BYTES];
        child.first = i == 0 ? BYTES("") : bytes_of_text(arena_printf(harness_arena(), "%07u", (unsigned)i));
        if (i == 0 || bucket_rank(child.first) == 1) {
            child.number = 6 + made++;
            page_child_write(&child, value);
            buffer_add_block(&b, child.first);
            buffer_add_block(&b, bytes_of(value, sizeof value));
        }
    }
    child.first = BYTES("");
    for (unsigned level = 1; level <= PAGE_LEVEL_TOP; level++) {
        uint8_t value[PAGE_CHILD_BYTES];
        check_that(page_hash(level, buffer_view(&b), &scratch, &child.hash));
        child.number = PAGE_LEVEL_TOP + 1 - level;
        check_ok(shelf_write(shelf, level, child.number, &child.hash, buffer_view(&b)));
        page_child_write(&child, value);
        buffer_clear(&b);
        buffer_add_block(&b, child.first);
        buffer_add_block(&b, bytes_of(value, sizeof value));
    }
    struct levels *l = levels_new(shelf);
    uint64_t wrong = 0;
    levels_begin(l, &child.hash, 6 + BUCKETS);
    buffer_clear(&scratch);
    check_ok(levels_verify(l, &scratch, &wrong));
    check_eq(wrong, TOLD);
    levels_free(l);
    buffer_done(&b);
    buffer_done(&scratch);
    shelf_free(shelf);
    database_close(db);
}
