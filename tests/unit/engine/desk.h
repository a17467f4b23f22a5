/* tests/unit/engine/desk.h: the embedded engine of a host in a world in memory, and acts in one line as on
 * the rig. */
#ifndef UNIT_ENGINE_DESK_H
#define UNIT_ENGINE_DESK_H

#include "engine/embedded.h"
#include "support/rig.h"
#include "support/world.h"

struct desk {
    struct rig rig; /* without a machine of its own: organisation and acts */
    struct world *world;
    struct embedded *engine;
    struct machine_result result; /* of the act said last */
};

/* Nothing is founded yet. The clocks stand a second after the time of the document. */
void desk_begin(struct desk *d, const char *charter);
void desk_found(struct desk *d);
void desk_end(struct desk *d);
/* Closed and opened again; in another boot, if so. */
void desk_restart(struct desk *d, bool other_boot);

/* A batch of one act: its result, the name of what refuses it, or the name of the error. */
const char *desk_say(struct desk *d, const char *who, const char *kind, const char *body, ...)
    __attribute__((format(printf, 4, 5)));
/* One more matter is opened; "ok" or the name of an error. */
const char *desk_open_matter(struct desk *d, const char *reference);
/* A matter, its text and its version under silence, available at all nodes; then the clocks move by a second
 * an act. */
void desk_run_silence(struct desk *d);
const char *desk_clear(struct desk *d, size_t member);

uint64_t desk_size(struct desk *d);
struct silence desk_silence(struct desk *d);
/* Official time of the last entry. */
int64_t desk_last_ms(struct desk *d);
struct hash desk_digest(struct desk *d);
/* The digest that a replay of the record's entries gives. The engine must be closed: an audit reads beside
 * it. */
struct hash desk_replayed(struct desk *d);
#endif
