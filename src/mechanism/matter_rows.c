/* Reading and writing what matter.h describes. */
#include <string.h>

#include "base/check.h"
#include "base/limits.h"
#include "mechanism/matter.h"
#include "mechanism/tuple.h"

static struct key hash_key(char noun, const struct hash *h)
{
    struct key k = key_new(noun);
    key_add_hash(&k, h);
    return k;
}

static struct key provision_key(char noun, const struct hash *matter, struct bytes provision)
{
    struct key k = hash_key(noun, matter);
    key_add_text(&k, provision);
    return k;
}

static void put(struct state *s, const struct key *k, struct buffer *value)
{
    check(!value->overflow);
    state_put(s, key_view(k), buffer_view(value));
    buffer_done(value);
}

static struct buffer value_new(void)
{
    struct buffer b;
    buffer_init(&b, STATE_VALUE_BYTES_MAX);
    return b;
}

/* The text behind a prefix of a key, without its final zero. */
static struct bytes key_rest(struct bytes key, size_t prefix)
{
    check(key.len > prefix);
    return bytes_of(key.data + prefix, key.len - prefix - 1);
}

void matter_put(struct state *s, const struct matter *m)
{
    struct buffer b = value_new();
    buffer_add_block(&b, m->body);
    buffer_add_block(&b, m->reference);
    buffer_add_block(&b, m->title);
    buffer_add_block(&b, m->rule);
    buffer_add_block(&b, m->member);
    value_add_number(&b, m->opened);
    value_add_number(&b, m->opened_ms);
    value_add_number(&b, m->stage);
    value_add_number(&b, (int64_t)m->language_count);
    for (size_t i = 0; i < m->language_count; i++) {
        buffer_add_block(&b, m->languages[i]);
    }
    value_add_number(&b, m->provisions);
    value_add_number(&b, m->versions);
    value_add_hash(&b, &m->root);
    value_add_hash(&b, &m->silence);
    value_add_number(&b, m->statement);
    value_add_number(&b, m->confidential);
    value_add_number(&b, m->corrects);
    value_add_number(&b, m->withdraws);
    value_add_number(&b, m->unopened);
    const struct key k = hash_key('t', &m->id);
    put(s, &k, &b);
}

static struct matter matter_decode(struct arena *a, const struct hash *id, struct bytes value)
{
    struct cursor c = cursor_of(value);
    struct matter m = {.id = *id};
    m.body = value_text(&c);
    m.reference = value_text(&c);
    m.title = value_text(&c);
    m.rule = value_text(&c);
    m.member = value_text(&c);
    m.opened = value_number(&c);
    m.opened_ms = value_number(&c);
    m.stage = (enum matter_stage)value_number(&c);
    m.language_count = (size_t)value_number(&c);
    check(m.language_count <= LANGUAGES_MAX);
    struct bytes *languages = ARENA_ARRAY(a, struct bytes, m.language_count + 1);
    for (size_t i = 0; i < m.language_count; i++) {
        languages[i] = value_text(&c);
    }
    m.languages = languages;
    m.provisions = value_number(&c);
    m.versions = value_number(&c);
    m.root = value_hash(&c);
    m.silence = value_hash(&c);
    m.statement = value_number(&c);
    m.confidential = value_number(&c) != 0;
    m.corrects = value_number(&c);
    m.withdraws = value_number(&c);
    m.unopened = value_number(&c);
    check(cursor_ended(&c));
    return m;
}

bool matter_get(struct state *s, const struct hash *id, struct arena *a, struct matter *out)
{
    const struct key k = hash_key('t', id);
    struct bytes value;
    if (!state_get(s, key_view(&k), &value)) {
        return false;
    }
    *out = matter_decode(a, id, value);
    return true;
}

bool matter_find(struct state *s, struct bytes body, struct bytes reference, struct hash *id)
{
    struct key k = key_new('r');
    key_add_text(&k, body);
    key_add_text(&k, reference);
    struct bytes value;
    if (!state_get(s, key_view(&k), &value)) {
        return false;
    }
    struct cursor c = cursor_of(value);
    *id = value_hash(&c);
    return true;
}

