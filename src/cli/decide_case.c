#include "cli/decide_case.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "charter/print.h"

struct reader {
    struct arena *arena;
    const struct decide_law *law;
    const struct json *top;
    struct decide_case *out;
    struct decide_fault *fault;
};

/* A list of electors of one electorate that grows up to what its JSON can hold. */
struct list {
    struct elector *items;
    size_t count;
    size_t named; /* those with a code come first */
};

const char *decide_fault_word(enum decide_fault_code code)
{
    static const char *const words[] = {
#define X(name) #name,
        DECIDE_FAULT_TABLE(X)
#undef X
    };
    return words[code];
}

__attribute__((format(printf, 3, 4))) static bool fail(struct reader *r, enum decide_fault_code code,
                                                       const char *format, ...)
{
    va_list list;
    va_start(list, format);
    r->fault->code = code;
    (void)vsnprintf(r->fault->message, sizeof r->fault->message, format, list);
    va_end(list);
    return false;
}

/* Foreign text as it may stand in a message. */
static const char *shown(struct reader *r, struct bytes text)
{
    struct diag d = {0};
    diag_found(&d, text);
    return arena_text(r->arena, bytes_of_text(d.found));
}

static bool check_fields(struct reader *r)
{
    static const struct {
        const char *name;
        enum json_type type;
    } fields[] = {
        {"attributes", JSON_TEXT},    {"counts", JSON_ARRAY}, {"date", JSON_TEXT}, {"electorate", JSON_NULL},
        {"electorates", JSON_OBJECT}, {"id", JSON_NULL},      {"open", JSON_BOOL}, {"positions", JSON_OBJECT},
        {"rule", JSON_TEXT},          {"tags", JSON_OBJECT},
    };
    /* First, so that the answer has it whatever else is wrong. */
    const struct json *id = json_get(r->top, "id");
    if (id != NULL && id->type != JSON_TEXT && id->type != JSON_INTEGER && id->type != JSON_NULL) {
        return fail(r, DECIDE_field, "an id is a text or a whole number");
    }
    r->out->id = id == NULL || id->type == JSON_NULL ? NULL : id;
    for (size_t i = 0; i < r->top->count; i++) {
        const struct json_member *m = &r->top->members[i];
        size_t k = 0;
        while (k < sizeof fields / sizeof fields[0] && !bytes_equal_text(m->key, fields[k].name)) {
            k++;
        }
        if (k == sizeof fields / sizeof fields[0]) {
            return fail(r, DECIDE_field, "there is no field \"%s\"", shown(r, m->key));
        }
        if (fields[k].type != JSON_NULL && m->value.type != fields[k].type) {
            return fail(r, DECIDE_field, "the field \"%s\" is of a wrong type", fields[k].name);
        }
    }
    return true;
}

static bool read_rule(struct reader *r)
{
    struct bytes name = r->law->rule;
    (void)json_get_text(r->top, "rule", &name);
    (void)json_get_text(r->top, "date", &r->out->date);
    (void)json_get_bool(r->top, "open", &r->out->open);
    if (r->out->date.len > 0 ? !charter_is_date(r->out->date) : json_get(r->top, "date") != NULL) {
        return fail(r, DECIDE_field, "a date is a day that exists, YYYY-MM-DD");
    }
    if (name.len == 0) {
        return fail(r, DECIDE_rule, "the case names no rule");
    }
    r->out->rule = charter_rule(r->law->charter, name, r->out->date);
    if (r->out->rule != NULL) {
        return true;
    }
    if (charter_rule(r->law->charter, name, BYTES("")) == NULL) {
        return fail(r, DECIDE_rule, "the charter has no rule \"%s\"", shown(r, name));
    }
    return fail(r, DECIDE_rule, "the rule \"%s\" is not in force on %s", shown(r, name),
                shown(r, r->out->date));
}

static bool read_letter(struct reader *r, const struct json *value, struct bytes whose, char *out)
{
    if (value == NULL || value->type != JSON_TEXT || value->text.len != 1 ||
        position_index((char)value->text.data[0]) < 0) {
        return fail(r, DECIDE_position, "the position of %s is none of " POSITIONS, shown(r, whose));
    }
    *out = (char)value->text.data[0];
    return true;
}

