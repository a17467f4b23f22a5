/* A choice is how many members of each source make each kind of move: a point in a box of whole numbers,
 * under two caps, the members of a source and the number of moves in all. Caps of this kind lie within each
 * other, so the largest that a comparison can get is found by taking moves in the order of what they add:
 * bounds of a box are exact, one comparison at a time. A box in which no wanted outcome can be is left out,
 * the others are halved. The fewest moves are found by halving too, for whoever may move more can move less.
 */
#include "charter/change.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"

enum { NAMES_MAX = 8 };

struct move { /* a kind of it */
    size_t source;
    uint16_t to;
    int64_t low; /* of the box at hand: how many make it */
    int64_t high;
};

struct search {
    const struct linear *l;
    unsigned wanted;
    size_t source_count;
    struct change_source *sources;
    size_t move_count;
    struct move *moves;
    int64_t *adds;  /* [atom * move_count + move] */
    size_t *order;  /* the same: moves by what they add, the least first */
    int64_t *stand; /* by atom: as it stands */
    int64_t *room;  /* by source: scratch */
    int64_t *point; /* by move: scratch, the point that makes a comparison extreme */
    int64_t *at;    /* by atom: its differences */
    struct linear_range *ranges;
    int64_t cap; /* moves in all */
    int64_t work;
    int64_t work_max;
    /* Of listing */
    struct arena *arena;
    struct change *out;
    struct change_way *ways;
    size_t limit;
};

static int column_of(const struct linear *l, const char *letters, size_t voter)
{
    return letters[voter] == 0 ? l->standard : position_index(letters[voter]);
}

bool change_is_of(const struct linear *l, const char *letters, const struct change_source *s, size_t voter)
{
    return l->group_of[voter] == s->group && column_of(l, letters, voter) == s->from;
}

/* In the order of the electorates; and the differences as they stand. */
static void find_sources(struct arena *a, struct search *q, const char *letters)
{
    const struct linear *l = q->l;
    size_t *place = ARENA_ARRAY(a, size_t, l->group_count *POSITION_COUNT);
    q->sources = ARENA_ARRAY(a, struct change_source, l->voter_count);
    q->stand = ARENA_ARRAY(a, int64_t, l->atom_count);
    memcpy(q->stand, l->base, l->atom_count * sizeof *q->stand);
    for (size_t v = 0; v < l->voter_count; v++) {
        const size_t g = l->group_of[v];
        if (g == l->group_count) {
            continue;
        }
        const int from = column_of(l, letters, v);
        size_t *known = &place[g * POSITION_COUNT + (size_t)from];
        if (*known == 0) {
            q->sources[q->source_count] = (struct change_source){.group = g, .from = from};
            *known = ++q->source_count;
        }
        q->sources[*known - 1].n += l->electors[v]->n;
        for (size_t i = 0; i < l->atom_count; i++) {
            q->stand[i] += l->adds[i * l->group_count + g][from] * l->electors[v]->n;
        }
    }
}

static int64_t moved(const struct linear *l, const struct change_source *s, size_t atom, int to)
{
    const int64_t *adds = l->adds[atom * l->group_count + s->group];
    return adds[to] - adds[s->from];
}

/* Whether moving to either does the same; to where they stand: whether moving does nothing. */
static bool is_same(const struct linear *l, const struct change_source *s, int one, int other)
{
    for (size_t i = 0; i < l->atom_count; i++) {
        if (moved(l, s, i, one) != moved(l, s, i, other)) {
            return false;
        }
    }
    return true;
}

static void find_moves(struct arena *a, struct search *q)
{
    q->moves = ARENA_ARRAY(a, struct move, q->source_count *POSITION_COUNT);
    for (size_t s = 0; s < q->source_count; s++) {
        const struct change_source *source = &q->sources[s];
        const size_t first = q->move_count;
        for (int to = 0; to < POSITION_COUNT; to++) {
            if ((q->l->positions & POSITION_BIT(to)) == 0 || is_same(q->l, source, to, source->from)) {
                continue;
            }
            size_t m = first;
            while (m < q->move_count && !is_same(q->l, source, to, __builtin_ctz(q->moves[m].to))) {
                m++;
            }
            q->move_count += m == q->move_count ? 1 : 0;
            q->moves[m].source = s;
            q->moves[m].to |= POSITION_BIT(to);
        }
    }
}

