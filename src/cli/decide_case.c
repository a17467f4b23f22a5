#include "cli/decide_inner.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "charter/print.h"

const char *decide_fault_word(enum decide_fault_code code)
{
    static const char *const words[] = {
#define X(name) #name,
        DECIDE_FAULT_TABLE(X)
#undef X
    };
    return words[code];
}

bool decide_fail(struct reader *r, enum decide_fault_code code, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    r->fault->code = code;
    (void)vsnprintf(r->fault->message, sizeof r->fault->message, format, list);
    va_end(list);
    return false;
}

const char *decide_shown(struct reader *r, struct bytes text)
{
    struct diag d = {0};
    diag_found(&d, text);
    return arena_text(r->arena, bytes_of_text(d.found));
}

const struct json *decide_field(const struct json *object, const char *name)
{
    const struct json *value = json_get(object, name);
    return value == NULL || value->type == JSON_NULL ? NULL : value;
}

static bool check_fields(struct reader *r)
{
    static const struct {
        const char *name;
        enum json_type type; /* JSON_NULL: several will do */
        const char *expected;
    } fields[] = {
        {"attributes", JSON_TEXT, "the name of a table"},
        {"counts", JSON_ARRAY, "a list of {\"pos\",\"n\"}"},
        {"date", JSON_TEXT, "a day, YYYY-MM-DD"},
        {"electorate", JSON_NULL, NULL},
        {"electorates", JSON_OBJECT, "an object with the counts of each body"},
        {"id", JSON_NULL, NULL},
        {"open", JSON_BOOL, "true or false"},
        {"positions", JSON_OBJECT, "an object of codes with their letters"},
        {"rule", JSON_TEXT, "the name of a rule"},
        {"tags", JSON_OBJECT, "an object of tags with lists of codes"},
    };
    /* First, so that the answer has it whatever else is wrong. */
    const struct json *id = json_get(r->top, "id");
    if (id != NULL && id->type != JSON_TEXT && id->type != JSON_INTEGER && id->type != JSON_NULL) {
        return decide_fail(r, DECIDE_field, "an id is a text or a whole number");
    }
    r->out->id = id == NULL || id->type == JSON_NULL ? NULL : id;
    for (size_t i = 0; i < r->top->count; i++) {
        const struct json_member *m = &r->top->members[i];
        size_t k = 0;
        while (k < sizeof fields / sizeof fields[0] && !bytes_equal_text(m->key, fields[k].name)) {
            k++;
        }
        if (k == sizeof fields / sizeof fields[0]) {
            return decide_fail(r, DECIDE_field, "there is no field \"%s\"", decide_shown(r, m->key));
        }
        if (fields[k].type != JSON_NULL && m->value.type != JSON_NULL && m->value.type != fields[k].type) {
            return decide_fail(r, DECIDE_field, "the field \"%s\" is of a wrong type: expected %s",
                               fields[k].name, fields[k].expected);
        }
    }
    return true;
}

/* Names that the charter has, each once, for a message. */
static const char *names_of(struct reader *r, const struct bytes *names, size_t count)
{
    struct buffer b;
    buffer_init(&b, DECIDE_NAMES_BYTES_MAX);
    for (size_t i = 0; i < count; i++) {
        bool before = false;
        for (size_t k = 0; k < i && !before; k++) {
            before = bytes_equal(names[k], names[i]);
        }
        if (!before && b.len + names[i].len + 2 <= DECIDE_NAMES_BYTES_MAX) {
            buffer_add_text(&b, b.len == 0 ? "" : ", ");
            buffer_add_bytes(&b, names[i]);
        }
    }
    const char *text = b.len == 0 ? "none" : arena_text(r->arena, buffer_view(&b));
    buffer_done(&b);
    return text;
}

static const char *rules_of(struct reader *r)
{
    const struct charter *c = r->law->charter;
    struct bytes *names = ARENA_ARRAY(r->arena, struct bytes, c->rule_count + 1);
    for (size_t i = 0; i < c->rule_count; i++) {
        names[i] = c->rules[i].name;
    }
    return names_of(r, names, c->rule_count);
}

static const char *tables_of(struct reader *r)
{
    const struct charter *c = r->law->charter;
    struct bytes *names = ARENA_ARRAY(r->arena, struct bytes, c->table_count + 1);
    for (size_t i = 0; i < c->table_count; i++) {
        names[i] = c->tables[i].name;
    }
    return names_of(r, names, c->table_count);
}

