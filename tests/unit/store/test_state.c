#include <string.h>

#include "store/state.h"
#include "support/harness.h"
#include "unit/store/model.h"

/* A state and what it must be: as flushed, as written since, and as it was at the mark. */
struct pair {
    struct database *db;
    struct state *s;
    struct model flushed;
    struct model now;
    struct model marked;
    struct buffer effects;
};

static void open_pair(struct pair *p, const char *name)
{
    p->db = model_database(name);
    check_ok(state_open(&p->s, p->db, true));
    model_init(&p->flushed);
    model_init(&p->now);
    model_init(&p->marked);
    buffer_init(&p->effects, SIZE_MAX / 2);
    check_ok(database_begin(p->db));
}

static void close_pair(struct pair *p)
{
    check_ok(database_commit(p->db));
    state_close(p->s);
    state_close(NULL);
    database_close(p->db);
    model_done(&p->flushed);
    model_done(&p->now);
    model_done(&p->marked);
    buffer_done(&p->effects);
}

static void check_digest(struct state *s, const struct model *m)
{
    const struct hash digest = state_digest(s);
    const struct hash expected = model_digest(m);
    check_ok(state_error(s));
    check_text(hash_hex(&digest).text, hash_hex(&expected).text);
}

static void check_scan(struct state *s, const struct model *m, struct bytes prefix)
{
    struct arena a;
    struct state_row *rows = NULL;
    arena_init(&a);
    const size_t count = state_scan(s, prefix, &a, &rows);
    check_ok(state_error(s));
    const size_t begin = model_place(m, prefix);
    for (size_t i = 0; i < count; i++) {
        check_that(begin + i < m->count);
        check_bytes(rows[i].key, m->rows[begin + i].key);
        check_bytes(rows[i].value, m->rows[begin + i].value);
    }
    check_that(begin + count == m->count || !bytes_start_with(m->rows[begin + count].key, prefix));
    arena_done(&a);
}

static void check_get(struct state *s, const struct model *m, struct bytes key)
{
    const struct model_row *row = model_find(m, key);
    struct bytes value = BYTES("untouched");
    check_eq(state_get(s, key, &value), row != NULL);
    check_bytes(value, row == NULL ? BYTES("untouched") : row->value);
}

static void check_effects(struct pair *p)
{
    const struct hash h = state_effects(p->s);
    struct hash expected = {{0}};
    if (p->effects.len > 0) {
        const struct bytes parts[] = {BYTES("univocal effects 1\n"), buffer_view(&p->effects)};
        expected = hash_of_parts(parts, 2);
    }
    check_that(hash_equal(&h, &expected));
}

static void mark(struct pair *p)
{
    state_mark(p->s);
    model_copy(&p->marked, &p->now);
    buffer_clear(&p->effects);
}

static void put(struct pair *p, struct bytes key, struct bytes value)
{
    state_put(p->s, key, value);
    model_put(&p->now, key, value);
    buffer_add_u8(&p->effects, 1);
    buffer_add_block(&p->effects, key);
    buffer_add_block(&p->effects, value);
}

static void delete(struct pair *p, struct bytes key)
{
    state_delete(p->s, key);
    if (model_find(&p->now, key) != NULL) {
        model_delete(&p->now, key);
        buffer_add_u8(&p->effects, 0);
        buffer_add_block(&p->effects, key);
    }
}

static void flush(struct pair *p)
{
    check_ok(state_flush(p->s));
    model_copy(&p->flushed, &p->now);
    mark(p);
}

static void commit(struct pair *p)
{
    flush(p);
    check_ok(database_commit(p->db));
    check_ok(database_begin(p->db));
}

/* As if the block had been given up: what was committed last stays. */
static void give_up(struct pair *p)
{
    database_rollback(p->db);
    check_ok(state_discard(p->s));
    check_ok(database_begin(p->db));
    model_copy(&p->now, &p->flushed);
    mark(p);
}

