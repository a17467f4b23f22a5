#include "charter/words.h"

#include "base/check.h"
#include "charter/print.h"
#include "language/say.h"

/* A sum that counts one kind of thing: factor times those at these positions in a slot, or a number (slot
 * -1). */
struct part {
    int64_t factor;
    int slot;
    uint16_t positions;
};

/* What most comparisons are: so many, such a share, or more of these than of those. The others are shown as
 * they are written. */
struct pattern {
    enum { PATTERN_NUMBER, PATTERN_SHARE, PATTERN_RIVALS, PATTERN_OTHER } kind;
    enum compare compare; /* of subject to object */
    struct part subject;
    struct part object;
};

static bool is_base(uint16_t positions)
{
    return (positions & SET_VOTING) == SET_VOTING;
}

/* Counts of one slot with one factor and no position twice are one count. */
static bool merge(const struct sum *s, struct part *out)
{
    *out = (struct part){s->terms[0].factor, s->terms[0].slot, s->terms[0].positions};
    for (size_t i = 1; i < s->count; i++) {
        const struct term *t = &s->terms[i];
        if (t->slot < 0 || t->slot != out->slot || t->factor != out->factor ||
            (t->positions & out->positions) != 0) {
            return false;
        }
        out->positions |= t->positions;
    }
    return true; /* the first term of a sum has no minus */
}

static enum compare mirror(enum compare c)
{
    switch (c) {
    case COMPARE_GE:
        return COMPARE_LE;
    case COMPARE_LE:
        return COMPARE_GE;
    case COMPARE_GT:
        return COMPARE_LT;
    case COMPARE_LT:
        return COMPARE_GT;
    case COMPARE_EQ:
    case COMPARE_NE:
        return c;
    }
    unreachable("a comparison that is not in the table");
}

/* Whether what stands on the left measures what stands on the right, rather than the other way round. */
static bool is_measure(const struct part *left, const struct part *right)
{
    if (left->slot < 0 || right->slot < 0) {
        return left->slot < 0;
    }
    return is_base(left->positions) &&
           (!is_base(right->positions) || (right->positions & ~left->positions) == 0);
}

static bool fits(const struct pattern *p)
{
    const int64_t k = p->subject.factor;
    const int64_t m = p->object.factor;
    switch (p->kind) {
    case PATTERN_NUMBER:
        return p->compare != COMPARE_NE && !(p->compare == COMPARE_LT && m == 0) &&
               !(p->compare == COMPARE_EQ && m % k != 0);
    case PATTERN_SHARE:
        return p->compare != COMPARE_NE && (p->compare != COMPARE_EQ || m == k);
    case PATTERN_RIVALS:
        return k == 1 && m == 1 && p->compare != COMPARE_EQ && p->compare != COMPARE_NE;
    case PATTERN_OTHER:
        break;
    }
    unreachable("a kind of pattern that is not in the table");
}

static enum compare denial(enum compare c)
{
    switch (c) {
    case COMPARE_GE:
        return COMPARE_LT;
    case COMPARE_LE:
        return COMPARE_GT;
    case COMPARE_GT:
        return COMPARE_LE;
    case COMPARE_LT:
        return COMPARE_GE;
    case COMPARE_EQ:
        return COMPARE_NE;
    case COMPARE_NE:
        return COMPARE_EQ;
    }
    unreachable("a comparison that is not in the table");
}

static struct pattern pattern_of(const struct atom *atom, bool needed)
{
    struct pattern p = {.kind = PATTERN_OTHER, .compare = needed ? atom->compare : denial(atom->compare)};
    if (!merge(&atom->left, &p.subject) || !merge(&atom->right, &p.object)) {
        return p;
    }
    if (is_measure(&p.subject, &p.object)) {
        const struct part swap = p.subject;
        p.subject = p.object;
        p.object = swap;
        p.compare = mirror(p.compare);
    }
    if (p.subject.slot < 0) {
        return p;
    }
    p.kind = p.object.slot < 0             ? PATTERN_NUMBER
             : is_base(p.object.positions) ? PATTERN_SHARE
                                           : PATTERN_RIVALS;
    p.kind = fits(&p) ? p.kind : PATTERN_OTHER;
    return p;
}

/* Who tells, of which rule, in which language. */
struct teller {
    struct arena *arena;
    enum language language;
    const struct charter_rule *rule;
};

static struct bytes name_of(struct arena *a, enum language l, int position)
{
    static const enum message names[] = {MESSAGE_rule_for,
                                         MESSAGE_rule_letting_pass,
                                         MESSAGE_rule_against,
                                         MESSAGE_rule_abstaining,
                                         MESSAGE_rule_declaring,
                                         MESSAGE_rule_absent,
                                         MESSAGE_rule_not_taking_part};
    return say(a, l, names[position]);
}

