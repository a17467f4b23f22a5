#include "base/civil.h"

#include "base/check.h"

enum { DAYS_BEFORE_1970 = 719468, DAYS_OF_400_YEARS = 146097, YEAR_MAX = 9999 };

int64_t floor_divide(int64_t a, int64_t b)
{
    return a / b - (a % b < 0 ? 1 : 0);
}

static void write_digits(char *out, int64_t value, int digits)
{
    for (int i = digits - 1; i >= 0; i--) {
        out[i] = (char)('0' + value % 10);
        value /= 10;
    }
}

/* Years are counted from March on, so that the leap day is the last of its year. */
struct civil_date civil_date_at(int64_t days)
{
    days += DAYS_BEFORE_1970;
    const int64_t era = floor_divide(days, DAYS_OF_400_YEARS);
    const int64_t of_era = days - era * DAYS_OF_400_YEARS;
    const int64_t year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    const int64_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const int64_t from_march = (5 * of_year + 2) / 153;
    const int64_t month = from_march < 10 ? from_march + 3 : from_march - 9;
    const int64_t year = era * 400 + year_of_era + (month <= 2 ? 1 : 0);
    return (struct civil_date){year, month, of_year - (153 * from_march + 2) / 5 + 1};
}

int64_t civil_days(struct civil_date date)
{
    const int64_t year = date.year - (date.month <= 2 ? 1 : 0);
    const int64_t era = floor_divide(year, 400);
    const int64_t year_of_era = year - era * 400;
    const int64_t from_march = date.month > 2 ? date.month - 3 : date.month + 9;
    const int64_t of_year = (153 * from_march + 2) / 5 + date.day - 1;
    const int64_t of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + of_year;
    return era * DAYS_OF_400_YEARS + of_era - DAYS_BEFORE_1970;
}

int64_t civil_month_length(int64_t year, int64_t month)
{
    const struct civil_date first = {year, month, 1};
    const struct civil_date next = {month == 12 ? year + 1 : year, month == 12 ? 1 : month + 1, 1};
    return civil_days(next) - civil_days(first);
}

int64_t civil_weekday(int64_t days)
{
    return days + 3 - 7 * floor_divide(days + 3, 7); /* day 0 was a Thursday */
}

struct civil_day civil_day_at(int64_t days)
{
    const struct civil_date date = civil_date_at(days);
    struct civil_day day = {"9999-12-31"};
    if (date.year <= YEAR_MAX) {
        check(date.year >= 0);
        write_digits(day.text, date.year, 4);
        write_digits(day.text + 5, date.month, 2);
        write_digits(day.text + 8, date.day, 2);
    }
    return day;
}

struct civil_day civil_day_of(int64_t time_ms, int64_t offset_minutes)
{
    return civil_day_at(floor_divide(time_ms + offset_minutes * 60000, CIVIL_DAY_MS));
}
