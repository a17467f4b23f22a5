/* tests/unit/mechanism/causes.h: what causes a rejection of state: rows of test_rejections.c, which runs them
 * all, and of the files beside it that have rows of their own. */
#ifndef UNIT_MECHANISM_CAUSES_H
#define UNIT_MECHANISM_CAUSES_H

#include "support/rig.h"

#define ZEROS "'0000000000000000000000000000000000000000000000000000000000000000'"

struct cause {
    const char *kind;
    const char *result;
    enum rig_stage stage;
    const char *who;
    const char *body;
    void (*prepare)(struct rig *r); /* after the stage; NULL: nothing */
    const char *of;                 /* body of the matter; NULL: the council */
    const char *charter;            /* NULL: org_charter */
    bool confidential;
    enum realm realm; /* exercise, if not said */
    const char *rule; /* of the matter; NULL: silence */
};

/* A row: the body, then what is not as usual. */
#define ROW(k, res, st, w, ...) {.kind = k, .result = res, .stage = st, .who = w, .body = __VA_ARGS__}

extern const struct cause assistance_causes[]; /* causes_assistance.c */
extern const size_t assistance_cause_count;
extern const struct cause charter_causes[]; /* causes_charter.c */
extern const size_t charter_cause_count;
extern const struct cause clock_causes[]; /* causes_clock.c */
extern const size_t clock_cause_count;
extern const struct cause commitment_causes[]; /* causes_commitment.c */
extern const size_t commitment_cause_count;
extern const struct cause election_causes[]; /* causes_election.c */
extern const size_t election_cause_count;
extern const struct cause instrument_causes[]; /* causes_instrument.c */
extern const size_t instrument_cause_count;
extern const struct cause procedure_causes[]; /* causes_procedure.c */
extern const size_t procedure_cause_count;
extern const struct cause ruling_causes[]; /* causes_ruling.c */
extern const size_t ruling_cause_count;
extern const struct cause session_causes[]; /* causes_session.c */
extern const size_t session_cause_count;
extern const struct cause speech_causes[]; /* causes_speech.c: platforms too */
extern const size_t speech_cause_count;
extern const struct cause older_causes[]; /* test_older.c */
extern const size_t older_cause_count;
extern const struct cause vote_causes[]; /* causes_vote.c */
extern const size_t vote_cause_count;
/* The row at an index of all these tables; NULL behind the last: causes.c has the list. */
const struct cause *causes_beside(size_t index);
#endif
