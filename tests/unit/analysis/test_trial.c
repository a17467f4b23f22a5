#include "analysis/concern.h"
#include "analysis/example.h"
#include "unit/charter/fixture.h"

static struct trial *trial_of(const struct charter *c, const char *rule, size_t members)
{
    const struct trial_side side = {.charter = c, .rule = charter_rule(c, bytes_of_text(rule), BYTES(""))};
    struct trial *t = NULL;
    struct diag diag = {.line = 0};
    check_that(side.rule != NULL);
    check_ok(trial_new(harness_arena(), &side, 1, members, BYTES(""), &t, &diag));
    return t;
}

static const char *example_text(struct trial *t)
{
    struct example x;
    struct buffer b;
    example_of(harness_arena(), LANGUAGE_EN, t, 0, &x);
    buffer_init(&b, 1 << 20);
    for (size_t i = 0; i < x.count; i++) {
        buffer_add_bytes(&b, x.sentences[i]);
        buffer_add_u8(&b, '\n');
    }
    const char *text = arena_text(harness_arena(), buffer_view(&b));
    buffer_done(&b);
    return text;
}

TEST(the_members_are_those_the_charter_knows_and_fictional_ones_up_to_a_number)
{
    const struct charter *c = preset_of("unsc");
    const struct trial *t = trial_of(c, "substantive", 0);
    check_eq(t->member_count, 15);
    check_eq(t->class_count, 2);
    check_eq(t->classes[0].count, 5);
    check_that(is_text(t->codes[0], "CHN") && is_text(t->codes[5], "M001") && is_text(t->codes[14], "M010"));
    check_that(!t->known);
    check_eq(trial_of(c, "procedural", 0)->class_count, 1);
    check_eq(trial_of(c, "substantive", 3)->member_count, 3);
    check_eq(trial_of(c, "substantive", MEMBERS_MAX)->member_count, MEMBERS_MAX);
}

TEST(the_numbers_of_the_security_council_are_told)
{
    check_text(
        example_text(trial_of(preset_of("unsc"), "substantive", 0)),
        "Suppose 15 members: 5 of P5 (CHN, FRA, GBR, RUS and USA) and 10 of the others (M001, M002, M003, "
        "M004, M005, M006, M007 and 3 more).\n"
        "If all others abstain or are absent, it is adopted by any 9 that are for.\n"
        "If all others are against, it is adopted by 9 that are for, such as all 5 of P5 and 4 of the "
        "others.\n"
        "When all others are for, it is blocked alone by voting against: one of P5; by abstaining: nobody; "
        "by being absent: nobody.\n"
        "If everybody is absent, it is rejected.\n");
}

