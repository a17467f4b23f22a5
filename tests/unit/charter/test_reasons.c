/* Why an outcome is what it is: each kind of comparison, however it is written, and who stands behind it. */
#include "unit/charter/votes.h"

static const struct {
    const char *pass;
    const char *votes;
    const char *outcome;
} rows[] = {
    /* Nobody may be against, however that is said; or some may, and there are more. */
    {"n(N) = 0", "2Y 1N", "rejected objected"},
    {"n(N) <= 0", "2Y 1N", "rejected objected"},
    {"n(N) < 1", "2Y 1N", "rejected objected"},
    {"0 >= n(N)", "2Y 1N", "rejected objected"},
    {"1 > n(N)", "2Y 1N", "rejected objected"},
    {"!(n(N) > 0)", "2Y 1N", "rejected objected"},
    {"!(n(N) >= 1)", "2Y 1N", "rejected objected"},
    {"!(n(N) != 0)", "2Y 1N", "rejected objected"},
    {"n(N) <= 1", "2Y 2N", "rejected blocked"},
    {"n(N) < 2", "2Y 2N", "rejected blocked"},
    {"1 >= n(N)", "2Y 2N", "rejected blocked"},
    {"2 > n(N)", "2Y 2N", "rejected blocked"},
    {"!(n(N) > 1)", "2Y 2N", "rejected blocked"},
    {"!(n(N) >= 2)", "2Y 2N", "rejected blocked"},
    {"!(1 < n(N))", "2Y 2N", "rejected blocked"},
    {"!(2 <= n(N))", "2Y 2N", "rejected blocked"},
    {"n(N) = 1", "2Y 2N", "rejected blocked"},
    {"!(n(N) != 1)", "2Y 2N", "rejected blocked"},
    {"3*n(N) <= n(*)", "2Y 2N", "rejected blocked"},
    {"n(N|P5) <= 1", "2Y 2N|P5", "rejected blocked"},
    {"n(N|P5) <= 0", "2Y 2N|P5", "rejected veto"},
    {"n(N|!P5) <= 0", "2Y 2N", "rejected objected"},
    {"n(N|P5) + n(N|X9) = 0", "2Y 2N|P5", "rejected veto"},
    {"n(N|P5) + n(N) = 0", "2Y 2N|P5", "rejected objected"},
    {"n(!N) = n(*)", "2Y 1N", "rejected objected"},
    {"n(!N) >= n(*)", "2Y 1N", "rejected objected"},
    /* As many for as against is a tie only where one more for would have done. */
    {"n(Y) > n(N)", "2Y 2N", "rejected tie"},
    {"n(N) < n(Y)", "2Y 2N", "rejected tie"},
    {"!(n(Y) <= n(N))", "2Y 2N", "rejected tie"},
    {"!(n(N) >= n(Y))", "2Y 2N", "rejected tie"},
    {"n(Y) != n(N)", "2Y 2N", "rejected tie"},
    {"!(n(Y) = n(N))", "2Y 2N", "rejected tie"},
    {"n(Y) - n(N) > 0", "2Y 2N", "rejected tie"},
    {"0 < n(Y) - n(N)", "2Y 2N", "rejected tie"},
    {"2*n(Y) > n(V)", "2Y 2N", "rejected tie"},
    {"2*n(Y) > n(Y) + n(N)", "2Y 2N 1A", "rejected tie"},
    {"n(A) < 9 & n(Y|P5) > n(N|P5)", "1Y|P5 1N|P5", "rejected tie"},
    {"n(A) < 9 & 2*n(Y|P5) > n(V|P5)", "1Y|P5 1N|P5 3Y", "rejected tie"},
    {"n(Y) > n(N) + 1", "2Y 1N", "rejected short_of_votes"},
    {"n(Y) - n(N) > 1", "2Y 1N", "rejected short_of_votes"},
    {"n(Y) > n(N)", "1Y 2N", "rejected short_of_votes"},
    {"n(Y) > n(N)", "3X", "rejected short_of_votes"},
    {"n(Y) > n(N|P5)", "1Y 1N|P5", "rejected short_of_votes"},
    {"n(Y|P5) > n(N)", "1Y|P5 1N", "rejected short_of_votes"},
    {"n(Y) > 2*n(N)", "2Y 1N", "rejected short_of_votes"},
    {"n(Y) > n(N) + n(A)", "2Y 1N 1A", "rejected short_of_votes"},
    {"2*n(Y) > n(*)", "2Y 2N", "rejected short_of_votes"},
    /* Adopted by those who are for it, or by those who are not against. */
    {"n(Y) >= 2", "2Y", "adopted carried"},
    {"2 <= n(Y)", "2Y", "adopted carried"},
    {"!(n(Y) < 2)", "2Y", "adopted carried"},
    {"!(2 > n(Y))", "2Y", "adopted carried"},
    {"n(Y) = 2", "2Y", "adopted carried"},
    {"n(Y) != 3", "2Y", "adopted carried"},
    {"n(N|P5) < n(Y)", "2Y", "adopted carried"},
    {"n(Y) < 3", "2Y", "adopted consensus"},
    {"3 > n(Y)", "2Y", "adopted consensus"},
    {"!(n(Y) >= 3)", "2Y", "adopted consensus"},
    {"n(N) = 0", "2Y", "adopted consensus"},
    {"!(n(N) > 0)", "2Y", "adopted consensus"},
    {"n(!N) = n(*)", "2Y", "adopted consensus"},
    {"n(N) = 0 | n(Y) > 1", "2Y", "adopted consensus"},
    {"n(N) = 0 | n(Y) > 1", "2Y 1N", "adopted carried"},
    {"n(N) = 0 & n(Y) > 1", "2Y", "adopted carried"},
    {"!(n(N) > 0 | n(Y) < 2)", "2Y", "adopted carried"},
    {"!(n(N) > 0 & n(Y) < 2)", "2Y", "adopted consensus"},
};

