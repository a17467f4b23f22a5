#include "interop/icalendar.h"

#include <stdbool.h>
#include <string.h>

#include "base/civil.h"
#include "base/limits.h"
#include "base/text.h"

struct reading {
    struct arena *arena;
    struct bytes rest;
    int line;      /* of what was taken last; from 1 */
    int next_line;
    struct import_errors *errors;
    struct icalendar_event *list;
    size_t count;
    size_t depth;
    struct bytes open[ICALENDAR_DEPTH_MAX];
    bool in_event;
    size_t event_depth;
    struct icalendar_event event;
    bool all_day;      /* DTSTART is a day */
    struct bytes end;  /* DTEND as a day; empty: none */
    bool end_is_after; /* it is the first day after the last */
};

static void wrong(struct reading *r, int line, const char *message)
{
    diag_set(import_error(r->errors), line, 0, "", "%s", message);
}

/* A line as it stands, without its end. */
static struct bytes take_line(struct reading *r)
{
    size_t len = 0;
    while (len < r->rest.len && r->rest.data[len] != '\n') {
        len++;
    }
    struct bytes line = bytes_of(r->rest.data, len);
    line.len -= line.len > 0 && line.data[line.len - 1] == '\r';
    const size_t step = len + (len < r->rest.len);
    r->rest = bytes_of(r->rest.data + step, r->rest.len - step);
    r->next_line++;
    return line;
}

static bool is_folded(struct bytes rest)
{
    return rest.len > 0 && (rest.data[0] == ' ' || rest.data[0] == '\t');
}

/* The next content line, unfolded. False: the end. */
static bool take_content(struct reading *r, struct bytes *out)
{
    struct buffer b;
    if (r->rest.len == 0) {
        return false;
    }
    r->line = r->next_line;
    const struct bytes first = take_line(r);
    if (!is_folded(r->rest)) {
        *out = first;
        return true;
    }
    buffer_init(&b, ICALENDAR_LINE_BYTES_MAX + 1);
    buffer_add_bytes(&b, first);
    while (is_folded(r->rest)) {
        const struct bytes more = take_line(r);
        buffer_add(&b, more.data + 1, more.len > 0 ? more.len - 1 : 0);
    }
    if (b.overflow) {
        wrong(r, r->line, "this line is too long");
    }
    *out = b.overflow ? BYTES("") : arena_copy(r->arena, buffer_view(&b));
    buffer_done(&b);
    return true;
}

static uint8_t upper(uint8_t c)
{
    return c >= 'a' && c <= 'z' ? (uint8_t)(c - 32) : c;
}

static bool is_name(struct bytes text, const char *name)
{
    if (text.len != strlen(name)) {
        return false;
    }
    for (size_t i = 0; i < text.len; i++) {
        if (upper(text.data[i]) != (uint8_t)name[i]) {
            return false;
        }
    }
    return true;
}

/* NAME;PARAM=...:VALUE: a colon between quotation marks belongs to a parameter. */
static bool split(struct bytes line, struct bytes *name, struct bytes *parameters, struct bytes *value)
{
    bool quoted = false;
    size_t end = SIZE_MAX;
    for (size_t i = 0; i < line.len; i++) {
        const uint8_t c = line.data[i];
        quoted = c == '"' ? !quoted : quoted;
        if (!quoted && (c == ';' || c == ':') && end == SIZE_MAX) {
            end = i;
        }
        if (!quoted && c == ':') {
            *name = bytes_of(line.data, end);
            *parameters = bytes_of(line.data + end, i - end);
            *value = bytes_of(line.data + i + 1, line.len - i - 1);
            return end > 0;
        }
    }
    return false;
}

/* TEXT (3.3.11) as one line: what is escaped as a line break is a space; at most NAME_BYTES_MAX bytes. With
 * `first`, up to the first comma. */
