/* mechanism/platform.h: where the organisation is to be heard: the calendar of international platforms, and
 * mandates to speak there.
 *
 * A mandate says who speaks (an office of a member), with which text (an adopted statement, or a matter whose
 * adopted text it will be), where and until when. What is then delivered is a speech filed with the mandate
 * (mechanism/speech.h), in its member's own name; whether its words are the adopted ones is compared, not
 * ruled (analysis/delivery.h). docs/protocol/platform.md numbers what holds. */
#ifndef MECHANISM_PLATFORM_H
#define MECHANISM_PLATFORM_H

#include "mechanism/acts.h"
#include "mechanism/context.h"
#include "mechanism/row.h"

enum platform_stage { PLATFORM_PLANNED, PLATFORM_CANCELLED };
struct platform {
    int64_t entry;     /* of the act that said it last */
    struct bytes from; /* first day */
    struct bytes member; /* that listed it */
    struct bytes name;
    int64_t number; /* from 1 */
    struct bytes place;
    enum platform_stage stage;
    struct bytes to; /* last day */
    struct bytes topic;
    struct bytes uid; /* its name in the calendar that it comes from; may be empty */
};

enum mandate_stage { MANDATE_GIVEN, MANDATE_REVOKED, MANDATE_EXPIRED };
struct mandate {
    struct bytes body; /* whose chair gave it */
    int64_t entry;
    struct hash id;
    struct hash matter; /* zero: a statement is named */
    struct bytes member;
    struct bytes office;
    int64_t platform; /* number, 0: wherever */
    struct bytes reason; /* of its revocation */
    int64_t revoked;     /* entry */
    int64_t speeches;    /* filed under it */
    enum mandate_stage stage;
    int64_t statement; /* number, 0: a matter is named */
    int64_t time_ms;
    struct bytes until; /* last day */
};

extern const struct row_shape platform_shape, mandate_shape;

bool platform_get(struct state *s, int64_t number, struct platform *out);
size_t platform_list(struct state *s, struct arena *a, struct platform **out); /* by number */
bool mandate_get(struct state *s, const struct hash *id, struct mandate *out);
/* In the order of giving. */
size_t mandate_list(struct state *s, struct arena *a, struct mandate **out);
/* The number of the statement whose words it is about; 0: the text of its matter is not adopted. */
int64_t mandate_statement(struct state *s, struct arena *a, const struct mandate *m);

/* Whether a speech of that member on that day, at that platform (0: none), is within the mandate: counts
 * it. */
enum rejection mandate_use(struct context *c, const struct hash *id, struct bytes member, struct bytes day,
                           int64_t platform);

enum rejection platform_calendar(struct context *c, const struct act *a);
enum rejection platform_cancel(struct context *c, const struct act *a);
enum rejection platform_mandate(struct context *c, const struct act *a);
enum rejection platform_revoke(struct context *c, const struct act *a);
/* The day after its last has begun (mechanism/civil.h): the word of what has come of it. */
const char *mandate_due(struct context *c, const struct hash *id);
#endif
