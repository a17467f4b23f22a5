#include "charter/difference.h"
#include "unit/charter/fixture.h"

static const char base_text[] =
    "charter \"base\";\nlanguages en;\n"
    "group P5 { ELM; }\n"
    "body council unverified \"the chair\" { members all; chair rotation; rules r; }\n"
    "rule r unverified \"the quorum\" { allow Y N; pass n(Y) > n(N); }\n"
    "rule s { pass n(Y) >= 3; }\n";

static const struct charter *charter_on_base(const char *own, const struct charter **base)
{
    const struct charter_source sources[] = {
        {BYTES("own"), bytes_of_text(own)},
        {BYTES("base"), bytes_of_text(base_text)},
    };
    const struct charter *c = NULL;
    struct charter_diags diags = {0};
    check_ok(charter_parse(harness_arena(), sources, 2, &c, &diags));
    *base = difference_base(harness_arena(), sources, 2, &diags);
    return c;
}

static const char *written(const struct charter *before, const struct charter *after)
{
    struct buffer b;
    buffer_init(&b, 1 << 20);
    difference_write(&b, harness_arena(), before, after);
    check_that(!b.overflow);
    const char *text = arena_text(harness_arena(), buffer_view(&b));
    buffer_done(&b);
    return text;
}

TEST(what_changes_nothing_differs_in_nothing)
{
    const struct charter *base = NULL;
    const struct charter *c = charter_on_base("charter \"own\";\nextends \"base\";\n", &base);
    check_eq(difference_of(harness_arena(), base, c).count, 0);
    check_text(written(base, c), "How own differs from base\n\nIn nothing.\n\nWhat of it is unverified\n\n"
                                 "  body council: the chair\n  rule r: the quorum\n");
}

TEST(a_charter_that_extends_none_has_only_what_is_unverified)
{
    const struct charter *base = NULL;
    (void)charter_on_base("charter \"own\";\nextends \"base\";\n", &base);
    check_text(written(NULL, base), "base extends no other charter.\n\nWhat of it is unverified\n\n"
                                    "  body council: the chair\n  rule r: the quorum\n");
}

TEST(what_is_added_changed_or_removed_is_told_line_by_line_and_in_words)
{
    const struct charter *base = NULL;
    const struct charter *c =
        charter_on_base("charter \"own\";\nextends \"base\";\n"
                        "group P5 { ELM; FIR; }\n"
                        "rule r unverified \"the quorum\" { allow Y L N; default L; pass n(N) = 0; }\n"
                        "rule t unverified \"all of it\" { pass 3*n(Y) >= 2*n(*); }\n",
                        &base);
    const struct difference_list list = difference_of(harness_arena(), base, c);
    check_eq(list.count, 3);
    check_eq(list.items[0].after->kind, PART_GROUP);
    check_eq(list.items[1].after->kind, PART_RULE);
    check_that(list.items[1].before != NULL && list.items[2].before == NULL);
    check_text(written(base, c), "How own differs from base\n"
                                 "\n"
                                 "group P5: changed\n"
                                 "  +     FIR;\n"
                                 "\n"
                                 "rule r: changed\n"
                                 "  -     allow Y N;\n"
                                 "        (a member may be: for, against)\n"
                                 "  -     default X;\n"
                                 "        (who takes no position is absent)\n"
                                 "  -     pass n(Y) > n(N);\n"
                                 "        (adopted if more are for than against)\n"
                                 "  +     allow Y L N;\n"
                                 "        (a member may be: for, letting pass, against)\n"
                                 "  +     default L;\n"
                                 "        (who takes no position lets pass)\n"
                                 "  +     pass n(N) = 0;\n"
                                 "        (adopted if none is against)\n"
                                 "\n"
                                 "rule t: added\n"
                                 "  + rule t unverified \"all of it\" {\n"
                                 "  +     allow Y N A;\n"
                                 "        (a member may be: for, against, abstaining)\n"
                                 "  +     default X;\n"
                                 "        (who takes no position is absent)\n"
                                 "  +     pass 3*n(Y) >= 2*n(*);\n"
                                 "        (adopted if at least 2/3 of the members are for)\n"
                                 "  + }\n"
                                 "\n"
                                 "What of it is unverified\n"
                                 "\n"
                                 "  body council: the chair\n"
                                 "  rule r (its own): the quorum\n"
                                 "  rule t (its own): all of it\n");
    const struct difference_list back = difference_of(harness_arena(), c, base);
    check_eq(back.count, 3);
    check_that(back.items[2].after == NULL && is_text(back.items[2].before->name, "t"));
}