TEST(a_reason_is_the_same_however_the_comparison_is_written)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct charter *c = NULL;
        const struct charter_rule *r =
            rule_of("", arena_printf(harness_arena(), "pass %s;", rows[i].pass), &c);
        const struct decision d = decision_of(c, r, rows[i].votes, false);
        harness_note("%s of %s", rows[i].votes, rows[i].pass);
        check_text(outcome_of(&d), rows[i].outcome);
    }
}

TEST(who_stands_behind_a_reason_is_named)
{
    static const struct {
        const char *pass;
        const char *votes;
        const char *beginning;
    } names[] = {
        {"n(N|P5) = 0 & n(N|X9) = 0", "A=N|P5 B=N|X9 C=Y", "vetoed by A: "},
        {"n(N|X9) = 0 & n(N|P5) = 0", "A=N|P5 B=N|X9 C=Y", "vetoed by B: "},
        {"n(N|P5) + n(N|X9) = 0", "A=N|P5 B=N|X9 C=Y D=N", "vetoed by A and B: "},
        {"0 >= n(N|P5)", "A=N|P5 B=N|X9 C=Y D=N", "vetoed by A: "},
        {"!(n(N|P5) > 0)", "A=N|P5 B=N|X9 C=Y D=N", "vetoed by A: "},
        {"n(N A|P5) = 0", "A=N|P5 B=A|P5 C=Y", "vetoed by A: "},
        {"n(N A) <= 1", "A=N|P5 B=A C=Y", "blocked by A and B: "},
        {"!(n(A N) > 1)", "A=N|P5 B=A C=Y", "blocked by A and B: "},
        {"3*n(!Y) < n(*)", "A=N B=X C=Y", "blocked by A and B: "},
        {"3*n(N) + n(Y) < n(*)", "A=N B=X C=Y", "blocked by A: "},
        /* Where it is asked that nobody be against, those who are. */
        {"n(!N) = n(*)", "A=N B=A C=Y", "objected to by A: "},
        {"n(*) <= n(!N)", "A=N B=A C=Y", "objected to by A: "},
        {"n(!N|P5) = n(*|P5)", "A=N|P5 B=N C=Y|P5", "objected to by A: "},
        {"n(A) < 9 & n(!N|P5) = n(*|P5)", "A=N|P5 B=N C=Y|P5", "objected to by A: "},
        {"n(!N|P5) + n(V) >= 5", "A=N|P5 B=N C=Y", "objected to by A: "},
        {"n(!N|P5) + n(!N|X9) >= 5", "A=N|P5 B=N C=Y D=N|X9", "objected to by A and D: "},
        {"n(!N|P5) >= n(N|X9) + n(Y|X9) + 1", "A=N|P5 B=N C=Y D=N|X9 E=Y|X9", "objected to by A and D: "},
        {"n(A) <= 1 + n(X)", "A=A B=A C=Y", "blocked by A and B: "},
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const struct charter *c = NULL;
        const struct charter_rule *r =
            rule_of("", arena_printf(harness_arena(), "pass %s;", names[i].pass), &c);
        const struct decision d = decision_of(c, r, names[i].votes, false);
        const size_t len = strlen(names[i].beginning);
        const struct bytes reason = decision_reason(&d, LANGUAGE_EN);
        harness_note("%s of %s: %s", names[i].votes, names[i].pass, arena_text(harness_arena(), reason));
        check_bytes(bytes_of(reason.data, reason.len < len ? reason.len : len),
                    bytes_of_text(names[i].beginning));
    }
}

