#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/hex.h"
#include "base/limits.h"
#include "engine/embedded.h"
#include "node/audit_inner.h"
#include "node/blobs.h"
#include "node/signer.h"
#include "record/checkpoint.h"
#include "record/tree.h"

enum { FINDINGS_MAX = 1000, TREES = 8, PROGRESS_EVERY = 4096 };

static void find(struct audit *a, uint64_t *count, const char *format, va_list list)
    __attribute__((format(printf, 3, 0)));

static void find(struct audit *a, uint64_t *count, const char *format, va_list list)
{
    char line[400];
    (void)vsnprintf(line, sizeof line, format, list);
    if (a->result->wrong + a->result->missing < FINDINGS_MAX) {
        buffer_printf(&a->result->findings, "%s\n", line);
    }
    (*count)++;
}

void audit_wrong(struct audit *a, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    find(a, &a->result->wrong, format, list);
    va_end(list);
}

void audit_missing(struct audit *a, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    find(a, &a->result->missing, format, list);
    va_end(list);
}

/* The tree once more, and in it the tiles: a tree over 256 leaves, over 256 such, and so on. */
struct walk {
    struct audit *a;
    struct statement *entries;
    int64_t place; /* of the last entry in its table */
    struct statement *tile;
    struct statement *notes; /* checkpoints, ascending */
    bool note_left;
    uint64_t note_size;
    struct bytes note;
    struct tree tree;
    struct tree parts[TREES];
};

static void check_envelope(struct walk *w, const struct entry *e, struct bytes carried)
{
    struct audit *a = w->a;
    struct dsse d;
    if (dsse_read(&a->arena, carried, &d) != OK) {
        audit_wrong(a, "entry %llu: what it carries is no envelope", (unsigned long long)e->index);
        return;
    }
    const struct hash id = dsse_id(d.type, d.payload);
    if (!bytes_equal_text(d.type, DSSE_TYPE_ACT) || !hash_equal(&id, &e->id)) {
        audit_wrong(a, "entry %llu: the envelope is not that of the act with this id",
                    (unsigned long long)e->index);
    }
    a->result->signatures += d.signature_count;
    if (!dsse_holds(&d)) {
        audit_wrong(a, "entry %llu: a signature does not hold", (unsigned long long)e->index);
    }
}

static void check_entry(struct walk *w, const struct entry *e, struct bytes carried)
{
    struct audit *a = w->a;
    const struct hash hash = hash_of(carried);
    if (!hash_equal(&hash, &e->envelope)) {
        audit_wrong(a, "entry %llu: what it carries does not give its hash", (unsigned long long)e->index);
    }
    if (e->type == ENTRY_ACT) {
        a->result->acts++;
        check_envelope(w, e, carried);
    } else {
        a->result->facts++;
        if (!hash_equal(&e->id, &hash)) {
            audit_wrong(a, "entry %llu: the fact does not give its id", (unsigned long long)e->index);
        }
    }
}

static enum error check_tile(struct walk *w, unsigned level, uint64_t index, const struct hash *root)
{
    statement_bind_integer(w->tile, 1, (int64_t)record_tile(level, index));
    bool row = false;
    const enum error e = statement_step(w->tile, &row);
    if (e != OK) {
        return e;
    }
    if (!row || !bytes_equal(statement_bytes(w->tile, 0), hash_view(root))) {
        audit_wrong(w->a, "tile %u of level %u does not give its hash", (unsigned)index, level);
    }
    statement_reset(w->tile);
    w->a->result->tiles++;
    return OK;
}

static enum error grow(struct walk *w, const struct hash *leaf)
{
    enum { TILE = 256 };
    struct hash node = *leaf;
    tree_add(&w->tree, leaf);
    for (unsigned level = 0; level + 1 < TREES; level++) {
        struct tree *t = &w->parts[level];
        tree_add(t, &node);
        if (t->size % TILE != 0) {
            return OK;
        }
        node = tree_root(t);
        tree_init(t);
        const enum error e = check_tile(w, level + 1, (w->tree.size >> 8 * (level + 1)) - 1, &node);
        if (e != OK) {
            return e;
        }
    }
    return OK;
}

