/* mechanism/commitment.h: what members pledge to common security, and what became of it.
 *
 * A pledge is one member's own: how much of what, where (a list of places, no borders), on which conditions,
 * from when and by when, and which decision it follows. Its member reports what was done, with evidence; any
 * other member confirms the report or disputes it, and where they differ the chair has the last word. What is
 * confirmed counts; a pledge that is not fulfilled when its last day is over is overdue until it is.
 * docs/protocol/commitment.md numbers what holds. */
#ifndef MECHANISM_COMMITMENT_H
#define MECHANISM_COMMITMENT_H

#include "mechanism/acts.h"
#include "mechanism/context.h"
#include "mechanism/row.h"

enum commitment_stage { COMMITMENT_OPEN, COMMITMENT_FULFILLED, COMMITMENT_WITHDRAWN };
struct commitment {
    struct bytes conditions; /* may be empty */
    int64_t confirmed;       /* quantity of reports that stand confirmed */
    struct bytes due;        /* last day */
    int64_t entry;           /* of the pledge */
    struct bytes from;       /* first day; may be empty */
    struct hash id;          /* of the act */
    struct hash matter;      /* that it follows; zero: none */
    struct bytes member;
    int64_t number;     /* from 1 */
    bool overdue;       /* since its last day it is not fulfilled */
    struct bytes places; /* lines with LF between, ascending; may be empty */
    int64_t quantity;
    struct bytes reason; /* of its withdrawal */
    int64_t reports;     /* how many */
    int64_t revisions;   /* how many */
    enum commitment_stage stage;
    int64_t statement; /* number of the one that it follows; 0: none */
    struct bytes title;
    struct bytes unit;
};

enum report_stage { REPORT_MADE, REPORT_CONFIRMED, REPORT_DISPUTED };
struct commitment_report {
    struct bytes by; /* who confirmed or disputed it last; empty: nobody */
    struct bytes day;
    int64_t entry;
    struct hash evidence; /* SHA-256 of a document; zero: none */
    int64_t number;       /* from 1, of the commitment */
    int64_t quantity;
    struct bytes reason; /* of the dispute, or of the ruling */
    bool ruled;          /* by the chair, for good */
    int64_t said;        /* entry of that */
    enum report_stage stage;
    struct bytes text;
};

/* What a revision has replaced. */
struct commitment_revision {
    struct bytes due;
    int64_t entry;
    int64_t number; /* from 1, of the commitment */
    int64_t quantity;
    struct bytes reason;
};

extern const struct row_shape commitment_shape, commitment_report_shape, commitment_revision_shape;

bool commitment_get(struct state *s, int64_t number, struct commitment *out);
size_t commitment_list(struct state *s, struct arena *a, struct commitment **out); /* by number */
bool commitment_report_get(struct state *s, int64_t commitment, int64_t number,
                           struct commitment_report *out);
size_t commitment_reports(struct state *s, int64_t commitment, struct arena *a,
                          struct commitment_report **out);
size_t commitment_revisions(struct state *s, int64_t commitment, struct arena *a,
                            struct commitment_revision **out);
/* Who has the last word on its reports: the chair of the body of its matter, else of the first. */
struct bytes commitment_chair(struct context *c, const struct commitment *x);

enum rejection commitment_pledge(struct context *c, const struct act *a);
enum rejection commitment_report(struct context *c, const struct act *a);
enum rejection commitment_confirm(struct context *c, const struct act *a);
enum rejection commitment_dispute(struct context *c, const struct act *a);
enum rejection commitment_revise(struct context *c, const struct act *a);
enum rejection commitment_withdraw(struct context *c, const struct act *a);
/* Its last day is over (mechanism/civil.h); gives the word of what came of it. */
const char *commitment_due(struct context *c, int64_t number);
#endif
