#include "mechanism/law.h"

#include "base/check.h"
#include "mechanism/amendment.h"
#include "mechanism/matter.h"
#include "base/limits.h"

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

static int64_t number_of(struct bytes digits)
{
    int64_t n = 0;
    for (size_t i = 0; i < digits.len; i++) {
        n = 10 * n + (digits.data[i] - '0');
    }
    return n;
}

int64_t law_day_begins(const struct organisation *org, struct bytes day)
{
    check(charter_is_date(day));
    const int64_t month = number_of(bytes_of(day.data + 5, 2));
    const int64_t year = number_of(bytes_of(day.data, 4)) - (month <= 2 ? 1 : 0);
    const int64_t era = floor_divide(year, 400);
    const int64_t year_of_era = year - 400 * era;
    const int64_t from_march = month > 2 ? month - 3 : month + 9;
    const int64_t of_year = (153 * from_march + 2) / 5 + number_of(bytes_of(day.data + 8, 2)) - 1;
    const int64_t of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + of_year;
    const int64_t days = era * DAYS_OF_400_YEARS + of_era - DAYS_BEFORE_1970;
    return days * 86400000 - org->civil_offset_minutes * 60000;
}

int64_t law_version(struct state *s)
{
    return charter_counts_get(s).in_force;
}

/* A version comes into force at the end of a block: its fact stands before whatever it holds for. */
int64_t law_version_at(struct context *c, int64_t index)
{
    int64_t number = law_version(c->state);
    struct charter_version v;
    while (number > 1 && charter_version_get(c, number, &v) && v.in_force > index) {
        number--;
    }
    return number;
}

struct law_book {
    struct hash hash;
    const struct charter *charter;
    struct law_book *next;
};

/* What stands on the record parses: it was proposed, and is the charter by its hash. */
static const struct charter *read_book(struct context *c, const struct charter_version *v)
{
    struct law_shelf *shelf = c->org->shelf;
    struct charter_source sources[CHARTER_SOURCES_MAX];
    struct charter_diags diags = {0};
    struct law_book *book = ARENA_NEW(&shelf->arena, struct law_book);
    if (!charter_texts_read(c, &shelf->arena, &v->texts, sources)) {
        return c->org->first_charter;
    }
    check(charter_parse(&shelf->arena, sources, v->texts.count, &book->charter, &diags) == OK);
    check(hash_equal(&book->charter->hash, &v->charter));
    book->hash = v->charter;
    book->next = shelf->books;
    shelf->books = book;
    return book->charter;
}

const struct charter *law_charter(struct context *c, int64_t version)
{
    struct charter_version v;
    if (version == 1) {
        return c->org->first_charter;
    }
    if (!charter_version_get(c, version, &v)) {
        check(state_error(c->state) != OK);
        return c->org->first_charter;
    }
    check(c->org->shelf != NULL);
    for (const struct law_book *book = c->org->shelf->books; book != NULL; book = book->next) {
        if (hash_equal(&book->hash, &v.charter)) {
            return book->charter;
        }
    }
    return read_book(c, &v);
}

const struct charter *law_now(struct context *c)
{
    return law_charter(c, law_version(c->state));
}

const struct charter *law_at(struct context *c, int64_t index)
{
    return law_charter(c, law_version_at(c, index));
}

const struct charter *law_of(struct context *c, const struct hash *matter)
{
    struct matter m;
    check(matter_get(c->state, matter, c->arena, &m));
    return law_at(c, m.opened);
}

const struct charter_rule *law_rule(const struct organisation *org, const struct charter *charter,
                                    struct bytes name, int64_t time_ms)
{
    const struct civil_day day = law_day(org, time_ms);
    return charter_rule(charter, name, bytes_of_text(day.text));
}

enum { DAY_MS = 86400000, MONTHS_OF_YEAR = 12, DAYS_OF_MONTH_MAX = 31, YEAR_DIGITS = 4 };

static int64_t read_digits(const char *text, int digits)
{
    int64_t value = 0;
    for (int i = 0; i < digits; i++) {
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

/* The same day of a later month at the same time of day, or its last day if it has no such day. */
static int64_t months_after(const struct organisation *org, int64_t time_ms, int64_t months)
{
    struct civil_day goal = law_day(org, time_ms);
    const int64_t count = read_digits(goal.text, YEAR_DIGITS) * MONTHS_OF_YEAR +
                          read_digits(goal.text + 5, 2) - 1 + months;
    const int64_t year = count / MONTHS_OF_YEAR;
    if (year > YEAR_MAX) {
        return INTEGER_MAX;
    }
    write_digits(goal.text, year, YEAR_DIGITS);
    write_digits(goal.text + 5, count % MONTHS_OF_YEAR + 1, 2);
    for (int64_t i = 0; i < months * DAYS_OF_MONTH_MAX; i++) {
        const struct civil_day next = law_day(org, time_ms + DAY_MS);
        if (bytes_compare(bytes_of_text(next.text), bytes_of_text(goal.text)) > 0) {
            break;
        }
        time_ms += DAY_MS;
    }
    return time_ms;
}

int64_t law_after(const struct organisation *org, int64_t time_ms, const struct charter_span *span)
{
    return span->months > 0 ? months_after(org, time_ms, span->months) : time_ms + span->ms;
}
