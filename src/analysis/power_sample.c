/* Random coalitions and random orders, the same ones each time: where counting would take too long. */
#include <string.h>

#include "analysis/power_inner.h"
#include "base/check.h"
#include "base/prng.h"

enum { SEED = 1, SAMPLES_MIN = 2000, SAMPLES_MAX = 1000000 };

/* That many standard deviations of a normal distribution leave out one in a hundred. */
#define DEVIATIONS 2.5758293

struct tallies { /* by group, of its first member */
    int64_t *swings;
    int64_t *adverse;
    int64_t *up; /* orders in which it wins, */
    int64_t *down; /* and in which it loses what was won */
    int64_t wins;
};

struct sampling {
    const struct game *g;
    struct prng prng;
    size_t *players; /* the group of each; the first member of a group stands first */
    size_t *order;   /* of an order at hand */
    size_t *first;   /* by group: the place of its first member */
    bool *in;        /* by player */
    int64_t *at;
    struct tallies t;
};

static double square_root(double x)
{
    double r = x > 1 ? x : 1;
    for (int i = 0; i < 60; i++) { /* Newton, from above */
        r = (r + x / r) / 2;
    }
    return r;
}

/* Wilson's interval: good for shares near 0 and 1 too. */
static struct power_value share_of(int64_t count, int64_t samples)
{
    const double n = (double)samples;
    const double p = (double)count / n;
    const double z = DEVIATIONS * DEVIATIONS;
    const double middle = (p + z / (2 * n)) / (1 + z / n);
    const double half = DEVIATIONS / (1 + z / n) * square_root(p * (1 - p) / n + z / (4 * n * n));
    return (struct power_value){.value = p,
                                .low = count == 0 ? 0 : middle - half,
                                .high = count == samples ? 1 : middle + half};
}

static struct power_value less(struct power_value a, struct power_value b)
{
    return (struct power_value){
        .value = a.value - b.value, .low = a.low - b.high, .high = a.high - b.low};
}

/* Of what never happened nothing is taken away. */
static struct power_value net_of(int64_t up, int64_t down, int64_t samples)
{
    return down == 0 ? share_of(up, samples) : less(share_of(up, samples), share_of(down, samples));
}

static struct power_value over(struct power_value a, double times, struct power_value by)
{
    struct power_value v = {.value = a.value * times / by.value,
                            .low = a.low * times / by.high,
                            .high = by.low > 0 ? a.high * times / by.low : 1};
    v.high = v.high > 1 ? 1 : v.high;
    v.value = v.value > 1 ? 1 : v.value;
    return by.value > 0 ? v : (struct power_value){.high = 1};
}

static void join(struct sampling *s, size_t group, int sign)
{
    const size_t groups = s->g->l->group_count;
    for (size_t i = 0; i < s->g->l->atom_count; i++) {
        s->at[i] += sign * s->g->adds[i * groups + group];
    }
}

static void sample_coalition(struct sampling *s)
{
    uint64_t bits = 0;
    memcpy(s->at, s->g->base, s->g->l->atom_count * sizeof *s->at);
    for (size_t i = 0; i < s->g->players; i++, bits >>= 1) {
        bits = i % 64 == 0 ? prng_next(&s->prng) : bits;
        s->in[i] = (bits & 1) != 0;
        if (s->in[i]) {
            join(s, s->players[i], 1);
        }
    }
    const bool wins = game_wins(s->g, s->at);
    s->t.wins += wins ? 1 : 0;
    for (size_t k = 0; k < s->g->l->group_count; k++) {
        const bool in = s->in[s->first[k]];
        join(s, k, in ? -1 : 1);
        const bool other = game_wins(s->g, s->at);
        join(s, k, in ? 1 : -1);
        s->t.swings[k] += wins != other && wins == in ? 1 : 0;
        s->t.adverse[k] += wins != other && wins != in ? 1 : 0;
    }
}

