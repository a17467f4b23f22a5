/* The description of the addresses for programmes (OpenAPI 3.1), made from the table of routes and the
 * schemas beside it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "web/files.h"
#include "web/routes.h"
#include "web/rows.h"

enum { PATHS_MAX = 600, SCHEMAS_MAX = 600 };

struct path {
    const char *text;
    const struct route *route;
    enum format format;
};

static int by_text(const void *a, const void *b)
{
    return strcmp(((const struct path *)a)->text, ((const struct path *)b)->text);
}

static size_t list_paths(struct arena *a, struct path *out)
{
    static const char *const endings[] = {[FORMAT_JSON] = ".json", [FORMAT_CSV] = ".csv", [FORMAT_RAW] = ""};
    size_t count = 0;
    for (size_t i = 0; i < route_count(); i++) {
        const struct route *r = route_at(i);
        for (enum format f = FORMAT_HTML; f <= FORMAT_RAW; f++) {
            if (route_has(r, f)) {
                check(count < PATHS_MAX);
                const bool root = strcmp(r->pattern, "/") == 0;
                const char *text = f == FORMAT_HTML ? arena_printf(a, "/{lang}%s", root ? "" : r->pattern)
                                                    : arena_printf(a, "%s%s", r->pattern, endings[f]);
                out[count++] = (struct path){.text = text, .route = r, .format = f};
            }
        }
    }
    qsort(out, count, sizeof *out, by_text);
    return count;
}

static void write_type(struct json_writer *w, enum parameter_type type)
{
    static const char *const patterns[] = {
        [PARAMETER_ID] = "^[a-z0-9][a-z0-9_.-]{0,63}$",
        [PARAMETER_CODE] = "^[A-Z][A-Z0-9-]{0,15}$",
        [PARAMETER_DIGEST] = "^[0-9a-f]{64}$",
    };
    json_object(w, "schema");
    switch (type) {
    case PARAMETER_ID:
    case PARAMETER_CODE:
    case PARAMETER_DIGEST:
        json_cstring(w, "pattern", patterns[type]);
        json_cstring(w, "type", "string");
        break;
    case PARAMETER_DATE:
        json_cstring(w, "format", "date");
        json_cstring(w, "type", "string");
        break;
    case PARAMETER_LINE:
        json_integer(w, "maxLength", NAME_BYTES_MAX);
        json_integer(w, "minLength", 1);
        json_cstring(w, "pattern", "^[^\\u0000-\\u001f\\u007f-\\u009f/\\\\]+$");
        json_cstring(w, "type", "string");
        break;
    case PARAMETER_QUOTATION: /* the target is bounded too: one of fewer characters may be too long for it */
        json_integer(w, "maxLength", WEB_QUOTATION_CHARACTERS_MAX);
        json_integer(w, "minLength", 1);
        json_cstring(w, "pattern", "[A-Za-z0-9]");
        json_cstring(w, "type", "string");
        break;
    case PARAMETER_NUMBER:
        json_integer(w, "maximum", INTEGER_MAX);
        json_integer(w, "minimum", 0);
        json_cstring(w, "type", "integer");
        break;
    case PARAMETER_LANGUAGE:
        json_array(w, "enum");
        for (size_t i = 0; i < LANGUAGES; i++) {
            json_cstring(w, NULL, language_tag((enum language)i));
        }
        json_end(w);
        break;
    case PARAMETER_PLACE:
        json_cstring(w, "pattern", "^([a-z]+[.][a-z_]+|text[.][0-9a-f]{16})[.](0|[1-9][0-9]{0,14})$");
        json_cstring(w, "type", "string");
        break;
    case PARAMETER_BOOL:
        json_cstring(w, "type", "boolean");
        break;
    }
    json_end(w);
}

static void write_parameter(struct json_writer *w, const char *key, const struct parameter *q, bool in_path)
{
    json_object(w, key);
    json_cstring(w, "description", q->text);
    json_cstring(w, "in", in_path ? "path" : "query");
    json_cstring(w, "name", q->name);
    json_bool(w, "required", in_path);
    write_type(w, q->type);
    json_end(w);
}

/* A number of the query. */
static void write_number(struct json_writer *w, const char *name, const char *text, int64_t least,
                         int64_t most)
{
    json_object(w, name);
    json_cstring(w, "description", text);
    json_cstring(w, "in", "query");
    json_cstring(w, "name", name);
    json_bool(w, "required", false);
    json_object(w, "schema");
    json_integer(w, "maximum", most);
    json_integer(w, "minimum", least);
    json_cstring(w, "type", "integer");
    json_end(w);
    json_end(w);
}

