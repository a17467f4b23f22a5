/* tests/sim/race.h: deadline races: objections, all-clears, crashes, lies, halts and censors around the end
 * of a silence, over the real machine and real signers. One seed is one exact run. */
#ifndef SIM_RACE_H
#define SIM_RACE_H

#include "base/prng.h"
#include "node/duty.h"
#include "node/signer.h"
#include "node/signer_receipt.h"
#include "sim/chain.h"
#include "sim/queue.h"

enum {
    RACE_NODES_MAX = 10,
    RACE_OBJECTIONS_MAX = 8,
    RACE_SILENCES_MAX = 2,
    RACE_POOL_MAX = 2048,
    RACE_RECEIPTS_MAX = 512,
    RACE_ORDERED_MAX = 1024,
    RACE_LIVES_MAX = 64
};

/* The field that is another's. */
enum lie {
    LIE_NONE,
    LIE_ORG,
    LIE_EPOCH,
    LIE_REALM,
    LIE_SILENCE,
    LIE_ROOT,
    LIE_DEADLINE,
    LIE_LOG,
    LIE_OBJECTION
};

/* What a run is, drawn from its seed; a family fixes some of it. */
struct scenario {
    uint64_t seed;
    enum mutation mutation;
    size_t n;
    int delay;
    bool quorum;         /* close n-f, else all */
    bool signatures;     /* checked at ordering too */
    bool tell;           /* what is recorded */
    int64_t duration_ms; /* T */
    size_t silences;     /* one or two at once */
    int64_t block_ms;    /* between blocks that have something to say */
    int64_t idle_ms;     /* before the first act: how stale the chain is */
    size_t liars;        /* at most f; the last nodes */
    bool liars_receive;  /* they give receipts */
    bool liars_clear_early;
    enum lie lie;     /* in their all-clears */
    enum lie foreign; /* in receipts that the same keys gave elsewhere */
    size_t dark;      /* nodes that do nothing at all */
    size_t deaf;      /* nodes that never get the text: no availability, no all-clear */
    int64_t skew_ms[RACE_NODES_MAX];
    int64_t lag_ms[RACE_NODES_MAX];
    int64_t poll_ms;
    int64_t text_ms;         /* how long a node takes to get the text, at least */
    int64_t availability_ms; /* ... and how much longer, at most */
    size_t objections;
    struct race_objection_plan {
        size_t member;
        size_t silence;
        enum org_key key;
        int64_t at_ms; /* against D as it is expected at opening; before opening if `early` */
        bool early;
        int64_t censor_ms;   /* how long the orderer keeps it out */
        uint32_t deliver;    /* bit set: nodes that get it directly */
        int64_t link_ms;     /* how long that takes, at most */
        int64_t seq;         /* 0: as they come */
        bool revoke;         /* its key is revoked before it is sent */
        bool revoked_before; /* even before the silence is opened */
        bool withdraw;       /* and it is withdrawn before the silence is opened (early ones) */
        bool fresh;          /* signed by a key that is enrolled at the same time */
        uint32_t spam;       /* sent again and again, this often, with other numbers */
    } objection[RACE_OBJECTIONS_MAX];
    int64_t halt_at_ms; /* against opening; 0: none */
    int64_t halt_ms;
    int64_t halt_fired_ms; /* a halt after the deadline has fired, this long */
    uint32_t crash;        /* bit set: nodes that crash right after a receipt */
    bool rename;           /* members name other clearing nodes in the last second */
    bool extend;
    bool not_received;
    bool early_ask;  /* signers are asked for all-clears before their time */
    bool early_tick; /* one node's clock is fast, and it ticks before the deadline */
    bool only_first_ticks;
    bool pulse_off; /* no pulse while the silence runs: ticks alone fire deadlines */
};

void scenario_draw(struct scenario *s, uint64_t seed);

/* Dangers by name. One with a mutation is where it can be seen that the obligation was taken away. */
struct family {
    const char *name;
    enum mutation mutation;
    enum lie lie;
    enum lie foreign;
    void (*set)(struct scenario *s, struct prng *p);
};
extern const struct family families[];
extern const size_t family_count;
void scenario_family(struct scenario *s, const struct family *f, uint64_t seed);

struct race_node {
    struct signer *signer; /* NULL: crashed */
    struct env env;
    struct buffer file;
    struct race *race;
    size_t index;
    int64_t skew_ms;
    int64_t lag_ms;
    bool honest;
    bool dark;
    bool deaf;
    bool crash_next;
    struct checkpoint last;
    size_t held_count;
    struct duty_held held[RACE_OBJECTIONS_MAX * 64];
    uint32_t pool; /* objections that it sends until they are recorded */
    int64_t sent_ms[RACE_OBJECTIONS_MAX];
    int64_t not_before_ms;
    int64_t early_ms; /* when it was last asked for what is not due */
    int64_t available_at_ms[RACE_SILENCES_MAX];
    bool available[RACE_SILENCES_MAX];
};

