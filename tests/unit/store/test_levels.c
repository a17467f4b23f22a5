#include <string.h>

#include "store/levels.h"
#include "store/page.h"
#include "support/harness.h"
#include "unit/store/model.h"

struct fixture {
    struct database *db;
    struct shelf *shelf;
    struct levels *levels;
};

static struct fixture open_fixture(void)
{
    static int number;
    struct fixture f;
    f.db = model_database(arena_printf(harness_arena(), "levels-%d.db", number++));
    f.shelf = shelf_new(f.db);
    f.levels = levels_new(f.shelf);
    levels_begin_empty(f.levels);
    check_ok(database_begin(f.db));
    return f;
}

static void close_fixture(struct fixture *f)
{
    check_ok(database_commit(f->db));
    levels_free(f->levels);
    shelf_free(f->shelf);
    database_close(f->db);
}

static void check_verifies(struct levels *l)
{
    struct buffer findings;
    uint64_t wrong = 99;
    buffer_init(&findings, 10000);
    check_ok(levels_verify(l, &findings, &wrong));
    check_text(buffer_text(&findings), "");
    check_eq(wrong, 0);
    buffer_done(&findings);
}

static void check_digest(struct levels *l, const struct model *m)
{
    struct hash digest;
    const struct hash expected = model_digest(m);
    check_ok(levels_digest(l, &digest));
    check_text(hash_hex(&digest).text, hash_hex(&expected).text);
}

static void check_rows(struct levels *l, const struct model *m)
{
    struct bytes value;
    for (size_t i = 0; i < m->count; i++) {
        check_ok(levels_get(l, m->rows[i].key, &value));
        check_bytes(value, m->rows[i].value);
    }
}

static void put_one(struct levels *l, struct model *m, const char *key, const char *value)
{
    const struct bucket_change c = {bytes_of_text(key), bytes_of_text(value), true};
    check_ok(levels_apply(l, &c, 1));
    model_put(m, c.key, c.value);
}

static void delete_one(struct levels *l, struct model *m, const char *key)
{
    const struct bucket_change c = {bytes_of_text(key), bytes_of(NULL, 0), false};
    check_ok(levels_apply(l, &c, 1));
    model_delete(m, c.key);
}

/* Goes on from what is on disk. */
static void reopen(struct fixture *f)
{
    struct hash digest;
    uint64_t last;
    check_ok(levels_write_out(f->levels, &digest));
    check_ok(shelf_last(f->shelf, &last));
    levels_begin(f->levels, &digest, last);
}

TEST(no_rows_have_a_digest_too)
{
    struct fixture f = open_fixture();
    struct model m;
    model_init(&m);
    struct bytes value;
    check_digest(f.levels, &m);
    check_eq(levels_get(f.levels, BYTES("a"), &value), ERROR_NOT_FOUND);
    check_eq(levels_get(f.levels, BYTES(""), &value), ERROR_NOT_FOUND);
    reopen(&f);
    check_digest(f.levels, &m);
    check_verifies(f.levels);
    model_done(&m);
    close_fixture(&f);
}

/* "key 2" has rank 1, "key 159" 2, "key 7869" 3, "key 42907" 4, "key 176589" 5, "key 3448887" 6. */
TEST(keys_of_every_rank_cut_and_join_at_every_level)
{
    static const char *const keys[] = {"",           "a",         "key 0",       "key 159",
                                       "key 176589", "key 2",     "key 3448887", "key 42907",
                                       "key 7869",   "key 78690", "zebra"};
    enum { KEYS = sizeof keys / sizeof keys[0] };
    struct prng p;
    for (int round = 0; round < 80; round++) {
        if (round % 40 == 0) { /* 5 once met a node in memory that named its children by old numbers */
            prng_seed(&p, round == 0 ? harness_seed() : 5);
        }
        struct fixture f = open_fixture();
        struct model m;
        model_init(&m);
        for (int step = 0; step < 30; step++) {
            harness_note("round %d, step %d", round, step);
            const char *key = keys[prng_below(&p, KEYS)];
            if (prng_chance(&p, 500)) {
                put_one(f.levels, &m, key, step % 2 == 0 ? "even" : "odd");
            } else {
                delete_one(f.levels, &m, key);
            }
            if (prng_chance(&p, 400)) {
                check_digest(f.levels, &m);
            }
            if (prng_chance(&p, 200)) {
                reopen(&f);
            }
        }
        check_digest(f.levels, &m);
        check_rows(f.levels, &m);
        check_verifies(f.levels);
        model_done(&m);
        close_fixture(&f);
    }
}

