/* analysis/quorum.h: whether a body has its quorum with those who are present, by the rule of the charter,
 * with the numbers. */
#ifndef ANALYSIS_QUORUM_H
#define ANALYSIS_QUORUM_H

#include "charter/evaluate.h"
#include "mechanism/session.h"

struct quorum {
    struct bytes rule; /* of the body: its first; empty: none is in force */
    bool asked;        /* the rule has a quorum */
    bool holds;        /* also where none is asked and somebody is present */
    bool known;        /* false: the rule cannot be applied to those who sit there; `why` says it */
    struct bytes why;
    size_t seats;
    size_t present_count;
    const struct bytes *present; /* members, ascending */
    size_t atom_count;
    const struct decision_atom *atoms; /* of the quorum alone */
};

/* Of a body with the members that `is_present` says, by the charter in force and on the day of c->time_ms. */
struct quorum quorum_of(struct context *c, const struct body *b, const bool *is_present);

/* Of a session at an hour of one of its days. */
struct quorum quorum_at(struct context *c, const struct session *x, const struct attendance *list,
                        size_t count, struct bytes day, struct bytes hour);
/* When the presence of somebody begins or ends: days and hours, ascending. */
struct quorum_moment {
    struct bytes day;
    struct bytes hour;
};
size_t quorum_moments(struct arena *a, const struct attendance *list, size_t count,
                      struct quorum_moment **out);
#endif
