#include "record/record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"

/* Roots of full subtrees of 256^k leaves are kept (tile rows); anything smaller is hashed again from at most 255
 * entries or tiles. So appending costs one row, and a proof some hundred hashes. */
enum { TILE_BITS = 8, TILE_LEVELS = 8 };

const char record_schema[] =
    "CREATE TABLE entry(idx INTEGER PRIMARY KEY, id BLOB NOT NULL, body BLOB NOT NULL, carried BLOB NOT NULL) STRICT;"
    "CREATE UNIQUE INDEX entry_id ON entry(id);"
    "CREATE TABLE tile(level INTEGER NOT NULL, idx INTEGER NOT NULL, hash BLOB NOT NULL,"
    " PRIMARY KEY(level, idx)) STRICT, WITHOUT ROWID;";

struct record {
    struct database *db;
    struct tree tree;
    struct statement *insert;
    struct statement *insert_tile;
    struct statement *read;
    struct statement *find;
    struct statement *leaves;
    struct statement *tiles;
    bool replay;             /* compares instead of writing */
    struct statement *walk;  /* of a replay: the entries one after another */
    char difference[200];
};

/* The hash of stored leaf bytes: what is on disk decides, not what it should be. */
static enum error read_leaves(struct record *r, uint64_t begin, uint64_t count, struct tree *t)
{
    statement_bind_integer(r->leaves, 1, (int64_t)begin);
    statement_bind_integer(r->leaves, 2, (int64_t)(begin + count));
    uint64_t seen = 0;
    for (;;) {
        bool row = false;
        const enum error e = statement_step(r->leaves, &row);
        if (e != OK) {
            return e;
        }
        if (!row) {
            return seen == count ? OK : ERROR_CORRUPT;
        }
        if ((uint64_t)statement_integer(r->leaves, 0) != begin + seen) {
            statement_reset(r->leaves);
            return ERROR_CORRUPT;
        }
        const struct hash leaf = tree_leaf(statement_bytes(r->leaves, 1));
        tree_add(t, &leaf);
        seen++;
    }
}

static enum error read_tiles(struct record *r, unsigned level, uint64_t begin, uint64_t count, struct tree *t)
{
    statement_bind_integer(r->tiles, 1, level);
    statement_bind_integer(r->tiles, 2, (int64_t)begin);
    statement_bind_integer(r->tiles, 3, (int64_t)(begin + count));
    uint64_t seen = 0;
    for (;;) {
        bool row = false;
        const enum error e = statement_step(r->tiles, &row);
        if (e != OK) {
            return e;
        }
        if (!row) {
            return seen == count ? OK : ERROR_CORRUPT;
        }
        struct hash h;
        const struct bytes stored = statement_bytes(r->tiles, 1);
        if ((uint64_t)statement_integer(r->tiles, 0) != begin + seen || stored.len != HASH_BYTES) {
            statement_reset(r->tiles);
            return ERROR_CORRUPT;
        }
        for (size_t i = 0; i < HASH_BYTES; i++) {
            h.bytes[i] = stored.data[i];
        }
        tree_add(t, &h);
        seen++;
    }
}

/* The full subtree of 2^level leaves: at most 256 hashes of the tile level below make it. */
static enum error subtree(struct record *r, unsigned level, uint64_t index, struct hash *out)
{
    const unsigned tile_level = level / TILE_BITS;
    const unsigned inside = level % TILE_BITS;
    struct tree t;
    tree_init(&t);
    const uint64_t count = 1ULL << inside;
    const enum error e = tile_level == 0 ? read_leaves(r, index << inside, count, &t)
                                         : read_tiles(r, tile_level, index << inside, count, &t);
    if (e == OK) {
        *out = tree_root(&t);
    }
    return e;
}

struct source_ctx {
    struct record *r;
    enum error error;
};

static bool source_subtree(void *ctx, unsigned level, uint64_t index, struct hash *out)
{
    struct source_ctx *c = ctx;
    c->error = subtree(c->r, level, index, out);
    return c->error == OK;
}

/* Rebuilds the frontier from the tiles and the last entries. */
static enum error load(struct record *r)
{
    struct statement *last = NULL;
    enum error e = statement_prepare(r->db, &last, "SELECT idx FROM entry ORDER BY idx DESC LIMIT 1");
    if (e != OK) {
        return e;
    }
    bool row = false;
    e = statement_step(last, &row);
    const uint64_t size = e == OK && row ? (uint64_t)statement_integer(last, 0) + 1 : 0;
    statement_free(last);
    tree_init(&r->tree);
    for (unsigned level = 0; e == OK && level < 64; level++) {
        if (size >> level & 1) {
            e = subtree(r, level, (size >> level) - 1, &r->tree.roots[level]);
        }
    }
    r->tree.size = size;
    return e;
}

