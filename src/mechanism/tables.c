#include "mechanism/tables.h"

#include "base/check.h"
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

enum rejection tables_lay(struct context *c, const struct act *a)
{
    const int64_t place = act_value(a, "place")->integer;
    const struct bytes text = act_value(a, "bytes")->text;
    const struct table_text laid = {hash_of(text), (int64_t)c->index};
    struct table_text before;
    struct table table;
    struct diag diag;
    struct arena scratch;
    if (table_part_get(c->state, a->frame.member, place, &before) && hash_equal(&before.hash, &laid.hash)) {
        return REJECT_exists;
    }
    arena_init(&scratch);
    const enum error e = table_read(&scratch, text, &table, &diag);
    arena_done(&scratch);
    if (e != OK) {
        return REJECT_table_malformed;
    }
    table_part_put(c->state, a->frame.member, place, &laid);
    return ACCEPTED;
}

static const struct table *of_founding(const struct organisation *org, const struct hash *hash)
{
    for (size_t i = 0; i < org->table_count; i++) {
        if (hash_equal(&org->tables[i].hash, hash)) {
            return &org->tables[i];
        }
    }
    return NULL;
}

struct law_table {
    struct table table;
    struct law_table *next;
};

/* What an entry carries was a table when it was laid down. NULL after an error of the disk, in *c->error. */
static const struct table *read_kept(struct context *c, int64_t entry)
{
    struct law_shelf *shelf = c->org->shelf;
    struct law_table *kept = ARENA_NEW(&shelf->arena, struct law_table);
    struct entry e;
    struct bytes envelope;
    struct act act;
    struct diag diag;
    const enum error err = record_read(c->record, (uint64_t)entry, c->arena, &e, &envelope);
    if (err != OK) {
        *c->error = err;
        return NULL;
    }
    check(act_decode(c->arena, envelope, &act, NULL) == ACCEPTED && act.kind->apply == tables_lay);
    check(table_read(&shelf->arena, act_value(&act, "bytes")->text, &kept->table, &diag) == OK);
    kept->next = shelf->tables;
    shelf->tables = kept;
    return &kept->table;
}

static const struct table *find(struct context *c, const struct hash *hash)
{
    int64_t entry = 0;
    const struct table *found = of_founding(c->org, hash);
    if (found != NULL || !table_kept_get(c->state, hash, &entry)) {
        return found;
    }
    check(c->org->shelf != NULL);
    for (const struct law_table *t = c->org->shelf->tables; t != NULL; t = t->next) {
        if (hash_equal(&t->table.hash, hash)) {
            return &t->table;
        }
    }
    return read_kept(c, entry);
}

const int64_t *tables_weights(struct context *c, const struct charter *law, struct bytes member,
                              int64_t time_ms)
{
    const struct civil_day day = law_day(c, time_ms);
    int64_t *weights = ARENA_ARRAY(c->arena, int64_t, law->attribute_count + 1);
    for (size_t i = 0; i < law->attribute_count; i++) {
        const struct charter_table *named =
            charter_table_of(law, law->attributes[i], bytes_of_text(day.text));
        const struct table *t = named == NULL ? NULL : find(c, &named->hash);
        weights[i] = t == NULL ? -1 : table_value(t, member);
    }
    return weights;
}

bool tables_have(struct context *c, const struct hash *hash)
{
    int64_t entry = 0;
    return of_founding(c->org, hash) != NULL || table_kept_get(c->state, hash, &entry);
}

bool tables_are_named(const struct charter *charter, const struct hash *hash)
{
    for (size_t i = 0; i < charter->table_count; i++) {
        if (hash_equal(&charter->tables[i].hash, hash)) {
            return true;
        }
    }
    return false;
}

/* Of so many texts; NULL: it is not among them. */
static const struct table_text *among(const struct table_text *list, size_t count, const struct hash *hash)
{
    for (size_t i = 0; i < count; i++) {
        if (hash_equal(&list[i].hash, hash)) {
            return &list[i];
        }
    }
    return NULL;
}

enum rejection tables_gather(struct context *c, struct bytes member, const struct charter *before,
                             const struct charter *after, struct table_texts *out)
{
    struct table_text *laid = NULL;
    const size_t laid_count = table_part_list(c->state, member, c->arena, &laid);
    struct table_text *items = ARENA_ARRAY(c->arena, struct table_text, laid_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < after->table_count; i++) {
        const struct hash *hash = &after->tables[i].hash;
        const struct table_text *text = among(laid, laid_count, hash);
        if (tables_have(c, hash) || among(items, count, hash) != NULL) {
            continue; /* two tables may have one text */
        }
        if (text != NULL) {
            items[count++] = *text;
        } else if (!tables_are_named(before, hash)) {
            return REJECT_table_missing;
        }
    }
    *out = (struct table_texts){count, items};
    return ACCEPTED;
}

void tables_keep(struct context *c, const struct table_texts *texts)
{
    for (size_t i = 0; i < texts->count; i++) {
        if (!tables_have(c, &texts->items[i].hash)) {
            table_kept_put(c->state, &texts->items[i]);
        }
    }
}
