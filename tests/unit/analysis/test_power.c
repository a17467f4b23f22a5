/* Power against brute force over small games, against values that others have published, and one method
 * against another. */
#include "analysis/power.h"

#include "unit/charter/made_up.h"
#include "unit/charter/naive.h"
#include "unit/charter/votes.h"

static const struct linear *linear_with(const char *parts, const char *clauses, const struct electorate *e)
{
    const struct charter *c = NULL;
    const struct charter_rule *r = rule_of(parts, clauses, &c);
    const struct linear *l = NULL;
    struct diag diag = {0};
    check_ok(linear_prepare(harness_arena(), r, e, 1, BYTES(""), &l, &diag));
    return l;
}

static const struct linear *linear_of(const char *clauses, const struct electorate *e)
{
    return linear_with("attributes pop;", clauses, e);
}

static const struct power_answer *power_by(const struct linear *l, enum power_method method)
{
    const struct power_options options = {.with = 'Y', .against = 'N', .method = method};
    const struct power_answer *p = NULL;
    struct diag diag = {0};
    check_ok(power_find(harness_arena(), l, &options, &p, &diag));
    return p;
}

static const char *wide_text(const struct wide *w)
{
    struct buffer b;
    buffer_init(&b, 1 << 12);
    wide_write(&b, w);
    const char *text = arena_text(harness_arena(), buffer_view(&b));
    buffer_done(&b);
    return text;
}

static const char *exact_of(const struct power_value *v)
{
    struct buffer b;
    buffer_init(&b, 1 << 12);
    check_that(v->exact);
    fraction_write_exact(&b, &v->fraction);
    const char *text = arena_text(harness_arena(), buffer_view(&b));
    buffer_done(&b);
    return text;
}

static const char *rounded(const struct power_value *v, unsigned digits)
{
    struct buffer b;
    buffer_init(&b, 1 << 12);
    fraction_write(&b, &v->fraction, digits);
    const char *text = arena_text(harness_arena(), buffer_view(&b));
    buffer_done(&b);
    return text;
}

/* Brute force ------------------------------------------------------------------------------------------- */

enum { SMALL = 6 };

struct brute {
    size_t n;
    const char *pass;
    const char *quorum; /* NULL: none */
    const char *next;   /* pass of a rule that is asked at once; NULL: none */
    char with;
    char against;
    const char *tags[SMALL];
    long weights[SMALL];
    bool wins[1 << SMALL];
};

static void decide_all(struct brute *b)
{
    const bool out[SMALL] = {false};
    for (size_t c = 0; c < (size_t)1 << b->n; c++) {
        char positions[SMALL + 1] = {0};
        for (size_t i = 0; i < b->n; i++) {
            positions[i] = (c >> i & 1) != 0 ? b->with : b->against;
        }
        const struct naive n = {b->n, positions, b->tags, out, b->weights};
        b->wins[c] = (b->quorum == NULL || naive_holds(b->quorum, &n)) &&
                     (naive_holds(b->pass, &n) || (b->next != NULL && naive_holds(b->next, &n)));
    }
}

static int64_t swings_of(const struct brute *b, size_t member, bool adverse)
{
    int64_t count = 0;
    for (size_t c = 0; c < (size_t)1 << b->n; c++) {
        const bool without = b->wins[c & ~((size_t)1 << member)];
        count += (c >> member & 1) != 0 && b->wins[c] != without && without == adverse ? 1 : 0;
    }
    return count;
}

static int64_t factorial(int64_t n)
{
    return n < 2 ? 1 : n * factorial(n - 1);
}

/* Over all orders one by one: how often the member turns the outcome to adopted, less how often back. */
static int64_t turns_in_orders(const struct brute *b, size_t member, size_t joined)
{
    int64_t count = 0;
    for (size_t i = 0; i < b->n; i++) {
        const size_t next = joined | (size_t)1 << i;
        if ((joined >> i & 1) != 0) {
            continue;
        }
        if (i == member) {
            const int gain = (b->wins[next] ? 1 : 0) - (b->wins[joined] ? 1 : 0);
            count += gain * factorial((int64_t)b->n - __builtin_popcountll(next));
        } else {
            count += turns_in_orders(b, member, next);
        }
    }
    return count;
}