static enum error open_mode(struct record **out, struct database *db, bool replay)
{
    struct record *r = calloc(1, sizeof *r);
    check(r != NULL);
    r->db = db;
    r->replay = replay;
    tree_init(&r->tree);
    const struct {
        struct statement **statement;
        const char *sql;
    } rows[] = {
        {&r->read, "SELECT body, carried, id FROM entry WHERE idx = ?1"},
        {&r->find, "SELECT idx FROM entry WHERE id = ?1"},
        {&r->leaves, "SELECT idx, body FROM entry WHERE idx >= ?1 AND idx < ?2 ORDER BY idx"},
        {&r->tiles, "SELECT idx, hash FROM tile WHERE level = ?1 AND idx >= ?2 AND idx < ?3 ORDER BY idx"},
    };
    enum error e = OK;
    for (size_t i = 0; e == OK && i < sizeof rows / sizeof rows[0]; i++) {
        e = statement_prepare(db, rows[i].statement, rows[i].sql);
    }
    if (e == OK && replay) {
        e = statement_prepare(db, &r->walk, "SELECT idx, id, body, carried FROM entry ORDER BY idx");
    } else if (e == OK) {
        e = load(r);
    }
    if (e != OK) {
        record_close(r);
        return e;
    }
    *out = r;
    return OK;
}

enum error record_open(struct record **out, struct database *db)
{
    return open_mode(out, db, false);
}

enum error record_open_replay(struct record **out, struct database *db)
{
    return open_mode(out, db, true);
}

const char *record_difference(const struct record *r)
{
    return r->difference;
}

void record_close(struct record *r)
{
    if (r != NULL) {
        statement_free(r->insert);
        statement_free(r->insert_tile);
        statement_free(r->read);
        statement_free(r->find);
        statement_free(r->leaves);
        statement_free(r->tiles);
        statement_free(r->walk);
        free(r);
    }
}

uint64_t record_size(const struct record *r)
{
    return r->tree.size;
}

struct hash record_root(const struct record *r)
{
    return tree_root(&r->tree);
}

/* Prepared with the first append: a record that is only read may lie where nothing can be written. */
static enum error prepare_writing(struct record *r)
{
    if (r->insert != NULL || r->replay) {
        return OK;
    }
    const enum error e = statement_prepare(r->db, &r->insert, "INSERT INTO entry(idx, id, body, carried)"
                                                              " VALUES(?1, ?2, ?3, ?4)");
    return e != OK ? e
                   : statement_prepare(r->db, &r->insert_tile, "INSERT INTO tile(level, idx, hash) VALUES(?1, ?2, ?3)");
}

static enum error differ(struct record *r, uint64_t index, const char *what)
{
    (void)snprintf(r->difference, sizeof r->difference, "entry %llu: %s", (unsigned long long)index, what);
    return ERROR_CORRUPT;
}

/* The next stored entry must be this one. */
static enum error compare_entry(struct record *r, const struct entry *e, struct bytes body, struct bytes carried)
{
    bool row = false;
    const enum error err = statement_step(r->walk, &row);
    if (err != OK) {
        return err;
    }
    if (!row || (uint64_t)statement_integer(r->walk, 0) != e->index) {
        return differ(r, e->index, "it is lacking");
    }
    if (!bytes_equal(statement_bytes(r->walk, 1), hash_view(&e->id))) {
        return differ(r, e->index, "another act or fact stands there");
    }
    if (!bytes_equal(statement_bytes(r->walk, 2), body)) {
        struct entry stored;
        const bool result = entry_read(statement_bytes(r->walk, 2), &stored) == OK &&
                            strcmp(stored.result, e->result) != 0;
        return differ(r, e->index, result ? "the rules give another result" : "the rules give another entry");
    }
    return bytes_equal(statement_bytes(r->walk, 3), carried)
               ? OK
               : differ(r, e->index, "what it carries is not what it says");
}

static enum error write_entry(struct record *r, const struct entry *e, struct bytes body, struct bytes carried)
{
    statement_bind_integer(r->insert, 1, (int64_t)e->index);
    statement_bind_bytes(r->insert, 2, hash_view(&e->id));
    statement_bind_bytes(r->insert, 3, body);
    statement_bind_bytes(r->insert, 4, carried);
    return statement_run(r->insert);
}

