/* tests/support/rig.h: a machine on a test bench: an organisation of members A01, A02, ..., its record and
 * state in a folder, and blocks that are made by hand, with delay 0 or 1.
 *
 * Acts are written shortly: a body is JSON with ' for ", in which a $ and a letter stand for what is at hand:
 * m the matter, r the text root, a the root of the first alternative, s the silence, d its deadline, o the
 * objection, n and l the size and root of the record, c the newest ceremony, t its transcript, x the newest
 * session of the first statement, b the newest version of the charter, h the charter that was proposed last,
 * v the newest vote, e the newest election, g the newest ruling, p the newest presence of the council, w the
 * newest session and i the digest of its minutes, k the newest speech,
 * j the newest mandate, y the newest treaty; and $(A02/node)
 * for a public key. Who acts is
 * "A02" (its minister), "A02/adviser" (or another of its keys), or several with + between; "A02+" is
 * minister and ambassador. What goes wrong on the bench itself, and a result that the table of kinds does not
 * list, ends the process by a failed check. */
#ifndef SUPPORT_RIG_H
#define SUPPORT_RIG_H

#include "base/limits.h"
#include "mechanism/machine.h"
#include "mechanism/silence.h"
#include "record/fact.h"
#include "support/org.h"

enum { RIG_KEYS_MAX = 80 };

struct rig_options {
    const char *folder;
    const char *file;    /* in it, made if it is not there; NULL: a new one */
    const char *vfs;     /* NULL: the platform's */
    size_t members;      /* 0: 4 */
    const char *charter; /* NULL: org_charter */
    const char *tables;  /* as of org_make */
    enum realm realm;
    uint64_t seed;
    int64_t time_ms;     /* of the founding; 0: as of org_make */
    unsigned delay;      /* 0 or 1: blocks between order and interpretation */
    bool unsigned_acts;  /* signatures are left out and not looked at */
    int64_t duration_ms; /* of silences; 0: SILENCE_MS_MIN */
    const char *body;    /* of matters; NULL: the council */
    bool confidential;   /* matters are */
    const char *rule;    /* of matters; NULL: silence */
};

struct rig {
    struct rig_options options;
    struct arena arena; /* lives as long as the rig */
    struct org org;
    struct database *db;
    struct record *record;
    struct state *state;
    struct machine *machine;
    int64_t time_ms; /* official time of the last block */
    uint64_t height;
    struct act *queue; /* ordered for the next block; right after one, the acts that it interpreted */
    size_t queue_count;
    struct act *held; /* delay 1: ordered, not interpreted */
    size_t held_count;
    struct machine_result *results; /* of the last block */
    size_t result_count;
    /* For the next act; then as before. */
    int64_t seq; /* 0: one more than the last */
    int64_t expires_ms;
    int64_t epoch; /* 0: 1 */
    int64_t step_ms; /* a block of rig_say; 0: a second */
    /* At hand */
    struct hash id; /* of the act said last */
    unsigned matters;
    uint64_t words; /* of the first provision of the matter at hand, from which org_words makes them */
    struct hash matter;
    struct hash root;
    struct hash alternative; /* of p1 */
    struct hash silence;
    struct hash objection;
    struct hash charter; /* proposed last */
    size_t key_count;
    struct rig_key {
        const char *name;
        struct key_file file;
    } keys[RIG_KEYS_MAX];
};

/* The organisation alone, for acts that another machine takes; rig_close ends it too. */
void rig_begin(struct rig *r, const struct rig_options *options);
void rig_open(struct rig *r, const struct rig_options *options);
void rig_close(struct rig *r);
/* Flushes, commits, and begins anew. */
void rig_commit(struct rig *r);
struct hash rig_digest(struct rig *r);
/* clock_next_ms. */
int64_t rig_next_ms(struct rig *r);

/* A key that is not enrolled, under a name to act by such as "A02/second". Gives its public part in
 * hexadecimal. */
const char *rig_key(struct rig *r, const char *name, const char *role);

/* The envelope of an act, as it would be sent. */
struct bytes rig_envelope(struct rig *r, const char *who, const char *kind, const char *body);
/* Orders an envelope for the next block. Gives the name of what refuses it, else "ok". */
const char *rig_order_envelope(struct rig *r, struct bytes envelope);
/* Orders it though the check may refuse it, as an engine would that is no engine of ours. */
void rig_order_unchecked(struct rig *r, struct bytes envelope);
const char *rig_order(struct rig *r, const char *who, const char *kind, const char *body, ...)
    __attribute__((format(printf, 4, 5)));
/* A block, so long after the last. With delay 1 it is the acts of the block before that are interpreted. */
void rig_block(struct rig *r, int64_t later_ms);
/* Orders an act and interprets it with what was ordered before, a second a block. Gives its result, or the
 * name of what refuses it. */
const char *rig_say(struct rig *r, const char *who, const char *kind, const char *body, ...)
    __attribute__((format(printf, 4, 5)));
/* The result at `index` of the last block. */
const char *rig_result(const struct rig *r, size_t index);

/* One step after another up to a stage; what stands already is left as it is. */
enum rig_stage {
    RIG_FOUNDED,
    RIG_MATTER,  /* "m1", "m2" ... by the rule `silence`, opened by A01, whose chair it is */
    RIG_TEXT,    /* provisions p1 and p2, each with the alternative `first` of A02 */
    RIG_VERSION, /* fixed by A01 */
    RIG_WAITING, /* under silence, no text available */
    RIG_RUNNING, /* available at all nodes */
    RIG_FIRED,   /* by blocks a pulse apart, the last at the deadline */
    RIG_ADOPTED, /* all clear */
    RIG_OPENED,
};
void rig_to(struct rig *r, enum rig_stage stage);
/* What is at hand is forgotten: the next rig_to makes another matter. */
void rig_forget(struct rig *r);

/* Steps by themselves. */
const char *rig_propose(struct rig *r, const char *who, const char *provision, const char *alternative,
                        uint64_t words);
/* Fixes the text as it stands, which is then at hand. */
const char *rig_version(struct rig *r);
const char *rig_silence(struct rig *r);
const char *rig_available(struct rig *r, size_t member);
const char *rig_clear(struct rig *r, size_t member);
const char *rig_order_clear(struct rig *r, size_t member);
const char *rig_object(struct rig *r, const char *who);
const char *rig_open_part(struct rig *r, const char *who, const char *provision, size_t language,
                          uint64_t words);
/* Blocks of a second until official time is at least this. */
void rig_until(struct rig *r, int64_t time_ms);

/* What the machine would look at now, for what only reads; the first error of the disk goes to *e. */
struct context rig_context(struct rig *r, enum error *e);
struct silence rig_silence_now(struct rig *r);
struct matter rig_matter_now(struct rig *r);
/* The newest close fact. False: there is none. */
bool rig_last_close(struct rig *r, struct fact_close *out);
/* How many facts of a kind the record has. */
size_t rig_count_facts(struct rig *r, const char *kind);
/* The facts since an index, as words with spaces between: "block gap deadline". */
const char *rig_facts_since(struct rig *r, uint64_t index);
/* Codes with spaces between. */
const char *rig_codes(struct rig *r, const struct bytes *codes, size_t count);
#endif