static void apply_batch(struct levels *l, struct model *m, struct prng *p, uint64_t spread)
{
    struct model batch;
    model_init(&batch);
    for (uint64_t i = 1 + prng_below(p, 60); i > 0; i--) {
        model_put(&batch, model_key(p, spread), model_value(p, 40));
    }
    struct bucket_change *changes = ARENA_ARRAY(harness_arena(), struct bucket_change, batch.count);
    const uint32_t present = prng_chance(p, 150) ? 50 : 700;
    for (size_t i = 0; i < batch.count; i++) {
        const struct model_row *row = &batch.rows[i];
        changes[i] = (struct bucket_change){row->key, row->value, prng_chance(p, present)};
        if (changes[i].present) {
            model_put(m, row->key, row->value);
        } else {
            model_delete(m, row->key);
        }
    }
    check_ok(levels_apply(l, changes, batch.count));
    model_done(&batch);
}

TEST(batches_of_changes_leave_what_a_sorted_list_has)
{
    struct prng p;
    prng_seed(&p, harness_seed());
    for (int round = 0; round < 6; round++) {
        struct fixture f = open_fixture();
        struct model m;
        model_init(&m);
        const uint64_t spread = round % 2 == 0 ? 300 : 6000;
        for (int step = 0; step < 150; step++) {
            harness_note("seed %llu, round %d, step %d", (unsigned long long)harness_seed(), round, step);
            apply_batch(f.levels, &m, &p, spread);
            if (prng_chance(&p, 200)) {
                check_digest(f.levels, &m);
            }
            if (prng_chance(&p, 150)) {
                reopen(&f);
            }
            struct bytes value = {NULL, 0};
            const struct bytes key = model_key(&p, spread);
            const struct model_row *row = model_find(&m, key);
            check_eq(levels_get(f.levels, key, &value), row == NULL ? ERROR_NOT_FOUND : OK);
            check_bytes(value, row == NULL ? bytes_of(NULL, 0) : row->value);
        }
        check_rows(f.levels, &m);
        check_digest(f.levels, &m);
        check_verifies(f.levels);
        reopen(&f);
        check_rows(f.levels, &m);
        check_verifies(f.levels);
        model_done(&m);
        close_fixture(&f);
    }
}

TEST(the_order_in_which_rows_came_leaves_no_trace)
{
    struct hash digests[2];
    for (int way = 0; way < 2; way++) {
        struct fixture f = open_fixture();
        for (int i = 0; i < 3000; i++) {
            const int n = way == 0 ? i : 2999 - i;
            const char *key = arena_printf(harness_arena(), "key %d", n);
            const struct bucket_change c = {bytes_of_text(key), BYTES("v"), true};
            check_ok(levels_apply(f.levels, &c, 1));
            if (way == 1 && i % 100 == 0) { /* a row that goes again */
                const struct bucket_change d[] = {{BYTES("key 159"), BYTES("w"), true}};
                check_ok(levels_apply(f.levels, d, 1));
                reopen(&f);
                const struct bucket_change e = {BYTES("key 159"), BYTES("v"), n <= 159};
                check_ok(levels_apply(f.levels, &e, 1));
            }
        }
        check_ok(levels_digest(f.levels, &digests[way]));
        close_fixture(&f);
    }
    check_text(hash_hex(&digests[0]).text, hash_hex(&digests[1]).text);
}

