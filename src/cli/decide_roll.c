#include "cli/decide_inner.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static bool read_letter(struct reader *r, const struct json *value, struct bytes whose, char *out)
{
    if (value == NULL || value->type != JSON_TEXT || value->text.len != 1 ||
        position_index((char)value->text.data[0]) < 0) {
        return decide_fail(r, DECIDE_position, "the position of %s is none of " POSITIONS,
                           decide_shown(r, whose));
    }
    *out = (char)value->text.data[0];
    return true;
}

bool decide_code(struct reader *r, const struct json *value, struct bytes *out)
{
    if (value->type != JSON_TEXT || !text_is_code(value->text)) {
        return decide_fail(r, DECIDE_electorate, "a member's code is 1 to %d of A-Z 0-9 -", CODE_BYTES_MAX);
    }
    *out = value->text;
    return true;
}

static bool read_number(struct reader *r, const struct json *value, const char *what, int64_t *out)
{
    if (value == NULL || value->type != JSON_INTEGER || value->integer < 0 ||
        value->integer > CHARTER_NUMBER_MAX) {
        return decide_fail(r, DECIDE_electorate, "%s is a whole number up to %lld", what, CHARTER_NUMBER_MAX);
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
bool decide_sort(struct reader *r, const struct list *l, struct elector ***out)
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
        /* The keys of an object are distinct, so that parts of one code are of one member. */
        if (bytes_equal(sorted[i - 1]->code, sorted[i]->code) && sorted[i]->weights == NULL) {
            return decide_fail(r, DECIDE_electorate, "%s is named twice", decide_shown(r, sorted[i]->code));
        }
    }
    *out = sorted;
    return true;
}

struct elector *decide_find(const struct list *l, struct elector **sorted, struct bytes code)
{
    const struct elector key = {.code = code};
    const struct elector *wanted = &key;
    struct elector **found =
        l->named == 0 ? NULL : bsearch(&wanted, sorted, l->named, sizeof *sorted, by_code);
    struct elector *e = found == NULL ? NULL : *found;
    while (e != NULL && e > l->items && bytes_equal(e[-1].code, code)) {
        e--;
    }
    return e;
}

/* {"Y":5,"N":3}: a part of the member for each, with its units. */
static bool read_parts(struct reader *r, const struct json_member *m, struct list *l)
{
    const size_t attributes = r->law->charter->attribute_count;
    if (r->split == attributes) {
        return decide_fail(r, DECIDE_position, "%s is at several positions, and the rule divides no votes",
                           decide_shown(r, m->key));
    }
    if (m->value.count == 0) {
        return decide_fail(r, DECIDE_position, "%s is at no position", decide_shown(r, m->key));
    }
    for (size_t i = 0; i < m->value.count; i++) {
        const struct json_member *part = &m->value.members[i];
        int64_t *weights = ARENA_ARRAY(r->arena, int64_t, attributes);
        struct elector *e = &l->items[l->count++];
        for (size_t k = 0; k < attributes; k++) {
            weights[k] = -1;
        }
        *e = (struct elector){.code = m->key, .n = 1, .weights = weights};
        if (part->key.len != 1 || position_index((char)part->key.data[0]) < 0) {
            return decide_fail(r, DECIDE_position, "a position of %s is none of " POSITIONS,
                               decide_shown(r, m->key));
        }
        e->position = (char)part->key.data[0];
        if (!read_number(r, &part->value, "how many votes take a position", &weights[r->split])) {
            return false;
        }
    }
    return true;
}

static bool read_positions(struct reader *r, const struct json *positions, struct list *l)
{
    for (size_t i = 0; i < positions->count; i++) {
        const struct json_member *m = &positions->members[i];
        if (!text_is_code(m->key)) {
            return decide_fail(r, DECIDE_electorate, "\"%s\" is no member's code", decide_shown(r, m->key));
        }
        if (m->value.type == JSON_OBJECT) {
            if (!read_parts(r, m, l)) {
                return false;
            }
            continue;
        }
        struct elector *e = &l->items[l->count++];
        *e = (struct elector){.code = m->key, .n = 1};
        if (!read_letter(r, &m->value, m->key, &e->position)) {
            return false;
        }
    }
    l->named = l->count;
    return true;
}

