/* Members and calendars in sentences. */
#include "analysis/prose_inner.h"

/* What is told of a member beside its code: title, period, tags, calendar, and a value of each attribute. */
enum { MEMBER_PARTS = 5 };

static struct bytes member_words(const struct writer *w, const struct charter *c,
                                 const struct charter_member *m)
{
    struct bytes *parts = ARENA_ARRAY(w->arena, struct bytes, MEMBER_PARTS + c->attribute_count);
    size_t count = 0;
    parts[count++] = m->code;
    if (m->title.len > 0) {
        parts[count++] = m->title;
    }
    if (m->from.len > 0 || m->until.len > 0) {
        parts[count++] = prose_period(w->arena, w->prose->language, m->from, m->until);
    }
    if (m->tag_count > 0) {
        parts[count++] =
            WRITER_WORDS(w, MESSAGE_prose_member_tags, SAY_NUMBER("count", (int64_t)m->tag_count),
                         SAY_TEXT("tags", writer_list(w, m->tags, m->tag_count, writer_name)));
    }
    for (size_t i = 0; i < c->attribute_count && m->values != NULL; i++) {
        if (m->values[i] >= 0) {
            parts[count++] = WRITER_WORDS(w, MESSAGE_prose_value, SAY_TEXT("name", c->attributes[i]),
                                          SAY_NUMBER("value", m->values[i]));
        }
    }
    if (m->calendar.len > 0) {
        parts[count++] = WRITER_WORDS(w, MESSAGE_prose_member_calendar,
                                      SAY_TEXT("calendar", writer_refer(w, PROSE_CALENDAR, m->calendar)));
    }
    return writer_row(w, parts, count);
}

void prose_members(struct writer *w, const struct charter *c)
{
    for (size_t i = 0; i < c->member_count; i++) {
        const struct charter_member *m = &c->members[i];
        WRITER_SAY(w, MESSAGE_prose_sentence,
                   SAY_TEXT("words", writer_noted(w, member_words(w, c, m), m->source, &m->mark)));
    }
}

static struct bytes zone_words(const struct writer *w, int64_t minutes)
{
    const long long size = minutes < 0 ? -minutes : minutes;
    return size == 0 ? BYTES("UTC")
                     : bytes_of_text(arena_printf(w->arena, "%s%02lld:%02lld", minutes < 0 ? "UTC-" : "UTC+",
                                                  size / 60, size % 60));
}

static void say_week(struct writer *w, const struct charter_calendar *c)
{
    static const enum message words[] = {
        MESSAGE_prose_monday, MESSAGE_prose_tuesday,  MESSAGE_prose_wednesday, MESSAGE_prose_thursday,
        MESSAGE_prose_friday, MESSAGE_prose_saturday, MESSAGE_prose_sunday};
    struct bytes days[7];
    size_t count = 0;
    for (int i = 0; i < 7; i++) {
        if ((c->week & 1U << i) != 0) {
            days[count++] = writer_word(w, words[i]);
        }
    }
    WRITER_SAY(w, MESSAGE_prose_week, SAY_TEXT("days", writer_row(w, days, count)));
}

static struct bytes holiday_words(const struct writer *w, const struct charter_holiday *h)
{
    const struct bytes day =
        h->date.len == 5 ? WRITER_WORDS(w, MESSAGE_prose_yearly, SAY_TEXT("date", h->date)) : h->date;
    return h->title.len == 0 ? day
                             : WRITER_WORDS(w, MESSAGE_list_named, SAY_TEXT("what", day),
                                            SAY_TEXT("names", h->title));
}

void prose_calendar(struct writer *w, const struct charter_calendar *c)
{
    struct bytes *zones = ARENA_ARRAY(w->arena, struct bytes, c->zone_count + 1);
    struct bytes *days = ARENA_ARRAY(w->arena, struct bytes, c->holiday_count);
    say_week(w, c);
    zones[0] = zone_words(w, 0);
    for (size_t i = 0; i < c->zone_count; i++) {
        zones[i] = writer_dated(w, zone_words(w, c->zones[i].minutes), c->zones[i].from, c->zones[i].until);
    }
    WRITER_SAY(w, MESSAGE_prose_zones,
               SAY_TEXT("zones", writer_row(w, zones, c->zone_count > 0 ? c->zone_count : 1)));
    for (size_t i = 0; i < c->holiday_count; i++) {
        days[i] = holiday_words(w, &c->holidays[i]);
    }
    if (c->holiday_count > 0) {
        WRITER_SAY(w, MESSAGE_prose_holidays, SAY_TEXT("days", writer_row(w, days, c->holiday_count)));
    }
}