static bool read_rule(struct reader *r)
{
    struct bytes name = r->law->rule;
    (void)json_get_text(r->top, "rule", &name);
    (void)json_get_text(r->top, "date", &r->out->date);
    (void)json_get_bool(r->top, "open", &r->out->open);
    if (r->out->date.len > 0 ? !charter_is_date(r->out->date) : decide_field(r->top, "date") != NULL) {
        return decide_fail(r, DECIDE_field, "a date is a day that exists, YYYY-MM-DD");
    }
    if (name.len == 0) {
        return decide_fail(r, DECIDE_rule, "the case names no rule; the charter has %s", rules_of(r));
    }
    r->out->rule = charter_rule(r->law->charter, name, r->out->date);
    if (r->out->rule != NULL) {
        const struct charter *c = r->law->charter;
        for (r->split = 0; r->split < c->attribute_count; r->split++) {
            if (bytes_equal(c->attributes[r->split], r->out->rule->split)) {
                break;
            }
        }
        return true;
    }
    if (charter_rule(r->law->charter, name, BYTES("")) == NULL) {
        return decide_fail(r, DECIDE_rule, "the charter has no rule \"%s\"; it has %s", decide_shown(r, name),
                           rules_of(r));
    }
    return decide_fail(r, DECIDE_rule, "the rule \"%s\" is not in force on %s", decide_shown(r, name),
                       decide_shown(r, r->out->date));
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
        const struct list *l = &index->lists[k];
        struct elector *e = decide_find(l, index->sorted[k], code);
        for (; e != NULL && e < l->items + l->named && bytes_equal(e->code, code); e++) {
            add_tag(r, e, tag);
            found = true;
        }
    }
    return found;
}

/* Whether the rule, or one that is asked at once where it does not adopt, asks who has that tag. */
static bool is_minded(const struct reader *r, struct bytes tag)
{
    const struct charter_rule *rule = r->out->rule;
    while (rule != NULL && !charter_rule_minds(rule, tag)) {
        rule = charter_stage(r->law->charter, rule, r->out->date);
    }
    return rule != NULL;
}

static bool is_nameless(const struct list *lists, size_t count)
{
    bool nameless = false;
    for (size_t i = 0; i < count; i++) {
        nameless = nameless || lists[i].count > lists[i].named;
    }
    return nameless;
}

/* {"PARTY":["JPN"]}; codes that name nobody are kept apart. */
static bool read_tag(struct reader *r, const struct index *index, const struct json_member *m)
{
    if (!text_is_code(m->key) || m->value.type != JSON_ARRAY) {
        return decide_fail(r, DECIDE_field, "tags are names of A-Z 0-9 -, each with a list of codes");
    }
    struct bytes *unnamed = ARENA_ARRAY(r->arena, struct bytes, r->out->unnamed_count + m->value.count);
    if (r->out->unnamed_count > 0) {
        memcpy(unnamed, r->out->unnamed, r->out->unnamed_count * sizeof *unnamed);
    }
    r->out->unnamed = unnamed;
    for (size_t i = 0; i < m->value.count; i++) {
        struct bytes code;
        if (!decide_code(r, &m->value.items[i], &code)) {
            return false;
        }
        if (tag_member(r, index, code, m->key)) {
            continue;
        }
        if (is_nameless(index->lists, index->list_count) && is_minded(r, m->key)) {
            return decide_fail(r, DECIDE_electorate,
                               "%s has the tag %s, which the rule minds, and some members have no name: "
                               "name it in \"ids\" or \"positions\", or leave it out if it is no member",
                               decide_shown(r, code), decide_shown(r, m->key));
        }
        unnamed[r->out->unnamed_count++] = code;
    }
    return true;
}

