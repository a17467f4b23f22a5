/* mechanism/assistance.h: help to a member: one path for aggression, disaster and attack on networks.
 *
 * A member requests help and says what it needs, how much and by when. The body that the charter names
 * (`motion assist`, else its first body) consults: a matter. Once a text is adopted there its chair lays down
 * the mandate: tasks, limits, first and last day. While a mandate holds, other members offer; the one that
 * asked accepts, all or a part, and what is accepted never exceeds the need. Deliveries are reported and
 * received; a person signs the notice to the United Nations, of which a draft is composed from the record
 * (analysis/notice.h); the request ends by its member or by a decision. Each step has its time, and a target
 * if one was set when help was requested. docs/protocol/assistance.md numbers what holds. */
#ifndef MECHANISM_ASSISTANCE_H
#define MECHANISM_ASSISTANCE_H

#include "mechanism/acts.h"
#include "mechanism/context.h"
#include "mechanism/matter.h"
#include "mechanism/row.h"

enum assistance_kind { ASSISTANCE_AGGRESSION, ASSISTANCE_DISASTER, ASSISTANCE_NETWORK, ASSISTANCE_KINDS };
/* In the order in which they come as a rule. */
enum assistance_step {
    STEP_CONSULTATION, /* a matter is linked */
    STEP_DECISION,     /* its text is adopted */
    STEP_MANDATE,      /* the first one */
    STEP_OFFER,        /* the first one */
    STEP_ACCEPTANCE,   /* the first one */
    STEP_DELIVERY,     /* the first one */
    STEP_NOTICE,       /* a signed one is on the record */
    STEP_END,
    ASSISTANCE_STEPS
};
enum assistance_stage {
    ASSISTANCE_REQUESTED,
    ASSISTANCE_CONSULTED, /* a matter is linked, which may be adopted or lapsed by now */
    ASSISTANCE_MANDATED,
    ASSISTANCE_OVER, /* the last day of the mandate is over */
    ASSISTANCE_ENDED,
};

struct assistance {
    int64_t deliveries; /* how many */
    int64_t ended;      /* entry; 0: not yet */
    struct bytes ended_by; /* member */
    int64_t entry;
    struct hash id; /* of the act */
    enum assistance_kind kind;
    int64_t mandates;   /* how many */
    struct hash matter; /* the newest that is linked; zero: none */
    struct bytes member; /* that asks for help */
    int64_t needs;
    int64_t notices;
    int64_t number; /* from 1 */
    int64_t offers;
    struct bytes places; /* lines with LF between, ascending; may be empty */
    int64_t reports;
    enum assistance_stage stage;
    struct bytes summary; /* at its end */
    int64_t time_ms;      /* of the civil clock (civil_ms), at the request */
    struct bytes title;
    struct bytes what; /* happened */
};

struct assistance_need {
    int64_t accepted; /* of offers: never more than `quantity` */
    struct bytes by;  /* day */
    int64_t delivered;
    int64_t entry; /* of the act that said it last */
    struct bytes item;
    bool late;      /* it was not all delivered when its day was over */
    int64_t number; /* from 1, of the request */
    int64_t quantity;
    struct bytes reason; /* of its last revision */
    int64_t revisions;
    struct bytes unit;
};

enum offer_stage {
    OFFER_OPEN,
    OFFER_TAKEN, /* all of it is accepted */
    OFFER_DECLINED,
    OFFER_EXPIRED,
    OFFER_WITHDRAWN,
};
struct assistance_offer {
    int64_t accepted; /* at most `quantity` */
    struct bytes conditions;
    int64_t delivered; /* at most `accepted` */
    int64_t entry;
    struct bytes member;
    int64_t need;   /* number */
    int64_t number; /* from 1, of the request */
    int64_t quantity;
    struct bytes reason; /* why it was declined or withdrawn */
    int64_t said;        /* entry of that */
    enum offer_stage stage;
    struct bytes until; /* last day on which it can be accepted */
};

struct assistance_mandate {
    int64_t entry;
    struct bytes from; /* first day */
    struct bytes limits;
    struct hash matter; /* the decision */
    struct bytes member; /* that had the chair */
    int64_t number;      /* from 1, of the request; the last holds */
    bool over;           /* its last day is over, or another took its place */
    struct bytes tasks;
    struct bytes until; /* last day */
};

struct assistance_delivery {
    struct bytes day;
    int64_t entry;
    struct hash evidence; /* SHA-256 of a document; zero: none */
    struct bytes member;
    int64_t number; /* from 1, of the request */
    int64_t offer;
    int64_t quantity;    /* as its member says */
    struct bytes reason; /* why less was received */
    int64_t received;    /* as the one that asked says; `quantity` until it does */
    int64_t said;        /* entry of that; 0: it has said nothing */
    struct bytes text;
};

struct assistance_report {
    int64_t entry;
    struct hash evidence;
    struct bytes member;
    int64_t number; /* from 1, of the request */
    struct bytes text;
};

struct assistance_notice {
    struct bytes day;   /* on which it was given */
    struct hash digest; /* of the signed document */
    int64_t entry;
    struct bytes member; /* that had the chair */
    int64_t number;      /* from 1, of the request */
    struct bytes office; /* of the person who signed: never a name */
    struct bytes to;     /* to whom it was given */
};

struct assistance_time {
    int64_t entry;     /* 0: the step is not taken */
    int64_t target_ms; /* from the request on; 0: none was set */
    int64_t time_ms;   /* of the civil clock; 0: the step is not taken */
};

