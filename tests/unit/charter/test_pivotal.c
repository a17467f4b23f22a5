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
        {"", "force HELD = Y; pass n(Y) >= 2;", "B=N|HELD C=Y D=N", "C"},
        {"", "allow Y N R; out GONE; pass n(Y) >= 2;", "A=Y B=Y|GONE C=R", "C"},
        /* By a rule that is asked afterwards, which may hold another. */
        {"rule s { pass n(Y) >= 2; }", "pass n(N) = 0; else stage s;", "A=Y B=N", "B"},
        {"rule s { pass n(Y) >= 2; }", "pass n(N) = 0; else stage s;", "A=Y B=Y C=N", "A B"},
        {"rule s { pass n(Y) >= 2; }", "pass n(N) = 0; else stage s;", "A=Y B=Y D=Y C=N", ""},
        {"rule s { pass n(Y) >= 3; }", "pass n(N) = 0; else stage s;", "A=Y B=Y C=N", "C"},
        {"rule s { pass n(Y) >= 2; }", "force HELD = N; pass n(N) = 0; else stage s;", "A=Y B=X|HELD C=A",
         "B C"},
        {"rule s { pass n(Y) >= 3; }", "force HELD = N; pass n(N) = 0; else stage s;", "A=Y B=X|HELD", ""},
        {"rule s { pass n(Y) >= 3; }", "force HELD = Y; pass n(Y) = 0; else stage s;", "A=N B=X|HELD", ""},
        {"rule s { pass n(Y) >= 3; }", "pass n(N|P5) = 0; else stage s;", "B=N A=N|P5 C=Y", "A"},
        {"rule s { void N without REASONED; pass n(N) = 0; }", "pass n(N) = 0 & n(Y) > 9; else stage s;",
         "A=Y B=X", "A B"},
        {"rule s { out GONE; pass n(Y) >= 2; }", "out GONE; pass n(N) = 0; else stage s;", "A=Y B=Y|GONE C=N",
         "C"},
        /* No position is the default. */
        {"", "allow Y L N; default L; pass n(N) = 0;", "A=- B=L C=Y", "A B C"},
        {"", "allow L; default L; pass n(L) >= 1;", "A=- 1X", ""},
        {"", "allow L; default L; pass n(L) >= 1;", "A=X 1X", "A"},
        /* With a reason and without. */
        {"", "void N without REASONED; pass n(N) <= 1;", "A=N B=N|REASONED C=Y", "C"},
        {"", "void N without REASONED; pass n(N) = 0;", "A=N B=N|REASONED C=Y", "B"},
        {"", "void N without REASONED; pass n(N) = 0;", "A=N B=X|REASONED", "B"},
        {"", "void Y without REASONED; pass n(Y) > 0;", "A=Y B=X", "B"},
        {"", "void N with P5; pass n(N) = 0;", "A=Y|P5 C=Y", "C"},
        /* Units that one member divides. */
        {"attributes pop;", "split by pop; pass pop(Y) > pop(N);", "A=Y*2 A=N*1 B=N*1", "A B"},
        {"attributes pop;", "split by pop; pass pop(Y) > pop(N);", "A=Y*3 A=N*1 B=N*1", "A"},
        {"attributes pop;", "split by pop; pass pop(Y) > pop(N);", "A=Y*9 A=A*1 B=N*1", "A"},
        {"attributes pop;", "split by pop; pass pop(Y) > pop(N);", "B=Y*9 A=N*1 A=A*1", "B"},
        {"attributes pop;", "split by pop; pass pop(Y) > pop(N);", "B=Y*1 A=Y*9 C=N*3", "A"},
        {"attributes pop;", "split by pop; pass pop(Y) > pop(N);", "C=A*1 A=Y*2 B=N*2 B=A*3", "C B"},
        {"attributes q;", "split by q; pass q(Y) > q(N);", "C=A*1 A=Y*2 B=N*2 B=A*3", "C B"},
        {"attributes q;", "split by q; pass q(Y) > q(N);", "B=Y*1 A=Y*9 C=N*3", "A"},
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
        {"9Y 1A A=A", "9 for, 2 abstaining (A and 1 without names)"},
        {"A=A 9Y 1N", "9 for, 1 against, 1 abstaining (A)"},
        {"9Y 2A", "9 for, 2 abstaining"},
        {"9Y A=A B=A C=A D=A E=A F=A G=A H=A", "9 for, 8 abstaining (A, B, C, D, E, F, G and H)"},
        {"9Y A=A B=A C=A D=A E=A F=A G=A 1A",
         "9 for, 8 abstaining (A, B, C, D, E, F, G and 1 without names)"},
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
        check_text(arena_text(harness_arena(), decision_reason(&d, LANGUAGE_EN)),
                   arena_printf(harness_arena(), "carried: %s", rows[i].reason));
    }
}

static const char *effects_in(const struct decision_effect *effects, size_t count)
{
    const char *text = "";
    for (size_t i = 0; i < count; i++) {
        text = arena_printf(harness_arena(), "%s%s%.*s %c %s", text, i == 0 ? "" : ", ",
                            (int)effects[i].code.len, (const char *)effects[i].code.data, effects[i].position,
                            effect_word(effects[i].effect));
    }
    return text;
}

TEST(what_adoption_means_is_said_of_each_by_tag_and_by_part)
{
    static const char clauses[] =
        "out GONE; pass n(Y|P5) > 0 & n(Y) > 1; bind Y bound, A|X9 committed as to \"m\", N|P5 committed, "
        "Y|!P5 committed, A|!X9 bound as to \"n\", Y|X9 free as to \"m\";";
    const struct charter *c = NULL;
    const struct charter_rule *r = rule_of("", clauses, &c);
    const struct decision d =
        decision_of(c, r, "A=Y|P5 B=Y C=N|P5 D=N E=A F=A|X9 G=Y|X9 H=Y|P5|X9 I=Y|GONE 2Y", false);
    check_text(outcome_of(&d), "adopted carried");
    check_eq(d.part_count, 2);
    check_bytes(d.parts[0].about, BYTES("m"));
    check_bytes(d.parts[1].about, BYTES("n"));
    check_eq(d.effect_count, 9);
    check_text(effects_in(d.effects, 9), "A Y bound, B Y committed, C N committed, D N free, E A free, "
                                         "F A free, G Y committed, H Y bound, I R free");
    check_text(effects_in(d.parts[0].effects, 9), "A Y bound, B Y committed, C N committed, D N free, "
                                                  "E A free, F A committed, G Y free, H Y free, I R free");
    check_text(effects_in(d.parts[1].effects, 9), "A Y bound, B Y committed, C N committed, D N free, "
                                                  "E A bound, F A free, G Y committed, H Y bound, I R free");
    const struct decision rejected = decision_of(c, r, "A=Y B=Y", false);
    check_text(effects_in(rejected.effects, 2), "A Y free, B Y free");
    const struct charter_rule *bare = rule_of("", "pass n(Y) > 0;", &c);
    const struct decision plain = decision_of(c, bare, "A=Y B=N C=X", false);
    check_text(effects_in(plain.effects, 3), "A Y bound, B N bound, C X bound");
    check_eq(plain.part_count, 0);
}
