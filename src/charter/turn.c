/* Members of one kind count alike, so a choice of theirs is how many of them go to each position: a point in
 * a box of whole numbers, a few for each kind however many members there are. A comparison is linear in these
 * numbers, so its smallest and largest difference over a box are exact.
 *
 * What makes the answer exact and quick. A comparison that is the same over the whole box is left out. Of two
 * positions of a kind, one that pushes none of the remaining comparisons as far in the direction that is
 * asked is left out as well: whoever took it might as well take the other. For the rules that bodies have,
 * where being for helps and being against hurts, one position is left for each kind, and a single count tells
 * the answer, whatever the tags and weights. Where more are left, boxes are halved until every comparison is
 * decided over them. That is exact too, and for members that count alike the number of boxes follows the
 * number of kinds and positions, not of members. Weights make kinds of their own, and a rule that asks for an
 * exact sum of weights is a knapsack: there the search may end at TURN_WORK_MAX, and then the outcome counts
 * as one that can still be turned, because that is never a wrong promise. */
#include "charter/turn.h"

#include <string.h>

#include "base/check.h"

enum { CANDIDATES_MAX = CHOICES_MAX };

struct interval {
    int64_t low;
    int64_t high;
};

struct group {                     /* free members that count alike in every stage */
    int kinds[CHARTER_STAGES_MAX]; /* by stage, -1 where they are out or forced */
    int64_t n;
    int64_t low_sum; /* of the ranges below */
    size_t candidate_count;
    int candidates[CANDIDATES_MAX];         /* choices worth looking at */
    struct interval ranges[CANDIDATES_MAX]; /* how many take each */
};

struct question {
    struct arena *arena;
    size_t stage_count;
    const struct stage *stages;
    const struct tally *without;                   /* by stage: the tally without the free members */
    struct expression all;                         /* the comparisons of all stages, one after the other */
    const struct expression *e;                    /* that, */
    const struct node *quorum[CHARTER_STAGES_MAX]; /* and the conditions over it; NULL: none */
    const struct node *pass[CHARTER_STAGES_MAX];
    size_t group_count;
    struct group *groups;
    unsigned choices; /* that a free member has (bit set) */
    /* By comparison: the difference of its sides without the free members, and what one of a group adds. */
    int64_t *base;
    int64_t (*adds)[CHOICES_MAX]; /* [atom * group_count + group] */
    struct interval *bounds;      /* over the box at hand */
    int64_t work;
};

enum truth { TRUTH_NO, TRUTH_YES, TRUTH_OPEN };

static const int64_t *adds_of(const struct question *q, size_t atom, size_t group)
{
    return q->adds[atom * q->group_count + group];
}

/* Smallest (sign -1) or largest (sign 1) that the group adds to the comparison: those not yet placed go where
 * it pays most. */
static int64_t extreme(const struct group *g, const int64_t *adds, int sign)
{
    int64_t total = 0;
    int64_t left = g->n - g->low_sum;
    unsigned done = 0;
    for (size_t i = 0; i < g->candidate_count; i++) {
        total += g->ranges[i].low * adds[g->candidates[i]];
    }
    while (left > 0) {
        size_t best = CANDIDATES_MAX;
        for (size_t i = 0; i < g->candidate_count; i++) {
            if ((done & 1U << i) == 0 && (best == CANDIDATES_MAX ||
                                          sign * adds[g->candidates[i]] > sign * adds[g->candidates[best]])) {
                best = i;
            }
        }
        check(best != CANDIDATES_MAX);
        done |= 1U << best;
        const int64_t room = g->ranges[best].high - g->ranges[best].low;
        const int64_t placed = room < left ? room : left;
        total += placed * adds[g->candidates[best]];
        left -= placed;
    }
    return total;
}

static void bound_atom(struct question *q, size_t atom)
{
    q->bounds[atom] = (struct interval){q->base[atom], q->base[atom]};
    for (size_t i = 0; i < q->group_count; i++) {
        const int64_t *adds = adds_of(q, atom, i);
        q->bounds[atom].low += extreme(&q->groups[i], adds, -1);
        q->bounds[atom].high += extreme(&q->groups[i], adds, 1);
        q->work += (int64_t)q->groups[i].candidate_count;
    }
}

