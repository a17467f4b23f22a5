#include <string.h>

#include "base/text.h"
#include "charter/parser.h"

/* Calendars, and members as a charter itself lists them. */

/* A calendar while it is read. */
struct days {
    struct charter_calendar *c;
    struct charter_zone *zones;
    struct charter_holiday *holidays;
};

static int64_t two_digits(const uint8_t *at)
{
    return (at[0] - '0') * 10 + (at[1] - '0');
}

/* +03:00, -05:30: at most 14 hours either way; -00:00 is no form of it. */
static bool zone_of(struct bytes s, int64_t *minutes)
{
    if (s.len != 6 || (s.data[0] != '+' && s.data[0] != '-') || s.data[3] != ':') {
        return false;
    }
    for (size_t i = 1; i < 6; i++) {
        if (i != 3 && (s.data[i] < '0' || s.data[i] > '9')) {
            return false;
        }
    }
    const int64_t size = two_digits(s.data + 1) * 60 + two_digits(s.data + 4);
    *minutes = s.data[0] == '-' ? -size : size;
    return two_digits(s.data + 4) < 60 && size <= ZONE_MINUTES_MAX && (size > 0 || s.data[0] == '+');
}

static bool read_zone(struct parser *p, void *part)
{
    struct days *d = part;
    const struct token at = p->now;
    struct charter_zone zone = {0};
    struct bytes text;
    if (d->c->zone_count == CHARTER_HOLIDAYS_MAX) {
        return parser_fail(p, "a calendar has at most %d zones", CHARTER_HOLIDAYS_MAX);
    }
    if (!parser_read_string(p, "how far the clock is ahead of UTC", &text)) {
        return false;
    }
    if (!zone_of(text, &zone.minutes)) {
        return parser_fail_at(p, &at, "a zone is \"+HH:MM\" or \"-HH:MM\", up to 14 hours from UTC");
    }
    if ((parser_take_word(p, "from") && !parser_read_date(p, &zone.from)) ||
        (parser_take_word(p, "until") && !parser_read_date(p, &zone.until))) {
        return false;
    }
    if (zone.from.len > 0 && zone.until.len > 0 && bytes_compare(zone.from, zone.until) > 0) {
        return parser_fail_at(p, &at, "this period ends before it begins");
    }
    for (size_t i = 0; i < d->c->zone_count; i++) {
        if (period_meets(d->zones[i].from, d->zones[i].until, zone.from, zone.until)) {
            return parser_fail_at(p, &at, "some of these days have a zone already");
        }
    }
    d->zones[d->c->zone_count++] = zone;
    return true;
}

static bool read_week(struct parser *p, void *part)
{
    struct charter_calendar *c = ((struct days *)part)->c;
    c->week = 0;
    do {
        size_t day = 0;
        const struct token at = p->now;
        while (charter_weekdays[day] != NULL && !parser_take_word(p, charter_weekdays[day])) {
            day++;
        }
        if (charter_weekdays[day] == NULL) {
            return parser_fail_words(p, "a day of the week", charter_weekdays);
        }
        if ((c->week >> day & 1) != 0) {
            return parser_fail_at(p, &at, "this day is named twice");
        }
        c->week |= (uint8_t)(1U << day);
    } while (parser_take_sign(p, ","));
    return true;
}

/* `at` is the day. */
static bool add_holiday(struct parser *p, struct days *d, const struct token *at, struct bytes date)
{
    struct bytes title = {0};
    if (p->now.kind == TOKEN_STRING && !parser_read_string(p, "the name of a holiday", &title)) {
        return false;
    }
    for (size_t i = 0; i < d->c->holiday_count; i++) {
        if (bytes_equal(d->holidays[i].date, date)) {
            return parser_fail_at(p, at, "this holiday is named twice");
        }
    }
    if (d->c->holiday_count == CHARTER_HOLIDAYS_MAX) {
        return parser_fail_at(p, at, "a calendar has at most %d holidays", CHARTER_HOLIDAYS_MAX);
    }
    d->holidays[d->c->holiday_count++] = (struct charter_holiday){date, title};
    return true;
}

static bool read_holiday(struct parser *p, void *part)
{
    const struct token at = p->now;
    struct bytes date;
    return parser_read_date(p, &date) && add_holiday(p, part, &at, date);
}

/* "05-09", a day that exists in a leap year */
static bool read_yearly(struct parser *p, void *part)
{
    const struct token at = p->now;
    struct bytes day;
    if (!parser_read_string(p, "a day of every year", &day)) {
        return false;
    }
    const char *date = arena_printf(p->arena, "2000-%.*s", (int)day.len, (const char *)day.data);
    if (!charter_is_date(bytes_of_text(date))) {
        return parser_fail_at(p, &at, "a day of every year is \"MM-DD\", such as \"05-09\"");
    }
    return add_holiday(p, part, &at, day);
}

