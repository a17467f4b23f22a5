#include "charter/linear.h"

#include <string.h>

#include "base/check.h"

enum { CELLS_MAX = 250000 }; /* comparisons times voters: 14 MB of what they add */

enum truth { TRUTH_NO = 1, TRUTH_YES = 2, TRUTH_OPEN = 3 }; /* bit sets of what can be */

static enum truth truth_of(bool yes, bool no)
{
    return (enum truth)((yes ? TRUTH_YES : 0) | (no ? TRUTH_NO : 0));
}

/* Whether some number of the range makes it hold, and some not. */
static enum truth compare_truth(enum compare compare, struct linear_range d)
{
    const bool zero = d.low <= 0 && d.high >= 0;
    const bool others = d.low != 0 || d.high != 0;
    switch (compare) {
    case COMPARE_GE:
        return truth_of(d.high >= 0, d.low < 0);
    case COMPARE_LE:
        return truth_of(d.low <= 0, d.high > 0);
    case COMPARE_GT:
        return truth_of(d.high > 0, d.low <= 0);
    case COMPARE_LT:
        return truth_of(d.low < 0, d.high >= 0);
    case COMPARE_EQ:
        return truth_of(zero, others);
    case COMPARE_NE:
        return truth_of(others, zero);
    }
    unreachable("a comparison that is not in the table");
}

static enum truth node_truth(const struct expression *e, const struct node *node,
                             const struct linear_range *ranges)
{
    if (node->kind == NODE_ATOM) {
        return compare_truth(e->atoms[node->atom].compare, ranges[node->atom]);
    }
    if (node->kind == NODE_NOT) {
        const enum truth inner = node_truth(e, node->children[0], ranges);
        return inner == TRUTH_OPEN ? TRUTH_OPEN : inner == TRUTH_YES ? TRUTH_NO : TRUTH_YES;
    }
    const enum truth decides = node->kind == NODE_AND ? TRUTH_NO : TRUTH_YES;
    enum truth all = decides == TRUTH_NO ? TRUTH_YES : TRUTH_NO;
    for (size_t i = 0; i < node->count; i++) {
        const enum truth part = node_truth(e, node->children[i], ranges);
        if (part == decides) {
            return decides;
        }
        all = part == TRUTH_OPEN ? TRUTH_OPEN : all;
    }
    return all;
}

unsigned linear_outcomes(const struct linear *l, const struct linear_range *ranges)
{
    unsigned set = 0;
    for (size_t s = 0; s < l->stage_count; s++) {
        const struct linear_stage *stage = &l->stages[s];
        const struct charter_rule *rule = stage->rule;
        const enum truth quorum = rule->quorum == NULL ? TRUTH_YES
                                                       : node_truth(rule->quorum, rule->quorum->root,
                                                                    ranges + stage->quorum_first);
        set |= (quorum & TRUTH_NO) != 0 ? OUTCOME_BIT(OUTCOME_no_quorum) : 0;
        if (quorum == TRUTH_NO) {
            return set;
        }
        const enum truth pass = node_truth(rule->pass, rule->pass->root, ranges + stage->pass_first);
        set |= (pass & TRUTH_YES) != 0 ? OUTCOME_BIT(OUTCOME_adopted) : 0;
        if (pass == TRUTH_YES) {
            return set;
        }
    }
    return set | OUTCOME_BIT(ballot_otherwise(l->stages[l->stage_count - 1].rule));
}

static bool node_is(const struct expression *e, const struct node *node, const int64_t *differences)
{
    if (node->kind == NODE_ATOM) {
        return compare_holds(e->atoms[node->atom].compare, differences[node->atom], 0);
    }
    if (node->kind == NODE_NOT) {
        return !node_is(e, node->children[0], differences);
    }
    for (size_t i = 0; i < node->count; i++) {
        if (node_is(e, node->children[i], differences) == (node->kind == NODE_OR)) {
            return node->kind == NODE_OR;
        }
    }
    return node->kind == NODE_AND;
}

enum outcome linear_outcome(const struct linear *l, const int64_t *differences)
{
    for (size_t s = 0; s < l->stage_count; s++) {
        const struct linear_stage *stage = &l->stages[s];
        const struct charter_rule *rule = stage->rule;
        if (rule->quorum != NULL &&
            !node_is(rule->quorum, rule->quorum->root, differences + stage->quorum_first)) {
            return OUTCOME_no_quorum;
        }
        if (node_is(rule->pass, rule->pass->root, differences + stage->pass_first)) {
            return OUTCOME_adopted;
        }
    }
    return ballot_otherwise(l->stages[l->stage_count - 1].rule);
}

static void place_stages(struct linear *l, const struct ballot *first)
{
    for (const struct ballot *b = first; b != NULL; b = b->next) {
        const struct charter_rule *rule = b->rule;
        check(l->stage_count < CHARTER_STAGES_MAX);
        struct linear_stage *stage = &l->stages[l->stage_count++];
        *stage = (struct linear_stage){.rule = rule, .ballot = b, .quorum_first = l->atom_count};
        l->atom_count += rule->quorum == NULL ? 0 : rule->quorum->atom_count;
        stage->pass_first = l->atom_count;
        l->atom_count += rule->pass->atom_count;
    }
    l->voter_count = l->stages[0].ballot->voter_count;
}

static int64_t number_of(const struct sum *s)
{
    int64_t total = 0;
    for (size_t i = 0; i < s->count; i++) {
        total += s->terms[i].slot < 0 ? s->terms[i].factor : 0;
    }
    return total;
}

