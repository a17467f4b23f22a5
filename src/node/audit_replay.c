/* The machine over the acts of a record again: every result, fact, outcome and effect must come out as it
 * stands. */
#include <stdlib.h>

#include "base/check.h"
#include "base/limits.h"
#include "codec/json.h"
#include "engine/embedded.h"
#include "node/audit_inner.h"
#include "record/fact.h"

enum { FLUSH_ACTS = 2000, FRAMES_MIN = 4000, PROGRESS_BLOCKS = 256 };

struct replay {
    struct audit *a;
    struct statement *entries;
    bool row;               /* `entries` stands on one */
    struct entry entry;     /* that one */
    uint64_t read;          /* entries so far */
    struct database *scratch;
    struct record *record;  /* compares */
    struct state *state;
    struct machine *machine;
    struct arena block;     /* acts of the block */
    struct act *acts;       /* BATCH_ACTS_MAX */
    size_t act_count;
    size_t unflushed;
};

static enum error next(struct replay *r)
{
    const enum error e = statement_step(r->entries, &r->row);
    if (e == OK && r->row &&
        (entry_read(statement_bytes(r->entries, 0), &r->entry) != OK || r->entry.index != r->read++)) {
        audit_wrong(r->a, "entry %llu: it cannot be replayed", (unsigned long long)record_size(r->record));
        return ERROR_CORRUPT;
    }
    return e;
}

/* A block begins with its fact, which has the times. */
static bool read_block(struct replay *r, struct machine_block *b)
{
    const struct bytes body = statement_bytes(r->entries, 1);
    const struct json *top = NULL;
    struct bytes kind;
    return r->entry.type == ENTRY_FACT &&
           json_parse_canonical(&r->block, body, ENVELOPE_BYTES_MAX, &top, NULL) == OK &&
           json_get_text(top, "kind", &kind) && bytes_equal_text(kind, "block") &&
           json_get_integer(top, "previous", &b->previous_ms) && json_get_integer(top, "time", &b->time_ms) &&
           b->time_ms > b->previous_ms;
}

static bool take_act(struct replay *r)
{
    const struct bytes envelope = arena_copy(&r->block, statement_bytes(r->entries, 1));
    struct diag diag = {.message = ""};
    if (r->act_count == BATCH_ACTS_MAX) {
        audit_wrong(r->a, "entry %llu: its block has too many acts", (unsigned long long)r->entry.index);
        return false;
    }
    const enum rejection no =
        machine_check_form(r->machine, &r->block, envelope, &r->acts[r->act_count], &diag);
    if (no != ACCEPTED) {
        audit_wrong(r->a, "entry %llu: the act should never have been ordered: %s",
                    (unsigned long long)r->entry.index, rejection_name(no));
        return false;
    }
    r->act_count++;
    return true;
}

/* Everything up to the next block fact: its acts, in their order. */
static enum error read_acts(struct replay *r, uint64_t height, bool *others)
{
    enum error e = next(r);
    *others = false;
    while (e == OK && r->row && r->entry.height == height) {
        *others = true;
        if (r->entry.type == ENTRY_ACT && !take_act(r)) {
            return ERROR_CORRUPT;
        }
        e = next(r);
    }
    return e;
}

static enum error flush(struct replay *r)
{
    enum error e = state_flush(r->state);
    e = e == OK ? database_commit(r->scratch) : e;
    e = e == OK ? database_checkpoint(r->scratch, FRAMES_MIN) : e;
    r->unflushed = 0;
    return e == OK ? database_begin(r->scratch) : e;
}

static enum error replay_block(struct replay *r)
{
    struct machine_block block = {.height = r->entry.height, .act_height = r->entry.height};
    bool others = false;
    arena_clear(&r->block);
    r->act_count = 0;
    if (!read_block(r, &block)) {
        audit_wrong(r->a, "entry %llu: a block must begin here, and does not",
                    (unsigned long long)r->entry.index);
        return ERROR_CORRUPT;
    }
    enum error e = read_acts(r, block.height, &others);
    if (e != OK) {
        return e;
    }
    block.pulse = !others;
    block.act_count = r->act_count;
    block.acts = r->acts;
    e = machine_interpret(r->machine, &block, NULL);
    if (e == ERROR_CORRUPT && record_difference(r->record)[0] != 0) {
        audit_wrong(r->a, "%s", record_difference(r->record));
    }
    r->a->result->blocks++;
    r->unflushed += r->act_count + 1;
    return e == OK && r->unflushed >= FLUSH_ACTS ? flush(r) : e;
}