static void run_step(struct pair *p, struct prng *r, uint64_t spread)
{
    const uint64_t what = prng_below(r, 1000);
    const struct bytes key = model_key(r, spread);
    if (what < 450) {
        put(p, key, model_value(r, prng_chance(r, 20) ? 5000 : 40));
    } else if (what < 600) {
        delete (p, key);
    } else if (what < 800) {
        check_get(p->s, &p->now, key);
    } else if (what < 850) {
        struct bytes prefix = key;
        prefix.len = prng_below(r, key.len + 1);
        check_scan(p->s, &p->now, prefix);
    } else if (what < 930) {
        mark(p);
    } else if (what < 960) {
        check_effects(p);
        state_revert(p->s);
        model_copy(&p->now, &p->marked);
        buffer_clear(&p->effects);
        check_effects(p);
    } else if (what < 985) {
        commit(p);
    } else if (what < 992) {
        give_up(p);
    } else if (what < 996) {
        check_digest(p->s, &p->flushed);
    } else {
        commit(p);
        check_ok(database_commit(p->db));
        state_close(p->s);
        check_ok(state_open(&p->s, p->db, true));
        state_bound(p->s, 40000, 10000);
        check_ok(database_begin(p->db));
    }
}

TEST(every_sequence_of_calls_leaves_what_a_sorted_list_has)
{
    struct prng r;
    prng_seed(&r, harness_seed());
    for (int round = 0; round < 8; round++) {
        struct pair p;
        open_pair(&p, arena_printf(harness_arena(), "state-%d.db", round));
        state_bound(p.s, 40000, 10000);
        for (int step = 0; step < 4000; step++) {
            harness_note("seed %llu, round %d, step %d", (unsigned long long)harness_seed(), round, step);
            run_step(&p, &r, round % 2 == 0 ? 60 : 4000);
        }
        commit(&p);
        check_digest(p.s, &p.now);
        check_scan(p.s, &p.now, bytes_of(NULL, 0));
        struct buffer findings;
        buffer_init(&findings, 10000);
        check_ok(state_verify(p.s, &findings));
        check_eq(findings.len, 0);
        buffer_done(&findings);
        close_pair(&p);
    }
}

TEST(reads_see_writes_at_once_and_reverted_ones_never)
{
    struct pair p;
    open_pair(&p, "state.db");
    put(&p, BYTES("a"), BYTES("1"));
    commit(&p);
    mark(&p);
    put(&p, BYTES("a"), BYTES("2"));
    put(&p, BYTES("a"), BYTES("3"));
    delete (&p, BYTES("a"));
    put(&p, BYTES("b"), BYTES("4"));
    check_scan(p.s, &p.now, BYTES(""));
    check_effects(&p);
    state_revert(p.s);
    model_copy(&p.now, &p.marked);
    check_get(p.s, &p.now, BYTES("a"));
    check_get(p.s, &p.now, BYTES("b"));
    check_scan(p.s, &p.now, BYTES(""));
    buffer_clear(&p.effects);
    flush(&p);
    check_digest(p.s, &p.now);
    close_pair(&p);
}

TEST(deleting_what_is_not_there_has_no_effect)
{
    struct pair p;
    open_pair(&p, "state.db");
    mark(&p);
    state_delete(p.s, BYTES("nobody"));
    const struct hash none = state_effects(p.s);
    check_that(hash_is_zero(&none));
    put(&p, BYTES("a"), BYTES(""));
    const struct hash some = state_effects(p.s);
    check_that(!hash_is_zero(&some));
    close_pair(&p);
}

TEST(the_effects_of_an_act_are_its_writes_in_order)
{
    struct pair p;
    open_pair(&p, "state.db");
    put(&p, BYTES("gone"), BYTES("x"));
    mark(&p);
    put(&p, BYTES("b"), BYTES("2"));
    put(&p, BYTES("a"), BYTES("1"));
    delete (&p, BYTES("gone"));
    const struct hash h = state_effects(p.s);
    const struct hash expected = hash_of(BYTES("univocal effects 1\n\1\0\0\0\1b\0\0\0\1"
                                               "2\1\0\0\0\1a\0\0\0\1"
                                               "1\0\0\0\0\4gone"));
    check_text(hash_hex(&h).text, hash_hex(&expected).text);
    close_pair(&p);
}

