/* analysis/show_vote.h: votes as JSON: what `vote list` and `vote show` print with --json, and what
 * /votes.json serves. */
#ifndef ANALYSIS_SHOW_VOTE_H
#define ANALYSIS_SHOW_VOTE_H

#include "analysis/show_turn.h"
#include "mechanism/vote.h"

/* "running", or the word of its outcome. */
const char *show_vote_stage(const struct vote *x);

/* A vote as it stands, computed once for whoever shows it. */
struct vote_view {
    const struct vote *vote;
    size_t count;
    struct standing *seats;
    struct bytes *reasons; /* that each gave for its position; empty: none */
    struct asked bodies;
    bool decided; /* it can be computed again, with what the record says; else `diag` says why it cannot */
    struct decision decision;
    struct diag diag;
    const struct turn *turn; /* what another outcome would take; NULL: not decided, or still sealed */
};
void vote_view(struct context *c, const struct vote *x, struct vote_view *out);
/* What is known of a seat, in words for people; a sealed position is not known before it is opened. */
const char *vote_view_words(struct arena *a, const struct vote_view *v, const struct standing *s);

void show_votes(struct json_writer *w, const struct vote *list, size_t count);
void show_vote(struct json_writer *w, const struct vote_view *v);
#endif
