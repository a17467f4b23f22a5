#include "mechanism/law.h"

#include "base/check.h"
#include "base/limits.h"
#include "charter/calendar.h"
#include "mechanism/amendment.h"
#include "mechanism/civil.h"
#include "mechanism/matter.h"

struct civil_day law_day(struct context *c, int64_t time_ms)
{
    return civil_day_at(civil_at(c->state, c->org, time_ms));
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

const struct charter_rule *law_rule(struct context *c, const struct charter *charter, struct bytes name,
                                    int64_t time_ms)
{
    const struct civil_day day = law_day(c, time_ms);
    return charter_rule(charter, name, bytes_of_text(day.text));
}

/* The same day of a later month at the same time of day, or its last day if it has no such day. */
static int64_t months_after(struct context *c, int64_t time_ms, int64_t months)
{
    const int64_t offset_ms = civil_offset(c->state, c->org, c->time_ms) * 60000;
    const int64_t day = floor_divide(time_ms + offset_ms, CIVIL_DAY_MS);
    struct civil_date date = civil_date_at(day);
    const int64_t month = date.year * 12 + date.month - 1 + months;
    date.year = month / 12;
    date.month = month % 12 + 1;
    const int64_t length = civil_month_length(date.year, date.month);
    date.day = date.day < length ? date.day : length;
    return time_ms + (civil_days(date) - day) * CIVIL_DAY_MS;
}

int64_t law_after(struct context *c, const struct charter *charter, int64_t time_ms,
                  const struct charter_span *span)
{
    int64_t end = INTEGER_MAX;
    if (span->workdays > 0) {
        const struct charter_calendar *k = charter->calendar_count == 0 ? NULL : &charter->calendars[0];
        return calendar_workdays_end(k, time_ms, span->workdays, &end) ? end : INTEGER_MAX;
    }
    end = span->months > 0 ? months_after(c, time_ms, span->months) : time_ms + span->ms;
    return end <= TIME_MS_MAX ? end : INTEGER_MAX;
}
