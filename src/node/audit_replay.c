/* The machine over the acts of a record again, for the audit: what differs is a finding, and the state that
 * comes out is compared. */
#include "base/check.h"
#include "node/audit_inner.h"
#include "node/replay.h"

enum { PROGRESS_BLOCKS = 256 };

static enum error replay_all(struct audit *a, struct replay *r)
{
    bool more = true;
    enum error e = OK;
    while (e == OK && more && !audit_is_over(a)) {
        e = replay_step(r, &more);
        a->result->blocks = r->blocks;
        if (a->options->progress != NULL && r->blocks % PROGRESS_BLOCKS == PROGRESS_BLOCKS - 1) {
            a->options->progress(a->options->ctx, record_size(r->record), a->result->size, true);
        }
    }
    if (e == ERROR_CORRUPT && replay_finding(r)[0] != 0) {
        audit_wrong(a, "%s", replay_finding(r));
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

static enum error copy_checkpoints(struct audit *a, struct database *scratch)
{
    struct statement *all = NULL;
    struct checkpoints *to = NULL;
    enum error e = checkpoints_open(&to, scratch, true);
    e = e == OK ? statement_prepare(a->db, &all, "SELECT size, note FROM checkpoint ORDER BY size") : e;
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
static enum error complete(struct audit *a, struct database *scratch)
{
    enum error e = database_begin(scratch);
    e = e == OK ? copy_checkpoints(a, scratch) : e;
    return e == OK ? database_commit(scratch) : e;
}

enum error audit_replay(struct audit *a, const char *path, bool keep)
{
    struct replay r;
    enum error e = replay_open(&r, a->env, a->db, path, keep);
    e = e == OK ? replay_all(a, &r) : e;
    if (e == ERROR_CORRUPT && a->result->wrong == 0) {
        audit_wrong(a, "entry %llu: the replay cannot go on",
                    (unsigned long long)(r.record == NULL ? 0 : record_size(r.record)));
    }
    e = e == OK && keep ? complete(a, r.scratch) : e;
    replay_close(&r);
    if (!keep || e != OK) {
        database_remove(path, a->env->vfs);
    }
    return e;
}
