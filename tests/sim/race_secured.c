/* Whether an objection is valid, and whether enough nodes have said that they hold it. */
#include <string.h>

#include "base/check.h"
#include "sim/race.h"

/* The life of each key, by the order of the acts: from the entry that enrolled it to the one that revoked it.
 */
static bool key_life(struct race *r, const struct public_key *key, uint64_t *enrolled, uint64_t *revoked,
                     struct bytes *member)
{
    *revoked = UINT64_MAX;
    *enrolled = 0;
    for (size_t i = 0; i < r->s.n; i++) {
        for (enum org_key k = 0; k < ORG_KEYS; k++) {
            if (public_key_equal(&r->chain->org.keys[i][k].public, key)) {
                *member = r->chain->org.codes[i];
                for (size_t n = 0; n < r->life_count; n++) {
                    if (public_key_equal(&r->lives[n].key, key) && r->lives[n].ends) {
                        *revoked = r->lives[n].index;
                    }
                }
                return k != ORG_NODE;
            }
        }
    }
    for (size_t n = 0; n < r->life_count; n++) {
        if (public_key_equal(&r->lives[n].key, key) && !r->lives[n].ends) {
            *enrolled = r->lives[n].index;
            *member = r->chain->org.codes[r->lives[n].member];
            return true;
        }
    }
    return false;
}

/* Contracts section 2: authorised at its place in the order, or when the silence on its root was opened. */
bool objection_is_valid(struct race *r, const struct hash *id, const struct public_key *key,
                        struct bytes member, size_t silence, uint64_t before)
{
    uint64_t enrolled = 0;
    uint64_t revoked = 0;
    struct bytes of;
    (void)id;
    if (!key_life(r, key, &enrolled, &revoked, &of) || !bytes_equal(of, member) || enrolled >= before) {
        return false;
    }
    if (revoked >= before) {
        return true;
    }
    const struct seen *x = &r->seen[silence];
    const uint64_t opened = (uint64_t)x->at_opening.opened;
    return x->opened && enrolled < opened && revoked > opened;
}

/* What a receipt is taken for where one of its fields is not looked at. */
static struct receipt any_field(const struct race *r, const struct receipt *expected)
{
    struct receipt other = *expected;
    if (r->s.mutation >= MUTATION_o16_receipt_org && r->s.mutation <= MUTATION_o16_receipt_id) {
        node_change_field(&other, r->s.foreign);
    }
    return other;
}

/* Receipts that a delegate would show: by distinct nodes of the frozen set, each for this objection to this
 * text. */
static size_t count_receipts(struct race *r, const struct race_objection *o, size_t k, bool *own)
{
    const struct organisation *org = machine_organisation(r->chain->machine);
    uint32_t nodes = 0;
    *own = false;
    for (size_t i = 0; i < r->receipt_count; i++) {
        const struct race_receipt *shown = &r->receipts[i];
        const struct receipt expected = {
            .org = org->id,
            .epoch = org->epoch,
            .realm = org->realm,
            .key = r->chain->org.keys[shown->node][ORG_NODE].public,
            .objection = o->id,
            .root = r->roots[k],
        };
        const struct receipt other = any_field(r, &expected);
        bool late = false;
        if ((receipt_holds(&r->chain->run, shown->envelope, &expected, &late) && !late) ||
            (receipt_holds(&r->chain->run, shown->envelope, &other, &late) && !late)) {
            nodes |= 1u << shown->node;
            *own = *own || (shown->node == o->plan.member && r->nodes[o->plan.member].honest);
        }
    }
    return (size_t)__builtin_popcount(nodes);
}

void check_secured(struct race *r, size_t k, uint64_t before)
{
    const struct seen *x = &r->seen[k];
    for (size_t i = 0; i < r->s.objections; i++) {
        const struct race_objection *o = &r->objections[i];
        bool own = false;
        if (!o->sent || o->plan.silence != k ||
            !objection_is_valid(r, &o->id, &o->key, r->chain->org.codes[o->plan.member], k, before)) {
            continue;
        }
        bool withdrawn = false;
        for (size_t n = 0; n < r->ordered_count; n++) {
            withdrawn = withdrawn || (hash_equal(&r->ordered[n].id, &o->id) && r->ordered[n].withdrawn);
        }
        const size_t receipts = count_receipts(r, o, k, &own);
        const bool secured = receipts >= (size_t)(2 * x->at_opening.faulty + 1) || (!r->s.quorum && own);
        r->secured += secured && before == RACE_END;
        if (secured && !withdrawn && x->adopted) {
            race_fail(r, "adopted over an objection that %zu nodes hold%s", receipts,
                      own ? ", its own among them" : "");
        }
    }
}
