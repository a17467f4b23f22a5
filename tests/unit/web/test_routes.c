/* Addresses: which row they mean, and what of them is refused. */
#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "support/harness.h"
#include "web/earlier.h"
#include "web/routes.h"

static enum match_result match(const char *text, struct match *m)
{
    struct target *t = ARENA_NEW(harness_arena(), struct target);
    check_eq(target_read(harness_arena(), bytes_of_text(text), t), GATE_ACCEPTED);
    return route_match(harness_arena(), t, m);
}

TEST(an_address_means_one_row_in_one_form)
{
    static const struct {
        const char *text;
        enum match_result wanted;
        const char *operation;
        enum format format;
        enum language language;
    } rows[] = {
        {"/", MATCH_LANGUAGE, "home", FORMAT_HTML, LANGUAGE_EN},
        {"/ru", MATCH_FOUND, "home", FORMAT_HTML, LANGUAGE_RU},
        {"/ar/", MATCH_FOUND, "home", FORMAT_HTML, LANGUAGE_AR},
        {"/bodies", MATCH_LANGUAGE, "bodies", FORMAT_HTML, LANGUAGE_EN},
        {"/en/bodies", MATCH_FOUND, "bodies", FORMAT_HTML, LANGUAGE_EN},
        {"/bodies.json", MATCH_FOUND, "bodies", FORMAT_JSON, LANGUAGE_EN},
        {"/ru/bodies.json", MATCH_FOUND, "bodies", FORMAT_JSON, LANGUAGE_RU},
        {"/bodies.csv", MATCH_FOUND, "bodies", FORMAT_CSV, LANGUAGE_EN},
        {"/bodies/council.json", MATCH_FOUND, "body", FORMAT_JSON, LANGUAGE_EN},
        {"/en/bodies/x.json.json", MATCH_FOUND, "body", FORMAT_JSON, LANGUAGE_EN},
        {"/en/record/0", MATCH_FOUND, "entry", FORMAT_HTML, LANGUAGE_EN},
        {"/en/record?after=0&limit=500&at=3", MATCH_FOUND, "record", FORMAT_HTML, LANGUAGE_EN},
        {"/openapi.json", MATCH_FOUND, "openapi", FORMAT_RAW, LANGUAGE_EN},
        {"/en/record/00", MATCH_NONE, NULL, FORMAT_HTML, LANGUAGE_EN},
        {"/en/record/9007199254740992", MATCH_NONE, NULL, FORMAT_HTML, LANGUAGE_EN},
        {"/en/bodies/UPPER", MATCH_NONE, NULL, FORMAT_HTML, LANGUAGE_EN},
        {"/de/bodies", MATCH_NONE, NULL, FORMAT_HTML, LANGUAGE_EN},
        {"/en/en/bodies", MATCH_NONE, NULL, FORMAT_HTML, LANGUAGE_EN},
        {"/en/bodies/a/b", MATCH_NONE, NULL, FORMAT_HTML, LANGUAGE_EN},
        {"/en/bodies.xml", MATCH_NONE, NULL, FORMAT_HTML, LANGUAGE_EN},
        {"/en/openapi.json", MATCH_NONE, NULL, FORMAT_HTML, LANGUAGE_EN},
        {"/en/bodies?x=1", MATCH_KEY, NULL, FORMAT_HTML, LANGUAGE_EN},
        {"/en/bodies?after=1", MATCH_KEY, NULL, FORMAT_HTML, LANGUAGE_EN},
        {"/openapi.json?at=1", MATCH_KEY, NULL, FORMAT_RAW, LANGUAGE_EN},
        {"/en/bodies?at=01", MATCH_VALUE, NULL, FORMAT_HTML, LANGUAGE_EN},
        {"/en/bodies?at=-1", MATCH_VALUE, NULL, FORMAT_HTML, LANGUAGE_EN},
        {"/en/bodies?at=", MATCH_VALUE, NULL, FORMAT_HTML, LANGUAGE_EN},
        {"/en/record?limit=0", MATCH_VALUE, NULL, FORMAT_HTML, LANGUAGE_EN},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct match m;
        const enum match_result r = match(rows[i].text, &m);
        harness_note("%s", rows[i].text);
        check_eq(r, rows[i].wanted);
        if (rows[i].operation != NULL) {
            check_text(m.route->operation, rows[i].operation);
            check_eq(m.format, rows[i].format);
            check_eq(m.language, rows[i].language);
        }
    }
}

