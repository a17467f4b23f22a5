/* A rule as plain comparisons says what the evaluator says, through every stage and whatever follows. */
#include "charter/linear.h"

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