TEST(buckets_follow_one_another_without_a_gap)
{
    struct prng p;
    prng_seed(&p, harness_seed());
    struct fixture f = open_fixture();
    struct model m;
    model_init(&m);
    for (int i = 0; i < 40; i++) {
        apply_batch(f.levels, &m, &p, 5000);
    }
    for (int way = 0; way < 2; way++) {
        struct bytes first = {NULL, 0};
        struct bytes next = {NULL, 0};
        struct bytes rows;
        size_t at = 0;
        do {
            const struct bytes from = arena_copy(harness_arena(), next);
            check_ok(levels_bucket(f.levels, from, &first, &next, &rows));
            check_bytes(first, from);
            struct cursor c = cursor_of(rows);
            struct bytes key;
            struct bytes value;
            for (; bucket_next(&c, &key, &value); at++) {
                check_bytes(key, m.rows[at].key);
                check_bytes(value, m.rows[at].value);
            }
        } while (next.len > 0);
        check_eq(at, m.count);
        reopen(&f);
    }
    model_done(&m);
    close_fixture(&f);
}

static void run_sql(struct database *db, const char *sql, int64_t number, struct bytes body)
{
    struct statement *s = NULL;
    check_ok(statement_prepare(db, &s, sql));
    statement_bind_integer(s, 1, number);
    if (body.data != NULL) {
        statement_bind_bytes(s, 2, body);
    }
    check_ok(statement_run(s));
    statement_free(s);
}

/* Bodies of all pages, by number. */
static size_t read_pages(struct database *db, struct bytes *bodies, size_t max)
{
    struct statement *s = NULL;
    size_t count = 0;
    bool row = true;
    check_ok(statement_prepare(db, &s, "SELECT number, body FROM page ORDER BY number"));
    for (check_ok(statement_step(s, &row)); row; check_ok(statement_step(s, &row))) {
        count = (size_t)statement_integer(s, 0);
        check_that(count < max);
        bodies[count] = arena_copy(harness_arena(), statement_bytes(s, 1));
    }
    statement_free(s);
    return count;
}

TEST(an_audit_finds_every_damaged_missing_and_surplus_page)
{
    enum { PAGES_MAX = 400 };
    static struct bytes bodies[PAGES_MAX];
    struct prng p;
    prng_seed(&p, harness_seed());
    struct fixture f = open_fixture();
    struct model m;
    model_init(&m);
    for (int i = 0; i < 25; i++) {
        apply_batch(f.levels, &m, &p, 2000);
    }
    struct hash digest;
    uint64_t last = 0;
    check_ok(levels_write_out(f.levels, &digest));
    const size_t count = read_pages(f.db, bodies, PAGES_MAX);
    check_ok(shelf_last(f.shelf, &last));
    struct buffer findings;
    buffer_init(&findings, 1 << 20);
    for (size_t i = 1; i <= count + 1; i++) {
        for (int how = 0; how < 3; how++) {
            harness_note("page %zu of %zu, way %d", i, count, how);
            if (i <= count && bodies[i].data == NULL) {
                continue; /* there is no such page */
            }
            if (i == count + 1) {
                run_sql(f.db, "INSERT INTO page(number, body) VALUES(?1, ?2)", (int64_t)i, BYTES("surplus"));
            } else if (how == 0) {
                run_sql(f.db, "DELETE FROM page WHERE number = ?1", (int64_t)i, bytes_of(NULL, 0));
            } else {
                uint8_t *damaged = arena_take(harness_arena(), bodies[i].len + 1, 1);
                memcpy(damaged, bodies[i].data, bodies[i].len);
                const uint64_t bit = prng_below(&p, 8 * bodies[i].len);
                damaged[bit / 8] ^= (uint8_t)(how == 1 ? 1u << bit % 8 : 0);
                run_sql(f.db, "UPDATE page SET body = ?2 WHERE number = ?1", (int64_t)i,
                        bytes_of(damaged, bodies[i].len + (how == 2)));
            }
            uint64_t wrong = 0;
            levels_begin(f.levels, &digest, last);
            buffer_clear(&findings);
            check_ok(levels_verify(f.levels, &findings, &wrong));
            check_that(wrong > 0 && findings.len > 0);
            if (i == count + 1) {
                run_sql(f.db, "DELETE FROM page WHERE number = ?1", (int64_t)i, bytes_of(NULL, 0));
            } else {
                run_sql(f.db, "INSERT OR REPLACE INTO page(number, body) VALUES(?1, ?2)", (int64_t)i,
                        bodies[i]);
            }
        }
    }
    levels_begin(f.levels, &digest, last);
    check_verifies(f.levels);
    buffer_done(&findings);
    model_done(&m);
    close_fixture(&f);
}

