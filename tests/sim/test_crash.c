/* Record and state on the simulated disk: the machine goes down in every operation of a script of blocks,
 * and what it comes up with is what stood there after one of them, no earlier than the last that was
 * acknowledged. */
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "record/record.h"
#include "sim/disk.h"
#include "store/state.h"
#include "support/harness.h"
#include "unit/store/model.h"

enum { BLOCKS = 200, SUBSETS = 8, ACTS_MAX = 3, MEMORY_MAX = 30000, PENDING_MAX = 2500, RECENT_MAX = 20 };

/* What must be there after each block. */
struct moment {
    uint64_t size;
    struct hash root;
    struct hash digest;
};

struct parts {
    struct database *db;
    struct record *record;
    struct state *state;
};

struct trial {
    struct disk *disk;
    struct disk *other; /* where what is left is looked at */
    const char *schema;
    struct moment moments[BLOCKS + 1];
    size_t acknowledged; /* blocks */
    size_t begun;
    uint64_t crashes;
    uint64_t unacknowledged; /* blocks that were there all the same */
    uint64_t later;          /* crashes after which another block was written */
};

static enum error open_parts(struct parts *p, const struct disk *d, const char *schema)
{
    const struct database_options o = {.vfs = disk_vfs(d), .create = true, .schema = schema, .version = 1};
    *p = (struct parts){.db = NULL};
    enum error e = database_open(&p->db, "record.db", &o);
    e = e == OK ? record_open(&p->record, p->db) : e;
    e = e == OK ? state_open(&p->state, p->db, true) : e;
    if (e == OK) {
        state_bound(p->state, MEMORY_MAX, PENDING_MAX);
        record_bound(p->record, RECENT_MAX);
    }
    return e;
}

static void close_parts(struct parts *p)
{
    state_close(p->state);
    record_close(p->record);
    database_close(p->db);
}

static void put_row(struct parts *p, struct model *m, struct prng *r)
{
    const struct bytes key = model_key(r, 400);
    if (prng_chance(r, 250)) {
        state_delete(p->state, key);
        if (m != NULL) {
            model_delete(m, key);
        }
        return;
    }
    const struct bytes value = model_value(r, 60);
    state_put(p->state, key, value);
    if (m != NULL) {
        model_put(m, key, value);
    }
}

/* A block whose content follows from its number. The model (may be NULL) has the same done to it. */
static enum error run_block(struct parts *p, size_t block, struct model *m)
{
    struct prng r;
    prng_seed(&r, harness_seed() * 1000 + block);
    enum error e = database_begin(p->db);
    for (uint64_t acts = 1 + prng_below(&r, ACTS_MAX); e == OK && acts > 0; acts--) {
        struct entry entry = {.index = record_size(p->record), .height = block, .result = "ok"};
        const struct bytes carried = model_value(&r, 600);
        prng_fill(&r, entry.id.bytes, sizeof entry.id.bytes);
        entry.envelope = hash_of(carried);
        state_mark(p->state);
        for (uint64_t rows = prng_below(&r, 5); rows > 0; rows--) {
            put_row(p, m, &r);
        }
        entry.effects = state_effects(p->state);
        e = record_append(p->record, &entry, carried);
    }
    e = e == OK ? state_flush(p->state) : e;
    return e == OK ? database_commit(p->db) : e;
}

static void check_sound(struct parts *p, bool thoroughly)
{
    struct buffer findings;
    buffer_init(&findings, 10000);
    enum error e = state_verify(p->state, &findings);
    e = e == OK && thoroughly ? record_verify(p->record, &findings) : e;
    e = e == OK && thoroughly ? database_check_integrity(p->db, &findings) : e;
    check_text(buffer_text(&findings), "");
    check_ok(e);
    buffer_done(&findings);
}

/* Which moment it is: the size of the record says it, and everything else must agree. */
static size_t check_moment(const struct trial *t, struct parts *p, bool thoroughly)
{
    size_t block = t->acknowledged;
    while (block < t->begun && t->moments[block].size != record_size(p->record)) {
        block++;
    }
    const struct moment *m = &t->moments[block];
    const struct hash root = record_root(p->record);
    const struct hash digest = state_digest(p->state);
    check_eq(record_size(p->record), m->size);
    check_that(hash_equal(&root, &m->root));
    check_text(hash_hex(&digest).text, hash_hex(&m->digest).text);
    check_sound(p, thoroughly);
    return block;
}