static enum error next_note(struct walk *w)
{
    const enum error e = statement_step(w->notes, &w->note_left);
    if (e == OK && w->note_left) {
        const int64_t size = statement_integer(w->notes, 0);
        if (size < 0 || (w->note_size > 0 && (uint64_t)size <= w->note_size)) {
            audit_wrong(w->a, "the list of checkpoints is not in order");
            return ERROR_CORRUPT;
        }
        w->note_size = (uint64_t)size;
        w->note = statement_bytes(w->notes, 1);
    }
    return e;
}

/* Checkpoints of the size that the tree has now. */
static enum error check_notes(struct walk *w)
{
    enum error e = OK;
    while (e == OK && w->note_left && w->note_size <= w->tree.size) {
        struct checkpoint c;
        const struct hash root = tree_root(&w->tree);
        const struct organisation *org = &w->a->org;
        if (checkpoint_open(w->note, org->origin_line, &org->log_key, &c) != OK) {
            audit_wrong(w->a, "checkpoint of %llu entries: the log did not sign it",
                        (unsigned long long)w->note_size);
        } else if (c.size != w->note_size || c.size != w->tree.size || !hash_equal(&c.root, &root)) {
            audit_wrong(w->a, "checkpoint of %llu entries: the record has another root",
                        (unsigned long long)w->note_size);
        }
        w->a->result->checkpoints++;
        e = next_note(w);
    }
    return e;
}

/* A record that was put back from a copy, or has lost its end, is whole in itself. Who signed it knows
 * better. */
static void check_signed(struct walk *w)
{
    if (w->tree.size != w->a->signed_.size) {
        return;
    }
    const struct hash root = tree_root(&w->tree);
    if (!hash_equal(&root, &w->a->signed_.root)) {
        audit_wrong(w->a, "entry %llu: the log's signer has signed another record up to here",
                    (unsigned long long)w->tree.size - 1);
    }
}

static void read_founding(struct audit *a, const struct entry *e, struct bytes carried)
{
    struct diag diag = {.message = ""};
    const struct bytes document = arena_copy(&a->law, carried);
    if (e->type != ENTRY_FACT || founding_read(&a->law, document, &a->org, &diag) != OK) {
        audit_wrong(a, "entry 0: it is no founding document: %s", diag.message);
        return;
    }
    a->founded = true;
}

static enum error take_entry(struct walk *w)
{
    struct audit *a = w->a;
    struct entry e;
    const struct bytes body = statement_bytes(w->entries, 1);
    const struct bytes carried = statement_bytes(w->entries, 2);
    const uint64_t index = w->tree.size;
    const int64_t place = statement_integer(w->entries, 0);
    if (index > 0 && place <= w->place) { /* pages that name each other would give them without an end */
        audit_wrong(a, "entry %llu: the list of entries is not in order", (unsigned long long)index);
        return ERROR_CORRUPT;
    }
    w->place = place;
    if (entry_read(body, &e) != OK || e.index != index || place != (int64_t)index) {
        audit_wrong(a, "entry %llu: it is not in the one form that entries have", (unsigned long long)index);
    } else {
        check_entry(w, &e, carried);
        if (index == 0) {
            read_founding(a, &e, carried);
        }
    }
    const struct hash leaf = tree_leaf(body);
    enum error err = grow(w, &leaf);
    check_signed(w);
    err = err == OK && a->founded ? check_notes(w) : err;
    arena_clear(&a->arena);
    return err;
}

static enum error walk_entries(struct walk *w)
{
    struct audit *a = w->a;
    enum error e = next_note(w);
    while (e == OK && !audit_is_over(a)) {
        bool row = false;
        e = statement_step(w->entries, &row);
        if (e != OK || !row) {
            break;
        }
        e = take_entry(w);
        if (a->options->progress != NULL && w->tree.size % PROGRESS_EVERY == 0) {
            a->options->progress(a->options->ctx, w->tree.size, a->result->size, false);
        }
    }
    if (e == OK && w->tree.size < a->signed_.size && !audit_is_over(a)) {
        audit_wrong(a, "the record has %llu entries, and the log's signer has signed %llu",
                    (unsigned long long)w->tree.size, (unsigned long long)a->signed_.size);
    }
    if (e == OK && w->note_left && !audit_is_over(a)) {
        audit_wrong(a, "checkpoint of %llu entries: the record has only %llu",
                    (unsigned long long)w->note_size, (unsigned long long)w->tree.size);
    }
    return e;
}

