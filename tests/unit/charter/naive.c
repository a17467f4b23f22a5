#include "unit/charter/naive.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct value {
    bool condition;
    long long number; /* of a condition 0 or 1 */
};

struct reading {
    const char *at;
    const struct naive *n;
};

static struct value read_or(struct reading *r);

static void skip(struct reading *r)
{
    while (*r->at == ' ') {
        r->at++;
    }
}

static bool take(struct reading *r, const char *sign)
{
    skip(r);
    if (strncmp(r->at, sign, strlen(sign)) != 0) {
        return false;
    }
    r->at += strlen(sign);
    return true;
}

static void expect(struct reading *r, const char *sign)
{
    if (!take(r, sign)) {
        abort();
    }
}

static bool counts(const char *set, bool others, const char *tag, bool others_of_tag, const struct naive *n,
                   size_t i)
{
    bool in = false;
    for (const char *s = set; *s != 0; s++) {
        const char *letters = *s == '*' ? "YLNAQXR" : *s == 'V' ? "YN" : *s == 'C' ? "YLNAQ" : NULL;
        in = in || (letters != NULL ? strchr(letters, n->positions[i]) != NULL : *s == n->positions[i]);
    }
    char wanted[40];
    (void)snprintf(wanted, sizeof wanted, " %s ", tag);
    const bool tagged = tag[0] != 0 && strstr(n->tags[i], wanted) != NULL;
    return !n->out[i] && in != others && (tag[0] == 0 || tagged != others_of_tag);
}

static struct value read_count(struct reading *r, bool heads)
{
    char set[20] = "";
    char tag[20] = "";
    bool others_of_tag = false;
    expect(r, "(");
    const bool others = take(r, "!");
    for (skip(r); *r->at != ')' && *r->at != '|'; skip(r)) {
        set[strlen(set)] = *r->at++;
    }
    if (take(r, "|")) {
        others_of_tag = take(r, "!");
        while (*r->at != ')') {
            tag[strlen(tag)] = *r->at++;
        }
    }
    expect(r, ")");
    long long total = 0;
    for (size_t i = 0; i < r->n->count; i++) {
        if (counts(set, others, tag, others_of_tag, r->n, i)) {
            total += heads ? 1 : r->n->weights[i];
        }
    }
    return (struct value){false, total};
}

static struct value read_unary(struct reading *r)
{
    if (take(r, "!")) {
        return (struct value){true, read_unary(r).number == 0};
    }
    if (take(r, "(")) {
        const struct value inner = read_or(r);
        expect(r, ")");
        return inner;
    }
    if (take(r, "pop")) {
        return read_count(r, false);
    }
    if (take(r, "n")) {
        return read_count(r, true);
    }
    long long number = 0;
    skip(r);
    while (*r->at >= '0' && *r->at <= '9') {
        number = number * 10 + (*r->at++ - '0');
    }
    return (struct value){false, number};
}

static struct value read_product(struct reading *r)
{
    struct value v = read_unary(r);
    while (take(r, "*")) {
        v.number *= read_unary(r).number;
    }
    return v;
}

static struct value read_sum(struct reading *r)
{
    struct value v = read_product(r);
    for (;;) {
        if (take(r, "+")) {
            v.number += read_product(r).number;
        } else if (take(r, "-")) {
            v.number -= read_product(r).number;
        } else {
            return v;
        }
    }
}

static struct value read_compare(struct reading *r)
{
    const struct value left = read_sum(r);
    if (take(r, ">=")) {
        return (struct value){true, left.number >= read_sum(r).number};
    }
    if (take(r, "<=")) {
        return (struct value){true, left.number <= read_sum(r).number};
    }
    if (take(r, "!=")) {
        return (struct value){true, left.number != read_sum(r).number};
    }
    if (take(r, ">")) {
        return (struct value){true, left.number > read_sum(r).number};
    }
    if (take(r, "<")) {
        return (struct value){true, left.number < read_sum(r).number};
    }
    return take(r, "=") ? (struct value){true, left.number == read_sum(r).number} : left;
}

static struct value read_and(struct reading *r)
{
    struct value v = read_compare(r);
    while (take(r, "&")) {
        v.number &= read_compare(r).number;
    }
    return v;
}

static struct value read_or(struct reading *r)
{
    struct value v = read_and(r);
    while (take(r, "|")) {
        v.number |= read_and(r).number;
    }
    return v;
}

bool naive_holds(const char *condition, const struct naive *n)
{
    struct reading r = {condition, n};
    const struct value v = read_or(&r);
    skip(&r);
    if (*r.at != 0 || !v.condition) {
        abort();
    }
    return v.number != 0;
}
