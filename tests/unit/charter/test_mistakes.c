#include "unit/charter/fixture.h"

/* What a secretary and its word processor write: the first error says where and what is meant, and one
 * mistake is told once, as far as what follows can still be read. */
static const struct {
    const char *text;
    int line;
    int column;
    const char *says;
    size_t errors;
} rows[] = {
    {"charter \"m\" title \xe2\x80\x9cM\xe2\x80\x9d;\nbody b title \"B\" { members all; ch"
     "air rotation; rules r; }\nrule r title \"R\" { pass n(Y) > n(N); }\n",
     1, 19, "straight", 1},
    {"charter \"m\";\nbody b { members all; chair rotation; rules r; }\nrule r title \xe2"
     "\x80\x9cThe Rule of All\xe2\x80\x9d { pass n(Y) > n(N); }\n",
     3, 14, "straight", 1},
    {"charter \"m\";\nbody b { members all; chair rotation; rules r; }\nrule r title \xe2"
     "\x80\x9eRegel\xe2\x80\x9c { pass n(Y) > n(N); }\n",
     3, 14, "straight", 1},
    {"charter \"m\";\nbody b { members all; chair rotation; rules r; }\nrule r title \xc2"
     "\xab\xd0\x9f\xd1\x80\xd0\xb0\xd0\xb2\xd0\xb8\xd0\xbb\xd0\xbe\xc2\xbb { pass n(Y) > n"
     "(N); }\n",
     3, 14, "straight", 1},
    {"charter \"m\";\nbody b { members all; chair rotation; rules r; }\nrule r title 'Rule"
     "' { pass n(Y) > n(N); }\n",
     3, 14, "straight", 1},
    {"\xef\xbb\xbf""charter \"m\";\nbody b { members all; chair rotation; rules r; }\nrule"
     " r { pass n(Y) > n(N); }\n",
     1, 1, "without a byte order mark", 1},
    {"charter \"m\";\x0d""body b { members all; chair rotation; rules r; }\x0drule r { pas"
     "s n(Y) > n(N); }\x0d",
     1, 1, "lines that end with LF or", 1},
    {"charter \"m\";\nbody b { members all; chair rotation; rules r; }\nrule r { \xc2\xa0p"
     "ass n(Y) > n(N); }\n",
     3, 10, "plain space", 1},
    {"charter \"m\";\nbody b { members all; chair rotation; rules r; }\nrule r { \xd1\x80"
     "\xd0\xb0ss n(Y) > n(N); }\n",
     3, 10, "is \"pass\" meant?", 1},
    {"charter \"m\";\nbody b { members all; chair rotation; rules r; }\nrule r { pass n(Y)"
     " > n(N|\xd0\xa0""5); }\n",
     3, 26, "is \"P5\" meant?", 1},
    {"charter \"m\";\nbody b { members all; chair rotation; rules r; }\nrule r { pass n("
     "\xd0\x90) > n(Y|A); }\n",
     3, 17, "is \"A\" meant?", 1},
    {"charter \"m\";\nbody b { members all; chair rotation; rules rul\xd0\xb5; }\nrule r {"
     " pass n(Y) > n(N); }\n",
     2, 45, "is \"rule\" meant?", 1},
    {"charter \"m\";\nbody b { members all; chair rotation; rules r; }\nrule r { pass n(Y)"
     " \xe2\x89\xa5 n(N); }\n",
     3, 20, "is \">=\" meant?", 1},
    {"charter \"m\";\nbody b { members all; chair rotation; rules r; }\nrule r { pass n(Y)"
     " > 3 \xe2\x80\x93 1; }\n",
     3, 24, "is \"-\" meant?", 1},
    {"charter \"m\";\nbody b { members all; chair rotation; rules r; }\nrule r { pass n(Y)"
     " > 2 \xc3\x97 n(N); }\n",
     3, 24, "is \"*\" meant?", 1},
    {"charter \"m\"\xef\xbc\x9b\nbody b { members all; chair rotation; rules r; }\nrule r "
     "{ pass n(Y) > n(N); }\n",
     1, 12, "is \";\" meant?", 1},
    {"charter \"m\";\nbody b { members all; chair rotation; rules r; }\nrul r { pass n(Y) "
     "> 1; }\nrule r { pass n(Y) > n(N); }\n",
     3, 1, "is \"rule\" meant?", 1},
    {"charter \"m\";\nbody b { members all; chair rotation; rules r; }\nrule r { quorm n(Y"
     ") > 1; pass n(Y) > 1; }\n",
     3, 10, "is \"quorum\" meant?", 1},
    {"charter \"m\";\nbody b { members all; chair rotation; rules r; }\nRule r { pass n(Y)"
     " > 1; }\nrule r { pass n(Y) > n(N); }\n",
     3, 1, "is \"rule\" meant?", 1},
    {"charter \"m\";\nbody b { members all; chair rotation; rules r; }\nrule r { Pass n(Y)"
     " > 1; }\n",
     3, 10, "is \"pass\" meant?", 1},
    {"charter \"m\";\nbody b { members all; chair rotation; rules r; }\nrule r { quorum n("
     "Y) > 1 pass n(Y) > 1; }\n",
     3, 26, "expected \";\" after quorum", 1},
    {"charter \"m\"\nbody b { members all; chair rotation; rules r; }\nrule r { pass n(Y) "
     "> n(N); }\n",
     2, 1, "expected \";\" after", 1},
    {"charter \"m\";\nbody b { members all; chair rotation; rules r; }\nrule r { pass n(Y)"
     " > 1;\nrule s { pass n(Y) > 1; }\n",
     4, 1, "expected \"}\" after", 1},
    {"charter \"m\";\nbody b { members all; chair rotation; rules r; }\nrule r { pass n(Y)"
     " > n(N); }\n}\n",
     4, 1, "this } closes nothing", 1},
    {"charter \"m\";\nbody b { members all; chair rotation; rules r; }\nrule r { pass n(N)"
     " = 0; clock at least 10 days set by chair; close all within 1min; }\n",
     3, 43, "or a duration in one word, such as 10d", 1},
    {"charter \"m\";\nbody b { members all; chair rotation; rules r; }\nrule r { pass n(N)"
     " = 0; clock at least 10days set by chair; close all within 1min; }\n",
     3, 40, "is \"d\" meant?", 1},
    {"charter \"m\";\nbody b { members all; chair rotation; rules r; }\nrule r { pass n(N)"
     " = 0; clock at least 2w set by chair; close all within 1min; }\n",
     3, 40, "is \"7d\" meant?", 1},
    {"charter \"m\";\nbody b { members all; chair rotation; rules r; }\nrule r { pass n(N)"
     " = 0; clock at least 30m set by chair; close all within 1min; }\n",
     3, 40, "is \"min\" meant?", 1},
    {"charter \"m\";\nbody b { members all; chair rotation; rules r; }\nrule r { pass n(Y)"
     " > 50%; }\n",
     3, 22, "compared crosswise", 1},
    {"charter \"m\";\nbody b { members all; chair rotation; rules r; }\nrule r { pass n(Y)"
     " >= 2/3 * n(V); }\n",
     3, 23, "compared crosswise", 1},
    {"charter \"m\";\nbody b { members all; chair rotation; rules r; }\nrule r { pass n(Y)"
     " >= 0.5 * n(V); }\n",
     3, 23, "compared crosswise", 1},
    {"charter \"m\";\nbody b { members all; chair rotation; rules r; }\nrule r { pass n(N)"
     " == 0; }\n",
     3, 20, "is \"=\" meant?", 1},
    {"charter \"m\";\nbody b { members all; chair rotation; rules r; }\nrule r { pass n(Y)"
     " => 3; }\n",
     3, 20, "is \">=\" meant?", 1},
    {"charter \"m\";\nbody b { members all; chair rotation; rules r; }\nrule r { pass n(Y)"
     " > 3 and n(N) = 0; }\n",
     3, 24, "is \"&\" meant?", 1},
    {"charter \"m\";\nbody b { members all; chair rotation; rules r; }\nrule r { pass n(Y)"
     " > 3 || n(N) = 0; }\n",
     3, 24, "is \"|\" meant?", 1},
    {"charter \"m\";\nbody b { members all; chair rotation; rules r; }\nrule r { pass n(Y)"
     " > 3 && n(N) = 0; }\n",
     3, 24, "is \"&\" meant?", 1},
    {"charter \"m\";\nbody b { members all; chair rotation; rules r; }\nrule r { pass n(y)"
     " > 3; }\n",
     3, 17, "one of Y L N A Q X R", 1},
    {"charter \"m\";\nbody b { members all; chair rotation; rules r; }\nrule r { pass n(ye"
     "s) > 3; }\n",
     3, 17, "single letters", 1},
    {"charter \"m\";\nattributes population;\nbody b { members all; chair rotation; rules "
     "r; }\nrule r { pass populaton(Y) > 3; }\n",
     4, 15, "is \"population\" meant?", 1},
    {"charter \"m\";\nbody b { members all; chair rotation; rules majorty; }\nrule majorit"
     "y { pass n(Y) > 1; }\n",
     2, 45, "is \"majority\" meant?", 1},
    {"charter \"m\";\nbody b { members all; chair rotation; rules r; }\nrule r { pass n(Y)"
     " > 1; else refer to counsil; }\nbody council { members all; chair rotation; rules r;"
     " }\n",
     3, 39, "is \"council\" meant?", 1},
    {"charter \"m\";\nbody b { members all; chair rotation; rules r; }\nrule r { pass n(Y)"
     " > 1; else stage sekond; }\nrule second { pass n(Y) > 1; }\n",
     3, 36, "is \"second\" meant?", 1},
    {"charter \"m\";\nbody b { members all; chair rotation; rules r; }\nrule r from 01.02."
     "2003 { pass n(Y) > 1; }\n",
     3, 13, "a date is YYYY-MM-DD", 1},
    {"charter \"m\";\nbody b { members all; chair rotation; rules r; }\nrule r from 2003/0"
     "2/01 { pass n(Y) > 1; }\n",
     3, 13, "a date is YYYY-MM-DD", 1},
    {"charter \"m\";\nbody b { members all; chair rotation; rules r; }\nrule r from 2003-0"
     "2-30 { pass n(Y) > 1; }\n",
     3, 13, "a date is YYYY-MM-DD", 1},
    {"charter \"m\";\nbody b { members all; chair rotation; rules r; }\nrule r title Simpl"
     "e majority { pass n(Y) > 1; }\n",
     3, 14, "expected the title in \"...\"", 1},
    {"charter \"m\";\nbody b { members all; chair rotation; rules r; }\nrule \"r\" { pass "
     "n(Y) > 1; }\n",
     3, 6, "without quotation marks", 1},
    {"charter m;\nbody b { members all; chair rotation; rules r; }\nrule r { pass n(Y) > n"
     "(N); }\n",
     1, 9, "the charter's name in", 1},
    {"charter \"m\";\nbody b { members all; chair rotation; rules r; }\nrule Simple { pass"
     " n(Y) > 1; }\n",
     3, 6, "1 to 64 of a-z", 1},
    {"charter \"m\";\n// remark\nbody b { members all; chair rotation; rules r; }\nrule r "
     "{ pass n(Y) > n(N); }\n",
     2, 1, "a remark goes from #", 1},
    {"charter \"m\";\n/* remark */\nbody b { members all; chair rotation; rules r; }\nrule"
     " r { pass n(Y) > n(N); }\n",
     2, 1, "a remark goes from #", 1},
    {"charter \"m\";\nbody b { members all; chair rotation; rules r; }\nrule r: { pass n(Y"
     ") > 1; }\n",
     3, 7, "no meaning", 1},
    {"charter \"m\";\nbody b { members all; chair rotation; rules r; }\nrule r { pass n(Y)"
     " > 1; pass n(Y) > 2; }\n",
     3, 25, "stands twice", 1},
    {"charter \"m\";\nbody b { members all; chair rotation; rules r; }\nrule r { quorum n("
     "Y) > 1; }\n",
     3, 6, "a rule says by \"pass\"", 1},
    {"charter \"m\";\nbody b { members all; chair rotation; rules r; }\nrule r { out party"
     "; pass n(Y) > 1; }\n",
     3, 14, "such as PARTY", 1},
    {"charter \"m\";\ncalendar c { week monday, tue; }\nbody b { members all; chair rotati"
     "on; rules r; }\nrule r { pass n(Y) > n(N); }\n",
     2, 19, "is \"mon\" meant?", 1},
    {"charter \"m\";\ncalendar c { zone \"CET\"; }\nbody b { members all; chair rotation; "
     "rules r; }\nrule r { pass n(Y) > n(N); }\n",
     2, 19, "\"+HH:MM\"", 1},
    {"charter \"m\" title \"\xd3\xf1\xf2\xe0\xe2\";\nbody b { members all; chair rotation;"
     " rules r; }\nrule r { pass n(Y) > n(N); }\n",
     1, 1, "save the text as UTF-8", 1},
    {"charter \"m\";\nbody b { members all; chair rotation; rules r; }\nrule r { \xe2\x80"
     "\x8bpass n(Y) > n(N); }\n",
     3, 10, "plain space", 1},
    {"charter \"m\";\nbody b { members all; chair rotation; rules r; }\nrule r title \"R {"
     " pass n(Y) > 1; }\n",
     3, 14, "this string is not closed", 2},
    {"charter \"m\";\nbody b { members all; chair rotation; rules r; }\nrule r { pass n(Y)"
     " > 1; else rejected; }\n",
     3, 30, "is \"reject\" meant?", 1},
    {"charter \"m\";\nbody b { members all; chair rotation; rules r; }\nrule r { pass n(Y)"
     " > n(N); }\nmotion suspension by r;\n",
     4, 8, "is \"suspend\" meant?", 1},
    {"charter \"m\";\nbody b { members all; chair rotation; rules r; }\nrule r { pass n(Y)"
     " > 1; bind Y binding; }\n",
     3, 32, "bound committed free", 1},
    {"charter \"m\";\nbody b { members everyone; chair rotation; rules r; }\nrule r { pass"
     " n(Y) > n(N); }\n",
     2, 18, "all named tagged elected", 1},
    {"charter \"m\";\nbody b { members all; chair rotating; rules r; }\nrule r { pass n(Y)"
     " > n(N); }\n",
     2, 29, "rotation, elected", 1},
    {"charter \"m\";\nlanguages EN;\nbody b { members all; chair rotation; rules r; }\nrul"
     "e r { pass n(Y) > n(N); }\n",
     2, 11, "in lower case", 1},
    {"charter \"m\";\nrule r { pass n(Y) > 0 & n(\xce\x9d) = 0; }\n",
     2, 28, "is \"N\" meant?", 1},
    {"charter \"m\";\nrule \xd0\xb0\xd0\xb0\xd0\xb0\xd0\xb0\xd0\xb0\xd0\xb0\xd0\xb0\xd0"
     "\xb0\xd0\xb0\xd0\xb0\xd0\xb0\xd0\xb0\xd0\xb0\xd0\xb0\xd0\xb0\xd0\xb0\xd0\xb0\xd0\xb0"
     "\xd0\xb0\xd0\xb0 { pass n(Y) > 0; }\n",
     2, 6, "another alphabet", 1},
    {"charter \"m\";\nrule r \xe2\x80\x99 { pass n(Y) > 0; }\n",
     2, 8, "straight", 1},
    {"charter \"m\";\nrule r { pass n(Y) > 3 or n(N) = 0; }\n",
     2, 24, "is \"|\" meant?", 1},
    {"charter \"m\";\nrule r { pass n(Y) > 0; poll at least 90secs; }\n",
     2, 39, "is \"s\" meant?", 1},
    {"charter \"m\";\nrule r { pass n(Y) > 0; poll at least 24Hours; }\n",
     2, 39, "is \"h\" meant?", 1},
    {"charter \"m\";\nrule r { pass n(Y) > 0; poll at least 3y; }\n",
     2, 39, "expected a duration", 1},
};

