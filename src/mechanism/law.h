/* mechanism/law.h: the charter on a day. Rules and groups have versions by civil date; the day of an official
 * time is that of the organisation's offset from UTC (contracts section 6). */
#ifndef MECHANISM_LAW_H
#define MECHANISM_LAW_H

#include "mechanism/context.h"

struct civil_day {
    char text[sizeof "YYYY-MM-DD"];
};

/* The day in the Gregorian calendar of milliseconds since 1970 UTC, of a clock so many minutes ahead. What
 * comes after 9999-12-31 stays at that day. */
struct civil_day civil_day_of(int64_t time_ms, int64_t offset_minutes);

struct civil_day law_day(const struct organisation *org, int64_t time_ms);
/* The version of a rule that is in force at that time. NULL: none. */
const struct charter_rule *law_rule(const struct organisation *org, struct bytes name, int64_t time_ms);
#endif
