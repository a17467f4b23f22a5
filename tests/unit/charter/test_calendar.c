/* Working days, against a calendar that is kept by going from one day to the next, and rows that a person can
 * check. */
#include "charter/calendar.h"

#include "base/civil.h"
#include "base/prng.h"
#include "unit/charter/fixture.h"

/* A day that is found by adding one to the day before, with the lengths of the months written out. */
struct walker {
    int year, month, day;
    int weekday; /* 0: Monday */
};

static bool is_leap(int year)
{
    return year % 400 == 0 || (year % 4 == 0 && year % 100 != 0);
}

static void next_day(struct walker *w)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const int length = lengths[w->month - 1] + (w->month == 2 && is_leap(w->year) ? 1 : 0);
    w->weekday = (w->weekday + 1) % 7;
    w->day++;
    if (w->day > length) {
        w->day = 1;
        w->month++;
    }
    if (w->month > 12) {
        w->month = 1;
        w->year++;
    }
}

static const char *date_text(const struct walker *w)
{
    return arena_printf(harness_arena(), "%04d-%02d-%02d", w->year, w->month, w->day);
}

TEST(days_are_those_of_the_calendar_from_1970_on)
{
    struct walker w = {1970, 1, 1, 3};
    for (int64_t day = 0; day < 80 * 366; day++) {
        const struct civil_date date = {w.year, w.month, w.day};
        if (civil_days(date) != day || civil_weekday(day) != w.weekday ||
            strcmp(civil_day_at(day).text, date_text(&w)) != 0) {
            harness_note("%s", date_text(&w));
            check_that(false);
        }
        next_day(&w);
    }
    check_eq(civil_weekday(-1), 2);
    check_eq(civil_days((struct civil_date){1945, 10, 24}), -8835);
    check_text(civil_day_at(-8835).text, "1945-10-24");
    check_eq(civil_month_length(2024, 2), 29);
    check_eq(civil_month_length(2100, 2), 28);
    check_eq(civil_month_length(2023, 12), 31);
}

static const char text[] =
    "charter \"c\";\n"
    "calendar moscow { zone \"+04:00\" until 2014-10-25; zone \"+03:00\" from 2014-10-26; week mon, tue, "
    "wed, thu, fri; "
    "yearly \"05-09\" \"Victory Day\"; yearly \"02-29\"; holiday 2014-10-28; }\n"
    "calendar gulf { zone \"+04:00\"; week sun, mon, tue, wed, thu; }\n"
    "calendar west { zone \"-05:30\"; }\n"
    "calendar never { week mon; holiday 2020-01-06; }\ncalendar e { zone \"+14:00\"; }\n"
    "member AAA { calendar gulf; }\nmember BBB { }\nmember CCC until 2019-12-31 { calendar west; }\n"
    "member CCC from 2020-01-01 { calendar gulf; }\nmember DDD { calendar e; }\n"
    "rule t { pass n(N) = 0; clock at least 3 workdays at most 10 workdays in e; close all within 60s; }\n"
    "rule r { pass n(N) = 0; clock at least 3 workdays; close all within 60s; }\n"
    "rule s { pass n(N) = 0; clock at least 3 workdays at most 10 workdays in west; close all within 60s; "
    "}\n";

static int64_t number_at(const char *digits, int count)
{
    int64_t number = 0;
    for (int i = 0; i < count; i++) {
        number = number * 10 + (digits[i] - '0');
    }
    return number;
}

/* 2014-10-24T23:30 in UTC */
static int64_t at(const char *time)
{
    const struct civil_date date = {number_at(time, 4), number_at(time + 5, 2), number_at(time + 8, 2)};
    return civil_days(date) * CIVIL_DAY_MS + (number_at(time + 11, 2) * 60 + number_at(time + 14, 2)) * 60000;
}

static const char *time_text(int64_t ms)
{
    const int64_t minute = (ms - floor_divide(ms, CIVIL_DAY_MS) * CIVIL_DAY_MS) / 60000;
    return arena_printf(harness_arena(), "%sT%02d:%02d", civil_day_of(ms, 0).text, (int)(minute / 60),
                        (int)(minute % 60));
}