TEST(mistakes_of_a_secretary_are_told_with_what_is_meant)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct charter *c = NULL;
        struct charter_diags diags = {0};
        check_eq(charter_try(rows[i].text, &c, &diags), ERROR_MALFORMED);
        const struct diag *d = &diags.items[0].diag;
        harness_note("%s\n%d:%d %s", rows[i].text, d->line, d->column, d->message);
        check_that(strstr(d->message, rows[i].says) != NULL);
        check_eq(d->line, rows[i].line);
        check_eq(d->column, rows[i].column);
        check_eq(diags.count, rows[i].errors);
    }
}

TEST(lines_may_end_with_cr_lf_and_mean_the_same)
{
    static const char *const rules = "charter \"m\";%s# a remark%srule r {%s\tpass n(Y) > 1;%s}%s";
    const char *ends[] = {"\n", "\r\n"};
    struct hash hashes[2];
    for (size_t i = 0; i < 2; i++) {
        const char *e = ends[i];
        const struct charter *c = charter_of(arena_printf(harness_arena(), rules, e, e, e, e, e));
        hashes[i] = c->rules[0].hash;
    }
    check_that(memcmp(&hashes[0], &hashes[1], sizeof hashes[0]) == 0);
}

TEST(what_looks_like_no_letter_and_no_number_is_an_error_too)
{
    static const char *const texts[] = {
        "charter \"m\";\nrule rul\xc3\xa4 { pass n(Y) > 0; }\n",          /* a word of another language */
        "charter \"m\";\nrule \xd0\xb0\xc3\xa4 { pass n(Y) > 0; }\n",     /* as ours looks at first */
        "charter \"m\";\nrule r\xe2\x80\x9cx { pass n(Y) > 0; }\n",       /* a quote in a word */
        "charter \"m\";\nrule r { out A_9Z\xd0\xb0; pass n(Y) > 0; }\n",
        "charter \"m\";\nrule r { pass n(Y) > 2/n(N); }\n",
        "charter \"m\"; // nothing behind it",
        "charter \"m\";\nrule rul\xd0\xb5",
    };
    const struct charter *c = NULL;
    struct charter_diags diags = {0};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        harness_note("%s", texts[i]);
        check_eq(charter_try(texts[i], &c, &diags), ERROR_MALFORMED);
        check_that(diags.count > 0);
    }
    struct buffer b;
    buffer_init(&b, 1000);
    buffer_printf(&b, "charter \"m\";\nrule ");
    for (int i = 0; i < 70; i++) {
        buffer_printf(&b, "\xd0\xb5");
    }
    buffer_printf(&b, " { pass n(Y) > 0; }\n");
    check_eq(charter_try(arena_text(harness_arena(), buffer_view(&b)), &c, &diags), ERROR_MALFORMED);
    check_that(strstr(diags.items[0].diag.message, "another alphabet") != NULL);
    buffer_done(&b);
}
