/* Reading and writing what amendment.h describes. */
#include "base/check.h"
#include "base/limits.h"
#include "mechanism/amendment.h"
#include "mechanism/civil.h"
#include "mechanism/tuple.h"

static struct key hash_key(char noun, const struct hash *h)
{
    struct key k = key_new(noun);
    key_add_hash(&k, h);
    return k;
}

static void put(struct state *s, const struct key *k, struct buffer *b)
{
    check(!b->overflow);
    state_put(s, key_view(k), buffer_view(b));
    buffer_done(b);
}

static struct key part_key(struct bytes member, int64_t place)
{
    struct key k = key_new('d');
    key_add_text(&k, member);
    key_add_number(&k, place);
    return k;
}

bool charter_part_get(struct state *s, struct bytes member, int64_t place, struct charter_part *out)
{
    const struct key k = part_key(member, place);
    struct bytes value;
    if (!state_get(s, key_view(&k), &value)) {
        return false;
    }
    struct cursor c = cursor_of(value);
    out->entry = value_number(&c);
    out->hash = value_hash(&c);
    check(cursor_ended(&c));
    return true;
}

void charter_part_put(struct state *s, struct bytes member, int64_t place, const struct charter_part *p)
{
    const struct key k = part_key(member, place);
    struct buffer b;
    buffer_init(&b, 64);
    value_add_number(&b, p->entry);
    value_add_hash(&b, &p->hash);
    put(s, &k, &b);
}

static void add_texts(struct buffer *b, const struct charter_texts *t)
{
    value_add_number(b, (int64_t)t->count);
    for (size_t i = 0; i < t->count; i++) {
        buffer_add_block(b, t->items[i].name);
        value_add_number(b, (int64_t)t->items[i].count);
        for (size_t k = 0; k < t->items[i].count; k++) {
            value_add_number(b, t->items[i].entries[k]);
        }
    }
}

static struct charter_texts take_texts(struct cursor *c, struct arena *a)
{
    struct charter_texts t = {.count = (size_t)value_number(c)};
    check(t.count <= CHARTER_SOURCES_MAX);
    struct charter_pieces *items = ARENA_ARRAY(a, struct charter_pieces, t.count + 1);
    for (size_t i = 0; i < t.count; i++) {
        items[i].name = value_text(c);
        items[i].count = (size_t)value_number(c);
        check(items[i].count <= CHARTER_PARTS_MAX);
        int64_t *entries = ARENA_ARRAY(a, int64_t, items[i].count + 1);
        for (size_t k = 0; k < items[i].count; k++) {
            entries[k] = value_number(c);
        }
        items[i].entries = entries;
    }
    t.items = items;
    return t;
}

static void add_tables(struct buffer *b, const struct table_texts *t)
{
    value_add_number(b, (int64_t)t->count);
    for (size_t i = 0; i < t->count; i++) {
        value_add_hash(b, &t->items[i].hash);
        value_add_number(b, t->items[i].entry);
    }
}

static struct table_texts take_tables(struct cursor *c, struct arena *a)
{
    struct table_texts t = {.count = (size_t)value_number(c)};
    check(t.count <= TABLE_PLACES_MAX);
    struct table_text *items = ARENA_ARRAY(a, struct table_text, t.count + 1);
    for (size_t i = 0; i < t.count; i++) {
        items[i].hash = value_hash(c);
        items[i].entry = value_number(c);
    }
    t.items = items;
    return t;
}

void proposal_put(struct state *s, const struct proposal *p)
{
    const struct key k = hash_key('f', &p->charter);
    struct buffer b;
    buffer_init(&b, STATE_VALUE_BYTES_MAX);
    buffer_add_block(&b, p->member);
    value_add_number(&b, p->proposed);
    value_add_number(&b, p->base);
    buffer_add_block(&b, p->from);
    add_texts(&b, &p->texts);
    add_tables(&b, &p->tables);
    put(s, &k, &b);
}

void proposal_delete(struct state *s, const struct hash *charter)
{
    const struct key k = hash_key('f', charter);
    state_delete(s, key_view(&k));
}

static struct proposal proposal_decode(struct arena *a, const struct hash *charter, struct bytes value)
{
    struct cursor c = cursor_of(value);
    struct proposal p = {.charter = *charter};
    p.member = value_text(&c);
    p.proposed = value_number(&c);
    p.base = value_number(&c);
    p.from = value_text(&c);
    p.texts = take_texts(&c, a);
    p.tables = take_tables(&c, a);
    check(cursor_ended(&c));
    return p;
}

