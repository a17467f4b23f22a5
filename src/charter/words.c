#include "charter/words.h"

#include "base/check.h"
#include "charter/print.h"

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

void words_positions(struct buffer *b, uint16_t positions)
{
    static const char *const words[] = {
        "for",    "letting pass",   "against", "abstaining", "abstaining with a declaration",
        "absent", "not taking part"};
    const unsigned others = SET_ALL & ~(unsigned)positions;
    if (positions == SET_ALL || positions == SET_PRESENT || positions == SET_VOTING) {
        buffer_add_text(b, positions == SET_ALL       ? "members"
                           : positions == SET_PRESENT ? "present"
                                                      : "voting");
        return;
    }
    const bool denied = __builtin_popcount(positions) > 3;
    bool first = true;
    buffer_add_text(b, !denied ? "" : (others & (others - 1)) == 0 ? "not " : "neither ");
    for (int i = 0; i < POSITION_COUNT; i++) {
        if (((denied ? others : positions) & POSITION_BIT(i)) != 0) {
            buffer_printf(b, "%s%s", first ? "" : denied ? " nor " : " or ", words[i]);
            first = false;
        }
    }
}

static void add_place(struct buffer *b, const struct rule_code *code, const struct slot *s)
{
    if (s->tag >= 0) {
        buffer_add_text(b, s->others ? " outside " : " among ");
        buffer_add_bytes(b, code->tags[s->tag].name);
    }
    if (s->electorate >= 0) {
        buffer_add_text(b, " in ");
        buffer_add_bytes(b, code->over[s->electorate]);
    }
}

static void add_of(struct buffer *b, const struct rule_code *code, const struct slot *s)
{
    if (s->attribute >= 0) {
        buffer_add_text(b, " of ");
        buffer_add_bytes(b, code->attributes[s->attribute].name);
    }
}

/* What stands behind a number: " for", " against among P5", " of population for" */
static void add_unit(struct buffer *b, const struct rule_code *code, const struct part *part)
{
    const struct slot *s = &code->slots[part->slot];
    add_of(b, code, s);
    if (s->attribute < 0 || part->positions != SET_ALL) {
        buffer_add_u8(b, ' ');
        words_positions(b, part->positions);
    }
    add_place(b, code, s);
}

