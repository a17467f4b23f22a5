/* analysis/show_clock.h: the civil date and the clock that it follows, as JSON. */
#ifndef ANALYSIS_SHOW_CLOCK_H
#define ANALYSIS_SHOW_CLOCK_H

#include "codec/json.h"
#include "mechanism/context.h"

enum { SHOW_CLOCK_NEXT = 20 }; /* deadlines to come that are shown */

/* "+03:00" */
struct show_zone {
    char text[sizeof "+HH:MM"];
};
struct show_zone show_zone(int64_t minutes);
/* "P/Q" of the scenario clock as it goes after this block; "" in the real realm, which has none. */
const char *show_rate(struct context *c);

/* The whole value, at the official time of the context:
 *   {"civil_date":DATE,"keeper":CODE,"next":[{"day":DATE,"id":HEX,"number":N,"of":WORD,"when":MS}..],
 *    "offset":"+HH:MM","offsets":[{"from":MS,"offset":"+HH:MM"}..],"rate":"P/Q","realm":WORD,"scenario":MS,
 *    "time":MS}
 * when: the official time at which it comes as the clock goes now, 0: never; offsets: those that an act
 * brought; scenario: the scenario clock, in the real realm official time. */
void show_clock(struct json_writer *w, struct context *c);
#endif
