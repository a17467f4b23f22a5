/* analysis/power.h: what power a rule gives each member: Banzhaf, Shapley-Shubik, Coleman, and who can block.
 * docs/formats/power.md numbers the definitions and names their sources.
 *
 * The game: the members of a coalition take one position, all others another (Y and N unless asked
 * otherwise), and the coalition wins if the rule adopts. Who is out or forced plays no part. */
#ifndef ANALYSIS_POWER_H
#define ANALYSIS_POWER_H

#include "analysis/wide.h"
#include "base/arena.h"
#include "base/diag.h"
#include "base/error.h"
#include "charter/linear.h"

enum {
    POWER_MEMBERS_MAX = 1000,
    POWER_TABLE_MAX = 28,        /* members up to which every coalition is looked at: 32 MB of one bit each */
    POWER_POINTS_MAX = 1 << 22,  /* choices of how many of each kind, times kinds, that are looked at */
    POWER_STEPS = 80000000,      /* of a sample: its members times comparisons, and three */
    POWER_QUICK_POINTS = 1 << 18, /* the same where an answer may not take a second */
    POWER_QUICK_STEPS = 20000000,
};

enum power_method {
    POWER_BEST,       /* the first of these that can be done in reasonable time */
    POWER_COALITIONS, /* every coalition */
    POWER_KINDS,      /* every choice of how many members of each kind */
    POWER_SAMPLED     /* random coalitions and orders, always the same ones */
};

struct power_options {
    char with;    /* position of the coalition */
    char against; /* and of the others */
    enum power_method method;
    bool quick; /* somebody waits for it: sooner a sample, and a smaller one */
};

/* Exact: a fraction, and its value three times. Sampled: an estimate with the interval that holds it in 99 of
 * 100 samples. */
struct power_value {
    bool exact;
    struct fraction fraction;
    double value;
    double low;
    double high;
};

struct power_row { /* of each member of a group that counts alike */
    size_t group;
    struct wide swings;  /* coalitions that win with it and not without it; 0 if sampled */
    struct wide adverse; /* coalitions that win without it and not with it */
    bool hurts;          /* there is one of these */
    bool veto;           /* no coalition wins without it */
    bool dummy;          /* it never makes a difference */
    struct power_value banzhaf;  /* (swings - adverse) of the coalitions of the others */
    struct power_value share;    /* of all swings: Banzhaf's index */
    struct power_value shapley;
    struct power_value prevent;  /* Coleman: of the winning coalitions, how many fail if it changes sides */
    struct power_value initiate; /* Coleman: of the others, how many win then */
    struct power_value blocking; /* of the smallest blocking coalitions, how many have it */
};

struct power_answer {
    enum power_method method;
    struct power_options options;
    int64_t members;        /* who play: not out, not forced */
    struct wide coalitions; /* 2 to the power of members */
    struct wide winning;    /* 0 if sampled */
    struct power_value act; /* Coleman: of all coalitions, how many win */
    int64_t samples;
    int64_t blocking_size;  /* of the smallest coalition that stops all others; 0: nothing is adopted even if
                               all are for; -1: none stops them, or it was not looked for */
    struct wide blocking_count;
    bool hurts;             /* the rule is not monotonic: being for can hurt */
    size_t row_count;
    struct power_row *rows; /* by group of `l` */
};

/* ERROR_MALFORMED with diag: positions that the rule does not allow, or that are the same; nobody plays, or
 * more than POWER_MEMBERS_MAX; more than the method that is asked for can do. */
MUST_USE enum error power_find(struct arena *a, const struct linear *l, const struct power_options *options,
                               const struct power_answer **out, struct diag *diag);
const char *power_method_word(enum power_method m);
#endif
