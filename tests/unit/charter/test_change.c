/* What it would take, against trying out every choice of few members, and at boundaries that a person can
 * check. */
#include "charter/change.h"

#include "unit/charter/made_up.h"
#include "unit/charter/naive.h"
#include "unit/charter/votes.h"

struct asked {
    const struct linear *l;
    const char *letters;
    struct change change;
};

static unsigned others_than(const struct asked *x, const char *to)
{
    unsigned set = 0;
    int64_t *at = ARENA_ARRAY(harness_arena(), int64_t, x->l->atom_count);
    for (enum outcome o = OUTCOME_adopted; o < OUTCOME_pending; o++) {
        set |= strcmp(to, outcome_word(o)) == 0 ? OUTCOME_BIT(o) : 0;
    }
    if (set != 0) {
        return set;
    }
    memcpy(at, x->l->base, x->l->atom_count * sizeof *at);
    for (size_t i = 0; i < x->l->atom_count; i++) {
        for (size_t v = 0; v < x->l->voter_count; v++) {
            const int column = x->letters[v] == 0 ? x->l->standard : position_index(x->letters[v]);
            if (x->l->group_of[v] < x->l->group_count) {
                at[i] += x->l->adds[i * x->l->group_count + x->l->group_of[v]][column] *
                         x->l->electors[v]->n;
            }
        }
    }
    return ~OUTCOME_BIT(linear_outcome(x->l, at));
}

static struct asked ask_with(const char *parts, const char *clauses, const struct electorate *e,
                             const char *to, size_t limit)
{
    const struct charter *c = NULL;
    const struct charter_rule *r = rule_of(parts, clauses, &c);
    struct asked x = {.l = NULL};
    struct diag diag = {0};
    check_ok(linear_prepare(harness_arena(), r, e, 1, BYTES(""), &x.l, &diag));
    char *letters = ARENA_ARRAY(harness_arena(), char, e->count);
    for (size_t i = 0; i < e->count; i++) {
        letters[i] = e->electors[i].position;
    }
    x.letters = letters;
    change_find(harness_arena(), x.l, letters, others_than(&x, to), limit, CHANGE_WORK_MAX, &x.change);
    return x;
}

static struct asked ask_of(const char *clauses, const struct electorate *e, const char *to, size_t limit)
{
    return ask_with("attributes pop;", clauses, e, to, limit);
}

/* "2: FRA: N -> Y | 2 of ...; + 3". */
static const char *answer(const struct asked *x)
{
    struct buffer b;
    buffer_init(&b, 1 << 16);
    const struct change *c = &x->change;
    switch (c->state) {
    case CHANGE_STANDS:
        buffer_add_text(&b, "stands");
        break;
    case CHANGE_IMPOSSIBLE:
        buffer_add_text(&b, "impossible");
        break;
    case CHANGE_UNKNOWN:
        buffer_printf(&b, "unknown, %lld to %lld", (long long)c->at_least, (long long)c->members);
        break;
    case CHANGE_FOUND:
        buffer_printf(&b, "%lld", (long long)c->members);
        for (size_t i = 0; i < c->way_count; i++) {
            buffer_add_text(&b, i == 0 ? ": " : " | ");
            change_way_write(&b, x->l, x->letters, c, &c->ways[i]);
        }
        if (c->more > 0) {
            buffer_printf(&b, " + %lld", (long long)c->more);
        }
        break;
    }
    const char *text = arena_text(harness_arena(), buffer_view(&b));
    buffer_done(&b);
    return text;
}

