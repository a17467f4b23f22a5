/* Members that count alike: a coalition is how many it has of each kind, and stands for as many coalitions as
 * there are ways to choose them. A few numbers, then, even of 193 members; the counts are wide. */
#include <string.h>

#include "analysis/power_inner.h"
#include "base/check.h"

struct kinds {
    const struct game *g;
    size_t group_count;
    size_t *strides;         /* a point is the sum of how many of each kind, times these */
    uint64_t *wins;          /* a bit for each point */
    struct wide **choices;   /* [group][k]: n choose k */
    uint32_t *taken;         /* of the point at hand: how many of each kind */
    int64_t *at;             /* its differences */
    struct counts *out;
};

static uint32_t n_of(const struct kinds *k, size_t group)
{
    return (uint32_t)k->g->l->groups[group].n;
}

static bool is_winning(const struct kinds *k, size_t point)
{
    return (k->wins[point / 64] >> (point % 64) & 1) != 0;
}

static void decide(struct kinds *k, size_t group, size_t point)
{
    const size_t atoms = k->g->l->atom_count;
    if (group == k->group_count) {
        k->wins[point / 64] |= (uint64_t)(game_wins(k->g, k->at) ? 1 : 0) << (point % 64);
        return;
    }
    for (uint32_t i = 0; i <= n_of(k, group); i++) {
        decide(k, group + 1, point + i * k->strides[group]);
        for (size_t x = 0; x < atoms; x++) {
            k->at[x] += k->g->adds[x * k->group_count + group];
        }
    }
    for (size_t x = 0; x < atoms; x++) {
        k->at[x] -= k->g->adds[x * k->group_count + group] * ((int64_t)n_of(k, group) + 1);
    }
}

/* Of each group `with` gets members times coalitions, which is divided at the end; so does `adverse`. */
static void count_point(struct kinds *k, size_t point, size_t size, const struct wide *ways)
{
    wide_add(&k->out->wins[size], ways);
    for (size_t i = 0; i < k->group_count; i++) {
        const uint32_t others = n_of(k, i) - k->taken[i];
        wide_add_times(&k->out->with[i * (k->g->players + 1) + size], ways, k->taken[i]);
        if (others > 0 && !is_winning(k, point + k->strides[i])) {
            wide_add_times(&k->out->adverse[i], ways, others);
        }
    }
}

static void count(struct kinds *k, size_t group, size_t point, size_t size, const struct wide *ways)
{
    if (group == k->group_count) {
        if (is_winning(k, point)) {
            count_point(k, point, size, ways);
        }
        return;
    }
    for (uint32_t i = 0; i <= n_of(k, group); i++) {
        struct wide more;
        wide_multiply(&more, ways, &k->choices[group][i]);
        k->taken[group] = i;
        count(k, group + 1, point + i * k->strides[group], size + i, &more);
    }
}

static void make_choices(struct arena *a, struct kinds *k)
{
    k->choices = ARENA_ARRAY(a, struct wide *, k->group_count);
    for (size_t g = 0; g < k->group_count; g++) {
        const uint32_t n = n_of(k, g);
        struct wide *row = ARENA_ARRAY(a, struct wide, n + 1);
        wide_set(&row[0], 1);
        for (uint32_t i = 1; i <= n; i++) {
            row[i] = row[i - 1];
            wide_multiply_small(&row[i], n - i + 1);
            check(wide_divide_small(&row[i], i) == 0);
        }
        k->choices[g] = row;
    }
}

void power_count_kinds(struct arena *a, const struct game *g, struct counts *out)
{
    struct kinds k = {.g = g, .group_count = g->l->group_count, .out = out};
    struct wide one;
    size_t points = 1;
    k.strides = ARENA_ARRAY(a, size_t, k.group_count);
    for (size_t i = 0; i < k.group_count; i++) {
        k.strides[i] = points;
        points *= (size_t)n_of(&k, i) + 1;
    }
    check(points * (k.group_count + 1) <= POWER_POINTS_MAX);
    k.wins = ARENA_ARRAY(a, uint64_t, points / 64 + 1);
    k.taken = ARENA_ARRAY(a, uint32_t, k.group_count);
    k.at = ARENA_ARRAY(a, int64_t, g->l->atom_count);
    memcpy(k.at, g->base, g->l->atom_count * sizeof *k.at);
    make_choices(a, &k);
    decide(&k, 0, 0);
    wide_set(&one, 1);
    count(&k, 0, 0, 0, &one);
    for (size_t i = 0; i < k.group_count; i++) {
        for (size_t s = 0; s <= g->players; s++) {
            check(wide_divide_small(&out->with[i * (g->players + 1) + s], n_of(&k, i)) == 0);
        }
        check(wide_divide_small(&out->adverse[i], n_of(&k, i)) == 0);
    }
}
