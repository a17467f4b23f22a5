#include "analysis/change.h"
#include "unit/charter/fixture.h"

/* All that changes, a line a sentence behind its part. */
static const char *changes(const char *before, const char *after, size_t members)
{
    struct arena *a = harness_arena();
    const struct trial_side sides[] = {{.charter = charter_of(before)}, {.charter = charter_of(after)}};
    struct change_list list;
    struct buffer b;
    changes_of(a, &sides[0], &sides[1], members, BYTES(""), &list);
    buffer_init(&b, 1 << 20);
    for (size_t i = 0; i < list.count; i++) {
        for (size_t k = 0; k < list.items[i]->count; k++) {
            buffer_printf(&b, "%s ", list.items[i]->kind);
            buffer_add_bytes(&b, list.items[i]->name);
            buffer_add_text(&b, ": ");
            buffer_add_bytes(&b, list.items[i]->sentences[k]);
            buffer_add_u8(&b, '\n');
        }
    }
    const char *text = arena_text(a, buffer_view(&b));
    buffer_done(&b);
    return text;
}

static const char *of_rules(const char *before, const char *after, size_t members)
{
    const char *parts = "charter \"a\";\ngroup G { ELM; FIR; }\n";
    return changes(arena_printf(harness_arena(), "%srule r { %s }\n", parts, before),
                   arena_printf(harness_arena(), "%srule r { %s }\n", parts, after), members);
}

TEST(who_loses_a_veto_is_told_with_a_vote_that_comes_out_otherwise)
{
    check_text(
        of_rules("pass n(Y) >= 4 & n(N|G) = 0;", "pass n(Y) >= 4;", 6),
        "rule r: Before: adopted if at least 4 are for and none is against among G. Now: adopted if at least "
        "4 are for.\n"
        "rule r: Suppose 6 members: 2 of G (ELM and FIR) and 4 of the others (M001, M002, M003 and M004).\n"
        "rule r: If all others are against, it is adopted by 4 that are for, such as all 2 of G and 2 of the "
        "others; now it is adopted by any 4 that are for.\n"
        "rule r: G (ELM and FIR): lose the power to block alone by voting against.\n"
        "rule r: A vote that comes out otherwise: with 5 for (1 of G, 4 of the others), 1 against (1 of G) "
        "it "
        "is rejected before, now adopted.\n");
}

