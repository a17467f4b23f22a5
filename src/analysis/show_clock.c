#include "analysis/show_clock.h"

#include "mechanism/civil.h"

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
    return arena_printf(c->arena, "%lld/%lld", (long long)k.now.rate, (long long)k.now.parts);
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
    json_object(w, NULL);
    json_cstring(w, "civil_date", today.text);
    json_text(w, "keeper", civil_keeper(c));
    write_next(w, c);
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
