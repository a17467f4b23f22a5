#include "base/check.h"
#include "base/civil.h"
#include "charter/treaty.h"

/* Days of a calendar: months keep the day of the month, or take its last. */

static const int64_t day_max = 2932896; /* 9999-12-31 */

static int64_t add_months(int64_t day, int64_t months)
{
    const struct civil_date d = civil_date_at(day);
    const int64_t month = d.year * 12 + d.month - 1 + months;
    struct civil_date to = {floor_divide(month, 12), month - 12 * floor_divide(month, 12) + 1, 1};
    const int64_t length = civil_month_length(to.year, to.month);
    to.day = d.day < length ? d.day : length;
    return civil_days(to);
}

static int64_t first_of_month(int64_t day, int64_t months)
{
    const struct civil_date d = civil_date_at(day);
    return add_months(civil_days((struct civil_date){d.year, d.month, 1}), months);
}

static int64_t form_day(const struct treaty_term *t, int64_t day)
{
    switch (t->form) {
    case TREATY_DAYS:
        return day + t->n;
    case TREATY_MONTHS:
        return add_months(day, t->n);
    case TREATY_MONTH_FIRST:
        return first_of_month(day, t->n);
    case TREATY_ROME:
        return first_of_month(day + t->n, 1);
    case TREATY_CMW:
        return first_of_month(add_months(day, t->n), 1);
    }
    unreachable("not a form");
}

int64_t treaty_term_day(const struct treaty_term *t, int64_t day)
{
    if (t->fixed != TREATY_NO_DAY && day <= t->fixed) {
        return t->fixed;
    }
    if (t->bare) {
        return TREATY_NO_DAY;
    }
    const int64_t then = form_day(t, day);
    return then > day_max ? TREATY_NO_DAY : then;
}

int64_t treaty_withdrawal_day(const struct treaty *t, int64_t notified)
{
    const struct treaty_term term = {TREATY_MONTHS, t->withdrawal_months, TREATY_NO_DAY, false};
    return treaty_term_day(&term, notified);
}