TEST(what_changes_in_a_rule_is_told_for_whom)
{
    static const struct {
        const char *before;
        const char *after;
        const char *says;
    } rows[] = {
        {"pass n(Y) > n(N);", "quorum n(C) >= 3; pass n(Y) > n(N);",
         "rule r: Present for a quorum: 0; now 3.\n"},
        {"pass n(Y) > n(N);", "quorum n(C) > n(*); pass n(Y) > n(N);",
         "Present for a quorum: 0; now nobody can be enough.\n"},
        {"pass n(Y) >= 4;", "pass n(Y) >= 5;",
         "If all others abstain, it is adopted by any 4 that are for; now it is adopted by any 5"},
        {"pass n(N) < 2;", "pass n(N) = 0;", ": gain the power to block alone by voting against.\n"},
        {"pass n(Y) > 1;", "pass n(Y) > 1 & n(A) = 0;", ": gain the power to block alone by abstaining.\n"},
        {"pass n(Y) > 1;", "pass n(Y) > 1 & n(X) = 0;", ": gain the power to block alone by being absent.\n"},
        {"allow Y N A; pass n(Y) > 1;", "allow Y N; pass n(Y) > 1;",
         "A member may no longer be abstaining.\n"},
        {"allow Y N; pass n(Y) > 1;", "allow Y N A; pass n(Y) > 1;", "A member may now be abstaining.\n"},
        {"pass n(Y) > 1;", "reason N; pass n(Y) > 1;", "A reason is now asked of who is against.\n"},
        {"reason N; pass n(Y) > 1;", "pass n(Y) > 1;", "No reason is asked any longer of who is against.\n"},
        {"allow Y L N; pass n(N) = 0;", "allow Y L N; default L; pass n(N) = 0;",
         "Who says nothing was absent, and now lets pass.\n"},
        {"allow Y L N; default L; pass n(N) = 0;", "allow Y L N; pass n(N) = 0;",
         "Who says nothing let pass, and now is absent.\n"},
        {"pass n(N) = 0;", "pass n(N) = 0; clock at least 1h set by chair; close all within 1min;",
         "A text may now be put to silence"},
        {"pass n(N) = 0; clock at least 1h set by chair; close all within 1min;", "pass n(N) = 0;",
         "A text may no longer be put to silence.\n"},
        {"pass n(N) = 0; clock at least 2d set by chair; close all within 1min;",
         "pass n(N) = 0; clock at least 1h at most 3d set by chair; close all within 1min;",
         "rule r: The shortest silence: 2 days; now 1 hour, which is shorter.\nrule r: The longest silence: "
         "not said; now 3 days.\n"},
        {"pass n(Y) > 1; poll at least 1h;", "pass n(Y) > 1; poll at least 2h at most 1d;",
         "rule r: The shortest vote: 1 hour; now 2 hours, which is longer.\nrule r: The longest vote: not "
         "said; now 1 day.\n"},
        {"pass n(Y) > 1; bind Y bound;", "pass n(Y) > 1;",
         "while the members are abstaining: free before, now bound.\n"},
        {"pass n(Y) > 1; bind * bound, A free as to \"arms\";",
         "pass n(Y) > 1; bind * bound, A committed as to \"arms\", Y free as to \"money\";",
         "rule r: What is adopted while the members are abstaining, as to \"arms\": free before, now "
         "committed.\n"
         "rule r: What is adopted while the members are for, as to \"money\": bound before, now free.\n"},
        {"pass n(Y) > 1;", "pass n(Y) > 1; rung \"all\";", "No vote was found that comes out otherwise.\n"},
        {"pass n(N) = 0;", "pass n(N) = 0 | n(A) > n(Y) + n(N);",
         "A vote that comes out otherwise: with 2 for, 1 against, 4 abstaining it is rejected before, now "
         "adopted.\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *told = of_rules(rows[i].before, rows[i].after, 7);
        harness_note("%s\nin\n%s", rows[i].says, told);
        check_that(strstr(told, rows[i].says) != NULL);
    }
}

TEST(what_changes_in_bodies_and_groups_is_told)
{
    const char *before =
        "charter \"a\";\nvoice threshold 3;\ngroup G { ELM; FIR until 2000-01-01; }\ngroup H { ALDER; }\n"
        "body b { members all; chair rotation; rules r, s; }\n"
        "body old { members all; chair rotation; rules r; }\n"
        "rule r { pass n(Y) > 1; }\nrule s { pass n(Y) > 2; }\nrule t { pass n(Y) > 3; }\n";
    const char *after = "charter \"a\";\nfictional;\ngroup G { FIR; }\ngroup I { BIRCH; }\n"
                        "body b { members named; chair ELM; rules s, u; }\n"
                        "body new { members all; chair rotation; rules r; }\n"
                        "rule r { pass n(Y) > 1; }\nrule s { pass n(Y) > 2; }\nrule u { pass n(Y) > 3; }\n";
    check_text(
        changes(before, after, 0),
        "charter a: It is fictional now: an exercise.\n"
        "charter a: Members that sign together for the one voice: 3; now more than two thirds.\n"
        "group G: ELM loses the tag G.\ngroup G: FIR gains the tag G.\ngroup I: BIRCH gains the tag I.\n"
        "group H: ALDER loses the tag H.\n"
        "body b: Before: Every member sits in it. Now: Its members are named at the founding, and may "
        "change.\n"
        "body b: Before: The chair goes round among its members, in the order of their codes. Now: It is "
        "chaired by ELM.\n"
        "body b: Before: It decides by r, unless another of its rules is named: s. Now: It decides by s, "
        "unless another of its rules is named: u.\n"
        "body new: It is new.\nbody new: Every member sits in it.\n"
        "body new: The chair goes round among its members, in the order of their codes.\n"
        "body new: It decides by r.\n"
        "body old: It is no longer there.\n"
        "rule u: It is new.\nrule u: A member may vote for, vote against or abstain.\n"
        "rule u: A member that says nothing counts as absent.\n"
        "rule u: It is adopted if at least 4 are for.\n"
        "rule u: What is not adopted is rejected.\n"
        "rule u: What is adopted binds every member.\n"
        "rule u: If it is named, it decides in b.\n"
        "rule t: It is no longer there.\n");
    check_text(changes(before, before, 0), "");
    check_that(strstr(changes(after, before, 0), "It is real now") != NULL);
}

TEST(what_cannot_be_tried_is_said)
{
    const char *before = "charter \"a\";\nattributes w;\nrule r { pass w(Y) > 1; }\n";
    const char *after = "charter \"a\";\nattributes w;\nrule r { pass w(Y) > 2; }\n";
    check_that(strstr(changes(before, after, 3), "rule r: Its numbers cannot be tried: ") != NULL);
}

TEST(members_that_all_count_differently_are_tried_in_a_row)
{
    const char *text = "charter \"w\";\nattributes mass;\ntable m of mass { sha256 "
                       "\"0000000000000000000000000000000000000000000000000000000000000000\"; }\n"
                       "rule r { pass 3*mass(Y) >= ?*mass(*); }\n";
    struct table_row rows[24];
    const struct trial_table table = {.name = BYTES("m"), .table = {.count = 24, .rows = rows}};
    struct trial_side sides[2];
    struct change_list list;
    for (size_t i = 0; i < 24; i++) {
        rows[i] = (struct table_row){bytes_of_text(arena_printf(harness_arena(), "T%02zu", i)), 1LL << i};
    }
    for (int i = 0; i < 2; i++) {
        char *own = arena_text(harness_arena(), bytes_of_text(text));
        *strchr(own, '?') = (char)('1' + i);
        sides[i] = (struct trial_side){.charter = charter_of(own), .table_count = 1, .tables = &table};
    }
    changes_of(harness_arena(), &sides[0], &sides[1], 0, BYTES(""), &list);
    check_eq(list.count, 1);
    bool found = false;
    for (size_t k = 0; k < list.items[0]->count; k++) {
        found |=
            bytes_start_with(list.items[0]->sentences[k], BYTES("A vote that comes out otherwise: with "));
    }
    check_that(found);
}