/* Of the smallest coalitions that stop all others: how many there are (member n), or have the member. */
static int64_t blocking_of(const struct brute *b, size_t member, int *size)
{
    const size_t all = ((size_t)1 << b->n) - 1;
    *size = -1;
    for (size_t c = 0; c <= all; c++) {
        const int ones = __builtin_popcountll(c);
        *size = !b->wins[all & ~c] && (*size < 0 || ones < *size) ? ones : *size;
    }
    int64_t count = 0;
    for (size_t c = 0; c <= all; c++) {
        const bool has = member == b->n || (c >> member & 1) != 0;
        count += !b->wins[all & ~c] && __builtin_popcountll(c) == *size && has ? 1 : 0;
    }
    return count;
}

static bool is_fraction(const struct power_value *v, int64_t numerator, int64_t denominator)
{
    struct fraction f = {.negative = numerator < 0};
    wide_set(&f.numerator, (uint64_t)(numerator < 0 ? -numerator : numerator));
    wide_set(&f.denominator, (uint64_t)denominator);
    const struct power_value expected = {.exact = true, .fraction = f};
    if (strcmp(exact_of(v), exact_of(&expected)) != 0) {
        harness_note("%s and not %s", exact_of(v), exact_of(&expected));
        return false;
    }
    return true;
}

static void check_row(const struct brute *b, const struct power_answer *p,
                      const struct power_row *row, size_t i)
{
    int size = 0;
    int64_t winning = 0;
    int64_t total = 0;
    for (size_t c = 0; c < (size_t)1 << b->n; c++) {
        winning += b->wins[c] ? 1 : 0;
    }
    for (size_t k = 0; k < b->n; k++) {
        total += swings_of(b, k, false) - swings_of(b, k, true);
    }
    const int64_t swings = swings_of(b, i, false);
    const int64_t adverse = swings_of(b, i, true);
    const int64_t all = (int64_t)1 << b->n;
    check_text(wide_text(&row->swings), arena_printf(harness_arena(), "%lld", (long long)swings));
    check_text(wide_text(&row->adverse), arena_printf(harness_arena(), "%lld", (long long)adverse));
    check_that(is_fraction(&row->banzhaf, swings - adverse, all / 2));
    const int64_t sign = total < 0 ? -1 : 1;
    check_that(is_fraction(&row->share, sign * (swings - adverse), sign * total));
    check_that(is_fraction(&row->shapley, turns_in_orders(b, i, 0), factorial((int64_t)b->n)));
    check_that(is_fraction(&row->prevent, swings, winning));
    check_that(is_fraction(&row->initiate, swings, all - winning));
    const int64_t blocks = blocking_of(b, i, &size);
    const int64_t of = blocking_of(b, b->n, &size);
    check_eq(p->blocking_size, size);
    check_that(size < 0 || is_fraction(&row->blocking, blocks, of));
    check_eq(row->dummy, swings == 0 && adverse == 0);
    check_eq(row->hurts, adverse > 0);
    bool veto = winning > 0;
    for (size_t c = 0; c < (size_t)1 << b->n; c++) {
        veto = veto && (!b->wins[c] || (c >> i & 1) != 0);
    }
    check_eq(row->veto, veto);
}