enum error audit_entries(struct audit *a)
{
    struct walk *w = calloc(1, sizeof *w);
    check(w != NULL);
    w->a = a;
    enum error e = statement_prepare(a->db, &w->entries, "SELECT idx, body, carried FROM entry ORDER BY idx");
    e = e == OK ? statement_prepare(a->db, &w->tile, "SELECT hash FROM tile WHERE idx = ?1") : e;
    e = e == OK ? statement_prepare(a->db, &w->notes, "SELECT size, note FROM checkpoint ORDER BY size") : e;
    e = e == OK ? walk_entries(w) : e;
    a->result->size = w->tree.size;
    a->result->root = tree_root(&w->tree);
    statement_free(w->entries);
    statement_free(w->tile);
    statement_free(w->notes);
    free(w);
    return e;
}

static enum error check_file(struct audit *a)
{
    struct buffer findings;
    buffer_init(&findings, 64 * 1024);
    const enum error e = database_check_integrity(a->db, &findings);
    if (e == ERROR_CORRUPT) {
        audit_wrong(a, "the file record.db is damaged: %s", buffer_text(&findings));
    }
    buffer_done(&findings);
    return e == ERROR_CORRUPT ? OK : e;
}

/* Core finds an entry by its id, and must find each. */
static enum error check_lookup(struct audit *a)
{
    struct record *r = NULL;
    struct buffer findings;
    buffer_init(&findings, 64 * 1024);
    enum error e = record_open(&r, a->db);
    e = e == OK ? record_verify(r, &findings) : e;
    if (e == ERROR_CORRUPT) {
        audit_wrong(a, "entries are not found by their ids%s%s", findings.len == 0 ? "" : ": ",
                    buffer_text(&findings));
    }
    record_close(r);
    buffer_done(&findings);
    return e == ERROR_CORRUPT ? OK : e;
}

/* What is stored as state must be what its hashes say; that it is the right state is for the replay to
 * say. */
static enum error check_state(struct audit *a)
{
    struct state *s = NULL;
    struct buffer findings;
    buffer_init(&findings, 64 * 1024);
    enum error e = state_open(&s, a->db, false);
    e = e == OK ? state_verify(s, &findings) : e;
    if (e == ERROR_CORRUPT) {
        audit_wrong(a, "the state is damaged%s%s", findings.len == 0 ? "" : ": ", buffer_text(&findings));
        e = OK;
    } else if (e == OK) {
        const struct hash stored = state_digest(s);
        if (a->options->signatures_only) {
            a->result->digest = stored;
        } else if (a->result->replayed == a->result->size && !hash_equal(&stored, &a->result->digest)) {
            audit_wrong(a, "the state is not the one that the record gives");
        }
    }
    state_close(s);
    buffer_done(&findings);
    return e;
}

static enum error check_blobs(struct audit *a, const char *folder)
{
    struct blobs *b = NULL;
    struct buffer findings;
    int64_t count = 0;
    int64_t wrong = 0;
    buffer_init(&findings, 64 * 1024);
    enum error e = blobs_open(&b, a->env, arena_printf(&a->arena, "%s/blobs.db", folder), true);
    e = e == OK ? blobs_verify(b, &findings, &count, &wrong) : e;
    if (e == ERROR_CORRUPT || e == ERROR_UNSUPPORTED || wrong > 0) {
        audit_wrong(a, "words of drafts are damaged: %s", buffer_text(&findings));
        e = OK;
    }
    a->result->blobs = (uint64_t)count;
    blobs_close(b);
    buffer_done(&findings);
    return e == ERROR_NOT_FOUND ? OK : e; /* deleted words are missed by nobody */
}

static enum error open_record(struct audit *a, const char *folder)
{
    const struct database_options options = {
        .vfs = a->env->vfs, .read_only = true, .version = EMBEDDED_SCHEMA_VERSION};
    const enum error e = database_open(&a->db, arena_printf(&a->arena, "%s/record.db", folder), &options);
    return e != OK ? e : database_snapshot(a->db);
}

/* Damage that SQLite meets on its way is a finding, and ends only the part that met it. */
static enum error found(struct audit *a, enum error e, const char *where)
{
    if (e == ERROR_CORRUPT) {
        audit_wrong(a, "the file record.db is damaged: %s could not be read to the end", where);
        return OK;
    }
    return e;
}

