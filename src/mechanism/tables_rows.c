/* Reading and writing what tables.h describes. */
#include "base/check.h"
#include "base/limits.h"
#include "mechanism/tables.h"
#include "mechanism/tuple.h"

static struct key places_key(struct bytes member)
{
    struct key k = key_noun("laid_table");
    key_add_text(&k, member);
    return k;
}

static struct table_text decode(struct bytes value)
{
    struct cursor c = cursor_of(value);
    struct table_text t;
    t.entry = value_number(&c);
    t.hash = value_hash(&c);
    check(cursor_ended(&c));
    return t;
}

bool table_part_get(struct state *s, struct bytes member, int64_t place, struct table_text *out)
{
    struct key k = places_key(member);
    struct bytes value;
    key_add_number(&k, place);
    if (!state_get(s, key_view(&k), &value)) {
        return false;
    }
    *out = decode(value);
    return true;
}

void table_part_put(struct state *s, struct bytes member, int64_t place, const struct table_text *t)
{
    struct key k = places_key(member);
    struct buffer b;
    key_add_number(&k, place);
    buffer_init(&b, 64);
    value_add_number(&b, t->entry);
    value_add_hash(&b, &t->hash);
    check(!b.overflow);
    state_put(s, key_view(&k), buffer_view(&b));
    buffer_done(&b);
}

size_t table_part_list(struct state *s, struct bytes member, struct arena *a, struct table_text **out)
{
    const struct key k = places_key(member);
    struct state_row *rows = NULL;
    const size_t count = state_scan(s, key_view(&k), a, &rows);
    struct table_text *list = ARENA_ARRAY(a, struct table_text, count + 1);
    for (size_t i = 0; i < count; i++) {
        list[i] = decode(rows[i].value);
    }
    *out = list;
    return count;
}

static struct key kept_key(const struct hash *hash)
{
    struct key k = key_noun("table");
    key_add_hash(&k, hash);
    return k;
}

bool table_kept_get(struct state *s, const struct hash *hash, int64_t *entry)
{
    const struct key k = kept_key(hash);
    struct bytes value;
    if (!state_get(s, key_view(&k), &value)) {
        return false;
    }
    struct cursor c = cursor_of(value);
    *entry = value_number(&c);
    check(cursor_ended(&c));
    return true;
}

void table_kept_put(struct state *s, const struct table_text *t)
{
    const struct key k = kept_key(&t->hash);
    struct buffer b;
    buffer_init(&b, 16);
    value_add_number(&b, t->entry);
    state_put(s, key_view(&k), buffer_view(&b));
    buffer_done(&b);
}
