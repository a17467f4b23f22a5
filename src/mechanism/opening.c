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

bool opening_is_done(struct state *s, const struct act *a, uint64_t *index)
{
    int64_t found = 0;
    if (!opening_find(s, &act_value(a, "matter")->hash, act_value(a, "provision")->text,
                      act_value(a, "language")->text, &found)) {
        return false;
    }
    *index = (uint64_t)found;
    return true;
}

static bool find_part(struct context *c, const struct matter *m, struct bytes provision,
                      struct bytes language, struct hash *commitment)
{
    struct root root;
    struct version v;
    check(root_get(c->state, &m->root, &root) &&
          version_get(c->state, &m->id, root.version, c->arena, &v));
    for (size_t i = 0; i < v.count; i++) {
        struct alternative alt;
        if (!bytes_equal(v.parts[i].provision, provision)) {
            continue;
        }
        check(alternative_get(c->state, &m->id, provision, v.parts[i].alternative, c->arena, &alt));
        for (size_t l = 0; l < alt.leaf_count; l++) {
            if (bytes_equal(alt.leaves[l].language, language)) {
                *commitment = alt.leaves[l].commitment;
                return true;
            }
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
    if (m.confidential) {
        return REJECT_confidential;
    }
    const struct bytes provision = act_value(a, "provision")->text;
    const struct bytes language = act_value(a, "language")->text;
    struct hash expected;
    if (!find_part(c, &m, provision, language, &expected)) {
        return REJECT_unknown_provision;
    }
    const struct hash commitment =
        text_commitment(act_value(a, "salt")->hash.bytes, act_value(a, "text")->text);
    if (!hash_equal(&commitment, &expected)) {
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