/* Tags and weights so that some members count alike and others do not. */
static void check_brute(struct brute *b)
{
    struct elector electors[SMALL] = {0};
    const struct bytes tag = BYTES("P5");
    int64_t weights[SMALL];
    decide_all(b);
    for (size_t i = 0; i < b->n; i++) {
        weights[i] = b->weights[i];
        electors[i] = (struct elector){.n = 1, .weights = &weights[i]};
        electors[i].tags = &tag;
        electors[i].tag_count = strcmp(b->tags[i], " P5 ") == 0 ? 1 : 0;
    }
    const struct electorate e = {.count = b->n, .electors = electors};
    const char *quorum = b->quorum == NULL ? "" : arena_printf(harness_arena(), "quorum %s;", b->quorum);
    const char *clauses = arena_printf(harness_arena(), "allow Y L N A; %s pass %s;%s", quorum, b->pass,
                                       b->next == NULL ? "" : "else stage s;");
    const char *parts = b->next == NULL ? "attributes pop;"
                                        : arena_printf(harness_arena(),
                                                       "attributes pop; rule s { allow Y L N A; pass %s; }",
                                                       b->next);
    harness_note("%s, %zu members, %c and %c", clauses, b->n, b->with, b->against);
    const struct linear *l = linear_with(parts, clauses, &e);
    static const enum power_method methods[] = {POWER_COALITIONS, POWER_KINDS};
    for (size_t m = 0; m < 2; m++) {
        const struct power_options options = {b->with, b->against, methods[m], false};
        const struct power_answer *p = NULL;
        struct diag diag = {0};
        check_ok(power_find(harness_arena(), l, &options, &p, &diag));
        check_eq(p->method, methods[m]);
        for (size_t i = 0; i < b->n; i++) {
            check_row(b, p, &p->rows[l->group_of[i]], i);
        }
    }
}

TEST(power_agrees_with_brute_force_over_small_games)
{
    static const char games[][2] = {{'Y', 'N'}, {'Y', 'N'}, {'Y', 'X'}, {'L', 'N'}, {'Y', 'A'}, {'N', 'Y'}};
    struct prng p;
    prng_seed(&p, harness_seed());
    for (int i = 0; i < 600; i++) {
        struct brute b = {.n = (size_t)prng_between(&p, 1, SMALL), .pass = made_up_condition(&p)};
        const uint64_t game = prng_below(&p, 6);
        b.with = games[game][0];
        b.against = games[game][1];
        b.quorum = prng_chance(&p, 200) ? made_up_condition(&p) : NULL;
        b.next = prng_chance(&p, 300) ? made_up_condition(&p) : NULL;
        for (size_t k = 0; k < b.n; k++) {
            b.tags[k] = prng_chance(&p, 400) ? " P5 " : " ";
            b.weights[k] = (long)prng_between(&p, 0, 3);
        }
        check_brute(&b);
    }
}

/* All weighted majority games of up to five members with weights up to three, by their quotas. */
TEST(power_agrees_with_brute_force_over_weighted_games)
{
    for (long weights = 0; weights < 1 << 8; weights++) {
        long sum = 0;
        struct brute b = {.n = 4, .with = 'Y', .against = 'N'};
        for (size_t i = 0; i < b.n; i++) {
            b.tags[i] = " ";
            b.weights[i] = weights >> (2 * i) & 3;
            sum += b.weights[i];
        }
        if (weights % 3 == 0) {
            b.pass = arena_printf(harness_arena(), "pop(Y) >= %ld", 1 + weights % (sum + 1));
            check_brute(&b);
        }
    }
}

/* Published ---------------------------------------------------------------------------------------------- */