static bool read_code(struct reader *r, const struct json *value, struct bytes *out)
{
    if (value->type != JSON_TEXT || !text_is_code(value->text)) {
        return fail(r, DECIDE_electorate, "a member's code is 1 to %d of A-Z 0-9 -", CODE_BYTES_MAX);
    }
    *out = value->text;
    return true;
}

static bool read_number(struct reader *r, const struct json *value, const char *what, int64_t *out)
{
    if (value == NULL || value->type != JSON_INTEGER || value->integer < 0 ||
        value->integer > CHARTER_NUMBER_MAX) {
        return fail(r, DECIDE_electorate, "%s is a whole number up to %lld", what, CHARTER_NUMBER_MAX);
    }
    *out = value->integer;
    return true;
}

static int by_code(const void *a, const void *b)
{
    const struct elector *const *x = a;
    const struct elector *const *y = b;
    return bytes_compare((*x)->code, (*y)->code);
}

/* The named electors, ascending by code; false if one is named twice. */
static bool sort_named(struct reader *r, const struct list *l, struct elector ***out)
{
    struct elector **sorted = ARENA_ARRAY(r->arena, struct elector *, l->named + 1);
    bool ascending = true;
    for (size_t i = 0; i < l->named; i++) {
        sorted[i] = &l->items[i];
        ascending = ascending && (i == 0 || by_code(&sorted[i - 1], &sorted[i]) < 0);
    }
    if (!ascending) {
        qsort(sorted, l->named, sizeof *sorted, by_code);
    }
    for (size_t i = 1; i < l->named && !ascending; i++) {
        if (bytes_equal(sorted[i - 1]->code, sorted[i]->code)) {
            return fail(r, DECIDE_electorate, "%s is named twice", shown(r, sorted[i]->code));
        }
    }
    *out = sorted;
    return true;
}

static struct elector *find_named(struct elector **sorted, size_t count, struct bytes code)
{
    const struct elector key = {.code = code};
    const struct elector *wanted = &key;
    struct elector **found = count == 0 ? NULL : bsearch(&wanted, sorted, count, sizeof *sorted, by_code);
    return found == NULL ? NULL : *found;
}

static bool read_positions(struct reader *r, const struct json *positions, struct list *l)
{
    for (size_t i = 0; i < positions->count; i++) {
        const struct json_member *m = &positions->members[i];
        struct elector *e = &l->items[l->count++];
        *e = (struct elector){.code = m->key, .n = 1};
        if (!text_is_code(m->key)) {
            return fail(r, DECIDE_electorate, "\"%s\" is no member's code", shown(r, m->key));
        }
        if (!read_letter(r, &m->value, m->key, &e->position)) {
            return false;
        }
    }
    l->named = l->count;
    return true;
}

static bool read_count_tags(struct reader *r, const struct json *count, struct elector *out)
{
    const struct json *tags = json_get(count, "tags");
    if (tags == NULL) {
        return true;
    }
    if (tags->type != JSON_ARRAY || tags->count > DECIDE_TAGS_MAX) {
        return fail(r, DECIDE_field, "the tags of a count are a list of at most %d names", DECIDE_TAGS_MAX);
    }
    struct bytes *names = ARENA_ARRAY(r->arena, struct bytes, tags->count);
    for (size_t i = 0; i < tags->count; i++) {
        if (tags->items[i].type != JSON_TEXT || !text_is_code(tags->items[i].text)) {
            return fail(r, DECIDE_field, "a tag is a name of A-Z 0-9 -");
        }
        names[i] = tags->items[i].text;
    }
    out->tag_count = tags->count;
    out->tags = names;
    return true;
}

