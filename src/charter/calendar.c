#include "charter/calendar.h"

#include "base/check.h"
#include "base/civil.h"
#include "charter/rule.h"

enum {
    MINUTE_MS = 60000,
    CLOCK_DAYS_MAX = 400 /* no silence lasts that long */
};

int64_t calendar_zone(const struct charter_calendar *k, int64_t day)
{
    const struct civil_day date = civil_day_at(day);
    for (size_t i = 0; k != NULL && i < k->zone_count; i++) {
        if (period_holds(k->zones[i].from, k->zones[i].until, bytes_of_text(date.text))) {
            return k->zones[i].minutes;
        }
    }
    return 0;
}

int64_t calendar_begin_ms(const struct charter_calendar *k, int64_t day)
{
    return day * CIVIL_DAY_MS - calendar_zone(k, day) * MINUTE_MS;
}

int64_t calendar_end_ms(const struct charter_calendar *k, int64_t day)
{
    return calendar_begin_ms(k, day) + CIVIL_DAY_MS;
}

int64_t calendar_day(const struct charter_calendar *k, int64_t time_ms)
{
    /* No zone is a day ahead of UTC. */
    int64_t day = floor_divide(time_ms, CIVIL_DAY_MS) + 1;
    while (calendar_begin_ms(k, day) > time_ms) {
        day--;
    }
    return day;
}

bool calendar_is_workday(const struct charter_calendar *k, int64_t day)
{
    const unsigned week = k == NULL ? WEEK_MONDAY_TO_FRIDAY : k->week;
    const struct civil_day date = civil_day_at(day);
    const struct bytes whole = bytes_of_text(date.text);
    const struct bytes of_year = bytes_of(whole.data + 5, 5);
    for (size_t i = 0; k != NULL && i < k->holiday_count; i++) {
        const struct bytes holiday = k->holidays[i].date;
        if (bytes_equal(holiday, holiday.len == of_year.len ? of_year : whole)) {
            return false;
        }
    }
    return (week >> civil_weekday(day) & 1) != 0;
}

static bool workdays_end(const struct charter_calendar *k, int64_t from_ms, int64_t count, int64_t days_max,
                         int64_t *out)
{
    const int64_t first = floor_divide(from_ms, CIVIL_DAY_MS) - 1;
    check(count >= 1);
    for (int64_t day = first; day < first + days_max; day++) {
        if (calendar_begin_ms(k, day) < from_ms || !calendar_is_workday(k, day)) {
            continue;
        }
        count--;
        if (count == 0) {
            *out = calendar_end_ms(k, day);
            return *out <= TIME_MS_MAX;
        }
    }
    return false;
}

bool calendar_workdays_end(const struct charter_calendar *k, int64_t from_ms, int64_t count, int64_t *out)
{
    return workdays_end(k, from_ms, count, CALENDAR_DAYS_MAX, out);
}

static int64_t months_later(const struct charter_calendar *k, int64_t from_ms, int64_t months)
{
    const int64_t day = calendar_day(k, from_ms);
    const int64_t of_day = from_ms - calendar_begin_ms(k, day);
    struct civil_date date = civil_date_at(day);
    const int64_t month = date.year * 12 + date.month - 1 + months;
    date.year = floor_divide(month, 12);
    date.month = month - date.year * 12 + 1;
    const int64_t length = civil_month_length(date.year, date.month);
    date.day = date.day < length ? date.day : length;
    return calendar_begin_ms(k, civil_days(date)) + of_day;
}

bool calendar_span_end(const struct charter_calendar *k, int64_t from_ms, const struct charter_span *span,
                       int64_t *out)
{
    if (span->workdays > 0) {
        return calendar_workdays_end(k, from_ms, span->workdays, out);
    }
    *out = span->months > 0 ? months_later(k, from_ms, span->months) : from_ms + span->ms;
    return *out <= TIME_MS_MAX;
}

const struct charter_calendar *calendar_of(const struct charter *c, struct bytes code, struct bytes date)
{
    const struct charter_member *m = charter_member(c, code, date);
    if (m != NULL && m->calendar.len > 0) {
        return charter_calendar(c, m->calendar);
    }
    return c->calendar_count == 0 ? NULL : &c->calendars[0];
}

bool calendar_clock_end(const struct charter *c, const struct charter_rule *rule, const struct bytes *codes,
                        size_t count, struct bytes date, int64_t from_ms, int64_t workdays, int64_t *out)
{
    if (rule->calendar.len > 0 || count == 0) {
        const struct charter_calendar *k =
            rule->calendar.len > 0 ? charter_calendar(c, rule->calendar) : calendar_of(c, BYTES(""), date);
        return workdays_end(k, from_ms, workdays, CLOCK_DAYS_MAX, out);
    }
    int64_t latest = from_ms;
    for (size_t i = 0; i < count; i++) {
        int64_t end = 0;
        if (!workdays_end(calendar_of(c, codes[i], date), from_ms, workdays, CLOCK_DAYS_MAX, &end)) {
            return false;
        }
        latest = end > latest ? end : latest;
    }
    *out = latest;
    return true;
}