/* To a component of a kind: "schemas", "responses". */
static void write_reference(struct json_writer *w, const char *key, const char *kind, const char *name)
{
    char text[200];
    const int len = snprintf(text, sizeof text, "#/components/%s/%s", kind, name);
    check(len > 0 && (size_t)len < sizeof text);
    json_object(w, key);
    json_cstring(w, "$ref", text);
    json_end(w);
}

static void write_parameters(struct json_writer *w, const struct path *p)
{
    const struct route *r = p->route;
    json_array(w, "parameters");
    if (p->format == FORMAT_HTML) {
        write_reference(w, NULL, "parameters", "lang");
        write_reference(w, NULL, "parameters", "rest");
    }
    for (size_t i = 0; i < route_parameter_count(r); i++) {
        write_parameter(w, NULL, &r->parameters[i], route_parameter_in_path(r, &r->parameters[i]));
    }
    if (!r->plain) {
        write_reference(w, NULL, "parameters", "at");
    }
    if (r->list) {
        write_reference(w, NULL, "parameters", "after");
        write_reference(w, NULL, "parameters", "limit");
    }
    json_end(w);
}

/* What many addresses take, once: they refer to it. */
static void write_shared_parameters(struct json_writer *w)
{
    json_object(w, "parameters");
    write_parameter(w, "after",
                    &(struct parameter){"after", PARAMETER_NUMBER, "Where the page before has ended."},
                    false);
    write_number(w, "at", "Everything as it stood at the block of this entry.", 0,
                 WEB_EARLIER_ENTRIES_MAX - 1);
    write_parameter(w, "lang",
                    &(struct parameter){"lang", PARAMETER_LANGUAGE, "The language of the page."}, true);
    write_number(w, "limit", "How many at most.", 1, WEB_LIST_ROWS_MAX);
    write_parameter(w, "rest",
                    &(struct parameter){"rest", PARAMETER_PLACE,
                                        "A part of a large page from this item on, or a text from this "
                                        "character on, as the page links to it."},
                    false);
    json_end(w);
}

/* The envelope around `data`: web/page.h. What it has beside is one component. */
static void write_envelope(struct json_writer *w, const struct route *r)
{
    static const char *const keys[] = {"data", "entry", "org", "realm", "time"};
    json_object(w, "schema");
    json_array(w, "allOf");
    write_reference(w, NULL, "schemas", "Envelope");
    json_end(w);
    json_object(w, "properties");
    if (r->schema != NULL) {
        write_reference(w, "data", "schemas", r->schema);
    } else {
        json_object(w, "data");
        json_end(w);
    }
    json_end(w);
    json_array(w, "required");
    for (size_t i = 0; i < (r->plain ? 1 : sizeof keys / sizeof keys[0]); i++) {
        json_cstring(w, NULL, keys[i]);
    }
    json_end(w);
    json_bool(w, "unevaluatedProperties", false);
    json_end(w);
}

static const char *media_type(const struct path *p)
{
    switch (p->format) {
    case FORMAT_HTML:
        return "text/html";
    case FORMAT_JSON:
        return "application/json";
    case FORMAT_CSV:
        return "text/csv";
    case FORMAT_RAW:
        return p->route->raw_type;
    }
    unreachable("not a format");
}

static void write_content(struct json_writer *w, const struct path *p)
{
    json_object(w, "content");
    json_object(w, media_type(p));
    if (p->format == FORMAT_JSON) {
        write_envelope(w, p->route);
    }
    json_end(w);
    json_end(w);
    json_cstring(w, "description", p->route->summary);
}

/* Answers that every address may give; those of a kind together, for the description has bounds too. */
static const struct error_answer {
    const char *status;
    const char *text;
} errors[] = {
    {"304", "It is what If-None-Match names."},
    {"4XX", "400: the request has a key or a value that this address does not take, or is malformed. "
            "404: there is no such thing, or not yet. 405: another method than GET and HEAD. "
            "414: the target is too long. 421: another host. "
            "422: the entry of `at` is farther back than this server replays. 431: the head is too large."},
    {"503", "The record cannot be read just now: Retry-After says when to try again."},
};