struct race_pooled { /* an act on its way into a block */
    struct bytes envelope;
    int64_t from_ms; /* the orderer has it, and does not keep it out any longer */
    bool done;
};

struct race_objection {
    struct race_objection_plan plan;
    bool sent;
    int64_t sent_ms;
    struct bytes envelope;
    struct hash id;
    struct hash root;
    struct public_key key;
};

struct race_receipt { /* that its delegate has */
    size_t node;
    struct bytes envelope;
};

/* A silence as the observer sees it, by its own reckoning. */
struct seen {
    bool opened;
    bool refused;              /* its opening */
    struct silence at_opening; /* T, E, frozen set, n, f */
    int64_t window_ms;
    bool running;
    bool fired;
    bool broken;
    bool ended;
    bool adopted;
    int64_t deadline_ms;
    int64_t extra_ms;
    int64_t fired_index;
    int64_t opened_real_ms;
    int64_t running_real_ms;
    int64_t fired_real_ms;
    uint32_t available; /* bit set of nodes */
    uint32_t clear;
};

struct race {
    struct scenario s;
    struct chain *chain;
    struct prng prng;
    struct queue queue;
    int64_t start_ms;
    int64_t now_ms; /* real */
    int64_t last_block_ms;
    int64_t committed_ms; /* official clock at the last commit: the next header */
    bool block_planned;
    size_t pool_count;
    struct race_pooled pool[RACE_POOL_MAX];
    struct race_node nodes[RACE_NODES_MAX];
    struct hash matters[RACE_SILENCES_MAX];
    struct hash roots[RACE_SILENCES_MAX];
    bool has_root[RACE_SILENCES_MAX];
    int64_t opening_ms[RACE_SILENCES_MAX];
    struct race_objection objections[RACE_OBJECTIONS_MAX];
    struct key_file fresh[RACE_OBJECTIONS_MAX];
    size_t receipt_count;
    struct race_receipt receipts[RACE_RECEIPTS_MAX];
    /* observer */
    struct race_ordered { /* objections in the order of their entries */
        struct hash id;
        struct public_key key;
        struct bytes member;
        size_t silence;
        uint64_t index;
        bool accepted;
        bool withdrawn;
        uint64_t withdrawn_at;
    } ordered[RACE_ORDERED_MAX];
    size_t ordered_count;
    struct race_life { /* keys enrolled and revoked */
        struct public_key key;
        size_t member;
        uint64_t index;
        bool ends;
    } lives[RACE_LIVES_MAX];
    size_t life_count;
    int64_t skew_span_ms; /* between honest clocks */
    uint64_t scanned;
    struct seen seen[RACE_SILENCES_MAX];
    uint64_t events;
    bool failed;
    char failure[300];
    /* what was exercised */
    uint64_t adopted, rejected, lapsed, secured;
};

/* Runs one; false if a checker tripped (r->failure). The chain must have n members and the same close. */
bool race_run(struct race *r, const struct scenario *s, struct chain *chain);
void race_done(struct race *r);

/* race_node.c */
void node_begin(struct race *r, size_t i);
void node_end(struct race_node *n);
void node_poll(struct race *r, size_t i);
void node_restart(struct race *r, size_t i);
void node_change_field(struct receipt *receipt, enum lie field);
/* A receipt of the same key with one field that is another's (s.foreign), shown by a delegate. */
void node_foreign_receipt(struct race *r, size_t node, const struct race_objection *o);
void node_receive(struct race *r, size_t i, size_t objection);
int64_t node_wall_ms(const struct race_node *n);

#define RACE_END (UINT64_MAX - 1) /* an index after all entries */

/* race_check.c: after each block, and at the end. */
void check_block(struct race *r, int64_t previous_ms);
void check_late(struct race *r, size_t node, size_t objection);
void check_end(struct race *r);
void race_fail(struct race *r, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* race_secured.c */
bool objection_is_valid(struct race *r, const struct hash *id, const struct public_key *key,
                        struct bytes member, size_t silence, uint64_t before);
/* No adoption over a secured objection: 2f+1 receipts, or, on one host that closes by all, that of the own
 * signer. Looks at objections that are valid before an index. */
void check_secured(struct race *r, size_t k, uint64_t before);

/* race.c */
void race_send(struct race *r, struct bytes envelope, int64_t delay_ms);
size_t race_faulty(const struct race *r); /* f */
enum { EVENT_BLOCK, EVENT_NODE, EVENT_SETUP, EVENT_OBJECT, EVENT_DELIVER, EVENT_RESTART, EVENT_MISC };
#endif
