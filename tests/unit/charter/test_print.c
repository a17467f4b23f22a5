#include "charter/rule.h"
#include "unit/charter/fixture.h"

/* What is printed parses again, and is then printed to the same bytes with the same hashes. */
static void check_fixed(const struct charter *c)
{
    const struct bytes once = print_of(c);
    const struct charter *again = charter_of(arena_text(harness_arena(), once));
    check_bytes(print_of(again), once);
    check_eq(again->rule_count, c->rule_count);
    for (size_t i = 0; i < c->rule_count; i++) {
        check_that(hash_equal(&again->rules[i].hash, &c->rules[i].hash));
    }
}

TEST(a_preset_is_printed_to_a_text_that_says_the_same)
{
    static const char *const names[] = {"unsc", "decisions", "csto", "exercise"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        harness_note("%s", names[i]);
        check_fixed(preset_of(names[i]));
    }
}

TEST(a_condition_has_one_form)
{
    static const struct {
        const char *written;
        const char *printed;
    } rows[] = {
        {"n(Y)>=9", "n(Y) >= 9"},
        {"n( Y , N )>n(A)", "n(V) > n(A)"},
        {"n(N Y) > 0", "n(V) > 0"},
        {"n(Y L N A Q) > 0", "n(C) > 0"},
        {"n(Y L N A Q X R) > 0", "n(*) > 0"},
        {"n(!Y) < 4", "n(!Y) < 4"},
        {"n(L N A Q X R) < 4", "n(!Y) < 4"},
        {"n(!C) = 0", "n(X R) = 0"},
        {"n(N|P5) = 0", "n(N|P5) = 0"},
        {"n(N|!P5) = 0", "n(N|!P5) = 0"},
        {"2*3*n(Y) > n(*)", "6*n(Y) > n(*)"},
        {"2*(n(Y)+n(L)) > n(*)", "2*n(Y) + 2*n(L) > n(*)"},
        {"n(Y) - n(N) > 0", "n(Y) - n(N) > 0"},
        {"n(Y) - (n(N) - n(A)) > 0", "n(Y) - n(N) + n(A) > 0"},
        {"n(Y)*2 > n(*)", "2*n(Y) > n(*)"},
        {"((n(Y) > 0))", "n(Y) > 0"},
        {"!(n(Y) > 0)", "!(n(Y) > 0)"},
        {"!!(n(Y) > 0)", "!(!(n(Y) > 0))"},
        {"n(Y) > 0 & n(N) = 0 & n(A) = 0", "n(Y) > 0 & n(N) = 0 & n(A) = 0"},
        {"n(Y) > 0 & (n(N) = 0 | n(A) = 0)", "n(Y) > 0 & (n(N) = 0 | n(A) = 0)"},
        {"(n(Y) > 0 & n(N) = 0) | n(A) = 0", "n(Y) > 0 & n(N) = 0 | n(A) = 0"},
        {"n(Y) != n(N)", "n(Y) != n(N)"},
        {"n(Y) <= 3 | 3 < n(N)", "n(Y) <= 3 | 3 < n(N)"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct charter *c = NULL;
        harness_note("%s", rows[i].written);
        const struct charter_rule *r =
            rule_of("", arena_printf(harness_arena(), "pass %s;", rows[i].written), &c);
        check_text(condition_of(r), rows[i].printed);
        check_fixed(c);
    }
}

TEST(every_clause_and_part_comes_back)
{
    check_fixed(charter_of(
        "charter \"c\" title \"a \\\"quoted\\\" \\\\ title\" unverified \"much\";\nfictional;\nlanguages en, "
        "fr-ca;\n"
        "attributes pop, votes;\n"
        "voice threshold 3;\n"
        "table pop-1 of pop title \"t\" source \"s\" unverified \"u\" from 2001-01-01 until 2001-12-31 { "
        "sha256 "
        "\"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\"; }\n"
        "group P5 title \"five\" source \"23\" { USA; TWN until 1971-10-24; CHN from 1971-10-25; }\n"
        "body b title \"B\" source \"art. 1\" unverified \"chair\" { members named; chair USA; rules r, s; "
        "}\n"
        "rule r title \"R\" source \"art. 2\" from 2000-01-01 until 2009-12-31 { allow Y L N A Q; default L; "
        "reason N Q; over b, c; out RECUSED, SUSPENDED; force PARTY = A, P5 = N; quorum 2*n(C in b) > n(* in "
        "b); "
        "pass pop(Y in b) >= 3 & 100*votes(Y|!PARTY in c) >= 65*votes(* in c); }\n"
        "rule s { pass n(N) = 0; clock at least 90s at most 36h set by secretary; extend at most 3 times by "
        "1d; "
        "close n-f after 30s; rung \"all\"; bind Y L bound, Q committed, R free; }\n"));
}
