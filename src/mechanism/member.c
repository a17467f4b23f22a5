#include "mechanism/member.h"

#include "base/check.h"
#include "base/limits.h"
#include "mechanism/tuple.h"

static struct key member_state_key(struct bytes code)
{
    struct key k = key_new('m');
    key_add_text(&k, code);
    return k;
}

static struct key key_state_key(const struct public_key *key)
{
    struct key k = key_new('k');
    key_add_public(&k, key);
    return k;
}

/* Keys by member, so that they can be listed. */
static struct key index_state_key(struct bytes code, const struct public_key *key)
{
    struct key k = key_new('K');
    key_add_text(&k, code);
    if (key != NULL) {
        key_add_public(&k, key);
    }
    return k;
}

static void member_put(struct state *s, const struct member *m)
{
    struct buffer b;
    buffer_init(&b, STATE_VALUE_BYTES_MAX);
    buffer_add_block(&b, m->name);
    value_add_public(&b, &m->clearing);
    value_add_number(&b, m->key_managers);
    value_add_number(&b, m->delegates);
    const struct key k = member_state_key(m->code);
    state_put(s, key_view(&k), buffer_view(&b));
    buffer_done(&b);
}

static struct member member_decode(struct bytes code, struct bytes value)
{
    struct cursor c = cursor_of(value);
    struct member m = {.code = code};
    m.name = value_text(&c);
    m.clearing = value_public(&c);
    m.key_managers = value_number(&c);
    m.delegates = value_number(&c);
    check(cursor_ended(&c));
    return m;
}

bool member_get(struct state *s, struct bytes code, struct member *out)
{
    const struct key k = member_state_key(code);
    struct bytes value;
    if (!state_get(s, key_view(&k), &value)) {
        return false;
    }
    *out = member_decode(code, value);
    return true;
}

size_t member_list(struct state *s, struct arena *a, struct member **out)
{
    const struct key k = key_new('m');
    struct state_row *rows = NULL;
    const size_t count = state_scan(s, key_view(&k), a, &rows);
    struct member *list = ARENA_ARRAY(a, struct member, count + 1);
    for (size_t i = 0; i < count; i++) {
        list[i] = member_decode(bytes_of(rows[i].key.data + 1, rows[i].key.len - 2), rows[i].value);
    }
    *out = list;
    return count;
}

static void key_put(struct state *s, const struct member_key *m)
{
    struct buffer b;
    buffer_init(&b, STATE_VALUE_BYTES_MAX);
    buffer_add_block(&b, m->member);
    value_add_number(&b, m->role);
    value_add_number(&b, m->powers);
    buffer_add_block(&b, m->name);
    value_add_number(&b, m->enrolled);
    value_add_number(&b, m->revoked);
    const struct key k = key_state_key(&m->key);
    state_put(s, key_view(&k), buffer_view(&b));
    buffer_done(&b);
}

bool member_key_get(struct state *s, const struct public_key *key, struct member_key *out)
{
    const struct key k = key_state_key(key);
    struct bytes value;
    if (!state_get(s, key_view(&k), &value)) {
        return false;
    }
    struct cursor c = cursor_of(value);
    struct member_key m = {.key = *key};
    m.member = value_text(&c);
    m.role = (enum key_role)value_number(&c);
    m.powers = (unsigned)value_number(&c);
    m.name = value_text(&c);
    m.enrolled = value_number(&c);
    m.revoked = value_number(&c);
    check(cursor_ended(&c));
    *out = m;
    return true;
}

size_t member_keys(struct state *s, struct bytes code, struct arena *a, struct member_key **out)
{
    const struct key k = index_state_key(code, NULL);
    struct state_row *rows = NULL;
    const size_t count = state_scan(s, key_view(&k), a, &rows);
    struct member_key *list = ARENA_ARRAY(a, struct member_key, count + 1);
    for (size_t i = 0; i < count; i++) {
        struct cursor c = cursor_of(rows[i].key);
        (void)cursor_take(&c, k.len);
        const struct public_key key = value_public(&c);
        check(member_key_get(s, &key, &list[i]));
    }
    *out = list;
    return count;
}

size_t member_count_delegates(struct state *s, struct bytes code, unsigned powers, struct arena *a)
{
    struct member_key *list = NULL;
    const size_t count = member_keys(s, code, a, &list);
    size_t able = 0;
    for (size_t i = 0; i < count; i++) {
        able += list[i].role == ROLE_DELEGATE && list[i].revoked == 0 && (list[i].powers & powers) == powers;
    }
    return able;
}

