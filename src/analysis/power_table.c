/* One bit for each coalition: whether it wins. A coalition is a number whose bits are its members; the lowest
 * six members make a word of 64 coalitions, and of these a comparison holds for those whose own sum is large
 * enough: a prefix of an order that is made once. So a word takes a search in 64 sums for each comparison,
 * and swings are counted 64 at a time. */
#include <stdlib.h>
#include <string.h>

#include "analysis/power_inner.h"
#include "base/check.h"

enum { LOW = 6, WORD = 64, SIZES = POWER_TABLE_MAX + 1 };

struct low_sums { /* of the lowest members, for one comparison */
    int64_t sorted[WORD];
    uint64_t from[WORD + 1]; /* coalitions whose sum is at or behind that place */
};

struct table {
    const struct game *g;
    size_t players;
    size_t low;           /* of them in a word: 6, or all */
    size_t word_count;
    uint64_t valid;       /* bits of a word that are coalitions */
    uint64_t *words;
    size_t *group_of;     /* by player */
    struct low_sums *sums;
    int64_t *at;          /* by comparison, for the members above */
    uint64_t sized[LOW + 1];                      /* bits of a word by the number of their members */
    uint64_t has[LOW];                            /* and those that have a given one */
    uint64_t with[POWER_TABLE_MAX][SIZES]; /* by player and size */
    uint64_t adverse[POWER_TABLE_MAX];
};

static int64_t adds_of(const struct table *t, size_t atom, size_t player)
{
    return t->g->adds[atom * t->g->l->group_count + t->group_of[player]];
}

static int by_value(const void *x, const void *y)
{
    const int64_t a = *(const int64_t *)x;
    const int64_t b = *(const int64_t *)y;
    return a < b ? -1 : a > b;
}

static void sort_low(const struct table *t, size_t atom)
{
    struct low_sums *s = &t->sums[atom];
    int64_t sum[WORD] = {0};
    const size_t count = (size_t)1 << t->low;
    for (size_t c = 0; c < count; c++) {
        for (size_t i = 0; i < t->low; i++) {
            sum[c] += (c >> i & 1) != 0 ? adds_of(t, atom, i) : 0;
        }
        s->sorted[c] = sum[c];
    }
    qsort(s->sorted, count, sizeof s->sorted[0], by_value);
    for (size_t place = 0; place < count; place++) {
        for (size_t c = 0; c < count; c++) {
            s->from[place] |= sum[c] >= s->sorted[place] ? (uint64_t)1 << c : 0;
        }
    }
}

/* The coalitions of a word whose sum is at least that. */
static uint64_t at_least(const struct table *t, size_t atom, int64_t least)
{
    const struct low_sums *s = &t->sums[atom];
    size_t low = 0;
    size_t high = (size_t)1 << t->low;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (s->sorted[middle] >= least) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return s->from[low];
}

static uint64_t atom_word(const struct table *t, size_t atom)
{
    const int64_t zero = -t->at[atom]; /* of the lowest members, so that the sides are equal */
    switch (t->g->l->atoms[atom]->compare) {
    case COMPARE_GE:
        return at_least(t, atom, zero);
    case COMPARE_GT:
        return at_least(t, atom, zero + 1);
    case COMPARE_LT:
        return ~at_least(t, atom, zero);
    case COMPARE_LE:
        return ~at_least(t, atom, zero + 1);
    case COMPARE_EQ:
        return at_least(t, atom, zero) & ~at_least(t, atom, zero + 1);
    case COMPARE_NE:
        return ~at_least(t, atom, zero) | at_least(t, atom, zero + 1);
    }
    unreachable("a comparison that is not in the table");
}

static uint64_t node_word(const struct table *t, size_t first, const struct node *node)
{
    if (node->kind == NODE_ATOM) {
        return atom_word(t, first + node->atom);
    }
    if (node->kind == NODE_NOT) {
        return ~node_word(t, first, node->children[0]);
    }
    uint64_t word = node->kind == NODE_AND ? ~(uint64_t)0 : 0;
    for (size_t i = 0; i < node->count; i++) {
        const uint64_t part = node_word(t, first, node->children[i]);
        word = node->kind == NODE_AND ? word & part : word | part;
    }
    return word;
}

/* Adopted at the first stage that passes, as long as each before it has its quorum. */
static uint64_t win_word(const struct table *t)
{
    uint64_t reached = t->valid;
    uint64_t wins = 0;
    for (size_t s = 0; s < t->g->l->stage_count; s++) {
        const struct linear_stage *stage = &t->g->l->stages[s];
        const struct charter_rule *rule = stage->rule;
        reached &=
            rule->quorum == NULL ? reached : node_word(t, stage->quorum_first, rule->quorum->root);
        wins |= reached & node_word(t, stage->pass_first, rule->pass->root);
    }
    return wins;
}