struct bytes words_positions(struct arena *a, enum language l, uint16_t positions)
{
    const unsigned others = SET_ALL & ~(unsigned)positions;
    if (positions == SET_ALL || positions == SET_PRESENT || positions == SET_VOTING) {
        return say(a, l,
                   positions == SET_ALL       ? MESSAGE_rule_members
                   : positions == SET_PRESENT ? MESSAGE_rule_present
                                              : MESSAGE_rule_voting);
    }
    const bool denied = __builtin_popcount(positions) > 3;
    struct bytes names[POSITION_COUNT];
    size_t count = 0;
    for (int i = 0; i < POSITION_COUNT; i++) {
        if (((denied ? others : positions) & POSITION_BIT(i)) != 0) {
            names[count++] = name_of(a, l, i);
        }
    }
    const enum message between = denied ? MESSAGE_rule_nor : MESSAGE_list_or;
    const struct bytes list = say_list(a, l, between, between, names, count);
    if (!denied) {
        return list;
    }
    return say_with(a, l, count == 1 ? MESSAGE_rule_not : MESSAGE_rule_neither, SAY_TEXT("what", list));
}

static struct bytes positions_of(const struct teller *t, const struct part *part)
{
    return words_positions(t->arena, t->language, part->positions);
}

static const struct slot *slot_of(const struct teller *t, const struct part *part)
{
    return &t->rule->code->slots[part->slot];
}

/* "... among P5 in council" */
static struct bytes placed(const struct teller *t, struct bytes what, const struct slot *s)
{
    if (s->tag >= 0) {
        what = say_with(t->arena, t->language, s->others ? MESSAGE_rule_outside : MESSAGE_rule_among,
                        SAY_TEXT("what", what), SAY_TEXT("tag", t->rule->code->tags[s->tag].name));
    }
    if (s->electorate >= 0) {
        what = say_with(t->arena, t->language, MESSAGE_rule_in, SAY_TEXT("what", what),
                        SAY_TEXT("body", t->rule->code->over[s->electorate]));
    }
    return what;
}

/* "3 of population" */
static struct bytes measured(const struct teller *t, struct bytes amount, const struct slot *s)
{
    if (s->attribute < 0) {
        return amount;
    }
    return say_with(t->arena, t->language, MESSAGE_rule_of, SAY_TEXT("amount", amount),
                    SAY_TEXT("attribute", t->rule->code->attributes[s->attribute].name));
}

static struct bytes number(const struct teller *t, int64_t n)
{
    return bytes_of_text(arena_printf(t->arena, "%lld", (long long)n));
}

/* "9 for", "3 against among P5", "4 of population" */
static struct bytes counted(const struct teller *t, struct bytes amount, const struct part *part)
{
    const struct slot *s = slot_of(t, part);
    struct bytes what = measured(t, amount, s);
    if (s->attribute < 0 || part->positions != SET_ALL) {
        what = say_with(t->arena, t->language, MESSAGE_rule_count, SAY_TEXT("amount", what),
                        SAY_TEXT("positions", positions_of(t, part)));
    }
    return placed(t, what, s);
}

static int64_t count_of(const struct part *part, const struct tally *t)
{
    int64_t n = 0;
    for (int i = 0; i < POSITION_COUNT; i++) {
        n += (part->positions & POSITION_BIT(i)) != 0 ? t->n[part->slot][i] : 0;
    }
    return n;
}

/* The least or the most that the subject may be, where factor times it is compared with `object`, which is
 * not negative. */
static int64_t bound_of(enum compare compare, int64_t factor, int64_t object)
{
    const int64_t down = object / factor;
    const int64_t up = down + (object % factor != 0 ? 1 : 0);
    switch (compare) {
    case COMPARE_GE:
        return up;
    case COMPARE_GT:
        return down + 1;
    case COMPARE_LE:
    case COMPARE_EQ:
        return down;
    case COMPARE_LT:
        return up - 1;
    case COMPARE_NE:
        break;
    }
    unreachable("a comparison that is not in the table");
}

static bool is_at_least(enum compare c)
{
    return c == COMPARE_GE || c == COMPARE_GT;
}

/* "2/3 of 9 voting", "more than 1/2 of the members", "all of those present"; if it is wanted also "at least
 * 2/3 of ..." and "at most". */