static enum truth atom_truth(enum compare compare, struct interval d)
{
    const bool apart = d.low > 0 || d.high < 0;
    const bool same = d.low == 0 && d.high == 0;
    bool yes = false;
    bool no = false;
    switch (compare) {
    case COMPARE_GE:
        yes = d.low >= 0;
        no = d.high < 0;
        break;
    case COMPARE_LE:
        yes = d.high <= 0;
        no = d.low > 0;
        break;
    case COMPARE_GT:
        yes = d.low > 0;
        no = d.high <= 0;
        break;
    case COMPARE_LT:
        yes = d.high < 0;
        no = d.low >= 0;
        break;
    case COMPARE_EQ:
        yes = same;
        no = apart;
        break;
    case COMPARE_NE:
        yes = apart;
        no = same;
        break;
    }
    return yes ? TRUTH_YES : no ? TRUTH_NO : TRUTH_OPEN;
}

/* Over the box at hand, with the bounds that were computed for it. */
static enum truth node_truth(const struct question *q, const struct node *node)
{
    if (node->kind == NODE_ATOM) {
        return atom_truth(q->e->atoms[node->atom].compare, q->bounds[node->atom]);
    }
    if (node->kind == NODE_NOT) {
        const enum truth inner = node_truth(q, node->children[0]);
        return inner == TRUTH_OPEN ? TRUTH_OPEN : inner == TRUTH_YES ? TRUTH_NO : TRUTH_YES;
    }
    const enum truth decides = node->kind == NODE_AND ? TRUTH_NO : TRUTH_YES;
    enum truth all = decides == TRUTH_NO ? TRUTH_YES : TRUTH_NO;
    for (size_t i = 0; i < node->count; i++) {
        const enum truth part = node_truth(q, node->children[i]);
        if (part == decides) {
            return decides;
        }
        all = part == TRUTH_OPEN ? TRUTH_OPEN : all;
    }
    return all;
}

static void bound_node(struct question *q, const struct node *node)
{
    if (node->kind == NODE_ATOM) {
        bound_atom(q, node->atom);
        return;
    }
    for (size_t i = 0; i < node->count; i++) {
        bound_node(q, node->children[i]);
    }
}

/* Whether position x pushes the comparison as far as y in each direction that can matter: 1 up, 2 down. */
static bool is_as_far(const int64_t *adds, unsigned directions, int x, int y)
{
    return ((directions & 1) == 0 || adds[x] >= adds[y]) && ((directions & 2) == 0 || adds[x] <= adds[y]);
}

/* The directions of the comparison that can still matter over the box at hand, so that it gets to be as
 * needed. */
static unsigned directions_of(enum compare compare, bool needed, struct interval d)
{
    if (atom_truth(compare, d) != TRUTH_OPEN) {
        return 0;
    }
    if (compare == COMPARE_EQ || compare == COMPARE_NE) {
        const bool equal = (compare == COMPARE_EQ) == needed;
        const unsigned up = equal ? d.low < 0 : d.high > 0;
        const unsigned down = equal ? d.high > 0 : d.low < 0;
        return up | down << 1;
    }
    return (compare == COMPARE_GE || compare == COMPARE_GT) == needed ? 1 : 2;
}

static bool is_dominated(const struct question *q, const struct node *node, bool needed, size_t group, int x,
                         int y)
{
    if (node->kind == NODE_ATOM) {
        const unsigned directions =
            directions_of(q->e->atoms[node->atom].compare, needed, q->bounds[node->atom]);
        return is_as_far(adds_of(q, node->atom, group), directions, y, x);
    }
    for (size_t i = 0; i < node->count; i++) {
        if (!is_dominated(q, node->children[i], node->kind == NODE_NOT ? !needed : needed, group, x, y)) {
            return false;
        }
    }
    return true;
}

static void open_box(struct question *q, size_t group)
{
    struct group *g = &q->groups[group];
    g->candidate_count = 0;
    g->low_sum = 0;
    for (int i = 0; i < CHOICES_MAX; i++) {
        if ((q->choices >> i & 1) != 0) {
            g->ranges[g->candidate_count] = (struct interval){0, g->n};
            g->candidates[g->candidate_count++] = i;
        }
    }
}

