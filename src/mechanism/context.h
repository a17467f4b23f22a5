/* mechanism/context.h: what the interpretation of one act or one block may look at: the state, the official
 * time, the place in the record, the charter. No clock, no randomness, no disk but through the state. */
#ifndef MECHANISM_CONTEXT_H
#define MECHANISM_CONTEXT_H

#include "base/arena.h"
#include "base/mutation.h"
#include "charter/charter.h"
#include "record/act.h"
#include "record/record.h"
#include "store/state.h"

struct law_shelf;
struct table;

/* The founding document, read. Constant while the process lives, but for what stands on the shelf. */
struct organisation {
    struct hash id;
    enum realm realm;
    int64_t epoch;
    struct bytes name;
    struct bytes origin;      /* without the realm's prefix */
    struct bytes origin_line; /* of checkpoints: with it */
    struct public_key log_key;
    int64_t civil_offset_minutes;
    int64_t founded_ms;
    bool hosted; /* by one operator; else the members run the nodes */
    const struct charter *first_charter; /* of the founding; which one is in force: mechanism/law.h */
    struct law_shelf *shelf; /* of the machine: later charters, as they were read */
    size_t language_count;
    const struct bytes *languages;
    size_t table_count; /* frozen tables that the founding document brought */
    const struct table *tables;
};

struct signing_desk;

struct context {
    const struct organisation *org;
    struct state *state;
    struct record *record;
    struct arena *arena;  /* lives for the block */
    int64_t time_ms;      /* official time */
    uint64_t index;       /* of the entry being made */
    enum error *error;    /* the first error of the disk: never a rejection; ends the block */
    struct signing_desk *desk; /* of the machine; NULL outside of it: nothing is signed there */
    enum mutation mutation; /* none outside the simulator */
    uint64_t deadlines_set; /* how often civil_deadline_set was called with it */
};

static inline bool mutated(const struct context *c, enum mutation m)
{
    return mutated_by(c->mutation, m);
}
#endif