TEST(the_security_council_has_the_published_values)
{
    const struct electorate e = votes_of("5X|P5 10X");
    const struct linear *l = linear_of("pass n(Y) >= 9 & n(N|P5) = 0;", &e);
    static const enum power_method methods[] = {POWER_BEST, POWER_COALITIONS, POWER_KINDS};
    for (size_t i = 0; i < 3; i++) {
        const struct power_answer *p = power_by(l, methods[i]);
        const struct power_row *permanent = &p->rows[0];
        const struct power_row *elected = &p->rows[1];
        check_eq(p->members, 15);
        check_text(wide_text(&p->winning), "848");
        check_text(exact_of(&p->act), "53/2048");
        check_text(wide_text(&permanent->swings), "848");
        check_text(wide_text(&elected->swings), "84");
        check_text(exact_of(&permanent->share), "106/635"); /* 848 of 5080 */
        check_text(exact_of(&elected->share), "21/1270");
        check_text(exact_of(&permanent->shapley), "421/2145"); /* 0.19627 */
        check_text(exact_of(&elected->shapley), "4/2145");     /* 0.001865 */
        check_text(exact_of(&permanent->prevent), "1");
        check_text(rounded(&elected->prevent, 4), "0.0991");
        check_text(rounded(&permanent->initiate, 4), "0.0266");
        check_that(permanent->veto && !elected->veto && !elected->dummy && !p->hurts);
        check_eq(p->blocking_size, 1);
        check_text(wide_text(&p->blocking_count), "5");
        check_text(exact_of(&permanent->blocking), "1/5");
        check_text(exact_of(&elected->blocking), "0");
    }
    /* Before the amendment of 1965: 7 of 11. Shapley and Shubik 1954: 76/385 and 1/462. */
    const struct electorate old = votes_of("5X|P5 6X");
    const struct power_answer *p = power_by(linear_of("pass n(Y) >= 7 & n(N|P5) = 0;", &old), POWER_BEST);
    check_text(exact_of(&p->rows[0].shapley), "76/385");
    check_text(exact_of(&p->rows[1].shapley), "1/462");
}

/* Germany, France and Italy 4 each, Belgium and the Netherlands 2, Luxembourg 1; 12 of 17. */
TEST(the_council_of_1958_has_the_published_values)
{
    static const int64_t weights[] = {4, 4, 4, 2, 2, 1};
    struct elector electors[6] = {0};
    for (size_t i = 0; i < 6; i++) {
        electors[i] = (struct elector){.n = 1, .weights = &weights[i]};
    }
    const struct electorate e = {.count = 6, .electors = electors};
    const struct power_answer *p = power_by(linear_of("pass pop(Y) >= 12;", &e), POWER_BEST);
    static const char *const swings[] = {"10", "6", "0"};
    static const char *const shapley[] = {"7/30", "3/20", "0"};
    static const char *const share[] = {"5/21", "1/7", "0"};
    check_text(wide_text(&p->winning), "14");
    check_eq(p->row_count, 3);
    for (size_t i = 0; i < 3; i++) {
        check_text(wide_text(&p->rows[i].swings), swings[i]);
        check_text(exact_of(&p->rows[i].shapley), shapley[i]);
        check_text(exact_of(&p->rows[i].share), share[i]);
        check_eq(p->rows[i].dummy, i == 2);
    }
    check_eq(p->blocking_size, 2);
}

/* Twenty members of the Union's rule, whose populations all differ: each coalition by itself. */
TEST(weights_of_twenty_members_agree_with_a_plain_count)
{
    enum { N = 20 };
    static const char rule[] = "pass 100*n(Y) >= 55*n(*) & 100*pop(Y) >= 65*pop(*) | n(!Y) < 4;";
    struct elector electors[N] = {0};
    int64_t weights[N];
    int64_t all = 0;
    bool *wins = ARENA_ARRAY(harness_arena(), bool, (size_t)1 << N);
    int64_t winning = 0;
    for (size_t i = 0; i < N; i++) {
        weights[i] = (int64_t)(i * i * i * 977 + 1013 * i + 500009);
        electors[i] = (struct elector){.n = 1, .weights = &weights[i]};
        all += weights[i];
    }
    for (size_t c = 0; c < (size_t)1 << N; c++) {
        int64_t sum = 0;
        const int heads = __builtin_popcountll(c);
        for (size_t left = c; left != 0; left &= left - 1) {
            sum += weights[__builtin_ctzll(left)];
        }
        wins[c] = (100 * heads >= 55 * N && 100 * sum >= 65 * all) || N - heads < 4;
        winning += wins[c] ? 1 : 0;
    }
    const struct electorate e = {.count = N, .electors = electors};
    const struct linear *l = linear_of(rule, &e);
    const struct power_answer *p = power_by(l, POWER_BEST);
    check_eq(p->method, POWER_COALITIONS);
    check_text(wide_text(&p->winning), arena_printf(harness_arena(), "%lld", (long long)winning));
    for (size_t i = 0; i < N; i++) {
        int64_t swings = 0;
        double shapley = 0;
        for (size_t c = 0; c < (size_t)1 << N; c++) {
            if ((c >> i & 1) == 0 && !wins[c] && wins[c | (size_t)1 << i]) {
                double orders = N; /* N * (N-1 choose size) */
                for (int k = 0; k < __builtin_popcountll(c); k++) {
                    orders = orders * (N - 1 - k) / (k + 1);
                }
                swings++;
                shapley += 1 / orders;
            }
        }
        const struct power_row *row = &p->rows[l->group_of[i]];
        check_text(wide_text(&row->swings), arena_printf(harness_arena(), "%lld", (long long)swings));
        check_that(row->shapley.value - shapley < 1e-8 && shapley - row->shapley.value < 1e-8);
    }
}

