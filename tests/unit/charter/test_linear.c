/* A rule as plain comparisons says what the evaluator says, through every stage and whatever follows. */
#include "charter/linear.h"

#include "charter/rule.h"
#include "unit/charter/votes.h"

static const struct charter *staged(const char *otherwise)
{
    return charter_of(arena_printf(
        harness_arena(),
        "charter \"c\";\nattributes pop;\n"
        "rule first { allow Y L N A; default L; out GONE; force HELD = A; void A; quorum n(C) >= 2; "
        "pass n(N) = 0 & n(Y) > 0; else stage second; }\n"
        "rule second { allow Y L N A; default L; force PARTY = N; pass 2*n(Y) > n(V) & n(Y|P5) >= 1; else "
        "stage "
        "third; }\n"
        "rule third { allow Y L N A Q R; default L; quorum n(C) >= 3; pass n(Y) + n(L) >= 3; %s }\n"
        "rule later { pass n(Y) > 0; }\nbody council { members all; chair rotation; rules later; }\n",
        otherwise));
}

/* The outcome of both ways, which is the same. */
static enum outcome outcome_both(const struct charter *c, const struct charter_rule *r,
                                 const struct electorate *e)
{
    const struct linear *l = NULL;
    struct diag diag = {0};
    const struct evaluate_options options = {.explain = false};
    struct decision d;
    check_ok(evaluate(harness_arena(), c, r, e, 1, &options, &d, &diag));
    check_ok(linear_prepare(harness_arena(), r, e, 1, BYTES(""), &l, &diag));
    int64_t *at = ARENA_ARRAY(harness_arena(), int64_t, l->atom_count);
    struct linear_range *ranges = ARENA_ARRAY(harness_arena(), struct linear_range, l->atom_count);
    for (size_t i = 0; i < l->atom_count; i++) {
        at[i] = l->base[i];
        for (size_t v = 0; v < l->voter_count; v++) {
            if (l->group_of[v] < l->group_count) {
                const char letter = e->electors[v].position;
                const int column = letter == 0 ? l->standard : position_index(letter);
                at[i] += l->adds[i * l->group_count + l->group_of[v]][column] * e->electors[v].n;
            }
        }
        ranges[i] = (struct linear_range){at[i], at[i]};
    }
    check_eq(linear_outcome(l, at), d.outcome);
    check_eq(linear_outcomes(l, ranges), OUTCOME_BIT(d.outcome));
    return d.outcome;
}

TEST(through_all_stages_the_comparisons_say_what_the_evaluator_says)
{
    static const struct {
        const char *otherwise;
        enum outcome outcome;
    } rows[] = {
        {"", OUTCOME_rejected},
        {"else reject;", OUTCOME_rejected},
        {"else defer;", OUTCOME_deferred},
        {"else lapse;", OUTCOME_lapsed},
        {"else refer to council;", OUTCOME_referred},
        {"else stage later after 3d;", OUTCOME_deferred},
    };
    static const char *const people[] = {"A=?|P5 ", "B=?|PARTY ", "C=?|GONE ", "D=?|HELD ", "E=?"};
    static const char letters[] = "YNAL-";
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct charter *c = staged(rows[i].otherwise);
        const struct charter_rule *r = charter_rule(c, BYTES("first"), BYTES(""));
        bool seen[OUTCOME_pending] = {false};
        for (int choice = 0; choice < 3125; choice++) {
            struct buffer b;
            int rest = choice;
            buffer_init(&b, 1000);
            for (size_t k = 0; k < 5; k++, rest /= 5) {
                for (const char *s = people[k]; *s != 0; s++) {
                    buffer_add_u8(&b, (uint8_t)(*s == '?' ? letters[rest % 5] : *s));
                }
            }
            const char *votes = arena_text(harness_arena(), buffer_view(&b));
            buffer_done(&b);
            const struct electorate e = votes_of(votes);
            harness_note("%s with \"%s\"", votes, rows[i].otherwise);
            seen[outcome_both(c, r, &e)] = true;
        }
        check_that(seen[OUTCOME_adopted] && seen[OUTCOME_no_quorum] && seen[rows[i].outcome]);
        arena_clear(harness_arena());
    }
}

