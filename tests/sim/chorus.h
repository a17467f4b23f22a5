/* tests/sim/chorus.h: the organisation's one voice on bad days: the real machine, real signers with real
 * cryptography over files in memory, the duties that core uses. Signers are silent, crash in the middle of a
 * write, start again, come back with an older copy of their state, and some lie; core loses what it got;
 * a second core shows a signer another record. One seed is one exact run. */
#ifndef SIM_CHORUS_H
#define SIM_CHORUS_H

#include "base/prng.h"
#include "mechanism/signing.h"
#include "mechanism/voice.h"
#include "node/duty.h"
#include "node/signer.h"
#include "support/rig.h"

enum {
    CHORUS_NODES_MAX = 6,
    CHORUS_USES_MAX = 4096,
    CHORUS_STATEMENTS_MAX = 16,
    CHORUS_FILE_MAX = 1 << 20,
    CHORUS_POOL_MAX = 64,
};

enum chorus_lie {
    CHORUS_HONEST,
    CHORUS_BAD_RAW,     /* the raw half of its shares is bad */
    CHORUS_BAD_SSHSIG,
    CHORUS_OTHERS,      /* gives shares that another gave in this session */
    CHORUS_EARLIER,     /* gives again what it gave in an earlier session */
    CHORUS_BAD_DEALING, /* what it seals for one party is not what it promised */
    CHORUS_NONCES,      /* publishes again what was published before */
    CHORUS_LIES,
};

/* What a run is, drawn from its seed. */
struct chorus_plan {
    uint64_t seed;
    enum mutation mutation; /* what is taken away */
    size_t n;
    unsigned delay;
    size_t statements;     /* signed one after another, or two at a time */
    uint32_t crash;        /* per mille of file operations in the middle of which a signer is killed */
    uint32_t restart;      /* per mille of polls at which it is killed between operations */
    uint32_t silent;       /* ... at which it says nothing for a while */
    uint32_t lost;         /* ... of answers that core loses */
    uint32_t restored;     /* ... of restarts from an older copy */
    uint32_t forked;       /* ... of requests before which another record is shown to one of them */
    uint32_t dead;         /* bit set: silent for ever, once there is a key */
    enum chorus_lie lies[CHORUS_NODES_MAX];
    bool calm_ceremony;    /* the ceremony is left in peace */
    /* For one crash at one place: */
    size_t victim;
    uint64_t crash_at;     /* its file operation, from 1; 0: none */
    int crash_manner;      /* 0 before, 1 in the middle of, 2 after the write */
};
void chorus_draw(struct chorus_plan *p, uint64_t seed);
/* Three members, many statements, hardly a session left in peace: many of these in little time. */
void chorus_draw_small(struct chorus_plan *p, uint64_t seed);

struct chorus;
struct chorus_node {
    struct chorus *chorus;
    size_t index;
    struct env env;
    struct prng prng;
    struct signer *signer; /* NULL: it does not run */
    struct buffer file;
    struct buffer backup;
    uint64_t operations;   /* of files, in the run */
    bool killed;           /* in the middle of one: nothing that it does matters any more */
    bool restored;         /* from an older copy, once at least */
    int64_t back_ms;       /* when it starts again, or speaks again */
    struct signer_status status;
    size_t given;          /* last share: raw, sshsig in hexadecimal */
    char raw[65];
    char sshsig[65];
};

struct chorus_use { /* a couple that an honest signer gave a share under */
    uint8_t couple[COUPLE_BYTES];
    struct hash session;
};

struct chorus_totals {
    uint64_t runs, ceremonies, voids, keys, statements, spoken, sessions, interrupted, shares, refusals,
        crashes, restores, forks, lies, evidence, unable, acts;
};

struct chorus {
    struct chorus_plan plan;
    struct rig r;
    struct prng prng;
    struct chorus_node nodes[CHORUS_NODES_MAX];
    size_t use_count;
    struct chorus_use uses[CHORUS_USES_MAX];
    uint64_t scanned;
    uint64_t keys; /* facts */
    size_t pool_count;
    struct bytes pool[CHORUS_POOL_MAX]; /* acts on their way */
    bool calm; /* nothing is done to anybody any more */
    bool tell;
    bool failed;
    char failure[300];
    struct chorus_totals totals;
};

/* Runs one; false if a checker tripped (c->failure). */
bool chorus_run(struct chorus *c, const struct chorus_plan *plan);
void chorus_fail(struct chorus *c, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* chorus_node.c */
void chorus_node_begin(struct chorus *c, size_t i);
void chorus_node_end(struct chorus_node *n);
void chorus_node_poll(struct chorus *c, size_t i, const struct duty_view *view);
bool chorus_is_honest(const struct chorus *c, size_t i);
/* The log's note over the record as it is. */
struct bytes chorus_note(struct chorus *c, const struct checkpoint *checkpoint);

/* chorus_fork.c: shows a signer a record that forks before this session and asks it there, of the same
 * couple, in another one. */
void chorus_fork(struct chorus *c, struct chorus_node *n, const struct signer_share *r);

/* chorus_check.c */
/* What an honest signer has answered: no couple serves twice, and no share without its mark on the disk. */
void chorus_check_share(struct chorus *c, struct chorus_node *n, const struct signer_share *r);
void chorus_check_block(struct chorus *c);
/* Members that could give a share of this statement, if they all ran. */
size_t chorus_able(struct chorus *c, int64_t statement);
void chorus_check_end(struct chorus *c);
#endif