static int by_adds(const void *x, const void *y, void *adds)
{
    const int64_t one = ((const int64_t *)adds)[*(const size_t *)x];
    const int64_t other = ((const int64_t *)adds)[*(const size_t *)y];
    /* Equals in their order, so that the same answer is found everywhere. */
    const size_t a = *(const size_t *)x;
    const size_t b = *(const size_t *)y;
    return one != other ? (one < other ? -1 : 1) : (a > b) - (a < b);
}

static void weigh_moves(struct arena *a, struct search *q)
{
    const size_t cells = q->l->atom_count * q->move_count;
    q->adds = ARENA_ARRAY(a, int64_t, cells);
    q->order = ARENA_ARRAY(a, size_t, cells);
    for (size_t i = 0; i < q->l->atom_count; i++) {
        int64_t *adds = q->adds + i * q->move_count;
        size_t *order = q->order + i * q->move_count;
        for (size_t m = 0; m < q->move_count; m++) {
            const struct move *move = &q->moves[m];
            adds[m] = moved(q->l, &q->sources[move->source], i, __builtin_ctz(move->to));
            order[m] = m;
        }
        qsort_r(order, q->move_count, sizeof *order, by_adds, adds);
    }
}

/* The point of the box at which the comparison is smallest (sign -1) or largest, and its difference there. */
static int64_t extreme(struct search *q, size_t atom, int sign)
{
    const int64_t *adds = q->adds + atom * q->move_count;
    const size_t *order = q->order + atom * q->move_count;
    int64_t total = q->stand[atom];
    int64_t left = q->cap;
    for (size_t s = 0; s < q->source_count; s++) {
        q->room[s] = q->sources[s].n;
    }
    for (size_t m = 0; m < q->move_count; m++) {
        q->point[m] = q->moves[m].low;
        q->room[q->moves[m].source] -= q->moves[m].low;
        left -= q->moves[m].low;
        total += q->moves[m].low * adds[m];
    }
    for (size_t i = 0; i < q->move_count && left > 0; i++) {
        const size_t m = order[sign < 0 ? i : q->move_count - 1 - i];
        int64_t *room = &q->room[q->moves[m].source];
        int64_t taken = q->moves[m].high - q->moves[m].low;
        if (sign * adds[m] <= 0) {
            break;
        }
        taken = taken < *room ? taken : *room;
        taken = taken < left ? taken : left;
        q->point[m] += taken;
        *room -= taken;
        left -= taken;
        total += taken * adds[m];
    }
    q->work += (int64_t)(q->source_count + 2 * q->move_count);
    return total;
}

/* The outcomes that can be in the box. */
static unsigned outcomes_of(struct search *q)
{
    for (size_t i = 0; i < q->l->atom_count; i++) {
        q->ranges[i].low = extreme(q, i, -1);
        q->ranges[i].high = extreme(q, i, 1);
    }
    return linear_outcomes(q->l, q->ranges);
}

static int64_t size_of(const struct search *q)
{
    int64_t size = 0;
    for (size_t m = 0; m < q->move_count; m++) {
        size += q->point[m];
    }
    return size;
}

static bool is_wanted(struct search *q)
{
    for (size_t i = 0; i < q->l->atom_count; i++) {
        q->at[i] = q->stand[i];
        for (size_t m = 0; m < q->move_count; m++) {
            q->at[i] += q->point[m] * q->adds[i * q->move_count + m];
        }
    }
    q->work += (int64_t)(q->l->atom_count * q->move_count);
    return (OUTCOME_BIT(linear_outcome(q->l, q->at)) & q->wanted) != 0;
}

/* The extreme points of an open box are tried first: where being for helps, one of them is an answer. */
static bool try_points(struct search *q)
{
    for (size_t i = 0; i < q->l->atom_count; i++) {
        for (int sign = -1; sign <= 1; sign += 2) {
            (void)extreme(q, i, sign);
            if (is_wanted(q)) {
                return true;
            }
        }
    }
    return false;
}