/* A law of the United States: 435 representatives, 100 senators, the president or two thirds of both houses.
 * Brams, Affuso and Kilgour 1989: the president has 0.16047. */
TEST(many_members_of_few_kinds_are_counted_exactly)
{
    const struct electorate e = votes_of("435X|REP 100X|SEN 1X|PRES");
    static const char law[] = "pass n(Y|PRES) = 1 & n(Y|REP) >= 218 & n(Y|SEN) >= 51 | "
                              "n(Y|REP) >= 290 & n(Y|SEN) >= 67;";
    const struct power_answer *p = power_by(linear_of(law, &e), POWER_BEST);
    check_eq(p->method, POWER_KINDS);
    check_text(rounded(&p->rows[2].shapley, 5), "0.16047");
    check_eq(p->members, 536);
    double sum = 0;
    for (size_t i = 0; i < 3; i++) {
        sum += p->rows[i].shapley.value * (double)(i == 0 ? 435 : i == 1 ? 100 : 1);
    }
    check_that(sum > 0.999999 && sum < 1.000001);
    /* Members that all count alike have each one n-th, and the same swings: n - 1 choose q - 1. */
    const struct electorate all = votes_of("193X");
    const struct power_answer *q = power_by(linear_of("pass 2*n(Y) > n(V);", &all), POWER_BEST);
    check_text(exact_of(&q->rows[0].shapley), "1/193");
    check_text(exact_of(&q->rows[0].share), "1/193");
    check_text(exact_of(&q->act), "1/2");
    check_text(wide_text(&q->rows[0].swings), "360979990827377575399695442513786925991822149645733347100");
    check_eq(q->blocking_size, 97);
    check_text(exact_of(&q->rows[0].blocking), "97/193");
}

/* Limits and what is refused ---------------------------------------------------------------------------- */

static const char *refusal(const char *clauses, const char *votes, struct power_options options)
{
    const struct electorate e = votes_of(votes);
    const struct power_answer *p = NULL;
    struct diag diag = {0};
    check_eq(power_find(harness_arena(), linear_of(clauses, &e), &options, &p, &diag), ERROR_MALFORMED);
    return arena_printf(harness_arena(), "%s", diag.message);
}

