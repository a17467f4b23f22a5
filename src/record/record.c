#include "record/record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "record/lookup.h"

/* Roots of full subtrees of 256^k leaves are kept (tile rows); anything smaller is hashed again from at most
 * 255 entries or tiles. So appending costs one row, and a proof some hundred hashes. */
enum { TILE_BITS = 8, TILE_LEVELS = 8, LEVEL_SHIFT = 56 };

const char record_schema[] =
    "CREATE TABLE entry(idx INTEGER PRIMARY KEY, body BLOB NOT NULL, carried BLOB NOT NULL) STRICT;"
    "CREATE TABLE tile(idx INTEGER PRIMARY KEY, hash BLOB NOT NULL) STRICT;" LOOKUP_SCHEMA;

struct record {
    struct database *db;      /* what is read */
    struct database *written; /* what is written: the same, but in a replay */
    struct tree tree;
    struct lookup *lookup;
    bool absent_known;
    struct hash absent; /* no entry has this id: it was just looked for */
    struct statement *last;
    struct statement *insert;
    struct statement *insert_tile;
    struct statement *read;
    struct statement *leaves;
    struct statement *tiles;
    struct statement *walk; /* of a replay: the stored entries, one after another; NULL: no replay */
    bool walks;             /* `walk` stands on an entry */
    bool keeps;             /* a replay that writes the record too */
    char difference[200];
};

static enum error select_range(struct record *r, struct statement **s, const char *sql, uint64_t begin,
                               uint64_t count)
{
    const enum error e = statement_need(r->db, s, sql);
    if (e == OK) {
        statement_bind_integer(*s, 1, (int64_t)begin);
        statement_bind_integer(*s, 2, (int64_t)(begin + count));
    }
    return e;
}

static enum error select_leaves(struct record *r, uint64_t begin, uint64_t count)
{
    return select_range(
        r, &r->leaves, "SELECT idx, body FROM entry WHERE idx >= ?1 AND idx < ?2 ORDER BY idx", begin, count);
}

uint64_t record_tile(unsigned level, uint64_t index)
{
    return (uint64_t)level << LEVEL_SHIFT | index;
}

static enum error select_tiles(struct record *r, unsigned level, uint64_t begin, uint64_t count)
{
    return select_range(r, &r->tiles, "SELECT idx, hash FROM tile WHERE idx >= ?1 AND idx < ?2 ORDER BY idx",
                        record_tile(level, begin), count);
}

/* The hash of stored leaf bytes: what is on disk decides, not what it should be. */
static bool leaf_of(struct bytes stored, struct hash *out)
{
    *out = tree_leaf(stored);
    return true;
}

static bool tile_of(struct bytes stored, struct hash *out)
{
    for (size_t i = 0; i < HASH_BYTES && stored.len == HASH_BYTES; i++) {
        out->bytes[i] = stored.data[i];
    }
    return stored.len == HASH_BYTES;
}

/* The rows that were selected, `count` from `begin` on without a gap, as leaves of a tree. */
static enum error add_rows(struct statement *s, uint64_t begin, uint64_t count,
                           bool (*hash_row)(struct bytes stored, struct hash *out), struct tree *t)
{
    for (uint64_t seen = 0;; seen++) {
        bool row = false;
        const enum error e = statement_step(s, &row);
        if (e != OK) {
            return e;
        }
        if (!row) {
            return seen == count ? OK : ERROR_CORRUPT;
        }
        struct hash h;
        if ((uint64_t)statement_integer(s, 0) != begin + seen || !hash_row(statement_bytes(s, 1), &h)) {
            statement_reset(s);
            return ERROR_CORRUPT;
        }
        tree_add(t, &h);
    }
}

/* The root over `count` hashes of a tile level, of leaves on level 0; a power of two from a multiple of it
 * on. */
static enum error root_of(struct record *r, unsigned level, uint64_t begin, uint64_t count, struct hash *out)
{
    struct tree t;
    tree_init(&t);
    enum error e = level == 0 ? select_leaves(r, begin, count) : select_tiles(r, level, begin, count);
    if (e == OK) {
        const uint64_t first = record_tile(level, begin);
        e = level == 0 ? add_rows(r->leaves, begin, count, leaf_of, &t)
                       : add_rows(r->tiles, first, count, tile_of, &t);
    }
    if (e == OK) {
        *out = tree_root(&t);
    }
    return e;
}