/* Leaves out positions that another makes needless; the first of equals stays. */
static void thin_out(struct question *q, const struct node *node, bool needed, size_t group)
{
    struct group *g = &q->groups[group];
    size_t kept = 0;
    for (size_t i = 0; i < g->candidate_count; i++) {
        bool needless = false;
        for (size_t k = 0; k < g->candidate_count && !needless; k++) {
            const int x = g->candidates[i];
            const int y = g->candidates[k];
            /* Those before i that were left out are dominated by one that stays, so it does no harm to ask
             * them. */
            needless = i != k && is_dominated(q, node, needed, group, x, y) &&
                       (k < i || !is_dominated(q, node, needed, group, y, x));
        }
        q->work += (int64_t)(g->candidate_count * q->e->atom_count);
        if (!needless) {
            g->candidates[kept++] = g->candidates[i];
        }
    }
    g->candidate_count = kept;
}

/* The widest range of the box, where `i` of `group` is; false if the box is a single point. */
static bool widest(const struct question *q, size_t *group, size_t *place, struct interval *range)
{
    int64_t most = 0;
    for (size_t i = 0; i < q->group_count; i++) {
        const struct group *g = &q->groups[i];
        int64_t high_sum = 0;
        for (size_t k = 0; k < g->candidate_count; k++) {
            high_sum += g->ranges[k].high;
        }
        for (size_t k = 0; k < g->candidate_count; k++) {
            const int64_t least = g->n - (high_sum - g->ranges[k].high);
            const int64_t greatest = g->n - (g->low_sum - g->ranges[k].low);
            const struct interval r = {least > g->ranges[k].low ? least : g->ranges[k].low,
                                       greatest < g->ranges[k].high ? greatest : g->ranges[k].high};
            if (r.high - r.low > most) {
                most = r.high - r.low;
                *group = i;
                *place = k;
                *range = r;
            }
        }
    }
    return most > 0;
}

static enum truth search(struct question *q, const struct node *node, bool needed)
{
    size_t group = 0;
    size_t place = 0;
    struct interval range = {0, 0};
    bound_node(q, node);
    const enum truth truth = node_truth(q, node);
    if (truth != TRUTH_OPEN) {
        return (truth == TRUTH_YES) == needed ? TRUTH_YES : TRUTH_NO;
    }
    if (q->work > TURN_WORK_MAX) {
        return TRUTH_OPEN;
    }
    check(widest(q, &group, &place, &range));
    struct group *g = &q->groups[group];
    const struct interval whole = g->ranges[place];
    const int64_t middle = range.low + (range.high - range.low) / 2;
    const struct interval halves[] = {{middle + 1, range.high}, {range.low, middle}};
    enum truth found = TRUTH_NO;
    for (int i = 0; i < 2 && found == TRUTH_NO; i++) {
        g->ranges[place] = halves[i];
        g->low_sum += halves[i].low - whole.low;
        /* What widest gives, and each half of it, leaves room for all of the group. */
        found = search(q, node, needed);
        g->low_sum -= halves[i].low - whole.low;
    }
    g->ranges[place] = whole;
    return found;
}

/* Whether the free members can make the node as it is needed. Alternatives are asked one by one, so that each
 * is as simple as it can be. */
static enum truth ask(struct question *q, const struct node *node, bool needed)
{
    if (node->kind == NODE_NOT) {
        return ask(q, node->children[0], !needed);
    }
    if (node->kind != NODE_ATOM && (node->kind == NODE_OR) == needed) {
        enum truth found = TRUTH_NO;
        for (size_t i = 0; i < node->count && found == TRUTH_NO; i++) {
            found = ask(q, node->children[i], needed);
        }
        return found;
    }
    for (size_t i = 0; i < q->group_count; i++) {
        open_box(q, i);
    }
    bound_node(q, node);
    for (size_t i = 0; i < q->group_count; i++) {
        thin_out(q, node, needed, i);
    }
    return search(q, node, needed);
}