/* Each once, as problem+json, or as a page for who accepts text/html: addresses refer to them. */
static void write_errors(struct json_writer *w)
{
    json_object(w, "responses");
    for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++) {
        json_object(w, errors[i].status);
        if (i > 0) {
            json_object(w, "content");
            json_object(w, "application/problem+json");
            write_reference(w, "schema", "schemas", "Problem");
            json_end(w);
            json_object(w, "text/html");
            json_end(w);
            json_end(w);
        }
        json_cstring(w, "description", errors[i].text);
        json_end(w);
    }
    json_end(w);
}

static void refer_to_errors(struct json_writer *w)
{
    for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++) {
        write_reference(w, errors[i].status, "responses", errors[i].status);
    }
}

static void write_path(struct json_writer *w, const struct path *p)
{
    static const char *const suffixes[] = {
        [FORMAT_HTML] = "Page", [FORMAT_JSON] = "Json", [FORMAT_CSV] = "Csv", [FORMAT_RAW] = ""};
    char operation[120];
    const size_t len = strlen(p->route->operation);
    check(len < 100);
    memcpy(operation, p->route->operation, len);
    memcpy(operation + len, suffixes[p->format], strlen(suffixes[p->format]) + 1);
    json_object(w, p->text);
    json_object(w, "get");
    json_cstring(w, "operationId", operation);
    write_parameters(w, p);
    json_object(w, "responses");
    json_object(w, "200");
    write_content(w, p);
    json_end(w);
    refer_to_errors(w);
    json_end(w);
    json_cstring(w, "summary", p->route->summary);
    json_end(w);
    json_end(w);
}

static int by_key(const void *a, const void *b)
{
    return bytes_compare(((const struct json_member *)a)->key, ((const struct json_member *)b)->key);
}

/* The schemas of rows, as their tables have them. */
static size_t add_row_schemas(struct arena *a, struct json_member *all, size_t count)
{
    for (size_t i = 0; i < row_schema_count; i++) {
        struct json_writer w;
        struct buffer b;
        const struct json *value = NULL;
        buffer_init(&b, 64 * 1024);
        json_begin(&w, &b);
        rows_write_schema(&w, row_schemas[i].shape);
        const enum error e = json_parse(a, buffer_view(&b), 64 * 1024, &value, NULL);
        buffer_done(&b);
        check(e == OK && count < SCHEMAS_MAX);
        all[count++] = (struct json_member){.key = bytes_of_text(row_schemas[i].name), .value = *value};
    }
    return count;
}

/* The schemas of all files, those of rows, and that of a problem. A file that is no JSON is a bug: tests read
 * them all. */
static void write_schemas(struct json_writer *w, struct arena *a)
{
    struct json_member *all = ARENA_ARRAY(a, struct json_member, SCHEMAS_MAX);
    size_t count = 0;
    for (size_t i = 0; i < web_file_count; i++) {
        const struct json *file = NULL;
        if (strcmp(web_files[i].place, "schemas") != 0) {
            continue;
        }
        const enum error e =
            json_parse(a, bytes_of(web_files[i].data, web_files[i].size), web_files[i].size, &file, NULL);
        check(e == OK && file->type == JSON_OBJECT && count + file->count <= SCHEMAS_MAX);
        for (size_t k = 0; k < file->count; k++) {
            all[count++] = file->members[k];
        }
    }
    count = add_row_schemas(a, all, count);
    qsort(all, count, sizeof *all, by_key);
    json_object(w, "schemas");
    for (size_t i = 0; i < count; i++) {
        json_value(w, arena_text(a, all[i].key), &all[i].value);
    }
    json_end(w);
}

void openapi_write(struct buffer *b)
{
    struct arena a = {0};
    struct json_writer w;
    struct path *paths = ARENA_ARRAY(&a, struct path, PATHS_MAX);
    const size_t count = list_paths(&a, paths);
    json_begin(&w, b);
    json_object(&w, NULL);
    json_object(&w, "components");
    write_shared_parameters(&w);
    write_errors(&w);
    write_schemas(&w, &a);
    json_end(&w);
    json_object(&w, "info");
    json_cstring(&w, "description",
                 "Read-only: whatever changes something is a signed act. Every answer is of one "
                 "entry of the record, which the header Univocal-Entry names.");
    json_cstring(&w, "title", "Univocal");
    json_cstring(&w, "version", UNIVOCAL_VERSION);
    json_end(&w);
    json_cstring(&w, "openapi", "3.1.0");
    json_object(&w, "paths");
    for (size_t i = 0; i < count; i++) {
        write_path(&w, &paths[i]);
    }
    json_end(&w);
    json_end(&w);
    arena_done(&a);
}