static void place_atoms(struct arena *a, struct linear *l)
{
    size_t at = 0;
    l->atoms = ARENA_ARRAY(a, const struct atom *, l->atom_count);
    l->base = ARENA_ARRAY(a, int64_t, l->atom_count);
    for (size_t s = 0; s < l->stage_count; s++) {
        const struct expression *expressions[] = {l->stages[s].rule->quorum, l->stages[s].rule->pass};
        for (size_t i = 0; i < 2; i++) {
            for (size_t k = 0; expressions[i] != NULL && k < expressions[i]->atom_count; k++) {
                const struct atom *atom = &expressions[i]->atoms[k];
                l->base[at] = number_of(&atom->left) - number_of(&atom->right);
                l->atoms[at++] = atom;
            }
        }
    }
}

static int64_t adds_of(const struct sum *s, const struct ballot_kind *kind, int position)
{
    int64_t total = 0;
    for (size_t i = 0; i < s->count; i++) {
        const struct term *term = &s->terms[i];
        if (term->slot >= 0 && (term->positions & POSITION_BIT(position)) != 0) {
            total += term->factor * kind->weight[term->slot];
        }
    }
    return total;
}

static size_t end_of(const struct linear *l, size_t stage)
{
    return stage + 1 < l->stage_count ? l->stages[stage + 1].quorum_first : l->atom_count;
}

/* What the voter adds to each comparison by the position it takes; false if it can change nothing at any
 * stage, because it is out or forced there. */
static bool add_voter(const struct linear *l, size_t voter, int64_t (*adds)[POSITION_COUNT])
{
    bool free = false;
    memset(adds, 0, l->atom_count * sizeof *adds);
    for (size_t s = 0; s < l->stage_count; s++) {
        const struct ballot *b = l->stages[s].ballot;
        const struct ballot_voter *v = &b->voters[voter];
        /* Where votes are split: all units of a member go together. */
        const int64_t each = v->elector->n == 0 ? 0 : v->n / v->elector->n;
        free = free || (!v->out && v->forced < 0);
        for (int p = 0; p < POSITION_COUNT && !v->out; p++) {
            const int counted = ballot_position(b, v, POSITIONS[p]);
            for (size_t i = l->stages[s].quorum_first; i < end_of(l, s) && counted < POSITION_COUNT; i++) {
                adds[i][p] = each * (adds_of(&l->atoms[i]->left, &b->kinds[v->kind], counted) -
                                     adds_of(&l->atoms[i]->right, &b->kinds[v->kind], counted));
            }
        }
    }
    return free;
}

static bool is_alike(const struct linear *l, size_t capacity, size_t group,
                     int64_t (*adds)[POSITION_COUNT])
{
    for (size_t i = 0; i < l->atom_count; i++) {
        if (memcmp(l->adds[i * capacity + group], adds[i], sizeof adds[i]) != 0) {
            return false;
        }
    }
    return true;
}

static void group_voters(struct arena *a, struct linear *l)
{
    const struct ballot *first = l->stages[0].ballot;
    const size_t capacity = l->voter_count;
    int64_t(*adds)[POSITION_COUNT] = arena_take(a, l->atom_count, sizeof *adds);
    size_t *group_of = ARENA_ARRAY(a, size_t, capacity);
    bool *out = ARENA_ARRAY(a, bool, capacity);
    l->adds = arena_take(a, l->atom_count * capacity, sizeof *l->adds);
    l->groups = ARENA_ARRAY(a, struct linear_group, capacity);
    l->electors = ARENA_ARRAY(a, const struct elector *, capacity);
    for (size_t v = 0; v < capacity; v++) {
        size_t g = 0;
        l->electors[v] = first->voters[v].elector;
        const bool free = add_voter(l, v, adds) && l->electors[v]->n > 0;
        out[v] = first->voters[v].out;
        if (!free) {
            for (size_t i = 0; i < l->atom_count; i++) {
                l->base[i] += adds[i][l->standard] * l->electors[v]->n;
            }
            group_of[v] = SIZE_MAX;
            continue;
        }
        while (g < l->group_count && !is_alike(l, capacity, g, adds)) {
            g++;
        }
        if (g == l->group_count) {
            l->groups[l->group_count++] = (struct linear_group){.first = v};
            for (size_t i = 0; i < l->atom_count; i++) {
                memcpy(l->adds[i * capacity + g], adds[i], sizeof adds[i]);
            }
        }
        l->groups[g].n += l->electors[v]->n;
        group_of[v] = g;
    }
    for (size_t v = 0; v < capacity; v++) {
        group_of[v] = group_of[v] == SIZE_MAX ? l->group_count : group_of[v];
    }
    for (size_t i = 0; i < l->atom_count; i++) { /* closer together */
        memmove(l->adds[i * l->group_count], l->adds[i * capacity], l->group_count * sizeof *l->adds);
    }
    l->group_of = group_of;
    l->out = out;
}

enum error linear_prepare(struct arena *a, const struct charter_rule *rule,
                          const struct electorate *electorates, size_t count, struct bytes date,
                          const struct linear **out, struct diag *diag)
{
    struct linear *l = ARENA_NEW(a, struct linear);
    struct ballot *first = NULL;
    const enum error e = ballot_prepare(a, rule, electorates, count, date, &first, diag);
    if (e != OK) {
        return e;
    }
    place_stages(l, first);
    if (l->voter_count * l->atom_count > CELLS_MAX) {
        diag_set(diag, 0, 0, "", "too many members for so many comparisons");
        diag_found(diag, rule->name);
        return ERROR_TOO_LARGE;
    }
    l->standard = position_index(rule->default_position);
    l->positions = rule->allow | POSITION_BIT(POSITION_X) | POSITION_BIT(l->standard);
    place_atoms(a, l);
    group_voters(a, l);
    *out = l;
    return OK;
}