static struct bytes share_of(const struct teller *t, const struct pattern *p, struct bytes what, bool wanted)
{
    static const enum message shares[] = {
        [COMPARE_GE] = MESSAGE_rule_share_least, [COMPARE_LE] = MESSAGE_rule_share_most,
        [COMPARE_GT] = MESSAGE_rule_share_more,  [COMPARE_LT] = MESSAGE_rule_share_less,
        [COMPARE_EQ] = MESSAGE_rule_share,
    };
    static const enum message alls[] = {
        [COMPARE_GE] = MESSAGE_rule_all,      [COMPARE_LE] = MESSAGE_rule_all,
        [COMPARE_GT] = MESSAGE_rule_all_more, [COMPARE_LT] = MESSAGE_rule_all_less,
        [COMPARE_EQ] = MESSAGE_rule_all,
    };
    check((size_t)p->compare < sizeof shares / sizeof shares[0]);
    if (p->object.factor == p->subject.factor) {
        return say_with(t->arena, t->language, alls[p->compare], SAY_TEXT("what", what));
    }
    const bool plain = !wanted && (p->compare == COMPARE_GE || p->compare == COMPARE_LE);
    /* One value: of two numbers the second would stand before the first where lines run to the left. */
    const char *part = arena_printf(t->arena, "%lld/%lld", (long long)p->object.factor,
                                    (long long)p->subject.factor);
    return say_with(t->arena, t->language, plain ? MESSAGE_rule_share : shares[p->compare],
                    SAY_WORD("part", part), SAY_TEXT("what", what));
}

/* "at least 9", "exactly 3", "none" */
static struct bytes bounded(const struct teller *t, enum message m, int64_t n)
{
    return say_with(t->arena, t->language, m, SAY_NUMBER("number", n));
}

static struct bytes amount_words(const struct teller *t, const struct pattern *p, const struct tally *tally)
{
    const bool share = p->kind == PATTERN_SHARE;
    const int64_t base = share ? count_of(&p->object, tally) : 1;
    const int64_t bound = bound_of(p->compare, p->subject.factor, p->object.factor * base);
    const bool exact = p->compare == COMPARE_EQ && (share || bound > 0);
    const bool allowed = !is_at_least(p->compare) && !exact;
    const struct slot *s = slot_of(t, &p->subject);
    struct bytes what;
    if (allowed) {
        const struct bytes amount =
            bound <= 0 ? say(t->arena, t->language, MESSAGE_rule_none) : bounded(t, MESSAGE_rule_most, bound);
        what = say_with(t->arena, t->language, MESSAGE_rule_may, SAY_TEXT("amount", measured(t, amount, s)),
                        SAY_TEXT("positions", positions_of(t, &p->subject)));
        what = placed(t, what, s);
    } else {
        what = exact && !share ? bounded(t, MESSAGE_rule_exactly, bound) : number(t, bound);
        what = say_with(t->arena, t->language, MESSAGE_rule_needed,
                        SAY_TEXT("what", counted(t, what, &p->subject)));
    }
    if (share) {
        const struct bytes of = counted(t, number(t, base), &p->object);
        what = say_with(t->arena, t->language, MESSAGE_rule_that_is, SAY_TEXT("what", what),
                        SAY_TEXT("share", share_of(t, p, of, false)));
    }
    return say_with(t->arena, t->language, allowed ? MESSAGE_rule_are : MESSAGE_rule_given,
                    SAY_TEXT("what", what), SAY_NUMBER("count", count_of(&p->subject, tally)));
}

/* "more for than against" in one of four ways, by how they are compared. */
static struct bytes rivals_words(const struct teller *t, const struct pattern *p, const enum message ways[4])
{
    check((size_t)p->compare < 4);
    return say_with(t->arena, t->language, ways[p->compare], SAY_TEXT("left", positions_of(t, &p->subject)),
                    SAY_TEXT("right", positions_of(t, &p->object)));
}

static struct bytes needed_rivals(const struct teller *t, const struct pattern *p, const struct tally *tally)
{
    static const enum message ways[] = {
        [COMPARE_GE] = MESSAGE_rule_need_as_many,
        [COMPARE_LE] = MESSAGE_rule_need_as_few,
        [COMPARE_GT] = MESSAGE_rule_need_more,
        [COMPARE_LT] = MESSAGE_rule_need_fewer,
    };
    return say_with(t->arena, t->language, MESSAGE_rule_rivals, SAY_TEXT("what", rivals_words(t, p, ways)),
                    SAY_TEXT("left", counted(t, number(t, count_of(&p->subject, tally)), &p->subject)),
                    SAY_TEXT("right", counted(t, number(t, count_of(&p->object, tally)), &p->object)));
}

static struct bytes literal(const struct teller *t, const struct atom *atom, bool needed)
{
    struct buffer b;
    buffer_init(&b, CHARTER_BYTES_MAX);
    charter_print_literal(&b, t->rule, atom, needed);
    check(!b.overflow);
    const struct bytes out = arena_copy(t->arena, buffer_view(&b));
    buffer_done(&b);
    return out;
}