TEST(a_tree_that_is_cut_elsewhere_is_found_though_its_hashes_agree)
{
    static const struct {
        const char *name;
        const char *next;
        const char *second_first; /* NULL: one bucket alone */
        const char *key;
    } rows[] = {
        {"a key of rank 1 inside a bucket", "", NULL, "key 2"},
        {"a bucket that begins with a key of rank 0", "key 0", "key 0", "key 0"},
        {"a bucket that does not name the next", "", "key 2", "key 2"},
        {"a bucket that names another", "key 159", "key 2", "key 2"},
        {"a bucket that names one that is not there", "key 2", NULL, "a"},
        {"a bucket without the key it begins with", "key 2", "key 2", "zebra"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct fixture f = open_fixture();
        struct buffer b;
        struct buffer scratch;
        buffer_init(&b, 1000);
        buffer_init(&scratch, 1000);
        harness_note("%s", rows[i].name);
        struct page_child child[2] = {{.number = 6}, {.number = 7}};
        size_t children = rows[i].second_first == NULL ? 1 : 2;
        buffer_add_block(&b, bytes_of_text(rows[i].next));
        if (children == 1) {
            buffer_add_block(&b, bytes_of_text(rows[i].key));
            buffer_add_block(&b, BYTES("v"));
        }
        check_that(page_hash(0, buffer_view(&b), &scratch, &child[0].hash));
        check_ok(shelf_write(f.shelf, 0, 6, &child[0].hash, buffer_view(&b)));
        if (children == 2) {
            buffer_clear(&b);
            buffer_add_block(&b, BYTES(""));
            buffer_add_block(&b, bytes_of_text(rows[i].key));
            buffer_add_block(&b, BYTES("v"));
            child[1].first = bytes_of_text(rows[i].second_first);
            check_that(page_hash(0, buffer_view(&b), &scratch, &child[1].hash));
            check_ok(shelf_write(f.shelf, 0, 7, &child[1].hash, buffer_view(&b)));
        }
        for (unsigned level = 1; level <= PAGE_LEVEL_TOP; level++) {
            buffer_clear(&b);
            for (size_t c = 0; c < children; c++) {
                uint8_t value[PAGE_CHILD_BYTES];
                page_child_write(&child[c], value);
                buffer_add_block(&b, child[c].first);
                buffer_add_block(&b, bytes_of(value, sizeof value));
            }
            check_that(page_hash(level, buffer_view(&b), &scratch, &child[0].hash));
            child[0].number = PAGE_LEVEL_TOP + 1 - level;
            children = 1;
            check_ok(shelf_write(f.shelf, level, child[0].number, &child[0].hash, buffer_view(&b)));
        }
        levels_begin(f.levels, &child[0].hash, 7);
        uint64_t wrong = 0;
        buffer_clear(&scratch);
        struct buffer findings;
        buffer_init(&findings, 10000);
        check_ok(levels_verify(f.levels, &findings, &wrong));
        check_that(wrong > 0);
        buffer_done(&findings);
        buffer_done(&scratch);
        buffer_done(&b);
        close_fixture(&f);
    }
}

TEST(a_damaged_page_is_an_error_for_whoever_reads_or_changes_it)
{
    struct fixture f = open_fixture();
    struct model m;
    model_init(&m);
    struct prng p;
    prng_seed(&p, harness_seed());
    for (int i = 0; i < 25; i++) {
        apply_batch(f.levels, &m, &p, 2000);
    }
    struct hash digest;
    check_ok(levels_write_out(f.levels, &digest));
    run_sql(f.db, "UPDATE page SET body = x'00000000' WHERE number > ?1", 1, bytes_of(NULL, 0));
    levels_begin(f.levels, &digest, 10000);
    struct bytes value;
    const struct bucket_change c = {m.rows[10].key, BYTES("new"), true};
    check_eq(levels_get(f.levels, m.rows[10].key, &value), ERROR_CORRUPT);
    check_eq(levels_apply(f.levels, &c, 1), ERROR_CORRUPT);
    model_done(&m);
    close_fixture(&f);
}
