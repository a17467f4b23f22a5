#include "mechanism/tables.h"

#include "charter/table.h"
#include "mechanism/law.h"

static enum error bad(struct diag *diag, enum error e, const char *message)
{
    if (diag != NULL) {
        diag_set(diag, 0, 0, "", "%s", message);
    }
    return e;
}

static enum error read_table(struct arena *a, const struct charter_table *named, struct bytes text,
                             struct table *out, struct diag *diag)
{
    struct diag told = {.message = ""};
    const enum error e = table_read(a, text, out, &told);
    if (e != OK && diag != NULL) {
        diag_set(diag, told.line, told.column, told.found, "%.*s: %s", (int)named->name.len,
                 (const char *)named->name.data, told.message);
    }
    if (e == OK && !hash_equal(&out->hash, &named->hash)) {
        return bad(diag, ERROR_MALFORMED, "a table is not the one whose hash the charter names");
    }
    return e;
}

enum error tables_read(struct arena *a, const struct json *top, struct organisation *org, struct diag *diag)
{
    const struct json *list = json_get(top, "tables");
    struct bytes previous = BYTES("");
    if (list == NULL) {
        return OK;
    }
    /* None at all has one form: without the member. */
    if (list->type != JSON_ARRAY || list->count == 0 || list->count > org->first_charter->table_count) {
        return bad(diag, ERROR_MALFORMED, "tables must be a list of tables that the charter names");
    }
    struct table *tables = ARENA_ARRAY(a, struct table, list->count);
    for (size_t i = 0; i < list->count; i++) {
        struct bytes name;
        struct bytes text;
        const struct json *item = &list->items[i];
        if (item->type != JSON_OBJECT || item->count != 2 || !json_get_text(item, "name", &name) ||
            !json_get_text(item, "text", &text)) {
            return bad(diag, ERROR_MALFORMED, "a table has a name and a text");
        }
        if (previous.len > 0 && bytes_compare(previous, name) >= 0) {
            return bad(diag, ERROR_MALFORMED, "tables must ascend by name, each once");
        }
        const struct charter_table *named = charter_table(org->first_charter, name);
        if (named == NULL) {
            return bad(diag, ERROR_MALFORMED, "the charter names no table of this name");
        }
        const enum error e = read_table(a, named, text, &tables[i], diag);
        if (e != OK) {
            return e;
        }
        previous = name;
    }
    org->tables = tables;
    org->table_count = list->count;
    return OK;
}

static const struct table *find(const struct organisation *org, const struct hash *hash)
{
    for (size_t i = 0; i < org->table_count; i++) {
        if (hash_equal(&org->tables[i].hash, hash)) {
            return &org->tables[i];
        }
    }
    return NULL;
}

const int64_t *tables_weights(struct context *c, const struct charter *law, struct bytes member,
                              int64_t time_ms)
{
    const struct civil_day day = law_day(c->org, time_ms);
    int64_t *weights = ARENA_ARRAY(c->arena, int64_t, law->attribute_count + 1);
    for (size_t i = 0; i < law->attribute_count; i++) {
        const struct charter_table *named =
            charter_table_of(law, law->attributes[i], bytes_of_text(day.text));
        const struct table *t = named == NULL ? NULL : find(c->org, &named->hash);
        weights[i] = t == NULL ? -1 : table_value(t, member);
    }
    return weights;
}

static bool names(const struct charter *c, const struct hash *hash)
{
    for (size_t i = 0; i < c->table_count; i++) {
        if (hash_equal(&c->tables[i].hash, hash)) {
            return true;
        }
    }
    return false;
}

bool tables_are_missing(const struct organisation *org, const struct charter *before,
                        const struct charter *after)
{
    for (size_t i = 0; i < after->table_count; i++) {
        if (!names(before, &after->tables[i].hash) && find(org, &after->tables[i].hash) == NULL) {
            return true;
        }
    }
    return false;
}