/* {"pos":"N","n":3,"tags":["P5"],"ids":["RUS"]}: the named ones go to `named`, the others to `others`. */
static bool read_count(struct reader *r, const struct json *count, struct list *named, struct list *others)
{
    struct elector e = {.n = 0};
    int64_t n = 0;
    for (size_t i = 0; count->type == JSON_OBJECT && i < count->count; i++) {
        const struct bytes key = count->members[i].key;
        if (!bytes_equal_text(key, "pos") && !bytes_equal_text(key, "n") && !bytes_equal_text(key, "tags") &&
            !bytes_equal_text(key, "ids")) {
            return fail(r, DECIDE_field, "a count has no field \"%s\"", shown(r, key));
        }
    }
    if (!read_letter(r, json_get(count, "pos"), BYTES("a count"), &e.position) ||
        !read_number(r, json_get(count, "n"), "how many take a position", &n) ||
        !read_count_tags(r, count, &e)) {
        return false;
    }
    const struct json *ids = json_get(count, "ids");
    if (ids != NULL && (ids->type != JSON_ARRAY || (int64_t)ids->count > n)) {
        return fail(r, DECIDE_electorate, "the ids of a count are a list of at most n codes");
    }
    e.n = 1;
    for (size_t i = 0; ids != NULL && i < ids->count; i++) {
        if (!read_code(r, &ids->items[i], &e.code)) {
            return false;
        }
        named->items[named->count++] = e;
        n--;
    }
    e.code = BYTES("");
    e.n = n;
    others->items[others->count] = e;
    others->count += n > 0 ? 1 : 0;
    return true;
}

static size_t ids_of(const struct json *counts)
{
    size_t total = 0;
    for (size_t i = 0; i < counts->count; i++) {
        const struct json *ids = json_get_array(&counts->items[i], "ids");
        total += ids == NULL ? 0 : ids->count;
    }
    return total;
}

static bool read_counts(struct reader *r, const struct json *counts, struct list *l)
{
    struct list others = {.items = ARENA_ARRAY(r->arena, struct elector, counts->count + 1)};
    for (size_t i = 0; i < counts->count; i++) {
        if (!read_count(r, &counts->items[i], l, &others)) {
            return false;
        }
    }
    l->named = l->count;
    memcpy(l->items + l->count, others.items, others.count * sizeof *others.items);
    l->count += others.count;
    return true;
}

static int64_t total_of(const struct list *l)
{
    int64_t total = 0;
    for (size_t i = 0; i < l->count; i++) {
        total += l->items[i].n; /* at most 10000 times 10^9 */
    }
    return total;
}

static bool add_rest(struct reader *r, struct list *l, int64_t size)
{
    const int64_t rest = size - total_of(l);
    if (rest < 0) {
        return fail(r, DECIDE_electorate, "there are more positions than members");
    }
    if (rest > 0) {
        l->items[l->count++] = (struct elector){.n = rest};
    }
    return true;
}

/* The members in the order of the list. Those without a position are named too, unless some positions are
 * without a name: then nobody knows whose these are. */
static bool arrange(struct reader *r, const struct json *codes, struct list *l)
{
    struct list whole = {.items = ARENA_ARRAY(r->arena, struct elector, codes->count + l->count + 1)};
    struct elector **sorted = NULL;
    size_t placed = 0;
    const bool nameless = l->count > l->named;
    if (!sort_named(r, l, &sorted)) {
        return false;
    }
    for (size_t i = 0; i < codes->count; i++) {
        struct bytes code;
        if (!read_code(r, &codes->items[i], &code)) {
            return false;
        }
        const struct elector *known = find_named(sorted, l->named, code);
        if (known != NULL || !nameless) {
            whole.items[whole.count++] = known != NULL ? *known : (struct elector){.code = code, .n = 1};
            placed += known != NULL ? 1 : 0;
        }
    }
    whole.named = whole.count;
    struct elector **unique = NULL;
    if (!sort_named(r, &whole, &unique)) {
        return false;
    }
    for (size_t i = 0; placed < l->named && i < l->named; i++) {
        if (find_named(unique, whole.named, l->items[i].code) == NULL) {
            return fail(r, DECIDE_electorate, "%s has a position and is no member",
                        shown(r, l->items[i].code));
        }
    }
    memcpy(whole.items + whole.count, l->items + l->named, (l->count - l->named) * sizeof *l->items);
    whole.count += l->count - l->named;
    *l = whole;
    return add_rest(r, l, (int64_t)codes->count);
}

static bool complete(struct reader *r, struct list *l)
{
    const struct json *electorate = json_get(r->top, "electorate");
    if (electorate == NULL) {
        return true;
    }
    if (electorate->type == JSON_ARRAY) {
        return arrange(r, electorate, l);
    }
    int64_t size = 0;
    if (electorate->type != JSON_INTEGER) {
        return fail(r, DECIDE_electorate, "the electorate is a list of codes, or a number");
    }
    return read_number(r, electorate, "the electorate", &size) && add_rest(r, l, size);
}

