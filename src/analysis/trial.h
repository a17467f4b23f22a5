/* analysis/trial.h: one rule, or two beside each other, tried on members: who is needed, who can block, who
 * decides alone. The members are those that the charter knows, and fictional ones up to a number. Pure. */
#ifndef ANALYSIS_TRIAL_H
#define ANALYSIS_TRIAL_H

#include "charter/evaluate.h"
#include "charter/rule.h"
#include "charter/table.h"
#include "language/language.h"

enum { TRIAL_RULES_MAX = 2, TRIAL_MEMBERS = 15 };

/* The frozen tables that are at hand. */
struct trial_table {
    struct bytes name;
    struct bytes text; /* which the table was read from, where it is a file */
    struct table table;
};

struct trial_side {
    const struct charter *charter;
    const struct charter_rule *rule;
    size_t table_count;
    const struct trial_table *tables;
    size_t tagged; /* so many of the last members have each tag of the rule that no group gives */
};

struct trial_class { /* members that count alike in every rule of the trial */
    size_t count;
    size_t first; /* one of them */
};

struct trial {
    size_t member_count;
    struct bytes *codes;
    bool known; /* the charter lists them, or its tables do: else some or all are made up */
    size_t class_count;
    struct trial_class *classes;
    size_t *class_of; /* of each member */
    size_t rule_count;
    struct trial_rule {
        struct trial_side side;
        struct ballot *ballot;
        size_t copies; /* electorates: each has all the members */
        char *letters;
    } rules[TRIAL_RULES_MAX];
};

/* How many members of each class (first index) take each position. */
typedef size_t trial_choice[POSITION_COUNT];

/* `wanted` 0: as many as the charters know, or TRIAL_MEMBERS if they know none, of groups too.
 * ERROR_MALFORMED with diag: a rule cannot be tried on them, as where a table lacks one. */
MUST_USE enum error trial_new(struct arena *a, const struct trial_side *sides, size_t count, size_t wanted,
                              struct bytes date, struct trial **out, struct diag *diag);
/* False: the rule does not allow one of the positions. The choices of a class sum up to its count. */
MUST_USE bool trial_decide(struct trial *t, size_t rule, trial_choice *choices, enum outcome *out);
/* Everybody at one position. */
void trial_all_at(const struct trial *t, int position, trial_choice *choices);
/* Whether its tags, or the lack of them, tell the class from all others. */
bool trial_has_name(const struct trial *t, size_t class);
/* Words for members of a class: "P5", "the others", "ALDER and ELM", "the members". */
struct bytes trial_class_words(struct arena *a, enum language l, const struct trial *t, size_t class);
/* The codes of a class; beyond `max` how many more. */
struct bytes trial_codes_words(struct arena *a, enum language l, const struct trial *t, size_t class,
                               size_t max);

/* The fewest members that reach the goal by being for while all others stand at `others`. */
enum trial_goal { TRIAL_ADOPTED, TRIAL_QUORATE };
enum trial_answer { TRIAL_FOUND, TRIAL_NONE, TRIAL_NOT_ALLOWED };
struct trial_least {
    enum trial_answer answer;
    size_t count;
    bool any;     /* any so many members, whoever they are */
    bool example; /* one that is enough: members count in too many ways for all to be tried */
    size_t *of;   /* by class: such a choice */
};
void trial_least_for(struct arena *a, struct trial *t, size_t rule, enum trial_goal goal, int others,
                     struct trial_least *out);
/* Whether one member of the class, by being at the position while all others are for, prevents adoption. */
bool trial_blocks(struct arena *a, struct trial *t, size_t rule, size_t class, int position);
/* Whether one member of the class, being for while all others stand at the position, adopts. */
bool trial_adopts_alone(struct arena *a, struct trial *t, size_t rule, size_t class, int others);
bool trial_allows(const struct trial *t, size_t rule, int position);
#endif
