#include "charter/parser.h"

#include <string.h>

#include "base/check.h"

/* What stands between two signs: a sum of counts, or something that holds or not. */
struct value {
    struct value *next; /* while nobody uses it */
    struct token at;
    const struct node *condition; /* NULL: a sum */
    size_t term_count;
    struct term terms[CHARTER_TERMS_MAX];
};

struct condition {
    struct parser *p;
    struct draft_rule *rule;
    int depth;
    size_t atom_count;
    struct atom atoms[CHARTER_ATOMS_MAX];
};

static bool read_or(struct condition *c, struct value *out);

/* A value for a while: it is given back before the reader that took it returns. */
static struct value *take_value(struct parser *p)
{
    struct value *v = p->scratch.spare;
    if (v == NULL) {
        v = ARENA_NEW(p->arena, struct value);
    }
    p->scratch.spare = v->next;
    return v;
}

static bool give_value(struct parser *p, struct value *v, bool good)
{
    v->next = p->scratch.spare;
    p->scratch.spare = v;
    return good;
}

bool parser_read_positions(struct parser *p, bool commas, uint16_t *out)
{
    const bool others = parser_take_sign(p, "!");
    uint16_t set = 0;
    for (;;) {
        const struct bytes text = p->now.text;
        if (parser_at_sign(p, "*")) {
            set |= SET_ALL;
        } else if (p->now.kind != TOKEN_WORD || text.len != 1) {
            break;
        } else if (text.data[0] == 'V') {
            set |= SET_VOTING;
        } else if (text.data[0] == 'C') {
            set |= SET_PRESENT;
        } else if (position_index((char)text.data[0]) >= 0) {
            set |= POSITION_BIT(position_index((char)text.data[0]));
        } else {
            return parser_fail(
                p, "expected a position: one of Y L N A Q X R, or * V C for all, voting, present");
        }
        parser_next(p);
        if (commas && parser_at_sign(p, ",")) {
            parser_next(p);
        }
    }
    if (set == 0) {
        return parser_fail(p, "expected positions: single letters with spaces between, out of Y L N A Q X R, "
                              "or * V C for all, voting, present");
    }
    *out = others ? (uint16_t)(SET_ALL & ~set) : set;
    return *out != 0 || parser_fail(p, "\"!*\" is nobody: expected positions that somebody can take");
}

/* The place of a name in a list of the rule, where it is added if it is new; -1 if the list is full. */
static int intern(struct bytes *names, size_t stride, size_t *count, size_t max, struct bytes name)
{
    for (size_t i = 0; i < *count; i++) {
        const struct bytes *known = (const struct bytes *)((const char *)names + i * stride);
        if (bytes_equal(*known, name)) {
            return (int)i;
        }
    }
    if (*count == max) {
        return -1;
    }
    *(struct bytes *)((char *)names + *count * stride) = name;
    return (int)(*count)++;
}

static int intern_slot(struct rule_code *code, const struct slot *slot)
{
    for (size_t i = 0; i < code->slot_count; i++) {
        const struct slot *s = &code->slots[i];
        if (s->electorate == slot->electorate && s->tag == slot->tag && s->others == slot->others &&
            s->attribute == slot->attribute) {
            return (int)i;
        }
    }
    if (code->slot_count == CHARTER_SLOTS_MAX) {
        return -1;
    }
    code->slots[code->slot_count] = *slot;
    return (int)code->slot_count++;
}

bool parser_read_rule_attribute(struct parser *p, struct draft_rule *r, int *out)
{
    struct rule_code *code = &r->code;
    const struct token at = p->now;
    struct bytes name;
    if (!parser_read_id(p, "n or the name of an attribute", &name)) {
        return false;
    }
    *out = intern(&code->attributes[0].name, sizeof code->attributes[0], &code->attribute_count,
                  CHARTER_TAGS_MAX, name);
    if (*out < 0) {
        return parser_fail_at(p, &at, "a rule weighs by at most %d attributes", CHARTER_TAGS_MAX);
    }
    if (r->attribute_tokens[*out].kind == TOKEN_END) {
        r->attribute_tokens[*out] = at;
    }
    return true;
}