TEST(keys_and_values_are_taken_up_to_their_limits_and_not_beyond)
{
    struct pair p;
    open_pair(&p, "state.db");
    uint8_t *zeros = arena_take(harness_arena(), 1, STATE_VALUE_BYTES_MAX + 1);
    const struct bytes key = bytes_of(zeros, STATE_KEY_BYTES_MAX);
    const struct bytes value = bytes_of(zeros, STATE_VALUE_BYTES_MAX);
    put(&p, key, value);
    put(&p, BYTES(""), BYTES(""));
    commit(&p);
    check_get(p.s, &p.now, key);
    check_scan(p.s, &p.now, key);
    check_digest(p.s, &p.now);
    const struct bytes long_key = bytes_of(zeros, STATE_KEY_BYTES_MAX + 1);
    const struct bytes long_value = bytes_of(zeros, STATE_VALUE_BYTES_MAX + 1);
    struct bytes v;
    check_dies((state_put(p.s, long_key, value), 0));
    check_dies((state_put(p.s, key, long_value), 0));
    check_dies(state_get(p.s, long_key, &v));
    check_dies((state_delete(p.s, long_key), 0));
    close_pair(&p);
}

TEST(a_reader_does_not_write)
{
    struct pair p;
    open_pair(&p, "state.db");
    put(&p, BYTES("a"), BYTES("1"));
    commit(&p);
    struct state *reader = NULL;
    struct database *db = NULL;
    const struct database_options options = {.read_only = true, .version = 1};
    check_ok(database_open(&db, arena_printf(harness_arena(), "%s/state.db", harness_folder()), &options));
    check_ok(database_snapshot(db));
    check_ok(state_open(&reader, db, false));
    check_get(reader, &p.flushed, BYTES("a"));
    check_digest(reader, &p.flushed);
    check_dies((state_put(reader, BYTES("a"), BYTES("2")), 0));
    check_dies((state_delete(reader, BYTES("a")), 0));
    check_dies(state_flush(reader) == OK);
    put(&p, BYTES("b"), BYTES("2"));
    struct model then;
    model_init(&then);
    model_copy(&then, &p.flushed);
    commit(&p);
    check_get(reader, &then, BYTES("b"));
    check_ok(database_snapshot(db));
    check_ok(state_discard(reader));
    check_get(reader, &p.flushed, BYTES("b"));
    model_done(&then);
    state_close(reader);
    database_close(db);
    close_pair(&p);
}

TEST(after_an_error_of_the_disk_nothing_is_found_and_nothing_flushed)
{
    struct pair p;
    open_pair(&p, "state.db");
    state_bound(p.s, 1, 1);
    put(&p, BYTES("a"), BYTES("1"));
    commit(&p);
    check_ok(state_discard(p.s));
    struct statement *damage = NULL;
    check_ok(statement_prepare(p.db, &damage, "UPDATE page SET body = zeroblob(5)"));
    check_ok(statement_run(damage));
    struct bytes value = BYTES("untouched");
    check_that(!state_get(p.s, BYTES("a"), &value));
    check_bytes(value, BYTES("untouched"));
    check_eq(state_error(p.s), ERROR_CORRUPT);
    struct state_row *rows = NULL;
    check_eq(state_scan(p.s, BYTES(""), harness_arena(), &rows), 0);
    state_put(p.s, BYTES("b"), BYTES("2"));
    check_eq(state_flush(p.s), ERROR_CORRUPT);
    const struct hash digest = state_digest(p.s);
    check_that(hash_is_zero(&digest));
    database_rollback(p.db); /* the damage too */
    check_ok(state_discard(p.s));
    check_ok(state_error(p.s));
    check_ok(database_begin(p.db));
    check_get(p.s, &p.flushed, BYTES("a"));
    close_pair(&p);
}

TEST(memory_for_rows_that_were_read_is_given_back)
{
    struct pair p;
    open_pair(&p, "state.db");
    uint8_t *value = arena_take(harness_arena(), 1, 100000);
    for (uint8_t i = 0; i < 40; i++) {
        put(&p, bytes_of(&i, 1), bytes_of(value, 100000));
        commit(&p); /* passes the size of what stays in memory several times */
    }
    for (uint8_t i = 0; i < 40; i++) {
        check_get(p.s, &p.now, bytes_of(&i, 1));
    }
    check_scan(p.s, &p.now, BYTES(""));
    check_digest(p.s, &p.now);
    close_pair(&p);
}