static enum error put_tile(struct record *r, unsigned level, uint64_t index, const struct hash *root)
{
    if (r->replay) {
        struct tree stored;
        tree_init(&stored);
        const enum error e = read_tiles(r, level, index, 1, &stored);
        const struct hash found = tree_root(&stored);
        return e == ERROR_CORRUPT || (e == OK && !hash_equal(&found, root))
                   ? differ(r, r->tree.size - 1, "the tile that ends with it does not give its hash")
                   : e;
    }
    statement_bind_integer(r->insert_tile, 1, level);
    statement_bind_integer(r->insert_tile, 2, (int64_t)index);
    statement_bind_bytes(r->insert_tile, 3, hash_view(root));
    return statement_run(r->insert_tile);
}

enum error record_append(struct record *r, const struct entry *e, struct bytes carried)
{
    check(e->index == r->tree.size);
    struct buffer body;
    buffer_init(&body, ENTRY_BYTES_MAX);
    entry_write(&body, e);
    check(!body.overflow);
    enum error err = prepare_writing(r);
    if (err == OK) {
        err = r->replay ? compare_entry(r, e, buffer_view(&body), carried)
                        : write_entry(r, e, buffer_view(&body), carried);
    }
    if (err == OK) {
        const struct hash leaf = tree_leaf(buffer_view(&body));
        tree_add(&r->tree, &leaf);
    }
    buffer_done(&body);
    for (unsigned level = 1; err == OK && level <= TILE_LEVELS; level++) {
        const unsigned bits = level * TILE_BITS;
        if ((r->tree.size & ((1ULL << bits) - 1)) != 0) {
            break;
        }
        const uint64_t index = (r->tree.size >> bits) - 1;
        struct tree t;
        tree_init(&t);
        err = level == 1 ? read_leaves(r, index << TILE_BITS, 1 << TILE_BITS, &t)
                         : read_tiles(r, level - 1, index << TILE_BITS, 1 << TILE_BITS, &t);
        const struct hash root = tree_root(&t);
        err = err == OK ? put_tile(r, level, index, &root) : err;
    }
    return err;
}

enum error record_discard(struct record *r)
{
    check(!r->replay);
    return load(r);
}

enum error record_read(struct record *r, uint64_t index, struct arena *a, struct entry *out, struct bytes *carried)
{
    statement_bind_integer(r->read, 1, (int64_t)index);
    bool row = false;
    const enum error e = statement_step(r->read, &row);
    if (e != OK) {
        return e;
    }
    if (!row) {
        return ERROR_NOT_FOUND;
    }
    struct entry entry;
    enum error result = entry_read(statement_bytes(r->read, 0), &entry);
    if (result != OK || entry.index != index ||
        !bytes_equal(statement_bytes(r->read, 2), hash_view(&entry.id))) {
        result = ERROR_CORRUPT;
    }
    if (result == OK && carried != NULL) {
        *carried = arena_copy(a, statement_bytes(r->read, 1));
        const struct hash h = hash_of(*carried);
        result = hash_equal(&h, &entry.envelope) ? OK : ERROR_CORRUPT;
    }
    statement_reset(r->read);
    if (result == OK) {
        *out = entry;
    }
    return result;
}

enum error record_find(struct record *r, const struct hash *id, uint64_t *index)
{
    statement_bind_bytes(r->find, 1, hash_view(id));
    bool row = false;
    const enum error e = statement_step(r->find, &row);
    if (e != OK) {
        return e;
    }
    if (!row) {
        return ERROR_NOT_FOUND;
    }
    *index = (uint64_t)statement_integer(r->find, 0);
    statement_reset(r->find);
    return *index < r->tree.size ? OK : ERROR_NOT_FOUND; /* a replay has not come to it yet */
}

enum error record_root_at(struct record *r, uint64_t size, struct hash *out)
{
    if (size > r->tree.size) {
        return ERROR_NOT_FOUND;
    }
    struct source_ctx c = {r, OK};
    const struct tree_source s = {&c, source_subtree};
    return tree_root_at(&s, size, out) ? OK : c.error;
}

enum error record_prove_leaf(struct record *r, uint64_t index, uint64_t size, struct proof *out)
{
    if (size > r->tree.size || index >= size) {
        return ERROR_NOT_FOUND;
    }
    struct source_ctx c = {r, OK};
    const struct tree_source s = {&c, source_subtree};
    return proof_of_leaf(&s, index, size, out) ? OK : c.error;
}

enum error record_prove_growth(struct record *r, uint64_t old_size, uint64_t size, struct proof *out)
{
    if (size > r->tree.size || old_size > size) {
        return ERROR_NOT_FOUND;
    }
    struct source_ctx c = {r, OK};
    const struct tree_source s = {&c, source_subtree};
    return proof_of_growth(&s, old_size, size, out) ? OK : c.error;
}