bool parser_read_calendar(struct parser *p)
{
    static const struct part_clause clauses[] = {{"zone", read_zone, true},
                                                 {"week", read_week, false},
                                                 {"holiday", read_holiday, true},
                                                 {"yearly", read_yearly, true},
                                                 {0}};
    struct draft *d = p->draft;
    struct heading h = {0};
    struct draft_calendar c = {.at = p->now, .source = p->source};
    struct days days = {.c = &c.calendar};
    unsigned seen = 0;
    c.calendar.week = WEEK_MONDAY_TO_FRIDAY;
    days.zones = p->scratch.zones;
    days.holidays = p->scratch.holidays;
    if (!parser_read_id(p, "a calendar", &c.calendar.name) || !parser_read_heading(p, &h) ||
        !parser_refuse_dates(p, &c.at, &h) ||
        !parser_expect_sign(p, "{", "the calendar's name and headings") ||
        !parser_read_clauses(p, clauses, "a clause of a calendar", &days, &seen)) {
        return false;
    }
    c.calendar.title = h.title;
    c.calendar.source = h.source;
    c.calendar.mark = h.mark;
    c.calendar.zones = KEEP(p, days.zones, c.calendar.zone_count);
    c.calendar.holidays = KEEP(p, days.holidays, c.calendar.holiday_count);
    for (size_t i = 0; i < d->calendar_count; i++) {
        if (bytes_equal(d->calendars[i].calendar.name, c.calendar.name)) {
            return parser_fail_at(p, &c.at, "there is a calendar of this name already");
        }
    }
    if (d->calendar_count == CHARTER_ITEMS_MAX) {
        return parser_fail_at(p, &c.at, "there are at most %d calendars", CHARTER_ITEMS_MAX);
    }
    d->calendars[d->calendar_count++] = c;
    return true;
}

/* A member while it is read. */
struct reading {
    struct draft_member *m;
    struct bytes *tags;
    struct token *tag_tokens;
    struct draft_value *values;
};

static bool read_member_tags(struct parser *p, struct reading *r)
{
    struct charter_member *m = &r->m->member;
    do {
        const struct token at = p->now;
        if (m->tag_count == CHARTER_TAGS_MAX) {
            return parser_fail(p, "a member has at most %d tags", CHARTER_TAGS_MAX);
        }
        if (!parser_read_tag(p, &r->tags[m->tag_count])) {
            return false;
        }
        if (bytes_equal_text(at.text, TAG_REASONED)) {
            return parser_fail_at(p, &at, "this tag is given to who states a reason, and to nobody else");
        }
        for (size_t i = 0; i < m->tag_count; i++) {
            if (bytes_equal(r->tags[i], at.text)) {
                return parser_fail_at(p, &at, "this tag is named twice");
            }
        }
        r->tag_tokens[m->tag_count++] = at;
    } while (parser_take_sign(p, ","));
    return true;
}

/* population 83000000 */
static bool read_member_value(struct parser *p, struct reading *r)
{
    struct bytes name;
    if (r->m->value_count == CHARTER_ITEMS_MAX) {
        return parser_fail(p, "a member has at most %d values", CHARTER_ITEMS_MAX);
    }
    struct draft_value *v = &r->values[r->m->value_count];
    *v = (struct draft_value){.at = p->now};
    if (!parser_read_id(p, "an attribute, or tag or calendar", &name)) {
        return false;
    }
    for (size_t i = 0; i < r->m->value_count; i++) {
        if (bytes_equal(r->values[i].at.text, name)) {
            return parser_fail_at(p, &v->at, "this value is given twice");
        }
    }
    if (p->now.kind != TOKEN_NUMBER) {
        return parser_fail(p, "expected a number: what the member has of the attribute");
    }
    v->value = p->now.value;
    r->m->value_count++;
    parser_next(p);
    return true;
}

static bool read_member_clause(struct parser *p, struct reading *r)
{
    bool good = false;
    if (parser_at_word(p, "calendar") && r->m->member.calendar.len > 0) {
        return parser_fail(p, "this is said twice of the same part");
    }
    if (parser_take_word(p, "tag")) {
        good = read_member_tags(p, r);
    } else if (parser_take_word(p, "calendar")) {
        good = parser_read_reference(p, REFERENCE_CALENDAR, "a calendar", &r->m->member.calendar);
    } else {
        good = read_member_value(p, r);
    }
    return good && parser_expect_sign(p, ";", "what a member has");
}

static bool add_member(struct parser *p, const struct draft_member *m)
{
    struct draft *d = p->draft;
    for (size_t i = 0; i < d->member_count; i++) {
        const struct charter_member *o = &d->members[i].member;
        if (bytes_equal(o->code, m->member.code) &&
            period_meets(o->from, o->until, m->member.from, m->member.until)) {
            return parser_fail_at(p, &m->at, "there is this member already for some of these days");
        }
    }
    if (d->member_count == CHARTER_MEMBERS_MAX) {
        return parser_fail_at(p, &m->at, "there are at most %d members", CHARTER_MEMBERS_MAX);
    }
    d->members[d->member_count++] = *m;
    return true;
}

bool parser_read_member(struct parser *p)
{
    struct heading h = {0};
    struct draft_member m = {.at = p->now, .source = p->source};
    struct reading r = {.m = &m};
    r.tags = p->scratch.tags;
    r.tag_tokens = p->scratch.tag_tokens;
    r.values = p->scratch.values;
    parser_begin_references(p);
    if (!parser_read_code(p, &m.member.code) || !parser_read_heading(p, &h) ||
        !parser_expect_sign(p, "{", "the member's code and headings")) {
        return false;
    }
    const size_t before = p->diags->count;
    while (!parser_at_sign(p, "}") && p->now.kind != TOKEN_END && !parser_at_part(p)) {
        if (!read_member_clause(p, &r)) {
            parser_recover(p);
        }
    }
    if (!parser_expect_sign(p, "}", "what a member has") || p->diags->count > before) {
        return false;
    }
    m.member.title = h.title;
    m.member.source = h.source;
    m.member.mark = h.mark;
    m.member.from = h.from;
    m.member.until = h.until;
    m.member.tags = KEEP(p, r.tags, m.member.tag_count);
    m.tag_tokens = KEEP(p, r.tag_tokens, m.member.tag_count);
    m.values = KEEP(p, r.values, m.value_count);
    m.references = p->references;
    return add_member(p, &m);
}