TEST(the_end_of_a_working_day_is_the_midnight_of_its_zone)
{
    static const struct {
        const char *calendar; /* NULL: none */
        const char *from;
        int64_t count;
        const char *end;
    } rows[] = {
        {NULL, "2026-11-27T00:00", 1, "2026-11-28T00:00"}, /* Friday from its first instant */
        {NULL, "2026-11-27T00:01", 1, "2026-12-01T00:00"}, /* too late for it: Monday */
        {NULL, "2026-11-28T12:00", 5, "2026-12-05T00:00"},
        {NULL, "2024-02-28T12:00", 1, "2024-03-01T00:00"},     /* the leap day, a Thursday */
        {"moscow", "2024-02-28T12:00", 1, "2024-03-01T21:00"}, /* where it is a holiday: Friday */
        {"moscow", "2026-11-26T20:59", 1, "2026-11-27T21:00"},
        {"moscow", "2026-11-26T21:00", 1, "2026-11-27T21:00"},
        {"moscow", "2026-11-26T21:01", 1, "2026-11-30T21:00"},
        {"moscow", "2025-05-08T21:00", 1, "2025-05-12T21:00"}, /* 9 May 2025 is a Friday */
        {"moscow", "2014-10-23T20:00", 1, "2014-10-24T20:00"}, /* the last Friday four hours ahead */
        {"moscow", "2014-10-23T20:01", 1, "2014-10-27T21:00"}, /* Monday, three hours ahead */
        {"moscow", "2014-10-27T21:00", 1, "2014-10-29T21:00"}, /* Tuesday is a holiday of that year */
        {"moscow", "2015-10-27T21:00", 1, "2015-10-28T21:00"},
        {"gulf", "2026-11-26T12:00", 1, "2026-11-29T20:00"}, /* Thursday noon: Sunday */
        {"west", "2026-11-27T05:30", 1, "2026-11-28T05:30"},
        {"west", "2026-11-27T05:31", 1, "2026-12-01T05:30"},
    };
    const struct charter *c = charter_of(text);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct charter_calendar *k =
            rows[i].calendar == NULL ? NULL : charter_calendar(c, bytes_of_text(rows[i].calendar));
        int64_t end = 0;
        harness_note("row %zu", i);
        check_that(calendar_workdays_end(k, at(rows[i].from), rows[i].count, &end));
        check_text(time_text(end), rows[i].end);
        check_eq(end, at(rows[i].end));
    }
    const struct charter_calendar *never = charter_calendar(c, BYTES("never"));
    int64_t end = 0;
    check_that(calendar_workdays_end(never, at("2020-01-01T00:00"), 1, &end));
    check_text(time_text(end), "2020-01-14T00:00");
    check_that(!calendar_workdays_end(never, at("2020-01-01T00:00"), 10000, &end));
    check_that(!calendar_workdays_end(NULL, TIME_MS_MAX - CIVIL_DAY_MS, 5, &end));
}

/* Over forty years, by going from one day to the next: the count-th working day that begins at the instant or
 * after it. */
TEST(working_days_agree_with_going_from_day_to_day)
{
    static const char *const names[] = {"moscow", "gulf", "west"};
    const struct charter *c = charter_of(text);
    struct prng p;
    prng_seed(&p, 7);
    for (int round = 0; round < 300; round++) {
        const size_t which = prng_below(&p, 3);
        const struct charter_calendar *k = charter_calendar(c, bytes_of_text(names[which]));
        const int64_t from = at("2000-01-01T00:00") + (int64_t)prng_below(&p, 40 * 365 * 24 * 2) * 1800000;
        const int64_t count = 1 + (int64_t)prng_below(&p, 30);
        struct walker w = {1999, 12, 25, 5};
        int64_t day_ms = at("1999-12-25T00:00");
        int64_t left = count;
        int64_t expected = 0;
        for (; left > 0; day_ms += CIVIL_DAY_MS, next_day(&w)) {
            const char *date = date_text(&w);
            const int zone = which == 1                       ? 240
                             : which == 2                     ? -330
                             : strcmp(date, "2014-10-26") < 0 ? 240
                                                              : 180;
            const bool holiday =
                which == 0 && (strcmp(date + 5, "05-09") == 0 || strcmp(date + 5, "02-29") == 0 ||
                               strcmp(date, "2014-10-28") == 0);
            const bool worked = which == 1 ? w.weekday != 4 && w.weekday != 5 : w.weekday < 5;
            const int64_t begin = day_ms - zone * 60000LL;
            if (begin >= from && worked && !holiday) {
                left--;
                expected = begin + CIVIL_DAY_MS;
            }
        }
        int64_t end = 0;
        check_that(calendar_workdays_end(k, from, count, &end));
        harness_note("round %d: %s, %lld from %s", round, names[which], (long long)count, time_text(from));
        check_text(time_text(end), time_text(expected));
    }
}