TEST(versions_are_told_apart_by_their_days)
{
    const struct charter *old = charter_of("charter \"a\";\nrule r until 1999-12-31 { pass n(Y) > 1; }\n"
                                           "rule r from 2000-01-01 { pass n(Y) > 2; }\n");
    const struct charter *new = charter_of("charter \"b\";\nrule r until 1999-12-31 { pass n(Y) > 1; }\n"
                                           "rule r from 2000-01-01 { pass n(Y) > 3; }\nlanguages en, fr;\n"
                                           "voice threshold 4;\n");
    const struct difference_list list = difference_of(harness_arena(), old, new);
    check_eq(list.count, 3);
    check_eq(list.items[0].after->kind, PART_LANGUAGES);
    check_eq(list.items[1].after->kind, PART_VOICE);
    check_that(is_text(list.items[2].after->from, "2000-01-01"));
    check_that(strstr(written(old, new), "voice: added\n  + voice threshold 4;\n") != NULL);
    check_that(strstr(written(old, new), "languages: added\n  + languages en, fr;\n") != NULL);
    check_that(strstr(written(old, new), "rule r from 2000-01-01: changed\n") != NULL);
    check_that(strstr(written(old, new), "Nothing is marked.\n") != NULL);
}

TEST(the_exercise_adds_a_silence_and_motions_to_the_preset_and_inherits_what_is_unverified)
{
    const struct charter *exercise = preset_of("exercise");
    const struct charter *csto = preset_of("csto");
    const struct difference_list list = difference_of(harness_arena(), csto, exercise);
    static const struct {
        const char *name;
        enum part_kind kind;
        bool other; /* it was there before, and is another now */
    } parts[] = {
        {"amend", PART_MOTION, true},      {"assist", PART_MOTION, false},  {"contest", PART_MOTION, false},
        {"overrule", PART_MOTION, false},  {"restore", PART_MOTION, false}, {"settle", PART_MOTION, false},
        {"council", PART_BODY, true},      {"silence", PART_RULE, false},
    };
    check_eq(list.count, sizeof parts / sizeof parts[0]);
    for (size_t i = 0; i < list.count; i++) {
        size_t at = 0;
        while (!is_text(list.items[i].after->name, parts[at].name)) {
            at++;
            check_that(at < sizeof parts / sizeof parts[0]);
        }
        check_eq(list.items[i].after->kind, parts[at].kind);
        check_eq(list.items[i].before != NULL, parts[at].other);
    }
    const struct unverified_list unverified = difference_unverified(harness_arena(), exercise, csto);
    check_eq(unverified.count, 12);
    for (size_t i = 0; i < unverified.count; i++) {
        check_that(unverified.items[i].inherited);
        check_that(unverified.items[i].part->mark->unverified.len > 0);
    }
    check_eq(difference_unverified(harness_arena(), csto, NULL).count, 14);
    struct charter_diags diags = {0};
    check_that(difference_base(harness_arena(),
                               (struct charter_source[]){{BYTES("a"), BYTES("charter \"a\";\n")}}, 1,
                               &diags) == NULL);
    check_eq(diags.count, 0);
}

TEST(what_is_extended_and_is_no_charter_by_itself_is_said_to_be_none)
{
    const struct charter_source sources[] = {
        {BYTES("a"), BYTES("charter \"a\";\nextends \"b\";\nattributes votes;\n")},
        {BYTES("b"), BYTES("charter \"b\";\nattributes pop;\nmember A { votes 3; }\n")}};
    const struct charter *c = NULL;
    struct charter_diags diags = {0};
    check_ok(charter_parse(harness_arena(), sources, 2, &c, &diags));
    check_that(difference_base(harness_arena(), sources, 2, &diags) == NULL);
    check_eq(diags.count, 1);
    check_text(diags.items[0].diag.message, "\"attributes\" names no such attribute");
}
