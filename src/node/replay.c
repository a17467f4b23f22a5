#include "node/replay.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/check.h"
#include "base/limits.h"
#include "codec/json.h"
#include "engine/embedded.h"
#include "record/fact.h"

enum { FLUSH_ACTS = 2000, FRAMES_MIN = 4000, CACHE_KIB = 16 * 1024 };

/* Where the replay stands in the stored entries. */
struct replay_walk {
    struct statement *entries;
    bool begun;         /* `entries` has begun, from the end of what was replayed */
    bool row;           /* and stands on one */
    struct entry entry; /* that one */
    bool in_memory;
    struct arena law;   /* the founding document */
    struct arena block; /* acts of the block */
    struct act *acts;   /* BATCH_ACTS_MAX */
    size_t act_count;
    size_t unflushed;
    char finding[256];
};

__attribute__((format(printf, 2, 3))) static enum error wrong(struct replay *r, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    (void)vsnprintf(r->walk->finding, sizeof r->walk->finding, format, args);
    va_end(args);
    return ERROR_CORRUPT;
}

const char *replay_finding(const struct replay *r)
{
    return r->walk->finding[0] != 0 ? r->walk->finding : record_difference(r->record);
}

static enum error next(struct replay *r, uint64_t index)
{
    struct replay_walk *w = r->walk;
    const enum error e = statement_step(w->entries, &w->row);
    if (e == OK && w->row &&
        (entry_read(statement_bytes(w->entries, 0), &w->entry) != OK || w->entry.index != index)) {
        return wrong(r, "entry %llu: it cannot be replayed", (unsigned long long)index);
    }
    return e;
}

/* A block begins with its fact, which has the times. */
static bool read_block(struct replay_walk *w, struct machine_block *b)
{
    const struct bytes body = statement_bytes(w->entries, 1);
    const struct json *top = NULL;
    struct bytes kind;
    return w->entry.type == ENTRY_FACT &&
           json_parse_canonical(&w->block, body, ENVELOPE_BYTES_MAX, &top, NULL) == OK &&
           json_get_text(top, "kind", &kind) && bytes_equal_text(kind, "block") &&
           json_get_integer(top, "previous", &b->previous_ms) && json_get_integer(top, "time", &b->time_ms) &&
           b->time_ms > b->previous_ms;
}

static enum error take_act(struct replay *r)
{
    struct replay_walk *w = r->walk;
    const struct bytes envelope = arena_copy(&w->block, statement_bytes(w->entries, 1));
    struct diag diag = {.message = ""};
    if (w->act_count == BATCH_ACTS_MAX) {
        return wrong(r, "entry %llu: its block has too many acts", (unsigned long long)w->entry.index);
    }
    const enum rejection no =
        machine_check_form(r->machine, &w->block, envelope, &w->acts[w->act_count], &diag);
    if (no != ACCEPTED) {
        return wrong(r, "entry %llu: the act should never have been ordered: %s",
                     (unsigned long long)w->entry.index, rejection_name(no));
    }
    w->act_count++;
    return OK;
}

/* Everything up to the next block fact: its acts, in their order. */
static enum error read_acts(struct replay *r, uint64_t height, bool *others)
{
    struct replay_walk *w = r->walk;
    enum error e = next(r, w->entry.index + 1);
    *others = false;
    while (e == OK && w->row && w->entry.height == height) {
        *others = true;
        e = w->entry.type == ENTRY_ACT ? take_act(r) : OK;
        e = e == OK ? next(r, w->entry.index + 1) : e;
    }
    return e;
}

enum error replay_flush(struct replay *r)
{
    enum error e = state_flush(r->state);
    e = e == OK ? database_commit(r->scratch) : e;
    e = e == OK && !r->walk->in_memory ? database_checkpoint(r->scratch, FRAMES_MIN) : e;
    r->walk->unflushed = 0;
    return e == OK ? database_begin(r->scratch) : e;
}

static enum error replay_block(struct replay *r)
{
    struct replay_walk *w = r->walk;
    struct machine_block block = {.height = w->entry.height, .act_height = w->entry.height};
    bool others = false;
    w->act_count = 0;
    if (!read_block(w, &block)) {
        return wrong(r, "entry %llu: a block must begin here, and does not",
                     (unsigned long long)w->entry.index);
    }
    enum error e = read_acts(r, block.height, &others);
    if (e != OK) {
        return e;
    }
    block.pulse = !others;
    block.act_count = w->act_count;
    block.acts = w->acts;
    e = machine_interpret(r->machine, &block, NULL);
    r->blocks++;
    w->unflushed += w->act_count + 1;
    return e == OK && w->unflushed >= FLUSH_ACTS ? replay_flush(r) : e;
}

static enum error replay_founding(struct replay *r)
{
    struct diag diag = {.message = ""};
    const struct bytes document = arena_copy(&r->walk->law, statement_bytes(r->walk->entries, 1));
    const enum error e = machine_found(r->machine, document, &diag);
    return e == OK ? next(r, 1) : e;
}

enum error replay_step(struct replay *r, bool *more)
{
    struct replay_walk *w = r->walk;
    const uint64_t size = record_size(r->record);
    enum error e = OK;
    arena_clear(&w->block);
    if (!w->begun) {
        statement_bind_integer(w->entries, 1, (int64_t)size);
        e = next(r, size);
    }
    w->begun = e == OK && w->row;
    *more = w->begun;
    if (*more) {
        e = size == 0 ? replay_founding(r) : replay_block(r);
        w->begun = w->row;
        r->before = size;
    }
    return e;
}

void replay_rest(struct replay *r)
{
    statement_reset(r->walk->entries);
    r->walk->begun = r->walk->row = false;
    record_rest(r->record);
}

enum error replay_open(struct replay *r, const struct env *env, struct database *db, const char *path,
                       bool keep)
{
    struct arena a = {0};
    const struct database_options options = {.vfs = env->vfs,
                                             .create = true,
                                             .scratch = !keep,
                                             .cache_kib = CACHE_KIB,
                                             .schema = embedded_schema_text(&a),
                                             .version = EMBEDDED_SCHEMA_VERSION};
    *r = (struct replay){.walk = calloc(1, sizeof *r->walk)};
    check(r->walk != NULL);
    r->walk->in_memory = path == NULL;
    r->walk->acts = calloc(BATCH_ACTS_MAX, sizeof *r->walk->acts);
    check(r->walk->acts != NULL);
    enum error e = database_open(&r->scratch, path, &options);
    e = e == OK ? statement_prepare(db, &r->walk->entries,
                                    "SELECT body, carried FROM entry WHERE idx >= ?1 ORDER BY idx")
                : e;
    e = e == OK ? record_open_replay(&r->record, db, r->scratch, keep) : e;
    e = e == OK ? state_open(&r->state, r->scratch, true) : e;
    e = e == OK ? machine_open(&r->machine, r->record, r->state) : e;
    e = e == OK ? database_begin(r->scratch) : e;
    arena_done(&a);
    return e;
}

void replay_close(struct replay *r)
{
    machine_close(r->machine);
    state_close(r->state);
    record_close(r->record);
    if (r->walk != NULL) {
        statement_free(r->walk->entries);
        arena_done(&r->walk->law);
        arena_done(&r->walk->block);
        free(r->walk->acts);
        free(r->walk);
    }
    database_close(r->scratch);
    *r = (struct replay){.walk = NULL};
}