TEST(a_span_ends_after_its_days_working_days_or_months)
{
    static const struct {
        const char *calendar;
        const char *from;
        struct charter_span span;
        const char *end;
    } rows[] = {
        {NULL, "2026-11-28T12:00", {0}, "2026-11-28T12:00"},
        {NULL, "2026-11-28T12:00", {.ms = 3 * CIVIL_DAY_MS}, "2026-12-01T12:00"},
        {NULL, "2026-11-28T12:00", {.workdays = 1}, "2026-12-01T00:00"},
        {NULL, "2026-11-28T12:00", {.months = 1}, "2026-12-28T12:00"},
        {NULL, "2026-12-31T12:00", {.months = 2}, "2027-02-28T12:00"},
        {NULL, "2023-10-31T12:00", {.months = 4}, "2024-02-29T12:00"},
        {NULL, "2024-02-29T12:00", {.months = 12}, "2025-02-28T12:00"},
        {NULL, "2024-12-29T12:00", {.months = 600}, "2074-12-29T12:00"},
        {"moscow", "2014-10-01T20:30", {.months = 1}, "2014-11-01T21:30"}, /* half past midnight both times */
        {"west", "2026-03-31T05:00", {.months = 1}, "2026-05-01T05:00"},   /* 30 March there: to 30 April */
        {"moscow", "2026-02-28T22:00", {.months = 1}, "2026-03-31T22:00"}, /* the first of March there */
    };
    const struct charter *c = charter_of(text);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct charter_calendar *k =
            rows[i].calendar == NULL ? NULL : charter_calendar(c, bytes_of_text(rows[i].calendar));
        int64_t end = 0;
        harness_note("row %zu", i);
        check_that(calendar_span_end(k, at(rows[i].from), &rows[i].span, &end));
        check_text(time_text(end), rows[i].end);
        check_eq(end, at(rows[i].end));
    }
    int64_t end = 0;
    check_that(!calendar_span_end(NULL, TIME_MS_MAX, &(struct charter_span){.months = 1}, &end));
}

TEST(a_silence_counts_working_days_for_each_member_or_in_one_calendar)
{
    const struct charter *c = charter_of(text);
    const struct charter_rule *r = charter_rule(c, BYTES("r"), BYTES(""));
    const struct charter_rule *s = charter_rule(c, BYTES("s"), BYTES(""));
    const struct bytes codes[] = {BYTES("AAA"), BYTES("BBB"), BYTES("CCC")};
    const struct bytes day = BYTES("2026-11-27");
    const int64_t from = at("2026-11-27T12:00"); /* a Friday */
    int64_t end = 0;
    check_that(calendar_of(c, BYTES("CCC"), BYTES("2019-12-31")) == charter_calendar(c, BYTES("west")));
    check_that(calendar_of(c, BYTES("CCC"), BYTES("2020-01-01")) == charter_calendar(c, BYTES("gulf")));
    check_that(calendar_of(c, BYTES("BBB"), day) == &c->calendars[0] &&
               calendar_of(c, BYTES("ZZZ"), day) == &c->calendars[0]);
    check_that(calendar_clock_end(c, r, codes, 1, day, from, 3, &end)); /* Sunday to Tuesday */
    check_text(time_text(end), "2026-12-01T20:00");
    check_that(
        calendar_clock_end(c, r, codes, 3, day, from, 3, &end)); /* BBB in Moscow: Monday to Wednesday */
    check_text(time_text(end), "2026-12-02T21:00");
    check_that(calendar_clock_end(c, s, codes, 3, day, from, 3, &end)); /* in `west` for all */
    check_text(time_text(end), "2026-12-03T05:30");
    check_that(calendar_clock_end(c, r, NULL, 0, day, from, 3, &end));
    check_text(time_text(end), "2026-12-02T21:00");
    check_that(!calendar_clock_end(c, r, codes, 3, day, from, 400, &end));
    check_that(!calendar_clock_end(c, s, codes, 3, day, from, 400, &end));
    const struct charter *bare = charter_of("charter \"c\";\nrule r { pass n(N) = 0; }\n");
    check_that(calendar_of(bare, BYTES("AAA"), day) == NULL);
}