/* The caps as far as the low ends use them up. */
static bool is_empty(struct search *q)
{
    int64_t left = q->cap;
    for (size_t s = 0; s < q->source_count; s++) {
        q->room[s] = q->sources[s].n;
    }
    for (size_t m = 0; m < q->move_count; m++) {
        q->room[q->moves[m].source] -= q->moves[m].low;
        left -= q->moves[m].low;
        if (q->room[q->moves[m].source] < 0 || left < 0) {
            return true;
        }
    }
    return false;
}

static struct move *widest(struct search *q)
{
    struct move *best = NULL;
    for (size_t m = 0; m < q->move_count; m++) {
        struct move *move = &q->moves[m];
        if (move->high > move->low && (best == NULL || move->high - move->low > best->high - best->low)) {
            best = move;
        }
    }
    return best;
}

enum found { FOUND_NO, FOUND_YES, FOUND_OPEN };

/* Whether the box has a wanted outcome; then q->point is one that makes it. */
static enum found find_in(struct search *q)
{
    if (is_empty(q) || (outcomes_of(q) & q->wanted) == 0) {
        return FOUND_NO;
    }
    if (try_points(q)) {
        return FOUND_YES;
    }
    struct move *move = widest(q);
    check(move != NULL); /* over a single point the outcome is known, and it was tried */
    if (q->work > q->work_max) {
        return FOUND_OPEN;
    }
    const struct move whole = *move;
    const int64_t middle = whole.low + (whole.high - whole.low) / 2;
    move->low = middle + 1;
    enum found found = find_in(q);
    move->low = whole.low;
    if (found == FOUND_NO) {
        move->high = middle;
        found = find_in(q);
    }
    *move = whole;
    return found;
}

static void open_box(struct search *q, int64_t cap)
{
    q->cap = cap;
    for (size_t m = 0; m < q->move_count; m++) {
        const int64_t n = q->sources[q->moves[m].source].n;
        q->moves[m].low = 0;
        q->moves[m].high = n < cap ? n : cap;
    }
}

static enum found find_within(struct search *q, int64_t cap)
{
    open_box(q, cap);
    return find_in(q);
}

static void list_point(struct search *q)
{
    struct change *out = q->out;
    if (out->way_count == q->limit) {
        out->more++;
        return;
    }
    struct change_step *steps = ARENA_ARRAY(q->arena, struct change_step, q->move_count);
    struct change_way *way = &q->ways[out->way_count++];
    *way = (struct change_way){.steps = steps};
    for (size_t m = 0; m < q->move_count; m++) {
        if (q->moves[m].low > 0) {
            steps[way->step_count++] =
                (struct change_step){q->moves[m].source, q->moves[m].to, q->moves[m].low};
        }
    }
}

/* All points of the box that make a wanted outcome, those that move the first members first. Fewer than the
 * cap do not make one. */
static void list_in(struct search *q, size_t first)
{
    if (is_empty(q) || q->work > q->work_max) {
        q->out->counted = q->out->counted && q->work <= q->work_max;
        return;
    }
    if ((outcomes_of(q) & q->wanted) == 0) {
        return;
    }
    while (first < q->move_count && q->moves[first].low == q->moves[first].high) {
        first++;
    }
    if (first == q->move_count) {
        list_point(q);
        return;
    }
    struct move *move = &q->moves[first];
    const struct move whole = *move;
    const int64_t middle = whole.low + (whole.high - whole.low) / 2;
    move->low = middle + 1;
    list_in(q, first);
    *move = whole;
    move->high = middle;
    list_in(q, first);
    *move = whole;
}