static void add_sum(const struct sum *s, const struct ballot *b, size_t kind, int sign,
                    int64_t adds[CHOICES_MAX])
{
    for (size_t i = 0; i < s->count; i++) {
        const struct term *term = &s->terms[i];
        for (int k = 0; k < CHOICES_MAX && term->slot >= 0; k++) {
            if ((term->positions & POSITION_BIT(ballot_place(b, kind, k))) != 0) {
                adds[k] += sign * term->factor * b->kinds[kind].weight[term->slot];
            }
        }
    }
}

/* The comparisons of one condition of a stage, behind those that are there. */
static void add_atoms(struct question *q, struct atom *atoms, size_t stage, const struct expression *e)
{
    for (size_t i = 0; i < e->atom_count; i++) {
        const size_t place = q->all.atom_count++;
        const struct tally *t = &q->without[stage];
        int64_t left = 0;
        int64_t right = 0;
        atoms[place] = e->atoms[i];
        check(sum_value(&e->atoms[i].left, t, &left) && sum_value(&e->atoms[i].right, t, &right));
        q->base[place] = left - right;
        for (size_t k = 0; k < q->group_count; k++) {
            const int kind = q->groups[k].kinds[stage];
            int64_t *adds = q->adds[place * q->group_count + k];
            if (kind >= 0) {
                add_sum(&e->atoms[i].left, q->stages[stage].ballot, (size_t)kind, 1, adds);
                add_sum(&e->atoms[i].right, q->stages[stage].ballot, (size_t)kind, -1, adds);
            }
        }
    }
}

/* The tree with its comparisons that many places further on. */
static const struct node *moved_node(struct arena *a, const struct node *node, size_t places)
{
    struct node *copy = ARENA_NEW(a, struct node);
    *copy = *node;
    copy->atom += places;
    copy->children = ARENA_ARRAY(a, const struct node *, node->count);
    for (size_t i = 0; i < node->count; i++) {
        copy->children[i] = moved_node(a, node->children[i], places);
    }
    return copy;
}

static const struct node *add_condition(struct question *q, struct atom *atoms, size_t stage,
                                        const struct expression *e)
{
    if (e == NULL) {
        return NULL;
    }
    const size_t places = q->all.atom_count;
    add_atoms(q, atoms, stage, e);
    return places == 0 ? e->root : moved_node(q->arena, e->root, places);
}

static void add_conditions(struct question *q)
{
    size_t max = 0;
    for (size_t i = 0; i < q->stage_count; i++) {
        const struct charter_rule *rule = q->stages[i].ballot->rule;
        max += (rule->quorum == NULL ? 0 : rule->quorum->atom_count) + rule->pass->atom_count;
    }
    struct atom *atoms = ARENA_ARRAY(q->arena, struct atom, max);
    q->base = ARENA_ARRAY(q->arena, int64_t, max);
    q->adds = arena_take(q->arena, max * q->group_count, sizeof *q->adds);
    q->bounds = ARENA_ARRAY(q->arena, struct interval, max);
    q->all.atoms = atoms;
    q->e = &q->all;
    for (size_t i = 0; i < q->stage_count; i++) {
        const struct charter_rule *rule = q->stages[i].ballot->rule;
        q->quorum[i] = add_condition(q, atoms, i, rule->quorum);
        q->pass[i] = add_condition(q, atoms, i, rule->pass);
    }
}

/* Of a stage: what its quorum and its pass should be. */
enum wish { WISH_ANY, WISH_YES, WISH_NO };

static void add_wish(struct question *q, const struct node *node, enum wish wish, const struct node **list,
                     size_t *count)
{
    if (wish == WISH_ANY || node == NULL) {
        return;
    }
    if (wish == WISH_NO) {
        struct node *denial = ARENA_NEW(q->arena, struct node);
        *denial = (struct node){.kind = NODE_NOT, .count = 1};
        denial->children = ARENA_NEW(q->arena, const struct node *);
        denial->children[0] = node;
        node = denial;
    }
    list[(*count)++] = node;
}