static struct bytes text_value(struct reading *r, struct bytes value, bool first)
{
    uint8_t *out = ARENA_ARRAY(r->arena, uint8_t, value.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < value.len; i++) {
        uint8_t c = value.data[i];
        if (first && c == ',') {
            break;
        }
        if (c == '\\' && i + 1 < value.len) {
            c = value.data[++i];
            c = c == 'n' || c == 'N' ? ' ' : c;
        }
        if (c != ' ' || (len > 0 && out[len - 1] != ' ')) {
            out[len++] = c;
        }
    }
    len -= len > 0 && out[len - 1] == ' ';
    const struct bytes text = bytes_of(out, len);
    if (len > NAME_BYTES_MAX) {
        wrong(r, r->line, "this text is longer than 200 bytes");
    } else if (!text_is_line(text)) {
        wrong(r, r->line, "this text is not UTF-8, or has a control character");
    } else {
        return text;
    }
    return BYTES("");
}

static int64_t digits(struct bytes text, size_t from, size_t len)
{
    int64_t n = 0;
    for (size_t i = from; i < from + len; i++) {
        if (text.data[i] < '0' || text.data[i] > '9') {
            return -1;
        }
        n = 10 * n + (text.data[i] - '0');
    }
    return n;
}

/* DATE or DATE-TIME (3.3.4, 3.3.5). *midnight: it has no time, or the time 000000. */
static bool take_day(struct bytes value, int64_t *day, bool *whole, bool *midnight)
{
    const bool zoned = value.len == 16 && value.data[15] == 'Z';
    const bool timed = (value.len == 15 || zoned) && value.data[8] == 'T';
    if (value.len != 8 && !timed) {
        return false;
    }
    const struct civil_date d = {digits(value, 0, 4), digits(value, 4, 2), digits(value, 6, 2)};
    const int64_t hour = timed ? digits(value, 9, 2) : 0;
    const int64_t minute = timed ? digits(value, 11, 2) : 0;
    const int64_t second = timed ? digits(value, 13, 2) : 0;
    if (d.year < 1 || d.month < 1 || d.month > 12 || d.day < 1 ||
        d.day > civil_month_length(d.year, d.month) || hour < 0 || hour > 23 || minute < 0 || minute > 59 ||
        second < 0 || second > 60) {
        return false;
    }
    *day = civil_days(d);
    *whole = !timed;
    *midnight = hour == 0 && minute == 0 && second == 0;
    return true;
}

static struct bytes day_text(struct reading *r, int64_t day)
{
    const struct civil_day text = civil_day_at(day);
    return arena_copy(r->arena, bytes_of_text(text.text));
}

static void take_start(struct reading *r, struct bytes value)
{
    int64_t day = 0;
    bool midnight = false;
    if (r->event.from.len > 0) {
        wrong(r, r->line, "the event has a second DTSTART");
    } else if (!take_day(value, &day, &r->all_day, &midnight)) {
        wrong(r, r->line, "DTSTART is no day and no time of a day, such as 20260301 or 20260301T093000Z");
    } else {
        r->event.from = day_text(r, day);
    }
}

static void take_end(struct reading *r, struct bytes value)
{
    int64_t day = 0;
    bool whole = false;
    bool midnight = false;
    if (!take_day(value, &day, &whole, &midnight)) {
        wrong(r, r->line, "DTEND is no day and no time of a day, such as 20260302 or 20260301T180000Z");
        return;
    }
    r->end_is_after = midnight;
    r->end = day_text(r, midnight ? day - 1 : day);
}

static void take_property(struct reading *r, struct bytes name, struct bytes value)
{
    if (is_name(name, "UID")) {
        r->event.uid = text_value(r, value, false);
    } else if (is_name(name, "SUMMARY")) {
        r->event.name = text_value(r, value, false);
    } else if (is_name(name, "LOCATION")) {
        r->event.place = text_value(r, value, false);
    } else if (is_name(name, "CATEGORIES")) {
        r->event.topic = r->event.topic.len > 0 ? r->event.topic : text_value(r, value, true);
    } else if (is_name(name, "STATUS")) {
        r->event.cancelled = is_name(value, "CANCELLED");
    } else if (is_name(name, "DTSTART")) {
        take_start(r, value);
    } else if (is_name(name, "DTEND")) {
        take_end(r, value);
    } else if (is_name(name, "DURATION")) {
        wrong(r, r->line, "DURATION is not read: give the event a DTEND");
    } else if (is_name(name, "RRULE") || is_name(name, "RDATE")) {
        wrong(r, r->line, "an event that repeats is not read: give each of its days an event");
    }
}