TEST(what_power_cannot_be_told_of_is_refused)
{
    const struct power_options plain = {'Y', 'N', POWER_BEST, false};
    check_text(refusal("pass n(Y) > 0;", "1001X", plain), "power is told of at most 1000 members");
    check_text(refusal("pass n(Y) > 0;", "1000000000X", plain), "power is told of at most 1000 members");
    check_text(refusal("out PARTY; pass n(Y) > 0;", "3X|PARTY", plain),
               "there is nobody whose position counts");
    check_text(refusal("force PARTY = A; pass n(Y) > 0;", "3X|PARTY 0X", plain),
               "there is nobody whose position counts");
    check_text(refusal("pass n(Y) > 0;", "3X", (struct power_options){'Y', 'Y', POWER_BEST, false}),
               "a game is two positions of " POSITIONS);
    check_text(refusal("pass n(Y) > 0;", "3X", (struct power_options){'y', 'N', POWER_BEST, false}),
               "a game is two positions of " POSITIONS);
    check_text(refusal("pass n(Y) > 0;", "3X", (struct power_options){'Y', 'Q', POWER_BEST, false}),
               "the rule does not allow one of these positions");
    check_text(refusal("pass n(Y) > 0;", "29X", (struct power_options){'Y', 'N', POWER_COALITIONS, false}),
               "there are too many members for this method");
    check_text(refusal("pass n(Y) > 0 & n(Y|A) + 2*n(Y|B) > 3;", "900X 50X|A 50X|B",
                       (struct power_options){'Y', 'N', POWER_KINDS, false}),
               "there are too many members for this method");
    /* At the limits. */
    const struct electorate most = votes_of("1000X");
    const struct power_answer *p = power_by(linear_of("pass 3*n(Y) >= 2*n(V);", &most), POWER_BEST);
    check_text(exact_of(&p->rows[0].shapley), "1/1000");
    const struct electorate table = votes_of("28X");
    const struct power_answer *q = power_by(linear_of("pass 2*n(Y) > n(*);", &table), POWER_COALITIONS);
    check_text(wide_text(&q->rows[0].swings), "20058300");
    check_text(exact_of(&q->rows[0].shapley), "1/28");
}

TEST(who_is_out_or_forced_plays_no_part)
{
    const struct electorate e = votes_of("3X 1X|PARTY 1X|OUT 1X|HELD");
    const struct linear *l =
        linear_of("out OUT; force PARTY = A, HELD = Y; pass 2*n(Y) > n(*) & n(Y|X) = 0;", &e);
    const struct power_answer *p = power_by(l, POWER_BEST);
    check_eq(p->members, 3); /* of five that are counted, one is for */
    check_text(wide_text(&p->winning), "4");
    check_text(exact_of(&p->rows[0].shapley), "1/3");
    check_that(l->out[2] && !l->out[1]);
    check_eq(l->group_of[1], l->group_count);
}

TEST(a_rule_that_is_never_or_always_adopted_gives_no_power)
{
    const struct electorate e = votes_of("4X");
    const struct power_answer *never = power_by(linear_of("pass n(Y) > 9;", &e), POWER_BEST);
    check_eq(never->blocking_size, 0);
    check_that(never->rows[0].dummy && !never->rows[0].veto);
    check_text(exact_of(&never->rows[0].share), "-");
    check_text(exact_of(&never->rows[0].prevent), "-");
    const struct power_answer *always = power_by(linear_of("pass n(Y) >= 0;", &e), POWER_BEST);
    check_eq(always->blocking_size, -1);
    check_text(exact_of(&always->rows[0].initiate), "-");
    check_text(exact_of(&always->rows[0].blocking), "-");
}

/* Exactly two for: a third one hurts. */
TEST(a_member_whose_yes_hurts_is_said)
{
    const struct electorate e = votes_of("3X");
    const struct power_answer *p = power_by(linear_of("pass n(Y) = 2;", &e), POWER_BEST);
    check_that(p->hurts && p->rows[0].hurts && !p->rows[0].dummy);
    check_text(wide_text(&p->rows[0].swings), "2");
    check_text(wide_text(&p->rows[0].adverse), "1");
    check_text(exact_of(&p->rows[0].shapley), "0");
    const struct power_answer *s = power_by(linear_of("pass n(Y) = 2;", &e), POWER_SAMPLED);
    check_that(s->hurts && s->rows[0].hurts);
}

/* Sampled ------------------------------------------------------------------------------------------------ */

struct held {
    int values;
    int misses;
};