/* Whether the free members can bring it to that stage, and there make quorum and pass as is wished. */
static bool can_be(struct question *q, size_t stage, enum wish quorum, enum wish pass)
{
    const struct node *list[2 * CHARTER_STAGES_MAX];
    size_t count = 0;
    if (q->quorum[stage] == NULL && quorum == WISH_NO) {
        return false;
    }
    for (size_t i = 0; i < stage; i++) {
        add_wish(q, q->quorum[i], WISH_YES, list, &count);
        add_wish(q, q->pass[i], WISH_NO, list, &count);
    }
    add_wish(q, q->quorum[stage], quorum, list, &count);
    add_wish(q, q->pass[stage], pass, list, &count);
    const struct node all = {.kind = NODE_AND, .count = count, .children = list};
    check(count > 0);
    q->work = 0;
    return ask(q, count == 1 ? list[0] : &all, true) != TRUTH_NO;
}

/* Whether another outcome is possible in which this stage decides. */
static bool can_turn(struct question *q, size_t stage, enum outcome outcome)
{
    const bool last = stage + 1 == q->stage_count;
    if (outcome == OUTCOME_no_quorum) {
        return can_be(q, stage, WISH_YES, last ? WISH_ANY : WISH_YES);
    }
    if (outcome == OUTCOME_adopted) {
        return can_be(q, stage, WISH_NO, WISH_ANY) || (last && can_be(q, stage, WISH_ANY, WISH_NO));
    }
    return can_be(q, stage, WISH_NO, WISH_ANY) || can_be(q, stage, WISH_ANY, WISH_YES);
}

/* Whether the voter is free, and if so of which kind in each stage. */
static bool is_free(const struct question *q, const char *letters, size_t voter, struct group *out)
{
    bool free = false;
    *out = (struct group){.n = q->stages[0].ballot->voters[voter].n};
    for (size_t i = 0; i < q->stage_count; i++) {
        const struct ballot *b = q->stages[i].ballot;
        const struct ballot_voter *v = &b->voters[voter];
        out->kinds[i] = v->out || v->forced >= 0 ? -1 : (int)v->kind;
        free |= out->kinds[i] >= 0 && out->n > 0 && ballot_position(b, v, letters[voter]) == POSITION_X;
    }
    return free;
}

/* Puts the free members into groups, and takes them out of the tallies. */
static void add_groups(struct question *q, const char *letters, struct tally *without)
{
    const size_t voters = q->stages[0].ballot->voter_count;
    q->groups = ARENA_ARRAY(q->arena, struct group, voters);
    for (size_t i = 0; i < voters; i++) {
        struct group g;
        size_t k = 0;
        if (!is_free(q, letters, i, &g)) {
            continue;
        }
        for (size_t s = 0; s < q->stage_count; s++) {
            const struct ballot *b = q->stages[s].ballot;
            if (g.kinds[s] >= 0) {
                ballot_take(b, &without[s], (size_t)g.kinds[s], ballot_position(b, &b->voters[i], letters[i]),
                            g.n);
            }
        }
        while (k < q->group_count && memcmp(q->groups[k].kinds, g.kinds, sizeof g.kinds) != 0) {
            k++;
        }
        if (k == q->group_count) {
            q->groups[q->group_count++] = g;
        } else {
            q->groups[k].n += g.n;
        }
    }
}

bool turn_is_possible(struct arena *a, const struct stage *stages, size_t count, const char *letters,
                      enum outcome outcome)
{
    const struct charter_rule *rule = stages[0].ballot->rule;
    struct tally *without = ARENA_ARRAY(a, struct tally, count);
    struct question q = {.arena = a, .stage_count = count, .stages = stages, .without = without};
    for (size_t i = 0; i < count; i++) {
        without[i] = stages[i].tally;
    }
    add_groups(&q, letters, without);
    if (q.group_count == 0) {
        return false;
    }
    add_conditions(&q);
    q.choices = rule->allow | POSITION_BIT(POSITION_X) | POSITION_BIT(position_index(rule->default_position));
    for (size_t i = 0; i < count; i++) {
        q.choices |= stages[i].ballot->reasoned ? (q.choices & SET_ALL) << POSITION_COUNT : 0;
    }
    for (size_t i = 0; i < count; i++) {
        if (can_turn(&q, i, outcome)) {
            return true;
        }
    }
    return false;
}