TEST(what_it_would_take_is_the_fewest_members)
{
    static const struct {
        const char *clauses;
        const char *votes;
        const char *to;
        const char *answer;
    } rows[] = {
        /* The veto of February 2022: eleven for, one against, three abstain. */
        {"pass n(Y) >= 9 & n(N|P5) = 0;", "RUS=N|P5 CHN=A|P5 FRA=Y|P5 10Y", "",
         "1: RUS: N -> Y | RUS: N -> A or X"},
        {"pass n(Y) >= 9 & n(N|P5) = 0;", "RUS=N|P5 CHN=A|P5 FRA=Y|P5 7Y 2A", "",
         "1: RUS: N -> Y"},
        {"pass n(Y) >= 9 & n(N|P5) = 0;", "RUS=N|P5 CHN=A|P5 FRA=Y|P5 6Y 2A", "",
         "2: RUS: N -> Y; CHN: A -> Y | RUS: N -> Y; 1 of 2 without names: A -> Y"},
        {"pass n(Y) >= 9 & n(N|P5) = 0;", "RUS=Y|P5 FRA=Y|P5 10Y", "rejected",
         "1: 1 of RUS and FRA: Y -> N"},
        /* Two thirds of those who vote. */
        {"pass 3*n(Y) >= 2*n(V);", "100Y 60N 33X", "",
         "7: 7 of 60 without names: N -> Y"
         " | 6 of 60 without names: N -> Y; 1 of 60 without names: N -> A or X"},
        {"pass 3*n(Y) >= 2*n(V);", "100Y 51N", "adopted",
         "1: 1 of 51 without names: N -> Y | 1 of 51 without names: N -> A or X"},
        {"quorum n(C) >= 5; pass n(Y) > n(N);", "2Y 1N 2X", "adopted",
         "2: 2 without names: X -> Y | 1 of 2 without names: X -> Y; 1 of 2 without names: X -> N"
         " | 1 of 2 without names: X -> Y; 1 of 2 without names: X -> A + 1"},
        {"quorum n(C) >= 3; pass n(Y) > n(N);", "2Y 1N", "no_quorum",
         "1: 1 of 2 without names: Y -> X | 1 without names: N -> X"},
        {"pass n(Y) > n(N);", "2Y 1N", "adopted", "stands"},
        {"pass n(Y) > 9;", "2Y 1N", "adopted", "impossible"},
        {"pass n(Y) > 9;", "2Y 1N", "referred", "impossible"},
        {"out OUT; force HELD = A; pass n(Y) > 1;", "1Y 1N|HELD 1N|OUT", "", "impossible"},
        {"out OUT; force HELD = A; pass n(Y) > 1;", "1Y 1N|HELD 1N|OUT 1-", "", "1: 1 without names: X -> Y"},
        /* Silence: one objection is enough, and all of them must go. */
        {"allow Y N A; default L; pass n(N) = 0;", "9- ELM=Y", "",
         "1: 1 of 9 without names: L -> N | ELM: Y -> N"},
        {"allow Y N A; default L; pass n(N) = 0;", "9- ELM=N FIR=N", "",
         "2: ELM and FIR: N -> Y, L, A or X"},
        /* What is void without a reason, for those who gave none. */
        {"void N without REASONED; pass n(N) = 0;", "3Y|REASONED 1N", "",
         "1: 1 of 3 without names: Y -> N"},
        /* As many as one likes without a name. */
        {"pass 2*n(Y) > n(*);", "400000000Y 600000000N", "",
         "100000001: 100000001 of 600000000 without names: N -> Y"},
        {"pass n(Y) = 3;", "7Y", "", "4: 4 of 7 without names: Y -> N, A or X"},
        {"pass n(Y) = 3 | n(N) = 2;", "7Y", "", "2: 2 of 7 without names: Y -> N"},
        {"pass n(Y) >= 3;",
         "A=N B=N C=N D=N E=N F=N G=N H=N I=N J=Y", "", "2: 2 of A, B, C, D, E, F, G and 2 more: N -> Y"},
        {"pass n(Y) >= 3;", "A=N B=N C=N D=N E=N F=N G=N H=N I=N 4N J=Y", "",
         "2: 2 of A, B, C, D, E, F, G, 2 more and 4 without names: N -> Y"},
        {"pass n(Y) >= 3;", "A=N B=N 4N J=Y", "", "2: 2 of A, B and 4 without names: N -> Y"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct electorate e = votes_of(rows[i].votes);
        const struct asked x = ask_of(rows[i].clauses, &e, rows[i].to, 3);
        harness_note("%s of %s to %s", rows[i].votes, rows[i].clauses, rows[i].to);
        check_text(answer(&x), rows[i].answer);
        check_that(x.change.counted);
        check_that(x.change.state != CHANGE_FOUND || x.change.at_least == x.change.members);
    }
}

/* Brute force ------------------------------------------------------------------------------------------- */

enum { SMALL = 4 };

struct brute {
    size_t n;
    const char *pass;
    const char *quorum;
    const char *next; /* pass of a rule that is asked at once, and defers; NULL: none */
    const char *tags[SMALL];
    long weights[SMALL];
    bool forced[SMALL]; /* to A, by the tag HELD */
    char letters[SMALL + 1];
};

static const char *outcome_at(const struct brute *b, const char *letters)
{
    const bool out[SMALL] = {false};
    char counted[SMALL + 1] = {0};
    for (size_t i = 0; i < b->n; i++) {
        counted[i] = b->forced[i] ? 'A' : letters[i] == 0 ? 'L' : letters[i];
    }
    const struct naive n = {b->n, counted, b->tags, out, b->weights};
    return b->quorum != NULL && !naive_holds(b->quorum, &n) ? "no_quorum"
           : naive_holds(b->pass, &n)                       ? "adopted"
           : b->next == NULL                                ? "rejected"
           : naive_holds(b->next, &n)                       ? "adopted"
                                                            : "deferred";
}

/* The fewest who move, over every choice of letters, and how many choices of members with their letters do it
 * so; -1 if none. */
static int fewest(const struct brute *b, const char *to, int64_t *choices)
{
    static const char letters[] = "YNAXL";
    int best = -1;
    for (size_t code = 0; code < 625; code++) {
        char changed[SMALL + 1] = {0};
        int moved = 0;
        size_t rest = code;
        for (size_t i = 0; i < b->n; i++, rest /= 5) {
            changed[i] = letters[rest % 5];
            moved += changed[i] != (b->letters[i] == 0 ? 'L' : b->letters[i]) ? 1 : 0;
        }
        if (rest != 0 || strcmp(outcome_at(b, changed), to) != 0) {
            continue;
        }
        *choices = moved == best ? *choices + 1 : best < 0 || moved < best ? 1 : *choices;
        best = best < 0 || moved < best ? moved : best;
    }
    return best;
}

static int64_t choose(int64_t n, int64_t k)
{
    int64_t c = 1;
    for (int64_t i = 1; i <= k; i++) {
        c = c * (n - i + 1) / i;
    }
    return c;
}

/* How many choices of members and letters the listed ways are: those of one source are chosen one move after
 * the other. */
static int64_t choices_of(const struct change *c)
{
    int64_t total = 0;
    for (size_t w = 0; w < c->way_count; w++) {
        int64_t ways = 1;
        int64_t left[SMALL] = {0};
        for (size_t s = 0; s < c->source_count; s++) {
            left[s] = c->sources[s].n;
        }
        for (size_t i = 0; i < c->ways[w].step_count; i++) {
            const struct change_step *step = &c->ways[w].steps[i];
            ways *= choose(left[step->source], step->count);
            left[step->source] -= step->count;
            for (int64_t k = 0; k < step->count; k++) {
                ways *= __builtin_popcount(step->to);
            }
        }
        total += ways;
    }
    return total;
}

static void check_brute(const struct brute *b)
{
    static const char *const outcomes[] = {"adopted", "rejected", "no_quorum", "deferred"};
    struct elector electors[SMALL] = {0};
    int64_t weights[SMALL];
    const struct bytes tags[] = {BYTES("P5"), BYTES("HELD")};
    for (size_t i = 0; i < b->n; i++) {
        const bool p5 = strcmp(b->tags[i], " P5 ") == 0;
        weights[i] = b->weights[i];
        electors[i] = (struct elector){.n = 1,
                                       .position = b->letters[i],
                                       .weights = &weights[i],
                                       .tags = p5 ? tags : tags + 1,
                                       .tag_count = (p5 ? 1u : 0u) + (b->forced[i] ? 1u : 0u)};
    }
    const struct electorate e = {.count = b->n, .electors = electors};
    const char *quorum =
        b->quorum == NULL ? "" : arena_printf(harness_arena(), "quorum %s;", b->quorum);
    static const char all[] = "allow Y N A; default L; force HELD = A;";
    const char *clauses = arena_printf(harness_arena(), "%s %s pass %s;%s", all, quorum, b->pass,
                                       b->next == NULL ? "" : "else stage s;");
    const char *parts = b->next == NULL
                            ? "attributes pop;"
                            : arena_printf(harness_arena(),
                                           "attributes pop; rule s { %s pass %s; else defer; }", all,
                                           b->next);
    for (size_t i = 0; i < 4; i++) {
        int64_t choices = 0;
        const int best = fewest(b, outcomes[i], &choices);
        const struct asked x = ask_with(parts, clauses, &e, outcomes[i], 1000);
        harness_note("%s at %s to %s: %s", clauses, b->letters, outcomes[i], answer(&x));
        check_eq(x.change.state, best < 0 ? CHANGE_IMPOSSIBLE : best == 0 ? CHANGE_STANDS : CHANGE_FOUND);
        if (best > 0) {
            check_eq(x.change.members, best);
            /* Who is forced moves in vain, so the fewest never move one. */
            check_eq(choices_of(&x.change), choices);
        }
    }
}

TEST(what_it_would_take_agrees_with_every_choice)
{
    struct prng p;
    prng_seed(&p, harness_seed());
    for (int i = 0; i < 150; i++) {
        struct brute b = {.n = (size_t)prng_between(&p, 1, SMALL), .pass = made_up_condition(&p)};
        b.quorum = prng_chance(&p, 300) ? made_up_condition(&p) : NULL;
        b.next = prng_chance(&p, 400) ? made_up_condition(&p) : NULL;
        for (size_t k = 0; k < b.n; k++) {
            b.tags[k] = prng_chance(&p, 400) ? " P5 " : " ";
            b.weights[k] = (long)prng_between(&p, 0, 3);
            b.letters[k] = "YNAXL"[prng_below(&p, 5)];
            b.forced[k] = prng_chance(&p, 150);
        }
        check_brute(&b);
    }
}

/* Limits ------------------------------------------------------------------------------------------------- */

/* 27 members that all weigh differently. */
static struct asked weighed(const char *clauses, size_t against, const char *to)
{
    struct elector *electors = ARENA_ARRAY(harness_arena(), struct elector, 27);
    int64_t *weights = ARENA_ARRAY(harness_arena(), int64_t, 27);
    for (size_t i = 0; i < 27; i++) {
        weights[i] = (int64_t)(3 * i * i + 7 * i + 11) * 2; /* even, so that no sum is odd */
        electors[i] = (struct elector){.code = bytes_of_text(arena_printf(harness_arena(), "M%02zu", i)),
                                       .n = 1,
                                       .position = i < against ? 'N' : 'Y',
                                       .weights = &weights[i]};
    }
    const struct electorate e = {.count = 27, .electors = electors};
    return ask_of(clauses, &e, to, 2);
}

TEST(weights_of_many_members_are_answered)
{
    static const char rule[] =
        "pass 100*n(Y) >= 55*n(*) & n(Y) >= 15 & 100*pop(Y) >= 65*pop(*) | n(!Y) < 4;";
    const struct asked x = weighed(rule, 27, "adopted");
    check_eq(x.change.state, CHANGE_FOUND);
    check_eq(x.change.members, 15);
    const struct asked y = weighed(rule, 4, "rejected");
    check_eq(y.change.state, CHANGE_FOUND);
    check_text(answer(&y), "4: M19: Y -> N, A or X; M24: Y -> N, A or X; M25: Y -> N, A or X; "
                           "M26: Y -> N, A or X | M20: Y -> N, A or X; M23: Y -> N, A or X; "
                           "M25: Y -> N, A or X; M26: Y -> N, A or X + 9");
}

TEST(a_question_that_is_given_up_says_so)
{
    check_eq(CHANGE_WORK_MAX, 100000000);
    /* Whether some sum of even weights is a given odd number takes as many tries as there are sums. */
    const struct asked x = weighed("pass pop(Y) = 9999;", 27, "adopted");
    check_text(answer(&x), "unknown, 1 to -1");
    /* All of them do; whether fewer would is that question again. */
    const struct asked z = weighed("pass pop(Y) = 9999 | n(Y) >= 27;", 27, "adopted");
    check_text(answer(&z), "unknown, 1 to 27");
    /* One more than all that can be listed in time. */
    const struct asked y = weighed("pass n(Y) >= 14 & pop(Y) > 5;", 27, "adopted");
    check_eq(y.change.state, CHANGE_FOUND);
    check_eq(y.change.members, 14);
    check_that(!y.change.counted && y.change.more > 1000);
    /* With less time fewer. */
    struct change less;
    change_find(harness_arena(), y.l, y.letters, OUTCOME_BIT(OUTCOME_adopted), 2, 100000, &less);
    check_that(less.state == CHANGE_FOUND && !less.counted && less.more < y.change.more / 100);
}

TEST(too_many_members_for_so_many_comparisons_are_refused)
{
    const struct charter *c = NULL;
    const struct charter_rule *r = rule_of("attributes pop;", "pass n(Y) > 1 & n(N) < 5;", &c);
    struct elector *electors = ARENA_ARRAY(harness_arena(), struct elector, 125001);
    struct electorate e = {.count = 125001, .electors = electors};
    const struct electorate two[2] = {{.count = 0}, {.count = 0}};
    const struct linear *l = NULL;
    struct diag diag = {0};
    check_eq(linear_prepare(harness_arena(), r, &e, 1, BYTES(""), &l, &diag), ERROR_TOO_LARGE);
    check_text(diag.message, "too many members for so many comparisons");
    check_text(diag.found, "r");
    check_eq(diag.line, 0);
    check_eq(diag.column, 0);
    check_eq(linear_prepare(harness_arena(), r, two, 2, BYTES(""), &l, &diag), ERROR_MALFORMED);
    e.count = 125000;
    check_ok(linear_prepare(harness_arena(), r, &e, 1, BYTES(""), &l, &diag));
}

TEST(a_search_that_is_given_up_says_what_is_known)
{
    static int64_t weights[40];
    static struct elector electors[40];
    for (size_t i = 0; i < 40; i++) {
        /* An odd sum of even numbers: there is none, but nothing sees it at once. */
        weights[i] = 2 * (int64_t)(1000 + 37 * i * i % 997);
        electors[i] = (struct elector){
            .code = bytes_of_text(arena_printf(harness_arena(), "M%zu", i)), .n = 1, .position = 'N'};
        electors[i].weights = &weights[i];
    }
    const struct electorate e = {.count = 40, .electors = electors};
    const struct asked x = ask_of("pass n(Y) = 40 | pop(Y) = 23457;", &e, "adopted", 3);
    check_text(answer(&x), "unknown, 1 to 40");
}
