#include "analysis/power.h"

#include <string.h>

#include "analysis/power_inner.h"
#include "base/check.h"

const char *power_method_word(enum power_method m)
{
    switch (m) {
    case POWER_BEST:
        return "best";
    case POWER_COALITIONS:
        return "coalitions";
    case POWER_KINDS:
        return "kinds";
    case POWER_SAMPLED:
        return "sampled";
    }
    unreachable("a method that is not in the table");
}

static struct power_value exact_value(bool negative, const struct wide *numerator,
                                      const struct wide *denominator)
{
    struct power_value v = {.exact = true, .fraction = {negative, *numerator, *denominator}};
    v.value = fraction_value(&v.fraction);
    v.low = v.value;
    v.high = v.value;
    return v;
}

static struct wide power_of_two(size_t n)
{
    struct wide w;
    wide_set(&w, 1);
    for (size_t i = 0; i < n; i++) {
        wide_multiply_small(&w, 2);
    }
    return w;
}

/* *a = a - b or b - a; whether a was the smaller. */
static bool difference(struct wide *a, const struct wide *b)
{
    if (wide_compare(a, b) >= 0) {
        wide_subtract(a, b);
        return false;
    }
    struct wide other = *b;
    wide_subtract(&other, a);
    *a = other;
    return true;
}

/* Least common multiple of 1 to n. */
static struct wide multiple_up_to(uint32_t n)
{
    struct wide w;
    wide_set(&w, 1);
    for (uint32_t p = 2; p <= n; p++) {
        bool prime = true;
        for (uint32_t d = 2; d * d <= p && prime; d++) {
            prime = p % d != 0;
        }
        for (uint64_t power = p; prime && power <= n; power *= p) {
            wide_multiply_small(&w, p);
        }
    }
    return w;
}

struct exact {
    struct arena *arena;
    const struct game *g;
    struct counts counts;
    struct wide total;     /* swings of all members, less the adverse ones; may be below 0: */
    bool total_negative;
    struct wide multiple;  /* of 1 to n */
    struct wide *orders;   /* [s]: (multiple / n) / (n - 1 choose s) */
    size_t blocking_place; /* size of the largest coalitions that lose */
};

/* An order in which a given member comes behind s others is one of n * (n-1 choose s); all of these divide
 * the least common multiple of 1 to n. */
static void prepare_orders(struct exact *x)
{
    const uint32_t n = (uint32_t)x->g->players;
    struct wide choose;
    struct wide rest;
    struct wide each = multiple_up_to(n);
    x->multiple = each;
    check(wide_divide_small(&each, n) == 0);
    x->orders = ARENA_ARRAY(x->arena, struct wide, n);
    wide_set(&choose, 1);
    for (uint32_t s = 0; s < n; s++) {
        wide_divide(&x->orders[s], &rest, &each, &choose);
        check(wide_is_zero(&rest));
        wide_multiply_small(&choose, n - 1 - s);
        check(wide_divide_small(&choose, s + 1) == 0);
    }
}

static const struct wide *with_of(const struct exact *x, size_t group, size_t size)
{
    return &x->counts.with[group * (x->g->players + 1) + size];
}

static struct power_value shapley_of(const struct exact *x, size_t group)
{
    struct wide gains;
    struct wide losses;
    struct wide product;
    wide_set(&gains, 0);
    wide_set(&losses, 0);
    for (size_t s = 0; s < x->g->players; s++) {
        struct wide without = x->counts.wins[s];
        wide_multiply(&product, with_of(x, group, s + 1), &x->orders[s]);
        wide_add(&gains, &product);
        wide_subtract(&without, with_of(x, group, s));
        wide_multiply(&product, &without, &x->orders[s]);
        wide_add(&losses, &product);
    }
    const bool negative = difference(&gains, &losses);
    return exact_value(negative, &gains, &x->multiple);
}

/* n choose k, or 0 where k is not in 0 to n. */
static struct wide choose(size_t n, size_t k)
{
    struct wide w;
    wide_set(&w, k <= n ? 1 : 0);
    for (uint32_t i = 1; k <= n && i <= k; i++) {
        wide_multiply_small(&w, (uint32_t)n - i + 1);
        check(wide_divide_small(&w, i) == 0);
    }
    return w;
}