TEST(lists_have_bounds)
{
    struct match m;
    char text[100];
    check_that(WEB_LIST_ROWS <= WEB_LIST_ROWS_MAX);
    (void)snprintf(text, sizeof text, "/en/record?limit=%d", WEB_LIST_ROWS_MAX);
    check_eq(match(text, &m), MATCH_FOUND);
    (void)snprintf(text, sizeof text, "/en/record?limit=%d", WEB_LIST_ROWS_MAX + 1);
    check_eq(match(text, &m), MATCH_VALUE);
}

TEST(a_quotation_has_bounds)
{
    char text[2 * (WEB_QUOTATION_CHARACTERS_MAX + 1)];
    for (size_t i = 0; i < sizeof text; i += 2) {
        memcpy(text + i, "\xc3\xa9", 2);
    }
    check_that(parameter_holds(PARAMETER_QUOTATION, bytes_of(text, sizeof text - 2)));
    check_that(!parameter_holds(PARAMETER_QUOTATION, bytes_of(text, sizeof text)));
    check_that(!parameter_holds(PARAMETER_QUOTATION, BYTES("")));
}

/* What a table may get wrong. */
TEST(earlier_entries_have_a_bound)
{
    check_that(earlier_reaches(0));
    check_that(earlier_reaches(WEB_EARLIER_ENTRIES_MAX - 1));
    check_that(!earlier_reaches(WEB_EARLIER_ENTRIES_MAX));
}

TEST(every_row_is_whole)
{
    for (size_t i = 0; i < route_count(); i++) {
        const struct route *r = route_at(i);
        harness_note("%s", r->pattern);
        check_that(r->pattern[0] == '/' && r->operation != NULL && r->summary != NULL);
        check_that(r->html != NULL || r->json != NULL || r->csv != NULL || r->raw != NULL);
        check_that((r->raw != NULL) == (r->raw_type != NULL));
        check_that(r->json == NULL || r->schema != NULL);
        for (size_t k = 0; k < i; k++) {
            check_that(strcmp(route_at(k)->operation, r->operation) != 0);
            check_that(strcmp(route_at(k)->pattern, r->pattern) != 0);
        }
        size_t braces = 0;
        for (const char *c = r->pattern; *c != 0; c++) {
            braces += *c == '{';
        }
        for (size_t k = 0; k < route_parameter_count(r); k++) {
            check_that(r->parameters[k].text != NULL);
            braces -= route_parameter_in_path(r, &r->parameters[k]);
        }
        check_eq(braces, 0);
    }
}

TEST(the_description_is_json_and_has_every_schema)
{
    const struct json *top = NULL;
    struct buffer b;
    buffer_init(&b, WEB_ANSWER_BYTES_MAX);
    openapi_write(&b);
    check_ok(json_parse(harness_arena(), buffer_view(&b), WEB_ANSWER_BYTES_MAX, &top, NULL));
    const struct json *schemas = json_get(json_get(top, "components"), "schemas");
    for (size_t i = 0; i < route_count(); i++) {
        const struct route *r = route_at(i);
        harness_note("%s: %s", r->pattern, r->schema);
        check_that(r->schema == NULL || json_get(schemas, r->schema) != NULL);
    }
    for (const char *at = buffer_text(&b); (at = strstr(at, "#/components/schemas/")) != NULL; at++) {
        const char *name = at + sizeof "#/components/schemas/" - 1;
        const size_t len = strcspn(name, "\"");
        harness_note("%.*s", (int)len, name);
        check_that(json_get(schemas, arena_text(harness_arena(), bytes_of(name, len))) != NULL);
    }
    buffer_done(&b);
}
