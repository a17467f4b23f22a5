#include "node/reader.h"

#include "engine/embedded.h"

static enum error open_record(struct reader *r, const struct env *env, const char *path)
{
    const struct database_options options = {
        .vfs = env->vfs, .read_only = true, .version = EMBEDDED_SCHEMA_VERSION};
    enum error e = database_open(&r->db, path, &options);
    e = e == OK ? database_snapshot(r->db) : e;
    e = e == OK ? record_open(&r->record, r->db) : e;
    e = e == OK ? state_open(&r->state, r->db, false) : e;
    e = e == OK ? machine_open(&r->machine, r->record, r->state) : e;
    e = e == OK ? checkpoints_open(&r->checkpoints, r->db, false) : e;
    return e == OK && !machine_is_founded(r->machine) ? ERROR_NOT_FOUND : e;
}

enum error reader_open(struct reader *r, const struct env *env, const char *folder)
{
    struct arena a = {0};
    *r = (struct reader){.db = NULL};
    const enum error e = open_record(r, env, arena_printf(&a, "%s/record.db", folder));
    if (e == OK && blobs_open(&r->blobs, env, arena_printf(&a, "%s/blobs.db", folder), true) != OK) {
        r->blobs = NULL;
    }
    arena_done(&a);
    if (e != OK) {
        reader_close(r);
    }
    return e;
}

void reader_rest(struct reader *r)
{
    database_rollback(r->db);
}

enum error reader_renew(struct reader *r)
{
    database_rollback(r->db);
    enum error e = database_snapshot(r->db);
    e = e == OK ? record_discard(r->record) : e;
    return e == OK ? state_discard(r->state) : e;
}

enum error reader_error(const struct reader *r)
{
    return state_error(r->state);
}

void reader_close(struct reader *r)
{
    blobs_close(r->blobs);
    checkpoints_close(r->checkpoints);
    machine_close(r->machine);
    state_close(r->state);
    record_close(r->record);
    database_close(r->db);
    *r = (struct reader){.db = NULL};
}