static void begin(struct audit *a, const struct env *env, const struct audit_options *options,
                  struct audit_result *out)
{
    *a = (struct audit){.env = env, .options = options, .result = out};
    *out = (struct audit_result){.size = 0};
    buffer_init(&out->findings, (size_t)512 * 1024);
}

static void end(struct audit *a)
{
    database_close(a->db);
    arena_done(&a->arena);
    arena_done(&a->law);
}

static enum error count_entries(struct audit *a)
{
    struct statement *s = NULL;
    bool row = false;
    enum error e = statement_prepare(a->db, &s, "SELECT coalesce(max(idx) + 1, 0) FROM entry");
    e = e == OK ? statement_step(s, &row) : e;
    a->result->size = e == OK && row ? (uint64_t)statement_integer(s, 0) : 0;
    statement_free(s);
    return e;
}

/* First what was signed, then the record: so nothing can have been signed that is not there yet. */
static enum error read_signed(struct audit *a, const char *folder)
{
    const enum error e =
        signer_state_read(a->env, arena_printf(&a->law, "%s/signers/log/state", folder), &a->signed_);
    if (e == ERROR_CORRUPT) {
        audit_wrong(a, "the state of the log's signer is damaged");
    }
    a->result->signed_size = e == OK ? a->signed_.size : 0;
    /* It may be on another host, or not ours to read. */
    return e == ERROR_CORRUPT || e == ERROR_NOT_FOUND || e == ERROR_DENIED ? OK : e;
}

/* In a new place each time: two audits may run beside each other. */
static char *scratch_path(struct audit *a, const char *folder)
{
    uint8_t number[8];
    char hex[2 * sizeof number + 1];
    a->env->random(a->env->ctx, number, sizeof number);
    hex_encode(bytes_of(number, sizeof number), hex);
    return arena_printf(&a->law, "%s/audit-%s", folder, hex);
}

static enum error run(struct audit *a, const char *folder)
{
    const struct audit_options *o = a->options;
    enum error e = o->integrity ? check_file(a) : OK;
    e = e == OK && !audit_is_over(a) ? found(a, count_entries(a), "the list of entries") : e;
    if (e == OK && a->result->size == 0) {
        audit_missing(a, "there is no entry");
    }
    e = e == OK && !audit_is_over(a) ? found(a, audit_entries(a), "the entries") : e;
    if (e == OK && a->founded && !o->signatures_only && !audit_is_over(a)) {
        e = found(a, audit_replay(a, scratch_path(a, o->scratch == NULL ? folder : o->scratch), false),
                  "the replay");
    }
    e = e == OK && !audit_is_over(a) ? found(a, check_state(a), "the state") : e;
    e = e == OK && o->integrity && !audit_is_over(a) ? check_lookup(a) : e;
    return e == OK && o->integrity && !audit_is_over(a) ? check_blobs(a, folder) : e;
}

enum error audit_run(const struct env *env, const char *folder, const struct audit_options *options,
                     struct audit_result *out)
{
    struct audit a;
    begin(&a, env, options, out);
    enum error e = options->integrity ? read_signed(&a, folder) : OK;
    e = e == OK ? open_record(&a, folder) : e;
    if (e == ERROR_CORRUPT || e == ERROR_UNSUPPORTED) {
        audit_wrong(&a, "the file record.db cannot be opened: %s", error_text(e));
        e = OK;
    } else if (e == OK) {
        e = run(&a, folder);
    }
    end(&a);
    return e;
}

static bool is_there(const struct env *env, const char *path)
{
    struct buffer nothing;
    buffer_init(&nothing, 0);
    const enum error e = env->file_read(env->ctx, path, 0, &nothing);
    buffer_done(&nothing);
    return e != ERROR_NOT_FOUND;
}

enum error audit_rebuild(const struct env *env, const char *folder, const char *path,
                         const struct audit_options *options, struct audit_result *out)
{
    struct audit a;
    begin(&a, env, options, out);
    enum error e = path != NULL && is_there(env, path) ? ERROR_EXISTS : open_record(&a, folder);
    e = e == OK ? found(&a, audit_entries(&a), "the entries") : e;
    if (e == OK && a.founded) {
        e = found(&a, audit_replay(&a, path == NULL ? scratch_path(&a, folder) : path, path != NULL),
                  "the replay");
    }
    end(&a);
    return e;
}

void audit_done(struct audit_result *r)
{
    buffer_done(&r->findings);
}