bool proposal_get(struct state *s, const struct hash *charter, struct arena *a, struct proposal *out)
{
    const struct key k = hash_key('f', charter);
    struct bytes value;
    if (!state_get(s, key_view(&k), &value)) {
        return false;
    }
    *out = proposal_decode(a, charter, value);
    return true;
}

size_t proposal_list(struct state *s, struct arena *a, struct proposal **out)
{
    const struct key k = key_new('f');
    struct state_row *rows = NULL;
    const size_t count = state_scan(s, key_view(&k), a, &rows);
    struct proposal *list = ARENA_ARRAY(a, struct proposal, count + 1);
    for (size_t i = 0; i < count; i++) {
        struct cursor c = cursor_of(rows[i].key);
        (void)cursor_take(&c, 1);
        const struct hash charter = value_hash(&c);
        const struct proposal p = proposal_decode(a, &charter, rows[i].value);
        size_t at = i;
        while (at > 0 && list[at - 1].proposed > p.proposed) {
            list[at] = list[at - 1];
            at--;
        }
        list[at] = p;
    }
    *out = list;
    return count;
}

static struct key version_key(int64_t number)
{
    struct key k = key_new('V');
    key_add_number(&k, number);
    return k;
}

void charter_version_put(struct state *s, const struct charter_version *v)
{
    const struct key k = version_key(v->number);
    struct buffer b;
    buffer_init(&b, STATE_VALUE_BYTES_MAX);
    value_add_hash(&b, &v->charter);
    buffer_add_block(&b, v->member);
    value_add_number(&b, v->proposed);
    value_add_hash(&b, &v->matter);
    value_add_hash(&b, &v->subject);
    value_add_number(&b, v->close);
    buffer_add_block(&b, v->from);
    value_add_number(&b, v->in_force);
    value_add_number(&b, v->since_ms);
    add_texts(&b, &v->texts);
    put(s, &k, &b);
}

static bool version_decode(struct state *s, int64_t number, struct arena *a, struct charter_version *out)
{
    const struct key k = version_key(number);
    struct bytes value;
    if (!state_get(s, key_view(&k), &value)) {
        return false;
    }
    struct cursor c = cursor_of(value);
    struct charter_version v = {.number = number};
    v.charter = value_hash(&c);
    v.member = value_text(&c);
    v.proposed = value_number(&c);
    v.matter = value_hash(&c);
    v.subject = value_hash(&c);
    v.close = value_number(&c);
    v.from = value_text(&c);
    v.in_force = value_number(&c);
    v.since_ms = value_number(&c);
    v.texts = take_texts(&c, a);
    check(cursor_ended(&c));
    *out = v;
    return true;
}

/* The founding is the first, and has no row. */
bool charter_version_get(struct context *c, int64_t number, struct charter_version *out)
{
    if (number == 1) {
        *out = (struct charter_version){
            .number = 1, .charter = c->org->first_charter->hash, .since_ms = c->org->founded_ms};
        return true;
    }
    return version_decode(c->state, number, c->arena, out);
}

struct charter_counts charter_counts_get(struct state *s)
{
    const struct key k = key_new('i');
    struct charter_counts n = {1, 1};
    struct bytes value;
    if (state_get(s, key_view(&k), &value)) {
        struct cursor c = cursor_of(value);
        n.versions = value_number(&c);
        n.in_force = value_number(&c);
        check(cursor_ended(&c));
    }
    return n;
}

void charter_counts_put(struct state *s, const struct charter_counts *n)
{
    const struct key k = key_new('i');
    struct buffer b;
    buffer_init(&b, 16);
    value_add_number(&b, n->versions);
    value_add_number(&b, n->in_force);
    put(s, &k, &b);
}

int64_t amendment_next_ms(struct state *s, const struct organisation *org, struct arena *a)
{
    const struct charter_counts n = charter_counts_get(s);
    struct charter_version v;
    if (n.versions == n.in_force) {
        return 0;
    }
    check(version_decode(s, n.in_force + 1, a, &v));
    return civil_when_ms(s, org, civil_parse(v.from));
}

bool amendment_of_matter(struct state *s, const struct hash *matter, struct matter_amends *out)
{
    const struct key k = hash_key('u', matter);
    struct bytes value;
    if (!state_get(s, key_view(&k), &value)) {
        return false;
    }
    struct cursor c = cursor_of(value);
    out->charter = value_hash(&c);
    out->proposed = value_number(&c);
    check(cursor_ended(&c));
    return true;
}

void matter_amends_put(struct state *s, const struct hash *matter, const struct matter_amends *m)
{
    const struct key k = hash_key('u', matter);
    struct buffer b;
    buffer_init(&b, 64);
    value_add_hash(&b, &m->charter);
    value_add_number(&b, m->proposed);
    put(s, &k, &b);
}
