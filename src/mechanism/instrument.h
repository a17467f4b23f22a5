/* mechanism/instrument.h: treaties of which the organisation is the depositary: who signed, who is bound,
 * with
 * which reservations, and what the depositary has to tell.
 *
 * An instrument has a text (a statement of the organisation, or a digest) and a clause on its entry into
 * force
 * (charter/treaty.h). Members act for themselves. For states that are no members, whose instruments come on
 * paper, the depositary records them, with the day on which they came: it holds the office `depositary` of
 * the
 * charter, or has the chair of the body that opened the instrument. Days are civil dates (mechanism/civil.h).
 * Each act, and each day on which something came about, is a notice with a number.
 *
 * Sources: the Vienna Convention on the Law of Treaties 1969 (VCLT), and the Summary of Practice of the
 * Secretary-General as Depositary. docs/protocol/instrument.md numbers what holds. */
#ifndef MECHANISM_INSTRUMENT_H
#define MECHANISM_INSTRUMENT_H

#include "charter/treaty.h"
#include "mechanism/acts.h"
#include "mechanism/context.h"
#include "mechanism/row.h"

enum instrument_stage { INSTRUMENT_OPEN, INSTRUMENT_IN_FORCE };
/* Days are YYYY-MM-DD, or empty: not yet, or never. */
struct instrument {
    struct hash amends; /* zero: none */
    struct bytes body;
    struct bytes clause;   /* its text */
    struct bytes closes;   /* last day for signatures */
    int64_t corrections;   /* proposed so far */
    struct hash digest;    /* of the text */
    int64_t entry;         /* of the act that opened it */
    struct bytes force;    /* from when it is in force, as far as it is known */
    struct hash id;
    struct bytes languages; /* authentic ones, with spaces between */
    struct bytes met;       /* when the condition of the clause was met */
    struct bytes name;      /* an id that people use */
    int64_t notices;        /* so far */
    struct bytes opens;
    int64_t parties; /* rows of participants so far */
    struct bytes place;
    int64_t reservations; /* and declarations, so far */
    enum instrument_stage stage;
    int64_t statement; /* number of the adopted one; 0: none */
    struct bytes title;
};

enum instrument_signature { SIGNATURE_NONE, SIGNATURE_SIMPLE, SIGNATURE_AD_REFERENDUM, SIGNATURE_DEFINITIVE };
struct instrument_party {
    struct bytes applied;   /* provisional application from */
    struct bytes code;
    struct bytes confirmed; /* an ad referendum signature was: it then counts from its own day (VCLT "
"12(2)(b)) */
    struct bytes deposited;
    struct hash document;  /* digest of the instrument on paper; zero: none */
    struct bytes ended;    /* provisional application until */
    int64_t entry;         /* of the last act about it */
    struct bytes first;    /* it was bound before and left: the day of its first instrument */
    struct bytes force;    /* from when it is bound */
    enum treaty_kind kind; /* of what was deposited */
    struct bytes leaves;   /* when its withdrawal takes effect */
    bool member;           /* of the organisation */
    struct bytes notified; /* when it gave notice of withdrawal */
    int64_t number;        /* from 1 */
    struct bytes office;   /* of the person who signed last */
    struct hash powers;    /* digest of full powers; zero: the office has them (VCLT 7(2)) */
    enum instrument_signature signature;
    struct bytes signed_on;
    struct bytes withdrawn; /* the instrument was, before it took effect */
};

struct instrument_reservation {
    struct bytes accepted; /* by silence, by whoever had not objected: the day (VCLT 20(5)) */
    struct bytes code;
    struct bytes confirmed; /* with the consent to be bound (VCLT 23(2)); without it there is no effect */
    bool declaration;       /* an interpretative declaration: it changes nothing */
    int64_t entry;
    struct bytes made;
    int64_t number; /* from 1 */
    struct bytes text;
    struct bytes withdrawn;
};

struct instrument_objection {
    struct bytes code;
    int64_t entry;
    struct bytes made;
    bool opposes; /* the treaty is not in force between the two (VCLT 20(4)(b)) */
    struct bytes reason;
    int64_t reservation;
    struct bytes withdrawn;
};

enum instrument_correction_stage { CORRECTION_PROPOSED, CORRECTION_MADE, CORRECTION_DISPUTED };
struct instrument_correction {
    struct bytes by; /* who disputes it; empty: nobody */
    int64_t entry;
    int64_t number; /* from 1 */
    struct bytes proposed;
    struct bytes reason; /* of the dispute */
    enum instrument_correction_stage stage;
    struct bytes text;
    struct bytes until;
};

/* What happened, or what a day brought: the words of notices. */
enum instrument_event {
    EVENT_OPENED, EVENT_SIGNED, EVENT_CONFIRMED, EVENT_DEPOSITED, EVENT_RESERVED, EVENT_LIFTED,
        EVENT_OBJECTED,
    EVENT_DROPPED, EVENT_APPLIED, EVENT_APPLIED_END, EVENT_CORRECTION, EVENT_DISPUTED, EVENT_CORRECTED,
    EVENT_TAKEN_BACK, EVENT_LEAVING, EVENT_STAYING, EVENT_MET, EVENT_UNMET, EVENT_IN_FORCE, EVENT_BOUND,
    EVENT_LEFT, EVENT_ACCEPTED
};
struct instrument_notice {
    struct bytes code; /* of the participant it is about; empty: of none */
    struct bytes day; /* of the act; or the day that brought it */
    int64_t entry;    /* of the act; of what a day brought, the entry that was next */
    enum instrument_event event;
    int64_t number;  /* from 1 */
    int64_t subject; /* number of the reservation or correction; 0: none */
};