void matter_name(struct state *s, const struct matter *m)
{
    struct key k = key_new('r');
    key_add_text(&k, m->body);
    key_add_text(&k, m->reference);
    state_put(s, key_view(&k), hash_view(&m->id));
}

size_t matter_list(struct state *s, struct arena *a, struct matter **out)
{
    const struct key k = key_new('t');
    struct state_row *rows = NULL;
    const size_t count = state_scan(s, key_view(&k), a, &rows);
    struct matter *list = ARENA_ARRAY(a, struct matter, count + 1);
    for (size_t i = 0; i < count; i++) {
        struct cursor c = cursor_of(rows[i].key);
        (void)cursor_take(&c, 1);
        const struct hash id = value_hash(&c);
        const struct matter m = matter_decode(a, &id, rows[i].value);
        size_t at = i;
        while (at > 0 && list[at - 1].opened > m.opened) {
            list[at] = list[at - 1];
            at--;
        }
        list[at] = m;
    }
    *out = list;
    return count;
}

void provision_put(struct state *s, const struct hash *matter, const struct provision *p)
{
    struct buffer b = value_new();
    value_add_number(&b, p->order);
    value_add_number(&b, p->deleted);
    buffer_add_block(&b, p->chosen);
    value_add_number(&b, p->alternatives);
    const struct key k = provision_key('p', matter, p->id);
    put(s, &k, &b);
}

static struct provision provision_decode(struct bytes id, struct bytes value)
{
    struct cursor c = cursor_of(value);
    struct provision p = {.id = id};
    p.order = value_number(&c);
    p.deleted = value_number(&c) != 0;
    p.chosen = value_text(&c);
    p.alternatives = value_number(&c);
    check(cursor_ended(&c));
    return p;
}

bool provision_get(struct state *s, const struct hash *matter, struct bytes id, struct provision *out)
{
    const struct key k = provision_key('p', matter, id);
    struct bytes value;
    if (!state_get(s, key_view(&k), &value)) {
        return false;
    }
    *out = provision_decode(id, value);
    return true;
}

size_t provision_list(struct state *s, const struct hash *matter, struct arena *a, struct provision **out)
{
    const struct key k = hash_key('p', matter);
    struct state_row *rows = NULL;
    const size_t count = state_scan(s, key_view(&k), a, &rows);
    struct provision *list = ARENA_ARRAY(a, struct provision, count + 1);
    for (size_t i = 0; i < count; i++) {
        const struct provision p = provision_decode(key_rest(rows[i].key, k.len), rows[i].value);
        size_t at = i; /* document order; orders are distinct */
        while (at > 0 && list[at - 1].order > p.order) {
            list[at] = list[at - 1];
            at--;
        }
        list[at] = p;
    }
    *out = list;
    return count;
}

static struct key alternative_key(const struct hash *matter, struct bytes provision, struct bytes id)
{
    struct key k = provision_key('a', matter, provision);
    key_add_text(&k, id);
    return k;
}

void alternative_put(struct state *s, const struct hash *matter, struct bytes provision,
                     const struct alternative *alt)
{
    struct buffer b = value_new();
    buffer_add_block(&b, alt->sponsor);
    value_add_number(&b, alt->proposed);
    value_add_number(&b, alt->withdrawn);
    value_add_hash(&b, &alt->root);
    value_add_number(&b, (int64_t)alt->leaf_count);
    for (size_t i = 0; i < alt->leaf_count; i++) {
        buffer_add_block(&b, alt->leaves[i].language);
        value_add_hash(&b, &alt->leaves[i].commitment);
    }
    const struct key k = alternative_key(matter, provision, alt->id);
    put(s, &k, &b);
}

static struct alternative alternative_decode(struct arena *a, struct bytes id, struct bytes value)
{
    struct cursor c = cursor_of(value);
    struct alternative alt = {.id = id};
    alt.sponsor = value_text(&c);
    alt.proposed = value_number(&c);
    alt.withdrawn = value_number(&c) != 0;
    alt.root = value_hash(&c);
    alt.leaf_count = (size_t)value_number(&c);
    check(alt.leaf_count <= LANGUAGES_MAX);
    struct act_leaf *leaves = ARENA_ARRAY(a, struct act_leaf, alt.leaf_count + 1);
    for (size_t i = 0; i < alt.leaf_count; i++) {
        leaves[i].language = value_text(&c);
        leaves[i].commitment = value_hash(&c);
    }
    alt.leaves = leaves;
    check(cursor_ended(&c));
    return alt;
}

