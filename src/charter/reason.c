#include "charter/reason.h"

#include "base/check.h"

/* What a failing comparison is short of, the weightier first: quorum, votes, veto is the order of the
 * tests. */
enum lack {
    LACK_VOTES,    /* more members for */
    LACK_WEIGHT,   /* more weight for, where heads would do */
    LACK_TIE,      /* one more for than against */
    LACK_VETO,     /* nobody against among those with a tag */
    LACK_OBJECTED, /* nobody against */
    LACK_BLOCKED,  /* fewer against or beside */
    LACK_OTHER,    /* what no vote mends: another electorate */
    LACK_NOTHING
};

/* A comparison as what it requires: `wanted` and `constant` together reach, or exceed, `unwanted`. */
struct requirement {
    bool strict;
    int64_t constant;
    bool base;        /* counts a whole on the wanted side: n(V), n(C), n(*) */
    bool votes;       /* wants members that say something for it */
    bool weighed;     /* all of these by weight */
    bool not_against; /* wants members that are not against, absent ones too */
    bool held;        /* holds down who is not for */
    int64_t against;  /* of these, those against */
    bool tagged;      /* all of those are counted by a tag */
};

static bool has(uint16_t positions, int position)
{
    return (positions & POSITION_BIT(position)) != 0;
}

/* A count that takes in both for and against measures the whole that the others are held against. */
static bool is_base(uint16_t positions)
{
    return has(positions, POSITION_Y) && has(positions, POSITION_N);
}

static void add_wanted(struct requirement *q, const struct rule_code *code, const struct term *term)
{
    if (is_base(term->positions)) {
        q->base = true;
    } else if (has(term->positions, POSITION_Y) && has(term->positions, POSITION_X)) {
        q->not_against = true;
    } else if (has(term->positions, POSITION_Y)) {
        q->votes = true;
        q->weighed &= code->slots[term->slot].attribute >= 0;
    }
}

static void add_unwanted(struct requirement *q, const struct rule_code *code, const struct tally *t,
                         const struct term *term)
{
    if (has(term->positions, POSITION_Y)) {
        return;
    }
    const struct slot *slot = &code->slots[term->slot];
    const int64_t against = has(term->positions, POSITION_N) ? t->n[term->slot][POSITION_N] : 0;
    q->held = true;
    q->against += against;
    q->tagged &= against == 0 || (slot->tag >= 0 && !slot->others);
}

/* The terms of left minus right: what is on the right counts the other way. */
static size_t term_count(const struct atom *atom)
{
    return atom->left.count + atom->right.count;
}

static struct term term_at(const struct atom *atom, size_t i)
{
    if (i < atom->left.count) {
        return atom->left.terms[i];
    }
    struct term term = atom->right.terms[i - atom->left.count];
    term.factor = -term.factor;
    return term;
}

static int64_t value_of(const struct sum *s, const struct tally *t)
{
    int64_t value = 0;
    check(sum_value(s, t, &value));
    return value;
}

/* Which side must be the larger for the comparison to be as it is needed; true: the left. */
static bool wants_left(const struct atom *atom, bool needed, const struct tally *t, bool *strict)
{
    switch (atom->compare) {
    case COMPARE_GE:
    case COMPARE_LT:
        *strict = (atom->compare == COMPARE_LT) == needed;
        return (atom->compare == COMPARE_GE) == needed;
    case COMPARE_GT:
    case COMPARE_LE:
        *strict = (atom->compare == COMPARE_GT) == needed;
        return (atom->compare == COMPARE_GT) == needed;
    case COMPARE_EQ:
    case COMPARE_NE:
        *strict = (atom->compare == COMPARE_NE) == needed;
        return value_of(&atom->left, t) <= value_of(&atom->right, t);
    }
    unreachable("a comparison that is not in the table");
}

/* What one more member at each position is worth to the left side, if all counts are of one slot and there is
 * no number beside them; else false. */
static bool worth_by_position(const struct atom *atom, int64_t worth[POSITION_COUNT], int *slot)
{
    *slot = -1;
    for (size_t i = 0; i < term_count(atom); i++) {
        const struct term term = term_at(atom, i);
        if (term.slot < 0 ? term.factor != 0 : *slot >= 0 && *slot != term.slot) {
            return false;
        }
        *slot = term.slot < 0 ? *slot : term.slot;
        for (int p = 0; p < POSITION_COUNT && term.slot >= 0; p++) {
            worth[p] += has(term.positions, p) ? term.factor : 0;
        }
    }
    return *slot >= 0;
}

