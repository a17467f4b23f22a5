#include "charter/clause.h"
#include "unit/charter/votes.h"

static const char *text_of(struct bytes s)
{
    return arena_text(harness_arena(), s);
}

TEST(each_comparison_is_told_in_words_with_its_numbers)
{
    static const struct {
        const char *pass;
        const char *votes;
        const char *words;
    } rows[] = {
        {"n(Y) >= 9", "11Y 1N 3A", "9 for needed, 11 given"},
        {"9 <= n(Y)", "11Y 1N 3A", "9 for needed, 11 given"},
        {"n(Y) > 9", "9Y", "10 for needed, 9 given"},
        {"2*n(Y) >= 9", "4Y", "5 for needed, 4 given"},
        {"n(N|P5) = 0", "1N|P5 2N", "none may be against among P5, 1 is"},
        {"n(N|!P5) = 0", "1N|P5 2N", "none may be against outside P5, 2 are"},
        {"n(N) <= 0", "3Y", "none may be against, 0 are"},
        {"n(N) < 1", "3Y", "none may be against, 0 are"},
        {"n(!Y) < 4", "5Y 4N", "at most 3 may be not for, 4 are"},
        {"n(Y) + n(L) > 0", "2L", "1 for or letting pass needed, 2 given"},
        {"n(A) = 2", "2A", "exactly 2 abstaining needed, 2 given"},
        {"3*n(Y) >= 2*n(V)", "141Y 5N 35A", "98 for needed (2/3 of 146 voting), 141 given"},
        {"2*n(V) <= 3*n(Y)", "141Y 5N 35A", "98 for needed (2/3 of 146 voting), 141 given"},
        {"2*n(Y) > n(V)", "5Y 5N", "6 for needed (more than 1/2 of 10 voting), 5 given"},
        {"4*n(N) <= n(V)", "9Y 3N", "at most 3 may be against (1/4 of 12 voting), 3 are"},
        {"4*n(N) < n(V)", "9Y 3N", "at most 2 may be against (less than 1/4 of 12 voting), 3 are"},
        {"n(C) = n(*)", "5Y 1X", "6 present needed (all of 6 members), 5 given"},
        {"n(Y) = n(*)", "5Y 1X", "6 for needed (all of 6 members), 5 given"},
        {"n(Y) > n(N)", "5Y 5N", "more for than against needed: 5 for, 5 against"},
        {"n(Y) >= n(N)", "5Y 5N", "at least as many for as against needed: 5 for, 5 against"},
        {"n(X) < n(A)", "5A 5X", "fewer absent than abstaining needed: 5 absent, 5 abstaining"},
        {"n(Y) - n(N) >= 3", "5Y 3N", "n(Y) - n(N) >= 3 needed, that is 2 and 3"},
        {"n(Y) != 3", "3Y", "n(Y) != 3 needed, that is 3 and 3"},
        {"2*n(Y) = 3", "3Y", "2*n(Y) = 3 needed, that is 6 and 3"},
        {"n(X R) <= 1", "3Y 2X", "at most 1 may be absent or not taking part, 2 are"},
        {"n(!X N R) > 1", "3Y 2X", "2 neither against nor absent nor not taking part needed, 3 given"},
        {"!(n(Y) >= 9)", "11Y", "at most 8 may be for, 11 are"},
        {"!(n(Y) < 9)", "11Y", "9 for needed, 11 given"},
        {"!(n(Y) <= 9)", "11Y", "10 for needed, 11 given"},
        {"!(n(Y) > n(N))", "11Y", "at most as many for as against needed: 11 for, 0 against"},
        {"!!(n(N) != 0)", "11Y", "n(N) != 0 needed, that is 0 and 0"},
        {"!(n(N) != 0)", "11Y", "none may be against, 0 are"},
        {"!(n(N) = 0)", "11Y", "!(n(N) = 0) needed, that is 0 and 0"},
        {"pop(Y) >= 100", "2Y", "100 of pop for needed, 14 given"},
        {"100*pop(Y) >= 65*pop(*)", "2Y 2N", "19 of pop for needed (65/100 of 28 of pop), 14 given"},
        {"3*pop(N|BIG) <= pop(V|BIG)", "2N|BIG",
         "at most 4 of pop may be against among BIG (1/3 of 14 of pop voting among BIG), 14 are"},
    };
    static const int64_t weights[] = {7};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct charter *c = NULL;
        const char *clauses = arena_printf(harness_arena(), "allow Y L N A Q R; pass %s;", rows[i].pass);
        const struct charter_rule *r = rule_of("attributes pop;", clauses, &c);
        const struct electorate e = votes_of(rows[i].votes);
        struct elector electors[4];
        for (size_t k = 0; k < e.count; k++) {
            electors[k] = e.electors[k];
            electors[k].weights = weights;
        }
        const struct electorate weighed = {.count = e.count, .electors = electors};
        const struct evaluate_options options = {.explain = true};
        struct decision d;
        harness_note("%s of %s", rows[i].pass, rows[i].votes);
        check_ok(evaluate(harness_arena(), c, r, &weighed, 1, &options, &d, NULL));
        check_eq(d.atom_count, 1);
        check_text(text_of(decision_atom_words(&d.atoms[0], LANGUAGE_EN)), rows[i].words);
        check_eq(d.atoms[0].holds, d.outcome == OUTCOME_adopted);
    }
}

