#include "mechanism/law.h"

#include "base/check.h"

enum { DAYS_BEFORE_1970 = 719468, DAYS_OF_400_YEARS = 146097, YEAR_MAX = 9999 };

static int64_t floor_divide(int64_t a, int64_t b)
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
struct civil_day civil_day_of(int64_t time_ms, int64_t offset_minutes)
{
    const int64_t days = floor_divide(time_ms + offset_minutes * 60000, 86400000) + DAYS_BEFORE_1970;
    const int64_t era = floor_divide(days, DAYS_OF_400_YEARS);
    const int64_t of_era = days - era * DAYS_OF_400_YEARS;
    const int64_t year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    const int64_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const int64_t from_march = (5 * of_year + 2) / 153;
    const int64_t month = from_march < 10 ? from_march + 3 : from_march - 9;
    const int64_t year = era * 400 + year_of_era + (month <= 2 ? 1 : 0);
    struct civil_day day = {"9999-12-31"};
    if (year <= YEAR_MAX) {
        check(year >= 0);
        write_digits(day.text, year, 4);
        write_digits(day.text + 5, month, 2);
        write_digits(day.text + 8, of_year - (153 * from_march + 2) / 5 + 1, 2);
    }
    return day;
}

struct civil_day law_day(const struct organisation *org, int64_t time_ms)
{
    return civil_day_of(time_ms, org->civil_offset_minutes);
}

int64_t law_version(struct state *s)
{
    (void)s;
    return 1;
}

int64_t law_version_of(struct state *s, const struct hash *matter)
{
    (void)matter;
    return law_version(s);
}

const struct charter *law_charter(struct context *c, int64_t version)
{
    check(version == 1);
    return c->org->first_charter;
}

const struct charter *law_now(struct context *c)
{
    return law_charter(c, law_version(c->state));
}

const struct charter *law_of(struct context *c, const struct hash *matter)
{
    return law_charter(c, law_version_of(c->state, matter));
}

const struct charter_rule *law_rule(const struct organisation *org, const struct charter *charter,
                                    struct bytes name, int64_t time_ms)
{
    const struct civil_day day = law_day(org, time_ms);
    return charter_rule(charter, name, bytes_of_text(day.text));
}
