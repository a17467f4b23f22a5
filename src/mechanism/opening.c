#include "mechanism/opening.h"

#include "base/check.h"
#include "mechanism/matter.h"
#include "mechanism/tuple.h"

static struct key part_key(const struct hash *matter, struct bytes provision, struct bytes language)
{
    struct key k = key_new('L');
    key_add_hash(&k, matter);
    key_add_text(&k, provision);
    key_add_text(&k, language);
    return k;
}

bool opening_find(struct state *s, const struct hash *matter, struct bytes provision, struct bytes language,
                  int64_t *index)
{
    const struct key k = part_key(matter, provision, language);
    struct bytes value;
    if (!state_get(s, key_view(&k), &value)) {
        return false;
    }
    struct cursor c = cursor_of(value);
    *index = value_number(&c);
    return true;
}

static bool find_part(struct context *c, const struct matter *m, struct bytes provision, struct bytes language,
                      struct text_part *out)
{
    struct root root;
    struct version v;
    struct text_part *parts = NULL;
    check(root_get(c->state, &m->root, &root) &&
          version_get(c->state, &m->id, root.version, c->arena, &v));
    const size_t count = version_parts(c->state, &m->id, &v, c->arena, &parts);
    for (size_t i = 0; i < count; i++) {
        if (bytes_equal(parts[i].provision, provision) && bytes_equal(parts[i].language, language)) {
            *out = parts[i];
            return true;
        }
    }
    return false;
}

enum rejection opening_open(struct context *c, const struct act *a)
{
    struct matter m;
    if (!matter_get(c->state, &act_value(a, "matter")->hash, c->arena, &m)) {
        return REJECT_unknown_matter;
    }
    if (m.stage != MATTER_ADOPTED || !hash_equal(&m.root, &act_value(a, "root")->hash)) {
        return REJECT_not_adopted;
    }
    const struct bytes provision = act_value(a, "provision")->text;
    const struct bytes language = act_value(a, "language")->text;
    struct text_part part;
    int64_t before = 0;
    if (!find_part(c, &m, provision, language, &part)) {
        return REJECT_unknown_provision;
    }
    if (opening_find(c->state, &m.id, provision, language, &before)) {
        return REJECT_already_open;
    }
    const struct hash commitment =
        text_commitment(act_value(a, "salt")->hash.bytes, act_value(a, "text")->text);
    if (!hash_equal(&commitment, &part.commitment)) {
        return REJECT_wrong_commitment;
    }
    struct buffer b;
    buffer_init(&b, 16);
    value_add_number(&b, (int64_t)c->index);
    const struct key k = part_key(&m.id, provision, language);
    state_put(c->state, key_view(&k), buffer_view(&b));
    buffer_done(&b);
    check(m.unopened > 0);
    m.unopened--;
    matter_put(c->state, &m);
    return ACCEPTED;
}