static void add_count(struct buffer *b, const struct rule_code *code, int64_t n, const struct part *part)
{
    buffer_printf(b, "%lld", (long long)n);
    add_unit(b, code, part);
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

/* "2/3 of", "more than 1/2 of", "all of" */
static void add_fraction(struct buffer *b, const struct pattern *p)
{
    buffer_add_text(b, p->compare == COMPARE_GT   ? "more than "
                       : p->compare == COMPARE_LT ? "less than "
                                                  : "");
    if (p->object.factor == p->subject.factor) {
        buffer_add_text(b, "all of");
    } else {
        buffer_printf(b, "%lld/%lld of", (long long)p->object.factor, (long long)p->subject.factor);
    }
}

static void add_amount(struct buffer *b, const struct rule_code *code, const struct pattern *p,
                       const struct tally *t)
{
    const bool share = p->kind == PATTERN_SHARE;
    const int64_t base = share ? count_of(&p->object, t) : 1;
    const int64_t bound = bound_of(p->compare, p->subject.factor, p->object.factor * base);
    const bool exact = p->compare == COMPARE_EQ && (share || bound > 0);
    const bool allowed = !is_at_least(p->compare) && !exact;
    if (allowed && bound <= 0) {
        buffer_add_text(b, "none");
    } else {
        buffer_printf(b, "%s%lld",
                      allowed           ? "at most "
                      : exact && !share ? "exactly "
                                        : "",
                      (long long)bound);
    }
    if (allowed) {
        add_of(b, code, &code->slots[p->subject.slot]);
        buffer_add_text(b, " may be ");
        words_positions(b, p->subject.positions);
        add_place(b, code, &code->slots[p->subject.slot]);
    } else {
        add_unit(b, code, &p->subject);
        buffer_add_text(b, " needed");
    }
    if (share) {
        buffer_add_text(b, " (");
        add_fraction(b, p);
        buffer_add_u8(b, ' ');
        add_count(b, code, base, &p->object);
        buffer_add_u8(b, ')');
    }
    const int64_t given = count_of(&p->subject, t);
    buffer_printf(b, ", %lld %s", (long long)given, !allowed ? "given" : given == 1 ? "is" : "are");
}

static void add_rivals(struct buffer *b, const struct rule_code *code, const struct pattern *p,
                       const struct tally *t)
{
    static const char *const words[] = {"at least as many ", "at most as many ", "more ", "fewer "};
    const bool as_many = p->compare == COMPARE_GE || p->compare == COMPARE_LE;
    check((size_t)p->compare < sizeof words / sizeof words[0]);
    buffer_add_text(b, words[p->compare]);
    words_positions(b, p->subject.positions);
    buffer_add_text(b, as_many ? " as " : " than ");
    words_positions(b, p->object.positions);
    buffer_add_text(b, " needed: ");
    add_count(b, code, count_of(&p->subject, t), &p->subject);
    buffer_add_text(b, ", ");
    add_count(b, code, count_of(&p->object, t), &p->object);
}

void words_atom(struct buffer *b, const struct charter_rule *rule, const struct atom *atom, bool needed,
                const struct tally *t)
{
    const struct pattern p = pattern_of(atom, needed);
    int64_t left = 0;
    int64_t right = 0;
    switch (p.kind) {
    case PATTERN_NUMBER:
    case PATTERN_SHARE:
        add_amount(b, rule->code, &p, t);
        return;
    case PATTERN_RIVALS:
        add_rivals(b, rule->code, &p, t);
        return;
    case PATTERN_OTHER:
        check(sum_value(&atom->left, t, &left) && sum_value(&atom->right, t, &right));
        charter_print_literal(b, rule, atom, needed);
        buffer_printf(b, " needed, that is %lld and %lld", (long long)left, (long long)right);
        return;
    }
    unreachable("a kind of pattern that is not in the table");
}

/* "all of the members", "at least 2/3 of those voting", "at least 65/100 of population" */
static void add_wanted_share(struct buffer *b, const struct rule_code *code, const struct pattern *p)
{
    const struct slot *s = &code->slots[p->object.slot];
    const bool all = p->object.factor == p->subject.factor;
    buffer_add_text(b, all                        ? ""
                       : p->compare == COMPARE_GE ? "at least "
                       : p->compare == COMPARE_LE ? "at most "
                                                  : "");
    add_fraction(b, p);
    if (s->attribute >= 0) {
        buffer_add_u8(b, ' ');
        buffer_add_bytes(b, code->attributes[s->attribute].name);
    }
    if (p->object.positions != SET_ALL) {
        buffer_add_text(b, s->attribute >= 0 ? " of those " : " those ");
        words_positions(b, p->object.positions);
    } else if (s->attribute < 0) {
        buffer_add_text(b, " the members");
    }
    add_place(b, code, s);
}

/* "at least 9", "none", "at most 3"; true if the verb that follows is of one. */
static bool add_wanted_number(struct buffer *b, const struct rule_code *code, const struct pattern *p)
{
    const int64_t bound = bound_of(p->compare, p->subject.factor, p->object.factor);
    const bool least = is_at_least(p->compare);
    if (!least && bound == 0) {
        buffer_add_text(b, "none");
    } else {
        buffer_printf(b, "%s%lld",
                      least                      ? "at least "
                      : p->compare == COMPARE_EQ ? "exactly "
                                                 : "at most ",
                      (long long)bound);
    }
    add_of(b, code, &code->slots[p->subject.slot]);
    return bound == 1 || (!least && bound == 0);
}

static void add_wanted_rivals(struct buffer *b, const struct pattern *p)
{
    static const char *const words[] = {"at least as many are ", "at most as many are ", "more are ",
                                        "fewer are "};
    check((size_t)p->compare < sizeof words / sizeof words[0]);
    buffer_add_text(b, words[p->compare]);
    words_positions(b, p->subject.positions);
    buffer_add_text(b, p->compare == COMPARE_GT || p->compare == COMPARE_LT ? " than " : " as ");
    words_positions(b, p->object.positions);
}

static void add_requirement(struct buffer *b, const struct charter_rule *rule, const struct atom *atom,
                            bool needed)
{
    const struct pattern p = pattern_of(atom, needed);
    if (p.kind == PATTERN_OTHER) {
        charter_print_literal(b, rule, atom, needed);
        return;
    }
    const struct slot *s = &rule->code->slots[p.subject.slot];
    if (p.kind == PATTERN_RIVALS) {
        add_wanted_rivals(b, &p);
    } else {
        bool one = s->attribute >= 0;
        if (p.kind == PATTERN_SHARE) {
            add_wanted_share(b, rule->code, &p);
        } else {
            one |= add_wanted_number(b, rule->code, &p);
        }
        buffer_add_text(b, one ? " is " : " are ");
        words_positions(b, p.subject.positions);
    }
    add_place(b, rule->code, s);
}

/* What is denied is told by denying its parts: nobody needs to know what a "not" takes in. */
static void add_node(struct buffer *b, const struct charter_rule *rule, const struct expression *e,
                     const struct node *node, bool needed)
{
    if (node->kind == NODE_ATOM) {
        add_requirement(b, rule, &e->atoms[node->atom], needed);
        return;
    }
    if (node->kind == NODE_NOT) {
        add_node(b, rule, e, node->children[0], !needed);
        return;
    }
    for (size_t i = 0; i < node->count; i++) {
        const struct node *child = node->children[i];
        while (child->kind == NODE_NOT) {
            child = child->children[0];
        }
        buffer_add_text(b, i == 0 ? "" : (node->kind == NODE_AND) == needed ? " and " : " or ");
        buffer_add_text(b, child->kind != NODE_ATOM ? "(" : "");
        add_node(b, rule, e, node->children[i], needed);
        buffer_add_text(b, child->kind != NODE_ATOM ? ")" : "");
    }
}

void words_condition(struct buffer *b, const struct charter_rule *rule, const struct expression *e)
{
    add_node(b, rule, e, e->root, true);
}
