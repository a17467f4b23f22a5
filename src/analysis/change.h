/* analysis/change.h: what one charter changes for whom in another: who gains or loses the power to block, how
 * many are needed now, which clocks run shorter, whom an abstention binds, and a vote that comes out
 * otherwise. */
#ifndef ANALYSIS_CHANGE_H
#define ANALYSIS_CHANGE_H

#include "analysis/trial.h"

enum { CHANGE_SENTENCES_MAX = 64 };

struct change {
    const char *kind; /* of the part: "rule", "body", "group", "charter" */
    struct bytes name;
    size_t count;
    struct bytes sentences[CHANGE_SENTENCES_MAX];
};

struct change_list {
    size_t count;
    struct change **items; /* in the order of the later charter */
};

/* The charters with their tables; the rules of the sides are not looked at. `members` and `date` as in
 * trial_new. Of versions by day those in force on the date are compared. */
void changes_of(struct arena *a, const struct trial_side *before, const struct trial_side *after,
                size_t members, struct bytes date, struct change_list *out);

/* The files of this: a sentence at a time. */
struct changer {
    struct arena *arena;
    struct trial_side sides[TRIAL_RULES_MAX];
    size_t members;
    struct bytes date;
    size_t work;        /* left for votes that come out otherwise */
    struct change *now; /* that is being written */
    struct buffer text;
};
void change_end(struct changer *x);
/* What changes in numbers between the two rules. */
void change_rule(struct changer *x, const struct charter_rule *before, const struct charter_rule *after);
#endif