static bool read_tags(struct reader *r, struct list *lists, size_t list_count)
{
    const struct json *tags = decide_field(r->top, "tags");
    struct index index = {.list_count = list_count, .lists = lists};
    if (tags != NULL && tags->count > DECIDE_TAGS_MAX) {
        return decide_fail(r, DECIDE_field, "a case gives at most %d tags", DECIDE_TAGS_MAX);
    }
    for (size_t k = 0; k < list_count && tags != NULL; k++) {
        if (!decide_sort(r, &lists[k], &index.sorted[k])) {
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

/* Whether the rule, or one that is asked at once where it does not adopt, weighs by that attribute. */
static bool is_weighed(const struct reader *r, size_t attribute)
{
    const struct charter_rule *rule = r->out->rule;
    while (rule != NULL && !charter_rule_weighs(rule, attribute)) {
        /* A stage that is not in force is told by the evaluator. */
        rule = charter_stage(r->law->charter, rule, r->out->date);
    }
    return rule != NULL;
}

/* Whether the charter itself says what its members have of an attribute. */
static bool is_said_of_members(const struct charter *c, size_t attribute)
{
    bool said = false;
    for (size_t i = 0; i < c->member_count && !said; i++) {
        said = c->members[i].values != NULL && c->members[i].values[attribute] >= 0;
    }
    return said;
}

/* The tables that the rule weighs by: the one that `attributes` names, else the one in force on the day. */
static bool choose_tables(struct reader *r, const struct table **chosen)
{
    const struct charter *c = r->law->charter;
    const struct charter_table *named = NULL;
    struct bytes name;
    r->out->tables = ARENA_ARRAY(r->arena, const struct charter_table *, c->attribute_count + 1);
    if (json_get_text(r->top, "attributes", &name)) {
        named = charter_table(c, name);
        if (named == NULL) {
            return decide_fail(r, DECIDE_table, "the charter has no table \"%s\"; it has %s",
                               decide_shown(r, name), tables_of(r));
        }
    }
    for (size_t i = 0; i < c->attribute_count; i++) {
        if (!is_weighed(r, i) || is_said_of_members(c, i)) {
            continue;
        }
        const bool is_named = named != NULL && bytes_equal(named->of, c->attributes[i]);
        const struct charter_table *t =
            is_named ? named : charter_table_of(c, c->attributes[i], r->out->date);
        if (t == NULL) {
            return decide_fail(r, DECIDE_table, "the rule weighs by %s, and no table of it is in force",
                               decide_shown(r, c->attributes[i]));
        }
        r->out->tables[r->out->table_count++] = t;
        chosen[i] = r->law->tables[t - c->tables];
        if (chosen[i] == NULL) {
            return decide_fail(r, DECIDE_table, "the table \"%s\" is not at hand", decide_shown(r, t->name));
        }
    }
    return true;
}

/* Of the bodies of the rule, as its case should state them. */
static const char *bodies_of(struct reader *r, const struct bytes *over, size_t count)
{
    struct buffer b;
    buffer_init(&b, DECIDE_NAMES_BYTES_MAX);
    for (size_t i = 0; i < count; i++) {
        buffer_printf(&b, "%s\"%.*s\":[counts]", i == 0 ? "" : ",", (int)over[i].len,
                      (const char *)over[i].data);
    }
    const char *text = arena_text(r->arena, buffer_view(&b));
    buffer_done(&b);
    return text;
}

/* The one electorate of a rule that is over no bodies. */
static bool read_single(struct reader *r, struct list *l)
{
    const struct json *positions = decide_field(r->top, "positions");
    const struct json *counts = decide_field(r->top, "counts");
    const struct json *electorate = decide_field(r->top, "electorate");
    if ((positions != NULL && counts != NULL) || decide_field(r->top, "electorates") != NULL) {
        return decide_fail(r, DECIDE_electorate,
                           "the rule decides in one body: its case has positions or counts");
    }
    if (positions == NULL && counts == NULL && electorate == NULL) {
        return decide_fail(r, DECIDE_electorate, "the case has no positions, no counts and no electorate");
    }
    return decide_roll(r, positions, counts, electorate, l);
}

static bool read_several(struct reader *r, const struct bytes *over, size_t over_count, struct list *lists)
{
    const struct json *electorates = decide_field(r->top, "electorates");
    const struct json *sizes = decide_field(r->top, "electorate");
    if (electorates == NULL || electorates->count != over_count ||
        decide_field(r->top, "positions") != NULL || decide_field(r->top, "counts") != NULL) {
        return decide_fail(r, DECIDE_electorate, "the rule decides in %zu bodies: give \"electorates\":{%s}",
                           over_count, bodies_of(r, over, over_count));
    }
    if (sizes != NULL && sizes->type != JSON_OBJECT) {
        return decide_fail(r, DECIDE_electorate,
                           "the rule decides in %zu bodies: \"electorate\" is an object with the number of "
                           "members, or their codes, of each",
                           over_count);
    }
    for (size_t i = 0; i < over_count; i++) {
        const char *name = arena_text(r->arena, over[i]);
        const struct json *given = decide_field(electorates, name);
        if (given == NULL || (given->type != JSON_ARRAY && given->type != JSON_OBJECT)) {
            return decide_fail(r, DECIDE_electorate,
                               "the rule is over \"%s\", and the case has no counts of it",
                               decide_shown(r, over[i]));
        }
        const bool positions = given->type == JSON_OBJECT;
        if (!decide_roll(r, positions ? given : NULL, positions ? NULL : given,
                         sizes == NULL ? NULL : decide_field(sizes, name), &lists[i])) {
            return false;
        }
    }
    for (size_t i = 0; sizes != NULL && i < sizes->count; i++) {
        if (decide_field(electorates, arena_text(r->arena, sizes->members[i].key)) == NULL) {
            return decide_fail(r, DECIDE_electorate, "the rule is not over \"%s\"",
                               decide_shown(r, sizes->members[i].key));
        }
    }
    return true;
}

static void weigh(struct reader *r, const struct table **chosen, struct list *lists, size_t list_count)
{
    const size_t attributes = r->law->charter->attribute_count;
    for (size_t k = 0; k < list_count && attributes > 0; k++) {
        for (size_t i = 0; i < lists[k].named; i++) {
            int64_t *weights = ARENA_ARRAY(r->arena, int64_t, attributes);
            if (lists[k].items[i].weights != NULL) {
                continue; /* a part of a member, by its units */
            }
            for (size_t w = 0; w < attributes; w++) {
                weights[w] = chosen[w] == NULL ? -1 : table_value(chosen[w], lists[k].items[i].code);
            }
            lists[k].items[i].weights = weights;
        }
    }
}

/* Whoever is known by number only, where the tables say who that must be. */
static bool name_rest(struct reader *r, const struct table *const *chosen, struct list *lists, size_t count)
{
    for (size_t i = 0; i < r->law->charter->attribute_count; i++) {
        for (size_t k = 0; k < count && chosen[i] != NULL; k++) {
            r->out->weighs = true;
            if (lists[k].count > lists[k].named && !decide_roll_name(r, chosen[i], &lists[k])) {
                return false;
            }
        }
    }
    r->out->nameless = is_nameless(lists, count);
    return true;
}

/* Whoever divides its votes has as many as the table says, and gives them all. */
static bool check_units(struct reader *r, const struct table *const *chosen, const struct list *l)
{
    for (size_t i = 0; i < l->named; i++) {
        const struct elector *first = &l->items[i];
        int64_t units = 0;
        if (first->weights == NULL) {
            continue;
        }
        for (; i < l->named && bytes_equal(l->items[i].code, first->code); i++) {
            units += l->items[i].weights[r->split]; /* each is at most 10^9, and there are seven */
        }
        i--;
        const int64_t value = table_value(chosen[r->split], first->code);
        if (value != units) {
            return decide_fail(r, DECIDE_position, "%s divides %lld among its positions, and has %lld",
                               decide_shown(r, first->code), (long long)units,
                               (long long)(value < 0 ? 0 : value));
        }
    }
    return true;
}

static bool read_electorates(struct reader *r)
{
    const struct bytes *over = NULL;
    struct list lists[CHARTER_OVER_MAX] = {0};
    const struct table **chosen =
        ARENA_ARRAY(r->arena, const struct table *, r->law->charter->attribute_count + 1);
    const size_t over_count = charter_rule_over(r->out->rule, &over);
    const size_t count = over_count == 0 ? 1 : over_count;
    if (over_count == 0 ? !read_single(r, &lists[0]) : !read_several(r, over, over_count, lists)) {
        return false;
    }
    if (!choose_tables(r, chosen) || !name_rest(r, chosen, lists, count) || !read_tags(r, lists, count)) {
        return false;
    }
    for (size_t i = 0; i < count && r->split < r->law->charter->attribute_count; i++) {
        if (!check_units(r, chosen, &lists[i])) {
            return false;
        }
    }
    weigh(r, chosen, lists, count);
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
        return decide_fail(&r, DECIDE_malformed, "%s (column %d)", diag.message, diag.column);
    }
    if (r.top->type != JSON_OBJECT) {
        return decide_fail(&r, DECIDE_malformed, "a case is a JSON object");
    }
    return check_fields(&r) && read_rule(&r) && read_electorates(&r);
}