struct bytes words_atom(struct arena *a, enum language l, const struct charter_rule *rule,
                        const struct atom *atom, bool needed, const struct tally *tally)
{
    const struct teller t = {a, l, rule};
    const struct pattern p = pattern_of(atom, needed);
    int64_t left = 0;
    int64_t right = 0;
    switch (p.kind) {
    case PATTERN_NUMBER:
    case PATTERN_SHARE:
        return amount_words(&t, &p, tally);
    case PATTERN_RIVALS:
        return needed_rivals(&t, &p, tally);
    case PATTERN_OTHER:
        check(sum_value(&atom->left, tally, &left) && sum_value(&atom->right, tally, &right));
        return say_with(a, l, MESSAGE_rule_other, SAY_TEXT("text", literal(&t, atom, needed)),
                        SAY_NUMBER("left", left), SAY_NUMBER("right", right));
    }
    unreachable("a kind of pattern that is not in the table");
}

/* "all of the members", "at least 2/3 of those voting", "at least 65/100 of population" */
static struct bytes wanted_share(const struct teller *t, const struct pattern *p)
{
    const struct slot *s = slot_of(t, &p->object);
    const struct bytes attribute =
        s->attribute >= 0 ? t->rule->code->attributes[s->attribute].name : BYTES("");
    struct bytes what;
    if (p->object.positions != SET_ALL) {
        what = say_with(t->arena, t->language, s->attribute >= 0 ? MESSAGE_rule_of_those : MESSAGE_rule_those,
                        SAY_TEXT("attribute", attribute), SAY_TEXT("positions", positions_of(t, &p->object)));
    } else {
        what = s->attribute >= 0 ? attribute : say(t->arena, t->language, MESSAGE_rule_the_members);
    }
    return placed(t, share_of(t, p, what, true), s);
}

/* "at least 9", "none", "at most 3"; *one: the verb that follows is of one. */
static struct bytes wanted_number(const struct teller *t, const struct pattern *p, bool *one)
{
    const int64_t bound = bound_of(p->compare, p->subject.factor, p->object.factor);
    const bool least = is_at_least(p->compare);
    const bool none = !least && bound == 0;
    const enum message m = least                      ? MESSAGE_rule_least
                           : p->compare == COMPARE_EQ ? MESSAGE_rule_exactly
                                                      : MESSAGE_rule_most;
    *one = bound == 1 || none;
    return measured(t, none ? say(t->arena, t->language, MESSAGE_rule_none) : bounded(t, m, bound),
                    slot_of(t, &p->subject));
}

static struct bytes requirement(const struct teller *t, const struct atom *atom, bool needed)
{
    static const enum message ways[] = {
        [COMPARE_GE] = MESSAGE_rule_as_many_are,
        [COMPARE_LE] = MESSAGE_rule_as_few_are,
        [COMPARE_GT] = MESSAGE_rule_more_are,
        [COMPARE_LT] = MESSAGE_rule_fewer_are,
    };
    const struct pattern p = pattern_of(atom, needed);
    if (p.kind == PATTERN_OTHER) {
        return literal(t, atom, needed);
    }
    const struct slot *s = slot_of(t, &p.subject);
    if (p.kind == PATTERN_RIVALS) {
        return placed(t, rivals_words(t, &p, ways), s);
    }
    bool one = false;
    const struct bytes what = p.kind == PATTERN_SHARE ? wanted_share(t, &p) : wanted_number(t, &p, &one);
    one = one || s->attribute >= 0;
    return placed(t,
                  say_with(t->arena, t->language, one ? MESSAGE_rule_one_is : MESSAGE_rule_many_are,
                           SAY_TEXT("what", what), SAY_TEXT("positions", positions_of(t, &p.subject))),
                  s);
}

/* What is denied is told by denying its parts: nobody needs to know what a "not" takes in. */
static struct bytes node_words(const struct teller *t, const struct expression *e, const struct node *node,
                               bool needed)
{
    if (node->kind == NODE_ATOM) {
        return requirement(t, &e->atoms[node->atom], needed);
    }
    if (node->kind == NODE_NOT) {
        return node_words(t, e, node->children[0], !needed);
    }
    struct bytes *all = ARENA_ARRAY(t->arena, struct bytes, node->count);
    for (size_t i = 0; i < node->count; i++) {
        const struct node *child = node->children[i];
        all[i] = node_words(t, e, child, needed);
        while (child->kind == NODE_NOT) {
            child = child->children[0];
        }
        if (child->kind != NODE_ATOM) {
            all[i] = say_with(t->arena, t->language, MESSAGE_rule_group, SAY_TEXT("what", all[i]));
        }
    }
    const enum message between = (node->kind == NODE_AND) == needed ? MESSAGE_list_and : MESSAGE_list_or;
    return say_list(t->arena, t->language, between, between, all, node->count);
}

struct bytes words_condition(struct arena *a, enum language l, const struct charter_rule *rule,
                             const struct expression *e)
{
    const struct teller t = {a, l, rule};
    return node_words(&t, e, e->root, true);
}
