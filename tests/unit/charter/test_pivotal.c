/* Who alone turns an outcome, and who is named beside what was counted. */
#include "charter/ballot.h"
#include "unit/charter/votes.h"

static const char *pivotal_of(const struct decision *d)
{
    const char *text = "";
    for (size_t i = 0; i < d->pivotal_count; i++) {
        text = arena_printf(harness_arena(), "%s%s%.*s", text, i == 0 ? "" : " ", (int)d->pivotal[i].len,
                            (const char *)d->pivotal[i].data);
    }
    return text;
}

TEST(who_is_pivotal_is_asked_of_each_as_it_counts)
{
    static const struct {
        const char *parts;
        const char *clauses;
        const char *votes;
        const char *pivotal;
    } rows[] = {
        {"", "pass n(Y) >= 2;", "A=Y B=Y C=N", "A B"},
        {"", "pass n(Y) >= 2;", "A=Y B=N C=N", "B C"},
        {"", "pass n(Y) >= 2;", "A=Y B=Y C=Y", ""},
        {"", "pass n(Y) >= 2;", "A=Y 1N B=N", "B"},
        /* Who is forced, or out, counts like one who is free, and cannot move. */
        {"", "force HELD = A; pass n(Y) >= 2;", "A=Y B=Y|HELD C=A", "C"},
        {"", "force HELD = A; pass n(Y) >= 2;", "A=Y C=A B=Y|HELD", "C"},
        {"", "allow Y N R; out GONE; pass n(Y) >= 2;", "A=Y B=Y|GONE C=R", "C"},
        /* By a rule that is asked afterwards, which may hold another. */
        {"rule s { pass n(Y) >= 2; }", "pass n(N) = 0; else stage s;", "A=Y B=N", "B"},
        {"rule s { pass n(Y) >= 2; }", "pass n(N) = 0; else stage s;", "A=Y B=Y C=N", "A B"},
        {"rule s { pass n(Y) >= 2; }", "pass n(N) = 0; else stage s;", "A=Y B=Y D=Y C=N", ""},
        {"rule s { pass n(Y) >= 3; }", "pass n(N) = 0; else stage s;", "A=Y B=Y C=N", "C"},
        {"rule s { pass n(Y) >= 2; }", "force HELD = N; pass n(N) = 0; else stage s;", "A=Y B=X|HELD C=A",
         "B C"},
        {"rule s { out GONE; pass n(Y) >= 2; }", "out GONE; pass n(N) = 0; else stage s;", "A=Y B=Y|GONE C=N",
         "C"},
        /* No position is the default. */
        {"", "allow Y L N; default L; pass n(N) = 0;", "A=- B=L C=Y", "A B C"},
        {"", "allow L; default L; pass n(L) >= 1;", "A=- 1X", ""},
        {"", "allow L; default L; pass n(L) >= 1;", "A=X 1X", "A"},
        /* With a reason and without. */
        {"", "void N without REASONED; pass n(N) <= 1;", "A=N B=N|REASONED C=Y", "C"},
        {"", "void N without REASONED; pass n(N) = 0;", "A=N B=N|REASONED C=Y", "B"},
        {"", "void N with P5; pass n(N) = 0;", "A=Y|P5 C=Y", "C"},
        /* Units that one member divides. */
        {"attributes pop;", "split by pop; pass pop(Y) > pop(N);", "A=Y*2 A=N*1 B=N*1", "A B"},
        {"attributes pop;", "split by pop; pass pop(Y) > pop(N);", "A=Y*3 A=N*1 B=N*1", "A"},
        {"attributes pop;", "split by pop; pass pop(Y) > pop(N);", "A=Y*9 A=A*1 B=N*1", "A"},
        {"attributes pop;", "split by pop; pass pop(Y) > pop(N);", "B=Y*9 A=N*1 A=A*1", "B"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct charter *c = NULL;
        const struct charter_rule *r = rule_of(rows[i].parts, rows[i].clauses, &c);
        const struct decision d = decision_of(c, r, rows[i].votes, false);
        harness_note("%s of %s", rows[i].votes, rows[i].clauses);
        check_text(pivotal_of(&d), rows[i].pivotal);
    }
}

TEST(up_to_eight_that_are_not_for_are_named_beside_the_count)
{
    static const struct {
        const char *votes;
        const char *reason;
    } rows[] = {
        {"9Y A=A", "9 for, 1 abstaining (A)"},
        {"9Y A=A B=A", "9 for, 2 abstaining (A and B)"},
        {"9Y A=A 1A", "9 for, 2 abstaining (A and 1 without names)"},
        {"9Y 2A", "9 for, 2 abstaining"},
        {"9Y A=A B=A C=A D=A E=A F=A G=A H=A", "9 for, 8 abstaining (A, B, C, D, E, F, G and H)"},
        {"9Y A=A B=A C=A D=A E=A F=A G=A 1A", "9 for, 8 abstaining (A, B, C, D, E, F, G and 1 without names)"},
        {"9Y A=A B=A C=A D=A E=A F=A G=A H=A I=A", "9 for, 9 abstaining"},
        {"9Y A=A B=A C=A D=A E=A F=A G=A 2A", "9 for, 9 abstaining"},
        {"8Y A=Y B=N C=X D=X|GONE", "9 for, 1 against (B), 1 absent (C), 1 not counted"},
        {"9Y 1A A=N|GONE 3X|GONE", "9 for, 1 abstaining, 4 not counted"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct charter *c = NULL;
        const struct charter_rule *r = rule_of("", "out GONE; pass n(Y) > 8;", &c);
        const struct decision d = decision_of(c, r, rows[i].votes, false);
        harness_note("%s", rows[i].votes);
        check_text(arena_text(harness_arena(), d.reason),
                   arena_printf(harness_arena(), "carried: %s", rows[i].reason));
    }
}