static bool read_attribute(struct condition *c, struct slot *slot)
{
    return parser_take_word(c->p, "n") || parser_read_rule_attribute(c->p, c->rule, &slot->attribute);
}

bool parser_read_rule_tag(struct parser *p, struct rule_code *code, int *out)
{
    const struct token at = p->now;
    struct bytes tag;
    if (!parser_read_tag(p, &tag)) {
        return false;
    }
    *out = intern(&code->tags[0].name, sizeof code->tags[0], &code->tag_count, CHARTER_TAGS_MAX, tag);
    return *out >= 0 || parser_fail_at(p, &at, "a rule knows at most %d tags", CHARTER_TAGS_MAX);
}

static bool read_tag(struct condition *c, struct slot *slot)
{
    slot->others = parser_take_sign(c->p, "!");
    return parser_read_rule_tag(c->p, &c->rule->code, &slot->tag);
}

static bool read_electorate(struct condition *c, struct slot *slot)
{
    struct rule_code *code = &c->rule->code;
    struct bytes name;
    if (!parser_read_id(c->p, "a body", &name)) {
        return false;
    }
    slot->electorate = intern(code->over, sizeof code->over[0], &code->over_count, CHARTER_OVER_MAX, name);
    return slot->electorate >= 0 || parser_fail(c->p, "a rule is over at most %d bodies", CHARTER_OVER_MAX);
}

/* n(Y), n(N|P5), n(N|!PARTY), population(!Y), n(Y in assembly) */
static bool read_count(struct condition *c, struct value *out)
{
    struct parser *p = c->p;
    struct slot slot = {.electorate = -1, .tag = -1, .attribute = -1};
    struct term term = {.factor = 1};
    const struct token at = p->now;
    if (!read_attribute(c, &slot) || !parser_expect_sign(p, "(", "what is counted") ||
        !parser_read_positions(p, true, &term.positions)) {
        return false;
    }
    if (parser_take_sign(p, "|") && !read_tag(c, &slot)) {
        return false;
    }
    if (parser_take_word(p, "in")) {
        if (!read_electorate(c, &slot)) {
            return false;
        }
    } else if (c->rule->bare.kind == TOKEN_END) {
        c->rule->bare = at;
    }
    if (!parser_expect_sign(p, ")", "the positions that are counted")) {
        return false;
    }
    term.slot = intern_slot(&c->rule->code, &slot);
    if (term.slot < 0) {
        return parser_fail_at(p, &at, "a rule counts in at most %d different ways", CHARTER_SLOTS_MAX);
    }
    out->terms[0] = term;
    out->term_count = 1;
    return true;
}

static bool read_unary(struct condition *c, struct value *out)
{
    struct parser *p = c->p;
    out->at = p->now;
    out->condition = NULL;
    out->term_count = 0;
    if (p->now.kind == TOKEN_NUMBER) {
        out->terms[0] = (struct term){.factor = p->now.value, .slot = -1};
        out->term_count = 1;
        parser_next(p);
        return true;
    }
    if (p->now.kind == TOKEN_WORD) {
        return read_count(c, out);
    }
    if (c->depth >= CHARTER_DEPTH_MAX) {
        return parser_fail(p, "brackets and ! are nested at most %d deep", CHARTER_DEPTH_MAX);
    }
    c->depth++;
    bool good = false;
    if (parser_take_sign(p, "!")) {
        struct value *inner = take_value(p);
        good = read_unary(c, inner);
        if (good && inner->condition == NULL) {
            good = parser_fail_at(p, &inner->at, "! denies a condition: write !( ... )");
        }
        if (good) {
            struct node *node = ARENA_NEW(p->arena, struct node);
            node->kind = NODE_NOT;
            node->children = ARENA_NEW(p->arena, const struct node *);
            node->children[0] = inner->condition;
            node->count = 1;
            out->condition = node;
        }
        good = give_value(p, inner, good);
    } else if (parser_take_sign(p, "(")) {
        const struct token at = out->at;
        good = read_or(c, out) && parser_expect_sign(p, ")", "what stands in brackets");
        out->at = at;
    } else {
        (void)parser_fail(p, "expected a count such as n(Y), a number, ! or (");
    }
    c->depth--;
    return good;
}