bool alternative_get(struct state *s, const struct hash *matter, struct bytes provision, struct bytes id,
                     struct arena *a, struct alternative *out)
{
    const struct key k = alternative_key(matter, provision, id);
    struct bytes value;
    if (!state_get(s, key_view(&k), &value)) {
        return false;
    }
    *out = alternative_decode(a, id, value);
    return true;
}

size_t alternative_list(struct state *s, const struct hash *matter, struct bytes provision, struct arena *a,
                        struct alternative **out)
{
    const struct key k = provision_key('a', matter, provision);
    struct state_row *rows = NULL;
    const size_t count = state_scan(s, key_view(&k), a, &rows);
    struct alternative *list = ARENA_ARRAY(a, struct alternative, count + 1);
    for (size_t i = 0; i < count; i++) {
        const struct alternative alt =
            alternative_decode(a, key_rest(rows[i].key, k.len), rows[i].value);
        size_t at = i;
        while (at > 0 && list[at - 1].proposed > alt.proposed) {
            list[at] = list[at - 1];
            at--;
        }
        list[at] = alt;
    }
    *out = list;
    return count;
}

size_t hold_list(struct state *s, const struct hash *matter, struct bytes provision, struct arena *a,
                 struct hold **out)
{
    const struct key k = provision_key('h', matter, provision);
    struct state_row *rows = NULL;
    const size_t count = state_scan(s, key_view(&k), a, &rows);
    struct hold *list = ARENA_ARRAY(a, struct hold, count + 1);
    for (size_t i = 0; i < count; i++) {
        struct cursor c = cursor_of(rows[i].value);
        list[i].member = key_rest(rows[i].key, k.len);
        list[i].placed = value_number(&c);
        list[i].since_ms = value_number(&c);
        list[i].reason = value_text(&c);
        list[i].release = value_text(&c);
        check(cursor_ended(&c));
    }
    *out = list;
    return count;
}

/* The key of a hold: matter, provision, member. */
static struct bytes holder(struct bytes key)
{
    const size_t prefix = 1 + sizeof(struct hash);
    check(key.len > prefix);
    const uint8_t *end = memchr(key.data + prefix, 0, key.len - prefix);
    check(end != NULL);
    return key_rest(key, (size_t)(end + 1 - key.data));
}

bool matter_is_held(struct state *s, const struct hash *id, const struct body *b, struct arena *a)
{
    const struct key k = hash_key('h', id);
    struct state_row *rows = NULL;
    const size_t count = state_scan(s, key_view(&k), a, &rows);
    for (size_t i = 0; i < count; i++) {
        if (body_has(b, holder(rows[i].key))) {
            return true;
        }
    }
    return false;
}

size_t agreement_list(struct state *s, const struct hash *matter, struct bytes provision, struct arena *a,
                      struct agreement **out)
{
    const struct key k = provision_key('g', matter, provision);
    struct state_row *rows = NULL;
    const size_t count = state_scan(s, key_view(&k), a, &rows);
    struct agreement *list = ARENA_ARRAY(a, struct agreement, count + 1);
    for (size_t i = 0; i < count; i++) {
        struct cursor c = cursor_of(rows[i].value);
        list[i].member = key_rest(rows[i].key, k.len);
        list[i].stance = (enum stance)value_number(&c);
        list[i].root = value_hash(&c);
        list[i].said = value_number(&c);
        check(cursor_ended(&c));
    }
    *out = list;
    return count;
}

/* An explanation is words alone. */
static struct position read_letter(char noun, struct bytes value)
{
    struct cursor c = cursor_of(value);
    struct position p = {.letter = (char)value_number(&c)};
    p.taken = value_number(&c);
    p.reasoned = noun == 'P' && value_number(&c) != 0;
    check(cursor_ended(&c));
    return p;
}