static void add_tag(struct reader *r, struct elector *e, struct bytes tag)
{
    struct bytes *tags = ARENA_ARRAY(r->arena, struct bytes, e->tag_count + 1);
    if (e->tag_count > 0) {
        memcpy(tags, e->tags, e->tag_count * sizeof *tags);
    }
    tags[e->tag_count++] = tag;
    e->tags = tags;
}

/* The named electors of each electorate. */
struct index {
    size_t list_count;
    const struct list *lists;
    struct elector **sorted[CHARTER_OVER_MAX];
};

/* Gives the tag to the member of that code, in each electorate; false if there is none. */
static bool tag_member(struct reader *r, const struct index *index, struct bytes code, struct bytes tag)
{
    bool found = false;
    for (size_t k = 0; k < index->list_count; k++) {
        struct elector *e = find_named(index->sorted[k], index->lists[k].named, code);
        if (e != NULL) {
            add_tag(r, e, tag);
            found = true;
        }
    }
    return found;
}

/* {"PARTY":["JPN"]}; codes that name nobody are kept apart. */
static bool read_tag(struct reader *r, const struct index *index, const struct json_member *m)
{
    if (!text_is_code(m->key) || m->value.type != JSON_ARRAY) {
        return fail(r, DECIDE_field, "tags are names of A-Z 0-9 -, each with a list of codes");
    }
    struct bytes *unnamed = ARENA_ARRAY(r->arena, struct bytes, r->out->unnamed_count + m->value.count);
    if (r->out->unnamed_count > 0) {
        memcpy(unnamed, r->out->unnamed, r->out->unnamed_count * sizeof *unnamed);
    }
    r->out->unnamed = unnamed;
    for (size_t i = 0; i < m->value.count; i++) {
        struct bytes code;
        if (!read_code(r, &m->value.items[i], &code)) {
            return false;
        }
        if (!tag_member(r, index, code, m->key)) {
            unnamed[r->out->unnamed_count++] = code;
        }
    }
    return true;
}

static bool read_tags(struct reader *r, struct list *lists, size_t list_count)
{
    const struct json *tags = json_get(r->top, "tags");
    struct index index = {.list_count = list_count, .lists = lists};
    if (tags != NULL && tags->count > DECIDE_TAGS_MAX) {
        return fail(r, DECIDE_field, "a case gives at most %d tags", DECIDE_TAGS_MAX);
    }
    for (size_t k = 0; k < list_count && tags != NULL; k++) {
        if (!sort_named(r, &lists[k], &index.sorted[k])) {
            return false;
        }
    }
    for (size_t i = 0; tags != NULL && i < tags->count; i++) {
        if (!read_tag(r, &index, &tags->members[i])) {
            return false;
        }
    }
    return true;
}

/* The tables that the rule weighs by: the one that `attributes` names, else the one in force on the day. */
static bool choose_tables(struct reader *r, const struct table **chosen)
{
    const struct charter *c = r->law->charter;
    const struct charter_table *named = NULL;
    struct bytes name;
    if (json_get_text(r->top, "attributes", &name)) {
        named = charter_table(c, name);
        if (named == NULL) {
            return fail(r, DECIDE_table, "the charter has no table \"%s\"", shown(r, name));
        }
    }
    for (size_t i = 0; i < c->attribute_count; i++) {
        if (!charter_rule_weighs(r->out->rule, i)) {
            continue;
        }
        const bool is_named = named != NULL && bytes_equal(named->of, c->attributes[i]);
        const struct charter_table *t =
            is_named ? named : charter_table_of(c, c->attributes[i], r->out->date);
        if (t == NULL) {
            return fail(r, DECIDE_table, "the rule weighs by %s, and no table of it is in force",
                        shown(r, c->attributes[i]));
        }
        chosen[i] = r->law->tables[t - c->tables];
        if (chosen[i] == NULL) {
            return fail(r, DECIDE_table, "the table \"%s\" is not at hand", shown(r, t->name));
        }
    }
    return true;
}