static bool need_sum(struct condition *c, const struct value *v)
{
    return v->condition == NULL ||
           parser_fail_at(c->p, &v->at, "expected a count or a number, found a condition");
}

static bool need_condition(struct condition *c, const struct value *v)
{
    return v->condition != NULL ||
           parser_fail_at(c->p, &v->at,
                          "expected a comparison, such as n(Y) >= 9: a count alone decides nothing");
}

/* Multiplies `out` by `right`, of which one is a plain number: sums stay linear. */
static bool multiply(struct condition *c, const struct token *at, struct value *out, struct value *right)
{
    if (out->term_count != 1 || out->terms[0].slot >= 0) {
        const struct value swap = *out;
        *out = *right;
        *right = swap;
        right->at = out->at;
        out->at = swap.at;
    }
    const int64_t factor = out->terms[0].factor;
    if (out->term_count != 1 || out->terms[0].slot >= 0) {
        return parser_fail_at(c->p, at, "counts are multiplied by plain numbers only");
    }
    for (size_t i = 0; i < right->term_count; i++) {
        /* Both are at most 10^9 in size: the product fits. */
        const int64_t product = right->terms[i].factor * factor;
        if (product == 0 || product > CHARTER_NUMBER_MAX || product < -CHARTER_NUMBER_MAX) {
            return parser_fail_at(c->p, at, "a product of numbers is from 1 to %lld", CHARTER_NUMBER_MAX);
        }
        out->terms[i] = right->terms[i];
        out->terms[i].factor = product;
    }
    out->term_count = right->term_count;
    return true;
}

static bool read_product(struct condition *c, struct value *out)
{
    bool good = read_unary(c, out);
    while (good && parser_at_sign(c->p, "*")) {
        const struct token at = c->p->now;
        struct value *right = take_value(c->p);
        parser_next(c->p);
        good = read_unary(c, right) && need_sum(c, out) && need_sum(c, right) && multiply(c, &at, out, right);
        good = give_value(c->p, right, good);
    }
    return good;
}

static bool add(struct condition *c, const struct token *at, struct value *out, const struct value *right,
                int64_t sign)
{
    if (out->term_count + right->term_count > CHARTER_TERMS_MAX) {
        return parser_fail_at(c->p, at, "a sum has at most %d terms", CHARTER_TERMS_MAX);
    }
    for (size_t i = 0; i < right->term_count; i++) {
        out->terms[out->term_count] = right->terms[i];
        out->terms[out->term_count++].factor *= sign;
    }
    return true;
}

static bool read_sum(struct condition *c, struct value *out)
{
    bool good = read_product(c, out);
    while (good && (parser_at_sign(c->p, "+") || parser_at_sign(c->p, "-"))) {
        const struct token at = c->p->now;
        const int64_t sign = parser_at_sign(c->p, "+") ? 1 : -1;
        struct value *right = take_value(c->p);
        parser_next(c->p);
        good =
            read_product(c, right) && need_sum(c, out) && need_sum(c, right) && add(c, &at, out, right, sign);
        good = give_value(c->p, right, good);
    }
    return good;
}

static struct sum keep_sum(struct arena *a, const struct value *v)
{
    struct term *terms = ARENA_ARRAY(a, struct term, v->term_count);
    memcpy(terms, v->terms, v->term_count * sizeof *terms);
    return (struct sum){v->term_count, terms};
}

static bool at_compare(const struct parser *p, enum compare *out)
{
    static const char *const signs[] = {">=", "<=", ">", "<", "=", "!="};
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        if (parser_at_sign(p, signs[i])) {
            *out = (enum compare)i;
            return true;
        }
    }
    return false;
}

