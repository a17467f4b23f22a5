#include "web/routes.h"

#include <string.h>

#include "base/check.h"
#include "base/num.h"
#include "base/text.h"

/* Tables end with a row without a pattern. */
static const struct route *const tables[] = {
    tour_routes,
    body_routes,
    body_list_routes,
    member_routes,
    charter_routes,
    power_routes,
    session_routes,
    minutes_routes,
    vote_routes,
    election_routes,
    instrument_routes,
    commitment_routes,
    assistance_routes,
    speech_routes,
    platform_routes,
    fairness_routes,
    clock_routes,
    archive_routes,
    record_routes,
    search_routes,
    help_routes,
    site_routes,
    statement_routes,
    said_routes,
    words_routes,
    matter_routes,
};

size_t route_count(void)
{
    size_t count = 0;
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        for (const struct route *r = tables[i]; r->pattern != NULL; r++) {
            count++;
        }
    }
    return count;
}

const struct route *route_at(size_t index)
{
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        for (const struct route *r = tables[i]; r->pattern != NULL; r++) {
            if (index-- == 0) {
                return r;
            }
        }
    }
    unreachable("beyond the last route");
}

size_t route_parameter_count(const struct route *r)
{
    size_t count = 0;
    while (count < ROUTE_PARAMETERS_MAX && r->parameters[count].name != NULL) {
        count++;
    }
    return count;
}

bool route_has(const struct route *r, enum format f)
{
    switch (f) {
    case FORMAT_HTML:
        return r->html != NULL;
    case FORMAT_JSON:
        return r->json != NULL;
    case FORMAT_CSV:
        return r->csv != NULL;
    case FORMAT_RAW:
        return r->raw != NULL;
    }
    unreachable("not a format");
}

/* The place of a parameter by its name; -1: none. */
static int place_of(const struct route *r, struct bytes name)
{
    for (size_t i = 0; i < route_parameter_count(r); i++) {
        if (bytes_equal_text(name, r->parameters[i].name)) {
            return (int)i;
        }
    }
    return -1;
}

static bool is_in_braces(const char *segment, size_t len)
{
    return len > 2 && segment[0] == '{' && segment[len - 1] == '}';
}

bool route_parameter_in_path(const struct route *r, const struct parameter *q)
{
    const char *found = strstr(r->pattern, q->name);
    const size_t len = strlen(q->name);
    while (found != NULL && !(found > r->pattern && found[-1] == '{' && found[len] == '}')) {
        found = strstr(found + 1, q->name);
    }
    return found != NULL;
}

/* Whether the segments are those of the pattern; fills the values of the path. */
static bool fits(const struct route *r, const struct bytes *segments, size_t count, struct bytes *values)
{
    const char *rest = r->pattern + 1;
    size_t i = 0;
    while (*rest != 0) {
        const size_t len = strcspn(rest, "/");
        if (i == count) {
            return false;
        }
        if (is_in_braces(rest, len)) {
            const int place = place_of(r, bytes_of(rest + 1, len - 2));
            check(place >= 0);
            values[place] = segments[i];
        } else if (!bytes_equal(bytes_of(rest, len), segments[i])) {
            return false;
        }
        i++;
        rest += len + (rest[len] == '/');
    }
    return i == count;
}

bool parameter_holds(enum parameter_type type, struct bytes value)
{
    enum language language;
    int64_t n = 0;
    struct bytes key;
    struct hash h;
    switch (type) {
    case PARAMETER_ID:
        return text_is_id(value);
    case PARAMETER_CODE:
        return text_is_code(value);
    case PARAMETER_LINE:
        return value.len >= 1 && text_is_line(value) && text_characters(value) <= NAME_BYTES_MAX;
    case PARAMETER_QUOTATION:
        return value.len >= 1 && text_characters(value) <= WEB_QUOTATION_CHARACTERS_MAX;
    case PARAMETER_NUMBER:
        return num_parse(value, INTEGER_MAX, &n);
    case PARAMETER_DIGEST:
        return hash_parse(value, &h);
    case PARAMETER_LANGUAGE:
        return language_parse(value, &language);
    case PARAMETER_DATE:
        for (size_t i = 0; i < value.len; i++) {
            if (i == 4 || i == 7 ? value.data[i] != '-' : value.data[i] < '0' || value.data[i] > '9') {
                return false;
            }
        }
        return value.len == 10;
    case PARAMETER_PLACE:
        return part_place_parse(value, &key, &n) || text_place_parse(value, &key, &n);
    case PARAMETER_BOOL:
        return bytes_equal_text(value, "true") || bytes_equal_text(value, "false");
    }
    unreachable("not a type of parameter");
}

