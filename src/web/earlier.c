#include "web/earlier.h"

#include <stdlib.h>

#include "base/check.h"
#include "base/limits.h"
#include "base/log.h"
#include "node/replay.h"

enum { KEPT = 2 };

struct earlier {
    const struct env *env;
    struct replay kept[KEPT]; /* a walk of NULL: none; the one used last stands first */
};

struct earlier *earlier_new(const struct env *env)
{
    struct earlier *e = calloc(1, sizeof *e);
    check(e != NULL);
    e->env = env;
    return e;
}

void earlier_forget(struct earlier *e)
{
    for (size_t i = 0; i < KEPT; i++) {
        replay_close(&e->kept[i]);
    }
}

void earlier_free(struct earlier *e)
{
    if (e != NULL) {
        earlier_forget(e);
        free(e);
    }
}

void earlier_rest(struct earlier *e)
{
    for (size_t i = 0; i < KEPT; i++) {
        if (e->kept[i].walk != NULL) {
            replay_rest(&e->kept[i]);
        }
    }
}

bool earlier_reaches(uint64_t entry)
{
    return entry < WEB_EARLIER_ENTRIES_MAX;
}

static void to_front(struct earlier *e, size_t i)
{
    const struct replay used = e->kept[i];
    for (; i > 0; i--) {
        e->kept[i] = e->kept[i - 1];
    }
    e->kept[0] = used;
}

/* The one that stands at that entry, else the one that is nearest before it; KEPT: none. */
static size_t nearest(const struct earlier *e, uint64_t entry)
{
    size_t best = KEPT;
    for (size_t i = 0; i < KEPT; i++) {
        const struct replay *r = &e->kept[i];
        if (r->walk != NULL && r->before <= entry && (best == KEPT || r->before > e->kept[best].before)) {
            best = i;
        }
    }
    return best;
}

enum error earlier_look(struct earlier *e, struct reader *now, uint64_t entry, struct reader *out)
{
    size_t place = nearest(e, entry);
    enum error result = OK;
    bool more = true;
    if (place == KEPT) {
        place = KEPT - 1;
        replay_close(&e->kept[place]);
        result = replay_open(&e->kept[place], e->env, now->db, NULL, false);
    }
    to_front(e, place);
    struct replay *r = &e->kept[0];
    while (result == OK && more && record_size(r->record) <= entry) {
        result = replay_step(r, &more);
    }
    if (result == ERROR_CORRUPT) {
        log_event(LOG_ERROR, "replay_differs", "%s", replay_finding(r));
    }
    if (result != OK) {
        replay_close(r);
        return result;
    }
    check(more);
    *out = (struct reader){.db = now->db,
                           .record = r->record,
                           .state = r->state,
                           .machine = r->machine,
                           .checkpoints = now->checkpoints,
                           .blobs = now->blobs};
    return OK;
}