extern const struct row_shape instrument_shape, instrument_party_shape, instrument_reservation_shape,
    instrument_objection_shape, instrument_correction_shape, instrument_notice_shape;

bool instrument_get(struct state *s, const struct hash *id, struct instrument *out);
/* By name. */
size_t instrument_list(struct state *s, struct arena *a, struct instrument **out);
bool instrument_named(struct state *s, struct bytes name, struct hash *out);
bool instrument_party_get(struct state *s, const struct hash *id, struct bytes code,
                          struct instrument_party *out);
/* By code. */
size_t instrument_parties(struct state *s, const struct hash *id, struct arena *a,
                          struct instrument_party **out);
/* By number; objections by reservation and code. */
size_t instrument_reservations(struct state *s, const struct hash *id, struct arena *a,
                               struct instrument_reservation **out);
size_t instrument_objections(struct state *s, const struct hash *id, struct arena *a,
                             struct instrument_objection **out);
size_t instrument_corrections(struct state *s, const struct hash *id, struct arena *a,
                              struct instrument_correction **out);
size_t instrument_notices(struct state *s, const struct hash *id, struct arena *a,
                          struct instrument_notice **out);

/* What its clause makes of the participants as they are known on a day. */
void instrument_apply_clause(struct state *s, struct arena *a, const struct instrument *i, int64_t today,
                             const struct treaty **treaty, struct treaty_force *out);
/* The same if that participant consented on that day too, and nothing else came about until then: by a
 * ratification if it has signed, else by an accession, as far as the clause counts them. False: it has
 * consented already. */
bool instrument_suppose(struct state *s, struct arena *a, const struct instrument *i, int64_t today,
                        struct bytes code, int64_t day, const struct treaty **treaty,
                        struct treaty_force *out);
/* From when a participant is then bound; TREATY_NO_DAY: it is not. */
int64_t instrument_bound_from(const struct treaty_force *f, struct bytes code);
/* The member that is its depositary. */
struct bytes instrument_depositary(struct context *c, const struct instrument *i);
/* Whether it is bound on a day: it has deposited, the treaty is in force for it, and it has not left. */
bool instrument_binds(const struct instrument_party *p, struct bytes day);
/* How many days a correction may be disputed, and months a reservation may be objected to. */
enum { CORRECTION_DAYS = 90, OBJECTION_MONTHS = 12 };
/* The last day on which a party may object to a reservation; empty: as long as it has not consented. */
struct civil_day instrument_objection_until(const struct instrument_reservation *r,
                                            const struct instrument_party *p);

enum rejection instrument_open(struct context *c, const struct act *a);
enum rejection instrument_sign(struct context *c, const struct act *a);
enum rejection instrument_confirm(struct context *c, const struct act *a);
enum rejection instrument_deposit(struct context *c, const struct act *a);
enum rejection instrument_withdraw(struct context *c, const struct act *a);
enum rejection instrument_stay(struct context *c, const struct act *a);
enum rejection instrument_apply(struct context *c, const struct act *a);
enum rejection instrument_reserve(struct context *c, const struct act *a);
enum rejection instrument_lift(struct context *c, const struct act *a);
enum rejection instrument_object(struct context *c, const struct act *a);
enum rejection instrument_drop(struct context *c, const struct act *a);
enum rejection instrument_correct(struct context *c, const struct act *a);
enum rejection instrument_dispute(struct context *c, const struct act *a);

/* What comes on a day; each gives the word for the fact of the deadline, "" if nothing came. Number: 0 the
 * instrument, else the participant, the reservation or the correction. */
const char *instrument_comes(struct context *c, const struct hash *id, int64_t number, int64_t day);
const char *instrument_leaves(struct context *c, const struct hash *id, int64_t number, int64_t day);
const char *instrument_accepts(struct context *c, const struct hash *id, int64_t number, int64_t day);
const char *instrument_corrects(struct context *c, const struct hash *id, int64_t number, int64_t day);

/* For the files of this mechanism. */
void instrument_put(struct state *s, const struct instrument *i);
void instrument_party_put(struct state *s, const struct hash *id, const struct instrument_party *p);
void instrument_reservation_put(struct state *s, const struct hash *id,
                                const struct instrument_reservation *r);
void instrument_objection_put(struct state *s, const struct hash *id, const struct instrument_objection *o);
void instrument_correction_put(struct state *s, const struct hash *id, const struct instrument_correction *x);
bool instrument_reservation_get(struct state *s, const struct hash *id, int64_t number,
                                struct instrument_reservation *out);
bool instrument_objection_get(struct state *s, const struct hash *id, int64_t reservation, struct bytes code,
                              struct instrument_objection *out);
bool instrument_correction_get(struct state *s, const struct hash *id, int64_t number,
                               struct instrument_correction *out);
/* From its confirmation on others have twelve months to object. */
void instrument_reservation_wait(struct context *c, const struct instrument *i,
                                 const struct instrument_reservation *r);
/* Counts a notice; the caller puts the instrument. */
void instrument_tell(struct context *c, struct instrument *i, enum instrument_event event, struct bytes code,
                     int64_t subject);
/* What a day has brought, which may be past when the clock jumps over it. */
void instrument_tell_of(struct context *c, struct instrument *i, enum instrument_event event,
                        struct bytes code, int64_t subject, int64_t day);
/* The instrument of an act, and the participant it is about: the own member, or whom the depositary names. */
enum rejection instrument_of(struct context *c, const struct act *a, struct instrument *i, struct bytes *code,
                             struct bytes *day);
/* After a change: when its condition is met, from when it is in force and for whom. Puts the instrument. */
void instrument_settle(struct context *c, struct instrument *i);
struct bytes instrument_day(struct context *c, int64_t day); /* its text, in the arena */
#endif
