/* Texts that are no charter, each with what is said of it. */
#include "charter/lexer.h"
#include "unit/charter/fixture.h"

#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"
#define LONG  "a-name-of-more-than-forty-letters-that-nobody-means"

/* The first thing that is said of the text, which is no charter. */
static const char *refusal_of(const char *text)
{
    const struct charter *c = NULL;
    struct charter_diags diags = {0};
    const enum error e = charter_try(text, &c, &diags);
    harness_note("%s", text);
    check_eq(e, ERROR_MALFORMED);
    return arena_text(harness_arena(), bytes_of_text(diags.items[0].diag.message));
}

TEST(each_rule_that_is_none_is_refused_with_what_is_wrong)
{
    static const struct {
        const char *clauses;
        const char *message;
    } rows[] = {
        {"pass n(!*) > 0;", "\"!*\" is nobody: expected positions that somebody can take"},
        {"pass (n(Y) > 1) * 2 > 0;", "expected a count or a number, found a condition"},
        {"pass 2 * (n(Y) > 1) > 0;", "expected a count or a number, found a condition"},
        {"pass 2 * !n(Y) > 0;", "! denies a condition: write !( ... )"},
        {"pass n(Y) * n(N) > 0;", "counts are multiplied by plain numbers only"},
        {"pass (n(Y) + 1) * n(N) > 0;", "counts are multiplied by plain numbers only"},
        {"pass (n(Y) + 1) * (2 + 1) > 0;", "counts are multiplied by plain numbers only"},
        {"pass 0 * n(Y) > 0;", "a product of numbers is from 1 to 1000000000"},
        {"pass 1000000000 * 2 * n(Y) > 0;", "a product of numbers is from 1 to 1000000000"},
        {"pass 1000000000 * (0 - 2) * n(Y) > 0;", "a product of numbers is from 1 to 1000000000"},
        {"pass 2 * (1 - 1000000000 * n(Y)) > 0;", "a product of numbers is from 1 to 1000000000"},
        {"pass (n(Y) > 1) + 2 > 0;", "expected a count or a number, found a condition"},
        {"pass 2 + (n(Y) > 1) > 0;", "expected a count or a number, found a condition"},
        {"pass (n(Y) > 1) > 2;", "expected a count or a number, found a condition"},
        {"pass 2 > (n(Y) > 1);", "expected a count or a number, found a condition"},
        {"pass n(Y) > 1 > 2;", "a comparison has two sides: join two of them by &"},
        {"pass n(Y) & n(N) > 0;", "expected a comparison, such as n(Y) >= 9: a count alone decides nothing"},
        {"pass n(N) > 0 & n(Y);", "expected a comparison, such as n(Y) >= 9: a count alone decides nothing"},
        {"pass n(N) > 0 | n(Y);", "expected a comparison, such as n(Y) >= 9: a count alone decides nothing"},
        {"pass n(Y);", "expected a comparison, such as n(Y) >= 9: a count alone decides nothing"},
        {"pass !n(Y);", "! denies a condition: write !( ... )"},
        {"pass n(Y in a) > 0;", "counts name a body: \"over\" is lacking"},
        {"over a, b, c, d; pass n(Y in a) + n(Y in b) + n(Y in c) + n(Y in d) > n(Y in e);",
         "a rule is over at most 4 bodies"},
        {"over a; pass n(Y in a) > 0 & n(Y) > 0;",
         "in a rule over several bodies each count names one: n(Y in NAME)"},
        {"pass n(Y) > 0; extend at most 2 times by 1h;",
         "\"extend\" and \"close\" belong to a silence: \"clock\" is lacking"},
        {"pass n(Y) > 0; close all within 1h;",
         "\"extend\" and \"close\" belong to a silence: \"clock\" is lacking"},
        {"pass n(Y) > 0; clock at least 1h set by chair; extend at most 9 times by 1h;",
         "how often a silence is extended is from 1 to 8"},
        {"pass n(Y) > 0; clock at least 2h at most 1h set by chair;", "this duration is from 2h to 366d"},
        {"pass n(Y) > 0; pass n(Y) > 1;", "this clause stands twice in the rule"},
        {"allow Y N; default L; pass n(Y) > 0; force P = Z;",
         "expected a position: one of Y L N A Q X R, single letters"},
        {"quorum n(Y) > 0;", "a rule says by \"pass\" when it adopts"},
        {"", "a rule says by \"pass\" when it adopts"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *text = arena_printf(harness_arena(), "charter \"c\";\nrule r { %s }\n", rows[i].clauses);
        check_text(refusal_of(text), rows[i].message);
    }
}

TEST(each_part_that_is_none_is_refused_with_what_is_wrong)
{
    static const struct {
        const char *parts;
        const char *message;
    } rows[] = {
        {"attributes a;\ntable t of a { sha256 \"00\"; }", "a SHA-256 is 64 of 0-9 a-f"},
        {"body b until 2000-01-01 { members all; chair rotation; rules r; }",
         "only rules, tables and members have versions by date"},
        {"body b from 2000-01-01 { members all; chair rotation; rules r; }",
         "only rules, tables and members have versions by date"},
        {"body b { members all; chair rotation; rules r; }\nbody b { members all; chair rotation; rules r; }",
         "there is a body of this name already"},
        {"body b { members all; chair rotation; }", "a body says three things: members, chair and rules"},
        {"body b { rules r; }", "a body says three things: members, chair and rules"},
        {"body b { members all; chair rotation; rules r", "expected \";\" after rules"},
        {"group G until 2000-01-01 { }", "only rules, tables and members have versions by date"},
        {"group G { A from 2001-01-01 until 2000-01-01; }", "this period ends before it begins"},
        {"group G { A; A; }", "this member is in the group already"},
        {"group G { A until 2000-01-01; A from 2000-01-01; }", "this member is in the group already"},
        {"rule x title \"\" { pass n(Y) > 0; }", "the title is not empty and has no control characters"},
        {"rule x title \"a\tb\" { pass n(Y) > 0; }", "the title is not empty and has no control characters"},
        {"rule x title \"a\" title \"b\" { pass n(Y) > 0; }", "this is said twice of the same part"},
        {"rule x from 2000-01-01 from 2001-01-01 { pass n(Y) > 0; }", "this is said twice of the same part"},
        {"rule x until 2000-01-01 until 2001-01-01 { pass n(Y) > 0; }",
         "this is said twice of the same part"},
        {"rule x from 2001-01-01 until 2000-01-01 { pass n(Y) > 0; }", "this version ends before it begins"},
        {"rule x from 0000-01-01 { pass n(Y) > 0; }",
         "this is not a day: a date is YYYY-MM-DD, such as 1966-01-01"},
        {"rule x from 2000-13-01 { pass n(Y) > 0; }",
         "this is not a day: a date is YYYY-MM-DD, such as 1966-01-01"},
        {"rule x from 2000-00-01 { pass n(Y) > 0; }",
         "this is not a day: a date is YYYY-MM-DD, such as 1966-01-01"},
        {"rule x from 2000-01-00 { pass n(Y) > 0; }",
         "this is not a day: a date is YYYY-MM-DD, such as 1966-01-01"},
        {"rule x from 2000-01-32 { pass n(Y) > 0; }",
         "this is not a day: a date is YYYY-MM-DD, such as 1966-01-01"},
        {"rule x from 1900-02-29 { pass n(Y) > 0; }",
         "this is not a day: a date is YYYY-MM-DD, such as 1966-01-01"},
        {"rule x title \"a\\nb\" { pass n(Y) > 0; }", "in a string only \\\" and \\\\ follow a backslash"},
        {"rule x title \"a", "this string is not closed: expected \" in the same line"},
        {"rule x title \"a\\", "this string is not closed: expected \" in the same line"},
        {"body b { members all; chair rotation; rules " LONG "; }", "there is no rule of this name"},
        {"rule " LONG " { pass n(Y) > 0; }\nbody b { members all; chair rotation; rules q; }",
         "there is no rule of this name"},
        {"calendar k { zone \"-00:00\"; }", "a zone is \"+HH:MM\" or \"-HH:MM\", up to 14 hours from UTC"},
        {"calendar k { zone \"+00:60\"; }", "a zone is \"+HH:MM\" or \"-HH:MM\", up to 14 hours from UTC"},
        {"calendar k { zone \"+14:01\"; }", "a zone is \"+HH:MM\" or \"-HH:MM\", up to 14 hours from UTC"},
        {"calendar k { zone \"+01:00\" from 2000-01-02 until 2000-01-01; }",
         "this period ends before it begins"},
        {"calendar k from 2000-01-01 { week mon; }", "only rules, tables and members have versions by date"},
        {"office o from 2000-01-01 { holder member A; }",
         "only rules, tables and members have versions by date"},
        {"classification k from 2000-01-01 { decided by chair; }",
         "only rules, tables and members have versions by date"},
        {"referral k from 2000-01-01 { from a; to b; }",
         "only rules, tables and members have versions by date"},
        {"member A { tag T", "expected \";\" after what a member has"},
        {"extends b;", "expected the name of another charter in \"...\""},
        {"rule x { pass n(Y) > 0 ] ; }", "this character has no meaning in a charter outside of \"...\""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *text =
            arena_printf(harness_arena(), "charter \"c\";\nrule r { pass n(Y) > 0; }\n%s\n", rows[i].parts);
        check_text(refusal_of(text), rows[i].message);
    }
}

/* Adds `each` so many times, with the number of each where it has a #. */
static void add_repeated(struct buffer *b, const char *each, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        for (const char *c = each; *c != 0; c++) {
            if (*c == '#') {
                buffer_printf(b, "%03zu", i);
            } else {
                buffer_add_u8(b, (uint8_t)*c);
            }
        }
    }
}

static const char *repeated(const char *before, const char *each, size_t count, const char *after)
{
    struct buffer b;
    buffer_init(&b, 1 << 20);
    buffer_add_text(&b, before);
    add_repeated(&b, each, count);
    buffer_add_text(&b, after);
    const char *text = arena_text(harness_arena(), buffer_view(&b));
    buffer_done(&b);
    return text;
}

TEST(more_than_a_text_may_hold_is_refused_and_as_many_are_not)
{
    static const struct {
        const char *before, *each, *after;
        size_t max;
    } rows[] = {
        {"attributes a;\n", "table t# of a from 1#-01-01 until 1#-02-01 { sha256 \"" ZEROS "\"; }\n", "",
         CHARTER_ITEMS_MAX},
        {"rule r { pass n(Y) > 0", " & n(Y) > 1", "; }\n", CHARTER_ATOMS_MAX - 1},
        {"rule r { pass n(Y) > 0; bind Y bound", ", Y|P5 free", "; }\n", CHARTER_EFFECTS_MAX - 1},
        {"calendar k {", " zone \"+01:00\" from 1#-01-01 until 1#-02-01;", "}\n", CHARTER_HOLIDAYS_MAX},
        {"calendar k {", " holiday 1#-01-01;", "}\n", CHARTER_HOLIDAYS_MAX},
        {"", "calendar k# { week mon; }\n", "", CHARTER_ITEMS_MAX},
        {"member A { ", "tag T#; ", "}\n", CHARTER_TAGS_MAX},
        {"", "member M# { }\n", "", CHARTER_MEMBERS_MAX},
        {"", "office o# { holder member A; }\n", "", CHARTER_ITEMS_MAX},
        {"rule r { pass n(Y) > 0; }\nclassification c { decided by chair; doubt c000; ", "as c# use r; ",
         "}\n", CHARTER_CLASSES_MAX},
        {"rule r { pass n(Y) > 0; }\n",
         "classification c# { decided by chair; as one use r; as two use r; doubt one; }\n", "",
         CHARTER_ITEMS_MAX},
        {"rule r { pass n(Y) > 0; }\nbody a { members all; chair rotation; rules r; }\nbody b { members all; "
         "chair rotation; rules r; }\n",
         "referral r# { from a; to b; }\n", "", CHARTER_ITEMS_MAX},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        for (size_t more = 0; more < 2; more++) {
            const struct charter *c = NULL;
            struct charter_diags diags = {0};
            const char *text =
                arena_printf(harness_arena(), "charter \"c\";\n%s",
                             repeated(rows[i].before, rows[i].each, rows[i].max + more, rows[i].after));
            const enum error e = charter_try(text, &c, &diags);
            harness_note("row %zu, %zu more: %s", i, more, diags.items[0].diag.message);
            check_eq(e, more == 0 ? OK : ERROR_MALFORMED);
        }
    }
}

TEST(a_rule_has_no_more_tags_and_attributes_than_there_is_room_for)
{
    const char *attributes = repeated("charter \"c\";\nattributes z", ", a#", CHARTER_TAGS_MAX + 1, ";\n");
    check_text(refusal_of(repeated(arena_printf(harness_arena(), "%srule r { pass n(Y)", attributes),
                                   " + a#(Y)", CHARTER_TAGS_MAX + 1, " > 0; }\n")),
               "a rule weighs by at most 16 attributes");
    check_text(refusal_of(repeated("charter \"c\";\nrule r { pass n(Y)", " + n(Y|T#)", CHARTER_TAGS_MAX + 1,
                                   " > 0; }\n")),
               "a rule knows at most 16 tags");
}

TEST(lists_that_are_too_long_are_refused)
{
    const char *rule = "charter \"c\";\nrule r { pass n(Y) > 0; }\n";
    check_text(
        refusal_of(repeated(
            arena_printf(harness_arena(), "%sbody b { members all; rules r; chair rotation order A", rule),
            ", M#", MEMBERS_MAX, "; }\n")),
        "there are at most 200 members");
    check_text(refusal_of(repeated(arena_printf(harness_arena(), "%sreferral x { to a; from b", rule), ", b#",
                                   CHARTER_ITEMS_MAX, "; }\n")),
               "there are at most 128 bodies");
    check_text(refusal_of(repeated(arena_printf(harness_arena(), "%smember A { ", rule), "x# 1; ",
                                   CHARTER_ITEMS_MAX + 1, "}\n")),
               "a member has at most 128 values");
    /* What is not an attribute is told of each, and not of more than there is room for. */
    check_text(refusal_of(repeated("charter \"c\";\nmember A { ", "x# 1; ", CHARTER_DIAGS_MAX + 5, "}\n")),
               "\"attributes\" names no such attribute");
    /* More tags than there may be groups, 16 of them in each member. */
    struct buffer b;
    buffer_init(&b, 1 << 20);
    buffer_add_text(&b, "charter \"c\";\n");
    for (int i = 0; i <= CHARTER_SOURCES_MAX * CHARTER_ITEMS_MAX; i++) {
        buffer_printf(&b, i % 16 == 0 ? "%smember M%d { tag T%d" : "%s, T%d",
                      i == 0 || i % 16 != 0 ? "" : "; }\n", i, i);
    }
    buffer_add_text(&b, "; }\n");
    const char *text = arena_text(harness_arena(), buffer_view(&b));
    buffer_done(&b);
    check_text(refusal_of(text), "there are at most 1024 tags");
}

TEST(a_member_that_is_listed_again_for_some_days_is_refused)
{
    const struct charter_source sources[] = {
        {BYTES("own"), BYTES("charter \"own\";\nextends \"base\";\nmember A from 2000-01-01 { }\n")},
        {BYTES("base"), BYTES("charter \"base\";\nmember A from 2000-01-01 until 2001-12-31 { }\n")},
    };
    const struct charter *c = NULL;
    struct charter_diags diags = {0};
    check_eq(charter_parse(harness_arena(), sources, 2, &c, &diags), ERROR_MALFORMED);
}

TEST(a_text_too_long_is_refused_before_it_is_read)
{
    static char text[CHARTER_BYTES_MAX + 1];
    memset(text, ' ', sizeof text);
    memcpy(text, "charter \"c\"; extends \"d\";", 25);
    const struct charter_source source = {BYTES("c"), bytes_of(text, sizeof text)};
    struct bytes name;
    check_that(!charter_extends(harness_arena(), &source, &name));
    struct charter_source named = {bytes_of(text, 1025), BYTES("charter \"c\";\n")};
    const struct charter *c = NULL;
    struct charter_diags diags = {0};
    check_eq(charter_parse(harness_arena(), &named, 1, &c, &diags), ERROR_MALFORMED);
    named.name.len = 1024;
    check_ok(charter_parse(harness_arena(), &named, 1, &c, &diags));
}

TEST(not_more_than_20_errors_of_letters_are_kept)
{
    const struct charter_source source = {BYTES("test"), bytes_of_text(repeated("", "@ ", 30, ""))};
    struct charter_diags diags = {0};
    struct lexer l;
    lexer_init(&l, harness_arena(), &source, &diags);
    while (lexer_next(&l).kind != TOKEN_END) {
    }
    check_eq(diags.count, CHARTER_DIAGS_MAX);
    const struct charter_source nul = {BYTES("test"), bytes_of("\0;", 2)};
    diags.count = 0;
    lexer_init(&l, harness_arena(), &nul, &diags);
    check_eq(lexer_next(&l).kind, TOKEN_SIGN);
    check_eq(diags.count, 1);
}

TEST(a_date_is_ten_letters_of_a_day_that_exists)
{
    check_that(charter_is_date(BYTES("2000-02-29")) && charter_is_date(BYTES("9999-12-31")));
    static const char *const none[] = {"",           "2000-1-01",  "2000/01/01", "2000-01/01", "20a0-01-01",
                                       "2000-0a-01", "2000-01-0a", "0000-01-01", "2000-00-01", "2000-01-00",
                                       "2001-02-29", "1900-02-29", "2000-04-31", "2000-01-011"};
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) {
        harness_note("%s", none[i]);
        check_that(!charter_is_date(bytes_of_text(none[i])));
    }
}