TEST(what_a_rule_asks_of_few_or_all_is_told)
{
    static const struct {
        const char *parts;
        const char *clauses;
        size_t members;
        const char *says;
    } rows[] = {
        {"", "pass n(Y) = n(*);", 4,
         "If all others abstain or are absent or are against, it is adopted only if all 4 are for.\n"},
        {"", "pass n(Y) > n(*);", 4,
         "If all others abstain or are absent or are against, it is never adopted, not even if everybody is "
         "for.\n"},
        {"", "pass n(N) = 0;", 4,
         "If all others abstain or are absent, it is adopted even if nobody is for.\n"},
        {"", "pass n(N) = 0;", 4, "If everybody is absent, it is adopted.\n"},
        {"", "pass n(Y) > 0;", 4, "it is adopted by any 1 that is for.\n"},
        {"", "quorum n(C) >= 3; pass n(Y) > n(N);", 4, "There is a quorum with any 3 present.\n"},
        {"", "quorum n(C) >= 3; pass n(Y) > n(N);", 4,
         "If everybody is absent, it is not decided, for there is no quorum.\n"},
        {"", "quorum n(C) > 9; pass n(Y) > n(N);", 4,
         "There is no quorum even if everybody is present and for.\n"},
        {"group G { ELM; FIR; }\n", "quorum n(C|G) >= 1; pass n(Y) > n(N);", 4,
         "There is a quorum with 1 present, such as 1 of G.\n"},
        {"group G { ELM; }\n", "allow Y N; pass n(Y|G) = 1 & n(Y) >= 2;", 4,
         "Suppose 4 members: 1 of G (ELM) and 3 of the others (M001, M002 and M003).\n"
         "If all others are absent or are against, it is adopted by 2 that are for, such as ELM and 1 of the "
         "others.\n"
         "When all others are for, it is blocked alone by voting against: G; by being absent: G.\n"},
        {"", "allow Y L N; default L; pass n(N) = 0 & n(Y) + n(L) > 0;", 4,
         "If nobody says anything, it is adopted.\n"},
        {"rule s { allow Y N A; pass n(Y) >= 2; }\n", "else stage s; pass n(Y) = n(*);", 4,
         "it is adopted by any 2 that are for.\n"},
        {"group G { ELM; }\nrule s { allow Y N A; pass n(N|G) = 0; }\n", "else stage s; pass n(Y) > n(*);", 4,
         "Suppose 4 members: ELM and 3 (M001, M002 and M003).\n"},
        {"", "else lapse; pass n(Y) > n(N);", 4, "If everybody is absent, it is at its end.\n"},
        {"", "else defer; pass n(Y) > n(N);", 4, "If everybody is absent, it is deferred.\n"},
        {"body b { members all; chair rotation; rules s; }\nrule s { pass n(Y) >= 2; }\n",
         "else refer to b; pass n(Y) > n(N);", 4, "it is referred.\n"},
        {"", "pass n(Y) >= 1;", 1, "Suppose 1 member.\nIf all others"},
        {"body a { members all; chair rotation; rules r; }\nbody b { members all; chair rotation; rules r; "
         "}\n",
         "over a, b; pass 2*n(Y in a) > n(* in a) & 3*n(Y in b) >= 2*n(* in b);", 9,
         "it is adopted by any 6 that are for.\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct charter *c = NULL;
        (void)rule_of(rows[i].parts, rows[i].clauses, &c);
        const char *told = example_text(trial_of(c, "r", rows[i].members));
        harness_note("%s\nin\n%s", rows[i].says, told);
        check_that(strstr(told, rows[i].says) != NULL);
    }
}

/* The fewest that adopt, by going through all choices of who is for. */
static size_t brute_least(struct trial *t, int others)
{
    size_t best = t->member_count + 1;
    for (unsigned set = 0; set < 1U << t->member_count; set++) {
        trial_choice choices[16] = {{0}};
        enum outcome outcome = OUTCOME_rejected;
        for (size_t i = 0; i < t->member_count; i++) {
            choices[t->class_of[i]][(set & 1U << i) != 0 ? POSITION_Y : others]++;
        }
        check_that(trial_decide(t, 0, choices, &outcome));
        const size_t n = (size_t)__builtin_popcount(set);
        best = outcome == OUTCOME_adopted && n < best ? n : best;
    }
    return best;
}

TEST(the_fewest_are_the_fewest_of_all_choices)
{
    static const char *const clauses[] = {"pass n(Y) > n(N);",
                                          "pass n(Y|A) >= 1 & n(Y|!A) >= 2;",
                                          "pass n(N|A) = 0 & n(Y) >= 3;",
                                          "pass 3*n(Y) >= 2*n(V) & n(Y|B) > n(N|B);",
                                          "quorum 2*n(C) > n(*); pass n(Y) > 0 & n(N) < 3;",
                                          "force B = A; pass n(Y) >= 4 | n(Y|A) = 2;",
                                          "out B; pass 2*n(Y) > n(*);"};
    for (size_t i = 0; i < sizeof clauses / sizeof clauses[0]; i++) {
        const struct charter *c = NULL;
        (void)rule_of("group A { ALDER; BIRCH; }\ngroup B { BIRCH; CEDAR; DAMSON; }\n", clauses[i], &c);
        struct trial *t = trial_of(c, "r", 7);
        static const int others[] = {POSITION_N, POSITION_A, POSITION_X};
        for (size_t k = 0; k < 3; k++) {
            struct trial_least least;
            trial_least_for(harness_arena(), t, 0, TRIAL_ADOPTED, others[k], &least);
            const size_t brute = brute_least(t, others[k]);
            harness_note("%s %d", clauses[i], others[k]);
            check_eq(least.answer == TRIAL_FOUND ? least.count : t->member_count + 1, brute);
        }
    }
}

static const char weighted[] = "charter \"w\";\nattributes mass;\ntable m of mass { sha256 "
                               "\"0000000000000000000000000000000000000000000000000000000000000000\"; }\n"
                               "rule r { pass 3*mass(Y) >= 2*mass(*); }\n";

TEST(where_all_count_differently_one_example_is_told)
{
    const struct charter *c = charter_of(weighted);
    struct table_row rows[20];
    const struct trial_table table = {.name = BYTES("m"), .table = {.count = 20, .rows = rows}};
    for (size_t i = 0; i < 20; i++) {
        rows[i] =
            (struct table_row){bytes_of_text(arena_printf(harness_arena(), "T%02zu", i)), (int64_t)i + 1};
    }
    const struct trial_side side = {.charter = c, .rule = &c->rules[0], .table_count = 1, .tables = &table};
    struct trial *t = NULL;
    struct diag diag = {.line = 0};
    check_ok(trial_new(harness_arena(), &side, 1, 0, BYTES(""), &t, &diag));
    check_that(t->known);
    check_eq(t->class_count, 20);
    check_that(strstr(example_text(t), "With the 20 members.\n") != NULL);
    check_that(strstr(example_text(t), "for example T00, ") != NULL);
    /* One more than the table has cannot be weighed, and without the table nobody can. */
    check_eq(trial_new(harness_arena(), &side, 1, 21, BYTES(""), &t, &diag), ERROR_MALFORMED);
    check_that(diag.message[0] != 0);
    const struct trial_side bare = {.charter = c, .rule = &c->rules[0]};
    check_eq(trial_new(harness_arena(), &bare, 1, 3, BYTES(""), &t, &diag), ERROR_MALFORMED);
}

static void check_concern(const char *rest, const char *name, const char *message)
{
    const char *text = arena_printf(harness_arena(), "charter \"test\";\n%s", rest);
    const struct charter *c = charter_of(text);
    const struct charter_source source = {BYTES("test"), bytes_of_text(text)};
    struct concern_list list;
    concerns_of(harness_arena(), c, NULL, 0, &source, 1, &list);
    harness_note("%s: %zu: %s", rest, list.count, list.count > 0 ? list.items[0].message : "");
    check_eq(list.count, message == NULL ? 0 : 1);
    if (message != NULL) {
        check_that(strstr(list.items[0].message, message) != NULL);
        check_that(is_text(list.items[0].name, name));
        check_that(list.items[0].line >= 2);
        check_eq(list.items[0].column, strlen(list.items[0].kind) + 2);
    }
}

TEST(what_is_dangerous_in_a_charter_is_told)
{
    check_concern("rule r { quorum n(C) >= 2; pass n(Y) > n(N); }\n", "", NULL);
    check_concern("rule r { pass n(N) = 0; }\n", "r", "an empty room adopts");
    check_concern("rule r { quorum n(C) >= 2; pass 3*n(Y) >= 2*n(V); }\n", "r",
                  "it adopts if everybody abstains");
    check_concern("rule r { quorum n(C) > n(*); pass n(Y) > n(N); }\n", "r", "its quorum never holds");
    check_concern("rule r { quorum n(C) > 0; pass n(Y) > n(*); }\n", "r", "no way was found");
    check_concern("rule r { pass n(Y) > n(N); }\n", "r", "if all others are absent");
    check_concern("rule r { pass n(Y) > 0; }\n", "r", "even if all others are against");
    check_concern("group G { }\nrule r { pass n(Y) > 1; }\n", "G", "nobody is in it");
    check_concern("rule r { pass n(Y) > 1 & n(Y|PARTY) > 0; }\n", "", NULL);
    check_concern("attributes a;\nrule r { pass a(Y) > 0; }\n", "", NULL);
    check_concern("body b { members all; chair rotation; rules r; }\nrule r { pass n(Y) > 1; }\n"
                  "rule s { pass n(Y) > 1; }\n",
                  "s", "nobody uses it");
    check_concern("rule r until 2000-01-01 { pass n(Y) > 1; }\nrule r from 2001-01-01 { pass n(Y) > 0; }\n",
                  "r", "even if all others are against");
}