static bool read_count_tags(struct reader *r, const struct json *count, struct elector *out)
{
    const struct json *tags = decide_field(count, "tags");
    if (tags == NULL) {
        return true;
    }
    if (tags->type != JSON_ARRAY || tags->count > DECIDE_TAGS_MAX) {
        return decide_fail(r, DECIDE_field, "the tags of a count are a list of at most %d names",
                           DECIDE_TAGS_MAX);
    }
    struct bytes *names = ARENA_ARRAY(r->arena, struct bytes, tags->count);
    for (size_t i = 0; i < tags->count; i++) {
        if (tags->items[i].type != JSON_TEXT || !text_is_code(tags->items[i].text)) {
            return decide_fail(r, DECIDE_field, "a tag is a name of A-Z 0-9 -");
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
            return decide_fail(r, DECIDE_field, "a count has no field \"%s\"", decide_shown(r, key));
        }
    }
    if (!read_letter(r, json_get(count, "pos"), BYTES("a count"), &e.position) ||
        !read_number(r, json_get(count, "n"), "how many take a position", &n) ||
        !read_count_tags(r, count, &e)) {
        return false;
    }
    const struct json *ids = decide_field(count, "ids");
    if (ids != NULL && (ids->type != JSON_ARRAY || (int64_t)ids->count > n)) {
        return decide_fail(r, DECIDE_electorate, "the ids of a count are a list of at most n codes");
    }
    e.n = 1;
    for (size_t i = 0; ids != NULL && i < ids->count; i++) {
        if (!decide_code(r, &ids->items[i], &e.code)) {
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

/* Members, whether they are divided or not. */
static int64_t total_of(const struct list *l)
{
    int64_t total = 0;
    for (size_t i = 0; i < l->count; i++) {
        const bool is_part = i > 0 && i < l->named && bytes_equal(l->items[i].code, l->items[i - 1].code);
        total += is_part ? 0 : l->items[i].n; /* at most 10000 times 10^9 */
    }
    return total;
}

static bool add_rest(struct reader *r, struct list *l, int64_t size)
{
    const int64_t rest = size - total_of(l);
    if (rest < 0) {
        return decide_fail(r, DECIDE_electorate, "there are more positions than members");
    }
    if (rest > 0) {
        l->items[l->count++] = (struct elector){.n = rest};
    }
    return true;
}

/* What those of `count` members are at who are not named in `l`: nothing said, or the one position of the
 * nameless, if these are as many. NULL: nobody knows whose positions those are. */
static const struct elector *position_of_rest(struct reader *r, const struct list *l, size_t count)
{
    struct elector *rest = ARENA_NEW(r->arena, struct elector);
    *rest = (struct elector){.n = 1};
    for (size_t i = l->named; i < l->count; i++) {
        const struct elector *e = &l->items[i];
        if (i > l->named && (e->position != rest->position || e->tag_count > 0 || rest->tag_count > 0)) {
            return NULL;
        }
        *rest = *e;
    }
    rest->n = 1;
    return l->count == l->named || total_of(l) == (int64_t)count ? rest : NULL;
}

/* False if one of the codes is there twice. */
static bool sort_codes(struct reader *r, const struct bytes *codes, size_t count)
{
    struct list l = {ARENA_ARRAY(r->arena, struct elector, count + 1), count, count};
    struct elector **sorted = NULL;
    for (size_t i = 0; i < count; i++) {
        l.items[i].code = codes[i];
    }
    return decide_sort(r, &l, &sorted);
}

/* The members in the order of the list. Those without a position are named too, if it is known which they
 * are. */
static bool arrange(struct reader *r, const struct bytes *codes, size_t count, struct list *l)
{
    struct list whole = {.items = ARENA_ARRAY(r->arena, struct elector, count + l->count + 1)};
    struct elector **sorted = NULL;
    size_t placed = 0;
    const struct elector *rest = position_of_rest(r, l, count);
    if (!sort_codes(r, codes, count) || !decide_sort(r, l, &sorted)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        const struct elector *known = decide_find(l, sorted, codes[i]);
        if (known == NULL && rest != NULL) {
            whole.items[whole.count] = *rest;
            whole.items[whole.count++].code = codes[i];
        }
        for (; known != NULL && known < l->items + l->named && bytes_equal(known->code, codes[i]); known++) {
            whole.items[whole.count++] = *known;
            placed++;
        }
    }
    whole.named = whole.count;
    struct elector **unique = NULL;
    if (!decide_sort(r, &whole, &unique)) {
        return false;
    }
    for (size_t i = 0; placed < l->named && i < l->named; i++) {
        if (decide_find(&whole, unique, l->items[i].code) == NULL) {
            return decide_fail(r, DECIDE_electorate, "%s has a position and is no member",
                               decide_shown(r, l->items[i].code));
        }
    }
    for (size_t i = l->named; i < l->count && rest == NULL; i++) {
        whole.items[whole.count++] = l->items[i];
    }
    *l = whole;
    return add_rest(r, l, (int64_t)count);
}

static bool complete(struct reader *r, const struct json *electorate, struct list *l)
{
    int64_t size = 0;
    if (electorate == NULL) {
        return true;
    }
    if (electorate->type == JSON_INTEGER) {
        return read_number(r, electorate, "the electorate", &size) && add_rest(r, l, size);
    }
    if (electorate->type != JSON_ARRAY) {
        return decide_fail(r, DECIDE_electorate, "the electorate is a list of codes, or a number");
    }
    struct bytes *codes = ARENA_ARRAY(r->arena, struct bytes, electorate->count + 1);
    for (size_t i = 0; i < electorate->count; i++) {
        if (!decide_code(r, &electorate->items[i], &codes[i])) {
            return false;
        }
    }
    return arrange(r, codes, electorate->count, l);
}

bool decide_roll(struct reader *r, const struct json *positions, const struct json *counts,
                 const struct json *electorate, struct list *out)
{
    size_t max = positions != NULL ? positions->count : counts != NULL ? counts->count + ids_of(counts) : 0;
    for (size_t i = 0; positions != NULL && i < positions->count; i++) {
        max += positions->members[i].value.type == JSON_OBJECT ? positions->members[i].value.count : 0;
    }
    struct elector **sorted = NULL;
    *out = (struct list){.items = ARENA_ARRAY(r->arena, struct elector, max + 1)};
    return (positions == NULL || read_positions(r, positions, out)) &&
           (counts == NULL || read_counts(r, counts, out)) && complete(r, electorate, out) &&
           decide_sort(r, out, &sorted);
}

bool decide_roll_name(struct reader *r, const struct table *t, struct list *l)
{
    struct bytes *codes = ARENA_ARRAY(r->arena, struct bytes, t->count + 1);
    bool known = total_of(l) == (int64_t)t->count && position_of_rest(r, l, t->count) != NULL;
    for (size_t i = 0; i < l->named && known; i++) {
        known = table_value(t, l->items[i].code) >= 0;
    }
    for (size_t i = 0; i < t->count; i++) {
        codes[i] = t->rows[i].code;
    }
    return !known || arrange(r, codes, t->count, l);
}