TEST(the_reason_names_members_where_they_are_known)
{
    static const char substantive[] = "pass n(Y) >= 9 & n(N|P5) = 0;";
    static const char silence[] = "allow Y L N; default L; pass n(N) = 0;";
    static const struct {
        const char *clauses;
        const char *votes;
        bool open;
        const char *reason;
    } rows[] = {
        {substantive, "11Y RUS=N|P5 ARE=A CHN=A|P5 IND=A", false,
         "vetoed by RUS: none may be against among P5, 1 is; 11 for, 1 against, 3 abstaining"},
        {substantive, "11Y 1N|P5 3A", false,
         "vetoed by 1 without names: none may be against among P5, 1 is; 11 for, 1 against, 3 abstaining"},
        {substantive, "7Y FRA=N|P5 GBR=N|P5 USA=Y 5A", false,
         "short of votes: 9 for needed, 8 given; 8 for, 2 against (FRA and GBR), 5 abstaining"},
        {substantive, "9Y COL=N 5A", false, "carried: 9 for, 1 against (COL), 5 abstaining"},
        {"pass n(Y) > n(N);", "A1=Y A2=N", false,
         "a tie: more for than against needed: 1 for, 1 against; 1 for, 1 against (A2)"},
        {"quorum 2*n(C) > n(*); pass n(Y) > n(N);", "1Y 1-", false,
         "no quorum: 2 present needed (more than 1/2 of 2 members), 1 given; 1 for, 1 absent"},
        {silence, "6-", false, "by assent in silence: 6 letting pass"},
        {silence, "5- ELM=Y", false, "by consensus: 1 for, 5 letting pass"},
        {silence, "5- ELM=N", false,
         "objected to by ELM: none may be against, 1 is; 5 letting pass, 1 against"},
        {silence, "A1=N A2=N A3=N A4=N A5=N A6=N A7=N A8=N A9=N", false,
         "objected to by A1, A2, A3, A4, A5, A6, A7 and 2 more: none may be against, 9 are; 9 against"},
        {silence, "A1=N A2=N 2N", false,
         "objected to by A1, A2 and 2 without names: none may be against, 4 are; 4 against"},
        {"allow Y N Q; pass !(3*n(Q) >= n(*));", "4Y A1=Q A2=Q", false,
         "blocked by A1 and A2: at most 1 may be abstaining with a declaration (less than 1/3 of 6 members), "
         "2 are; 4 "
         "for, 2 abstaining with a declaration"},
        {"pass n(!Y) = 0;", "29Y HUN=X TUR=X", true,
         "open: 2 absent (HUN and TUR) could still turn what stands now: short of votes: none may be not "
         "for, 2 are; "
         "29 for, 2 absent (HUN and TUR)"},
        {"out PARTY; pass n(N) = 0;", "2Y 1N|PARTY", false, "by consensus: 2 for, 1 not counted"},
        {"pass n(N) = 0;", "", false, "by consensus: nobody is counted"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct charter *c = NULL;
        const struct charter_rule *r = rule_of("", rows[i].clauses, &c);
        const struct decision d = decision_of(c, r, rows[i].votes, rows[i].open);
        harness_note("%s of %s", rows[i].votes, rows[i].clauses);
        check_text(text_of(decision_reason(&d, LANGUAGE_EN)), rows[i].reason);
    }
}

TEST(the_atoms_are_those_of_quorum_and_then_of_pass)
{
    const struct charter *c = NULL;
    const struct charter_rule *r = rule_of("", "quorum 2*n(C) > n(*); pass n(Y) > n(N) & !(n(A) > 3);", &c);
    const struct decision d = decision_of(c, r, "5Y 4N 1A", false);
    check_eq(d.atom_count, 3);
    check_that(d.atoms[0].of_quorum && !d.atoms[1].of_quorum && !d.atoms[2].of_quorum);
    check_text(text_of(d.atoms[0].text), "2*n(C) > n(*)");
    check_eq(d.atoms[0].left, 20);
    check_eq(d.atoms[0].right, 10);
    check_text(text_of(d.atoms[2].text), "!(n(A) > 3)");
    check_that(d.atoms[2].holds);
    check_text(text_of(decision_atom_words(&d.atoms[2], LANGUAGE_EN)), "at most 3 may be abstaining, 1 is");
    check_text(outcome_of(&d), "adopted carried");
}

TEST(a_clause_is_told_in_words)
{
    static const struct {
        const char *line;
        const char *words;
    } rows[] = {
        {"    allow Y N A;", "a member may be: for, letting pass, against"},
        {"    default L;", "who takes no position lets pass"},
        {"    reason N;", "a reason is asked of who is: against"},
        {"    out GONE, LOST;", "not counted at all: who has the tag GONE or LOST"},
        {"    force PARTY = A;", "whatever it says, who has the tag PARTY counts as abstaining"},
        {"    quorum ...;", "there is no decision unless all of the members are present"},
        {"    pass ...;", "adopted if none is against and (at least 1 is for or more than 1/2 of those "
                          "voting are letting pass) and "
                          "less than 65/100 of pop is absent"},
        {"    clock ...;", "may be put to silence, for 10s to 3d, by: secretary"},
        {"    extend ...;", "the silence may be extended 2 times, each time by up to 1d"},
        {"    close ...;", "the silence closes when all nodes are clear, or n-f of them after 3s"},
        {"    rung ...;", "what is adopted is said by: all"},
        {"    bind ...;", "once adopted, bound: who was for or letting pass, committed: who was abstaining "
                          "with a declaration, free: "
                          "who was neither for nor letting pass nor abstaining with a declaration"},
        {"rule r {", ""},
        {"}", ""},
    };
    const struct charter *c = NULL;
    const struct charter_rule *r =
        rule_of("attributes pop;",
                "allow Y L N; default L; reason N; out GONE, LOST; force PARTY = A; quorum n(C) >= n(*); "
                "pass n(N) = 0 & (n(Y) >= 1 | 2*n(L) > n(V)) & !(100*pop(X) >= 65*pop(*)); clock at least "
                "10s at most "
                "3d set by secretary; extend at most 2 times by 24h; close n-f after 3s; rung \"all\"; "
                "bind Y L bound, Q committed;",
                &c);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct buffer b;
        buffer_init(&b, 4000);
        clause_words(&b, r, bytes_of_text(rows[i].line));
        harness_note("%s", rows[i].line);
        check_text(buffer_text(&b), rows[i].words);
        buffer_done(&b);
    }
}