static void crash_here(void *ctx)
{
    struct trial *t = ctx;
    struct disk_image *image = disk_snapshot(t->disk);
    for (uint64_t i = 0; i < 2 + SUBSETS; i++) {
        const enum disk_loss loss = i == 0 ? DISK_LOSE_NOTHING : i == 1 ? DISK_LOSE_ALL : DISK_LOSE_SOME;
        const uint64_t seed = harness_seed() * 1000003 + disk_operations(t->disk) * 10 + i;
        struct parts p;
        harness_note("seed %llu, operation %llu, variant %llu", (unsigned long long)harness_seed(),
                     (unsigned long long)disk_operations(t->disk), (unsigned long long)i);
        disk_restore(t->other, image);
        disk_crash(t->other);
        disk_restart(t->other, loss, seed);
        check_ok(open_parts(&p, t->other, t->schema));
        const size_t block = check_moment(t, &p, seed % 16 == 0);
        t->crashes++;
        t->unacknowledged += block > t->acknowledged;
        if (seed % 8 == 0 && block < t->begun) { /* it goes on: the block in flight once more */
            check_ok(run_block(&p, block + 1, NULL));
            check_eq(record_size(p.record), t->moments[block + 1].size);
            const struct hash digest = state_digest(p.state);
            check_that(hash_equal(&digest, &t->moments[block + 1].digest));
            t->later++;
        }
        disk_crash(t->other); /* nothing is tidied up */
        close_parts(&p);
        disk_restart(t->other, DISK_LOSE_NOTHING, seed);
    }
    disk_image_free(image);
}

/* The moments are known before the script is run, from a run on another disk and from the model. */
static void foresee(struct trial *t)
{
    struct disk *d = disk_new(1);
    struct parts p;
    struct model m;
    struct tree tree;
    model_init(&m);
    tree_init(&tree);
    check_ok(open_parts(&p, d, t->schema));
    for (size_t block = 0; block <= BLOCKS; block++) {
        if (block > 0) {
            check_ok(run_block(&p, block, &m));
        }
        while (tree.size < record_size(p.record)) {
            struct entry e;
            check_ok(record_read(p.record, tree.size, NULL, &e, NULL));
            const struct hash leaf = entry_leaf(&e);
            tree_add(&tree, &leaf);
        }
        t->moments[block] = (struct moment){tree.size, tree_root(&tree), model_digest(&m)};
    }
    check_moment(&(struct trial){.begun = 0, .moments = {t->moments[BLOCKS]}}, &p, true);
    close_parts(&p);
    disk_free(d);
    model_done(&m);
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

TEST(a_crash_in_any_operation_leaves_record_and_state_as_after_some_block)
{
    log_set_level((enum log_level)0);
    struct trial *t = ARENA_NEW(harness_arena(), struct trial);
    struct parts p;
    int64_t written_out = 0;
    t->schema = arena_printf(harness_arena(), "%s%s", record_schema, state_schema);
    foresee(t);
    t->disk = disk_new(harness_seed());
    t->other = disk_new(harness_seed() + 1);
    disk_watch(t->disk, crash_here, t);
    check_ok(open_parts(&p, t->disk, t->schema));
    for (size_t block = 1; block <= BLOCKS; block++) {
        t->begun = block;
        check_ok(run_block(&p, block, NULL));
        t->acknowledged = block;
        written_out += ask(p.db, "SELECT count(*) FROM pending") == 1;
        if (block % 10 == 0) {
            check_ok(database_checkpoint(p.db, 20));
        }
        if (block % 70 == 0) {
            close_parts(&p);
            check_ok(open_parts(&p, t->disk, t->schema));
        }
    }
    check_that(written_out > 10); /* and so were eight runs of ids and more */
    check_that(ask(p.db, "SELECT count(*) FROM lookup WHERE part >= 0") > 1);
    close_parts(&p);
    harness_note("%llu operations, %llu crashes, %llu unacknowledged, %llu later",
                 (unsigned long long)disk_operations(t->disk), (unsigned long long)t->crashes,
                 (unsigned long long)t->unacknowledged, (unsigned long long)t->later);
    check_that(disk_operations(t->disk) > 1500);
    check_eq(t->crashes, (2 + SUBSETS) * disk_operations(t->disk));
    check_that(t->unacknowledged > BLOCKS && t->later > BLOCKS);
    disk_free(t->disk);
    disk_free(t->other);
}
