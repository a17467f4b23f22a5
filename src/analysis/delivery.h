/* analysis/delivery.h: what was delivered under a mandate, beside the words that were adopted. A comparison
 * and no verdict: it says in which words the two differ. */
#ifndef ANALYSIS_DELIVERY_H
#define ANALYSIS_DELIVERY_H

#include "analysis/diff.h"
#include "mechanism/platform.h"
#include "mechanism/speech.h"

enum delivery_result {
    DELIVERY_NO_MANDATE,  /* the member spoke for itself */
    DELIVERY_NOT_WHOLE,   /* parts of the speech are missing on the record */
    DELIVERY_NOT_ADOPTED, /* the text of the mandate is not adopted, or its words are not on the record */
    DELIVERY_NO_LANGUAGE, /* it is not authentic in the language of the speech */
    DELIVERY_AS_MANDATED, /* the adopted words, but for spaces and line breaks */
    DELIVERY_WITHIN,      /* the adopted words stand in it, whole and in their order, with other words */
    DELIVERY_ALTERED,
};
const char *delivery_word(enum delivery_result r); /* "as mandated", ... */

struct delivery {
    enum delivery_result result;
    int64_t statement; /* number, 0: none */
    size_t words;      /* of the adopted text */
    size_t gone;       /* of them not in the speech */
    size_t added;      /* of the speech not in the adopted text */
    size_t part_count; /* the difference, adopted to delivered; 0 if there is nothing to compare */
    const struct diff_part *parts;
};

/* Lives in the arena of the context. Its error of the disk is *c->error, and the result then means
 * nothing. */
struct delivery delivery_of(struct context *c, const struct speech *x);

/* A platform of the calendar with what has come of it by the civil date of the context. */
enum platform_result {
    RESULT_PLANNED,    /* its last day is not over, and nothing was reported */
    RESULT_REPORTED,   /* something that was said there is on the record */
    RESULT_UNREPORTED, /* its last day is over, and nothing was reported */
    RESULT_CANCELLED,
};
struct platform_outcome {
    int64_t entry; /* and so on: as struct platform */
    struct bytes from;
    struct bytes member;
    struct bytes name;
    int64_t number;
    struct bytes place;
    int64_t speeches; /* filed as said there */
    enum platform_result stage;
    struct bytes to;
    struct bytes topic;
    struct bytes uid;
};
extern const struct row_shape platform_outcome_shape;
const char *platform_result_word(enum platform_result r); /* "planned", "passed, nothing reported", ... */

/* All, by number; the one of a number, false: there is none. In the arena of the context. */
size_t platform_outcomes(struct context *c, struct platform_outcome **out);
bool platform_outcome_get(struct context *c, int64_t number, struct platform_outcome *out);

/* Planned and delivered, by the quarter of the civil year: a platform counts in the quarter in which it
 * begins, a mandate in that of its platform, else of its last day, a speech in that of its day. */
struct delivery_quarter {
    int64_t year;
    int64_t quarter;   /* 1 to 4 */
    int64_t platforms; /* not cancelled */
    int64_t unreported; /* of them passed without a report */
    int64_t mandates;  /* not revoked */
    int64_t delivered; /* mandates under which something was said */
    int64_t speeches;  /* at platforms or under mandates */
};
size_t delivery_quarters(struct context *c, struct delivery_quarter **out);
#endif