/* The members above one by one, in the order in which each step moves only one of them (Gray 1953). */
static void decide_all(struct table *t)
{
    const size_t atoms = t->g->l->atom_count;
    size_t place = 0;
    memcpy(t->at, t->g->base, atoms * sizeof *t->at);
    t->words[0] = win_word(t);
    for (size_t i = 1; i < t->word_count; i++) {
        const size_t bit = (size_t)__builtin_ctzll(i);
        place ^= (size_t)1 << bit;
        const bool joins = (place >> bit & 1) != 0;
        for (size_t k = 0; k < atoms; k++) {
            const int64_t adds = adds_of(t, k, LOW + bit);
            t->at[k] += joins ? adds : -adds;
        }
        t->words[place] = win_word(t);
    }
}

static unsigned ones_of(uint64_t word)
{
    return (unsigned)__builtin_popcountll(word);
}

static void count_word(struct table *t, uint64_t word, unsigned above, uint64_t *wins)
{
    for (size_t k = 0; k <= t->low && word != 0; k++) {
        const uint64_t part = word & t->sized[k];
        wins[k] = ones_of(part);
        for (size_t i = 0; i < t->low && part != 0; i++) {
            t->with[i][above + k] += ones_of(part & t->has[i]);
        }
    }
}

/* By size, counted without the `above` members that all coalitions of this part have. */
static void count_part(struct table *t, size_t player, size_t first, unsigned above, uint64_t wins[SIZES])
{
    if (player < t->low || t->low < LOW) {
        count_word(t, t->words[first], above, wins);
        return;
    }
    uint64_t more[SIZES] = {0};
    count_part(t, player - 1, first, above, wins);
    count_part(t, player - 1, first + ((size_t)1 << (player - LOW)), above + 1, more);
    for (size_t s = 0; s <= player; s++) {
        t->with[player][above + 1 + s] += more[s];
        wins[s + 1] += more[s];
    }
}

static void count_adverse(struct table *t)
{
    for (size_t i = 0; i < t->players; i++) {
        const size_t step = i < LOW ? 0 : (size_t)1 << (i - LOW);
        for (size_t w = 0; w < t->word_count; w++) {
            if ((w & step) != 0) {
                w += step - 1; /* the half that has it was looked at from the other */
                continue;
            }
            const uint64_t with = i < LOW ? (t->words[w] & t->has[i]) >> (1u << i) : t->words[w + step];
            const uint64_t without = i < LOW ? t->words[w] & ~t->has[i] : t->words[w];
            const uint64_t adverse = without & ~with;
            t->adverse[i] += adverse == 0 ? 0 : ones_of(adverse);
        }
    }
}

static void set_up(struct arena *a, struct table *t)
{
    size_t next = 0;
    t->low = t->players < LOW ? t->players : LOW;
    t->word_count = (size_t)1 << (t->players - t->low);
    t->valid = t->low == LOW ? ~(uint64_t)0 : ((uint64_t)1 << (1u << t->low)) - 1;
    t->words = ARENA_ARRAY(a, uint64_t, t->word_count);
    t->group_of = ARENA_ARRAY(a, size_t, t->players);
    for (size_t k = 0; k < t->g->l->group_count; k++) {
        for (int64_t i = 0; i < t->g->l->groups[k].n; i++) {
            t->group_of[next++] = k;
        }
    }
    check(next == t->players);
    for (size_t c = 0; c < (size_t)1 << t->low; c++) {
        t->sized[ones_of(c)] |= (uint64_t)1 << c;
        for (size_t i = 0; i < t->low; i++) {
            t->has[i] |= (c >> i & 1) != 0 ? (uint64_t)1 << c : 0;
        }
    }
    t->sums = ARENA_ARRAY(a, struct low_sums, t->g->l->atom_count);
    t->at = ARENA_ARRAY(a, int64_t, t->g->l->atom_count);
    for (size_t i = 0; i < t->g->l->atom_count; i++) {
        sort_low(t, i);
    }
}

void power_count_table(struct arena *a, const struct game *g, struct counts *out)
{
    struct table *t = ARENA_NEW(a, struct table);
    uint64_t wins[SIZES + 1] = {0};
    *t = (struct table){.g = g, .players = g->players};
    check(g->players >= 1 && g->players <= POWER_TABLE_MAX);
    set_up(a, t);
    decide_all(t);
    count_part(t, g->players - 1, 0, 0, wins);
    count_adverse(t);
    for (size_t s = 0; s <= g->players; s++) {
        wide_set(&out->wins[s], wins[s]);
        for (size_t p = 0; p < g->players; p++) { /* members of a group have the same numbers */
            wide_set(&out->with[t->group_of[p] * (g->players + 1) + s], t->with[p][s]);
            wide_set(&out->adverse[t->group_of[p]], t->adverse[p]);
        }
    }
}