extern const struct row_shape assistance_shape, assistance_need_shape, assistance_offer_shape,
    assistance_mandate_shape, assistance_delivery_shape, assistance_report_shape, assistance_notice_shape,
    assistance_time_shape;

const char *assistance_kind_word(enum assistance_kind k); /* "aggression", "disaster", "network" */
bool assistance_kind_parse(struct bytes word, enum assistance_kind *out);
const char *assistance_step_word(enum assistance_step s); /* "consultation", "decision", ... */
bool assistance_step_parse(struct bytes word, enum assistance_step *out);
const char *assistance_offer_word(enum offer_stage s);

/* False: none. Texts live as long as the state's values. Lists are by number. */
bool assistance_get(struct state *s, int64_t number, struct assistance *out);
bool assistance_need_get(struct state *s, int64_t request, int64_t number, struct assistance_need *out);
bool assistance_offer_get(struct state *s, int64_t request, int64_t number, struct assistance_offer *out);
bool assistance_mandate_get(struct state *s, int64_t request, int64_t number,
                            struct assistance_mandate *out);
bool assistance_delivery_get(struct state *s, int64_t request, int64_t number,
                             struct assistance_delivery *out);
size_t assistance_list(struct state *s, struct arena *a, struct assistance **out);
size_t assistance_needs(struct state *s, int64_t request, struct arena *a, struct assistance_need **out);
size_t assistance_offers(struct state *s, int64_t request, struct arena *a, struct assistance_offer **out);
size_t assistance_mandates(struct state *s, int64_t request, struct arena *a,
                           struct assistance_mandate **out);
size_t assistance_deliveries(struct state *s, int64_t request, struct arena *a,
                             struct assistance_delivery **out);
size_t assistance_reports(struct state *s, int64_t request, struct arena *a, struct assistance_report **out);
size_t assistance_notices(struct state *s, int64_t request, struct arena *a, struct assistance_notice **out);
/* When a step was taken, and its target. The decision is that of the newest linked matter. */
struct assistance_time assistance_time(struct context *c, const struct assistance *x,
                                       enum assistance_step step);
/* The targets that hold for requests to come, from the request on, in ms; 0: none. */
int64_t assistance_target(struct state *s, enum assistance_kind kind, enum assistance_step step);
/* The body that the charter in force names for help. */
struct bytes assistance_body(struct context *c);
/* The member that has its chair; empty: nobody. */
struct bytes assistance_chair(struct context *c);

enum rejection assistance_set_target(struct context *c, const struct act *a);
enum rejection assistance_request(struct context *c, const struct act *a);
enum rejection assistance_consult(struct context *c, const struct act *a);
enum rejection assistance_mandate(struct context *c, const struct act *a);
enum rejection assistance_revise(struct context *c, const struct act *a);
enum rejection assistance_report(struct context *c, const struct act *a);
enum rejection assistance_sign(struct context *c, const struct act *a);
enum rejection assistance_end(struct context *c, const struct act *a);
/* assistance_offer.c */
enum rejection assistance_offer(struct context *c, const struct act *a);
enum rejection assistance_accept(struct context *c, const struct act *a);
enum rejection assistance_decline(struct context *c, const struct act *a);
enum rejection assistance_withdraw(struct context *c, const struct act *a);
enum rejection assistance_deliver(struct context *c, const struct act *a);
enum rejection assistance_receive(struct context *c, const struct act *a);

/* What comes on a day (mechanism/civil.h): of the request of that id the need, the offer, the mandate of that
 * number. They give the word of what came of it. */
const char *assistance_need_comes(struct context *c, const struct hash *id, int64_t number, int64_t day);
const char *assistance_offer_comes(struct context *c, const struct hash *id, int64_t number, int64_t day);
const char *assistance_mandate_comes(struct context *c, const struct hash *id, int64_t number, int64_t day);

/* For the files of this mechanism. */
void assistance_put(struct state *s, const struct assistance *x);
void assistance_need_put(struct state *s, int64_t request, const struct assistance_need *n);
void assistance_offer_put(struct state *s, int64_t request, const struct assistance_offer *o);
void assistance_mandate_put(struct state *s, int64_t request, const struct assistance_mandate *m);
void assistance_delivery_put(struct state *s, int64_t request, const struct assistance_delivery *d);
void assistance_report_put(struct state *s, int64_t request, const struct assistance_report *r);
void assistance_notice_put(struct state *s, int64_t request, const struct assistance_notice *n);
void assistance_time_put(struct state *s, int64_t request, enum assistance_step step,
                         const struct assistance_time *t);
void assistance_time_get(struct state *s, int64_t request, enum assistance_step step,
                         struct assistance_time *out);
void assistance_target_put(struct state *s, enum assistance_kind kind, enum assistance_step step, int64_t ms);
/* A new one has the next number; found by its id from now on. */
int64_t assistance_number(struct state *s, const struct hash *id);
void assistance_of_id(struct state *s, const struct hash *id, struct assistance *out);
/* The first time that the step is taken: now. */
void assistance_reach(struct context *c, const struct assistance *x, enum assistance_step step);
/* The request that an act names. */
enum rejection assistance_find(struct context *c, const struct act *a, struct assistance *x);
/* The same, by the member that asked for it, and not ended. */
enum rejection assistance_find_own(struct context *c, const struct act *a, struct assistance *x);
#endif
