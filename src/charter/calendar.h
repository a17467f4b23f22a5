/* charter/calendar.h: working days, in the calendar of an organisation, a place or a member. Pure: a calendar
 * and an instant in, an instant out, exact integers.
 *
 * A day is counted from 1970-01-01 (base/civil.h). It has one zone, that of its date, and goes from
 * midnight to midnight of that zone. NULL stands for the calendar of a charter that has none: UTC, Monday to
 * Friday. */
#ifndef CHARTER_CALENDAR_H
#define CHARTER_CALENDAR_H

#include "charter/charter.h"

#define CALENDAR_DAYS_MAX 20000 /* that are looked through for working days */

/* How many minutes the clock is ahead of UTC on that day. */
int64_t calendar_zone(const struct charter_calendar *k, int64_t day);
int64_t calendar_begin_ms(const struct charter_calendar *k, int64_t day);
int64_t calendar_end_ms(const struct charter_calendar *k, int64_t day);
/* The last day that has begun at the instant, which is from year 1 on. */
int64_t calendar_day(const struct charter_calendar *k, int64_t time_ms);
bool calendar_is_workday(const struct charter_calendar *k, int64_t day);

/* The end of the count-th (from 1) whole working day of those that begin at the instant or after it. False if
 * there are not so many within CALENDAR_DAYS_MAX, or if it is beyond the year 9999. */
MUST_USE bool calendar_workdays_end(const struct charter_calendar *k, int64_t from_ms, int64_t count,
                                    int64_t *out);
/* The end of a span that begins at the instant; months keep the day of the month, or its last day, and the
 * time of day. An empty span ends where it begins. */
MUST_USE bool calendar_span_end(const struct charter_calendar *k, int64_t from_ms,
                                const struct charter_span *span, int64_t *out);

/* The calendar of a member on that day: its own, else the first of the charter, else NULL. */
const struct charter_calendar *calendar_of(const struct charter *c, struct bytes code, struct bytes date);
/* The end of so many working days for a rule's silence: in the rule's calendar, or else in that of each of
 * the members, the latest of them. False also if that is more than about a year away. */
MUST_USE bool calendar_clock_end(const struct charter *c, const struct charter_rule *rule,
                                 const struct bytes *codes, size_t count, struct bytes date, int64_t from_ms,
                                 int64_t workdays, int64_t *out);
#endif