static void look(struct held *h, const char *what, const struct power_value *sampled,
                 const struct power_value *exact)
{
    harness_note("%s: %f to %f, and %f", what, sampled->low, sampled->high, exact->value);
    check_that(sampled->low <= sampled->value && sampled->value <= sampled->high);
    h->values++;
    h->misses += sampled->low <= exact->value && exact->value <= sampled->high ? 0 : 1;
}

TEST(the_interval_of_a_sample_holds_the_exact_value)
{
    static const struct {
        const char *clauses;
        const char *votes;
    } rows[] = {
        {"pass n(Y) >= 9 & n(N|P5) = 0;", "5X|P5 10X"},
        {"pass 3*n(Y) >= 2*n(V);", "193X"},
        {"pass n(Y) >= 12 & n(Y|P5) >= 3 & n(Y|S) < 20;", "5X|P5 10X 7X|S"},
        {"pass 2*n(Y) > n(*) & n(N|P5) < 3;", "5X|P5 22X"},
        {"pass n(Y) + 2*n(Y|P5) + 3*n(Y|S) > 20;", "5X|P5 10X 4X|S"},
        {"pass n(Y|P5) > n(N|P5) & n(Y|S) > n(N|S);", "21X|P5 40X|S"},
    };
    struct held h = {0};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct electorate e = votes_of(rows[i].votes);
        const struct linear *l = linear_of(rows[i].clauses, &e);
        const struct power_answer *exact = power_by(l, POWER_BEST);
        const struct power_answer *sampled = power_by(l, POWER_SAMPLED);
        harness_note("%s", rows[i].clauses);
        check_that(sampled->samples >= 2000 && sampled->samples <= 1000000);
        look(&h, "act", &sampled->act, &exact->act);
        for (size_t k = 0; k < exact->row_count; k++) {
            look(&h, "banzhaf", &sampled->rows[k].banzhaf, &exact->rows[k].banzhaf);
            look(&h, "shapley", &sampled->rows[k].shapley, &exact->rows[k].shapley);
            look(&h, "prevent", &sampled->rows[k].prevent, &exact->rows[k].prevent);
            look(&h, "initiate", &sampled->rows[k].initiate, &exact->rows[k].initiate);
            check_eq(sampled->rows[k].veto, exact->rows[k].veto);
        }
    }
    harness_note("%d of %d outside", h.misses, h.values);
    check_that(h.values > 50 && h.misses <= 2); /* one in a hundred is expected */
}

/* Too many that all differ: no method but the sample, and the same one each time. */
TEST(a_sample_is_taken_where_counting_is_too_much_and_is_always_the_same)
{
    struct elector electors[60] = {0};
    int64_t weights[60];
    for (size_t i = 0; i < 60; i++) {
        weights[i] = (int64_t)(i * i + 3 * i + 1);
        electors[i] = (struct elector){.n = 1, .weights = &weights[i]};
    }
    const struct electorate e = {.count = 60, .electors = electors};
    const struct linear *l = linear_of("pass 2*pop(Y) > pop(*);", &e);
    const struct power_answer *one = power_by(l, POWER_BEST);
    const struct power_answer *other = power_by(l, POWER_BEST);
    check_eq(one->method, POWER_SAMPLED);
    check_text(power_method_word(one->method), "sampled");
    const struct power_options quickly = {.with = 'Y', .against = 'N', .quick = true};
    const struct power_answer *quick = NULL;
    struct diag diag = {0};
    check_ok(power_find(harness_arena(), l, &quickly, &quick, &diag));
    check_eq(quick->method, POWER_SAMPLED);
    check_eq(quick->samples, one->samples * POWER_QUICK_STEPS / POWER_STEPS);
    double sum = 0;
    for (size_t i = 0; i < 60; i++) {
        check_that(one->rows[i].shapley.value == other->rows[i].shapley.value);
        check_that(one->rows[i].banzhaf.value == other->rows[i].banzhaf.value);
        sum += one->rows[i].shapley.value;
    }
    check_that(sum > 0.99999 && sum < 1.00001); /* somebody turns each order */
}