/* Whether every value is one that its parameter can have, and every key is known. */
static enum match_result check_values(const struct route *r, struct match *m)
{
    for (size_t i = 0; i < route_parameter_count(r); i++) {
        if (m->values[i].data != NULL && !parameter_holds(r->parameters[i].type, m->values[i])) {
            m->wrong = bytes_of_text(r->parameters[i].name);
            return route_parameter_in_path(r, &r->parameters[i]) ? MATCH_NONE : MATCH_VALUE;
        }
    }
    const struct bytes *const *const numbers[] = {&m->at, &m->after, &m->limit};
    static const char *const names[] = {"at", "after", "limit"};
    for (size_t i = 0; i < 3; i++) {
        int64_t n = 0;
        const struct bytes *value = *numbers[i];
        if (value != NULL &&
            (!num_parse(*value, INTEGER_MAX, &n) || (i == 2 && (n < 1 || n > WEB_LIST_ROWS_MAX)))) {
            m->wrong = bytes_of_text(names[i]);
            return MATCH_VALUE;
        }
    }
    if (m->rest != NULL && !parameter_holds(PARAMETER_PLACE, *m->rest)) {
        m->wrong = BYTES("rest");
        return MATCH_VALUE;
    }
    return MATCH_FOUND;
}

/* The query: `at` belongs to everything that shows the organisation, `after` and `limit` to lists, `rest` to
 * pages. */
static enum match_result take_query(const struct route *r, const struct target *t, struct match *m)
{
    for (size_t i = 0; i < t->query_count; i++) {
        const struct bytes key = t->query[i].key;
        const struct bytes *value = &t->query[i].value;
        const int place = place_of(r, key);
        if (bytes_equal_text(key, "at") && !r->plain) {
            m->at = value;
        } else if (bytes_equal_text(key, "after") && r->list) {
            m->after = value;
        } else if (bytes_equal_text(key, "limit") && r->list) {
            m->limit = value;
        } else if (bytes_equal_text(key, "rest") && m->format == FORMAT_HTML) {
            m->rest = value;
        } else if (place >= 0 && !route_parameter_in_path(r, &r->parameters[place])) {
            m->values[place] = *value;
        } else {
            m->wrong = key;
            return MATCH_KEY;
        }
    }
    return check_values(r, m);
}

/* The route of a page or its data, or of a raw answer; NULL: none. */
static const struct route *find(const struct bytes *segments, size_t count, enum format f,
                                struct bytes *values)
{
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        for (const struct route *r = tables[i]; r->pattern != NULL; r++) {
            memset(values, 0, ROUTE_PARAMETERS_MAX * sizeof *values);
            if (route_has(r, f) && fits(r, segments, count, values)) {
                return r;
            }
        }
    }
    return NULL;
}

static bool ends_with(struct bytes s, const char *end)
{
    const size_t len = strlen(end);
    return s.len > len && memcmp(s.data + s.len - len, end, len) == 0;
}

enum match_result route_match(struct arena *a, const struct target *t, struct match *out)
{
    struct match m = {.language = LANGUAGE_EN, .format = FORMAT_RAW};
    struct bytes *segments = ARENA_ARRAY(a, struct bytes, TARGET_SEGMENTS_MAX);
    size_t count = t->segment_count;
    memcpy(segments, t->segments, count * sizeof *segments);
    m.route = find(segments, count, FORMAT_RAW, m.values);
    if (m.route == NULL) {
        m.prefixed = count > 0 && language_parse(segments[0], &m.language);
        segments += m.prefixed ? 1 : 0;
        count -= m.prefixed ? 1 : 0;
        m.format = FORMAT_HTML;
        static const struct {
            const char *end;
            enum format format;
        } endings[] = {{".json", FORMAT_JSON}, {".csv", FORMAT_CSV}};
        for (size_t i = 0; count > 0 && i < sizeof endings / sizeof endings[0]; i++) {
            if (ends_with(segments[count - 1], endings[i].end)) {
                m.format = endings[i].format;
                segments[count - 1].len -= strlen(endings[i].end);
                break;
            }
        }
        m.route = find(segments, count, m.format, m.values);
    }
    *out = m;
    if (m.route == NULL) {
        return MATCH_NONE;
    }
    const enum match_result r = take_query(m.route, t, out);
    return r == MATCH_FOUND && m.format == FORMAT_HTML && !m.prefixed ? MATCH_LANGUAGE : r;
}