TEST(a_day_of_a_calendar_goes_from_midnight_to_midnight_there)
{
    static const struct {
        const char *calendar;
        const char *begin;
        struct civil_date day;
    } rows[] = {
        {NULL, "2026-11-27T00:00", {2026, 11, 27}},     {"moscow", "2014-10-24T20:00", {2014, 10, 25}},
        {"moscow", "2014-10-25T21:00", {2014, 10, 26}}, {"west", "2026-11-27T05:30", {2026, 11, 27}},
        {"e", "2026-11-27T10:00", {2026, 11, 28}},      {"e", "1969-12-31T10:00", {1970, 1, 1}},
    };
    const struct charter *c = charter_of(text);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct charter_calendar *k =
            rows[i].calendar == NULL ? NULL : charter_calendar(c, bytes_of_text(rows[i].calendar));
        const int64_t day = civil_days(rows[i].day);
        harness_note("row %zu", i);
        check_eq(calendar_begin_ms(k, day), at(rows[i].begin));
        check_eq(calendar_end_ms(k, day), at(rows[i].begin) + CIVIL_DAY_MS);
        check_eq(calendar_day(k, at(rows[i].begin)), day);
        check_eq(calendar_day(k, at(rows[i].begin) - 1), day - 1);
        check_eq(calendar_day(k, at(rows[i].begin) + CIVIL_DAY_MS / 2), day);
    }
}

TEST(a_silence_is_counted_over_four_hundred_days_and_no_more)
{
    const struct charter *c = charter_of(text);
    const struct charter_rule *r = charter_rule(c, BYTES("r"), BYTES(""));
    const struct charter_rule *t = charter_rule(c, BYTES("t"), BYTES(""));
    const struct charter *bare = charter_of("charter \"c\";\nrule r { pass n(N) = 0; }\n");
    const struct bytes codes[] = {BYTES("DDD"), BYTES("AAA")};
    const struct bytes day = BYTES("2026-11-27");
    int64_t end = 0;
    /* From a Tuesday to the Monday of the last day, 57 weeks later, and one more. */
    check_that(calendar_clock_end(bare, r, codes, 1, day, at("2026-12-01T00:00"), 285, &end));
    check_eq(end, at("2028-01-04T00:00"));
    check_that(!calendar_clock_end(bare, r, codes, 1, day, at("2026-12-01T00:00"), 286, &end));
    /* In a calendar whose name is one letter, fourteen hours ahead: Saturday there already. */
    check_that(calendar_clock_end(c, r, codes, 1, day, at("2026-11-27T12:00"), 1, &end));
    check_eq(end, at("2026-11-30T10:00"));
    check_that(calendar_clock_end(c, t, &codes[1], 1, day, at("2026-11-27T12:00"), 1, &end));
    check_eq(end, at("2026-11-30T10:00"));
    /* The latest of both, whichever comes first. */
    check_that(calendar_clock_end(c, r, codes, 2, day, at("2026-11-26T12:00"), 1, &end));
    check_eq(end, at("2026-11-30T10:00"));
}