static size_t letters(struct state *s, char noun, const struct hash *root, struct arena *a,
                      struct position **out)
{
    const struct key k = hash_key(noun, root);
    struct state_row *rows = NULL;
    const size_t count = state_scan(s, key_view(&k), a, &rows);
    struct position *list = ARENA_ARRAY(a, struct position, count + 1);
    for (size_t i = 0; i < count; i++) {
        list[i] = read_letter(noun, rows[i].value);
        list[i].member = key_rest(rows[i].key, k.len);
    }
    *out = list;
    return count;
}

static bool letter_get(struct state *s, char noun, const struct hash *root, struct bytes member,
                       struct position *out)
{
    struct key k = hash_key(noun, root);
    key_add_text(&k, member);
    struct bytes value;
    if (!state_get(s, key_view(&k), &value)) {
        return false;
    }
    *out = read_letter(noun, value);
    out->member = member;
    return true;
}

bool position_get(struct state *s, const struct hash *root, struct bytes member, struct position *out)
{
    return letter_get(s, 'P', root, member, out);
}

bool explanation_get(struct state *s, const struct hash *root, struct bytes member, struct position *out)
{
    return letter_get(s, 'X', root, member, out);
}

size_t position_list(struct state *s, const struct hash *root, struct arena *a, struct position **out)
{
    return letters(s, 'P', root, a, out);
}

size_t explanation_list(struct state *s, const struct hash *root, struct arena *a, struct position **out)
{
    return letters(s, 'X', root, a, out);
}

static struct key version_key(const struct hash *matter, int64_t number)
{
    struct key k = hash_key('v', matter);
    key_add_number(&k, number);
    return k;
}

void version_put(struct state *s, const struct hash *matter, const struct version *v)
{
    struct buffer b = value_new();
    value_add_hash(&b, &v->root);
    value_add_number(&b, v->fixed);
    value_add_number(&b, (int64_t)v->count);
    for (size_t i = 0; i < v->count; i++) {
        buffer_add_block(&b, v->parts[i].provision);
        buffer_add_block(&b, v->parts[i].alternative);
    }
    const struct key k = version_key(matter, v->number);
    put(s, &k, &b);
}

bool version_get(struct state *s, const struct hash *matter, int64_t number, struct arena *a,
                 struct version *out)
{
    const struct key k = version_key(matter, number);
    struct bytes value;
    if (!state_get(s, key_view(&k), &value)) {
        return false;
    }
    struct cursor c = cursor_of(value);
    struct version v = {.number = number};
    v.root = value_hash(&c);
    v.fixed = value_number(&c);
    v.count = (size_t)value_number(&c);
    check(v.count <= PROVISIONS_MAX);
    struct version_part *parts = ARENA_ARRAY(a, struct version_part, v.count + 1);
    for (size_t i = 0; i < v.count; i++) {
        parts[i].provision = value_text(&c);
        parts[i].alternative = value_text(&c);
    }
    v.parts = parts;
    check(cursor_ended(&c));
    *out = v;
    return true;
}

void root_put(struct state *s, const struct hash *root, const struct root *r)
{
    struct buffer b = value_new();
    value_add_number(&b, r->what);
    value_add_hash(&b, &r->matter);
    value_add_number(&b, r->version);
    buffer_add_block(&b, r->provision);
    buffer_add_block(&b, r->alternative);
    value_add_hash(&b, &r->silence);
    const struct key k = hash_key('R', root);
    put(s, &k, &b);
}

bool root_get(struct state *s, const struct hash *root, struct root *out)
{
    const struct key k = hash_key('R', root);
    struct bytes value;
    if (!state_get(s, key_view(&k), &value)) {
        return false;
    }
    struct cursor c = cursor_of(value);
    struct root r = {.what = value_number(&c) == ROOT_VERSION ? ROOT_VERSION : ROOT_ALTERNATIVE};
    r.matter = value_hash(&c);
    r.version = value_number(&c);
    r.provision = value_text(&c);
    r.alternative = value_text(&c);
    r.silence = value_hash(&c);
    check(cursor_ended(&c));
    *out = r;
    return true;
}

const char *stance_word(enum stance s)
{
    return s == STANCE_AGREED ? "agreed" : s == STANCE_AD_REFERENDUM ? "ad_referendum" : "open";
}
