/* cli/explanation.h: a decision as text for people, in 80 columns. */
#ifndef CLI_EXPLANATION_H
#define CLI_EXPLANATION_H

#include "analysis/show_turn.h"

#define EXPLANATION_COLUMNS 80

struct explanation_view {
    struct bytes title;  /* what was decided on; may be empty */
    struct bytes mark;   /* stands above all, such as ARCHIVE; a fictional charter says EXERCISE */
    const struct charter *charter;
    const struct charter_rule *rule;
    const struct decision *decision; /* with explanation */
    size_t table_count;              /* by which it was weighed */
    const struct charter_table *const *tables;
    const struct turn *turn; /* what another outcome would take; NULL: not said */
};

/* Outcome, reason, each condition with its numbers, who is pivotal, what it means for whom, source, what is
 * unverified. */
void explanation_write(struct buffer *out, const struct explanation_view *view);
/* Two of them side by side, and what makes the difference. */
void explanation_compare(struct buffer *out, const struct explanation_view *left,
                         const struct explanation_view *right);
#endif