/* Counts of living delegates change with every change of a key. */
static void count_key(struct state *s, const struct member_key *key, int64_t by)
{
    if (key->role != ROLE_DELEGATE) {
        return;
    }
    struct member m;
    check(member_get(s, key->member, &m));
    m.delegates += by;
    m.key_managers += (key->powers & POWER_KEYS) != 0 ? by : 0;
    check(m.delegates >= 0 && m.key_managers >= 0);
    member_put(s, &m);
}

void member_found(struct state *s, struct bytes code, struct bytes name, const struct public_key *clearing)
{
    const struct member m = {.code = code, .name = name, .clearing = *clearing};
    member_put(s, &m);
}

void member_found_key(struct state *s, const struct member_key *key)
{
    key_put(s, key);
    const struct key k = index_state_key(key->member, &key->key);
    state_put(s, key_view(&k), BYTES(""));
    count_key(s, key, 1);
}

static bool has_place(struct context *c, struct bytes code)
{
    struct member_key *list = NULL;
    const size_t count = member_keys(c->state, code, c->arena, &list);
    size_t living = 0;
    for (size_t i = 0; i < count; i++) {
        living += list[i].revoked == 0;
    }
    return living < DELEGATES_MAX;
}

enum rejection member_enrol(struct context *c, const struct act *a)
{
    struct member_key key = {.member = a->frame.member, .enrolled = (int64_t)c->index};
    const struct hash bytes = act_value(a, "key")->hash;
    for (size_t i = 0; i < sizeof key.key.bytes; i++) {
        key.key.bytes[i] = bytes.bytes[i];
    }
    key.powers = (unsigned)act_value(a, "powers")->integer;
    key.name = act_value(a, "name")->text;
    key.role = (enum key_role)act_value(a, "role")->integer;
    if (key.role != ROLE_DELEGATE && key.powers != 0) {
        return REJECT_wrong_role; /* only delegates have powers */
    }
    struct member_key other;
    if (member_key_get(c->state, &key.key, &other)) {
        return REJECT_exists; /* a key serves one member in one role, once */
    }
    if (!has_place(c, key.member)) {
        return REJECT_limit;
    }
    member_found_key(c->state, &key);
    return ACCEPTED;
}

static enum rejection own_living_key(struct context *c, const struct act *a, struct member_key *out)
{
    const struct hash bytes = act_value(a, "key")->hash;
    struct public_key key;
    for (size_t i = 0; i < sizeof key.bytes; i++) {
        key.bytes[i] = bytes.bytes[i];
    }
    if (!member_key_get(c->state, &key, out) || !bytes_equal(out->member, a->frame.member)) {
        return REJECT_not_owner;
    }
    return out->revoked != 0 ? REJECT_key_revoked : ACCEPTED;
}

/* Whether the member could still change its keys if this key lost the power to. */
static bool is_last_manager(struct context *c, const struct member_key *key)
{
    struct member m;
    check(member_get(c->state, key->member, &m));
    return key->role == ROLE_DELEGATE && (key->powers & POWER_KEYS) != 0 && m.key_managers == 1;
}

enum rejection member_revoke(struct context *c, const struct act *a)
{
    struct member_key key;
    const enum rejection r = own_living_key(c, a, &key);
    if (r != ACCEPTED) {
        return r;
    }
    if (is_last_manager(c, &key)) {
        return REJECT_last_key;
    }
    count_key(c->state, &key, -1);
    key.revoked = (int64_t)c->index;
    key_put(c->state, &key);
    return ACCEPTED;
}

enum rejection member_powers(struct context *c, const struct act *a)
{
    struct member_key key;
    const enum rejection r = own_living_key(c, a, &key);
    if (r != ACCEPTED) {
        return r;
    }
    if (key.role != ROLE_DELEGATE) {
        return REJECT_wrong_role;
    }
    const unsigned powers = (unsigned)act_value(a, "powers")->integer;
    if ((powers & POWER_KEYS) == 0 && is_last_manager(c, &key)) {
        return REJECT_last_key;
    }
    count_key(c->state, &key, -1);
    key.powers = powers;
    count_key(c->state, &key, 1);
    key_put(c->state, &key);
    return ACCEPTED;
}

enum rejection member_clearing(struct context *c, const struct act *a)
{
    const struct hash bytes = act_value(a, "node")->hash;
    struct public_key node;
    for (size_t i = 0; i < sizeof node.bytes; i++) {
        node.bytes[i] = bytes.bytes[i];
    }
    struct member_key key;
    if (!member_key_get(c->state, &node, &key)) {
        return REJECT_unknown_member;
    }
    if (key.role != ROLE_NODE || key.revoked != 0) {
        return REJECT_wrong_role;
    }
    struct member m;
    check(member_get(c->state, a->frame.member, &m));
    m.clearing = node;
    member_put(c->state, &m);
    return ACCEPTED;
}
