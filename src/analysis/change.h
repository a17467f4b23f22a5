/* analysis/change.h: what one charter changes for whom in another, of every kind of part: who gains or loses
 * the power to block, a seat or a tag, how many are needed now, which clocks run shorter, whom an abstention
 * binds, who holds an office, and a vote that comes out otherwise. */
#ifndef ANALYSIS_CHANGE_H
#define ANALYSIS_CHANGE_H

#include "analysis/links.h"
#include "analysis/trial.h"
#include "charter/difference.h"

enum { CHANGE_SENTENCES_MAX = 64 };

struct change {
    const char *kind; /* of the part: "rule", "body", "group", "charter" */
    struct bytes name;
    size_t count;
    struct bytes sentences[CHANGE_SENTENCES_MAX]; /* beyond these, the last says how many more there are */
};

struct change_list {
    size_t count;
    struct change **items; /* kind by kind, in the order of the later charter */
};

/* The charters with their tables; the rules of the sides are not looked at. `members` and `date` as in
 * trial_new. Of versions by day those in force on the date are compared, the others named. */
void changes_of(struct arena *a, const struct trial_side *before, const struct trial_side *after,
                size_t members, struct bytes date, struct change_list *out);
#endif
