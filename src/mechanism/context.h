/* mechanism/context.h: what the interpretation of one act or one block may look at: the state, the official time, the
 * place in the record, the charter. No clock, no randomness, no disk but through the state. */
#ifndef MECHANISM_CONTEXT_H
#define MECHANISM_CONTEXT_H

#include "base/arena.h"
#include "charter/charter.h"
#include "record/act.h"
#include "record/record.h"
#include "store/state.h"

/* The founding document, read. Constant while the process lives. */
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
    const struct charter *charter;
    size_t language_count;
    const struct bytes *languages;
};

struct context {
    const struct organisation *org;
    struct state *state;
    struct record *record;
    struct arena *arena;  /* lives for the block */
    int64_t time_ms;      /* official time */
    uint64_t index;       /* of the entry being made */
    enum error *error;    /* the first error of the disk: never a rejection; ends the block */
    unsigned mutation;    /* 0 outside the simulator */
};

/* The obligations that the state machine keeps and the simulator may take away, one at a time. */
enum mutation {
    MUTATION_NONE,
    MUTATION_O2_ORDER,        /* deadlines and close before the acts of the block */
    MUTATION_O3_PENDING,      /* objections ordered but not interpreted do not hold a close back */
    MUTATION_O3_FRESH_KEY,    /* keys enrolled in the pending block count too */
    MUTATION_O4_TICK,         /* a tick before D is used up */
    MUTATION_O5_GAP,          /* gaps are not given back */
    MUTATION_O5_AFTER_FIRE,   /* a fired deadline moves again */
    MUTATION_O10_SET,         /* the clearing set follows later changes */
    MUTATION_O11_ALL,         /* close all is content with n-f */
    MUTATION_O11_EXTRA,       /* n-f closes before D+E */
    MUTATION_O12_AVAILABILITY, /* T runs from opening */
    MUTATION_O13_NOT_REACHED, /* everybody silent counts L */
    MUTATION_O14_STAGE,       /* an objection needs an open silence */
    MUTATION_O15_SEQUENCE,    /* sequence numbers supersede objections */
    MUTATION_O16_ROOT,        /* an all-clear is taken whatever text root it names */
    MUTATION_O16_DEADLINE,    /* ... whatever deadline it names */
    MUTATION_O16_LOG,         /* ... whatever size and root it names */
    MUTATION_COUNT
};

/* Built away but in the simulator. */
static inline bool mutated(const struct context *c, enum mutation m)
{
#ifdef UNIVOCAL_MUTATIONS
    return c->mutation == (unsigned)m;
#else
    (void)c;
    (void)m;
    return false;
#endif
}
#endif