/* The smallest coalitions that stop all others are those that the largest losing ones leave out. */
static void find_blocking(struct exact *x, struct power_answer *p)
{
    const size_t n = x->g->players;
    p->blocking_size = -1;
    wide_set(&p->blocking_count, 0);
    for (size_t size = n + 1; size > 0 && p->blocking_size < 0; size--) {
        struct wide losing = choose(n, size - 1);
        wide_subtract(&losing, &x->counts.wins[size - 1]);
        if (!wide_is_zero(&losing)) {
            x->blocking_place = size - 1;
            p->blocking_size = (int64_t)(n - (size - 1));
            p->blocking_count = losing;
        }
    }
}

/* Losing coalitions of that size without the member, of all of that size. */
static struct power_value blocking_of(const struct exact *x, const struct power_answer *p, size_t group)
{
    const size_t n = x->g->players;
    struct wide without = choose(n - 1, x->blocking_place);
    struct wide wins = x->counts.wins[x->blocking_place];
    wide_subtract(&wins, with_of(x, group, x->blocking_place));
    wide_subtract(&without, &wins);
    return exact_value(false, &without, &p->blocking_count);
}

/* What its joining gains over all coalitions of the others; may be below 0. */
static bool net_of(const struct exact *x, const struct power_answer *p, size_t group, struct wide *out)
{
    wide_set(out, 0);
    for (size_t s = 0; s <= x->g->players; s++) {
        wide_add(out, with_of(x, group, s));
    }
    wide_multiply_small(out, 2);
    return difference(out, &p->winning);
}

static void fill_row(const struct exact *x, struct power_answer *p, struct power_row *row)
{
    struct wide net;
    struct wide losing = p->coalitions;
    const bool negative = net_of(x, p, row->group, &net);
    const struct wide others = power_of_two(x->g->players - 1);
    row->adverse = x->counts.adverse[row->group];
    row->hurts = !wide_is_zero(&row->adverse);
    row->swings = row->adverse;
    if (negative) {
        wide_subtract(&row->swings, &net);
    } else {
        wide_add(&row->swings, &net);
    }
    wide_subtract(&losing, &p->winning);
    row->dummy = wide_is_zero(&row->swings) && !row->hurts;
    row->banzhaf = exact_value(negative, &net, &others);
    row->share = exact_value(negative != x->total_negative, &net, &x->total);
    row->shapley = shapley_of(x, row->group);
    row->prevent = exact_value(false, &row->swings, &p->winning);
    row->initiate = exact_value(false, &row->swings, &losing);
    row->blocking = blocking_of(x, p, row->group);
    row->veto = !row->hurts && !wide_is_zero(&p->winning) && wide_compare(&row->swings, &p->winning) == 0;
}

static void add_net(struct exact *x, const struct power_answer *p, size_t group)
{
    struct wide net;
    const bool negative = net_of(x, p, group, &net);
    wide_multiply_small(&net, (uint32_t)x->g->l->groups[group].n);
    if (negative == x->total_negative) {
        wide_add(&x->total, &net);
    } else if (difference(&x->total, &net)) {
        x->total_negative = negative;
    }
}

static void find_exact(struct exact *x, struct power_answer *p)
{
    wide_set(&p->winning, 0);
    wide_set(&x->total, 0);
    for (size_t s = 0; s <= x->g->players; s++) {
        wide_add(&p->winning, &x->counts.wins[s]);
    }
    p->act = exact_value(false, &p->winning, &p->coalitions);
    prepare_orders(x);
    find_blocking(x, p);
    for (size_t i = 0; i < p->row_count; i++) {
        add_net(x, p, i);
    }
    for (size_t i = 0; i < p->row_count; i++) {
        fill_row(x, p, &p->rows[i]);
        p->hurts = p->hurts || p->rows[i].hurts;
    }
}

