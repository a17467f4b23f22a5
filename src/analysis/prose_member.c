/* Members and calendars in sentences. */
#include "analysis/prose_inner.h"

static void add_member(struct writer *w, const struct charter *c, const struct charter_member *m)
{
    writer_name(w, m->code);
    if (m->title.len > 0) {
        buffer_add_text(&w->text, ", ");
        buffer_add_bytes(&w->text, m->title);
    }
    if (m->from.len > 0 || m->until.len > 0) {
        buffer_add_text(&w->text, ", ");
        prose_add_period(&w->text, m->from, m->until);
    }
    if (m->tag_count > 0) {
        buffer_add_text(&w->text, m->tag_count == 1 ? ", with the tag " : ", with the tags ");
        writer_list(w, m->tags, m->tag_count, writer_name);
    }
    for (size_t i = 0; i < c->attribute_count && m->values != NULL; i++) {
        if (m->values[i] >= 0) {
            buffer_add_text(&w->text, ", ");
            buffer_add_bytes(&w->text, c->attributes[i]);
            buffer_printf(&w->text, " %lld", (long long)m->values[i]);
        }
    }
    if (m->calendar.len > 0) {
        buffer_add_text(&w->text, ", with the calendar ");
        writer_refer(w, PROSE_CALENDAR, m->calendar);
    }
    if (m->source.len > 0) {
        buffer_add_text(&w->text, " [");
        buffer_add_bytes(&w->text, m->source);
        buffer_add_u8(&w->text, ']');
    }
    if (!m->mark.verified) {
        buffer_add_text(&w->text, " [unverified: ");
        buffer_add_bytes(&w->text, m->mark.unverified);
        buffer_add_u8(&w->text, ']');
    }
}

void prose_members(struct writer *w, const struct charter *c)
{
    for (size_t i = 0; i < c->member_count; i++) {
        add_member(w, c, &c->members[i]);
        writer_end(w);
    }
}

static void add_zone(struct writer *w, int64_t minutes)
{
    const long long size = minutes < 0 ? -minutes : minutes;
    if (size == 0) {
        buffer_add_text(&w->text, "UTC");
        return;
    }
    buffer_printf(&w->text, "%s%02lld:%02lld", minutes < 0 ? "UTC-" : "UTC+", size / 60, size % 60);
}

void prose_calendar(struct writer *w, const struct charter_calendar *c)
{
    static const char *const days[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                       "Friday", "Saturday", "Sunday"};
    bool first = true;
    buffer_add_text(&w->text, "The days that are worked: ");
    for (int i = 0; i < 7; i++) {
        if ((c->week & 1U << i) != 0) {
            buffer_printf(&w->text, "%s%s", first ? "" : ", ", days[i]);
            first = false;
        }
    }
    writer_end(w);
    buffer_add_text(&w->text, "The day begins by the time ");
    for (size_t i = 0; i < c->zone_count; i++) {
        buffer_add_text(&w->text, i == 0 ? "" : ", ");
        add_zone(w, c->zones[i].minutes);
        if (c->zones[i].from.len > 0 || c->zones[i].until.len > 0) {
            buffer_add_text(&w->text, " (");
            prose_add_period(&w->text, c->zones[i].from, c->zones[i].until);
            buffer_add_u8(&w->text, ')');
        }
    }
    buffer_add_text(&w->text, c->zone_count == 0 ? "UTC" : "");
    writer_end(w);
    for (size_t i = 0; i < c->holiday_count; i++) {
        const struct charter_holiday *h = &c->holidays[i];
        buffer_add_text(&w->text, i == 0 ? "Not worked: " : ", ");
        buffer_add_bytes(&w->text, h->date);
        buffer_add_text(&w->text, h->date.len == 5 ? " of each year" : "");
        if (h->title.len > 0) {
            buffer_add_text(&w->text, " (");
            buffer_add_bytes(&w->text, h->title);
            buffer_add_u8(&w->text, ')');
        }
    }
    if (c->holiday_count > 0) {
        writer_end(w);
    }
}