/* As many for as against, where one more for would have done and all else counts nothing. */
static bool is_tie(const struct atom *atom, const struct tally *t)
{
    int64_t worth[POSITION_COUNT] = {0};
    int slot = -1;
    if (value_of(&atom->left, t) != value_of(&atom->right, t) || !worth_by_position(atom, worth, &slot)) {
        return false;
    }
    for (int p = 0; p < POSITION_COUNT; p++) {
        if (p != POSITION_Y && p != POSITION_N && worth[p] != 0) {
            return false;
        }
    }
    return worth[POSITION_Y] != 0 && worth[POSITION_Y] == -worth[POSITION_N] && t->n[slot][POSITION_Y] > 0;
}

static struct requirement requirement_of(const struct rule_code *code, const struct atom *atom, bool needed,
                                         const struct tally *t)
{
    struct requirement q = {.weighed = true, .tagged = true};
    const int sign = wants_left(atom, needed, t, &q.strict) ? 1 : -1;
    for (size_t i = 0; i < term_count(atom); i++) {
        const struct term term = term_at(atom, i);
        if (term.slot < 0) {
            q.constant += sign * term.factor;
        } else if (sign * term.factor > 0) {
            add_wanted(&q, code, &term);
        } else {
            add_unwanted(&q, code, t, &term);
        }
    }
    return q;
}

static enum lack lack_of(const struct rule_code *code, const struct atom *atom, bool needed,
                         const struct tally *t)
{
    const struct requirement q = requirement_of(code, atom, needed, t);
    if (q.votes) {
        return q.strict && is_tie(atom, t) ? LACK_TIE : q.weighed ? LACK_WEIGHT : LACK_VOTES;
    }
    if (q.not_against) {
        return LACK_OBJECTED;
    }
    if (!q.held) {
        return q.base ? LACK_VOTES : LACK_OTHER;
    }
    if (q.base || q.constant > (q.strict ? 1 : 0)) {
        return LACK_BLOCKED; /* some are allowed, and there are more */
    }
    return q.against == 0 ? LACK_VOTES : q.tagged ? LACK_VETO : LACK_OBJECTED;
}

static bool holds(const struct expression *e, const struct node *node, const struct tally *t)
{
    bool value = false;
    check(node_holds(e, node, t, &value));
    return value;
}

static enum reason_code code_of(enum lack lack)
{
    switch (lack) {
    case LACK_VOTES:
    case LACK_WEIGHT:
    case LACK_OTHER:
        return REASON_short_of_votes;
    case LACK_TIE:
        return REASON_tie;
    case LACK_VETO:
        return REASON_veto;
    case LACK_OBJECTED:
        return REASON_objected;
    case LACK_BLOCKED:
        return REASON_blocked;
    case LACK_NOTHING:
        break;
    }
    unreachable("a rule that does not hold lacks something");
}

struct finding {
    enum lack lack;
    struct reason reason;
};

/* The weightiest lack among what keeps the node from being as it is `needed`, which it is not. Of
 * alternatives, none of which is reached, a lack of weight is a blocking minority if another alternative was
 * that too few would block. */
static struct finding find(const struct ballot *b, const struct expression *e, const struct node *node,
                           bool needed, const struct tally *t)
{
    if (node->kind == NODE_NOT) {
        return find(b, e, node->children[0], !needed, t);
    }
    if (node->kind == NODE_ATOM) {
        const struct atom *atom = &e->atoms[node->atom];
        const enum lack lack = lack_of(b->rule->code, atom, needed, t);
        return (struct finding){lack, {code_of(lack), atom, needed}};
    }
    const bool alternatives = (node->kind == NODE_OR) == needed;
    struct finding least = {.lack = LACK_NOTHING};
    struct finding blocked = {.lack = LACK_NOTHING};
    for (size_t i = 0; i < node->count; i++) {
        if (holds(e, node->children[i], t) == needed) {
            continue;
        }
        const struct finding part = find(b, e, node->children[i], needed, t);
        least = part.lack < least.lack ? part : least;
        blocked = part.lack == LACK_BLOCKED ? part : blocked;
    }
    return alternatives && least.lack == LACK_WEIGHT && blocked.lack == LACK_BLOCKED ? blocked : least;
}

