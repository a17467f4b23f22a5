/* tests/sim/day.h: an organisation on one host through bad days: its members act, right and wrong, while
 * processes are killed, power is lost in the middle of writing, the disk fills up or fails, clocks leap, and
 * signers are silent, gone or lying. One seed is one exact run.
 *
 * After every step it is checked that what was acknowledged is in the record once and at its place, that the
 * record only grew, and that no text was adopted over an objection that stood or that a signer holds. At the
 * end everything is well again: every silence ends, and an audit replays the record to the same state. */
#ifndef SIM_DAY_H
#define SIM_DAY_H

#include "mechanism/vote.h"
#include "record/fact.h"
#include "support/host.h"

enum { DAY_MATTERS_MAX = 12, DAY_SENT_MAX = 4096, DAY_SIZES_MAX = 4096, DAY_ROOTS_MAX = 64 };
enum { DAY_CHARTERS = 6, DAY_VERSIONS_MAX = 64 };

struct day_sent { /* an act that was handed in */
    struct bytes envelope;
    struct hash id;
    uint64_t client; /* of the last time; 0: that has been answered, or nobody waits any more */
    bool acknowledged;
    uint64_t index;
    char result[RESULT_BYTES_MAX];
    bool objection;
    struct hash root; /* of an objection */
};

struct day_totals {
    uint64_t runs, events, acts, kills, losses, torn, full, failed_disks, leaps, lies, adopted, rejected,
        lapsed, amended, votes, carried, suspended, limited, rounds, elected, referred, classified, by_class,
        appeals, overruled, clocks, come, split, sessions, speeches, platforms, treaties, older;
};

struct day {
    uint64_t seed;
    struct prng prng;
    struct arena arena; /* of the run */
    struct org org;
    struct host h;
    size_t steps;
    size_t sent_count;
    struct day_sent sent[DAY_SENT_MAX];
    size_t matter_count;
    struct hash matters[DAY_MATTERS_MAX];
    size_t root_count;
    struct hash roots[DAY_ROOTS_MAX]; /* of versions */
    uint64_t words;
    const char *charter; /* of the founding */
    struct hash charters[DAY_CHARTERS]; /* that are proposed; the first is that of the founding */
    struct hash rules[DAY_CHARTERS];    /* the rule `silence` in each */
    size_t proposed;
    size_t version_count; /* by the facts of the record, beside the founding's */
    struct day_version {
        uint64_t index;
        size_t charter;
    } versions[DAY_VERSIONS_MAX];
    uint64_t amended; /* entry of the newest of them */
    int64_t disk_back; /* steps until a disk that is full or fails is well again; 0: it is well */
    size_t size_count;
    struct checkpoint sizes[DAY_SIZES_MAX]; /* the record as it was seen */
    uint64_t scanned;
    bool tell;
    bool lying; /* the disk keeps nothing of what it was told to sync: this must be noticed */
    struct day_totals totals;
};

void day_run(struct day *d, uint64_t seed, size_t steps);

/* day_acts.c: one act of somebody, more or less sensible. */
void day_act(struct day *d);
/* One that was handed in before, again. */
void day_repeat(struct day *d);
/* Bytes that are no act, or one that was changed. */
void day_nonsense(struct day *d);
void day_submit(struct day *d, struct bytes envelope, const struct hash *root);

/* day_charter.c: somebody proposes a charter, or opens a matter about one. */
void day_begin_charter(struct day *d);
void day_propose_charter(struct day *d);
void day_amend(struct day *d);
/* A fact by which a charter is in force; a close, which must name the charter and the rule under which its
 * matter was opened. */
void day_take_charter(struct day *d, struct bytes body, uint64_t index);
void day_check_law(struct day *d, const struct fact_close *f, uint64_t close);
const char *day_rule(struct day *d); /* of a matter */
const char *day_matter(struct day *d); /* the id of one, mostly one that is on the record */
void day_say(struct day *d, size_t member, const char *kind, const char *body);
size_t day_anybody(struct day *d);
size_t day_chair(struct day *d);

/* day_votes.c: an act about a vote; and a close of one, judged anew from the positions in the record. */
extern const char day_charter[];
void day_vote(struct day *d);
void day_check_vote(struct day *d, const struct fact_close *f, const struct entry *close);

/* day_procedures.c: an act about what surrounds votes; and what a vote froze of it, told anew. */
void day_procedure(struct day *d);
void day_check_frozen(struct day *d, const struct vote *x);

/* day_ways.c: an act about where a matter is decided, and by which rule, about a ruling, or about the clock;
 * and at the end all of that told anew from the record. */
void day_way(struct day *d);
void day_check_ways(struct day *d);
/* The entry before another one by which the matter last went to another body; 0: it did not. */
int64_t day_referred(struct day *d, const struct hash *matter, int64_t before);

/* day_nouns.c: an act about a session, a speech, a platform, a treaty, a pledge or an older statement. */
void day_noun(struct day *d);
void day_count_nouns(struct day *d); /* at the end */

/* day_elections.c: an act about an election; and a round of one, counted anew from the ballots in the
 * record. */
void day_elect(struct day *d);
void day_check_round(struct day *d, struct bytes body, const struct entry *fact);

/* day_check.c */
void day_check_answers(struct day *d);
void day_check_record(struct day *d);  /* what is new in it, and that it only grew */
void day_check_restart(struct day *d); /* everything that was acknowledged is still there */
void day_check_end(struct day *d);
/* Ends the process, with seed and commit. */
_Noreturn void day_fail(const struct day *d, const char *format, ...) __attribute__((format(printf, 2, 3)));
#endif
