/* base/civil.h: days of the Gregorian calendar, counted from 1970-01-01, which is day 0. */
#ifndef BASE_CIVIL_H
#define BASE_CIVIL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"

#define CIVIL_DAY_MS 86400000LL

struct civil_day {
    char text[sizeof "YYYY-MM-DD"];
};

struct civil_date {
    int64_t year;
    int64_t month; /* from 1 */
    int64_t day;   /* from 1 */
};

int64_t floor_divide(int64_t a, int64_t b); /* b > 0 */
int64_t civil_days(struct civil_date date);
struct civil_date civil_date_at(int64_t days);
int64_t civil_month_length(int64_t year, int64_t month);
int64_t civil_weekday(int64_t days); /* 0: Monday */
/* What comes after 9999-12-31 stays at that day; days from the year 0 on. */
struct civil_day civil_day_at(int64_t days);
/* The day of milliseconds since 1970 UTC, of a clock so many minutes ahead. */
struct civil_day civil_day_of(int64_t time_ms, int64_t offset_minutes);
#endif