/* What one who is for adds to the left side of the comparison beyond one who lets pass, in that slot. */
static int64_t worth_of_votes(const struct atom *atom, int slot)
{
    int64_t more = 0;
    for (size_t i = 0; i < term_count(atom); i++) {
        const struct term term = term_at(atom, i);
        const bool for_it = has(term.positions, POSITION_Y);
        if (term.slot == slot && for_it != has(term.positions, POSITION_L)) {
            more += for_it ? term.factor : -term.factor;
        }
    }
    return more;
}

/* Whether the comparison asks that members be for it, in that one who lets pass does not help as much. */
static bool asks_for_votes(const struct atom *atom, bool needed)
{
    const bool either = atom->compare == COMPARE_EQ || atom->compare == COMPARE_NE;
    const bool left = (atom->compare == COMPARE_GE || atom->compare == COMPARE_GT) == needed;
    for (size_t i = 0; i < term_count(atom); i++) {
        const int slot = term_at(atom, i).slot;
        const int64_t more = slot < 0 ? 0 : worth_of_votes(atom, slot);
        if (more != 0 && (either || left == (more > 0))) {
            return true;
        }
    }
    return false;
}

/* Of alternatives the first that holds is the one that adopted. */
static bool adopted_by_votes(const struct expression *e, const struct node *node, bool needed,
                             const struct tally *t)
{
    if (node->kind == NODE_ATOM) {
        return asks_for_votes(&e->atoms[node->atom], needed);
    }
    if (node->kind == NODE_NOT) {
        return adopted_by_votes(e, node->children[0], !needed, t);
    }
    const bool alternatives = (node->kind == NODE_OR) == needed;
    for (size_t i = 0; i < node->count; i++) {
        if (alternatives ? holds(e, node->children[i], t) == needed
                         : adopted_by_votes(e, node->children[i], needed, t)) {
            return !alternatives || adopted_by_votes(e, node->children[i], needed, t);
        }
    }
    return false;
}

/* Whether nobody said anything: each member that is counted lets pass, or was not reached. */
static bool is_silent(const struct ballot *b)
{
    for (size_t k = 0; k < b->kind_count; k++) {
        for (int p = 0; p < POSITION_COUNT; p++) {
            if (b->heads[k][p] != 0 && p != POSITION_L && p != POSITION_X) {
                return false;
            }
        }
    }
    return true;
}

struct reason reason_of(const struct ballot *b, const struct tally *t, enum outcome outcome)
{
    const struct charter_rule *rule = b->rule;
    if (outcome == OUTCOME_adopted) {
        if (adopted_by_votes(rule->pass, rule->pass->root, true, t)) {
            return (struct reason){.code = REASON_carried};
        }
        const bool silent = rule->default_position == 'L' && is_silent(b);
        return (struct reason){.code = silent ? REASON_assent : REASON_consensus};
    }
    const struct expression *e = outcome == OUTCOME_no_quorum ? rule->quorum : rule->pass;
    struct reason reason = find(b, e, e->root, true, t).reason;
    check(reason.atom != NULL);
    reason.code = outcome == OUTCOME_no_quorum ? REASON_no_quorum : reason.code;
    return reason;
}

void reason_holders(const struct tally *t, const struct reason *reason, uint16_t held[CHARTER_SLOTS_MAX])
{
    const bool blocked = reason->code == REASON_blocked;
    check(blocked || reason->code == REASON_veto || reason->code == REASON_objected);
    bool strict = false;
    const int sign = wants_left(reason->atom, reason->needed, t, &strict) ? 1 : -1;
    for (size_t i = 0; i < term_count(reason->atom); i++) {
        const struct term term = term_at(reason->atom, i);
        const bool wanted = sign * term.factor > 0;
        if (term.slot >= 0 && !wanted && !has(term.positions, POSITION_Y)) {
            held[term.slot] |= blocked ? term.positions : term.positions & POSITION_BIT(POSITION_N);
        } else if (term.slot >= 0 && wanted && !is_base(term.positions) && !blocked) {
            held[term.slot] |= POSITION_BIT(POSITION_N); /* who is not among those that are not against */
        }
    }
}