static void sample_order(struct sampling *s)
{
    memcpy(s->at, s->g->base, s->g->l->atom_count * sizeof *s->at);
    bool wins = game_wins(s->g, s->at);
    for (size_t i = 0; i < s->g->players; i++) {
        const size_t place = i + (size_t)prng_below(&s->prng, s->g->players - i);
        const size_t player = s->order[place];
        const size_t group = s->players[player];
        s->order[place] = s->order[i];
        s->order[i] = player;
        join(s, group, 1);
        const bool now = game_wins(s->g, s->at);
        if (now != wins && player == s->first[group]) {
            s->t.up[group] += now ? 1 : 0;
            s->t.down[group] += now ? 0 : 1;
        }
        wins = now;
    }
}

static bool loses_without(struct sampling *s, size_t group, int64_t n)
{
    memcpy(s->at, s->g->base, s->g->l->atom_count * sizeof *s->at);
    for (size_t i = 0; i < s->g->players; i++) {
        if (s->players[i] != group || n-- > 0) {
            join(s, s->players[i], 1);
        }
    }
    return !game_wins(s->g, s->at);
}

static void fill_rows(struct sampling *s, struct power_answer *p)
{
    double total = 0;
    const struct tallies *t = &s->t;
    p->act = share_of(t->wins, p->samples);
    const struct power_value fails = share_of(p->samples - t->wins, p->samples);
    for (size_t k = 0; k < p->row_count; k++) {
        struct power_row *row = &p->rows[k];
        const struct power_value swings = share_of(t->swings[k], p->samples);
        row->hurts = t->adverse[k] > 0 || t->down[k] > 0;
        p->hurts = p->hurts || row->hurts;
        row->banzhaf = net_of(t->swings[k], t->adverse[k], p->samples);
        row->shapley = net_of(t->up[k], t->down[k], p->samples);
        row->prevent = over(swings, 0.5, p->act);
        row->initiate = over(swings, 0.5, fails);
        total += row->banzhaf.value * (double)s->g->l->groups[k].n;
    }
    for (size_t k = 0; k < p->row_count; k++) {
        struct power_row *row = &p->rows[k];
        row->veto = !p->hurts && !loses_without(s, k, s->g->l->groups[k].n) &&
                    loses_without(s, k, s->g->l->groups[k].n - 1);
        if (total > 0) {
            row->share = (struct power_value){.value = row->banzhaf.value / total,
                                              .low = row->banzhaf.low / total,
                                              .high = row->banzhaf.high / total};
        }
    }
}

void power_sample(struct arena *a, const struct game *g, struct power_answer *p)
{
    struct sampling s = {.g = g};
    size_t next = 0;
    s.players = ARENA_ARRAY(a, size_t, g->players);
    s.order = ARENA_ARRAY(a, size_t, g->players);
    s.first = ARENA_ARRAY(a, size_t, p->row_count);
    s.in = ARENA_ARRAY(a, bool, g->players);
    s.at = ARENA_ARRAY(a, int64_t, g->l->atom_count);
    s.t.swings = ARENA_ARRAY(a, int64_t, p->row_count);
    s.t.adverse = ARENA_ARRAY(a, int64_t, p->row_count);
    s.t.up = ARENA_ARRAY(a, int64_t, p->row_count);
    s.t.down = ARENA_ARRAY(a, int64_t, p->row_count);
    for (size_t k = 0; k < p->row_count; k++) {
        s.first[k] = next;
        for (int64_t i = 0; i < g->l->groups[k].n; i++) {
            s.order[next] = next;
            s.players[next++] = k;
        }
    }
    prng_seed(&s.prng, SEED);
    p->samples = (p->options.quick ? POWER_QUICK_STEPS : POWER_STEPS) /
                 (int64_t)(g->players * (g->l->atom_count + 3));
    p->samples = p->samples < SAMPLES_MIN ? SAMPLES_MIN : p->samples;
    p->samples = p->samples > SAMPLES_MAX ? SAMPLES_MAX : p->samples;
    for (int64_t i = 0; i < p->samples; i++) {
        sample_coalition(&s);
    }
    for (int64_t i = 0; i < p->samples; i++) {
        sample_order(&s);
    }
    fill_rows(&s, p);
}
