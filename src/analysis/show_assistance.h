/* analysis/show_assistance.h: help to members as JSON: what `assistance list|show --json` prints and the web
 * serves. */
#ifndef ANALYSIS_SHOW_ASSISTANCE_H
#define ANALYSIS_SHOW_ASSISTANCE_H

#include "codec/json.h"
#include "mechanism/assistance.h"
#include "mechanism/row.h"

/* Which requests: those that fit everything that is said. */
struct show_assistance_filter {
    struct bytes member; /* empty: whosever */
    bool open;           /* only those that have not ended */
};
/* In the order of their numbers, in the arena of the context. */
size_t show_assistance_list(struct context *c, const struct show_assistance_filter *f,
                            struct assistance **out);

/* Where it stands: requested, consultation, lapsed (the consultation led to nothing), decided, mandate, over
 * or ended. */
const char *show_assistance_state(struct context *c, const struct assistance *x);

/* A step with its target and what it took, both from the request on and by the civil clock. */
struct assistance_path {
    int64_t entry;     /* 0: not taken yet */
    bool late;         /* it took longer than its target, or its target is past */
    struct bytes step; /* its word */
    int64_t target_ms; /* 0: none was set */
    int64_t time_ms;   /* of the civil clock; 0: not taken yet */
    int64_t took_ms;   /* 0: not taken yet, or taken before anybody asked */
};
extern const struct row_shape assistance_path_shape;
void show_assistance_path(struct context *c, const struct assistance *x,
                          struct assistance_path out[ASSISTANCE_STEPS]);

/* A list of objects: request (the fields of struct assistance) and state. */
void show_assistance_rows(struct json_writer *w, struct context *c, const struct assistance *list,
                          size_t count);
/* The same of all that fit. */
void show_assistances(struct json_writer *w, struct context *c, const struct show_assistance_filter *f);
/* body and chair that decide, deliveries, mandates, needs, notices, offers, path (of steps), reports,
 * request, state. */
void show_assistance(struct json_writer *w, struct context *c, const struct assistance *x);

/* A draft of the notice to the United Nations (analysis/notice.h). */
struct show_draft {
    struct bytes language;
    struct bytes text;
};
/* There must be words for the language. */
struct show_draft show_draft(struct context *c, const struct assistance *x, struct bytes language);
/* draft (always true), drafts (language, text), realm, request (its number), sent (always false). */
void show_drafts(struct json_writer *w, const struct context *c, const struct assistance *x,
                 const struct show_draft *drafts, size_t count);
#endif