static bool weigh(struct reader *r, struct list *lists, size_t list_count)
{
    const size_t attributes = r->law->charter->attribute_count;
    const struct table **chosen = ARENA_ARRAY(r->arena, const struct table *, attributes + 1);
    if (!choose_tables(r, chosen)) {
        return false;
    }
    for (size_t k = 0; k < list_count && attributes > 0; k++) {
        for (size_t i = 0; i < lists[k].named; i++) {
            int64_t *weights = ARENA_ARRAY(r->arena, int64_t, attributes);
            for (size_t w = 0; w < attributes; w++) {
                weights[w] = chosen[w] == NULL ? -1 : table_value(chosen[w], lists[k].items[i].code);
            }
            lists[k].items[i].weights = weights;
        }
    }
    return true;
}

/* The one electorate of a rule that is over no bodies. */
static bool read_single(struct reader *r, struct list *l)
{
    const struct json *positions = json_get(r->top, "positions");
    const struct json *counts = json_get(r->top, "counts");
    if ((positions != NULL && counts != NULL) || json_get(r->top, "electorates") != NULL) {
        return fail(r, DECIDE_electorate, "the rule decides in one body: its case has positions or counts");
    }
    if (positions == NULL && counts == NULL && json_get(r->top, "electorate") == NULL) {
        return fail(r, DECIDE_electorate, "the case has no positions, no counts and no electorate");
    }
    const size_t max = positions != NULL ? positions->count
                       : counts != NULL  ? counts->count + ids_of(counts)
                                         : 0;
    l->items = ARENA_ARRAY(r->arena, struct elector, max + 1);
    return (positions == NULL || read_positions(r, positions, l)) &&
           (counts == NULL || read_counts(r, counts, l)) && complete(r, l);
}

static bool read_several(struct reader *r, const struct bytes *over, size_t over_count, struct list *lists)
{
    const struct json *electorates = json_get(r->top, "electorates");
    if (electorates == NULL || electorates->count != over_count || json_get(r->top, "positions") != NULL ||
        json_get(r->top, "counts") != NULL || json_get(r->top, "electorate") != NULL) {
        return fail(r, DECIDE_electorate,
                    "the rule decides in %zu bodies: its case has \"electorates\" of these alone",
                    over_count);
    }
    for (size_t i = 0; i < over_count; i++) {
        const struct json *counts = json_get_array(electorates, arena_text(r->arena, over[i]));
        if (counts == NULL) {
            return fail(r, DECIDE_electorate, "the rule is over \"%s\", and the case has no counts of it",
                        shown(r, over[i]));
        }
        lists[i].items = ARENA_ARRAY(r->arena, struct elector, counts->count + ids_of(counts) + 1);
        if (!read_counts(r, counts, &lists[i])) {
            return false;
        }
    }
    return true;
}

static bool read_electorates(struct reader *r)
{
    const struct bytes *over = NULL;
    struct list lists[CHARTER_OVER_MAX] = {0};
    const size_t over_count = charter_rule_over(r->out->rule, &over);
    const size_t count = over_count == 0 ? 1 : over_count;
    if (over_count == 0 ? !read_single(r, &lists[0]) : !read_several(r, over, over_count, lists)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        struct elector **sorted = NULL;
        if (!sort_named(r, &lists[i], &sorted)) {
            return false;
        }
    }
    if (!read_tags(r, lists, count) || !weigh(r, lists, count)) {
        return false;
    }
    struct electorate *electorates = ARENA_ARRAY(r->arena, struct electorate, count);
    for (size_t i = 0; i < count; i++) {
        electorates[i] = (struct electorate){.count = lists[i].count, .electors = lists[i].items};
        if (over_count > 0) {
            electorates[i].name = over[i];
        }
    }
    r->out->electorate_count = count;
    r->out->electorates = electorates;
    return true;
}

bool decide_case_read(struct arena *a, const struct decide_law *law, struct bytes line,
                      struct decide_case *out, struct decide_fault *fault)
{
    struct reader r = {.arena = a, .law = law, .out = out, .fault = fault};
    struct diag diag = {0};
    *out = (struct decide_case){.id = NULL};
    if (json_parse(a, line, DECIDE_LINE_BYTES_MAX, &r.top, &diag) != OK) {
        return fail(&r, DECIDE_malformed, "%s (column %d)", diag.message, diag.column);
    }
    if (r.top->type != JSON_OBJECT) {
        return fail(&r, DECIDE_malformed, "a case is a JSON object");
    }
    return check_fields(&r) && read_rule(&r) && read_electorates(&r);
}