static enum error replay_all(struct replay *r)
{
    struct audit *a = r->a;
    struct diag diag = {.message = ""};
    enum error e = next(r);
    if (e != OK || !r->row) {
        return e;
    }
    const struct bytes document = arena_copy(&a->law, statement_bytes(r->entries, 1));
    e = machine_found(r->machine, document, &diag);
    if (e == ERROR_CORRUPT) {
        audit_wrong(a, "%s", record_difference(r->record));
    }
    e = e == OK ? next(r) : e;
    while (e == OK && r->row && !audit_is_over(a)) {
        e = replay_block(r);
        if (a->options->progress != NULL && a->result->blocks % PROGRESS_BLOCKS == 0) {
            a->options->progress(a->options->ctx, record_size(r->record), a->result->size, true);
        }
    }
    e = e == OK ? state_flush(r->state) : e;
    if (e == OK) {
        e = database_commit(r->scratch);
        a->result->digest = state_digest(r->state);
    }
    a->result->replayed = record_size(r->record);
    a->result->closes = machine_closes(r->machine);
    return e;
}

static enum error open_replay(struct replay *r, const char *path, bool keep)
{
    const struct env *env = r->a->env;
    const struct database_options options = {.vfs = env->vfs,
                                             .create = true,
                                             .scratch = !keep,
                                             .cache_kib = 16 * 1024,
                                             .schema = embedded_schema_text(&r->a->arena),
                                             .version = EMBEDDED_SCHEMA_VERSION};
    enum error e = database_open(&r->scratch, path, &options);
    e = e == OK ? statement_prepare(r->a->db, &r->entries, "SELECT body, carried FROM entry ORDER BY idx")
                : e;
    e = e == OK ? record_open_replay(&r->record, r->a->db, r->scratch, keep) : e;
    e = e == OK ? state_open(&r->state, r->scratch, true) : e;
    e = e == OK ? machine_open(&r->machine, r->record, r->state) : e;
    return e == OK ? database_begin(r->scratch) : e;
}

static enum error copy_checkpoints(struct replay *r)
{
    struct statement *all = NULL;
    struct checkpoints *to = NULL;
    enum error e = checkpoints_open(&to, r->scratch, true);
    e = e == OK ? statement_prepare(r->a->db, &all, "SELECT size, note FROM checkpoint ORDER BY size") : e;
    bool row = true;
    int64_t before = -1;
    while (e == OK) {
        e = statement_step(all, &row);
        if (e != OK || !row) {
            break;
        }
        const int64_t size = statement_integer(all, 0);
        e = size > before ? checkpoints_put(to, (uint64_t)size, statement_bytes(all, 1)) : ERROR_CORRUPT;
        before = size;
    }
    statement_free(all);
    checkpoints_close(to);
    return e;
}

/* The replayed record and state, with what the log signed: a whole. */
static enum error complete(struct replay *r)
{
    enum error e = database_begin(r->scratch);
    e = e == OK ? copy_checkpoints(r) : e;
    return e == OK ? database_commit(r->scratch) : e;
}

enum error audit_replay(struct audit *a, const char *path, bool keep)
{
    struct replay r = {.a = a};
    r.acts = calloc(BATCH_ACTS_MAX, sizeof *r.acts);
    check(r.acts != NULL);
    enum error e = open_replay(&r, path, keep);
    e = e == OK ? replay_all(&r) : e;
    if (e == ERROR_CORRUPT && a->result->wrong == 0) {
        audit_wrong(a, "entry %llu: the replay cannot go on", (unsigned long long)record_size(r.record));
    }
    e = e == OK && keep ? complete(&r) : e;
    machine_close(r.machine);
    state_close(r.state);
    record_close(r.record);
    statement_free(r.entries);
    database_close(r.scratch);
    arena_done(&r.block);
    free(r.acts);
    if (!keep || e != OK) {
        database_remove(path, a->env->vfs);
    }
    return e;
}