TEST(what_cannot_be_applied_has_no_comparisons)
{
    const struct charter *c = charter_of("charter \"c\";\nattributes pop;\n"
                                         "rule first { pass n(N) = 0; else stage second; }\n"
                                         "rule second { pass pop(Y) > 3; }\n"
                                         "rule third from 2000-01-01 { pass n(Y) > 0; else stage fourth; }\n"
                                         "rule fourth from 2000-01-01 { pass n(Y) > 0; }\n");
    const struct electorate e = votes_of("A=Y B=N");
    const struct linear *l = NULL;
    struct diag diag = {0};
    const struct charter_rule *first = charter_rule(c, BYTES("first"), BYTES(""));
    check_eq(linear_prepare(harness_arena(), first, &e, 1, BYTES(""), &l, &diag), ERROR_MALFORMED);
    check_that(diag.message[0] != 0);
    const struct electorate two[] = {e, e};
    const struct charter_rule *third = charter_rule(c, BYTES("third"), BYTES(""));
    check_eq(linear_prepare(harness_arena(), third, two, 2, BYTES(""), &l, NULL), ERROR_MALFORMED);
    check_eq(linear_prepare(harness_arena(), third, &e, 1, BYTES("1999-12-31"), &l, NULL), ERROR_MALFORMED);
    check_ok(linear_prepare(harness_arena(), third, &e, 1, BYTES("2000-01-01"), &l, NULL));
    check_eq(l->stage_count, 2);
}

TEST(members_that_move_alike_are_one_group_and_those_who_cannot_are_in_the_base)
{
    const struct charter *c = NULL;
    const struct charter_rule *r = rule_of(
        "", "out GONE; force HELD = Y; pass n(Y) >= 3 & 2*n(N) - 1 < n(Y|P5) + 4 & n(A) + n(X) < 9;", &c);
    const struct electorate e = votes_of("A=Y B=N|P5 C=Y|GONE D=N|HELD 4A 0N E=X|P5 F=Y|GONE");
    const struct linear *l = NULL;
    check_ok(linear_prepare(harness_arena(), r, &e, 1, BYTES(""), &l, NULL));
    static const size_t group_of[] = {0, 1, 2, 2, 0, 2, 1, 2};
    for (size_t v = 0; v < 8; v++) {
        harness_note("voter %zu", v);
        check_eq(l->group_of[v], group_of[v]);
        check_eq(l->out[v], v == 2 || v == 7);
        check_that(l->electors[v] == &e.electors[v]);
    }
    check_eq(l->voter_count, 8);
    check_eq(l->group_count, 2);
    check_eq(l->groups[0].n, 5);
    check_eq(l->groups[0].first, 0);
    check_eq(l->groups[1].n, 2);
    check_eq(l->groups[1].first, 1);
    check_eq(l->atom_count, 3);
    check_eq(l->stages[0].quorum_first, 0);
    check_eq(l->stages[0].pass_first, 0);
    check_eq(l->standard, POSITION_X);
    check_eq(l->positions, POSITION_BIT(POSITION_Y) | POSITION_BIT(POSITION_N) | POSITION_BIT(POSITION_A) |
                               POSITION_BIT(POSITION_X));
    static const int64_t base[] = {-3 + 1, -1 - 4, -9};
    static const int64_t adds[][2][POSITION_COUNT] = {
        {{1, 0, 0, 0, 0, 0, 0}, {1, 0, 0, 0, 0, 0, 0}},
        {{0, 0, 2, 0, 0, 0, 0}, {-1, 0, 2, 0, 0, 0, 0}},
        {{0, 0, 0, 1, 0, 1, 0}, {0, 0, 0, 1, 0, 1, 0}},
    };
    for (size_t i = 0; i < 3; i++) {
        check_eq(l->base[i], base[i]);
        for (size_t g = 0; g < 2; g++) {
            for (int p = 0; p < POSITION_COUNT; p++) {
                harness_note("comparison %zu of group %zu at %c", i, g, POSITIONS[p]);
                /* Where no letter can be taken nothing is asked. */
                const bool taken = (l->positions & POSITION_BIT(p)) != 0;
                check_eq(l->adds[i * l->group_count + g][p], taken ? adds[i][g][p] : 0);
            }
        }
    }
}

