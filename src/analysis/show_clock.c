#include "analysis/show_clock.h"

#include <stdlib.h>

#include "analysis/act_words.h"
#include "analysis/show_row.h"
#include "mechanism/civil.h"

static const struct row_field of_change[] = {
    ROW_FIELD(clock_change, from, ROW_NUMBER),
    ROW_FIELD(clock_change, rate, ROW_TEXT),
    ROW_FIELD(clock_change, start, ROW_NUMBER),
    ROW_END,
};
static const struct row_field of_note[] = {
    ROW_FIELD(clock_note, come, ROW_BOOL),    ROW_FIELD(clock_note, day, ROW_TEXT),
    ROW_FIELD(clock_note, entry, ROW_NUMBER), ROW_FIELD(clock_note, text, ROW_TEXT),
    ROW_END,
};
ROW_SHAPE(clock_change, of_change);
ROW_SHAPE(clock_note, of_note);

static struct bytes rate_text(struct arena *a, const struct civil_segment *x)
{
    return bytes_of_text(arena_printf(a, "%lld/%lld", (long long)x->rate, (long long)x->parts));
}

size_t clock_changes(struct context *c, struct clock_change **out)
{
    struct civil_segment *all = NULL;
    const size_t count = civil_segments(c->state, SHOW_CLOCK_CHANGES, c->arena, &all);
    struct clock_change *list = ARENA_ARRAY(c->arena, struct clock_change, count + 1);
    for (size_t i = 0; i < count; i++) {
        list[i] = (struct clock_change){all[i].from_ms, rate_text(c->arena, &all[i]), all[i].start_ms};
    }
    *out = list;
    return count;
}

static int later_first(const void *a, const void *b)
{
    const struct civil_note *x = a;
    const struct civil_note *y = b;
    if (x->day != y->day) {
        return x->day < y->day ? 1 : -1;
    }
    return x->entry < y->entry ? 1 : x->entry > y->entry ? -1 : 0;
}

size_t clock_notes(struct context *c, struct clock_note **out)
{
    struct civil_note *all = NULL;
    size_t count = civil_notes(c->state, c->arena, &all);
    qsort(all, count, sizeof all[0], later_first);
    count = count < SHOW_CLOCK_NOTES ? count : SHOW_CLOCK_NOTES;
    struct clock_note *list = ARENA_ARRAY(c->arena, struct clock_note, count + 1);
    for (size_t i = 0; i < count; i++) {
        const struct civil_day day = civil_day_at(all[i].day);
        list[i] = (struct clock_note){.come = all[i].come,
                                      .day = arena_copy(c->arena, bytes_of_text(day.text)),
                                      .entry = all[i].entry,
                                      .text = act_words(c, all[i].entry, "text")};
    }
    *out = list;
    return count;
}

struct bytes clock_note_text(struct context *c, const struct hash *id)
{
    struct civil_note n;
    return civil_note_get(c->state, id, &n) ? act_words(c, n.entry, "text") : BYTES("");
}

struct show_zone show_zone(int64_t minutes)
{
    struct show_zone z;
    const int64_t size = minutes < 0 ? -minutes : minutes;
    const int64_t hours = size / 60;
    const int64_t rest = size % 60;
    z = (struct show_zone){{minutes < 0 ? '-' : '+', (char)('0' + hours / 10 % 10), (char)('0' + hours % 10),
                            ':', (char)('0' + rest / 10), (char)('0' + rest % 10), 0}};
    return z;
}

const char *show_rate(struct context *c)
{
    if (c->org->realm == REALM_REAL) {
        return "";
    }
    const struct civil_clock k = civil_clock_get(c->state);
    return arena_text(c->arena, rate_text(c->arena, &k.now));
}

static void write_next(struct json_writer *w, struct context *c)
{
    struct civil_deadline *list = NULL;
    const size_t count = civil_deadlines(c->state, SHOW_CLOCK_NEXT, c->arena, &list);
    json_array(w, "next");
    for (size_t i = 0; i < count; i++) {
        const struct civil_day day = civil_day_at(list[i].day);
        json_object(w, NULL);
        json_cstring(w, "day", day.text);
        json_hex(w, "id", hash_view(&list[i].id));
        json_integer(w, "number", list[i].number);
        json_cstring(w, "of", civil_word(list[i].kind));
        json_integer(w, "when", civil_when_ms(c->state, c->org, list[i].day));
        json_end(w);
    }
    json_end(w);
}

void show_clock(struct json_writer *w, struct context *c)
{
    const struct civil_clock k = civil_clock_get(c->state);
    const struct civil_day today = civil_day_at(civil_today(c));
    const struct show_zone zone = show_zone(civil_offset(c->state, c->org, c->time_ms));
    struct clock_change *changes = NULL;
    struct clock_note *notes = NULL;
    const size_t change_count = clock_changes(c, &changes);
    const size_t note_count = clock_notes(c, &notes);
    json_object(w, NULL);
    show_rows(w, "changes", &clock_change_shape, changes, change_count);
    json_cstring(w, "civil_date", today.text);
    json_text(w, "keeper", civil_keeper(c));
    write_next(w, c);
    show_rows(w, "notes", &clock_note_shape, notes, note_count);
    json_cstring(w, "offset", zone.text);
    json_array(w, "offsets");
    for (size_t i = 0; i < k.zone_count; i++) {
        const struct show_zone one = show_zone(k.zones[i].minutes);
        json_object(w, NULL);
        json_integer(w, "from", k.zones[i].from_ms);
        json_cstring(w, "offset", one.text);
        json_end(w);
    }
    json_end(w);
    json_cstring(w, "rate", show_rate(c));
    json_cstring(w, "realm", realm_word(c->org->realm));
    json_integer(w, "scenario", civil_ms(c->state, c->org, c->time_ms));
    json_integer(w, "time", c->time_ms);
    json_end(w);
}