TEST(an_open_vote_is_open_while_its_comparison_can_still_turn)
{
    static const struct {
        const char *pass;
        const char *votes;
        const char *outcome;
    } open[] = {
        {"n(N) < 2", "3Y 1N 1-", "pending open"},
        {"n(N) < 2", "3Y 1-", "adopted consensus"},
        {"n(N) < 2", "3Y 2N 1-", "rejected blocked"},
        {"n(N) <= 1", "3Y 1N 1-", "pending open"},
        {"n(N) <= 1", "3Y 1-", "adopted consensus"},
        {"n(N) <= 1", "3Y 2N 1-", "rejected blocked"},
        {"2 > n(N)", "3Y 1N 1-", "pending open"},
        {"2 > n(N)", "3Y 1-", "adopted consensus"},
        {"1 >= n(N)", "3Y 1N 1-", "pending open"},
        {"1 >= n(N)", "3Y 1-", "adopted consensus"},
        {"n(Y) = 3", "3Y 1-", "pending open"},
        {"n(Y) = 3", "2Y 1-", "pending open"},
        {"n(Y) = 3", "1Y 1-", "rejected short_of_votes"},
        {"n(Y) = 3", "4Y 1-", "rejected short_of_votes"},
        {"n(Y) != 3", "3Y 1-", "pending open"},
        {"n(Y) != 3", "2Y 1-", "pending open"},
        {"n(Y) != 3", "1Y 1-", "adopted carried"},
        {"n(Y) != 3", "4Y 1-", "adopted carried"},
        {"n(Y) != 3", "1Y 2-", "pending open"},
        {"!(n(Y) = 3)", "2Y 1-", "pending open"},
        {"!(n(Y) = 3)", "1Y 1-", "adopted carried"},
        {"!(n(N) >= 2)", "3Y 1-", "adopted consensus"},
        {"!(n(N) >= 2)", "3Y 1N 1-", "pending open"},
        {"!(n(N) > 1)", "3Y 1-", "adopted consensus"},
        {"!(n(N) > 1)", "3Y 1N 1-", "pending open"},
        {"n(Y) - n(N) < 2 & n(A) < 2", "2Y 1N 2-", "pending open"},
        {"n(Y) - n(N) < 2 & n(A) < 2", "2Y 2N 1-", "adopted consensus"},
        {"n(Y) - n(N) = 1 & n(A) = 2", "3Y 3N 3-", "pending open"},
        {"n(Y) - n(N) = 2 & n(A) = 2", "3Y 3N 3-", "rejected short_of_votes"},
        {"n(Y) - n(N) = 2 & n(A) = 2", "3Y 3N 4-", "pending open"},
        {"n(Y) + 2*n(A) = 5", "3-", "pending open"},
        {"n(Y) + 2*n(A) = 7", "3-", "rejected short_of_votes"},
        {"2*n(Y) + 4*n(A) = 5", "9-", "rejected short_of_votes"},
        {"n(Y) = n(N) & n(Y) + n(N) = 3", "5-", "rejected short_of_votes"},
        {"n(Y) = n(N) & n(Y) + n(N) = 4", "5-", "pending open"},
        {"n(Y|P5) = 2 & n(N) = 2", "3-|P5", "rejected short_of_votes"},
        {"n(Y|P5) = 2 & n(N) = 2", "3-|P5 1-", "pending open"},
        {"n(Y|P5) = n(N) & n(A|X9) = 2 & n(X) = 0", "2-|P5 2-|X9 2-", "pending open"},
        {"n(Y|P5) > n(N) & n(A|X9) = 2 & n(X A) = 1", "2-|P5 2-|X9 2-", "rejected short_of_votes"},
    };
    for (size_t i = 0; i < sizeof open / sizeof open[0]; i++) {
        const struct charter *c = NULL;
        const struct charter_rule *r =
            rule_of("", arena_printf(harness_arena(), "pass %s;", open[i].pass), &c);
        const struct decision d = decision_of(c, r, open[i].votes, true);
        harness_note("%s of %s", open[i].votes, open[i].pass);
        check_text(outcome_of(&d), open[i].outcome);
    }
}
