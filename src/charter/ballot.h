/* charter/ballot.h: a rule made ready for one electorate, so that deciding is counting.
 *
 * Preparing resolves names once: who has which tag on the day, what each member weighs, who is out, whose
 * position is forced; and it proves that no side of a comparison exceeds INTEGER_MAX, whatever is voted.
 * After that an outcome takes positions only, takes no memory, and cannot fail but for a position that the
 * rule does not know. A ballot holds scratch counters: one caller at a time. */
#ifndef CHARTER_BALLOT_H
#define CHARTER_BALLOT_H

#include "charter/evaluate.h"
#include "charter/rule.h"

struct ballot_kind {                   /* members that count alike */
    uint32_t slots;                    /* bit set of the rule's slots that count them */
    uint16_t voids;                    /* positions (bit set) that count as X, reasons aside */
    int64_t weight[CHARTER_SLOTS_MAX]; /* what one of them adds there */
};

struct ballot_voter { /* one elector, in the order of the electorates */
    const struct elector *elector;
    uint32_t tags; /* bit set of the rule's tags */
    uint32_t kind;
    uint32_t bodies; /* bit set of the bodies that the rule is over, in which it counts */
    int64_t n;      /* heads, or units where votes are split */
    uint16_t voids; /* positions (bit set) that count as X, by its reason too */
    int forced;     /* index of its position, or -1 */
    bool out;       /* not counted at all */
};

struct ballot {
    const struct charter_rule *rule;
    size_t voter_count;
    struct ballot_voter *voters;
    size_t kind_count;
    struct ballot_kind *kinds;
    int64_t (*heads)[POSITION_COUNT]; /* of the last count, by kind and position */
    uint8_t positions[256];           /* letter (0: none given) to index, or POSITION_COUNT: not allowed */
    bool reasoned;       /* whether a reason decides what is void */
    struct ballot *next; /* of the rule that is asked of the same letters if this one does not adopt */
};

struct verdict {
    enum outcome outcome; /* never pending */
    enum reason_code reason_code;
};

/* The electorates stay the caller's and must live as long as the ballot; positions in them are not looked at.
 * Codes in one electorate are distinct, but where votes are split: there a member may come several times,
 * each time with the units that take one position. ERROR_MALFORMED with diag: the electorates are not those
 * of the rule, a table lacks a member that it counts, a number is too large, a next stage is not in force. */
MUST_USE enum error ballot_prepare(struct arena *a, const struct charter_rule *rule,
                                   const struct electorate *electorates, size_t count, struct bytes date,
                                   struct ballot **out, struct diag *diag);

/* One letter of POSITIONS, or 0 for the default, for each of the voter_count electors. False if the rule does
 * not allow one of them: ballot_misplaced says which. */
MUST_USE bool ballot_decide(struct ballot *b, const char *letters, struct verdict *out);
/* The index of the first letter that the rule does not allow, or voter_count. X is always allowed, and so are
 * the rule's default and what it forces. */
size_t ballot_misplaced(const struct ballot *b, const char *letters);

/* The steps, for the files of this layer. What is counted of a voter that took that letter: */
int ballot_position(const struct ballot *b, const struct ballot_voter *v, char letter);
MUST_USE bool ballot_count(struct ballot *b, const char *letters, struct tally *out);
/* Moves `n` members of a kind, or takes them out. */
void ballot_take(const struct ballot *b, struct tally *t, size_t kind, int from, int64_t n);
void ballot_move(const struct ballot *b, struct tally *t, size_t kind, int from, int to, int64_t n);
/* adopted, rejected or no_quorum, without the rule's `else` */
enum outcome ballot_outcome(const struct charter_rule *rule, const struct tally *t);
/* What not passing is by the rule's `else`. */
enum outcome ballot_otherwise(const struct charter_rule *rule);
/* Where one of the kind is counted that makes the choice: to go to a position without a reason or, from
 * POSITION_COUNT on, with one. */
#define CHOICES_MAX (2 * POSITION_COUNT)
int ballot_place(const struct ballot *b, size_t kind, int choice);

/* All rules that are asked in turn, each with its tally of the same letters. */
struct stage {
    struct ballot *ballot;
    struct tally tally;
};
/* As ballot_outcome of the stage that decides, *decided. */
enum outcome stages_outcome(const struct stage *stages, size_t count, size_t *decided);
#endif