/* Over ranges that are independent of each other the outcomes are exactly those at some point of them. */
TEST(outcomes_over_ranges_are_those_at_their_points)
{
    static const char *const clauses[] = {
        "pass n(Y) > n(N);",
        "pass n(Y) >= n(N);",
        "pass n(Y) < n(N);",
        "pass n(Y) <= n(N);",
        "pass n(Y) = n(N);",
        "pass n(Y) != n(N);",
        "pass n(Y) > n(N) & n(A) > 0;",
        "pass n(Y) = n(N) | n(A) != 1;",
        "pass !(n(Y) > n(N) & n(A) > 0);",
        "pass !(n(Y) = n(N) | n(A) < 2);",
        "pass !(n(Y) <= n(N)) & !(n(A) >= 1);",
        "quorum n(Y) > n(N); pass n(A) > 0;",
        "quorum n(Y) = n(N); pass !(n(A) = 0); else defer;",
        "pass n(Y) > n(N); else stage s;",
    };
    for (size_t i = 0; i < sizeof clauses / sizeof clauses[0]; i++) {
        const struct charter *c = NULL;
        const struct charter_rule *r = rule_of("rule s { pass n(A) < 1; else lapse; }", clauses[i], &c);
        const struct electorate e = votes_of("1Y 1N 1A");
        const struct linear *l = NULL;
        check_ok(linear_prepare(harness_arena(), r, &e, 1, BYTES(""), &l, NULL));
        check_that(l->atom_count == 1 || l->atom_count == 2);
        for (int code = 0; code < 625; code++) {
            struct linear_range ranges[2] = {{code % 5 - 2, code / 5 % 5 - 2}, {0, 0}};
            ranges[1] = (struct linear_range){code / 25 % 5 - 2, code / 125 - 2};
            if (ranges[0].low > ranges[0].high || ranges[1].low > ranges[1].high) {
                continue;
            }
            unsigned set = 0;
            for (int64_t x = ranges[0].low; x <= ranges[0].high; x++) {
                for (int64_t y = ranges[1].low; y <= ranges[1].high; y++) {
                    const int64_t at[] = {x, y};
                    set |= OUTCOME_BIT(linear_outcome(l, at));
                }
            }
            harness_note("%s at %d", clauses[i], code);
            check_eq(linear_outcomes(l, ranges), set);
        }
        for (int code = 0; code < 64; code++) {
            const struct electorate some = votes_of(
                arena_printf(harness_arena(), "%dY %dN %dA", code % 4, code / 4 % 4, code / 16));
            harness_note("%s of %d", clauses[i], code);
            (void)outcome_both(c, r, &some);
        }
    }
}

TEST(who_is_out_of_the_last_stage_alone_adds_nothing_there)
{
    const struct charter *c = NULL;
    const struct charter_rule *r = rule_of("rule s { pass n(Y) > 8; else stage t; }\n"
                                           "rule t { out GONE; pass n(Y) > 0; else defer; }",
                                           "pass n(Y) > 9; else stage s;", &c);
    const struct electorate one = votes_of("A=Y|GONE B=N");
    check_eq(outcome_both(c, r, &one), OUTCOME_deferred);
    const struct electorate two = votes_of("A=Y|GONE B=Y");
    check_eq(outcome_both(c, r, &two), OUTCOME_adopted);
}
