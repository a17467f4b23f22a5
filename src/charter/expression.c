#include "base/check.h"
#include "base/num.h"
#include "charter/rule.h"

bool sum_value(const struct sum *s, const struct tally *t, int64_t *out)
{
    int64_t total = 0;
    for (size_t i = 0; i < s->count; i++) {
        const struct term *term = &s->terms[i];
        int64_t count = 1;
        if (term->slot >= 0) {
            count = 0;
            for (unsigned set = term->positions; set != 0; set &= set - 1) {
                if (!num_add(count, t->n[term->slot][__builtin_ctz(set)], &count)) {
                    return false;
                }
            }
        }
        if (!num_mul(count, term->factor, &count) || !num_add(total, count, &total)) {
            return false;
        }
    }
    *out = total;
    return true;
}

bool compare_holds(enum compare c, int64_t left, int64_t right)
{
    switch (c) {
    case COMPARE_GE:
        return left >= right;
    case COMPARE_LE:
        return left <= right;
    case COMPARE_GT:
        return left > right;
    case COMPARE_LT:
        return left < right;
    case COMPARE_EQ:
        return left == right;
    case COMPARE_NE:
        return left != right;
    }
    unreachable("a comparison that is not in the table");
}

bool node_holds(const struct expression *e, const struct node *node, const struct tally *t, bool *out)
{
    if (node->kind == NODE_ATOM) {
        const struct atom *atom = &e->atoms[node->atom];
        int64_t left = 0;
        int64_t right = 0;
        if (!sum_value(&atom->left, t, &left) || !sum_value(&atom->right, t, &right)) {
            return false;
        }
        *out = compare_holds(atom->compare, left, right);
        return true;
    }
    bool holds = node->kind == NODE_AND;
    for (size_t i = 0; i < node->count; i++) {
        /* All parts are evaluated: whether a number is too large must not depend on the order of the
         * parts. */
        bool part = false;
        if (!node_holds(e, node->children[i], t, &part)) {
            return false;
        }
        holds = node->kind == NODE_AND ? holds && part : node->kind == NODE_OR ? holds || part : !part;
    }
    *out = holds;
    return true;
}

bool expression_holds(const struct expression *e, const struct tally *t, bool *out)
{
    if (e == NULL) {
        *out = true;
        return true;
    }
    return node_holds(e, e->root, t, out);
}