static void finish_event(struct reading *r)
{
    struct icalendar_event *e = &r->event;
    if (e->name.len == 0) {
        wrong(r, e->line, "the event has no SUMMARY");
    }
    if (e->from.len == 0) {
        wrong(r, e->line, "the event has no DTSTART");
    }
    /* An end at the beginning of its own first day is an event without length. */
    e->to = r->end.len == 0 || (r->end_is_after && bytes_compare(r->end, e->from) < 0) ? e->from : r->end;
    if (bytes_compare(e->to, e->from) < 0) {
        wrong(r, e->line, "the event ends before it begins");
    }
    r->list[r->count++] = *e;
}

static void begin_component(struct reading *r, struct bytes name)
{
    if (r->depth == ICALENDAR_DEPTH_MAX) {
        wrong(r, r->line, "components are nested too deeply");
        return;
    }
    r->open[r->depth++] = name;
    if (!r->in_event && is_name(name, "VEVENT")) {
        r->in_event = true;
        r->event_depth = r->depth;
        r->event = (struct icalendar_event){.line = r->line};
        r->end = BYTES("");
        r->end_is_after = false;
    }
}

static bool end_component(struct reading *r, struct bytes name)
{
    if (r->depth == 0 || !bytes_equal(r->open[r->depth - 1], name)) {
        wrong(r, r->line, "this END does not belong to the last BEGIN");
        return false;
    }
    if (r->in_event && r->depth == r->event_depth) {
        if (r->count == ICALENDAR_EVENTS_MAX) {
            return false;
        }
        finish_event(r);
        r->in_event = false;
    }
    r->depth--;
    return true;
}

/* False: what follows cannot be told apart any more. */
static bool take_one(struct reading *r, struct bytes line)
{
    struct bytes name;
    struct bytes parameters;
    struct bytes value;
    if (line.len == 0) {
        return true;
    }
    if (line.len > ICALENDAR_LINE_BYTES_MAX || !split(line, &name, &parameters, &value)) {
        wrong(r, r->line, "this is no content line: NAME:VALUE");
        return true;
    }
    if (is_name(name, "BEGIN")) {
        const size_t before = r->depth;
        begin_component(r, value);
        return r->depth > before;
    }
    if (is_name(name, "END")) {
        return end_component(r, value);
    }
    if (r->depth == 0) {
        wrong(r, r->line, "this stands outside of a calendar: the file begins with BEGIN:VCALENDAR");
        return false;
    }
    if (r->in_event && r->depth == r->event_depth) {
        take_property(r, name, value);
    }
    return true;
}

enum error icalendar_read(struct arena *a, struct bytes text, struct icalendar_event **out, size_t *count,
                          struct import_errors *errors)
{
    static const uint8_t mark[] = {0xef, 0xbb, 0xbf};
    struct reading r = {.arena = a, .rest = text, .next_line = 1, .errors = errors};
    struct bytes line;
    if (text.len > ICALENDAR_BYTES_MAX) {
        return ERROR_TOO_LARGE;
    }
    if (bytes_start_with(text, bytes_of(mark, sizeof mark))) {
        r.rest = bytes_of(text.data + sizeof mark, text.len - sizeof mark);
    }
    r.list = ARENA_ARRAY(a, struct icalendar_event, ICALENDAR_EVENTS_MAX);
    bool good = true;
    while (good && take_content(&r, &line)) {
        good = take_one(&r, line);
    }
    if (!good && r.count == ICALENDAR_EVENTS_MAX && r.in_event) {
        return ERROR_TOO_LARGE;
    }
    if (good && r.depth > 0) {
        wrong(&r, r.line, "the file ends before the END of what was begun");
    }
    if (good && errors->count == 0 && r.count == 0) {
        wrong(&r, r.line, "the file has no event");
    }
    *out = r.list;
    *count = r.count;
    return errors->count == 0 ? OK : ERROR_MALFORMED;
}