/* The full subtree of 2^level leaves: at most 256 hashes of the tile level below make it. */
static enum error subtree(struct record *r, unsigned level, uint64_t index, struct hash *out)
{
    const unsigned inside = level % TILE_BITS;
    return root_of(r, level / TILE_BITS, index << inside, UINT64_C(1) << inside, out);
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

/* The ids of the entries that are not in a run yet. */
static enum error load_ids(struct record *r)
{
    uint64_t next = 0;
    enum error e = lookup_reload(r->lookup, &next);
    if (e == OK && next > r->tree.size) {
        return ERROR_CORRUPT;
    }
    if (e != OK || next == r->tree.size) {
        return e;
    }
    e = select_leaves(r, next, r->tree.size - next);
    bool row = true;
    while (e == OK) {
        e = statement_step(r->leaves, &row);
        if (e != OK || !row) {
            break;
        }
        struct entry entry;
        e = entry_read(statement_bytes(r->leaves, 1), &entry);
        if (e != OK || entry.index != next) {
            e = ERROR_CORRUPT;
        } else {
            lookup_add(r->lookup, &entry.id, next++);
        }
    }
    if (r->leaves != NULL) {
        statement_reset(r->leaves);
    }
    return e == OK && next != r->tree.size ? ERROR_CORRUPT : e;
}

/* Rebuilds the frontier from the tiles and the last entries. */
static enum error load(struct record *r)
{
    bool row = false;
    enum error e = statement_step(r->last, &row);
    const uint64_t size = e == OK && row ? (uint64_t)statement_integer(r->last, 0) + 1 : 0;
    statement_reset(r->last);
    tree_init(&r->tree);
    for (unsigned level = 0; e == OK && level < 64; level++) {
        if (size >> level & 1) {
            e = subtree(r, level, (size >> level) - 1, &r->tree.roots[level]);
        }
    }
    r->tree.size = size;
    r->absent_known = false;
    return e == OK ? load_ids(r) : e;
}

enum error record_open(struct record **out, struct database *db)
{
    struct record *r = calloc(1, sizeof *r);
    check(r != NULL);
    r->db = db;
    r->written = db;
    enum error e = statement_prepare(db, &r->last, "SELECT idx FROM entry ORDER BY idx DESC LIMIT 1");
    e = e == OK ? lookup_open(&r->lookup, db) : e;
    e = e == OK ? load(r) : e;
    if (e != OK) {
        record_close(r);
        return e;
    }
    *out = r;
    return OK;
}

enum error record_open_replay(struct record **out, struct database *db, struct database *scratch, bool keep)
{
    struct record *r = calloc(1, sizeof *r);
    uint64_t begin = 0;
    check(r != NULL);
    r->db = db;
    r->written = scratch;
    r->keeps = keep;
    tree_init(&r->tree);
    enum error e =
        statement_prepare(db, &r->walk, "SELECT idx, body, carried FROM entry WHERE idx >= ?1 ORDER BY idx");
    /* What is found by its id is found among what was replayed, not by what is stored of it. */
    e = e == OK ? lookup_open(&r->lookup, scratch) : e;
    e = e == OK ? lookup_reload(r->lookup, &begin) : e;
    if (e != OK) {
        record_close(r);
        return e;
    }
    check(begin == 0);
    *out = r;
    return OK;
}

const char *record_difference(const struct record *r)
{
    return r->difference;
}

void record_rest(struct record *r)
{
    statement_reset(r->walk);
    r->walks = false;
}

void record_close(struct record *r)
{
    if (r != NULL) {
        statement_free(r->last);
        statement_free(r->insert);
        statement_free(r->insert_tile);
        statement_free(r->read);
        statement_free(r->leaves);
        statement_free(r->tiles);
        statement_free(r->walk);
        lookup_close(r->lookup);
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

static enum error differ(struct record *r, uint64_t index, const char *what)
{
    (void)snprintf(r->difference, sizeof r->difference, "entry %llu: %s", (unsigned long long)index, what);
    return ERROR_CORRUPT;
}

/* The next stored entry must be this one. */
static enum error compare_entry(struct record *r, const struct entry *e, struct bytes body,
                                struct bytes carried)
{
    bool row = false;
    if (!r->walks) {
        statement_bind_integer(r->walk, 1, (int64_t)e->index);
    }
    const enum error err = statement_step(r->walk, &row);
    r->walks = err == OK && row;
    if (err != OK) {
        return err;
    }
    if (!row || (uint64_t)statement_integer(r->walk, 0) != e->index) {
        return differ(r, e->index, "it is lacking");
    }
    if (!bytes_equal(statement_bytes(r->walk, 1), body)) {
        struct entry stored;
        if (entry_read(statement_bytes(r->walk, 1), &stored) != OK) {
            return differ(r, e->index, "what stands there is no entry");
        }
        return differ(r, e->index,
                      !hash_equal(&stored.id, &e->id)         ? "another act or fact stands there"
                      : strcmp(stored.result, e->result) != 0 ? "the rules give another result"
                                                              : "the rules give another entry");
    }
    return bytes_equal(statement_bytes(r->walk, 2), carried)
               ? OK
               : differ(r, e->index, "what it carries is not what it says");
}

static enum error write_entry(struct record *r, uint64_t index, struct bytes body, struct bytes carried)
{
    const enum error e =
        statement_need(r->written, &r->insert, "INSERT INTO entry(idx, body, carried) VALUES(?1, ?2, ?3)");
    if (e != OK) {
        return e;
    }
    statement_bind_integer(r->insert, 1, (int64_t)index);
    statement_bind_bytes(r->insert, 2, body);
    statement_bind_bytes(r->insert, 3, carried);
    return statement_run(r->insert);
}

static enum error append_entry(struct record *r, const struct entry *e, struct bytes body,
                               struct bytes carried)
{
    const enum error err = r->walk == NULL ? OK : compare_entry(r, e, body, carried);
    return err == OK && (r->walk == NULL || r->keeps) ? write_entry(r, e->index, body, carried) : err;
}

static enum error compare_tile(struct record *r, unsigned level, uint64_t index, const struct hash *root)
{
    struct hash stored;
    const enum error e = root_of(r, level, index, 1, &stored);
    return e == ERROR_CORRUPT || (e == OK && !hash_equal(&stored, root))
               ? differ(r, r->tree.size - 1, "the tile that ends with it does not give its hash")
               : e;
}

static enum error write_tile(struct record *r, unsigned level, uint64_t index, const struct hash *root)
{
    const enum error e =
        statement_need(r->written, &r->insert_tile, "INSERT INTO tile(idx, hash) VALUES(?1, ?2)");
    if (e != OK) {
        return e;
    }
    statement_bind_integer(r->insert_tile, 1, (int64_t)record_tile(level, index));
    statement_bind_bytes(r->insert_tile, 2, hash_view(root));
    return statement_run(r->insert_tile);
}

static enum error append_tile(struct record *r, unsigned level, uint64_t index)
{
    struct hash root;
    enum error e = root_of(r, level - 1, index << TILE_BITS, 1 << TILE_BITS, &root);
    e = e == OK && r->walk != NULL ? compare_tile(r, level, index, &root) : e;
    return e == OK && (r->walk == NULL || r->keeps) ? write_tile(r, level, index, &root) : e;
}

/* Roots of the subtrees of 256^k leaves that this size completes. */
static enum error append_tiles(struct record *r)
{
    enum error e = OK;
    for (unsigned level = 1; e == OK && level < TILE_LEVELS; level++) {
        const unsigned bits = level * TILE_BITS;
        if ((r->tree.size & ((UINT64_C(1) << bits) - 1)) != 0) {
            break;
        }
        e = append_tile(r, level, (r->tree.size >> bits) - 1);
    }
    return e;
}

/* The machine has just looked for the id of an act; that of a fact is looked for here. */
static enum error refuse_known(struct record *r, const struct hash *id)
{
    uint64_t index = 0;
    if (r->absent_known && hash_equal(&r->absent, id)) {
        return OK;
    }
    const enum error e = record_find(r, id, &index);
    return e == OK ? ERROR_EXISTS : e == ERROR_NOT_FOUND ? OK : e;
}

enum error record_append(struct record *r, const struct entry *e, struct bytes carried)
{
    check(e->index == r->tree.size);
    enum error err = refuse_known(r, &e->id);
    if (err != OK) {
        return err;
    }
    struct buffer body;
    buffer_init(&body, ENTRY_BYTES_MAX);
    entry_write(&body, e);
    check(!body.overflow);
    err = append_entry(r, e, buffer_view(&body), carried);
    if (err == OK) {
        const struct hash leaf = tree_leaf(buffer_view(&body));
        tree_add(&r->tree, &leaf);
        lookup_add(r->lookup, &e->id, e->index);
        r->absent_known = false;
    }
    buffer_done(&body);
    err = err == OK ? append_tiles(r) : err;
    return err == OK ? lookup_write_out(r->lookup) : err;
}

enum error record_discard(struct record *r)
{
    check(r->walk == NULL);
    return load(r);
}

static enum error take_entry(struct record *r, uint64_t index, struct arena *a, struct entry *out,
                             struct bytes *carried)
{
    struct entry entry;
    if (entry_read(statement_bytes(r->read, 0), &entry) != OK || entry.index != index) {
        return ERROR_CORRUPT;
    }
    if (carried != NULL) {
        const struct bytes stored = statement_bytes(r->read, 1);
        const struct hash h = hash_of(stored);
        if (!hash_equal(&h, &entry.envelope)) {
            return ERROR_CORRUPT;
        }
        *carried = arena_copy(a, stored);
    }
    *out = entry;
    return OK;
}

enum error record_read(struct record *r, uint64_t index, struct arena *a, struct entry *out,
                       struct bytes *carried)
{
    if (index >= r->tree.size) {
        return ERROR_NOT_FOUND;
    }
    bool row = false;
    enum error e = statement_need(r->db, &r->read, "SELECT body, carried FROM entry WHERE idx = ?1");
    if (e == OK) {
        statement_bind_integer(r->read, 1, (int64_t)index);
        e = statement_step(r->read, &row);
    }
    if (e != OK) {
        return e;
    }
    e = row ? take_entry(r, index, a, out, carried) : ERROR_CORRUPT;
    statement_reset(r->read);
    return e;
}

enum error record_find(struct record *r, const struct hash *id, uint64_t *index)
{
    uint64_t from = 0;
    for (;;) {
        uint64_t at = 0;
        struct entry entry;
        enum error e = lookup_next(r->lookup, id, from, &at);
        if (e == ERROR_NOT_FOUND) {
            r->absent = *id;
            r->absent_known = true;
            return e;
        }
        e = e == OK ? record_read(r, at, NULL, &entry, NULL) : e;
        if (e != OK) {
            return e == ERROR_NOT_FOUND ? ERROR_CORRUPT : e; /* a run names an entry that is not there */
        }
        if (hash_equal(&entry.id, id)) {
            *index = at;
            return OK;
        }
        from = at + 1;
    }
}

void record_bound(struct record *r, size_t recent_max)
{
    lookup_bound(r->lookup, recent_max);
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

/* One entry of an audit: it is what it says, it is found by its id, and the kept roots agree with all up to
 * it. */
static enum error verify_entry(struct record *r, uint64_t index, struct arena *a, struct tree *t, bool *good)
{
    struct entry entry;
    struct bytes carried;
    uint64_t found = 0;
    enum error e = record_read(r, index, a, &entry, &carried);
    if (e != OK) {
        return e;
    }
    const struct hash leaf = entry_leaf(&entry);
    tree_add(t, &leaf);
    e = record_find(r, &entry.id, &found);
    *good = e == OK && found == index;
    if ((e == OK || e == ERROR_NOT_FOUND) && t->size % (1 << TILE_BITS) == 0) {
        struct hash kept;
        const struct hash root = tree_root(t);
        e = record_root_at(r, t->size, &kept);
        *good = *good && e == OK && hash_equal(&root, &kept);
    }
    return e == ERROR_NOT_FOUND ? OK : e;
}

enum error record_verify(struct record *r, struct buffer *findings)
{
    struct tree t;
    struct arena a;
    uint64_t wrong = 0;
    enum error e = OK;
    tree_init(&t);
    arena_init(&a);
    for (uint64_t i = 0; i < r->tree.size && (e == OK || e == ERROR_CORRUPT); i++) {
        bool good = false;
        e = verify_entry(r, i, &a, &t, &good);
        if (e != OK || !good) {
            buffer_printf(findings, "record entry %llu is not what it says or not where it should be\n",
                          (unsigned long long)i);
            wrong++;
        }
        if (e == ERROR_CORRUPT) {
            break; /* the tree above cannot be made any more */
        }
        arena_clear(&a);
    }
    const struct hash root = tree_root(&t);
    const struct hash kept = record_root(r);
    if (e == OK && !hash_equal(&root, &kept)) {
        buffer_add_text(findings, "record root is not that of the entries\n");
        wrong++;
    }
    if (e == OK && wrong == 0) {
        e = lookup_verify(r->lookup);
        if (e == ERROR_CORRUPT) {
            buffer_add_text(findings, "a part of the ids is gone, or has ids of no entry\n");
        }
    }
    arena_done(&a);
    return e == OK && wrong > 0 ? ERROR_CORRUPT : e;
}