static void find_fewest(struct search *q, struct change *out)
{
    int64_t low = 0; /* so few do not do */
    int64_t all = 0;
    for (size_t s = 0; s < q->source_count; s++) {
        all += q->sources[s].n;
    }
    enum found found = find_within(q, all);
    out->members = -1;
    out->at_least = 1;
    if (found != FOUND_YES) {
        out->state = found == FOUND_NO ? CHANGE_IMPOSSIBLE : CHANGE_UNKNOWN;
        return;
    }
    out->members = size_of(q);
    while (found != FOUND_OPEN && low + 1 < out->members) {
        const int64_t middle = low + (out->members - low) / 2;
        found = find_within(q, middle);
        low = found == FOUND_NO ? middle : low;
        out->members = found == FOUND_YES ? size_of(q) : out->members;
    }
    out->at_least = low + 1;
    out->state = found == FOUND_OPEN ? CHANGE_UNKNOWN : CHANGE_FOUND;
}

void change_find(struct arena *a, const struct linear *l, const char *letters, unsigned wanted, size_t limit,
                 int64_t work, struct change *out)
{
    struct search q = {
        .l = l, .wanted = wanted, .arena = a, .out = out, .limit = limit, .work_max = work};
    check(work <= CHANGE_WORK_MAX);
    *out = (struct change){.counted = true};
    find_sources(a, &q, letters);
    find_moves(a, &q);
    weigh_moves(a, &q);
    q.room = ARENA_ARRAY(a, int64_t, q.source_count);
    q.point = ARENA_ARRAY(a, int64_t, q.move_count);
    q.at = ARENA_ARRAY(a, int64_t, l->atom_count);
    q.ranges = ARENA_ARRAY(a, struct linear_range, l->atom_count);
    q.ways = ARENA_ARRAY(a, struct change_way, limit);
    out->sources = q.sources;
    out->source_count = q.source_count;
    out->ways = q.ways;
    if ((OUTCOME_BIT(linear_outcome(l, q.stand)) & wanted) != 0) {
        out->state = CHANGE_STANDS;
        return;
    }
    find_fewest(&q, out);
    if (out->state == CHANGE_FOUND) {
        q.work = 0;
        open_box(&q, out->members);
        list_in(&q, 0);
    }
}

/* "DEU, FRA and 3 without names", at most NAMES_MAX of them. */
static void add_names(struct buffer *b, const struct linear *l, const char *letters,
                      const struct change_source *s)
{
    int64_t named = 0;
    for (size_t v = 0; v < l->voter_count; v++) {
        named += l->electors[v]->code.len > 0 && change_is_of(l, letters, s, v) ? 1 : 0;
    }
    const int64_t show = named <= NAMES_MAX ? named : NAMES_MAX - 1;
    const int64_t parts = show + (named > show ? 1 : 0) + (s->n > named ? 1 : 0);
    int64_t shown = 0;
    for (size_t v = 0; v < l->voter_count && shown < show; v++) {
        if (l->electors[v]->code.len > 0 && change_is_of(l, letters, s, v)) {
            buffer_add_text(b, shown == 0 ? "" : shown + 1 == parts ? " and " : ", ");
            buffer_add_bytes(b, l->electors[v]->code);
            shown++;
        }
    }
    if (named > show) {
        buffer_printf(b, "%s%lld more", s->n > named ? ", " : " and ", (long long)(named - show));
    }
    if (s->n > named) {
        buffer_printf(b, "%s%lld without names", parts > 1 ? " and " : "", (long long)(s->n - named));
    }
}

void change_way_write(struct buffer *b, const struct linear *l, const char *letters, const struct change *c,
                      const struct change_way *way)
{
    for (size_t i = 0; i < way->step_count; i++) {
        const struct change_step *step = &way->steps[i];
        const struct change_source *s = &c->sources[step->source];
        buffer_add_text(b, i == 0 ? "" : "; ");
        if (step->count < s->n) {
            buffer_printf(b, "%lld of ", (long long)step->count);
        }
        add_names(b, l, letters, s);
        buffer_printf(b, ": %c -> ", POSITIONS[s->from]);
        for (unsigned to = step->to, rest = 0; to != 0; to &= to - 1, rest = 1) {
            buffer_printf(b, "%s%c", rest == 0 ? "" : (to & (to - 1)) == 0 ? " or " : ", ",
                          POSITIONS[__builtin_ctz(to)]);
        }
    }
}