/* Both sides of a comparison, `right` from behind its sign. */
static bool read_sides(struct condition *c, enum compare compare, struct value *out, struct value *right)
{
    enum compare again = COMPARE_GE;
    if (!read_sum(c, right) || !need_sum(c, out) || !need_sum(c, right)) {
        return false;
    }
    if (at_compare(c->p, &again)) {
        return parser_fail(c->p, "a comparison has two sides: join two of them by &");
    }
    if (c->atom_count == CHARTER_ATOMS_MAX) {
        return parser_fail_at(c->p, &out->at, "a condition has at most %d comparisons", CHARTER_ATOMS_MAX);
    }
    struct node *node = ARENA_NEW(c->p->arena, struct node);
    node->kind = NODE_ATOM;
    node->atom = c->atom_count;
    c->atoms[c->atom_count++] =
        (struct atom){keep_sum(c->p->arena, out), keep_sum(c->p->arena, right), compare};
    out->condition = node;
    return true;
}

static bool read_compare(struct condition *c, struct value *out)
{
    enum compare compare = COMPARE_GE;
    if (!read_sum(c, out)) {
        return false;
    }
    if (!at_compare(c->p, &compare)) {
        return true;
    }
    parser_next(c->p);
    struct value *right = take_value(c->p);
    return give_value(c->p, right, read_sides(c, compare, out, right));
}

/* The parts of a chain behind its first. */
static bool read_parts(struct condition *c, const char *sign,
                       bool (*part)(struct condition *, struct value *),
                       const struct node *parts[CHARTER_ATOMS_MAX], size_t *count, struct value *next)
{
    while (parser_take_sign(c->p, sign)) {
        if (!part(c, next) || !need_condition(c, next)) {
            return false;
        }
        check(*count < CHARTER_ATOMS_MAX); /* each part has a comparison, and those are counted */
        parts[(*count)++] = next->condition;
    }
    return true;
}

/* a & b & c, or a | b | c, whose parts are read by `part` */
static bool read_chain(struct condition *c, const char *sign,
                       bool (*part)(struct condition *, struct value *), struct value *out)
{
    const struct node *parts[CHARTER_ATOMS_MAX];
    size_t count = 0;
    if (!part(c, out)) {
        return false;
    }
    if (!parser_at_sign(c->p, sign)) {
        return true;
    }
    if (!need_condition(c, out)) {
        return false;
    }
    parts[count++] = out->condition;
    struct value *next = take_value(c->p);
    if (!give_value(c->p, next, read_parts(c, sign, part, parts, &count, next))) {
        return false;
    }
    struct node *node = ARENA_NEW(c->p->arena, struct node);
    node->kind = sign[0] == '&' ? NODE_AND : NODE_OR;
    node->count = count;
    node->children = ARENA_ARRAY(c->p->arena, const struct node *, count);
    memcpy(node->children, parts, count * sizeof parts[0]);
    out->condition = node;
    return true;
}

static bool read_and(struct condition *c, struct value *out)
{
    return read_chain(c, "&", read_compare, out);
}

static bool read_or(struct condition *c, struct value *out)
{
    return read_chain(c, "|", read_and, out);
}

bool parser_read_condition(struct parser *p, struct draft_rule *r, const struct expression **out)
{
    struct condition condition = {.p = p, .rule = r};
    struct condition *c = &condition;
    struct value *v = take_value(p);
    if (!give_value(p, v, read_or(c, v) && need_condition(c, v))) {
        return false;
    }
    struct expression *e = ARENA_NEW(p->arena, struct expression);
    struct atom *atoms = ARENA_ARRAY(p->arena, struct atom, c->atom_count);
    memcpy(atoms, c->atoms, c->atom_count * sizeof *atoms);
    *e = (struct expression){v->condition, c->atom_count, atoms};
    *out = e;
    return true;
}