/* The table for few members, unless they are of very few kinds. */
static enum power_method method_of(const struct game *g, const struct power_options *options)
{
    const enum power_method asked = options->method;
    const size_t points_max = options->quick ? POWER_QUICK_POINTS : POWER_POINTS_MAX;
    size_t points = 1;
    for (size_t i = 0; i < g->l->group_count && points <= points_max; i++) {
        points *= (size_t)g->l->groups[i].n + 1;
    }
    const bool kinds = points * (g->l->group_count + 1) <= points_max;
    const bool table = g->players <= POWER_TABLE_MAX;
    const bool very_few = kinds && table && points <= ((size_t)1 << g->players) / 64;
    switch (asked) {
    case POWER_BEST:
        return table && !very_few ? POWER_COALITIONS : kinds ? POWER_KINDS : POWER_SAMPLED;
    case POWER_COALITIONS:
        return table ? asked : POWER_BEST;
    case POWER_KINDS:
        return kinds ? asked : POWER_BEST;
    case POWER_SAMPLED:
        break;
    }
    return POWER_SAMPLED;
}

static void count_exactly(struct arena *a, struct exact *x, enum power_method method)
{
    const size_t groups = x->g->l->group_count;
    x->counts.wins = ARENA_ARRAY(a, struct wide, x->g->players + 1);
    x->counts.with = ARENA_ARRAY(a, struct wide, groups * (x->g->players + 1));
    x->counts.adverse = ARENA_ARRAY(a, struct wide, groups);
    if (method == POWER_COALITIONS) {
        power_count_table(a, x->g, &x->counts);
    } else {
        power_count_kinds(a, x->g, &x->counts);
    }
}

static enum error fail(struct diag *diag, const char *message, struct bytes found)
{
    diag_set(diag, 0, 0, "", "%s", message);
    diag_found(diag, found);
    return ERROR_MALFORMED;
}

static enum error make_game(struct arena *a, const struct linear *l, const struct power_options *options,
                            struct game *g, struct diag *diag)
{
    const int with = position_index(options->with);
    const int against = position_index(options->against);
    const struct bytes pair = arena_copy(a, bytes_of((const char[]){options->with, options->against}, 2));
    if (with < 0 || against < 0 || with == against) {
        return fail(diag, "a game is two positions of " POSITIONS, pair);
    }
    if ((l->positions & POSITION_BIT(with)) == 0 || (l->positions & POSITION_BIT(against)) == 0) {
        return fail(diag, "the rule does not allow one of these positions", pair);
    }
    *g = (struct game){.l = l};
    int64_t players = 0;
    for (size_t k = 0; k < l->group_count; k++) {
        players += l->groups[k].n;
        if (players > POWER_MEMBERS_MAX) {
            return fail(diag, "power is told of at most 1000 members", l->stages[0].rule->name);
        }
    }
    if (players == 0) {
        return fail(diag, "there is nobody whose position counts", l->stages[0].rule->name);
    }
    g->players = (size_t)players;
    g->base = ARENA_ARRAY(a, int64_t, l->atom_count);
    g->adds = ARENA_ARRAY(a, int64_t, l->atom_count *l->group_count);
    for (size_t i = 0; i < l->atom_count; i++) {
        g->base[i] = l->base[i];
        for (size_t k = 0; k < l->group_count; k++) {
            const int64_t *adds = l->adds[i * l->group_count + k];
            g->base[i] += adds[against] * l->groups[k].n;
            g->adds[i * l->group_count + k] = adds[with] - adds[against];
        }
    }
    return OK;
}

enum error power_find(struct arena *a, const struct linear *l, const struct power_options *options,
                      const struct power_answer **out, struct diag *diag)
{
    struct game g;
    struct power_answer *p = ARENA_NEW(a, struct power_answer);
    const enum error e = make_game(a, l, options, &g, diag);
    if (e != OK) {
        return e;
    }
    struct exact x = {.arena = a, .g = &g};
    p->method = method_of(&g, options);
    if (p->method == POWER_BEST) {
        return fail(diag, "there are too many members for this method", l->stages[0].rule->name);
    }
    p->options = *options;
    p->members = (int64_t)g.players;
    p->coalitions = power_of_two(g.players);
    p->row_count = l->group_count;
    p->rows = ARENA_ARRAY(a, struct power_row, l->group_count);
    p->blocking_size = -1;
    for (size_t i = 0; i < p->row_count; i++) {
        p->rows[i].group = i;
    }
    if (p->method == POWER_SAMPLED) {
        power_sample(a, &g, p);
    } else {
        count_exactly(a, &x, p->method);
        find_exact(&x, p);
    }
    *out = p;
    return OK;
}
