/* analysis/show_commitment.h: pledges as JSON: what `commitment list|show --json` prints, and the web. */
#ifndef ANALYSIS_SHOW_COMMITMENT_H
#define ANALYSIS_SHOW_COMMITMENT_H

#include "codec/json.h"
#include "mechanism/commitment.h"

/* Which pledges: those that fit everything that is said. */
struct commitment_filter {
    struct bytes member;       /* empty: whose ever */
    const struct hash *matter; /* NULL: whatever they follow */
    int64_t statement;         /* 0: the same */
    bool overdue;              /* only those that are */
};
/* In the order of their numbers, in the arena of the context. */
size_t show_commitments_of(struct context *c, const struct commitment_filter *f, struct commitment **out);

/* The word of where it stands: withdrawn, fulfilled, overdue, partly or pledged. */
const char *show_commitment_word(const struct commitment *x);

/* A list of objects: the fields of struct commitment, places as a list, `state` (the word above) and `left`,
 * what is not confirmed yet. */
void show_commitments(struct json_writer *w, struct context *c, const struct commitment_filter *f);
void show_commitment_rows(struct json_writer *w, struct context *c, const struct commitment *list,
                          size_t count);
/* One, with `chair` (who has the last word), `report_list` and `revision_list` besides. False: there is
 * none of that number, and nothing was written. */
bool show_commitment(struct json_writer *w, struct context *c, int64_t number);
#endif
